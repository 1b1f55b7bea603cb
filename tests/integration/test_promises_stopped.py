"""A run that is stopped at any of its writes: the next leaves everything as if nothing had happened, and once.

What a process leaves that dies is what GitHub has by then. So the world is kept before every write of an undisturbed
run, and a run starts from each; a handful of processes are killed indeed.
"""

import subprocess
from collections.abc import Callable, Iterator
from time import sleep
from typing import Any
from unittest.mock import patch

import pytest

from sandbox.faults import DroppedConnection, Fault, LostAnswer, Slow
from sandbox.server import serve
from tests.integration.conftest import BIN, Town
from tests.integration.promises import ACTIONS, Moment, Story, furnished, seen, without_pauses

PARTS = 3
REMINDER = "<!-- arch-hour:reminder "


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    # A hundred runs begin at the same moment of the world's clock, each as the first of its hour.
    with patch("sandbox.quotas.WORKFLOW", 1_000_000), serve(furnished()) as running:
        story = Story(Town(running, tmp_path_factory.mktemp("team")))
        story.first_meeting()
        story.second_meeting()
        yield story.town
        assert running.log.failures == []
        assert running.log.unknown == []


@pytest.fixture(scope="module")
def moments(town: Town) -> list[Moment]:
    """The world before each write of a run, and after the last."""
    kept: list[Moment] = []
    with without_pauses(lambda *_: kept.append(Moment.now(town))):
        town.values(*ACTIONS)
    return [*kept, Moment.now(town)]


@pytest.fixture(scope="module")
def wanted(town: Town, moments: list[Moment]) -> list[Any]:
    """What is there after an undisturbed run, where another run finds nothing to do."""
    moments[-1].again(town)
    assert finished(town)
    return seen(town.running)


def finished(town: Town) -> bool:
    """Whether a run writes nothing any more."""
    return town.spent(lambda: town.values(*ACTIONS))[1] == 0


def without_reminders(shown: list[Any]) -> list[Any]:
    """A reminder is recorded first, so that it is never said twice; the run that dies in between leaves it out."""
    *issues, family = shown
    return [
        *(
            (*rest, tuple(each for each in comments if not each.startswith(REMINDER)))
            for *rest, comments in issues
        ),
        family,
    ]


def reminders(shown: list[Any]) -> int:
    return sum(each.startswith(REMINDER) for *_, comments in shown[:-1] for each in comments)


def test_the_run_meets_everything_that_can_become_of_a_line(town: Town, moments: list[Moment]) -> None:
    moments[0].again(town)
    done = " ".join(change["what"] for change in town.values(*ACTIONS)["changes"])
    for word in (
        "create",
        "assign",
        "unassign",
        "label",
        "take needs-owner off",
        "sub-issue",
        "edit",
        "comment on",
    ):
        assert word in done
    for word in ("as completed", "as not planned", "reopen", "edit a comment", "delete a comment"):
        assert word in done
    assert len(moments) > 30


@pytest.mark.parametrize("part", range(PARTS))
def test_a_run_that_died_at_any_write_is_finished_by_the_next(
    town: Town, moments: list[Moment], wanted: list[Any], part: int
) -> None:
    for nth, moment in list(enumerate(moments))[part::PARTS]:
        moment.again(town)
        town.values(*ACTIONS)
        found = seen(town.running)
        assert without_reminders(found) == without_reminders(wanted), f"write {nth}"
        assert reminders(found) <= reminders(wanted) == 1, f"write {nth}"
        assert finished(town), f"write {nth}"


def test_a_run_of_which_every_write_loses_its_answer_does_everything_once(
    town: Town, moments: list[Moment], wanted: list[Any]
) -> None:
    moments[0].again(town)
    struck: list[Any] = []

    def lose(*write: Any) -> None:
        if write not in struck:
            struck.append(write)
            town.running.faults.add(LostAnswer())

    with without_pauses(lose):
        town.values(*ACTIONS)
    assert sum(armed.struck for armed in town.running.faults) == len(struck) == len(moments) - 1
    assert seen(town.running) == wanted
    assert finished(town)


def test_runs_that_each_die_after_three_writes_get_there_together(
    town: Town, moments: list[Moment], wanted: list[Any]
) -> None:
    moments[0].again(town)

    def die(*_: Any) -> None:
        if next(left, None) is None:
            raise SystemExit(9)

    for _ in moments:
        left = iter(range(3))
        with without_pauses(die):
            status = town.here(*ACTIONS).returncode
        if status == 0:
            break
    assert status == 0
    assert without_reminders(seen(town.running)) == without_reminders(wanted)
    assert finished(town)


def test_a_network_that_is_gone_from_some_write_on_fails_the_run_in_one_sentence(
    town: Town, moments: list[Moment], wanted: list[Any]
) -> None:
    for nth in range(1, len(moments), 12):
        moments[0].again(town)
        with without_pauses(before_the(nth, lambda: town.running.faults.add(DroppedConnection(times=None)))):
            done = town.here(*ACTIONS)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
        town.running.faults.clear()
        town.values(*ACTIONS)
        assert without_reminders(seen(town.running)) == without_reminders(wanted), f"write {nth}"


def before_the(nth: int, act: Callable[[], object]) -> Callable[..., None]:
    """Something that happens right before the nth write."""
    counted = iter(range(1, nth + 1))

    def count(*_: Any) -> None:
        if next(counted, None) == nth:
            act()

    return count


# A creation, the owners of what was created, and a text that is written over: each late enough for all before it.
@pytest.mark.parametrize(
    ("fault", "is_done"),
    [
        pytest.param(
            Slow(seconds=1, method="POST", path="*/issues", nth=2), True, id="while GitHub is at it"
        ),
        pytest.param(
            LostAnswer(method="POST", path="*/issues", nth=2), True, id="while it waits to look again"
        ),
        pytest.param(
            DroppedConnection(method="POST", path="*/assignees", nth=3), False, id="before it tries again"
        ),
        pytest.param(LostAnswer(method="PATCH", nth=9), True, id="after a text"),
    ],
)
def test_a_process_that_is_killed_is_finished_by_the_next(
    town: Town, moments: list[Moment], wanted: list[Any], fault: Fault, *, is_done: bool
) -> None:
    moments[0].again(town)
    town.running.log.clear()
    armed = town.running.faults.add(fault)
    arguments = [str(BIN / "arch-hour"), *ACTIONS, "--now", town.world.clock.now().isoformat()]
    with subprocess.Popen(arguments, env=town.environment("workflow"), cwd=town.folder) as process:
        wait_until(lambda: armed.struck == 1)
        process.kill()
    # What a server has begun to do, it does, whoever waits for the answer.
    wait_until(lambda: any(entry.faults for entry in town.running.log))
    assert process.returncode == -9
    assert 1 < len(town.running.log.writes) < len(moments)
    assert town.running.log.writes[-1].faults == (fault.kind,)
    assert (town.running.log.writes[-1].status != 0) is is_done
    town.values(*ACTIONS)
    assert without_reminders(seen(town.running)) == without_reminders(wanted)
    assert finished(town)


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(600):
        if is_so():
            return
        sleep(0.05)
    raise AssertionError
