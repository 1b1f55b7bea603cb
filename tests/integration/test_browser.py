"""A week of a team in a browser: two people, each in a window of their own, on the sandbox's page.

With `PICTURES=FOLDER` it leaves its screenshots there; `make pictures` renews those in docs/.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sandbox.demo.cast import REPOSITORY, fresh_world
from sandbox.demo.opening import equipment
from sandbox.server import Running, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
FLAGS += ["--disable-component-update", "--disable-sync"]
PICTURES = os.environ.get("PICTURES")
PATIENCE = 20_000  # milliseconds
RUNS = 60.0  # seconds for a run of the workflow


@dataclass
class Window:
    """Somebody's browser window."""

    page: "Page"
    running: Running

    def go(self, path: str) -> None:
        """Opens a page of the repository."""
        self.page.goto(f"{self.running.url}/{REPOSITORY}{path}")

    def act_as(self, login: str) -> None:
        """Chooses at the top of the page whom to act as."""
        self.page.goto(self.running.url)
        with self.page.expect_navigation():
            self.page.get_by_label("Act as").select_option(login)

    def press(self, name: str) -> None:
        """Presses a button, and waits until what the workflow starts by itself is done."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()
        self.running.engines.runner.drain(RUNS)

    def sees(self, text: str) -> bool:
        """Whether a text stands on the page, loaded afresh."""
        self.page.reload()
        return self.page.locator(".markdown-body:visible").get_by_text(text).count() > 0

    def picture(self, name: str, height: int) -> None:
        """Keeps what is seen of the page, if somebody wants it."""
        if PICTURES:
            self.page.set_viewport_size({"width": 1180, "height": height})
            self.page.evaluate("scrollTo(0, 0)")
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    playwright = pytest.importorskip(
        "playwright.sync_api",
        reason="playwright is not installed: `make browser` does that",
        exc_type=ImportError,
    )
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine to look at the page with")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def running() -> Iterator[Running]:
    world = fresh_world()
    world.clock.go_on()
    with serve(world, equipment=equipment()) as running:
        yield running
        assert running.log.unknown == [], "GitHub would not know every part of these requests"


@pytest.fixture
def noor(browser: "Browser", running: Running) -> Iterator[Window]:
    yield from window(browser, running, "noor")


@pytest.fixture
def mateo(browser: "Browser", running: Running) -> Iterator[Window]:
    yield from window(browser, running, "mateo")


def window(browser: "Browser", running: Running, login: str) -> Iterator[Window]:
    """A window in which somebody acts; nothing it shows may break its own policy or raise an error."""
    context = browser.new_context(viewport={"width": 1180, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    outside: list[str] = []
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((running.url, "data:")) else outside.append(asked.url),
    )
    opened = Window(page, running)
    opened.act_as(login)
    yield opened
    context.close()
    assert troubles == []
    assert outside == [], "the page asked other hosts"


def test_two_people_play_a_week(noor: Window, mateo: Window) -> None:
    propose(noor)
    vote(mateo)
    agenda = make_the_agenda(noor)
    promise(mateo, agenda)
    put_on_the_board(noor)


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
    noor.picture("agenda", 900)
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


def put_on_the_board(noor: Window) -> None:
    """The topics and the follow-up on the project, each in its column."""
    follow_up = max(noor.running.world.repository(REPOSITORY).issues)
    for number, status in ((1, "On agenda"), (2, "Backlog"), (follow_up, "Todo")):
        noor.go(f"/issues/{number}")
        noor.page.get_by_text("Add to a project").click()
        noor.press("Add")
        noor.page.locator("summary", has_text="Change in Coffee").click()
        noor.page.get_by_label("Status").select_option(status)
        noor.press("Save")
    noor.page.goto(f"{noor.running.url}/orgs/platform-team/projects/1")
    column = noor.page.locator("section", has=noor.page.get_by_role("heading", name="Todo"))
    assert column.get_by_role("link", name="try a fallback in the shop").is_visible()
    noor.picture("board", 520)
