"""How a test or demo furnishes an organization with teams."""

from collections.abc import Iterable, Mapping

from sandbox.identities import Sort
from sandbox.records import Team
from sandbox.words import Role, TeamPrivacy, TeamRole
from sandbox.world import World


def add_team(
    world: World,
    organization: str,
    name: str,
    *,
    members: Iterable[str] = (),
    maintainers: Iterable[str] = (),
    roles: Mapping[str, str] | None = None,
    parent: Team | None = None,
    privacy: str = "closed",
) -> Team:
    """Adds a team of existing users, who become members of the organization; `roles` are by `owner/name`.

    Raises ValueError when the organization has a team of that name.
    """
    home = world.account(organization)
    slug = name.casefold().replace(" ", "-")
    if slug in home.teams:
        raise ValueError(f"There is a team {slug} already.")
    identity, number = world.identities.new(Sort.TEAM)
    team = Team(
        identity, number, home, slug, name, world.clock.now(), privacy=TeamPrivacy(privacy), parent=parent
    )
    join(world, team, members, TeamRole.MEMBER)
    join(world, team, maintainers, TeamRole.MAINTAINER)
    for full_name, role in (roles or {}).items():
        team.roles[world.repository(full_name).database_id] = Role(role)
    home.teams[slug] = team
    world.nodes[identity] = team
    return team


def join(world: World, team: Team, logins: Iterable[str], role: TeamRole) -> None:
    """Makes existing users members of a team, and so of its organization."""
    for login in logins:
        key = world.account(login).key
        team.members[key] = role
        team.organization.members.setdefault(key, False)
