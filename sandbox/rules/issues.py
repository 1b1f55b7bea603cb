"""Issues: opening, editing, closing, locking and pinning them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.identities import Sort
from sandbox.records import Account, Issue, Repository
from sandbox.rules import assignees, labels
from sandbox.rules.access import (
    Area,
    Caller,
    area_of,
    has_role,
    require_issues,
    require_role,
    require_writing,
)
from sandbox.rules.history import record, rewrite, touch
from sandbox.rules.limits import PINS, check_body, check_labels, check_title
from sandbox.rules.refusals import Forbidden, Invalid, invalid
from sandbox.words import EventKind, LockReason, Role, State, StateReason
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new issue or pull request is to be; labels and assignees are by name and login."""

    title: str
    body: str | None = None
    labels: Sequence[str] = ()
    assignees: Sequence[str] = ()
    is_pull_request: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit is to change; None leaves a field as it is, sets replace the whole set."""

    title: str | None = None
    body: str | None = None
    state: State | None = None
    state_reason: StateReason | None = None
    labels: Sequence[str] | None = None
    assignees: Sequence[str] | None = None


def open_issue(world: World, caller: Caller, repository: Repository, draft: Draft) -> Issue:
    """Opens an issue, by anyone who may read; labels and assignees are dropped for callers without push.

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
    check_labels({name.casefold() for name in names})
    owners = assignees.for_new_issue(world, caller, repository, logins)
    issue = _number(world, repository, author, draft)
    for label in labels.named(world, repository, names):
        labels.put_on(world, issue, label, author)
    for owner in owners:
        assignees.put_on(world, issue, owner, author)
    return issue


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
    may_triage = has_role(caller, issue.repository, Role.TRIAGE, area_of(issue))
    names = changes.labels if may_triage else None
    logins = changes.assignees if may_triage else None
    if changes.title is not None:
        check_title(changes.title)
    check_body("Issue", changes.body)
    if names is not None:
        check_labels({name.casefold() for name in names})
    if logins is not None:
        assignees.check_for_set(world, caller, issue, logins)
    if changes.title is not None and changes.title != issue.title:
        _rename(world, issue, changes.title, editor)
    if changes.body is not None:
        rewrite(world, issue, changes.body, editor)
    _change_state(world, issue, changes, editor)
    if names is not None:
        labels.set_labels(world, caller, issue, names)
    if logins is not None:
        assignees.set_assignees(world, caller, issue, logins)


def _require_author_or_role(caller: Caller, issue: Issue) -> Account:
    if issue.author is not None and issue.author is caller.account:
        return require_writing(caller, issue.repository, area_of(issue))
    return require_role(caller, issue.repository, Role.TRIAGE, area_of(issue))


def _rename(world: World, issue: Issue, title: str, editor: Account) -> None:
    event = record(world, issue, EventKind.RENAMED, editor)
    event.previous_title, event.current_title = issue.title, title
    issue.title = title


def _change_state(world: World, issue: Issue, changes: Changes, actor: Account) -> None:
    if changes.state is State.CLOSED:
        close(world, issue, changes.state_reason, actor)
    elif changes.state is State.OPEN:
        reopen(world, issue, actor)
    elif changes.state_reason is not None and not issue.is_open:
        close(world, issue, changes.state_reason, actor)


def close(world: World, issue: Issue, reason: StateReason | None, actor: Account) -> None:
    """Closes an issue, by somebody whose right to it was checked; a closed one gets no second event."""
    if reason is StateReason.REOPENED:
        raise invalid("Issue", "state_reason", "invalid")
    if not issue.is_open:
        _give_other_reason(world, issue, reason)
        return
    issue.state = State.CLOSED
    issue.state_reason = None if issue.is_pull_request else reason or StateReason.COMPLETED
    issue.closed_at = world.clock.now()
    issue.closed_by = actor
    record(world, issue, EventKind.CLOSED, actor).state_reason = issue.state_reason


def _give_other_reason(world: World, issue: Issue, reason: StateReason | None) -> None:
    if reason is not None and reason is not issue.state_reason:
        issue.state_reason = reason
        touch(world, issue)


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
