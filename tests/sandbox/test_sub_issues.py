"""Issues that are parts of others, over REST and GraphQL: facts sheet, section 2."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.happenings import Happening
from sandbox.records import Issue
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
Ask = Callable[..., Any]
REPOSITORY = "octo-org/arch"
ISSUES = f"/repos/{REPOSITORY}/issues"
FIRST = f"{ISSUES}/1"


@pytest.fixture
def four(act: Act) -> list[Issue]:
    return [act("wanda").open_issue(REPOSITORY, title) for title in ("Whole", "One", "Two", "Three")]


def add(session: requests.Session, parent: Issue, child: Issue, **more: object) -> requests.Response:
    body = {"sub_issue_id": child.database_id, **more}
    return session.post(f"{ISSUES}/{parent.number}/sub_issues", json=body)


def parts(session: requests.Session) -> list[str]:
    return [one["title"] for one in session.get(f"{FIRST}/sub_issues").json()]


def test_they_are_added_by_id_and_not_by_number(as_: As, four: list[Issue]) -> None:
    wanda = as_("wanda")
    assert wanda.post(f"{FIRST}/sub_issues", json={"sub_issue_id": four[1].number}).status_code == 404
    added = add(wanda, four[0], four[1])
    assert (added.status_code, added.json()["title"]) == (201, "Whole")
    assert parts(wanda) == ["One"]
    assert wanda.get(f"{ISSUES}/2").json()["parent_issue_url"].endswith("/issues/1")
    assert wanda.get(f"{ISSUES}/2/parent").json()["number"] == 1
    assert wanda.get(f"{FIRST}/parent").status_code == 404


@pytest.mark.parametrize("number", [0, -1, 2**48, 10**30], ids=str)
def test_an_id_that_nothing_has_is_not_found(as_: As, four: list[Issue], number: int) -> None:
    assert four[0].number == 1
    assert as_("wanda").post(f"{FIRST}/sub_issues", json={"sub_issue_id": number}).status_code == 404


def test_an_issue_has_one_parent_unless_it_is_to_be_replaced(as_: As, four: list[Issue]) -> None:
    wanda = as_("wanda")
    add(wanda, four[0], four[1])
    assert add(wanda, four[0], four[1]).status_code == 422
    assert add(wanda, four[2], four[1]).status_code == 422
    assert parts(wanda) == ["One"]
    assert add(wanda, four[2], four[1], replace_parent=True).status_code == 201
    assert parts(wanda) == []
    assert wanda.get(f"{ISSUES}/2/parent").json()["title"] == "Two"


def test_nothing_is_a_part_of_itself_or_of_its_parts(as_: As, four: list[Issue]) -> None:
    wanda = as_("wanda")
    add(wanda, four[0], four[1])
    add(wanda, four[1], four[2])
    assert add(wanda, four[0], four[0]).status_code == 422
    assert add(wanda, four[2], four[0]).status_code == 422


def test_the_owner_must_be_the_same_and_the_repository_need_not(as_: As, act: Act, world: World) -> None:
    world.add_repository("octo-org/other", roles={"wanda": "write"})
    world.add_repository("wanda/own")
    whole = act("wanda").open_issue(REPOSITORY, "Whole")
    other = act("wanda").open_issue("octo-org/other", "Elsewhere")
    own = act("wanda").open_issue("wanda/own", "Mine")
    wanda = as_("wanda")
    assert add(wanda, whole, other).status_code == 201
    assert add(wanda, whole, own).status_code == 422


def test_at_most_a_hundred_for_a_parent(as_: As, act: Act) -> None:
    whole, *rest = [act("wanda").open_issue(REPOSITORY, f"Issue {number}") for number in range(102)]
    wanda = as_("wanda")
    assert [add(wanda, whole, child).status_code for child in rest[98:100]] == [201, 201]
    for child in rest[:98]:
        add(wanda, whole, child)
    assert add(wanda, whole, rest[100]).status_code == 422


def test_at_most_eight_levels_below_the_top(as_: As, act: Act) -> None:
    chain = [act("wanda").open_issue(REPOSITORY, f"Level {level}") for level in range(10)]
    wanda = as_("wanda")
    # From the bottom up, so that each step asks how deep the part itself is.
    for level in range(8, 1, -1):
        assert add(wanda, chain[level - 1], chain[level]).status_code == 201
    assert add(wanda, chain[0], chain[1]).status_code == 201
    assert add(wanda, chain[8], chain[9]).status_code == 422
    assert add(wanda, chain[9], chain[0]).status_code == 422


def test_pull_requests_have_none_and_are_none(as_: As, act: Act, four: list[Issue]) -> None:
    change = act("wanda").open_pull_request(REPOSITORY, "Change")
    assert add(as_("wanda"), change, four[1]).status_code == 422
    assert add(as_("wanda"), four[1], change).status_code == 404


def test_the_summary_counts_the_closed_ones(as_: As, act: Act, four: list[Issue]) -> None:
    wanda = as_("wanda")
    for child in four[1:]:
        add(wanda, four[0], child)
    act("wanda").close(four[1])
    told = {"total": 3, "completed": 1, "percent_completed": 33}
    assert wanda.get(FIRST).json()["sub_issues_summary"] == told


def test_they_are_moved_before_and_after_each_other(as_: As, four: list[Issue]) -> None:
    wanda = as_("wanda")
    for child in four[1:]:
        add(wanda, four[0], child)
    ids = [issue.database_id for issue in four]

    def move(**body: int) -> int:
        return wanda.patch(f"{FIRST}/sub_issues/priority", json=body).status_code

    assert move(sub_issue_id=ids[3], before_id=ids[1]) == 200
    assert parts(wanda) == ["Three", "One", "Two"]
    assert move(sub_issue_id=ids[3], after_id=ids[1]) == 200
    assert parts(wanda) == ["One", "Three", "Two"]
    assert move(sub_issue_id=ids[3]) == 422
    assert move(sub_issue_id=ids[3], after_id=ids[0]) == 422
    assert move(sub_issue_id=ids[3], after_id=ids[3]) == 422
    assert parts(wanda) == ["One", "Three", "Two"]


def test_they_are_taken_away_again(as_: As, four: list[Issue]) -> None:
    wanda = as_("wanda")
    add(wanda, four[0], four[1])
    body = {"sub_issue_id": four[1].database_id}
    assert wanda.delete(f"{FIRST}/sub_issue", json=body).status_code == 200
    assert wanda.delete(f"{FIRST}/sub_issue", json=body).status_code == 404
    assert parts(wanda) == []


def test_strangers_are_refused(as_: As, four: list[Issue]) -> None:
    assert add(as_("mallory"), four[0], four[1]).status_code == 403
    assert add(as_(None), four[0], four[1]).status_code == 401
    assert add(as_("tristan"), four[0], four[1]).status_code == 201


def test_timelines_and_listeners_of_both_hear_of_it(as_: As, four: list[Issue], world: World) -> None:
    heard: list[Happening] = []
    world.listeners.append(heard.append)
    wanda = as_("wanda")
    add(wanda, four[0], four[1])
    wanda.delete(f"{FIRST}/sub_issue", json={"sub_issue_id": four[1].database_id})
    above, below = wanda.get(f"{FIRST}/timeline").json(), wanda.get(f"{ISSUES}/2/timeline").json()
    assert [(one["event"], one["sub_issue"]["number"]) for one in above] == [
        ("sub_issue_added", 2),
        ("sub_issue_removed", 2),
    ]
    assert [(one["event"], one["parent_issue"]["number"]) for one in below] == [
        ("parent_issue_added", 1),
        ("parent_issue_removed", 1),
    ]
    assert [one.action for one in heard if one.event == "sub_issues"] == [
        "sub_issue_added",
        "parent_issue_added",
        "sub_issue_removed",
        "parent_issue_removed",
    ]


def test_hidden_ones_are_not_listed(as_: As, act: Act, four: list[Issue]) -> None:
    hidden = act("wanda").open_issue("octo-org/secret", "Hidden")
    assert add(as_("wanda"), four[0], hidden).status_code == 201
    assert parts(as_("wanda")) == ["Hidden"]
    assert parts(as_("mallory")) == []
    assert as_("mallory").get(f"{FIRST}/timeline").json() == []


def test_graphql_adds_moves_removes_and_reads_them(ask: Ask, four: list[Issue]) -> None:
    whole, one, two, _three = four
    adding = """mutation ($input: AddSubIssueInput!) { addSubIssue(input: $input) {
        issue { subIssuesSummary { total completed percentCompleted } } subIssue { parent { number } } } }"""
    added = ask("wanda", adding, input={"issueId": whole.id, "subIssueId": one.id})["data"]["addSubIssue"]
    assert added["issue"]["subIssuesSummary"] == {"total": 1, "completed": 0, "percentCompleted": 0}
    assert added["subIssue"]["parent"] == {"number": 1}
    url = f"http://127.0.0.1/{REPOSITORY}/issues/3"
    assert "errors" not in ask("wanda", adding, input={"issueId": whole.id, "subIssueUrl": url})
    again = ask("wanda", adding, input={"issueId": whole.id, "subIssueId": one.id})
    assert again["errors"][0]["type"] == "UNPROCESSABLE"
    moving = "mutation ($input: ReprioritizeSubIssueInput!) { reprioritizeSubIssue(input: $input) { issue { id } } }"
    ask("wanda", moving, input={"issueId": whole.id, "subIssueId": two.id, "beforeId": one.id})
    listing = (
        "query ($id: ID!) { node(id: $id) { ... on Issue { subIssues(first: 9) { nodes { number } } } } }"
    )
    listed = ask("wanda", listing, id=whole.id)["data"]["node"]["subIssues"]["nodes"]
    assert [issue["number"] for issue in listed] == [3, 2]
    selected = "removeSubIssue(input: $input) { subIssue { parent { id } } }"
    removing = f"mutation ($input: RemoveSubIssueInput!) {{ {selected} }}"
    removed = ask("wanda", removing, input={"issueId": whole.id, "subIssueId": two.id})
    assert removed["data"]["removeSubIssue"]["subIssue"] == {"parent": None}
    timeline = """query ($id: ID!) { node(id: $id) { ... on Issue { timelineItems(first: 9) { nodes {
        __typename ... on SubIssueAddedEvent { subIssue { number } }
        ... on SubIssueRemovedEvent { subIssue { number } } } } } } }"""
    assert ask("wanda", timeline, id=whole.id)["data"]["node"]["timelineItems"]["nodes"] == [
        {"__typename": "SubIssueAddedEvent", "subIssue": {"number": 2}},
        {"__typename": "SubIssueAddedEvent", "subIssue": {"number": 3}},
        {"__typename": "SubIssueRemovedEvent", "subIssue": {"number": 3}},
    ]
