"""Who voted for a meeting's topics, told in comments where the agenda has no room for so many names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.agendas import VOTERS, Agenda, said
from arch_hour.rules.markers import mark
from arch_hour.rules.ranking import RankedTopic
from arch_hour.rules.votes import Refusal

# A row holds so many names at most, and a comment rows of so many characters: GitHub takes 65,536.
NAMES = 300
ROOM = 60_000


@dataclass(frozen=True, slots=True)
class _Row:
    """Some of the people who voted for a topic: those whose votes count, or those whose do not, with the reason."""

    topic: Issue
    counts: bool
    people: tuple[str, ...]

    @property
    def length(self) -> int:
        """About how many characters it takes."""
        return 100 + sum(len(name) + 2 for name in self.people)


def records(prepared: Iterable[RankedTopic], meeting: str) -> tuple[str, ...]:
    """The texts of the comments that tell who voted in a meeting, in order."""
    parts = _parts(_rows(prepared))
    return tuple(_record(part, number, len(parts), meeting) for number, part in enumerate(parts, start=1))


def missing_records(
    prepared: Iterable[RankedTopic], snapshot: Snapshot, config: Config, agenda: Agenda
) -> Iterator[str]:
    """Those of the texts that an agenda's comments lack; where older comments were not read, they are among them."""
    if agenda.issue.is_half_read:
        return
    found = [marker.data for marker in said(snapshot, config, agenda, VOTERS)]
    there = {data.get("part") for data in found}
    total = next((of for data in found if isinstance(of := data.get("of"), int)), None)
    for number, text in enumerate(records(prepared, agenda.identity.meeting), start=1):
        if number not in there and (total is None or number <= total):
            yield text


def _record(part: Sequence[_Row], number: int, total: int, meeting: str) -> str:
    text = rendering.render("voters.md", rows=part, number=number, total=total)
    return f"{mark(VOTERS, {'meeting': meeting, 'part': number, 'of': total})}\n{text}"


def _rows(prepared: Iterable[RankedTopic]) -> Iterator[_Row]:
    """Everybody who voted for each topic before the ranking was final, in its order."""
    for place in prepared:
        ballot = place.ballot.without(Refusal.AFTER_FREEZE)
        counted = ballot.voters
        for people, counts in ((counted, True), (ballot.refusals, False)):
            for first in range(0, len(people), NAMES):
                yield _Row(place.topic, counts, tuple(people[first : first + NAMES]))


def _parts(found: Iterable[_Row]) -> Sequence[Sequence[_Row]]:
    parts: list[list[_Row]] = [[]]
    room = ROOM
    for row in found:
        if row.length > room and parts[-1]:
            parts.append([])
            room = ROOM
        parts[-1].append(row)
        room -= row.length
    return parts
