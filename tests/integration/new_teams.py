"""A team that has never heard of us: an empty repository, on a sandbox whose workflows know our Action."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sandbox.server import serve
from sandbox.world import World
from tests.integration.conftest import MEETING, REPOSITORY, Town
from tests.integration.workflow_town import our_action

CONFIGURATION, FORM, WORKFLOW = FILES = (
    ".github/arch-hour.yml",
    ".github/ISSUE_TEMPLATE/topic.yml",
    ".github/workflows/arch-hour.yml",
)
ANSWERS = ("--start", "2020-12-03T10:00", "--timezone", "America/New_York")


@contextmanager
def new_team(folder: Path) -> Iterator[Town]:
    """`ada` administers the repository and `ben` may write, two days before the meeting."""
    world = World.start(MEETING - timedelta(days=2))
    for login in ("ada", "ben", "stranger"):
        world.add_user(login)
    world.add_repository(REPOSITORY, roles={"ada": "admin", "ben": "write"})
    with serve(world, equipment=our_action()) as running:
        yield Town(running, folder)
        assert running.log.failures == [], "the sandbox itself failed"
        assert running.log.unknown == [], "GitHub would not know every part of these requests"
