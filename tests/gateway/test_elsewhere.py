"""Other repositories: their topics are read with their names, and their refusals to be written to are an answer."""

from typing import Any

import pytest

from arch_hour.errors import AccessError, UnreachableError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.model import Elsewhere
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Change,
    CloseIssue,
    CloseReason,
    Commented,
    Declined,
    Done,
    RemoveLabel,
)
from tests.gateway.build import NAME, WANTED, node, page, rest_comment, rest_issue, thumb
from tests.gateway.conftest import Hub, Said, said

OTHER = "acme/other"
ISSUE = f"/repos/{OTHER}/issues/7"
PLACE = Elsewhere(OTHER, 7)


def there(*nodes: Any, cursor: str | None = None, name: str = OTHER) -> dict[str, Any]:
    return {"repository": {"nameWithOwner": name, "topics": page(nodes, cursor)}}


def test_open_topics_are_read_with_the_name_as_github_spells_it(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(there(node(1), node(2)))
    found = gateway.topics_elsewhere("ACME/Other", WANTED)
    assert [(topic.name, topic.target) for topic in found] == [
        (f"{OTHER}#1", Elsewhere(OTHER, 1)),
        (f"{OTHER}#2", Elsewhere(OTHER, 2)),
    ]
    (asked,) = hub.contents
    assert asked["variables"] == {
        "owner": "ACME",
        "name": "Other",
        "topicLabels": ["topic"],
        "states": ["OPEN"],
        "reaction": "THUMBS_UP",
        "after": None,
    }


def test_each_hundred_topics_cost_one_request(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(
        there(*map(node, range(1, 101)), cursor="one"),
        there(*map(node, range(101, 201)), cursor="two"),
        there(node(201)),
    )
    assert len(gateway.topics_elsewhere(OTHER, WANTED)) == 201
    assert [each["variables"]["after"] for each in hub.contents] == [None, "one", "two"]
    assert {each["variables"]["name"] for each in hub.contents} == {"other"}


def test_votes_beyond_the_first_hundred_are_read_too(gateway: GithubGateway, hub: Hub) -> None:
    crowded = node(1, reactions={"totalCount": 2, "nodes": [thumb("ann")]})
    hub.tells(there(crowded), {"node": {"reactions": page([thumb("ann"), thumb("bo")])}})
    (topic,) = gateway.topics_elsewhere(OTHER, WANTED)
    assert [vote.voter.login for vote in topic.votes] == ["ann", "bo"]


def refused(kind: str, message: str) -> Said:
    return said({"data": {"repository": None}, "errors": [{"type": kind, "message": message}]})


@pytest.mark.parametrize(
    ("answer", "parts"),
    [
        pytest.param(
            refused("NOT_FOUND", "Could not resolve"),
            (OTHER, "Could not resolve", "`topics.repositories`", "GITHUB_TOKEN", "`token`"),
            id="not found",
        ),
        pytest.param(refused("FORBIDDEN", "SAML"), (OTHER, "SAML", "`topics.repositories`"), id="forbidden"),
        pytest.param(said({"data": {"repository": None}}), (OTHER, "`topics.repositories`"), id="null alone"),
        pytest.param(
            said({"message": "Not Found"}, 404), (OTHER, "Not Found", "`topics.repositories`"), id="404"
        ),
        pytest.param(
            said({"data": there(name="acme/espresso")}),
            (OTHER, "is called acme/espresso now", "`topics.repositories`"),
            id="renamed",
        ),
        pytest.param(
            said({"message": "Bad credentials"}, 401), ("does not know this token",), id="bad token"
        ),
    ],
)
def test_a_repository_that_cannot_be_read_is_named(
    gateway: GithubGateway, hub: Hub, answer: Said, parts: tuple[str, ...]
) -> None:
    hub.tells(answer)
    with pytest.raises(AccessError) as caught:
        gateway.topics_elsewhere(OTHER, WANTED)
    assert [part for part in parts if part not in str(caught.value)] == [], str(caught.value)
    assert NAME not in str(caught.value)


@pytest.mark.parametrize("answer", [said("", 502), said({"data": {"repository": {"topics": page()}}})])
def test_an_answer_that_is_none_is_no_empty_list(gateway: GithubGateway, hub: Hub, answer: Said) -> None:
    hub.tells(answer)
    with pytest.raises(UnreachableError):
        gateway.topics_elsewhere(OTHER, WANTED)


CHANGES = [
    pytest.param("POST", f"{ISSUE}/comments", AddComment(PLACE, "well said", ""), id="comment"),
    pytest.param("POST", f"{ISSUE}/labels", AddLabels(PLACE, ("x",), ""), id="labels"),
    pytest.param("DELETE", f"{ISSUE}/labels/x", RemoveLabel(PLACE, "x", ""), id="a label less"),
    pytest.param("PATCH", ISSUE, CloseIssue(PLACE, CloseReason.COMPLETED, ""), id="closing"),
]


@pytest.mark.parametrize(("verb", "path", "change"), CHANGES)
def test_what_is_written_elsewhere_goes_there(
    gateway: GithubGateway, hub: Hub, verb: str, path: str, change: Change
) -> None:
    hub.answers(verb, path, said(rest_comment() if verb == "POST" and "comments" in path else rest_issue()))
    assert isinstance(gateway.apply(change, 7), Done | Commented)
    assert hub.log == [(verb, path)]


@pytest.mark.parametrize(("verb", "path", "change"), CHANGES)
@pytest.mark.parametrize("status", [403, 410])
def test_a_refusal_elsewhere_is_an_answer(
    gateway: GithubGateway, hub: Hub, verb: str, path: str, change: Change, status: int
) -> None:
    hub.answers(verb, path, said({"message": "Resource not accessible by integration"}, status))
    assert gateway.apply(change, 7) == Declined("Resource not accessible by integration")
    assert hub.log == [(verb, path)]


def test_an_issue_that_is_gone_there_is_an_answer_too(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("PATCH", ISSUE, said({"message": "Not Found"}, 404))
    assert gateway.apply(CloseIssue(PLACE, CloseReason.COMPLETED, ""), 7) == Declined("Not Found")


@pytest.mark.parametrize(
    ("answer", "kind", "parts"),
    [
        pytest.param(said({"message": "Bad credentials"}, 401), AccessError, ("token",), id="bad token"),
        pytest.param(said({"message": "Validation Failed"}, 422), AccessError, (OTHER,), id="no such write"),
        pytest.param(said("", 502), UnreachableError, ("502",), id="no answer"),
        pytest.param(
            said({"message": "secondary rate limit"}, 403, Retry_After="90000"),
            UnreachableError,
            ("rate limit",),
            id="limited",
        ),
    ],
)
def test_any_other_trouble_elsewhere_fails_the_run(
    gateway: GithubGateway, hub: Hub, answer: Said, kind: type[Exception], parts: tuple[str, ...]
) -> None:
    hub.answers("POST", f"{ISSUE}/labels", answer)
    with pytest.raises(kind) as caught:
        gateway.apply(AddLabels(PLACE, ("x",), ""), 7)
    assert [part for part in parts if part not in str(caught.value)] == []


def test_a_refusal_of_this_repository_is_none(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("POST", f"/repos/{NAME}/issues/7/labels", said({"message": "No"}, 403))
    with pytest.raises(AccessError):
        gateway.apply(AddLabels(7, ("x",), ""), 7)
