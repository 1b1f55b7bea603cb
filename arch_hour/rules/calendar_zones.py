"""The time zones of an iCalendar feed: what its times are in, and where the meeting is held."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from arch_hour.rules.calendar_lines import CalendarMistakeError, each_line, is_broken, one_line

if TYPE_CHECKING:
    from icalendar import Component

_MOST_OBSERVANCES = 200


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
        if name not in self._described:
            self._described[name] = next(filter(None, map(_described_zone, self._descriptions(name))), None)
        return self._described[name]

    def _descriptions(self, name: str) -> "Iterator[Component]":
        for calendar in self.calendars:
            for described in calendar.walk("VTIMEZONE"):
                if str(described.get("TZID", "")) == name:
                    yield described


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


def _described_zone(described: Any) -> tzinfo | None:
    """A zone as a calendar describes it; None where that is no description of yearly changes of the clock."""
    from icalendar.timezone import TZP

    parts = described.subcomponents
    rules = [rule for part in parts for rule in each_line(part.get("RRULE"))]
    if len(parts) > _MOST_OBSERVANCES or any(
        is_broken(rule) or rule.get("FREQ") != ["YEARLY"] for rule in rules
    ):
        return None
    try:
        zone: tzinfo = described.to_tz(TZP(), lookup_tzid=False)
        datetime(2020, 1, 1, tzinfo=zone).utcoffset()
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
        return None
    return zone
