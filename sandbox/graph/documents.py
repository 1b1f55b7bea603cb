"""Query documents: parsed and checked once each, and measured as GitHub measures them."""

from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    parse,
    validate,
)

from sandbox.graph.schema import schema
from sandbox.rules.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Document:
    """A checked document: its operations in order, and its fragments by name."""

    node: DocumentNode
    operations: tuple[OperationDefinitionNode, ...]
    fragments: dict[str, FragmentDefinitionNode]

    def fragment(self, node: SelectionNode) -> FragmentDefinitionNode | InlineFragmentNode:
        """What a selection that is no field stands for."""
        if isinstance(node, InlineFragmentNode):
            return node
        if isinstance(node, FragmentSpreadNode):
            return self.fragments[node.name.value]
        raise TypeError(f"A {node.kind} is no fragment.")

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation of that name, or the only one; raises Refusal when that is not clear."""
        if name is None and len(self.operations) == 1:
            return self.operations[0]
        for operation in self.operations:
            if name is not None and operation.name is not None and operation.name.value == name:
                return operation
        raise Refusal("An operation name is required" if name is None else f'No operation named "{name}"')


@lru_cache(maxsize=500)
def read(text: str) -> Document | tuple[GraphQLError, ...]:
    """A document that GitHub would run, or what it finds wrong with it."""
    try:
        node = parse(text)
    except GraphQLError as error:
        return (error,)
    errors = validate(schema(), node)
    if errors:
        return tuple(errors)
    definitions = node.definitions
    operations = tuple(one for one in definitions if isinstance(one, OperationDefinitionNode))
    fragments = {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}
    return Document(node, operations, fragments)
