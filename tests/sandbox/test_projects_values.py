"""What items have in fields: which value fits which field, batches that fail in part, REST, and large projects."""

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.project_words import FieldKind
from sandbox.records.projects import OptionValue, Project, ProjectItem
from sandbox.rules import project_fields, project_items
from sandbox.rules.access import Caller
from sandbox.rules.project_fields import FieldDraft
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
Ask = Callable[..., Any]
REPOSITORY = "octo-org/arch"
SET = """mutation ($input: UpdateProjectV2ItemFieldValueInput!) {
    updateProjectV2ItemFieldValue(input: $input) { projectV2Item { id } } }"""


@pytest.fixture
def item(world: World, act: Act) -> ProjectItem:
    """An issue in a project that has a field of each kind."""
    project, rita = world.add_project("octo-org", "Board", by="rita"), Caller(world.account("rita"))
    for kind in (FieldKind.TEXT, FieldKind.NUMBER, FieldKind.DATE, FieldKind.ITERATION):
        project_fields.create_field(world, rita, project, FieldDraft(kind.name.title(), kind))
    issue = act("wanda").open_issue(REPOSITORY, "Topic")
    return project_items.add_item(world, rita, project, issue)


def _place(item: ProjectItem, field: str) -> dict[str, str]:
    found = item.project.field_named(field)
    assert found is not None
    return {"projectId": item.project.id, "itemId": item.id, "fieldId": found.id}


def _iteration(project: Project) -> str:
    found: Any = project.field_named("Iteration")
    identity: str = found.iterations[1].id
    return identity


def test_each_kind_of_value_is_set_shown_and_cleared(ask: Ask, item: ProjectItem) -> None:
    given = {
        "Text": {"text": "x"},
        "Number": {"number": 0},
        "Date": {"date": "2021-01-07"},
        "Status": {"singleSelectOptionId": "47fc9ee4"},
        "Iteration": {"iterationId": _iteration(item.project)},
    }
    shown = """{ node(id: "%s") { ... on ProjectV2Item {
        text: fieldValueByName(name: "Text") { ... on ProjectV2ItemFieldTextValue { text } }
        number: fieldValueByName(name: "Number") { ... on ProjectV2ItemFieldNumberValue { number } }
        date: fieldValueByName(name: "Date") { ... on ProjectV2ItemFieldDateValue { date } }
        status: fieldValueByName(name: "Status") { ... on ProjectV2ItemFieldSingleSelectValue { name } }
        sprint: fieldValueByName(name: "Iteration") { ... on ProjectV2ItemFieldIterationValue {
            title startDate } } } } }"""
    for field, value in given.items():
        assert "errors" not in ask("rita", SET, input={**_place(item, field), "value": value})
    assert ask("rita", shown % item.id)["data"]["node"] == {
        "text": {"text": "x"},
        "number": {"number": 0.0},
        "date": {"date": "2021-01-07"},
        "status": {"name": "In Progress"},
        "sprint": {"title": "Iteration 2", "startDate": "2020-12-31"},
    }
    clear = """mutation ($input: ClearProjectV2ItemFieldValueInput!) {
        clearProjectV2ItemFieldValue(input: $input) { projectV2Item { id } } }"""
    for field in given:
        ask("rita", clear, input=_place(item, field))
    assert set(ask("rita", shown % item.id)["data"]["node"].values()) == {None}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        pytest.param("Title", {"text": "x"}, "of type title is currently not supported", id="title"),
        pytest.param("Assignees", {"text": "x"}, "of type assignees is currently not", id="assignees"),
        pytest.param("Labels", {"text": "x"}, "of type labels is currently not supported", id="labels"),
        pytest.param("Milestone", {"text": "x"}, "of type milestone is currently not", id="milestone"),
        pytest.param("Repository", {"text": "x"}, "of type repository is currently not", id="repository"),
        pytest.param("Number", {"text": "3"}, "Did not receive a number value", id="text for a number"),
        pytest.param("Status", {"text": "Done"}, "Did not receive a single select", id="an option's name"),
        pytest.param("Status", {"singleSelectOptionId": "0"}, "does not belong to the field", id="no option"),
        pytest.param("Iteration", {"iterationId": "0"}, "does not belong to the field", id="no iteration"),
        pytest.param("Date", {"date": "tomorrow"}, "not a valid date", id="no date"),
        pytest.param("Text", {"text": "x", "number": 1}, "Only one value", id="two values"),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_refused(
    ask: Ask, item: ProjectItem, field: str, value: dict[str, object], message: str
) -> None:
    answer = ask("rita", SET, input={**_place(item, field), "value": value})
    assert answer["data"] == {"updateProjectV2ItemFieldValue": None}
    assert answer["errors"][0]["type"] == "VALIDATION"
    assert message in answer["errors"][0]["message"]
    assert item.values == {}


def test_an_archived_item_cannot_be_changed(ask: Ask, item: ProjectItem, world: World) -> None:
    project_items.archive(world, Caller(world.account("rita")), item)
    answer = ask("rita", SET, input={**_place(item, "Text"), "value": {"text": "x"}})
    assert answer["errors"][0]["message"] == "The item is archived and cannot be updated"


def test_what_fails_in_a_batch_leaves_the_rest_done(ask: Ask, item: ProjectItem) -> None:
    parts = []
    for alias, field, value in (
        ("one", "Text", 'text: "x"'),
        ("two", "Status", 'singleSelectOptionId: "0"'),
        ("three", "Number", "number: 3"),
    ):
        place = ", ".join(f'{name}: "{value}"' for name, value in _place(item, field).items())
        call = f"updateProjectV2ItemFieldValue(input: {{{place}, value: {{{value}}}}})"
        parts.append(f"{alias}: {call} {{ projectV2Item {{ id }} }}")
    answer = ask("rita", f"mutation {{ {' '.join(parts)} }}")
    done = {"projectV2Item": {"id": item.id}}
    assert answer["data"] == {"one": done, "two": None, "three": done}
    assert [error["path"] for error in answer["errors"]] == [["two"]]
    assert len(item.values) == 2


def test_rest_sets_several_fields_or_none(as_: As, item: ProjectItem) -> None:
    rita, path = as_("rita"), f"/orgs/octo-org/projectsV2/1/items/{item.database_id}"
    numbers = {field.name: field.database_id for field in item.project.fields}

    def patch(**values: object) -> requests.Response:
        fields = [{"id": numbers[name], "value": value} for name, value in values.items()]
        return rita.patch(path, json={"fields": fields})

    assert patch(Text="x", Status="Done").status_code == 422
    assert item.values == {}
    assert patch(Text="x", Number=3, Status="98236657").status_code == 200
    shown = rita.get(f"{path}?fields={numbers['Number']},{numbers['Status']}").json()["fields"]
    told = {field["name"]: field["value"] for field in shown}
    assert (told["Number"], told["Status"]["name"]["raw"]) == (3.0, "Done")
    assert patch(Number=None).status_code == 200
    assert {value.field.name for value in item.values.values()} == {"Text", "Status"}


def test_rest_pages_between_cursors_and_searches(as_: As, act: Act, item: ProjectItem, world: World) -> None:
    rita, caller = as_("rita"), Caller(world.account("rita"))
    for number in range(4):
        issue = act("wanda").open_issue(REPOSITORY, f"More {number}")
        project_items.add_item(world, caller, item.project, issue)
    items = "/orgs/octo-org/projectsV2/1/items"
    seen, address = [], f"{items}?per_page=2"
    while address:
        page = rita.get(address)
        seen += [one["content"]["title"] for one in page.json()]
        address = page.links.get("next", {}).get("url", "")
    assert seen == ["Topic", "More 0", "More 1", "More 2", "More 3"]
    back = rita.get(page.links["prev"]["url"]).json()
    assert [one["content"]["title"] for one in back] == ["More 1", "More 2"]
    act("wanda").close(world.repository(REPOSITORY).issue(1))
    found = rita.get(f"{items}?q=is:closed status:done").json()
    assert [one["content"]["title"] for one in found] == ["Topic"]


def test_a_project_is_saved_and_loaded(ask: Ask, item: ProjectItem, world: World) -> None:
    for field, value in (("Number", {"number": 0}), ("Iteration", {"iterationId": _iteration(item.project)})):
        ask("rita", SET, input={**_place(item, field), "value": value})
    draft = project_items.ItemDraft("Idea", "Perhaps", [world.account("olive")])
    project_items.add_draft(world, Caller(world.account("rita")), item.project, draft)
    loaded = world_from_data(world_as_data(world))
    assert world_as_data(loaded) == world_as_data(world)
    assert loaded.nodes.keys() == world.nodes.keys()


def test_a_few_lines_are_a_project() -> None:
    issue = {"title": "Topic", "author": "ada"}
    board = {
        "owner": "ada",
        "title": "Board",
        "items": [{"issue": "ada/arch#1", "values": [{"field": "Status", "value": "Todo"}]}],
    }
    world = world_from_data(
        {
            "accounts": [{"login": "ada"}],
            "repositories": [{"name": "ada/arch", "issues": [issue]}],
            "projects": [board],
        }
    )
    (item,) = world.project("ada", 1).ordered_items
    (value,) = item.values.values()
    assert isinstance(value, OptionValue)
    assert value.option.name == "Todo"


def test_what_a_deleted_account_had_and_made_is_gone_or_by_nobody(item: ProjectItem, world: World) -> None:
    world.add_project("rita", "Mine")
    world.delete_user("rita")
    assert list(world.projects.values()) == [item.project]
    assert (item.project.creator, item.creator) == (None, None)


def test_a_thousand_items_stay_quick(ask: Ask, act: Act, item: ProjectItem, world: World) -> None:
    rita, wanda = Caller(world.account("rita")), act("wanda")
    for number in range(1_000):
        project_items.add_item(world, rita, item.project, wanda.open_issue(REPOSITORY, f"T{number}"))
    query = """{ organization(login: "octo-org") { projectV2(number: 1) { items(first: 100) { totalCount nodes {
        id content { ... on Issue { number } } fieldValueByName(name: "Status") { __typename } } } } } }"""
    ask("rita", query)
    began = process_time()
    told = ask("rita", query)["data"]["organization"]["projectV2"]["items"]
    assert process_time() - began < 0.5
    assert (told["totalCount"], len(told["nodes"])) == (1_001, 100)
