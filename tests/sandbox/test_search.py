"""Search over REST and GraphQL, which lags behind what was written: facts sheet, section 3."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.server import Running
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
Ask = Callable[..., Any]
REPOSITORY = "octo-org/arch"


def find(session: requests.Session, query: str, **more: str | int) -> requests.Response:
    return session.get("/search/issues", params={"q": query, **more})


def titles(answer: requests.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["title"] for one in answer.json()["items"]]


@pytest.fixture
def furnished(act: Act, world: World, as_: As) -> World:
    wanda = act("wanda")
    first = wanda.open_issue(
        REPOSITORY,
        "Deploy on Fridays",
        "Shall we?",
        labels=("topic", "good first issue"),
        assignees=("olive",),
    )
    world.clock.move(timedelta(minutes=1))
    second = act("mallory").open_issue(REPOSITORY, "Queues", "Ask @olive about fridays")
    wanda.label(second, "topic")
    wanda.open_pull_request(REPOSITORY, "Change the queues")
    wanda.close(wanda.open_issue(REPOSITORY, "Done"), "not_planned")
    as_("workflow").post(f"/repos/{REPOSITORY}/issues", json={"title": "Agenda"})
    wanda.comment(first, "Hm")
    act("mallory").react(second)
    wanda.open_issue("octo-org/secret", "Hidden queues")
    world.clock.move(timedelta(minutes=5))
    return world


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("queues is:issue", ["Queues"], id="a word of the title, of issues"),
        pytest.param("queues is:pr", ["Change the queues"], id="of pull requests"),
        pytest.param("FRIDAYS", ["Queues", "Deploy on Fridays"], id="in title or body, in any case"),
        pytest.param("fridays in:title", ["Deploy on Fridays"], id="in the title alone"),
        pytest.param('"shall we"', ["Deploy on Fridays"], id="a phrase"),
        pytest.param("fridays -deploy", ["Queues"], id="without a word"),
        pytest.param('label:"good first issue"', ["Deploy on Fridays"], id="a label with blanks"),
        pytest.param("label:topic label:bug", [], id="several labels must all be there"),
        pytest.param("label:bug,topic", ["Queues", "Deploy on Fridays"], id="one of several labels"),
        pytest.param("label:topic no:assignee", ["Queues"], id="nobody assigned"),
        pytest.param("assignee:Olive", ["Deploy on Fridays"], id="assigned"),
        pytest.param("author:mallory", ["Queues"], id="by a person"),
        pytest.param("author:app/github-actions", ["Agenda"], id="by a bot"),
        pytest.param("mentions:olive", ["Queues"], id="who is mentioned"),
        pytest.param("commenter:wanda", ["Deploy on Fridays"], id="who commented"),
        pytest.param("is:closed", ["Done"], id="closed"),
        pytest.param('state:closed reason:"not planned"', ["Done"], id="why it was closed"),
        pytest.param("is:open is:issue -label:topic", ["Agenda"], id="open, without a label"),
        pytest.param("created:<2020-12-17T12:00:30Z", ["Deploy on Fridays"], id="made before"),
        pytest.param("created:2020-12-18..*", [], id="made since"),
        pytest.param("created:2020-12-17 deploy", ["Deploy on Fridays"], id="made on a day"),
    ],
)
@pytest.mark.usefixtures("furnished")
def test_words_and_qualifiers_must_all_hold(as_: As, query: str, found: list[str]) -> None:
    assert titles(find(as_("rita"), f"repo:{REPOSITORY} {query}")) == found


@pytest.mark.parametrize(
    ("sort", "order", "first"),
    [
        ("reactions-+1", "desc", "Queues"),
        ("created", "asc", "Deploy on Fridays"),
        ("created", "desc", "Queues"),
        ("updated", "desc", "Queues"),
        ("comments", "desc", "Deploy on Fridays"),
    ],
)
@pytest.mark.usefixtures("furnished")
def test_they_are_sorted_also_by_reactions_as_lists_cannot_be(
    as_: As, sort: str, order: str, first: str
) -> None:
    wanda = as_("wanda")
    assert titles(find(wanda, "label:topic", sort=sort, order=order))[0] == first
    assert titles(find(wanda, f"label:topic sort:{sort}-{order}"))[0] == first
    assert wanda.get(f"/repos/{REPOSITORY}/issues?sort=reactions-%2B1").status_code == 422


@pytest.mark.usefixtures("furnished")
def test_what_is_hidden_is_not_found(as_: As) -> None:
    assert titles(find(as_("wanda"), "hidden")) == ["Hidden queues"]
    assert titles(find(as_("mallory"), "hidden")) == []
    for place in ("octo-org/secret", "octo-org/nowhere"):
        assert find(as_("mallory"), f"repo:{place} queues").status_code == 422


def test_a_query_that_says_nothing_is_refused(as_: As) -> None:
    assert find(as_("wanda"), " ").status_code == 422
    assert as_("wanda").get("/search/issues").status_code == 422
    assert find(as_("wanda"), "x", sort="votes").status_code == 422


def test_it_lags_behind_what_was_written(as_: As, act: Act, world: World) -> None:
    wanda = as_("wanda")
    issue = act("wanda").open_issue(REPOSITORY, "Fresh")
    assert titles(find(wanda, "fresh")) == []
    assert len(wanda.get(f"/repos/{REPOSITORY}/issues").json()) == 1, "a list knows at once"
    world.clock.move(timedelta(seconds=59))
    assert titles(find(wanda, "fresh")) == []
    world.clock.move(timedelta(seconds=1))
    assert titles(find(wanda, "fresh")) == ["Fresh"]
    act("wanda").edit(issue, "changed")
    assert titles(find(wanda, "changed")) == []


def test_the_lag_can_be_switched_off(as_: As, act: Act, world: World) -> None:
    world.search_lag = timedelta()
    act("wanda").open_issue(REPOSITORY, "Fresh")
    assert titles(find(as_("wanda"), "fresh")) == ["Fresh"]


def test_it_has_a_quota_of_its_own_thirty_a_minute(as_: As) -> None:
    headers = find(as_("wanda"), "x").headers
    assert (headers["x-ratelimit-resource"], headers["x-ratelimit-limit"]) == ("search", "30")


def test_no_more_than_the_first_thousand_are_given_out(as_: As, act: Act, ask: Ask, world: World) -> None:
    world.search_lag = timedelta()
    for number in range(1_001):
        act("wanda").open_issue(REPOSITORY, f"Issue {number}")
    wanda = as_("wanda")
    last = find(wanda, "is:issue", per_page=100, page=10)
    assert (last.json()["total_count"], last.json()["incomplete_results"]) == (1_001, False)
    assert (len(last.json()["items"]), "next" in last.links) == (100, False)
    refused = find(wanda, "is:issue", per_page=100, page=11)
    assert refused.status_code == 422
    assert refused.json()["message"] == "Only the first 1000 search results are available"
    query = (
        '{ search(query: "is:issue", type: ISSUE, last: 1) { issueCount nodes { ... on Issue { number } } } }'
    )
    assert ask("wanda", query)["data"]["search"] == {"issueCount": 1_001, "nodes": [{"number": 2}]}


@pytest.mark.usefixtures("furnished")
def test_graphql_finds_the_same_page_by_page(ask: Ask) -> None:
    query = """query ($q: String!, $after: String) { search(query: $q, type: ISSUE, first: 1, after: $after) {
        issueCount pageInfo { hasNextPage endCursor }
        nodes { __typename ... on Issue { title } ... on PullRequest { title } } } }"""
    first = ask("mallory", query, q="queues")["data"]["search"]
    assert (first["issueCount"], first["nodes"][0]) == (
        2,
        {"__typename": "PullRequest", "title": "Change the queues"},
    )
    after = first["pageInfo"]["endCursor"]
    second = ask("mallory", query, q="queues", after=after)["data"]["search"]
    assert second["nodes"] == [{"__typename": "Issue", "title": "Queues"}]
    assert second["pageInfo"]["hasNextPage"] is False


def test_odd_queries_break_nothing(as_: As, running: Running) -> None:
    wanda = as_("wanda")
    for query in ('"', "-", ":", "label:", "a:b:c", "created:soon", "created:>", "is:", "x" * 300, "🎉 ß"):
        assert find(wanda, query).status_code in (200, 422), query
    assert max(entry.status for entry in running.log) == 422
