"""Teams as plain data."""

from sandbox.identities import Sort
from sandbox.records import Team
from sandbox.storing.plain import Data, identity_in, moment_in, without_blanks
from sandbox.times import written
from sandbox.words import Role, TeamPrivacy, TeamRole
from sandbox.world import World


def teams_data(world: World) -> list[Data]:
    """All teams of all organizations."""
    return [_team_data(world, team) for account in world.accounts.values() for team in account.teams.values()]


def _team_data(world: World, team: Team) -> Data:
    names = {one.database_id: one.full_name for one in world.repositories.values()}
    return without_blanks(
        {
            "name": team.name,
            "slug": team.slug,
            "id": team.database_id,
            "organization": team.organization.login,
            "description": team.description,
            "created": written(team.created_at),
            "privacy": team.privacy.value,
            "parent": team.parent.slug if team.parent else None,
            "members": {key: role.value for key, role in team.members.items()},
            "roles": {names[number]: role.value for number, role in team.roles.items()},
        }
    )


def load_team(world: World, data: Data) -> None:
    """Adds a team; its organization, repositories and parent must be there, else it raises KeyError."""
    identity, number = identity_in(world, data, Sort.TEAM)
    home = world.account(data["organization"])
    slug = data.get("slug") or data["name"].casefold().replace(" ", "-")
    team = Team(
        identity,
        number,
        home,
        slug,
        data["name"],
        moment_in(world, data),
        data.get("description"),
        TeamPrivacy(data.get("privacy", TeamPrivacy.VISIBLE)),
        home.teams[data["parent"]] if "parent" in data else None,
        {key.casefold(): TeamRole(role) for key, role in data.get("members", {}).items()},
        {world.repository(name).database_id: Role(role) for name, role in data.get("roles", {}).items()},
    )
    for key in team.members:
        home.members.setdefault(key, False)
    home.teams[slug] = team
    world.nodes[identity] = team
