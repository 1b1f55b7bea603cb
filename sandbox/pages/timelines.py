"""What was said and done on an issue, in order, as its page tells it."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from sandbox.pages.visits import Visit
from sandbox.records import Comment, Event, Issue, Label
from sandbox.rules.references import told_to
from sandbox.words import EventKind, StateReason

LABEL = Markup('<span class="label color-{}">{}</span>')
STRONG = Markup("<strong>{}</strong>")
REASONS = {
    StateReason.COMPLETED: "as completed",
    StateReason.NOT_PLANNED: "as not planned",
    StateReason.DUPLICATE: "as duplicate",
}


def entries_of(visit: Visit, issue: Issue) -> Sequence[Event | Comment]:
    """Comments and timeline entries, oldest first; entries about what is hidden from who looks are left out."""
    entries: list[Event | Comment] = [*issue.comments]
    entries += [event for event in issue.events if told_to(visit.caller, event)]
    return sorted(entries, key=lambda entry: (entry.created_at, _place(entry)))


def _place(entry: Event | Comment) -> int:
    # A clock that stands still gives many entries one time: then issues are furnished, talked about, and closed.
    if isinstance(entry, Comment):
        return 1
    return 2 if entry.kind in (EventKind.CLOSED, EventKind.REOPENED, EventKind.LOCKED) else 0


def telling_of(event: Event) -> Markup:
    """What happened, as the end of a sentence that begins with who did it."""
    return TELLINGS[event.kind](event)


def _label(label: Label | None) -> Markup:
    return LABEL.format(label.color.lower(), label.name) if label else Markup("a label that is gone")


def _other(event: Event) -> Markup:
    if event.other is None:
        return Markup("an issue that is gone")
    is_here = event.other.repository is event.issue.repository
    place = "" if is_here else event.other.repository.full_name
    return Markup('<a href="{}">{} {}#{}</a>').format(
        event.other.path, event.other.title, place, event.other.number
    )


def _assigned(event: Event) -> Markup:
    return Markup("assigned ") + _person(event)


def _unassigned(event: Event) -> Markup:
    return Markup("unassigned ") + _person(event)


def _person(event: Event) -> Markup:
    if event.assignee is None:
        return STRONG.format("ghost")
    if event.assignee is event.actor:
        return Markup("themselves")
    return Markup('<a href="/{0}">{0}</a>').format(event.assignee.rest_login)


def _closed(event: Event) -> Markup:
    reason = REASONS.get(event.state_reason) if event.state_reason else None
    return Markup("closed this {}").format(reason or "")


def _renamed(event: Event) -> Markup:
    return Markup("changed the title from <del>{}</del> to <strong>{}</strong>").format(
        event.previous_title, event.current_title
    )


def _locked(event: Event) -> Markup:
    reason = f" as {event.lock_reason}" if event.lock_reason else ""
    return Markup("locked{} and limited conversation to collaborators").format(reason)


def _type(event: Event) -> str:
    return event.issue_type.name if event.issue_type else ""


def _said(words: str) -> Callable[[Event], Markup]:
    return lambda _: Markup("{}").format(words)


TELLINGS: dict[EventKind, Callable[[Event], Markup]] = {
    EventKind.CLOSED: _closed,
    EventKind.REOPENED: _said("reopened this"),
    EventKind.LABELED: lambda event: Markup("added the label ") + _label(event.label),
    EventKind.UNLABELED: lambda event: Markup("removed the label ") + _label(event.label),
    EventKind.ASSIGNED: _assigned,
    EventKind.UNASSIGNED: _unassigned,
    EventKind.RENAMED: _renamed,
    EventKind.LOCKED: _locked,
    EventKind.UNLOCKED: _said("unlocked this conversation"),
    EventKind.PINNED: _said("pinned this issue"),
    EventKind.UNPINNED: _said("unpinned this issue"),
    EventKind.MILESTONED: lambda event: (
        Markup("added this to the milestone ") + STRONG.format(event.milestone_title)
    ),
    EventKind.DEMILESTONED: lambda event: (
        Markup("removed this from the milestone ") + STRONG.format(event.milestone_title)
    ),
    EventKind.SUB_ISSUE_ADDED: lambda event: Markup("added the sub-issue ") + _other(event),
    EventKind.SUB_ISSUE_REMOVED: lambda event: Markup("removed the sub-issue ") + _other(event),
    EventKind.PARENT_ISSUE_ADDED: lambda event: Markup("added the parent issue ") + _other(event),
    EventKind.PARENT_ISSUE_REMOVED: lambda event: Markup("removed the parent issue ") + _other(event),
    EventKind.ISSUE_TYPE_ADDED: lambda event: Markup("added the type ") + STRONG.format(_type(event)),
    EventKind.ISSUE_TYPE_REMOVED: lambda event: Markup("removed the type ") + STRONG.format(_type(event)),
    EventKind.ISSUE_TYPE_CHANGED: lambda event: Markup("changed the type to ") + STRONG.format(_type(event)),
    EventKind.CROSS_REFERENCED: lambda event: Markup("mentioned this in ") + _other(event),
    EventKind.COMMENT_DELETED: _said("deleted a comment"),
    EventKind.MARKED_AS_DUPLICATE: lambda event: Markup("marked this as a duplicate of ") + _other(event),
    EventKind.TRANSFERRED: _said("transferred this issue"),
    EventKind.ADDED_TO_PROJECT: _said("added this to a project"),
    EventKind.REMOVED_FROM_PROJECT: _said("removed this from a project"),
    EventKind.PROJECT_STATUS_CHANGED: _said("changed its status in a project"),
}
