"""Issues and pull requests, with all that is said and done on them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.records.accounts import Account
from sandbox.words import (
    AccountKind,
    Classifier,
    EventKind,
    LockReason,
    ReactionContent,
    State,
    StateReason,
)

if TYPE_CHECKING:
    from sandbox.records.milestones import Milestone
    from sandbox.records.repositories import Label, Repository


@dataclass(frozen=True, slots=True)
class IssueType:
    """A type that an organization sorts its issues by; `color` is one of GitHub's eight by name."""

    id: str
    database_id: int
    name: str
    color: str
    description: str
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
    label: "Label | None" = None
    assignee: Account | None = None
    state_reason: StateReason | None = None
    lock_reason: LockReason | None = None
    previous_title: str = ""
    current_title: str = ""
    milestone_title: str = ""
    other: "Issue | None" = field(default=None, repr=False)
    """The sub-issue, the parent, the issue that mentions this one, or the one that this one repeats."""
    issue_type: IssueType | None = None
    previous_type: IssueType | None = None
    comment_author: Account | None = None
    from_repository: "Repository | None" = field(default=None, repr=False)


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
    minimized: Classifier | None = None

    @property
    def path(self) -> str:
        """Where it is on its issue's page."""
        return f"{self.issue.path}#issuecomment-{self.database_id}"


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
    labels: list["Label"] = field(default_factory=list)
    assignees: list[Account] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list, repr=False)
    reactions: list[Reaction] = field(default_factory=list, repr=False)
    events: list[Event] = field(default_factory=list, repr=False)
    edits: list[Edit] = field(default_factory=list, repr=False)
    milestone: "Milestone | None" = field(default=None, repr=False)
    type: IssueType | None = None
    parent: "Issue | None" = field(default=None, repr=False)
    sub_issues: list["Issue"] = field(default_factory=list, repr=False)

    @property
    def path(self) -> str:
        """Where its page is."""
        sort = "pull" if self.is_pull_request else "issues"
        return f"{self.repository.path}/{sort}/{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it is open."""
        return self.state is State.OPEN

    def has_label(self, name: str) -> bool:
        """Whether it carries the label; GitHub compares label names without case."""
        return name.casefold() in (label.name.casefold() for label in self.labels)
