"""The page that registers an App as a browser shows it: also on a narrow screen, in the dark, and without scripts."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from arch_hour.errors import ArchHourError
from tests.integration.windows import PATIENCE, PICTURES
from webhook.registration import Ceremony, Plan, Registered, create_setup_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PLAN = Plan(
    "https://arch-hour.example.com", "octo-org", "https://github.com", Path("/srv/arch-hour/arch-hour.env")
)
SIZES = {"wide": 1180, "narrow": 390}


def nobody(_: str) -> Registered:
    msg = "nobody comes back"
    raise ArchHourError(msg)


@pytest.fixture
def address() -> Iterator[str]:
    """The page of a plan, served on this machine."""
    ceremony = Ceremony()
    with make_server("127.0.0.1", 0, create_setup_app(PLAN, ceremony, nobody), threaded=True) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.port}/setup?key={ceremony.key}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A window without scripts, whose every complaint fails the test."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert troubles == []


def test_the_page_is_good_to_look_at_by_day_and_by_night(page: "Page", address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="add Projects").click()
    assert page.get_by_role("link", name="leave out Projects").is_visible()
    for width in SIZES.values():
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.set_viewport_size({"width": width, "height": 1300})
            assert widest(page) <= width
    assert page.get_by_role("button", name="Register on GitHub").is_visible()
    if PICTURES:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1000, "height": 1340})
        page.screenshot(path=Path(PICTURES) / "setup.png")


def widest(page: "Page") -> float:
    """How far to the right anything on the page reaches, in pixels."""
    found: float = page.evaluate("document.documentElement.scrollWidth")
    return found


def test_the_style_is_the_one_that_the_policy_knows(page: "Page", address: str) -> None:
    page.goto(address)
    box = page.locator("main").bounding_box()
    assert box
    assert box["width"] < 900
