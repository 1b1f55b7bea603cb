"""Organizations as REST shows them."""

from sandbox.records import Account
from sandbox.shapes.accounts import Json, avatar_url
from sandbox.shapes.addresses import site
from sandbox.times import written


def simple_organization(address: str, organization: Account) -> Json:
    """The `organization-simple`."""
    url = f"{address}/orgs/{organization.login}"
    return {
        "login": organization.login,
        "id": organization.database_id,
        "node_id": organization.id,
        "url": url,
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events",
        "hooks_url": f"{url}/hooks",
        "issues_url": f"{url}/issues",
        "members_url": f"{url}/members{{/member}}",
        "public_members_url": f"{url}/public_members{{/member}}",
        "avatar_url": avatar_url(address, organization),
        "description": None,
    }


def team_organization(address: str, organization: Account) -> Json:
    """The `team-organization`, as a team tells whose it is."""
    return simple_organization(address, organization) | {
        "html_url": site(address) + organization.path,
        "type": organization.kind.value,
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
