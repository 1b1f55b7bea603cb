"""Every GraphQL document is one that GitHub would take."""

import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate
from graphql.execution.values import VariableValues, get_variable_values

from arch_hour.gateway.documents import declared, document, together
from sandbox.graph.cost import Measure, measure
from sandbox.graph.documents import Document, read
from sandbox.graph.schema import schema

SHARED = Path(__file__).parents[3] / "shared" / "github-schema"
NAMES = sorted(
    file.name.removesuffix(".graphql")
    for file in (files("arch_hour.gateway") / "queries").iterdir()
    if file.name not in ("fragments.graphql", "__init__.py")
)


@cache
def githubs_schema() -> GraphQLSchema:
    file = Path(os.environ.get("GITHUB_SCHEMA_DIR", SHARED)) / "schema.graphql"
    if not file.exists():
        pytest.skip(f"GitHub's schema is not there ({file}); GITHUB_SCHEMA_DIR says where it is")
    return build_schema(file.read_text(encoding="utf-8"), assume_valid=True, assume_valid_sdl=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_valid_by_githubs_schema(name: str) -> None:
    assert validate(githubs_schema(), parse(document(name))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_document_holds_one_operation_and_knows_its_variables(name: str) -> None:
    operations = [
        each for each in parse(document(name)).definitions if isinstance(each, OperationDefinitionNode)
    ]
    assert len(operations) == 1
    assert declared(name) == {
        variable.variable.name.value for variable in operations[0].variable_definitions or ()
    }


def test_there_are_documents() -> None:
    assert {"opening", "meeting", "topics", "follow_ups", "discussed", "comments", "votes"} <= set(NAMES)


def test_what_every_run_asks_costs_nineteen_points() -> None:
    """A workflow's own token has a thousand an hour."""
    given = {
        "viewer": "wren",
        "since": "2020-12-01T00:00:00Z",
        "reaction": "THUMBS_UP",
        "configuration": "HEAD:x",
        **{f"label{place}": "topic" for place in range(1, 10)},
    }
    assert (
        sum(points(name, {"owner": "acme", "name": "tea", **given}) for name in ("opening", "meeting")) == 19
    )


WRITES = ("add_item", "unarchive_item", "set_value", "clear_value")
INPUTS = {
    "add_item": {"projectId": "P", "contentId": "C"},
    "unarchive_item": {"projectId": "P", "itemId": "I"},
    "set_value": {"projectId": "P", "itemId": "I", "fieldId": "F", "value": {"number": 2.5}},
    "clear_value": {"projectId": "P", "itemId": "I", "fieldId": "F"},
}


@pytest.mark.parametrize(
    "names",
    [
        *(pytest.param((name,), id=name) for name in WRITES),
        pytest.param(WRITES * 5, id="twenty of all kinds"),
        pytest.param(("set_value",) * 20, id="twenty alike"),
    ],
)
def test_writes_to_a_board_go_together_in_one_valid_mutation(names: tuple[str, ...]) -> None:
    text = together(names)
    assert validate(githubs_schema(), parse(text)) == []
    found = read(text)
    assert isinstance(found, Document)
    (operation,) = found.operations
    assert [one.variable.name.value for one in operation.variable_definitions or ()] == [
        f"m{place}" for place in range(len(names))
    ]
    given = {f"m{place}": INPUTS[name] for place, name in enumerate(names)}
    assert isinstance(
        get_variable_values(githubs_schema(), operation.variable_definitions or (), given), VariableValues
    )
    assert measure_of(text, given).points == 1


def test_a_board_costs_two_points_and_a_hundred_issues_on_it_one() -> None:
    """If GitHub counts each of a list of nodes, which it does not tell, those are three points and 4,200 nodes."""
    labels = {"followUpLabels": ["action-item"], "since": "2020-12-01T00:00:00Z"}
    opening = {"holder": "acme", "number": 5, "owner": "acme", "name": "tea", **labels}
    fields = {f"field{place}": "Name" for place in range(4)} | {f"has{place}": True for place in range(4)}
    cards = {"ids": [f"I_{number}" for number in range(100)], **fields}
    board, issues = measure_of(document("board"), opening), measure_of(document("cards"), cards)
    assert (board.points, board.nodes) == (2, 11_200)
    assert (issues.points, issues.nodes, issues.requests) == (1, 42, 3)


def points(name: str, values: dict[str, Any]) -> int:
    """What a document costs by GitHub's rule."""
    wanted = {key: value for key, value in values.items() if key in declared(name)}
    return measure_of(document(name), wanted).points


def measure_of(text: str, values: dict[str, Any]) -> Measure:
    """How GitHub measures a document with these variables."""
    found = read(text)
    assert isinstance(found, Document)
    (operation,) = found.operations
    variables = get_variable_values(schema(), operation.variable_definitions or (), values)
    assert isinstance(variables, VariableValues)
    return measure(found, operation, variables)
