"""An upgrade of a server: the new code finishes what the old one left in the queue, and both may run for a while."""

import os
import re
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from arch_hour import __version__
from tests.integration.conftest import ROOT
from tests.integration.server_pairs import PROMPTLY, Pair, pair, settled
from tests.integration.servers import Server
from tests.processes import until
from tests.webhook.memories import address_at
from webhook.database import address_of

OLD = "0.0.9"
WORK = "            runs.carry_out(order)\n"
OLD_WORK = '            logger.info("the old code does %s", order.id)\n            runs.carry_out(order)\n'


def old_code(folder: Path) -> Path:
    """This code under an older version, with something else in the function that the queue calls."""
    for package in ("arch_hour", "webhook", "templates"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    changed(folder / "arch_hour" / "__init__.py", f'"{__version__}"', f'"{OLD}"')
    changed(folder / "webhook" / "worker.py", WORK, OLD_WORK)
    return folder


def changed(file: Path, before: str, after: str) -> None:
    code = file.read_text(encoding="utf-8")
    assert before in code
    file.write_text(code.replace(before, after), encoding="utf-8")


@contextmanager
def old_and_new(folder: Path, address: str) -> Iterator[Pair]:
    """A server with the old code and one with the new, on one database."""
    with pair(folder, address, 1, hosts=("old", "new")) as made:
        old = made.servers["old"]
        old.environ = {**old.environ, "PYTHONPATH": str(old_code(folder / "code"))}
        yield made


def queue(address: str) -> dict[str, str]:
    """The orders of runs that were ever in the queue, and what became of them."""
    engine = create_engine(address_of(address))
    place = "workflow_status" if engine.dialect.name == "sqlite" else "dbos.workflow_status"
    query = text(f"SELECT workflow_uuid, status FROM {place} WHERE name = 'run_repository'")  # noqa: S608
    with engine.connect() as connection:
        found = {name: status for name, status in connection.execute(query)}  # noqa: C416  rows are no pairs
    engine.dispose()
    return found


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_upgrade_finishes_the_queue_of_the_old_server(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = address_at(kind, tmp_path, request)
    with old_and_new(tmp_path, address) as two:
        old, new = two.servers["old"], two.servers["new"]
        (place,) = two.places.all
        two.start("old")
        two.watch.hold()
        old.deliver(place.promise("brew it"))
        two.held()
        assert "the old code does" in old.log.read_text()
        old.deliver(place.promise("pour it"))
        old.kill()
        left = {name for name, status in queue(address).items() if status != "SUCCESS"}
        assert len(left) >= 2  # one that had begun and one that waits
        two.start("new")
        settled(place, "brew it", "pour it")
        until(lambda: {queue(address)[name] for name in left} == {"SUCCESS"}, PROMPTLY)
        assert "the old code does" not in new.log.read_text()
        assert {f"arch-hour/{OLD}", f"arch-hour/{__version__}"} == set(two.watch.agents)


def test_old_and_new_servers_take_each_other_s_orders_for_as_long_as_both_run(
    tmp_path: Path, postgres_url: str
) -> None:
    with old_and_new(tmp_path, postgres_url) as two:
        old, new = two.servers["old"], two.servers["new"]
        (place,) = two.places.all
        two.start("old")
        two.start("new")
        with paused(new, postgres_url):
            assert new.deliver(place.promise("brew it")).status_code == 202
            settled(place, "brew it")
        with paused(old, postgres_url):
            assert old.deliver(place.promise("pour it")).status_code == 202
            settled(place, "brew it", "pour it")
        versions = {server.name: version(server.metrics()) for server in (old, new)}
        assert versions == {"old": OLD, "new": __version__}


@contextmanager
def paused(server: Server, address: str) -> Iterator[None]:
    """A server that takes deliveries and carries nothing out; it stops once there is nothing to do."""
    (worker,) = server.group() - {server.leader}
    until(lambda: set(queue(address).values()) <= {"SUCCESS"})
    os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


def version(metrics: Mapping[str, float]) -> str:
    """The version that a server says it is."""
    (found,) = (match[1] for each in metrics if (match := re.search(r'version="(.+?)"', each)))
    return found
