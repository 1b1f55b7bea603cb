"""Every change of a run in words, for the log, a terminal and a summary."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from arch_hour.rendering import reference
from arch_hour.rules.board_changes import BoardChange, BoardValue, PutOnBoard, SetOnBoard
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    AddSubIssue,
    Assigned,
    AssignOwners,
    CloseIssue,
    CommitFile,
    CreateIssue,
    CreateLabel,
    DeleteComment,
    EditComment,
    EditIssue,
    PinIssue,
    RemoveLabel,
    ReopenIssue,
    UnassignOwners,
    UnpinIssue,
    repository_of,
)
from arch_hour.session import Outcome, Step

_VERBS = {
    AddComment: "comment on",
    EditComment: "edit a comment on",
    DeleteComment: "delete a comment on",
    ReopenIssue: "reopen",
    PinIssue: "pin",
    UnpinIssue: "unpin",
    CommitFile: "commit",
    CreateLabel: "make the label",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """One change in words, such as `create #12 “Arch Hour: 2020-12-17” (agenda)`, and its reason."""

    what: str
    why: str


def deeds(outcome: Outcome) -> tuple[Deed, ...]:
    """Every change in its order; what a rehearsal only pretends to make has no number, and goes by its title."""
    titles = {
        step.number: step.change.title for step in outcome.steps if isinstance(step.change, CreateIssue)
    }
    return tuple(
        Deed(_told(step, lambda number: _name(number, titles)), step.change.why) for step in outcome.steps
    )


def _name(number: int, titles: Mapping[int, str]) -> str:
    return f"“{titles[number]}”" if number < 0 else reference(number)


def _told(step: Step, named: Callable[[int], str]) -> str:
    place = _place(step, named)
    match step.change:
        case CreateIssue(title=title, labels=labels):
            return f"create {place if step.number < 0 else f'{place} “{title}”'} ({', '.join(labels)})"
        case (
            AddComment()
            | EditComment()
            | DeleteComment()
            | ReopenIssue()
            | PinIssue()
            | UnpinIssue()
            | CommitFile()
            | CreateLabel()
        ):
            return f"{_VERBS[type(step.change)]} {place}"
        case EditIssue(title=title):
            return f"edit {place}" + (f", now “{title}”" if title else "")
        case CloseIssue(reason=reason):
            return f"close {place} as {reason.value.replace('_', ' ')}"
        case AddLabels() | RemoveLabel():
            return _told_of_labels(step.change, place)
        case AssignOwners():
            return f"assign {place} to {', '.join(_assigned(step)) or 'nobody'}"
        case UnassignOwners(logins=logins):
            return f"unassign {', '.join(logins)} from {place}"
        case AddSubIssue(parent=parent):
            return f"make {place} a sub-issue of {named(parent)}"
        case PutOnBoard() | SetOnBoard():
            return _told_of_board(step.change)


def _assigned(step: Step) -> tuple[str, ...]:
    return step.result.assignees if isinstance(step.result, Assigned) else ()


def _told_of_labels(change: AddLabels | RemoveLabel, place: str) -> str:
    if isinstance(change, AddLabels):
        return f"label {place} with {', '.join(change.labels)}"
    return f"take {change.label} off {place}"


def _told_of_board(change: BoardChange) -> str:
    if isinstance(change, PutOnBoard):
        return f"put {', '.join(entry.called for entry in change.entries)} on the board"
    return f"set on the board {'; '.join(_set_for(change.values))}"


def _set_for(values: Iterable[BoardValue]) -> Iterator[str]:
    """What each item gets, such as `#12 status On agenda, votes 3`."""
    for called, group in groupby(values, key=lambda value: value.called):
        yield f"{called} {', '.join(value.told for value in group)}"


def _place(step: Step, named: Callable[[int], str]) -> str:
    """What a change is about: an issue, or a file by its path."""
    if isinstance(step.change, CommitFile):
        return step.change.path
    if isinstance(step.change, CreateLabel):
        return step.change.name
    return f"{repository_of(step.change)}{named(step.number)}"
