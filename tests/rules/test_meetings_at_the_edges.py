"""Meetings whose rule, time or identity is hard to tell: each is held once, or is told as a mistake at once."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from arch_hour.config import Config
from arch_hour.recurrence import check_it_recurs, checked_rule
from arch_hour.rules.schedule import find_occurrence, meeting_number, occurrences
from tests.rules.build import config, moment
from tests.rules.feed_texts import (
    NEW_YORK,
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


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=MONTHLY;BYDAY=1TH,8TH", "from 1 to 5"),
        ("FREQ=MONTHLY;BYDAY=17TH", "from 1 to 5"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-6SU", "from 1 to 5"),
        ("FREQ=YEARLY;BYDAY=400TH", "from 1 to 53"),
        ("FREQ=WEEKLY;BYDAY=2TH", "goes with FREQ=MONTHLY"),
        ("FREQ=DAILY;BYDAY=MO,1TH", "goes with FREQ=MONTHLY"),
        ("FREQ=YEARLY;BYEASTER=999", "unknown parameter 'BYEASTER'"),
        ("FREQ=MONTHLY;BYWEEKDAY=8TH", "unknown parameter 'BYWEEKDAY'"),
    ],
)
def test_a_rule_that_would_fail_later_or_mean_something_else_is_refused(rule: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        checked_rule(rule)
    mistake(calendar(event(START, f"RRULE:{rule}")))


@pytest.mark.parametrize(
    "rule", ["FREQ=MONTHLY;BYDAY=5TH", "FREQ=MONTHLY;BYDAY=+1TH,-5TH", "FREQ=YEARLY;BYDAY=53TH,-53TH"]
)
def test_the_outermost_ordinals_are_counted_through_all_years(rule: str) -> None:
    used = config(meeting={"schedule": checked_rule(rule), "start": "1970-01-01T10:00"})
    assert occurrences(used, moment("1970-01-01 00:00"), moment("2199-01-01 00:00"))


def test_a_rule_on_which_the_library_breaks_fits_no_day() -> None:
    with pytest.raises(ValueError, match="no day ever fits"):
        check_it_recurs("FREQ=MONTHLY;BYDAY=17TH", datetime(2020, 1, 1, tzinfo=UTC))


MOVED = changed(f"DTSTART;{NEW_YORK}:20201218T100000")
ONCE = event(f"DTSTART;{NEW_YORK}:20201217T100000", uid="once")
OTHER = event(f"DTSTART;{NEW_YORK}:20201217T100000", WEEKLY + ";COUNT=1", uid="other")


@pytest.mark.parametrize("more", [ONCE, OTHER], ids=["a one-off", "another series"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_meeting_where_another_one_was_moved_away_is_a_meeting_of_its_own(more: str, turned: bool) -> None:  # noqa: FBT001  a column
    parts = [event(START, WEEKLY), MOVED, more]
    used = feed(calendar(*(reversed(parts) if turned else parts)))
    found = occurrences(used, moment("12-16 00:00"), moment("12-20 00:00"))
    assert [(meeting.key, meeting.at(timedelta())) for meeting in found] == [
        ("2020-12-17T15:00:01Z", moment("12-17 15:00")),
        ("2020-12-17T15:00:00Z", moment("12-18 15:00")),
    ]
    assert [find_occurrence(used, meeting.key) for meeting in found] == list(found)
    assert [meeting_number(used, meeting) for meeting in found] == [3, 2]


def test_an_extra_meeting_where_one_was_moved_away_is_a_meeting_of_its_own() -> None:
    used = config(meeting={"moved": {"2020-12-17": "2020-12-18T10:00"}, "extra": ["2020-12-17T10:00"]})
    found = occurrences(used, moment("12-16 00:00"), moment("12-20 00:00"))
    assert [meeting.key for meeting in found] == ["2020-12-17T15:00:01Z", "2020-12-17T15:00:00Z"]
    assert [find_occurrence(used, meeting.key) for meeting in found] == list(found)


def test_the_same_meeting_told_twice_is_one() -> None:
    used = feed(calendar(event(START, WEEKLY), ONCE), extra=["2020-12-17T10:00"])
    assert keys(used, "12-16 00:00", "12-20 00:00") == ["2020-12-17T15:00:00Z"]


def test_a_series_that_ended_before_it_began_holds_nothing() -> None:
    assert told(feed(calendar(event(START, WEEKLY + ";UNTIL=20201126T000000Z")))) == []


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([event(START, WEEKLY + ";COUNT=2", "EXDATE:20201210T100000")], ["12-03 10:00 60"]),
        (
            [
                event(START, WEEKLY + ";COUNT=2"),
                changed("STATUS:CANCELLED", of="RECURRENCE-ID:20201210T100000"),
            ],
            ["12-03 10:00 60"],
        ),
        ([event(START, "DTEND:20201203T103000")], ["12-03 10:00 30"]),
    ],
    ids=["EXDATE", "RECURRENCE-ID", "DTEND"],
)
def test_a_floating_time_is_one_of_the_event_s_own_zone(parts: list[str], expected: list[str]) -> None:
    used = feed(calendar(*parts), timezone="Europe/Berlin")
    found = occurrences(used, moment("12-01 00:00"), moment("12-20 00:00"))
    assert [
        f"{meeting.at(timedelta()) - timedelta(hours=5):%m-%d %H:%M} {meeting.minutes}" for meeting in found
    ] == expected


def test_meetings_of_the_repeated_hour_are_in_the_order_of_time() -> None:
    twice = [event(f"DTSTART:20201101T{clock}00Z", uid=clock) for clock in ("0610", "0550")]
    used = feed(calendar(*twice), timezone="America/New_York")
    assert keys(used, "11-01 00:00", "11-02 00:00") == ["2020-11-01T05:50:00Z", "2020-11-01T06:10:00Z"]


def test_fractions_of_a_second_are_left_out() -> None:
    used = config(meeting={"start": "2020-12-03T10:00:00.5"})
    assert keys(used, "12-01 00:00", "12-08 00:00") == ["2020-12-03T15:00:00Z"]


@pytest.mark.parametrize(
    "meeting",
    [
        {"start": "0001-12-06T10:00"},
        {"moved": {"2020-12-17": "9999-12-31T23:59"}},
        {"moved": {"0001-01-01": "2020-12-18T10:00"}},
        {"extra": ["9999-12-31T23:59"]},
        {"skip": ["9999-12-31"]},
    ],
    ids=str,
)
def test_years_that_nobody_meets_in_are_refused(meeting: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="write a year from 1970 to 2199"):
        config(meeting=meeting)


def quick(used: Config) -> None:
    begun = time.process_time()
    found = occurrences(used, moment("2025-12-02 00:00"), moment("2025-12-11 00:00"))
    for meeting in found:
        assert meeting_number(used, meeting) > 0
    assert time.process_time() - begun < 3


def test_a_daily_meeting_of_fifty_years_is_counted_in_time() -> None:
    quick(config(meeting={"schedule": "FREQ=DAILY", "start": "1970-01-01T10:00"}))


LASTING = "RECURRENCE-ID;RANGE=THISANDFUTURE"


def test_changes_without_end_are_refused() -> None:
    lasting = [
        changed("DTSTART:20201218T150000Z", of=f"{LASTING}:2021{n // 28 + 1:02}{n % 28 + 1:02}T150000Z")
        for n in range(101)
    ]
    assert "more than 100 times" in mistake(calendar(event(START, "RRULE:FREQ=DAILY"), *lasting)).problem
