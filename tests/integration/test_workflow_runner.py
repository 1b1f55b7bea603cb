"""The workflow of our documentation in the sandbox: an issue is opened, and the real Action makes the agenda."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.server import serve
from sandbox.workflows.actions import action_in
from sandbox.workflows.jobs import Equipment
from sandbox.world import World
from tests.integration.conftest import BIN, CONFIGURATION, MEETING, REPOSITORY, ROOT, Town

EXAMPLE = ROOT / "templates" / "ready" / "arch-hour-workflow.yml"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A team whose sandbox runs workflows and knows our Action."""
    world = World.start(MEETING - timedelta(days=2))
    world.add_user("ada")
    world.add_repository(REPOSITORY, roles={"ada": "maintain"})
    world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION, by="ada")
    world.put_file(
        REPOSITORY, ".github/workflows/arch-hour.yml", EXAMPLE.read_text(encoding="utf-8"), by="ada"
    )
    # The image of the Action sets this variable.
    action = action_in(ROOT, str(BIN / "arch-hour-action"), environment={"PYTHONSAFEPATH": "1"})
    with serve(world, equipment=Equipment({"arch-hour": action})) as running:
        yield Town(running, tmp_path)
        assert running.log.unknown == [], "GitHub would not know every part of these requests"


def test_a_topic_that_is_opened_comes_into_the_agenda(town: Town) -> None:
    town.at(MEETING - timedelta(minutes=50))
    town.running.engines.runner.drain()
    town.send("ada", "POST", "/issues", {"title": "Early thoughts", "labels": ["topic"]})
    assert town.running.engines.runner.drain()
    made = list(town.world.actions.runs.values())
    # One run at a time, and at most one that waits: a newer one takes its place.
    assert {run.conclusion for run in made} <= {"success", "cancelled"}, [run.log for run in made]
    assert made[-1].conclusion == "success"
    assert "issues" in [run.event for run in made if run.conclusion == "success"]
    (agenda,) = town.issues("agenda")
    assert "Early thoughts" in agenda["body"]
    assert agenda["user"]["login"] == "github-actions[bot]"
    # What the Action wrote with the workflow's token started nothing.
    assert {run.actor.login for run in made if run.actor} == {"ada"}
    assert "Early thoughts" in made[-1].summary
    assert all("ghs_" not in run.log for run in made)


def test_the_schedule_brings_it_there_too(town: Town) -> None:
    town.send("ada", "POST", "/issues", {"title": "Early thoughts", "labels": ["topic"]})
    town.running.engines.runner.drain()
    before = len(town.world.actions.runs)
    town.at(MEETING - timedelta(minutes=10))
    assert town.running.engines.runner.drain()
    assert {run.event for run in list(town.world.actions.runs.values())[before:]} == {"schedule"}
    (agenda,) = town.issues("agenda")
    assert "Early thoughts" in agenda["body"]
