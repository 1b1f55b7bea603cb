"""How GitHub measures a query before running it: how many nodes it may return, how many points it costs."""

from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    OperationDefinitionNode,
    SelectionNode,
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
    """Measures the selections of one document; a fragment only once for each type, however often it is spread."""

    def __init__(self, document: Document, variables: VariableValues) -> None:
        self._document = document
        self._variables = variables
        self._known: dict[tuple[str | None, str], Measure] = {}

    def of(self, parent: GraphQLNamedType | None, selections: SelectionSetNode) -> Measure:
        """What the selections on one thing of a type take."""
        total = Measure()
        for node in selections.selections:
            total.add(
                self._of_field(parent, node) if isinstance(node, FieldNode) else self._of_part(parent, node)
            )
        return total

    def _of_part(self, parent: GraphQLNamedType | None, node: SelectionNode) -> Measure:
        fragment = self._document.fragment(node)
        condition = fragment.type_condition
        inner = schema().type_map[condition.name.value] if condition else parent
        if not isinstance(fragment, FragmentDefinitionNode):
            return self.of(inner, fragment.selection_set)
        key = (inner.name if inner else None, fragment.name.value)
        if key not in self._known:
            self._known[key] = self.of(inner, fragment.selection_set)
        return self._known[key]

    def _of_field(self, parent: GraphQLNamedType | None, node: FieldNode) -> Measure:
        if node.selection_set is None or not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
            return Measure()
        field = parent.fields.get(node.name.value)
        if field is None:
            return Measure()
        named = get_named_type(field.type)
        inner = self.of(named, node.selection_set)
        if not named.name.endswith("Connection"):
            return inner
        arguments: dict[str, Any] = get_argument_values(field, node, self._variables)
        # A page beyond the limit is refused when its turn comes; it counts as no more than one could get.
        size = min(arguments.get("first") or arguments.get("last") or 0, MOST)
        return Measure(size + inner.nodes * max(size, 1), 1 + inner.requests * max(size, 1))
