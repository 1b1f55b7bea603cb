"""Jobs whose condition does not hold: no process, no place in a queue, and a run that says so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.words import Conclusion, RunStatus
from sandbox.workflows.files import Unreadable, read_definition
from sandbox.workflows.runs import NOTHING_TO_DO
from sandbox.world import World
from tests.processes import until
from tests.sandbox.workflows.places import REPOSITORY, WORKFLOWS, echoed

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
ECHO = "steps: [{uses: octo/echo@v1}]"
FAILING = "steps: [{uses: octo/echo@v1, with: {status: 1}}]"


def workflow(*jobs: str, more: str = "") -> str:
    """A workflow that hears of issues, with these jobs, called a, b and so on."""
    listed = ", ".join(f"{name}: {{{job}}}" for name, job in zip("abcd", jobs, strict=False))
    return f"on: issues\n{more}jobs: {{{listed}}}\n"


@pytest.mark.parametrize(
    "condition", ["false", "${{ github.event.sender.type == 'Bot' }}", "!github.event.issue"]
)
def test_a_run_without_a_job_to_do_is_skipped_and_starts_nothing(
    act: Act, write: Any, runs: Any, world: World, condition: str
) -> None:
    write(workflow(f'if: "{condition}", {ECHO}'))
    act("wanda").open_issue(REPOSITORY, "Topic")
    (run,) = runs()
    assert (run["status"], run["conclusion"]) == ("completed", "skipped")
    (kept,) = world.actions.runs.values()
    assert kept.log == NOTHING_TO_DO
    loaded = world_from_data(world_as_data(world))
    assert [run.conclusion for run in loaded.actions.runs.values()] == [Conclusion.SKIPPED]


def test_a_job_whose_condition_holds_is_done(act: Act, write: Any, runs: Any, world: World) -> None:
    write(workflow(f"if: \"contains(github.event.issue.title, 'TOPIC')\", {ECHO}", f"if: false, {ECHO}"))
    act("wanda").open_issue(REPOSITORY, "Topic")
    assert [run["conclusion"] for run in runs()] == ["success"]
    assert echoed(world)["GITHUB_JOB"] == "a"
    (kept,) = world.actions.runs.values()
    assert "The job b is skipped." in kept.log


def test_a_job_that_is_skipped_displaces_no_run_that_waits(
    act: Act, write: Any, runs: Any, wait: Path, world: World
) -> None:
    wanted = "if: \"github.event.issue.title != 'Other'\", concurrency: {group: one}"
    write(workflow(f"{wanted}, {ECHO}"))
    wait.touch()
    for title in ("First", "Second", "Other"):
        act("wanda").open_issue(REPOSITORY, title)
        until(lambda: any(run.is_running for run in world.actions.runs.values()))
    found = list(world.actions.runs.values())
    assert [run.status for run in found] == [RunStatus.IN_PROGRESS, RunStatus.PENDING, RunStatus.COMPLETED]
    assert [run.group for run in found] == ["one", "one", None]
    wait.unlink()
    assert [run["conclusion"] for run in runs()] == ["success", "success", "skipped"]


def test_a_group_of_the_whole_workflow_is_joined_before_any_condition_is_looked_at(
    act: Act, write: Any, runs: Any, wait: Path, world: World
) -> None:
    write(workflow(f"if: \"github.event.issue.title != 'Other'\", {ECHO}", more="concurrency: one\n"))
    wait.touch()
    for title in ("First", "Second", "Other"):
        act("wanda").open_issue(REPOSITORY, title)
        until(lambda: any(run.is_running for run in world.actions.runs.values()))
    wait.unlink()
    assert [run["conclusion"] for run in runs()] == ["success", "cancelled", "skipped"]


@pytest.mark.parametrize(
    ("jobs", "conclusion", "done"),
    [
        pytest.param([ECHO, f"needs: a, {ECHO}"], "success", "ab", id="both"),
        pytest.param([f"needs: b, {ECHO}", ECHO], "success", "ba", id="the needed one first"),
        pytest.param([FAILING, f"needs: a, {ECHO}"], "failure", "a", id="not after a failure"),
        pytest.param([FAILING, ECHO], "failure", "ab", id="one that needs nothing"),
        pytest.param([FAILING, f"needs: [a], if: failure(), {ECHO}"], "failure", "ab", id="for failures"),
        pytest.param([ECHO, f"needs: [a], if: failure(), {ECHO}"], "success", "a", id="no failure"),
        pytest.param([FAILING, f"needs: a, if: always(), {ECHO}"], "failure", "ab", id="always"),
        pytest.param([f"if: false, {ECHO}", f"needs: a, {ECHO}"], "skipped", "", id="needs a skipped one"),
        pytest.param(
            [f"if: false, {ECHO}", f"needs: a, {ECHO}", f"needs: b, if: always(), {ECHO}"],
            "success",
            "c",
            id="always, after skipped ones",
        ),
        pytest.param(
            [FAILING, f"needs: a, if: \"needs.a.result == 'failure' && !cancelled()\", {ECHO}"],
            "failure",
            "ab",
            id="by the result of another",
        ),
        pytest.param(["if: \"fromJSON('{')\", " + ECHO], "failure", "", id="no answer"),
    ],
)
def test_jobs_wait_for_those_that_they_need(
    act: Act, write: Any, runs: Any, world: World, jobs: list[str], conclusion: str, done: str
) -> None:
    write(workflow(*jobs))
    act("wanda").open_issue(REPOSITORY, "Topic")
    assert [run["conclusion"] for run in runs()] == [conclusion]
    (run,) = world.actions.runs.values()
    names = [part[0] for part in run.log.split('"GITHUB_JOB": "')[1:]]
    assert "".join(names) == done


def test_the_inputs_of_a_person_are_what_their_kind_says(
    as_: As, write: Any, runs: Any, world: World
) -> None:
    asked = "on: {workflow_dispatch: {inputs: {really: {type: boolean}, what: {type: choice, options: [all, some]}}}}\n"
    given = "{two words: '${{ inputs.really }}|${{ inputs.what }}|${{ github.event.inputs.really }}'}"
    steps = f"steps: [{{uses: octo/echo@v1, with: {given}}}]"
    write(f"{asked}jobs: {{a: {{if: inputs.really, {steps}}}}}\n")
    for really in ("true", "false"):
        body = {"ref": "main", "inputs": {"really": really, "what": "some"}}
        assert as_("wanda").post(f"{WORKFLOWS}/one.yml/dispatches", json=body).status_code == 204
    assert [run["conclusion"] for run in runs()] == ["success", "skipped"]
    assert echoed(world, 0)["INPUT_TWO_WORDS"] == "true|some|true"


def test_what_people_wrote_arrives_as_it_is_and_commands_nothing(
    act: Act, write: Any, runs: Any, world: World
) -> None:
    title = "${{ secrets.KEY }} $(id) 'x' \"y\""
    given = "{two words: '${{ github.event.issue.title }}'}"
    write(workflow(f"steps: [{{uses: octo/echo@v1, with: {given}}}]"))
    act("wanda").open_issue(REPOSITORY, title)
    runs()
    assert echoed(world)["INPUT_TWO_WORDS"] == title


@pytest.mark.parametrize(
    "jobs",
    [
        pytest.param([f"if: \"secrets.KEY != ''\", {ECHO}"], id="secrets in a condition"),
        pytest.param([f'if: "${{{{ 1 + 1 }}}}", {ECHO}'], id="no expression"),
        pytest.param([f'if: "unknown()", {ECHO}'], id="no function"),
        pytest.param([f"needs: x, {ECHO}"], id="needs what is not there"),
        pytest.param([f"needs: b, {ECHO}", f"needs: a, {ECHO}"], id="a circle"),
        pytest.param(["steps: [{uses: octo/echo@v1, with: {a: '${{ nothing.x }}'}}]"], id="no context"),
        pytest.param([f"concurrency: '${{{{ secrets.KEY }}}}', {ECHO}"], id="secrets in a group"),
    ],
)
def test_a_file_that_github_would_refuse_is_unreadable(jobs: list[str]) -> None:
    with pytest.raises(Unreadable):
        read_definition("w.yml", workflow(*jobs).encode())
