"""Registering and installing an app in a browser: from another site's page to the sandbox's, and back with a code."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import requests

from sandbox.server import serve
from sandbox.world import World
from tests.integration.windows import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FORM = """<!doctype html><form method="post" action="{action}/settings/apps/new?state=s1">
<input type="hidden" name="manifest" value='{manifest}'><button>Register</button></form>"""


@contextmanager
def site(github: str) -> Iterator[str]:
    """A page of the app's maker, whose form goes to GitHub, and to which GitHub leads back."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            home = f"http://{self.headers['Host']}"
            manifest = {
                "name": "Coffee bot",
                "url": home,
                "hook_attributes": {"url": f"{home}/webhook"},
                "redirect_url": f"{home}/done",
                "setup_url": f"{home}/installed",
                "default_permissions": {"issues": "write"},
                "default_events": ["issues"],
            }
            text = FORM.format(action=github, manifest=json.dumps(manifest)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        # By another name than the sandbox's, so that it is another site to a browser.
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_app_is_registered_and_installed_from_another_sites_page(browser: "Browser") -> None:
    world = World.start()
    world.add_user("olive")
    world.add_repository("olive/arch")
    with serve(world) as running, site(running.url) as home:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{running.url}/?as=olive")
        page.goto(home)
        page.get_by_role("button", name="Register").click()
        page.get_by_label("GitHub App name").fill("Tea bot")
        page.get_by_role("button", name="Create GitHub App").click()
        page.wait_for_url(f"{home}/done?*")
        told = parse_qs(urlsplit(page.url).query)
        assert told["state"] == ["s1"]
        answer = requests.post(f"{running.url}/app-manifests/{told['code'][0]}/conversions", timeout=10)
        assert answer.json()["slug"] == "tea-bot"
        page.goto(f"{answer.json()['html_url']}/installations/new")
        page.get_by_role("button", name="Install", exact=True).click()
        page.wait_for_url(f"{home}/installed?*")
        (installation,) = world.installations.values()
        assert f"installation_id={installation.database_id}&setup_action=install" in page.url
        page.close()
