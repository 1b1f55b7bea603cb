"""What a saved world remembers beside its records: the time it has come to, and people who left."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.apps import add_app, fine_grained_token, install, installation_token
from sandbox.happenings import Happening
from sandbox.records import Issue
from sandbox.rules import issues
from sandbox.rules.access import Caller
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.workflows.schedule import start_due
from sandbox.world import World
from tests.sandbox.conftest import NOON, REPOSITORY

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
