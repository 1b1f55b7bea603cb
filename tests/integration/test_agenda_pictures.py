"""An agenda with everything on it, as a browser shows it: before the freeze, at the freeze, and on a narrow screen."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sandbox.actor import Actor
from sandbox.server import Running, serve
from sandbox.world import World
from tests.integration.conftest import MEETING, REPOSITORY, Town, add_labels
from tests.integration.windows import Window, window

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PEOPLE = ("ada", "grace", "alan", "edsger", "barbara", "stranger")
CONFIGURATION = """\
meeting:
  name: Arch Hour
  schedule: FREQ=WEEKLY;BYDAY=TH
  start: 2020-11-05T10:00
  timezone: America/New_York
  join: https://meet.example/arch
  zones: [Europe/Berlin, Australia/Lord_Howe]
  facilitators: [ada, grace, alan]
  scribes: [edsger, barbara]
  guests: [Jeannette Wing]
votes: {per_person: 3}
topics: {time_boxes: [15, 5, 5]}
"""
TOPICS = {
    "Who may delete a service nobody calls any more?": ("grace", "alan", "edsger", "barbara"),
    "What should the shop do when search is down?": ("grace", "alan", "barbara"),
    "Splitting LMS | Studio: `billing` & <orders> share a schema": ("grace", "alan"),
    "دعونا نتحدث عن البحث (search) أولاً": ("edsger", "alan"),
    "Feature flags: who cleans up after @grace? 🏴‍☠️": ("edsger",),
    "A style for API errors": ("barbara",),
    "Where do our container images come from?": (),
    "Logs nobody reads": (),
    "Naming things": (),
}


def team() -> World:
    """The people and their configuration, a month before the meeting."""
    world = World.start(MEETING - timedelta(days=30))
    for login in PEOPLE:
        world.add_user(login)
    world.add_repository(REPOSITORY, roles=dict.fromkeys(PEOPLE[1:-1], "write") | {"ada": "maintain"})
    world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION)
    return world


@pytest.fixture
def running() -> Iterator[Running]:
    world = team()
    add_labels(world, REPOSITORY)
    with serve(world) as running:
        yield running


@pytest.fixture
def ada(browser: "Browser", running: Running) -> Iterator[Window]:
    yield from window(browser, running, REPOSITORY, "ada")


def test_an_agenda_with_everything_on_it_is_good_to_look_at(
    ada: Window, running: Running, tmp_path: "Path"
) -> None:
    town = Town(running, tmp_path)
    live_through_a_month(town)
    town.at(MEETING - timedelta(days=1))
    agenda = town.values("run")["agenda"]["number"]
    ada.go(f"/issues/{agenda}")
    assert fits(ada)
    ada.picture("agenda-before", 1500)
    town.at(MEETING - timedelta(minutes=5))
    town.values("run")
    ada.go(f"/issues/{agenda}")
    assert ada.sees("The ranking has been final since 09:45")
    ada.page.locator(".markdown-body summary", has_text="in the backlog").click()
    ada.page.locator(".markdown-body summary", has_text="Who voted").click()
    ada.picture("agenda-frozen", 1900)
    ada.page.set_viewport_size({"width": 390, "height": 1200})
    assert fits(ada)
    ada.go("/issues")
    ada.page.set_viewport_size({"width": 1180, "height": 900})
    assert ada.page.get_by_text("Arch Hour: 2020-12-17").count() >= 1
    ada.picture("issues-pinned", 620)


def live_through_a_month(town: Town) -> None:
    """Topics, votes, and three meetings at which little was discussed."""
    actors = {login: Actor(town.world, login) for login in PEOPLE}
    opened = []
    for title, voters in TOPICS.items():
        issue = actors["ada"].open_issue(REPOSITORY, title, "What about it?", labels=("topic",))
        opened.append(issue)
        for voter in voters:
            actors[voter].react(issue)
    for week in (3, 2, 1):
        town.at(MEETING - timedelta(weeks=week, hours=1))
        town.values("run")
        town.at(MEETING - timedelta(weeks=week, hours=-14))
        town.values("run")
    actors["grace"].comment(
        opened[0], "ACTION @grace to ask the owners, due 2020-12-15\nACTION TBD to count the calls"
    )
    actors["grace"].comment(opened[1], "ACTION @alan and @edsger to try a fallback, due 2021-01-15")


def fits(window: Window) -> bool:
    """Whether nothing runs out of the window sideways."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return not window.page.evaluate(wide)
