"""How much of its hourly quota each token has used; counted, and told in every answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sandbox.rules.access import Caller

Resource = Literal["core", "graphql", "search"]
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Quota:
    """One token's use of one resource in the hour that ends at `resets_at`."""

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
    """The quotas of all tokens."""

    def __init__(self) -> None:
        self._quotas: dict[tuple[str | None, Resource], Quota] = {}

    def of(self, caller: Caller, resource: Resource, now: datetime) -> Quota:
        """The caller's quota of a resource, a fresh one when the hour is over."""
        key = (caller.token.text if caller.token else None, resource)
        quota = self._quotas.get(key)
        if quota is None or now >= quota.resets_at:
            quota = self._quotas[key] = Quota(_limit(caller, resource), now + HOUR)
        return quota


def _limit(caller: Caller, resource: Resource) -> int:
    if resource == "search":
        return 10 if caller.account is None else 30
    if caller.account is None:
        return 60 if resource == "core" else 0
    return 1_000 if caller.is_workflow else 5_000
