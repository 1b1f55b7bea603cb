"""The container image, started as a runner starts it; skipped where no image was built with buildah."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.integration.conftest import Town

IMAGE = os.environ.get("ARCH_HOUR_IMAGE", "localhost/arch-hour")
BUILDAH = {**os.environ, "BUILDAH_ISOLATION": "chroot", "STORAGE_DRIVER": "vfs"}


def buildah(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["buildah", *arguments], env=BUILDAH, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def container() -> Iterator[str]:
    if shutil.which("buildah") is None:
        pytest.skip("buildah is not installed, so there is no image to start")
    made = buildah("from", "--pull-never", IMAGE)
    if made.returncode != 0:
        pytest.skip(f"there is no image {IMAGE}; build one, or name it in ARCH_HOUR_IMAGE")
    name = made.stdout.strip()
    yield name
    buildah("rm", name)


def test_the_image_makes_the_agenda_in_a_workspace_with_an_action_folder(
    town: "Town", container: str, tmp_path: Path
) -> None:
    workspace = tmp_path / "workspace"
    (workspace / "action").mkdir(parents=True)
    (workspace / "action" / "__init__.py").write_text("raise SystemExit('the wrong action')")
    (workspace / "event.json").write_text("{}")
    entry = json.loads(buildah("inspect", container).stdout)["OCIv1"]["config"]["Entrypoint"]
    environment = {
        **{name: value for name, value in town.environment("workflow").items() if name.startswith("GITHUB_")},
        "GITHUB_EVENT_NAME": "schedule",
        "GITHUB_EVENT_PATH": "/github/workspace/event.json",
        "GITHUB_OUTPUT": "/github/workspace/output",
        "INPUT_TOKEN": town.token("workflow"),
        "INPUT_COMMAND": "auto",
        "INPUT_DRY-RUN": "false",
        "INPUT_NOW": town.world.clock.now().isoformat(),
    }
    given = [part for name, value in environment.items() for part in ("--env", f"{name}={value}")]
    mounted = ["--volume", f"{workspace}:/github/workspace", "--workingdir", "/github/workspace"]
    done = buildah("run", *mounted, *given, container, "--", *entry)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [issue["title"] for issue in town.issues("agenda")] == ["Arch Hour: 2020-12-17"]
    assert "agenda-number<<" in (workspace / "output").read_text()
    last_stage = Path(__file__).parents[2].joinpath("Dockerfile").read_text().rsplit("\nFROM ", 1)[1]
    assert "WORKDIR" not in last_stage
    assert "USER" not in last_stage
