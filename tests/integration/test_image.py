"""Both container images, started as GitHub and as an operator start them; skipped where buildah has built none.

The images are `localhost/arch-hour` and `localhost/arch-hour-server`, or what ARCH_HOUR_IMAGE and
ARCH_HOUR_SERVER_IMAGE name.
"""

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.dockerfile import ROOT, stages
from tests.processes import free_port, until

if TYPE_CHECKING:
    from tests.integration.conftest import Town

ACTION, SERVER = stages()[-1], next(stage for stage in stages() if stage.name == "server")
IMAGES = {
    "action": os.environ.get("ARCH_HOUR_IMAGE", "localhost/arch-hour"),
    "server": os.environ.get("ARCH_HOUR_SERVER_IMAGE", "localhost/arch-hour-server"),
}
BUILDAH = {**os.environ, "BUILDAH_ISOLATION": "chroot", "STORAGE_DRIVER": "vfs"}
# What belongs to the server's user: all else could as well be read-only.
WRITTEN = ["find", "/", "/data", "-xdev", "-user", "10001", "-type", "f"]
LISTING = """
import importlib.metadata, json, pathlib, re, sys
def pin(each):
    return re.sub("[-_.]+", "-", each.name).lower() + "==" + each.version
print(json.dumps({
    "installed": sorted(map(pin, importlib.metadata.distributions())),
    "packages": sorted(each.name for each in pathlib.Path(sys.prefix).glob("lib/*/site-packages/*") if each.is_dir()),
}))
"""


def buildah(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["buildah", *arguments], env=BUILDAH, capture_output=True, text=True, timeout=120, check=False
    )


def made_of(image: str) -> Iterator[str]:
    """A container of an image, removed in the end."""
    if shutil.which("buildah") is None:
        pytest.skip("buildah is not installed, so there is no image to start")
    made = buildah("from", "--pull-never", image)
    if made.returncode != 0:
        pytest.skip(f"there is no image {image}: build one, or name it in the environment")
    name = made.stdout.strip()
    yield name
    buildah("rm", name)


@pytest.fixture
def action() -> Iterator[str]:
    yield from made_of(IMAGES["action"])


@pytest.fixture
def server() -> Iterator[str]:
    yield from made_of(IMAGES["server"])


def settings(container: str) -> dict[str, Any]:
    """What an image says of itself, as registries keep it."""
    config: dict[str, Any] = json.loads(buildah("inspect", container).stdout)["OCIv1"]["config"]
    return config


def given(environment: dict[str, str]) -> list[str]:
    return [part for name, value in environment.items() for part in ("--env", f"{name}={value}")]


def test_the_action_makes_the_agenda_in_a_workspace_with_an_action_folder(
    town: "Town", action: str, tmp_path: Path
) -> None:
    workspace = tmp_path / "workspace"
    (workspace / "action").mkdir(parents=True)
    (workspace / "action" / "__init__.py").write_text("raise SystemExit('the wrong action')")
    (workspace / "event.json").write_text("{}")
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
    mounted = ["--volume", f"{workspace}:/github/workspace", "--workingdir", "/github/workspace"]
    done = buildah("run", *mounted, *given(environment), action, "--", *settings(action)["Entrypoint"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert [issue["title"] for issue in town.issues("agenda")] == ["Arch Hour: 2020-12-17"]
    assert "agenda-number<<" in (workspace / "output").read_text()


def test_the_action_is_started_as_the_runners_user_in_the_runners_folder(action: str) -> None:
    found = settings(action)
    assert found["Entrypoint"] == ACTION.entry
    assert found.get("User", "") == ""
    assert found.get("WorkingDir", "/") in ("", "/")


def pins(lock: str) -> set[str]:
    """Names and versions in a requirement file, as installed packages tell them."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^(\S+==\S+)", text.lower()))


@pytest.mark.parametrize(
    ("image", "left_out"),
    [
        pytest.param("action", {"sandbox", "webhook", "tests", "flask"}, id="action"),
        pytest.param("server", {"sandbox", "tests", "graphql"}, id="server"),
    ],
)
def test_an_image_holds_what_its_requirements_say_and_nothing_else(
    image: str, left_out: set[str], request: pytest.FixtureRequest
) -> None:
    container = request.getfixturevalue(image)
    done = buildah("run", container, "--", "/opt/arch-hour/bin/python", "-c", LISTING)
    found = json.loads(done.stdout)
    installed = set(found["installed"])
    ours = {one for one in installed if one.startswith("arch-hour==")}
    assert len(ours) == 1
    assert installed - ours == pins(image)
    assert left_out.isdisjoint(found["packages"])
    assert {"arch_hour", "templates"} <= set(found["packages"])


def test_the_server_is_no_root_and_says_that_it_is_well(server: str, tmp_path: Path) -> None:
    found = settings(server)
    assert found["Entrypoint"] == SERVER.entry
    assert found["User"] == SERVER.all_of("USER")[0]
    assert found["ExposedPorts"] == {"8080/tcp": {}}
    who = buildah("run", server, "--", "/opt/arch-hour/bin/python", "-c", "import os; print(os.getuid())")
    assert who.stdout.strip() == found["User"].partition(":")[0]
    # Without a network of its own it must have a port that is free on this machine.
    port = str(free_port())
    (health,) = SERVER.all_of("HEALTHCHECK")
    ask = [word.replace("8080", port) for word in json.loads(health.partition(" CMD ")[2])]
    assert buildah("run", server, "--", *ask).returncode != 0, "nothing answers yet"
    environment = given(
        {"ARCH_HOUR_WEBHOOK_SECRET": "s3cret", "ARCH_HOUR_TOKEN": "none", "HTTP_PROXY": "http://x"}
    )
    started = ["buildah", "run", *environment, server, "--", *found["Entrypoint"], "--port", port]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(started, env=BUILDAH, stdout=log, stderr=log, start_new_session=True)
    try:
        until(lambda: buildah("run", *environment, server, "--", *ask).returncode == 0, 60)
        written = buildah("run", server, "--", *WRITTEN).stdout.split()
        assert "/data/arch-hour.sqlite" in written
        assert [file for file in written if not file.startswith(("/data/", "/tmp/"))] == []  # noqa: S108
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
