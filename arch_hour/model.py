"""The values that every part speaks in, as they were read from GitHub; all times are aware and in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import lru_cache

from arch_hour.board import Board

BOT_SUFFIX = "[bot]"


@dataclass(frozen=True, slots=True)
class Account:
    """A person or an app; `login` never carries the `[bot]` suffix that only one of GitHub's two APIs shows."""

    login: str
    is_bot: bool = False
    # What two spellings of the same account share: logins compare without case. Votes are compared by it in thousands.
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.login.casefold() + (BOT_SUFFIX if self.is_bot else ""))

    @classmethod
    @lru_cache(maxsize=16_384)
    def named(cls, login: str, *, is_bot: bool = False) -> "Account":
        """The account of a login as either API writes it."""
        return cls(login.removesuffix(BOT_SUFFIX), is_bot or login.endswith(BOT_SUFFIX))


@dataclass(frozen=True, slots=True)
class Vote:
    """One reaction on a topic's opening post, with the time it was first given."""

    voter: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class Reaction:
    """One reaction on a comment, in REST's word for its kind such as `+1`, with the time it was first given."""

    by: Account
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Edit:
    """One version of a text: who wrote it when (None for a deleted account), and the whole text."""

    editor: Account | None
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; `id` is its node id, `database_id` the number that REST knows it by; a deleted author is None.

    `edits` are the newest versions of its text, newest first, where they were asked for; `edited_at` is when it was
    last edited, None where it never was.
    """

    id: str
    database_id: int
    author: Account | None
    body: str
    created_at: datetime
    url: str
    edits: tuple[Edit, ...] = ()
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """Somebody took away an assignee (`what` is the login) or a label (`what` is its name)."""

    what: str
    by: Account | None


@dataclass(frozen=True, slots=True)
class Pinning:
    """Somebody pinned an issue, or unpinned it; a deleted account is None."""

    is_pin: bool
    by: Account | None


class Fate(Enum):
    """What became of a text that was not among those read; UNKNOWN where GitHub does not tell for certain."""

    THERE = "there"
    DELETED = "deleted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text was written: the node id of the issue or comment, and the number of the issue that it is on."""

    id: str
    number: int


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that somebody did on an issue, in GitHub's word for the event; None for a deleted account.

    `whom` is the login of who was assigned, or taken off.
    """

    what: str
    by: Account | None
    whom: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An issue of another repository, `OWNER/NAME`."""

    repository: str
    number: int


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue in whichever role it plays: topic, agenda or follow-up.

    `comments` are the newest ones in order of time, `comments_total` counts all; likewise `votes` and `votes_total`.
    `nameless_votes` are those of apps and deleted accounts: GitHub names neither.
    `closed_at` is the last time it was closed, also when it was opened again since, and `closed_by` who did, where it
    was asked for. `edits` are the newest versions of its text, newest first, where they were asked for; none where it
    was never edited; `has_older_edits` says that there are more. `pinning` is the last time it was pinned or unpinned,
    where it ever was. `repository` is `OWNER/NAME` where it is not the run's own.
    """

    id: str
    number: int
    title: str
    body: str
    url: str
    author: Account | None
    created_at: datetime
    is_open: bool = True
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    comments_total: int = 0
    votes: tuple[Vote, ...] = ()
    votes_total: int = 0
    nameless_votes: int = 0
    closed_at: datetime | None = None
    closed_by: Account | None = None
    removals: tuple[Removal, ...] = ()
    edits: tuple[Edit, ...] = ()
    has_older_edits: bool = False
    is_pinned: bool = False
    pinning: Pinning | None = None
    repository: str = ""

    @property
    def name(self) -> str:
        """`#12`, or `acme/other#12` elsewhere; one that a rehearsal only pretends to make has no number yet."""
        return f"{self.repository}#{self.number}" if self.number > 0 else "(new)"

    @property
    def called(self) -> str:
        """Its name, or its title where it has no number yet."""
        return self.name if self.number > 0 else f"“{self.title}”"

    @property
    def target(self) -> int | Elsewhere:
        """What a change of it names."""
        return Elsewhere(self.repository, self.number) if self.repository else self.number

    @property
    def is_half_read(self) -> bool:
        """Whether it has older comments than those that were read."""
        return self.comments_total > len(self.comments)

    def has_label(self, label: str) -> bool:
        """Whether it carries the label; GitHub compares label names without case."""
        return label.casefold() in (name.casefold() for name in self.labels)


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository a run works on; `url` is the address of its page, `database_id` its number, 0 where untold."""

    full_name: str
    url: str
    database_id: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a plan may look at: the repository as one run read it.

    `agendas` are the newest ones in any state, `topics` the open ones, and those of other repositories too once
    `knows_elsewhere` says so, `discussed` those closed a short while ago, `merged` the newest closed topics with the
    label of those that were merged into another, `follow_ups` the open ones, and the closed ones too once
    `knows_closed` says so. `may_write` answers for an account's key whether it may write to the
    repository; who was not asked about is not in it. `electorate` holds the keys of the accounts that GitHub named as
    voters, None until it was asked for them; `assignable` answers for an account's key whether it can be assigned.
    `pinned` are the numbers of the issues pinned in the repository, where the server `knows_pins`. `histories` has all
    versions of a text by the node id of its issue or comment, newest first, `reactions` those on a comment by its node
    id, and `files` the texts of files of the default branch by their paths, None for one that is not there, where they
    were asked for. `fates` says by its node id what became of a text that was looked for, `activity` by its node id
    what was done on an issue, oldest first, and `conversations` all comments of a follow-up, where they were asked for.
    `looked_up` are the numbers of issues that were asked for one by one: those that there are have joined the
    follow-ups. `made` are the node ids of the issues that this run made. `board` is the project, once it was asked for,
    and `closed_lately` the follow-ups that were closed a short while ago, which are read with it. `labels` has, without
    case, those that were asked for and are there, None where none were.
    """

    repository: Repository
    viewer: Account
    agendas: tuple[Issue, ...] = ()
    topics: tuple[Issue, ...] = ()
    discussed: tuple[Issue, ...] = ()
    merged: tuple[Issue, ...] = ()
    follow_ups: tuple[Issue, ...] = ()
    knows_closed: bool = False
    knows_elsewhere: bool = False
    may_write: Mapping[str, bool] = field(default_factory=dict)
    electorate: frozenset[str] | None = None
    assignable: Mapping[str, bool] = field(default_factory=dict)
    pinned: tuple[int, ...] = ()
    knows_pins: bool = True
    histories: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    reactions: Mapping[str, tuple[Reaction, ...]] = field(default_factory=dict)
    files: Mapping[str, str | None] = field(default_factory=dict)
    fates: Mapping[str, Fate] = field(default_factory=dict)
    activity: Mapping[str, tuple[Activity, ...]] = field(default_factory=dict)
    conversations: Mapping[str, tuple[Comment, ...]] = field(default_factory=dict)
    looked_up: frozenset[int] = frozenset()
    made: frozenset[str] = frozenset()
    board: Board | None = None
    closed_lately: tuple[Issue, ...] = ()
    labels: frozenset[str] | None = None
