"""The pages that register an App: what they show, to whom, and what becomes of every way of coming back."""

import argparse
import json
import logging
import re
import stat
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from arch_hour.environment import Environment
from arch_hour.errors import AccessError, ArchHourError, UnreachableError, UsageError
from tests.sandbox.reading_pages import Reader
from webhook.credentials import one_line, read_credentials
from webhook.manifest import EVENTS, PERMISSIONS, manifest
from webhook.registration import MOST_STATES, Ceremony, Plan, create_setup_app
from webhook.setup import plan_of, set_up

URL = "https://coffee.example.com"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEverysecret\n-----END RSA PRIVATE KEY-----\n"
SECRETS = ("MIIEverysecret", "0123456789secret")


@dataclass(frozen=True)
class App:
    """An App as GitHub tells of it."""

    id: int = 42
    slug: str = "arch-hour-acme"
    html_url: str = "https://github.com/apps/arch-hour-acme"
    pem: str = PEM
    webhook_secret: str | None = SECRETS[1]


@dataclass
class GitHub:
    """Converts codes: `answers` are what it does first, after that it always gives the App."""

    answers: list[App | ArchHourError] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def convert(self, code: str) -> App:
        self.codes.append(code)
        answer = self.answers.pop(0) if self.answers else App()
        if isinstance(answer, ArchHourError):
            raise answer
        return answer


@dataclass
class Desk:
    """The pages with a browser before them."""

    plan: Plan
    github: GitHub = field(default_factory=GitHub)
    ceremony: Ceremony = field(default_factory=Ceremony)

    def __post_init__(self) -> None:
        self.client: FlaskClient = create_setup_app(
            self.plan, self.ceremony, self.github.convert
        ).test_client()

    def page(self, more: str = "") -> Reader:
        answer = self.client.get(f"/setup?key={self.ceremony.key}{more}")
        assert answer.status_code == 200
        return Reader(answer.text)

    def state(self) -> str:
        """What GitHub gives back of what the page sends."""
        (form,) = self.page().forms
        return parse_qs(urlsplit(form.action).query)["state"][0]

    def back(self, state: str, code: str = "a180b1") -> TestResponse:
        return self.client.get("/setup/registered", query_string={"code": code, "state": state})


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(URL, "acme", "https://github.com", tmp_path / "arch-hour.env")


@pytest.fixture
def desk(plan: Plan) -> Desk:
    return Desk(plan)


def nothing(answer: TestResponse) -> bool:
    return (answer.status_code, answer.text) == (404, "not found\n")


def test_the_page_tells_all_that_the_manifest_asks_for_and_why(desk: Desk) -> None:
    page = desk.page()
    told = [*(each.name for each in PERMISSIONS), *(each.name for each in EVENTS)]
    whys = [each.why for each in (*PERMISSIONS, *EVENTS)]
    seen = page.text.replace(" ", "")
    assert [text for text in (*told, *whys) if text.replace("`", "").replace(" ", "") not in seen] == []
    assert str(desk.plan.file) in page.text
    assert f"{URL}/webhook" in page.text


def test_the_form_sends_the_manifest_to_the_organization_on_github(desk: Desk) -> None:
    (form,) = desk.page().forms
    assert form.action.startswith("https://github.com/organizations/acme/settings/apps/new?state=")
    assert form.fields == [("manifest", json.dumps(dict(manifest("Arch Hour acme", URL, ()))))]


def test_what_is_added_to_the_page_is_added_to_the_manifest_and_can_be_left_out_again(desk: Desk) -> None:
    def turned(page: Reader, query: str) -> Reader:
        (link,) = [each for each in page.links if each.endswith(query)]
        answer = desk.client.get(f"/setup{link}")
        assert answer.status_code == 200
        return Reader(answer.text)

    def asked(page: Reader) -> Any:
        (form,) = page.forms
        return json.loads(dict(form.fields)["manifest"])["default_permissions"]

    board = turned(desk.page(), "with=board")
    assert asked(board) == asked(desk.page()) | {"organization_projects": "write"}
    both = turned(board, "with=board&with=minutes")
    assert asked(both) == asked(board) | {"contents": "write"}
    minutes = turned(both, "with=minutes")
    assert asked(minutes) == asked(desk.page()) | {"contents": "write"}


def test_an_app_of_a_person_goes_to_the_person_s_own_settings(plan: Plan) -> None:
    desk = Desk(Plan(URL, "", "https://github.example.com", plan.file))
    page = desk.page("&with=board&with=teams&with=nonsense")
    (form,) = page.forms
    assert form.action.startswith("https://github.example.com/settings/apps/new?state=")
    assert form.fields == [("manifest", json.dumps(dict(manifest("Arch Hour coffee.example.com", URL, ()))))]
    assert "organisation" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/setup",
        "/setup?key=",
        "/setup?key=wrong",
        "/setup?key=k%C3%A9%00%FF",
        "/",
        "/webhook",
        "/setup/",
        "/x/y",
    ],
)
def test_without_the_key_there_is_nothing(desk: Desk, path: str) -> None:
    assert nothing(desk.client.get(path))


@pytest.mark.parametrize("verb", ["POST", "PUT", "OPTIONS", "DELETE", "PATCH", "TRACE", "ODD"])
def test_nothing_but_a_look_is_answered(desk: Desk, verb: str) -> None:
    for path in ("/setup", f"/setup?key={desk.ceremony.key}", "/setup/registered", "/healthz"):
        assert nothing(desk.client.open(path, method=verb, data=b"x" * 100))


def test_its_health_is_told_to_everybody(desk: Desk) -> None:
    assert desk.client.get("/healthz").text == "ok\n"


def test_who_comes_back_has_the_credentials_on_the_disk(desk: Desk) -> None:
    answer = desk.back(desk.state())
    assert answer.status_code == 200
    assert desk.github.codes == ["a180b1"]
    told = read_credentials(desk.plan.file)
    assert told.keys() == {"ARCH_HOUR_APP_ID", "ARCH_HOUR_APP_PRIVATE_KEY", "ARCH_HOUR_WEBHOOK_SECRET"}
    assert told["ARCH_HOUR_APP_ID"] == "42"
    assert b64decode(told["ARCH_HOUR_APP_PRIVATE_KEY"]).decode() == PEM
    assert told["ARCH_HOUR_WEBHOOK_SECRET"] == SECRETS[1]
    assert stat.S_IMODE(desk.plan.file.stat().st_mode) == 0o600


def test_the_last_page_tells_what_is_left_to_do(desk: Desk) -> None:
    page = Reader(desk.back(desk.state()).text)
    assert f"arch-hour serve --credentials {desk.plan.file}" in page.text
    assert "https://github.com/apps/arch-hour-acme/installations/new" in page.links
    assert "arch-hour-acme[bot]" in page.text


def test_the_last_page_can_be_loaded_again_and_makes_nothing_anew(desk: Desk) -> None:
    state = desk.state()
    first = desk.back(state)
    assert desk.back(state, "another").text == first.text
    assert desk.page().text == Reader(first.text).text
    assert desk.github.codes == ["a180b1"]


def test_once_it_is_done_no_other_state_comes_back(desk: Desk) -> None:
    other = desk.state()
    desk.back(desk.state())
    assert nothing(desk.back(other))
    assert desk.github.codes == ["a180b1"]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        pytest.param("wrong", "a180b1", id="a wrong state"),
        pytest.param("", "a180b1", id="no state"),
        pytest.param("\u00fc\x00", "a180b1", id="an odd state"),
        pytest.param(None, "", id="no code"),
        pytest.param(None, "../../user", id="a path for a code"),
        pytest.param(None, "a" * 201, id="a long code"),
        pytest.param(None, "c\u00f6de", id="an odd code"),
    ],
)
def test_who_did_not_come_from_our_page_is_shown_nothing(desk: Desk, state: str | None, code: str) -> None:
    known = desk.state()
    assert nothing(desk.back(known if state is None else state, code))
    assert desk.github.codes == []
    assert not desk.plan.file.exists()


def test_the_key_is_no_state_and_a_state_is_no_key(desk: Desk) -> None:
    assert nothing(desk.back(desk.ceremony.key))
    assert nothing(desk.client.get(f"/setup?key={desk.state()}"))


def test_every_page_has_a_state_of_its_own_and_the_oldest_are_forgotten(desk: Desk) -> None:
    states = [desk.state() for _ in range(MOST_STATES + 1)]
    assert len(set(states)) == len(states)
    assert nothing(desk.back(states[0]))
    assert desk.back(states[1]).status_code == 200


def test_where_github_is_down_the_same_page_asks_again(desk: Desk) -> None:
    desk.github.answers = [UnreachableError("https://api.github.com did not answer <b>")]
    state = desk.state()
    answer = desk.back(state)
    assert answer.status_code == 502
    assert "https://api.github.com did not answer &lt;b&gt;" in answer.text
    assert "Load this page again" in answer.text
    assert desk.back(state).status_code == 200
    assert desk.plan.file.exists()


def test_a_code_that_github_does_not_know_uses_the_state_up(desk: Desk) -> None:
    desk.github.answers = [AccessError("GitHub does not know the code")]
    state = desk.state()
    answer = desk.back(state)
    assert answer.status_code == 400
    assert "https://github.com/organizations/acme/settings/apps" in Reader(answer.text).links
    assert nothing(desk.back(state))
    assert desk.back(desk.state()).status_code == 200


def test_where_the_file_cannot_be_written_the_page_tells_to_delete_the_app(desk: Desk) -> None:
    desk.plan.file.write_text("A=1\n")
    answer = desk.back(desk.state())
    assert answer.status_code == 500
    assert "File exists" in answer.text
    assert "delete it" in answer.text
    assert App.html_url in Reader(answer.text).links
    assert desk.plan.file.read_text() == "A=1\n"
    desk.plan.file.unlink()
    assert desk.back(desk.state()).status_code == 200


@pytest.mark.parametrize("secret", [None, "", "two words", "one,two", "a\nB=2", '"quoted"'])
def test_an_app_without_a_usable_secret_is_to_be_deleted(desk: Desk, secret: str | None) -> None:
    desk.github.answers = [App(webhook_secret=secret)]
    answer = desk.back(desk.state())
    assert answer.status_code == 502
    assert "delete it" in answer.text
    assert not desk.plan.file.exists()


def test_what_is_not_expected_tells_nothing_of_the_inside(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: str) -> App:
        raise KeyError(PEM)

    monkeypatch.setattr(desk.github, "convert", fail)
    desk.__post_init__()
    answer = desk.back(desk.state())
    assert (answer.status_code, answer.text) == (500, "this failed in a way that was not expected\n")
    assert "KeyError" in caplog.text
    assert "MIIE" not in caplog.text


def test_no_secret_is_ever_shown_or_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.github.answers = [
        UnreachableError("/c0de is down"),
        AccessError("c0de is gone"),
        App(webhook_secret=None),
    ]
    states = [desk.state() for _ in range(4)]
    pages = [desk.back(state, "c0de").text for state in states]
    hidden = (*SECRETS, one_line(PEM), desk.ceremony.key, *states, "c0de")
    assert [
        word for word in hidden if any(word in text for text in (*pages, caplog.text, repr(desk.ceremony)))
    ] == []


def test_every_answer_is_closed_to_others(desk: Desk) -> None:
    state = desk.state()
    answers = [
        desk.client.get("/healthz"),
        desk.client.get("/setup"),
        desk.client.get(f"/setup?key={desk.ceremony.key}"),
        desk.back("wrong"),
        desk.back(state),
    ]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "form-action https://github.com;" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers


def options(**given: Any) -> argparse.Namespace:
    usual = {"url": URL, "organization": None, "credentials": None, "host": "127.0.0.1", "port": 0}
    return argparse.Namespace(**usual | given)


def planned(environ: dict[str, str] | None = None, **given: Any) -> Plan:
    return plan_of(options(**given), Environment.of(environ or {}).address)


def test_a_plan_is_made_of_what_was_given() -> None:
    assert planned() == Plan(URL, "", "https://github.com", Path("arch-hour.env"))
    server = {"GITHUB_API_URL": "https://github.example.com/api/v3"}
    full = planned(server, url=f"{URL}/tea/", organization="acme", credentials="/etc/a.env")
    assert full == Plan(f"{URL}/tea", "acme", "https://github.example.com", Path("/etc/a.env"))
    assert planned(url="http://127.0.0.1:8080").url == "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("api", "pages"),
    [
        pytest.param("https://api.github.com", "https://github.com", id="github.com"),
        pytest.param("https://git.example.com/api/v3/", "https://git.example.com", id="Enterprise Server"),
        pytest.param("https://api.acme.ghe.com", "https://acme.ghe.com", id="an enterprise at GHE.com"),
    ],
)
def test_the_form_goes_to_the_pages_of_the_github_that_is_asked(api: str, pages: str) -> None:
    assert planned({"GITHUB_API_URL": api}).form == f"{pages}/settings/apps/new"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({"url": None}, "no address was given: say --url", id="no address"),
        pytest.param({"url": "coffee.example.com"}, "is no address of a server", id="no scheme"),
        pytest.param({"url": "ftp://coffee.example.com"}, "is not safe", id="another scheme"),
        pytest.param({"url": "http://coffee.example.com"}, "is not safe", id="plain HTTP"),
        pytest.param({"url": f"{URL}/?a=1"}, "is no address of a server", id="a query"),
        pytest.param({"url": f"{URL}/#a"}, "is no address of a server", id="a fragment"),
        pytest.param({"url": "https://"}, "is no address of a server", id="no host"),
        pytest.param({"url": "https://a.example:99999"}, "is no address of a server", id="no port"),
        pytest.param({"url": "https://a b.example"}, "is no address of a server", id="a space"),
        pytest.param({"organization": "acme/tea"}, "is no name of an organisation", id="a repository"),
        pytest.param({"organization": "-acme"}, "is no name of an organisation", id="an option"),
    ],
)
def test_what_no_app_could_be_registered_by_is_told(given: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=re.escape(words)):
        planned(**given)


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(UsageError) as caught:
        planned(url="https://me:hunter2@coffee.example.com")
    assert "hunter2" not in str(caught.value)


def test_it_does_not_start_where_a_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "a.env").touch()
    with pytest.raises(UsageError, match="is there already"):
        set_up(options(credentials=str(tmp_path / "a.env")), {})


def test_it_does_not_start_where_github_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no address of an API"):
        set_up(options(credentials=str(tmp_path / "a.env")), {"GITHUB_API_URL": "github.example.com"})
