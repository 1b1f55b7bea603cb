"""What an item shows in each field: values that people set, and what follows from its issue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sandbox import board_values
from sandbox.board_values import Held
from sandbox.identities import node_id
from sandbox.project_words import FieldKind, ProjectRole
from sandbox.records import Account, Issue, Label, Milestone, Repository
from sandbox.records.projects import (
    FieldValue,
    Iteration,
    IterationField,
    Option,
    ProjectField,
    ProjectItem,
    SelectField,
    TextValue,
)
from sandbox.rules.access import Caller
from sandbox.rules.limits import FIELD_TEXT_LENGTH
from sandbox.rules.project_access import require_project_role, shows_content
from sandbox.rules.projects import Mismatch
from sandbox.rules.refusals import NotFound
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class People:
    """The assignees of an item."""

    field: ProjectField
    users: Sequence[Account]


@dataclass(frozen=True, slots=True)
class Labelling:
    """The labels of an item."""

    field: ProjectField
    labels: Sequence[Label]


@dataclass(frozen=True, slots=True)
class Home:
    """The repository of an item."""

    field: ProjectField
    repository: Repository


@dataclass(frozen=True, slots=True)
class Schedule:
    """The milestone of an item."""

    field: ProjectField
    milestone: Milestone


Shown = FieldValue | People | Labelling | Home | Schedule


def values_of(caller: Caller, item: ProjectItem) -> list[Shown]:
    """What the item shows, in the order of the fields; nothing when its content is hidden from the caller."""
    if not shows_content(caller, item):
        return []
    shown = (value_in(item, field) for field in item.project.fields)
    return [value for value in shown if value is not None]


def value_in(item: ProjectItem, field: ProjectField) -> Shown | None:
    """What the item shows in one field, if anything."""
    content = item.content
    if field.kind is FieldKind.TITLE:
        return _title(item, field)
    if field.kind is FieldKind.ASSIGNEES and content.assignees:
        return People(field, content.assignees)
    if field.kind is FieldKind.LABELS and isinstance(content, Issue) and content.labels:
        return Labelling(field, content.labels)
    if field.kind is FieldKind.REPOSITORY and isinstance(content, Issue):
        return Home(field, content.repository)
    if field.kind is FieldKind.MILESTONE and isinstance(content, Issue) and content.milestone:
        return Schedule(field, content.milestone)
    return item.values.get(field.database_id)


def _title(item: ProjectItem, field: ProjectField) -> TextValue:
    identity, content = node_id("PVTFTV", item.database_id), item.content
    return TextValue(
        identity,
        item.database_id,
        item,
        field,
        item.creator,
        item.created_at,
        content.updated_at,
        content.title,
    )


Given = Mapping[str, object]


def set_value(world: World, caller: Caller, item: ProjectItem, field: ProjectField, given: Given) -> None:
    """Sets what an item has in a field from a value given as GraphQL's input has it, of the field's own kind.

    Raises Mismatch for another kind, for ids that the field does not have, and for fields that are built in.
    """
    editor = _require_editor(caller, item, field)
    board_values.put_value(world, item, field, _checked(field, given), editor)


def set_values(
    world: World, caller: Caller, item: ProjectItem, changes: Sequence[tuple[ProjectField, object]]
) -> None:
    """Sets or, for None, empties several fields, all or nothing; the values are as REST has them."""
    checked: list[tuple[ProjectField, Held | None]] = []
    editor = require_project_role(caller, item.project, ProjectRole.WRITER)
    for field, given in changes:
        _require_editor(caller, item, field)
        told = None if given is None else _checked(field, {KEYS[field.kind][0]: given})
        checked.append((field, told))
    for field, told in checked:
        if told is None:
            board_values.take_value(world, item, field, editor)
        else:
            board_values.put_value(world, item, field, told, editor)


def clear_value(world: World, caller: Caller, item: ProjectItem, field: ProjectField) -> None:
    """Empties a field of an item; an empty one stays as it is."""
    editor = _require_editor(caller, item, field)
    board_values.take_value(world, item, field, editor)


def _require_editor(caller: Caller, item: ProjectItem, field: ProjectField) -> Account:
    editor = require_project_role(caller, item.project, ProjectRole.WRITER)
    if field.project is not item.project:
        raise NotFound(f"Could not resolve to a node with the global id of '{field.id}'")
    if not field.kind.is_custom:
        raise Mismatch(f"The field of type {field.kind.value} is currently not supported.")
    if item.archived_at is not None:
        raise Mismatch("The item is archived and cannot be updated")
    return editor


KEYS = {
    FieldKind.TEXT: ("text", "text value"),
    FieldKind.NUMBER: ("number", "number value"),
    FieldKind.DATE: ("date", "date value"),
    FieldKind.SINGLE_SELECT: ("singleSelectOptionId", "single select option Id"),
    FieldKind.ITERATION: ("iterationId", "iteration Id"),
}


def _checked(field: ProjectField, given: Mapping[str, object]) -> Held:
    """What the value means for the field."""
    told = {name: value for name, value in given.items() if value is not None}
    key, what = KEYS[field.kind]
    if key not in told:
        raise Mismatch(f"Did not receive a {what} to update a field of type {field.kind.value}")
    if len(told) > 1:
        raise Mismatch("Only one value of a field can be set at a time")
    value = told[key]
    if isinstance(field, SelectField):
        return _option(field, str(value))
    if isinstance(field, IterationField):
        return _iteration(field, str(value))
    if field.kind is FieldKind.NUMBER:
        return _number(value)
    return day(str(value)) if field.kind is FieldKind.DATE else _text(str(value))


def _option(field: SelectField, identity: str) -> Option:
    option = field.option(identity)
    if option is None:
        raise Mismatch("The single select option Id does not belong to the field")
    return option


def _iteration(field: IterationField, identity: str) -> Iteration:
    iteration = field.iteration(identity)
    if iteration is None:
        raise Mismatch("The iteration Id does not belong to the field")
    return iteration


def _number(given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise Mismatch("The number value is not a valid number")
    return float(given)


def day(given: str) -> date:
    """The day of an ISO date; raises Mismatch for anything else."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Mismatch("The date value is not a valid date") from None


def _text(given: str) -> str:
    if len(given) > FIELD_TEXT_LENGTH:
        raise Mismatch(f"The text value is too long (maximum is {FIELD_TEXT_LENGTH} characters)")
    return given
