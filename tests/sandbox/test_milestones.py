"""Milestones over REST and GraphQL: facts sheet, section 2."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
Ask = Callable[..., Any]
REPOSITORY = "octo-org/arch"
ARCH = f"/repos/{REPOSITORY}"
FIRST = f"{ARCH}/issues/1"


@pytest.fixture
def wanda(as_: As) -> requests.Session:
    session = as_("wanda")
    for title in ("Winter", "Spring"):
        assert session.post(f"{ARCH}/milestones", json={"title": title}).status_code == 201
    return session


def titles(answer: requests.Response) -> list[str]:
    return [one["title"] for one in answer.json()]


def test_they_have_a_number_line_of_their_own(wanda: requests.Session) -> None:
    assert wanda.post(f"{ARCH}/issues", json={"title": "x"}).json()["number"] == 1
    made = wanda.post(f"{ARCH}/milestones", json={"title": "Summer", "due_on": "2021-06-21T00:00:00Z"})
    assert (made.json()["number"], made.json()["due_on"]) == (3, "2021-06-21T00:00:00Z")
    assert made.headers["Location"].endswith("/milestones/3")
    wanda.delete(f"{ARCH}/milestones/3")
    assert wanda.post(f"{ARCH}/milestones", json={"title": "Autumn"}).json()["number"] == 4


def test_they_are_edited_closed_opened_and_deleted(wanda: requests.Session) -> None:
    address = f"{ARCH}/milestones/1"
    edited = wanda.patch(address, json={"title": "Frost", "description": "Cold", "state": "closed"}).json()
    assert (edited["title"], edited["description"], edited["state"]) == ("Frost", "Cold", "closed")
    assert (edited["closed_at"], edited["creator"]["login"]) == ("2020-12-17T12:00:00Z", "wanda")
    assert titles(wanda.get(f"{ARCH}/milestones")) == ["Spring"]
    assert titles(wanda.get(f"{ARCH}/milestones?state=all&direction=asc")) == ["Frost", "Spring"]
    assert wanda.patch(address, json={"state": "open"}).json()["closed_at"] is None
    assert wanda.delete(address).status_code == 204
    assert wanda.get(address).status_code == 404


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        pytest.param({"title": "Winter"}, "already_exists", id="the title of another"),
        pytest.param({"title": " "}, "missing_field", id="no title"),
        pytest.param({"title": "x", "state": "late"}, "invalid", id="no state"),
    ],
)
def test_what_does_not_fit_is_refused(wanda: requests.Session, draft: dict[str, str], code: str) -> None:
    answer = wanda.post(f"{ARCH}/milestones", json=draft)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)
    assert len(wanda.get(f"{ARCH}/milestones").json()) == 2


def test_only_writers_make_them(as_: As) -> None:
    for login in ("mallory", "tristan"):
        assert as_(login).post(f"{ARCH}/milestones", json={"title": "Mine"}).status_code == 403


def test_an_issue_gets_one_by_number_and_loses_it_by_null(wanda: requests.Session) -> None:
    made = wanda.post(f"{ARCH}/issues", json={"title": "x", "milestone": 2}).json()
    assert (made["milestone"]["title"], made["milestone"]["open_issues"]) == ("Spring", 1)
    assert wanda.patch(FIRST, json={"body": "y"}).json()["milestone"]["number"] == 2
    assert wanda.patch(FIRST, json={"milestone": 1}).json()["milestone"]["number"] == 1
    assert wanda.patch(FIRST, json={"milestone": None}).json()["milestone"] is None
    told = [(one["event"], one["milestone"]["title"]) for one in wanda.get(f"{FIRST}/events").json()]
    assert told == [
        ("milestoned", "Spring"),
        ("demilestoned", "Spring"),
        ("milestoned", "Winter"),
        ("demilestoned", "Winter"),
    ]


def test_one_that_is_not_there_is_refused_and_changes_nothing(wanda: requests.Session) -> None:
    refused = wanda.post(f"{ARCH}/issues", json={"title": "x", "milestone": 9, "labels": ["new one"]})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "milestone")
    assert wanda.get(f"{ARCH}/labels/new one").status_code == 404
    wanda.post(f"{ARCH}/issues", json={"title": "x"})
    assert wanda.patch(FIRST, json={"title": "y", "milestone": 9}).status_code == 422
    assert wanda.get(FIRST).json()["title"] == "x"


def test_callers_without_push_have_it_silently_dropped(wanda: requests.Session, as_: As) -> None:
    mallory = as_("mallory")
    made = mallory.post(f"{ARCH}/issues", json={"title": "x", "milestone": 1})
    assert (made.status_code, made.json()["milestone"]) == (201, None)
    edited = mallory.patch(FIRST, json={"body": "y", "milestone": 1}).json()
    assert (edited["body"], edited["milestone"]) == ("y", None)
    assert wanda.get(f"{ARCH}/milestones/1").json()["open_issues"] == 0


def test_issues_are_listed_by_number_none_or_any(wanda: requests.Session) -> None:
    for title, milestone in (("a", 1), ("b", 2), ("c", None)):
        draft = {"title": title} | ({"milestone": milestone} if milestone else {})
        wanda.post(f"{ARCH}/issues", json=draft)
    assert titles(wanda.get(f"{ARCH}/issues?milestone=2")) == ["b"]
    assert titles(wanda.get(f"{ARCH}/issues?milestone=none")) == ["c"]
    assert titles(wanda.get(f"{ARCH}/issues?milestone=*")) == ["b", "a"]
    assert wanda.get(f"{ARCH}/issues?milestone=9").status_code == 422
    assert wanda.get(f"{ARCH}/issues?milestone=soon").status_code == 422


def test_counts_follow_the_issues_and_a_deleted_one_leaves_them(wanda: requests.Session) -> None:
    for title in ("a", "b"):
        wanda.post(f"{ARCH}/issues", json={"title": title, "milestone": 1, "labels": ["bug"]})
    wanda.patch(FIRST, json={"state": "closed"})
    counted = wanda.get(f"{ARCH}/milestones/1").json()
    assert (counted["open_issues"], counted["closed_issues"]) == (1, 1)
    assert [label["name"] for label in wanda.get(f"{ARCH}/milestones/1/labels").json()] == ["bug"]
    wanda.delete(f"{ARCH}/milestones/1")
    assert wanda.get(FIRST).json()["milestone"] is None


@pytest.mark.usefixtures("wanda")
def test_graphql_reads_and_sets_them(ask: Ask, world: World) -> None:
    repository = world.repository(REPOSITORY)
    spring = repository.milestones[2]
    creating = "mutation ($input: CreateIssueInput!) { createIssue(input: $input) { issue { id } } }"
    draft = {"repositoryId": repository.id, "title": "x", "milestoneId": spring.id}
    identity = ask("wanda", creating, input=draft)["data"]["createIssue"]["issue"]["id"]
    listing = """{ repository(owner: "octo-org", name: "arch") {
        milestone(number: 2) { title state closed dueOn progressPercentage creator { login }
          issues(first: 9) { nodes { number milestone { number } } } }
        milestones(first: 9, states: [OPEN], orderBy: {field: NUMBER, direction: DESC}) { nodes { title } }
        issues(first: 9, filterBy: {milestoneNumber: "2"}) { totalCount }
        none: issues(first: 9, filterBy: {milestone: null}) { totalCount } } }"""
    told = ask("wanda", listing)["data"]["repository"]
    assert told["milestone"]["issues"]["nodes"] == [{"number": 1, "milestone": {"number": 2}}]
    assert [one["title"] for one in told["milestones"]["nodes"]] == ["Spring", "Winter"]
    assert (told["issues"]["totalCount"], told["none"]["totalCount"]) == (1, 0)
    updating = (
        "mutation ($input: UpdateIssueInput!) { updateIssue(input: $input) { issue { milestone { id } } } }"
    )
    cleared = ask("wanda", updating, input={"id": identity, "milestoneId": None})
    assert cleared["data"]["updateIssue"]["issue"] == {"milestone": None}
    timeline = """query ($id: ID!) { node(id: $id) { ... on Issue { timelineItems(first: 9) { nodes {
        __typename ... on MilestonedEvent { milestoneTitle subject { ... on Issue { number } } } } } } } }"""
    assert ask("wanda", timeline, id=identity)["data"]["node"]["timelineItems"]["nodes"] == [
        {"__typename": "MilestonedEvent", "milestoneTitle": "Spring", "subject": {"number": 1}},
        {"__typename": "DemilestonedEvent"},
    ]
    missing = ask("wanda", '{ repository(owner: "octo-org", name: "arch") { milestone(number: 9) { id } } }')
    assert missing["errors"][0]["type"] == "NOT_FOUND"


def test_those_of_private_repositories_do_not_exist_for_strangers(as_: As, ask: Ask, world: World) -> None:
    as_("wanda").post("/repos/octo-org/secret/milestones", json={"title": "Hidden"})
    assert as_("mallory").get("/repos/octo-org/secret/milestones/1").status_code == 404
    identity = world.repository("octo-org/secret").milestones[1].id
    answer = ask("mallory", "query ($id: ID!) { node(id: $id) { id } }", id=identity)
    assert answer["errors"][0]["type"] == "NOT_FOUND"
