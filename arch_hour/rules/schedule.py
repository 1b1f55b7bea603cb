"""When the meetings are: recurrence by RFC 5545, with what was skipped, moved and added.

The expansion is icalendar's and recurring-ical-events'; here stands only what the configuration says on top.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from arch_hour.config import Config, Meeting

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting: `original` (UTC) identifies it wherever it was moved; `start` is in the meeting's zone."""

    original: datetime
    start: datetime
    minutes: int

    @property
    def end(self) -> datetime:
        """When it is over; the minutes are counted on the clock that never jumps."""
        return (self.start.astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(self.start.tzinfo)

    @property
    def key(self) -> str:
        """Its identity as text, such as `2020-12-17T15:00:00Z`."""
        return f"{self.original.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    def at(self, offset: timedelta) -> datetime:
        """The moment so long after the start (before it, where negative), in UTC."""
        return self.start.astimezone(UTC) + offset


def occurrences(meeting: Meeting, after: datetime, before: datetime) -> tuple[Occurrence, ...]:
    """The meetings that start in the half-open span from `after` to `before`, in order of start."""
    found = {}
    for original in _of_the_rule(meeting, after, before):
        moved = meeting.moved.get(original.date())
        start = moved.replace(tzinfo=original.tzinfo) if moved else original
        if original.date() not in meeting.skip and after <= start < before:
            found[original] = Occurrence(original.astimezone(UTC), _real(start), meeting.duration)
    for extra in meeting.extra:
        start = extra.replace(tzinfo=ZoneInfo(meeting.timezone))
        if after <= start < before:
            found.setdefault(start, Occurrence(start.astimezone(UTC), _real(start), meeting.duration))
    return tuple(sorted(found.values(), key=lambda occurrence: occurrence.start))


def due_for_agenda(config: Config, now: datetime) -> tuple[Occurrence, ...]:
    """The meetings whose agenda should exist by now: it may be opened already, and they are not over yet."""
    horizon = now + config.agenda.open_before + timedelta(microseconds=1)
    longest = timedelta(minutes=config.meeting.duration)
    return tuple(
        occurrence
        for occurrence in occurrences(config.meeting, now - longest, horizon)
        if now < occurrence.end
    )


def _of_the_rule(meeting: Meeting, after: datetime, before: datetime) -> Iterator[datetime]:
    """Starts by the rule in the span, and on the days from which meetings were moved, in the meeting's zone."""
    yield from _by_rule(meeting, after, before)
    for day in meeting.moved:
        midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(meeting.timezone))
        yield from _by_rule(meeting, midnight, midnight + _DAY)


def _by_rule(meeting: Meeting, after: datetime, before: datetime) -> Iterator[datetime]:
    import recurring_ical_events
    from icalendar import Calendar, Event
    from icalendar.prop import vRecur

    event = Event()
    event.add("uid", "meeting")
    event.add("dtstart", meeting.start.replace(tzinfo=ZoneInfo(meeting.timezone)))
    event.add("duration", timedelta(minutes=meeting.duration))
    event.add("rrule", vRecur.from_ical(meeting.schedule))
    calendar = Calendar()
    calendar.add_component(event)
    zone = ZoneInfo(meeting.timezone)
    for found in recurring_ical_events.of(calendar).between(after.astimezone(zone), before.astimezone(zone)):
        start: datetime = found.start
        if after <= start < before:
            yield start


def _real(start: datetime) -> datetime:
    """A time that a clock shows: in the hour that is skipped in spring, the one an hour later."""
    return start.astimezone(UTC).astimezone(start.tzinfo)
