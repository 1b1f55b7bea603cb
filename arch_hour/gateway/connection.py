"""One connection to GitHub's two APIs over PyGithub, which sends each request once.

PyGithub's own retries stay off: it would send a POST again after a 502, and so make an issue twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import count
from typing import Any

import requests
from github import Auth, Github
from github.Requester import Requester

from arch_hour import __version__
from arch_hour.gateway.answers import (
    Found,
    Headers,
    Parts,
    content,
    graphql_data,
    graphql_found,
    graphql_parts,
    one_line,
)
from arch_hour.gateway.patience import Failure, Patience, Trouble, told_at
from arch_hour.hosts import is_loopback

PAGE = 100  # items, the most that GitHub gives at once
TIMEOUT = 30  # seconds
BETWEEN_WRITES = 1.0  # seconds; GitHub's own advice against its secondary limits

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Address:
    """Where the two APIs are, as a runner's `GITHUB_API_URL` and `GITHUB_GRAPHQL_URL` give them."""

    rest: str
    graphql: str

    @property
    def is_loopback(self) -> bool:
        """Whether this is this very machine, so that nobody's limits need sparing."""
        return is_loopback(self.rest)


@dataclass
class ServerTime:
    """What the server's clock said in its last answer, in seconds since the epoch; None before the first."""

    last: float | None = None

    def hear(self, headers: Headers) -> None:
        """Takes note of the time of an answer, where it tells one."""
        told = told_at(headers)
        self.last = self.last if told is None else told


@dataclass
class Sent:
    """How many requests were sent."""

    count: int = 0


@dataclass(frozen=True)
class Connection:
    """Sends requests with one token; every method raises Failure."""

    address: Address
    token: str = field(repr=False)
    patience: Patience = field(default_factory=Patience)
    _time: ServerTime = field(default_factory=ServerTime)
    sent: Sent = field(default_factory=Sent, kw_only=True)

    @property
    def now(self) -> float:
        """Seconds since the epoch by the server's clock, as of its last answer; by ours before the first."""
        return self.patience.clock() if self._time.last is None else self._time.last

    @cached_property
    def _rest(self) -> Requester:
        return self._requester(self.address.rest, None if self.address.is_loopback else BETWEEN_WRITES)

    @cached_property
    def _graphql(self) -> Requester:
        """Apart from the other: a query is a POST, but no write that has to be paced."""
        return self._requester(self.address.graphql.removesuffix("/graphql"), None)

    def _requester(self, base: str, between_writes: float | None) -> Requester:
        return Github(
            auth=Auth.Token(self.token),
            base_url=base.rstrip("/"),
            user_agent=f"arch-hour/{__version__}",
            timeout=TIMEOUT,
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=between_writes,
        ).requester

    def query(self, document: str, variables: Json) -> Json:
        """The data of a GraphQL query."""
        return self.patience.reading(
            lambda: graphql_data(*self._asked(self._graphql, "/graphql", document, variables))
        )

    def query_some(self, document: str, variables: Json) -> Found:
        """The data of a GraphQL query of several things, of which some may not be there."""
        return self.patience.reading(
            lambda: graphql_found(*self._asked(self._graphql, "/graphql", document, variables))
        )

    def query_parts(self, document: str, variables: Json) -> Parts:
        """The data of a GraphQL query of several things, each of which may be refused by itself."""
        return self.patience.reading(
            lambda: graphql_parts(*self._asked(self._graphql, "/graphql", document, variables))
        )

    def mutate_parts(self, document: str, variables: Json) -> Parts:
        """The same of several mutations that do no harm when they happen twice, paced as one write."""
        place = self.address.graphql
        return self.patience.reading(
            lambda: graphql_parts(*self._asked(self._rest, place, document, variables))
        )

    def mutate(self, document: str, variables: Json) -> Json:
        """The data of a GraphQL mutation that does no harm when it happens twice, paced like every other write."""
        # Both APIs are on one host, so that the requester which keeps the pace takes the other's address too.
        place = self.address.graphql
        return self.patience.reading(
            lambda: graphql_data(*self._asked(self._rest, place, document, variables))
        )

    def mutate_once(self, document: str, variables: Json) -> Json:
        """The same of one that must not happen twice; after a Failure of trouble LOST it may have happened."""
        place = self.address.graphql
        return self.patience.creating(
            lambda: graphql_data(*self._asked(self._rest, place, document, variables))
        )

    def get(self, path: str, parameters: Json | None = None) -> Any:
        """What REST answers to a GET."""
        return self.patience.reading(
            lambda: self._exchange(self._rest, "GET", path, parameters=parameters)[1]
        )

    def listed(self, path: str) -> Iterator[Any]:
        """The items of a list of REST's, a hundred a request; raises ValueError where a page comes again.

        A page of what is filtered can be short although there are more: GitHub's header says so.
        """
        before = None
        for page in count(1):
            asked = {"per_page": PAGE, "page": page}
            headers, items = self.patience.reading(
                partial(self._exchange, self._rest, "GET", path, None, asked)
            )
            yield from items
            if len(items) < PAGE and 'rel="next"' not in headers.get("link", ""):
                return
            if items == before:
                msg = "a page that leads nowhere"
                raise ValueError(msg)
            before = items

    def once(self, verb: str, path: str, data: Any = None) -> Any:
        """One request, however it ends."""
        return self._exchange(self._rest, verb, path, data)[1]

    def repeatable(self, verb: str, path: str, data: Any = None) -> Any:
        """A write that does no harm when it happens twice."""
        return self.patience.reading(lambda: self.once(verb, path, data))

    def create(self, path: str, data: Json) -> Any:
        """A POST that must not happen twice; after a Failure of trouble LOST it may have happened."""
        return self.patience.creating(lambda: self.once("POST", path, data))

    def _asked(self, requester: Requester, path: str, document: str, variables: Json) -> tuple[Any, Headers]:
        question = {"query": document, "variables": dict(variables)}
        headers, answer = self._exchange(requester, "POST", path, question)
        return answer, headers

    def _exchange(
        self, requester: Requester, verb: str, path: str, data: Any = None, parameters: Json | None = None
    ) -> tuple[Headers, Any]:
        """One request with its headers and content; whatever goes wrong on the way becomes a Failure."""
        self.sent.count += 1
        try:
            status, headers, text = requester.requestJson(verb, path, dict(parameters or {}), input=data)
        except (requests.RequestException, ValueError) as error:
            raise Failure(Trouble.LOST, 0, self._reason(error), {}) from error
        except RuntimeError as error:
            # How PyGithub says that it will not follow a redirection to another host or scheme.
            raise Failure(Trouble.REFUSED, 301, str(error).partition(",")[0], {}) from error
        self._time.hear(headers)
        return headers, content(status, headers, text)

    def _reason(self, error: Exception) -> str:
        """Why there is no answer, without the layers of libraries around it, and never with the token."""
        if isinstance(error, requests.Timeout):
            return f"nothing came within {TIMEOUT} seconds"
        cause = str(getattr(error.args[0], "reason", error) if error.args else type(error).__name__)
        words = one_line(cause.partition("): ")[2] or cause)
        return words.replace(self.token, "***") if self.token else words
