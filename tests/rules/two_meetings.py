"""A repository in which one meeting follows another."""

from typing import Any

from arch_hour.rules.changes import (
    Change,
    PinIssue,
    UnpinIssue,
)
from tests.rules.build import topic
from tests.rules.memory import Memory

OPENED, FROZEN, BEGUN, OVER = "12-15 09:00", "12-17 14:50", "12-17 15:05", "12-18 09:00"
NEXT_OPENED, NEXT_BEGUN = "12-22 09:00", "12-24 15:05"
PIN, UNPIN = PinIssue.__name__, UnpinIssue.__name__
NOTHING = {"pin": False}


def named(changes: list[Change]) -> list[tuple[str, int]]:
    return [
        (type(change).__name__, change.number)
        for change in changes
        if isinstance(change, PinIssue | UnpinIssue)
    ]


def agenda_number(repository: Memory) -> int:
    """The number of the newest agenda."""
    return repository.labelled("agenda")[-1].number


def twice(*issues: Any, **sections: Any) -> tuple[Memory, int, int]:
    """A repository in which one meeting is over and the next one has its agenda, with the numbers of both."""
    repository = Memory.of(topic(1), *issues, **sections)
    for moment_ in (OPENED, FROZEN, OVER, NEXT_OPENED):
        repository.run(moment_)
    first, second = (agenda.number for agenda in repository.labelled("agenda"))
    return repository, first, second
