"""What starts a workflow: events, people and the time; and who may."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.workflows.files import Timer
from sandbox.workflows.schedule import latest
from sandbox.world import World
from tests.sandbox.workflows.places import REPOSITORY, RUN, WORKFLOWS, echoed

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]


class TestEvents:
    def test_activity_types_decide(self, act: Act, write: Any, runs: Any) -> None:
        write(f"on: {{issues: {{types: [opened, closed]}}}}\n{RUN}")
        wanda = act("wanda")
        issue = wanda.open_issue(REPOSITORY, "Topic", labels=("bug",))
        wanda.rename(issue, "Subject")
        wanda.close(issue)
        assert [(run["event"], run["display_title"]) for run in runs()] == [
            ("issues", "Topic"),
            ("issues", "Subject"),
        ]

    def test_comments_on_pull_requests_start_runs_too(
        self, act: Act, write: Any, runs: Any, world: World
    ) -> None:
        write(f"on: issue_comment\n{RUN}")
        act("wanda").comment(act("wanda").open_pull_request(REPOSITORY, "Change"), "Hm")
        (run,) = runs()
        assert (run["actor"]["login"], run["run_number"]) == ("wanda", 1)
        assert "pull_request" in echoed(world)["event"]["issue"]

    def test_reactions_start_nothing(self, act: Act, write: Any, runs: Any) -> None:
        issue = act("wanda").open_issue(REPOSITORY, "Topic")
        write(f"on: [issues, issue_comment]\n{RUN}")
        act("mallory").react(issue)
        assert runs() == []

    def test_what_the_workflow_token_does_starts_nothing_but_a_dispatch(
        self, as_: As, write: Any, runs: Any, world: World
    ) -> None:
        write(f"on: [issues, workflow_dispatch]\n{RUN}")
        as_("workflow").post(f"/repos/{REPOSITORY}/issues", json={"title": "Agenda"})
        assert runs() == []
        token = world.workflow_token(REPOSITORY, {"actions": "write"})
        assert as_(token).post(f"{WORKFLOWS}/one.yml/dispatches", json={"ref": "main"}).status_code == 204
        assert [run["event"] for run in runs()] == ["workflow_dispatch"]

    def test_a_disabled_workflow_is_not_started(self, as_: As, act: Act, write: Any, runs: Any) -> None:
        write(f"on: [issues, workflow_dispatch]\n{RUN}")
        wanda = as_("wanda")
        assert wanda.put(f"{WORKFLOWS}/one.yml/disable").status_code == 204
        assert wanda.get(f"{WORKFLOWS}/one.yml").json()["state"] == "disabled_manually"
        act("wanda").open_issue(REPOSITORY, "Topic")
        assert wanda.post(f"{WORKFLOWS}/one.yml/dispatches", json={"ref": "main"}).status_code == 422
        assert runs() == []
        wanda.put(f"{WORKFLOWS}/one.yml/enable")
        act("wanda").open_issue(REPOSITORY, "Topic")
        assert len(runs()) == 1


class TestByHand:
    INPUTS = """
on:
  workflow_dispatch:
    inputs:
      why: {required: true}
      dry: {type: boolean, default: true}
      size: {type: choice, options: [small, large]}
      many: {type: number, default: 3}
"""

    def test_inputs_are_filled_up(self, as_: As, write: Any, runs: Any, world: World) -> None:
        write(self.INPUTS + RUN)
        body = {"ref": "main", "inputs": {"why": "x", "dry": False}, "return_run_details": True}
        answer = as_("wanda").post(f"{WORKFLOWS}/one.yml/dispatches", json=body)
        assert answer.status_code == 200
        (run,) = runs()
        assert answer.json()["workflow_run_id"] == run["id"]
        assert echoed(world)["event"]["inputs"] == {"why": "x", "dry": "false", "size": "small", "many": "3"}

    @pytest.mark.parametrize(
        "body",
        [
            {"ref": "main"},
            {"ref": "main", "inputs": {"why": "x", "who": "y"}},
            {"ref": "main", "inputs": {"why": "x", "size": "huge"}},
            {"ref": "main", "inputs": {"why": "x", "dry": "maybe"}},
            {"ref": "main", "inputs": {"why": "x", "many": "lots"}},
            {"ref": "next", "inputs": {"why": "x"}},
        ],
        ids=["none of those required", "unknown", "no choice", "no boolean", "no number", "no branch"],
    )
    def test_inputs_that_do_not_fit_are_refused(self, as_: As, write: Any, body: Any) -> None:
        write(self.INPUTS + RUN)
        assert as_("wanda").post(f"{WORKFLOWS}/one.yml/dispatches", json=body).status_code == 422

    def test_the_file_must_allow_it(self, as_: As, write: Any) -> None:
        write(f"on: issues\n{RUN}")
        answer = as_("wanda").post(f"{WORKFLOWS}/one.yml/dispatches", json={"ref": "main"})
        assert answer.status_code == 422
        assert answer.json()["message"] == "Workflow does not have 'workflow_dispatch' trigger"

    @pytest.mark.parametrize(
        ("who", "status"), [("tristan", 403), ("workflow", 403), (None, 401), ("wanda", 204)]
    )
    def test_it_needs_the_right_to_write(self, as_: As, write: Any, who: str | None, status: int) -> None:
        write(f"on: workflow_dispatch\n{RUN}")
        answer = as_(who).post(f"{WORKFLOWS}/one.yml/dispatches", json={"ref": "main"})
        assert answer.status_code == status


class TestSchedule:
    @pytest.mark.parametrize(
        ("timer", "moment"),
        [
            (Timer("0 12 * * *"), "2020-12-17T12:00:00+00:00"),
            (Timer("1 12 * * *"), "2020-12-16T12:01:00+00:00"),
            (Timer("30 6 * * 4", "America/New_York"), "2020-12-17T06:30:00-05:00"),
        ],
        ids=["now", "not yet", "elsewhere"],
    )
    def test_the_last_moment_of_a_timer(self, timer: Timer, moment: str) -> None:
        now = datetime(2020, 12, 17, 12, 0, 59, tzinfo=UTC)
        assert latest(timer, now) == datetime.fromisoformat(moment)

    def test_a_clock_that_moves_far_starts_one_run_of_each(self, world: World, write: Any, runs: Any) -> None:
        write(f"on: {{schedule: [{{cron: '5 * * * *'}}, {{cron: '0 0 1 1 *'}}]}}\n{RUN}")
        assert runs() == []
        world.clock.move(timedelta(days=2))
        assert [run["event"] for run in runs()] == ["schedule"]
        assert echoed(world)["event"]["schedule"] == "5 * * * *"
        world.clock.move(timedelta(days=-2))
        world.clock.move(timedelta(minutes=4))
        assert len(runs()) == 1
        world.clock.move(timedelta(minutes=1))
        assert len(runs()) == 2

    def test_sixty_days_without_a_commit_end_it_in_public_repositories(
        self, as_: As, act: Act, world: World, write: Any, runs: Any
    ) -> None:
        for repository in (REPOSITORY, "octo-org/secret"):
            write(f"on: {{schedule: [{{cron: '0 * * * *'}}]}}\n{RUN}", repository=repository)
        act("wanda").open_issue(REPOSITORY, "Issues are no activity")
        runs()
        world.clock.move(timedelta(days=61))
        act("wanda").open_issue(REPOSITORY, "Nor now")
        assert runs() == []
        assert as_(None).get(f"{WORKFLOWS}/one.yml").json()["state"] == "disabled_inactivity"
        assert [run.workflow.repository.name for run in world.actions.runs.values()] == ["secret"]
        as_("wanda").put(f"{WORKFLOWS}/one.yml/enable")
        world.clock.move(timedelta(hours=1))
        assert len(runs()) == 1
