"""Several servers as processes on one PostgreSQL: they share the work, and each other's when one dies."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from sandbox.faults.kinds import Slow
from tests.integration.server_pairs import HOSTS, Pair, pair, runs_of, settled
from tests.integration.servers import Server
from tests.processes import until
from webhook.database import LOCKS
from webhook.line import AT_ONCE


@pytest.fixture
def two(tmp_path: Path, postgres_url: str) -> Iterator[Pair]:
    with pair(tmp_path, postgres_url, 1) as made:
        yield made


def test_two_servers_start_at_once_and_share_the_runs_but_no_repository(
    tmp_path: Path, postgres_url: str
) -> None:
    # More than one has hands for, and slow enough that the other comes by.
    with pair(tmp_path, postgres_url, AT_ONCE + 4) as two:
        two.start(*HOSTS)
        two.places.running.faults.add(Slow(method="POST", path="*/issues", seconds=0.3, times=None))
        with ThreadPoolExecutor() as senders:
            for place in two.places.all:
                sent = [place.promise("brew it"), place.promise("pour it")]
                answers = senders.map(Server.deliver, two.servers.values(), sent)
                assert [answer.status_code for answer in answers] == [202, 202]
        for place in two.places.all:
            settled(place, "brew it", "pour it")
        until(lambda: all(runs_of(server) for server in two.servers.values()))


def test_what_a_server_had_begun_another_ends_when_it_is_killed_for_good(two: Pair) -> None:
    two.start(*HOSTS)
    (place,) = two.places.all
    two.watch.hold()
    two.servers["one"].deliver(place.promise("brew it"))
    held, other = two.held()
    asked = len(two.watch.of(place.name))
    assert other.deliver(place.promise("pour it")).status_code == 202
    sleep(1)
    assert len(two.watch.of(place.name)) == asked  # as long as a server lives, its repository is its own
    held.kill()
    began = monotonic()
    settled(place, "brew it", "pour it")
    print(f"taken over and done after {monotonic() - began:.1f} s")


def test_a_server_that_comes_back_at_once_ends_what_it_had_begun(two: Pair) -> None:
    two.start("one")
    (place,) = two.places.all
    two.watch.hold()
    two.servers["one"].deliver(place.promise("brew it"))
    two.held()[0].kill()
    two.start("one")
    settled(place, "brew it")


def test_a_server_that_may_be_taken_for_dead_ends_at_once_and_starts_anew(two: Pair) -> None:
    two.start(*HOSTS)
    (place,) = two.places.all
    two.watch.hold()
    two.servers["one"].deliver(place.promise("brew it"))
    held, other = two.held()
    ((name,),) = two.query("SELECT executor_id FROM dbos.workflow_status WHERE status = 'PENDING'")
    two.query(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE classid = %s::bigint::oid"
        " AND objid = (hashtext(%s)::bigint & 4294967295)::oid",
        LOCKS,
        name,
    )
    began = monotonic()
    until(lambda: "ending at once" in held.log.read_text(), 2)
    print(f"ended after {monotonic() - began:.2f} s")
    settled(place, "brew it")
    until(lambda: held.answers("/readyz"))
    # The new one works as well: it is alone now.
    other.kill()
    assert held.deliver(place.promise("pour it")).status_code == 202
    settled(place, "brew it", "pour it")


def test_what_was_taken_over_a_connection_that_was_lost_is_done(two: Pair) -> None:
    # The database noted that the server has the order, and the server never heard of it.
    two.start("one")
    (place,) = two.places.all
    two.servers["one"].deliver(place.promise("brew it"))
    settled(place, "brew it")
    two.servers["one"].deliver(place.promise("pour it"))
    taken = two.query(
        "UPDATE dbos.workflow_status SET status = 'PENDING', executor_id = (SELECT max(executor_id)"
        " FROM dbos.workflow_status) WHERE status IN ('DELAYED', 'ENQUEUED') AND name = 'run_repository'"
        " RETURNING workflow_uuid"
    )
    assert taken
    settled(place, "brew it", "pour it")


def is_cut_off(connection: psycopg.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return True
    return False


def test_servers_recover_by_themselves_when_postgresql_crashed(two: Pair) -> None:
    two.start(*HOSTS)
    (place,) = two.places.all
    two.watch.hold()
    two.servers["one"].deliver(place.promise("brew it"))
    two.held()
    # One that is killed takes the memory that all share with it, so that PostgreSQL ends all others and recovers.
    witness = psycopg.connect(two.url, autocommit=True)
    with suppress(psycopg.OperationalError), psycopg.connect(two.url) as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        connection.execute("SELECT 1")
    until(
        lambda: is_cut_off(witness)
    )  # until then it has not noticed, and nobody has anything to recover from
    settled(place, "brew it")
    for server in two.servers.values():
        until(lambda server=server: server.answers("/readyz"))  # type: ignore[misc]
    assert two.servers["two"].deliver(place.promise("pour it")).status_code == 202
    settled(place, "brew it", "pour it")
    assert not any(
        "Traceback" in line["message"] for server in two.servers.values() for line in server.lines()
    )
