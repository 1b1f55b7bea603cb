"""Work that nobody does any more is done by a server that lives, and work that somebody does is left alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest
from dbos import DBOS
from sqlalchemy import text

from tests.webhook.memories import Memory, address_at, memory_at
from tests.webhook.test_presence import elsewhere, present
from webhook.line import APPLICATION, RUN, SERIALIZER, VERSION
from webhook.orders import Kind, Order
from webhook.rescue import LOST, Rescue, keep_watch

PLACES = {"sqlite": "workflow_status", "postgresql": "dbos.workflow_status"}


class Ended(BaseException):
    """The process would have ended."""


@pytest.fixture(autouse=True)
def _no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(status: int) -> None:
        raise Ended(status)

    monkeypatch.setattr(os, "_exit", end)


def take(memory: Memory, by: str, *orders: str) -> None:
    """Has a server have begun orders, each of a repository of its own."""
    place = PLACES[memory.engine.dialect.name]
    taken = text(f"UPDATE {place} SET status = 'PENDING', executor_id = :by WHERE workflow_uuid = :name")  # noqa: S608
    for number, name in enumerate(orders):
        with memory.engine.begin() as connection:
            memory.line.put(connection, Order(name, number, Kind.EVENT, "a", 0.0, 900.0))
            connection.execute(taken, {"by": by, "name": name})


@contextmanager
def launched(memory: Memory, name: str) -> Iterator[list[str]]:
    """A server of that name, which remembers what it was given to do and does nothing else."""
    done: list[str] = []

    @DBOS.workflow(name=RUN)
    def run(*_: object) -> None:
        done.append(str(DBOS.workflow_id))

    DBOS(
        config={
            "name": APPLICATION,
            "system_database_engine": memory.engine,
            "serializer": SERIALIZER,
            "executor_id": name,
            "application_version": VERSION,
            "run_migrations": False,
            "log_level": "ERROR",
        }
    )
    DBOS.launch()
    yield done
    DBOS.destroy(destroy_registry=True)


def await_done(done: list[str], *names: str) -> None:
    end = monotonic() + 10
    while set(done) != set(names):
        assert monotonic() < end, done
        sleep(0.05)


@pytest.mark.parametrize("kind", PLACES)
def test_what_dead_servers_had_begun_is_done(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = address_at(kind, tmp_path, request)
    with memory_at(address) as memory, present(address) as presence, launched(memory, presence.name) as done:
        take(memory, "gone", "a", "b")
        take(memory, "gone too", "c")
        rescue = Rescue(presence)
        assert rescue.look() == 2
        await_done(done, "a", "b", "c")
        assert rescue.look() == 0


def test_what_a_living_server_had_begun_is_left_alone(postgres_url: str) -> None:
    with (
        memory_at(postgres_url) as memory,
        present(postgres_url) as presence,
        launched(memory, presence.name) as done,
    ):
        rescue = Rescue(presence)
        with elsewhere(postgres_url) as (name, _):
            take(memory, name, "a")
            assert rescue.look() == 0
        end = monotonic() + 5
        while rescue.look() == 0:  # until the database has noticed
            assert monotonic() < end
        await_done(done, "a")


@dataclass(frozen=True)
class Taken:
    """What DBOS tells of a run that has begun."""

    workflow_id: str
    executor_id: str


@pytest.fixture
def rescue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rescue]:
    """That of a server that has begun one run."""
    with present(f"sqlite:///{tmp_path}/x.sqlite") as presence:
        monkeypatch.setattr(DBOS, "list_workflows", lambda **_: [Taken("a", presence.name)])
        yield Rescue(presence)


def test_what_this_server_is_at_is_left_alone(rescue: Rescue) -> None:
    with rescue.at_work("a"):
        for _ in range(3):
            assert rescue.look() == 0


def test_what_this_server_took_and_does_not_do_ends_it_so_that_it_is_done(rescue: Rescue) -> None:
    rescue.look()  # it may be about to begin
    with pytest.raises(Ended, match=str(LOST)):
        rescue.look()


def test_what_begins_or_is_over_at_a_look_ends_nothing(rescue: Rescue) -> None:
    rescue.look()
    with rescue.at_work("a"):
        rescue.look()
    rescue.look()


def test_work_of_which_nothing_can_be_remembered_ends_the_process(rescue: Rescue) -> None:
    with pytest.raises(Ended, match=str(LOST)), rescue.at_work("a"):
        raise RuntimeError


@pytest.mark.parametrize("kind", PLACES)
def test_a_server_whose_sign_of_life_is_lost_ends(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with present(address_at(kind, tmp_path, request)) as presence:
        (vars(presence).get("_connection") or vars(presence)["_file"]).close()
        with pytest.raises(Ended, match=str(LOST)):
            keep_watch(presence)
