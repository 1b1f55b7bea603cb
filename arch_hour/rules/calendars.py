"""From a configuration's schedule, or from the text of an iCalendar feed, to one timetable of the meeting."""

import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from arch_hour.config import Config
from arch_hour.rules.calendar_events import EventReader
from arch_hour.rules.calendar_lines import CalendarMistakeError, one_line
from arch_hour.rules.calendar_zones import Zones
from arch_hour.rules.timetable import Series, Timetable

if TYPE_CHECKING:
    from icalendar import Component

_KEPT = 8  # calendars; a server works for several repositories in turn
_MOST_DAYS = 3_000_000  # to be tried by the rules of one meeting in this century; a daily one needs 40,000
_MOST_NAMES = 5  # told in a sentence, which may be public where the calendar is not


class _NotWholeError(CalendarMistakeError):
    """A text that is no calendar, or half of one: what helps depends on whether an address or a file has it."""

    def __init__(self, problem: str, *, at_address: str, in_file: str) -> None:
        super().__init__(problem)
        self.at_address = at_address
        self.in_file = in_file


def with_calendar(config: Config, text: str) -> Config:
    """The configuration with its calendar, whose text was read; raises CalendarMistakeError."""
    try:
        read = _of_feed(text, config.meeting.event, _given_zone(config), config.meeting.duration)
    except _NotWholeError as mistake:
        remedy = mistake.at_address if config.meeting.feed_is_address else mistake.in_file
        raise CalendarMistakeError(f"{mistake.problem}; {remedy}") from None
    return config.with_calendar(text, read.zone)


def timetable(config: Config) -> Timetable:
    """When the meetings are by schedule or calendar alone; the calendar must have been read."""
    meeting = config.meeting
    if config.feed is not None:
        return _of_feed(config.feed, meeting.event, _given_zone(config), meeting.duration)
    if meeting.schedule is None or meeting.start is None:
        msg = "the calendar was not read yet"
        raise ValueError(msg)
    return _of_schedule(meeting.schedule, meeting.start, meeting.timezone, meeting.duration)


def _given_zone(config: Config) -> str | None:
    return config.meeting.timezone if "timezone" in config.meeting.model_fields_set else None


@lru_cache(_KEPT)
def _of_schedule(schedule: str, start: datetime, timezone: str, minutes: int) -> Timetable:
    zone = ZoneInfo(timezone)
    return Timetable(zone, (Series(start.replace(tzinfo=zone), minutes, (schedule,)),))


@lru_cache(_KEPT)
def _of_feed(text: str, event: str | None, given_zone: str | None, minutes: int) -> Timetable:
    calendars = _parsed(text)
    groups = _named(_groups(calendars), event)
    zones = Zones(calendars)
    zone = ZoneInfo(given_zone) if given_zone else zones.of_meeting(groups)
    reader = EventReader(zones, zone, minutes)
    read = [reader.parts(group) for group in groups]
    series = tuple(parts.recurring for parts in read if parts.recurring)
    if sum(each.days_to_try for each in series) > _MOST_DAYS:
        raise CalendarMistakeError(
            "has too many recurring events of that name to find the meetings among them; end those that are over"
        )
    singles = tuple(sitting for parts in read for sitting in parts.singles.values() if sitting is not None)
    originals = frozenset(original for parts in read for original in parts.singles)
    return Timetable(zone, series, singles, originals)


def _parsed(text: str) -> "list[Component]":
    """The calendars of a text; raises CalendarMistakeError where it is none, or not a whole one."""
    body = text.lstrip("\ufeff").strip()
    if not body.upper().startswith("BEGIN:VCALENDAR"):
        raise _NotWholeError(
            f"is no iCalendar, but {_kind(body)}",
            at_address="check that it can be read without signing in",
            in_file="put an exported calendar there, which begins with BEGIN:VCALENDAR",
        )
    if not body.upper().endswith("END:VCALENDAR"):
        raise _cut_off("the last line is not END:VCALENDAR")
    try:
        found = _from_library(body)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        raise CalendarMistakeError(
            f"cannot be read as iCalendar ({one_line(str(error))}); correct that, or export the calendar anew"
        ) from None
    if not found:
        raise _cut_off("a part of it is not closed")
    return found


def _cut_off(problem: str) -> CalendarMistakeError:
    return _NotWholeError(
        f"ends in the middle: {problem}", at_address="run again", in_file="add the missing end"
    )


def _from_library(body: str) -> "list[Component]":
    """As bytes, since the library would take a short text for the name of a file; zones are looked at by us later."""
    from icalendar import Calendar

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(Calendar.from_ical(body.encode(), multiple=True))


def _kind(body: str) -> str:
    """What a text is that is no calendar; no word of it is told, for it may be somebody's secret."""
    if not body:
        return "empty"
    if body[0] == "<":
        return "a web page"
    return "JSON" if body[0] in "{[" else "some other text"


def _groups(calendars: "Iterable[Component]") -> "list[list[Component]]":
    """The events that are one series each: those that share a UID."""
    found: dict[str, list[Component]] = defaultdict(list)
    for calendar in calendars:
        for event in calendar.walk("VEVENT"):
            found[str(event.get("UID", f"without {len(found)}"))].append(event)
    return list(found.values())


def _named(groups: "list[list[Component]]", name: str | None) -> "list[list[Component]]":
    """The timed events of the meeting; raises CalendarMistakeError where it is not clear which ones those are."""
    if not groups:
        raise CalendarMistakeError("has no event in it; add the meeting there, or name another calendar")
    timed = [group for group in groups if EventReader.is_timed(_main(group))]
    if not timed:
        raise CalendarMistakeError(
            "has only events without a time of day, which are no meetings; give the meeting a time there"
        )
    by_name: dict[str, list[list[Component]]] = defaultdict(list)
    for group in timed:
        by_name[_summary(group).casefold()].append(group)
    names = [_summary(group[0]) for group in by_name.values()]
    if name is None and len(by_name) > 1:
        raise CalendarMistakeError(f"has several events; name one in `meeting.event`: {_listed(names)}")
    if name is None:
        return timed
    found = by_name.get(_spaced(name).casefold())
    if found is None:
        raise CalendarMistakeError(
            f"names no event with a time of day in the calendar, which has {_listed(names)}", key="event"
        )
    return found


def _main(group: "Sequence[Component]") -> "Component":
    """The event that the others of its UID change."""
    return next((event for event in group if "RECURRENCE-ID" not in event), group[0])


def _summary(group: "Sequence[Component]") -> str:
    return _spaced(str(_main(group).get("SUMMARY", "")))


def _spaced(name: str) -> str:
    return " ".join(name.split())


def _listed(names: Sequence[str]) -> str:
    shown = [f"“{one_line(name)}”" for name in sorted(names)[:_MOST_NAMES]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
