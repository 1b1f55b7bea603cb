"""Issues by their numbers, fifty in one question, whatever became of some of them."""

from collections.abc import Iterable

import pytest
from graphql import parse, validate

from arch_hour.errors import AccessError
from arch_hour.gateway.documents import numbered
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.model import Account
from tests.gateway.build import NAME, NOW, TIME, Json, actor, node
from tests.gateway.conftest import Hub, Said, said
from tests.gateway.test_documents import githubs_schema


def found(number: int, home: str = NAME, **changed: object) -> Json:
    return node(number, repository={"nameWithOwner": home}, **changed)


def answer(nodes: Iterable[Json], missing: Iterable[int] = ()) -> Said:
    repository = {f"n{each['number']}": each for each in nodes} | {f"n{number}": None for number in missing}
    errors = [
        {
            "type": "NOT_FOUND",
            "path": ["repository", f"n{number}"],
            "message": "Could not resolve to an Issue",
        }
        for number in missing
    ]
    return said({"data": {"repository": repository}} | ({"errors": errors} if errors else {}))


def test_what_is_no_issue_any_more_is_left_out(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(answer([found(3), found(8, "acme/other"), found(9, NAME.upper())], missing=[5]))
    assert [issue.number for issue in gateway.follow_ups_numbered((9, 3, 5, 3, 8))] == [3, 9]
    assert len(hub.log) == 1


def test_who_closed_a_follow_up_is_read_with_it(gateway: GithubGateway, hub: Hub) -> None:
    closing = {"__typename": "ClosedEvent", "createdAt": TIME, "actor": actor("ben")}
    hub.tells(answer([found(3, state="CLOSED", closedAt=TIME, timelineItems={"nodes": [closing]})]))
    (issue,) = gateway.follow_ups_numbered((3,))
    assert (issue.is_open, issue.closed_at, issue.closed_by) == (False, NOW, Account("ben"))


def test_fifty_one_are_two_questions_that_github_takes(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(answer(map(found, range(1, 51))), answer([found(51)]))
    assert len(gateway.follow_ups_numbered(tuple(range(1, 52)))) == 51
    for sent in hub.contents:
        assert validate(githubs_schema(), parse(sent["query"])) == []
        assert sent["variables"] == {"owner": "acme", "name": "lean"}


@pytest.mark.parametrize("numbers", [(), (0,), (-4,), (2**31,), (10**30,)], ids=str)
def test_what_cannot_be_a_number_is_not_asked_for(
    gateway: GithubGateway, hub: Hub, numbers: tuple[int, ...]
) -> None:
    assert gateway.follow_ups_numbered(numbers) == ()
    assert hub.log == []


def test_a_repository_that_is_gone_is_an_error(gateway: GithubGateway, hub: Hub) -> None:
    gone = {"type": "NOT_FOUND", "path": ["repository"], "message": "Could not resolve to a Repository"}
    hub.tells(said({"data": {"repository": None}, "errors": [gone]}))
    with pytest.raises(AccessError, match="was not found"):
        gateway.follow_ups_numbered((3,))


def test_each_issue_has_a_name_of_its_own_in_the_question() -> None:
    assert numbered([4, 5]).count("issue(number: ") == 2
    assert "n5: issue(number: 5) { ...FollowUpParts" in numbered([4, 5])
    assert "$number" not in numbered([4, 5])
