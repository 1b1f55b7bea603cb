"""What only `check` asks: whether people and labels exist, and what may be written in another repository."""

from typing import Any

import pytest

from arch_hour.errors import AccessError, UnreachableError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.model import Account
from tests.gateway.conftest import Hub, Said, said

OTHER = "acme/other"
USER, THERE = "/users/ada", f"/repos/{OTHER}"


@pytest.mark.parametrize(
    ("answer", "is_person"),
    [
        pytest.param(said({"login": "ada", "type": "User"}), True, id="a person"),
        pytest.param(said({"login": "ada", "type": "Organization"}), False, id="an organization"),
        pytest.param(said({"message": "Not Found"}, 404), False, id="nobody"),
    ],
)
def test_a_login_is_a_person_s_or_not(
    gateway: GithubGateway,
    hub: Hub,
    answer: Said,
    is_person: bool,  # noqa: FBT001
) -> None:
    hub.answers("GET", USER, answer)
    assert gateway.is_person(Account("ada")) is is_person


@pytest.mark.parametrize(
    ("roles", "archived", "may"),
    [
        pytest.param({"push": True, "triage": True}, False, True, id="who writes"),
        pytest.param({"push": False, "triage": True}, False, True, id="who sorts"),
        pytest.param({"push": False, "triage": False}, False, False, id="who reads"),
        pytest.param({"push": True}, False, True, id="an older server's writer"),
        pytest.param({"push": False}, False, False, id="an older server's reader"),
        pytest.param({"push": True, "triage": True}, True, False, id="archived"),
    ],
)
def test_what_may_be_labelled_elsewhere_is_told_by_the_role_there(
    gateway: GithubGateway,
    hub: Hub,
    roles: dict[str, bool],
    archived: bool,  # noqa: FBT001
    may: bool,  # noqa: FBT001
) -> None:
    hub.answers("GET", THERE, said({"archived": archived, "permissions": {"pull": True, **roles}}))
    assert gateway.may_label_elsewhere(OTHER) is may


def test_a_refusal_there_names_that_repository(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", THERE, said({"message": "Not Found"}, 404))
    with pytest.raises(AccessError, match=f"{OTHER} was not found"):
        gateway.may_label_elsewhere(OTHER)


@pytest.mark.parametrize("odd", [None, [], {"login": "ada"}, "ada"])
def test_an_answer_of_another_shape_is_noticed(gateway: GithubGateway, hub: Hub, odd: Any) -> None:
    hub.answers("GET", USER, said(odd))
    hub.answers("GET", THERE, said(odd))
    with pytest.raises(UnreachableError):
        gateway.is_person(Account("ada"))
    with pytest.raises(UnreachableError):
        gateway.may_label_elsewhere(OTHER)


def test_an_answer_that_never_comes_is_no_no(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", USER, said("", 502))
    with pytest.raises(UnreachableError):
        gateway.is_person(Account("ada"))
