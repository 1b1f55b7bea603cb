"""A repository with an agenda, whose schedule people then change."""

from typing import Any

from arch_hour.rules.agenda_identity import identify
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Change,
    CloseIssue,
    RemoveLabel,
    ReopenIssue,
)
from tests.rules.build import topic
from tests.rules.memory import Memory
from tests.rules.stopping import survives

OPENED, FROZEN, LATER = "12-15 09:00", "12-17 14:50", "12-15 10:00"
KEY = "2020-12-17T15:00:00Z"
CANCEL, RESTORE = [AddComment, CloseIssue], [AddComment, ReopenIssue]
UNSCHEDULE, SCHEDULE = [RemoveLabel] * 2, [AddLabels] * 2
GONE = "2021-01-07T10:00"  # a first meeting after the one of the tests, which so is in the schedule no more


def opened(at: str = OPENED, **sections: Any) -> tuple[Memory, int]:
    """A repository with the agenda of the meeting, and its number."""
    repository = Memory.of(topic(1), topic(2), **{"agenda": {"pin": False}, **sections})
    repository.run(at)
    return repository, repository.only("agenda").number


def reschedule(repository: Memory, **meeting: Any) -> None:
    repository.values["meeting"] |= meeting


def kinds(changes: list[Change]) -> list[type[Change]]:
    return [type(change) for change in changes]


def meeting_of(repository: Memory, number: int) -> str:
    identity = identify(repository.issues[number].body)
    return identity.meeting if identity else ""


def settles(repository: Memory, at: str) -> list[type[Change]]:
    """The kinds of changes of a run, which leaves the same wherever it is stopped, and nothing to be done."""
    return kinds(survives(repository, at))


def scheduled(repository: Memory) -> list[int]:
    return [issue.number for issue in repository.labelled("topic: scheduled")]
