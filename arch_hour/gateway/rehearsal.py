"""A gateway that reads truly and writes nothing: what would be made gets numbers below zero."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from arch_hour.gateway.protocol import Gateway, Opening, Wanted
from arch_hour.model import Account, Issue, Snapshot
from arch_hour.rules.changes import (
    AddComment,
    Assigned,
    AssignOwners,
    Change,
    Commented,
    Created,
    CreateIssue,
    Done,
    Result,
)


@dataclass
class Rehearsal:
    """Passes every question on to the real gateway, and answers every change as if it went well."""

    gateway: Gateway
    opening: Opening
    now: datetime
    _numbers: "count[int]" = field(default_factory=lambda: count(-1, -1))

    def open(self, configuration_path: str) -> Opening:
        """As the real one."""
        return self.gateway.open(configuration_path)

    def read(self, opening: Opening, wanted: Wanted) -> Snapshot:
        """As the real one."""
        return self.gateway.read(opening, wanted)

    def every_topic(self, wanted: Wanted) -> tuple[Issue, ...]:
        """As the real one."""
        return self.gateway.every_topic(wanted)

    def closed_follow_ups(self, wanted: Wanted) -> tuple[Issue, ...]:
        """As the real one."""
        return self.gateway.closed_follow_ups(wanted)

    def with_all_comments(self, issue: Issue) -> Issue:
        """As the real one."""
        return self.gateway.with_all_comments(issue)

    def may_write(self, account: Account) -> bool:
        """As the real one."""
        return self.gateway.may_write(account)

    def writers(self) -> frozenset[str]:
        """As the real one."""
        return self.gateway.writers()

    def team(self, organization: str, slug: str) -> frozenset[str]:
        """As the real one."""
        return self.gateway.team(organization, slug)

    def is_assignable(self, account: Account) -> bool:
        """As the real one."""
        return self.gateway.is_assignable(account)

    def topics_elsewhere(self, full_name: str, wanted: Wanted) -> tuple[Issue, ...]:
        """As the real one."""
        return self.gateway.topics_elsewhere(full_name, wanted)

    def file(self, path: str) -> str | None:
        """As the real one."""
        return self.gateway.file(path)

    def feed(self, address: str) -> str:
        """As the real one."""
        return self.gateway.feed(address)

    def apply(self, change: Change, number: int) -> Result:  # noqa: ARG002  as the real one is called
        """What the real one would answer if nothing went wrong."""
        made = next(self._numbers)
        match change:
            case CreateIssue():
                return Created(self._issue(change, made))
            case AddComment():
                return Commented(f"rehearsed {made}", made, self.opening.repository.url)
            case AssignOwners(logins=logins):
                return Assigned(logins, ())
            case _:
                return Done()

    def _issue(self, change: CreateIssue, number: int) -> Issue:
        return Issue(
            id=f"rehearsed {number}",
            number=number,
            title=change.title,
            body=change.body,
            url=self.opening.repository.url,
            author=self.opening.viewer,
            created_at=self.now,
            labels=change.labels,
        )
