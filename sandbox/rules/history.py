"""What stays on record after a write: timeline entries and earlier versions of texts."""

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
}


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
    return event


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
