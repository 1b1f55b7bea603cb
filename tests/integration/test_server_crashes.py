"""The webhook server, killed and stopped at any moment: what it acknowledged is done, and nothing stays behind."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest
import requests

from tests.integration.server_places import Place, Places, amid_a_run, places, settle
from tests.integration.servers import Delivery, Server, processes_of, serving
from tests.processes import until
from tests.webhook.memories import address_at

KILLS = 10
BETWEEN = 0.1  # seconds


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Places]:
    with places(tmp_path, 2) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return address_at(request.param, tmp_path, request)


@dataclass
class Load:
    """People who promise something all the time, and GitHub, which delivers each promise once."""

    server: Server
    place: Place
    prefix: str
    acknowledged: dict[str, Delivery] = field(default_factory=dict)
    is_over: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.thread = Thread(target=self._go_on, daemon=True)
        self.thread.start()

    def _go_on(self) -> None:
        number = 0
        while not self.is_over.wait(BETWEEN):
            number += 1
            words = f"{self.prefix}.{number}"
            sent = self.place.promise(words)
            try:
                status = self.server.deliver(sent).status_code
            except requests.RequestException:
                continue  # GitHub knows that it was not delivered
            assert status == 202
            self.acknowledged[words] = sent


@contextmanager
def under_load(server: Server, town: Places, prefix: str) -> Iterator[list[Load]]:
    loads = [Load(server, place, prefix) for place in town.all]
    yield loads
    for load in loads:
        load.is_over.set()
        load.thread.join()


def test_however_often_it_is_killed_what_it_acknowledged_is_done_once(town: Places, database: str) -> None:
    server = town.server(ARCH_HOUR_DATABASE_URL=database)
    acknowledged: dict[str, dict[str, Delivery]] = {place.name: {} for place in town.all}
    for number in range(KILLS):
        # Each time at another moment: before its worker is there, as that begins, and in the middle of runs.
        server.start(until_ready=number % 3 == 2)
        with under_load(server, town, f"kill {number}") as loads:
            sleep(0.25 + 0.15 * number)
            server.kill()
        for load in loads:
            acknowledged[load.place.name] |= load.acknowledged
    with serving(server):
        settle(server)
        for place in town.all:
            assert len(acknowledged[place.name]) > 2 * KILLS
            made = place.promises()
            assert set(made) >= set(acknowledged[place.name])
            assert set(made.values()) == {1}
            answers = {server.deliver(each).text for each in acknowledged[place.name].values()}
            assert answers == {"duplicate: it was delivered before, and is done\n"}


def test_runs_that_were_cut_off_with_their_worker_are_done_by_the_next_worker(town: Places) -> None:
    server = town.server()
    with serving(server):
        place = amid_a_run(town, server, "go on", 1)
        (worker,) = server.group() - {server.leader}
        os.kill(worker, signal.SIGKILL)
        until(lambda: not server.answers("/readyz"))
        # As long as there is none, deliveries are taken all the same.
        assert server.deliver(place.promise("wait")).status_code == 202
        until(lambda: server.answers("/readyz"))
        settle(server)
        assert dict(place.promises()) == {"go on": 1, "wait": 1}
        assert any("the worker ended with status -9" in line["message"] for line in server.lines())
        assert server.metrics()["arch_hour_worker_starts_total"] == 2


def test_a_worker_that_is_left_alone_ends_its_runs_and_goes_and_the_next_server_waits_for_it(
    town: Places,
) -> None:
    server = town.server()
    with serving(server):
        place = amid_a_run(town, server, "be heard", 2)
        server.leave_alone()
        left = server.group()
        assert len(left) == 1
        server.start()
        assert not processes_of(*left)
        settle(server)
        assert dict(place.promises()) == {"be heard": 1}
        assert server.deliver(place.promise("be heard again")).status_code == 202
        until(lambda: place.promises()["be heard again"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_once_its_runs_are_done_and_leaves_nothing_behind(town: Places, number: int) -> None:
    server = town.server()
    server.start()
    place = amid_a_run(town, server, "finish this", 1)
    os.killpg(server.leader, number) if number == signal.SIGINT else os.kill(server.leader, number)
    assert server.process is not None
    assert server.process.wait(20) == 0
    assert place.promises()["finish this"] == 1
    assert server.group() == set()
    assert not [line for line in server.lines() if line["level"] in ("ERROR", "CRITICAL")]


def test_a_run_that_takes_longer_than_there_is_grace_is_taken_up_by_the_next_start(town: Places) -> None:
    server = town.server()
    server.start()
    place = amid_a_run(town, server, "take ages", 60)
    assert server.stop() == 0
    assert server.group() == set()
    assert place.promises()["take ages"] == 0
    with serving(server):
        until(lambda: place.promises()["take ages"])


def test_one_that_waits_for_the_database_of_another_stops_at_once(town: Places) -> None:
    waiting = town.server("waiting")
    with serving(town.server()):
        waiting.start(until_ready=False)
        until(lambda: any("another server has the database" in line["message"] for line in waiting.lines()))
        assert waiting.stop(10) == 0
        assert waiting.group() == set()
    assert sum("another server" in line["message"] for line in waiting.lines()) == 1
