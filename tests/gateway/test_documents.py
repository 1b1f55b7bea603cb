"""Every GraphQL document is one that GitHub would take."""

import os
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate
from graphql.execution.values import VariableValues, get_variable_values

from arch_hour.gateway.documents import declared, document
from sandbox.graph.cost import measure
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
    }
    assert (
        sum(points(name, {"owner": "acme", "name": "tea", **given}) for name in ("opening", "meeting")) == 19
    )


def points(name: str, values: dict[str, str]) -> int:
    """What a document costs by GitHub's rule."""
    found = read(document(name))
    assert isinstance(found, Document)
    (operation,) = found.operations
    wanted = {key: value for key, value in values.items() if key in declared(name)}
    variables = get_variable_values(schema(), operation.variable_definitions or (), wanted)
    assert isinstance(variables, VariableValues)
    return measure(found, operation, variables).points
