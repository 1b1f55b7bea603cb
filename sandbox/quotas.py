"""The primary limits: how much of its hourly quota each caller has used, and the refusal once it is gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sandbox.rules.access import Caller
from sandbox.rules.refusals import Refusal
from sandbox.words import TokenKind

Resource = Literal["core", "graphql", "search"]
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
PERSONAL = 5_000
WORKFLOW = 1_000
NOBODY = 60
SEARCHES = 30
SEARCHES_OF_NOBODY = 10
# An installation gets more for each repository and each user beyond the first twenty.
INSTALLATION = 5_000
MORE_FOR_EACH = 50
INCLUDED = 20
MOST_OF_AN_INSTALLATION = 12_500


class RateLimited(Refusal):
    """The caller's quota is gone; GitHub may answer 429 as well as 403, and GraphQL answers with 200."""

    status = 403
    graph_type = "RATE_LIMITED"


@dataclass(slots=True)
class Quota:
    """One caller's use of one resource in the window that ends at `resets_at`."""

    limit: int
    resets_at: datetime
    used: int = 0

    @property
    def remaining(self) -> int:
        """How much is left, never less than nothing."""
        return max(0, self.limit - self.used)

    def as_json(self) -> dict[str, int]:
        """REST's `rate-limit`; the reset is in seconds since 1970."""
        return {
            "limit": self.limit,
            "used": self.used,
            "remaining": self.remaining,
            "reset": int(self.resets_at.timestamp()),
        }

    def headers(self, resource: Resource) -> dict[str, str]:
        """The headers that tell the quota beside every answer."""
        told = {f"x-ratelimit-{name}": str(figure) for name, figure in self.as_json().items()}
        return told | {"x-ratelimit-resource": resource}


class Quotas:
    """The quotas of all callers, by the clock of the sandbox."""

    def __init__(self) -> None:
        self._quotas: dict[tuple[str, Resource], Quota] = {}

    def of(self, caller: Caller, resource: Resource, now: datetime) -> Quota:
        """The caller's quota of a resource, a fresh one when the window is over."""
        key = (holder_of(caller), resource)
        quota = self._quotas.get(key)
        if quota is None or now >= quota.resets_at:
            window = MINUTE if resource == "search" else HOUR
            quota = self._quotas[key] = Quota(limit_of(caller, resource), now + window)
        return quota

    def check(self, caller: Caller, resource: Resource, now: datetime) -> None:
        """Raises RateLimited when nothing is left; who has no quota at all is refused for other reasons."""
        quota = self.of(caller, resource, now)
        if quota.limit and not quota.remaining:
            raise RateLimited(f"API rate limit exceeded for {_spoken(caller)}")

    def exhaust(self, caller: Caller, resource: Resource, now: datetime, seconds: int) -> None:
        """Uses up what is left of a quota, which comes back after some seconds of the sandbox's clock."""
        quota = self.of(caller, resource, now)
        quota.used = max(quota.used, quota.limit)
        quota.resets_at = now + timedelta(seconds=seconds)


def holder_of(caller: Caller) -> str:
    """Whose quota a request uses: all tokens of a person share one, all of a workflow's repository another."""
    token = caller.token
    if token is None:
        return f"app {caller.app.database_id}" if caller.app else "nobody"
    if token.installation is not None:
        return f"installation {token.installation.database_id}"
    return f"repository {token.repository}" if caller.is_workflow else f"user {token.account.key}"


def limit_of(caller: Caller, resource: Resource) -> int:
    """How much a caller may use in one window: requests an hour, GraphQL's points an hour, searches a minute."""
    is_nobody = caller.account is None and caller.app is None
    if resource == "search":
        return SEARCHES_OF_NOBODY if is_nobody else SEARCHES
    if is_nobody:
        return NOBODY if resource == "core" else 0
    if caller.is_workflow:
        return WORKFLOW
    if caller.token is not None and caller.token.kind is TokenKind.INSTALLATION:
        return installation_limit(*_reach(caller))
    return PERSONAL


def installation_limit(repositories: int, users: int) -> int:
    """What an app's installation may use in an hour, by how many repositories and users it is for."""
    beyond = max(0, repositories - INCLUDED) + max(0, users - INCLUDED)
    return min(INSTALLATION + MORE_FOR_EACH * beyond, MOST_OF_AN_INSTALLATION)


def _reach(caller: Caller) -> tuple[int, int]:
    installation = caller.token.installation if caller.token else None
    if installation is None:
        return 0, 0
    # An installation for all repositories grows with its account; its size counts only where it is told.
    return len(installation.repository_ids or ()), len(installation.account.members)


def _spoken(caller: Caller) -> str:
    token = caller.token
    if token is not None and token.installation is not None:
        return f"installation ID {token.installation.database_id}."
    if caller.is_workflow:
        return "installation."
    if caller.account is not None:
        return f"user ID {caller.account.database_id}."
    return "127.0.0.1. (Authenticated requests get a higher rate limit.)"
