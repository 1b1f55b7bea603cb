"""The order of the topics, and which of them fit the meeting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from arch_hour.config import Config
from arch_hour.model import Issue
from arch_hour.rules.schedule import Occurrence
from arch_hour.rules.votes import Ballot

# A topic that people cut short frees its box, so half a meeting more is held ready.
SPARE = 0.5


@dataclass(frozen=True, slots=True)
class RankedTopic:
    """A topic with its ballot and its rank, counted from 1."""

    rank: int
    topic: Issue
    ballot: Ballot
    pinned: bool


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
    on_hold: tuple[Issue, ...]

    @property
    def prepared(self) -> tuple[RankedTopic, ...]:
        """What the meeting is prepared for: every topic with a time box, then those held ready."""
        return (*(slot.ranked for slot in self.slots), *self.if_time_allows)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to talk about; topics on hold are not talked about."""
        return not (self.slots or self.if_time_allows or self.backlog)

    def cut(self, most: int) -> "Program":
        """The program that prepares so many topics at most; the others wait in the backlog."""
        slots, ready = self.slots[:most], self.if_time_allows[: max(0, most - len(self.slots))]
        late = (*(slot.ranked for slot in self.slots[most:]), *self.if_time_allows[len(ready) :])
        return replace(self, slots=slots, if_time_allows=ready, backlog=(*late, *self.backlog))


def rank(topics: Iterable[Issue], ballots: Mapping[str, Ballot], config: Config) -> tuple[RankedTopic, ...]:
    """Pinned topics first, then by votes; ties go to the older topic, then to the lower number; held ones never."""
    standing = [topic for topic in topics if not topic.has_label(config.topics.hold_label)]
    standing.sort(
        key=lambda topic: (
            not topic.has_label(config.topics.pinned_label),
            -ballots[topic.id].total,
            topic.created_at,
            topic.number,
        )
    )
    return tuple(
        RankedTopic(place, topic, ballots[topic.id], topic.has_label(config.topics.pinned_label))
        for place, topic in enumerate(standing, start=1)
    )


def fit(
    ranked: Iterable[RankedTopic], topics: Iterable[Issue], occurrence: Occurrence, config: Config
) -> Program:
    """Gives each topic its first time box until the meeting is full; too few votes leave it in the backlog."""
    box = config.topics.time_boxes[0]
    full, ready = occurrence.minutes, occurrence.minutes * (1 + SPARE)
    slots: list[Slot] = []
    spare: list[RankedTopic] = []
    backlog: list[RankedTopic] = []
    for place in ranked:
        taken = (len(slots) + len(spare)) * box
        if not place.pinned and place.ballot.total < config.votes.minimum:
            backlog.append(place)
        elif taken + box <= full:
            slots.append(Slot(place, _clock_after(occurrence, taken), box))
        elif taken + box <= ready:
            spare.append(place)
        else:
            backlog.append(place)
    held = tuple(topic for topic in topics if topic.has_label(config.topics.hold_label))
    return Program(tuple(slots), tuple(spare), tuple(backlog), held)


def _clock_after(occurrence: Occurrence, minutes: int) -> datetime:
    return occurrence.at(timedelta(minutes=minutes)).astimezone(occurrence.start.tzinfo)
