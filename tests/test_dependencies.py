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


def wanted(name: str) -> set[str]:
    """The names in a requirement file, without what it includes or is held to."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").split("\n")
    return {line for line in lines if line and not line.startswith("-")}


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        pytest.param("action", PROJECT["dependencies"], id="action"),
        pytest.param("dev", EXTRAS["server"] + EXTRAS["sandbox"] + EXTRAS["dev"], id="dev"),
        pytest.param("browser", EXTRAS["browser"], id="browser"),
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


def test_what_draws_charts_is_pinned_by_hash_too_and_no_address_is_named() -> None:
    text = (ROOT / "requirements" / "mermaid" / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    wanted_here = json.loads((ROOT / "requirements" / "mermaid" / "package.json").read_text(encoding="utf-8"))
    assert packages.pop("")["dependencies"] == wanted_here["dependencies"]
    assert packages["node_modules/mermaid"]["version"].startswith("11."), "the release that GitHub has"
    assert [name for name, each in packages.items() if not each["integrity"].startswith("sha512-")] == []
    assert "://" not in text
    assert "resolved" not in text
