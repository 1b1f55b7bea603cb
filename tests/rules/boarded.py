"""A repository with a board, and what runs do there."""

from datetime import date

from arch_hour.rules.board_changes import PutOnBoard, SetOnBoard
from arch_hour.rules.events import Command
from tests.rules.build import topic
from tests.rules.memory import Memory

PROJECT = "orgs/acme/projects/5"
BEFORE, OPEN, FROZEN, DAY = "12-12 09:00", "12-15 09:00", "12-17 14:50", date(2020, 12, 17)
PROMISE = "ACTION @ada to write it down, due 2021-01-08"


def team(**sections: object) -> Memory:
    """Three topics, of which two have votes, and a board."""
    board = {"project": PROJECT, **sections.pop("board", {})}  # type: ignore[dict-item]
    topics = (topic(1, "Tea", votes=2), topic(2, "Coffee", votes=1), topic(3, "Water"))
    return Memory.of(*topics, board=board, **sections)


def columns(repository: Memory, *numbers: int) -> list[str]:
    return [repository.column(number) for number in numbers]


def board_changes(repository: Memory, at: str | None = None, command: Command = Command.ALL) -> list[object]:
    return [each for each in repository.made(at, command) if isinstance(each, PutOnBoard | SetOnBoard)]


def promised() -> Memory:
    """A topic with a promise, whose follow-up is on the board."""
    repository = team()
    repository.write(1, PROMISE)
    repository.run(BEFORE)
    return repository
