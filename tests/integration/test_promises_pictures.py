"""Follow-ups with everything on them, as a browser shows them, and the summary on the topic they came from."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sandbox.actor import Actor
from sandbox.server import Running, serve
from sandbox.teams import add_team
from sandbox.world import World
from tests.integration.conftest import MEETING, REPOSITORY, Town, add_labels
from tests.integration.promises import WEEK, Story
from tests.integration.test_agenda_pictures import fits
from tests.integration.windows import Window, window

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PEOPLE = ("ada", "grace", "alan", "edsger")
CONFIGURATION = """\
meeting: {name: Arch Hour, schedule: FREQ=WEEKLY;BYDAY=TH, start: 2020-11-05T10:00, timezone: America/New_York}
actions: {remind_after: 7d}
"""
GUIDE = "ACTION @ada and @octo-org/search to write a guide to the fallback with @grace, due 2020-12-10"
ASKED = "ask the shop's people what they need"
COMMENT = """\
What we agreed on:

- ACTION @alan to try the fallback in staging, due 2021-01-15
- ACTION @grace and @edsger to ask the shop's people what they need
- [x] ACTION @edsger to count the searches that fail
- ~~ACTION @grace to buy a bigger machine~~
- ACTION TBD to watch the error rate
"""


@pytest.fixture
def story(tmp_path: "Path") -> Iterator[Story]:
    world = World.start(MEETING - 2 * WEEK)
    for login in PEOPLE:
        world.add_user(login)
    world.add_repository(REPOSITORY, roles=dict.fromkeys(PEOPLE, "write") | {"ada": "maintain"})
    add_labels(world, REPOSITORY)
    add_team(world, "octo-org", "search", members=("ada", "alan"), roles={REPOSITORY: "write"})
    world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION)
    with serve(world) as running:
        yield Story(Town(running, tmp_path))


@pytest.fixture
def ada(browser: "Browser", story: Story) -> Iterator[Window]:
    running: Running = story.town.running
    yield from window(browser, running, REPOSITORY, "ada")


def test_promises_with_everything_on_them_are_good_to_look_at(ada: Window, story: Story) -> None:
    live_through_two_meetings(story)
    guide = story.follow_up("write a guide to the fallback with @\u200bgrace")
    ada.go(f"/issues/{guide.number}")
    assert fits(ada)
    assert ada.sees("Due 7 days ago")
    assert ada.sees("Said again")
    ada.picture("promise", 1330)
    ada.page.set_viewport_size({"width": 390, "height": 1200})
    assert fits(ada)
    ada.page.set_viewport_size({"width": 1180, "height": 900})
    ada.go("/issues/1")
    assert ada.sees("Follow-ups from here")
    ada.picture("promises", 1900)
    ada.go(f"/issues/{story.follow_up(ASKED).number}")
    assert ada.sees("taken out")


def live_through_two_meetings(story: Story) -> None:
    """A guide that is promised twice and late, and a comment with promises of every kind, of which one is taken out."""
    opened = story.by("ada").open_issue(
        REPOSITORY,
        "What should the shop do when search is down?",
        "It was, twice last week.",
        labels=("topic",),
    )
    story.at(-WEEK - timedelta(minutes=10))
    story.town.values("run")
    story.note("2020-12-10", "What should the shop do", GUIDE)
    Actor(story.town.world, "grace").comment(opened, f"From my notes:\n\n{GUIDE}")
    open_lines = COMMENT.replace("[x] ", "").replace("~~", "")
    said = story.by("grace").comment(opened, open_lines)
    story.at(-WEEK + timedelta(minutes=30))
    story.town.values("run")
    story.by("grace").edit(said, "\n".join(line for line in COMMENT.split("\n") if "shop's" not in line))
    story.at(-WEEK + timedelta(hours=14))
    story.town.values("run")
    story.at(-timedelta(minutes=10))
    story.town.values("run")
    story.note("2020-12-17", "What should the shop do", GUIDE)
    story.at(timedelta(minutes=30))
    story.town.values("run")
