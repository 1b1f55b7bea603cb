"""What the events of an iCalendar feed say, with every time in a zone that is known, however they write it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from arch_hour.bounds import LONGEST_MEETING, YEARS
from arch_hour.recurrence import check_it_recurs, checked_rule, end_of
from arch_hour.rules.calendar_lines import CalendarMistakeError, is_broken, one_line, readable_lines
from arch_hour.rules.calendar_zones import Zones
from arch_hour.rules.timetable import LastingChange, Series, Sitting, instant

if TYPE_CHECKING:
    from icalendar import Component

_MINUTE = timedelta(minutes=1)
_MOST_CHANGES = 100  # that last, in one series
_LONGEST_PROBLEM = 300  # characters
_END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Parts:
    """The events of one UID: what recurs, and by their originals the meetings with a time of their own, or none."""

    recurring: Series | None
    singles: Mapping[datetime, Sitting | None]


@dataclass(frozen=True, slots=True)
class EventReader:
    """Reads events; `zone` is where times without one are meant, `minutes` how long a meeting is that says it not."""

    zones: Zones
    zone: ZoneInfo
    minutes: int

    @staticmethod
    def is_timed(event: "Component") -> bool:
        """Whether an event has a time of day; one that nobody can read has, and is told about later."""
        start = event.get("DTSTART")
        return start is None or is_broken(start) or isinstance(start, list) or isinstance(start.dt, datetime)

    def parts(self, group: "Sequence[Component]") -> Parts:
        """The events of one UID together; raises CalendarMistakeError."""
        main = max((event for event in group if "RECURRENCE-ID" not in event), key=_sequence, default=None)
        changing = sorted((event for event in group if "RECURRENCE-ID" in event), key=_sequence)
        try:
            series = self._series(main) if main is not None else None
            changed = {self._original(event, series): event for event in changing}
            if main is not None and _is_cancelled(main):
                return Parts(None, dict.fromkeys(changed, None) | {instant(self._start(main)): None})
            return self._together(series, changed)
        except ValueError as error:
            raise _unreadable(group, one_line(str(error), _LONGEST_PROBLEM)) from None
        except (TypeError, ArithmeticError, LookupError, AttributeError):
            raise _unreadable(group, "it is not written as calendars write events") from None

    def _together(self, series: Series | None, changed: "Mapping[datetime, Component]") -> Parts:
        lasting = {original for original, event in changed.items() if series and _lasts(event)}
        if len(lasting) > _MOST_CHANGES:
            msg = f"it changes all its later meetings more than {_MOST_CHANGES} times; split the series"
            raise ValueError(msg)
        singles = {
            original: None if series and series.leaves_out(original) else self._single(original, event)
            for original, event in changed.items()
            if original not in lasting
        }
        if series is None:
            return Parts(None, singles)
        changes = tuple(self._change(original, changed[original], series) for original in sorted(lasting))
        if series.rules or series.more or changes:
            return Parts(replace(series, changes=changes, replaced=frozenset(singles)), singles)
        start = instant(series.start)
        alone = None if series.leaves_out(start) else Sitting(start, start, series.minutes)
        return Parts(None, {start: alone, **singles})

    def _series(self, event: "Component") -> Series:
        start = self._start(event)
        if "EXRULE" in event:
            # Out of use since RFC 5545, and what it excepts would be held.
            msg = "it excepts meetings by a rule (EXRULE); list their dates (EXDATE)"
            raise ValueError(msg)
        rules = tuple(self._rule(rule, start) for rule in readable_lines(event, "RRULE"))
        without = list(self._listed(event, "EXDATE", start))
        return Series(
            start,
            self._length(event, start),
            rules,
            more=tuple(self._timed(each, start) for each in self._listed(event, "RDATE", start)),
            without=frozenset(instant(each) for each in without if isinstance(each, datetime)),
            without_days=frozenset(each for each in without if not isinstance(each, datetime)),
            holds_start=not rules or any(_goes_on(rule, start) for rule in rules),
        )

    def _start(self, event: "Component") -> datetime:
        start = self._time(event, "DTSTART", self.zone)
        if not isinstance(start, datetime):
            msg = "it has no start with a time of day"
            raise ValueError(msg)
        return start

    def _length(self, event: "Component", start: datetime) -> int:
        """Its own minutes; the configured ones where it has none, or ends before it starts."""
        end = self._time(event, "DTEND", start.tzinfo)
        if isinstance(end, datetime):
            length = instant(end) - instant(start)
        else:
            given = readable_lines(event, "DURATION")
            length = given[0].dt if given else timedelta()
        if length > LONGEST_MEETING:
            msg = f"it lasts longer than {LONGEST_MEETING // timedelta(hours=1)} hours"
            raise ValueError(msg)
        return length // _MINUTE or self.minutes if length > timedelta() else self.minutes

    def _rule(self, value: Any, start: datetime) -> str:
        """The rule with its end in UTC: a day counts in full, a local time is one of the event's zone."""
        parts = [
            part for part in value.to_ical().decode().split(";") if not part.upper().startswith("UNTIL=")
        ]
        for until in value.get("UNTIL", ()):
            last = until if isinstance(until, datetime) else datetime.combine(until, _END_OF_DAY)
            last = last if last.tzinfo else last.replace(tzinfo=start.tzinfo)
            if last.year < YEARS.stop:
                last = max(instant(last.replace(year=max(last.year, YEARS.start))), instant(start) - _MINUTE)
                parts.append(f"UNTIL={last:%Y%m%dT%H%M%SZ}")
        rule = checked_rule(";".join(parts))
        check_it_recurs(rule, start)
        return rule

    def _original(self, event: "Component", series: Series | None) -> datetime:
        """Which meeting of the series an event changes; a day alone means the meeting of that day."""
        start = series.start if series else self._time(event, "DTSTART", self.zone)
        zone = start.tzinfo if isinstance(start, datetime) else self.zone
        given = self._time(event, "RECURRENCE-ID", zone)
        if given is None:
            msg = "it changes a meeting and does not say which"
            raise ValueError(msg)
        if isinstance(given, datetime):
            return instant(given)
        return instant(self._timed(given, series.start if series else self._start(event)))

    def _single(self, original: datetime, event: "Component") -> Sitting | None:
        """The meeting's new time; None where it is cancelled, or became something of a whole day."""
        if _is_cancelled(event) or not self.is_timed(event):
            return None
        start = self._start(event)
        return Sitting(original, instant(start), self._length(event, start))

    def _change(self, original: datetime, event: "Component", series: Series) -> LastingChange:
        zone = series.start.tzinfo
        sitting = self._single(original, event)
        if sitting is None:
            return LastingChange(original, timedelta(), series.minutes, is_cancelled=True)
        # Both on the clock of the series, so that the shift is the same over changes of the clock.
        shift = sitting.start.astimezone(zone) - original.astimezone(zone)
        return LastingChange(original, shift, sitting.minutes)

    def _time(self, event: "Component", name: str, zone: tzinfo | None) -> datetime | date | None:
        lines = readable_lines(event, name)
        if len(lines) > 1:
            msg = f"it has {name} more than once"
            raise ValueError(msg)
        return self._zoned(lines[0].dt, lines[0].params.get("TZID"), zone) if lines else None

    def _listed(self, event: "Component", name: str, start: datetime) -> "Iterator[datetime | date]":
        for line in readable_lines(event, name):
            for each in line.dts:
                # Of a period, the start: all meetings of an event last the same.
                first = each.dt[0] if isinstance(each.dt, tuple) else each.dt
                yield self._zoned(first, line.params.get("TZID"), start.tzinfo)

    def _zoned(self, given: Any, tzid: str | None, zone: tzinfo | None) -> datetime | date:
        """A time in its own zone, else in the one given, which is the event's own for all but its start."""
        if given.year not in YEARS:
            msg = f"it is about the year {given.year}"
            raise ValueError(msg)
        if not isinstance(given, datetime):
            day: date = given
            return day
        if tzid:
            return given.replace(tzinfo=self.zones.named(tzid))
        return given if given.tzinfo else given.replace(tzinfo=zone)

    @staticmethod
    def _timed(given: datetime | date, start: datetime) -> datetime:
        if isinstance(given, datetime):
            return given
        return datetime.combine(given, start.timetz())


def _unreadable(group: "Sequence[Component]", problem: str) -> CalendarMistakeError:
    name = one_line(str(group[0].get("SUMMARY", "")))
    return CalendarMistakeError(
        f"has an event “{name}” that cannot be read; correct it in the calendar: {problem}"
    )


def _goes_on(rule: str, start: datetime) -> bool:
    """Whether a rule has not ended before it began, as calendars leave it where every meeting was deleted."""
    end = end_of(rule)
    return end is None or end >= instant(start)


def _is_cancelled(event: "Component") -> bool:
    return str(event.get("STATUS", "")).strip().upper() == "CANCELLED"


def _lasts(event: "Component") -> bool:
    """Whether a change is one of all meetings from there on."""
    given: str = event["RECURRENCE-ID"].params.get("RANGE", "")
    return given.upper() == "THISANDFUTURE"


def _sequence(event: "Component") -> int:
    """Which version of an event it is; the higher one counts."""
    given = event.get("SEQUENCE", 0)
    return given if isinstance(given, int) else 0
