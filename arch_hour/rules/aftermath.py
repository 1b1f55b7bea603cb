"""What the repository looks like after a change, so that a run's next plan trusts no list that lags."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Account, Comment, Edit, Elsewhere, Issue, Pinning, Snapshot
from arch_hour.rules.board_aftermath import with_board
from arch_hour.rules.board_changes import PutOnBoard, SetOnBoard
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Assigned,
    AssignOwners,
    Change,
    CloseIssue,
    Commented,
    CommitFile,
    Created,
    CreateLabel,
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
    target_of,
)

Place = int | Elsewhere


def after(
    snapshot: Snapshot, config: Config, change: Change, number: int, result: Result, now: datetime
) -> Snapshot:
    """The snapshot with one change applied; `number` is the issue that the change was about."""
    elsewhere = repository_of(change)
    place = Elsewhere(elsewhere, number) if elsewhere else number
    if isinstance(result, Created):
        made = replace(snapshot, made=snapshot.made | {result.issue.id})
        return _with_new(made, config, result.issue)
    if isinstance(change, PutOnBoard | SetOnBoard):
        return with_board(snapshot, change, result, now)
    if isinstance(change, CommitFile):
        return with_file(snapshot, change.path, change.text)
    if isinstance(change, CreateLabel):
        return with_label(snapshot, change.name)
    if isinstance(result, Written) and isinstance(change, EditComment):
        return with_comment(snapshot, number, change.database_id, result.body, result.edits)
    if isinstance(result, Written) and isinstance(change, EditIssue | CloseIssue):
        snapshot, change = with_text(snapshot, number, result.body, result.edits), replace(change, body=None)
    return _changed(snapshot, change, place, result, now)


def foreseen(snapshot: Snapshot, config: Config, changes: Iterable[Change], now: datetime) -> Snapshot:
    """The snapshot as planned changes will leave it, but for issues that they make: those have no number yet."""
    for change in changes:
        snapshot = after(snapshot, config, change, _number_of(change), Commented("", 0, ""), now)
    return snapshot


def with_text(
    snapshot: Snapshot, number: int, body: str, edits: tuple[Edit, ...], title: str | None = None
) -> Snapshot:
    """The snapshot with an issue's text, its newest versions, and its title if that was looked at, as just seen."""
    return _edited(snapshot, number, lambda issue: replace(_retitled(issue, title), body=body, edits=edits))


def with_comment(
    snapshot: Snapshot, number: int, database_id: int, body: str | None, edits: tuple[Edit, ...] = ()
) -> Snapshot:
    """The snapshot with a comment's text and its newest versions as just seen; None for one that was deleted."""
    return _commented(snapshot, number, lambda comments: _rewritten_in(comments, database_id, body, edits))


def with_file(snapshot: Snapshot, path: str, text: str | None) -> Snapshot:
    """The snapshot with a file's text as just seen; None for one that is not there."""
    return replace(snapshot, files={**snapshot.files, path: text})


def with_label(snapshot: Snapshot, name: str) -> Snapshot:
    """The snapshot with a label that need not be made any more."""
    return replace(snapshot, labels=(snapshot.labels or frozenset()) | {name.casefold()})


def _number_of(change: Change) -> int:
    """The issue that a change is about; 0 for one that an earlier change makes."""
    target = target_of(change)
    if isinstance(target, Elsewhere):
        return target.number
    return target if isinstance(target, int) else 0


def _changed(snapshot: Snapshot, change: Change, place: Place, result: Result, now: datetime) -> Snapshot:
    match change:
        case CloseIssue(body=body):
            return _closed(snapshot, place, body, now)
        case AddComment(body=body) if isinstance(result, Commented):
            said = Comment(result.id, result.database_id, snapshot.viewer, body, now, result.url)
            return _commented(snapshot, place, lambda comments: (*comments, said))
        case EditComment(number=number, database_id=comment, body=body):
            return with_comment(snapshot, number, comment, body)
        case DeleteComment(number=number, database_id=comment):
            return with_comment(snapshot, number, comment, body=None)
        case EditIssue(title=title, body=body):
            by = snapshot.viewer
            return _edited(snapshot, place, lambda issue: _rewritten(_retitled(issue, title), body, by, now))
        case ReopenIssue():
            return _edited(snapshot, place, lambda issue: replace(issue, is_open=True))
        case AddLabels() | RemoveLabel():
            return _edited(snapshot, place, lambda issue: _relabelled(issue, change))
        case PinIssue(number=number) | UnpinIssue(number=number) if isinstance(result, Done):
            return _pinned(snapshot, number, is_pinned=isinstance(change, PinIssue))
        case AssignOwners() | UnassignOwners():
            return _edited(snapshot, place, lambda issue: _reassigned(issue, change, result))
        case _:
            return snapshot


def _with_new(snapshot: Snapshot, config: Config, issue: Issue) -> Snapshot:
    if issue.has_label(config.agenda.label):
        return replace(snapshot, agendas=(issue, *snapshot.agendas))
    if issue.has_label(config.actions.label):
        return replace(snapshot, follow_ups=(*snapshot.follow_ups, issue))
    if issue.has_label(config.topics.label):
        return replace(snapshot, topics=(*snapshot.topics, issue))
    return snapshot


def _closed(snapshot: Snapshot, place: Place, body: str | None, now: datetime) -> Snapshot:
    """A closed topic stays a place where ACTION lines are read; a closed follow-up leaves the open ones."""
    edited = _edited(
        snapshot,
        place,
        lambda issue: replace(
            _rewritten(issue, body, snapshot.viewer, now),
            is_open=False,
            closed_at=now,
            closed_by=snapshot.viewer,
        ),
    )
    gone = tuple(topic for topic in edited.topics if topic.target == place)
    return replace(
        edited,
        topics=tuple(topic for topic in edited.topics if topic.target != place),
        discussed=(*gone, *edited.discussed),
    )


def _pinned(snapshot: Snapshot, number: int, *, is_pinned: bool) -> Snapshot:
    others = tuple(each for each in snapshot.pinned if each != number)
    pinned = replace(snapshot, pinned=(*others, number) if is_pinned else others)
    return _edited(
        pinned,
        number,
        lambda issue: replace(issue, is_pinned=is_pinned, pinning=Pinning(is_pinned, snapshot.viewer)),
    )


def _edited(snapshot: Snapshot, place: Place, edit: Callable[[Issue], Issue]) -> Snapshot:
    def each(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
        return tuple(edit(issue) if issue.target == place else issue for issue in issues)

    return replace(
        snapshot,
        agendas=each(snapshot.agendas),
        topics=each(snapshot.topics),
        discussed=each(snapshot.discussed),
        merged=each(snapshot.merged),
        follow_ups=each(snapshot.follow_ups),
    )


def _retitled(issue: Issue, title: str | None) -> Issue:
    return issue if title is None else replace(issue, title=title)


def _rewritten(issue: Issue, body: str | None, by: Account, now: datetime) -> Issue:
    """With a version more; the first one to be rewritten leaves the original as a version too."""
    if body is None or body == issue.body:
        return issue
    original = () if issue.has_older_edits else (Edit(issue.author, issue.created_at, issue.body),)
    return replace(issue, body=body, edits=(Edit(by, now, body), *(issue.edits or original)))


def _commented(
    snapshot: Snapshot, place: Place, edit: Callable[[tuple[Comment, ...]], tuple[Comment, ...]]
) -> Snapshot:
    """With other comments on an issue, also where all of them were read apart from it."""

    def each(issue: Issue) -> Issue:
        comments = edit(issue.comments)
        total = issue.comments_total + len(comments) - len(issue.comments)
        return replace(issue, comments=comments, comments_total=total)

    read = {
        issue.id: edit(snapshot.conversations[issue.id])
        for issue in snapshot.follow_ups
        if issue.target == place and issue.id in snapshot.conversations
    }
    edited = _edited(snapshot, place, each)
    return replace(edited, conversations={**edited.conversations, **read}) if read else edited


def _rewritten_in(
    comments: tuple[Comment, ...], database_id: int, body: str | None, edits: tuple[Edit, ...]
) -> tuple[Comment, ...]:
    if body is None:
        return tuple(comment for comment in comments if comment.database_id != database_id)
    return tuple(
        replace(comment, body=body, edits=edits, edited_at=edits[0].at if edits else comment.edited_at)
        if comment.database_id == database_id
        else comment
        for comment in comments
    )


def _reassigned(issue: Issue, change: AssignOwners | UnassignOwners, result: Result) -> Issue:
    """With the assignees that GitHub told; where it was not asked, the fewer are known all the same."""
    if isinstance(result, Assigned):
        label = change.label_if_skipped if isinstance(change, AssignOwners) and result.skipped else ""
        return _with_labels(replace(issue, assignees=result.assignees), (label,) if label else ())
    if isinstance(change, AssignOwners):
        return issue
    gone = {login.casefold() for login in change.logins}
    return replace(issue, assignees=tuple(login for login in issue.assignees if login.casefold() not in gone))


def _relabelled(issue: Issue, change: AddLabels | RemoveLabel) -> Issue:
    if isinstance(change, AddLabels):
        return _with_labels(issue, change.labels)
    return _without_label(issue, change.label)


def _with_labels(issue: Issue, labels: tuple[str, ...]) -> Issue:
    return replace(issue, labels=(*issue.labels, *(label for label in labels if not issue.has_label(label))))


def _without_label(issue: Issue, label: str) -> Issue:
    return replace(issue, labels=tuple(name for name in issue.labels if name.casefold() != label.casefold()))
