"""Whatever goes wrong on the way to GitHub, once the trouble is over everything is there, and there once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from re import sub

import pytest

from arch_hour.errors import ArchHourError
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.patience import Patience
from arch_hour.hosts import Address
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Outcome, Settings
from sandbox.actor import Actor
from sandbox.faults import (
    DroppedConnection,
    Fault,
    LaggingLists,
    LostAnswer,
    MalformedJson,
    QuotaGone,
    Status,
)
from sandbox.server import Running, serve
from sandbox.world import World
from tests.integration.conftest import CONFIGURATION, MEETING, REPOSITORY, Town, add_labels

# What one issue shows: its number, title, text, state, labels, assignees and comments.
Shown = tuple[int, str, str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
KINDS: dict[str, Callable[[int], Fault]] = {
    "answer lost": lambda nth: LostAnswer(nth=nth),
    "connection dropped": lambda nth: DroppedConnection(nth=nth),
    "502": lambda nth: Status(status=502, nth=nth),
    "secondary limit": lambda nth: Status(status=403, secondary=True, nth=nth),
    "half an answer": lambda nth: MalformedJson(nth=nth),
}


@contextmanager
def after_the_meeting() -> Iterator[Running]:
    """A repository whose agenda was closed with a ticked topic and ACTION lines on it."""
    world = World.start(MEETING - timedelta(days=2))
    for login in ("ada", "ben"):
        world.add_user(login)
    world.add_repository(REPOSITORY, roles={"ada": "maintain", "ben": "write"})
    add_labels(world, REPOSITORY)
    world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION)
    ada = Actor(world, "ada")
    for title, body in (("Pipelines", "ACTION @ben to draw them"), ("Queues", None)):
        ada.open_issue(REPOSITORY, title, body, labels=("topic",))
    with serve(world) as running:
        freeze = MEETING - timedelta(minutes=10)
        world.clock.freeze(freeze)
        meet(running)
        (agenda,) = [one for one in world.repository(REPOSITORY).issues.values() if one.has_label("agenda")]
        ticked = (agenda.body or "").replace("- [ ] Discussed", "- [x] Discussed", 1)
        ada.edit(agenda, f"{ticked}\n\n- ACTION @ada to write it down\n")
        world.clock.freeze(MEETING + timedelta(minutes=61))
        ada.close(agenda)
        yield running


def meet(running: Running) -> Outcome:
    """One run, whose pauses take no time."""
    token = running.world.workflow_token(REPOSITORY)
    connection = Connection(Address(running.url, running.graphql_url), token, Patience(pause=lambda _: None))
    gateway = GithubGateway(connection, REPOSITORY)
    return run(gateway, Command.ALL, Settings(running.world.clock.now()))


def shown(running: Running) -> list[Shown]:
    """All that people see of the repository's issues."""
    return [
        (
            issue.number,
            issue.title,
            anywhere(running, issue.body or ""),
            issue.state.value,
            tuple(sorted(label.name for label in issue.labels)),
            tuple(sorted(account.login for account in issue.assignees)),
            tuple(anywhere(running, comment.body) for comment in issue.comments),
        )
        for issue in running.world.repository(REPOSITORY).issues.values()
    ]


def anywhere(running: Running, text: str) -> str:
    """A text without what differs from one port of the machine to another: addresses, and digests of such texts."""
    return sub(r'"(?:digest|of|whole|made_of)":"\w+"', "", text.replace(running.url, ""))


@cache
def undisturbed() -> tuple[int, list[Shown]]:
    """How many requests the run makes when nothing goes wrong, and what is there after it."""
    with after_the_meeting() as running:
        running.log.clear()
        meet(running)
        return len(running.log), shown(running)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_at_any_request_leaves_nothing_undone_and_nothing_twice(kind: str) -> None:
    requests, wanted = undisturbed()
    assert requests > 10
    for nth in range(1, requests + 1):
        with after_the_meeting() as running:
            running.faults.add(KINDS[kind](nth))
            try:
                meet(running)
            except ArchHourError:
                meet(running)
            assert [armed.struck for armed in running.faults] == [1], f"request {nth}"
            assert shown(running) == wanted, f"request {nth}"


@pytest.mark.parametrize("reads", [1, 2])
def test_a_list_that_lags_behind_a_create_whose_answer_was_lost_shows_it_in_time(reads: int) -> None:
    _, wanted = undisturbed()
    with after_the_meeting() as running:
        running.faults.add(LostAnswer(method="POST", path="*/issues"))
        running.faults.add(LaggingLists(reads=reads))
        meet(running)
        assert shown(running) == wanted


def test_a_quota_that_is_gone_is_waited_for_or_told() -> None:
    with after_the_meeting() as running:
        running.faults.add(QuotaGone(nth=3, seconds=3_000))
        with pytest.raises(ArchHourError, match="limit"):
            meet(running)


def test_the_command_makes_one_agenda_although_the_answer_is_lost(town: Town) -> None:
    Actor(town.world, "ben").open_issue(REPOSITORY, "A topic", labels=("topic",))
    town.running.faults.add(LostAnswer(method="POST", path="*/issues"))
    town.values("run")
    assert len(town.issues("agenda")) == 1
