"""What the minutes remember of a meeting, in numbers: for the report, and to know later what they were made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from arch_hour.rules.moments import moment_of, span_of, written

# The key of a wrap-up's marker below which it stands.
HELD = "held"


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """A topic that was discussed: its name (`#12`), its votes, how long it was to take, and took where that is known.

    `boxes` are the time boxes that it was given; none where it was only ticked.
    """

    name: str
    votes: int
    planned: timedelta
    spent: timedelta | None
    boxes: int

    def data(self) -> list[Any]:
        """The record as a marker holds it; times in seconds."""
        spent = None if self.spent is None else _seconds(self.spent)
        return [self.name, self.votes, _seconds(self.planned), spent, self.boxes]

    @classmethod
    def read(cls, data: Any) -> "TopicRecord | None":
        """A record out of a marker, or None where it is damaged."""
        try:
            name, votes, planned, spent, boxes = data
            taken = None if spent is None else span_of(spent)
            return cls(str(name), int(votes), span_of(planned), taken, int(boxes))
        except (TypeError, ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """A meeting that was wrapped up: when its discussion began and ended, where commands told, and what came of it.

    `carried` counts the topics that were carried over, `decisions` the decisions, `follow_ups` those of this meeting
    that stood open when the minutes were written.
    """

    begun: datetime | None
    ended: datetime | None
    topics: tuple[TopicRecord, ...]
    carried: int
    decisions: int
    follow_ups: int

    def data(self) -> dict[str, Any]:
        """The record as a marker holds it."""
        told: dict[str, Any] = {
            "topics": [topic.data() for topic in self.topics],
            "carried": self.carried,
            "decisions": self.decisions,
            "follow_ups": self.follow_ups,
        }
        times = {"begun": self.begun, "ended": self.ended}
        return told | {name: written(at) for name, at in times.items() if at}

    @classmethod
    def read(cls, wrap_up: Mapping[str, Any]) -> "MeetingRecord | None":
        """The record in the data of a wrap-up's marker; None where it has none, as those of the first version."""
        data = wrap_up.get(HELD)
        if not isinstance(data, Mapping):
            return None
        listed = data.get("topics")
        topics = [TopicRecord.read(each) for each in listed] if isinstance(listed, list) else []
        counts = (data.get(name) for name in ("carried", "decisions", "follow_ups"))
        return cls(
            moment_of(data.get("begun")),
            moment_of(data.get("ended")),
            tuple(topic for topic in topics if topic is not None),
            *(count if type(count) is int and count > 0 else 0 for count in counts),
        )


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())
