"""The Action's entry point as a runner starts it: inputs, event and files in, outputs and annotations out."""

import json
import os
import re
import subprocess
from contextlib import chdir, redirect_stdout
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from action.main import main
from tests.integration.conftest import BIN, MEETING, REPOSITORY

if TYPE_CHECKING:
    from tests.integration.conftest import Town


def prepared(town: "Town", event: str, payload: Any = None, **inputs: str) -> tuple[Path, dict[str, str]]:
    """A checkout that has an `action/` folder of its own, and the environment of a step in it."""
    checkout = town.folder / "workspace"
    (checkout / "action").mkdir(parents=True, exist_ok=True)
    (checkout / "action" / "__init__.py").write_text("raise SystemExit('the wrong action')")
    (checkout / "action" / "main.py").write_text("raise SystemExit('the wrong action')")
    event_file = town.folder / "event.json"
    event_file.write_text(json.dumps(payload or {"schedule": "23 6 * * *"}))
    given = {
        "token": town.token("workflow"),
        "command": "auto",
        "config": ".github/arch-hour.yml",
        "repository": "",
    }
    given |= {"now": town.world.clock.now().isoformat(), "dry-run": "false"}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    environment = town.environment("workflow") | {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": event,
        "GITHUB_EVENT_PATH": str(event_file),
        "GITHUB_OUTPUT": str(town.folder / "output"),
        "GITHUB_STEP_SUMMARY": str(town.folder / "summary"),
        "GITHUB_WORKSPACE": str(checkout),
        "PYTHONSAFEPATH": "1",
        **{f"INPUT_{name.upper()}": value for name, value in given.items()},
    }
    del environment["GITHUB_TOKEN"]
    return checkout, environment


def start(
    town: "Town", event: str = "schedule", payload: Any = None, **inputs: str
) -> "subprocess.CompletedProcess[str]":
    """Starts the entry point as a process."""
    checkout, environment = prepared(town, event, payload, **inputs)
    return subprocess.run(
        [str(BIN / "arch-hour-action")],
        env=environment,
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def start_here(town: "Town", event: str = "schedule", payload: Any = None) -> int:
    """The entry point in this process, which saves a start; its exit status."""
    checkout, environment = prepared(town, event, payload)
    with (
        chdir(checkout),
        patch.dict(os.environ, environment, clear=True),
        redirect_stdout(StringIO()),
    ):
        return main()


def outputs(town: "Town") -> dict[str, str]:
    """The outputs as a runner reads them."""
    text = (town.folder / "output").read_text()
    return {
        found[1]: found[3]
        for found in re.finditer(r"^(\S+)<<(\S+)\n(.*?)\n\2$", text, re.MULTILINE | re.DOTALL)
    }


def test_a_scheduled_run_makes_the_agenda_and_tells_its_outputs(town: "Town", real_page: Path) -> None:
    town.values("import", str(real_page), by="ada")
    done = start(town)
    assert done.returncode == 0, done.stdout + done.stderr
    told = outputs(town)
    assert told["meeting"] == "2020-12-17T10:00:00-05:00"
    (agenda,) = town.issues("agenda")
    assert (told["agenda-number"], told["agenda-url"]) == (str(agenda["number"]), agenda["html_url"])
    assert [topic["votes"] for topic in json.loads(told["topics"])] == [4, 3, 2, 1, 0, 0, 0, 0, 0]
    (follow_up,) = json.loads(told["follow-ups"])
    assert follow_up["owners"] == ["ablackwell", "nasthagiri"]
    assert int(told["changes"]) == 6  # the follow-up, its owners, its topic, the summary, the agenda, its pin
    assert "Early thoughts" in (town.folder / "summary").read_text()
    assert "::stop-commands::" in done.stdout


def test_a_second_run_writes_nothing(town: "Town", real_page: Path) -> None:
    town.values("import", str(real_page), by="ada")
    start(town)
    (town.folder / "output").unlink()
    _, writes = town.spent(lambda: start(town))
    assert writes == 0
    assert outputs(town)["changes"] == "0"


def test_the_whole_meeting_by_the_action_alone(town: "Town", real_page: Path) -> None:
    town.values("import", str(real_page), by="ada")
    town.at(MEETING - timedelta(minutes=10))
    start(town)
    (agenda,) = town.issues("agenda")
    ticked = (
        agenda["body"].replace("- [ ] Discussed", "- [x] Discussed", 1) + "\nACTION @ben to share the notes\n"
    )
    town.send("ada", "PATCH", f"/issues/{agenda['number']}", {"body": ticked})
    town.at(MEETING + timedelta(hours=1))
    town.send("ada", "PATCH", f"/issues/{agenda['number']}", {"state": "closed"})
    closed = {
        "action": "closed",
        "issue": {"number": agenda["number"]},
        "sender": {"login": "ada", "type": "User"},
    }
    assert start(town, "issues", closed).returncode == 0
    assert [issue["title"] for issue in town.issues("topic", "closed")] == [
        "Early thoughts on approaches to splitting LMS and Studio (link)"
    ]
    assert "share the notes" in [issue["title"] for issue in town.issues("action-item")]


def test_an_event_that_starts_two_runs_makes_one_follow_up(town: "Town") -> None:
    town.send("ada", "POST", "/issues", {"title": "Tea", "labels": ["topic"]})
    said = town.send("ben", "POST", "/issues/1/comments", {"body": "ACTION @ben to brew it"})
    sender = {"login": "ben", "type": "User"}
    created = {"action": "created", "issue": {"number": 1}, "comment": {"id": said["id"]}, "sender": sender}
    assert start(town, "issue_comment", created).returncode == 0
    (made,) = town.issues("action-item")
    done: list[Any] = []
    _, writes = town.spent(lambda: done.append(start(town, "issue_comment", created)))
    assert (writes, done[0].returncode) == (0, 0)
    assert town.issues("action-item") == [made]


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("push", {"ref": "refs/heads/main"}),
        ("issue_comment", {"action": "created", "issue": {"number": 1, "pull_request": {}}}),
        ("issues", {"action": "edited", "issue": {"number": 1}, "sender": {"type": "Bot"}}),
    ],
    ids=["push", "a pull request's comment", "our own edit"],
)
def test_an_event_that_changes_nothing_ends_without_a_request(town: "Town", event: str, payload: Any) -> None:
    done = start(town, event, payload)
    assert done.returncode == 0
    assert f"Nothing to do for this event ({event})" in done.stdout
    assert list(town.running.log.entries) == []


def test_a_mistake_in_the_configuration_is_annotated_at_its_line(town: "Town") -> None:
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", "meeting:\n  schedul: x\n")
    done = start(town)
    assert done.returncode == 2
    assert done.stdout.splitlines()[-1].startswith(
        "::error file=.github/arch-hour.yml,line=2,title=Arch Hour::unknown key"
    )


def test_a_dry_run_tells_all_and_writes_nothing(town: "Town") -> None:
    town.send("ada", "POST", "/issues", {"title": "::error::boo\u2028", "labels": ["topic"]})
    done: list[Any] = []
    _, writes = town.spent(lambda: done.append(start(town, dry_run="true")))
    assert (writes, done[0].returncode) == (0, 0)
    assert "2 changes planned, nothing written" in done[0].stdout
    assert not any(line.startswith("::error") for line in done[0].stdout.splitlines())
