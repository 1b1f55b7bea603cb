"""When the workflow is to run: shortly before each meeting, and off the hour."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from arch_hour.config import Config
from arch_hour.rules.crons import APART, MOST, UPKEEP, YEAR, Timer, crons_for, run_moments
from arch_hour.rules.run_times import Runs, first_run, is_understood, runs_around
from arch_hour.rules.schedule import occurrences
from sandbox.workflows.files import read_definition
from tests.rules.build import config
from tests.rules.feed_texts import calendar, event, feed

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NEW_YORK, BERLIN, KOLKATA, KATHMANDU = "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu"
ZONES = (
    NEW_YORK,
    BERLIN,
    KOLKATA,
    KATHMANDU,
    "Pacific/Chatham",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
)
BUSY = {0, 1, 15, 16, 30, 31, 45, 46}


def team(schedule: str, start: str, zone: str, freeze: str = "30m", **meeting: Any) -> Config:
    values = {"schedule": schedule, "start": start, "timezone": zone, **meeting}
    return config(meeting=values, agenda={"freeze_before": freeze, "open_before": "7d"})


def entries(of: Config, *, with_zone: bool = True) -> list[str]:
    """Those before the meetings."""
    found = crons_for(of, NOW, with_zone=with_zone)
    assert found.upkeep.cron == UPKEEP
    assert {timer.timezone for timer in found.timers} == {of.zone.key if with_zone else None}
    return [timer.cron for timer in found.before_meetings]


def around(of: Config, *, with_zone: bool, upkeep: bool = True) -> list[tuple[datetime, Runs]]:
    """The meetings of a year, each with the runs that it has."""
    crons = crons_for(of, NOW, with_zone=with_zone)
    timers = crons.timers if upkeep else crons.before_meetings
    return [
        (meeting.at(timedelta()), runs_around(timers, of, meeting))
        for meeting in occurrences(of, NOW, NOW + YEAR)
    ]


@pytest.mark.parametrize(
    ("schedule", "start", "zone", "freeze", "in_zone", "in_utc"),
    [
        pytest.param(
            "FREQ=WEEKLY;BYDAY=TH",
            "2026-01-08T10:00",
            NEW_YORK,
            "30m",
            ["32 9 * * 4", "47 9 * * 4"],
            ["32 13,14 * * 4", "47 13,14 * * 4"],
            id="once a week, in summer and winter",
        ),
        pytest.param(
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            "2026-01-05T09:15",
            "UTC",
            "15m",
            ["2 9 * * 1,2,3,4,5", "7 9 * * 1,2,3,4,5"],
            ["2 9 * * 1,2,3,4,5", "7 9 * * 1,2,3,4,5"],
            id="on several days",
        ),
        pytest.param(
            "FREQ=DAILY",
            "2026-01-05T12:00",
            "UTC",
            "1h",
            ["2 11 * * *", "32 11 * * *"],
            ["2 11 * * *", "32 11 * * *"],
            id="every day",
        ),
        pytest.param(
            "FREQ=MONTHLY;BYDAY=1TU",
            "2026-01-06T16:00",
            KOLKATA,
            "30m",
            ["32 15 * * 2", "47 15 * * 2"],
            ["2 10 * * 2", "17 10 * * 2"],
            id="once a month, half an hour off",
        ),
        pytest.param(
            "FREQ=WEEKLY;BYDAY=SU",
            "2026-01-04T00:10",
            "UTC",
            "30m",
            ["41 23 * * 6", "55 23 * * 6"],
            ["41 23 * * 6", "55 23 * * 6"],
            id="frozen on the evening before",
        ),
        pytest.param(
            "FREQ=WEEKLY;BYDAY=MO",
            "2026-01-05T01:00",
            BERLIN,
            "30m",
            ["32 0 * * 1", "47 0 * * 1"],
            ["32 22,23 * * 0", "47 22,23 * * 0"],
            id="on another day in UTC",
        ),
        pytest.param(
            "FREQ=WEEKLY;BYDAY=MO",
            "2026-01-05T10:00",
            KATHMANDU,
            "30m",
            ["32 9 * * 1", "47 9 * * 1"],
            ["47 3 * * 1", "2 4 * * 1"],
            id="a quarter off",
        ),
        pytest.param(
            "FREQ=WEEKLY;BYDAY=TH",
            "2026-01-08T10:00",
            "UTC",
            "2d",
            ["2 10 * * 2,3"],
            ["2 10 * * 2,3"],
            id="frozen days before",
        ),
    ],
)
def test_the_entries_of_a_schedule(
    schedule: str, start: str, zone: str, freeze: str, in_zone: list[str], in_utc: list[str]
) -> None:
    of = team(schedule, start, zone, freeze)
    assert entries(of) == in_zone
    assert entries(of, with_zone=False) == in_utc


@pytest.mark.parametrize(
    ("freeze", "start", "minutes"),
    [
        pytest.param("1m", "10:00", [59], id="a minute"),
        pytest.param("2m", "10:00", [59], id="two minutes"),
        pytest.param("2m", "10:01", [59], id="two minutes around the hour"),
        pytest.param("1m", "10:31", [30], id="a busy minute, where there is no other"),
        pytest.param("5m", "10:00", [56], id="five minutes"),
        pytest.param("5m", "10:05", [2], id="five minutes from the hour on"),
        pytest.param("10m", "10:00", [51], id="ten minutes, not twice within GitHub's shortest interval"),
        pytest.param("12m", "10:00", [49, 54], id="twelve minutes"),
        pytest.param("15m", "10:00", [47, 52], id="a quarter"),
    ],
)
def test_what_fits_into_a_short_freeze(freeze: str, start: str, minutes: list[int]) -> None:
    of = team("FREQ=WEEKLY", f"2026-01-08T{start}", "UTC", freeze)
    (meeting, *_) = occurrences(of, NOW, NOW + YEAR)
    assert [moment.minute for moment in run_moments(of, meeting)] == minutes


def test_meetings_that_are_moved_or_added_have_entries_too_and_skipped_ones_none() -> None:
    of = team(
        "FREQ=MONTHLY;BYDAY=1TH;COUNT=3",
        "2026-01-01T10:00",
        "UTC",
        moved={"2026-02-05": "2026-02-06T15:00"},
        extra=["2026-02-10T08:00"],
        skip=["2026-03-05"],
    )
    assert entries(of) == [
        "32 7 * * 2",
        "47 7 * * 2",
        "32 9 * * 4",
        "47 9 * * 4",
        "32 14 * * 5",
        "47 14 * * 5",
    ]


def test_a_meeting_that_is_over_for_good_needs_the_upkeep_alone() -> None:
    of = team("FREQ=WEEKLY;COUNT=2", "2025-01-02T10:00", "UTC")
    assert crons_for(of, NOW, with_zone=True).timers == (Timer(UPKEEP, "UTC"),)


def test_of_many_times_those_that_occur_most_have_entries() -> None:
    extra = [f"2026-02-{day:02}T{day % 24:02}:20" for day in range(1, 29)]
    of = team("FREQ=WEEKLY", "2026-01-07T10:00", "UTC", extra=extra)
    found = entries(of)
    assert {"32 9 * * 3", "47 9 * * 3"} <= set(found)
    assert len(found) <= MOST


def test_many_times_of_a_day_share_their_entries() -> None:
    of = team("FREQ=DAILY;BYHOUR=9,11,13,15,17,19", "2026-01-08T09:00", "Europe/Berlin")
    assert entries(of) == ["32 8,10,12,14,16,18 * * *", "47 8,10,12,14,16,18 * * *"]
    assert all(runs.final for _, runs in around(of, with_zone=True))


def test_a_ranking_that_is_final_at_the_start_is_told_shortly_after() -> None:
    of = team("FREQ=WEEKLY", "2026-01-08T10:00", "UTC", "0m")
    assert entries(of) == ["2 10 * * 4"]
    assert all(runs.final and runs.has_margin for _, runs in around(of, with_zone=True))


def test_the_next_meetings_have_a_run_however_many_times_there_are() -> None:
    extra = [f"2026-02-{day:02}T{day % 24:02}:{day + 20}" for day in range(1, 29)]
    of = team("FREQ=YEARLY", "2026-02-01T10:00", "UTC", extra=extra)
    assert all(runs.final for _, runs in around(of, with_zone=True, upkeep=False)[:5])


def test_a_calendar_with_meetings_at_several_times_of_the_day_has_entries_for_each() -> None:
    of = feed(calendar(event("DTSTART:20260105T090000Z", "RRULE:FREQ=DAILY;BYHOUR=9,14")), timezone="UTC")
    assert entries(of) == ["47 8,13 * * *", "52 8,13 * * *"]


SCHEDULES = st.sampled_from(
    [
        "FREQ=WEEKLY;BYDAY=TH",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR",
        "FREQ=MONTHLY;BYDAY=-1SU",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=DAILY;INTERVAL=9",
        "FREQ=YEARLY",
    ]
)
# Within some hours of a change of the clocks a local time is not there, or twice; a run may then be missing.
STEADY = timedelta(hours=4)


@effort(max_examples=60)
@given(
    schedule=SCHEDULES,
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 24 * 60 - 1),
    freeze=st.integers(1, 200) | st.sampled_from([24 * 60, 3 * 24 * 60 + 7]),
    with_zone=st.booleans(),
)
def test_every_meeting_has_a_run_between_freeze_and_start_off_the_hour(
    schedule: str,
    zone: str,
    minutes: int,
    freeze: int,
    with_zone: bool,  # noqa: FBT001
) -> None:
    start = f"2026-01-01T{minutes // 60:02}:{minutes % 60:02}"
    of = team(schedule, start, zone, f"{freeze}m")
    crons = crons_for(of, NOW, with_zone=with_zone)
    for timer in crons.timers:
        assert is_understood(timer)
    for timer in crons.before_meetings:
        has_room = freeze > 3
        assert not has_room or int(timer.cron.split()[0]) not in BUSY
    for begins, runs in around(of, with_zone=with_zone, upkeep=False):
        local = begins.astimezone(of.zone)
        frozen = begins - timedelta(minutes=freeze)
        is_steady = {
            (moment.astimezone(of.zone)).utcoffset() for moment in (frozen - STEADY, begins, begins + STEADY)
        } == {local.utcoffset()}
        assert not is_steady or runs.final is not None
        if runs.final is not None:
            assert frozen <= runs.final < begins


@effort(max_examples=40)
@given(zone=st.sampled_from(ZONES), freeze=st.integers(1, 4000), minutes=st.integers(0, 24 * 60 - 1))
def test_two_runs_for_a_meeting_are_as_far_apart_as_github_asks(zone: str, freeze: int, minutes: int) -> None:
    of = team("FREQ=WEEKLY", f"2026-01-01T{minutes // 60:02}:{minutes % 60:02}", zone, f"{freeze}m")
    for meeting in occurrences(of, NOW, NOW + timedelta(days=100)):
        moments = run_moments(of, meeting)
        assert all(meeting.at(-of.agenda.freeze_before) <= each < meeting.at(timedelta()) for each in moments)
        assert all(later - earlier >= APART for earlier, later in pairwise(moments))


@effort(max_examples=30)
@given(schedule=SCHEDULES, zone=st.sampled_from(ZONES), hour=st.integers(0, 23), with_zone=st.booleans())
def test_the_sandbox_reads_what_github_is_to_read(
    schedule: str,
    zone: str,
    hour: int,
    with_zone: bool,  # noqa: FBT001
) -> None:
    crons = crons_for(team(schedule, f"2026-01-01T{hour:02}:30", zone), NOW, with_zone=with_zone)
    listed = [
        {"cron": timer.cron} | ({"timezone": timer.timezone} if timer.timezone else {})
        for timer in crons.timers
    ]
    text = yaml.safe_dump({"on": {"schedule": listed}, "jobs": {"a": {"steps": []}}})
    read = read_definition("x.yml", text.encode())
    assert [(timer.cron, timer.timezone) for timer in read.timers] == [
        (timer.cron, timer.timezone) for timer in crons.timers
    ]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("with_zone", [True, False])
def test_a_ready_schedule_makes_and_closes_the_agenda_of_every_meeting_of_a_year(
    zone: str,
    with_zone: bool,  # noqa: FBT001
) -> None:
    for _, runs in around(team("FREQ=WEEKLY;BYDAY=TH", "2026-01-08T10:00", zone), with_zone=with_zone):
        assert runs.making is not None
        assert runs.after is not None
        assert runs.has_margin


def test_the_upkeep_is_twice_a_day_in_every_zone() -> None:
    for zone in ZONES:
        timer = Timer(UPKEEP, zone)
        seen = [
            first_run((timer,), NOW + timedelta(hours=hour), NOW + timedelta(days=5)) for hour in range(48)
        ]
        assert len(set(seen)) >= 4
