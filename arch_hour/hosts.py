"""Where GitHub's APIs are, and whose machine an address is on."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

API, PAGES = "https://api.github.com", "https://github.com"
_RESIDENCE = re.compile(r"https://api\.(?P<host>[a-z0-9-]+\.ghe\.com)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """Where the two APIs are, as a runner's `GITHUB_API_URL` and `GITHUB_GRAPHQL_URL` give them."""

    rest: str
    graphql: str

    @property
    def is_loopback(self) -> bool:
        """Whether this is this very machine, so that nobody's limits need sparing."""
        return is_loopback(self.rest)


def pages_of(rest: str) -> str:
    """Where GitHub has its pages, by the address of its API: Enterprise Server has both on one host.

    Where an enterprise keeps its data in a place of its choice, both are below GHE.com.
    Source: https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/network-details-for-ghecom
    """
    if rest == API:
        return PAGES
    residence = _RESIDENCE.fullmatch(rest)
    return f"https://{residence['host']}" if residence else rest.removesuffix("/api/v3")


def knows_time_zones(page: str) -> bool:
    """Whether a schedule of a workflow may name a time zone, by the address of any page.

    By GitHub's docs Enterprise Server knows them from 3.22 on, and no answer of its API surely tells its version.
    """
    return page.startswith(PAGES) or is_loopback(page)


def is_loopback(address: str) -> bool:
    """Whether this is this very machine; raises ValueError where it is no address at all."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
