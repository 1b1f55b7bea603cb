"""Endpoints about the members of an organization and its teams."""

from collections.abc import Sequence
from functools import partial

from sandbox.records import Account, Repository, Team
from sandbox.rest.asking import NOTHING, Answer, Asking, Endpoint, word_of
from sandbox.rest.paging import PAGING, page_of
from sandbox.rules import organizations
from sandbox.rules.access import can_see
from sandbox.rules.permissions import not_permitted
from sandbox.rules.refusals import Forbidden, InsufficientScopes, NotFound
from sandbox.rules.roles import sees_members
from sandbox.shapes.accounts import Json, simple_user
from sandbox.shapes.repositories import full_repository
from sandbox.shapes.teams import full_team, membership, team_shape
from sandbox.words import OrganizationRole, TeamRole

EVERYONE = "all"


def list_members(asking: Asking, org: str) -> Answer:
    """The members of an organization, for those outside only the public ones."""
    organization = organizations.organization_of(asking.world, org)
    found = organizations.members_seen(asking.world, asking.caller, organization)
    role = asking.query.get("role", EVERYONE)
    if role != EVERYONE:
        wanted = word_of(role, OrganizationRole, "Member", "role")
        found = [one for one in found if organization.organization_role(one) is wanted]
    return page_of(asking, found, partial(simple_user, asking.address))


def check_member(asking: Asking, org: str, username: str) -> Answer:
    """204 for a member, 404 for others; who is outside is sent to the public members."""
    organization = organizations.organization_of(asking.world, org)
    if not sees_members(asking.caller, organization):
        public = f"{asking.address}/orgs/{organization.login}/public_members/{username}"
        return Answer(status=302, headers={"Location": public})
    if username.casefold() not in organization.members:
        raise NotFound
    return NOTHING


def list_teams(asking: Asking, org: str) -> Answer:
    """The teams of an organization, for those inside."""
    organization = organizations.organization_of(asking.world, org)
    try:
        teams = organizations.teams_seen(asking.caller, organization)
    except InsufficientScopes:
        raise not_permitted(asking.caller) from None
    if not organizations.is_inside(asking.caller, organization):
        raise Forbidden("Must be a member of the organization.")
    return _page_of_teams(asking, teams)


def _page_of_teams(asking: Asking, teams: Sequence[Team]) -> Answer:
    return page_of(asking, teams, partial(team_shape, asking.address))


def _team(asking: Asking, org: str, team_slug: str) -> Team:
    organization = organizations.organization_of(asking.world, org)
    team = organizations.team_seen(asking.caller, organization, team_slug)
    if team is None:
        raise NotFound
    return team


def get_team(asking: Asking, org: str, team_slug: str) -> Answer:
    """One team."""
    return Answer(full_team(asking.address, _team(asking, org, team_slug)))


def list_child_teams(asking: Asking, org: str, team_slug: str) -> Answer:
    """The teams right below a team."""
    below = _team(asking, org, team_slug).children
    return _page_of_teams(asking, [team for team in below if organizations.is_seen(asking.caller, team)])


def list_team_members(asking: Asking, org: str, team_slug: str) -> Answer:
    """The members of a team and of its child teams, of one role if told."""
    everyone = _team(asking, org, team_slug).everyone
    role = asking.query.get("role", EVERYONE)
    if role != EVERYONE:
        wanted = word_of(role, TeamRole, "TeamMember", "role")
        everyone = {key: held for key, held in everyone.items() if held is wanted}
    people = organizations.people_of(asking.world, everyone)
    return page_of(asking, people, partial(simple_user, asking.address))


def get_team_membership(asking: Asking, org: str, team_slug: str, username: str) -> Answer:
    """What somebody is in a team or its child teams."""
    team = _team(asking, org, team_slug)
    account = asking.world.find_account(username)
    role = None if account is None else _team_role(team, account)
    if account is None or role is None:
        raise NotFound
    return Answer(membership(asking.address, team, account, role))


def _team_role(team: Team, account: Account) -> TeamRole | None:
    role = team.everyone.get(account.key)
    # Owners of the organization are maintainers of every team they are in.
    return TeamRole.MAINTAINER if role and account.key in team.organization.owners else role


def list_team_repositories(asking: Asking, org: str, team_slug: str) -> Answer:
    """The repositories in which a team has a role, as far as they exist for the caller."""
    team = _team(asking, org, team_slug)
    found = [
        one
        for one in asking.world.repositories.values()
        if team.role_in(one.database_id) and can_see(asking.caller, one)
    ]
    return page_of(asking, found, partial(_team_repository, asking, team))


def _team_repository(asking: Asking, team: Team, repository: Repository) -> Json:
    role = team.role_in(repository.database_id)
    name = role.value if role else None
    return full_repository(asking.address, repository, role) | {"role_name": name}


def check_team_repository(asking: Asking, org: str, team_slug: str, owner: str, repo: str) -> Answer:
    """204 when a team has a role in a repository, 404 when not."""
    team = _team(asking, org, team_slug)
    repository = asking.repository(owner, repo)
    if team.role_in(repository.database_id) is None:
        raise NotFound
    return NOTHING


MEMBERS = "/orgs/<org>/members"
TEAMS = "/orgs/<org>/teams"
TEAM = f"{TEAMS}/<team_slug>"
ENDPOINTS = (
    Endpoint("GET", MEMBERS, list_members, ("role", *PAGING)),
    Endpoint("GET", f"{MEMBERS}/<username>", check_member),
    Endpoint("GET", TEAMS, list_teams, PAGING),
    Endpoint("GET", TEAM, get_team),
    Endpoint("GET", f"{TEAM}/teams", list_child_teams, PAGING),
    Endpoint("GET", f"{TEAM}/members", list_team_members, ("role", *PAGING)),
    Endpoint("GET", f"{TEAM}/memberships/<username>", get_team_membership),
    Endpoint("GET", f"{TEAM}/repos", list_team_repositories, PAGING),
    Endpoint("GET", f"{TEAM}/repos/<owner>/<repo>", check_team_repository),
)
