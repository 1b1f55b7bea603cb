"""Organizations with owners, members and teams, and the roles that come of them."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.apps import add_app, install, installation_token
from sandbox.records import Team
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.teams import add_team
from sandbox.words import Role
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Ask = Callable[..., Any]
ARCH = "/repos/octo-org/arch"
SECRET = "octo-org/secret"
TEAMS = "/orgs/octo-org/teams"
LOGINS = 'query($membership: TeamMembershipType) { organization(login: "octo-org") { team(slug: "core") {'
LOGINS += " members(first: 9, membership: $membership) { nodes { login } edges { role } } } } }"


@pytest.fixture
def core(world: World) -> Team:
    for login in ("tina", "nina", "bob"):
        world.add_user(login)
    world.account("octo-org").members["bob"] = True
    core = add_team(
        world, "octo-org", "Core", members=["rita"], maintainers=["tina"], roles={SECRET: "triage"}
    )
    add_team(
        world,
        "octo-org",
        "Night shift",
        members=["nina"],
        roles={SECRET: "write"},
        parent=core,
        privacy="secret",
    )
    return core


def permission(as_: As, login: str) -> str:
    role: str = as_("wanda").get(f"/repos/{SECRET}/collaborators/{login}/permission").json()["role_name"]
    return role


@pytest.mark.parametrize(
    ("login", "role"),
    [
        pytest.param("rita", "triage", id="in a team"),
        pytest.param("nina", "write", id="in a child team, which has more"),
        pytest.param("bob", "read", id="a member, by the base permission"),
        pytest.param("wanda", "write", id="an outside collaborator"),
        pytest.param("mallory", "none", id="a stranger"),
    ],
)
@pytest.mark.usefixtures("core")
def test_the_highest_of_all_roles_counts(as_: As, login: str, role: str) -> None:
    assert permission(as_, login) == role


def test_child_teams_may_do_what_their_parent_may(as_: As, core: Team, world: World) -> None:
    core.roles[world.repository(SECRET).database_id] = Role.ADMIN
    assert permission(as_, "nina") == "admin"


def test_owners_administer_every_repository(as_: As, world: World) -> None:
    world.add_user("boss")
    world.add_organization("inc", owners=["boss"])
    world.add_repository("inc/private", public=False)
    answer = as_("boss").get("/repos/inc/private").json()
    assert answer["permissions"]["admin"] is True
    assert answer["permissions"]["maintain"] is True


@pytest.mark.usefixtures("core")
def test_without_a_base_permission_members_see_no_private_repository(as_: As, world: World) -> None:
    world.account("octo-org").base_role = None
    assert as_("bob").get(f"/repos/{SECRET}").status_code == 404
    assert as_("rita").get(f"/repos/{SECRET}").status_code == 200


@pytest.mark.usefixtures("core")
def test_a_secret_team_is_seen_by_its_members_and_the_owners_only(as_: As, world: World) -> None:
    world.account("octo-org").owners.add("bob")

    def seen(who: str) -> list[str]:
        return [team["slug"] for team in as_(who).get(TEAMS).json()]

    assert seen("rita") == ["core"]
    assert seen("nina") == seen("bob") == ["core", "night-shift"]
    assert as_("rita").get(f"{TEAMS}/night-shift").status_code == 404


@pytest.mark.usefixtures("core")
def test_teams_are_not_told_outside(as_: As, ask: Ask) -> None:
    assert as_("mallory").get(TEAMS).status_code == 403
    assert as_("mallory").get(f"{TEAMS}/core").status_code == 404
    assert as_(None).get(f"{TEAMS}/core").status_code == 401
    assert ask("mallory", LOGINS)["data"]["organization"]["team"] is None


@pytest.mark.usefixtures("core")
def test_a_workflow_cannot_read_teams(as_: As, ask: Ask) -> None:
    for path in (TEAMS, f"{TEAMS}/core", f"{TEAMS}/core/members", f"{ARCH}/teams"):
        answer = as_("workflow").get(path)
        assert (answer.status_code, answer.json()["message"]) == (
            403,
            "Resource not accessible by integration",
        )
    told = ask("workflow", LOGINS)
    assert told["errors"][0]["type"] == "FORBIDDEN"
    assert told["data"]["organization"]["team"] is None


@pytest.mark.usefixtures("core")
def test_an_installation_reads_teams_with_the_permission_for_members(as_: As, world: World) -> None:
    for permissions, status in (({"members": "read"}, 200), ({"issues": "write"}, 403)):
        app = add_app(world, f"bot-{status}", "octo-org", permissions=permissions)
        token = installation_token(world, install(world, app, "octo-org"))
        assert as_(token).get(f"{TEAMS}/core/members").status_code == status


@pytest.mark.usefixtures("core")
def test_a_classic_token_needs_a_scope_for_teams(as_: As, ask: Ask, world: World) -> None:
    token = world.add_token("rita", ["repo"])
    assert as_(token).get(TEAMS).status_code == 403
    assert as_(token).get(f"{TEAMS}/core").status_code == 404
    assert ask(token, LOGINS)["errors"][0]["type"] == "INSUFFICIENT_SCOPES"


@pytest.mark.parametrize(
    ("membership", "logins"),
    [
        pytest.param("ALL", ["rita", "tina", "nina"], id="all"),
        pytest.param("IMMEDIATE", ["rita", "tina"], id="by name"),
        pytest.param("CHILD_TEAM", ["nina"], id="through a child team"),
    ],
)
@pytest.mark.usefixtures("core")
def test_graphql_lists_members_by_the_way_they_came(ask: Ask, membership: str, logins: list[str]) -> None:
    told = ask("rita", LOGINS, membership=membership)["data"]["organization"]["team"]["members"]
    assert [node["login"] for node in told["nodes"]] == logins
    roles = {"tina": "MAINTAINER"}
    assert [edge["role"] for edge in told["edges"]] == [roles.get(login, "MEMBER") for login in logins]


@pytest.mark.usefixtures("core")
def test_rest_counts_members_of_child_teams_too(as_: As) -> None:
    rita = as_("rita")
    assert [one["login"] for one in rita.get(f"{TEAMS}/core/members").json()] == ["rita", "tina", "nina"]
    assert rita.get(f"{TEAMS}/core").json()["members_count"] == 3
    assert rita.get(f"{TEAMS}/core/memberships/tina").json()["role"] == "maintainer"
    assert rita.get(f"{TEAMS}/core/memberships/bob").status_code == 404
    assert rita.get(f"{TEAMS}/core/repos/octo-org/arch").status_code == 404


def test_private_members_are_told_inside_only(as_: As, ask: Ask, world: World) -> None:
    world.add_user("shy")
    world.account("octo-org").members["shy"] = False
    query = '{ organization(login: "octo-org") { membersWithRole(first: 9) { nodes { login } } } }'

    def seen(who: str) -> list[str]:
        told = ask(who, query)["data"]["organization"]["membersWithRole"]["nodes"]
        listed = as_(who).get("/orgs/octo-org/members").json()
        assert [one["login"] for one in told] == [one["login"] for one in listed]
        return [one["login"] for one in listed]

    assert seen("rita") == ["rita", "shy"]
    assert seen("mallory") == ["rita"]


def test_membership_is_answered_inside_and_referred_outside(as_: As) -> None:
    path = "/orgs/octo-org/members"
    assert as_("rita").get(f"{path}/rita").status_code == 204
    assert as_("rita").get(f"{path}/wanda").status_code == 404
    answer = as_("wanda").get(f"{path}/rita", allow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/orgs/octo-org/public_members/rita")


@pytest.mark.usefixtures("core")
def test_collaborators_come_by_every_way(as_: As, ask: Ask) -> None:
    path = f"/repos/{SECRET}/collaborators"
    everyone = ["wanda", "rita", "tina", "nina", "bob"]
    assert [one["login"] for one in as_("wanda").get(path).json()] == everyone
    direct = as_("wanda").get(f"{path}?affiliation=direct").json()
    assert [(one["login"], one["role_name"]) for one in direct] == [("wanda", "write")]
    query = '{ repository(owner: "octo-org", name: "secret") {'
    query += " collaborators(first: 9) { edges { permission node { login } } } } }"
    edges = ask("wanda", query)["data"]["repository"]["collaborators"]["edges"]
    assert [edge["node"]["login"] for edge in edges] == everyone
    assert [edge["permission"] for edge in edges] == ["WRITE", "TRIAGE", "TRIAGE", "WRITE", "READ"]


def test_who_cannot_push_is_not_told_the_collaborators(as_: As) -> None:
    assert as_("mallory").get(f"{ARCH}/collaborators").status_code == 403
    assert as_("mallory").get(f"{ARCH}/collaborators/wanda").status_code == 403
    assert as_("wanda").get(f"{ARCH}/collaborators/mallory").status_code == 404


def test_only_administrators_send_others_away(as_: As) -> None:
    path = f"{ARCH}/collaborators/tristan"
    assert as_("wanda").delete(path).status_code == 403
    assert as_("olive").delete(path).status_code == 204
    assert as_("wanda").get(path).status_code == 404


@pytest.mark.usefixtures("core")
def test_teams_and_owners_are_remembered(world: World) -> None:
    organization = world.account("octo-org")
    organization.owners.add("rita")
    organization.base_role = None
    loaded = world_from_data(world_as_data(world))
    assert world_as_data(loaded) == world_as_data(world)
    assert loaded.account("octo-org").teams["night-shift"].parent is loaded.account("octo-org").teams["core"]


def test_a_deleted_user_leaves_every_team(core: Team, world: World) -> None:
    world.delete_user("tina")
    assert "tina" not in core.everyone
    assert "tina" not in world.account("octo-org").members
