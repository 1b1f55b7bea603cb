"""The summary of a job as a browser shows it: of a run with everything, also on a narrow screen."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sandbox.actor import Actor
from sandbox.server import Running, serve
from tests.integration.conftest import MEETING, REPOSITORY, Town
from tests.integration.test_agenda_pictures import fits, live_through_a_month, team
from tests.integration.windows import Window, window
from tests.integration.workflow_town import our_action
from tests.ready_workflow import ready_workflow

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PROMISE = "ACTION @grace to ask the owners by Friday\n\nACTION @Someone Else to look into it, due 2020-02-30"


@pytest.fixture
def running() -> Iterator[Running]:
    with serve(team(), equipment=our_action()) as running:
        yield running


@pytest.fixture
def ada(browser: "Browser", running: Running) -> Iterator[Window]:
    yield from window(browser, running, REPOSITORY, "ada")


def test_a_summary_with_everything_in_it_is_good_to_look_at(
    ada: Window, running: Running, tmp_path: "Path"
) -> None:
    town = Town(running, tmp_path)
    live_through_a_month(town)
    town.at(MEETING - timedelta(days=1))
    town.world.put_file(REPOSITORY, ".github/workflows/arch-hour.yml", ready_workflow(), by="ada")
    Actor(town.world, "grace").comment(town.world.repository(REPOSITORY).issues[3], PROMISE)
    assert running.engines.runner.drain()
    run = list(town.world.actions.runs)[-1]
    ada.go(f"/actions/runs/{run}")
    assert ada.sees("Arch Hour: Thursday, 17 December 2020, 10:00")
    assert ada.sees("if time allows")
    assert fits(ada)
    ada.picture("summary", 1125)
    ada.page.set_viewport_size({"width": 390, "height": 1200})
    assert fits(ada)
