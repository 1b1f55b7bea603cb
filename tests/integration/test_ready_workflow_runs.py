"""The workflow that people copy, in the sandbox: what starts a runner and what does not, and runs by hand."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.actor import Actor
from sandbox.records.workflows import Run
from sandbox.workflows.catalog import definition_of, find_workflow
from sandbox.workflows.runs import NOTHING_TO_DO, Cause, queue
from tests.integration.conftest import CONFIGURATION, MEETING, REPOSITORY, Town
from tests.integration.workflow_town import FILE, town_with
from tests.ready_workflow import ready_workflow


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with town_with(ready_workflow(CONFIGURATION), tmp_path, MEETING - timedelta(days=2)) as town:
        yield town


def runs(town: Town) -> list[Run]:
    """All runs so far, once they have ended."""
    assert town.running.engines.runner.drain(60)
    return list(town.world.actions.runs.values())


def by_hand(town: Town, **inputs: Any) -> Run:
    """The run that a person starts under *Actions*."""
    path = f"/actions/workflows/{FILE}/dispatches"
    town.send("ada", "POST", path, {"ref": "main", "inputs": inputs})
    return runs(town)[-1]


def queued(town: Town, event: str, payload: dict[str, Any]) -> Run:
    """A run that waits to be started."""
    world = town.world
    workflow = find_workflow(world, world.repository(REPOSITORY), FILE)
    assert workflow is not None
    cause = Cause(event, payload, world.account("ada"), "Any event")
    return queue(world, town.running.url, workflow, definition_of(workflow), cause)


def test_an_issue_without_a_label_starts_no_runner(town: Town) -> None:
    town.send("ada", "POST", "/issues", {"title": "A bug"})
    town.send("ada", "POST", "/issues/1/comments", {"body": "ACTION @ada to mend it"})
    town.send("ada", "PATCH", "/issues/1", {"state": "closed"})
    assert [(run.conclusion, run.log) for run in runs(town)] == [("skipped", NOTHING_TO_DO)] * 3
    assert town.running.log.writes[-1].who == "ada"


def test_neither_do_pull_requests_and_apps(town: Town) -> None:
    town.world.add_bot("helper")
    ada, helper = (Actor(town.world, login) for login in ("ada", "helper[bot]"))
    ada.comment(ada.open_pull_request(REPOSITORY, "Change"), "ACTION @ada to merge it")
    ada.label(ada.open_issue(REPOSITORY, "Topic"), "topic")
    told = runs(town)
    helper.comment(town.world.repository(REPOSITORY).issues[2], "ACTION @ada to do nothing")
    assert [run.conclusion for run in runs(town)[len(told) :]] == ["skipped"]
    assert [run.conclusion for run in told[:2]] == ["skipped", "skipped"]
    assert told[-1].conclusion == "success"


def test_an_agenda_whose_label_was_taken_off_is_still_heard(town: Town) -> None:
    town.send("ada", "POST", "/issues", {"title": "Early thoughts", "labels": ["topic"]})
    runs(town)
    (agenda,) = town.issues("agenda")
    town.send("ada", "DELETE", f"/issues/{agenda['number']}/labels/agenda")
    town.send("ada", "POST", f"/issues/{agenda['number']}/comments", {"body": "/help"})
    assert {run.conclusion for run in runs(town)} <= {"success", "cancelled"}
    comments = town.send("ada", "GET", f"/issues/{agenda['number']}/comments")
    assert comments[-1]["user"]["login"] == "github-actions[bot]"


def test_a_person_can_look_ahead_by_hand(town: Town) -> None:
    town.send("ada", "POST", "/issues", {"title": "Early thoughts", "labels": ["topic"]})
    runs(town)
    # Nothing tells of this change, so that it is still to be read.
    town.world.repository(REPOSITORY).issues[1].body = "ACTION @ada to brew it"
    before = len(town.running.log.writes)
    run = by_hand(town, **{"dry-run": True})
    assert run.conclusion == "success", run.log
    assert "brew it" in run.log
    assert "planned, nothing written" in run.log
    assert [entry.path.rpartition("/")[2] for entry in town.running.log.writes[before:]] == ["dispatches"]


def test_a_person_can_ask_for_one_part_by_hand(town: Town) -> None:
    town.send("ada", "POST", "/issues", {"title": "Early thoughts", "body": "ACTION @ada to think"})
    town.send("ada", "POST", "/issues/1/labels", {"labels": ["topic"]})
    town.world.actions.runs.clear()
    run = by_hand(town, command="actions")
    assert run.conclusion == "success", run.log
    assert town.issues("action-item") != []


@pytest.mark.parametrize(
    ("inputs", "is_apart"),
    [
        ({"command": "all", "dry-run": "false"}, False),
        ({"command": "all", "dry-run": "true"}, True),
        ({"command": "agenda", "dry-run": "false"}, True),
    ],
    ids=["all that is due", "a look ahead", "a part"],
)
def test_what_does_less_by_hand_takes_no_place_of_what_waits(
    town: Town,
    inputs: dict[str, Any],
    is_apart: bool,  # noqa: FBT001
) -> None:
    events: list[tuple[str, dict[str, Any]]] = [
        *[("schedule", {"schedule": "23 6 * * *"})] * 2,
        ("workflow_dispatch", {"inputs": inputs}),
    ]
    with town.world.lock:  # so that nothing is started before all of it waits
        first, waiting, by_hand = (queued(town, event, given) for event, given in events)
        assert (first.group == by_hand.group) is not is_apart
        assert (waiting.conclusion == "cancelled") is not is_apart
    assert first.group == waiting.group == "arch-hour"
