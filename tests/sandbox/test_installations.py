"""Installations: made and changed on pages, what the app is told of them, and what becomes of their tokens."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.apps import (
    add_app,
    add_repositories,
    app_token,
    choose_repositories,
    install,
    installation_token,
    remove_repositories,
    suspend,
    uninstall,
    unsuspend,
)
from sandbox.records import App, Installation
from sandbox.server import Running
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.world import World
from tests.sandbox.reading_pages import Browser, Reader
from tests.sandbox.receiver import Receiver, receiving
from tests.sandbox.webhook_contract import needs_contract, payload_problems

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
Open = Callable[[str | None], Browser]
ARCH = "/repos/octo-org/arch"
INSTALL = "/apps/coffee-bot/installations"
NEW = f"{INSTALL}/new"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def app(world: World, receiver: Receiver) -> App:
    """An app that subscribes to pushes and to what becomes of repositories, not to issues."""
    world.account("octo-org").owners.add("rita")
    app = add_app(world, "coffee-bot", "octo-org", events=["push", "repository"])
    app.webhook_url, app.webhook_secret = receiver.url, "s3cret"
    return app


@pytest.fixture
def told(running: Running, receiver: Receiver) -> Callable[[], list[Any]]:
    """What the receiver was told, once all of it is delivered."""

    def drained() -> list[Any]:
        assert running.engines.sender.drain()
        return [(one.event, one.payload) for one in receiver.received]

    return drained


def names(repositories: Any) -> list[str]:
    return [one["full_name"] for one in repositories]


class TestEvents:
    """They come though the app subscribes to none of them."""

    def test_an_installation_tells_its_repositories(
        self, told: Callable[[], list[Any]], world: World, app: App
    ) -> None:
        installation = install(world, app, "octo-org", repositories=["octo-org/secret"])
        ((event, payload),) = told()
        assert (event, payload["action"]) == ("installation", "created")
        assert payload["installation"]["id"] == installation.database_id
        assert payload["installation"]["repository_selection"] == "selected"
        assert payload["installation"]["account"]["login"] == "octo-org"
        secret = world.repository("octo-org/secret")
        assert payload["repositories"] == [
            {
                "id": secret.database_id,
                "node_id": secret.id,
                "name": "secret",
                "full_name": "octo-org/secret",
                "private": True,
            }
        ]
        assert (payload["requester"], payload["sender"]["login"]) == (None, "rita")
        assert "repository" not in payload

    def test_installed_everywhere_it_tells_all_of_them(
        self, told: Callable[[], list[Any]], world: World, app: App
    ) -> None:
        install(world, app, "octo-org")
        ((_, payload),) = told()
        assert payload["installation"]["repository_selection"] == "all"
        assert names(payload["repositories"]) == ["octo-org/arch", "octo-org/secret"]

    def test_suspended_and_again_at_work(self, told: Callable[[], list[Any]], world: World, app: App) -> None:
        installation = install(world, app, "octo-org")
        suspend(world, installation)
        suspend(world, installation)
        unsuspend(world, installation)
        unsuspend(world, installation)
        events = [(event, payload["action"]) for event, payload in told()[1:]]
        assert events == [("installation", "suspend"), ("installation", "unsuspend")]
        (_, suspended), (_, back) = told()[1:]
        assert suspended["installation"]["suspended_by"]["login"] == "rita"
        assert suspended["installation"]["suspended_at"] == "2020-12-17T12:00:00Z"
        assert back["installation"]["suspended_at"] is None

    def test_a_removed_one_is_told_last(self, told: Callable[[], list[Any]], world: World, app: App) -> None:
        installation = install(world, app, "octo-org", repositories=["octo-org/arch"])
        uninstall(world, installation, by="rita")
        event, payload = told()[-1]
        assert (event, payload["action"]) == ("installation", "deleted")
        assert payload["installation"]["id"] == installation.database_id
        assert names(payload["repositories"]) == ["octo-org/arch"]

    def test_repositories_come_and_go(self, told: Callable[[], list[Any]], world: World, app: App) -> None:
        installation = install(world, app, "octo-org", repositories=["octo-org/arch"])
        add_repositories(world, installation, "octo-org/secret")
        remove_repositories(world, installation, "octo-org/arch")
        (_, added), (event, removed) = told()[1:]
        assert event == "installation_repositories"
        assert (added["action"], names(added["repositories_added"])) == ("added", ["octo-org/secret"])
        assert (removed["action"], names(removed["repositories_removed"])) == ("removed", ["octo-org/arch"])
        assert added["repositories_removed"] == removed["repositories_added"] == []
        assert added["repository_selection"] == "selected"

    def test_all_in_place_of_some_adds_the_others(
        self, told: Callable[[], list[Any]], world: World, app: App
    ) -> None:
        installation = install(world, app, "octo-org", repositories=["octo-org/arch"])
        choose_repositories(world, installation, None)
        _, payload = told()[-1]
        assert payload["repository_selection"] == "all"
        assert names(payload["repositories_added"]) == ["octo-org/secret"]

    def test_no_other_hook_hears_of_it(
        self, told: Callable[[], list[Any]], world: World, app: App, receiver: Receiver
    ) -> None:
        other = add_app(world, "tea-bot", "octo-org", events=["push"])
        other.webhook_url = f"{receiver.url}/other"
        installation = install(world, app, "octo-org")
        uninstall(world, installation)
        told()
        targets = {one.headers["X-GitHub-Hook-Installation-Target-ID"] for one in receiver.received}
        assert targets == {str(app.database_id)}

    def test_while_suspended_it_hears_of_nothing_else(
        self, told: Callable[[], list[Any]], as_: As, world: World, app: App
    ) -> None:
        installation = install(world, app, "octo-org")
        commit = {"message": "Write", "content": "aGk="}
        suspend(world, installation)
        as_("olive").put(f"{ARCH}/contents/a.md", json=commit)
        unsuspend(world, installation)
        as_("olive").put(f"{ARCH}/contents/b.md", json=commit)
        events = [event for event, _ in told()]
        assert events == ["installation", "installation", "installation", "push"]
        assert told()[-1][1]["head_commit"]["added"] == ["b.md"]

    def test_an_inactive_webhook_hears_of_nothing(
        self, told: Callable[[], list[Any]], world: World, app: App
    ) -> None:
        app.is_hook_active = False
        install(world, app, "octo-org")
        assert told() == []

    @needs_contract
    def test_they_are_as_github_describes_them(
        self, told: Callable[[], list[Any]], world: World, app: App, as_: As
    ) -> None:
        installation = install(world, app, "octo-org", repositories=["octo-org/arch"])
        add_repositories(world, installation, "octo-org/secret")
        remove_repositories(world, installation, "octo-org/secret")
        suspend(world, installation)
        unsuspend(world, installation)
        as_("olive").put(f"{ARCH}/contents/a.md", json={"message": "Write", "content": "aGk="})
        uninstall(world, installation)
        at_home = install(world, app, "wanda")
        uninstall(world, at_home)
        assert len(told()) == 9
        assert [problem for event, payload in told() for problem in payload_problems(event, payload)] == []


class TestTokens:
    def test_those_of_a_removed_one_are_unknown(self, as_: As, world: World, app: App) -> None:
        installation = install(world, app, "octo-org")
        asking, signing = as_(installation_token(world, installation)), as_(app_token(world, app))
        path = f"/app/installations/{installation.database_id}"
        assert asking.get(ARCH).status_code == 200
        assert signing.delete(path).status_code == 204
        answer = asking.get(ARCH)
        assert (answer.status_code, answer.json()["message"]) == (401, "Bad credentials")
        assert signing.get(path).status_code == 404
        assert signing.post(f"{path}/access_tokens").status_code == 404
        assert signing.delete(path).status_code == 404
        assert signing.get(f"{ARCH}/installation").status_code == 404
        assert signing.get("/app/installations").json() == []

    def test_a_suspended_one_gets_no_new_ones(self, as_: As, world: World, app: App) -> None:
        installation = install(world, app, "octo-org")
        token = installation_token(world, installation)
        suspend(world, installation)
        path = f"/app/installations/{installation.database_id}"
        for answer in (as_(app_token(world, app)).post(f"{path}/access_tokens"), as_(token).get(ARCH)):
            assert (answer.status_code, answer.json()["message"]) == (
                403,
                "This installation has been suspended",
            )
        assert as_(app_token(world, app)).get(path).json()["suspended_at"] is not None
        unsuspend(world, installation)
        assert as_(token).get(ARCH).status_code == 200

    def test_a_repository_that_was_taken_away_is_out_of_reach(self, as_: As, world: World, app: App) -> None:
        installation = install(world, app, "octo-org")
        asking = as_(installation_token(world, installation))
        assert asking.get("/repos/octo-org/secret").status_code == 200
        remove_repositories(world, installation, "octo-org/secret")
        assert asking.get("/repos/octo-org/secret").status_code == 404
        assert names(asking.get("/installation/repositories").json()["repositories"]) == ["octo-org/arch"]


class TestDeliveries:
    def test_the_app_reads_them_and_sends_one_again_under_its_guid(
        self, as_: As, told: Callable[[], list[Any]], world: World, app: App, receiver: Receiver
    ) -> None:
        receiver.status = 503
        installation = install(world, app, "octo-org")
        assert len(told()) == 1
        signing = as_(app_token(world, app))
        (failed,) = signing.get("/app/hook/deliveries?status=failure").json()
        assert (failed["event"], failed["action"], failed["status_code"]) == ("installation", "created", 503)
        assert (failed["installation_id"], failed["repository_id"]) == (installation.database_id, None)
        path = f"/app/hook/deliveries/{failed['id']}"
        assert signing.get(path).json()["request"]["payload"]["action"] == "created"
        receiver.status = 200
        assert signing.post(f"{path}/attempts").status_code == 202
        (_, first), (_, again) = told()
        assert first == again
        guids = [one.headers["X-GitHub-Delivery"] for one in receiver.received]
        assert guids[0] == guids[1] == failed["guid"]
        newest, oldest = signing.get("/app/hook/deliveries").json()
        assert (newest["redelivery"], oldest["redelivery"]) == (True, False)

    def test_they_are_kept_for_three_days(
        self, as_: As, told: Callable[[], list[Any]], world: World, app: App
    ) -> None:
        install(world, app, "octo-org")
        assert len(told()) == 1
        world.clock.move(timedelta(days=3, seconds=1))
        assert as_(app_token(world, app)).get("/app/hook/deliveries").json() == []


class TestPages:
    def test_an_owner_installs_it_in_some_repositories(self, browse: Open, world: World, app: App) -> None:
        window = browse("rita")
        page = window.read(NEW)
        assert "contents: read" in page.text
        answer = window.send(
            NEW, INSTALL, account="octo-org", selection="selected", repository=["octo-org/arch"]
        )
        (installation,) = world.installations.values()
        assert answer.url.endswith(
            f"/organizations/octo-org/settings/installations/{installation.database_id}"
        )
        assert (installation.app, installation.account.login) == (app, "octo-org")
        assert installation.repository_ids == {world.repository("octo-org/arch").database_id}

    def test_or_everywhere_and_at_home(self, browse: Open, world: World, app: App) -> None:
        browse("wanda").send(NEW, INSTALL, account="wanda", selection="all")
        (installation,) = world.installations.values()
        assert (installation.account.login, installation.repository_ids) == ("wanda", None)
        assert app.slug == "coffee-bot"

    @pytest.mark.usefixtures("app")
    def test_nobody_installs_it_at_others(self, browse: Open, world: World) -> None:
        assert browse("wanda").send(NEW, INSTALL, account="octo-org", selection="all").status_code == 404
        assert browse(None).send(NEW, INSTALL, account="octo-org", selection="all").status_code == 401
        assert world.installations == {}

    @pytest.mark.usefixtures("app")
    def test_some_is_at_least_one_of_the_accounts_own(self, browse: Open, world: World) -> None:
        world.add_repository("wanda/own")
        for chosen in ([], ["wanda/own"]):
            answer = browse("rita").send(
                NEW, INSTALL, account="octo-org", selection="selected", repository=chosen
            )
            assert answer.status_code == 422
        assert world.installations == {}

    def test_once_for_each_account(self, browse: Open, world: World, app: App) -> None:
        installation = install(world, app, "octo-org")
        page = browse("rita").read(NEW)
        path = f"/organizations/octo-org/settings/installations/{installation.database_id}"
        assert path in page.links
        assert browse("rita").send(NEW, INSTALL, account="octo-org", selection="all").status_code == 422

    def test_a_private_app_is_its_owners_only(self, browse: Open, world: World, app: App) -> None:
        app.is_public = False
        assert browse("wanda").get(NEW).status_code == 404
        assert browse("rita").get("/apps/coffee-bot").status_code == 200
        browse("rita").send(NEW, INSTALL, account="octo-org", selection="all")
        assert [one.account.login for one in world.installations.values()] == ["octo-org"]

    def test_an_app_with_a_set_up_is_led_there(self, browse: Open, world: World, app: App) -> None:
        app.setup_url = "http://127.0.0.1:9/installed?x=1"
        window = browse("wanda")
        page = window.get(NEW)
        assert "form-action 'self' http://127.0.0.1:9;" in page.headers["Content-Security-Policy"]
        fields = dict(Reader(page.text).form(INSTALL).fields) | {"account": "wanda", "selection": "all"}
        answer = window.session.post(
            window.url + INSTALL, data=fields, headers={"Origin": window.url}, allow_redirects=False
        )
        (number,) = world.installations
        assert answer.headers["Location"] == (
            f"http://127.0.0.1:9/installed?x=1&installation_id={number}&setup_action=install"
        )

    def test_its_page_changes_suspends_and_removes_it(self, browse: Open, world: World, app: App) -> None:
        installation = install(world, app, "octo-org")
        path = f"/organizations/octo-org/settings/installations/{installation.database_id}"
        window = browse("rita")
        window.send(path, path, selection="selected", repository=["octo-org/secret"])
        assert installation.repository_ids == {world.repository("octo-org/secret").database_id}
        window.send(path, f"{path}/suspended")
        assert installation.suspended_by is world.account("rita")
        assert "Suspended" in window.read(path).text
        window.send(path, f"{path}/suspended")
        assert installation.suspended_at is None
        window.send(path, f"{path}/removed")
        assert world.installations == {}

    def test_others_do_not_see_that_page(self, browse: Open, world: World, app: App) -> None:
        installation = install(world, app, "octo-org")
        for place in ("/settings", "/organizations/octo-org/settings"):
            path = f"{place}/installations/{installation.database_id}"
            assert browse("wanda").get(path).status_code == 404
            assert browse("wanda").send(path, f"{path}/removed").status_code == 404
        assert list(world.installations) == [installation.database_id]


def test_what_the_pages_made_is_remembered(world: World, app: App) -> None:
    app.is_public, app.is_hook_active, app.setup_url = False, False, "http://127.0.0.1:9/"
    app.description, app.home, app.client_secret = "Coffee", "http://127.0.0.1:9/home", "secret"
    installation: Installation = install(world, app, "octo-org", repositories=["octo-org/arch"])
    suspend(world, installation)
    assert world_as_data(world_from_data(world_as_data(world))) == world_as_data(world)
