"""Every GraphQL document is one that GitHub would take."""

import os
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate

from arch_hour.gateway.documents import declared, document

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
