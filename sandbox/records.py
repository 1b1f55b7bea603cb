"""What the sandbox remembers: plain records; all times are aware, in UTC and whole seconds.

`id` is the node id, stable and opaque; `database_id` is the number that REST calls `id`. An author or actor
who was deleted since is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha1

from sandbox.words import (
    AccountKind,
    EventKind,
    LockReason,
    ReactionContent,
    Role,
    State,
    StateReason,
    TokenKind,
)

BOT_SUFFIX = "[bot]"


def key_of(login: str) -> str:
    """What two spellings of one login share: GitHub compares logins without case."""
    return login.casefold()


@dataclass(slots=True, eq=False)
class Account:
    """A person, an app's bot or an organization; `login` never carries the `[bot]` suffix."""

    id: str
    database_id: int
    login: str
    kind: AccountKind
    name: str | None
    created_at: datetime
    is_suspended: bool = False
    members: dict[str, bool] = field(default_factory=dict)
    """Of an organization: the key of each member, and whether the membership is public."""

    @property
    def rest_login(self) -> str:
        """The login as REST writes it: bots with their suffix."""
        return self.login + BOT_SUFFIX if self.kind is AccountKind.BOT else self.login

    @property
    def key(self) -> str:
        """What the account is found by."""
        return key_of(self.rest_login)


@dataclass(frozen=True, slots=True)
class Token:
    """A key to the API; one of a workflow belongs to one repository and does what its permissions say."""

    text: str
    kind: TokenKind
    account: Account
    repository: str | None = None
    permissions: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Label:
    """A label of a repository; `color` is six hexadecimal digits."""

    id: str
    database_id: int
    name: str
    color: str
    description: str | None
    created_at: datetime


@dataclass(slots=True, eq=False)
class Reaction:
    """One reaction of one account, with the time it was first given."""

    id: str
    database_id: int
    content: ReactionContent
    by: Account | None
    created_at: datetime

    @property
    def user(self) -> Account | None:
        """Who reacted, as far as GraphQL can say: its field is of type User, so bots are null."""
        return self.by if self.by is not None and self.by.kind is AccountKind.USER else None


@dataclass(slots=True, eq=False)
class Edit:
    """One version of a text; `diff` holds the whole body of that version, as on GitHub."""

    id: str
    database_id: int
    editor: Account | None
    edited_at: datetime
    diff: str


@dataclass(slots=True, eq=False)
class Event:
    """One entry of an issue's timeline; which of the later fields are set depends on the kind."""

    id: str
    database_id: int
    kind: EventKind
    issue: "Issue" = field(repr=False)
    actor: Account | None
    created_at: datetime
    label: Label | None = None
    assignee: Account | None = None
    state_reason: StateReason | None = None
    lock_reason: LockReason | None = None
    previous_title: str = ""
    current_title: str = ""


@dataclass(slots=True, eq=False)
class Comment:
    """A comment on an issue or pull request; `edits` are its versions, oldest first, once it was edited."""

    id: str
    database_id: int
    issue: "Issue" = field(repr=False)
    author: Account | None
    body: str
    created_at: datetime
    updated_at: datetime
    reactions: list[Reaction] = field(default_factory=list, repr=False)
    edits: list[Edit] = field(default_factory=list, repr=False)


@dataclass(slots=True, eq=False)
class Issue:
    """An issue or, with `is_pull_request`, a pull request: both share one number line."""

    id: str
    database_id: int
    repository: "Repository" = field(repr=False)
    number: int
    title: str
    body: str | None
    author: Account | None
    created_at: datetime
    updated_at: datetime
    is_pull_request: bool = False
    state: State = State.OPEN
    state_reason: StateReason | None = None
    closed_at: datetime | None = None
    closed_by: Account | None = None
    locked: bool = False
    lock_reason: LockReason | None = None
    labels: list[Label] = field(default_factory=list)
    assignees: list[Account] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list, repr=False)
    reactions: list[Reaction] = field(default_factory=list, repr=False)
    events: list[Event] = field(default_factory=list, repr=False)
    edits: list[Edit] = field(default_factory=list, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether it is open."""
        return self.state is State.OPEN

    def has_label(self, name: str) -> bool:
        """Whether it carries the label; GitHub compares label names without case."""
        return name.casefold() in (label.name.casefold() for label in self.labels)


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
    pinned: list[Issue] = field(default_factory=list, repr=False)

    @property
    def full_name(self) -> str:
        """The repository as `owner/name`."""
        return f"{self.owner.login}/{self.name}"

    def issue(self, number: int) -> Issue:
        """The issue or pull request of that number; raises KeyError when there is none."""
        return self.issues[number]

    def label(self, name: str) -> Label | None:
        """The label of that name in any case, if there is one."""
        return self.labels.get(name.casefold())
