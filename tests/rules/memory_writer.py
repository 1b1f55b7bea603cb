"""The changes of runs, carried out on a repository in memory."""

from dataclasses import dataclass, replace

from arch_hour.errors import StaleCommentError, StaleError
from arch_hour.model import Comment, Pinning
from arch_hour.rules.board_changes import PutOnBoard, SetOnBoard
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    AddSubIssue,
    Assigned,
    AssignOwners,
    Change,
    CloseIssue,
    Commented,
    CommitFile,
    Created,
    CreateIssue,
    CreateLabel,
    Declined,
    DeleteComment,
    Done,
    EditComment,
    EditIssue,
    PinIssue,
    RemoveLabel,
    ReopenIssue,
    Result,
    UnassignOwners,
    UnpinIssue,
    Written,
    repository_of,
)
from tests.rules.memory_board import MemoryBoard

# So many versions of a text does the gateway ask for.
VERSIONS = 10
SUB_ISSUES = 100


class StoppedError(Exception):
    """The run was stopped before its next change."""


@dataclass
class MemoryWriter(MemoryBoard):
    """Carries out changes, as long as there is room for another one."""

    def apply(self, change: Change, number: int) -> Result:
        if self.room == 0:
            raise StoppedError
        self.room = None if self.room is None else self.room - 1
        self.changes.append(change)
        if elsewhere := repository_of(change):
            return self._applied_elsewhere(elsewhere, change, number)
        match change:
            case CreateIssue(title=title, body=body, labels=labels):
                return Created(self._open(title, body, self.viewer, labels))
            case AddComment(body=body):
                said = self._comment(number, self.viewer, body)
                return Commented(said.id, said.database_id, said.url)
            case EditComment():
                return self._comment_written_over(number, change)
            case DeleteComment():
                return self._comment_taken_away(number, change)
            case CommitFile():
                return self._committed(change)
            case CreateLabel(name=name):
                self.missing_labels.discard(name)
                return Done()
            case PutOnBoard() | SetOnBoard():
                return self._boarded(change)
            case _:
                return self._arranged(number, change)

    def _arranged(self, number: int, change: Change) -> Result:
        match change:
            case AssignOwners():
                return self._assigned(number, change)
            case UnassignOwners(logins=logins):
                left = tuple(name for name in self.issues[number].assignees if name not in logins)
                self._edit(number, self.viewer, assignees=left)
                return Assigned(left, ())
            case AddSubIssue(parent=parent):
                return self._parted(number, parent)
            case PinIssue() | UnpinIssue():
                return self._pinned(number, is_pinned=isinstance(change, PinIssue))
        if isinstance(change, EditIssue | CloseIssue) and change.was is not None:
            return self._written_over(number, change, change.was)
        self._written(number, change)
        return Done()

    def _applied_elsewhere(self, full_name: str, change: Change, number: int) -> Result:
        if full_name in self.read_only:
            return Declined("Resource not accessible by integration")
        there = {topic.number: topic for topic in self.elsewhere[full_name]}
        other = MemoryWriter(there, viewer=self.viewer, now=self.now, _ids=self._ids)
        assert isinstance(change, AddComment | AddLabels | RemoveLabel | CloseIssue)
        result = other.apply(replace(change, target=number), number)
        self.elsewhere[full_name] = tuple(other.issues.values())
        return result

    def _written_over(self, number: int, change: EditIssue | CloseIssue, was: str) -> Result:
        seen = self.issues[number]
        title_was = change.title_was if isinstance(change, EditIssue) else None
        if seen.body != was or (title_was is not None and seen.title != title_was):
            raise StaleError(number, seen.title, seen.body, seen.edits[:VERSIONS])
        if change.body is None:
            self._written(number, change)
            return Done()
        self.meanwhile(number)
        self._written(number, change)
        self.afterwards(number)
        return Written(self.issues[number].body, self.issues[number].edits[:VERSIONS])

    def _comment_written_over(self, number: int, change: EditComment) -> Written:
        self._looked_at(number, change)
        self.meanwhile_said(number, change.database_id)
        if self.said(number, change.database_id) is not None:
            self._edit_comment(number, change.database_id, self.viewer, change.body)
        self.afterwards_said(number, change.database_id)
        now = self.said(number, change.database_id)
        if now is None:
            raise StaleCommentError(number, change.database_id, None, ())
        return Written(now.body, now.edits[:VERSIONS])

    def _comment_taken_away(self, number: int, change: DeleteComment) -> Done:
        if self.said(number, change.database_id) is not None:
            self._looked_at(number, change)
            self._delete_comment(number, change.database_id, self.viewer)
        return Done()

    def _looked_at(self, number: int, change: EditComment | DeleteComment) -> Comment:
        there = self.said(number, change.database_id)
        if there is None:
            raise StaleCommentError(number, change.database_id, None, ())
        if there.body != change.was:
            raise StaleCommentError(number, change.database_id, there.body, there.edits[:VERSIONS])
        return there

    def _written(self, number: int, change: Change) -> None:
        old = self.issues[number]
        match change:
            case EditIssue(title=title, body=body):
                text = old.body if body is None else body
                self._edit(number, self.viewer, title=title or old.title, body=text)
            case CloseIssue(body=body):
                text = old.body if body is None else body
                closed = {"is_open": False, "closed_at": self.now, "closed_by": self.viewer}
                self._edit(number, self.viewer, body=text, **closed)
            case ReopenIssue():
                self._edit(number, self.viewer, is_open=True)
            case AddLabels(labels=labels):
                new = (label for label in labels if label not in old.labels)
                self._edit(number, self.viewer, labels=(*old.labels, *new))
            case RemoveLabel(label=label):
                self._edit(number, self.viewer, labels=tuple(name for name in old.labels if name != label))

    def _assigned(self, number: int, change: AssignOwners) -> Assigned:
        there = self.issues[number].assignees
        skipped = tuple(login for login in change.logins if login in self.unassignable)
        new = (login for login in change.logins if login not in skipped and login not in there)
        assignees = (*there, *new)
        self._edit(number, self.viewer, assignees=assignees)
        if skipped and change.label_if_skipped:
            self._written(number, AddLabels(number, (change.label_if_skipped,), ""))
        return Assigned(assignees, skipped)

    def _pinned(self, number: int, *, is_pinned: bool) -> Result:
        if is_pinned and sum(issue.is_pinned for issue in self.issues.values()) == 3:
            return Declined("Maximum 3 pinned issues per repository")
        self._edit(number, self.viewer, is_pinned=is_pinned, pinning=Pinning(is_pinned, self.viewer))
        return Done()

    def _parted(self, child: int, parent: int) -> Result:
        if self.parents.get(child) == parent:
            return Done()
        if child in self.parents:
            return Declined("Sub issue may only have one parent")
        if parent not in self.issues:
            return Declined("This issue was deleted")
        if list(self.parents.values()).count(parent) == SUB_ISSUES:
            return Declined(f"Parent cannot have more than {SUB_ISSUES} sub-issues")
        self._part(child, parent, self.viewer)
        return Done()
