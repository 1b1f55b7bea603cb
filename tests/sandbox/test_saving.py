"""What a saved world remembers beside its records: the time it has come to, and people who left."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.apps import add_app, fine_grained_token, install, installation_token
from sandbox.happenings import Happening
from sandbox.records import Issue
from sandbox.rules import issues, project_items
from sandbox.rules.access import Caller
from sandbox.server import serve
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.workflows.runs import startable
from sandbox.workflows.schedule import start_due
from sandbox.workflows.triggers import hear
from sandbox.world import DEFAULT_LABELS, World
from tests.sandbox.conftest import NOON, REPOSITORY, sessions

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
Ask = Callable[..., Any]
ISSUES = f"/repos/{REPOSITORY}/issues"
WEEKLY = "on:\n  schedule:\n    - cron: '0 8 * * 1'\njobs:\n  agenda:\n    steps:\n      - run: 'true'\n"


class TestClock:
    @pytest.mark.parametrize("by", [timedelta(days=400), timedelta(days=-400)], ids=["ahead", "behind"])
    def test_one_that_was_moved_runs_on_from_there_when_the_world_is_loaded(self, by: timedelta) -> None:
        world = World.start()
        world.clock.move(by)
        loaded = world_from_data(world_as_data(world))
        assert abs(loaded.clock.now() - world.clock.now()) <= timedelta(seconds=2)
        assert not loaded.clock.is_frozen

    def test_one_that_stands_still_stands_still_again(self, world: World) -> None:
        loaded = world_from_data(world_as_data(world))
        assert (loaded.clock.now(), loaded.clock.is_frozen) == (NOON, True)

    def test_one_that_follows_the_real_time_is_not_saved(self) -> None:
        data = world_as_data(World.start())
        assert not {"now", "running"} & data.keys()
        assert abs(world_from_data(data).clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


class TestDeletedUser:
    def test_commits_stay_and_the_world_can_be_loaded(self, world: World) -> None:
        world.put_file(REPOSITORY, "README.md", "Hello", by="gone")
        world.delete_user("gone")
        data = world_as_data(world)
        assert world_as_data(world_from_data(data)) == data
        assert world.repository(REPOSITORY).commits[-1].author.login == "gone"

    def test_schedules_run_on_as_somebody_who_is_still_there(self, world: World) -> None:
        path = ".github/workflows/agenda.yml"
        world.put_file(REPOSITORY, path, WEEKLY, by="wanda")
        world.put_file(REPOSITORY, "README.md", "Hello", by="gone")
        world.delete_user("gone")
        world.clock.move(timedelta(days=7))
        (run,) = start_due(world, "http://localhost", NOON)
        assert run.actor is world.account("wanda")

    def test_apps_and_tokens_for_its_things_go_with_it(self, world: World) -> None:
        app = add_app(world, "helper", "octo-org", permissions={"issues": "write"})
        everywhere = [install(world, app, owner) for owner in ("gone", "octo-org")]
        tokens = [installation_token(world, one) for one in everywhere]
        tokens.append(fine_grained_token(world, "wanda", "gone", {"issues": "read"}))
        world.delete_user("gone")
        assert [token in world.tokens for token in tokens] == [False, True, False]
        data = world_as_data(world)
        assert world_as_data(world_from_data(data)) == data

    def test_who_owns_a_repository_cannot_be_deleted(self, world: World) -> None:
        world.add_repository("gone/own")
        with pytest.raises(ValueError, match="owns a repository"):
            world.delete_user("gone")
        assert world.find_account("gone") is not None


class TestBlanks:
    def test_an_item_that_was_moved_to_the_top_stays_there(self, act: Act, world: World) -> None:
        rita = Caller(world.account("rita"))
        board = world.add_project("octo-org", "Board", by="rita")
        first, second, third = (
            project_items.add_item(world, rita, board, act("wanda").open_issue(REPOSITORY, title))
            for title in ("First", "Second", "Third")
        )
        project_items.move(world, rita, second, None)
        project_items.move(world, rita, third, second)
        data = world_as_data(world)
        loaded = world_from_data(data)
        assert world_as_data(loaded) == data
        places = {item.database_id: item.position for item in loaded.project("octo-org", 1).items.values()}
        assert sorted(places, key=places.__getitem__) == [one.database_id for one in (second, third, first)]
        assert places == {item.database_id: item.position for item in (first, second, third)}

    def test_an_emptied_text_stays_apart_from_one_that_never_was(self, as_: As, world: World) -> None:
        wanda = as_("wanda")
        for body in ("One", None):
            wanda.post(ISSUES, json={"title": "Topic", "body": body})
        wanda.patch(f"{ISSUES}/1", json={"body": ""})
        loaded = world_from_data(world_as_data(world)).repository(REPOSITORY)
        kept = world.repository(REPOSITORY)
        assert [loaded.issue(number).body for number in (1, 2)] == [
            kept.issue(number).body for number in (1, 2)
        ]
        assert loaded.issue(2).body is None
        assert loaded.issue(1).body == kept.issue(1).body != "One"


def test_labels_that_came_with_the_repository_say_so(as_: As, ask: Ask, world: World) -> None:
    wanda = as_("wanda")
    wanda.post(f"/repos/{REPOSITORY}/labels", json={"name": "topic"})
    listed = wanda.get(f"/repos/{REPOSITORY}/labels?per_page=100").json()
    assert {one["name"]: one["default"] for one in listed} == {
        **{name: True for name, *_ in DEFAULT_LABELS},
        "topic": False,
    }
    shown = 'label(name: "bug") { isDefault }, topic: label(name: "topic") { isDefault }'
    asked = ask("wanda", f'{{ repository(owner: "octo-org", name: "arch") {{ {shown} }} }}')
    assert asked["data"]["repository"] == {"label": {"isDefault": True}, "topic": {"isDefault": False}}
    loaded = world_from_data(world_as_data(world)).repository(REPOSITORY)
    assert [loaded.labels[name].is_default for name in ("bug", "topic")] == [True, False]


def test_events_keep_the_color_of_a_label_that_is_gone(as_: As, act: Act, world: World) -> None:
    issue = act("wanda").open_issue(REPOSITORY, "Topic", labels=("bug", "wontfix"))
    as_("wanda").delete(f"/repos/{REPOSITORY}/labels/bug")
    data = world_as_data(world)
    loaded = world_from_data(data)
    assert world_as_data(loaded) == data
    with serve(loaded) as again, sessions(again) as session:
        told = session("wanda").get(f"{ISSUES}/{issue.number}/events").json()
    labels = [event["label"] for event in told if event["event"] == "labeled"]
    assert labels == [{"name": "bug", "color": "d73a4a"}, {"name": "wontfix", "color": "ffffff"}]


def test_runs_of_several_workflows_wait_in_their_order_again(act: Act, world: World) -> None:
    for name in ("a.yml", "b.yml"):
        text = "on: issues\njobs: {one: {steps: [{run: 'true'}]}}\n"
        world.put_file(REPOSITORY, f".github/workflows/{name}", text)
    world.listeners.append(partial(hear, world, "http://localhost"))
    for title in ("First", "Second"):
        act("wanda").open_issue(REPOSITORY, title)
    loaded = world_from_data(world_as_data(world))
    assert [run.workflow.path[-5:] for run in startable(loaded)] == ["a.yml", "b.yml", "a.yml", "b.yml"]
    assert list(loaded.actions.runs) == list(world.actions.runs)


def test_what_a_form_puts_on_is_on_whoever_opens_the_issue_and_is_told_with_it(world: World) -> None:
    told: list[tuple[str | None, list[str], list[str]]] = []

    def listen(happening: Happening) -> None:
        issue = happening.subject
        assert isinstance(issue, Issue)
        people = [account.login for account in issue.assignees]
        told.append((happening.action, [label.name for label in issue.labels], people))

    world.listeners.append(listen)
    draft = issues.Draft(
        "Topic",
        labels=["question"],
        assignees=["rita"],
        form_labels=["bug", "nowhere"],
        form_assignees=["olive", "mallory", "nobody"],
    )
    caller = Caller(world.account("mallory"), world.tokens[world.add_token("mallory")])
    issue = issues.open_issue(world, caller, world.repository(REPOSITORY), draft)
    assert [label.name for label in issue.labels] == ["bug"]
    assert [account.login for account in issue.assignees] == ["olive"]
    assert told[0] == ("opened", ["bug"], ["olive"])
    assert [action for action, *_ in told] == ["opened", "labeled", "assigned"]
