"""`arch-hour check` against worlds that are broken in one thing each: it names that thing, and nothing else."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox.records import ActionsPolicy
from sandbox.words import AllowedActions, WorkflowState
from sandbox.workflows.catalog import workflows_of
from tests.integration.conftest import REPOSITORY, Town
from tests.integration.new_teams import ANSWERS, CONFIGURATION, FORM, WORKFLOW, new_team

COPY = f"other-org/arch-hour@{'a' * 40}"
Row = tuple[str, str]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A team that set all up by `arch-hour init`."""
    with new_team(tmp_path) as town:
        town.values("init", *ANSWERS, "--action", COPY, "--now", now(town), by="ada")
        yield town


def now(town: Town) -> str:
    return town.world.clock.now().isoformat()


def rewrite(town: Town, path: str, old: str, new: str) -> None:
    """Somebody edits a file."""
    text = town.world.repository(REPOSITORY).files[path].content.decode()
    assert old in text
    town.world.put_file(REPOSITORY, path, text.replace(old, new), by="ben")


def configured(town: Town, more: str) -> None:
    rewrite(town, CONFIGURATION, "agenda:\n", f"{more}agenda:\n")


def checked(town: Town, *options: str, token: str | None = None) -> tuple[int, dict[str, list[Row]]]:
    """The exit status of `check`, and its sentences by their verdict."""
    environ = {"GITHUB_TOKEN": token} if token else {}
    done = town.here("check", "--now", now(town), "--format", "json", *options, by="ada", environ=environ)
    found: dict[str, list[Row]] = {"ok": [], "to know": [], "wrong": []}
    for row in json.loads(done.stdout):
        found[row["verdict"]].append((row["about"], row["sentence"]))
    return done.returncode, found


def test_what_init_set_up_is_ready(town: Town) -> None:
    status, found = checked(town)
    assert (status, found["wrong"]) == (0, [])
    assert [about for about, _ in found["to know"]] == ["ticking"]
    assert {"labels", "issue form", "token", "workflow", "permissions", "running", "Actions", "schedule"} <= {
        about for about, _ in found["ok"]
    }


def switch_off(state: WorkflowState) -> Callable[[Town], None]:
    def switch(town: Town) -> None:
        (workflow,) = workflows_of(town.world, town.world.repository(REPOSITORY))
        workflow.state = state

    return switch


def allow(policy: ActionsPolicy) -> Callable[[Town], None]:
    def set_policy(town: Town) -> None:
        town.world.repository(REPOSITORY).actions = policy

    return set_policy


def without_label(town: Town) -> None:
    town.send("ada", "DELETE", "/labels/topic")


def without_workflow(town: Town) -> None:
    del town.world.repository(REPOSITORY).files[WORKFLOW]


def without_configuration(town: Town) -> None:
    del town.world.repository(REPOSITORY).files[CONFIGURATION]


def archived(town: Town) -> None:
    town.world.repository(REPOSITORY).is_archived = True


BROKEN: dict[str, tuple[Callable[[Town], None], Row]] = {
    "no configuration": (without_configuration, ("configuration", "has no such file")),
    "a misspelt key": (
        lambda town: rewrite(town, CONFIGURATION, "schedule:", "shedule:"),
        ("configuration", "did you mean `meeting.schedule`"),
    ),
    "an archived repository": (archived, ("repository", "is archived")),
    "no label for topics": (without_label, ("labels", "there is no label topic")),
    "a form with another label": (
        lambda town: rewrite(town, FORM, '"topic"', '"idea"'),
        ("issue form", "does not put the label topic"),
    ),
    "no workflow": (without_workflow, ("workflow", "no workflow uses Arch Hour")),
    "a workflow for another configuration": (
        lambda town: rewrite(
            town, WORKFLOW, "        with:\n", "        with:\n          config: other.yml\n"
        ),
        ("workflow", "no workflow uses Arch Hour with .github/arch-hour.yml"),
    ),
    "a workflow that may not write issues": (
        lambda town: rewrite(town, WORKFLOW, "issues: write", "issues: read"),
        ("permissions", "`issues: write`"),
    ),
    "a workflow that may not commit the minutes": (
        lambda town: configured(town, "minutes:\n  path: docs/minutes/{date}.md\n"),
        ("permissions", "`contents: write`"),
    ),
    "a schedule for another hour": (
        lambda town: rewrite(town, CONFIGURATION, "T10:00", "T16:00"),
        ("schedule", "no run falls between freeze and start"),
    ),
    "a workflow that GitHub stopped": (
        switch_off(WorkflowState.DISABLED_INACTIVITY),
        ("running", "60 days"),
    ),
    "a workflow that somebody stopped": (
        switch_off(WorkflowState.DISABLED_MANUALLY),
        ("running", "somebody switched it off"),
    ),
    "no Actions at all": (allow(ActionsPolicy(is_enabled=False)), ("Actions", "are switched off")),
    "only other actions": (
        allow(ActionsPolicy(allowed=AllowedActions.SELECTED, patterns=("octo/*",))),
        ("Actions", "is not among the actions that are allowed"),
    ),
    "a facilitator whom GitHub cannot assign": (
        lambda town: configured(town, "  facilitators: [stranger]\n"),
        ("facilitators and scribes", "stranger cannot be assigned"),
    ),
    "a name for somebody whom GitHub cannot assign": (
        lambda town: configured(town, "people:\n  Some One: stranger\n"),
        ("names", "stranger for Some One"),
    ),
    "a project without a token for it": (
        lambda town: configured(town, "board:\n  project: orgs/octo-org/projects/1\n"),
        ("board", "ARCH_HOUR_PROJECT_TOKEN"),
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_the_one_thing_that_is_broken_is_named(town: Town, broken: str) -> None:
    break_it, (about, words) = BROKEN[broken]
    break_it(town)
    status, found = checked(town)
    assert [row[0] for row in found["wrong"]] == [about], found["wrong"]
    assert words in found["wrong"][0][1]
    assert status in (1, 2)


def test_a_token_that_may_not_write_issues_is_named(town: Town) -> None:
    weak = town.world.workflow_token(REPOSITORY, {"contents": "read", "issues": "read"})
    _, found = checked(town, token=weak)
    assert [about for about, _ in found["wrong"]] == ["token"]


def test_only_administrators_are_told_whether_actions_are_allowed(town: Town) -> None:
    roles = town.world.repository(REPOSITORY).roles
    roles["ada"] = roles["ben"]
    status, found = checked(town)
    assert (status, found["wrong"]) == (0, [])
    assert ("Actions", "whether Actions are allowed here GitHub tells only to administrators") in found[
        "to know"
    ]


@pytest.mark.parametrize("state", [WorkflowState.DISABLED_INACTIVITY, WorkflowState.DISABLED_MANUALLY])
def test_a_workflow_that_was_stopped_is_switched_on_again_where_asked(
    town: Town, state: WorkflowState
) -> None:
    switch_off(state)(town)
    _, found = checked(town, "--enable")
    assert found["wrong"] == []
    (workflow,) = workflows_of(town.world, town.world.repository(REPOSITORY))
    assert workflow.state is WorkflowState.ACTIVE
    _, writes = town.spent(lambda: checked(town, "--enable"))
    assert writes <= 1  # the one that tries whether issues may be written, and changes nothing


def test_a_look_at_what_enabling_would_do_switches_nothing_on(town: Town) -> None:
    switch_off(WorkflowState.DISABLED_MANUALLY)(town)
    status, _ = checked(town, "--enable", "--dry-run")
    assert status == 1
    (workflow,) = workflows_of(town.world, town.world.repository(REPOSITORY))
    assert workflow.state is WorkflowState.DISABLED_MANUALLY


def test_who_may_not_enable_it_is_told_so_below_all_else(town: Town) -> None:
    switch_off(WorkflowState.DISABLED_MANUALLY)(town)
    weak = town.world.workflow_token(REPOSITORY, {"contents": "read", "issues": "write"})
    status, found = checked(town, "--enable", token=weak)
    assert status == 1
    assert [about for about, _ in found["wrong"]] == ["running", "running"]
    assert "*Actions: read and write*" in found["wrong"][-1][1]
