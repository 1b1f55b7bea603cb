"""What became of a text: certain only where GitHub says that it, or its issue, is deleted."""

from base64 import b64encode
from typing import Any

import pytest

from arch_hour.errors import AccessError, UnreachableError
from arch_hour.gateway.fates import kind_of
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.model import Fate, Place
from tests.gateway.build import NAME
from tests.gateway.conftest import Hub, Said, said

COMMENT, ISSUE = "IC_kwDOAAC42Zrp5A", "I_kwDOAACy0F7xAQ"
OLD_COMMENT = b64encode(b"012:IssueComment12345").decode()
REST = f"/repos/{NAME}/issues/7"
THERE = said({"number": 7, "repository_url": f"https://api.github.com/repos/{NAME.upper()}"})
GONE = said({"message": "This issue was deleted"}, 410)


def missing(*places: int, kind: str = "NOT_FOUND", count: int = 1) -> Said:
    """An answer about so many nodes, of which some are not there."""
    errors = [
        {"type": kind, "path": ["nodes", place], "message": "Could not resolve to a node"} for place in places
    ]
    nodes = [None if place in places else {"__typename": "Issue"} for place in range(count)]
    return said({"data": {"nodes": nodes}, "errors": errors})


@pytest.mark.parametrize(
    ("identity", "home", "fate"),
    [
        pytest.param(COMMENT, THERE, Fate.DELETED, id="a comment whose issue is there"),
        pytest.param(OLD_COMMENT, THERE, Fate.DELETED, id="a comment with an id of the old form"),
        pytest.param(COMMENT, GONE, Fate.DELETED, id="a comment whose issue was deleted"),
        pytest.param(ISSUE, GONE, Fate.DELETED, id="an issue that was deleted"),
        pytest.param(ISSUE, THERE, Fate.UNKNOWN, id="an issue whose number is another's"),
        pytest.param(COMMENT, said({}, 404), Fate.UNKNOWN, id="hidden"),
        pytest.param(COMMENT, said({}, 301), Fate.UNKNOWN, id="moved to where nobody follows"),
        pytest.param(
            COMMENT,
            said({"message": "Issues are disabled for this repo"}, 410),
            Fate.UNKNOWN,
            id="no issues at all",
        ),
        pytest.param(
            COMMENT,
            said({"number": 7, "repository_url": "https://api.github.com/repos/acme/other"}),
            Fate.UNKNOWN,
            id="moved to another repository, same number",
        ),
        pytest.param(
            COMMENT,
            said({"number": 8, "repository_url": f"https://api.github.com/repos/{NAME}"}),
            Fate.UNKNOWN,
            id="moved away and back",
        ),
    ],
)
def test_the_fate_of_what_is_not_there_depends_on_its_issue(
    gateway: GithubGateway, hub: Hub, identity: str, home: Said, fate: Fate
) -> None:
    hub.tells(missing(0))
    hub.answers("GET", REST, home)
    assert gateway.fates((Place(identity, 7),)) == {identity: fate}


def test_what_is_there_is_not_asked_for_again(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells({"nodes": [{"__typename": "IssueComment"}]})
    assert gateway.fates((Place(COMMENT, 7), Place(COMMENT, 7))) == {COMMENT: Fate.THERE}
    assert len(hub.log) == 1


def test_several_texts_of_one_issue_are_one_more_request(gateway: GithubGateway, hub: Hub) -> None:
    ids = [f"IC_kwDOAAC42Zrp{letter}A" for letter in "abc"]
    hub.tells(missing(0, 2, count=3))
    hub.answers("GET", REST, THERE)
    fates = gateway.fates(tuple(Place(identity, 7) for identity in ids))
    assert list(fates.values()) == [Fate.DELETED, Fate.THERE, Fate.DELETED]
    assert hub.count("GET", REST) == 1


@pytest.mark.parametrize("kind", ["FORBIDDEN", "INSUFFICIENT_SCOPES", "SOMETHING_NEW"])
def test_what_may_not_be_seen_is_of_unknown_fate(gateway: GithubGateway, hub: Hub, kind: str) -> None:
    hub.tells(missing(0, kind=kind))
    assert gateway.fates((Place(COMMENT, 7),)) == {COMMENT: Fate.UNKNOWN}


def test_a_hundred_and_one_texts_are_two_questions(gateway: GithubGateway, hub: Hub) -> None:
    ids = [f"IC_kwDOAAC42Z{number:04}" for number in range(101)]
    hub.tells({"nodes": [{}] * 100}, {"nodes": [{}]})
    assert set(gateway.fates(tuple(Place(each, 7) for each in ids)).values()) == {Fate.THERE}
    assert [len(sent["variables"]["ids"]) for sent in hub.contents] == [100, 1]


@pytest.mark.parametrize(
    "garbage", ["", "null", "42", "IC_", "IC_ÄÖ", "MI_kwDOAAC42Zrp5A", "x" * 5000, "IC_kw\nDOAAC42Zrp5A", "ü"]
)
def test_what_is_no_id_at_all_is_not_even_asked_for(gateway: GithubGateway, hub: Hub, garbage: str) -> None:
    assert gateway.fates((Place(garbage, 7),)) == {garbage: Fate.UNKNOWN}
    assert hub.log == []


def test_nothing_is_asked_about_nothing(gateway: GithubGateway, hub: Hub) -> None:
    assert gateway.fates(()) == {}
    assert hub.log == []


@pytest.mark.parametrize(
    ("errors", "error"),
    [
        ([{"type": "RATE_LIMITED", "path": ["nodes", 0], "message": "spent"}], UnreachableError),
        ([{"path": ["nodes", 0], "message": "Something went wrong"}], UnreachableError),
        ([{"type": "FORBIDDEN", "path": ["nodes"], "message": "no"}], AccessError),
        ([{"message": "no such field"}], AccessError),
    ],
    ids=["limit", "timeout", "all of them", "the question"],
)
def test_a_trouble_with_the_whole_question_tells_nothing_of_any_text(
    gateway: GithubGateway, hub: Hub, errors: list[Any], error: type[Exception]
) -> None:
    hub.tells(said({"data": {"nodes": [None]}, "errors": errors}))
    with pytest.raises(error):
        gateway.fates((Place(COMMENT, 7),))


def test_an_issue_that_cannot_be_asked_for_tells_nothing(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(missing(0))
    hub.answers("GET", REST, said("", 502))
    with pytest.raises(UnreachableError):
        gateway.fates((Place(COMMENT, 7),))


def test_ids_of_both_forms_say_what_they_are_of() -> None:
    assert (kind_of(COMMENT), kind_of(ISSUE), kind_of(OLD_COMMENT)) == (
        "IssueComment",
        "Issue",
        "IssueComment",
    )
    assert kind_of(b64encode(b"05:Issue12").decode()) == "Issue"
    assert kind_of(b64encode(b"04:User12").decode()) is None
