"""A rehearsal answers every change as if it went well, and writes nothing."""

import pytest

from arch_hour.gateway.rehearsal import Rehearsal
from arch_hour.model import Account
from arch_hour.rules.board_changes import Boarded, BoardEntry, PutOnBoard, SetOnBoard
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    AddSubIssue,
    Assigned,
    AssignOwners,
    Change,
    CloseIssue,
    CloseReason,
    Commented,
    CommitFile,
    Created,
    CreateIssue,
    DeleteComment,
    Done,
    EditComment,
    EditIssue,
    Key,
    PinIssue,
    RemoveLabel,
    ReopenIssue,
    Result,
    UnassignOwners,
    UnpinIssue,
)
from tests.gateway.boards import BOARD, PLACE_OF_BOARD
from tests.gateway.build import OPENING, WANTED

CREATE = CreateIssue(Key("k"), "Agenda", "the text", ("agenda",), "why")


@pytest.fixture
def rehearsal() -> Rehearsal:
    return Rehearsal(OPENING, WANTED.since)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        (CREATE, Created),
        (AddComment(7, "b", "why"), Commented),
        (AssignOwners(7, ("ada",), "needs-owner", "why"), Assigned),
        (CommitFile("docs/a.md", "b", "a", "Minutes", "why"), Done),
        (AddLabels(7, ("a",), "why"), Done),
        (RemoveLabel(7, "a", "why"), Done),
        (EditIssue(7, "why", body="b"), Done),
        (EditComment(7, 5, "b", "why", was="a"), Done),
        (DeleteComment(7, 5, "why", was="a"), Done),
        (UnassignOwners(7, ("ada",), "why"), Done),
        (AddSubIssue(7, 1, "why"), Done),
        (CloseIssue(7, CloseReason.COMPLETED, "why"), Done),
        (ReopenIssue(7, "why"), Done),
        (PutOnBoard(BOARD, PLACE_OF_BOARD, (BoardEntry("I_1", "#1"),), "why"), Boarded),
        (SetOnBoard(BOARD, PLACE_OF_BOARD, (), "why"), Boarded),
        (PinIssue(7, "I_7", "why"), Done),
        (UnpinIssue(7, "I_7", "why"), Done),
    ],
    ids=lambda each: each.__name__ if isinstance(each, type) else type(each).__name__,
)
def test_every_change_goes_well(rehearsal: Rehearsal, change: Change, answer: type[Result]) -> None:
    assert isinstance(rehearsal.apply(change, 7), answer)


def test_what_would_be_made_has_a_number_of_its_own_below_zero(rehearsal: Rehearsal) -> None:
    made = [rehearsal.apply(CREATE, 0) for _ in range(3)]
    issues = [each.issue for each in made if isinstance(each, Created)]
    assert len({issue.number for issue in issues}) == 3
    assert all(issue.number < 0 for issue in issues)
    assert {(issue.title, issue.body, issue.labels, issue.author) for issue in issues} == {
        ("Agenda", "the text", ("agenda",), Account("ada"))
    }


def test_everybody_can_be_assigned(rehearsal: Rehearsal) -> None:
    assert rehearsal.apply(AssignOwners(7, ("ada",), "needs-owner", "why"), 7) == Assigned(("ada",), ())


def test_each_issue_that_goes_on_the_board_has_an_item_of_its_own(rehearsal: Rehearsal) -> None:
    entries = (BoardEntry("I_1", "#1"), BoardEntry("I_2", "#2"))
    results = [rehearsal.apply(PutOnBoard(BOARD, PLACE_OF_BOARD, (each,), "why"), 0) for each in entries]
    together = rehearsal.apply(PutOnBoard(BOARD, PLACE_OF_BOARD, entries, "why"), 0)
    items = [
        item for each in (*results, together) if isinstance(each, Boarded) for item in each.items.values()
    ]
    assert len(set(items)) == len(items) == 4
