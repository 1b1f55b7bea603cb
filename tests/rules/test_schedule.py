"""When the meetings are: over changes of the clock, with what was skipped, moved and added."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.rules.schedule import (
    Occurrence,
    due_for_agenda,
    find_occurrence,
    is_skipped,
    meeting_number,
    occurrences,
)
from tests.rules.build import config, moment
from tests.rules.by_hand import every, nth_weekday, on_the_clock


def meetings(after: str, before: str, **meeting: Any) -> tuple[Occurrence, ...]:
    return occurrences(config(meeting=meeting), moment(after), moment(before))


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


def test_a_meeting_in_the_skipped_hour_is_found_from_the_minute_before_it_on() -> None:
    short = {"start": "2021-03-07T02:30", "schedule": "FREQ=WEEKLY;BYDAY=SU", "duration": 20}
    assert keys("2021-03-14 07:29", "2021-03-14 07:31", **short) == ["2021-03-14T07:30:00Z"]


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


THURSDAYS = every(7, date(2020, 12, 3), date(2021, 12, 2))
SECONDS = [nth_weekday(2020, 12, 3, 2), *(nth_weekday(2021, month, 3, 2) for month in range(1, 12))]
LASTS = [nth_weekday(2020, 12, 3, -1), *(nth_weekday(2021, month, 3, -1) for month in range(1, 12))]


@pytest.mark.parametrize(
    ("zone", "clock", "schedule", "days"),
    [
        ("America/New_York", "10:00", "FREQ=WEEKLY;BYDAY=TH", THURSDAYS),
        ("Europe/London", "10:00", "FREQ=WEEKLY;BYDAY=TH", THURSDAYS),
        ("Australia/Lord_Howe", "10:00", "FREQ=WEEKLY;BYDAY=TH", THURSDAYS),
        ("America/Los_Angeles", "20:00", "FREQ=WEEKLY;BYDAY=TH", THURSDAYS),
        ("Asia/Kathmandu", "00:15", "FREQ=WEEKLY;BYDAY=TH", THURSDAYS),
        ("Europe/London", "16:00", "FREQ=WEEKLY;INTERVAL=2", THURSDAYS[::2]),
        ("America/New_York", "10:00", "FREQ=MONTHLY;BYDAY=2TH", [THURSDAYS[0], *SECONDS]),
        ("Australia/Lord_Howe", "23:30", "FREQ=MONTHLY;BYDAY=-1TH", [THURSDAYS[0], *LASTS]),
        ("America/New_York", "02:30", "FREQ=DAILY", every(1, date(2020, 12, 3), date(2021, 12, 2))),
        ("America/New_York", "01:30", "FREQ=DAILY", every(1, date(2020, 12, 3), date(2021, 12, 2))),
        ("Australia/Lord_Howe", "02:15", "FREQ=DAILY", every(1, date(2020, 12, 3), date(2021, 12, 3))),
    ],
    ids=[
        "New York",
        "London",
        "Lord Howe, half an hour",
        "Los Angeles, in the evening",
        "Kathmandu, at night",
        "every two weeks",
        "second Thursdays",
        "last Thursdays",
        "in the hour that spring skips",
        "in the hour that autumn repeats",
        "in the half hour that spring skips",
    ],
)
def test_a_year_of_meetings_is_as_counted_by_hand(
    zone: str, clock: str, schedule: str, days: list[date]
) -> None:
    meeting = {"timezone": zone, "start": f"2020-12-03T{clock}", "schedule": schedule}
    found = meetings("12-01 00:00", "2021-12-03 05:00", **meeting)
    expected = [on_the_clock(day, clock, zone) for day in days]
    assert [occurrence.at(timedelta()) for occurrence in found] == expected
    assert [occurrence.original for occurrence in found] == expected
    assert [occurrence.start.date() for occurrence in found] == days


def test_meetings_go_on_across_the_end_of_a_year() -> None:
    found = meetings(
        "12-20 00:00", "2021-01-15 12:00", timezone="America/Los_Angeles", start="2020-12-03T20:00"
    )
    assert local(found) == ["12-24 20:00", "12-31 20:00", "01-07 20:00", "01-14 20:00"]
    assert found[1].key == "2021-01-01T04:00:00Z"


def test_a_rule_can_have_two_meetings_on_one_day() -> None:
    found = meetings("12-17 00:00", "12-18 00:00", schedule="FREQ=WEEKLY;BYDAY=TH;BYHOUR=10,16")
    assert local(found) == ["12-17 10:00", "12-17 16:00"]


def test_two_meetings_of_a_day_are_moved_together_and_keep_their_distance() -> None:
    twice = {"schedule": "FREQ=WEEKLY;BYDAY=TH;BYHOUR=10,16", "moved": {"2020-12-17": "2020-12-18T20:00"}}
    found = meetings("12-16 00:00", "12-22 00:00", **twice)
    assert local(found) == ["12-18 20:00", "12-19 02:00"]
    assert [occurrence.key for occurrence in found] == ["2020-12-17T15:00:00Z", "2020-12-17T21:00:00Z"]
    assert meetings("12-19 03:00", "12-22 00:00", **twice) == found[1:]


def test_a_day_to_skip_is_one_of_the_meeting_s_own_zone() -> None:
    evening = {"timezone": "America/Los_Angeles", "start": "2020-12-03T20:00", "skip": ["2020-12-17"]}
    assert keys("12-11 12:00", "12-26 00:00", **evening) == ["2020-12-25T04:00:00Z"]


@pytest.mark.parametrize(
    ("meeting", "key", "start"),
    [
        ({}, "2020-12-17T15:00:00Z", "12-17 15:00"),
        ({}, "2020-12-18T15:00:00Z", None),
        ({}, "2020-11-26T15:00:00Z", None),
        ({}, "yesterday", None),
        ({"skip": ["2020-12-17"]}, "2020-12-17T15:00:00Z", None),
        ({"skip": ["2020-12-17"], "extra": ["2020-12-17T10:00"]}, "2020-12-17T15:00:00Z", "12-17 15:00"),
        ({"moved": {"2020-12-17": "2021-06-01T09:00"}}, "2020-12-17T15:00:00Z", "2021-06-01 13:00"),
        ({"extra": ["2020-12-15T09:00"]}, "2020-12-15T14:00:00Z", "12-15 14:00"),
        ({"schedule": "FREQ=WEEKLY;UNTIL=20201212T000000Z"}, "2020-12-17T15:00:00Z", None),
    ],
    ids=[
        "there",
        "no such day",
        "before the first",
        "no identity",
        "skipped",
        "skipped and held after all",
        "moved by months",
        "one-off",
        "after the last",
    ],
)
def test_a_meeting_is_found_by_its_identity(meeting: dict[str, Any], key: str, start: str | None) -> None:
    found = find_occurrence(config(meeting=meeting), key)
    assert (found and found.start) == (start and moment(start))
    assert found is None or found.key == key


@pytest.mark.parametrize(
    ("meeting", "key", "expected"),
    [
        ({"skip": ["2020-12-17"]}, "2020-12-17T15:00:00Z", True),
        ({"skip": ["2020-12-17"], "moved": {"2020-12-17": "2020-12-18T10:00"}}, "2020-12-17T15:00:00Z", True),
        ({"skip": ["2020-12-17"], "extra": ["2020-12-17T10:00"]}, "2020-12-17T15:00:00Z", False),
        ({"skip": ["2020-12-24"]}, "2020-12-17T15:00:00Z", False),
        ({"schedule": "FREQ=WEEKLY;COUNT=1"}, "2020-12-17T15:00:00Z", False),
        ({"skip": ["2020-12-17"]}, "", False),
    ],
    ids=["skipped", "moved and skipped", "held after all", "another one", "vanished", "no identity"],
)
def test_skipped_is_not_the_same_as_vanished(meeting: dict[str, Any], key: str, expected: bool) -> None:  # noqa: FBT001
    assert is_skipped(config(meeting=meeting), key) is expected


def test_meetings_are_numbered_by_the_schedule_alone() -> None:
    plain = config()
    changed = config(
        meeting={
            "skip": ["2020-12-10"],
            "moved": {"2020-12-17": "2020-12-01T09:00"},
            "extra": ["2020-12-05T09:00"],
        }
    )
    span = (moment("12-01 00:00"), moment("2021-01-01 00:00"))
    numbers = {found.key: meeting_number(changed, found) for found in occurrences(changed, *span)}
    usual = {found.key: meeting_number(plain, found) for found in occurrences(plain, *span)}
    assert list(usual.values()) == [0, 1, 2, 3, 4]
    assert numbers == {
        "2020-12-03T15:00:00Z": 0,
        "2020-12-05T14:00:00Z": 1,
        "2020-12-17T15:00:00Z": 2,
        "2020-12-24T15:00:00Z": 3,
        "2020-12-31T15:00:00Z": 4,
    }


def test_the_number_of_a_meeting_of_years_is_exact() -> None:
    daily = config(meeting={"schedule": "FREQ=DAILY"})
    (found,) = occurrences(daily, moment("2025-12-03 00:00"), moment("2025-12-04 00:00"))
    assert meeting_number(daily, found) == (date(2025, 12, 3) - date(2020, 12, 3)).days


RULES = st.sampled_from(
    [
        "FREQ=WEEKLY;BYDAY=TH",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        "FREQ=DAILY",
        "FREQ=DAILY;BYHOUR=1,2,3,23",
        "FREQ=MONTHLY;BYDAY=-1TH",
        "FREQ=MONTHLY;BYMONTHDAY=-1,15",
        "FREQ=YEARLY;BYMONTH=3,11;BYDAY=2SU,1SU",
        "FREQ=WEEKLY;COUNT=20",
        "FREQ=DAILY;UNTIL=20210315T000000Z",
    ]
)
ZONES = st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia", "UTC"])
CLOCKS = st.sampled_from(["00:00", "01:30", "02:30", "10:00", "20:00", "23:45"])
DAYS = st.dates(date(2020, 12, 1), date(2021, 12, 31)).map(str)
MOMENTS = st.datetimes(datetime(2020, 11, 25), datetime(2022, 1, 5)).map(  # noqa: DTZ001
    lambda found: moment(f"{found:%Y-%m-%d %H:%M:%S}")
)


@given(
    st.fixed_dictionaries(
        {
            "schedule": RULES,
            "timezone": ZONES,
            "start": CLOCKS.map(lambda clock: f"2020-12-03T{clock}"),
            "skip": st.lists(DAYS, max_size=3),
            "moved": st.dictionaries(DAYS, DAYS.map(lambda day: f"{day}T09:00"), max_size=3),
            "extra": st.lists(DAYS.map(lambda day: f"{day}T12:00"), max_size=2),
        }
    ),
    st.lists(MOMENTS, min_size=3, max_size=3).map(sorted),
)
def test_no_meeting_is_lost_or_twice_where_two_spans_meet(
    meeting: dict[str, Any], span: list[datetime]
) -> None:
    used = config(meeting=meeting)
    first, second = occurrences(used, span[0], span[1]), occurrences(used, span[1], span[2])
    together = occurrences(used, span[0], span[2])
    assert first + second == together
    assert len({found.key for found in together}) == len(together)
    for found in together[:3]:
        assert find_occurrence(used, found.key) == found
