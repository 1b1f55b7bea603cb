"""Teams as REST shows them."""

from sandbox.records import Account, Team
from sandbox.shapes.accounts import Json, permissions, simple_user
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
        "html_url": f"{address}/orgs/{team.organization.login}/teams/{team.slug}",
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
        "organization": _organization(address, team.organization),
    }


def membership(address: str, team: Team, account: Account, role: TeamRole) -> Json:
    """The `team-membership` of somebody."""
    url = f"{simple_team(address, team)['url']}/memberships/{account.rest_login}"
    return {"state": "active", "role": role.value, "url": url}


def _organization(address: str, organization: Account) -> Json:
    url = f"{address}/orgs/{organization.login}"
    simple = simple_user(address, organization) or {}
    return {name: simple[name] for name in ("login", "id", "node_id", "avatar_url", "html_url", "type")} | {
        "url": url,
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events",
        "hooks_url": f"{url}/hooks",
        "issues_url": f"{url}/issues",
        "members_url": f"{url}/members{{/member}}",
        "public_members_url": f"{url}/public_members{{/member}}",
        "description": None,
        "has_organization_projects": True,
        "has_repository_projects": True,
        "public_repos": 0,
        "public_gists": 0,
        "followers": 0,
        "following": 0,
        "created_at": written(organization.created_at),
        "updated_at": written(organization.created_at),
        "archived_at": None,
    }
