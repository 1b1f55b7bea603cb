"""A team whose sandbox runs workflows and knows our Action, and runs of it that nobody has to bring about."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.records.workflows import Run
from sandbox.server import serve
from sandbox.workflows import runs
from sandbox.workflows.actions import action_in
from sandbox.workflows.catalog import definition_of, find_workflow
from sandbox.workflows.jobs import Equipment
from sandbox.world import World
from tests.integration.conftest import BIN, CONFIGURATION, REPOSITORY, ROOT, Town

FILE = "arch-hour.yml"


def our_action() -> Equipment:
    """The Action as it is installed here, for workflows that use a repository called `arch-hour`."""
    # The image of the Action sets this variable.
    action = action_in(ROOT, str(BIN / "arch-hour-action"), environment={"PYTHONSAFEPATH": "1"})
    return Equipment({"arch-hour": action})


@contextmanager
def town_with(workflow: str, folder: Path, now: datetime) -> Iterator[Town]:
    """The sandbox with this workflow in the repository; a step is started as a runner starts it."""
    world = World.start(now)
    world.add_user("ada")
    world.add_repository(REPOSITORY, roles={"ada": "maintain"})
    world.put_file(REPOSITORY, f".github/{FILE}", CONFIGURATION, by="ada")
    world.put_file(REPOSITORY, f".github/workflows/{FILE}", workflow, by="ada")
    with serve(world, equipment=our_action()) as running:
        yield Town(running, folder)
        assert running.log.unknown == [], "GitHub would not know every part of these requests"


def started_by(town: Town, event: str, payload: Mapping[str, Any]) -> tuple[Run, int]:
    """The run of the workflow after an event of any kind, once it has ended, and the requests that it sent."""
    world = town.world
    before = len(town.running.log.entries)
    with world.lock:
        workflow = find_workflow(world, world.repository(REPOSITORY), FILE)
        assert workflow is not None
        cause = runs.Cause(event, payload, world.account("ada"), "Any event")
        run = runs.queue(world, town.running.url, workflow, definition_of(workflow), cause)
    assert town.running.engines.runner.drain(60)
    return run, len(town.running.log.entries) - before
