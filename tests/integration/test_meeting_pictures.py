"""A time box with people's reactions and the minutes of a full meeting, as a browser shows them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sandbox.server import Running, serve
from sandbox.world import World
from tests.integration.conftest import MEETING, REPOSITORY, Town, add_labels
from tests.integration.meetings import Meeting
from tests.integration.test_agenda_pictures import fits
from tests.integration.windows import Window, window

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PEOPLE = ("ada", "ben", "cleo", "grace", "alan")
NOTES = """\
- Billing and orders share a schema and a deployment
- DECISION: we carve out invoices first
- ACTION @grace to draw the new borders, due 2021-01-10"""


@pytest.fixture
def running() -> Iterator[Running]:
    world = World.start(MEETING - timedelta(days=2))
    for login in PEOPLE:
        world.add_user(login)
    world.add_repository(REPOSITORY, roles=dict.fromkeys(PEOPLE, "write") | {"ada": "maintain"})
    add_labels(world, REPOSITORY)
    with serve(world) as running:
        yield running


@pytest.fixture
def grace(browser: "Browser", running: Running) -> Iterator[Window]:
    yield from window(browser, running, REPOSITORY, "grace")


def test_a_meeting_with_everything_in_it_is_good_to_look_at(
    grace: Window, running: Running, tmp_path: "Path"
) -> None:
    meeting = Meeting.called(Town(running, tmp_path))
    meeting.order("ada", "Welcome, everybody!\n\n/next", at=0)
    meeting.at(8)
    meeting.react(meeting.box, on=("ben", "cleo", "grace", "alan"), over=("ada", "alan"))
    meeting.order("ada", "/next", at=10)
    meeting.react(meeting.box, on=("ben",), over=("cleo", "grace"))
    look_at(grace, meeting)
    assert grace.sees("both, so neither counts: alan")
    said, box = (f"issuecomment-{comment['id']}" for comment in meeting.comments[-2:])
    grace.picture_of("meeting-box", said, box)

    meeting.note("ben", meeting.topics[0], NOTES)
    meeting.note(
        "ben", meeting.topics[1], "- Show what is cached, and say so\n- DECISION: one shared component"
    )
    meeting.order("ada", "/next", at=15)
    meeting.order("ada", "/move-on", at=22)
    meeting.order("ada", "/skip", at=25)
    meeting.order("ada", "/end", at=33)
    (minutes,) = meeting.ours("wrap-up")
    meeting.react(minutes["id"], heart=("ada", "ben"), rocket=("cleo",))
    look_at(grace, meeting)
    assert grace.sees("How well was your time spent?")
    told = f"issuecomment-{minutes['id']}"
    grace.picture_of("meeting-minutes", told, told)


def look_at(window: Window, meeting: Meeting) -> None:
    """Opens the agenda, which is good to look at on a narrow screen too."""
    window.page.set_viewport_size({"width": 390, "height": 1200})
    window.go(f"/issues/{meeting.agenda}")
    assert fits(window)
    window.page.set_viewport_size({"width": 1180, "height": 900})
