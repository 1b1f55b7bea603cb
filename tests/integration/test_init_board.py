"""`arch-hour init --board` over HTTP: a project from nothing, one that people have, and whatever goes wrong between."""

import json
import subprocess
from typing import Any

import pytest

from sandbox.actor import Actor
from sandbox.faults.kinds import LostAnswer
from sandbox.project_words import FieldKind, OptionColor
from sandbox.records.projects import Project, SelectField
from sandbox.rules.access import Caller
from sandbox.rules.project_fields import FieldDraft, OptionDraft, change_field, create_field
from sandbox.rules.project_items import add_item
from tests.integration.boards import found_board
from tests.integration.conftest import CONFIGURATION, REPOSITORY, Town

OPTIONS = ["Backlog", "On agenda", "Todo", "In Progress", "Done"]


@pytest.fixture
def team(town: Town) -> Town:
    town.world.account("octo-org").members[town.world.account("ada").key] = True
    return town


def init(town: Town, *options: str, mover: str | None = "ada") -> "subprocess.CompletedProcess[str]":
    """The command by a person, with the token for projects of `mover`."""
    environ = {"ARCH_HOUR_PROJECT_TOKEN": town.token(mover)} if mover else {}
    return town.here("init", "--board", *options, by="ada", environ=environ)


def told(town: Town, *options: str) -> Any:
    done = init(town, "--format", "json", *options)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def fields(project: Project) -> dict[str, FieldKind]:
    custom = (field for field in project.fields if field.kind.is_custom)
    return {field.name: field.kind for field in custom}


def options(project: Project) -> list[str]:
    (status,) = [field for field in project.fields if isinstance(field, SelectField)]
    return [option.name for option in status.options]


def test_a_ready_project_from_nothing(team: Town) -> None:
    made = told(team)
    (project,) = team.world.projects.values()
    assert project.title == "Arch Hour"
    assert team.world.repository(REPOSITORY) in project.repositories
    assert options(project) == OPTIONS
    assert fields(project) == {
        "Status": FieldKind.SINGLE_SELECT,
        "Meeting": FieldKind.DATE,
        "Due": FieldKind.DATE,
        "Votes": FieldKind.NUMBER,
    }
    assert made["project"] == "orgs/octo-org/projects/1"
    assert made["changes"][0] == "make the project “Arch Hour”"
    assert made["by_hand"] == []
    again = told(team)
    assert (again["changes"], again["project"]) == ([], made["project"])
    assert len(team.world.projects) == 1


def test_a_run_keeps_what_it_made_without_a_warning(team: Town) -> None:
    place = told(team)["project"]
    team.world.put_file(REPOSITORY, ".github/arch-hour.yml", f"{CONFIGURATION}board:\n  project: {place}\n")
    Actor(team.world, "ada").open_issue(REPOSITORY, "Events", labels=("topic",))
    environ = {"ARCH_HOUR_PROJECT_TOKEN": team.token("ada")}
    done = team.here("run", "--format", "json", environ=environ)
    assert json.loads(done.stdout)["warnings"] == []
    (project,) = team.world.projects.values()
    assert len(project.items) == 1
    assert told(team)["changes"] == []


def test_what_people_are_told(team: Town) -> None:
    done = init(team)
    assert done.stdout.splitlines() == [
        f"“Arch Hour” is {team.running.url}/orgs/octo-org/projects/1",
        "  make the project “Arch Hour”",
        "  give Status the options Backlog, On agenda, Todo, In Progress, Done",
        "  make the field Meeting (date)",
        "  make the field Due (date)",
        "  make the field Votes (number)",
        "",
        "Put this into .github/arch-hour.yml:",
        "",
        "board:",
        "  project: orgs/octo-org/projects/1",
        "",
        "GitHub lets only people make views. These serve a meeting:",
        "",
        "  Board: layout Board, columns by Status; show Labels, so that `needs-owner` is seen",
        "  Topics: layout Table, filter `label:topic`, sorted by Votes; show Status, Meeting, Votes",
        "  Follow-ups: layout Table, filter `label:action-item`; show Assignees, Status, Meeting, Due",
        "  Without owner: layout Table, filter `is:open label:needs-owner`",
        "",
        "The options of the status are new: look under Workflows whether “Item closed” still sets Done.",
    ]
    shown = init(team, "--format", "markdown").stdout
    assert shown.startswith(f"**[Arch Hour]({team.running.url}/orgs/octo-org/projects/1)**")
    assert "Nothing to make." in shown
    assert "```yaml\nboard:\n  project: orgs/octo-org/projects/1\n```" in shown


def test_a_dry_run_tells_all_and_makes_nothing(team: Town) -> None:
    would = told(team, "--dry-run")
    assert team.world.projects == {}
    assert would["project"] is None
    assert would["changes"] == told(team)["changes"]


def test_a_project_of_a_user_s_repository_is_the_user_s(town: Town) -> None:
    town.world.add_repository("ada/tea", roles={})
    done = init(town, "--format", "json", "--repository", "ada/tea")
    made = json.loads(done.stdout)
    assert made["project"] == "users/ada/projects/1"
    assert town.world.project("ada", 1).title == "tea", "without a configuration it has the repository's name"


def test_what_people_have_is_left_to_the_letter(team: Town) -> None:
    world = team.world
    project = world.add_project("octo-org", "Ours", by="ada")
    caller = Caller(world.account("ada"))
    (status,) = [field for field in project.fields if isinstance(field, SelectField)]
    change_field(
        world,
        caller,
        status,
        options=[OptionDraft("Idea", OptionColor.PINK, "x"), OptionDraft("done ", OptionColor.RED, "")],
    )
    create_field(world, caller, project, FieldDraft("due", FieldKind.TEXT))
    topic = Actor(world, "ada").open_issue(REPOSITORY, "Events", labels=("topic",))
    add_item(world, caller, project, topic)
    team.world.put_file(
        REPOSITORY, ".github/arch-hour.yml", f"{CONFIGURATION}board:\n  project: orgs/octo-org/projects/1\n"
    )
    before = (list(status.options), project.title, project.updated_at)
    made = told(team)
    assert made["changes"] == ["make the field Meeting (date)", "make the field Votes (number)"]
    assert (list(status.options), project.title) == before[:2]
    assert fields(project)["due"] is FieldKind.TEXT
    by_hand = " ".join(made["by_hand"])
    assert "the field due of the project “Ours” is no date field" in by_hand
    for name in ("Backlog", "On agenda", "Todo"):
        assert f"no option “{name}”" in by_hand
    assert "no option “Done”" not in by_hand
    assert made["configured"]


def test_a_new_project_that_a_person_made_keeps_its_options(team: Town) -> None:
    project = team.world.add_project("octo-org", "Fresh", by="ada")
    team.world.put_file(
        REPOSITORY, ".github/arch-hour.yml", f"{CONFIGURATION}board:\n  project: orgs/octo-org/projects/1\n"
    )
    made = told(team)
    assert options(project) == ["Todo", "In Progress", "Done"]
    assert len(made["by_hand"]) == 2


def test_other_names_are_made_as_they_are_configured(team: Town) -> None:
    names = "board:\n  fields: {status: Stage, votes: null}\n  statuses: {held: Waiting}\n"
    team.world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION + names)
    told(team)
    (project,) = team.world.projects.values()
    assert set(fields(project)) == {"Status", "Stage", "Meeting", "Due"}
    (stage,) = [each for each in project.fields if isinstance(each, SelectField) and each.name == "Stage"]
    assert [option.name for option in stage.options] == ["Backlog", "On agenda", "Waiting", "Todo", "Done"]


@pytest.mark.parametrize("operation", ["CreateProject", "CreateField", "WriteOptions"])
def test_a_lost_answer_makes_nothing_twice(team: Town, operation: str) -> None:
    team.running.faults.add(LostAnswer(operation=operation))
    done = init(team)
    if done.returncode:
        assert told(team)["by_hand"] == []
    (project,) = team.world.projects.values()
    assert options(project) == OPTIONS
    assert set(fields(project)) == {"Status", "Meeting", "Due", "Votes"}
    assert len(fields(project)) == 4


@pytest.mark.parametrize(
    ("mover", "words"),
    [
        pytest.param(None, "there is no token for projects: give a classic personal access token", id="none"),
        pytest.param("workflow", "Resource not accessible by integration", id="the workflow's"),
        pytest.param("stranger", "may not", id="a stranger's"),
    ],
)
def test_a_token_that_may_not_is_one_sentence(team: Town, mover: str | None, words: str) -> None:
    done = init(team, mover=mover)
    assert done.returncode == 1
    assert words in done.stderr or "permissions" in done.stderr
    assert "Projects: read and write" in done.stderr
    assert team.world.projects == {}


def test_check_finds_the_project_ready(team: Town) -> None:
    board = found_board(team)
    environ = {"ARCH_HOUR_PROJECT_TOKEN": board.mover or ""}
    done = team.here("check", "--format", "json", environ=environ)
    (found,) = [each for each in json.loads(done.stdout) if each["about"] == "board"]
    assert found["verdict"] == "ok"
