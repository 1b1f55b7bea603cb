"""Writing what items have in the fields that people made, and telling the world of it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from sandbox.happenings import Happening
from sandbox.identities import Sort, node_id
from sandbox.project_words import FieldKind
from sandbox.records import Account
from sandbox.records.projects import (
    DateValue,
    FieldValue,
    Iteration,
    IterationValue,
    NumberValue,
    Option,
    OptionValue,
    ProjectField,
    ProjectItem,
    TextValue,
)

if TYPE_CHECKING:
    from sandbox.world import World

Held = str | float | date | Option | Iteration
VALUE_CLASSES: Mapping[FieldKind, type[FieldValue]] = {
    FieldKind.TEXT: TextValue,
    FieldKind.NUMBER: NumberValue,
    FieldKind.DATE: DateValue,
    FieldKind.SINGLE_SELECT: OptionValue,
    FieldKind.ITERATION: IterationValue,
}
VALUE_PREFIXES = {
    FieldKind.TEXT: "PVTFTV",
    FieldKind.NUMBER: "PVTFNV",
    FieldKind.DATE: "PVTFDV",
    FieldKind.SINGLE_SELECT: "PVTFSV",
    FieldKind.ITERATION: "PVTFIV",
}


def held(value: FieldValue | None) -> Held | None:
    """What a value holds: a text, number, day, option or iteration."""
    if isinstance(value, TextValue):
        return value.text
    if isinstance(value, NumberValue):
        return value.number
    if isinstance(value, DateValue):
        return value.date
    if isinstance(value, OptionValue):
        return value.option
    return value.iteration if isinstance(value, IterationValue) else None


def put_value(world: "World", item: ProjectItem, field: ProjectField, new: Held, by: Account) -> None:
    """Sets what an item has in a field, by somebody whose right to it was checked; the same again is no event."""
    old = item.values.get(field.database_id)
    if held(old) == new:
        return
    now = world.clock.now()
    number = old.database_id if old else world.identities.new(Sort.PROJECT_VALUE)[1]
    created, creator = (old.created_at, old.creator) if old else (now, by)
    keep_value(world, FieldValue(value_id(field, number), number, item, field, creator, created, now), new)
    item.updated_at = now
    _announce(world, item, field, by, held(old), new)


def keep_value(world: "World", head: FieldValue, new: Held) -> None:
    """Lets an item have a value: all that every kind has in `head`, and what this one holds."""
    item, field = head.item, head.field
    cls = VALUE_CLASSES[field.kind]
    # Which class takes what kind of value is told by the table above, which mypy cannot read.
    value = cls(head.id, head.database_id, item, field, head.creator, head.created_at, head.updated_at, new)  # type: ignore[call-arg]
    item.values[field.database_id] = value
    world.nodes[value.id] = value


def value_id(field: ProjectField, number: int) -> str:
    """The node id of a value of a field."""
    return node_id(VALUE_PREFIXES[field.kind], number)


def take_value(world: "World", item: ProjectItem, field: ProjectField, by: Account) -> None:
    """Empties a field of an item, by somebody whose right to it was checked; an empty one stays as it is."""
    old = item.values.pop(field.database_id, None)
    if old is None:
        return
    del world.nodes[old.id]
    item.updated_at = world.clock.now()
    _announce(world, item, field, by, held(old), None)


def _announce(
    world: "World", item: ProjectItem, field: ProjectField, by: Account, old: Held | None, new: Held | None
) -> None:
    change = {
        "field_node_id": field.id,
        "field_type": field.kind.value,
        "field_name": field.name,
        "project_number": item.project.number,
        "from": _told(old),
        "to": _told(new),
    }
    world.announce(Happening("projects_v2_item", "edited", by, item, changes={"field_value": change}))


def _told(given: Held | None) -> object:
    """What a webhook says of a value."""
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, Option | Iteration):
        return {name: str(part) if isinstance(part, date) else part for name, part in asdict(given).items()}
    return given
