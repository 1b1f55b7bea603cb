"""A writer that writes nothing: what would be made gets numbers below zero."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from arch_hour.gateway.protocol import Opening
from arch_hour.model import Issue
from arch_hour.rules.board_changes import Boarded, PutOnBoard, SetOnBoard
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
    """Answers every change as if it went well."""

    opening: Opening
    now: datetime
    _numbers: "count[int]" = field(default_factory=lambda: count(-1, -1))

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
            case PutOnBoard(entries=entries):
                return Boarded({entry.issue: f"rehearsed {made} {entry.issue}" for entry in entries})
            case SetOnBoard():
                return Boarded()
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
