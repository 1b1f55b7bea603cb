"""The webhook server looks at everything at its start and at set times, and makes good what it never heard of."""

from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from tests.integration.server_places import Place, Places, places, settle
from tests.integration.servers import Server, serving
from tests.processes import until

OFTEN = "* * * * * *"  # every second


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Places]:
    with places(tmp_path, 2) as made:
        yield made


def introduced(server: Server, town: Places) -> None:
    """Lets a server know of all places: with a token it hears of them by events alone."""
    for place in town.all:
        assert server.deliver(place.promise("begin")).status_code == 202
    settle(server)


def test_what_happened_while_it_was_down_is_made_good_at_its_start_commands_included(town: Places) -> None:
    server = town.server()
    with serving(server):
        introduced(server, town)
        assert server.stop() == 0
        first, second = town.all
        first.comment("ACTION @ben to catch up")
        agenda = second.issues("agenda")[0]
        second.comment("/next", agenda)
        before = len(agenda.comments)
        server.start()
        until(lambda: first.promises()["catch up"])
        until(lambda: len(agenda.comments) > before)
        assert second.topic.title in agenda.comments[-1].body
        settle(server)
        assert dict(first.promises()) == {"begin": 1, "catch up": 1}


def test_what_nobody_delivered_is_done_by_the_next_timed_sweep(town: Places) -> None:
    with serving(town.server(ARCH_HOUR_SWEEP=OFTEN)) as server:
        introduced(server, town)
        for place in town.all:
            place.comment("ACTION @ben to do it unheard")
        until(lambda: all(place.promises()["do it unheard"] for place in town.all))
        assert any(line["message"] == "a sweep ordered runs: 2" for line in server.lines())


def asked(place: Place) -> int:
    """How many requests were about a place or, by GraphQL, about any."""
    return sum(entry.path == "/graphql" or place.name in entry.path for entry in place.running.log)


def test_a_repository_without_a_configuration_is_left_alone_until_a_push_brings_one(town: Places) -> None:
    place = town.found("octo-org/bare")
    with serving(town.server(ARCH_HOUR_SWEEP=OFTEN)) as server:
        assert server.deliver(place.promise("get organized")).status_code == 202
        until(lambda: server.metrics()['arch_hour_repositories{state="unconfigured"}'] == 1)
        before = asked(place)
        assert 0 < before < 5
        for _ in range(3):
            answer = server.deliver(place.promise("get organized too"))
            assert answer.status_code == 200
            assert answer.text == "ignored: the repository has no configuration\n"
        sleep(2)  # two sweeps at least
        assert any(line["message"] == "a sweep ordered runs: 0" for line in server.lines())
        assert asked(place) == before
        assert not [line for line in server.lines() if line["level"] != "INFO"]
        assert server.deliver(place.configure()).status_code == 202
        until(lambda: len(place.promises()) == 2)
