"""What the entries of a timeline tell beyond their own attributes."""

from collections.abc import Callable
from typing import Any

from sandbox.graph.context import Context
from sandbox.records import Event
from sandbox.words import EventKind


def type_name(event: Event) -> str:
    """The GraphQL type of an event."""
    if event.kind is EventKind.RENAMED:
        return "RenamedTitleEvent"
    return "".join(word.title() for word in event.kind.name.split("_")) + "Event"


def _crosses(event: Event, _: Context) -> bool:
    return event.other is not None and event.other.repository is not event.issue.repository


RESOLVERS: dict[str, Callable[..., Any]] = {
    "CommentDeletedEvent.deletedCommentAuthor": lambda event, _: event.comment_author,
    "CrossReferencedEvent.isCrossRepository": _crosses,
    "CrossReferencedEvent.referencedAt": lambda event, _: event.created_at,
    "CrossReferencedEvent.resourcePath": lambda event, _: event.other.path,
    "CrossReferencedEvent.source": lambda event, _: event.other,
    "CrossReferencedEvent.target": lambda event, _: event.issue,
    "CrossReferencedEvent.url": lambda event, context: context.address + event.other.path,
    "MarkedAsDuplicateEvent.canonical": lambda event, _: event.other,
    "MarkedAsDuplicateEvent.duplicate": lambda event, _: event.issue,
    "MarkedAsDuplicateEvent.isCrossRepository": _crosses,
}
