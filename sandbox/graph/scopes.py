"""Which scopes of a classic token a document needs: GitHub looks before it runs anything, and answers errors alone."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    FieldNode,
    GraphQLNamedType,
    OperationDefinitionNode,
    SelectionSetNode,
    get_location,
    get_named_type,
    is_leaf_type,
)

from sandbox.graph.documents import Document, field_of
from sandbox.graph.schema import schema
from sandbox.rules.access import Caller

READ, WRITE = "read:project", "project"
HOLDING = ("projectV2", "projectsV2")
ENVELOPES = ("Connection", "Edge", "Payload")


def scope_problems(
    document: Document, operation: OperationDefinitionNode, caller: Caller
) -> list[dict[str, Any]]:
    """An error for each field of projects that the caller's token has no scope for."""
    if caller.has_scope(WRITE):
        return []
    root = schema().get_root_type(operation.operation)
    found = _needs(document, root, operation.selection_set, set())
    return [_problem(node, scope, caller) for node, scope in found if not caller.has_scope(scope)]


def _needs(
    document: Document, parent: GraphQLNamedType | None, selections: SelectionSetNode, seen: set[str]
) -> Iterator[tuple[FieldNode, str]]:
    """What the fields need; a fragment that was `seen` is not looked into again."""
    for node in selections.selections:
        if isinstance(node, FieldNode):
            yield from _needs_of_field(document, parent, node, seen)
            continue
        part = document.part(parent, node)
        if part.name in seen:
            continue
        if part.name is not None:
            seen.add(part.name)
        yield from _needs(document, part.type, part.selections, seen)


def _needs_of_field(
    document: Document, parent: GraphQLNamedType | None, node: FieldNode, seen: set[str]
) -> Iterator[tuple[FieldNode, str]]:
    field = field_of(parent, node)
    if parent is None or field is None:
        return
    named = get_named_type(field.type)
    if parent.name == "Mutation":
        if "ProjectV2" in node.name.value:
            yield node, WRITE
    elif node.name.value in HOLDING or (_is_of_projects(parent) and is_leaf_type(named)):
        yield node, READ
    if node.selection_set is not None:
        yield from _needs(document, named, node.selection_set, seen)


def _is_of_projects(parent: GraphQLNamedType) -> bool:
    return parent.name.startswith("ProjectV2") and not parent.name.endswith(ENVELOPES)


def _problem(node: FieldNode, scope: str, caller: Caller) -> dict[str, Any]:
    given = sorted(caller.token.scopes) if caller.token else []
    place = get_location(node.loc.source, node.loc.start) if node.loc else None
    return {
        "type": "INSUFFICIENT_SCOPES",
        "locations": [{"line": place.line, "column": place.column}] if place else [],
        "message": (
            "Your token has not been granted the required scopes to execute this query. "
            f"The '{node.name.value}' field requires one of the following scopes: {[scope]}, but your token has "
            f"only been granted the: {given} scopes. "
            "Please modify your token's scopes at: https://github.com/settings/tokens."
        ),
    }
