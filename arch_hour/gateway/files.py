"""Writes files of the default branch, each only in place of the text that it was made of.

Source: https://docs.github.com/en/rest/repos/contents; a write names the version that it replaces, and is refused where
that is not the one there (409, or 422 where none was named).
"""

import re
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from arch_hour.errors import StaleFileError
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.rules.changes import CommitFile, Declined, Done, Result

NO = (403, 404, 409, 422)
# How GitHub says that something was committed meanwhile, be it another file; what else it says is a rule of the branch.
_MOVED = re.compile(r"but expected|expected to be at|does not match|wasn't supplied")


class NoTextError(Exception):
    """What stands at a path is no text that can be compared and written over."""


@dataclass(frozen=True, slots=True)
class There:
    """A file's text, and git's name for this version of it; both None where there is no file."""

    text: str | None = None
    sha: str | None = None


@dataclass(frozen=True)
class Files:
    """Writes to the files of one repository; raises Failure, and StaleFileError where somebody was quicker."""

    connection: Connection
    full_name: str

    def commit(self, change: CommitFile) -> Result:
        """Gives a file a new text, or tells why GitHub does not let us."""
        try:
            self.connection.patience.reading(lambda: self._write_over(change))
        except NoTextError as error:
            return Declined(str(error))
        except Failure as failure:
            if failure.trouble is Trouble.LIMITED or failure.status not in NO:
                raise
            return Declined(failure.message)
        return Done()

    def folder(self, path: str) -> dict[str, str]:
        """The texts of the files directly in a folder, by their paths; none where there is no such folder."""
        try:
            listed = self.connection.get(self._place(path))
        except Failure as failure:
            if failure.status != 404:
                raise
            return {}
        if not isinstance(listed, list):
            return {}
        found: dict[str, str] = {}
        for entry in listed:
            if entry["type"] == "file":
                with suppress(NoTextError):
                    text = self._seen(entry["path"]).text
                    found |= {} if text is None else {entry["path"]: text}
        return found

    def _seen(self, path: str) -> There:
        """A file, asked for until there is an answer."""
        return self.connection.patience.reading(lambda: self._look(path))

    def _write_over(self, change: CommitFile) -> None:
        """One try, never a repetition in the dark: where its answer is lost, the next one looks first."""
        there = self._look(change.path)
        if _is_done(there, change):
            return
        content = b64encode(change.text.encode()).decode()
        data = {"message": change.message, "content": content}
        try:
            named = {} if there.sha is None else {"sha": there.sha}
            self.connection.once("PUT", self._place(change.path), data | named)
        except Failure as failure:
            if failure.status not in (409, 422):
                raise
            if not _is_done(self._look(change.path), change):
                raise _told_apart(failure) from failure

    def _look(self, path: str) -> There:
        try:
            found = self.connection.once("GET", self._place(path))
        except Failure as failure:
            if failure.status != 404:
                raise
            return There()
        return There(_text_of(found), found["sha"])

    def _place(self, path: str) -> str:
        return f"/repos/{self.full_name}/contents/{quote(path)}"


def _is_done(there: There, change: CommitFile) -> bool:
    """Whether the file is as it shall be; raises StaleFileError where it is as somebody else wants it."""
    if there.text == change.text:
        return True
    if there.text != change.was:
        raise StaleFileError(change.path, there.text)
    return False


def _told_apart(failure: Failure) -> Failure:
    """A refusal that another try can mend is as good as no answer."""
    return replace(failure, trouble=Trouble.LOST) if _MOVED.search(failure.message) else failure


def _text_of(found: Any) -> str:
    if isinstance(found, list):
        msg = "a folder has that name"
        raise NoTextError(msg)
    if found["type"] != "file":
        msg = f"a {found['type']} has that name"
        raise NoTextError(msg)
    if found["encoding"] != "base64":
        msg = "the file there is too large to be compared"
        raise NoTextError(msg)
    content = b64decode("".join(found["content"].split()), validate=True)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        msg = "the file there is no text"
        raise NoTextError(msg) from error
