"""One run of a repository at a time, over all servers that share a database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from sqlalchemy import Engine, event, text

from tests.webhook.memories import Memory, memory_at
from webhook.database import address_of, open_database
from webhook.line import RUNS, VERSION
from webhook.orders import Kind, Order
from webhook.turns import Turns


@pytest.fixture
def engines(postgres_url: str) -> Iterator[list[Engine]]:
    """Two servers' ways to one database."""
    made = [open_database(address_of(postgres_url), patience=5, connections=4) for _ in range(2)]
    yield made
    for engine in made:
        engine.dispose()


def claimed(memory: Memory, server: str) -> list[str]:
    """What DBOS hands out to a server."""
    database = memory.line._client._sys_db
    queue = database.get_queue(RUNS)
    assert queue is not None
    return database.start_queued_partitioned_workflows(queue, server, VERSION, 8, owner_xid=server)


def test_the_queue_alone_may_hand_out_two_runs_of_a_repository(postgres_url: str) -> None:
    # Once this fails DBOS has mended it, and turns are needed only against servers taken for dead too early.
    with memory_at(postgres_url) as one, memory_at(postgres_url) as two:
        for order in (
            Order("retry", 1, Kind.RETRY, "a", 0.0, 900.0),
            Order("event", 1, Kind.EVENT, "b", 0.0),
        ):
            with one.engine.begin() as connection:
                one.line.put(connection, order)
        others: list[list[str]] = []

        def in_between(*call: object) -> None:
            if "SKIP LOCKED" in str(call[2]) and not others:
                with two.engine.begin() as connection:  # the retry's pause is over
                    connection.execute(text("UPDATE dbos.workflow_status SET status = 'ENQUEUED'"))
                others.append(claimed(two, "two"))

        event.listen(one.engine, "before_cursor_execute", in_between)
        assert (claimed(one, "one"), others) == (["event"], [["retry"]])


def test_a_second_run_of_a_repository_waits_and_others_do_not(engines: list[Engine]) -> None:
    told: list[str] = []
    begun = Event()

    def second() -> None:
        begun.set()
        with Turns(engines[1]).of(1):
            told.append("second")

    with ThreadPoolExecutor() as other:
        with Turns(engines[0]).of(1):
            waiting = other.submit(second)
            assert begun.wait(5)
            with Turns(engines[1]).of(2):
                sleep(0.5)
                told.append("first")
        waiting.result(5)
    assert told == ["first", "second"]


def test_a_turn_ends_with_the_session_that_has_it(engines: list[Engine]) -> None:
    with Turns(engines[0]).of(1):
        with engines[1].connect() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            )
        with Turns(engines[1]).of(1):
            pass
    with Turns(engines[0]).of(1):  # and the one that lost it goes on with a new one
        pass


def test_a_run_that_fails_gives_its_turn_back(engines: list[Engine]) -> None:
    def fails() -> None:
        with Turns(engines[0]).of(1):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with Turns(engines[1]).of(1):
        pass


def test_of_an_sqlite_file_there_is_one_server_and_nothing_to_wait_for(tmp_path: Path) -> None:
    engine = open_database(address_of(f"sqlite:///{tmp_path}/x.sqlite"), patience=5, connections=1)
    with Turns(engine).of(1), engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    engine.dispose()
