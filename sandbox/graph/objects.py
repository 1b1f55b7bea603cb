"""Objects of git: files, folders and the commit at the head of the default branch."""

from dataclasses import dataclass

from sandbox.graph.context import Context
from sandbox.records import Commit, File, Repository
from sandbox.rules.access import require_area
from sandbox.rules.files import entries_of

# GitHub hands out no more of a file's text than this, in bytes.
LONGEST_TEXT = 512_000


@dataclass(frozen=True, slots=True)
class Blob:
    """A file as an object of git."""

    id: str
    oid: str
    repository: Repository
    content: bytes
    is_binary: bool

    @property
    def abbreviated_oid(self) -> str:
        """The short name of the object."""
        return self.oid[:7]

    @property
    def byte_size(self) -> int:
        """How many bytes the whole file has."""
        return len(self.content)

    @property
    def is_truncated(self) -> bool:
        """Whether `text` is only the beginning."""
        return len(self.content) > LONGEST_TEXT

    @property
    def text(self) -> str | None:
        """The text, or its beginning; None for a binary file."""
        return None if self.is_binary else self.content[:LONGEST_TEXT].decode(errors="ignore")


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder as an object of git."""

    id: str
    oid: str
    repository: Repository

    @property
    def abbreviated_oid(self) -> str:
        """The short name of the object."""
        return self.oid[:7]


@dataclass(frozen=True, slots=True)
class Head:
    """The commit that a branch points at."""

    id: str
    oid: str
    repository: Repository
    message: str

    @property
    def abbreviated_oid(self) -> str:
        """The short name of the object."""
        return self.oid[:7]


def git_object(
    repository: Repository, context: Context, *, expression: str | None = None, oid: str | None = None
) -> Blob | Tree | Head | None:
    """What an expression such as `HEAD:path` or an object's name means in a repository, if anything."""
    require_area(context.caller, repository, "contents")
    if expression is None:
        files = [file for file in repository.files.values() if file.sha == oid]
        return _blob(repository, files[0]) if files else None
    branch, colon, path = expression.partition(":")
    if branch not in ("HEAD", repository.default_branch) or not repository.commits:
        return None
    head: Commit = repository.commits[-1]
    if not colon:
        return Head(f"C_{head.sha}", head.sha, repository, head.message)
    if path in repository.files:
        return _blob(repository, repository.files[path])
    return Tree(f"T_{head.sha}", head.sha, repository) if entries_of(repository, path.rstrip("/")) else None


def _blob(repository: Repository, file: File) -> Blob:
    try:
        file.content.decode()
    except UnicodeDecodeError:
        is_binary = True
    else:
        is_binary = b"\x00" in file.content
    return Blob(f"B_{file.sha}", file.sha, repository, file.content, is_binary)
