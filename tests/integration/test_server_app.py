"""The server as a GitHub App: the sandbox tells it what happens, and gives it tokens that last an hour."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sandbox.apps import (
    add_app,
    add_repositories,
    install,
    remove_repositories,
    suspend,
    uninstall,
    unsuspend,
)
from sandbox.rules.signatures import private_key
from tests.integration.conftest import REPOSITORY, add_labels
from tests.integration.servers import SECRET, Server, delivery, serving
from tests.processes import until
from webhook.manifest import manifest

if TYPE_CHECKING:
    from sandbox.log import Entry
    from sandbox.records import App, Installation
    from tests.integration.conftest import Town

TEA, MINT, BARE = "octo-org/tea", "octo-org/mint", "octo-org/bare"
BOT = "arch-hour[bot]"


@dataclass
class Club:
    """An organization in which the App works, and its server."""

    town: "Town"
    server: Server
    app: "App"
    installation: "Installation"

    @property
    def database(self) -> Path:
        """Where the server keeps what it has to do."""
        return self.town.folder / "memory.sqlite"

    def say(self, words: str, repository: str = REPOSITORY) -> None:
        """Somebody writes into an issue, which GitHub tells the server."""
        self.town.send("ada", "POST", f"/../../{repository}/issues/1/comments", {"body": words})

    def promises(self, repository: str = REPOSITORY) -> list[str]:
        """What follow-ups say."""
        return self._titles(repository, "action-item")

    def agendas(self, repository: str = REPOSITORY) -> list[str]:
        return self._titles(repository, "agenda")

    def repository_id(self, full_name: str) -> int:
        return self.town.world.repository(full_name).database_id

    def tell(self, event: str, full_name: str, **payload: Any) -> int:
        """A delivery that the sandbox would not send by itself."""
        place = {"id": self.repository_id(full_name), "full_name": full_name}
        told = {"repository": place, "installation": {"id": self.installation.database_id}, **payload}
        return self.server.deliver(delivery(event, told)).status_code

    def tell_of_a_comment(self, full_name: str = REPOSITORY) -> int:
        return self.tell(
            "issue_comment",
            full_name,
            action="created",
            issue={"number": 1, "labels": [{"name": "topic"}], "body": "x"},
            comment={"body": "ACTION @ada to nod"},
            sender={"login": "ada", "type": "User"},
        )

    def asked(self) -> "list[Entry]":
        """What the server asked, or wanted to ask, of GitHub."""
        people = ("ada", "ben")
        return [each for each in self.town.running.log if each.who not in people]

    def tokens(self) -> int:
        """How many tokens were given to the server."""
        return sum(each.path.endswith("/access_tokens") and each.status == 201 for each in self.asked())

    def wait_for_quiet(self) -> None:
        """Until all was delivered, and the server has nothing more to do."""
        self.town.running.engines.sender.drain()
        undone = (
            "SELECT workflow_uuid FROM workflow_status WHERE status IN ('ENQUEUED', 'PENDING', 'DELAYED')"
        )
        until(lambda: self.remembered(undone) == [])

    def remembered(self, query: str) -> list[str]:
        """What the server keeps: the first column of what a query finds."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as memory:
            return [row[0] for row in memory.execute(query)]

    def complaints(self) -> list[str]:
        """What the server logged that somebody should look at."""
        return [line["message"] for line in self.server.lines() if line["level"] != "INFO"]

    def _titles(self, repository: str, label: str) -> list[str]:
        found = self.town.world.repository(repository).issues.values()
        return [one.title for one in found if label in [each.name for each in one.labels]]


def meet_soon(town: "Town", full_name: str) -> None:
    """Configures a repository for a meeting in an hour, with a topic."""
    soon = time.strftime("%Y-%m-%dT%H:%M", time.gmtime(time.time() + 3600))
    configuration = f"meeting: {{schedule: FREQ=DAILY, start: {soon}}}\n"
    town.world.put_file(full_name, ".github/arch-hour.yml", configuration)
    town.send("ada", "POST", f"/../../{full_name}/issues", {"title": "Tea", "labels": ["topic"]})


@pytest.fixture
def club(town: "Town") -> Club:
    world = town.world
    # The server's clock is the real one.
    world.clock.run()
    for name in (TEA, BARE):
        world.add_repository(name, roles={"ada": "maintain"})
    add_labels(world, TEA)
    for name in (REPOSITORY, TEA):
        meet_soon(town, name)
    asked = manifest("Arch Hour", "https://tea.example.com", ())
    app = add_app(
        world,
        "arch-hour",
        "octo-org",
        permissions=asked["default_permissions"],
        events=asked["default_events"],
    )
    installation = install(world, app, "octo-org")
    environ = {
        name: value
        for name, value in town.environment("ada").items()
        if name not in ("GITHUB_TOKEN", "GITHUB_REPOSITORY")
    }
    environ |= {
        "ARCH_HOUR_WEBHOOK_SECRET": SECRET,
        "ARCH_HOUR_DATABASE_URL": f"sqlite:///{town.folder}/memory.sqlite",
        "ARCH_HOUR_APP_ID": str(app.database_id),
        "ARCH_HOUR_APP_PRIVATE_KEY": private_key(app).replace("\n", "\\n"),
    }
    server = Server(environ, town.folder)
    app.webhook_url, app.webhook_secret = f"{server.address}/webhook", SECRET
    return Club(town, server, app, installation)


@pytest.fixture
def working(club: Club) -> Iterator[Club]:
    """The same with its server at work, which has made the agendas and waits for more."""
    with serving(club.server):
        until(lambda: club.agendas() and club.agendas(TEA))
        club.wait_for_quiet()
        yield club


def test_a_server_that_knows_nothing_finds_what_it_is_for_and_replaces_tokens_that_are_over(
    working: Club,
) -> None:
    assert {one["user"]["login"] for one in working.town.issues("agenda")} == {BOT}
    assert working.agendas(BARE) == []
    working.say("ACTION @ben to brew it")
    until(lambda: working.promises() == ["brew it"])
    working.wait_for_quiet()
    # One token serves the sweep and the runs of all its repositories.
    assert working.tokens() == 1
    working.town.world.clock.move(timedelta(minutes=61))
    working.say("ACTION @ben to pour it")
    until(lambda: working.promises() == ["brew it", "pour it"])
    working.wait_for_quiet()
    assert working.tokens() == 2
    assert [each.path for each in working.asked() if each.status == 401] != []
    assert working.complaints() == []


def test_what_is_suspended_is_left_alone_until_it_goes_on_whether_it_was_told_or_not(working: Club) -> None:
    world = working.town.world
    suspend(world, working.installation)
    working.wait_for_quiet()
    before = len(working.asked())
    # GitHub tells a suspended App of nothing more; what was on its way still comes.
    working.say("ACTION @ben to brew it")
    assert working.tell_of_a_comment() == 202
    working.wait_for_quiet()
    assert len(working.asked()) == before
    unsuspend(world, working.installation)
    until(lambda: working.promises() == ["brew it"])
    working.wait_for_quiet()

    with world.lock:
        working.installation.suspended_at = world.clock.now()
    before = len(working.asked())
    working.say("ACTION @ben to pour it", TEA)
    for repository in (TEA, REPOSITORY):
        assert working.tell_of_a_comment(repository) == 202
        working.wait_for_quiet()
    # It is found out by the first request with the token that the server had.
    assert len(working.asked()) == before + 1
    unsuspend(world, working.installation)
    until(lambda: working.promises(TEA) == ["pour it"])
    assert working.complaints() == []


def test_a_server_that_starts_while_it_is_suspended_waits_and_then_repositories_come_and_go(
    club: Club,
) -> None:
    world = club.town.world
    remove_repositories(world, club.installation, TEA, BARE)
    suspend(world, club.installation)
    with serving(club.server):
        club.wait_for_quiet()
        assert [each.path for each in club.asked()] == ["/app/installations"]
        unsuspend(world, club.installation)
        until(club.agendas)
        club.wait_for_quiet()
        assert club.agendas(TEA) == []
        add_repositories(world, club.installation, TEA)
        until(lambda: club.agendas(TEA))
        club.wait_for_quiet()
        remove_repositories(world, club.installation, TEA)
        club.wait_for_quiet()
        before = len(club.asked())
        club.say("ACTION @ben to brew it", TEA)
        club.wait_for_quiet()
        assert len(club.asked()) == before
        club.say("ACTION @ben to pour it")
        until(lambda: club.promises() == ["pour it"])
        assert club.complaints() == []


def test_a_repository_keeps_its_number_whatever_it_is_called_and_an_app_that_is_gone_may_come_back(
    working: Club,
) -> None:
    world, agendas = working.town.world, len(working.agendas(TEA))
    with world.lock:
        repository = world.repositories.pop(TEA)
        repository.name = "mint"
        world.repositories[MINT] = repository
    assert working.tell("repository", MINT, action="renamed") == 202
    working.say("ACTION @ben to brew it", MINT)
    until(lambda: working.promises(MINT) == ["brew it"])
    working.wait_for_quiet()
    assert len(working.agendas(MINT)) == agendas

    uninstall(world, working.installation)
    working.wait_for_quiet()
    working.say("ACTION @ben to pour it", MINT)
    assert working.tell_of_a_comment(MINT) == 202
    working.wait_for_quiet()
    install(world, working.app, "octo-org")
    until(lambda: working.promises(MINT) == ["brew it", "pour it"])
    working.wait_for_quiet()
    assert working.complaints() == []


def test_what_changed_while_no_server_listened_is_found_by_the_sweep(working: Club) -> None:
    world = working.town.world
    world.add_repository("octo-org/late", roles={"ada": "maintain"})
    meet_soon(working.town, "octo-org/late")
    assert working.server.stop() == 0
    remove_repositories(world, working.installation, REPOSITORY)
    working.say("ACTION @ben to brew it", TEA)
    working.town.running.engines.sender.drain()
    with serving(working.server):
        until(lambda: working.promises(TEA) and working.agendas("octo-org/late"))
        working.wait_for_quiet()
        known = working.remembered("SELECT full_name FROM arch_hour_repository ORDER BY id")
        assert known == [TEA, BARE, "octo-org/late"]
        assert working.complaints() == []
