"""The zone of a calendar's meetings: as configured, as the event has it, or as the calendar describes it."""

import pytest

from tests.rules.feed_texts import (
    START,
    WEEKLY,
    calendar,
    event,
    feed,
    keys,
    mistake,
    told,
)


@pytest.mark.parametrize(
    ("lines", "given", "zone"),
    [
        (["DTSTART;TZID=Europe/London:20201203T100000"], None, "Europe/London"),
        (["DTSTART;TZID=Europe/London:20201203T100000"], "Asia/Tokyo", "Asia/Tokyo"),
        (["DTSTART;TZID=W. Europe Standard Time:20201203T100000"], None, "Europe/Berlin"),
        (["DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Rome:20201203T100000"], None, "Europe/Rome"),
        (["DTSTART:20201203T100000Z"], None, "Australia/Sydney"),
        (["DTSTART:20201203T100000"], None, "Australia/Sydney"),
        (["DTSTART:20201203T100000"], "Asia/Tokyo", "Asia/Tokyo"),
        (["DTSTART:20201203T100000"], "UTC", "UTC"),
    ],
)
def test_the_zone_is_the_configured_one_else_the_event_s_else_the_calendar_s(
    lines: list[str], given: str | None, zone: str
) -> None:
    text = calendar("X-WR-TIMEZONE:Australia/Sydney", event(*lines))
    assert feed(text, timezone=given).zone.key == zone


def test_without_any_zone_it_is_utc() -> None:
    used = feed(calendar("X-WR-TIMEZONE:Mars/Olympus", event("DTSTART:20201203T100000", WEEKLY)))
    assert used.zone.key == "UTC"
    assert keys(used, "12-03 00:00", "12-04 00:00") == ["2020-12-03T10:00:00Z"]


def test_a_single_meeting_elsewhere_does_not_move_the_zone_of_the_recurring_one() -> None:
    once = event("DTSTART;TZID=Asia/Tokyo:20201225T100000", uid="once")
    assert feed(calendar(event(START, WEEKLY), once)).zone.key == "America/New_York"


CUSTOM = """\
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:{offset}
RRULE:FREQ={frequency};BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def described(offset: str = "+0100", frequency: str = "YEARLY") -> str:
    zone = CUSTOM.format(offset=offset, frequency=frequency).replace("\n", "\r\n")
    return calendar(zone, event("DTSTART;TZID=Customized Time Zone:20201203T100000", WEEKLY))


def test_a_zone_of_the_calendar_s_own_is_taken_as_it_describes_it() -> None:
    used = feed(described(), timezone="Europe/Berlin")
    assert told(used, "2021-03-25 00:00", "2021-04-02 00:00") == ["03-25 10:00 60", "04-01 10:00 60"]


def test_two_calendars_that_describe_a_zone_differently_do_not_disturb_each_other() -> None:
    assert keys(feed(described()), "12-03 00:00", "12-04 00:00") == ["2020-12-03T09:00:00Z"]
    assert keys(feed(described("-0300")), "12-03 00:00", "12-04 00:00") == ["2020-12-03T13:00:00Z"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(calendar(event("DTSTART;TZID=Mars/Olympus:20201203T100000")), id="nowhere described"),
        pytest.param(described(frequency="SECONDLY"), id="a clock that changes every second"),
        pytest.param(described(offset="nonsense"), id="nonsense"),
    ],
)
def test_a_zone_that_nobody_knows_is_an_error(text: str) -> None:
    assert "zone" in mistake(text).problem or "cannot be read" in mistake(text).problem
