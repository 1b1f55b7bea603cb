"""A week of a team in a browser: two people, each in a window of their own, on the sandbox's page.

With `PICTURES=FOLDER` it leaves its screenshots there; `make pictures` renews those in docs/.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from sandbox.demo.cast import REPOSITORY, fresh_world
from sandbox.demo.opening import equipment
from sandbox.server import Running, serve
from tests.integration.windows import Window, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def running() -> Iterator[Running]:
    world = fresh_world()
    world.clock.go_on()
    with serve(world, equipment=equipment(world)) as running:
        yield running
        assert running.log.unknown == [], "GitHub would not know every part of these requests"


@pytest.fixture
def noor(browser: "Browser", running: Running) -> Iterator[Window]:
    yield from window(browser, running, REPOSITORY, "noor")


@pytest.fixture
def mateo(browser: "Browser", running: Running) -> Iterator[Window]:
    yield from window(browser, running, REPOSITORY, "mateo")


def test_two_people_play_a_week(noor: Window, mateo: Window) -> None:
    propose(noor)
    vote(mateo)
    agenda = make_the_agenda(noor)
    promise(mateo, agenda)
    look_at_the_board(noor)


def propose(noor: Window) -> None:
    """A topic, by the issue form."""
    noor.go("/issues/new/choose")
    noor.page.get_by_role("link", name="Topic").click()
    noor.page.get_by_label("Title").fill("What should the shop do when search is down?")
    noor.page.get_by_label("What is it about?").fill(
        "Today the **whole** page fails:\n\n- [ ] look at last Tuesday"
    )
    noor.page.get_by_label("What should come out of it?").fill("A decision")
    noor.picture("form", 640)
    noor.press("Create")
    assert noor.page.url.endswith("/issues/1")
    assert noor.page.locator(".markdown-body h3").all_inner_texts() == [
        "What is it about?",
        "What should come out of it?",
    ]


def vote(mateo: Window) -> None:
    """A 👍, and a second topic with none."""
    mateo.go("/issues/new?template=topic.yml")
    mateo.page.get_by_label("Title").fill("Feature flags: who cleans up?")
    mateo.page.get_by_label("What is it about?").fill("340 of them, the oldest from 2019.")
    mateo.press("Create")
    mateo.go("/issues/1")
    mateo.press("thumbs up: 0")
    assert mateo.page.get_by_role("button", name="thumbs up: 1").first.get_attribute("aria-pressed") == "true"
    mateo.go("/issues")
    mateo.picture("issues", 420)


def make_the_agenda(noor: Window) -> int:
    """Two days later the workflow, started by hand."""
    noor.page.locator("details.clock > summary").click()
    noor.press("+1 day")
    noor.page.locator("details.clock > summary").click()
    noor.press("+1 day")
    noor.press("Run workflow now")
    (agenda,) = [
        issue
        for issue in noor.running.world.repository(REPOSITORY).issues.values()
        if issue.has_label("agenda")
    ]
    noor.go(f"/issues/{agenda.number}")
    rows = noor.page.locator(".markdown-body table").first.locator("tbody tr").all_inner_texts()
    assert ["search is down" in row for row in rows][:2] == [True, False]
    return agenda.number


def promise(mateo: Window, agenda: int) -> None:
    """An ACTION line in a comment, and the follow-up that it becomes."""
    mateo.go(f"/issues/{agenda}")
    mateo.page.get_by_label("Add a comment").fill(
        "We try it.\n\n- ACTION @noor to try a fallback in the shop"
    )
    mateo.press("Comment")
    assert mateo.sees("Follow-ups from here")
    mateo.go("/issues?q=is:open label:action-item")
    mateo.page.get_by_role("link", name="try a fallback in the shop").first.click()
    assert mateo.page.locator(".sidebar").get_by_text("noor").first.is_visible()
    mateo.picture("follow-up", 560)


def look_at_the_board(noor: Window) -> None:
    """The runs put topics and follow-up on it; where somebody moves one it stays."""
    board = f"{noor.running.url}/orgs/platform-team/projects/1"
    noor.page.goto(board)
    assert "search is down" in in_column(noor, "On agenda")
    assert "try a fallback in the shop" in in_column(noor, "Todo")
    noor.picture("board", 520)
    noor.go("/issues/2")
    noor.page.locator("summary", has_text="Change in Coffee").click()
    noor.page.get_by_label("Status").select_option("Backlog")
    noor.press("Save")
    noor.page.locator("details.clock > summary").click()
    noor.press("+1 hour")
    noor.press("Run workflow now")
    noor.page.goto(board)
    assert "who cleans up" in in_column(noor, "Backlog")
    assert "search is down" in in_column(noor, "On agenda")


def in_column(noor: Window, status: str) -> str:
    """What stands in a column of the board."""
    column = noor.page.locator("section", has=noor.page.get_by_role("heading", name=status))
    return column.inner_text()
