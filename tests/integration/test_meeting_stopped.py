"""Runs of a meeting that are stopped at any of their writes: the next one finishes them minutes later, and once."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest

from sandbox.faults import LostAnswer
from sandbox.server import serve
from sandbox.world import World
from tests.integration.conftest import BIN, REPOSITORY, Town, add_labels
from tests.integration.meetings import Meeting
from tests.integration.promises import Moment, seen, without_pauses
from tests.integration.test_promises_stopped import wait_until

MORE = "minutes: {path: 'minutes/{date}.md'}\n"
NOTES = "- ACTION @ben to draw the new borders\n- DECISION: we carve out invoices first"
LATER = 4  # minutes


@dataclass
class Sitting:
    """A meeting at the moment right before a run, and what that run makes of it."""

    meeting: Meeting
    at: float
    moments: list[Moment]
    wanted: list[Any]

    @classmethod
    def of(cls, meeting: Meeting, at: float) -> "Sitting":
        """Lives the run through, and keeps the world before each of its writes and after the last."""
        kept: list[Moment] = []
        town = meeting.town
        with without_pauses(lambda *_: kept.append(Moment.now(town))):
            meeting.run()
        sitting = cls(meeting, at, [*kept, Moment.now(town)], state(town))
        assert meeting.is_settled()
        return sitting

    def again(self, nth: int) -> None:
        """Everything as it was right before the nth write."""
        self.moments[nth].again(self.meeting.town)
        self.meeting.at(self.at)


def state(town: Town) -> list[Any]:
    """All that people see: the issues, and the files that are not the configuration."""
    files = town.world.repository(REPOSITORY).files
    kept = {
        path: _anywhere(town, file.content) for path, file in files.items() if path.startswith("minutes/")
    }
    return [seen(town.running), kept]


def _anywhere(town: Town, content: bytes) -> str:
    return content.decode().replace(town.running.url, "")


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    """A meeting with a busy first quarter of an hour, whose workflow may write files."""
    world = World.start()
    for login in ("ada", "ben", "cleo", "stranger"):
        world.add_user(login)
    world.add_repository(REPOSITORY, roles={"ada": "maintain", "ben": "write", "cleo": "read"})
    add_labels(world, REPOSITORY)
    with patch("sandbox.quotas.WORKFLOW", 1_000_000), serve(world) as running:
        town = Town(running, tmp_path_factory.mktemp("team"))
        token = world.workflow_token(REPOSITORY, {"contents": "write", "issues": "write"})
        town.tokens["workflow"] = token
        meeting = Meeting(town)
        meeting.at(-2 * 24 * 60)
        yield Meeting.called(town, MORE, until=-40)
        assert running.log.failures == []
        assert running.log.unknown == []


@pytest.fixture(scope="module")
def beginning(meeting: Meeting) -> Sitting:
    """The first `/next`, before the freeze, with all else that a run of a meeting does."""
    meeting.say("ada", "ACTION @ben to bring biscuits\n\n/next", at=-30)
    meeting.say("ben", "/nxet")
    meeting.say("stranger", "/skip")
    return Sitting.of(meeting, -30)


@pytest.fixture(scope="module")
def ending(meeting: Meeting, beginning: Sitting) -> Sitting:
    """The `/end` of a meeting at which a topic had two boxes, one was skipped, and notes were taken."""
    beginning.again(-1)
    meeting.react(meeting.box, on=("ada", "ben"), over=("cleo",))
    meeting.order("ada", "/next", at=-20)
    meeting.order("ada", "/move-on", at=-17)
    meeting.order("ada", "/skip", at=-12)
    meeting.note("ben", meeting.topics[0], NOTES)
    meeting.say("ada", "/end", at=-8)
    meeting.say("ben", "/next")
    return Sitting.of(meeting, -8)


@pytest.fixture(params=["beginning", "ending"])
def sitting(request: pytest.FixtureRequest) -> Sitting:
    found: Sitting = request.getfixturevalue(request.param)
    return found


def test_a_run_that_died_at_any_write_is_finished_minutes_later_by_the_next(sitting: Sitting) -> None:
    assert len(sitting.moments) > 8
    for nth in range(len(sitting.moments)):
        sitting.again(nth)
        sitting.meeting.at(sitting.at + LATER)
        sitting.meeting.run()
        assert state(sitting.meeting.town) == sitting.wanted, f"write {nth}"
        assert sitting.meeting.is_settled(), f"write {nth}"


def test_a_run_of_which_every_write_loses_its_answer_does_everything_once(sitting: Sitting) -> None:
    sitting.again(0)
    town = sitting.meeting.town
    struck: list[Any] = []

    def lose(*write: Any) -> None:
        if write not in struck:
            struck.append(write)
            town.running.faults.add(LostAnswer())

    with without_pauses(lose):
        sitting.meeting.run()
    assert sum(armed.struck for armed in town.running.faults) == len(struck) == len(sitting.moments) - 1
    assert state(town) == sitting.wanted
    assert sitting.meeting.is_settled()


def test_runs_that_each_die_after_two_writes_get_there_together(sitting: Sitting) -> None:
    sitting.again(0)
    town = sitting.meeting.town
    for nth in range(len(sitting.moments)):
        sitting.meeting.at(sitting.at + nth / 10)
        left = iter(range(2))

        def die(*_: Any) -> None:
            if next(left, None) is None:  # noqa: B023  each run has its own
                raise SystemExit(9)

        with without_pauses(die):
            status = town.here("run").returncode
        if status == 0:
            break
    assert status == 0
    assert state(town) == sitting.wanted
    assert sitting.meeting.is_settled()


@pytest.mark.parametrize("nth", [1, 4])
def test_a_process_that_is_killed_is_finished_by_the_next(ending: Sitting, nth: int) -> None:
    ending.again(0)
    town = ending.meeting.town
    town.running.log.clear()
    armed = town.running.faults.add(LostAnswer(method="POST", path="*/comments", nth=nth))
    arguments = [str(BIN / "arch-hour"), "run", "--now", town.world.clock.now().isoformat()]
    with subprocess.Popen(arguments, env=town.environment("workflow"), cwd=town.folder) as process:
        wait_until(lambda: armed.struck == 1)
        process.kill()
    wait_until(lambda: any(entry.faults for entry in town.running.log))
    assert process.returncode == -9
    assert town.running.log.writes[-1].faults == ("lost-answer",)
    ending.meeting.at(ending.at + LATER)
    ending.meeting.run()
    assert state(town) == ending.wanted
    assert ending.meeting.is_settled()
