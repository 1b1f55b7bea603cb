"""Signs of life: whose work may be taken over, and whose may not."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from sys import executable
from time import monotonic

import psycopg
import pytest

from tests.webhook.memories import address_at
from webhook.database import address_of
from webhook.presence import Presence, take_presence

HOLDER = """
import sys
from webhook.database import address_of
from webhook.presence import take_presence
presence = take_presence(address_of(sys.argv[1]), "elsewhere")
print(presence.name, flush=True)
sys.stdin.read()
"""


@contextmanager
def elsewhere(address: str) -> Iterator[tuple[str, "Popen[str]"]]:
    """A server in a process of its own, and its name."""
    with Popen([executable, "-c", HOLDER, address], stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process
        process.kill()


@contextmanager
def present(address: str) -> Iterator[Presence]:
    """A server in this process, which ends with the context."""
    presence = take_presence(address_of(address), "host")
    try:
        yield presence
    finally:
        (vars(presence).get("_connection") or vars(presence)["_file"]).close()


def is_dead(presence: Presence, name: str) -> bool:
    with presence.of_the_dead(name) as found:
        return found


def end_session_of(url: str, presence: Presence) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            " AND objid = (hashtext(%s)::bigint & 4294967295)::oid",
            (presence.name,),
        )


def test_two_servers_of_one_host_have_names_of_their_own(postgres_url: str) -> None:
    with present(postgres_url) as one, present(postgres_url) as two:
        assert one.name != two.name
        assert one.name.startswith("host-")
        assert not is_dead(one, two.name)
        assert not is_dead(two, one.name)


def test_a_server_is_dead_once_its_process_is(postgres_url: str) -> None:
    with present(postgres_url) as presence, elsewhere(postgres_url) as (name, process):
        assert not is_dead(presence, name)
        process.kill()
        process.wait(10)
        end = monotonic() + 5
        while not is_dead(presence, name):
            assert monotonic() < end


def test_of_two_that_find_a_server_dead_one_takes_over(postgres_url: str) -> None:
    with present(postgres_url) as one, present(postgres_url) as two:
        with one.of_the_dead("gone") as first:
            assert first
            assert not is_dead(two, "gone")
        assert is_dead(two, "gone")


def test_a_server_knows_at_once_that_its_session_was_ended(postgres_url: str) -> None:
    with present(postgres_url) as presence, ThreadPoolExecutor() as thread:
        assert presence.is_held()
        waiting = thread.submit(presence.wait, 30)
        began = monotonic()
        end_session_of(postgres_url, presence)
        waiting.result(5)
        assert monotonic() - began < 5
        assert not presence.is_held()
        with pytest.raises(psycopg.OperationalError):
            is_dead(presence, "gone")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_wait_that_nothing_cuts_short_lasts_as_long_as_it_should(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with present(address_at(kind, tmp_path, request)) as presence:
        began = monotonic()
        presence.wait(0.2)
        assert monotonic() - began >= 0.19
        assert presence.is_held()


def test_both_ends_of_a_connection_look_for_each_other(postgres_url: str) -> None:
    with present(postgres_url) as presence:
        connection = vars(presence)["_connection"]
        ours = connection.info.get_parameters()
        theirs = [
            int(connection.execute(f"SHOW tcp_keepalives_{name}").fetchone()[0])
            for name in ("idle", "interval", "count")
        ]
    # The database takes longer to give up: who is taken for dead has ended by then.
    assert (ours["keepalives_idle"], ours["tcp_user_timeout"]) == ("10", "15000")
    assert theirs == [20, 5, 4]


def test_a_second_server_on_an_sqlite_file_waits_for_the_first(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/x.sqlite"
    with elsewhere(address) as (name, process), ThreadPoolExecutor() as thread:
        assert name == "elsewhere"
        with ExitStack() as stack:
            waiting = thread.submit(stack.enter_context, present(address))
            with pytest.raises(TimeoutError):
                waiting.result(0.6)
            process.kill()
            presence = waiting.result(5)
            # Whatever it was called, on another machine or in a container before this one, it can't be alive.
            assert is_dead(presence, name)
            assert not is_dead(presence, "host")
