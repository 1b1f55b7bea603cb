"""People and GitHub itself at work on the board: what they move there stays, and all comes to rest."""

from collections.abc import Callable
from datetime import date

import pytest
import yaml

from arch_hour.rules.board import MOST_MISSING
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Settings
from tests.rules.boarded import BEFORE, OPEN, PROJECT, PROMISE, board_changes, columns, promised, team
from tests.rules.build import moment, topic
from tests.rules.memory import Memory, StoppedError
from tests.rules.memory_board import AUTOMATION, STATUS


@pytest.mark.parametrize(
    ("move", "number", "stays"),
    [
        pytest.param(
            lambda board: board.drag(1, "In Progress"), 1, "In Progress", id="a column of their own"
        ),
        pytest.param(lambda board: board.drag(1, "Done"), 1, "Done", id="done, though it is open"),
        pytest.param(lambda board: board.drag(1, "Backlog"), 1, "Backlog", id="back from the agenda"),
        pytest.param(lambda board: board.archive(1), 1, "archived", id="archived"),
        pytest.param(lambda board: board.take_off(1), 1, "", id="taken off"),
    ],
)
def test_a_person_s_move_stays_until_the_issue_is_closed_or_reopened(
    move: Callable[[Memory], None], number: int, stays: str
) -> None:
    repository = team()
    repository.run(OPEN)
    repository.now = moment("12-15 11:00")
    move(repository)
    for at in ("12-15 12:00", "12-16 09:00"):
        assert board_changes(repository, at) == []
        assert repository.column(number) == stays
    repository.now = moment("12-16 10:00")
    repository.close(number)
    repository.now = moment("12-16 11:00")
    repository.reopen(number)
    repository.run("12-16 12:00")
    assert repository.column(number) == "On agenda"
    assert board_changes(repository) == []


def test_a_topic_that_a_person_calls_on_the_agenda_stays_there() -> None:
    repository = team()
    repository.run(BEFORE)
    repository.now = moment("12-12 09:30")
    repository.drag(3, "On agenda")
    assert board_changes(repository, "12-12 10:00") == []
    assert repository.column(3) == "On agenda"


def test_an_empty_status_is_filled() -> None:
    repository = team()
    repository.run(BEFORE)
    repository.drag(1, "")
    repository.run("12-12 10:00")
    assert repository.column(1) == "Backlog"


def test_a_column_that_a_person_chose_before_we_came_stays() -> None:
    repository = team()
    repository.put(1, "In Progress")
    repository.run(BEFORE)
    assert repository.column(1) == "In Progress"
    assert repository.shows(1, "votes") == 2


@pytest.mark.parametrize("workflows", [{"added"}, {"closed"}, {"reopened"}, {"added", "closed", "reopened"}])
def test_with_github_s_own_workflows_every_item_comes_to_rest(workflows: set[str]) -> None:
    repository = team(board={"statuses": {"discussed": "In Progress"}})
    repository.workflows = workflows
    repository.write(1, PROMISE)
    repository.run(OPEN)
    number = repository.only("action-item").number
    assert columns(repository, 1, number) == ["On agenda", "Todo"]
    for hour, act in ((10, repository.close), (12, repository.reopen)):
        repository.now = moment(f"12-15 {hour}:00")
        act(number)
        repository.run(f"12-15 {hour}:30")
        assert board_changes(repository, f"12-15 {hour}:40") == []
    assert repository.column(number) == ("In Progress" if "reopened" in workflows else "Todo")


def test_what_github_s_workflow_sets_later_than_we_is_replaced_once() -> None:
    repository = team()
    repository.put(1)
    repository.fill(1, STATUS.id, "oTodo", AUTOMATION)
    repository.run(BEFORE)
    assert repository.column(1) == "Backlog"
    repository.now = moment("12-12 09:30")
    repository.fill(1, STATUS.id, "oTodo", AUTOMATION)
    assert board_changes(repository, "12-12 10:00") == []
    assert repository.column(1) == "Todo"


def test_dates_and_votes_follow_what_is_true() -> None:
    repository = promised()
    number = repository.only("action-item").number
    repository.set_votes(1, 99)
    repository.set_day(number, "due", date(2020, 1, 1))
    repository.run("12-12 10:00")
    assert repository.shows(1, "votes") == 2
    assert repository.shows(number, "due") == date(2021, 1, 8)


def test_a_day_that_a_person_names_for_a_waiting_topic_stays() -> None:
    repository = team(meeting={"duration": 10})
    repository.run(OPEN)
    repository.set_day(3, "meeting", date(2020, 12, 24))
    assert board_changes(repository, "12-15 10:00") == []


def missing_board(count: int) -> Memory:
    """A board with many topics on it."""
    repository = Memory.of(*(topic(number) for number in range(1, count + 1)), board={"project": PROJECT})
    repository.run(BEFORE)
    assert len(repository.items) == count
    return repository


@pytest.mark.parametrize("gone", [1, MOST_MISSING, MOST_MISSING + 5, 39])
def test_what_people_took_off_stays_off_however_much_it_is(gone: int) -> None:
    repository = missing_board(40)
    for number in range(1, gone + 1):
        repository.take_off(number)
    for at in ("12-12 10:00", "12-12 11:00"):
        assert board_changes(repository, at) == []
        assert len([each for each in repository.asked if each.startswith("board past")]) == min(
            gone, MOST_MISSING
        )
    repository.issues[50] = topic(50)
    repository.run("12-12 12:00")
    assert repository.column(50) == "Backlog", "what is new comes all the same"


def test_a_filling_that_was_stopped_is_finished_at_once() -> None:
    repository = Memory.of(*(topic(number) for number in range(1, 61)), board={"project": PROJECT})
    with pytest.raises(StoppedError):
        repository.run(BEFORE, stop_after=1)
    assert len(repository.items) == 20
    repository.run("12-12 10:00")
    assert len(repository.items) == 60


def test_two_meetings_of_one_day_leave_each_other_s_topics_alone() -> None:
    repository = team()
    repository.run(OPEN)
    small = {**repository.values, "meeting": {**repository.values["meeting"], "duration": 10}}
    for hour in (10, 11, 12):
        repository.now = moment(f"12-15 {hour}:30")
        run(repository, Command.ALL, Settings(repository.now, ".github/b.yml", yaml.safe_dump(small)))
        assert columns(repository, 1, 2, 3) == ["On agenda"] * 3
        assert board_changes(repository) == []


def test_what_others_took_off_their_own_board_comes_on_ours() -> None:
    repository = team()
    repository.put(1)
    repository.take_off(1)
    repository.run(BEFORE)
    assert repository.column(1) == "Backlog"


def test_what_the_token_for_projects_does_on_boards_is_nobody_s_interest() -> None:
    repository = promised()
    number = repository.only("action-item").number
    repository.edit(1, body="")
    repository.run("12-12 12:00")
    assert not repository.issues[number].is_open, "its line was taken out, and only we had touched it"
    assert repository.column(number) == "Done"


def test_a_follow_up_that_a_person_moved_on_the_board_is_theirs() -> None:
    repository = promised()
    number = repository.only("action-item").number
    repository.now = moment("12-12 11:00")
    repository.drag(number, "In Progress")
    repository.edit(1, body="")
    repository.run("12-12 12:00")
    assert repository.issues[number].is_open
    assert repository.column(number) == "In Progress"
