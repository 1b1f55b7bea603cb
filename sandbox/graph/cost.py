"""How GitHub measures a query before running it: how many nodes it may return, how many points it costs."""

from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
)
from graphql.execution.values import VariableValues, get_argument_values

from sandbox.graph.connections import MOST
from sandbox.graph.documents import Document
from sandbox.graph.schema import schema
from sandbox.rules.refusals import Refusal

MOST_NODES = 500_000


@dataclass(slots=True)
class Measure:
    """`nodes` that may come back at most, and `requests` of connections it takes to find them."""

    nodes: int = 0
    requests: int = 0

    @property
    def points(self) -> int:
        """What the query costs of the hourly quota: a point for every hundred requests, at least one."""
        return max(1, round(self.requests / 100))


class TooManyNodes(Refusal):
    """A query that might return more than GitHub gives in one answer."""

    graph_type = "MAX_NODE_LIMIT_EXCEEDED"


def measure(document: Document, operation: OperationDefinitionNode, variables: VariableValues) -> Measure:
    """The measure of an operation; raises TooManyNodes above half a million nodes."""
    total = Measure()
    root = schema().get_root_type(operation.operation)
    _walk(document, root, operation.selection_set, variables, 1, total)
    if total.nodes > MOST_NODES:
        raise TooManyNodes(
            f"This query requests up to {total.nodes:,} possible nodes "
            f"which exceeds the maximum limit of {MOST_NODES:,}."
        )
    return total


def _walk(
    document: Document,
    parent: GraphQLNamedType | None,
    selections: SelectionSetNode,
    variables: VariableValues,
    times: int,
    total: Measure,
) -> None:
    for node in selections.selections:
        if isinstance(node, FieldNode):
            _field(document, parent, node, variables, times, total)
            continue
        fragment = document.fragment(node)
        condition = fragment.type_condition
        inner = schema().type_map[condition.name.value] if condition else parent
        _walk(document, inner, fragment.selection_set, variables, times, total)


def _field(
    document: Document,
    parent: GraphQLNamedType | None,
    node: FieldNode,
    variables: VariableValues,
    times: int,
    total: Measure,
) -> None:
    if node.selection_set is None or not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
        return
    field = parent.fields.get(node.name.value)
    if field is None:
        return
    named = get_named_type(field.type)
    if named.name.endswith("Connection"):
        arguments: dict[str, Any] = get_argument_values(field, node, variables)
        # A page beyond the limit is refused when its turn comes; it counts as no more than one could get.
        size = min(arguments.get("first") or arguments.get("last") or 0, MOST)
        total.requests += times
        total.nodes += times * size
        times *= max(size, 1)
    _walk(document, named, node.selection_set, variables, times, total)
