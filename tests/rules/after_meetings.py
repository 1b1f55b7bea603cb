"""A meeting that was held, and what its wrap-up tells."""

from typing import Any

from arch_hour.rules.changes import Change
from arch_hour.rules.wrap_up_records import waited
from tests.rules.build import config, moment, snapshot, topic
from tests.rules.memory import Memory

OPENED, FROZEN, BEGUN, DUE = "12-15 09:00", "12-17 14:45", "12-17 15:05", "12-18 04:00"


def held(*ticked: int, topics: int = 3, **sections: Any) -> tuple[Memory, int]:
    """A repository whose meeting is under way, with some topics ticked, and its agenda's number."""
    repository = Memory.of(*(topic(number, votes=9 - number) for number in range(1, topics + 1)), **sections)
    repository.run(OPENED)
    repository.run(FROZEN)
    agenda = repository.only("agenda").number
    for number in ticked:
        repository.tick(agenda, number)
    repository.now = moment(BEGUN)
    return repository, agenda


def told(changes: list[Change]) -> list[tuple[str, object]]:
    return [
        (type(change).__name__, getattr(change, "target", getattr(change, "number", None)))
        for change in changes
    ]


def counts(repository: Memory) -> dict[str, int]:
    agendas = tuple(repository.labelled("agenda"))
    return dict(waited(snapshot(agendas=agendas), config()))
