"""Who may vote, as GitHub tells it: those who may write, the members of teams, and refusals that widen nothing."""

from collections.abc import Sequence
from typing import Any

import pytest

from arch_hour.errors import AccessError, UnreachableError
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.patience import Patience
from arch_hour.gateway.reading import nameless
from tests.gateway.build import NAME, NOW, OPENING, PLACE, TOKEN, WANTED, meeting, node, page, thumb
from tests.gateway.conftest import Hub, Said, said

WRITERS = f"/repos/{NAME}/collaborators"
TEAM = "/orgs/acme/teams/architects/members"
PROJECTS = "ghp_F0rPr0jects"


def people(count: int, first: int = 0) -> list[dict[str, Any]]:
    """People as REST lists those of a team, or with their permissions those of a repository."""
    return [
        {"login": f"Person-{number}", "type": "User", "permissions": {"pull": True, "push": True}}
        for number in range(first, first + count)
    ]


def keys(count: int) -> set[str]:
    return {f"person-{number}" for number in range(count)}


def pages(count: int) -> list[Said]:
    """The pages of a list, and after its last one an empty one."""
    return [said(people(min(100, count - first), first)) for first in range(0, count, 100)] + [said([])]


def test_who_may_push_may_write(gateway: GithubGateway, hub: Hub) -> None:
    roles = {
        "Owner": {"admin": True, "maintain": True, "push": True, "triage": True, "pull": True},
        "writer": {"admin": False, "push": True, "pull": True},
        "triager": {"admin": False, "push": False, "triage": True, "pull": True},
        "reader": {"admin": False, "push": False, "pull": True},
    }
    listed = [{"login": login, "type": "User", "permissions": may} for login, may in roles.items()]
    hub.answers("GET", WRITERS, said([*listed, {**listed[1], "login": "robot[bot]", "type": "Bot"}]))
    assert gateway.writers() == {"owner", "writer", "robot[bot]"}


@pytest.mark.parametrize(
    ("count", "requests"), [(0, 1), (1, 1), (99, 1), (100, 2), (101, 2), (200, 3), (250, 3)]
)
@pytest.mark.parametrize("path", [WRITERS, TEAM], ids=["writers", "team"])
def test_a_list_is_read_to_its_end_a_hundred_a_request(
    gateway: GithubGateway, hub: Hub, path: str, count: int, requests: int
) -> None:
    hub.answers("GET", path, *pages(count))
    found = gateway.writers() if path == WRITERS else gateway.team("acme", "architects")
    assert found == keys(count)
    assert hub.contents == [{"per_page": "100", "page": str(page)} for page in range(1, requests + 1)]


def test_a_page_that_comes_again_is_not_read_for_ever(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", TEAM, said(people(100)))
    with pytest.raises(UnreachableError, match="leads nowhere"):
        gateway.team("acme", "architects")
    assert len(hub.log) == 2


def test_a_limit_between_two_pages_loses_nobody(
    gateway: GithubGateway, hub: Hub, pauses: list[float]
) -> None:
    limited = said({"message": "x"}, 403, Retry_After="7")
    first, second, *_ = pages(150)
    hub.answers("GET", TEAM, first, limited, second)
    assert gateway.team("acme", "architects") == keys(150)
    assert pauses == [7]


def for_projects(pauses: list[float], connection: Connection) -> GithubGateway:
    patience = Patience(pause=pauses.append, clock=NOW.timestamp)
    return GithubGateway(connection, NAME, Connection(connection.address, PROJECTS, patience))


def tokens(hub: Hub) -> list[str]:
    return [str(call.request.headers["Authorization"]) for call in hub.mock.calls]


def test_teams_are_asked_for_with_the_token_for_projects_and_all_else_with_the_other(
    connection: Connection, hub: Hub, pauses: list[float]
) -> None:
    gateway = for_projects(pauses, connection)
    hub.answers("GET", TEAM, said(people(1)))
    hub.answers("GET", WRITERS, said(people(1)))
    gateway.team("acme", "architects")
    gateway.writers()
    assert [text.split()[-1] for text in tokens(hub)] == [PROJECTS, TOKEN]


def test_the_names_of_a_team_stay_parts_of_the_path(gateway: GithubGateway, hub: Hub) -> None:
    path = "/orgs/..%2Fx/teams/a%3Fb/members"
    hub.answers("GET", path, said([]))
    assert gateway.team("../x", "a?b") == frozenset()
    assert hub.log == [("GET", path)]


REFUSALS = [
    pytest.param(
        said({"message": "Resource not accessible by integration"}, 403), "not accessible", id="forbidden"
    ),
    pytest.param(said({"message": "Not Found"}, 404), "Not Found", id="not found"),
    pytest.param(said({"message": "Bad credentials"}, 401), "Bad credentials", id="bad token"),
]


@pytest.mark.parametrize(("answer", "reason"), REFUSALS)
def test_a_team_that_is_not_told_is_a_sentence_with_its_remedy(
    gateway: GithubGateway, hub: Hub, answer: Said, reason: str
) -> None:
    hub.answers("GET", TEAM, answer)
    with pytest.raises(AccessError) as caught:
        gateway.team("acme", "architects")
    sentence = str(caught.value)
    for part in ("@acme/architects", reason, "`votes.voters`", "ARCH_HOUR_PROJECT_TOKEN", "`project-token`"):
        assert part in sentence
    assert TOKEN not in sentence


@pytest.mark.parametrize(("answer", "reason"), REFUSALS)
def test_writers_that_are_not_told_are_a_sentence_with_its_remedy(
    gateway: GithubGateway, hub: Hub, answer: Said, reason: str
) -> None:
    hub.answers("GET", WRITERS, answer)
    with pytest.raises(AccessError) as caught:
        gateway.writers()
    sentence = str(caught.value)
    for part in (NAME, reason, "`votes.voters`", "a token of somebody who may write"):
        assert part in sentence


@pytest.mark.parametrize("late", [said("", 502), said({"message": "gone"}, 404)], ids=["lost", "refused"])
def test_a_list_that_breaks_off_is_no_shorter_list(gateway: GithubGateway, hub: Hub, late: Said) -> None:
    hub.answers("GET", TEAM, said(people(100)), late)
    with pytest.raises((AccessError, UnreachableError)):
        gateway.team("acme", "architects")


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"message": "hello"}, id="an object"),
        pytest.param(None, id="nothing"),
        pytest.param([{"type": "User"}], id="nobody"),
        pytest.param([{"login": 5}], id="a number"),
        pytest.param([{"login": "ada", "type": "User"}], id="no permissions"),
        pytest.param([{"login": "ada", "permissions": {}}], id="permissions without push"),
    ],
)
def test_writers_of_another_shape_are_noticed_at_once(gateway: GithubGateway, hub: Hub, odd: Any) -> None:
    hub.answers("GET", WRITERS, said(odd))
    with pytest.raises(UnreachableError, match=PLACE):
        gateway.writers()


@pytest.mark.parametrize(
    ("voters", "count"), [([], 0), (["ada", "bo"], 0), ([None], 1), ([None, "ada", None], 2)]
)
def test_reactions_that_name_nobody_are_counted(voters: Sequence[str | None], count: int) -> None:
    assert nameless([thumb(login) for login in voters]) == count


def test_nameless_votes_beyond_a_hundred_are_counted_with_the_others(
    gateway: GithubGateway, hub: Hub
) -> None:
    first = [thumb(None if number % 10 == 0 else f"p{number}") for number in range(100)]
    hub.tells(
        meeting(topics=page([node(1, reactions={"totalCount": 103, "nodes": first})])),
        {"node": {"reactions": page(first, "one")}},
        {"node": {"reactions": page([thumb("late"), thumb(None), thumb("later")])}},
    )
    (topic,) = gateway.read(OPENING, WANTED).topics
    assert (len(topic.votes), topic.nameless_votes, topic.votes_total) == (92, 11, 103)
