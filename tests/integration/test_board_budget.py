"""What the board costs in requests, counted by the sandbox's log, for ten, a hundred and a thousand issues."""

from math import ceil

import pytest

from arch_hour.rules.board import AT_ONCE, MOST_MISSING
from sandbox.actor import Actor
from tests.integration.boards import Board, found_board
from tests.integration.conftest import REPOSITORY, Town


def filled(town: Town, count: int) -> Board:
    board = found_board(town)
    ada = Actor(town.world, "ada")
    for number in range(count):
        ada.open_issue(REPOSITORY, f"Topic {number}", labels=("topic",))
    return board


@pytest.mark.parametrize("count", [10, 100, 1000])
def test_requests_for_so_many_issues(town: Town, count: int) -> None:
    """The ordinary reads aside: one for the project and one for each hundred issues; writes go by twenties.

    Of some that are missing it is asked once whether somebody took them off.
    """
    board = filled(town, count)
    town.here("run")
    ordinary = 2 + max(0, ceil(count / 100) - 1)
    reads = 1 + ceil(count / 100)
    on_agenda = min(count, 9)
    values = count * 2 + on_agenda  # status and votes of each, and the day of what is on the agenda
    asked = min(count, MOST_MISSING)
    assert board.cost() == (ordinary + reads + asked, ceil(count / AT_ONCE) + ceil(values / AT_ONCE))
    assert len(board.project.items) == count
    assert board.cost() == (ordinary + reads, 0), "unchanged"
    board.later(minutes=30)
    ben = Actor(town.world, "ben")
    for issue in list(town.world.repository(REPOSITORY).issues.values()):
        if "topic" in [label.name for label in issue.labels]:
            ben.react(issue)
    assert board.cost("--command", "board") == (ordinary + reads, ceil(count / AT_ONCE)), "all votes changed"
