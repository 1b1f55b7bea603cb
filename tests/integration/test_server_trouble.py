"""The webhook server in trouble: with one repository of many, with GitHub, with its database and its disk."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_FSIZE, prlimit

import psycopg
import pytest
from psycopg import sql

from arch_hour.repository_paths import DEFAULT_PATH
from sandbox.faults.kinds import Slow, Status
from tests.integration.server_places import Place, Places, amid_a_run, places, settle, swept
from tests.integration.servers import Server, serving
from tests.postgres import Cluster
from tests.processes import until

WITHIN = 10.0  # seconds that GitHub waits for an answer


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Places]:
    with places(tmp_path, 3) as made:
        yield made


def standing(server: Server, state: str) -> float:
    return server.metrics()[f'arch_hour_repositories{{state="{state}"}}']


def told(server: Server, place: Place) -> list[str]:
    """What the log says went wrong with a place, without its name."""
    mark = f"{place.name}: "
    found = (line["message"] for line in server.lines() if line["level"] in ("WARNING", "ERROR"))
    return [text.removeprefix(mark) for text in found if text.startswith(mark)]


def test_bad_repositories_never_hold_up_the_others(town: Places) -> None:
    hanging, failing, good = town.all
    broken = town.found("octo-org/broken", "meeting: [")
    bare = town.found("octo-org/bare")
    faults = town.running.faults
    faults.add(Slow(method="POST", path=f"/repos/{hanging.name}/issues", seconds=60, times=None))
    faults.add(Status(method="POST", path=f"/repos/{failing.name}/issues", status=502, times=None))
    with serving(town.server()) as server:
        for place in (hanging, failing, broken, bare, good):
            assert server.deliver(place.promise("go on")).status_code == 202
        until(lambda: good.promises()["go on"], 30)
        # Once more, now that the others are known to be bad.
        assert server.deliver(good.promise("go on and on")).status_code == 202
        until(lambda: good.promises()["go on and on"], 30)
        until(lambda: standing(server, "retrying") == 1)
        assert (standing(server, "parked"), standing(server, "unconfigured")) == (1, 1)
        assert standing(server, "running") == 1
        (trouble,) = told(server, failing)
        assert trouble.endswith("; it is tried again in 10 s")
        assert told(server, broken)[-1].endswith("; it is parked until the next event or sweep")
        assert f"{DEFAULT_PATH}:1: " in told(server, broken)[-1]
        assert told(server, bare) == told(server, good) == []
        server.kill()


def test_what_failed_is_tried_again_and_a_redelivery_of_it_works_at_once(town: Places) -> None:
    late, again, _ = town.all
    faults = town.running.faults
    for place in (late, again):
        faults.add(Status(method="POST", path=f"/repos/{place.name}/issues", status=403, times=None))
    with serving(town.server()) as server:
        # The look at everything at the start would be a try more.
        swept(server)
        sent = again.promise("hear it again")
        assert server.deliver(late.promise("wait for it")).status_code == 202
        assert server.deliver(sent).status_code == 202
        until(lambda: standing(server, "retrying") == 2)
        faults.clear()
        assert server.deliver(sent).text.startswith("queued: ")
        until(lambda: again.promises()["hear it again"])
        until(lambda: late.promises()["wait for it"])
        settle(server)
        assert server.deliver(sent).text.startswith("duplicate: ")
        assert [done_by(server, place) for place in (late, again)] == ["retry", "event"]
        assert told(server, late)[0].endswith("; it is tried again in 10 s")
        assert (standing(server, "idle"), standing(server, "retrying")) == (2, 0)


def done_by(server: Server, place: Place) -> str:
    """The kind of order by which a place was done."""
    done = next(
        line
        for line in server.lines()
        if f"{place.name}: " in (text := line["message"]) and " changes in " in text
    )
    return str(done["run"]).partition("-")[0]


def test_a_configuration_that_is_mended_ends_the_trouble(town: Places) -> None:
    place = town.found("octo-org/broken", "meeting: [")
    with serving(town.server()) as server:
        assert server.deliver(place.promise("mend it")).status_code == 202
        until(lambda: standing(server, "parked") == 1)
        assert server.deliver(place.configure()).status_code == 202
        until(lambda: place.promises()["mend it"])
        settle(server)
        assert (standing(server, "parked"), standing(server, "idle")) == (0, 1)


@contextmanager
def away(cluster: Cluster, url: str) -> Iterator[None]:
    """A database that ends all connections and takes none."""
    name = sql.Identifier(url.rpartition("/")[2])
    allowing = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(allowing.format(name, sql.SQL("false")))
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [name.as_string().strip('"')],
        )
        yield
        connection.execute(allowing.format(name, sql.SQL("true")))


@contextmanager
def frozen(cluster: Cluster) -> Iterator[None]:
    """A PostgreSQL that has stopped, whose machine goes on."""
    with psycopg.connect(cluster.url()) as connection:
        parent = _parent(Path(f"/proc/{connection.info.backend_pid}"))
    folders = (folder for folder in Path("/proc").glob("[0-9]*"))
    family = [parent, *(int(folder.name) for folder in folders if _parent(folder) == parent)]
    _signal(family, signal.SIGSTOP)
    try:
        yield
    finally:
        _signal(family, signal.SIGCONT)


def _signal(processes: list[int], number: int) -> None:
    for process in processes:
        with suppress(ProcessLookupError):  # a session ends when it likes
            os.kill(process, number)


def _parent(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(") ")[2].split()[1])
    except OSError:
        return 0


def test_a_database_that_goes_away_and_comes_back_costs_nothing(
    town: Places, postgres: Cluster, postgres_url: str
) -> None:
    with serving(town.server(ARCH_HOUR_DATABASE_URL=postgres_url)) as server:
        place = amid_a_run(town, server, "be in the middle", 1)
        refused = place.promise("be told later")
        with away(postgres, postgres_url):
            answer = server.deliver(refused)
            assert answer.status_code == 503
            assert answer.text == "unavailable: it could not be queued: deliver it again later\n"
            assert not server.answers("/readyz")
            assert server.answers("/healthz")
            assert "arch_hour_build_info" in str(server.metrics())
            # What is told of it is short, and has no password.
            assert max(map(len, server.log.read_text().splitlines())) < 20_000
            # It can't write down what it did.
            until(lambda: any("the worker ended" in line["message"] for line in server.lines()))
        until(lambda: server.answers("/readyz"))
        settle(server)
        assert server.deliver(refused).status_code in (202, 200)
        until(lambda: place.promises()["be told later"])
        settle(server)
        assert dict(place.promises()) == {"be in the middle": 1, "be told later": 1}


def test_a_database_that_is_frozen_keeps_nobody_waiting_for_ever(
    town: Places, postgres: Cluster, postgres_url: str
) -> None:
    with serving(town.server(ARCH_HOUR_DATABASE_URL=postgres_url)) as server:
        place = town.all[0]
        assert server.deliver(place.promise("be early")).status_code == 202
        settle(server)
        with frozen(postgres):
            # It finds its connection to be dead, and then no other.
            assert server.deliver(place.promise("be refused"), WITHIN * 2).status_code == 503
            assert server.answers("/healthz")
        until(lambda: server.answers("/readyz"))
        assert server.deliver(place.promise("be late")).status_code == 202
        until(lambda: place.promises()["be late"])
        assert set(place.promises().values()) == {1}


def test_a_full_disk_is_no_error_of_a_delivery_and_once_there_is_room_all_goes_on(town: Places) -> None:
    with serving(town.server()) as server:
        place = town.all[0]
        sent = place.promise("find room")
        _, most = prlimit(server.leader, RLIMIT_FSIZE)
        prlimit(server.leader, RLIMIT_FSIZE, (1, most))
        answer = server.deliver(sent)
        assert answer.status_code == 503
        assert answer.text == "unavailable: it could not be queued: deliver it again later\n"
        prlimit(server.leader, RLIMIT_FSIZE, (RLIM_INFINITY if most == RLIM_INFINITY else most, most))
        assert server.deliver(sent).status_code == 202
        until(lambda: place.promises()["find room"])


def test_a_file_that_somebody_else_holds_locked_is_waited_for_as_long_as_github_waits(town: Places) -> None:
    with serving(town.server()) as server:
        place = town.all[0]
        sent = place.promise("wait for the lock")
        with closing(sqlite3.connect(town.folder / "arch-hour.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert server.deliver(sent, WITHIN).status_code == 503
            other.execute("ROLLBACK")
        assert server.deliver(sent).status_code == 202
        until(lambda: place.promises()["wait for the lock"])
