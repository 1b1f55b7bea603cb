"""The Action as a process over a repository full of hostile words: it tells them all, and none of them does anything.

Each of the words by itself, wherever it may stand: tests/action/test_injection.py.
"""

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from sandbox.actor import Actor
from tests.action.hostile import WORDS, foreign, untouched
from tests.action.runner import annotations, outputs, shown
from tests.integration.conftest import BIN, CONFIGURATION, MEETING, REPOSITORY
from tests.integration.test_action_process import prepared

if TYPE_CHECKING:
    from tests.integration.conftest import Town

FILES = ("GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE")
FEED = "/private-4f1d2c/basic.ics"


def start(town: "Town", **inputs: str) -> "subprocess.CompletedProcess[bytes]":
    """The Action as a runner starts it, whose files of a run before are gone; bytes, as a terminal would get them."""
    for name in ("output", "summary"):
        (town.folder / name).unlink(missing_ok=True)
    checkout, environment = prepared(town, "schedule", **inputs)
    environment |= {name: str(town.folder / name) for name in FILES} | {"RUNNER_DEBUG": "1"}
    return subprocess.run(
        [str(BIN / "arch-hour-action")],
        env=environment,
        cwd=checkout,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )


def told(town: "Town", **inputs: str) -> tuple[str, dict[str, str], str]:
    """The log, outputs and summary of a run in which the runner obeyed nothing but warnings and debugging of ours."""
    done = start(town, **inputs)
    log = done.stdout.decode()
    assert done.returncode == 0, log
    shown(log)
    assert {each.name for each in annotations(log)} <= {"warning", "debug"}
    assert log.count("::warning ") <= 10
    assert town.token("workflow") not in log.replace(f"::add-mask::{town.token('workflow')}\n", "", 1)
    assert untouched(*(town.folder / name for name in FILES))
    summary = (town.folder / "summary").read_text(encoding="utf-8")
    assert foreign(summary, f"{town.running.url}/{REPOSITORY}") == []
    return log, outputs(town.folder / "output"), summary


@pytest.fixture
def crowded(town: "Town") -> "Town":
    """A repository in which the words stand wherever people may write."""
    ada, ben = Actor(town.world, "ada"), Actor(town.world, "ben")
    for place, words in enumerate(WORDS.values()):
        line = f"ACTION @ada to look at {words}" if place % 2 else f"ACTION @{words} to look by {words}"
        issue = ada.open_issue(REPOSITORY, words[:250], "" if place % 3 else line, labels=("topic",))
        if place % 3:
            ben.comment(issue, f"{line}\n\n/next {words}")
    values = yaml.safe_load(CONFIGURATION)
    values["meeting"] |= {"name": WORDS["a command"], "guests": [WORDS["Markdown's links"]]}
    values["people"] |= {" ".join(words.split())[:80]: "ada" for words in WORDS.values()}
    values["agenda"] = {"title": "::error::{{ meeting.name }} ##[error]x", "template": "agenda.md.j2"}
    values["topics"] = {"scheduled_label": "::error::gotcha", "hold_label": "##[error]gotcha"}
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", yaml.safe_dump(values))
    town.world.put_file(
        REPOSITORY,
        "agenda.md.j2",
        "::error::{{ meeting.name }}\n\n{% for topic in topics %}- {{ topic.title }}\n{% endfor %}\n",
    )
    return town


def test_a_repository_full_of_hostile_words_is_told_and_obeyed_by_nobody(crowded: "Town") -> None:
    town = crowded
    _, found, summary = told(town, command="actions", dry_run="true")
    assert found["changes"] == "0"
    assert "### ACTION lines" in summary
    _, writes = town.spent(lambda: told(town))
    titles = sorted(issue["title"] for issue in town.issues("topic"))
    found = outputs(town.folder / "output")
    assert sorted(each["title"] for each in json.loads(found["topics"])) == titles
    assert 0 < int(found["changes"]) <= writes
    (agenda,) = town.issues("agenda")
    assert (found["agenda-number"], found["agenda-url"]) == (str(agenda["number"]), agenda["html_url"])
    town.at(MEETING - timedelta(minutes=5))
    assert "label" in told(town)[0]


@pytest.mark.parametrize("words", ["A\n::error::x", "##[error]x\x1b[31m", "</p><h1>x %0A::error::x"])
def test_a_mistake_of_hostile_words_is_one_error(town: "Town", words: str) -> None:
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", yaml.safe_dump({words: {words: words}}))
    done = start(town)
    assert done.returncode == 2
    shown(done.stdout.decode())
    assert [each.name for each in annotations(done.stdout.decode())] == ["error"]


def test_the_private_address_of_a_calendar_is_hidden_from_the_log(town: "Town") -> None:
    town.world.put_file(
        REPOSITORY,
        ".github/arch-hour.yml",
        yaml.safe_dump({"meeting": {"name": "Tea", "calendar": f"http://127.0.0.1:9{FEED}"}}),
    )
    done = start(town)
    assert done.returncode == 1
    assert FEED not in done.stdout.decode()
    assert "the calendar at http://127.0.0.1:9/… cannot be read" in done.stdout.decode()
    assert not Path(town.folder / "summary").exists()
