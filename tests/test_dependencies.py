"""What is installed: pyproject.toml and the requirement files name the same, and all of it is pinned by hash."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
LOCKS = sorted(file.stem for file in (ROOT / "requirements").glob("*.txt"))
NODE_FOLDERS = sorted(file.parent.name for file in (ROOT / "requirements").glob("*/package.json"))


def wanted(name: str) -> set[str]:
    """The names in a requirement file, without what it includes or is held to."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").split("\n")
    return {line for line in lines if line and not line.startswith("-")}


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        pytest.param("action", PROJECT["dependencies"], id="action"),
        pytest.param("dev", EXTRAS["server"] + EXTRAS["sandbox"] + EXTRAS["dev"], id="dev"),
        pytest.param("server", EXTRAS["server"], id="server"),
        pytest.param("browser", EXTRAS["browser"], id="browser"),
        pytest.param("workflows", EXTRAS["workflows"], id="workflows"),
    ],
)
def test_both_places_name_the_same(name: str, listed: list[str]) -> None:
    assert wanted(name) == {one for one in listed if not one.startswith("arch-hour[")}


@pytest.mark.parametrize("name", LOCKS)
def test_everything_is_pinned_by_hash_and_no_address_is_named(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pins = re.split(r"\n(?=\w)", re.sub(r"(?m)^#.*\n", "", text).strip())
    assert [pin for pin in pins if not re.match(r"\S+==\S+ \\\n\s+--hash=sha256:", pin)] == []
    assert "://" not in text


@pytest.mark.parametrize("folder", NODE_FOLDERS)
def test_what_npm_installs_is_pinned_by_hash_too_and_no_address_is_named(folder: str) -> None:
    text = (ROOT / "requirements" / folder / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    wanted_here = json.loads((ROOT / "requirements" / folder / "package.json").read_text(encoding="utf-8"))
    assert packages.pop("")["dependencies"] == wanted_here["dependencies"]
    assert [name for name, each in packages.items() if not each["integrity"].startswith("sha512-")] == []
    assert "://" not in text
    assert "resolved" not in text


def test_charts_are_drawn_by_the_release_line_that_github_has() -> None:
    lock = json.loads((ROOT / "requirements" / "mermaid" / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"]["node_modules/mermaid"]["version"].startswith("11.")
