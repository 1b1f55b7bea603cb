"""Fields of projects, and what GitHub's own workflows write into them."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.actor import Actor
from sandbox.pages.memberships import status_of
from sandbox.project_words import ProjectWorkflowKind
from sandbox.records import Issue
from sandbox.records.projects import OptionValue, Project, SelectField
from sandbox.world import World
from tests.sandbox.mutating import Mutate, add_item, mutations_of

Act = Callable[[str], Actor]
Ask = Callable[..., Any]
REPOSITORY = "octo-org/arch"


@pytest.fixture
def project(world: World) -> Project:
    return world.add_project("octo-org", "Follow-ups", by="rita")


@pytest.fixture
def issue(act: Act) -> Issue:
    return act("wanda").open_issue(REPOSITORY, "Topic", labels=("topic",), assignees=("olive",))


@pytest.fixture
def mutate(ask: Ask) -> Mutate:
    return mutations_of(ask)


class TestFields:
    def test_fields_of_each_kind_are_made(self, mutate: Mutate, project: Project) -> None:
        for kind in ("TEXT", "NUMBER", "DATE"):
            selection = "projectV2Field { ... on ProjectV2Field { name dataType } }"
            made = mutate(
                "createProjectV2Field", selection, projectId=project.id, name=kind.title(), dataType=kind
            )
            assert made == {"projectV2Field": {"name": kind.title(), "dataType": kind}}
        option = {"name": "Late", "color": "RED", "description": ""}
        made = mutate(
            "createProjectV2Field",
            "projectV2Field { ... on ProjectV2SingleSelectField { options { name color description } } }",
            projectId=project.id,
            name="Mood",
            dataType="SINGLE_SELECT",
            singleSelectOptions=[option],
        )
        assert made["projectV2Field"]["options"] == [option]

    def test_iterations_that_are_over_are_completed(self, mutate: Mutate, project: Project) -> None:
        sprints = [
            {"title": "Past", "startDate": "2020-12-03", "duration": 14},
            {"title": "Now", "startDate": "2020-12-17", "duration": 7},
        ]
        made = mutate(
            "createProjectV2Field",
            """projectV2Field { ... on ProjectV2IterationField { configuration { startDay duration
                iterations { title startDate } completedIterations { title } } } }""",
            projectId=project.id,
            name="Sprint",
            dataType="ITERATION",
            iterationConfiguration={"startDate": "2020-12-03", "duration": 14, "iterations": sprints},
        )
        assert made["projectV2Field"]["configuration"] == {
            "startDay": 4,
            "duration": 14,
            "iterations": [{"title": "Now", "startDate": "2020-12-17"}],
            "completedIterations": [{"title": "Past"}],
        }

    @pytest.mark.parametrize("missing", ["name", "color", "description"])
    def test_an_option_needs_name_color_and_description(
        self, mutate: Mutate, project: Project, missing: str
    ) -> None:
        option = {"name": "Late", "color": "RED", "description": ""}
        del option[missing]
        errors = mutate(
            "createProjectV2Field",
            "projectV2Field { __typename }",
            projectId=project.id,
            name="Mood",
            dataType="SINGLE_SELECT",
            singleSelectOptions=[option],
        )
        assert missing in errors[0]["message"]
        assert project.field_named("Mood") is None

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            pytest.param({"name": "status", "dataType": "TEXT"}, "already been taken", id="a taken name"),
            pytest.param({"name": " ", "dataType": "TEXT"}, "blank", id="no name"),
            pytest.param({"name": "Mood", "dataType": "SINGLE_SELECT"}, "required", id="no options"),
        ],
    )
    def test_a_field_that_makes_no_sense_is_refused(
        self, mutate: Mutate, project: Project, given: dict[str, str], message: str
    ) -> None:
        (error,) = mutate(
            "createProjectV2Field", "projectV2Field { __typename }", projectId=project.id, **given
        )
        assert message in error["message"]

    def test_writing_the_options_anew_gives_each_another_id_and_orphans_what_items_had(
        self, mutate: Mutate, project: Project, issue: Issue
    ) -> None:
        item, status = add_item(mutate, project, issue), project.status
        assert status is not None
        old = [option.id for option in status.options]
        value = {"singleSelectOptionId": old[0]}
        place = {"projectId": project.id, "itemId": item, "fieldId": status.id}
        mutate("updateProjectV2ItemFieldValue", "clientMutationId", **place, value=value)
        options = [
            {"name": name, "color": "GRAY", "description": ""} for name in ("Todo", "In Progress", "Done")
        ]
        selection = "projectV2Field { ... on ProjectV2SingleSelectField { options { id name } } }"
        told = mutate("updateProjectV2Field", selection, fieldId=status.id, singleSelectOptions=options)
        new = [option["id"] for option in told["projectV2Field"]["options"]]
        assert not set(new) & set(old)
        assert project.ordered_items[0].values == {}
        (error,) = mutate("updateProjectV2ItemFieldValue", "clientMutationId", **place, value=value)
        assert error["message"] == "The single select option Id does not belong to the field"

    @pytest.mark.parametrize("options", [("Todo", "todo"), ("",)], ids=["the same twice", "blank"])
    def test_a_change_with_one_wrong_part_changes_nothing(
        self, mutate: Mutate, project: Project, options: tuple[str, ...]
    ) -> None:
        status = project.status
        assert isinstance(status, SelectField)
        old = list(status.options)
        wanted = [{"name": name, "color": "GRAY", "description": ""} for name in options]
        selection = "projectV2Field { __typename }"
        errors = mutate(
            "updateProjectV2Field",
            selection,
            fieldId=status.id,
            name="Stage",
            singleSelectOptions=wanted,
        )
        assert "Option name" in errors[0]["message"]
        assert (status.name, status.options) == ("Status", old)

    def test_no_options_change_none(self, mutate: Mutate, project: Project) -> None:
        status = project.status
        assert isinstance(status, SelectField)
        old = list(status.options)
        mutate(
            "updateProjectV2Field",
            "clientMutationId",
            fieldId=status.id,
            singleSelectOptions=[],
            name="Stage",
        )
        assert (status.name, status.options) == ("Stage", old)

    def test_a_deleted_field_takes_its_values_along(
        self, mutate: Mutate, project: Project, issue: Issue
    ) -> None:
        item = add_item(mutate, project, issue)
        made = mutate(
            "createProjectV2Field",
            "projectV2Field { ... on ProjectV2Field { id } }",
            projectId=project.id,
            name="Note",
            dataType="TEXT",
        )
        field = made["projectV2Field"]["id"]
        given = {"projectId": project.id, "itemId": item, "fieldId": field, "value": {"text": "x"}}
        mutate("updateProjectV2ItemFieldValue", "clientMutationId", **given)
        mutate("deleteProjectV2Field", "clientMutationId", fieldId=field)
        assert project.ordered_items[0].values == {}
        title = project.fields[0].id
        assert mutate("deleteProjectV2Field", "clientMutationId", fieldId=title)[0]["type"] == "VALIDATION"


def test_githubs_own_workflows_move_items(
    act: Act, mutate: Mutate, project: Project, issue: Issue, world: World
) -> None:
    def status() -> str | None:
        held = status_of(project.ordered_items[0])
        return held.name if held is not None else None

    add_item(mutate, project, issue)
    assert status() is None, "the workflow that sets Todo is off unless somebody switches it on"
    act("wanda").close(issue)
    assert status() == "Done"
    act("wanda").reopen(issue)
    assert status() == "Done"
    project.workflow(ProjectWorkflowKind.ITEM_REOPENED).enabled = True
    project.workflow(ProjectWorkflowKind.ITEM_ADDED).enabled = True
    act("wanda").close(issue)
    act("wanda").reopen(issue)
    assert status() == "In Progress"
    other = act("wanda").open_issue(REPOSITORY, "Other")
    add_item(mutate, project, other)
    (value,) = project.items_by_content[other].values.values()
    assert value.creator is world.account("github-project-automation[bot]")
    assert isinstance(value, OptionValue)
    assert value.option.name == "Todo"
