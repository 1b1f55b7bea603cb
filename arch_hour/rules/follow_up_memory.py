"""What a follow-up remembers, in its own marker: where its promise was said, in which words, and what we made of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from arch_hour.model import Issue, Place
from arch_hour.rules.blocks import find_block
from arch_hour.rules.sources import LivingLine, line_digest
from arch_hour.rules.topics import written_date

T = TypeVar("T")

FOLLOW_UP = "follow-up"

# Why we closed it, beside the standing of its line.
REMOVED = "removed"
# Its lines are gone, and it stays open, as people took it up.
KEPT = "kept"
DUPLICATE = "duplicate"

# A team that copies its promises from agenda to agenda says one more often than anybody wants to read back.
MOST_SAYINGS = 40


@dataclass(frozen=True, slots=True)
class Saying:
    """One text in which a promise stands, and the words there; `number` is the issue it is on, 0 where unknown.

    `held` is the local date of its meeting, `url` the address of the text.
    """

    source: str
    number: int
    text: str
    meeting: str
    held: date | None
    url: str

    @classmethod
    def of(cls, line: LivingLine) -> "Saying":
        """What a living line says."""
        source = line.source
        return cls(source.id, source.issue.number, line.action.text, source.meeting, source.held, source.url)

    @classmethod
    def read(cls, data: Mapping[str, Any], text: str) -> "Saying":
        """A saying as a marker holds it; `text` are its words where it has none of its own."""
        number = data.get("on")
        return cls(
            source=str(data.get("source", "")),
            number=number if isinstance(number, int) else 0,
            text=str(data.get("text", text)),
            meeting=str(data.get("meeting", "")),
            held=written_date(data.get("held")),
            url=str(data.get("url", "")),
        )

    @property
    def digest(self) -> str:
        """What identifies its words, spacing aside."""
        return line_digest(self.text)

    @property
    def spot(self) -> tuple[str, str]:
        """Where it was said in which words, as of a living line."""
        return self.source, self.digest

    @property
    def place(self) -> Place:
        """Where its text is to be looked for."""
        return Place(self.source, self.number)

    def is_of_the_occasion(self, line: LivingLine) -> bool:
        """Whether it was said in the same meeting as a line; where either has none, on the same issue.

        An agenda is of one meeting, wherever that was moved since.
        """
        if self.meeting and line.source.meeting and not self._is_of_the_agenda_of(line):
            return self.meeting == line.source.meeting
        return self.number != 0 and self.number == line.source.issue.number

    def _is_of_the_agenda_of(self, line: LivingLine) -> bool:
        return line.source.is_of_an_agenda and self.number == line.source.issue.number

    def data(self, text: str | None = None) -> dict[str, object]:
        """The saying as a marker holds it, without words that are `text`."""
        told: dict[str, object] = {"source": self.source, "meeting": self.meeting, "url": self.url}
        if self.number:
            told["on"] = self.number
        if self.held is not None:
            told["held"] = self.held.isoformat()
        return told if self.text == text else told | {"text": self.text}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up issue with what it remembers; the first of its sayings is the one that its own text tells.

    `owners` are the logins that its line named, `title` is the title that we gave, `settled` what became of its line
    when we closed it, `settled_in` the node id of the text where that stood, `due` its date, `reminded` when people
    were reminded of it last, and `before` the number of the closed one whose words were said again.
    """

    issue: Issue
    sayings: tuple[Saying, ...]
    owners: tuple[str, ...]
    title: str
    settled: str
    settled_in: str = ""
    due: date | None = None
    reminded: date | None = None
    before: int | None = None

    @property
    def first(self) -> Saying:
        """The saying that its own text tells."""
        return self.sayings[0]

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Each text with the digest of the words there, in the order of the sayings; a damaged memory has none."""
        return tuple(saying.spot for saying in self.sayings if saying.source)


def read_follow_up(issue: Issue) -> FollowUp | None:
    """The memory of a follow-up, whoever wrote it; None for an issue that has none."""
    block = find_block(issue.body, FOLLOW_UP)
    if block is None:
        return None
    data = block.data
    owners, before = data.get("owners"), data.get("before")
    return FollowUp(
        issue,
        tuple(_sayings(data)),
        owners=tuple(str(owner) for owner in owners) if isinstance(owners, list) else (),
        title=str(data.get("title", "")),
        settled=str(data.get("settled", "")),
        settled_in=str(data.get("settled_in", "")),
        due=written_date(data.get("due")),
        reminded=_day_of(data.get("reminded")),
        before=before if isinstance(before, int) else None,
    )


def memory(follow_up: FollowUp) -> dict[str, object]:
    """What the marker of a follow-up holds; nothing is in it that it does not need."""
    first, *others = follow_up.sayings
    told = first.data() | {"owners": list(follow_up.owners), "title": follow_up.title}
    optional: dict[str, object] = {
        "also": [saying.data(first.text) for saying in others[: MOST_SAYINGS - 1]],
        "settled": follow_up.settled,
        "settled_in": follow_up.settled_in if follow_up.settled else "",
        "due": follow_up.due and follow_up.due.isoformat(),
        "reminded": follow_up.reminded and follow_up.reminded.isoformat(),
        "before": follow_up.before,
    }
    return told | {name: value for name, value in optional.items() if value}


def sayings_now(old: Sequence[Saying], lines: Iterable[LivingLine]) -> tuple[Saying, ...]:
    """Sayings with the words as they are now, and after them those of lines in further texts."""
    living = {line.spot: line for line in lines}
    known = {saying.spot for saying in old}
    new = {place: line for place, line in living.items() if place not in known}
    told = []
    for saying in old:
        is_there = saying.spot in living
        edited = next((place for place in new if place[0] == saying.source), None)
        if is_there or edited is None:
            told.append(saying)
        else:
            now = Saying.of(new.pop(edited))
            told.append(replace(saying, text=now.text, number=now.number, url=now.url))
    told += map(Saying.of, new.values())
    first, *others = told
    left = without_oldest(others, len(told) - MOST_SAYINGS, lambda saying: saying.spot not in living)
    return (first, *left)[:MOST_SAYINGS]


def without_oldest(told: Iterable[T], excess: int, is_gone: Callable[[T], bool]) -> Iterator[T]:
    """What is told of lines, without the oldest of those that do not stand any more, so many as there are too many."""
    for each in told:
        if excess > 0 and is_gone(each):
            excess -= 1
        else:
            yield each


def _day_of(moment: object) -> date | None:
    """The date of a local moment as a marker holds it; anything else has none."""
    return written_date(moment[:10]) if isinstance(moment, str) else None


def _sayings(data: Mapping[str, Any]) -> Iterator[Saying]:
    first = Saying.read(data, "")
    yield first
    also = data.get("also")
    for other in also if isinstance(also, list) else ():
        if isinstance(other, dict):
            yield Saying.read(other, first.text)
