"""A repository with a second one beside it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from arch_hour.model import Issue
from arch_hour.rules.changes import (
    Change,
    repository_of,
)
from arch_hour.rules.ranking import RankedTopic
from arch_hour.session import Outcome
from tests.rules.build import (
    topic,
)
from tests.rules.memory import Memory

OPENED, FROZEN, BEGUN, DUE = "12-15 09:00", "12-17 14:45", "12-17 15:05", "12-18 04:00"
NEXT, NEXT_FROZEN, NEXT_DUE = "12-21 16:00", "12-24 14:45", "12-25 04:00"
OTHER, THIRD = "acme/other", "acme/third"


def foreign(number: int, title: str = "", *, repository: str = OTHER, **values: Any) -> Issue:
    """A topic of another repository; its node id is its own, its number need not be."""
    made = topic(number, title, **values)
    url = f"https://github.com/{repository}/issues/{number}"
    return replace(made, id=f"{repository} {number}", url=url, repository=repository)


def with_others(*own: Issue, others: Iterable[Issue], read_only: bool = False, **sections: Any) -> Memory:
    """A repository with a second one beside it."""
    sections.setdefault("topics", {"repositories": [OTHER]})
    repository = Memory.of(*own, **sections)
    repository.elsewhere = {OTHER: tuple(replace(each, repository="") for each in others)}
    repository.read_only = {OTHER} if read_only else set()
    return repository


def there(repository: Memory, number: int) -> Issue:
    return next(each for each in repository.elsewhere[OTHER] if each.number == number)


def change_there(repository: Memory, number: int, **values: Any) -> None:
    repository.elsewhere[OTHER] = tuple(
        replace(each, **values) if each.number == number else each for each in repository.elsewhere[OTHER]
    )


def discussed_there(repository: Memory) -> int:
    """Holds the meeting with one topic of the other repository ticked, wraps it up, and gives the agenda's number."""
    repository.run(OPENED)
    repository.run(FROZEN)
    agenda = repository.only("agenda").number
    repository.tick(agenda, f"{OTHER}#1")
    repository.run(DUE)
    return agenda


def abroad(outcome: Outcome) -> list[Change]:
    return [step.change for step in outcome.steps if repository_of(step.change)]


def attempted(repository: Memory) -> int:
    """How many changes were tried in the other repository so far."""
    return sum(1 for change in repository.changes if repository_of(change))


def names(places: Iterable[RankedTopic]) -> list[str]:
    return [place.topic.name for place in places]
