"""Teams as REST shows them."""

from sandbox.records import Account, Team
from sandbox.shapes.accounts import Json, permissions
from sandbox.shapes.addresses import site
from sandbox.shapes.organizations import team_organization
from sandbox.times import written
from sandbox.words import Role, TeamRole

# REST names a team's role in repositories by git's older words.
OLDER_WORDS = {Role.READ: "pull", Role.WRITE: "push"}


def older_word(role: Role) -> str:
    """A role as REST's `permission` of teams spells it."""
    return OLDER_WORDS.get(role, role.value)


def simple_team(address: str, team: Team) -> Json:
    """The `team-simple` of a team."""
    url = f"{address}/organizations/{team.organization.database_id}/team/{team.database_id}"
    return {
        "id": team.database_id,
        "node_id": team.id,
        "url": url,
        "members_url": f"{url}/members{{/member}}",
        "name": team.name,
        "description": team.description,
        "permission": "pull",
        "privacy": team.privacy.value,
        "notification_setting": "notifications_enabled",
        "html_url": site(address) + team.path,
        "repositories_url": f"{url}/repos",
        "slug": team.slug,
        "type": "organization",
        "organization_id": team.organization.database_id,
    }


def team_shape(address: str, team: Team) -> Json:
    """The `team` of a list."""
    parent = simple_team(address, team.parent) if team.parent else None
    return simple_team(address, team) | {"parent": parent}


def team_in_repository(address: str, team: Team, role: Role) -> Json:
    """The `team` of a repository's list, with what it may do there."""
    return team_shape(address, team) | {"permission": older_word(role), "permissions": permissions(role)}


def full_team(address: str, team: Team) -> Json:
    """The `team-full` of one team; members of child teams count, too."""
    return team_shape(address, team) | {
        "created_at": written(team.created_at),
        "updated_at": written(team.created_at),
        "members_count": len(team.everyone),
        "repos_count": len(team.roles),
        "organization": team_organization(address, team.organization),
    }


def membership(address: str, team: Team, account: Account, role: TeamRole) -> Json:
    """The `team-membership` of somebody."""
    url = f"{simple_team(address, team)['url']}/memberships/{account.rest_login}"
    return {"state": "active", "role": role.value, "url": url}
