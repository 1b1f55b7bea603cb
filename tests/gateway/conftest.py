"""A gateway whose every answer the test chooses, and whose pauses take no time."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
import responses

from arch_hour.gateway.connection import Connection
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.patience import Patience
from arch_hour.hosts import Address
from tests.gateway.build import NAME, NOW, PLACE, TOKEN

Said = tuple[int, Mapping[str, str], str] | Exception


def said(content: Any = None, status: int = 200, **headers: str) -> Said:
    """One answer; header names are given with underscores, content that is no text is sent as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, text


@dataclass
class Hub:
    """GitHub as a test wants it: answers in their order, the last one for ever, and a log of what was asked."""

    mock: responses.RequestsMock
    log: list[tuple[str, str]] = field(default_factory=list)
    contents: list[Any] = field(default_factory=list)

    def answers(self, verb: str, path: str, *answers: Said) -> None:
        """What requests for a path get, one after the other."""
        waiting = list(answers)

        def answer(request: requests.PreparedRequest) -> tuple[int, Mapping[str, str], str]:
            self.log.append((verb, path))
            self.contents.append(
                json.loads(request.body) if request.body else dict(getattr(request, "params", {}))
            )
            now = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if isinstance(now, Exception):
                raise now
            return now

        self.mock.add_callback(verb, PLACE + path, callback=answer)

    def tells(self, *answers: Any) -> None:
        """What GraphQL's questions get: data, or a whole answer."""
        self.answers(
            "POST",
            "/graphql",
            *(each if isinstance(each, tuple) else said({"data": each}) for each in answers),
        )

    def count(self, verb: str, path: str) -> int:
        """How often a path was asked."""
        return self.log.count((verb, path))


@pytest.fixture
def hub() -> Iterator[Hub]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield Hub(mock)


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that were waited, one for each wait."""
    return []


@pytest.fixture
def connection(pauses: list[float]) -> Connection:
    patience = Patience(pause=pauses.append, clock=NOW.timestamp)
    return Connection(Address(PLACE, f"{PLACE}/graphql"), TOKEN, patience)


@pytest.fixture
def gateway(connection: Connection) -> GithubGateway:
    return GithubGateway(connection, NAME)
