"""A server from before some of GitHub's features: what it says to those who ask for them."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.identities import Sort
from sandbox.lacking import Feature
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
Ask = Callable[..., Any]
REPOSITORY = "octo-org/arch"
ISSUE = f"/repos/{REPOSITORY}/issues/1"
PINS = """\
query Pins($number: Int!) {
  repository(owner: "octo-org", name: "arch") {
    found: issue(number: $number) {
      ...Parts
    }
  }
}

fragment Parts on Issue {
  isPinned
  timelineItems(
    itemTypes: [CLOSED_EVENT, PINNED_EVENT]
    last: 1
  ) {
    nodes { ... on PinnedEvent { createdAt } }
  }
}
"""


@pytest.mark.parametrize("path", [ISSUE, f"/api/v3{ISSUE}"])
def test_a_path_that_came_later_is_not_found_though_its_issue_is(
    as_: As, act: Act, world: World, path: str
) -> None:
    act("wanda").open_issue(REPOSITORY, "Whole")
    wanda = as_("wanda")
    assert wanda.get(f"{path}/sub_issues").status_code == 200
    world.lacking = {Feature.SUB_ISSUES}
    refused = wanda.get(f"{path}/sub_issues")
    assert (refused.status_code, refused.json()["message"]) == (404, "Not Found")
    assert wanda.post(f"{path}/sub_issues", json={"sub_issue_id": 5}).status_code == 404
    assert wanda.get(path).status_code == 200


def test_of_a_document_with_a_part_that_came_later_nothing_is_answered(
    act: Act, ask: Ask, world: World
) -> None:
    act("wanda").open_issue(REPOSITORY, "Whole")
    assert ask("wanda", PINS, number=1)["data"]["repository"]["found"]["isPinned"] is False
    world.lacking = {Feature.PINNED_ISSUES}
    told = ask("wanda", PINS, number=1)
    assert "data" not in told
    assert told["errors"] == [
        {
            "path": ["fragment Parts", "isPinned"],
            "extensions": {"code": "undefinedField", "typeName": "Issue", "fieldName": "isPinned"},
            "locations": [{"line": 10, "column": 3}],
            "message": "Field 'isPinned' doesn't exist on type 'Issue'",
        },
        {
            "path": ["fragment Parts", "timelineItems", "itemTypes"],
            "extensions": {
                "code": "argumentLiteralsIncompatible",
                "typeName": "Field",
                "argumentName": "itemTypes",
            },
            "locations": [{"line": 11, "column": 3}],
            "message": "Argument 'itemTypes' on Field 'timelineItems' has an invalid value "
            "([CLOSED_EVENT, PINNED_EVENT]). Expected type '[IssueTimelineItemsItemType!]'.",
        },
        {
            "path": ["fragment Parts", "timelineItems", "nodes", "... on PinnedEvent"],
            "extensions": {"code": "undefinedType", "typeName": "PinnedEvent"},
            "locations": [{"line": 15, "column": 20}],
            "message": "No such type PinnedEvent, so it can't be a fragment condition",
        },
    ]


@pytest.mark.parametrize(
    ("document", "code", "message"),
    [
        pytest.param(
            "mutation Pin($input: PinIssueInput!) { pinIssue(input: $input) { issue { id } } }",
            "variableRequiresValidType",
            "PinIssueInput isn't a defined input type (on $input)",
            id="a variable's type",
        ),
        pytest.param(
            '{ repository(owner: "octo-org", name: "arch", wanted: 1) { id } }',
            "argumentNotAccepted",
            "Field 'repository' doesn't accept argument 'wanted'",
            id="an argument that nobody has",
        ),
    ],
)
def test_what_is_not_known_is_told_in_githubs_words(
    ask: Ask, world: World, document: str, code: str, message: str
) -> None:
    world.lacking = {Feature.PINNED_ISSUES}
    first = ask("wanda", document)["errors"][0]
    assert (first["extensions"]["code"], first["message"]) == (code, message)


@pytest.mark.parametrize("feature", Feature)
def test_all_else_is_answered_as_ever(ask: Ask, world: World, feature: Feature) -> None:
    world.lacking = {feature}
    told = ask("wanda", '{ repository(owner: "octo-org", name: "arch") { nameWithOwner } viewer { login } }')
    assert told["data"]["repository"]["nameWithOwner"] == REPOSITORY


def test_projects_may_be_what_there_is_not(as_: As, ask: Ask, world: World) -> None:
    world.lacking = {Feature.PROJECTS}
    assert as_("rita").get("/orgs/octo-org/projectsV2").status_code == 404
    (error,) = ask("rita", '{ organization(login: "octo-org") { projectV2(number: 1) { id } } }')["errors"]
    assert error["message"] == "Field 'projectV2' doesn't exist on type 'Organization'"


def test_a_world_remembers_what_it_lacks(world: World) -> None:
    world.lacking = {Feature.PROJECTS, Feature.SUB_ISSUES}
    data = world_as_data(world)
    assert data["lacking"] == ["projects", "sub-issues"]
    assert world_from_data(data).lacking == world.lacking


@pytest.mark.parametrize(("number", "told"), [(7, 7), (2**31 - 1, 2**31 - 1), (2**31, None)])
def test_a_short_number_is_told_only_where_it_fits(
    act: Act, ask: Ask, world: World, number: int, told: int | None
) -> None:
    world.identities.next_numbers[Sort.COMMENT] = number
    act("wanda").comment(act("wanda").open_issue(REPOSITORY, "Whole"), "Hm")
    selection = "issue(number: 1) { comments(first: 1) { nodes { databaseId fullDatabaseId } } }"
    found = ask("wanda", f'{{ repository(owner: "octo-org", name: "arch") {{ {selection} }} }}')
    assert found["data"]["repository"]["issue"]["comments"]["nodes"] == [
        {"databaseId": told, "fullDatabaseId": str(number)}
    ]
