"""Which fields and options of the project are those that the configuration names, and what people should mend there."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from arch_hour.board import Board, Field, Option, named
from arch_hour.config_board import ProjectBoard

INIT = "arch-hour init --board"


class Part(Enum):
    """What is kept of an item: the values are the keys of `board.fields`."""

    STATUS = "status"
    MEETING = "meeting"
    DUE = "due"
    VOTES = "votes"


class State(Enum):
    """What an issue is on the board: the values are the keys of `board.statuses`."""

    BACKLOG = "backlog"
    SCHEDULED = "scheduled"
    HELD = "held"
    DISCUSSED = "discussed"
    ACTION = "action"
    NEEDS_OWNER = "needs_owner"
    DONE = "done"


# GraphQL's words for what a field holds.
KINDS = {Part.STATUS: "SINGLE_SELECT", Part.MEETING: "DATE", Part.DUE: "DATE", Part.VOTES: "NUMBER"}
IN_WORDS = {"SINGLE_SELECT": "single select", "DATE": "date", "NUMBER": "number"}
# What stands for a state that has no option of its own.
INSTEAD = {State.HELD: State.BACKLOG, State.NEEDS_OWNER: State.ACTION}


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of the project that are kept, and the options of its status, as far as they are there."""

    fields: dict[Part, Field]
    options: dict[State, Option]


def layout(board: Board, names: ProjectBoard) -> Layout:
    """The project's own fields and options for what the configuration names, without case and surrounding space."""
    fields: dict[Part, Field] = {}
    for part in Part:
        found = named(board.fields, field_name(names, part))
        if found is not None and found.kind == KINDS[part]:
            fields[part] = found
    options = fields[Part.STATUS].options if Part.STATUS in fields else ()
    found_options = {state: named(options, option_name(names, state)) for state in State}
    return Layout(fields, {state: option for state, option in found_options.items() if option is not None})


def kept_fields(board: Board, names: ProjectBoard) -> tuple[Field, ...]:
    """The fields of the project that are kept."""
    return tuple(layout(board, names).fields.values())


def field_name(names: ProjectBoard, part: Part) -> str | None:
    """How a field is called, None where it is not kept."""
    name: str | None = getattr(names.fields, part.value)
    return name


def option_name(names: ProjectBoard, state: State) -> str:
    """The option that stands for a state."""
    name: str | None = getattr(names.statuses, state.value)
    return name if name is not None else option_name(names, INSTEAD[state])


def remarks_on_fields(board: Board, names: ProjectBoard) -> Iterator[str]:
    """One sentence for each field that is missing or of another kind, and for each option that is missing."""
    found = layout(board, names)
    for part in Part:
        name = field_name(names, part)
        if name is not None and part not in found.fields:
            yield _of_field(board, part, name)
    if Part.STATUS in found.fields:
        missing = dict.fromkeys(option_name(names, state) for state in State if state not in found.options)
        yield from (_of_option(board, found.fields[Part.STATUS], name) for name in missing)


def _of_field(board: Board, part: Part, name: str) -> str:
    kind, other = IN_WORDS[KINDS[part]], named(board.fields, name)
    if other is None:
        return (
            f"the project “{board.title}” has no field {name}, so that is not kept there: run `{INIT}` to have it "
            f"made, correct `board.fields.{part.value}`, or set that to null"
        )
    return (
        f"the field {other.name} of the project “{board.title}” is no {kind} field, so it is left alone: name another "
        f"in `board.fields.{part.value}`, or set that to null"
    )


def _of_option(board: Board, status: Field, name: str) -> str:
    return (
        f"the field {status.name} of the project “{board.title}” has no option “{name}”, so nothing is set to it: add "
        f"it in the project's settings ({board.url}/settings), as a program could only replace all options at once, "
        "or name another one in `board.statuses`"
    )
