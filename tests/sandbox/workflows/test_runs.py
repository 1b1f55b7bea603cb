"""Runs of workflows: which wait for which, what their steps are given, how they end, and what stays of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.server import Running
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.words import RunStatus
from sandbox.world import World
from tests.processes import until
from tests.sandbox.workflows.places import REPOSITORY, RUN, WORKFLOWS, echoed

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]


class TestConcurrency:
    def test_one_is_at_work_one_waits_and_a_newer_one_takes_its_place(
        self, act: Act, write: Any, runs: Any, wait: Path, world: World, running: Running
    ) -> None:
        write(f"on: issues\nconcurrency: {{group: '${{{{ github.workflow }}}}-x'}}\n{RUN}")
        wait.touch()
        for title in ("First", "Second", "Third"):
            act("wanda").open_issue(REPOSITORY, title)
            until(lambda: any(run.is_running for run in world.actions.runs.values()))
        states = [run.status for run in world.actions.runs.values()]
        assert states == [RunStatus.IN_PROGRESS, RunStatus.COMPLETED, RunStatus.PENDING]
        assert running.engines.runner.drain(0) is False
        wait.unlink()
        assert [run["conclusion"] for run in runs()] == ["success", "cancelled", "success"]

    def test_a_newer_one_ends_the_one_at_work_where_the_file_says_so(
        self, act: Act, write: Any, runs: Any, wait: Path, world: World
    ) -> None:
        write(f"on: issues\nconcurrency: {{group: x, cancel-in-progress: true}}\n{RUN}")
        wait.touch()
        act("wanda").open_issue(REPOSITORY, "First")
        until(lambda: any(run.is_running for run in world.actions.runs.values()))
        act("wanda").open_issue(REPOSITORY, "Second")
        wait.unlink()
        assert [run["conclusion"] for run in runs()] == ["cancelled", "success"]


class TestSteps:
    def test_an_action_is_given_what_a_container_is(
        self, act: Act, write: Any, runs: Any, world: World
    ) -> None:
        given = "{status: 0, two words: '${{ secrets.KEY }}|${{ github.repository }}|${{ steps.x.y }}|'}"
        steps = f"[{{uses: actions/checkout@v4}}, {{run: exit 1}}, {{uses: octo/echo@v1, with: {given}}}]"
        write(f"name: Week\non: issues\njobs: {{agenda: {{steps: {steps}}}}}\n")
        world.put_file(REPOSITORY, "docs/a.md", "Hello")
        act("wanda").open_issue(REPOSITORY, "Topic")
        (run,) = runs()
        assert run["conclusion"] == "success"
        told = echoed(world)
        assert told["INPUT_TWO_WORDS"] == "***|octo-org/arch||"
        assert (told["INPUT_DRY-RUN"], told["INPUT_TOKEN"]) == ("false", "***")
        assert told["INPUT_NOW"] == "2020-12-17T12:00:00Z"
        assert told["files"] == ["docs/a.md"]
        expected = {
            "CI": "true",
            "GITHUB_ACTOR": "wanda",
            "GITHUB_EVENT_NAME": "issues",
            "GITHUB_JOB": "agenda",
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_REPOSITORY_OWNER": "octo-org",
            "GITHUB_RUN_NUMBER": "1",
            "GITHUB_SHA": world.repository(REPOSITORY).commits[-1].sha,
            "GITHUB_WORKFLOW": "Week",
            "RUNNER_OS": "Linux",
        }
        assert {name: told[name] for name in expected} == expected
        assert told["GITHUB_GRAPHQL_URL"] == f"{told['GITHUB_API_URL']}/graphql"
        (kept,) = world.actions.runs.values()
        assert kept.summary == "# Done"
        assert "Scripts are not run" in kept.log

    def test_the_token_ends_with_the_job(self, act: Act, write: Any, runs: Any, world: World) -> None:
        before = set(world.tokens)
        write(f"on: issues\n{RUN}")
        act("wanda").open_issue(REPOSITORY, "Topic")
        runs()
        assert set(world.tokens) == before

    def test_the_clock_is_only_told_when_it_shows_another_time(
        self, act: Act, write: Any, runs: Any, world: World
    ) -> None:
        world.clock.run()
        write(f"on: issues\n{RUN}")
        act("wanda").open_issue(REPOSITORY, "Topic")
        runs()
        assert echoed(world)["INPUT_NOW"] == ""

    @pytest.mark.parametrize(
        ("step", "word"),
        [
            ("{uses: octo/unknown@v1}", "Unable to resolve action"),
            ("{uses: broken/one@v1}", "No such file"),
            ("{uses: octo/echo@v1, with: {status: 3}}", "exit code 3"),
        ],
        ids=["an unknown action", "a command that is not there", "a status"],
    )
    def test_a_step_that_fails_ends_the_run(
        self, act: Act, write: Any, runs: Any, world: World, step: str, word: str
    ) -> None:
        write(f"on: issues\njobs: {{one: {{steps: [{step}, {{uses: octo/echo@v1, name: Never}}]}}}}\n")
        act("wanda").open_issue(REPOSITORY, "Topic")
        assert [run["conclusion"] for run in runs()] == ["failure"]
        (run,) = world.actions.runs.values()
        assert word in run.log
        assert "Never" not in run.log

    def test_a_job_that_takes_too_long_is_ended(self, act: Act, write: Any, runs: Any, wait: Path) -> None:
        wait.touch()
        write("on: issues\njobs: {one: {timeout-minutes: 0.005, steps: [{uses: octo/echo@v1}]}}\n")
        act("wanda").open_issue(REPOSITORY, "Topic")
        assert [run["conclusion"] for run in runs()] == ["timed_out"]


def test_runs_are_listed_newest_first_and_by_what_they_are(as_: As, act: Act, write: Any, runs: Any) -> None:
    write(f"on: [issues, workflow_dispatch]\n{RUN}")
    act("wanda").open_issue(REPOSITORY, "Topic")
    as_("olive").post(f"{WORKFLOWS}/one.yml/dispatches", json={"ref": "main"})
    runs()
    nobody, path = as_(None), f"{WORKFLOWS}/one.yml/runs"
    queries = {
        "": 2,
        "?event=issues": 1,
        "?actor=olive": 1,
        "?status=success": 2,
        "?status=failure": 0,
        "?branch=x": 0,
    }
    for query, count in queries.items():
        assert nobody.get(path + query).json()["total_count"] == count, query
    assert [run["run_number"] for run in nobody.get(path).json()["workflow_runs"]] == [2, 1]
    assert nobody.get(f"{path}?status=done").status_code == 422


def test_workflows_runs_and_hooks_are_saved_and_loaded(
    as_: As, act: Act, write: Any, runs: Any, world: World, running: Running
) -> None:
    write(f"on: issues\n{RUN}")
    hook = {"config": {"url": "http://127.0.0.1:9/", "secret": "s"}, "events": ["issues"]}
    as_("olive").post(f"/repos/{REPOSITORY}/hooks", json=hook)
    act("wanda").open_issue(REPOSITORY, "Topic")
    runs()
    running.engines.sender.drain()
    data = world_as_data(world)
    loaded = world_from_data(data)
    assert world_as_data(loaded) == data
    assert [len(one.deliveries) for one in loaded.hooks.values()] == [2]
    assert [run.log for run in loaded.actions.runs.values()] == [
        run.log for run in world.actions.runs.values()
    ]
