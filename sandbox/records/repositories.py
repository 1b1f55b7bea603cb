"""Repositories with their labels, files and commits."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha1

from sandbox.records.accounts import Account
from sandbox.records.issues import Comment, Issue
from sandbox.records.milestones import Milestone
from sandbox.words import AllowedActions, Plan, Role


@dataclass(slots=True, eq=False)
class Label:
    """A label of a repository; `color` is six hexadecimal digits, `is_default` whether GitHub made it."""

    id: str
    database_id: int
    name: str
    color: str
    description: str | None
    created_at: datetime
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file at the head of the default branch."""

    path: str
    content: bytes = field(repr=False)

    @property
    def sha(self) -> str:
        """The blob's object name, as git computes it."""
        header = b"blob %d\x00" % len(self.content)
        return sha1(header + self.content, usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit on the default branch; `sha` is forty hexadecimal digits."""

    sha: str
    message: str
    author: Account
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ActionsPolicy:
    """Whether workflows run here, and which actions they may use besides the owner's; `patterns` are of `selected`."""

    is_enabled: bool = True
    allowed: AllowedActions = AllowedActions.ALL
    patterns: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Repository:
    """A repository with all in it: roles by account key, issues by number, comments by database id."""

    id: str
    database_id: int
    owner: Account
    name: str
    is_private: bool
    created_at: datetime
    roles: dict[str, Role] = field(default_factory=dict)
    description: str | None = None
    default_branch: str = "main"
    is_archived: bool = False
    has_issues: bool = True
    last_number: int = 0
    labels: dict[str, Label] = field(default_factory=dict, repr=False)
    issues: dict[int, Issue] = field(default_factory=dict, repr=False)
    comments: dict[int, Comment] = field(default_factory=dict, repr=False)
    files: dict[str, File] = field(default_factory=dict, repr=False)
    commits: list[Commit] = field(default_factory=list, repr=False)
    contributors: set[str] = field(default_factory=set, repr=False)
    """The keys of all who wrote a commit."""
    pinned: list[Issue] = field(default_factory=list, repr=False)
    plan: Plan = Plan.TEAM
    actions: ActionsPolicy = field(default_factory=ActionsPolicy)
    last_milestone: int = 0
    milestones: dict[int, Milestone] = field(default_factory=dict, repr=False)
    deleted: set[int] = field(default_factory=set, repr=False)
    """The numbers of issues that were deleted."""
    transferred: dict[int, Issue] = field(default_factory=dict, repr=False)
    """By the number that they had here, the issues that are elsewhere now."""

    @property
    def full_name(self) -> str:
        """The repository as `owner/name`."""
        return f"{self.owner.login}/{self.name}"

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/{self.full_name}"

    def issue(self, number: int) -> Issue:
        """The issue or pull request of that number; raises KeyError when there is none."""
        return self.issues[number]

    def label(self, name: str) -> Label | None:
        """The label of that name in any case, if there is one."""
        return self.labels.get(name.casefold())

    def add_commit(self, commit: Commit) -> None:
        """Puts a commit at the head of the default branch."""
        self.commits.append(commit)
        self.contributors.add(commit.author.key)
