"""A small organization with people of every kind, and ways to ask the sandbox about it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.server import Running, serve
from sandbox.world import World
from tests.sandbox import openapi
from tests.sandbox.reading_pages import Browser

REPOSITORY = "octo-org/arch"
NOON = datetime(2020, 12, 17, 12, tzinfo=UTC)


class Session(requests.Session):
    """A session that asks one sandbox with one token, and finds every good answer to be as GitHub describes it."""

    def __init__(self, base: str, token: str | None) -> None:
        super().__init__()
        self.base = base
        if token is not None:
            self.headers["Authorization"] = f"Bearer {token}"

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        assert isinstance(url, str)
        address = url if url.startswith("http") else self.base + url
        answer = super().request(method, address, *args, **kwargs)
        assert not answer.ok or openapi.answer_problems(answer) == []
        return answer


def small_world() -> World:
    """Its people: an owner, a writer, a triager, a member who may read, a stranger, and one to be deleted."""
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


@contextmanager
def sessions(running: Running) -> Iterator[Callable[[str | None], requests.Session]]:
    """Somebody's session: by login with a personal token, `workflow` with the repository's, None without any.

    What is no login is taken for a token.
    """
    opened: list[Session] = []

    def session(who: str | None) -> requests.Session:
        opened.append(Session(running.url, _token(running.world, who)))
        return opened[-1]

    try:
        yield session
    finally:
        for one in opened:
            one.close()


def _token(world: World, who: str | None) -> str | None:
    if who is None:
        return None
    if who == "workflow":
        return world.workflow_token(REPOSITORY)
    return world.add_token(who) if world.find_account(who) else who


@pytest.fixture
def world() -> World:
    return small_world()


@pytest.fixture
def running(world: World) -> Iterator[Running]:
    with serve(world) as running:
        yield running
        assert running.log.failures == [], "the sandbox itself failed"


@pytest.fixture
def act(world: World) -> Callable[[str], Actor]:
    return lambda login: Actor(world, login)


@pytest.fixture
def as_(running: Running) -> Iterator[Callable[[str | None], requests.Session]]:
    with sessions(running) as session:
        yield session


@pytest.fixture
def ask(as_: Callable[[str | None], requests.Session]) -> Callable[..., Any]:
    """Asks GraphQL as somebody and gives the whole answer."""

    def asked(who: str, query: str, **variables: object) -> Any:
        answer = as_(who).post("/graphql", json={"query": query, "variables": variables})
        assert answer.status_code == 200, answer.text
        return answer.json()

    return asked


@pytest.fixture
def browse(running: Running) -> Iterator[Callable[[str | None], Browser]]:
    """A browser's window in which somebody acts on the pages, or nobody."""
    windows: list[Browser] = []

    def opened(login: str | None) -> Browser:
        windows.append(Browser(running.url, login))
        return windows[-1]

    yield opened
    for window in windows:
        window.session.close()
