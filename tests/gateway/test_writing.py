"""Each change as GitHub's REST sees it."""

from typing import Any

import pytest
import requests

from arch_hour.errors import AccessError, UnreachableError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.rules.changes import (
    AddLabels,
    Assigned,
    AssignOwners,
    Change,
    CloseIssue,
    CloseReason,
    Done,
    EditIssue,
    RemoveLabel,
    ReopenIssue,
)
from tests.gateway.build import NAME
from tests.gateway.conftest import Hub, said

ISSUE = f"/repos/{NAME}/issues/7"
CLOSE = CloseIssue(7, CloseReason.NOT_PLANNED, "why")
CLOSE_WITH_TEXT = CloseIssue(7, CloseReason.COMPLETED, "why", body="the end")

WRITES = [
    pytest.param(EditIssue(7, "why", body="b"), "PATCH", ISSUE, {"body": "b"}, id="edit the body"),
    pytest.param(EditIssue(7, "why", title="t"), "PATCH", ISSUE, {"title": "t"}, id="edit the title"),
    pytest.param(
        EditIssue(7, "why", title="t", body=""),
        "PATCH",
        ISSUE,
        {"title": "t", "body": ""},
        id="empty the body",
    ),
    pytest.param(CLOSE, "PATCH", ISSUE, {"state": "closed", "state_reason": "not_planned"}, id="close"),
    pytest.param(
        CLOSE_WITH_TEXT,
        "PATCH",
        ISSUE,
        {"state": "closed", "state_reason": "completed", "body": "the end"},
        id="close with a text",
    ),
    pytest.param(
        AddLabels(7, ("a", "b"), "why"), "POST", f"{ISSUE}/labels", {"labels": ["a", "b"]}, id="add labels"
    ),
    pytest.param(RemoveLabel(7, "a", "why"), "DELETE", f"{ISSUE}/labels/a", {}, id="remove a label"),
    pytest.param(
        RemoveLabel(7, "topic: on/hold?", "why"),
        "DELETE",
        f"{ISSUE}/labels/topic%3A%20on%2Fhold%3F",
        {},
        id="odd label",
    ),
    pytest.param(ReopenIssue(7, "why"), "PATCH", ISSUE, {"state": "open"}, id="reopen"),
]


@pytest.mark.parametrize(("change", "verb", "path", "content"), WRITES)
def test_a_change_is_one_request(
    gateway: GithubGateway, hub: Hub, change: Change, verb: str, path: str, content: dict[str, Any]
) -> None:
    hub.answers(verb, path, said({}))
    assert gateway.apply(change, 7) == Done()
    assert hub.log == [(verb, path)]
    assert hub.contents == [content]


@pytest.mark.parametrize(("change", "verb", "path", "content"), WRITES)
def test_a_change_that_does_no_harm_twice_is_tried_again(
    gateway: GithubGateway,
    hub: Hub,
    pauses: list[float],
    change: Change,
    verb: str,
    path: str,
    content: dict[str, Any],
) -> None:
    lost = [said("", 500), said("", 502), requests.ReadTimeout(), requests.ConnectionError("reset")]
    hub.answers(verb, path, *lost, said({}))
    assert gateway.apply(change, 7) == Done()
    assert pauses == [1, 2, 4, 8]
    assert hub.contents == [content] * 5


@pytest.mark.parametrize(("change", "verb", "path", "content"), WRITES)
def test_a_limit_on_writes_is_waited_out(
    gateway: GithubGateway,
    hub: Hub,
    pauses: list[float],
    change: Change,
    verb: str,
    path: str,
    content: dict[str, Any],
) -> None:
    hub.answers(
        verb, path, said({"message": "Slow"}, 403, Retry_After="20"), said({"message": "Slow"}, 429), said({})
    )
    assert gateway.apply(change, 7) == Done()
    assert pauses == [20, 120]
    assert hub.contents == [content] * 3


def test_a_write_is_given_up_after_five_attempts(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("PATCH", ISSUE, said("", 502))
    with pytest.raises(UnreachableError, match="run again"):
        gateway.apply(CLOSE, 7)
    assert hub.count("PATCH", ISSUE) == 5


def test_a_label_that_is_gone_already_is_as_good_as_taken_off(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("DELETE", f"{ISSUE}/labels/a", said({"message": "Label does not exist"}, 404))
    assert gateway.apply(RemoveLabel(7, "a", "why"), 7) == Done()


@pytest.mark.parametrize("status", [404, 410])
def test_an_issue_that_was_deleted_meanwhile_is_told_by_its_number(
    gateway: GithubGateway, hub: Hub, status: int
) -> None:
    hub.answers("PATCH", ISSUE, said({"message": "This issue was deleted"}, status))
    with pytest.raises(
        AccessError, match=rf"#7 of {NAME} could not be changed \(This issue was deleted\).*run again"
    ):
        gateway.apply(CLOSE, 7)


def test_owners_are_assigned(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("POST", f"{ISSUE}/assignees", said({"assignees": [{"login": "Ada"}, {"login": "bo"}]}, 201))
    assert gateway.apply(AssignOwners(7, ("ada",), "needs-owner", "why"), 7) == Assigned(("Ada", "bo"), ())
    assert hub.contents == [{"assignees": ["ada"]}]


@pytest.mark.parametrize("listed", [[], None])
def test_owners_whom_github_skipped_earn_the_label(
    gateway: GithubGateway, hub: Hub, listed: list[str] | None
) -> None:
    hub.answers("POST", f"{ISSUE}/assignees", said({"assignees": listed}, 201))
    hub.answers("POST", f"{ISSUE}/labels", said([]))
    result = gateway.apply(AssignOwners(7, ("ada", "gone"), "needs-owner", "why"), 7)
    assert result == Assigned((), ("ada", "gone"))
    assert hub.contents == [{"assignees": ["ada", "gone"]}, {"labels": ["needs-owner"]}]
