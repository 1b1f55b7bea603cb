"""Paths in a repository, in one form only."""

DEFAULT_PATH = ".github/arch-hour.yml"


def path_in_repository(text: str, such_as: str = DEFAULT_PATH) -> str:
    """A path in one form only, since it is part of a meeting's identity; raises ValueError."""
    parts = [part for part in text.strip().split("/") if part not in ("", ".")]
    if not parts or ".." in parts or not text.strip().isprintable():
        msg = f"{text!r} is no path in the repository such as {such_as}"
        raise ValueError(msg)
    return "/".join(parts)
