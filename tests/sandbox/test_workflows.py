"""Workflows: which files are ones, what starts them, and who may."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.server import Running, serve
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.words import RunStatus
from sandbox.workflows.actions import KnownAction, action_in
from sandbox.workflows.files import Timer, Unreadable, read_definition
from sandbox.workflows.jobs import Equipment
from sandbox.workflows.schedule import latest
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
REPOSITORY = "octo-org/arch"
WORKFLOWS = f"/repos/{REPOSITORY}/actions/workflows"
RUN = "jobs: {one: {runs-on: ubuntu-latest, steps: [{uses: octo/echo@v1}]}}\n"
# What stands for the action in these tests: it tells its environment, and keeps the run waiting if told.
ECHO = """
import json, os, pathlib, time
told = {name: value for name, value in os.environ.items() if name.startswith(("INPUT_", "GITHUB_", "RUNNER_", "CI"))}
told["event"] = json.loads(pathlib.Path(os.environ["GITHUB_EVENT_PATH"]).read_text())
told["files"] = sorted(str(path) for path in pathlib.Path(".").rglob("*.md"))
pathlib.Path(os.environ["GITHUB_STEP_SUMMARY"]).write_text("# Done")
print(json.dumps(told), flush=True)
while pathlib.Path(os.environ.get("WAIT", "/nowhere")).exists():
    time.sleep(0.02)
raise SystemExit(int(os.environ.get("INPUT_STATUS") or 0))
"""


@pytest.fixture
def wait(tmp_path: Path) -> Path:
    """While this file is there, no run ends."""
    return tmp_path / "wait"


@pytest.fixture
def running(world: World, tmp_path: Path, wait: Path) -> Iterator[Running]:
    (tmp_path / "action.yml").write_text(
        "inputs: {token: {default: '${{ github.token }}'}, dry-run: {default: 'false'}, two words: {}, now: {}}"
    )
    echo = action_in(tmp_path, sys.executable, "-c", ECHO, environment={"WAIT": str(wait)})
    equipment = Equipment({"echo": echo, "broken/*": KnownAction(("/nowhere/at-all",))}, {"KEY": "hush-hush"})
    with serve(world, equipment=equipment) as running:
        yield running


@pytest.fixture
def write(world: World) -> Callable[..., None]:
    def written(text: str, name: str = "one.yml", repository: str = REPOSITORY) -> None:
        world.put_file(repository, f".github/workflows/{name}", text)

    return written


@pytest.fixture
def runs(as_: As, running: Running) -> Callable[..., list[Any]]:
    """The runs of a workflow once all are done, oldest first."""

    def listed(name: str = "one.yml") -> list[Any]:
        assert running.engines.runner.drain(20)
        found: list[Any] = as_(None).get(f"{WORKFLOWS}/{name}/runs").json()["workflow_runs"]
        return found[::-1]

    return listed


def echoed(world: World, place: int = -1) -> Any:
    """What the action told of its environment in a run."""
    run = list(world.actions.runs.values())[place]
    return json.loads(next(line for line in run.log.splitlines() if line.startswith("{")))


class TestFiles:
    @pytest.mark.parametrize(
        ("on", "events"),
        [
            ("on: issues", {"issues": ()}),
            ("on: [issues, label]", {"issues": (), "label": ()}),
            ("'on': {issues: {types: [opened]}}", {"issues": ("opened",)}),
            (
                "on: {issues: {types: closed}, workflow_dispatch: }",
                {"issues": ("closed",), "workflow_dispatch": ()},
            ),
        ],
        ids=["one word", "a list", "types", "one type, and no options"],
    )
    def test_triggers_in_every_spelling(self, on: str, events: dict[str, tuple[str, ...]]) -> None:
        definition = read_definition("w.yml", f"{on}\n{RUN}".encode())
        assert definition.events == events
        assert definition.name == "w.yml"

    @pytest.mark.parametrize(
        "text",
        [
            "on: [",
            "- on",
            "on: push",
            "jobs: {a: {}}",
            f"on: {{schedule: [{{cron: '61 * * * *'}}]}}\n{RUN}",
            f"on: {{schedule: [{{cron: '1 * * * *', timezone: Mars/X}}]}}\n{RUN}",
            "on: push\njobs: {a: []}",
        ],
        ids=["no YAML", "a list", "no jobs", "no triggers", "no such minute", "no such zone", "no job"],
    )
    def test_what_is_no_workflow(self, text: str) -> None:
        with pytest.raises(Unreadable):
            read_definition("w.yml", text.encode())

    @pytest.mark.parametrize(
        ("permissions", "expected"),
        [
            ("", {"contents": "read"}),
            ("permissions: {issues: write}\n", {"issues": "write"}),
            ("permissions: {}\n", {}),
            (
                "permissions: read-all\n",
                {"actions": "read", "contents": "read", "issues": "read", "pull-requests": "read"},
            ),
        ],
        ids=["unsaid", "some", "none", "all"],
    )
    def test_permissions(self, permissions: str, expected: dict[str, str]) -> None:
        (job,) = read_definition("w.yml", f"on: push\n{permissions}{RUN}".encode()).jobs
        assert job.permissions == expected

    def test_only_files_right_in_the_folder_are_workflows(self, as_: As, world: World) -> None:
        names = ("a.yml", "b.yaml", "c.md", "deep/d.yml")
        for name in names:
            world.put_file(REPOSITORY, f".github/workflows/{name}", f"name: {name}\non: push\n{RUN}")
        listed = as_(None).get(WORKFLOWS).json()
        assert (listed["total_count"], [one["name"] for one in listed["workflows"]]) == (
            2,
            ["a.yml", "b.yaml"],
        )
        by_id = as_(None).get(f"{WORKFLOWS}/{listed['workflows'][1]['id']}").json()
        assert by_id == as_(None).get(f"{WORKFLOWS}/b.yaml").json()
        assert as_(None).get(f"{WORKFLOWS}/c.md").status_code == 404


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


def until(is_so: Callable[[], bool]) -> None:
    """Waits until something is so, for five seconds at most."""
    from time import monotonic, sleep

    deadline = monotonic() + 5
    while not is_so():
        assert monotonic() < deadline
        sleep(0.01)


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
