"""People edit an issue in the moment before we write it: their words stay."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from arch_hour.environment import Environment
from arch_hour.errors import StaleError
from arch_hour.gateway.protocol import Gateway
from arch_hour.rules.changes import Change, EditIssue, Result
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Settings
from tests.integration.conftest import MEETING
from tests.integration.test_week import body_of, propose

if TYPE_CHECKING:
    from tests.integration.conftest import Town


@dataclass
class Interrupted:
    """A gateway before whose writes somebody is quicker."""

    gateway: Gateway
    meanwhile: Callable[[Change], None]
    applied: list[Change] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.gateway, name)

    def apply(self, change: Change, number: int) -> Result:
        self.meanwhile(change)
        self.applied.append(change)
        return self.gateway.apply(change, number)


def start(town: "Town", meanwhile: Callable[[Change], None]) -> Interrupted:
    gateway = Interrupted(Environment.of(town.environment("workflow")).gateway(), meanwhile)
    run(gateway, Command.ALL, Settings(town.world.clock.now()))
    return gateway


def test_a_note_written_right_before_our_refresh_is_in_what_we_write(town: "Town") -> None:
    propose(town, "ben", "First")
    agenda = town.values("run")["agenda"]["number"]
    propose(town, "ben", "Second")
    written: list[str] = []

    def write_once(change: Change) -> None:
        if isinstance(change, EditIssue) and not written:
            written.append("a note")
            town.send(
                "ada",
                "PATCH",
                f"/issues/{agenda}",
                {"body": f"{body_of(town, agenda)}\nWritten at the last moment\n"},
            )

    start(town, write_once)
    assert body_of(town, agenda).endswith("\nWritten at the last moment\n")
    assert "Second" in body_of(town, agenda)


def test_somebody_who_never_stops_editing_is_left_alone(town: "Town") -> None:
    propose(town, "ben", "First")
    agenda = town.values("run")["agenda"]["number"]
    propose(town, "ben", "Second")
    letters = iter("abcdefgh")

    def keep_writing(change: Change) -> None:
        if isinstance(change, EditIssue):
            town.send(
                "ada", "PATCH", f"/issues/{agenda}", {"body": f"{body_of(town, agenda)}{next(letters)}\n"}
            )

    with pytest.raises(StaleError, match=f"somebody keeps editing #{agenda}"):
        start(town, keep_writing)
    assert body_of(town, agenda).endswith("a\nb\nc\n")
    assert "Second" not in body_of(town, agenda)


@pytest.mark.parametrize("writes", range(1, 14))
def test_a_run_that_dies_after_any_write_is_finished_by_the_next(town: "Town", writes: int) -> None:
    done, waiting = propose(town, "ben", "Done", "ACTION @ben to write"), propose(town, "ben", "Waiting")
    town.at(MEETING - timedelta(minutes=5))
    survive(town, writes)
    start(town, lambda _: None)
    agenda = town.issues("agenda")[0]["number"]
    ticked = body_of(town, agenda).replace("- [ ] Discussed", "- [x] Discussed", 1)
    town.send("ada", "PATCH", f"/issues/{agenda}", {"body": f"{ticked}\nACTION @ada to read\n"})
    town.at(MEETING + timedelta(hours=1))
    town.send("ada", "PATCH", f"/issues/{agenda}", {"state": "closed"})
    survive(town, writes)
    start(town, lambda _: None)
    _, spent = town.spent(lambda: start(town, lambda _: None))
    assert spent == 0
    assert len(town.issues("agenda")) == 1
    assert sorted(issue["title"] for issue in town.issues("action-item")) == ["read", "write"]
    assert all(issue["assignees"] for issue in town.issues("action-item"))
    states = {number: town.send("ada", "GET", f"/issues/{number}")["state"] for number in (done, waiting)}
    assert states == {done: "closed", waiting: "open"}
    for number in (done, waiting, agenda):
        told = [
            comment["body"].split("\n")[-1]
            for comment in town.send("ada", "GET", f"/issues/{number}/comments")
        ]
        assert len(told) == len(set(told))


def survive(town: "Town", writes: int) -> None:
    """Runs until the process dies right before a write."""
    left = iter(range(writes))

    def die(_: Change) -> None:
        if next(left, None) is None:
            raise SystemExit

    try:
        start(town, die)
    except SystemExit:
        return
