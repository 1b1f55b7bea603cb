"""One connection to GitHub's two APIs over PyGithub, which sends each request once.

PyGithub's own retries stay off: it would send a POST again after a 502, and so make an issue twice.
"""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import count
from typing import Any, TypeVar

from github import Auth, Github
from github.Requester import Requester

from arch_hour import __version__
from arch_hour.gateway import mishaps
from arch_hour.gateway.answers import (
    Found,
    Headers,
    Parts,
    content,
    graphql_data,
    graphql_found,
    graphql_parts,
)
from arch_hour.gateway.features import Lacking
from arch_hour.gateway.pace import BETWEEN_WRITES, Pace
from arch_hour.gateway.patience import Failure, Patience, Trouble, told_at
from arch_hour.gateway.quotas import Quotas
from arch_hour.hosts import Address

PAGE = 100  # items, the most that GitHub gives at once
TIMEOUT = 30  # seconds
# Seconds; GitHub takes nothing signed after now by its clock, nor for over 600.
SIGNED_AGO, SIGNED_FOR = 60, 300

_WITH_SECRETS = re.compile(r"/(access_tokens|app-manifests/[^/]*/conversions)$")

Json = Mapping[str, Any]
T = TypeVar("T")


def _is_fit_to_log(record: logging.LogRecord) -> bool:
    """Whether PyGithub may log an exchange, which it does with the whole answer: some give a token or a key."""
    said = record.args if isinstance(record.args, tuple) else ()
    return not any(_WITH_SECRETS.search(each) for each in said if isinstance(each, str))


logging.getLogger("github.Requester").addFilter(_is_fit_to_log)


@dataclass
class ServerTime:
    """What the server's clock said in its last answer, in seconds since the epoch; None before the first.

    `ahead` is by how many seconds it was ahead of ours.
    """

    last: float | None = None
    ahead: float = 0.0

    def hear(self, headers: Headers, now: float) -> None:
        """Takes note of the time of an answer, where it tells one; `now` is ours."""
        told = told_at(headers)
        if told is not None:
            self.last, self.ahead = told, told - now


@dataclass(frozen=True)
class AppKey:
    """What a GitHub App signs its requests with: its id or client id, and its private key as PEM."""

    issuer: str
    pem: str = field(repr=False)


@dataclass
class Sent:
    """How many requests were sent."""

    count: int = 0


@dataclass(frozen=True)
class Connection:
    """Sends requests with one token; every method raises Failure. What the server lacks is asked for only once.

    With a key instead it asks as a GitHub App itself, with neither as nobody. A pace is shared with other connections.
    """

    address: Address
    token: str = field(repr=False)
    patience: Patience = field(default_factory=Patience)
    _time: ServerTime = field(default_factory=ServerTime)
    sent: Sent = field(default_factory=Sent, kw_only=True)
    quotas: Quotas = field(default_factory=Quotas, kw_only=True)
    lacking: Lacking = field(default_factory=Lacking, kw_only=True)
    key: AppKey | None = field(default=None, kw_only=True)
    pace: Pace | None = field(default=None, kw_only=True)

    @property
    def now(self) -> float:
        """Seconds since the epoch by the server's clock, as of its last answer; by ours before the first."""
        return self.patience.clock() if self._time.last is None else self._time.last

    @property
    def ahead(self) -> float:
        """By how many seconds the server's clock was ahead of ours in its last answer; 0 before the first."""
        return self._time.ahead

    @cached_property
    def _rest(self) -> Requester:
        return self._requester(self.address.rest, None if self.address.is_loopback else BETWEEN_WRITES)

    @cached_property
    def _graphql(self) -> Requester:
        """Apart from the other: a query is a POST, but no write that has to be paced."""
        return self._requester(self.address.graphql.removesuffix("/graphql"), None)

    def _requester(self, base: str, between_writes: float | None) -> Requester:
        return Github(
            auth=self._auth(),
            base_url=base.rstrip("/"),
            user_agent=f"arch-hour/{__version__}",
            timeout=TIMEOUT,
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=between_writes,
        ).requester

    def _auth(self) -> Auth.Auth | None:
        if self.key is not None:
            return Auth.AppAuth(self.key.issuer, sign_func=partial(self._signed, self.key.pem))
        return Auth.Token(self.token) if self.token else None

    def _signed(self, pem: str, claims: dict[str, Any]) -> str | bytes:
        """A JSON web token by the server's clock, as soon as that is known: a machine's own may be wrong."""
        now = int(self.patience.clock() + self.ahead)
        times = {"iat": now - SIGNED_AGO, "exp": now + SIGNED_FOR}
        return Auth.AppAuth.create_jwt_sign(pem, "RS256")({**claims, **times})

    def query(self, document: str, variables: Json) -> Json:
        """The data of a GraphQL query."""
        return self._known(graphql_data, document, variables)

    def query_some(self, document: str, variables: Json) -> Found:
        """The data of a GraphQL query of several things, of which some may not be there."""
        return self._known(graphql_found, document, variables)

    def query_parts(self, document: str, variables: Json) -> Parts:
        """The data of a GraphQL query of several things, each of which may be refused by itself."""
        return self._known(graphql_parts, document, variables)

    def _known(self, understood: Callable[[Any, Headers], T], document: str, variables: Json) -> T:
        """What the server knows of a query: of one that holds anything unknown to it, it answers nothing."""
        while True:
            text = self.lacking.fitted(document)
            try:
                return self.patience.reading(
                    partial(self._queried, understood, self._graphql, "/graphql", text, variables)
                )
            except Failure as failure:
                if not self.lacking.learn(text, failure.unknown):
                    raise

    def _queried(
        self,
        understood: Callable[[Any, Headers], T],
        requester: Requester,
        path: str,
        document: str,
        variables: Json,
    ) -> T:
        return understood(*self._asked(requester, path, document, variables))

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

    def listed(self, path: str, within: str = "") -> Iterator[Any]:
        """The items of a list of REST's, a hundred a request; raises ValueError where a page comes again.

        A page of what is filtered can be short although there are more: GitHub's header says so. `within` names the
        part of a page that holds the items, where they are not all of it.
        """
        before = None
        for page in count(1):
            asked = {"per_page": PAGE, "page": page}
            headers, answer = self.patience.reading(
                partial(self._exchange, self._rest, "GET", path, None, asked)
            )
            items = answer[within] if within else answer
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
        if (
            self.pace is not None
            and requester is self._rest
            and verb != "GET"
            and not self.address.is_loopback
        ):
            self.pace.wait()
        try:
            status, headers, text = requester.requestJson(verb, path, dict(parameters or {}), input=data)
        except (OSError, ValueError) as error:
            raise self._unanswered(error) from error
        except RuntimeError as error:
            # How PyGithub says that it will not follow a redirection to another host or scheme.
            raise Failure(Trouble.REFUSED, 301, str(error).partition(",")[0], {}) from error
        self._time.hear(headers, self.patience.clock())
        self.quotas.hear(headers)
        return headers, content(status, headers, text)

    def _unanswered(self, error: Exception) -> Failure:
        """Why there is no answer, and never with the token."""
        hindrance = mishaps.hindrance(error)
        trouble = Trouble.UNSENT if hindrance else Trouble.LOST
        words = hindrance or mishaps.reason(error, TIMEOUT)
        return Failure(trouble, 0, words.replace(self.token, "***") if self.token else words, {})
