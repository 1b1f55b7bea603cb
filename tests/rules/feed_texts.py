"""Texts of calendars, and what a configuration makes of them."""

from pathlib import Path
from typing import Any

import pytest

from arch_hour.config import Config
from arch_hour.rules.calendar_lines import CalendarMistakeError
from arch_hour.rules.calendars import with_calendar
from arch_hour.rules.schedule import occurrences
from tests.rules.build import moment

FEEDS = Path(__file__).parent / "feeds"
NEW_YORK = "TZID=America/New_York"


def feed(text: str, **meeting: Any) -> Config:
    """The configuration of a team whose calendar has this text."""
    given = {"schedule": None, "start": None, "calendar": "https://example.org/team.ics", **meeting}
    values = {key: value for key, value in given.items() if value is not None}
    return with_calendar(Config.build({"meeting": values}, "arch-hour.yml"), text)


def stored(name: str, **meeting: Any) -> Config:
    return feed((FEEDS / name).read_bytes().decode(), **meeting)


def event(*lines: str, uid: str = "arch", summary: str = "Arch Hour") -> str:
    """An event; `start` and `rule` of the usual meeting are Thursdays at ten in New York."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", *lines, "END:VEVENT"])


def calendar(*parts: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//team//EN", *parts, "END:VCALENDAR", ""])


START = f"DTSTART;{NEW_YORK}:20201203T100000"
WEEKLY = "RRULE:FREQ=WEEKLY"


def changed(*lines: str, of: str = f"RECURRENCE-ID;{NEW_YORK}:20201217T100000") -> str:
    return event(of, *lines)


def told(used: Config, after: str = "12-01 00:00", before: str = "2021-01-15 00:00") -> list[str]:
    found = occurrences(used, moment(after), moment(before))
    return [f"{meeting.start:%m-%d %H:%M} {meeting.minutes}" for meeting in found]


def keys(used: Config, after: str = "12-01 00:00", before: str = "2021-01-15 00:00") -> list[str]:
    return [found.key for found in occurrences(used, moment(after), moment(before))]


def mistake(text: str, **meeting: Any) -> CalendarMistakeError:
    with pytest.raises(CalendarMistakeError) as caught:
        feed(text, **meeting)
    assert "\n" not in str(caught.value)
    return caught.value
