"""The types that the sandbox speaks, each field with what graphql-core's executor calls to read it."""

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from operator import attrgetter
from re import sub
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
)

from sandbox.graph.connections import PAGING, Connection, check_bounds, connect, counts_only
from sandbox.graph.context import Context
from sandbox.graph.resolvers import RESOLVERS, Resolver, type_name
from sandbox.times import written

Read = Callable[..., Any]
LEAVES: dict[str, Callable[[Any], object]] = {"BigInt": str, "Date": str, "DateTime": written}


@lru_cache(maxsize=1)
def schema() -> GraphQLSchema:
    """The part of GitHub's schema that the sandbox speaks, ready to be executed."""
    built = build_schema("\n".join(type_files()))
    for name, type_ in built.type_map.items():
        if name.startswith("__"):
            continue
        if isinstance(type_, GraphQLObjectType):
            for field, definition in type_.fields.items():
                definition.resolve = _reader(definition, field, RESOLVERS.get(f"{name}.{field}"))
        elif isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            type_.resolve_type = lambda source, *_: type_name(source)
        elif isinstance(type_, GraphQLEnumType):
            # A member's name is GraphQL's spelling; what comes in stays text. That an instance's method may be set like
            # this is graphql-core's own way, which mypy takes for a mistake; so below.
            type_.coerce_output_value = attrgetter("name")  # type: ignore[method-assign, assignment]
        elif name in LEAVES:
            type_.coerce_output_value = LEAVES[name]  # type: ignore[attr-defined]
    return built


def type_files() -> list[str]:
    """The texts in which the schema is written."""
    folder = files("sandbox.graph").joinpath("types")
    return [file.read_text(encoding="utf-8") for file in sorted(folder.iterdir(), key=attrgetter("name"))]


def _reader(definition: GraphQLField, name: str, resolver: Resolver | None) -> Read:
    for argument, given in definition.args.items():
        given.out_name = argument if argument in PAGING else _snake(argument)
    read = _attribute(name) if resolver is None else _with_context(resolver)
    return _paged(name, read) if get_named_type(definition.type).name.endswith("Connection") else read


def _attribute(name: str) -> Read:
    get = attrgetter(_snake(name))
    return lambda source, _: get(source)


def _with_context(resolver: Resolver) -> Read:
    return lambda source, info, **arguments: resolver(source, info.context, **arguments)


def _paged(name: str, read: Read) -> Read:
    def page(source: Any, info: GraphQLResolveInfo[Context], **arguments: Any) -> Connection:
        paging = {bound: arguments.pop(bound) for bound in PAGING if bound in arguments}
        if not counts_only(info.field_nodes):
            check_bounds(name, paging)
        return connect(read(source, info, **arguments), paging)

    return page


def _snake(name: str) -> str:
    return sub(r"(?<=[a-z0-9])[A-Z]", lambda letter: f"_{letter[0]}", name).lower()
