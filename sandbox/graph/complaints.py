"""What GitHub says of a document that names what its schema does not have: sentences, codes and places as it has them.

Seen in https://github.com/refined-github/refined-github/issues/6946 (undefinedField),
https://github.com/pwntester/octo.nvim/issues/1153 (undefinedType) and
https://github.com/github/github-mcp-server/issues/3068 (variableRequiresValidType); the others are what the library
says that GitHub's GraphQL is made with, https://github.com/rmosolgo/graphql-ruby.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from re import compile as pattern
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    Visitor,
    print_ast,
    validate,
    visit,
)

Json = dict[str, Any]

_FIELD = pattern(r"Cannot query field '(\w+)' on type '(\w+)'")
_TYPE = pattern(r"Unknown type '(\w+)'")
_ARGUMENT = pattern(r"Unknown argument '(\w+)' on field '\w+\.(\w+)'")
_VALUE = pattern(r"Value '\w+' does not exist in '\w+' enum")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of a document stands: GitHub's path of it, and what is around it, the outermost first."""

    path: tuple[str, ...]
    around: tuple[Node, ...]
    expected: str

    def nearest(self, kind: type[Node]) -> Any:
        """The innermost part around it of a kind."""
        return next((each for each in reversed(self.around) if isinstance(each, kind)), None)


def complaints(schema: GraphQLSchema, document: DocumentNode) -> list[Json]:
    """What is wrong with a document by a schema, as GitHub tells it; nothing where GitHub would run it."""
    errors = validate(schema, document)
    return told(errors, schema, document) if errors else []


def told(errors: Iterable[GraphQLError], schema: GraphQLSchema, document: DocumentNode) -> list[Json]:
    """Errors of graphql-core's in GitHub's form, the same one told once."""
    map_ = _Map(TypeInfo(schema))
    visit(document, TypeInfoVisitor(map_.info, map_))
    found = [_told(error, map_.places) for error in errors]
    return [each for place, each in enumerate(found) if each not in found[:place]]


def _told(error: GraphQLError, places: dict[int, Place]) -> Json:
    node = error.nodes[0] if error.nodes else None
    place = places.get(id(node)) if node is not None else None
    if node is None or place is None:
        return plain(error)
    if found := _FIELD.match(error.message):
        words = f"Field '{found[1]}' doesn't exist on type '{found[2]}'"
        return _said(words, place, node, code="undefinedField", typeName=found[2], fieldName=found[1])
    if found := _TYPE.match(error.message):
        return _unknown_type(found[1], place, node)
    if found := _ARGUMENT.match(error.message):
        words = f"Field '{found[2]}' doesn't accept argument '{found[1]}'"
        names = {"name": found[2], "typeName": "Field", "argumentName": found[1]}
        return _said(words, place, node, code="argumentNotAccepted", **names)
    if _VALUE.match(error.message):
        return _wrong_value(place) or plain(error)
    return plain(error)


def _unknown_type(name: str, place: Place, node: Node) -> Json:
    variable: VariableDefinitionNode | None = place.nearest(VariableDefinitionNode)
    if variable is None:
        words = f"No such type {name}, so it can't be a fragment condition"
        return _said(words, place, node, code="undefinedType", typeName=name)
    called = variable.variable.name.value
    words = f"{name} isn't a defined input type (on ${called})"
    return _said(words, place, variable, code="variableRequiresValidType", typeName=name, variableName=called)


def _wrong_value(place: Place) -> Json | None:
    """A list is told whole, at its field."""
    argument: ArgumentNode | None = place.nearest(ArgumentNode)
    field: FieldNode | None = place.nearest(FieldNode)
    if argument is None or field is None:
        return None
    name = argument.name.value
    words = (
        f"Argument '{name}' on Field '{field.name.value}' has an invalid value ({print_ast(argument.value)}). "
        f"Expected type '{place.expected}'."
    )
    return _said(
        words, place, field, code="argumentLiteralsIncompatible", typeName="Field", argumentName=name
    )


def _said(words: str, place: Place, node: Node, **extensions: str) -> Json:
    return {
        "path": list(place.path),
        "extensions": extensions,
        "locations": _locations(node),
        "message": words,
    }


def _locations(node: Node) -> list[Json]:
    start = node.loc.start_token if node.loc else None
    return [{"line": start.line, "column": start.column}] if start else []


def plain(error: GraphQLError) -> Json:
    """An error as it is, where nobody knows GitHub's words for it."""
    places = [{"line": place.line, "column": place.column} for place in error.locations or ()]
    return {"message": error.message, "locations": places}


class _Map(Visitor):
    """Goes through a document and keeps where each part of it stands."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.info = info
        self.places: dict[int, Place] = {}
        self._path: list[str] = []
        self._around: list[Node] = []

    def enter(self, node: Node, *_: Any) -> None:
        """Keeps the place of a part; its own name ends its path."""
        step = _step(node)
        if step:
            self._path.append(step)
        self._around.append(node)
        argument = self.info.get_argument()
        expected = str(argument.type) if argument else ""
        self.places[id(node)] = Place(tuple(self._path), tuple(self._around), expected)

    def leave(self, node: Node, *_: Any) -> None:
        """Goes back up."""
        self._around.pop()
        if _step(node):
            self._path.pop()


def _step(node: Node) -> str:
    """What GitHub's path has of a part, which for most is nothing."""
    match node:
        case OperationDefinitionNode():
            name = f" {node.name.value}" if node.name else ""
            return f"{node.operation.value}{name}"
        case FragmentDefinitionNode():
            return f"fragment {node.name.value}"
        case InlineFragmentNode():
            return f"... on {node.type_condition.name.value}" if node.type_condition else "..."
        case FieldNode():
            return node.alias.value if node.alias else node.name.value
        case ArgumentNode():
            return node.name.value
        case _:
            return ""
