"""Where the workflows of these tests are, what every one of them runs, and what came of it."""

import json
from typing import Any

from sandbox.world import World

REPOSITORY = "octo-org/arch"
WORKFLOWS = f"/repos/{REPOSITORY}/actions/workflows"
RUN = "jobs: {one: {runs-on: ubuntu-latest, steps: [{uses: octo/echo@v1}]}}\n"


def echoed(world: World, place: int = -1) -> Any:
    """What the action told of its environment in a run."""
    run = list(world.actions.runs.values())[place]
    return json.loads(next(line for line in run.log.splitlines() if line.startswith("{")))
