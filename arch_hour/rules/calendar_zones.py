"""The time zones of an iCalendar feed: what its times are in, and where the meeting is held."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from arch_hour.bounds import YEARS
from arch_hour.rules.calendar_lines import CalendarMistakeError, each_line, is_broken, one_line

if TYPE_CHECKING:
    from icalendar import Component

_MOST_OBSERVANCES = 200
_MOST_DATES = 1_000
_MOST_DESCRIPTIONS = 20  # of which the meeting's own events can make use
_OBSERVED = range(1600, YEARS.stop)  # years in which a zone's changes of the clock begin; Outlook writes 1601
_IN_EVERY_MONTH = 28
_WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_CHANGES = {
    "FREQ": "YEARLY",
    "INTERVAL": r"[1-9]\d{0,2}",
    "COUNT": r"[1-9]\d{0,3}",
    "WKST": _WEEKDAY,
    "BYMONTH": r"[1-9]|1[0-2]",
    "BYDAY": rf"(?:[+-]?[1-5])?{_WEEKDAY}",
    "BYMONTHDAY": r"-?(?:[1-9]|[12]\d|3[01])(?:,-?(?:[1-9]|[12]\d|3[01])){0,6}",
    "UNTIL": "[0-9TZ]+",
}


@dataclass(frozen=True)
class Zones:
    """The time zones that calendars name: those that everyone knows, else as the calendar describes them."""

    calendars: "Sequence[Component]"
    _described: dict[str, tzinfo | None] = field(default_factory=dict)

    def named(self, name: str) -> tzinfo:
        """The zone of a TZID; raises CalendarMistakeError where nobody knows it."""
        known = _known_zone(name) or self._from_calendar(name)
        if known is None:
            raise CalendarMistakeError(
                f"has times in the zone “{one_line(name)}”, which is neither a known zone nor described in it; "
                "correct the event's zone in the calendar"
            )
        return known

    def of_meeting(self, groups: "Iterable[Sequence[Component]]") -> ZoneInfo:
        """Where the meeting is held: the zone of its newest recurring event, else of a single one, else of all.

        Raises CalendarMistakeError where that is a zone of no known place, or times have none at all.
        """
        starts = list(_starts(groups))
        name = max((start for start in starts if start.zone), key=_rank, default=_Start()).zone
        zone = (self._place(name) if name else None) or self._of_all()
        if zone is not None:
            return zone
        if name:
            problem = f"has its times in the zone “{one_line(name)}”, whose place nobody knows"
        elif any(start.is_floating for start in starts):
            problem = "has times without a zone"
        else:
            return ZoneInfo("UTC")
        raise CalendarMistakeError(f"{problem}: set `meeting.timezone`, such as `America/New_York`")

    def _place(self, name: str) -> ZoneInfo | None:
        """The known zone that a TZID means, by itself or by what the calendar says of its place."""
        self.named(name)
        places = (str(described.get("X-LIC-LOCATION", "")) for described in self._descriptions(name))
        return _first_known((name, *places))

    def _of_all(self) -> ZoneInfo | None:
        return _first_known(str(calendar.get("X-WR-TIMEZONE", "")) for calendar in self.calendars)

    def _from_calendar(self, name: str) -> tzinfo | None:
        if name not in self._described and len(self._described) < _MOST_DESCRIPTIONS:
            self._described[name] = next(filter(None, map(_described_zone, self._descriptions(name))), None)
        return self._described.get(name)

    def _descriptions(self, name: str) -> "Sequence[Component]":
        return self._by_name.get(name, ())[:_MOST_DESCRIPTIONS]

    @cached_property
    def _by_name(self) -> "Mapping[str, list[Component]]":
        found = defaultdict(list)
        for calendar in self.calendars:
            for described in calendar.walk("VTIMEZONE"):
                found[str(described.get("TZID", ""))].append(described)
        return found


@dataclass(frozen=True, slots=True)
class _Start:
    """When an event starts, with the zone that it names for that, empty where it names none."""

    zone: str = ""
    at: str = ""
    recurs: bool = False
    is_floating: bool = False


def _starts(groups: "Iterable[Sequence[Component]]") -> Iterator[_Start]:
    """Those that can be read; of the others the reader of events tells."""
    for event in (event for group in groups for event in group):
        given: Any = event.get("DTSTART")
        if given is None or is_broken(given) or isinstance(given, list):
            continue
        is_floating = isinstance(given.dt, datetime) and given.dt.tzinfo is None
        yield _Start(str(given.params.get("TZID", "")), str(given.dt), "RRULE" in event, is_floating)


def _rank(start: _Start) -> tuple[bool, str]:
    """Recurring events above single ones, then later ones, as text that sorts, above earlier ones."""
    return start.recurs, start.at


def _first_known(names: Iterable[str]) -> ZoneInfo | None:
    known = (_known_zone(name.strip()) for name in names)
    return next((zone for zone in known if isinstance(zone, ZoneInfo)), None)


@lru_cache(256)
def _known_zone(name: str) -> tzinfo | None:
    """A zone by its IANA or Windows name; not from the library's own memory, which holds what any feed described."""
    import warnings

    from icalendar.timezone import TZP

    if not name:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return TZP().timezone(name)
        except (ValueError, OSError):
            return None


def _changes_yearly(observances: "Sequence[Component]") -> bool:
    """Whether there are not more changes of the clock than a zone can have: the library tries each one by one."""
    rules = [rule for part in observances for rule in each_line(part.get("RRULE"))]
    dates = [line for part in observances for line in each_line(part.get("RDATE"))]
    return (
        len(observances) <= _MOST_OBSERVANCES
        and sum(len(getattr(line, "dts", ())) for line in dates) <= _MOST_DATES
        and all(_begins_in_time(part) for part in observances)
        and all(not is_broken(rule) and _is_once_a_year(rule) for rule in rules)
    )


def _begins_in_time(observance: "Component") -> bool:
    start: object = getattr(observance.get("DTSTART"), "dt", None)
    return isinstance(start, date) and start.year in _OBSERVED


def _is_once_a_year(rule: Any) -> bool:
    """Whether a rule names one day of a year, as `the last Sunday of March` or `the Sunday from the 8th on` do."""
    parts: dict[str, str] = dict(part.split("=", 1) for part in rule.to_ical().decode().upper().split(";"))
    if not all(key in _CHANGES and re.fullmatch(_CHANGES[key], value) for key, value in parts.items()):
        return False
    day, days = parts.get("BYDAY", ""), parts.get("BYMONTHDAY", "").split(",")
    if day[:-2]:
        return days == [""]
    if days == [""]:
        return not day
    # Of seven days in a row one is that weekday; the 30th of February would be looked for to the end of the calendar.
    is_one = bool(day) or len(days) == 1
    return is_one and "BYMONTH" in parts and any(abs(int(each)) <= _IN_EVERY_MONTH for each in days)


def _described_zone(described: Any) -> tzinfo | None:
    """A zone as a calendar describes it; None where that is no description of yearly changes of the clock."""
    from icalendar.timezone import TZP

    if not _changes_yearly(described.subcomponents):
        return None
    try:
        zone: tzinfo = described.to_tz(TZP(), lookup_tzid=False)
        datetime(2020, 1, 1, tzinfo=zone).utcoffset()
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
        return None
    return zone
