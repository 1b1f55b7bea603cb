"""How the two requesters are set up: paced where it matters, never retrying by themselves, silent about the token."""

import logging

import pytest
import requests

from arch_hour import __version__
from arch_hour.environment import Environment
from arch_hour.gateway.connection import TIMEOUT, Connection
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.pace import BETWEEN_WRITES
from arch_hour.gateway.patience import Failure
from arch_hour.hosts import Address
from tests.gateway.build import NAME, PLACE, TOKEN
from tests.gateway.conftest import Hub, said

GITHUB = Address("https://api.github.com", "https://api.github.com/graphql")
ENTERPRISE = Address("https://ghe.example/api/v3", "https://ghe.example/api/graphql")
LOOPBACK = Address(PLACE, f"{PLACE}/graphql")


@pytest.mark.parametrize(
    ("address", "seconds"),
    [
        pytest.param(GITHUB, BETWEEN_WRITES, id="GitHub"),
        pytest.param(ENTERPRISE, BETWEEN_WRITES, id="Enterprise Server"),
        pytest.param(Address("https://127.0.0.1.example", ""), BETWEEN_WRITES, id="looks like loopback"),
        pytest.param(LOOPBACK, None, id="loopback"),
        pytest.param(Address("http://localhost:8742", ""), None, id="localhost"),
        pytest.param(Address("http://[::1]:8742", ""), None, id="loopback of IPv6"),
    ],
)
def test_only_writes_to_others_are_paced(address: Address, seconds: float | None) -> None:
    rest = Connection(address, TOKEN)._rest.kwargs
    assert rest["seconds_between_writes"] == seconds
    assert rest["seconds_between_requests"] is None


def test_a_second_between_writes_is_what_github_advises() -> None:
    assert BETWEEN_WRITES >= 1


def test_questions_are_never_paced_although_they_are_posted() -> None:
    graphql = Connection(GITHUB, TOKEN)._graphql.kwargs
    assert graphql["seconds_between_writes"] is None
    assert graphql["seconds_between_requests"] is None


def test_a_mutation_keeps_the_pace_of_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, str]] = []

    def exchange(_: Connection, requester: object, __: str, path: str, ___: object) -> object:
        asked.append((requester, path))
        return {}, {"data": {}}

    monkeypatch.setattr(Connection, "_exchange", exchange)
    for address in (GITHUB, ENTERPRISE):
        connection = Connection(address, TOKEN)
        connection.mutate("mutation", {})
        assert asked.pop() == (connection._rest, address.graphql)


@pytest.mark.parametrize("name", ["_rest", "_graphql"])
def test_a_requester_never_retries_by_itself_and_waits_half_a_minute(name: str) -> None:
    kwargs = getattr(Connection(GITHUB, TOKEN), name).kwargs
    assert kwargs["retry"] is None
    assert kwargs["timeout"] == TIMEOUT == 30


@pytest.mark.parametrize(
    "failure", [said("", 502), requests.ConnectionError("reset"), said({"message": "x"}, 403)]
)
def test_one_create_is_one_request(connection: Connection, hub: Hub, failure: object) -> None:
    assert isinstance(failure, tuple | Exception)
    hub.answers("POST", "/repos/a/b/issues", failure)
    with pytest.raises(Failure):
        connection.create("/repos/a/b/issues", {})
    assert len(hub.log) == 1


def test_every_request_counts_also_one_that_is_repeated_and_one_that_got_lost(
    connection: Connection, hub: Hub
) -> None:
    hub.answers("GET", "/x", said("", 502), requests.ConnectionError("reset"), said([]))
    hub.tells({})
    other = Connection(connection.address, TOKEN, connection.patience)
    gateway = GithubGateway(connection, NAME, other)
    connection.get("/x")
    assert (gateway.requests, GithubGateway(other, NAME).requests) == (3, 0)
    other.query("query", {})
    assert gateway.requests == len(hub.log) == 4


@pytest.mark.parametrize(
    ("address", "rest", "graphql"),
    [
        pytest.param(
            GITHUB, "https://api.github.com:443/x", "https://api.github.com:443/graphql", id="GitHub"
        ),
        pytest.param(
            ENTERPRISE,
            "https://ghe.example:443/api/v3/x",
            "https://ghe.example:443/api/graphql",
            id="Enterprise",
        ),
        pytest.param(LOOPBACK, f"{PLACE}/x", f"{PLACE}/graphql", id="loopback"),
    ],
)
def test_both_apis_are_found_at_their_addresses(hub: Hub, address: Address, rest: str, graphql: str) -> None:
    connection = Connection(address, TOKEN)
    hub.mock.get(rest, json=[])
    hub.mock.post(graphql, json={"data": {}})
    assert connection.get("/x") == []
    assert connection.query("query", {"a": 1}) == {}
    sent = [call.request.headers for call in hub.mock.calls]
    assert [headers["Authorization"] for headers in sent] == [f"token {TOKEN}"] * 2
    assert [headers["User-Agent"] for headers in sent] == [f"arch-hour/{__version__}"] * 2


def test_the_token_shows_nowhere() -> None:
    connection = Connection(GITHUB, TOKEN)
    environment = Environment(TOKEN, NAME, GITHUB)
    shown = [
        repr(each)
        for each in (connection, environment, GithubGateway(connection, NAME), environment.gateway())
    ]
    assert connection._rest is connection._rest
    shown += [repr(connection), str(connection), f"{connection.__dict__['_rest']!r}"]
    assert [text for text in shown if TOKEN in text] == []


def test_the_token_shows_not_even_in_a_verbose_log(
    connection: Connection, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "github.Requester")
    hub.answers("GET", "/x", said([]))
    connection.get("/x")
    assert "GET" in caplog.text
    assert TOKEN not in caplog.text
