"""What is no calendar, a damaged one or a hostile one is an error in one sentence, at once, and never `no meeting`."""

import json
import re
import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.rules.calendar_lines import CalendarMistakeError
from tests.rules.build import moment
from tests.rules.feed_texts import (
    START,
    WEEKLY,
    calendar,
    changed,
    event,
    feed,
    keys,
    mistake,
    told,
)


def only(*lines: str) -> str:
    """A calendar of one event."""
    return calendar(event(*lines))


ONE = only(START, WEEKLY)
HTML = "<!DOCTYPE html>\n<html><body>Sign in, secret</body></html>"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "is no iCalendar, but empty", id="nothing"),
        pytest.param(" \r\n", "is no iCalendar, but empty", id="white space"),
        pytest.param(HTML, "is no iCalendar, but a web page", id="a page"),
        pytest.param(json.dumps({"error": "secret"}), "is no iCalendar, but JSON", id="JSON"),
        pytest.param("/etc/hostname", "is no iCalendar, but some other text", id="the name of a file"),
        pytest.param(calendar(event(START, WEEKLY))[:-20], "ends in the middle", id="cut"),
        pytest.param(calendar(event(START, WEEKLY)[:-10]), "a part of it is not closed", id="nested badly"),
        pytest.param(
            "BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\nEND:VCALENDAR", "cannot be read", id="unbalanced"
        ),
        pytest.param(calendar(), "has no event in it", id="no event"),
        pytest.param(
            calendar(event("DTSTART;VALUE=DATE:20201203", WEEKLY)),
            "only events without a time of day",
            id="all-day",
        ),
        pytest.param(only(WEEKLY), "no start with a time of day", id="no start"),
        pytest.param(only("DTSTART:soon", WEEKLY), "its DTSTART cannot be “soon”", id="a start that is none"),
        pytest.param(only(START, START), "DTSTART more than once", id="two starts"),
        pytest.param(only("DTSTART:00010101T000000Z", WEEKLY), "about the year 1", id="long ago"),
        pytest.param(
            calendar(event("DTSTART;TZID=Asia/Tokyo:99991231T235959", WEEKLY)),
            "about the year 9999",
            id="never",
        ),
        pytest.param(only(START, "DURATION:P2D"), "longer than 24 hours", id="days on end"),
        pytest.param(only(START, "DTEND:20990101T000000Z"), "longer than 24 hours", id="years on end"),
        pytest.param(only(START, "RRULE:FREQ=SECONDLY"), "FREQ must be one of DAILY", id="every second"),
        pytest.param(only(START, "RRULE:FREQ=DAILY;INTERVAL=0"), "must be at least 1", id="not going on"),
        pytest.param(only(START, "RRULE:whenever"), "is no recurrence rule", id="no rule"),
        pytest.param(
            only(START, "RRULE:FREQ=WEEKLY;BYDAY=soon"),
            "its RRULE cannot be “FREQ=WEEKLY;BYDAY=soon”",
            id="a rule with a word",
        ),
        pytest.param(only(START, "DURATION:long"), "its DURATION cannot be “long”", id="no duration"),
        pytest.param(only(START, "DTEND:late"), "its DTEND cannot be “late”", id="no end"),
        pytest.param(only(START, WEEKLY, "RDATE:often"), "its RDATE cannot be “often”", id="no more dates"),
        pytest.param(
            only(START, "DTEND;VALUE=PERIOD:20201203T100000/PT1H"),
            "it is not written as calendars write events",
            id="a period as an end",
        ),
        pytest.param(
            calendar(event(START, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")),
            "no day ever fits",
            id="no day",
        ),
        pytest.param(
            only(START, WEEKLY, "EXRULE:FREQ=MONTHLY;BYDAY=1TH"), "EXRULE", id="a rule of exceptions"
        ),
        pytest.param(
            only(START, WEEKLY, "EXDATE:never"),
            "its EXDATE cannot be “never”",
            id="an exception that is none",
        ),
        pytest.param(
            calendar(event(START, WEEKLY), changed("DTSTART:later")),
            "cannot be “later”",
            id="moved to nowhere",
        ),
        pytest.param(
            calendar(event(START, WEEKLY), changed("RECURRENCE-ID:20201224T150000Z")),
            "it has RECURRENCE-ID more than once",
            id="two meetings changed by one",
        ),
    ],
)
def test_what_is_no_calendar_is_an_error_in_one_sentence_and_never_no_meeting(text: str, words: str) -> None:
    found = mistake(text).problem
    assert words in found
    assert "secret" not in found
    assert re.search(r"; (run again|check|add|give|correct|name|put) ?", found), found
    assert not re.search(r"property|attribute|object|expected 'v|…", found), found


@pytest.mark.parametrize(
    ("text", "at_address", "in_file"),
    [
        pytest.param(
            ONE[:-20],
            "ends in the middle: the last line is not END:VCALENDAR; run again",
            "ends in the middle: the last line is not END:VCALENDAR; add the missing end",
            id="cut",
        ),
        pytest.param(
            ONE.replace("END:VEVENT\r\n", ""),
            "ends in the middle: a part of it is not closed; run again",
            "ends in the middle: a part of it is not closed; add the missing end",
            id="an event without its end",
        ),
        pytest.param(
            HTML,
            "is no iCalendar, but a web page; check that it can be read without signing in",
            "is no iCalendar, but a web page; put an exported calendar there, which begins with BEGIN:VCALENDAR",
            id="a page",
        ),
        pytest.param(
            calendar(),
            "has no event in it; add the meeting there, or name another calendar",
            "has no event in it; add the meeting there, or name another calendar",
            id="no event",
        ),
    ],
)
def test_what_helps_depends_on_where_the_calendar_is(text: str, at_address: str, in_file: str) -> None:
    assert mistake(text).problem == at_address
    assert mistake(text, calendar="docs/team.ics").problem == in_file


ROOM = calendar(*(event(START, WEEKLY, uid=str(number)) for number in range(2)))


@given(st.integers(0, len(ROOM) - 1))
def test_a_calendar_cut_anywhere_is_an_error(length: int) -> None:
    if ROOM[:length].strip() != ROOM.strip():
        mistake(ROOM[:length])


@given(st.integers(0, len(ROOM) - 1), st.text('BEGIN:VT;=,\r\n 0123456789TZ\\"\x00é', max_size=12))
def test_a_damaged_calendar_is_read_or_is_an_error(at: int, damage: str) -> None:
    text = ROOM[:at] + damage + ROOM[at + len(damage) :]
    try:
        found: object = keys(feed(text))
    except CalendarMistakeError as error:
        found = error
    assert "\n" not in str(found)


HOURS = (moment("1990-01-01 00:00") + timedelta(hours=hour) for hour in range(9000))
MANY = ",".join(f"{hour:%Y%m%dT%H%M%SZ}" for hour in HOURS)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((START, "RRULE:FREQ=DAILY;COUNT=1000000000"), id="a thousand million meetings"),
        pytest.param(("DTSTART:19700101T100000Z", "RRULE:FREQ=DAILY"), id="for fifty years"),
        pytest.param((START, "RRULE:FREQ=DAILY;INTERVAL=1000000000"), id="every million years"),
        pytest.param((START, WEEKLY, f"EXDATE:{MANY}"), id="thousands of exceptions"),
        pytest.param((START, WEEKLY, f"RDATE:{MANY}"), id="thousands of days"),
    ],
)
def test_a_hostile_calendar_takes_no_time(lines: tuple[str, ...]) -> None:
    begun = time.process_time()
    assert len(keys(feed(only(*lines)), "12-02 00:00", "12-11 00:00")) <= 10
    assert time.process_time() - begun < 2


def test_a_calendar_with_very_many_recurring_events_of_one_name_is_refused() -> None:
    many = [event(START, "RRULE:FREQ=DAILY", uid=str(number)) for number in range(120)]
    assert "too many recurring events" in mistake(calendar(*many)).problem


def test_a_calendar_of_thousands_of_events_is_read_once() -> None:
    text = calendar(event(START, WEEKLY), *(_short(number) for number in range(4_000)))
    used = feed(text, event="Arch Hour")
    begun = time.process_time()
    for _ in range(20):
        assert len(told(used, "12-01 00:00", "12-11 00:00")) == 2
    assert time.process_time() - begun < 0.5


def _short(number: int) -> str:
    return f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART:20201203T100000Z\r\nEND:VEVENT"
