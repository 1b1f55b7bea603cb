"""A team in its second meeting with promises, where everything became of a line that can since the last run."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

from arch_hour.gateway.connection import Connection
from arch_hour.gateway.patience import Patience
from sandbox.actor import Actor
from sandbox.records import Comment, Issue
from sandbox.server import Running
from sandbox.world import World
from tests.integration.conftest import CONFIGURATION, MEETING, REPOSITORY, Town, add_labels
from tests.integration.test_faults import shown

ACTIONS = ("run", "--command", "actions")
PEOPLE = ("ada", "ben", "cleo", "dan", "ablackwell", "nasthagiri")
WEEK = timedelta(weeks=1)
# All of a world that requests change.
KEPT = ("identities", "accounts", "tokens", "repositories", "nodes")

# What ben says in the first meeting, by what became of it until the second.
SAID = {
    "edited": "ACTION @ben to write the decision down",
    "given to others": "ACTION @dan to ask the owners",
    "ticked": "ACTION @dan to sort the logs",
    "struck": "ACTION @ada to drop the old table",
    "deleted": "ACTION @cleo to count the calls",
    "owner found": "ACTION @Some Body to look at alerts",
    "owner lost": "ACTION @ben to name the service",
    "done too early": "ACTION @cleo to move the queue",
    "made twice": "ACTION @ada to keep an eye on it",
    "left alone": "ACTION @ben and @nobody-here to tell the others",
    "overdue": "ACTION @dan to renew the certificate, due 2020-12-10",
    "in people's hands": "ACTION @ada and @ben to plan the spring",
}


def furnished() -> World:
    """The team and its repository."""
    world = World.start(MEETING - WEEK - timedelta(days=1))
    for login in (*PEOPLE, "stranger"):
        world.add_user(login)
    world.add_repository(REPOSITORY, roles=dict.fromkeys(PEOPLE, "write") | {"ada": "maintain"})
    add_labels(world, REPOSITORY)
    values = CONFIGURATION + "actions: {remind_after: 7d}\n"
    world.put_file(REPOSITORY, ".github/arch-hour.yml", values)
    return world


class Story:
    """What the team does, told to the world directly; its runs are those of the real entry point."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.said: dict[str, Comment] = {}

    def by(self, login: str) -> Actor:
        """Somebody of the team."""
        return Actor(self.town.world, login)

    def issue(self, number: int) -> Issue:
        """An issue of the repository."""
        return self.town.world.repository(REPOSITORY).issues[number]

    def agenda(self, date: str) -> Issue:
        """The agenda of a meeting."""
        issues = self.town.world.repository(REPOSITORY).issues.values()
        return next(issue for issue in issues if issue.title.endswith(date))

    def follow_up(self, task: str) -> Issue:
        """The first follow-up of a task."""
        return next(
            issue for issue in self.town.world.repository(REPOSITORY).issues.values() if issue.title == task
        )

    def first_meeting(self) -> None:
        """Promises in topics, comments and notes, and the runs that made follow-ups of them."""
        ada, ben = self.by("ada"), self.by("ben")
        ada.open_issue(REPOSITORY, "Caching", "Who does?\n\n- ACTION @cleo to draw it\n", labels=("topic",))
        topic = ada.open_issue(REPOSITORY, "Search", "How?", labels=("topic",))
        ada.react(topic)
        self.at(-WEEK - timedelta(minutes=10))
        self.town.values("run")
        self.at(-WEEK + timedelta(minutes=30))
        self.said = {name: ben.comment(topic, text) for name, text in SAID.items()}
        self.note("2020-12-10", "Caching", "ACTION @ada and @octo-org/core to write a guide with @ben")
        self.town.values("run")
        ben.edit(self.said["done too early"], f"- [x] {SAID['done too early']}")
        self.at(-WEEK + timedelta(hours=14))
        self.town.values("run")

    def second_meeting(self) -> None:
        """What people did with all that until half an hour into the second meeting."""
        self.at(-timedelta(minutes=10))
        self.town.values("run")
        self.at(timedelta(minutes=30))
        ada, ben = self.by("ada"), self.by("ben")
        rewritten = {
            "edited": f"{SAID['edited']} as ADR 12",
            "given to others": "ACTION @ben and @cleo to ask the owners",
            "ticked": f"- [x] {SAID['ticked']}",
            "struck": f"- ~~{SAID['struck']}~~",
            "owner found": "ACTION @dan to look at alerts",
            "owner lost": "ACTION TBD to name the service",
            "done too early": SAID["done too early"],
            "in people's hands": "ACTION @ada and @ben to plan the spring and the summer",
        }
        for name, text in rewritten.items():
            ben.edit(self.said[name], text)
        ben.delete(self.said["deleted"])
        ada.edit(self.issue(1), "Who does?\n")
        planned = self.follow_up("plan the spring")
        ada.rename(planned, "Spring!")
        ada.unassign(planned, "ben")
        ada.edit(planned, f"{planned.body}\nWe begin in March.\n")
        self.twice()
        self.note("2020-12-17", "Search", "ACTION @ada and @octo-org/core to write a guide with @ben")
        self.note("2020-12-17", "Search", "ACTION @ada and @nobody-here to ask around, due 2021-01-05")
        self.by("cleo").comment(self.issue(2), "ACTION @ada and @nobody-here to ask around, due 2021-01-05")
        self.by("cleo").comment(self.issue(1), "- ACTION: measure it first\n- ACTION @cleo: warm it up\n")

    def twice(self) -> None:
        """What two runs at once may leave: two follow-ups of a line, two summaries of an issue."""
        bot = Actor(self.town.world, "github-actions[bot]")
        made = self.follow_up("keep an eye on it")
        again = self.town.send("workflow", "POST", "/issues", {"title": made.title, "body": made.body})
        labels = {"labels": ["action-item"]}
        self.town.send("workflow", "POST", f"/issues/{again['number']}/labels", labels)
        topic = self.issue(2)
        told = next(each for each in topic.comments if "Follow-ups from here" in each.body)
        bot.comment(topic, told.body)

    def at(self, after: timedelta) -> None:
        """Sets the clock, by the second meeting's start."""
        self.town.at(MEETING + after)

    def note(self, date: str, title: str, line: str) -> None:
        """A line in the section of a topic, as the scribe takes it."""
        agenda = self.agenda(date)
        heading = next(
            each for each in (agenda.body or "").split("\n") if each.startswith("### ") and title in each
        )
        head, section, rest = (agenda.body or "").partition(heading)
        following = rest.find("\n### ")
        end = following if following >= 0 else len(rest)
        self.by("ada").edit(agenda, f"{head}{section}{rest[:end].rstrip()}\n\n- {line}\n{rest[end:]}")


def follow_up(town: Town, number: int = 2) -> Issue:
    return town.world.repository(REPOSITORY).issues[number]


def follow_ups(town: Town) -> list[str]:
    """The titles of the follow-ups that are open."""
    return [one["title"] for one in town.issues("action-item", "open")]


def writes(town: Town) -> int:
    return town.spent(lambda: town.values(*ACTIONS))[1]


def summaries(issue: Issue) -> list[str]:
    return [each.body for each in issue.comments if "Follow-ups from here" in each.body]


@dataclass(frozen=True)
class Watched(Connection):
    """A connection whose waits take no time, and of which somebody hears before each write."""

    before_write: Callable[[str, str, Any], None] = lambda *_: None

    def once(self, verb: str, path: str, data: Any = None) -> Any:
        if verb != "GET":
            self.before_write(verb, path, data)
        return super().once(verb, path, data)


@contextmanager
def without_pauses(before_write: Callable[[str, str, Any], None] = lambda *_: None) -> Iterator[None]:
    """Runs of the entry point in this process whose waits take no time."""
    hasty = partial(Watched, patience=Patience(pause=lambda _: None), before_write=before_write)
    with patch("arch_hour.gateway.connection.Connection", hasty):
        yield


def seen(running: Running) -> list[Any]:
    """All that people see: the issues, and which is part of which."""
    issues = running.world.repository(REPOSITORY).issues
    return [
        *shown(running),
        {number: [child.number for child in one.sub_issues] for number, one in issues.items()},
    ]


@dataclass(frozen=True)
class Moment:
    """What GitHub had at one moment, to which it can be taken back again and again."""

    kept: bytes

    @classmethod
    def now(cls, town: Town) -> "Moment":
        """The world as it is."""
        with town.world.lock:
            return cls(pickle.dumps({name: getattr(town.world, name) for name in KEPT}))

    def again(self, town: Town) -> None:
        """Everything as it was, and nothing in the way."""
        town.running.faults.clear()
        with town.world.lock:
            vars(town.world).update(pickle.loads(self.kept))  # noqa: S301  nobody else had it meanwhile
