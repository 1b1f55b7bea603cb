"""The project board as people see it, over HTTP: a table of what they and GitHub do, and what runs make of it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from arch_hour.environment import Environment
from arch_hour.rules.board_changes import SetOnBoard
from arch_hour.rules.changes import Change
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Settings
from sandbox.actor import Actor
from sandbox.faults.kinds import Fault, LostAnswer, MalformedJson, Status
from sandbox.project_words import ProjectWorkflowKind
from sandbox.records import Issue
from sandbox.rules.access import Caller
from sandbox.rules.project_items import add_item
from tests.integration.boards import Board, found_board
from tests.integration.conftest import MEETING, REPOSITORY, Town
from tests.integration.test_edit_meanwhile import Interrupted

DAY = date(2020, 12, 17)
PROMISE = "ACTION @ben to draw it, due 2021-01-08"


@pytest.fixture
def board(town: Town) -> Board:
    return found_board(town)


def test_a_week_on_the_board(board: Board) -> None:
    town = board.town
    loved = board.topic("Events", PROMISE, votes=("ada", "ben", "cleo"))
    held = board.topic("Later")
    Actor(town.world, "ada").label(held, "topic: on hold")
    others = [board.topic(f"Topic {number}", votes=("ben",)) for number in range(12)]
    board.run()
    (follow_up,) = [board.issue(issue["number"]) for issue in town.issues("action-item")]
    assert board.shows(loved) == {"Status": "On agenda", "Meeting": DAY, "Votes": 3.0}
    assert board.shows(held) == {"Status": "Backlog", "Votes": 0.0}
    assert board.shows(others[-1]) == {"Status": "Backlog", "Votes": 1.0}
    assert board.shows(follow_up) == {"Status": "Todo", "Due": date(2021, 1, 8)}
    assert board.cost() == (4, 0), "unchanged: two reads as ever, the project, and our issues on it"
    town.at(MEETING - timedelta(minutes=10))
    board.run()
    (agenda,) = town.issues("agenda")
    ticked = agenda["body"].replace("- [ ] Discussed", "- [x] Discussed", 1)
    town.at(MEETING + timedelta(minutes=50))
    town.send("ada", "PATCH", f"/issues/{agenda['number']}", {"body": ticked, "state": "closed"})
    Actor(town.world, "ben").close(follow_up)
    board.later(minutes=5)
    board.run()
    assert board.shows(loved) == {"Status": "Done", "Meeting": DAY, "Votes": 3.0}
    assert board.shows(others[0]) == {"Status": "Backlog", "Votes": 1.0}
    assert board.column(follow_up) == "Done"
    assert board.cost()[1] == 0


def closed(board: Board, number: int) -> None:
    Actor(board.town.world, "ben").close(board.issue(number))


def reopened(board: Board, number: int) -> None:
    Actor(board.town.world, "ben").reopen(board.issue(number))


@pytest.mark.parametrize(
    ("act", "stays"),
    [
        pytest.param(
            lambda board, issue: board.drag(issue, "In Progress"), "In Progress", id="another column"
        ),
        pytest.param(lambda board, issue: board.drag(issue, "Backlog"), "Backlog", id="back from the agenda"),
        pytest.param(lambda board, issue: board.drag(issue, "Done"), "Done", id="done"),
        pytest.param(lambda board, issue: board.act("archive", issue), "archived", id="archived"),
        pytest.param(lambda board, issue: board.act("remove", issue), "", id="removed"),
    ],
)
def test_what_people_do_on_the_board_stays_until_the_issue_is_opened_again(
    board: Board, act: Callable[[Board, Issue], None], stays: str
) -> None:
    topic = board.topic("Events", votes=("ada",))
    board.run()
    assert board.column(topic) == "On agenda"
    board.later(minutes=30)
    act(board, topic)
    for _ in range(2):
        board.later(hours=1)
        assert board.cost()[1] == 0
        assert board.column(topic) == stays
    board.later(hours=1)
    closed(board, topic.number)
    board.later(hours=1)
    reopened(board, topic.number)
    board.later(minutes=5)
    board.run()
    assert board.column(topic) == "On agenda"
    assert board.cost()[1] == 0


@pytest.mark.parametrize(
    "kinds", [(), *((kind,) for kind in ProjectWorkflowKind), tuple(ProjectWorkflowKind)]
)
def test_github_s_own_workflows_and_runs_come_to_rest(
    board: Board, kinds: tuple[ProjectWorkflowKind, ...]
) -> None:
    board.switch(*kinds)
    board.configure("  statuses: {discussed: In Progress}\n")
    topic = board.topic("Events", PROMISE)
    board.run()
    (number,) = [issue["number"] for issue in board.town.issues("action-item")]
    assert (board.column(topic), board.column(board.issue(number))) == ("On agenda", "Todo")
    for change, column in ((closed, "Done"), (reopened, None)):
        board.later(hours=1)
        change(board, number)
        board.later(minutes=10)
        board.run()
        assert board.cost()[1] == 0
        assert column is None or board.column(board.issue(number)) == column
    answered = ProjectWorkflowKind.ITEM_REOPENED in kinds
    assert board.column(board.issue(number)) == ("In Progress" if answered else "Todo")


def test_everything_else_on_the_board_is_left_alone(board: Board) -> None:
    world = board.town.world
    world.add_repository("octo-org/other", roles={"ada": "write"})
    world.add_repository("octo-org/secret", roles={"ada": "write"}, public=False)
    ada = Actor(world, "ada")
    world.add_label(world.repository("octo-org/other"), "topic")
    board.configure("topics:\n  repositories: [octo-org/other]\n")
    pull = ada.open_pull_request(REPOSITORY, "Change")
    unrelated = ada.open_issue(REPOSITORY, "A bug")
    elsewhere = ada.open_issue("octo-org/other", "A topic elsewhere", labels=("topic",))
    redacted = ada.open_issue("octo-org/secret", "Hidden")
    for issue in (pull, unrelated, elsewhere, redacted):
        board.act("add", issue)
        board.drag(issue, "In Progress")
    given = {"projectId": board.project.id, "title": "An idea"}
    kind = "AddProjectV2DraftIssueInput!"
    draft = f"mutation ($given: {kind}) {{ addProjectV2DraftIssue(input: $given) {{ clientMutationId }} }}"
    board.ask("ada", draft, {"given": given})
    before = {item.id: item.updated_at for item in board.project.items.values()}
    topic = board.topic("Events")
    board.later(hours=1)
    board.run()
    after = {item.id: item.updated_at for item in board.project.items.values()}
    assert board.column(topic) == "On agenda"
    assert {identity: after[identity] for identity in before} == before
    assert len(after) == len(before) + 1


def test_an_issue_on_many_boards_is_found_on_ours(town: Town) -> None:
    topic = Actor(town.world, "ada").open_issue(REPOSITORY, "Events", labels=("topic",))
    town.world.account("octo-org").members[town.world.account("ada").key] = True
    for number in range(22):
        other = town.world.add_project("octo-org", f"Board {number}", by="ada")
        add_item(town.world, Caller(town.world.account("ada")), other, topic)
    board = found_board(town)
    board.run()
    board.later(minutes=30)
    assert board.column(topic) == "On agenda"
    assert board.cost() == (5, 0), "one more, as its item is not among the first twenty"


@pytest.mark.parametrize("owner", ["octo-org", "ada"])
def test_a_project_of_an_organization_or_a_user_by_path_or_address(town: Town, owner: str) -> None:
    board = found_board(town, owner)
    topic = board.topic("Events")
    board.run()
    assert board.column(topic) == "On agenda"


def test_a_promise_of_a_meeting_shows_which(board: Board) -> None:
    board.topic("Events")
    board.run()
    board.town.at(MEETING - timedelta(minutes=10))
    board.run()
    (agenda,) = board.town.issues("agenda")
    board.town.at(MEETING + timedelta(minutes=20))
    board.town.send("ada", "POST", f"/issues/{agenda['number']}/comments", {"body": "ACTION TBD to find out"})
    board.run()
    (number,) = [issue["number"] for issue in board.town.issues("needs-owner")]
    assert board.shows(board.issue(number)) == {"Status": "Todo", "Meeting": DAY}


def test_one_that_github_refuses_loses_no_other(board: Board) -> None:
    first, second, third = (board.topic(f"Topic {number}") for number in range(3))
    board.run()
    board.later(minutes=30)
    for topic in (first, second, third):
        Actor(board.town.world, "ben").react(topic)

    def archive_the_second(change: Change) -> None:
        if isinstance(change, SetOnBoard):
            board.act("archive", second)

    environ = board.town.environment("workflow") | {"ARCH_HOUR_PROJECT_TOKEN": board.mover or ""}
    gateway = Interrupted(Environment.of(environ).gateway(), archive_the_second)
    outcome = run(gateway, Command.ALL, Settings(board.town.world.clock.now()))
    (remark,) = outcome.remarks
    assert remark == (
        f"the board does not tell of #{second.number} what it should (The item is archived and cannot be updated): "
        "the next run tries again"
    )
    assert board.shows(first)["Votes"] == board.shows(third)["Votes"] == 1.0
    assert board.cost() == (4, 0)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(LostAnswer(operation="Together"), id="a write's answer is lost"),
        pytest.param(LostAnswer(operation="Together", nth=2), id="the second's"),
        pytest.param(Status(status=502, operation="Board"), id="the project is not told at first"),
        pytest.param(Status(status=502, operation="Cards"), id="our issues are not told at first"),
        pytest.param(MalformedJson(operation="Together"), id="an answer that is no JSON"),
    ],
)
def test_trouble_on_the_way_leaves_the_same_board(board: Board, fault: Fault) -> None:
    topics = [board.topic(f"Topic {number}") for number in range(3)]
    board.town.running.faults.add(fault)
    board.run()
    assert [board.column(topic) for topic in topics] == ["On agenda"] * 3
    assert len(board.project.items) == 3
    assert board.cost()[1] == 0
