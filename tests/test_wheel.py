"""The wheel holds every package with all its files, so that an installed copy finds what an editable one does."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def built(source: Path, folder: Path) -> set[str]:
    """The files of the wheel that is built of a source."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=source,
        check=True,
        capture_output=True,
        timeout=60,
    )
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize(
    ("stage", "left_out"),
    [
        pytest.param("action-packages", ("sandbox/", "webhook/"), id="action"),
        pytest.param("server-packages", ("sandbox/", "action/"), id="server"),
    ],
)
def test_an_image_is_built_of_all_that_the_wheel_has_but_of_what_it_never_runs(
    stage: str, left_out: tuple[str, ...], tmp_path: Path
) -> None:
    source = tmp_path / "src"
    for name in copied_into(stage):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name)
        else:
            shutil.copy(ROOT / name, source / name)
    wanted = {name for name in built(ROOT, tmp_path / "checkout") if not name.startswith(left_out)}
    assert built(source, tmp_path / "image") - {"action/action.yml"} == wanted - {"action/action.yml"}


def copied_into(stage: str) -> list[str]:
    """The files and folders of ours that a stage of the Dockerfile copies."""
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    (text,) = re.findall(rf"(?ms)^FROM \S+ AS {stage}$(.+?)(?=^FROM )", dockerfile)
    return [name for line in re.findall(r"(?m)^COPY (.+) /src/\S*$", text) for name in line.split()]


def test_the_wheel_holds_every_package_with_its_templates_queries_and_pages(tmp_path: Path) -> None:
    inside = built(ROOT, tmp_path)
    assert "action/action.yml" in inside
    for package in ("arch_hour", "action", "webhook", "sandbox", "templates"):
        for file in (ROOT / package).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert str(file.relative_to(ROOT)) in inside
