"""Sub-issues, which nothing depends on, and owners that are taken off."""

import pytest

from arch_hour.errors import AccessError, UnreachableError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.rules.changes import AddSubIssue, Assigned, Declined, Done, UnassignOwners
from tests.gateway.build import NAME, actor
from tests.gateway.conftest import Hub, Said, said

PART = AddSubIssue(7, 1, "why")
CHILD, PARTS = f"/repos/{NAME}/issues/7", f"/repos/{NAME}/issues/1/sub_issues"
REFUSED = said({"message": "Sub issue may only have one parent"}, 422)


def parent(number: int, repository: str = NAME) -> Said:
    return said({"number": number, "repository_url": f"https://api.github.com/repos/{repository}"})


def test_a_sub_issue_is_named_by_its_id(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", CHILD, said({"id": 3_000_000_007, "number": 7}))
    hub.answers("POST", PARTS, said({}, 201))
    assert gateway.apply(PART, 7) == Done()
    assert hub.contents[-1] == {"sub_issue_id": 3_000_000_007}
    assert len(hub.log) == 2


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_refusal_does_no_harm(gateway: GithubGateway, hub: Hub, status: int) -> None:
    hub.answers("GET", CHILD, said({"id": 5}))
    hub.answers("POST", PARTS, said({"message": "no sub-issues here"}, status))
    hub.answers("GET", PARTS, said([]))
    assert gateway.apply(PART, 7) == Declined("no sub-issues here")


def test_a_child_that_is_gone_does_no_harm(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", CHILD, said({"message": "This issue was deleted"}, 410))
    assert gateway.apply(PART, 7) == Declined("This issue was deleted")


@pytest.mark.parametrize(
    ("found", "result"),
    [
        pytest.param(parent(1), Done(), id="of this parent already"),
        pytest.param(parent(2), Declined("Sub issue may only have one parent"), id="of another"),
        pytest.param(
            parent(1, "acme/other"), Declined("Sub issue may only have one parent"), id="of one elsewhere"
        ),
        pytest.param(said({}, 404), Declined("Sub issue may only have one parent"), id="of none"),
    ],
)
def test_what_is_a_sub_issue_already_is_done(
    gateway: GithubGateway, hub: Hub, found: Said, result: object
) -> None:
    hub.answers("GET", CHILD, said({"id": 5}))
    hub.answers("POST", PARTS, said("", 502), REFUSED)
    hub.answers("GET", f"{CHILD}/parent", found)
    assert gateway.apply(PART, 7) == result


def test_an_answer_that_never_comes_is_no_refusal(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", CHILD, said({"id": 5}))
    hub.answers("POST", PARTS, said("", 502))
    with pytest.raises(UnreachableError):
        gateway.apply(PART, 7)


def test_who_is_left_is_told_when_owners_are_taken_off(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("DELETE", f"{CHILD}/assignees", said({"assignees": [actor("ben")]}))
    assert gateway.apply(UnassignOwners(7, ("ada",), "why"), 7) == Assigned(("ben",), ())
    assert hub.contents == [{"assignees": ["ada"]}]


def test_taking_owners_off_an_issue_that_is_gone_is_an_error(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("DELETE", f"{CHILD}/assignees", said({"message": "Gone"}, 410))
    with pytest.raises(AccessError, match="#7"):
        gateway.apply(UnassignOwners(7, ("ada",), "why"), 7)
