"""Reactions on comments: fifty comments a request, whole however many, and never fewer than there are."""

from datetime import UTC, datetime
from typing import Any

import pytest

from arch_hour.errors import AccessError, UnreachableError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.reading import REACTIONS, comment
from arch_hour.model import Account, Comment, Reaction
from tests.gateway.build import LONG_AGO, NOW, TIME, Json, page, remark
from tests.gateway.conftest import Hub, said


def given(content: str = "THUMBS_UP", by: str | None = "ada", at: str = TIME) -> Json:
    return {"content": content, "createdAt": at, "user": {"login": by} if by else None}


def comments(*numbers: int) -> tuple[Comment, ...]:
    return tuple(comment(remark(number)) for number in numbers)


def found(*pages: Json) -> Json:
    return {"nodes": [{"reactions": each} for each in pages]}


def gone(*places: int, kind: str = "NOT_FOUND") -> list[Json]:
    return [{"type": kind, "path": ["nodes", place], "message": "no such node"} for place in places]


def test_those_who_reacted_are_told_with_kind_and_time_oldest_first(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(found(page([given(), given("THUMBS_DOWN", "bo", LONG_AGO)]), page()))
    assert gateway.reactions(comments(1, 2)) == {
        "IC_1": (
            Reaction(Account("bo"), "-1", datetime(2019, 1, 1, tzinfo=UTC)),
            Reaction(Account("ada"), "+1", NOW),
        ),
        "IC_2": (),
    }
    assert hub.contents[0]["variables"] == {"comments": ["IC_1", "IC_2"]}
    assert len(hub.log) == 1


def test_every_kind_has_rests_own_word(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(found(page([given(content) for content in REACTIONS])))
    (told,) = gateway.reactions(comments(1)).values()
    assert [each.kind for each in told] == [
        "+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes",
    ]  # fmt: skip


def test_apps_deleted_accounts_and_kinds_that_nobody_knows_are_left_out(
    gateway: GithubGateway, hub: Hub
) -> None:
    hub.tells(found(page([given(by=None), given("SHRUG"), given(by="bo")])))
    assert [each.by.login for each in gateway.reactions(comments(1))["IC_1"]] == ["bo"]


def test_fifty_comments_are_asked_for_at_once(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(found(*[page()] * 50), found(page([given()])))
    told = gateway.reactions(comments(*range(1, 52), 1))
    assert [len(content["variables"]["comments"]) for content in hub.contents] == [50, 1]
    assert [key for key, each in told.items() if each] == ["IC_51"]
    assert len(told) == 51


def test_nothing_is_asked_about_no_comment(gateway: GithubGateway, hub: Hub) -> None:
    assert gateway.reactions(()) == {}
    assert hub.log == []


def test_only_a_comment_with_over_a_hundred_costs_further_pages(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(
        found(page([given()]), page([given(by="one")], "first")),
        {"node": {"reactions": page([given(by="two")], "second")}},
        {"node": {"reactions": page([given(by="three")])}},
    )
    told = gateway.reactions(comments(1, 2))
    assert [each.by.login for each in told["IC_2"]] == ["one", "two", "three"]
    assert [content["variables"] for content in hub.contents[1:]] == [
        {"comment": "IC_2", "after": "first"},
        {"comment": "IC_2", "after": "second"},
    ]


def test_a_comment_that_is_gone_has_none(gateway: GithubGateway, hub: Hub) -> None:
    data = {"nodes": [None, {"reactions": page([given()])}]}
    hub.tells(said({"data": data, "errors": gone(0)}))
    told = gateway.reactions(comments(1, 2))
    assert [len(told[key]) for key in ("IC_1", "IC_2")] == [0, 1]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"data": {"nodes": [None]}}, id="nothing without a word"),
        pytest.param({"data": {"nodes": [None]}, "errors": gone(0, kind="FORBIDDEN")}, id="hidden"),
        pytest.param({"data": {"nodes": []}}, id="too few"),
        pytest.param({"data": {"nodes": [{}]}}, id="no comment"),
    ],
)
def test_reactions_that_are_not_told_are_never_taken_for_none(
    gateway: GithubGateway, hub: Hub, answer: Any
) -> None:
    hub.tells(said(answer))
    with pytest.raises((UnreachableError, AccessError)):
        gateway.reactions(comments(1))


def test_pages_that_lead_nowhere_are_not_read_for_ever(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(found(page([given()], "one")), {"node": {"reactions": page([given()], "one")}})
    with pytest.raises(UnreachableError, match="leads nowhere"):
        gateway.reactions(comments(1))
    assert len(hub.log) == 2
