"""The schema of a server that lacks features, which documents are checked against."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldDefinitionNode,
    GraphQLSchema,
    Node,
    TypeNode,
    build_ast_schema,
    parse,
)

from sandbox.graph.schema import type_files
from sandbox.lacking import Feature, is_name_of


@lru_cache(maxsize=16)
def schema_without(lacking: frozenset[Feature]) -> GraphQLSchema:
    """The sandbox's schema as it was before some features; nothing can be executed by it."""
    definitions = parse("\n".join(type_files())).definitions
    kept = tuple(_kept(lacking, each) for each in definitions if not _is_of(lacking, each))
    return build_ast_schema(DocumentNode(definitions=kept), assume_valid_sdl=True)


def _kept(lacking: frozenset[Feature], definition: Any) -> Any:
    """A definition without the parts that came later."""
    parts = {name: getattr(definition, name, None) for name in ("fields", "values", "types", "interfaces")}
    return replace(
        definition,
        **{
            name: tuple(each for each in members if not _is_of(lacking, each))
            for name, members in parts.items()
            if members
        },
    )


def _is_of(lacking: frozenset[Feature], node: Node) -> bool:
    """Whether a definition is of a feature: by its name, or as it speaks of what is."""
    return any(is_name_of(lacking, name) for name in _names(node))


def _names(node: Any) -> Iterable[str]:
    yield node.name.value
    if isinstance(node, FieldDefinitionNode):
        yield _named(node.type)
        yield from (_named(each.type) for each in node.arguments or ())


def _named(type_: TypeNode) -> str:
    inner: Any = type_
    while hasattr(inner, "type"):
        inner = inner.type
    return str(inner.name.value)
