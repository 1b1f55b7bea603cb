"""Issues that texts name: their timelines tell of it."""

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.rules.references import references_in
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
Ask = Callable[..., Any]
REPOSITORY = "octo-org/arch"
FIRST = f"/repos/{REPOSITORY}/issues/1"


def test_the_timeline_tells_who_named_it_and_the_events_do_not(as_: As, act: Act) -> None:
    act("wanda").open_issue(REPOSITORY, "Topic")
    act("olive").open_issue(REPOSITORY, "Agenda", "1. #1\n2. #1 again")
    (told,) = as_("mallory").get(f"{FIRST}/timeline").json()
    assert (told["event"], told["actor"]["login"]) == ("cross-referenced", "olive")
    assert (told["source"]["type"], told["source"]["issue"]["number"]) == ("issue", 2)
    assert as_("mallory").get(f"{FIRST}/events").json() == []


def test_a_comment_or_an_edit_names_it_too_but_each_issue_once(as_: As, act: Act) -> None:
    act("wanda").open_issue(REPOSITORY, "Topic")
    by_comment = act("wanda").open_issue(REPOSITORY, "Two")
    by_edit = act("wanda").open_issue(REPOSITORY, "Three")
    for _twice in range(2):
        act("mallory").comment(by_comment, "See #1")
    act("wanda").edit(by_edit, "See #1")
    told = as_("wanda").get(f"{FIRST}/timeline").json()
    assert [(one["source"]["issue"]["number"], one["actor"]["login"]) for one in told] == [
        (2, "mallory"),
        (3, "wanda"),
    ]


def test_naming_does_not_count_as_an_update(act: Act, world: World) -> None:
    topic = act("wanda").open_issue(REPOSITORY, "Topic")
    before = topic.updated_at
    world.clock.move(before - before.replace(hour=0))
    act("wanda").open_issue(REPOSITORY, "Agenda", "#1")
    assert topic.updated_at == before


def test_graphql_tells_source_and_target(ask: Ask, act: Act) -> None:
    act("wanda").open_issue(REPOSITORY, "Topic")
    act("wanda").open_pull_request(REPOSITORY, "Change", "Closes #1")
    reading = """{ repository(owner: "octo-org", name: "arch") { issue(number: 1) {
        timelineItems(first: 9, itemTypes: [CROSS_REFERENCED_EVENT]) { nodes { ... on CrossReferencedEvent {
          actor { login } isCrossRepository url resourcePath referencedAt
          source { __typename ... on PullRequest { number } } target { ... on Issue { number } } } } } } } }"""
    (told,) = ask("wanda", reading)["data"]["repository"]["issue"]["timelineItems"]["nodes"]
    assert (told["source"], told["target"]) == ({"__typename": "PullRequest", "number": 2}, {"number": 1})
    assert (told["isCrossRepository"], told["resourcePath"]) == (False, f"/{REPOSITORY}/pull/2")


def test_those_who_may_not_see_the_source_are_not_told(as_: As, act: Act) -> None:
    act("wanda").open_issue(REPOSITORY, "Topic")
    act("wanda").open_issue("octo-org/secret", "Hidden", f"See {REPOSITORY}#1")
    assert len(as_("rita").get(f"{FIRST}/timeline").json()) == 1
    assert as_("mallory").get(f"{FIRST}/timeline").json() == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("#1", [1], id="a number"),
        pytest.param("(#1), #2.", [1, 2], id="between signs"),
        pytest.param("GH-2", [2], id="the old way"),
        pytest.param("Octo-Org/Arch#2", [2], id="with the repository, in any case"),
        pytest.param("octo-org/secret#1", [], id="of a repository that has no such issue"),
        pytest.param("http://localhost:80/octo-org/arch/issues/2#x", [2], id="an address"),
        pytest.param("#9 #0 ##1 x#1 /#1 &#1; #1x", [], id="what is none"),
        pytest.param("`#1` and\n```\n#1\n```\n", [], id="in code"),
        pytest.param("<!-- #1 --> <!-- #2", [], id="in what readers do not see"),
        pytest.param("~~~\n#1", [], id="in a fence that never ends"),
    ],
)
def test_what_names_an_issue(act: Act, world: World, text: str, named: list[int]) -> None:
    for title in ("One", "Two"):
        act("wanda").open_issue(REPOSITORY, title)
    found = references_in(world, world.repository(REPOSITORY), text)
    assert [issue.number for issue in found] == named


@pytest.mark.parametrize("piece", ["`", "`x``", "<!--", "a.", "a/", "-a/b", "#", "```\n", "https://a/", "@a"])
def test_a_hostile_text_is_read_at_once(world: World, piece: str) -> None:
    text = (piece * 65_536)[:65_536]
    began = process_time()
    assert list(references_in(world, world.repository(REPOSITORY), text)) == []
    assert process_time() - began < 1.0


def test_who_is_mentioned_is_a_filter_of_lists(as_: As, act: Act) -> None:
    act("wanda").open_issue(REPOSITORY, "One", "Ask @Olive.")
    act("wanda").open_issue(REPOSITORY, "Two", "`@olive` or mail@olive or @olive-oil")
    listed = as_("wanda").get(f"/repos/{REPOSITORY}/issues?mentioned=olive").json()
    assert [issue["title"] for issue in listed] == ["One"]


def test_a_duplicate_names_what_it_repeats(as_: As, act: Act, ask: Ask) -> None:
    first = act("wanda").open_issue(REPOSITORY, "One")
    second = act("wanda").open_issue(REPOSITORY, "Two")
    third = act("wanda").open_issue(REPOSITORY, "Three")
    wanda = as_("wanda")
    changes = {"state": "closed", "state_reason": "duplicate", "duplicate_issue_id": first.database_id}
    assert wanda.patch(f"/repos/{REPOSITORY}/issues/2", json=changes).json()["state_reason"] == "duplicate"
    assert [event.kind.value for event in second.events] == ["closed", "marked_as_duplicate"]
    assert wanda.get(f"/repos/{REPOSITORY}/issues/2/events").status_code == 200
    unknown = {**changes, "duplicate_issue_id": 7}
    assert wanda.patch(f"/repos/{REPOSITORY}/issues/3", json=unknown).status_code == 422
    closing = """mutation ($id: ID!, $of: ID!) {
        closeIssue(input: {issueId: $id, stateReason: DUPLICATE, duplicateIssueId: $of}) { issue {
          timelineItems(first: 9, itemTypes: [MARKED_AS_DUPLICATE_EVENT]) { nodes {
            ... on MarkedAsDuplicateEvent { canonical { ... on Issue { number } } isCrossRepository } } } } } }"""
    closed = ask("wanda", closing, id=third.id, of=first.id)["data"]["closeIssue"]["issue"]
    assert closed["timelineItems"]["nodes"] == [{"canonical": {"number": 1}, "isCrossRepository": False}]
