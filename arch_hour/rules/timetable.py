"""When a calendar's meetings start, before the configuration skips, moves and adds any."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import cast
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from arch_hour.recurrence import days_to_try, end_of

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting of a calendar: both times are in UTC, and `original` is where the rule had it."""

    original: datetime
    start: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class LastingChange:
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
    changes: tuple[LastingChange, ...] = ()
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

    def calls_off(self, original: datetime) -> bool:
        """Whether the series would have a meeting there, and the calendar says that it does not take place."""
        change = self._change_at(original)
        return self.leaves_out(original) or (change is not None and change.is_cancelled)

    def sittings(self, after: datetime, before: datetime) -> Iterator[Sitting]:
        """The meetings that start in the span, and perhaps some around it."""
        for local in self._locals(after - self.reach, before + self.reach):
            original = local.astimezone(UTC)
            if original not in self.replaced and not self.leaves_out(original):
                yield from self._sitting(local, original)

    def originals(self, before: datetime) -> Iterator[datetime]:
        """Where the rule has meetings before a moment, also those that were left out or moved since."""
        for local in self._locals(self.start - _DAY, before + _DAY):
            yield local.astimezone(UTC)

    def _sitting(self, local: datetime, original: datetime) -> Iterator[Sitting]:
        """The meeting, if there is one."""
        change = self._change_at(original)
        if change is None:
            yield Sitting(original, original, self.minutes)
        elif not change.is_cancelled:
            yield Sitting(original, (local + change.shift).astimezone(UTC), change.minutes)

    def _change_at(self, original: datetime) -> LastingChange | None:
        """Of several changes that last, the latest one counts."""
        return next((change for change in reversed(self.changes) if change.since <= original), None)

    def _locals(self, after: datetime, before: datetime) -> list[datetime]:
        """Where its rules have meetings in the span, or up to a day around it, as the clocks of its zone show it."""
        if before < self.start - _DAY or (self._end and self._end + _DAY < after):
            return []
        # Asked by the clock of the series: a zone that a calendar describes takes long to say what UTC is.
        zone = self.start.tzinfo
        return self._expanded.between(after.astimezone(zone), before.astimezone(zone), inc=True)

    @cached_property
    def _expanded(self) -> rruleset:
        found = rruleset(cache=True)
        for rule in self.rules:
            found.rrule(cast("rrule", rrulestr(rule, dtstart=self.start)))
        for local in (self.start, *self.more):
            found.rdate(local.astimezone(self.start.tzinfo))
        return found


@dataclass(frozen=True)
class Timetable:
    """All meetings of a calendar: what recurs, and what has a time of its own; `zone` is where they are held.

    `originals` are those of single meetings, cancelled ones too.
    """

    zone: ZoneInfo
    series: tuple[Series, ...]
    singles: Mapping[datetime, Sitting] = field(default_factory=dict)
    originals: frozenset[datetime] = frozenset()

    def between(self, after: datetime, before: datetime) -> list[Sitting]:
        """The meetings that start in the half-open span, in no order."""
        by_start = self._by_start
        begin = bisect_left(by_start, after, key=_start)
        end = bisect_left(by_start, before, key=_start)
        found = {
            sitting.original: sitting
            for sitting in self._of_series(after, before)
            if after <= sitting.start < before
        }
        return list((found | {sitting.original: sitting for sitting in by_start[begin:end]}).values())

    def originally_between(self, after: datetime, before: datetime) -> list[Sitting]:
        """The meetings that the calendar had in the half-open span at first, wherever it moved them since."""
        found = {
            sitting.original: sitting
            for sitting in self._of_series(after - self._reach, before + self._reach)
        }
        return [
            sitting for sitting in {**found, **self.singles}.values() if after <= sitting.original < before
        ]

    def at(self, original: datetime) -> Sitting | None:
        """The meeting of one original start, wherever it was moved; None where there is none any more."""
        return next(iter(self.originally_between(original, original + _INSTANT)), None)

    def calls_off(self, original: datetime) -> bool:
        """Whether the calendar itself cancels or excepts the meeting of one original start."""
        cancelled = original in self.originals and original not in self.singles
        return cancelled or any(series.calls_off(original) for series in self.series)

    def count_before(self, moment: datetime) -> int:
        """How many meetings the calendar has had before a moment, whatever was cancelled or moved."""
        found = {original for original in self.originals if original < moment}
        for series in self.series:
            found.update(original for original in series.originals(moment) if original < moment)
        return len(found)

    def _of_series(self, after: datetime, before: datetime) -> Iterator[Sitting]:
        """What recurs; where a single meeting has the same original, that one counts."""
        for series in self.series:
            yield from (
                sitting for sitting in series.sittings(after, before) if sitting.original not in self.singles
            )

    @cached_property
    def _reach(self) -> timedelta:
        return max((series.reach for series in self.series), default=_DAY)

    @cached_property
    def _by_start(self) -> list[Sitting]:
        return sorted(self.singles.values(), key=_start)


def _start(sitting: Sitting) -> datetime:
    return sitting.start
