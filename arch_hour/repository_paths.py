"""Names of repositories, and paths in them in one form only."""

import re

DEFAULT_PATH = ".github/arch-hour.yml"
_FULL_NAME = re.compile(r"[A-Za-z0-9][\w-]*/(?!\.\.?\Z)[\w.-]+", re.ASCII)


def is_full_name(text: str) -> bool:
    """Whether a text can be the name of a repository, `owner/name`."""
    return _FULL_NAME.fullmatch(text) is not None


def path_in_repository(text: str, such_as: str = DEFAULT_PATH) -> str:
    """A path in one form only, since it is part of a meeting's identity; raises ValueError."""
    parts = [part for part in text.strip().split("/") if part not in ("", ".")]
    if not parts or ".." in parts or not text.strip().isprintable():
        msg = f"{text!r} is no path in the repository such as {such_as}"
        raise ValueError(msg)
    return "/".join(parts)
