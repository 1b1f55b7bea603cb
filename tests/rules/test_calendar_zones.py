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


def test_times_in_utc_of_a_calendar_without_any_zone_are_held_there() -> None:
    used = feed(calendar("X-WR-TIMEZONE:Mars/Olympus", event("DTSTART:20201203T100000Z", WEEKLY)))
    assert used.zone.key == "UTC"
    assert keys(used, "12-03 00:00", "12-04 00:00") == ["2020-12-03T10:00:00Z"]


def test_times_that_nothing_gives_a_zone_are_an_error_until_the_configuration_does() -> None:
    floating = calendar("X-WR-TIMEZONE:Mars/Olympus", event("DTSTART:20201203T100000", WEEKLY))
    assert "has times without a zone: set `meeting.timezone`" in mistake(floating).problem
    used = feed(floating, timezone="America/New_York")
    assert keys(used, "12-03 00:00", "12-04 00:00") == ["2020-12-03T15:00:00Z"]


def test_a_single_meeting_elsewhere_does_not_move_the_zone_of_the_recurring_one() -> None:
    once = event("DTSTART;TZID=Asia/Tokyo:20201225T100000", uid="once")
    assert feed(calendar(event(START, WEEKLY), once)).zone.key == "America/New_York"


CUSTOM = """\
BEGIN:VTIMEZONE
TZID:{name}
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


def described(
    *lines: str, offset: str = "+0100", frequency: str = "YEARLY", name: str = "Customized Time Zone"
) -> str:
    zone = CUSTOM.format(offset=offset, frequency=frequency, name=name).replace("\n", "\r\n")
    return calendar(*lines, zone, event(f'DTSTART;TZID="{name}":20201203T100000', WEEKLY))


def test_a_zone_of_the_calendar_s_own_is_taken_as_it_describes_it() -> None:
    used = feed(described(), timezone="Europe/Berlin")
    assert told(used, "2021-03-25 00:00", "2021-04-02 00:00") == ["03-25 10:00 60", "04-01 10:00 60"]


def test_two_calendars_that_describe_a_zone_differently_do_not_disturb_each_other() -> None:
    berlin, atlantic = (feed(described(offset=offset), timezone="UTC") for offset in ("+0100", "-0300"))
    assert keys(berlin, "12-03 00:00", "12-04 00:00") == ["2020-12-03T09:00:00Z"]
    assert keys(atlantic, "12-03 00:00", "12-04 00:00") == ["2020-12-03T13:00:00Z"]


@pytest.mark.parametrize(
    "name",
    [
        "Customized Time Zone",
        "(UTC-05:00) Eastern Time (US & Canada)",
        "tzone://Microsoft/Custom",
    ],
)
def test_a_described_zone_of_no_known_place_must_be_configured(name: str) -> None:
    assert mistake(described(name=name)).problem == (
        f"has its times in the zone “{name}”, whose place nobody knows: "
        "set `meeting.timezone`, such as `America/New_York`"
    )
    assert feed(described(name=name), timezone="Europe/Berlin").zone.key == "Europe/Berlin"
    assert feed(described("X-WR-TIMEZONE:Europe/Paris", name=name)).zone.key == "Europe/Paris"


def test_a_described_zone_is_in_the_place_that_the_calendar_tells() -> None:
    place = "Customized Time Zone\nX-LIC-LOCATION:Europe/Vienna"
    text = described("X-WR-TIMEZONE:Europe/Paris").replace("Customized Time Zone\r\n", f"{place}\r\n", 1)
    assert feed(text).zone.key == "Europe/Vienna"


LOS_ANGELES = """\
BEGIN:VTIMEZONE
TZID:Ours
X-LIC-LOCATION:America/Los_Angeles
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0800
TZOFFSETTO:-0800
END:STANDARD
END:VTIMEZONE"""


def test_an_evening_in_a_described_zone_is_skipped_and_moved_by_its_own_day() -> None:
    text = calendar(LOS_ANGELES, event("DTSTART;TZID=Ours:20201203T200000", WEEKLY))
    used = feed(text, skip=["2020-12-10"], moved={"2020-12-17": "2020-12-16T20:00"})
    assert told(used, before="2020-12-26 00:00") == ["12-03 20:00 60", "12-16 20:00 60", "12-24 20:00 60"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(calendar(event("DTSTART;TZID=Mars/Olympus:20201203T100000")), id="nowhere described"),
        pytest.param(described(frequency="SECONDLY"), id="a clock that changes every second"),
    ],
)
@pytest.mark.parametrize("timezone", [None, "UTC"])
def test_a_zone_that_nobody_knows_is_corrected_where_it_stands(text: str, timezone: str | None) -> None:
    assert mistake(text, timezone=timezone).problem.endswith(
        "which is neither a known zone nor described in it; correct the event's zone in the calendar"
    )


def test_a_zone_of_nonsense_is_told_as_it_is_written() -> None:
    found = mistake(described(offset="nonsense")).problem
    assert "got: nonsense" in found
    assert found.endswith("; correct that, or export the calendar anew")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYHOUR=1,2,3;BYMINUTE=1,2;BYSECOND=1,2",
        "FREQ=YEARLY;BYYEARDAY=1,2,3",
        "FREQ=YEARLY;BYMONTH=1,2;BYDAY=1SU",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=SU",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=9SU",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1,2,3",
        "FREQ=YEARLY;INTERVAL=0",
    ],
)
def test_a_zone_whose_clock_changes_more_than_once_a_year_is_none(rule: str) -> None:
    text = described().replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", rule)
    assert "neither a known zone nor described in it" in mistake(text, timezone="UTC").problem


@pytest.mark.parametrize(
    "rule", ["BYMONTH=3;BYMONTHDAY=25,26,27,28,29,30,31;BYDAY=SU", "BYMONTH=3;BYMONTHDAY=28"]
)
def test_a_zone_may_tell_its_day_of_change_otherwise(rule: str) -> None:
    used = feed(described().replace("BYDAY=-1SU;BYMONTH=3", rule), timezone="Europe/Berlin")
    assert told(used, "2021-03-25 00:00", "2021-04-02 00:00") == ["03-25 10:00 60", "04-01 10:00 60"]


def test_the_hour_that_a_described_zone_skips_is_held_an_hour_later() -> None:
    text = described().replace("20201203T100000", "20210307T023000")
    assert told(feed(text, timezone="Europe/Berlin"), "2021-03-20 00:00", "2021-04-06 00:00") == [
        "03-21 02:30 60",
        "03-28 03:30 60",
        "04-04 02:30 60",
    ]
