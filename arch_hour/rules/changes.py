"""What a plan is made of: one value for each kind of write, in the order in which stopping anywhere is safe.

A target is an issue's number, or the key of a `CreateIssue` earlier in the same plan whose number nobody knows yet, or
an issue elsewhere.
"""

from dataclasses import dataclass
from enum import Enum
from typing import NewType

from arch_hour.model import Edit, Elsewhere, Issue
from arch_hour.rules.board_changes import Boarded, PutOnBoard, SetOnBoard

Key = NewType("Key", str)


Target = int | Key | Elsewhere


class CloseReason(Enum):
    """Why an issue is closed, in GitHub's words."""

    COMPLETED = "completed"
    NOT_PLANNED = "not_planned"


@dataclass(frozen=True, slots=True)
class CreateIssue:
    """A new issue; `warning` is what a person should hear of it."""

    key: Key
    title: str
    body: str
    labels: tuple[str, ...]
    why: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class EditIssue:
    """New text for an issue; None leaves a part as it is.

    `was` is the body that the new one was made of, `title_was` the title that the new one replaces: where somebody
    changed either meanwhile, nothing must be written. `warning` is what a person should hear of it.
    """

    number: int
    why: str
    title: str | None = None
    body: str | None = None
    was: str | None = None
    title_was: str | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class CloseIssue:
    """Closes an issue, in the same write giving it a new body where there is one; `was` as for `EditIssue`."""

    target: Target
    reason: CloseReason
    why: str
    body: str | None = None
    was: str | None = None


@dataclass(frozen=True, slots=True)
class ReopenIssue:
    """Opens an issue again that was closed."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class AddLabels:
    """Adds labels and leaves all others."""

    target: Target
    labels: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class RemoveLabel:
    """Takes one label off."""

    target: Target
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class AssignOwners:
    """Assigns people; whoever GitHub skips earns the issue `label_if_skipped`, where that names one."""

    target: Target
    logins: tuple[str, ...]
    label_if_skipped: str
    why: str


@dataclass(frozen=True, slots=True)
class UnassignOwners:
    """Takes people off who were assigned."""

    number: int
    logins: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class AddSubIssue:
    """Makes an issue a sub-issue of another, `parent`. A courtesy: its refusal is a warning."""

    target: Target
    parent: int
    why: str


@dataclass(frozen=True, slots=True)
class CreateLabel:
    """A new label of the repository; `color` is six hexadecimal digits. A courtesy: its refusal is a warning."""

    name: str
    color: str
    description: str
    why: str


@dataclass(frozen=True, slots=True)
class AddComment:
    """A new comment."""

    target: Target
    body: str
    why: str


@dataclass(frozen=True, slots=True)
class EditComment:
    """New text for a comment of ours; `database_id` is the number that REST knows it by.

    `was` is the text that the new one was made of: where somebody changed it meanwhile, nothing must be written.
    """

    number: int
    database_id: int
    body: str
    why: str
    was: str


@dataclass(frozen=True, slots=True)
class DeleteComment:
    """Takes away a comment of ours that says nothing more than another; `was` as for `EditComment`."""

    number: int
    database_id: int
    why: str
    was: str


@dataclass(frozen=True, slots=True)
class CommitFile:
    """A file of the repository's default branch gets a new text, or is made; `message` is the commit's.

    `was` is the text that the new one was made of, None where there was no such file: where somebody changed it
    meanwhile, nothing must be written. A courtesy: its refusal is a warning.
    """

    path: str
    text: str
    was: str | None
    message: str
    why: str


@dataclass(frozen=True, slots=True)
class PinIssue:
    """Pins an issue to the top of the repository's list; `id` is its node id. A courtesy: its refusal is a warning."""

    number: int
    id: str
    why: str


@dataclass(frozen=True, slots=True)
class UnpinIssue:
    """Takes an issue off the top of the repository's list; otherwise as `PinIssue`."""

    number: int
    id: str
    why: str


Change = (
    CreateIssue
    | EditIssue
    | CloseIssue
    | ReopenIssue
    | AddLabels
    | RemoveLabel
    | AssignOwners
    | UnassignOwners
    | AddSubIssue
    | CreateLabel
    | AddComment
    | EditComment
    | DeleteComment
    | CommitFile
    | PinIssue
    | UnpinIssue
    | PutOnBoard
    | SetOnBoard
)


def target_of(change: Change) -> Target:
    """The issue that a change is about; 0 where it makes a new one, or is about none."""
    match change:
        case CloseIssue() | AddLabels() | RemoveLabel() | AssignOwners() | AddSubIssue() | AddComment():
            return change.target
        case (
            EditIssue()
            | ReopenIssue()
            | UnassignOwners()
            | EditComment()
            | DeleteComment()
            | PinIssue()
            | UnpinIssue()
        ):
            return change.number
        case CreateIssue() | CreateLabel() | CommitFile() | PutOnBoard() | SetOnBoard():
            return 0


def repository_of(change: Change) -> str:
    """The repository, `OWNER/NAME`, of an issue elsewhere; nothing for the run's own."""
    target = target_of(change)
    return target.repository if isinstance(target, Elsewhere) else ""


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to a change that tells nothing new."""


@dataclass(frozen=True, slots=True)
class Created:
    """The issue that a `CreateIssue` became."""

    issue: Issue


@dataclass(frozen=True, slots=True)
class Commented:
    """The ids and address of a new comment."""

    id: str
    database_id: int
    url: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who is assigned now, and whom GitHub skipped."""

    assignees: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A text after we wrote it, of an issue or comment: as it stands now, with its newest versions, newest first."""

    body: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Declined:
    """A courtesy, or a change elsewhere, that GitHub refused; the words are its own."""

    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A courtesy that the server has nothing for, which the log told once; nothing was written."""


Result = Done | Created | Commented | Assigned | Written | Boarded | Declined | LeftOut
