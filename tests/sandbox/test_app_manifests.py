"""Registering an app from a manifest: sent by another site's page, confirmed by a person, exchanged for secrets."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import requests

from sandbox.records import App
from sandbox.rules.app_permissions import AREAS, levels_of
from sandbox.server import Running
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.world import World
from tests.sandbox import openapi
from tests.sandbox.reading_pages import Browser, Reader

As = Callable[[str | None], requests.Session]
Open = Callable[[str | None], Browser]
NEW = "/settings/apps/new"
FOR_ORGANIZATION = "/organizations/octo-org/settings/apps/new"
# Nothing listens there: the tests look at where the answer leads, and do not go.
BACK = "http://127.0.0.1:9/setup/done?from=page"
MANIFEST: dict[str, Any] = {
    "name": "Coffee bot",
    "url": "http://127.0.0.1:9/",
    "description": "Lean Coffee",
    "hook_attributes": {"url": "http://127.0.0.1:9/webhook"},
    "redirect_url": BACK,
    "public": False,
    "default_permissions": {"contents": "read", "issues": "write"},
    "default_events": ["issues", "issue_comment", "label", "push"],
}


def send(window: Browser, manifest: Any, action: str = NEW, state: str | None = "s1") -> requests.Response:
    """Sends a manifest as a form of another site's page does, which has no token of the sandbox's."""
    text = manifest if isinstance(manifest, str) else json.dumps(manifest)
    query = f"?{urlencode({'state': state})}" if state else ""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    return window.session.post(f"{window.url}{action}{query}", data={"manifest": text}, headers=headers)


def confirm(window: Browser, page: requests.Response, **changed: str) -> requests.Response:
    """Sends the form in which the app is named, and stays where that leads."""
    path = urlsplit(page.url).path
    form = Reader(page.text).form(path)
    fields = dict(form.fields) | changed
    headers = {"Origin": window.url}
    return window.session.post(window.url + path, data=fields, headers=headers, allow_redirects=False)


def code_in(answer: requests.Response) -> str:
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


@pytest.fixture
def code(browse: Open) -> str:
    """The code of an app that olive registered for herself."""
    window = browse("olive")
    return code_in(confirm(window, send(window, MANIFEST)))


def only_app(world: World) -> App:
    (app,) = world.apps.values()
    return app


def test_the_page_tells_what_the_app_asks_for_and_its_name_can_be_changed(browse: Open, world: World) -> None:
    window = browse("olive")
    page = send(window, MANIFEST)
    told = Reader(page.text)
    for words in ("Coffee bot", "Lean Coffee", "issues: write", "http://127.0.0.1:9/webhook"):
        assert words in told.text or words in page.text
    confirm(window, page, name="Tea & toast")
    app = only_app(world)
    assert (app.name, app.slug, app.owner.login) == ("Tea & toast", "tea-toast", "olive")
    assert world.find_account("tea-toast[bot]") is app.bot


def test_confirmed_it_leads_back_with_a_code_and_the_state(browse: Open) -> None:
    window = browse("olive")
    page = send(window, MANIFEST, state="a b&c")
    assert "form-action 'self' http://127.0.0.1:9;" in page.headers["Content-Security-Policy"]
    answer = confirm(window, page)
    assert answer.status_code == 303
    address, _, query = answer.headers["Location"].partition("?")
    told = parse_qs(query)
    assert address == "http://127.0.0.1:9/setup/done"
    assert (told["from"], told["state"], len(told["code"][0])) == (["page"], ["a b&c"], 40)


def test_without_a_state_none_is_told(browse: Open) -> None:
    window = browse("olive")
    answer = confirm(window, send(window, MANIFEST, state=None))
    assert "state" not in answer.headers["Location"]


def test_a_wish_is_granted_once(browse: Open, world: World) -> None:
    window = browse("olive")
    page = send(window, MANIFEST)
    confirm(window, page)
    assert confirm(window, page).status_code == 404
    assert len(world.apps) == 1


def test_nothing_is_registered_before_a_person_confirms(browse: Open, world: World) -> None:
    assert send(browse("olive"), MANIFEST).status_code == 200
    signed_out = browse(None)
    assert confirm(signed_out, send(signed_out, MANIFEST)).status_code == 401
    assert world.apps == {}


def test_only_the_form_of_the_page_itself_confirms(browse: Open, world: World) -> None:
    window = browse("olive")
    page = send(window, MANIFEST)
    assert confirm(window, page, token="another").status_code == 403
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert window.session.post(page.url, data={"name": "x"}, headers=elsewhere).status_code == 403
    assert world.apps == {}


class TestSecrets:
    def test_a_code_tells_them_without_any_token(self, as_: As, code: str, world: World) -> None:
        answer = as_(None).post(f"/app-manifests/{code}/conversions")
        assert answer.status_code == 201
        told, app = answer.json(), only_app(world)
        assert (told["id"], told["slug"], told["name"]) == (app.database_id, "coffee-bot", "Coffee bot")
        assert told["html_url"].endswith("/apps/coffee-bot")
        assert told["external_url"] == MANIFEST["url"]
        assert told["owner"]["login"] == "olive"
        assert told["permissions"] == {"contents": "read", "issues": "write", "metadata": "read"}
        assert told["events"] == MANIFEST["default_events"]
        assert len(told["webhook_secret"]) == len(told["client_secret"]) == 40
        assert told["client_id"] == app.client_id
        assert "installations_count" not in told

    def test_the_key_signs_for_the_app(self, as_: As, code: str, world: World) -> None:
        told = as_(None).post(f"/app-manifests/{code}/conversions").json()
        now = int(world.clock.now().timestamp())
        claims = {"iat": now, "exp": now + 60, "iss": told["client_id"]}
        signed = jwt.encode(claims, told["pem"], algorithm="RS256")
        assert as_(signed).get("/app").json()["id"] == told["id"]
        hook = as_(signed).get("/app/hook/config").json()
        assert (hook["url"], hook["content_type"]) == (MANIFEST["hook_attributes"]["url"], "json")

    def test_a_code_is_good_once(self, as_: As, code: str) -> None:
        path = f"/app-manifests/{code}/conversions"
        assert as_(None).post(path).status_code == 201
        assert as_(None).post(path).status_code == 404

    def test_a_code_is_good_for_an_hour(self, as_: As, code: str, world: World) -> None:
        world.clock.move(timedelta(hours=1))
        assert as_(None).post(f"/app-manifests/{code}/conversions").status_code == 404

    def test_another_code_is_unknown(self, as_: As) -> None:
        assert as_(None).post("/app-manifests/nothing/conversions").status_code == 404

    @pytest.mark.usefixtures("code")
    def test_all_of_it_is_remembered(self, world: World) -> None:
        loaded = world_from_data(world_as_data(world))
        assert world_as_data(loaded) == world_as_data(world)
        assert only_app(loaded).code == only_app(world).code

    def test_without_a_webhook_there_is_no_secret_for_it(self, browse: Open, as_: As) -> None:
        window = browse("olive")
        manifest = {name: value for name, value in MANIFEST.items() if name != "hook_attributes"}
        code = code_in(confirm(window, send(window, manifest | {"default_events": []})))
        assert as_(None).post(f"/app-manifests/{code}/conversions").json()["webhook_secret"] is None


class TestOrganization:
    def test_its_owners_register_for_it(self, browse: Open, world: World) -> None:
        world.account("octo-org").owners.add("rita")
        window = browse("rita")
        page = send(window, MANIFEST, FOR_ORGANIZATION)
        assert "Create GitHub App for octo-org" in Reader(page.text).text
        confirm(window, page)
        assert only_app(world).owner.login == "octo-org"

    def test_nobody_else_does(self, browse: Open, world: World) -> None:
        assert send(browse("wanda"), MANIFEST, FOR_ORGANIZATION).status_code == 404
        assert (
            send(browse("olive"), MANIFEST, FOR_ORGANIZATION.replace("octo-org", "olive")).status_code == 404
        )
        assert world.apps == {}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"url": None}, 'Error: "url" wasn\'t supplied.', id="no home page"),
        pytest.param(
            {"hook_attributes": {"active": False}}, 'Error: "url" wasn\'t supplied.', id="a webhook nowhere"
        ),
        pytest.param({"hook_attributes": {"url": "/webhook"}}, "Hook url is not a valid URL", id="a path"),
        pytest.param(
            {"redirect_url": "javascript:alert(1)"}, "Redirect url is not a valid URL", id="a script"
        ),
        pytest.param(
            {"default_events": ["installation", "installation_repositories"]},
            "Error: Default events unsupported: installation and installation_repositories "
            "Error: Default events are not supported by permissions: installation and installation_repositories",
            id="events that every app is told",
        ),
        pytest.param(
            {"redirect_url": "http://a;frame-ancestors *;/"}, "Redirect url is not a valid URL", id="a policy"
        ),
        pytest.param({"default_events": ["coffee"]}, "Default events unsupported: coffee", id="no event"),
        pytest.param(
            {"default_permissions": {"issues": "write"}},
            "Error: Default events are not supported by permissions: push",
            id="an event without its permission",
        ),
        pytest.param(
            {
                "default_permissions": {"contents": "read", "pull_requests": "write"},
                "default_events": ["issue_comment"],
            },
            "Error: Default events are not supported by permissions: issue_comment",
            id="comments with pull requests only",
        ),
        pytest.param(
            {"default_permissions": {"coffee": "read"}, "default_events": []},
            "coffee: read",
            id="no permission",
        ),
        pytest.param({"default_permissions": {"issues": "admin"}}, "issues: admin", id="no level"),
        pytest.param({"default_events": "issues"}, "is not an array of strings", id="no list"),
        pytest.param({"name": 1}, "is not a string", id="no name"),
        pytest.param({"hook_attributes": ["http://127.0.0.1:9/"]}, "is not an object", id="no object"),
    ],
)
def test_a_manifest_that_github_would_refuse(
    browse: Open, running: Running, change: dict[str, Any], told: str
) -> None:
    answer = send(browse("olive"), MANIFEST | change)
    page = Reader(answer.text)
    assert answer.status_code == 422
    assert "Invalid GitHub App configuration" in page.text
    assert "does not appear to be a valid GitHub App manifest" in page.text
    assert told in page.text
    assert running.world.apps == {}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '"x"', "[" * 100_000, '{"url": "http://127.0.0.1/", "name": "\\ud800"}'],
    ids=["nothing", "half", "a list", "null", "a text", "a deep one", "half a character"],
)
def test_what_is_no_object_is_refused(browse: Open, text: str) -> None:
    assert send(browse("olive"), text).status_code == 422


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param(" ", "Name can't be blank", id="blank"),
        pytest.param("x" * 35, "Name is too long (maximum is 34 characters)", id="long"),
        pytest.param("Wanda", "Name is already taken", id="somebody else's login"),
    ],
)
def test_a_name_that_github_would_refuse_is_kept_for_another_try(browse: Open, name: str, told: str) -> None:
    window = browse("olive")
    page = send(window, MANIFEST)
    answer = confirm(window, page, name=name)
    assert answer.status_code == 422
    assert told in Reader(answer.text).text
    assert confirm(window, page, name="Olive").status_code == 303


@pytest.mark.usefixtures("code")
def test_two_apps_do_not_share_a_name(browse: Open) -> None:
    window = browse("wanda")
    answer = confirm(window, send(window, MANIFEST))
    assert "Name is already taken" in Reader(answer.text).text


@pytest.mark.skipif(not openapi.FILE.exists(), reason=openapi.ABSENT)
def test_the_permissions_are_those_of_githubs_description() -> None:
    official = openapi.description()["components"]["schemas"]["app-permissions"]["properties"]
    assert {area: list(levels_of(area)) for area in AREAS} == {
        area: told["enum"] for area, told in official.items()
    }
