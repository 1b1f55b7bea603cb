"""The webhook server under a burst of events: a handful of runs, and the last event of each repository is done."""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest

from sandbox.actor import Actor
from tests.integration.server_places import Place, Places, amid_a_run, places, settle, swept
from tests.integration.servers import Server, delivery, serving
from tests.processes import until

EVENTS, REPOSITORIES = 400, 5
WITHIN = 15.0  # seconds
HANDFUL = 5


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Places]:
    with places(tmp_path, REPOSITORIES) as made:
        yield made


def rename(server: Server, place: Place, number: int) -> int:
    """Gives the topic another title, as often as people do who can't decide; gives the answer to its event."""
    Actor(place.running.world, "ben").rename(place.topic, f"Title {number}")
    return server.deliver(delivery("issues", place.payload("issues", "edited", place.topic))).status_code


def is_shown(place: Place, number: int) -> bool:
    return any(f"Title {number}" in (agenda.body or "") for agenda in place.issues("agenda"))


def is_idle() -> bool:
    """Whether this machine has little else to do; that it is busy is no mistake of the server's."""
    return os.getloadavg()[0] < 1.5 * (os.cpu_count() or 1)


def runs_of(server: Server) -> list[str]:
    """For each run that was done, its repository."""
    return [line["message"].partition(":")[0] for line in server.lines() if " changes in " in line["message"]]


def test_a_burst_settles_in_a_handful_of_runs_with_the_last_event_of_each_repository(town: Places) -> None:
    with serving(town.server()) as server:
        swept(server)
        each = EVENTS // REPOSITORIES
        began = monotonic()
        with ThreadPoolExecutor(REPOSITORIES) as people:
            work = [
                people.submit(lambda place: {rename(server, place, n) for n in range(each)}, place)
                for place in town.all
            ]
        assert [one.result() for one in work] == [{202}] * REPOSITORIES
        until(lambda: all(is_shown(place, each - 1) for place in town.all), 60)
        settle(server)
        assert monotonic() - began < (WITHIN if is_idle() else 60)
        assert server.metrics()['arch_hour_deliveries_total{event="issues",result="queued"}'] == EVENTS
        runs = Counter(runs_of(server))
        assert set(runs) == {place.name for place in town.all}
        assert max(runs.values()) <= HANDFUL


def test_an_event_that_comes_while_a_run_is_going_causes_another(town: Places) -> None:
    with serving(town.server()) as server:
        swept(server)
        place = amid_a_run(town, server, "be first", 1)
        # That run has read the promises already.
        assert server.deliver(place.promise("be second")).status_code == 202
        until(lambda: place.promises()["be second"])
        settle(server)
        assert dict(place.promises()) == {"be first": 1, "be second": 1}
        assert len(runs_of(server)) == 2
