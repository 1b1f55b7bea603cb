"""What becomes of promises where runs meet, answers are lost or GitHub has no room: one follow-up for each."""

from typing import TYPE_CHECKING, Any

import pytest

from arch_hour.environment import Environment
from arch_hour.rules.changes import AddComment, Change, CreateIssue
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Settings
from sandbox.actor import Actor
from sandbox.faults import LaggingLists, LostAnswer
from sandbox.lacking import Feature
from sandbox.records import Issue
from sandbox.words import Role
from tests.integration.conftest import REPOSITORY
from tests.integration.promises import ACTIONS, follow_up, follow_ups, summaries, without_pauses, writes
from tests.integration.test_edit_meanwhile import Interrupted

if TYPE_CHECKING:
    from tests.integration.conftest import Town

LINE = "ACTION @ben to write the decision down"


@pytest.fixture
def topic(town: "Town") -> Issue:
    return Actor(town.world, "ada").open_issue(REPOSITORY, "Caching", "What of it?", labels=("topic",))


@pytest.mark.parametrize("kind", [CreateIssue, AddComment])
def test_two_runs_that_fall_into_each_other_leave_one_follow_up_and_one_summary(
    town: "Town", topic: Issue, kind: type[Change]
) -> None:
    Actor(town.world, "ben").comment(topic, f"- {LINE}\n- ACTION @ada to read it\n")

    def gateway() -> Any:
        return Environment.of(town.environment("workflow")).gateway()

    fallen: list[Change] = []

    def fall_in(change: Change) -> None:
        if isinstance(change, kind) and not fallen:
            fallen.append(change)
            run(gateway(), Command.ACTIONS, Settings(town.world.clock.now()))

    run(Interrupted(gateway(), fall_in), Command.ACTIONS, Settings(town.world.clock.now()))
    assert fallen
    town.values(*ACTIONS)
    assert sorted(follow_ups(town)) == ["read it", "write the decision down"]
    assert len(summaries(topic)) == 1
    for one in town.issues("action-item", "open"):
        assert f"#{one['number']}" in summaries(topic)[0]
    assert writes(town) == 0


@pytest.mark.parametrize("reads", [1, 3])
def test_a_create_whose_answer_was_lost_is_found_in_lists_that_lag(
    town: "Town", topic: Issue, reads: int
) -> None:
    Actor(town.world, "ben").comment(topic, f"- {LINE}\n- ACTION @ada to read it\n")
    town.running.faults.add(LostAnswer(method="POST", path="*/issues"))
    town.running.faults.add(LaggingLists(reads=reads))
    with without_pauses():
        town.here(*ACTIONS)
        town.values(*ACTIONS)
        town.values(*ACTIONS)
    assert sorted(follow_ups(town)) == ["read it", "write the decision down"]
    assert writes(town) == 0


def test_of_more_owners_than_github_assigns_the_first_ten_are_and_the_others_told(
    town: "Town", topic: Issue
) -> None:
    people = [f"dev-{number}" for number in range(1, 13)]
    for login in people:
        town.world.add_user(login)
        town.world.repository(REPOSITORY).roles[login] = Role.WRITE
    Actor(town.world, "ben").comment(topic, f"ACTION {', '.join(f'@{login}' for login in people)} to come")
    told = town.values(*ACTIONS)
    assert [one.login for one in follow_up(town).assignees] == people[:10]
    (warning,) = told["warnings"]
    assert "so dev-11, dev-12 cannot be" in warning
    assert "dev-12" in (follow_up(town).body or "")
    assert writes(town) == 0


def test_a_follow_up_whose_topic_has_no_room_for_more_sub_issues_is_complete_besides(
    town: "Town", topic: Issue
) -> None:
    ada = Actor(town.world, "ada")
    for number in range(100):
        child = ada.open_issue(REPOSITORY, f"Part {number}")
        child.parent = topic
        topic.sub_issues.append(child)
    ada.comment(topic, f"- {LINE}\n- ACTION @ada to read it\n")
    told = town.values(*ACTIONS)
    assert [each.partition(" (")[0] for each in told["warnings"]] == [
        f"#{number} was not made a sub-issue of #1" for number in (102, 103)
    ]
    assert [[one.login for one in follow_up(town, number).assignees] for number in (102, 103)] == [
        ["ben"],
        ["ada"],
    ]
    assert len(summaries(topic)) == 1
    assert writes(town) == 0


def test_where_a_server_knows_no_sub_issues_all_else_is_done(town: "Town", topic: Issue) -> None:
    Actor(town.world, "ben").comment(topic, f"- {LINE}\n- ACTION @ada to read it\n")
    town.world.lacking = {Feature.SUB_ISSUES}
    told = town.values(*ACTIONS)
    assert writes(town) == 0
    assert told["warnings"] == []
    assert sorted(follow_ups(town)) == ["read it", "write the decision down"]
    assert len(summaries(topic)) == 1
