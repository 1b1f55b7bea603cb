"""When the meetings are: over changes of the clock, with what was skipped, moved and added."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from arch_hour.rules.schedule import Occurrence, due_for_agenda, occurrences
from tests.rules.build import config, moment


def meetings(after: str, before: str, **meeting: Any) -> tuple[Occurrence, ...]:
    return occurrences(config(meeting=meeting).meeting, moment(after), moment(before))


def keys(after: str, before: str, **meeting: Any) -> list[str]:
    return [found.key for found in meetings(after, before, **meeting)]


def local(found: tuple[Occurrence, ...]) -> list[str]:
    return [f"{occurrence.start:%m-%d %H:%M}" for occurrence in found]


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        ("2021-03-08 00:00", "2021-03-22 00:00", ["2021-03-11T15:00:00Z", "2021-03-18T14:00:00Z"]),
        ("2021-11-01 00:00", "2021-11-15 00:00", ["2021-11-04T14:00:00Z", "2021-11-11T15:00:00Z"]),
    ],
    ids=["spring forward", "fall back"],
)
def test_ten_in_new_york_stays_ten_over_changes_of_the_clock(
    after: str, before: str, expected: list[str]
) -> None:
    found = meetings(after, before)
    assert [occurrence.key for occurrence in found] == expected
    assert {f"{occurrence.start:%H:%M}" for occurrence in found} == {"10:00"}


def test_no_meeting_is_before_the_first() -> None:
    assert keys("11-01 00:00", "12-11 00:00") == ["2020-12-03T15:00:00Z", "2020-12-10T15:00:00Z"]


def test_the_span_holds_its_beginning_and_not_its_end() -> None:
    assert keys("12-10 15:00", "12-17 15:00") == ["2020-12-10T15:00:00Z"]


def test_an_hour_that_the_clock_skips_is_held_an_hour_later_for_that_day_only() -> None:
    found = meetings(
        "2021-03-06 00:00", "2021-03-22 00:00", start="2021-03-07T02:30", schedule="FREQ=WEEKLY;BYDAY=SU"
    )
    assert local(found) == ["03-07 02:30", "03-14 03:30", "03-21 02:30"]
    assert [occurrence.key for occurrence in found][1:] == ["2021-03-14T07:30:00Z", "2021-03-21T06:30:00Z"]


def test_a_meeting_over_the_change_of_the_clock_lasts_its_minutes() -> None:
    (found,) = meetings(
        "2021-03-14 00:00", "2021-03-15 00:00", start="2021-03-14T01:30", schedule="FREQ=WEEKLY;BYDAY=SU"
    )
    assert f"{found.start:%H:%M}–{found.end:%H:%M}" == "01:30–03:30"
    assert found.end.timestamp() - found.start.timestamp() == 3600


def test_an_evening_in_los_angeles_keeps_its_own_date() -> None:
    (found,) = meetings(
        "12-17 00:00", "12-19 00:00", start="2020-12-03T20:00", timezone="America/Los_Angeles"
    )
    assert f"{found.start:%Y-%m-%d %H:%M}" == "2020-12-17 20:00"
    assert found.key == "2020-12-18T04:00:00Z"


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=2TH", ["2020-12-03", "2020-12-10", "2021-01-14", "2021-02-11"]),
        ("FREQ=MONTHLY;BYDAY=-1TH", ["2020-12-03", "2020-12-31", "2021-01-28", "2021-02-25"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=3", ["2020-12-03", "2020-12-17", "2020-12-31"]),
        ("FREQ=WEEKLY;UNTIL=20201217T150000Z", ["2020-12-03", "2020-12-10", "2020-12-17"]),
        ("freq=weekly;byday=th;count=1", ["2020-12-03"]),
        ("RRULE:FREQ=WEEKLY;COUNT=2", ["2020-12-03", "2020-12-10"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_recurrence_rules_mean_what_they_say(schedule: str, expected: list[str]) -> None:
    found = meetings("12-01 00:00", "2021-03-01 00:00", schedule=schedule)
    assert [f"{occurrence.start:%Y-%m-%d}" for occurrence in found] == expected


def test_the_last_day_of_a_month_does_not_drift() -> None:
    schedule = {"schedule": "FREQ=MONTHLY;BYMONTHDAY=-1", "start": "2021-01-31T10:00"}
    found = meetings("2021-01-01 00:00", "2021-06-01 00:00", **schedule)
    assert [occurrence.start.day for occurrence in found] == [31, 28, 31, 30, 31]


def test_a_skipped_meeting_is_none() -> None:
    assert keys("12-16 00:00", "2021-01-01 00:00", skip=["2020-12-24"]) == [
        "2020-12-17T15:00:00Z",
        "2020-12-31T15:00:00Z",
    ]


def test_a_moved_meeting_keeps_its_identity() -> None:
    (found,) = meetings("12-30 00:00", "2021-01-07 00:00", moved={"2020-12-31": "2020-12-30T15:00"})
    assert found.key == "2020-12-31T15:00:00Z"
    assert f"{found.start:%m-%d %H:%M %Z}" == "12-30 15:00 EST"
    assert found.end - found.start == timedelta(hours=1)


def test_a_meeting_moved_far_away_is_found_at_its_new_time_only() -> None:
    moved = {"moved": {"2020-12-31": "2021-02-01T09:00"}}
    assert keys("12-30 00:00", "2021-01-02 00:00", **moved) == []
    assert keys("2021-02-01 00:00", "2021-02-02 00:00", **moved) == ["2020-12-31T15:00:00Z"]


def test_two_meetings_on_one_day_are_two() -> None:
    assert keys("12-17 00:00", "12-18 00:00", extra=["2020-12-17T16:00"]) == [
        "2020-12-17T15:00:00Z",
        "2020-12-17T21:00:00Z",
    ]


def test_a_one_off_meeting_at_the_usual_time_is_the_usual_one() -> None:
    assert keys("12-17 00:00", "12-18 00:00", extra=["2020-12-17T10:00"]) == ["2020-12-17T15:00:00Z"]


def test_a_one_off_meeting_comes_on_top() -> None:
    assert keys("12-14 00:00", "12-18 00:00", extra=["2020-12-15T09:00"]) == [
        "2020-12-15T14:00:00Z",
        "2020-12-17T15:00:00Z",
    ]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("12-14 14:59:59", []),
        ("12-14 15:00", ["2020-12-17T15:00:00Z"]),
        ("12-17 15:00", ["2020-12-17T15:00:00Z"]),
        ("12-17 15:59:59", ["2020-12-17T15:00:00Z"]),
        ("12-17 16:00", []),
    ],
    ids=["too early", "just in time", "it begins", "its last second", "it is over"],
)
def test_an_agenda_is_due_from_open_before_to_the_end_of_the_meeting(now: str, due: list[str]) -> None:
    assert [found.key for found in due_for_agenda(config(), moment(now))] == due


def test_several_meetings_can_be_due_at_once() -> None:
    daily = config(meeting={"schedule": "FREQ=DAILY"}, agenda={"open_before": "2d"})
    due = due_for_agenda(daily, moment("12-15 15:30"))
    assert local(due) == ["12-15 10:00", "12-16 10:00", "12-17 10:00"]


def test_moments_are_counted_on_the_clock_that_never_jumps() -> None:
    zone = ZoneInfo("America/New_York")
    start = datetime(2021, 3, 14, 10, tzinfo=zone)
    found = Occurrence(start, start, 60)
    assert found.at(timedelta(days=-1)) == moment("2021-03-13 14:00")
