"""GitHub Apps: what signs, what a signature opens, and what installations may do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
import requests
from github import Auth, Github, GithubIntegration

from sandbox.apps import add_app, app_token, install, installation_token
from sandbox.records import App, Installation
from sandbox.rules.signatures import private_key
from sandbox.server import Running
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.world import World

As = Callable[[str | None], requests.Session]
ARCH = "/repos/octo-org/arch"
SECRET = "/repos/octo-org/secret"
UNDECODABLE = "A JSON web token could not be decoded"


@pytest.fixture(scope="module")
def pem() -> str:
    """One private key for all, since making one takes a while."""
    world = World.start()
    world.add_user("olive")
    return private_key(add_app(world, "keys", "olive"))


@pytest.fixture
def app(world: World, pem: str) -> App:
    app = add_app(world, "coffee-bot", "octo-org")
    app.pem = pem
    return app


@pytest.fixture
def installation(world: World, app: App) -> Installation:
    return install(world, app, "octo-org")


def signed(world: World, app: App, pem: str, **claims: Any) -> str:
    now = int(world.clock.now().timestamp())
    times = {"iat": now + claims.pop("iat", 0), "exp": now + claims.pop("exp", 600)}
    return jwt.encode({**times, "iss": str(app.database_id), **claims}, pem, algorithm="RS256")


def test_an_app_signs_for_itself_by_its_id_or_client_id(as_: As, world: World, app: App, pem: str) -> None:
    assert as_(app_token(world, app)).get("/app").json()["slug"] == "coffee-bot"
    assert as_(signed(world, app, pem, iss=app.client_id)).get("/app").status_code == 200


@pytest.mark.parametrize(
    ("claims", "status", "message"),
    [
        pytest.param({"exp": 601}, 401, "is too far in the future", id="more than ten minutes"),
        pytest.param({"exp": 0}, 401, "'Expiration time' claim", id="over"),
        pytest.param({"iat": 61}, 401, "'Issued at' claim", id="issued in the future"),
        pytest.param({"iss": "1"}, 404, "Integration not found", id="nobody's"),
    ],
)
def test_a_signature_must_hold_now(
    as_: As, world: World, app: App, pem: str, claims: dict[str, Any], status: int, message: str
) -> None:
    answer = as_(signed(world, app, pem, **claims)).get("/app")
    assert answer.status_code == status
    assert message in answer.json()["message"]


def test_clocks_may_differ_by_a_minute(as_: As, world: World, app: App, pem: str) -> None:
    assert as_(signed(world, app, pem, iat=60)).get("/app").status_code == 200


def test_what_was_signed_with_another_key_or_not_at_all_is_not_decoded(
    as_: As,
    world: World,
    app: App,
) -> None:
    other = add_app(world, "other-bot", "octo-org")
    for text in (signed(world, app, private_key(other)), "no.json.token"):
        answer = as_(text).get("/app")
        assert (answer.status_code, answer.json()["message"]) == (401, UNDECODABLE)


def test_only_a_signature_opens_the_app_endpoints(as_: As, world: World, installation: Installation) -> None:
    for who in ("wanda", "workflow", installation_token(world, installation), None):
        for path in ("/app", "/app/installations", f"{ARCH}/installation"):
            answer = as_(who).get(path)
            assert (answer.status_code, answer.json()["message"]) == (401, UNDECODABLE)


def test_a_signature_opens_nothing_else(as_: As, world: World, app: App) -> None:
    asking = as_(app_token(world, app))
    assert asking.get(f"{ARCH}/issues").status_code == 403
    assert asking.get("/user").status_code == 403
    assert asking.get("/installation/repositories").status_code == 403
    assert asking.post("/graphql", json={"query": "{ viewer { login } }"}).status_code == 401


class TestInstallationToken:
    def test_it_writes_as_the_bot_of_the_app(self, as_: As, world: World, installation: Installation) -> None:
        answer = as_(installation_token(world, installation)).post(f"{ARCH}/issues", json={"title": "Hi"})
        assert answer.json()["user"]["login"] == "coffee-bot[bot]"

    def test_it_lasts_an_hour_of_the_sandboxs_clock(
        self, as_: As, world: World, installation: Installation
    ) -> None:
        asking = as_(installation_token(world, installation))
        world.clock.move(timedelta(minutes=59, seconds=59))
        assert asking.get(SECRET).status_code == 200
        world.clock.move(timedelta(seconds=1))
        answer = asking.get(SECRET)
        assert (answer.status_code, answer.json()["message"]) == (401, "Bad credentials")

    def test_selected_repositories_are_all_it_writes_to(self, as_: As, world: World, app: App) -> None:
        world.add_repository("octo-org/other")
        token = installation_token(world, install(world, app, "octo-org", repositories=["octo-org/arch"]))
        assert as_(token).get(SECRET).status_code == 404
        assert as_(token).get("/repos/octo-org/other/issues").status_code == 200
        assert as_(token).post("/repos/octo-org/other/issues", json={"title": "Hi"}).status_code == 403
        assert as_(token).get("/installation/repositories").json()["total_count"] == 1

    @pytest.mark.parametrize(
        "wanted",
        [
            pytest.param({"permissions": {"contents": "write"}}, id="a higher level"),
            pytest.param({"permissions": {"members": "read"}}, id="an area that was not given"),
            pytest.param({"repositories": ["nowhere"]}, id="a repository that is not there"),
            pytest.param({"repository_ids": [1]}, id="an id that is not there"),
        ],
    )
    def test_it_can_only_be_narrower_than_its_installation(
        self, as_: As, world: World, installation: Installation, wanted: dict[str, Any]
    ) -> None:
        path = f"/app/installations/{installation.database_id}/access_tokens"
        assert as_(app_token(world, installation.app)).post(path, json=wanted).status_code == 422

    def test_a_narrow_one_does_less(self, as_: As, world: World, installation: Installation) -> None:
        path = f"/app/installations/{installation.database_id}/access_tokens"
        wanted = {"repositories": ["arch"], "permissions": {"issues": "read"}}
        token = as_(app_token(world, installation.app)).post(path, json=wanted).json()["token"]
        assert as_(token).get(SECRET).status_code == 404
        assert as_(token).post(f"{ARCH}/issues", json={"title": "Hi"}).status_code == 403

    def test_a_suspended_installations_are_refused(
        self, as_: As, world: World, installation: Installation
    ) -> None:
        asking = as_(installation_token(world, installation))
        path = f"/app/installations/{installation.database_id}/suspended"
        assert as_(app_token(world, installation.app)).put(path).status_code == 204
        assert asking.get(ARCH).json()["message"] == "This installation has been suspended"

    def test_it_can_be_given_up(self, as_: As, world: World, installation: Installation) -> None:
        asking = as_(installation_token(world, installation))
        assert asking.delete("/installation/token").status_code == 204
        assert asking.get(ARCH).status_code == 401


def test_another_apps_installation_does_not_exist(as_: As, world: World, installation: Installation) -> None:
    other = add_app(world, "other-bot", "octo-org")
    other.pem = installation.app.pem
    path = f"/app/installations/{installation.database_id}"
    assert as_(app_token(world, other)).get(path).status_code == 404
    assert as_(app_token(world, other)).get(f"{ARCH}/installation").status_code == 404


def test_pygithub_signs_and_works_as_an_installation(
    running: Running, world: World, installation: Installation, pem: str
) -> None:
    # PyGithub goes by its own clock.
    world.clock.run()
    signing = Auth.AppAuth(installation.app.database_id, pem)
    with GithubIntegration(auth=signing, base_url=running.url, seconds_between_requests=0) as integration:
        assert integration.get_app().slug == "coffee-bot"
        assert integration.get_repo_installation("octo-org", "arch").id == installation.database_id
        assert [one.id for one in integration.get_installations()] == [installation.database_id]
    with Github(
        auth=signing.get_installation_auth(installation.database_id),
        base_url=running.url,
        seconds_between_requests=0,
        seconds_between_writes=0,
    ) as github:
        issue = github.get_repo("octo-org/arch").create_issue("Agenda")
        assert issue.user.login == "coffee-bot[bot]"


def test_apps_installations_and_tokens_are_remembered(
    world: World, installation: Installation, pem: str
) -> None:
    installation_token(world, install(world, installation.app, "olive", repositories=()))
    world.add_token("wanda", ())
    loaded = world_from_data(world_as_data(world))
    assert world_as_data(loaded) == world_as_data(world)
    (app,) = loaded.apps.values()
    assert app.pem == pem
