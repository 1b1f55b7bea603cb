"""What stays on record after a write: timeline entries and earlier versions of texts."""

from collections.abc import Mapping

from sandbox import board_events
from sandbox.happenings import Happening
from sandbox.identities import Sort, node_id
from sandbox.records import Account, Comment, Edit, Event, Issue, Label
from sandbox.words import EventKind
from sandbox.world import World

EVENT_PREFIXES = {
    EventKind.CLOSED: "CE",
    EventKind.REOPENED: "REE",
    EventKind.LABELED: "LE",
    EventKind.UNLABELED: "UNLE",
    EventKind.ASSIGNED: "AE",
    EventKind.UNASSIGNED: "UNAE",
    EventKind.RENAMED: "RTE",
    EventKind.LOCKED: "LOE",
    EventKind.UNLOCKED: "UNLOE",
    EventKind.PINNED: "PINE",
    EventKind.UNPINNED: "UNPINE",
    EventKind.MILESTONED: "MIE",
    EventKind.DEMILESTONED: "DEE",
    EventKind.SUB_ISSUE_ADDED: "SIAE",
    EventKind.SUB_ISSUE_REMOVED: "SIRE",
    EventKind.PARENT_ISSUE_ADDED: "PIAE",
    EventKind.PARENT_ISSUE_REMOVED: "PIRE",
    EventKind.ISSUE_TYPE_ADDED: "ITAE",
    EventKind.ISSUE_TYPE_REMOVED: "ITRE",
    EventKind.ISSUE_TYPE_CHANGED: "ITCE",
    EventKind.CROSS_REFERENCED: "CRE",
    EventKind.COMMENT_DELETED: "CDE",
    EventKind.MARKED_AS_DUPLICATE: "MADE",
    EventKind.TRANSFERRED: "TRE",
    **board_events.PREFIXES,
}
# The entries of a timeline that webhooks and workflows hear of under the same word.
ANNOUNCED = (
    EventKind.CLOSED,
    EventKind.REOPENED,
    EventKind.LABELED,
    EventKind.UNLABELED,
    EventKind.ASSIGNED,
    EventKind.UNASSIGNED,
    EventKind.LOCKED,
    EventKind.UNLOCKED,
    EventKind.PINNED,
    EventKind.UNPINNED,
)


def touch(world: World, subject: Issue | Comment) -> None:
    """Notes that something about the issue or comment changed now; a comment's issue changes with it."""
    subject.updated_at = world.clock.now()
    if isinstance(subject, Comment):
        subject.issue.updated_at = subject.updated_at


def record(
    world: World,
    issue: Issue,
    kind: EventKind,
    actor: Account,
    *,
    label: Label | None = None,
    assignee: Account | None = None,
) -> Event:
    """Adds an entry to the issue's timeline and returns it, for the caller to fill in what else it says."""
    _, number = world.identities.new(Sort.EVENT)
    identity = node_id(EVENT_PREFIXES[kind], number)
    event = Event(identity, number, kind, issue, actor, world.clock.now(), label=label, assignee=assignee)
    issue.events.append(event)
    touch(world, issue)
    if kind in ANNOUNCED:
        parts = {name: part for name, part in (("label", label), ("assignee", assignee)) if part is not None}
        announce_issue(world, issue, kind.value, actor, parts)
    return event


def announce_issue(
    world: World,
    issue: Issue,
    action: str,
    actor: Account,
    parts: Mapping[str, object] | None = None,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Tells that something happened to an issue or pull request, which is as that left it."""
    event = "pull_request" if issue.is_pull_request else "issues"
    world.announce(Happening(event, action, actor, issue, issue.repository, parts or {}, changes or {}))


def rewrite(world: World, subject: Issue | Comment, body: str | None, editor: Account) -> None:
    """Replaces a body and keeps every version; the same text again changes and records nothing."""
    if (body or "") == (subject.body or ""):
        return
    if not subject.edits:
        identity, number = world.identities.new(Sort.EDIT)
        first = Edit(identity, number, subject.author, subject.created_at, subject.body or "")
        subject.edits.append(first)
    identity, number = world.identities.new(Sort.EDIT)
    subject.edits.append(Edit(identity, number, editor, world.clock.now(), body or ""))
    subject.body = body or ""
    touch(world, subject)
