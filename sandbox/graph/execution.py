"""Runs a checked operation: its selections become plain functions first, which then walk the records.

graphql-core parses, validates and coerces; only this walk is our own, because a page of a hundred topics with
their votes has tens of thousands of fields, and graphql-core's executor takes several times as long for each.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from re import sub
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSkipDirective,
    GraphQLUnionType,
    SelectionSetNode,
    get_named_type,
)
from graphql.execution.values import VariableValues, get_argument_values, get_directive_values

from sandbox.graph.connections import PAGING, check_bounds, connect
from sandbox.graph.context import Context
from sandbox.graph.documents import Document, object_type, schema
from sandbox.graph.leaves import LEAVES
from sandbox.graph.resolvers import RESOLVERS, type_name
from sandbox.rules.refusals import Refusal

Path = tuple[Any, ...]
Read = Callable[[Any], Any]
Finish = Callable[[Any, Path], Any]
AbstractType = GraphQLInterfaceType | GraphQLUnionType
COUNTS = {"totalCount", "__typename"}


class Column(NamedTuple):
    """One selected field: its name in the answer, how to read it, and how to turn what was read into JSON."""

    key: str
    read: Read
    finish: Finish
    is_nullable: bool


class NullBelow(Exception):  # noqa: N818 - it carries a null upwards and is no error
    """A field that must not be null could not be given, so what it is part of becomes null."""


class Execution:
    """One run of an operation; afterwards `errors` holds what could not be given."""

    def __init__(self, document: Document, variables: VariableValues, context: Context) -> None:
        self._document = document
        self._variables = variables
        self._context = context
        self.errors: list[dict[str, object]] = []

    def run(self, root: GraphQLObjectType, selections: SelectionSetNode) -> object:
        """The data of the operation; None when something that must not be null could not be given."""
        try:
            return self._object(root, [selections])(None, ())
        except NullBelow:
            return None

    def _object(self, parent: GraphQLObjectType, sets: list[SelectionSetNode]) -> Finish:
        fields: dict[str, list[FieldNode]] = {}
        for selections in sets:
            self._collect(parent, selections, fields)
        columns = [self._column(parent, key, nodes) for key, nodes in fields.items()]

        def finish(source: Any, path: Path) -> dict[str, Any]:
            answer: dict[str, Any] = {}
            for key, read, complete, is_nullable in columns:
                try:
                    value = read(source)
                    answer[key] = None if value is None and is_nullable else complete(value, (path, key))
                except Refusal as refusal:
                    self._note(refusal, (path, key), fields[key][0])
                    if not is_nullable:
                        raise NullBelow from refusal
                    answer[key] = None
                except NullBelow:
                    if not is_nullable:
                        raise
                    answer[key] = None
            return answer

        return finish

    def _collect(
        self, parent: GraphQLObjectType, selections: SelectionSetNode, fields: dict[str, list[FieldNode]]
    ) -> None:
        for node in selections.selections:
            if not self._is_wanted(node):
                continue
            if isinstance(node, FieldNode):
                fields.setdefault((node.alias or node.name).value, []).append(node)
                continue
            fragment = self._document.fragment(node)
            condition = fragment.type_condition
            if condition is None or self._applies(condition.name.value, parent):
                self._collect(parent, fragment.selection_set, fields)

    def _is_wanted(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not (skip and skip["if"]) and (include is None or bool(include["if"]))

    def _applies(self, condition: str, parent: GraphQLObjectType) -> bool:
        named = schema().type_map[condition]
        if isinstance(named, AbstractType):
            return schema().is_sub_type(named, parent)
        return named is parent

    def _column(self, parent: GraphQLObjectType, key: str, nodes: list[FieldNode]) -> Column:
        name = nodes[0].name.value
        if name == "__typename":
            return Column(key, lambda _: parent.name, lambda value, _: value, is_nullable=False)
        field = parent.fields[name]
        is_nullable = not isinstance(field.type, GraphQLNonNull)
        sets = [node.selection_set for node in nodes if node.selection_set]
        return Column(key, self._reader(parent, field, nodes), self._finisher(field.type, sets), is_nullable)

    def _reader(self, parent: GraphQLObjectType, field: GraphQLField, nodes: list[FieldNode]) -> Read:
        name = nodes[0].name.value
        arguments = get_argument_values(field, nodes[0], self._variables)
        if not get_named_type(field.type).name.endswith("Connection"):
            return self._resolver(parent.name, name, arguments)
        paging = {bound: arguments.pop(bound) for bound in PAGING if bound in arguments}
        resolve = self._resolver(parent.name, name, arguments)
        counts_only = self._counts_only(nodes)

        def read(source: Any) -> Any:
            if not counts_only:
                check_bounds(name, paging)
            return connect(resolve(source), paging)

        return read

    def _counts_only(self, nodes: list[FieldNode]) -> bool:
        """Whether only the length of a list is asked for, which GitHub tells without bounds."""
        selected = [
            selection
            for node in nodes
            for selection in (node.selection_set.selections if node.selection_set else ())
        ]
        return all(isinstance(one, FieldNode) and one.name.value in COUNTS for one in selected)

    def _resolver(self, type_: str, name: str, arguments: Mapping[str, Any]) -> Read:
        resolve = RESOLVERS.get(f"{type_}.{name}")
        if resolve is None:
            return attrgetter(_snake(name))
        context = self._context
        named = {_snake(argument): value for argument, value in arguments.items()}
        return lambda source: resolve(source, context, **named)

    def _finisher(self, output: GraphQLOutputType, sets: list[SelectionSetNode]) -> Finish:
        if isinstance(output, GraphQLNonNull):
            return self._finisher(output.of_type, sets)
        if isinstance(output, GraphQLList):
            return self._list(output.of_type, sets)
        if isinstance(output, GraphQLObjectType):
            return self._object(output, sets)
        if isinstance(output, AbstractType):
            return self._abstract(sets)
        if isinstance(output, GraphQLEnumType):
            return lambda value, _: value.name
        write = LEAVES.get(output.name)
        return (lambda value, _: write(value)) if write else (lambda value, _: value)

    def _list(self, item_type: GraphQLOutputType, sets: list[SelectionSetNode]) -> Finish:
        finish_item = self._finisher(item_type, sets)
        is_nullable = not isinstance(item_type, GraphQLNonNull)

        def finish(items: Any, path: Path) -> list[Any]:
            answer: list[Any] = []
            for place, item in enumerate(items):
                try:
                    answer.append(None if item is None else finish_item(item, (path, place)))
                except NullBelow:
                    if not is_nullable:
                        raise
                    answer.append(None)
            return answer

        return finish

    def _abstract(self, sets: list[SelectionSetNode]) -> Finish:
        finishers: dict[str, Finish] = {}

        def finish(source: Any, path: Path) -> Any:
            name = type_name(source)
            complete = finishers.get(name)
            if complete is None:
                complete = finishers[name] = self._object(object_type(name), sets)
            return complete(source, path)

        return finish

    def _note(self, refusal: Refusal, path: Path, node: FieldNode) -> None:
        self.errors.append(
            {
                "type": refusal.graph_type,
                "path": _flat(path),
                "locations": [{"line": node.loc.start_token.line, "column": node.loc.start_token.column}]
                if node.loc
                else [],
                "message": refusal.message,
            }
        )


def _flat(path: Path) -> list[str | int]:
    steps: list[str | int] = []
    while path:
        path, step = path
        steps.append(step)
    return steps[::-1]


def _snake(name: str) -> str:
    return sub(r"(?<=[a-z0-9])[A-Z]", lambda letter: f"_{letter[0]}", name).lower()
