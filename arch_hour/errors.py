"""What can go wrong, as one tree that mirrors who can mend it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arch_hour.model import Edit
    from arch_hour.session import Outcome


class ArchHourError(Exception):
    """A trouble that is told to the user in one sentence: what, where, and how to mend it.

    `outcome` is what a run had done before it, None where it had not begun.
    """

    exit_status = 1
    outcome: "Outcome | None" = None


class UsageError(ArchHourError):
    """The command was called in a way that cannot work."""

    exit_status = 2


class ConfigurationError(ArchHourError):
    """The configuration file is missing or wrong; `line` counts from 1 where it is known."""

    exit_status = 2

    def __init__(self, problem: str, *, file: str, line: int | None = None) -> None:
        self.problem = problem
        self.file = file
        self.line = line
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: {problem}")


class PageError(ArchHourError):
    """The page given to `import` is not a page of a meeting."""

    exit_status = 2


class AccessError(ArchHourError):
    """GitHub knows the token or repository not, or does not let the token do this."""


class SuspendedError(AccessError):
    """The account at which a GitHub App is installed, or GitHub, lets it do nothing there for now."""


class GoneError(AccessError):
    """A GitHub App is not installed there, or not any more."""


class UnreachableError(ArchHourError):
    """GitHub did not answer, or not in a way that makes sense, although it was asked patiently."""


class StaleError(ArchHourError):
    """Somebody edited an issue between our reading and our writing, so nothing was written; `title`, `body` are theirs.

    `edits` are its newest versions, newest first.
    """

    def __init__(self, number: int, title: str, body: str, edits: "tuple[Edit, ...]") -> None:
        self.number = number
        self.title = title
        self.body = body
        self.edits = edits
        super().__init__(f"somebody keeps editing #{number} while it is written: run again")


class StaleCommentError(ArchHourError):
    """The same for a comment on an issue; `body` is None where it was deleted.

    `edits` are its newest versions, newest first.
    """

    def __init__(self, number: int, database_id: int, body: str | None, edits: "tuple[Edit, ...]") -> None:
        self.number = number
        self.database_id = database_id
        self.body = body
        self.edits = edits
        super().__init__(f"somebody keeps editing a comment on #{number} while it is written: run again")


class StaleFileError(ArchHourError):
    """The same for a file of the repository; `text` is None where it was deleted."""

    def __init__(self, path: str, text: str | None) -> None:
        self.path = path
        self.text = text
        super().__init__(f"somebody keeps changing {path} while it is written: run again")


class DoubtfulWriteError(UnreachableError):
    """A write was sent and its answer is lost, so nobody knows yet whether it happened."""
