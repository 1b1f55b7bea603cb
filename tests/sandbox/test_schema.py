"""Our GraphQL types are a true subset of GitHub's: nothing that runs here is unknown there."""

import os
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    Undefined,
    build_schema,
    is_specified_scalar_type,
)

from sandbox.graph.resolvers import RESOLVERS, TYPES
from sandbox.graph.schema import schema

DEFAULT_FOLDER = Path(__file__).parents[3] / "shared" / "github-schema"
FOLDER = Path(os.environ.get("GITHUB_SCHEMA_DIR", DEFAULT_FOLDER))
OURS = [
    name
    for name, type_ in sorted(schema().type_map.items())
    if not name.startswith("__") and not is_specified_scalar_type(type_)
]


@pytest.fixture(scope="module")
def official() -> GraphQLSchema:
    path = FOLDER / "schema.graphql"
    if not path.exists():
        pytest.skip(f"GitHub's schema is not here: put schema.graphql into {FOLDER} or set GITHUB_SCHEMA_DIR")
    return build_schema(path.read_text(encoding="utf-8"), assume_valid=True, assume_valid_sdl=True)


def test_every_resolver_is_of_a_field_that_there_is() -> None:
    fields = {
        f"{name}.{field}"
        for name, type_ in schema().type_map.items()
        if isinstance(type_, GraphQLObjectType)
        for field in type_.fields
    }
    assert sorted(RESOLVERS.keys() - fields) == []


def test_every_record_is_of_a_type_that_there_is() -> None:
    assert [name for name in TYPES.values() if name not in OURS] == []


@pytest.mark.parametrize("name", OURS)
def test_github_knows_all_of_the_type(official: GraphQLSchema, name: str) -> None:
    assert name in official.type_map
    ours, theirs = schema().type_map[name], official.type_map[name]
    assert type(ours) is type(theirs)
    assert list(differences(ours, theirs)) == []


def differences(ours: GraphQLNamedType, theirs: GraphQLNamedType) -> list[str]:
    if isinstance(ours, GraphQLEnumType) and isinstance(theirs, GraphQLEnumType):
        return sorted(set(ours.values) - set(theirs.values))
    if isinstance(ours, GraphQLUnionType) and isinstance(theirs, GraphQLUnionType):
        return sorted({one.name for one in ours.types} - {one.name for one in theirs.types})
    if isinstance(ours, GraphQLInputObjectType) and isinstance(theirs, GraphQLInputObjectType):
        return _input_differences(ours, theirs)
    if isinstance(ours, GraphQLObjectType | GraphQLInterfaceType) and isinstance(
        theirs, GraphQLObjectType | GraphQLInterfaceType
    ):
        return _object_differences(ours, theirs)
    assert isinstance(ours, GraphQLScalarType)
    return []


def _input_differences(ours: GraphQLInputObjectType, theirs: GraphQLInputObjectType) -> list[str]:
    wrong = [
        name
        for name, field in ours.fields.items()
        if name not in theirs.fields or str(field.type) != str(theirs.fields[name].type)
    ]
    # What GitHub demands has to be demanded here too.
    needed = [name for name, field in theirs.fields.items() if str(field.type).endswith("!")]
    return wrong + [name for name in needed if name not in ours.fields]


def _object_differences(
    ours: GraphQLObjectType | GraphQLInterfaceType, theirs: GraphQLObjectType | GraphQLInterfaceType
) -> list[str]:
    wrong = sorted({one.name for one in ours.interfaces} - {one.name for one in theirs.interfaces})
    for name, field in ours.fields.items():
        known = theirs.fields.get(name)
        if known is None or str(field.type) != str(known.type):
            wrong.append(name)
        else:
            wrong += _argument_differences(name, field, known)
    return wrong


def _argument_differences(name: str, ours: GraphQLField, theirs: GraphQLField) -> list[str]:
    wrong = []
    for argument, given in ours.args.items():
        known = theirs.args.get(argument)
        if known is None or str(given.type) != str(known.type):
            wrong.append(f"{name}({argument})")
        elif given.default_value is not Undefined and given.default_value != known.default_value:
            wrong.append(f"{name}({argument} = {given.default_value})")
    needed = [argument for argument, known in theirs.args.items() if str(known.type).endswith("!")]
    return wrong + [f"{name}({argument})" for argument in needed if argument not in ours.args]
