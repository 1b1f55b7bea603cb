"""Whether a run is to keep its workflow from being switched off, and why an event is no reason to run."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from action.inputs import Inputs
from arch_hour.errors import UsageError
from tests.action.conftest import Desk
from tests.action.runner import obeyed

REFERENCE = "octo/cafe/.github/workflows/week.yml@refs/heads/main"
SCHEDULED = {"GITHUB_EVENT_NAME": "schedule", "GITHUB_WORKFLOW_REF": REFERENCE, "INPUT_KEEP-ALIVE": "true"}
FIRST, EIGHTH = datetime(2026, 5, 1, 6, 23, tzinfo=UTC), datetime(2026, 5, 8, 6, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "clock", "kept"),
    [
        pytest.param({}, FIRST, REFERENCE, id="wished"),
        pytest.param({"INPUT_KEEP-ALIVE": "True"}, FIRST, REFERENCE, id="wished in YAML's other spelling"),
        pytest.param({"INPUT_KEEP-ALIVE": "false"}, FIRST, "", id="not wished"),
        pytest.param({"INPUT_KEEP-ALIVE": ""}, FIRST, "", id="empty"),
        pytest.param({}, EIGHTH, "", id="another week"),
        pytest.param({"INPUT_NOW": "2026-05-15T00:00Z"}, EIGHTH, REFERENCE, id="another moment"),
        pytest.param({"GITHUB_EVENT_NAME": "workflow_dispatch"}, FIRST, "", id="by hand"),
        pytest.param({"GITHUB_EVENT_NAME": "issues"}, FIRST, "", id="an issue"),
        pytest.param({"INPUT_DRY-RUN": "true"}, FIRST, "", id="a dry run"),
    ],
)
def test_only_scheduled_runs_of_some_days_keep_a_workflow_alive(
    more: dict[str, str], clock: datetime, kept: str
) -> None:
    assert Inputs.read(SCHEDULED | more, clock).keep_alive == kept


def test_a_runner_that_names_no_workflow_is_told_later() -> None:
    assert Inputs.read(SCHEDULED | {"GITHUB_WORKFLOW_REF": ""}, FIRST).keep_alive == "unknown"


def test_what_is_neither_true_nor_false_is_refused() -> None:
    with pytest.raises(UsageError, match=r"`keep-alive`.*neither"):
        Inputs.read(SCHEDULED | {"INPUT_KEEP-ALIVE": "daily"}, FIRST)


def test_the_reason_is_the_event_s(tmp_path: Path) -> None:
    file = tmp_path / "event.json"
    file.write_text(json.dumps({"action": "opened", "issue": {"number": 1, "labels": [], "body": "Tea"}}))
    found = Inputs.read({"GITHUB_EVENT_NAME": "issues", "GITHUB_EVENT_PATH": str(file)}, FIRST)
    assert found.command is None
    assert "without a label" in found.reason


def test_a_command_that_is_asked_for_needs_no_event() -> None:
    assert "`command`" in Inputs.read({"INPUT_COMMAND": "board"}, FIRST).reason


def test_an_event_of_an_issue_that_is_none_of_ours_is_no_run_and_says_why(desk: Desk) -> None:
    desk.event("issues", {"action": "opened", "issue": {"number": 1, "labels": [], "body": "::error::x"}})
    status, log = desk.start()
    assert (status, obeyed(log)) == (0, [])
    assert "Nothing to do for this event (issues): an issue without a label is no topic" in log
