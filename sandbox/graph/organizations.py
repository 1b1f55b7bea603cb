"""Organizations with their members and teams, and the people of repositories."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any

from sandbox.graph.connections import Connection, Edge, Ordered
from sandbox.graph.context import Context
from sandbox.records import Account, Repository, Team
from sandbox.rules import organizations, people
from sandbox.rules.access import can_see
from sandbox.rules.permissions import require_token
from sandbox.rules.refusals import NotFound
from sandbox.words import Affiliation, OrganizationRole, TeamMembership, TeamPrivacy, TeamRole

ROLED = {
    "OrganizationMember": "role",
    "TeamMember": "role",
    "TeamRepository": "permission",
    "RepositoryCollaborator": "permission",
}
"""The connections whose edges also tell a role, and what they call it."""


@dataclass(frozen=True, slots=True)
class Roled:
    """Somebody or something in a list, with the role that its edge tells."""

    record: Account | Repository
    role: StrEnum

    @property
    def database_id(self) -> int:
        """What the list is in the order of."""
        return self.record.database_id


def _sorted(items: Iterable[Roled]) -> list[Roled]:
    return sorted(items, key=attrgetter("database_id"))


def _organization(_: None, context: Context, *, login: str) -> Account:
    try:
        return organizations.organization_of(context.world, login)
    except NotFound:
        raise NotFound(f"Could not resolve to an Organization with the login of '{login}'.") from None


def _members(organization: Account, context: Context) -> list[Roled]:
    require_token(context.caller, organization, "members")
    seen = organizations.members_seen(context.world, context.caller, organization)
    roles = [(account, organization.organization_role(account)) for account in seen]
    return _sorted(Roled(account, role) for account, role in roles if role)


def _viewer_can_administer(organization: Account, context: Context) -> bool:
    viewer = context.caller.account
    return viewer is not None and organization.organization_role(viewer) is OrganizationRole.ADMIN


def _viewer_is_a_member(organization: Account, context: Context) -> bool:
    viewer = context.caller.account
    return viewer is not None and viewer.key in organization.members


def _team(organization: Account, context: Context, *, slug: str) -> Team | None:
    return organizations.team_seen(context.caller, organization, slug)


def _by_name(teams: Iterable[Team]) -> Ordered:
    return Ordered(sorted(teams, key=_name_of), _name_of)


def _name_of(team: Team) -> tuple[str, int]:
    return team.name.casefold(), team.database_id


def _teams(
    organization: Account, context: Context, *, root_teams_only: bool = False, privacy: str | None = None
) -> Ordered:
    found = organizations.teams_seen(context.caller, organization)
    if privacy is not None:
        found = [team for team in found if team.privacy is TeamPrivacy[privacy]]
    return _by_name(team for team in found if not (root_teams_only and team.parent))


def _child_teams(team: Team, context: Context, *, immediate_only: bool = True) -> Ordered:
    below = team.children if immediate_only else _below(team)
    return _by_name(one for one in below if organizations.is_seen(context.caller, one))


def _below(team: Team) -> list[Team]:
    return [one for one in team.organization.teams.values() if team in one.ancestors]


def _team_members(
    team: Team, context: Context, *, membership: str = "ALL", role: str | None = None
) -> list[Roled]:
    everyone = team.everyone
    if membership == TeamMembership.IMMEDIATE.name:
        everyone = team.members
    elif membership == TeamMembership.CHILD_TEAM.name:
        everyone = {key: held for below in team.children for key, held in below.everyone.items()}
    accounts = organizations.people_of(context.world, everyone)
    wanted = list(TeamRole) if role is None else [TeamRole[role]]
    return [Roled(one, everyone[one.key]) for one in accounts if everyone[one.key] in wanted]


def _team_repositories(team: Team, context: Context) -> list[Roled]:
    pairs = [(one, team.role_in(one.database_id)) for one in context.world.repositories.values()]
    return _sorted(Roled(one, role) for one, role in pairs if role and can_see(context.caller, one))


def _collaborators(
    repository: Repository, context: Context, *, affiliation: str = "ALL", login: str | None = None
) -> list[Roled]:
    found = people.collaborators(context.world, context.caller, repository, Affiliation[affiliation])
    return _sorted(
        Roled(account, role) for account, role in found if login is None or account.key == login.casefold()
    )


def _records(connection: Connection, _: Context) -> list[Any]:
    return [roled.record for roled in connection.nodes]


def _record(edge: Edge, _: Context) -> Any:
    return edge.node.record if isinstance(edge.node, Roled) else None


def _role(edge: Edge, _: Context) -> StrEnum | None:
    return edge.node.role if isinstance(edge.node, Roled) else None


TYPES: dict[type, str] = {Team: "Team"}
RESOLVERS: dict[str, Callable[..., Any]] = {
    **{f"{name}Connection.nodes": _records for name in ROLED},
    **{f"{name}Edge.node": _record for name in ROLED},
    **{f"{name}Edge.{role}": _role for name, role in ROLED.items()},
    "Query.organization": _organization,
    "Organization.membersWithRole": _members,
    "Organization.team": _team,
    "Organization.teams": _teams,
    "Organization.viewerCanAdminister": _viewer_can_administer,
    "Organization.viewerIsAMember": _viewer_is_a_member,
    "Repository.collaborators": _collaborators,
    "Team.ancestors": lambda team, _: _by_name(team.ancestors),
    "Team.childTeams": _child_teams,
    "Team.combinedSlug": lambda team, _: f"{team.organization.login}/{team.slug}",
    "Team.members": _team_members,
    "Team.parentTeam": lambda team, _: team.parent,
    "Team.repositories": _team_repositories,
    "Team.resourcePath": lambda team, _: team.path,
    "Team.updatedAt": lambda team, _: team.created_at,
    "Team.url": lambda team, context: context.address + team.path,
}
