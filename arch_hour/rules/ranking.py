"""The order of the topics, and which of them fit the meeting."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from arch_hour.config import Config
from arch_hour.model import Issue
from arch_hour.rules.schedule import Occurrence
from arch_hour.rules.votes import Ballot

# A topic that people cut short frees its box, so half a meeting more is held ready.
SPARE = 0.5

# Nobody should have to look for what waits and waits: topics that did so for so many meetings, so many by name.
LONG_WAIT = 3
MOST_NAMED = 3

# A label such as `15 min`: the topic's own time box.
_OWN_BOX = re.compile(r"(?P<minutes>[0-9]{1,4}) ?min(?:s|utes?)?", re.IGNORECASE)
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class RankedTopic:
    """A topic with its ballot and its rank, counted from 1; in a program also its box, and how often it waited."""

    rank: int
    topic: Issue
    ballot: Ballot
    pinned: bool
    minutes: int = 0
    waited: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A topic's time box in the meeting; `start` is in the meeting's zone."""

    ranked: RankedTopic
    start: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Program:
    """The meeting's topics: in time boxes, ready if time allows, waiting in the backlog, and on hold."""

    slots: tuple[Slot, ...]
    if_time_allows: tuple[RankedTopic, ...]
    backlog: tuple[RankedTopic, ...]
    on_hold: tuple[RankedTopic, ...]

    @property
    def prepared(self) -> tuple[RankedTopic, ...]:
        """What the meeting is prepared for: every topic with a time box, then those held ready."""
        return (*(slot.ranked for slot in self.slots), *self.if_time_allows)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to talk about; topics on hold are not talked about."""
        return not (self.slots or self.if_time_allows or self.backlog)

    @property
    def waiting_long(self) -> tuple[RankedTopic, ...]:
        """Those of the backlog that waited for several meetings: the longest first, then the older."""
        waiting = [place for place in self.backlog if place.waited >= LONG_WAIT]
        return tuple(sorted(waiting, key=lambda place: (-place.waited, *_age(place.topic))))

    @property
    def longest_waiting(self) -> tuple[RankedTopic, ...]:
        """The first few of these, to be named."""
        return self.waiting_long[:MOST_NAMED]

    def cut(self, most: int) -> "Program":
        """The program that prepares so many topics at most; the others wait in the backlog."""
        slots, ready = self.slots[:most], self.if_time_allows[: max(0, most - len(self.slots))]
        late = (*(slot.ranked for slot in self.slots[most:]), *self.if_time_allows[len(ready) :])
        return replace(self, slots=slots, if_time_allows=ready, backlog=(*late, *self.backlog))


def rank(topics: Iterable[Issue], ballots: Mapping[str, Ballot], config: Config) -> tuple[RankedTopic, ...]:
    """Pinned topics first, then by votes; ties go to the older topic, then to the lower number; held ones never.

    Of two with the same number this repository's comes first. A topic that counts as closed comes by new votes only.
    """
    standing = [
        topic
        for topic in topics
        if not topic.has_label(config.topics.hold_label) and (topic.is_open or ballots[topic.id].total)
    ]
    standing.sort(
        key=lambda topic: (
            not topic.has_label(config.topics.pinned_label),
            -ballots[topic.id].total,
            *_age(topic),
        )
    )
    return tuple(
        RankedTopic(place, topic, ballots[topic.id], topic.has_label(config.topics.pinned_label))
        for place, topic in enumerate(standing, start=1)
    )


def held(topics: Iterable[Issue], ballots: Mapping[str, Ballot], config: Config) -> tuple[RankedTopic, ...]:
    """The topics that people hold back: their votes are counted, and they have no rank."""
    return tuple(
        RankedTopic(0, topic, ballots[topic.id], pinned=False)
        for topic in topics
        if topic.is_open and topic.has_label(config.topics.hold_label)
    )


def fit(
    ranked: Iterable[RankedTopic],
    on_hold: Iterable[RankedTopic],
    occurrence: Occurrence,
    config: Config,
    waited: Mapping[str, int],
) -> Program:
    """Gives each topic its first time box until the meeting is full; too few votes leave it in the backlog.

    In the order of the votes: where a topic does not fit, no later one goes before it, however short. `waited` counts
    meetings by the topics' names.
    """
    slots: list[Slot] = []
    spare: list[RankedTopic] = []
    backlog: list[RankedTopic] = []
    taken = 0
    for place in _boxed(ranked, occurrence, config, waited):
        if not place.pinned and place.ballot.total < config.votes.minimum:
            backlog.append(place)
            continue
        start, taken = taken, taken + place.minutes
        if taken <= occurrence.minutes:
            slots.append(Slot(place, _clock_after(occurrence, start), place.minutes))
        elif taken <= occurrence.minutes * (1 + SPARE) or start < occurrence.minutes:
            # Minutes that are left over are the next topic's, even where its box is longer than all the spare time.
            spare.append(place)
        else:
            backlog.append(place)
    return Program(tuple(slots), tuple(spare), tuple(backlog), tuple(on_hold))


def first_box(topic: Issue, config: Config, longest: int) -> int:
    """The minutes of a topic's first time box: the longest that a label gives, else the usual ones.

    No box is longer than the meeting: the topic could never be discussed.
    """
    own = [int(match["minutes"]) for label in topic.labels if (match := _OWN_BOX.fullmatch(label.strip()))]
    given = [minutes for minutes in own if 1 <= minutes <= _DAY]
    return min(max(given, default=config.topics.time_boxes[0]), longest)


def _boxed(
    ranked: Iterable[RankedTopic], occurrence: Occurrence, config: Config, waited: Mapping[str, int]
) -> Iterator[RankedTopic]:
    for place in ranked:
        minutes = first_box(place.topic, config, occurrence.minutes)
        yield replace(place, minutes=minutes, waited=waited.get(place.topic.name, 0))


def _age(topic: Issue) -> tuple[datetime, int, str]:
    return topic.created_at, topic.number, topic.repository.casefold()


def _clock_after(occurrence: Occurrence, minutes: int) -> datetime:
    return occurrence.at(timedelta(minutes=minutes)).astimezone(occurrence.start.tzinfo)
