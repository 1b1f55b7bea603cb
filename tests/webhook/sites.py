"""A sandbox with an App that is installed at two accounts, for tests of what the server may do with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import requests

from arch_hour.gateway.apps import AppGateway
from arch_hour.gateway.connection import AppKey
from arch_hour.gateway.patience import Patience
from arch_hour.hosts import Address
from sandbox.apps import add_app, install
from sandbox.rules.signatures import private_key
from sandbox.server import Running, serve
from sandbox.world import World
from webhook.access import AppAccess, Credentials

if TYPE_CHECKING:
    from sandbox.records import App, Installation

NOW = datetime(2020, 12, 17, 15, 0, tzinfo=UTC)
TOKEN = "ghp_Kept0ut0fEverySentence"
PERMISSIONS = {"contents": "read", "issues": "write", "metadata": "read"}
WITH_PROJECTS = {**PERMISSIONS, "organization_projects": "write"}


@dataclass
class Site:
    """A sandbox with an App that is installed at two accounts, and the access which that gives."""

    running: Running
    app: "App"
    acme: "Installation"
    ada: "Installation"
    pauses: list[float] = field(default_factory=list)
    ours: datetime = NOW

    @property
    def world(self) -> World:
        return self.running.world

    def access(self, project_token: str = "") -> AppAccess:
        address = Address(self.running.url, self.running.graphql_url)
        patience = Patience(pause=self.pauses.append, clock=self._clock)
        key = AppKey(str(self.app.database_id), private_key(self.app))
        return AppAccess(AppGateway.of(address, key, patience), project_token, clock=self._clock)

    def pass_by(self, **time: float) -> None:
        """Time goes by, by both clocks."""
        self.world.clock.move(timedelta(**time))
        self.ours += timedelta(**time)

    def minted(self) -> int:
        """How many tokens there are."""
        return sum(token.installation is not None for token in self.world.tokens.values())

    def works(self, credentials: Credentials) -> bool:
        """Whether the sandbox takes a token."""
        answer = requests.get(
            f"{self.running.url}/installation/repositories",
            headers={"Authorization": f"Bearer {credentials.token}"},
            timeout=10,
        )
        return answer.ok

    def _clock(self) -> float:
        return self.ours.timestamp()


@contextmanager
def site_at_work() -> Iterator[Site]:
    """The site until the context ends."""
    world = World.start(NOW)
    world.add_user("ada")
    world.add_organization("acme", owners=["ada"])
    for name in ("acme/tea", "acme/cake", "ada/notes"):
        world.add_repository(name)
    app = add_app(world, "arch-hour", "acme", permissions=PERMISSIONS, events=["issues"])
    with serve(world) as running:
        yield Site(running, app, install(world, app, "acme"), install(world, app, "ada"))
        assert running.log.failures == []
