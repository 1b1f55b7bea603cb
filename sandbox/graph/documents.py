"""Query documents: parsed and checked once each, and measured as GitHub measures them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    parse,
    validate,
)

from sandbox.graph.complaints import plain, told
from sandbox.graph.schema import schema
from sandbox.rules.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Document:
    """A checked document: its operations in order, and its fragments by name."""

    node: DocumentNode
    operations: tuple[OperationDefinitionNode, ...]
    fragments: dict[str, FragmentDefinitionNode]

    def part(self, parent: GraphQLNamedType | None, node: SelectionNode) -> "Part":
        """What a selection on a type stands for that is no field."""
        if isinstance(node, FragmentSpreadNode):
            fragment = self.fragments[node.name.value]
            spread = schema().type_map[fragment.type_condition.name.value]
            return Part(spread, fragment.selection_set, fragment.name.value)
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            inner = schema().type_map[condition.name.value] if condition else parent
            return Part(inner, node.selection_set, None)
        raise TypeError(f"A {node.kind} is no fragment.")

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation of that name, or the only one; raises Refusal when that is not clear."""
        if name is None and len(self.operations) == 1:
            return self.operations[0]
        for operation in self.operations:
            if name is not None and operation.name is not None and operation.name.value == name:
                return operation
        raise Refusal("An operation name is required" if name is None else f'No operation named "{name}"')


@dataclass(frozen=True, slots=True)
class Part:
    """The selections of a fragment with the type they are on; `name` is None unless it may be spread elsewhere too."""

    type: GraphQLNamedType | None
    selections: SelectionSetNode
    name: str | None


def field_of(parent: GraphQLNamedType | None, node: FieldNode) -> GraphQLField | None:
    """The field of a type that a selection means; None for those that every type has, such as `__typename`."""
    if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
        return None
    fields: dict[str, GraphQLField] = parent.fields
    return fields.get(node.name.value)


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A document that GitHub would not run: what is wrong with it, and how GitHub says so."""

    errors: tuple[GraphQLError, ...]
    told: tuple[dict[str, Any], ...]


@lru_cache(maxsize=500)
def read(text: str) -> Document | Spoiled:
    """A document that GitHub would run, or what it finds wrong with it."""
    try:
        node = parse(text)
    except GraphQLError as error:
        return Spoiled((error,), (plain(error),))
    errors = validate(schema(), node)
    if errors:
        return Spoiled(tuple(errors), tuple(told(errors, schema(), node)))
    definitions = node.definitions
    operations = tuple(one for one in definitions if isinstance(one, OperationDefinitionNode))
    fragments = {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}
    return Document(node, operations, fragments)
