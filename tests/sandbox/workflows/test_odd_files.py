"""Workflow files with odd values: GitHub's own ones are understood, broken ones stop nothing but themselves."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.workflows.files import Unreadable, read_definition
from sandbox.world import World
from tests.sandbox.workflows.places import REPOSITORY, RUN, WORKFLOWS

As = Callable[[str | None], requests.Session]
ISSUES = f"/repos/{REPOSITORY}/issues"
STEPS = "steps: [{uses: octo/echo@v1}]"
ODD = [
    pytest.param(
        f"on: issues\njobs: {{one: {{timeout-minutes: '${{{{ vars.MINUTES }}}}', {STEPS}}}}}\n", id="minutes"
    ),
    pytest.param(f"on: issues\nconcurrency: {{group: 5}}\n{RUN}", id="group"),
    pytest.param(f"on: {{issues: , workflow_dispatch: {{inputs: {{why: }}}}}}\n{RUN}", id="input"),
    pytest.param(
        "on: issues\njobs: {1: {env: {2: 3}, steps: [{name: 4, uses: octo/echo@v1}]}}\n", id="numbers"
    ),
]
BROKEN = [
    pytest.param(f"on: issues\njobs: {{one: {{timeout-minutes: soon, {STEPS}}}}}\n", id="minutes"),
    pytest.param(f"on: {{issues: {{types: 5}}}}\n{RUN}", id="types"),
    pytest.param(f"on: [[issues]]\n{RUN}", id="events"),
    pytest.param(f"on: {{schedule: [{{cron: 5}}]}}\n{RUN}", id="cron"),
    pytest.param(
        f"on: {{schedule: [{{cron: '1 * * * *', timezone: America}}]}}\n{RUN}", id="folder of zones"
    ),
    pytest.param(f"on: issues\nconcurrency: 5\n{RUN}", id="concurrency"),
    pytest.param(f"on: issues\nenv: {{day: 2020-13-45}}\n{RUN}", id="no such day"),
    pytest.param("[" * 5_000, id="bottomless"),
]


@pytest.mark.parametrize("text", ODD)
def test_an_odd_file_is_listed_and_runs(as_: As, world: World, write: Any, runs: Any, text: str) -> None:
    write(text)
    wanda = as_("wanda")
    assert wanda.get(WORKFLOWS).json()["total_count"] == 1
    assert wanda.post(ISSUES, json={"title": "Topic"}).status_code == 201
    assert [run["conclusion"] for run in runs()] == ["success"]
    assert [run.group for run in world.actions.runs.values()] == ["5" if "group" in text else None]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_stops_neither_the_list_nor_other_workflows(
    as_: As, write: Any, runs: Any, text: str
) -> None:
    with pytest.raises(Unreadable):
        read_definition("w.yml", text.encode())
    write(text, "broken.yml")
    write(f"on: issues\n{RUN}")
    wanda = as_("wanda")
    assert wanda.get(WORKFLOWS).json()["total_count"] == 2
    assert wanda.post(ISSUES, json={"title": "Topic"}).status_code == 201
    assert [run["conclusion"] for run in runs()] == ["success"]


def test_a_run_that_cannot_be_done_fails_and_says_why(as_: As, world: World, write: Any, runs: Any) -> None:
    write(f'on: issues\njobs: {{one: {{env: {{x: "\\0"}}, {STEPS}}}}}\n')
    for title in ("First", "Second"):
        as_("wanda").post(ISSUES, json={"title": title})
    assert [run["conclusion"] for run in runs()] == ["failure", "failure"]
    assert "null byte" in next(iter(world.actions.runs.values())).log


def test_an_input_of_which_nothing_is_said_is_a_text(as_: As, write: Any, runs: Any) -> None:
    write(f"on: {{workflow_dispatch: {{inputs: {{why: }}}}}}\n{RUN}")
    body = {"ref": "main", "inputs": {"why": "Because"}}
    assert as_("wanda").post(f"{WORKFLOWS}/one.yml/dispatches", json=body).status_code == 204
    assert [run["conclusion"] for run in runs()] == ["success"]


def test_a_time_that_an_expression_says_is_the_longest() -> None:
    text = f"on: push\njobs: {{one: {{timeout-minutes: '${{{{ vars.MINUTES }}}}', {STEPS}}}}}\n"
    assert read_definition("w.yml", text.encode()).jobs[0].minutes == 360
