"""A rehearsal asks truly, answers every change as if it went well, and writes nothing."""

import pytest

from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.rehearsal import Rehearsal
from arch_hour.model import Account
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Assigned,
    AssignOwners,
    Change,
    CloseIssue,
    CloseReason,
    Commented,
    Created,
    CreateIssue,
    Done,
    EditComment,
    EditIssue,
    Key,
    PinIssue,
    RemoveLabel,
    ReopenIssue,
    UnpinIssue,
)
from tests.gateway.build import OPENING, WANTED, meeting, node, opening, page
from tests.gateway.conftest import Hub

CREATE = CreateIssue(Key("k"), "Agenda", "the text", ("agenda",), "why")


@pytest.fixture
def rehearsal(gateway: GithubGateway, hub: Hub) -> Rehearsal:
    hub.tells(opening(), meeting(topics=page([node(1)])))
    rehearsal = Rehearsal(gateway, OPENING, WANTED.since)
    opened = rehearsal.open("x.yml")
    assert opened.viewer == OPENING.viewer
    assert [topic.number for topic in rehearsal.read(opened, WANTED).topics] == [1]
    hub.log.clear()
    return rehearsal


@pytest.mark.parametrize(
    "change",
    [
        CREATE,
        AddComment(7, "b", "why"),
        AssignOwners(7, ("ada",), "needs-owner", "why"),
        AddLabels(7, ("a",), "why"),
        RemoveLabel(7, "a", "why"),
        EditIssue(7, "why", body="b"),
        EditComment(7, 5, "b", "why"),
        CloseIssue(7, CloseReason.COMPLETED, "why"),
        ReopenIssue(7, "why"),
        PinIssue(7, "I_7", "why"),
        UnpinIssue(7, "I_7", "why"),
    ],
    ids=lambda change: type(change).__name__,
)
def test_no_change_reaches_github(rehearsal: Rehearsal, hub: Hub, change: Change) -> None:
    rehearsal.apply(change, 7)
    assert hub.log == []


def test_what_would_be_made_has_a_number_of_its_own_below_zero(rehearsal: Rehearsal) -> None:
    made = [rehearsal.apply(CREATE, 0) for _ in range(3)]
    issues = [each.issue for each in made if isinstance(each, Created)]
    assert len({issue.number for issue in issues}) == 3
    assert all(issue.number < 0 for issue in issues)
    assert {(issue.title, issue.body, issue.labels, issue.author) for issue in issues} == {
        ("Agenda", "the text", ("agenda",), Account("ada"))
    }


def test_every_other_change_goes_well(rehearsal: Rehearsal) -> None:
    assert rehearsal.apply(AssignOwners(7, ("ada",), "needs-owner", "why"), 7) == Assigned(("ada",), ())
    assert isinstance(rehearsal.apply(AddComment(7, "b", "why"), 7), Commented)
    assert rehearsal.apply(AddLabels(7, ("a",), "why"), 7) == Done()


def test_questions_are_asked_truly(rehearsal: Rehearsal, hub: Hub) -> None:
    hub.mock.reset()
    hub.tells({"repository": {"topics": page([node(2)]), "followUps": page([node(3)])}})
    hub.answers("GET", "/repos/acme/lean/collaborators/bo/permission", (200, {}, '{"permission": "write"}'))
    assert [topic.number for topic in rehearsal.every_topic(WANTED)] == [2]
    assert [issue.number for issue in rehearsal.closed_follow_ups(WANTED)] == [3]
    assert rehearsal.may_write(Account("bo"))
