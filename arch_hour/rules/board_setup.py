"""The plan by which a project becomes one that runs can keep true, without touching what is there."""

from collections.abc import Iterator
from dataclasses import replace

from arch_hour.board import Board, Field, Option, Site, named
from arch_hour.config_board import ProjectBoard
from arch_hour.rules.board_changes import CreateField, CreateProject, NewOption, SetUp, WriteOptions
from arch_hour.rules.board_fields import (
    IN_WORDS,
    KINDS,
    Part,
    State,
    field_name,
    option_name,
    remarks_on_fields,
)

# What GitHub gives to the status field of every new project, in their order; who has others has touched them.
GITHUBS = ("Todo", "In Progress", "Done")
_LOOKS = {
    State.BACKLOG: ("GRAY", "Waits for a meeting"),
    State.SCHEDULED: ("BLUE", "On the agenda of the next meeting"),
    State.HELD: ("PINK", "On hold"),
    State.ACTION: ("GREEN", "Somebody promised to do it"),
    State.NEEDS_OWNER: ("ORANGE", "Nobody does it yet"),
    State.DISCUSSED: ("PURPLE", "Discussed in a meeting"),
    State.DONE: ("PURPLE", "Done, or closed"),
}
_OF_OPEN = (State.BACKLOG, State.SCHEDULED, State.HELD, State.ACTION, State.NEEDS_OWNER)


def plan_setup(site: Site, names: ProjectBoard, title: str) -> tuple[SetUp, ...]:
    """What is still to be made, in an order in which stopping anywhere is safe."""
    if site.board is None:
        return (CreateProject(site.owner, site.repository, title),)
    status = named(site.board.fields, field_name(names, Part.STATUS))
    changes: list[SetUp] = []
    if status is not None and _is_as_new(site, status):
        changes += _options_of_new(status, names)
    for part in Part:
        name = field_name(names, part)
        if name is not None and named(site.board.fields, name) is None:
            options = _wanted(names) if part is Part.STATUS else ()
            changes.append(CreateField(site.board.id, name, KINDS[part], options))
    return tuple(changes)


def foreseen_setup(site: Site, names: ProjectBoard, title: str) -> tuple[Site, tuple[SetUp, ...]]:
    """The whole plan, and the project as it will be; also for one that is still to be made, as GitHub furnishes it."""
    changes: list[SetUp] = []
    while planned := plan_setup(site, names, title):
        changes += planned
        for change in planned:
            site = replace(site, board=_with(site.board, change), is_ours=site.is_ours or site.board is None)
    return site, tuple(changes)


def by_hand(site: Site, names: ProjectBoard) -> tuple[str, ...]:
    """What people have to do themselves, as a program would lose something by it."""
    return tuple(remarks_on_fields(site.board, names)) if site.board else ()


def in_words(change: SetUp) -> str:
    """A change as people read it."""
    match change:
        case CreateProject(title=title):
            return f"make the project “{title}”"
        case CreateField(name=name, kind=kind):
            return f"make the field {name} ({IN_WORDS[kind]})"
        case WriteOptions(name=name, options=options):
            return f"give {name} the options {', '.join(option.name for option in options)}"


def _with(board: Board | None, change: SetUp) -> Board:
    """The project after a change."""
    if board is None or isinstance(change, CreateProject):
        options = tuple(Option("", name) for name in GITHUBS)
        return Board(fields=(Field("", "Status", KINDS[Part.STATUS], options),))
    options = tuple(Option("", option.name) for option in change.options)
    if isinstance(change, CreateField):
        return replace(board, fields=(*board.fields, Field("", change.name, change.kind, options)))
    fields = (
        replace(field, options=options) if field.id == change.field else field for field in board.fields
    )
    return replace(board, fields=tuple(fields))


def _is_as_new(site: Site, status: Field) -> bool:
    """Whether nobody can lose anything by other options: the list can only be replaced as a whole."""
    names = tuple(option.name for option in status.options)
    return site.is_ours and site.items == 0 and names == GITHUBS


def _options_of_new(status: Field, names: ProjectBoard) -> Iterator[SetUp]:
    options = _with_githubs(names)
    if {option.name.casefold() for option in options} != {name.casefold() for name in GITHUBS}:
        yield WriteOptions(status.id, status.name, options)


def _with_githubs(names: ProjectBoard) -> tuple[NewOption, ...]:
    """Ours with GitHub's own in between, so that its built-in workflows still find theirs: closed ones last."""
    wanted = _wanted(names)
    known = {option.name.casefold() for option in wanted}
    more = [NewOption(name, "YELLOW", "") for name in GITHUBS if name.casefold() not in known]
    closed = {option_name(names, state).casefold() for state in (State.DISCUSSED, State.DONE)}
    open_ones = [option for option in wanted if option.name.casefold() not in closed]
    return (*open_ones, *more, *(option for option in wanted if option.name.casefold() in closed))


def _wanted(names: ProjectBoard) -> tuple[NewOption, ...]:
    """The options that the configuration names, each once."""
    found: dict[str, NewOption] = {}
    for state in (*_OF_OPEN, State.DISCUSSED, State.DONE):
        name = option_name(names, state)
        found.setdefault(name.casefold(), NewOption(name, *_LOOKS[state]))
    return tuple(found.values())
