"""A run that is stopped midway tells what it had done by then, and why it went no further, in every form."""

import json
from typing import TYPE_CHECKING

import pytest

from tests.integration.conftest import CONFIGURATION, REPOSITORY
from tests.integration.test_action_process import outputs, start

if TYPE_CHECKING:
    from tests.integration.conftest import Town

PATH = ".github/agenda.md.j2"
TROUBLE = f"{PATH}:1: `topcs` is not known here; did you mean `topics`?"


@pytest.fixture
def stopping(town: "Town") -> "Town":
    """The town with a promise to take up, and a mistake in its template."""
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION + f"agenda:\n  template: {PATH}\n")
    town.world.put_file(REPOSITORY, PATH, "{{ topcs }}\n")
    body = {"title": "Tea", "body": "ACTION @ben to bring it", "labels": ["topic"]}
    town.send("ada", "POST", "/issues", body)
    return town


def test_the_terminal_shows_what_was_done_before_the_error(stopping: "Town") -> None:
    done = stopping.arch_hour("run")
    assert (done.returncode, done.stderr) == (2, f"arch-hour: {TROUBLE}\n")
    first, *_, last = done.stdout.splitlines()
    assert first.startswith("  create #2 “bring it” (action-item): ")
    assert last == "4 changes made, then it stopped."


def test_a_preview_shows_what_it_would_have_done(stopping: "Town") -> None:
    done = stopping.arch_hour("preview")
    assert done.returncode == 2
    assert done.stdout.startswith("  would create “bring it” (action-item): ")
    assert done.stdout.endswith("4 changes planned, nothing written, then it stopped.\n")


def test_json_has_the_error_beside_all_else(stopping: "Town") -> None:
    done = stopping.arch_hour("run", "--format", "json")
    assert (done.returncode, done.stderr) == (2, f"arch-hour: {TROUBLE}\n")
    told = json.loads(done.stdout)
    assert (told["error"], len(told["changes"]), told["agenda"]) == (TROUBLE, 4, None)
    assert [each["title"] for each in told["follow_ups"]] == ["bring it"]


def test_markdown_has_the_error_above_the_changes(stopping: "Town") -> None:
    done = stopping.arch_hour("run", "--format", "markdown")
    lines = done.stdout.splitlines()
    (error,) = [place for place, line in enumerate(lines) if line.startswith("- **Error:** ")]
    assert any(line.startswith("- create [#2](") and "“bring it”" in line for line in lines[error:])


def test_the_action_leaves_its_outputs_and_summary(stopping: "Town") -> None:
    done = start(stopping)
    assert done.returncode == 2
    assert "create #2 “bring it”" in done.stdout
    assert done.stdout.splitlines()[-1].startswith(f"::error file={PATH},line=1")
    told = outputs(stopping)
    assert (told["changes"], told["agenda-url"], told["agenda-number"]) == ("4", "", "")
    assert [each["title"] for each in json.loads(told["follow-ups"])] == ["bring it"]
    assert "**Error:**" in (stopping.folder / "summary").read_text()


def test_what_was_stopped_before_it_began_tells_its_error_alone(town: "Town") -> None:
    done = town.arch_hour("run", "--config", "nowhere.yml", "--format", "json")
    assert (done.returncode, done.stdout) == (2, "")
