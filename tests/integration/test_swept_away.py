"""People write between our look at a text and our write over it, over HTTP on both sides: GitHub's history has it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from arch_hour.environment import Environment
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.patience import Patience
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Outcome, Settings
from sandbox.faults import LostAnswer
from tests.integration.conftest import MEETING
from tests.integration.test_week import body_of, propose

if TYPE_CHECKING:
    from tests.integration.conftest import Town

Act = Callable[[], None]
FREEZE = MEETING - timedelta(minutes=10)


@dataclass(frozen=True)
class Window(Connection):
    """A connection that lets people act at the edges of a write over an issue's text."""

    before: list[Act] = field(default_factory=list)
    after: list[Act] = field(default_factory=list)

    def once(self, verb: str, path: str, data: Any = None) -> Any:
        if verb != "PATCH":
            return super().once(verb, path, data)
        self._let(self.before)
        answer = super().once(verb, path, data)
        self._let(self.after)
        return answer

    @staticmethod
    def _let(acts: list[Act]) -> None:
        if acts:
            acts.pop(0)()


def start(
    town: "Town", *, before: tuple[Act, ...] = (), after: tuple[Act, ...] = (), waiting: Act = lambda: None
) -> Outcome:
    """One run, in whose writes people fall: the first act in its first write, and so on."""
    gateway = Environment.of(town.environment("workflow")).gateway()
    known = gateway.connection
    window = Window(
        known.address, known.token, Patience(pause=lambda _: waiting()), known._time, [*before], [*after]
    )
    return run(replace(gateway, connection=window), Command.ALL, Settings(town.world.clock.now()))


def rewrite(town: "Town", agenda: int, *edits: tuple[str, Callable[[str], str]]) -> Act:
    def act() -> None:
        for by, edit in edits:
            town.send(by, "PATCH", f"/issues/{agenda}", {"body": edit(body_of(town, agenda))})

    return act


def note(text: str) -> Callable[[str], str]:
    return lambda body: f"{body}\n{text}\n"


def agenda_with_news(town: "Town") -> int:
    propose(town, "ben", "First")
    start(town)
    propose(town, "ben", "Second")
    number: int = town.issues("agenda")[0]["number"]
    return number


def settled(town: "Town", agenda: int) -> str:
    """The agenda's text, once another run has nothing to do any more."""
    assert town.spent(lambda: start(town))[1] == 0
    assert len(town.issues("agenda")) == 1
    body = body_of(town, agenda)
    assert "Second" in body
    assert body.count("- [ ] Discussed") == (2 if town.world.clock.now() >= FREEZE else 0)
    return body


@pytest.mark.parametrize("moment", [None, FREEZE], ids=["refresh", "freeze"])
@pytest.mark.parametrize(
    "edits",
    [
        pytest.param([("ada", note("my note"))], id="a note"),
        pytest.param(
            [("ada", lambda body: note("my note")(body).replace("\n", "\r\n"))], id="saved by a browser"
        ),
        pytest.param([("ada", lambda body: body.replace("### On the", "my note"))], id="inside our block"),
        pytest.param([("ada", note("first")), ("ben", note("my note"))], id="two people"),
    ],
)
def test_words_that_our_write_swept_away_are_back_when_the_run_ends(
    town: "Town", edits: list[tuple[str, Callable[[str], str]]], moment: Any
) -> None:
    agenda = agenda_with_news(town)
    if moment:
        town.at(moment)
    start(town, before=(rewrite(town, agenda, *edits),))
    body = settled(town, agenda)
    assert (body.count("my note"), body.count("first\n")) == (1, len(edits) - 1)


def test_words_written_between_our_write_and_the_look_after_it_stay(town: "Town") -> None:
    agenda = agenda_with_news(town)
    start(town, after=(rewrite(town, agenda, ("ada", note("my note"))),))
    assert settled(town, agenda).endswith("\nmy note\n")


def test_words_swept_away_by_a_run_that_died_right_after_are_put_back_by_the_next(town: "Town") -> None:
    agenda = agenda_with_news(town)
    town.at(FREEZE)
    with pytest.raises(SystemExit):
        start(town, before=(rewrite(town, agenda, ("ada", note("my note"))),), after=(die,))
    assert "my note" not in body_of(town, agenda)
    rewrite(town, agenda, ("ben", note("afterthought")))()
    changes = town.values("run")["changes"]
    assert [change["why"] for change in changes] == ["somebody wrote in the same moment as we did"]
    body = settled(town, agenda)
    assert (body.count("my note"), body.count("afterthought")) == (1, 1)


def die() -> None:
    raise SystemExit


def test_a_write_whose_answer_was_lost_is_not_repeated_over_anybody(town: "Town") -> None:
    agenda = agenda_with_news(town)
    town.running.faults.add(LostAnswer(method="PATCH", nth=2))
    words = ("right before it", "while we wait", "right before the next one")
    before, waiting, later = (rewrite(town, agenda, ("ada", note(text))) for text in words)
    start(town, before=(before, later), waiting=waiting)
    assert [armed.struck for armed in town.running.faults] == [1]
    body = settled(town, agenda)
    assert [body.count(text) for text in words] == [1, 1, 1]
