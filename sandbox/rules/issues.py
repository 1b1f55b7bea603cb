"""Issues: opening, editing, closing, locking and pinning them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from sandbox.identities import Sort
from sandbox.records import Account, Issue, IssueType, Milestone, Repository
from sandbox.rules import assignees, issue_types, labels, milestones
from sandbox.rules.access import (
    Area,
    Caller,
    area_of,
    has_role,
    require_issues,
    require_role,
    require_writing,
)
from sandbox.rules.history import announce_issue, record, rewrite
from sandbox.rules.limits import PINS, check_body, check_title
from sandbox.rules.references import refer
from sandbox.rules.refusals import Forbidden, Invalid, invalid
from sandbox.words import EventKind, LockReason, Role, State, StateReason
from sandbox.world import World


class Clearing(Enum):
    """What stands for taking away what an issue has one of."""

    NONE = "none"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new issue or pull request is to be; labels, assignees and type are by name, the milestone by number.

    Those of the repository's own form are put on whoever opens the issue; what is not there is left out.
    """

    title: str
    body: str | None = None
    labels: Sequence[str] = ()
    assignees: Sequence[str] = ()
    is_pull_request: bool = False
    milestone: int | None = None
    type: str | None = None
    form_labels: Sequence[str] = ()
    form_assignees: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit is to change; None leaves a field as it is, sets replace the whole set."""

    title: str | None = None
    body: str | None = None
    state: State | None = None
    state_reason: StateReason | None = None
    labels: Sequence[str] | None = None
    assignees: Sequence[str] | None = None
    milestone: int | Clearing | None = None
    type: str | Clearing | None = None
    duplicate_of: Issue | None = None


def open_issue(world: World, caller: Caller, repository: Repository, draft: Draft) -> Issue:
    """Opens an issue, by anyone who may read; all but its texts is dropped for callers without push.

    Raises Invalid, with nothing made, when a text is too long or somebody named cannot be assigned.
    """
    area: Area = "pull_requests" if draft.is_pull_request else "issues"
    author = require_writing(caller, repository, area)
    require_issues(repository)
    check_title(draft.title)
    check_body("Issue", draft.body)
    may_push = has_role(caller, repository, Role.WRITE, area)
    names = draft.labels if may_push else ()
    logins = draft.assignees if may_push else ()
    labels.check_names(names)
    owners = assignees.for_new_issue(world, caller, repository, logins)
    milestone = _milestone(repository, draft.milestone if may_push else None)
    type_ = _type(repository, draft.type if may_push else None)
    issue = _number(world, repository, author, draft)
    with world.told_at_the_end():
        announce_issue(world, issue, "opened", author)
        for label in [
            *labels.named(world, repository, names, author),
            *labels.known(repository, draft.form_labels),
        ]:
            labels.put_on(world, issue, label, author)
        for owner in [*owners, *assignees.known(world, repository, draft.form_assignees)]:
            assignees.put_on(world, issue, owner, author)
        milestones.give(world, issue, milestone, author)
        issue_types.give(world, issue, type_, author)
    refer(world, issue, issue.body, author)
    return issue


def _milestone(repository: Repository, number: int | Clearing | None) -> Milestone | None:
    return milestones.milestone_for(repository, number) if isinstance(number, int) else None


def _type(repository: Repository, name: str | Clearing | None) -> IssueType | None:
    return issue_types.type_for(repository.owner, name) if isinstance(name, str) else None


def _number(world: World, repository: Repository, author: Account, draft: Draft) -> Issue:
    sort = Sort.PULL_REQUEST if draft.is_pull_request else Sort.ISSUE
    identity, database_id = world.identities.new(sort)
    now = world.clock.now()
    repository.last_number += 1
    issue = Issue(
        identity,
        database_id,
        repository,
        repository.last_number,
        draft.title,
        draft.body,
        author,
        now,
        now,
        is_pull_request=draft.is_pull_request,
    )
    repository.issues[issue.number] = issue
    world.nodes[identity] = issue
    return issue


def edit_issue(world: World, caller: Caller, issue: Issue, changes: Changes) -> None:
    """Changes an issue, all or nothing; its author may change text and state, only triagers the rest."""
    editor = _require_author_or_role(caller, issue)
    if not has_role(caller, issue.repository, Role.TRIAGE, area_of(issue)):
        changes = replace(changes, labels=None, assignees=None, milestone=None, type=None)
    _check_changes(world, caller, issue, changes)
    before = (issue.title, issue.body)
    if changes.title is not None and changes.title != issue.title:
        _rename(world, issue, changes.title, editor)
    if changes.body is not None:
        rewrite(world, issue, changes.body, editor)
        refer(world, issue, changes.body, editor)
    _announce_edit(world, issue, before, editor)
    _change_state(world, issue, changes, editor)
    if changes.labels is not None:
        labels.set_labels(world, caller, issue, changes.labels)
    if changes.assignees is not None:
        assignees.set_assignees(world, caller, issue, changes.assignees)
    if changes.milestone is not None:
        milestones.give(world, issue, _milestone(issue.repository, changes.milestone), editor)
    if changes.type is not None:
        issue_types.give(world, issue, _type(issue.repository, changes.type), editor)


def _announce_edit(world: World, issue: Issue, before: tuple[str, str | None], editor: Account) -> None:
    """Tells of new texts once, with all that they replaced."""
    texts = (("title", before[0], issue.title), ("body", before[1] or "", issue.body or ""))
    if told := {name: {"from": old} for name, old, new in texts if old != new}:
        announce_issue(world, issue, "edited", editor, changes=told)


def _check_changes(world: World, caller: Caller, issue: Issue, changes: Changes) -> None:
    if changes.title is not None:
        check_title(changes.title)
    check_body("Issue", changes.body)
    if changes.state is State.CLOSED and changes.state_reason is StateReason.REOPENED:
        raise invalid("Issue", "state_reason", "invalid")
    if changes.labels is not None:
        labels.check_names(changes.labels)
    if changes.assignees is not None:
        assignees.check_for_set(world, caller, issue, changes.assignees)
    _milestone(issue.repository, changes.milestone)
    _type(issue.repository, changes.type)


def _require_author_or_role(caller: Caller, issue: Issue) -> Account:
    if issue.author is not None and issue.author is caller.account:
        return require_writing(caller, issue.repository, area_of(issue))
    return require_role(caller, issue.repository, Role.TRIAGE, area_of(issue))


def _rename(world: World, issue: Issue, title: str, editor: Account) -> None:
    event = record(world, issue, EventKind.RENAMED, editor)
    event.previous_title, event.current_title = issue.title, title
    issue.title = title


def _change_state(world: World, issue: Issue, changes: Changes, actor: Account) -> None:
    # A reason alone is ignored, as is one for a state that the issue has already.
    if changes.state is State.OPEN:
        reopen(world, issue, actor)
    if changes.state is not State.CLOSED or not issue.is_open:
        return
    close(world, issue, changes.state_reason, actor)
    if changes.duplicate_of is not None and changes.state_reason is StateReason.DUPLICATE:
        record(world, issue, EventKind.MARKED_AS_DUPLICATE, actor).other = changes.duplicate_of


def close(world: World, issue: Issue, reason: StateReason | None, actor: Account) -> None:
    """Closes an issue, by somebody whose right to it was checked; a closed one gets no second event."""
    if not issue.is_open:
        return
    issue.state = State.CLOSED
    issue.state_reason = None if issue.is_pull_request else reason or StateReason.COMPLETED
    issue.closed_at = world.clock.now()
    issue.closed_by = actor
    record(world, issue, EventKind.CLOSED, actor).state_reason = issue.state_reason


def reopen(world: World, issue: Issue, actor: Account) -> None:
    """Opens a closed issue again, by somebody whose right to it was checked before."""
    if issue.is_open:
        return
    issue.state = State.OPEN
    issue.state_reason = None if issue.is_pull_request else StateReason.REOPENED
    issue.closed_at = None
    issue.closed_by = None
    record(world, issue, EventKind.REOPENED, actor).state_reason = issue.state_reason


def lock(world: World, caller: Caller, issue: Issue, reason: LockReason | None) -> None:
    """Locks the conversation; once locked, doing it again changes nothing."""
    actor = require_role(caller, issue.repository, Role.TRIAGE, area_of(issue))
    if issue.locked:
        return
    issue.locked, issue.lock_reason = True, reason
    record(world, issue, EventKind.LOCKED, actor).lock_reason = reason


def unlock(world: World, caller: Caller, issue: Issue) -> None:
    """Opens a locked conversation again."""
    actor = require_role(caller, issue.repository, Role.TRIAGE, area_of(issue))
    if issue.locked:
        issue.locked, issue.lock_reason = False, None
        record(world, issue, EventKind.UNLOCKED, actor)


def pin(world: World, caller: Caller, issue: Issue) -> None:
    """Pins an issue to the top of the list; raises Invalid when it is pinned or three others are."""
    actor = require_role(caller, issue.repository, Role.WRITE, area_of(issue))
    if issue.is_pull_request:
        raise Forbidden("Pull requests cannot be pinned.")
    pinned = issue.repository.pinned
    if issue in pinned:
        raise Invalid("Issue is already pinned")
    if len(pinned) >= PINS:
        raise Invalid(f"Maximum {PINS} pinned issues per repository")
    pinned.append(issue)
    record(world, issue, EventKind.PINNED, actor)


def unpin(world: World, caller: Caller, issue: Issue) -> None:
    """Takes a pinned issue from the top of the list."""
    actor = require_role(caller, issue.repository, Role.WRITE, area_of(issue))
    if issue in issue.repository.pinned:
        issue.repository.pinned.remove(issue)
        record(world, issue, EventKind.UNPINNED, actor)
