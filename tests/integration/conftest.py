"""The real entry points as processes, against a sandbox, with the environment that a runner or a shell gives."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
import requests

import arch_hour.gateway.github_gateway  # noqa: F401  loaded before a test stands in for its connection
from arch_hour import cli
from arch_hour.config_file import read_config
from arch_hour.rules.labels import labels_of
from sandbox.server import Running, serve
from sandbox.world import World
from tests.integration.windows import CHROMIUM, FLAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPOSITORY = "octo-org/arch"
CONFIGURATION = """\
meeting:
  name: Arch Hour
  schedule: FREQ=WEEKLY;BYDAY=TH
  start: 2020-12-03T10:00
  timezone: America/New_York
people:
  Adam Blackwell: ablackwell
  Nimisha Asthagiri: nasthagiri
"""
MEETING = datetime(2020, 12, 17, 15, 0, tzinfo=UTC)
BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[2]


@dataclass
class Town:
    """A sandbox with a team and its repository, and the ways to use it from outside."""

    running: Running
    folder: Path
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def world(self) -> World:
        """The store behind the sandbox."""
        return self.running.world

    def at(self, moment: datetime) -> None:
        """Freezes the clock."""
        self.world.clock.freeze(moment)

    def token(self, login: str) -> str:
        """A token of a person, or of the repository's workflow."""
        if login not in self.tokens:
            workflow = login == "workflow"
            made = self.world.workflow_token(REPOSITORY) if workflow else self.world.add_token(login)
            self.tokens[login] = made
        return self.tokens[login]

    def environment(self, login: str) -> dict[str, str]:
        """What a shell or runner sets."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "GITHUB_API_URL": self.running.url,
            "GITHUB_GRAPHQL_URL": self.running.graphql_url,
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_TOKEN": self.token(login),
        }

    def arch_hour(
        self, *arguments: str, by: str = "workflow", environ: Mapping[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Runs the command line as a process, at the time that the sandbox's clock shows."""
        return subprocess.run(
            [str(BIN / "arch-hour"), *arguments, *self._timed(arguments)],
            env=self.environment(by) | dict(environ or {}),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    def here(
        self, *arguments: str, by: str = "workflow", environ: Mapping[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Runs the command line in this process, which saves a start."""
        told, mistakes = StringIO(), StringIO()
        with (
            chdir(self.folder),
            patch.dict(os.environ, self.environment(by) | dict(environ or {}), clear=True),
            redirect_stdout(told),
            redirect_stderr(mistakes),
        ):
            try:
                status = cli.main([*arguments, *self._timed(arguments)])
            except SystemExit as end:
                status = int(str(end.code))
        return subprocess.CompletedProcess(arguments, status, told.getvalue(), mistakes.getvalue())

    def values(self, *arguments: str, by: str = "workflow") -> Any:
        """What a command that must succeed tells as JSON."""
        done = self.here(*arguments, "--format", "json", by=by)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def _timed(self, arguments: Sequence[str]) -> tuple[str, ...]:
        is_timed = arguments[0] in ("run", "preview", "import", "report")
        return ("--now", self.world.clock.now().isoformat()) if is_timed else ()

    def send(self, by: str, verb: str, path: str, data: Any = None) -> Any:
        """A request of a person's to REST, below the repository."""
        answer = requests.request(
            verb,
            f"{self.running.url}/repos/{REPOSITORY}{path}",
            json=data,
            headers={"Authorization": f"Bearer {self.token(by)}"},
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def issues(self, label: str, state: str = "all") -> list[Any]:
        """The issues of a label, oldest first, as REST shows them."""
        query = f"/issues?labels={label}&state={state}&per_page=100&direction=asc"
        listed: list[Any] = self.send("ada", "GET", query)
        return listed

    def spent(self, work: Callable[[], Any]) -> tuple[int, int]:
        """How many reads and writes some work costs."""
        before = (len(self.running.log.reads), len(self.running.log.writes))
        work()
        return len(self.running.log.reads) - before[0], len(self.running.log.writes) - before[1]


def add_labels(world: World, full_name: str) -> None:
    """Gives a repository the labels that `arch-hour init` makes."""
    for label in labels_of(read_config(CONFIGURATION, "arch-hour.yml")):
        world.add_label(
            world.repository(full_name), label.name, color=label.color, description=label.description
        )


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    world = World.start(MEETING - timedelta(days=2))
    for login in ("ada", "ben", "cleo", "ablackwell", "nasthagiri", "stranger"):
        world.add_user(login)
    roles = {"ada": "maintain", "ben": "write", "ablackwell": "write", "nasthagiri": "write", "cleo": "read"}
    world.add_repository(REPOSITORY, roles=roles)
    world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION)
    add_labels(world, REPOSITORY)
    with serve(world) as running:
        yield Town(running, tmp_path)
        assert running.log.failures == [], "the sandbox itself failed"
        assert running.log.unknown == [], "GitHub would not know every part of these requests"


@pytest.fixture
def real_page() -> Path:
    page = ROOT.parent / "shared" / "pages" / "arch-hour-2020-12-17.txt"
    if not page.exists():
        pytest.skip("the real meeting page is not beside this checkout")
    return page


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    playwright = pytest.importorskip(
        "playwright.sync_api",
        reason="playwright is not installed: `make browser` does that",
        exc_type=ImportError,
    )
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine to look at the page with")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
