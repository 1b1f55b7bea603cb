"""A schedule that GitHub would switch off after 60 quiet days is kept on where a team wishes it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.records.workflows import Run
from sandbox.words import WorkflowState
from tests.integration.conftest import REPOSITORY, Town
from tests.integration.workflow_town import started_by, town_with

START = datetime(2020, 12, 15, 12, 0, tzinfo=UTC)
WORKFLOW = """
on: {schedule: [{cron: "23 6 * * *"}], workflow_dispatch: }
permissions: {contents: read, issues: write, actions: ACTIONS}
jobs: {one: {steps: [{uses: octo/arch-hour@v1, with: {keep-alive: KEPT, dry-run: LOOK}}]}}
"""
CLOCK = {"schedule": "23 6 * * *"}
ENABLE = f"/repos/{REPOSITORY}/actions/workflows/arch-hour.yml/enable"

Found = Callable[..., Town]


@pytest.fixture
def founded(tmp_path: Path) -> Iterator[Found]:
    """A town whose workflow has these inputs and this permission."""
    with ExitStack() as stack:

        def found(kept: str = "true", actions: str = "write", look: str = "false") -> Town:
            text = WORKFLOW.replace("KEPT", kept).replace("ACTIONS", actions).replace("LOOK", look)
            return stack.enter_context(town_with(text, tmp_path, START))

        yield found


def enablings(town: Town) -> int:
    """How often the workflow was said to be wanted."""
    return sum(entry.path == ENABLE and entry.method == "PUT" for entry in town.running.log.entries)


def state_after(town: Town, *days: datetime) -> WorkflowState:
    """The state of the workflow after the clock went from day to day, with one scheduled run on each."""
    for day in days:
        town.at(day)
        assert town.running.engines.runner.drain(60)
    (workflow,) = town.world.actions.workflows.values()
    return workflow.state


def last_run(town: Town) -> Run:
    return list(town.world.actions.runs.values())[-1]


QUIET_MONTHS = [datetime(2021, month, 2, 12, 0, tzinfo=UTC) for month in (1, 2, 3, 4)]


def test_a_schedule_that_is_kept_alive_goes_on_after_quiet_months(founded: Found) -> None:
    town = founded()
    assert state_after(town, *QUIET_MONTHS) is WorkflowState.ACTIVE
    assert last_run(town).conclusion == "success", last_run(town).log
    assert enablings(town) == len(QUIET_MONTHS)


def test_without_it_github_switches_the_schedule_off(founded: Found) -> None:
    town = founded(kept="false")
    assert state_after(town, *QUIET_MONTHS) is WorkflowState.DISABLED_INACTIVITY
    assert enablings(town) == 0


@pytest.mark.parametrize(
    ("event", "day", "look"),
    [
        pytest.param("schedule", 10, "false", id="a day of another week"),
        pytest.param("workflow_dispatch", 2, "false", id="by hand, which says enough"),
        pytest.param("schedule", 2, "true", id="a dry run writes nothing"),
    ],
)
def test_nothing_is_said_where_nothing_must_be(founded: Found, event: str, day: int, look: str) -> None:
    town = founded(look=look)
    town.at(datetime(2020, 12, day, 12, 0, tzinfo=UTC))
    run, requests = started_by(town, event, CLOCK)
    assert run.conclusion == "success", run.log
    assert requests > 0
    assert enablings(town) == 0


@pytest.mark.parametrize("actions", ["none", "read"])
def test_a_refusal_is_one_warning_with_its_remedy_and_fails_nothing(founded: Found, actions: str) -> None:
    town = founded(actions=actions)
    town.at(datetime(2020, 12, 16, 12, 0, tzinfo=UTC))
    run, _ = started_by(town, "schedule", CLOCK)
    assert run.conclusion == "success", run.log
    warnings = [line for line in run.log.splitlines() if line.startswith("##[warning]")]
    assert len(warnings) == 1
    assert "arch-hour.yml was not kept alive" in warnings[0]
    assert "permissions: {actions: write}" in warnings[0]
