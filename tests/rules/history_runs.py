"""Runs in a history, with faults in between."""

from collections.abc import Callable
from datetime import timedelta

from arch_hour.rules.changes import Change
from arch_hour.rules.events import Command
from arch_hour.run import go_through
from tests.rules.faults import Behind, Writer, carry, session
from tests.rules.histories import Team
from tests.rules.history_checks import check_all, number_of


def plain(team: Team) -> list[Change]:
    """A run that nothing disturbs."""
    team.repository.room = None
    team.repository.now += timedelta(seconds=61)
    run = session(team.repository)
    go_through(run, Command.ACTIONS)
    team.repository._agrees_with(run.snapshot)
    return [step.change for step in run.steps]


def clean(team: Team, a: int, b: int, c: int) -> str | None:
    """A run that nothing disturbs."""
    return f"a run makes {len(plain(team))} changes ({a}, {b}, {c})"


def stopped(team: Team, a: int, b: int, c: int) -> str | None:
    """A run that is stopped after some changes."""
    team.repository.room = a % 7
    done = carry(session(team.repository))
    team.repository.room = None
    return f"a run is stopped after {len(done)} changes ({b}, {c})"


def lost_answer(team: Team, a: int, b: int, c: int) -> str | None:
    """A run to which nobody answers that an issue was made."""
    carry(session(team.repository, writer=Writer(team.repository, twice=bool(a % 2))))
    return f"a run loses the answer of a create{', which is made twice' if a % 2 else ''} ({b}, {c})"


def at_once(team: Team, a: int, b: int, c: int) -> str | None:
    """Two runs read the same; the second is stopped somewhere, or not."""
    first = session(team.repository, Behind.of(team.repository))
    second = session(team.repository, Behind.of(team.repository))
    team.repository.room = a % 6 if b % 2 else None
    carry(first)
    team.repository.room = None
    carry(second)
    return f"two runs at once make {len(first.steps)} and {len(second.steps)} changes ({c})"


def lagging(team: Team, a: int, b: int, c: int) -> str | None:
    """A run that does not see the newest."""
    done = carry(session(team.repository, Behind.of(team.repository, follow_ups=a % 3, comments=b % 3)))
    for _, line in team.living():
        line.number = None if line.edits else line.number
    return f"a run without {a % 3} follow-ups and {b % 3} comments makes {len(done)} changes ({c})"


def with_words(team: Team, a: int, b: int, c: int) -> str | None:
    """People write in the same moments as a run."""
    repository, left = team.repository, [a % 3]

    def write(number: int) -> None:
        if left[0] > 0:
            left[0] -= 1
            repository.write(number, team.word(number))

    def write_on(number: int, comment: int) -> None:
        said = repository.said(number, comment)
        if left[0] > 0 and said is not None:
            left[0] -= 1
            repository.edit_comment(number, comment, f"{said.body}\n\n{team.word(number)}\n")

    if b % 2:
        repository.meanwhile, repository.meanwhile_said = write, write_on
    else:
        repository.afterwards, repository.afterwards_said = write, write_on
    done = carry(session(team.repository))
    nothing: Callable[..., None] = lambda *_: None  # noqa: E731
    repository.meanwhile = repository.afterwards = nothing
    repository.meanwhile_said = repository.afterwards_said = nothing
    return f"people write {a % 3 - left[0]} words during a run of {len(done)} changes ({c})"


def settle(team: Team, a: int, b: int, c: int) -> str | None:
    """After one or two runs that nothing disturbs everything is as it should be, and stays so."""
    if plain(team) and plain(team):
        third = plain(team)
        assert third == [], f"a third run writes {third}"
    elif c % 2:
        assert plain(team) == [], "a run writes after one that had nothing to write"
    check_all(team)
    for text, line in team.living():
        line.number = number_of(team, text, line)
        line.edits = 0
    for text in team.texts:
        text.gone = [line for line in text.gone if line.number]
    return f"settled ({a}, {b})"
