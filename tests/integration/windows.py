"""Windows of a browser on the sandbox's page; with `PICTURES=FOLDER` they leave their screenshots there."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.server import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect, Page

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
MARGIN = 6  # pixels
RUNS = 60.0  # seconds for a run of the workflow


@dataclass
class Window:
    """Somebody's browser window."""

    page: "Page"
    running: Running
    repository: str

    def go(self, path: str) -> None:
        """Opens a page of the repository."""
        self.page.goto(f"{self.running.url}/{self.repository}{path}")

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
        seen: int = self.page.locator(".markdown-body:visible").get_by_text(text).count()
        return seen > 0

    def picture(self, name: str, height: int) -> None:
        """Keeps what is seen of the page, if somebody wants it."""
        if PICTURES:
            self.page.set_viewport_size({"width": 1180, "height": height})
            self.page.evaluate("scrollTo(0, 0)")
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png")

    def picture_of(self, name: str, first: str, last: str) -> None:
        """Keeps what is seen from one element to another, by their ids, if somebody wants it."""
        if PICTURES:
            self.page.set_viewport_size({"width": 1180, "height": 900})
            self.page.evaluate("scrollTo(0, 0)")
            one, other = (self.page.locator(f"#{each}").bounding_box() for each in (first, last))
            assert one
            assert other
            clip: FloatRect = {
                "x": one["x"] - MARGIN,
                "y": one["y"] - MARGIN,
                "width": one["width"] + 2 * MARGIN,
                "height": other["y"] + other["height"] - one["y"] + 2 * MARGIN,
            }
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True, clip=clip)


def window(browser: "Browser", running: Running, repository: str, login: str) -> Iterator[Window]:
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
    opened = Window(page, running, repository)
    opened.act_as(login)
    yield opened
    context.close()
    assert troubles == []
    assert outside == [], "the page asked other hosts"
