"""`arch-hour init --board` stopped at any of its writes, by whatever stops it: the next one finishes, and no more."""

import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest

from arch_hour.gateway.connection import Connection
from arch_hour.gateway.patience import Patience
from sandbox.faults import DroppedConnection, Fault, LostAnswer, MalformedJson, Status
from sandbox.project_words import FieldKind
from sandbox.records.projects import Project, SelectField
from sandbox.rules.access import Caller
from sandbox.rules.project_fields import FieldDraft, create_field
from tests.integration.boards import Board
from tests.integration.conftest import CONFIGURATION, REPOSITORY, Town

READY = {
    "Status": ["Backlog", "On agenda", "Todo", "In Progress", "Done"],
    "Meeting": FieldKind.DATE,
    "Due": FieldKind.DATE,
    "Votes": FieldKind.NUMBER,
}
WRITES = ["CreateProject", "WriteOptions", "CreateField", "CreateField", "CreateField"]
FAULTS: dict[str, Callable[..., Fault]] = {
    "lost": LostAnswer,
    "dropped": DroppedConnection,
    "half": MalformedJson,
    "502": lambda **place: Status(status=502, **place),
    "limited": lambda **place: Status(status=403, secondary=True, **place),
}


@dataclass(frozen=True)
class Watched(Connection):
    """Waits take no time, and something may happen right before each write."""

    before: Callable[[], None] = lambda: None

    def mutate_once(self, document: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        self.before()
        return super().mutate_once(document, variables)


@pytest.fixture
def team(town: Town) -> Town:
    town.world.account("octo-org").members[town.world.account("ada").key] = True
    return town


def init(
    town: Town, *options: str, before: Callable[[], None] = lambda: None
) -> "subprocess.CompletedProcess[str]":
    hasty = partial(Watched, patience=Patience(pause=lambda _: None), before=before)
    environ = {"ARCH_HOUR_PROJECT_TOKEN": town.token("ada")}
    with patch("arch_hour.gateway.connection.Connection", hasty):
        return town.here("init", "--board", *options, environ=environ)


def told(town: Town, *options: str) -> Any:
    done = init(town, "--format", "json", *options)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def shown(project: Project) -> dict[str, Any]:
    """The fields that people can change, each with its options or its kind."""
    return {
        field.name: [option.name for option in field.options]
        if isinstance(field, SelectField)
        else field.kind
        for field in project.fields
        if field.kind.is_custom
    }


def writes(town: Town) -> list[str | None]:
    return [entry.operation for entry in town.running.log.writes]


def test_each_thing_is_written_once(team: Town) -> None:
    told(team)
    assert writes(team) == WRITES
    told(team)
    assert writes(team) == WRITES


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("nth", range(1, len(WRITES) + 1))
def test_a_fault_at_any_write_makes_nothing_twice(team: Town, kind: str, nth: int) -> None:
    operation = WRITES[nth - 1]
    place = {"operation": operation, "nth": nth - WRITES.index(operation)}
    armed = team.running.faults.add(FAULTS[kind](**place))
    if init(team).returncode:
        assert told(team)["by_hand"] == []
    assert armed.struck == 1
    (project,) = team.world.projects.values()
    assert shown(project) == READY
    assert told(team)["changes"] == []


@pytest.mark.parametrize("nth", range(1, len(WRITES) + 1))
def test_one_that_dies_right_after_any_write_is_finished_by_the_next(team: Town, nth: int) -> None:
    left = iter(range(nth))

    def die() -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    stopped = init(team, before=die)
    assert (stopped.returncode, len(writes(team))) == ((1, nth) if nth < len(WRITES) else (0, nth))
    before = [field.id for project in team.world.projects.values() for field in project.fields]
    again = told(team)
    (project,) = team.world.projects.values()
    assert shown(project) == READY
    assert [field.id for field in project.fields][: len(before)] == before
    assert len(again["changes"]) == len(WRITES) - nth
    assert writes(team) == WRITES


def test_one_that_died_before_somebody_used_the_project_leaves_its_options(team: Town) -> None:
    project = team.world.add_project("octo-org", "Arch Hour", by="ada")
    issue = {"title": "Events", "labels": ["topic"]}
    number = team.send("ada", "POST", "/issues", issue)["number"]
    made = team.world.repository(REPOSITORY).issues[number]
    add = "mutation ($input: AddProjectV2ItemByIdInput!) { addProjectV2ItemById(input: $input) { item { id } } }"
    Board(team, project, None).ask("ada", add, {"input": {"projectId": project.id, "contentId": made.id}})
    assert project.status is not None
    options = list(project.status.options)
    by_hand = told(team)["by_hand"]
    assert project.status.options == options
    assert len(by_hand) == 2
    assert all("/orgs/octo-org/projects/1/settings" in sentence for sentence in by_hand)


def test_somebody_who_makes_the_same_field_meanwhile_is_not_in_the_way(team: Town) -> None:
    def meanwhile() -> None:
        for project in team.world.projects.values():
            if project.field_named("Meeting") and not project.field_named("Due"):
                create_field(
                    team.world, Caller(team.world.account("ada")), project, FieldDraft("due", FieldKind.DATE)
                )

    done = init(team, before=meanwhile)
    assert done.returncode == 0, done.stderr
    (project,) = team.world.projects.values()
    assert [field.name for field in project.fields if field.name.casefold() == "due"] == ["due"]


def test_a_dry_run_leaves_to_people_only_what_the_command_would_not_do(team: Town) -> None:
    project = team.world.add_project("octo-org", "Ours", by="ada")
    place = "board:\n  project: orgs/octo-org/projects/1\n"
    team.world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION + place)
    would = told(team, "--dry-run")
    assert would["changes"] == [
        "make the field Meeting (date)",
        "make the field Due (date)",
        "make the field Votes (number)",
    ]
    assert set(shown(project)) == {"Status"}
    did = told(team)
    assert (would["changes"], would["by_hand"]) == (did["changes"], did["by_hand"])
    assert not any("has no field" in sentence for sentence in did["by_hand"])


def test_a_closed_project_is_not_written_to(team: Town) -> None:
    project = team.world.add_project("octo-org", "Ours", by="ada")
    project.closed_at = team.world.clock.now()
    place = "board:\n  project: orgs/octo-org/projects/1\n"
    team.world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION + place)
    done = init(team)
    assert done.returncode == 1
    assert "the project is closed: reopen it in its settings" in done.stderr
    assert writes(team) == []
