"""Milestones: what issues of a repository are wanted by."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.records.accounts import Account
from sandbox.words import State

if TYPE_CHECKING:
    from sandbox.records.issues import Issue
    from sandbox.records.repositories import Repository


@dataclass(slots=True, eq=False)
class Milestone:
    """A milestone of a repository, on a number line of its own; `issues` are those that have it now."""

    id: str
    database_id: int
    repository: "Repository" = field(repr=False)
    number: int
    title: str
    description: str | None
    due_on: datetime | None
    creator: Account | None
    created_at: datetime
    updated_at: datetime
    state: State = State.OPEN
    closed_at: datetime | None = None
    issues: list["Issue"] = field(default_factory=list, repr=False)

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"{self.repository.path}/milestone/{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it is open."""
        return self.state is State.OPEN

    @property
    def open_issues(self) -> int:
        """How many issues and pull requests that have it are open."""
        return sum(issue.is_open for issue in self.issues)

    @property
    def closed_issues(self) -> int:
        """How many issues and pull requests that have it are closed."""
        return len(self.issues) - self.open_issues
