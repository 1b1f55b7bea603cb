"""What the surroundings say: tokens, addresses and the repository, as a runner or a shell gives them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from arch_hour.errors import UsageError
from arch_hour.hosts import API, Address
from arch_hour.repository_paths import is_full_name

if TYPE_CHECKING:
    from arch_hour.gateway.github_gateway import GithubGateway
    from arch_hour.gateway.pace import Pace
    from arch_hour.gateway.patience import Patience


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment variables that matter; no token ever shows in a log.

    `project_token` is for what a workflow's own token may not read: the teams of an organization.
    """

    token: str = field(repr=False)
    repository: str
    address: Address
    project_token: str = field(default="", repr=False)

    @classmethod
    def of(
        cls, environ: Mapping[str, str], *, token: str = "", repository: str = "", project_token: str = ""
    ) -> "Environment":
        """Reads the variables; what is given outright goes first."""
        rest = environ.get("GITHUB_API_URL", "").strip().rstrip("/") or API
        graphql = environ.get("GITHUB_GRAPHQL_URL", "").strip().rstrip("/") or _graphql_of(rest)
        return cls(
            token=token.strip() or environ.get("GITHUB_TOKEN", "").strip(),
            repository=repository.strip() or environ.get("GITHUB_REPOSITORY", "").strip(),
            address=Address(rest, graphql),
            project_token=project_token.strip() or environ.get("ARCH_HOUR_PROJECT_TOKEN", "").strip(),
        )

    def gateway(self, patience: "Patience | None" = None, pace: "Pace | None" = None) -> "GithubGateway":
        """The gateway to the repository, with so much patience; raises UsageError where something is missing.

        Gateways that are used at once with one token share a pace.
        """
        trouble = (
            _trouble_of_repository(self.repository)
            or _trouble_of_token(self.token)
            or _trouble_of_project_token(self.project_token)
            or trouble_of_server(self.address)
        )
        if trouble:
            raise UsageError(trouble)
        from arch_hour.gateway.connection import Connection
        from arch_hour.gateway.github_gateway import GithubGateway

        shared: dict[str, Any] = {"pace": pace} | ({} if patience is None else {"patience": patience})
        own = Connection(self.address, self.token, **shared)
        if not self.project_token:
            return GithubGateway(own, self.repository)
        # One server, so that what one of them found it to lack the other knows.
        for_projects = Connection(self.address, self.project_token, lacking=own.lacking, **shared)
        return GithubGateway(own, self.repository, for_projects)


def moment(text: str) -> datetime:
    """An ISO 8601 time, in UTC where it has no offset; raises ValueError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is no ISO 8601 time such as 2020-12-17T09:00-05:00"
        raise ValueError(msg) from None
    if not 1970 <= found.year < 9000:
        msg = f"{text!r} is too far away: give a time from 1970 to 8999"
        raise ValueError(msg)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def fits_header(token: str) -> bool:
    """Whether a token can be sent at all."""
    return re.fullmatch(r"[!-~]+", token) is not None


def trouble_of_server(address: Address) -> str:
    """Why the addresses of the two APIs cannot be right, and how to mend them; nothing where they can."""
    return (
        _trouble_of_address(address.rest, "GITHUB_API_URL", API)
        or _trouble_of_address(address.graphql, "GITHUB_GRAPHQL_URL", f"{API}/graphql")
        or _trouble_of_both(address)
    )


def _graphql_of(rest: str) -> str:
    """Enterprise Server has REST under /api/v3 and GraphQL under /api."""
    return f"{rest.removesuffix('/v3')}/graphql"


def _trouble_of_repository(name: str) -> str:
    if is_full_name(name):
        return ""
    given = f"{name!r} is no repository" if name else "no repository was given"
    return f"{given}: say --repository OWNER/NAME, or set GITHUB_REPOSITORY"


def _trouble_of_token(token: str) -> str:
    """What cannot stand in a header is told here, where its text can be kept out of the sentence."""
    if not token:
        return "no token was given: set GITHUB_TOKEN to one that may write issues"
    if not fits_header(token):
        return "the token has a space, a line break or a special character in it: set GITHUB_TOKEN to the bare token"
    return ""


def _trouble_of_project_token(token: str) -> str:
    if not token or fits_header(token):
        return ""
    return (
        "the token for projects has a space, a line break or a special character in it: "
        "set ARCH_HOUR_PROJECT_TOKEN, or the input `project-token`, to the bare token"
    )


def _trouble_of_address(url: str, variable: str, example: str) -> str:
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not parts.query
    except ValueError:
        fits = False
    if fits and not parts.username:
        return ""
    shown = re.sub(r"//.*@", "//", url)
    return f"{shown!r} is no address of an API: set {variable} to one such as {example}"


def _trouble_of_both(address: Address) -> str:
    """Of two servers one would be read and the other written to."""
    rest, graphql = _server_of(address.rest), _server_of(address.graphql)
    if rest == graphql:
        return ""
    return (
        f"{rest} and {graphql} are two servers: set GITHUB_API_URL and GITHUB_GRAPHQL_URL to addresses of one"
    )


def _server_of(url: str) -> str:
    """The scheme, host and port of an address that is one."""
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{parts.hostname}:{port}"
