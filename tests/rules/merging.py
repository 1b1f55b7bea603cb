"""A repository in which people merge topics."""

from typing import Any

from arch_hour.model import Issue, Vote
from arch_hour.rules.changes import Change
from arch_hour.rules.markers import mark
from arch_hour.rules.merge_records import MERGED, MERGED_IN, UNMERGED, Merge
from arch_hour.rules.standings import standings
from arch_hour.session import Outcome
from tests.rules.build import comment, moment, topic, vote
from tests.rules.memory import Memory

# People speak at SAID, runs come at RUN and LATER.
OPENED, SAID, RUN, LATER = "12-15 09:00", "12-15 10:00", "12-15 10:01", "12-15 10:02"
REOPENED, AFTERWARDS = "12-15 11:00", "12-15 11:01"
MERGED_AT = "12-14 10:00"


def given(*logins: str, at: str = "12-10 10:00") -> tuple[Vote, ...]:
    """A vote of each of these people."""
    return tuple(vote(login, at) for login in logins)


def part(number: int, into: int, votes: tuple[Vote, ...] = (), *, by: str = "ada", **values: Any) -> Issue:
    """A topic that was merged into another one."""
    discussed = values.pop("discussed", None)
    merge = Merge(f"I{number}", f"I{into}", into, f"{number}/merge", moment(MERGED_AT), discussed)
    said = values.pop("said", comment(number, by, mark(MERGED, merge.data()), at=MERGED_AT))
    labels = ("topic: merged", *values.pop("labels", ()))
    values = {"is_open": False, "closed_at": moment(MERGED_AT), **values}
    return topic(number, votes=votes, labels=labels, comments=(said,), comments_total=1, **values)


def backlog(**sections: Any) -> Memory:
    """#7 by ann and bob, #12 by bob and cleo, #20 by dan, and an agenda that ranks them; the clock stands at SAID."""
    repository = Memory.of(
        topic(7, "Logs", votes=given("ann", "bob")),
        topic(12, "Logging", votes=given("bob", "cleo")),
        topic(20, "Tea", votes=given("dan")),
        **sections,
    )
    repository.run(OPENED)
    repository.now = moment(SAID)
    return repository


def merged(*pairs: tuple[int, int], repository: Memory | None = None, **sections: Any) -> Memory:
    """A repository in which topics were merged, one after the other; the clock stands at REOPENED."""
    repository = repository or backlog(**sections)
    for source, target in pairs:
        repository.say(source, "ada", f"/merge #{target}")
    repository.run(RUN)
    repository.now = moment(REOPENED)
    return repository


def told(changes: list[Change]) -> list[tuple[str, object]]:
    """What is done to topics; what becomes of the agenda does not matter here."""
    named = [(type(change).__name__, getattr(change, "target", None)) for change in changes]
    return [(kind, number) for kind, number in named if number in (7, 12, 20)]


def kinds(repository: Memory, number: int) -> list[str]:
    """Which of our comments about merging a topic has."""
    said = repository.bodies(number)
    found = (kind for body in said for kind in (MERGED, MERGED_IN, UNMERGED, "reply") if f":{kind} " in body)
    return list(found)


def voters(outcome: Outcome) -> dict[int, list[str]]:
    """Who votes for each topic that ranks."""
    ranked = standings(outcome.snapshot, outcome.config, None).ranked
    return {place.topic.number: list(place.ballot.voters) for place in ranked}
