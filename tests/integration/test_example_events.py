"""GitHub's own examples of events, each given to the Action's entry point as a runner gives it to a process."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from arch_hour.rules.events import parse_event
from tests.github_examples import examples, needs_examples
from tests.integration.conftest import MEETING, Town
from tests.integration.workflow_town import started_by, town_with

# It has no condition, so that the Action decides by itself.
WORKFLOW = """
on: workflow_dispatch
permissions: {contents: read, issues: write}
jobs: {one: {steps: [{uses: octo/arch-hour@v1}]}}
"""
TIMERS = {"schedule", "workflow_dispatch", "repository_dispatch"}
MATTER = {
    "issues": {
        *("opened", "edited", "closed", "reopened", "deleted", "transferred"),
        *("labeled", "unlabeled", "assigned", "unassigned"),
    },
    "issue_comment": {"created", "edited", "deleted"},
}
# What can start a workflow, besides those that matter.
# https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
OTHERS = {
    *("branch_protection_rule", "check_run", "check_suite", "create", "delete", "deployment", "deployment_status"),
    *("discussion", "discussion_comment", "fork", "gollum", "label", "merge_group", "milestone", "page_build"),
    *("public", "pull_request", "pull_request_review", "pull_request_review_comment", "push", "release", "status"),
    *("watch", "workflow_run"),
}  # fmt: skip
CLOCK = ("schedule", {"schedule": "23 6 * * *", "workflow": ".github/workflows/arch-hour.yml"})
CLOSED = "closed"

Event = tuple[str, dict[str, Any]]


def matters(name: str, payload: dict[str, Any]) -> bool:
    """Whether a run is called for, told apart from how the Action finds out."""
    return name in TIMERS or payload.get("action") in MATTER.get(name, ())


def one_of_each() -> list[Event]:
    """One example for each event that can start a workflow, and for each kind of those about issues."""
    found: dict[tuple[str, str], Event] = {("schedule", ""): CLOCK}
    for name, payload in examples():
        if name in TIMERS | MATTER.keys() | OTHERS:
            kind = str(payload.get("action", "")) if name in MATTER else ""
            found.setdefault((name, kind), (name, payload))
    return list(found.values())


def named(event: Event) -> str:
    name, payload = event
    return f"{name} {payload.get('action', '')}".strip()


NEEDED = [event for event in one_of_each() if matters(*event)]
IDLE = [event for event in one_of_each() if not matters(*event)]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder: Path = tmp_path_factory.mktemp("examples")
    with town_with(WORKFLOW, folder, MEETING - timedelta(days=2)) as town:
        town.send("ada", "POST", "/issues", {"title": "Early thoughts", "labels": ["topic"]})
        yield town


@needs_examples
def test_every_example_is_decided_and_none_without_a_reason() -> None:
    decided = [(name, payload, parse_event(name, payload)) for name, payload in examples()]
    assert [name for name, _, decision in decided if not decision.reason] == []
    wrong = [
        named((name, payload))
        for name, payload, decision in decided
        if (decision.command is not None) is not matters(name, payload)
    ]
    assert wrong == []


@needs_examples
def test_there_is_an_example_of_everything_that_can_start_a_workflow() -> None:
    names = {name for name, _ in one_of_each()}
    assert names == TIMERS | MATTER.keys() | OTHERS
    for name, actions in MATTER.items():
        told = {payload["action"] for each, payload in one_of_each() if each == name}
        assert actions - told <= {CLOSED}


@needs_examples
@pytest.mark.parametrize("event", NEEDED, ids=named)
def test_an_event_that_matters_has_everything_done_that_is_due(town: Town, event: Event) -> None:
    run, requests = started_by(town, *event)
    assert run.conclusion == "success", run.log
    assert "Nothing to do" not in run.log
    assert requests > 0
    (agenda,) = town.issues("agenda")
    assert "Early thoughts" in agenda["body"]


@needs_examples
@pytest.mark.parametrize("event", IDLE, ids=named)
def test_an_event_that_matters_nothing_ends_without_a_request_and_says_why(town: Town, event: Event) -> None:
    run, requests = started_by(town, *event)
    assert (run.conclusion, requests) == ("success", 0), run.log
    reason = parse_event(*event).reason
    assert f"Nothing to do for this event ({event[0]}): {reason}." in run.log
