"""What GitHub's answers say of the quota: how many requests of each kind an hour has room for.

Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from arch_hour.gateway.answers import Headers

# Whatever stands in a header can become the name of a figure; GitHub itself has a handful of these.
MOST = 20
LONGEST = 50  # characters


@dataclass(frozen=True, slots=True)
class Quota:
    """How many points are left of an hour's, or of whatever else the resource is counted in."""

    remaining: int
    limit: int


@dataclass
class Quotas:
    """The quotas as of the last answer of each resource, such as `core` or `graphql`; empty where a server has none."""

    _told: dict[str, Quota] = field(default_factory=dict)

    @property
    def told(self) -> Mapping[str, Quota]:
        """The quota of each resource that was asked so far."""
        return dict(self._told)

    def hear(self, headers: Headers) -> None:
        """Takes note of the quota of an answer, where it tells one."""
        resource = headers.get("x-ratelimit-resource", "")
        remaining, limit = (_whole(headers.get(f"x-ratelimit-{name}")) for name in ("remaining", "limit"))
        known = resource in self._told or len(self._told) < MOST
        if resource and len(resource) <= LONGEST and known and remaining is not None and limit is not None:
            self._told[resource] = Quota(remaining, limit)


def _whole(text: str | None) -> int | None:
    is_number = text is not None and text.isascii() and text.isdigit() and len(text) < LONGEST
    return int(text) if text is not None and is_number else None
