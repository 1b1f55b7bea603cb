"""Repositories on a sandbox for the webhook server to work for, by the real clock, and what comes of promises there."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from arch_hour.config_file import read_config
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.labels import labels_of
from sandbox.actor import Actor
from sandbox.faults.kinds import Slow
from sandbox.happenings import Happening
from sandbox.hooks.payloads import payload_of
from sandbox.records import Comment, Issue
from sandbox.server import Running, serve
from sandbox.world import World
from tests.integration.servers import SECRET, Delivery, Server, delivery
from tests.processes import until

TOPIC = "Caching"


def configuration(hours: float = 1) -> str:
    """A meeting that is so many hours away: the server goes by the real clock."""
    soon = datetime.now(UTC) + timedelta(hours=hours)
    return f"meeting: {{schedule: FREQ=DAILY, start: {soon:%Y-%m-%dT%H:%M}, timezone: UTC}}\n"


@dataclass(frozen=True)
class Place:
    """A repository with a topic, in which people make promises."""

    running: Running
    name: str
    topic: Issue

    @property
    def number(self) -> int:
        """GitHub's number of it."""
        return self.topic.repository.database_id

    def promise(self, words: str) -> Delivery:
        """Has ben promise something on the topic; gives what GitHub would deliver."""
        return self.told(self.comment(f"ACTION @ben to {words}"))

    def comment(self, text: str, issue: Issue | None = None) -> Comment:
        """A comment that nobody delivers."""
        return Actor(self.running.world, "ben").comment(issue or self.topic, text)

    def told(self, comment: Comment, guid: str = "") -> Delivery:
        """What GitHub delivers of a new comment."""
        return delivery("issue_comment", self.payload("issue_comment", "created", comment), guid)

    def payload(self, event: str, action: str | None, subject: Any, **parts: object) -> dict[str, Any]:
        """What GitHub tells of something that ben did here."""
        world = self.running.world
        happening = Happening(event, action, world.account("ben"), subject, self.topic.repository, parts)
        with world.lock:
            found = payload_of(self.running.url, happening)
        assert found is not None
        return dict(found)

    def configure(self) -> Delivery:
        """Has ben push a configuration; gives what GitHub would deliver."""
        repository = self.topic.repository
        self.running.world.put_file(self.name, DEFAULT_PATH, configuration(), by="ben")
        told = {"commit": repository.commits[-1], "before": "0" * 40, "added": [DEFAULT_PATH]}
        return delivery("push", self.payload("push", None, repository, **told))

    def issues(self, label: str) -> list[Issue]:
        """The issues that have a label."""
        with self.running.world.lock:
            return [
                issue
                for issue in self.topic.repository.issues.values()
                if any(each.name == label for each in issue.labels)
            ]

    def promises(self) -> Counter[str]:
        """How many follow-ups there are of each promise, by its words."""
        return Counter(issue.title for issue in self.issues("action-item"))


@dataclass
class Places:
    """A sandbox with some repositories, and servers that work for them with ada's token."""

    running: Running
    folder: Path
    token: str
    all: list[Place] = field(default_factory=list)

    @property
    def world(self) -> World:
        """The store behind the sandbox."""
        return self.running.world

    def found(self, name: str, text: str | None = None) -> Place:
        """A new repository, with a configuration where there is a text of one, and a topic."""
        repository = self.world.add_repository(name, roles={"ada": "admin", "ben": "write"})
        for label in labels_of(read_config(configuration(), "arch-hour.yml")):
            self.world.add_label(repository, label.name, color=label.color, description=label.description)
        if text:
            self.world.put_file(name, DEFAULT_PATH, text)
        topic = Actor(self.world, "ada").open_issue(name, TOPIC, labels=("topic",))
        place = Place(self.running, name, topic)
        self.all.append(place)
        return place

    def environment(self, **more: str) -> dict[str, str]:
        """What a server is started with; an empty value takes a variable away."""
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "GITHUB_API_URL": self.running.url,
            "GITHUB_GRAPHQL_URL": self.running.graphql_url,
            "ARCH_HOUR_TOKEN": self.token,
            "ARCH_HOUR_WEBHOOK_SECRET": SECRET,
        }
        return {name: value for name, value in (environ | more).items() if value}

    def server(self, name: str = "server", **more: str) -> Server:
        """A server that is not started yet."""
        return Server(self.environment(**more), self.folder, name=name)


@contextmanager
def places(folder: Path, count: int = 1) -> Iterator[Places]:
    """So many repositories, whose meetings are in an hour."""
    world = World.start()
    for login in ("ada", "ben"):
        world.add_user(login)
    with serve(world) as running:
        made = Places(running, folder, world.add_token("ada"))
        for number in range(1, count + 1):
            made.found(f"octo-org/arch-{number}", configuration())
        yield made
        assert running.log.failures == [], "the sandbox itself failed"


def amid_a_run(town: Places, server: Server, words: str, seconds: float) -> Place:
    """A place with a run that is in the middle of its work, which takes so many seconds more."""
    place = town.all[0]
    fault = town.running.faults.add(Slow(method="POST", path=f"/repos/{place.name}/issues", seconds=seconds))
    assert server.deliver(place.promise(words)).status_code == 202
    until(lambda: fault.struck)
    return place


def settle(server: Server, seconds: float = 90) -> float:
    """Waits until no repository has anything left to do; gives how many seconds that took."""
    began = monotonic()
    until(lambda: not unsettled(server), seconds)
    return monotonic() - began


def swept(server: Server) -> None:
    """Waits for the look at everything with which a server begins."""
    until(lambda: any("a sweep ordered" in line["message"] for line in server.lines()))


def unsettled(server: Server) -> float:
    """How many repositories have something to do."""
    found = server.metrics()
    return sum(
        found.get(f'arch_hour_repositories{{state="{state}"}}', 0.0) for state in ("waiting", "running")
    )
