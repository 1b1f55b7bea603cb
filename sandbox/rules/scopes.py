"""Scopes of classic personal tokens: what each includes, and what requests need."""

from collections.abc import Collection

INCLUDED = {
    "repo": ("public_repo", "repo:status", "repo_deployment", "repo:invite", "admin:repo_hook"),
    "admin:repo_hook": ("write:repo_hook",),
    "write:repo_hook": ("read:repo_hook",),
    "admin:org": ("write:org",),
    "write:org": ("read:org",),
    "project": ("read:project",),
    "user": ("read:user", "user:email", "user:follow"),
}
# Which scopes a path takes, by its beginning: any one of them would do.
ACCEPTED = (
    ("/orgs/", ("admin:org", "read:org", "repo", "user", "write:org")),
    ("/repos/", ("repo",)),
    ("/user", ()),
)


def covers(scopes: Collection[str], wanted: str) -> bool:
    """Whether a scope is among the given ones or included in one of them."""
    return wanted in scopes or any(covers(INCLUDED.get(one, ()), wanted) for one in scopes)


def scope_headers(scopes: Collection[str], path: str) -> dict[str, str]:
    """The headers that tell a classic token's owner its scopes and those that a path takes."""
    accepted = next((names for start, names in ACCEPTED if path.startswith(start)), ())
    return {"X-OAuth-Scopes": ", ".join(sorted(scopes)), "X-Accepted-OAuth-Scopes": ", ".join(accepted)}
