"""`arch-hour init` from an empty repository to an agenda, with the workflow's own steps as processes."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from arch_hour.gateway.connection import Connection
from arch_hour.gateway.patience import Patience
from sandbox.faults import DroppedConnection, Fault, LostAnswer, Status
from sandbox.records.workflows import Run
from sandbox.world import DEFAULT_LABELS
from tests.integration.conftest import MEETING, REPOSITORY, Town
from tests.integration.new_teams import ANSWERS as TIMES
from tests.integration.new_teams import CONFIGURATION, FILES, FORM, WORKFLOW, new_team

COPY = f"octo-org/arch-hour@{'a' * 40}"
ANSWERS = (*TIMES, "--action", COPY)
LABELS = 9
FAULTS: dict[str, Callable[..., Fault]] = {
    "lost": LostAnswer,
    "dropped": DroppedConnection,
    "502": lambda **place: Status(status=502, **place),
}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with new_team(tmp_path) as town:
        yield town


def files_of(town: Town) -> dict[str, str]:
    """The repository's files by their paths."""
    found = town.world.repository(REPOSITORY).files
    return {path: file.content.decode() for path, file in found.items()}


def verdicts(told: Any) -> dict[str, str]:
    return {file["path"]: file["done"] for file in told["files"]}


def started_by_hand(town: Town, **inputs: str) -> Run:
    """The workflow's run after a person pressed the button; all its steps are over."""
    town.send("ada", "POST", "/actions/workflows/arch-hour.yml/dispatches", {"ref": "main", "inputs": inputs})
    assert town.running.engines.runner.drain()
    return next(reversed(town.world.actions.runs.values()))


def test_an_empty_repository_has_an_agenda_after_init_and_one_run(town: Town) -> None:
    told = town.values("init", *ANSWERS, by="ada")
    assert verdicts(told) == dict.fromkeys(FILES, "written")
    assert sorted(files_of(town)) == sorted(FILES)
    assert len(told["labels"]) == LABELS
    run = started_by_hand(town)
    assert run.conclusion == "success", run.log
    (agenda,) = town.issues("agenda")
    assert agenda["user"]["login"] == "github-actions[bot]"
    assert agenda["title"] == "Lean Coffee: 2020-12-17"
    town.send("ben", "POST", "/issues", {"title": "Tea", "labels": ["topic"]})
    assert town.running.engines.runner.drain()
    (agenda,) = town.issues("agenda")
    assert "Tea" in agenda["body"]


def test_by_hand_a_part_can_be_looked_at_without_writing(town: Town) -> None:
    town.values("init", *ANSWERS, by="ada")
    run = started_by_hand(town, command="agenda", **{"dry-run": "true"})
    assert run.conclusion == "success", run.log
    assert town.issues("agenda") == []
    assert "nothing written" in run.log


def test_the_schedule_has_its_runs_before_the_meeting(town: Town) -> None:
    town.values("init", *ANSWERS, by="ada")
    assert started_by_hand(town).conclusion == "success"
    town.at(MEETING - timedelta(minutes=27))  # the first run after the freeze, in New York at 9:32
    town.running.engines.runner.look_at_clock()
    assert town.running.engines.runner.drain()
    runs = [run for run in town.world.actions.runs.values() if run.event == "schedule"]
    assert {run.conclusion for run in runs} <= {"success", "cancelled"}
    (agenda,) = town.issues("agenda")
    assert "final" in agenda["body"]


def test_missing_labels_get_their_color_and_meaning(town: Town) -> None:
    town.send("ada", "POST", "/labels", {"name": "Topic", "color": "ffffff"})
    told = town.values("init", *ANSWERS, by="ada")
    made = {label["name"]: label for label in town.send("ada", "GET", "/labels")}
    assert made["Topic"]["color"] == "ffffff"  # people's own stays
    assert "topic" not in [each["name"] for each in told["labels"]]
    assert made["needs-owner"]["color"] == "f85149"
    assert all(label["description"] for name, label in made.items() if name != "Topic")


def test_a_second_init_writes_nothing(town: Town) -> None:
    town.values("init", *ANSWERS, by="ada")
    done: list[Any] = []
    _, writes = town.spent(lambda: done.append(town.values("init", *ANSWERS, by="ada")))
    assert writes == 0
    assert verdicts(done[0]) == dict.fromkeys(FILES, "is as it should be")
    assert done[0]["labels"] == []
    assert len(done[0]["next"]) == 1


def test_init_again_renews_only_what_nobody_changed(town: Town) -> None:
    town.values("init", *ANSWERS, by="ada")
    ours = files_of(town)
    theirs = ours[CONFIGURATION].replace("duration", "").replace("10:00", "16:00") + "# ours now\n"
    town.world.put_file(REPOSITORY, CONFIGURATION, theirs, by="ben")
    moved = ours[WORKFLOW].replace("a" * 40, f"{'b' * 40} # v1.2.0, held by Ada")
    town.world.put_file(REPOSITORY, WORKFLOW, moved, by="ben")
    told = town.values("init", by="ada")
    now = files_of(town)
    assert verdicts(told)[CONFIGURATION] == "was changed by people and stays so"
    assert now[CONFIGURATION] == theirs
    assert verdicts(told)[WORKFLOW] == "brought up to date"
    assert "'32 15 * * 4'" in now[WORKFLOW].replace('"', "'")
    assert f"octo-org/arch-hour@{'b' * 40} # v1.2.0, held by Ada\n" in now[WORKFLOW]
    assert now[FORM] == ours[FORM]
    town.world.put_file(REPOSITORY, WORKFLOW, now[WORKFLOW] + "# mine\n", by="ben")
    told = town.values("init", "--keep-alive", by="ada")
    assert files_of(town)[WORKFLOW] == now[WORKFLOW] + "# mine\n"
    assert any("32 15 * * 4" in step for step in told["next"])


def test_a_dry_run_tells_all_and_writes_nothing(town: Town) -> None:
    done: list[Any] = []
    _, writes = town.spent(lambda: done.append(town.values("init", *ANSWERS, "--dry-run", by="ada")))
    assert (writes, files_of(town)) == (0, {})
    assert len(done[0]["labels"]) == LABELS
    assert done[0]["dry_run"] is True


def test_a_token_that_may_not_write_workflows_is_told_what_to_do(town: Town) -> None:
    weak = town.world.add_token("ada", {"repo"})
    done = town.arch_hour("init", *ANSWERS, by="ada", environ={"GITHUB_TOKEN": weak})
    assert done.returncode == 1
    assert sorted(files_of(town)) == sorted([CONFIGURATION, FORM])
    assert ".github/workflows/arch-hour.yml could not be written" in done.stdout
    assert "`workflow`" in done.stdout
    done = town.arch_hour("init", by="ada", environ={})
    assert done.returncode == 2  # which copy is to be used nobody remembers
    assert "--action" in done.stderr
    assert town.arch_hour("init", "--action", COPY, by="ada").returncode == 0
    assert sorted(files_of(town)) == sorted(FILES)


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("nth", range(1, LABELS + len(FILES) + 1))
def test_a_fault_at_any_write_makes_nothing_twice(town: Town, kind: str, nth: int) -> None:
    """The files come first, in an order in which each stands on those before it; then the labels."""
    path = ("*/contents/*", "*/labels")[nth > len(FILES)]
    method = "PUT" if nth <= len(FILES) else "POST"
    place = {"method": method, "path": path, "nth": nth if method == "PUT" else nth - len(FILES)}
    armed = town.running.faults.add(FAULTS[kind](**place))
    hasty = partial(Connection, patience=Patience(pause=lambda _: None))
    with patch("arch_hour.gateway.connection.Connection", hasty):
        town.here("init", *ANSWERS, by="ada")
        assert armed.struck == 1
        assert verdicts(town.values("init", *ANSWERS, by="ada")) == dict.fromkeys(FILES, "is as it should be")
    commits = town.world.repository(REPOSITORY).commits
    assert len(commits) == len(FILES)
    assert len(town.send("ada", "GET", "/labels?per_page=100")) == LABELS + len(DEFAULT_LABELS)


def test_who_may_not_write_is_told_so(town: Town) -> None:
    done = town.arch_hour("init", *ANSWERS, by="stranger")
    assert done.returncode == 1
    assert "may not write" in done.stderr
    assert files_of(town) == {}


def test_into_a_checkout_no_token_is_needed(town: Town, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    environ = {"GITHUB_TOKEN": "", "GITHUB_REPOSITORY": ""}
    done = town.arch_hour("init", "--folder", str(checkout), *ANSWERS, by="ada", environ=environ)
    assert done.returncode == 0, done.stderr
    assert "push them" in done.stdout
    for path in FILES:
        town.world.put_file(REPOSITORY, path, (checkout / path).read_text(), by="ada")
    assert started_by_hand(town).conclusion == "success"
    made = {label["name"]: label["color"] for label in town.send("ada", "GET", "/labels")}
    assert made["topic"] == "0b5cad"  # the first run makes what people put on issues
    assert {"topic: pinned", "topic: on hold", "agenda"} <= made.keys()
