"""Accounts as REST shows them."""

from sandbox.records import Account
from sandbox.shapes.addresses import site
from sandbox.times import written
from sandbox.words import Role

Json = dict[str, object]


def simple_user(address: str, account: Account | None) -> Json | None:
    """The `simple-user` of an account; None for one that was deleted."""
    if account is None:
        return None
    login = account.rest_login
    url = f"{address}/users/{login}"
    return {
        "login": login,
        "id": account.database_id,
        "node_id": account.id,
        "avatar_url": avatar_url(address, account),
        "gravatar_id": "",
        "url": url,
        "html_url": site(address) + account.path,
        "followers_url": f"{url}/followers",
        "following_url": f"{url}/following{{/other_user}}",
        "gists_url": f"{url}/gists{{/gist_id}}",
        "starred_url": f"{url}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{url}/subscriptions",
        "organizations_url": f"{url}/orgs",
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events{{/privacy}}",
        "received_events_url": f"{url}/received_events",
        "type": account.kind.value,
        "user_view_type": "public",
        "site_admin": False,
    }


def avatar_url(address: str, account: Account) -> str:
    """The address of an account's picture."""
    return f"{site(address)}/avatars/u/{account.database_id}?v=4"


def email_of(account: Account) -> str:
    """The e-mail address that commits of an account carry: one that is nobody's."""
    return f"{account.login}@example.com"


def git_author(account: Account) -> Json:
    """Who a commit is by, as git has it."""
    return {"name": account.name or account.rest_login, "email": email_of(account)}


def public_user(address: str, account: Account) -> Json:
    """The `public-user` of an account."""
    return (simple_user(address, account) or {}) | {
        "name": account.name,
        "company": None,
        "blog": "",
        "location": None,
        "email": None,
        "hireable": None,
        "bio": None,
        "twitter_username": None,
        "public_repos": 0,
        "public_gists": 0,
        "followers": 0,
        "following": 0,
        "created_at": written(account.created_at),
        "updated_at": written(account.created_at),
    }


def private_user(address: str, account: Account) -> Json:
    """The `private-user` that only the account itself gets to see."""
    return public_user(address, account) | {
        "user_view_type": "private",
        "collaborators": 0,
        "disk_usage": 0,
        "owned_private_repos": 0,
        "private_gists": 0,
        "total_private_repos": 0,
        "two_factor_authentication": True,
        "plan": {"name": "free", "space": 976_562_499, "collaborators": 0, "private_repos": 10_000},
    }


def collaborator_permission(address: str, account: Account, role: Role | None) -> Json:
    """The `repository-collaborator-permission` of an account; without a role it is `none`."""
    name = role.value if role else "none"
    return {
        "permission": role.permission if role else "none",
        "role_name": name,
        "user": (simple_user(address, account) or {}) | {"permissions": permissions(role), "role_name": name},
    }


def permissions(role: Role | None) -> dict[str, bool]:
    """Which of the five roles a role includes, by REST's names for them."""
    names = {"admin": Role.ADMIN, "maintain": Role.MAINTAIN, "push": Role.WRITE, "triage": Role.TRIAGE}
    included = {name: role is not None and role.reaches(level) for name, level in names.items()}
    return included | {"pull": role is not None}
