"""The quota, the clock, the world file and the command: what the sandbox adds around GitHub."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
import yaml

from sandbox.actor import Actor
from sandbox.apps import install, suspend
from sandbox.clock import Clock
from sandbox.lacking import Feature
from sandbox.project_words import FieldKind
from sandbox.records import ActionsPolicy, Issue
from sandbox.rules import (
    comments,
    departures,
    issues,
    milestones,
    project_fields,
    project_items,
    project_values,
    projects,
    sub_issues,
)
from sandbox.rules.access import Caller
from sandbox.rules.app_manifests import Manifest, register
from sandbox.rules.project_fields import FieldDraft
from sandbox.server import Running
from sandbox.storing.worlds import read_world, world_as_data, world_from_data, write_world
from sandbox.words import AllowedActions, Classifier, Plan
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
REPOSITORY = "octo-org/arch"
ARCH = f"/repos/{REPOSITORY}"


class TestQuota:
    def test_every_answer_tells_it(self, as_: As) -> None:
        wanda = as_("wanda")
        headers = wanda.get(ARCH).headers
        assert (headers["x-ratelimit-limit"], headers["x-ratelimit-resource"]) == ("5000", "core")
        again = wanda.get(ARCH).headers
        assert int(again["x-ratelimit-remaining"]) == int(headers["x-ratelimit-remaining"]) - 1 == 4_998
        assert datetime.fromtimestamp(int(again["x-ratelimit-reset"]), UTC).hour == 13

    def test_a_workflow_has_a_thousand_and_graphql_its_own(self, as_: As) -> None:
        workflow = as_("workflow")
        assert workflow.get(ARCH).headers["x-ratelimit-limit"] == "1000"
        answer = workflow.post("/graphql", json={"query": "{ viewer { login } }"})
        assert (answer.headers["x-ratelimit-resource"], answer.headers["x-ratelimit-used"]) == (
            "graphql",
            "1",
        )
        resources = workflow.get("/rate_limit").json()["resources"]
        assert (resources["core"]["used"], resources["graphql"]["used"]) == (1, 1)

    def test_it_is_fresh_after_an_hour(self, as_: As, world: World) -> None:
        wanda = as_("wanda")
        wanda.get(ARCH)
        world.clock.move(timedelta(hours=1))
        assert wanda.get(ARCH).headers["x-ratelimit-used"] == "1"


class TestClock:
    def test_it_stands_still_moves_and_runs(self) -> None:
        clock = Clock(datetime(2020, 12, 17, 12, 0, 0, 999, tzinfo=UTC))
        assert clock.now() == datetime(2020, 12, 17, 12, tzinfo=UTC)
        clock.move(timedelta(days=-1))
        assert clock.now().day == 16
        clock.run()
        assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
        clock.move(timedelta(days=1))
        assert clock.now() - datetime.now(UTC) > timedelta(hours=23)

    def test_it_needs_a_time_zone(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            Clock().freeze(datetime(2020, 12, 17))  # noqa: DTZ001 - that is the point

    @pytest.mark.parametrize(
        "setting",
        [[], 5, {"now": "x"}, {"now": "2021-01-07T10:00:00"}, {"move": "x"}, {"move": 1e30}, {"speed": 2}],
        ids=str,
    )
    def test_what_is_no_setting_is_told_in_a_sentence(self, as_: As, world: World, setting: object) -> None:
        before = world.clock.now()
        answer = as_(None).post("/_sandbox/clock", json=setting)
        assert (answer.status_code, world.clock.now()) == (422, before)
        assert answer.json()["message"].startswith("The clock was not set: ")

    def test_it_is_set_from_outside(self, as_: As, world: World) -> None:
        wanda = as_("wanda")
        told = wanda.post("/_sandbox/clock", json={"now": "2021-01-07T10:00:00-05:00", "move": 60}).json()
        assert told == {"now": "2021-01-07T15:01:00Z", "frozen": True}
        assert world.clock.now() == datetime(2021, 1, 7, 15, 1, tzinfo=UTC)
        assert wanda.post("/_sandbox/clock", json={"run": True}).json()["frozen"] is False


def _make_projects(world: World, issue: Issue) -> None:
    """Projects with what they hold besides GitHub's own fields."""
    rita = Caller(world.account("rita"))
    board = world.add_project("octo-org", "Board", by="rita", public=True, roles={"wanda": "writer"})
    project_items.add_item(world, rita, board, issue)
    draft = project_items.add_draft(world, rita, board, project_items.ItemDraft("Idea"))
    votes = project_fields.create_field(world, rita, board, FieldDraft("Votes", FieldKind.NUMBER))
    project_fields.create_field(world, rita, board, FieldDraft("Sprint", FieldKind.ITERATION))
    project_values.set_value(world, rita, draft, votes, {"number": 0})
    project_items.archive(world, rita, draft)
    projects.link(world, rita, board, issue.repository)
    world.add_project("gone", "Mine")


@pytest.fixture
def lively(act: Act, world: World) -> World:
    """A world in which everything that is remembered has happened."""
    wanda = act("wanda")
    world.put_file(REPOSITORY, "a.md", "Grüße\r\n")
    world.put_file(REPOSITORY, "a.bin", b"\xff", by="wanda")
    world.workflow_token(REPOSITORY, {"issues": "write"})
    issue = wanda.open_issue(REPOSITORY, "Topic", "One\r\nTwo", labels=("topic",), assignees=("olive",))
    wanda.open_pull_request(REPOSITORY, "Change")
    wanda.edit(issue, "Three")
    wanda.rename(issue, "Subject")
    wanda.edit(wanda.comment(issue, "Hm"), "Oh")
    act("gone").react(issue.comments[0], "heart")
    act("mallory").react(issue)
    wanda.unlabel(issue, "topic")
    wanda.unassign(issue, "olive")
    wanda.pin(issue)
    wanda.lock(issue, "spam")
    wanda.close(issue, "not_planned")
    _group(world, issue)
    _make_projects(world, issue)
    _register(world)
    world.delete_user("gone")
    world.lacking = {Feature.LONG_NUMBERS}
    policy = ActionsPolicy(allowed=AllowedActions.SELECTED, patterns=("octo/*",))
    world.repository(REPOSITORY).actions = policy
    return world


def _register(world: World) -> None:
    """Registers an app that nobody asked for its secrets yet, installs it, and renames a repository of it."""
    hook, permissions = "http://127.0.0.1:9/hook", {"issues": "write"}
    wanted = Manifest(
        hook,
        description="Coffee",
        hook_url=hook,
        is_hook_active=False,
        setup_url=hook,
        permissions=permissions,
        events=("issues",),
    )
    app = register(world, world.account("octo-org"), wanted, "Coffee bot")
    suspend(world, install(world, app, "octo-org", repositories=["octo-org/elsewhere"], by="olive"))
    Actor(world, "olive").rename_repository("octo-org/elsewhere", "nearby")


def _group(world: World, issue: Issue) -> None:
    """Gives an issue a milestone, a type and a part, hides a comment, and lets two others leave."""
    repository, olive, wanda = (
        world.repository(REPOSITORY),
        Caller(world.account("olive")),
        Actor(world, "wanda"),
    )
    milestones.create_milestone(world, olive, repository, milestones.MilestoneDraft("Spring"))
    issues.edit_issue(world, olive, issue, issues.Changes(milestone=1, type="Bug"))
    part, moved, deleted = (wanda.open_issue(REPOSITORY, f"See #{issue.number}, {n}", "#1") for n in range(3))
    sub_issues.add_sub_issue(world, olive, issue, part)
    comments.minimize_comment(olive, issue.comments[0], Classifier.OUTDATED)
    world.add_repository("octo-org/elsewhere", roles={"olive": "admin"}).plan = Plan.FREE
    departures.transfer_issue(world, olive, moved, world.repository("octo-org/elsewhere"))
    departures.delete_issue(world, olive, deleted)
    world.search_lag = timedelta()


class TestWorldFile:
    def test_what_is_saved_and_loaded_is_the_same(self, lively: World, tmp_path: Path) -> None:
        file = tmp_path / "world.yml"
        write_world(lively, file)
        assert world_as_data(read_world(file)) == world_as_data(lively)

    def test_a_loaded_world_goes_on_where_the_saved_one_stopped(self, lively: World) -> None:
        loaded = world_from_data(world_as_data(lively))
        for world in (lively, loaded):
            Actor(world, "wanda").comment(Actor(world, "wanda").open_issue(REPOSITORY, "Next"), "First")
        assert world_as_data(loaded) == world_as_data(lively)
        assert loaded.nodes.keys() == lively.nodes.keys()

    def test_a_few_lines_by_hand_are_enough(self, tmp_path: Path) -> None:
        file = tmp_path / "world.yml"
        file.write_text(
            """
now: 2020-12-17T12:00:00Z
accounts:
  - login: ada
  - login: renovate[bot]
tokens:
  - {token: secret, login: ada}
repositories:
  - name: octo-org/arch
    roles: {ada: write}
    files: {README.md: Hello}
    issues:
      - {title: First, author: ada, labels: [topic], reactions: [{by: ada}]}
      - {title: Second}
"""
        )
        world = read_world(file)
        repository = world.repository("octo-org/arch")
        assert [issue.number for issue in repository.issues.values()] == [1, 2]
        assert repository.issue(1).has_label("topic")
        assert world.tokens["secret"].account is world.account("ada")
        assert Actor(world, "ada").open_issue("octo-org/arch", "Third").number == 3

    def test_the_whole_world_can_be_read_from_outside(self, as_: As, lively: World) -> None:
        told = as_("wanda").get("/_sandbox/world").json()
        assert told == world_as_data(lively)


def test_the_command_serves_a_world_and_saves_it(tmp_path: Path, lively: World) -> None:
    file, saved = tmp_path / "world.yml", tmp_path / "saved.yml"
    write_world(lively, file)
    command = [sys.executable, "-m", "sandbox", "--world", str(file), "--save", str(saved)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        token = process.stdout.readline().split("\t")[0]
        headers = {"Authorization": f"token {token}"}
        answer = requests.post(f"{address}{ARCH}/issues", json={"title": "Next"}, headers=headers, timeout=5)
        process.terminate()
        assert process.wait(10) == 0
    assert answer.status_code == 201
    titles = [issue["title"] for issue in yaml.safe_load(saved.read_text())["repositories"][0]["issues"]]
    assert titles == ["Subject", "Change", "See #1, 0", "Next"]


def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox", "--world", str(tmp_path / "none.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "none.yml" in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("accounts: [", id="no YAML"),
        pytest.param("- ada", id="a list"),
        pytest.param("accounts: [{name: Ada}]", id="no login"),
        pytest.param("tokens: [{token: x, login: ada}]", id="a login that is not there"),
        pytest.param(
            "{accounts: [{login: ada}], repositories: [{name: o/r, roles: {ada: boss}}]}", id="no role"
        ),
    ],
)
def test_a_file_that_holds_no_world_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "world.yml"
    file.write_text(text)
    with pytest.raises(ValueError, match=r".+"):
        read_world(file)


def test_requests_that_make_no_sense_are_refused_and_break_nothing(as_: As, running: Running) -> None:
    nobody, wanda = as_(None), as_("wanda")
    strange = {"Authorization": "Basic ???"}
    assert nobody.get(ARCH, headers=strange).status_code == 401
    assert wanda.post("/graphql", data="[").status_code == 400
    assert wanda.post("/graphql", json={"query": "{viewer{login}}", "variables": [1]}).status_code == 400
    assert wanda.put(f"{ARCH}/contents/x", json={"message": "x", "content": "ü"}).status_code == 422
    assert wanda.get(f"{ARCH}/issues?since=yesterday").status_code == 422
    selection = "issues(first: 1, filterBy: {since: 5}) { totalCount }"
    listing = f'{{ repository(owner: "octo-org", name: "arch") {{ {selection} }} }}'
    assert wanda.post("/graphql", json={"query": listing}).json()["errors"][0]["type"] == "UNPROCESSABLE"
    assert max(entry.status for entry in running.log) == 422


@pytest.mark.parametrize("path", ["/api/v3", ""])
def test_enterprise_paths_lead_to_the_same(as_: As, path: str) -> None:
    answer = as_("wanda").get(f"{path}{ARCH}").json()
    assert answer["full_name"] == REPOSITORY
    assert f"{path}/repos/" in answer["url"]
    assert "/api/" not in answer["html_url"] + answer["owner"]["html_url"]
