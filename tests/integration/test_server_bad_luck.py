"""The webhook server as processes where what lies around it is taken away or wrong."""

import os
import shutil
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.server_places import Places, places, settle
from tests.integration.servers import Server, discreet, serving
from tests.processes import until
from webhook.figures import FOLDER


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    with places(tmp_path_factory.mktemp("luck")) as made:
        yield made


@pytest.fixture(scope="module")
def server(town: Places) -> Iterator[Server]:
    with serving(town.server()) as running:
        yield running


def worker_of(server: Server) -> int:
    """The process that does the runs."""
    assert server.process is not None
    (worker,) = server.group() - {server.process.pid}
    return worker


def figures_of(worker: int) -> Path:
    environ = Path(f"/proc/{worker}/environ").read_bytes().split(b"\0")
    (folder,) = (each for each in environ if each.startswith(FOLDER.encode()))
    return Path(folder.partition(b"=")[2].decode())


def test_the_database_is_its_owner_s_alone(server: Server) -> None:
    files = list(server.folder.glob("arch-hour.sqlite*"))
    assert files
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_runs_go_on_where_the_folder_of_the_figures_was_cleared_away(server: Server, town: Places) -> None:
    place, worker = town.all[0], worker_of(server)
    shutil.rmtree(figures_of(worker))
    os.kill(worker, signal.SIGKILL)
    until(lambda: not Path(f"/proc/{worker}").exists())
    discreet(server.deliver(place.promise("find the figures")), 202)
    until(lambda: place.promises()["find the figures"], 60)
    settle(server)
    again = worker_of(server)
    discreet(server.deliver(place.promise("go on without them")), 202)
    until(lambda: place.promises()["go on without them"], 60)
    assert worker_of(server) == again
    until(lambda: server.metrics().get('arch_hour_runs_total{result="done"}'))
