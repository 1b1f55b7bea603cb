"""What a token permits, whatever its account may do besides."""

from typing import Literal

from sandbox.records import Account, Repository, Token
from sandbox.rules.callers import Caller, refuse_app
from sandbox.rules.refusals import (
    NOT_FOR_INTEGRATIONS,
    REFUSED_TO_FINE_GRAINED,
    Forbidden,
    InsufficientScopes,
)
from sandbox.words import TokenKind

Area = Literal[
    "actions",
    "administration",
    "contents",
    "issues",
    "members",
    "metadata",
    "organization_hooks",
    "organization_projects",
    "pull_requests",
    "repository_hooks",
    "workflows",
]
Level = Literal["read", "write", "admin"]
LEVELS = ("read", "write", "admin")
# What a workflow may be given of these; the rest is beyond its token.
WORKFLOW_AREAS = ("actions", "contents", "issues", "metadata", "pull_requests")
SCOPES: dict[str, tuple[str, str]] = {
    "members": ("read:org", "write:org"),
    "organization_hooks": ("admin:org_hook", "admin:org_hook"),
    "organization_projects": ("read:project", "project"),
    "repository_hooks": ("read:repo_hook", "write:repo_hook"),
    "workflows": ("workflow", "workflow"),
}
"""The scopes with which a classic token reads and writes what is not simply in a repository."""


def granted(caller: Caller, home: Repository | Account, area: Area) -> str | None:
    """What a token with permissions may do in an area of a repository or owner: `read`, `write`, `admin` or None.

    None also for a classic token and for nobody, who have no permissions of this kind.
    """
    token = caller.token
    if token is None or not caller.is_limited or not _reaches(token, home):
        return None
    if token.kind is TokenKind.WORKFLOW and area not in WORKFLOW_AREAS:
        return None
    return token.level(area)


def _reaches(token: Token, home: Repository | Account) -> bool:
    if isinstance(home, Account):
        return home is token.owner
    if token.kind is TokenKind.WORKFLOW:
        return home.full_name == token.repository
    if home.owner is not token.owner:
        return False
    if token.installation is not None and not token.installation.covers(home.database_id):
        return False
    return token.repository_ids is None or home.database_id in token.repository_ids


def token_allows(caller: Caller, home: Repository | Account, area: Area, level: Level = "read") -> bool:
    """Whether the token is no hindrance in an area: by its permissions, or a classic one by its scopes.

    True for whoever comes without a token.
    """
    if caller.is_limited:
        held = granted(caller, home, area)
        return held is not None and LEVELS.index(held) >= LEVELS.index(level)
    return caller.has_scope(_scope(home, area, level))


def require_token(caller: Caller, home: Repository | Account, area: Area, level: Level = "read") -> None:
    """Raises Forbidden or InsufficientScopes when the token hinders its account in an area."""
    refuse_app(caller)
    if token_allows(caller, home, area, level):
        return
    if not caller.is_limited and caller.token is not None:
        raise InsufficientScopes([_scope(home, area, level)], caller.token.scopes)
    raise not_permitted(caller)


def not_permitted(caller: Caller) -> Forbidden:
    """How GitHub refuses a token that has too few permissions, or an account that has too low a role."""
    if caller.is_integration:
        return Forbidden(NOT_FOR_INTEGRATIONS)
    if caller.is_limited:
        return Forbidden(REFUSED_TO_FINE_GRAINED)
    return Forbidden("Must have admin rights to Repository.")


def _scope(home: Repository | Account, area: Area, level: Level) -> str:
    if area in SCOPES:
        reading, writing = SCOPES[area]
        return reading if level == "read" else writing
    is_private = isinstance(home, Repository) and home.is_private
    return "repo" if is_private or area == "administration" else "public_repo"
