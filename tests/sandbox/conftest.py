"""A small organization with people of every kind, and ways to ask the sandbox about it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.server import Running, serve
from sandbox.world import World

REPOSITORY = "octo-org/arch"
NOON = datetime(2020, 12, 17, 12, tzinfo=UTC)


class Session(requests.Session):
    """A session that asks one sandbox with one token."""

    def __init__(self, base: str, token: str | None) -> None:
        super().__init__()
        self.base = base
        if token is not None:
            self.headers["Authorization"] = f"Bearer {token}"

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        assert isinstance(url, str)
        address = url if url.startswith("http") else self.base + url
        return super().request(method, address, *args, **kwargs)


@pytest.fixture
def world() -> World:
    world = World.start(now=NOON)
    for login in ("olive", "wanda", "tristan", "rita", "mallory"):
        world.add_user(login)
    world.add_user("gone")
    world.add_user("sleepy", suspended=True)
    world.add_organization("octo-org", members=["rita"])
    world.add_repository(
        REPOSITORY, roles={"olive": "admin", "wanda": "write", "tristan": "triage", "gone": "write"}
    )
    world.add_repository("octo-org/secret", public=False, roles={"wanda": "write"})
    return world


@pytest.fixture
def running(world: World) -> Iterator[Running]:
    with serve(world) as running:
        yield running


@pytest.fixture
def act(world: World) -> Callable[[str], Actor]:
    return lambda login: Actor(world, login)


@pytest.fixture
def as_(running: Running) -> Iterator[Callable[[str | None], requests.Session]]:
    """Somebody's session: by login with a personal token, `workflow` with the repository's, None without any."""
    sessions: list[Session] = []

    def session(who: str | None) -> requests.Session:
        world = running.world
        token = (
            None
            if who is None
            else world.workflow_token(REPOSITORY)
            if who == "workflow"
            else world.add_token(who)
        )
        sessions.append(Session(running.url, token))
        return sessions[-1]

    yield session
    for opened in sessions:
        opened.close()


@pytest.fixture
def ask(as_: Callable[[str | None], requests.Session]) -> Callable[..., Any]:
    """Asks GraphQL as somebody and gives the whole answer."""

    def asked(who: str, query: str, **variables: object) -> Any:
        answer = as_(who).post("/graphql", json={"query": query, "variables": variables})
        assert answer.status_code == 200, answer.text
        return answer.json()

    return asked
