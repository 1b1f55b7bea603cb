"""A repository whose lines have their follow-ups, and what a run makes of them."""

from typing import Any

from arch_hour.rules.changes import Change
from arch_hour.rules.events import Command
from tests.rules.build import topic
from tests.rules.memory import Memory

OPENED = "12-15 09:00"
LINE = "ACTION @ada to write it down"


def kinds(changes: list[Change]) -> list[str]:
    return [type(change).__name__ for change in changes]


def promised(*lines: str, **values: Any) -> Memory:
    """A repository whose topic 1 holds these lines, and whose follow-ups were made."""
    repository = Memory.of(topic(1, "Tea", "\n".join(f"- {line}" for line in lines)), **values)
    repository.run(OPENED, Command.ACTIONS)
    return repository


def actions(repository: Memory, at: str | None = None) -> list[Change]:
    return repository.made(at, Command.ACTIONS)
