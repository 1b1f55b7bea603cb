"""When a workflow says that it is still wanted, and how it is found out which one it is."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.rules.keep_alive import OwnWorkflow, is_keep_alive_day, own_workflow

STOPS_AFTER = timedelta(days=60)


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        pytest.param(
            "octo/cafe/.github/workflows/arch-hour.yml@refs/heads/main",
            OwnWorkflow("octo/cafe", "arch-hour.yml"),
            id="as a runner tells it",
        ),
        pytest.param(
            "octo/cafe.js/.github/workflows/a b.yaml@refs/heads/main",
            None,
            id="no name that GitHub writes so",
        ),
        pytest.param(
            "octo/cafe.js/.github/workflows/week.yaml@refs/heads/a/b@c",
            OwnWorkflow("octo/cafe.js", "week.yaml"),
            id="a branch with slashes and signs",
        ),
        pytest.param("octo/cafe/.github/workflows/../../x.yml@main", None, id="a way out"),
        pytest.param("octo/.github/workflows/x.yml@main", None, id="no repository"),
        pytest.param("unknown", None, id="none"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_workflow_is_known_by_the_reference_that_a_runner_gives(
    reference: str, found: OwnWorkflow | None
) -> None:
    assert own_workflow(reference) == found


def test_every_other_week_of_a_month_is_for_keeping_alive() -> None:
    month = [day for day in range(1, 32) if is_keep_alive_day(datetime(2026, 5, day, 6, 23, tzinfo=UTC))]
    assert month == [*range(1, 8), *range(15, 22), 29, 30, 31]


def test_the_day_is_counted_in_utc() -> None:
    late = datetime(2026, 5, 7, 23, 0, tzinfo=timezone(timedelta(hours=-4)))
    assert not is_keep_alive_day(late)


@given(st.integers(0, 400 * 24), st.integers(0, 20))
def test_a_weekly_workflow_is_kept_alive_even_if_one_of_its_runs_is_left_out(
    hours: int, left_out: int
) -> None:
    first = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    runs = [first + timedelta(weeks=week) for week in range(40)]
    kept = [run for run in runs if is_keep_alive_day(run)]
    del kept[left_out % len(kept)]
    gaps = [after - before for before, after in pairwise(kept)]
    assert max(gaps) < STOPS_AFTER
