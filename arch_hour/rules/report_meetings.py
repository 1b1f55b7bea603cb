"""What became of each meeting: whether it was held, what was discussed, and how long that took against the plan."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from arch_hour.config import Config
from arch_hour.model import Comment, Issue, Snapshot
from arch_hour.rules.agendas import (
    CANCELLED,
    RESTORED,
    Agenda,
    comments_of,
    standing_agendas,
    wrap_up_of,
)
from arch_hour.rules.markers import BEGIN, Marker, leading_marker
from arch_hour.rules.meeting_records import MeetingRecord, TopicRecord
from arch_hour.rules.ratings import minutes_of, rating
from arch_hour.rules.roti import Rating
from arch_hour.rules.topics import DISCUSSED
from arch_hour.rules.trust import is_trusted

NOTHING = timedelta()


class MeetingState(Enum):
    """What is known of a meeting whose time has come, in the words that people read."""

    HELD = "held"
    UNTOLD = "nothing told"
    OPEN = "not wrapped up yet"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PastMeeting:
    """A meeting that has begun; `start` is in the meeting's zone, `discussed` has the names of its topics (`#12`).

    `record` is what its minutes remember, None where they are older than that or there are none; `rating` is what
    people thought of it, None where nobody told.
    """

    agenda: Issue
    start: datetime
    state: MeetingState
    discussed: tuple[str, ...] = ()
    record: MeetingRecord | None = None
    rating: Rating | None = None

    @property
    def day(self) -> date:
        """The local date on which it began."""
        return self.start.date()

    @property
    def timed(self) -> tuple[TopicRecord, ...]:
        """The topics of which it is known how long they took."""
        topics = self.record.topics if self.record else ()
        return tuple(topic for topic in topics if topic.spent is not None)

    @property
    def planned(self) -> timedelta:
        """The plan of the topics that were timed."""
        return sum((topic.planned for topic in self.timed), NOTHING)

    @property
    def spent(self) -> timedelta:
        """How long these topics took."""
        return sum((topic.spent or NOTHING for topic in self.timed), NOTHING)


@dataclass(frozen=True, slots=True)
class Meetings:
    """The meetings of a period, the oldest first."""

    past: tuple[PastMeeting, ...]

    def count(self, state: MeetingState) -> int:
        """How many there are of a kind."""
        return sum(meeting.state is state for meeting in self.past)

    @property
    def timed(self) -> tuple[PastMeeting, ...]:
        """Those of which time against plan is known."""
        return tuple(meeting for meeting in self.past if meeting.timed)

    @property
    def rated(self) -> tuple[PastMeeting, ...]:
        """Those that people gave marks."""
        return tuple(meeting for meeting in self.past if meeting.rating)

    @property
    def planned(self) -> timedelta:
        """The plan of all topics that were timed."""
        return sum((meeting.planned for meeting in self.past), NOTHING)

    @property
    def spent(self) -> timedelta:
        """How long these topics took."""
        return sum((meeting.spent for meeting in self.past), NOTHING)

    @property
    def decisions(self) -> int:
        """How many decisions the minutes have."""
        return sum(meeting.record.decisions for meeting in self.past if meeting.record)

    @property
    def rating(self) -> Rating | None:
        """The average of all marks, each as heavy as any other, and how many there are."""
        ratings = [meeting.rating for meeting in self.past if meeting.rating]
        marks = sum(rating.people for rating in ratings)
        if not marks:
            return None
        return Rating(sum(rating.average * rating.people for rating in ratings) / marks, marks)


def past_meetings(snapshot: Snapshot, config: Config, now: datetime) -> tuple[PastMeeting, ...]:
    """All meetings that have begun by now, the oldest first."""
    closings = _closings(snapshot, config)
    return tuple(
        _past(agenda, snapshot, config, closings)
        for agenda in standing_agendas(snapshot, config)
        if agenda.opening <= now
    )


def minutes_comments(snapshot: Snapshot, config: Config) -> Iterator[Comment]:
    """The comments that people react on when they give their meetings a mark."""
    for agenda in standing_agendas(snapshot, config):
        yield from minutes_of(snapshot, config, agenda)


def _past(
    agenda: Agenda, snapshot: Snapshot, config: Config, closings: Mapping[str, Sequence[str]]
) -> PastMeeting:
    issue, meeting = agenda.issue, agenda.identity.meeting
    start = agenda.identity.start.astimezone(config.zone)
    told = wrap_up_of(snapshot, config, agenda)
    if told is None:
        state = MeetingState.CANCELLED if _is_cancelled(agenda, snapshot, config) else MeetingState.OPEN
        return PastMeeting(issue, start, state)
    record = MeetingRecord.read(told.data)
    if record is not None:
        names = [topic.name for topic in record.topics]
    else:
        names = [*closings.get(meeting, ()), *_ticked(agenda)]
    discussed = tuple(dict.fromkeys(names))
    is_held = bool(discussed or (record and record.begun))
    return PastMeeting(
        issue,
        start,
        MeetingState.HELD if is_held else MeetingState.UNTOLD,
        discussed,
        record,
        rating(snapshot, config, agenda),
    )


def _is_cancelled(agenda: Agenda, snapshot: Snapshot, config: Config) -> bool:
    """Whether a person closed it before the start, or we did, however late."""
    if agenda.cancelled:
        return True
    told = next(comments_of(snapshot, config, agenda, CANCELLED, RESTORED), None)
    return not agenda.issue.is_open and told is not None and told[0].kind == CANCELLED


def _ticked(agenda: Agenda) -> Iterable[str]:
    return (section.name for section in agenda.sections if section.ticked)


def _closings(snapshot: Snapshot, config: Config) -> Mapping[str, Sequence[str]]:
    """The names of the topics that say which meeting closed them, by that meeting."""
    found: dict[str, list[str]] = defaultdict(list)
    for topic, marker, comment in closing_comments(snapshot):
        if is_trusted(snapshot, config, comment.author):
            found[str(marker.data.get("meeting"))].append(topic.name)
    return found


def closing_comments(snapshot: Snapshot) -> Iterator[tuple[Issue, Marker, Comment]]:
    """What is said on topics of the meetings that closed them, whoever says so."""
    for topic in snapshot.topics:
        for comment in topic.comments:
            marker = leading_marker(comment.body, DISCUSSED) if BEGIN in comment.body else None
            if marker is not None:
                yield topic, marker, comment
