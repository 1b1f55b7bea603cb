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
    team.members |= {world.account(login).key: TeamRole.MEMBER for login in members}
    team.members |= {world.account(login).key: TeamRole.MAINTAINER for login in maintainers}
    for key in team.members:
        home.members.setdefault(key, False)
    for full_name, role in (roles or {}).items():
        team.roles[world.repository(full_name).database_id] = Role(role)
    home.teams[slug] = team
    world.nodes[identity] = team
    return team
