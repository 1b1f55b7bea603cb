"""Whether a schedule has its runs where a meeting needs them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.rules.crons import Timer
from arch_hour.rules.run_times import MARGIN, Runs, first_run, is_understood, runs_around
from arch_hour.rules.schedule import occurrences
from tests.rules.build import END, FREEZE, START, config, moment

NEW_YORK = "America/New_York"


def runs(*timers: Timer) -> Runs:
    """Around the meeting of the tests, at 15:00 of a Thursday in UTC, frozen a quarter before."""
    of = config()
    (meeting,) = occurrences(of, START, END)
    return runs_around(timers, of, meeting)


def test_the_first_run_of_each_kind_is_found() -> None:
    assert runs(Timer("47 14 * * 4"), Timer("23 6,18 * * *")) == Runs(
        making=moment("12-14 18:23"),
        final=moment("12-17 14:47"),
        after=moment("12-18 06:23"),
        room=timedelta(minutes=13),
    )


@pytest.mark.parametrize(
    ("cron", "zone", "at"),
    [
        pytest.param("45 14 * * 4", None, "12-17 14:45", id="at the freeze itself"),
        pytest.param("44 14 * * 4", None, None, id="a minute before the freeze"),
        pytest.param("59 14 * * 4", None, "12-17 14:59", id="in the last minute"),
        pytest.param("0 15 * * 4", None, None, id="at the start itself"),
        pytest.param("47 9 * * 4", NEW_YORK, "12-17 14:47", id="in the meeting's zone"),
        pytest.param("47 14 * * 4", NEW_YORK, None, id="in UTC by mistake"),
        pytest.param(
            "17 20 * * THU", "Asia/Kolkata", "12-17 14:47", id="half an hour off, by the day's name"
        ),
        pytest.param("*/5 * * * *", None, "12-17 14:45", id="every five minutes"),
        pytest.param("47 14 31 2 *", None, None, id="never"),
    ],
)
def test_a_run_makes_the_ranking_final_from_the_freeze_on_and_before_the_start(
    cron: str, zone: str | None, at: str | None
) -> None:
    assert runs(Timer(cron, zone)).final == (moment(at) if at else None)


@pytest.mark.parametrize(
    ("cron", "has_margin"),
    [("50 14 * * 4", True), ("51 14 * * 4", False), ("0 12 * * 4", False)],
    ids=["ten minutes", "nine minutes", "none at all"],
)
def test_a_run_close_to_the_start_has_no_margin(cron: str, has_margin: bool) -> None:  # noqa: FBT001
    assert runs(Timer(cron)).has_margin is has_margin
    assert timedelta(minutes=10) == MARGIN


def test_an_agenda_has_time_to_be_made_from_its_opening_to_the_freeze() -> None:
    of = config(agenda={"open_before": "1h"})
    (meeting,) = occurrences(of, START, END)
    assert runs_around((Timer("59 13 * * *"),), of, meeting).making is None
    assert runs_around((Timer("0 14 * * *"),), of, meeting).making == moment("12-17 14:00")
    assert runs_around((Timer("45 14 * * *"),), of, meeting).making is None


@pytest.mark.parametrize(
    ("cron", "is_there"), [("0 4 25 12 *", True), ("0 5 26 12 *", False)], ids=["within days", "too late"]
)
def test_a_wrap_up_waits_no_longer_than_some_days(cron: str, is_there: bool) -> None:  # noqa: FBT001
    assert (runs(Timer(cron)).after is not None) is is_there


ODD = [
    pytest.param("", None, id="empty"),
    pytest.param("* * * *", None, id="four fields"),
    pytest.param("0 47 14 * * 4", None, id="with seconds"),
    pytest.param("60 14 * * 4", None, id="no such minute"),
    pytest.param("@weekly", None, id="a word"),
    pytest.param("47 14 L * *", None, id="a last day, which GitHub does not know"),
    pytest.param("47 14 * * MON#1", None, id="a first Monday, which GitHub does not know"),
    pytest.param("0 0 31 2 *", None, id="no such day"),
    pytest.param(f"{'9' * 5000} 14 * * 4", None, id="a long number"),
    pytest.param("47 14 * * 4", "America/Nowhere", id="no such zone"),
    pytest.param("47 14 * * 4", "Europe", id="a folder of zones"),
    pytest.param("47 14 * * 4", "../../etc/passwd", id="a path"),
    pytest.param("47 14 * * 4", "\0", id="a null"),
    pytest.param("47 14 * * 4", "\ud800", id="half a letter"),
    pytest.param("47 14 * * 4", "x" * 5000, id="a long zone"),
]


@pytest.mark.parametrize(("cron", "zone"), ODD)
def test_what_is_no_expression_or_zone_starts_no_run_and_hides_no_other(cron: str, zone: str | None) -> None:
    odd, good = Timer(cron, zone), Timer("47 14 * * 4")
    assert not is_understood(odd)
    assert first_run((odd,), FREEZE, START) is None
    assert first_run((odd, good), FREEZE, START) == moment("12-17 14:47")


@given(
    st.text(max_size=30)
    | st.lists(st.text("0123456789,-*/#LW", max_size=6), min_size=5, max_size=6).map(" ".join),
    st.text(max_size=10) | st.none(),
)
def test_any_text_is_understood_or_not(cron: str, zone: str | None) -> None:
    timer = Timer(cron, zone)
    found = first_run((timer,), FREEZE, START)
    assert found is None or (is_understood(timer) and FREEZE <= found < START)


def test_in_the_hour_that_comes_twice_no_run_is_before_its_time() -> None:
    # The clocks of New York go back at 06:00 in UTC, from two to one.
    second = datetime(2020, 11, 1, 6, 40, tzinfo=UTC)
    found = first_run((Timer("47 1 * * *", NEW_YORK),), second, second + timedelta(days=2))
    assert found == datetime(2020, 11, 2, 6, 47, tzinfo=UTC)


def test_in_the_hour_that_is_skipped_a_run_comes_after_it() -> None:
    # The clocks of New York go forward at 07:00 in UTC, from two to three.
    night = datetime(2021, 3, 14, 5, 0, tzinfo=UTC)
    found = first_run((Timer("32 2 * * *", NEW_YORK),), night, night + timedelta(hours=6))
    assert found == datetime(2021, 3, 14, 7, 0, tzinfo=UTC)


def test_a_moment_between_two_minutes_has_no_run_before_it() -> None:
    odd = moment("12-17 14:47:00") + timedelta(microseconds=500)
    assert first_run((Timer("47 14 * * *"),), odd, START + timedelta(days=1)) == moment("12-18 14:47")
