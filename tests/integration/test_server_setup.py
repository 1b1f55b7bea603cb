"""`arch-hour serve --setup` as a process: an App is registered over HTTP, and its credentials are on the disk."""

import re
import stat
import subprocess
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from sandbox.faults.kinds import DroppedConnection, LostAnswer, Status
from sandbox.records import App
from tests.integration.conftest import BIN, REPOSITORY
from tests.integration.windows import PATIENCE
from tests.processes import free_port, until
from tests.sandbox.reading_pages import Browser, Form, Reader
from webhook.credentials import read_credentials
from webhook.manifest import Use, manifest

if TYPE_CHECKING:
    from playwright.sync_api import Browser as ChromiumBrowser

    from tests.integration.conftest import Town

OWNER = "octo-org"
FILE = "arch-hour.env"
CONVERSION = "/app-manifests/*/conversions"


@dataclass
class Office:
    """A set-up that runs, and a person's browser before it and before GitHub."""

    town: "Town"
    port: int
    process: "subprocess.Popen[str]"
    told: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    ways_back: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.browser = Browser(self.town.running.url, "ada")
        self.listener = Thread(target=self._listen, daemon=True)
        self.listener.start()
        until(lambda: "/setup?key=" in self.output)

    def _listen(self) -> None:
        assert self.process.stdout
        self.told.extend(iter(self.process.stdout.readline, ""))

    @property
    def output(self) -> str:
        """All that the process printed and logged so far."""
        return "".join(self.told)

    @property
    def address(self) -> str:
        """The address that it printed, key and all."""
        found = re.search(r"http://127\.0\.0\.1:\d+/setup\?key=\S+", self.output)
        assert found
        return found[0]

    @property
    def file(self) -> Path:
        return self.town.folder / FILE

    @property
    def app(self) -> App:
        """The only App that there is."""
        (app,) = self.town.world.apps.values()
        return app

    def look(self, address: str) -> requests.Response:
        """A page of the set-up, as a browser gets it."""
        answer = self.browser.session.get(address, timeout=20)
        self.shown.append(answer.text)
        return answer

    def form(self, more: str = "") -> Form:
        """The form that sends the manifest to GitHub."""
        answer = self.look(self.address + more)
        assert answer.status_code == 200
        (form,) = Reader(answer.text).forms
        return form

    def way_back(self, form: Form, name: str | None = None) -> str:
        """Sends the form and confirms it on GitHub; the address that GitHub leads back to."""
        session = self.browser.session
        site = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        page = session.post(form.action, data=dict(form.fields), headers=site, timeout=10)
        assert "Create GitHub App" in page.text, page.text
        path = urlsplit(page.url).path
        confirmation = Reader(page.text).form(path)
        fields = dict(confirmation.fields) | ({"name": name} if name else {})
        done = session.post(
            page.url, data=fields, headers={"Origin": self.browser.url}, allow_redirects=False, timeout=10
        )
        self.ways_back.append(done.headers["Location"])
        return self.ways_back[-1]

    def register(self, more: str = "", name: str | None = None) -> requests.Response:
        """The whole way; the last page."""
        return self.look(self.way_back(self.form(more), name))


def without_token(town: "Town") -> dict[str, str]:
    """What a shell sets that knows where GitHub is, and no token."""
    return {name: value for name, value in town.environment("ada").items() if name != "GITHUB_TOKEN"}


def start(town: "Town") -> Office:
    """Starts a set-up, without any token."""
    port = free_port()
    command = [str(BIN / "arch-hour"), "serve", "--setup", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--url", f"http://127.0.0.1:{port}/", "--organization", OWNER],
        env=without_token(town),
        cwd=town.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Office(town, port, process)


@pytest.fixture
def office(town: "Town") -> Iterator[Office]:
    town.world.account(OWNER).owners.add(town.world.account("ada").key)
    office = start(town)
    with office.process as process:
        yield office
        process.terminate()
        assert process.wait(10) == 0
        office.listener.join(10)
    hidden = secrets_of(office)
    assert [name for name, text in hidden.items() if text in office.output] == []
    pages = "".join(office.shown)
    assert [name for name, text in hidden.items() if text in pages] == []
    queries = [parse_qs(urlsplit(address).query) for address in office.ways_back]
    assert [query for query in queries if query["code"][0] in office.output + pages] == []
    assert [query for query in queries if query["state"][0] in office.output] == []


def secrets_of(office: Office) -> dict[str, str]:
    """What may stand in no page and no log, by what it is."""
    apps = [*office.town.world.apps.values()]
    return {
        f"{name} of {app.slug}": text
        for app in apps
        for name, text in {
            "key": (app.pem or "").splitlines()[1],
            "secret": app.webhook_secret or "",
            "client secret": app.client_secret or "",
        }.items()
        if text
    }


def test_an_app_is_registered_and_its_credentials_are_written(office: Office) -> None:
    answer = office.register(name="Tea time")
    assert answer.status_code == 200
    assert office.app.slug == "tea-time"
    assert office.app.owner.login == OWNER
    told = read_credentials(office.file)
    assert told["ARCH_HOUR_APP_ID"] == str(office.app.database_id)
    assert told["ARCH_HOUR_WEBHOOK_SECRET"] == office.app.webhook_secret
    assert b64decode(told["ARCH_HOUR_APP_PRIVATE_KEY"]).decode().strip() == (office.app.pem or "").strip()
    assert stat.S_IMODE(office.file.stat().st_mode) == 0o600
    page = Reader(answer.text)
    assert f"arch-hour serve --credentials {FILE}" in page.text
    (install,) = [link for link in page.links if link.endswith("/installations/new")]
    assert office.browser.session.get(install, timeout=10).status_code == 200


def test_the_app_has_the_permissions_and_events_that_the_page_told(office: Office) -> None:
    office.register("&with=board&with=minutes")
    wanted = manifest("", f"http://127.0.0.1:{office.port}", (Use.BOARD, Use.MINUTES))
    assert dict(office.app.permissions) == wanted["default_permissions"]
    assert list(office.app.events) == wanted["default_events"]
    assert office.app.webhook_url == f"http://127.0.0.1:{office.port}/webhook"
    assert not office.app.is_public


def test_the_last_page_shows_again_and_registers_nothing_anew(office: Office) -> None:
    back = office.way_back(office.form())
    assert office.look(back).text == office.look(back).text
    conversions = [each for each in office.town.running.log if each.path.startswith("/app-manifests/")]
    assert len(conversions) == 1


def test_to_who_has_no_key_or_state_there_is_nothing(office: Office) -> None:
    base = office.address.partition("/setup")[0]
    for path in ("/", "/setup", "/setup?key=wrong", "/setup/registered?code=c0de&state=wrong", "/webhook"):
        answer = office.look(base + path)
        assert (answer.status_code, answer.text) == (404, "not found\n")
    assert office.look(f"{base}/healthz").text == "ok\n"
    assert office.look(base).headers["Referrer-Policy"] == "strict-origin"
    assert requests.post(f"{base}/webhook", data=b"x" * 100_000, timeout=10).status_code in (404, 413)
    assert not office.file.exists()


def test_a_state_from_elsewhere_brings_no_app_of_a_stranger_s_in(office: Office) -> None:
    back = office.way_back(office.form())
    forged = back.replace(parse_qs(urlsplit(back).query)["state"][0], "elsewhere")
    assert office.look(forged).status_code == 404
    assert office.look(back).status_code == 200


def test_a_code_that_was_used_is_told_and_all_can_begin_again(office: Office) -> None:
    back = office.way_back(office.form(), "First")
    code = parse_qs(urlsplit(back).query)["code"][0]
    api = f"{office.town.running.url}/app-manifests/{code}/conversions"
    assert requests.post(api, timeout=10).status_code == 201
    answer = office.look(back)
    assert answer.status_code == 400
    assert "GitHub does not know this registration" in answer.text
    assert not office.file.exists()
    assert office.look(back).status_code == 404
    assert office.register(name="Second").status_code == 200


def test_a_code_of_more_than_an_hour_ago_is_told(office: Office) -> None:
    back = office.way_back(office.form())
    world = office.town.world
    world.clock.freeze(world.clock.now() + timedelta(hours=1, seconds=1))
    assert office.look(back).status_code == 400
    assert not office.file.exists()


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(DroppedConnection(path=CONVERSION), id="no connection"),
        pytest.param(Status(status=502, path=CONVERSION), id="a proxy in between"),
        pytest.param(Status(status=429, path=CONVERSION), id="too many requests"),
    ],
)
def test_while_github_is_down_the_same_page_asks_again(
    office: Office, fault: DroppedConnection | Status
) -> None:
    back = office.way_back(office.form())
    office.town.running.faults.add(fault)
    answer = office.look(back)
    assert answer.status_code == 502
    assert "Load this page again" in answer.text
    assert not office.file.exists()
    assert office.look(back).status_code == 200
    assert office.file.exists()


def test_of_an_app_whose_key_was_lost_on_the_way_the_page_tells_to_delete_it(office: Office) -> None:
    back = office.way_back(office.form())
    office.town.running.faults.add(LostAnswer(path=CONVERSION))
    assert office.look(back).status_code == 502
    answer = office.look(back)
    assert answer.status_code == 400
    assert f"{office.browser.url}/organizations/{OWNER}/settings/apps" in Reader(answer.text).links


def test_a_file_that_came_in_the_way_meanwhile_is_not_written_over(office: Office) -> None:
    back = office.way_back(office.form(), "First")
    office.file.write_text("mine\n")
    answer = office.look(back)
    assert answer.status_code == 500
    assert office.app.slug in answer.text
    assert office.file.read_text() == "mine\n"
    office.file.unlink()
    assert office.register(name="Second").status_code == 200


def test_a_browser_without_scripts_goes_the_whole_way(office: Office, browser: "ChromiumBrowser") -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.goto(f"{office.browser.url}/?as=ada")
    page.goto(office.address)
    page.get_by_role("link", name="add Members").click()
    page.get_by_role("button", name="Register on GitHub").click()
    page.get_by_role("button", name="Create GitHub App").click()
    assert page.get_by_role("heading", name="is registered").is_visible()
    page.get_by_role("link", name="Install").click()
    assert page.url == f"{office.browser.url}/apps/{office.app.slug}/installations/new"
    assert "members" in office.app.permissions
    assert office.file.exists()
    assert troubles == []
    context.close()


def test_the_server_starts_with_the_file_and_works_where_the_app_is_installed(office: Office) -> None:
    (back,) = [link for link in Reader(office.register().text).links if link.endswith("/installations/new")]
    office.process.terminate()
    office.process.wait(10)
    soon = meeting_soon(office.town)
    with server_with(office):
        page = office.browser.session.get(back, timeout=10)
        action = urlsplit(page.url).path.removesuffix("/new")
        office.browser.post(action, Reader(page.text).form(action), account=OWNER, selection="all")
        until(lambda: office.town.issues("agenda"))
    (agenda,) = office.town.issues("agenda")
    assert agenda["user"]["login"] == f"{office.app.slug}[bot]"
    assert soon.partition("T")[0] in agenda["title"]


def meeting_soon(town: "Town") -> str:
    """Configures a meeting that is near in real time, which is the server's; its start."""
    town.world.clock.run()
    soon = time.strftime("%Y-%m-%dT%H:%M", time.gmtime(time.time() + 3600))
    configuration = f"meeting: {{schedule: FREQ=WEEKLY, start: {soon}}}\n"
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", configuration)
    return soon


@contextmanager
def server_with(office: Office) -> Iterator[None]:
    """The server at the set-up's port, with nothing but what the file tells."""
    command = [str(BIN / "arch-hour"), "serve", "--port", str(office.port), "--credentials", FILE]
    with subprocess.Popen(command, env=without_token(office.town), cwd=office.town.folder) as process:
        until(lambda: is_ready(office.port), 40)
        yield
        process.terminate()
        assert process.wait(45) == 0


def is_ready(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/readyz", timeout=2).ok
    except requests.ConnectionError:
        return False


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("--url", "https://tea.example.com"), "arch-hour.env is there already", id="a file"),
        pytest.param(("--url", "http://tea.example.com"), "is not safe", id="plain HTTP"),
        pytest.param((), "no address was given", id="no address"),
    ],
)
def test_it_does_not_start_where_nothing_could_come_of_it(
    town: "Town", arguments: tuple[str, ...], words: str
) -> None:
    (town.folder / FILE).touch()
    done = town.arch_hour("serve", "--setup", *arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_what_is_only_for_the_set_up_is_not_passed_over_in_silence(town: "Town") -> None:
    for given in (("--url", "https://tea.example.com"), ("--organization", OWNER)):
        done = town.here("serve", *given)
        assert done.returncode == 2
        assert "say --setup too" in done.stderr
