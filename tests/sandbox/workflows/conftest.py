"""A sandbox that can run a small program for an action, and ways to write workflows and to see their runs."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.server import Running, serve
from sandbox.workflows.actions import KnownAction, action_in
from sandbox.workflows.jobs import Equipment
from sandbox.world import World
from tests.sandbox.workflows.places import REPOSITORY, WORKFLOWS

As = Callable[[str | None], requests.Session]
# What stands for the action in these tests: it tells its environment, and keeps the run waiting if told.
ECHO = """
import json, os, pathlib, time
told = {name: value for name, value in os.environ.items() if name.startswith(("INPUT_", "GITHUB_", "RUNNER_", "CI"))}
told["event"] = json.loads(pathlib.Path(os.environ["GITHUB_EVENT_PATH"]).read_text())
told["files"] = sorted(str(path) for path in pathlib.Path(".").rglob("*.md"))
pathlib.Path(os.environ["GITHUB_STEP_SUMMARY"]).write_text("# Done")
print(json.dumps(told), flush=True)
while pathlib.Path(os.environ.get("WAIT", "/nowhere")).exists():
    time.sleep(0.02)
raise SystemExit(int(os.environ.get("INPUT_STATUS") or 0))
"""


@pytest.fixture
def wait(tmp_path: Path) -> Path:
    """While this file is there, no run ends."""
    return tmp_path / "wait"


@pytest.fixture
def running(world: World, tmp_path: Path, wait: Path) -> Iterator[Running]:
    (tmp_path / "action.yml").write_text(
        "inputs: {token: {default: '${{ github.token }}'}, dry-run: {default: 'false'}, two words: {}, now: {}}"
    )
    echo = action_in(tmp_path, sys.executable, "-c", ECHO, environment={"WAIT": str(wait)})
    equipment = Equipment({"echo": echo, "broken/*": KnownAction(("/nowhere/at-all",))}, {"KEY": "hush-hush"})
    with serve(world, equipment=equipment) as running:
        yield running
        assert running.log.failures == [], "the sandbox itself failed"


@pytest.fixture
def write(world: World) -> Callable[..., None]:
    def written(text: str, name: str = "one.yml", repository: str = REPOSITORY) -> None:
        world.put_file(repository, f".github/workflows/{name}", text)

    return written


@pytest.fixture
def runs(as_: As, running: Running) -> Callable[..., list[Any]]:
    """The runs of a workflow once all are done, oldest first."""

    def listed(name: str = "one.yml") -> list[Any]:
        assert running.engines.runner.drain(20)
        found: list[Any] = as_(None).get(f"{WORKFLOWS}/{name}/runs").json()["workflow_runs"]
        return found[::-1]

    return listed
