"""The wheel holds every package with all its files, so that an installed copy finds what an editable one does."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

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


def test_what_the_image_is_built_of_is_enough_for_the_same_wheel(tmp_path: Path) -> None:
    source = tmp_path / "src"
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for copied in re.findall(r"^COPY (?!--from)(.+) /src/\S*$", dockerfile, re.MULTILINE):
        for name in copied.split():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, source / name)
            else:
                shutil.copy(ROOT / name, source / name)
    assert built(source, tmp_path / "image") == built(ROOT, tmp_path / "checkout")


def test_the_wheel_holds_every_package_with_its_templates_queries_and_pages(tmp_path: Path) -> None:
    inside = built(ROOT, tmp_path)
    assert "action/action.yml" in inside
    for package in ("arch_hour", "action", "webhook", "sandbox", "templates"):
        for file in (ROOT / package).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert str(file.relative_to(ROOT)) in inside
