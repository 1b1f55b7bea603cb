"""The environment of a runner, and a repository in memory for the Action to work on."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from action.main import main
from arch_hour.environment import Environment
from arch_hour.gateway.protocol import Gateway, Opening
from tests.rules.build import REPOSITORY
from tests.rules.memory import Memory

NOW = "2020-12-15T09:00:00Z"
TOKEN = "ghs_Kept0ut0fEveryLog"


class Repository(Memory):
    """A repository whose configuration is a file in it."""

    def open(self, configuration_path: str) -> Opening:
        return Opening(
            self.viewer, REPOSITORY, yaml.safe_dump(self.values) if configuration_path != "none" else None
        )


@dataclass
class Desk:
    """Starts the Action in a runner's environment."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def output_file(self) -> Path:
        return self.folder / "output"

    @property
    def summary_file(self) -> Path:
        return self.folder / "summary"

    def event(self, name: str, payload: Any) -> None:
        """The event that the workflow was started by."""
        file = self.folder / "event.json"
        file.write_text(payload if isinstance(payload, str) else json.dumps(payload))
        self.environ |= {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(file)}

    def give(self, **inputs: str) -> None:
        """Inputs as the runner passes them on: upper case, hyphens kept."""
        self.environ |= {f"INPUT_{name.upper().replace('_', '-')}": value for name, value in inputs.items()}

    def start(self, gateway: Gateway | None = None, *, may_hide: bool = False) -> tuple[int, str]:
        """Runs the entry point; its status and all that it said, the token only where a runner is to hide it."""
        for name, value in self.environ.items():
            self.monkeypatch.setenv(name, value)
        if gateway is not None:
            self.monkeypatch.setattr(Environment, "gateway", lambda _: gateway)
        status = main()
        said = self.capture.readouterr()
        told = said.out.replace(f"::add-mask::{TOKEN}\n", "", 1) if may_hide else said.out
        assert TOKEN not in told + said.err
        assert said.err == ""
        return status, said.out


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    for name in ("GITHUB_TOKEN", "GITHUB_API_URL", "GITHUB_GRAPHQL_URL"):
        monkeypatch.delenv(name, raising=False)
    desk = Desk(tmp_path, monkeypatch, capsys)
    desk.environ = {
        "GITHUB_REPOSITORY": "acme/tea",
        "GITHUB_OUTPUT": str(desk.output_file),
        "GITHUB_STEP_SUMMARY": str(desk.summary_file),
    }
    desk.event("schedule", {"schedule": "23 6 * * *"})
    desk.give(
        token=TOKEN, command="auto", config=".github/arch-hour.yml", repository="", now=NOW, dry_run="false"
    )
    return desk
