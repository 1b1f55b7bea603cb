"""How GitHub measures a query before running it: how many nodes it may return, how many points it costs."""

from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLNamedType,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
)
from graphql.execution.values import VariableValues, get_argument_values

from sandbox.graph.connections import MOST
from sandbox.graph.documents import Document, field_of
from sandbox.graph.schema import schema
from sandbox.rules.refusals import Refusal

MOST_NODES = 500_000


@dataclass(slots=True)
class Measure:
    """`nodes` that may come back at most, and `requests` of connections it takes to find them."""

    nodes: int = 0
    requests: int = 0

    def add(self, other: "Measure") -> None:
        """Takes what more is asked for into account."""
        self.nodes += other.nodes
        self.requests += other.requests

    @property
    def points(self) -> int:
        """What the query costs of the hourly quota: a point for every hundred requests, at least one."""
        return max(1, round(self.requests / 100))


class TooManyNodes(Refusal):
    """A query that might return more than GitHub gives in one answer."""

    graph_type = "MAX_NODE_LIMIT_EXCEEDED"


def measure(document: Document, operation: OperationDefinitionNode, variables: VariableValues) -> Measure:
    """The measure of an operation; raises TooManyNodes above half a million nodes."""
    root = schema().get_root_type(operation.operation)
    total = Measuring(document, variables).of(root, operation.selection_set)
    if total.nodes > MOST_NODES:
        raise TooManyNodes(
            f"This query requests up to {total.nodes:,} possible nodes "
            f"which exceeds the maximum limit of {MOST_NODES:,}."
        )
    return total


class Measuring:
    """Measures the selections of one document; a fragment only once, however often it is spread."""

    def __init__(self, document: Document, variables: VariableValues) -> None:
        self._document = document
        self._variables = variables
        self._known: dict[str, Measure] = {}

    def of(self, parent: GraphQLNamedType | None, selections: SelectionSetNode) -> Measure:
        """What the selections on one thing of a type take."""
        total = Measure()
        for node in selections.selections:
            total.add(
                self._of_field(parent, node) if isinstance(node, FieldNode) else self._of_part(parent, node)
            )
        return total

    def _of_part(self, parent: GraphQLNamedType | None, node: SelectionNode) -> Measure:
        part = self._document.part(parent, node)
        if part.name is None:
            return self.of(part.type, part.selections)
        if part.name not in self._known:
            self._known[part.name] = self.of(part.type, part.selections)
        return self._known[part.name]

    def _of_field(self, parent: GraphQLNamedType | None, node: FieldNode) -> Measure:
        field = field_of(parent, node)
        if field is None or node.selection_set is None:
            return Measure()
        named = get_named_type(field.type)
        inner = self.of(named, node.selection_set)
        if not named.name.endswith("Connection"):
            return inner
        arguments: dict[str, Any] = get_argument_values(field, node, self._variables)
        # A page beyond the limit is refused when its turn comes; it counts as no more than one could get.
        size = min(arguments.get("first") or arguments.get("last") or 0, MOST)
        return Measure(size + inner.nodes * max(size, 1), 1 + inner.requests * max(size, 1))
