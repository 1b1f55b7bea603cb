"""When a calendar's meetings start, before the configuration skips, moves and adds any.

The expansion is icalendar's and recurring-ical-events'. They are given what recurs; an event without recurrence and
the new time of a single meeting are one start each, and need none.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from arch_hour.recurrence import days_to_try, end_of

if TYPE_CHECKING:
    from icalendar import Event

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_SHIFT = "X-ARCH-HOUR-SHIFT"


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting of a calendar: both times are in UTC, and `original` is where the rule had it."""

    original: datetime
    start: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Change:
    """From one meeting of a series on (RANGE=THISANDFUTURE), all start later by `shift` on the clock, or not at all."""

    since: datetime
    shift: timedelta
    minutes: int
    is_cancelled: bool = False


@dataclass(frozen=True)
class Series:
    """What recurs, in its own zone; `without` is excepted, `replaced` told elsewhere, both of them in UTC."""

    start: datetime
    minutes: int
    rules: tuple[str, ...] = ()
    more: tuple[datetime, ...] = ()
    without: frozenset[datetime] = frozenset()
    without_days: frozenset[date] = frozenset()
    changes: tuple[Change, ...] = ()
    replaced: frozenset[datetime] = frozenset()

    @cached_property
    def reach(self) -> timedelta:
        """How far a meeting can be from where its rule has it, with a day for changes of the clock."""
        return max((abs(change.shift) for change in self.changes), default=timedelta()) + _DAY

    @cached_property
    def _end(self) -> datetime | None:
        """When its rules end, None where they do not by date."""
        ends = [end_of(rule) for rule in self.rules]
        return None if self.more or None in ends else max(filter(None, ends), default=None)

    @cached_property
    def days_to_try(self) -> int:
        """How much work the rules are, at most, in days of this century."""
        return sum(days_to_try(rule, self.start) for rule in self.rules) + len(self.more)

    def leaves_out(self, original: datetime) -> bool:
        """Whether the series has no meeting there, by a time or a whole day that it excepts."""
        return original in self.without or original.astimezone(self.start.tzinfo).date() in self.without_days

    def slots(self, after: datetime, before: datetime) -> Iterator[Slot]:
        """The meetings that start in the span, and perhaps some around it."""
        if before < self.start - self.reach or (self._end and self._end + self.reach < after):
            return
        for found in self._query.between(after - _DAY, before + _DAY):
            start: datetime = found["DTSTART"].dt
            shift = timedelta(seconds=int(found.get(_SHIFT, 0)))
            original = (start - shift).astimezone(UTC)
            minutes = (found["DTEND"].dt - start) // timedelta(minutes=1)
            is_told = found.get("STATUS") == "CANCELLED" or original in self.replaced
            if not is_told and not self.leaves_out(original):
                yield Slot(original, start.astimezone(UTC), minutes)

    def originals(self, before: datetime) -> Iterator[datetime]:
        """Where the rule has meetings before a moment, also those that were left out or moved since."""
        (series,) = self._query.series
        for start in series.rrule_between(_FIRST, before):
            yield start.astimezone(UTC)

    @cached_property
    def _query(self) -> Any:
        from icalendar import Calendar
        from recurring_ical_events import CalendarQuery

        calendar = Calendar()
        calendar.add_component(self._core())
        for change in self.changes:
            calendar.add_component(self._changed(change))
        return CalendarQuery(calendar)

    def _core(self) -> "Event":
        from icalendar.prop import vDDDLists, vRecur

        event = _event(self.start, self.minutes)
        event["RRULE"] = [vRecur.from_ical(rule) for rule in self.rules]
        if self.more:
            event["RDATE"] = vDDDLists(list(self.more))
        return event

    def _changed(self, change: Change) -> "Event":
        from icalendar.prop import vDDDTypes

        event = _event(change.since + change.shift, change.minutes)
        event["RECURRENCE-ID"] = vDDDTypes(change.since, params={"RANGE": "THISANDFUTURE"})
        event[_SHIFT] = str(int(change.shift.total_seconds()))
        if change.is_cancelled:
            event["STATUS"] = "CANCELLED"
        return event


def _event(start: datetime, minutes: int) -> "Event":
    from icalendar import Event
    from icalendar.prop import vDDDTypes

    event = Event()
    event["UID"] = "meeting"
    event["DTSTART"] = vDDDTypes(start)
    event["DURATION"] = vDDDTypes(timedelta(minutes=minutes))
    return event


@dataclass(frozen=True)
class Timetable:
    """All meetings of a calendar: what recurs, and what has a time of its own; `zone` is where they are held.

    `originals` are those of single meetings, cancelled ones too.
    """

    zone: ZoneInfo
    series: tuple[Series, ...]
    singles: Mapping[datetime, Slot] = field(default_factory=dict)
    originals: frozenset[datetime] = frozenset()

    def between(self, after: datetime, before: datetime) -> list[Slot]:
        """The meetings that start in the half-open span, in no order."""
        by_start = self._by_start
        begin = bisect_left(by_start, after, key=_start)
        end = bisect_left(by_start, before, key=_start)
        found = {
            slot.original: slot for slot in self._of_series(after, before) if after <= slot.start < before
        }
        return list((found | {slot.original: slot for slot in by_start[begin:end]}).values())

    def originally_between(self, after: datetime, before: datetime) -> list[Slot]:
        """The meetings that the calendar had in the half-open span at first, wherever it moved them since."""
        found = {slot.original: slot for slot in self._of_series(after - self._reach, before + self._reach)}
        return [slot for slot in {**found, **self.singles}.values() if after <= slot.original < before]

    def at(self, original: datetime) -> Slot | None:
        """The meeting of one original start, wherever it was moved; None where there is none any more."""
        return next(iter(self.originally_between(original, original + _INSTANT)), None)

    def count_before(self, moment: datetime) -> int:
        """How many meetings the calendar has had before a moment, whatever was cancelled or moved."""
        found = {original for original in self.originals if original < moment}
        for series in self.series:
            found.update(original for original in series.originals(moment) if original < moment)
        return len(found)

    def _of_series(self, after: datetime, before: datetime) -> Iterator[Slot]:
        """What recurs; where a single meeting has the same original, that one counts."""
        for series in self.series:
            yield from (slot for slot in series.slots(after, before) if slot.original not in self.singles)

    @cached_property
    def _reach(self) -> timedelta:
        return max((series.reach for series in self.series), default=_DAY)

    @cached_property
    def _by_start(self) -> list[Slot]:
        return sorted(self.singles.values(), key=_start)


def _start(slot: Slot) -> datetime:
    return slot.start
