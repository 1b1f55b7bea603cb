"""What people do on the board between a run's look at it and its write."""

from collections.abc import Callable

import pytest
import yaml

from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Outcome, Settings
from tests.rules.build import moment, topic
from tests.rules.memory import Memory

Act = Callable[[Memory], None]

ACTS = {
    "its item is taken off": lambda board: board.take_off(2),
    "its item is archived": lambda board: board.archive(2),
    "the issue is deleted": lambda board: board.delete_issue(2),
}


def team() -> Memory:
    """Two topics on the board, which have a vote more than it tells."""
    repository = Memory.of(topic(1), topic(2), board={"project": "orgs/acme/projects/5"})
    repository.run("12-12 09:00")
    repository.vote(1, "zoe")
    repository.vote(2, "zoe")
    return repository


def surprised(repository: Memory, act: Act) -> Outcome:
    """A run that somebody is quicker than, once: what it believes to leave behind may be wrong."""

    def once() -> None:
        repository.meanwhile_boarded = lambda: None
        act(repository)

    repository.meanwhile_boarded = once
    return run(
        repository,
        Command.BOARD,
        Settings(moment("12-12 10:00"), configuration=yaml.safe_dump(repository.values)),
    )


@pytest.mark.parametrize("act", [pytest.param(act, id=name) for name, act in ACTS.items()])
def test_whoever_is_quicker_has_it_their_way_and_the_others_are_written(act: Act) -> None:
    repository = team()
    (remark,) = surprised(repository, act).remarks
    assert "#2" in remark
    assert repository.shows(1, "votes") == 1
    before = repository.column(2)
    repository.run("12-12 11:00", Command.BOARD)
    assert repository.made(command=Command.BOARD) == []
    assert repository.column(2) == before
    assert before in ("", "archived")


def test_a_column_that_a_person_chooses_meanwhile_stays() -> None:
    repository = team()
    repository.now = moment("12-12 10:00")
    assert surprised(repository, lambda board: board.drag(2, "In Progress")).remarks == ()
    repository.run("12-12 11:00", Command.BOARD)
    assert (repository.column(2), repository.shows(2, "votes")) == ("In Progress", 1)


def test_one_that_a_person_puts_on_the_board_meanwhile_is_there_once() -> None:
    repository = Memory.of(topic(1), topic(2), board={"project": "orgs/acme/projects/5"})
    repository.now = moment("12-12 09:50")
    assert surprised(repository, lambda board: board.put(2)).remarks == ()
    assert (repository.column(1), repository.column(2)) == ("Backlog", "Backlog")
    assert repository.made("12-12 11:00", Command.BOARD) == []
