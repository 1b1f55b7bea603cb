"""When a calendar's meetings start, before the configuration skips, moves and adds any."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import groupby, takewhile
from typing import cast
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr
from dateutil.tz import resolve_imaginary

from arch_hour.recurrence import days_to_try

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_INSTANT = timedelta(microseconds=1)


def instant(local: datetime) -> datetime:
    """What a clock shows, in UTC; in the hour that it skips in spring, the time an hour later."""
    # A known zone does so by itself, and need not be asked three times.
    known = isinstance(local.tzinfo, ZoneInfo) or local.tzinfo is UTC
    return (local if known else resolve_imaginary(local)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting of a calendar: both times are in UTC, and `original` is where the rule had it."""

    original: datetime
    start: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class LastingChange:
    """From a moment of UTC on (RANGE=THISANDFUTURE), all start later by `shift` on the clock, or not at all."""

    since: datetime
    shift: timedelta
    minutes: int
    is_cancelled: bool = False


@dataclass(frozen=True)
class Series:
    """What recurs, in its own zone; `without` is excepted, `replaced` told elsewhere, both of them in UTC.

    The start is a meeting whatever the rules say, unless they ended before it.
    """

    start: datetime
    minutes: int
    rules: tuple[str, ...] = ()
    more: tuple[datetime, ...] = ()
    without: frozenset[datetime] = frozenset()
    without_days: frozenset[date] = frozenset()
    changes: tuple[LastingChange, ...] = ()
    replaced: frozenset[datetime] = frozenset()
    holds_start: bool = True
    _known: list[tuple[datetime, list[datetime]]] = field(
        default_factory=list, init=False, compare=False, repr=False
    )
    _instants: dict[tuple[datetime, int], datetime] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @cached_property
    def reach(self) -> timedelta:
        """How far a meeting can be from where its rule has it, with a day for changes of the clock."""
        return max((abs(change.shift) for change in self.changes), default=timedelta()) + _DAY

    @cached_property
    def days_to_try(self) -> int:
        """How much work the rules are, at most, in days of this century."""
        return sum(days_to_try(rule, self.start) for rule in self.rules) + len(self.more)

    def leaves_out(self, original: datetime) -> bool:
        """Whether the series has no meeting there, by a time or a whole day that it excepts."""
        if original in self.without or not self.without_days:
            return original in self.without
        return original.astimezone(self.start.tzinfo).date() in self.without_days

    def calls_off(self, original: datetime) -> bool:
        """Whether the series would have a meeting there, and the calendar says that it does not take place."""
        change = self._change_at(original)
        return self.leaves_out(original) or (change is not None and change.is_cancelled)

    def sittings(self, after: datetime, before: datetime) -> Iterator[Sitting]:
        """The meetings whose originals are in the span, and perhaps some around it."""
        for local in self._locals(after, before):
            original = self._instant(local)
            if original not in self.replaced and not self.leaves_out(original):
                yield from self._sitting(local, original)

    def originals(self, before: datetime) -> Iterator[datetime]:
        """Where the rule has meetings before a moment and shortly after, also those left out or moved since."""
        yield from map(self._instant, self._locals(self.start, before))

    def _instant(self, local: datetime) -> datetime:
        """The same in UTC, kept: every number of a meeting asks a zone that a calendar describes for all before it."""
        key = (local.replace(tzinfo=None), local.fold)
        if key not in self._instants:
            self._instants[key] = instant(local)
        return self._instants[key]

    def _sitting(self, local: datetime, original: datetime) -> Iterator[Sitting]:
        """The meeting, if there is one."""
        change = self._change_at(original)
        if change is None:
            yield Sitting(original, original, self.minutes)
        elif not change.is_cancelled:
            yield Sitting(original, instant(local + change.shift), change.minutes)

    def _change_at(self, original: datetime) -> LastingChange | None:
        """Of several changes that last, the latest one counts."""
        count = bisect_right(self.changes, original, key=_since)
        return self.changes[count - 1] if count else None

    def _locals(self, after: datetime, before: datetime) -> list[datetime]:
        """Where its rules have meetings in the span, or up to two days around it, as the clocks of its zone show it."""
        # By what clocks show, which is never a day from UTC: a zone that a calendar describes takes long to ask.
        zone = self.start.tzinfo
        since, until = (each.astimezone(UTC).replace(tzinfo=zone) for each in (after - _DAY, before + _DAY))
        known = self._known_until(until)
        return known[bisect_left(known, since) : bisect_right(known, until)]

    def _known_until(self, until: datetime) -> list[datetime]:
        """All until then and perhaps some later ones, reckoned once for every year that is asked for."""
        for end, known in self._known:
            if until <= end:
                return known
        end = datetime(until.year + 1, 1, 1, tzinfo=until.tzinfo)
        known = self._reckoned(end)
        self._known[:] = [(end, known)]
        return known

    def _reckoned(self, until: datetime) -> list[datetime]:
        zone = self.start.tzinfo
        found = [each.astimezone(zone) for each in self.more] + [self.start] * self.holds_start
        for rule in self.rules:
            each = cast("rrule", rrulestr(rule, dtstart=self.start))
            found.extend(takewhile(lambda local: local <= until, each))
        return [local for (local, _), _ in groupby(sorted((local, local.fold) for local in found))]


@dataclass(frozen=True)
class Timetable:
    """All meetings of a calendar: what recurs, and what has a time of its own; `zone` is where they are held.

    `originals` are those of single meetings, cancelled ones too.
    """

    zone: ZoneInfo
    series: tuple[Series, ...]
    singles: tuple[Sitting, ...] = ()
    originals: frozenset[datetime] = frozenset()

    def between(self, after: datetime, before: datetime) -> list[Sitting]:
        """The meetings that start in the half-open span, in no order."""
        within = _slice(self._by_start, after, before, _start)
        firsts = [sitting.original for sitting in within]
        held = self._held(min([after - self._reach, *firsts]), max([before + self._reach, *firsts]))
        return [sitting for sitting in held if after <= sitting.start < before]

    def originally_between(self, after: datetime, before: datetime) -> list[Sitting]:
        """The meetings that the calendar had in the half-open span at first, wherever it moved them since."""
        return [sitting for sitting in self._held(after, before) if after <= sitting.original < before]

    def at(self, original: datetime) -> Sitting | None:
        """The meeting of one identity, wherever it was moved; None where there is none any more."""
        return next(iter(self.originally_between(original, original + _INSTANT)), None)

    def calls_off(self, original: datetime) -> bool:
        """Whether the calendar itself cancels or excepts the meeting of one original start."""
        held = bool(_slice(self._by_original, original, original + _INSTANT, _original))
        cancelled = original in self.originals and not held
        return cancelled or any(series.calls_off(original) for series in self.series)

    def count_before(self, moment: datetime) -> int:
        """How many meetings the calendar has had before a moment, whatever was cancelled or moved."""
        found = {original for original in self.originals if original < moment}
        for series in self.series:
            found.update(original for original in series.originals(moment) if original < moment)
        return len(found)

    def _held(self, after: datetime, before: datetime) -> Iterator[Sitting]:
        """The meetings with originals in the span, and perhaps some around it, each with an identity of its own."""
        since, until = after - _DAY, before + _DAY
        told: dict[datetime, dict[datetime, Sitting]] = defaultdict(dict)
        for sitting in self._told(since, until):
            if since <= sitting.original < until:
                same = told[sitting.original].get(sitting.start, sitting)
                told[sitting.original][sitting.start] = max(same, sitting, key=_minutes)
        return _told_apart(told)

    def _told(self, since: datetime, until: datetime) -> Iterator[Sitting]:
        yield from _slice(self._by_original, since, until, _original)
        for series in self.series:
            yield from series.sittings(since, until)

    @cached_property
    def _reach(self) -> timedelta:
        return max((series.reach for series in self.series), default=_DAY)

    @cached_property
    def _by_start(self) -> list[Sitting]:
        return sorted(self.singles, key=_start)

    @cached_property
    def _by_original(self) -> list[Sitting]:
        return sorted(self.singles, key=_original)


def _told_apart(told: Mapping[datetime, Mapping[datetime, Sitting]]) -> Iterator[Sitting]:
    """The meetings by original and start; of several that were at one time at first, one keeps it as its identity.

    That is one that was moved away, whose agenda may be there already; the others are known by the next free second.
    """
    taken = set(told)
    for at in sorted(told):
        first, *others = sorted(told[at].values(), key=lambda sitting: (sitting.start == at, sitting.start))
        yield first
        free = at
        for sitting in others:
            while free in taken:
                free += _SECOND
            taken.add(free)
            yield replace(sitting, original=free)


def _slice(
    ordered: list[Sitting], after: datetime, before: datetime, key: Callable[[Sitting], datetime]
) -> list[Sitting]:
    return ordered[bisect_left(ordered, after, key=key) : bisect_left(ordered, before, key=key)]


def _start(sitting: Sitting) -> datetime:
    return sitting.start


def _original(sitting: Sitting) -> datetime:
    return sitting.original


def _minutes(sitting: Sitting) -> int:
    return sitting.minutes


def _since(change: LastingChange) -> datetime:
    return change.since
