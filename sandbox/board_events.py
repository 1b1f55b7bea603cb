"""What an issue's timeline tells of projects: that it was added to one, moved in it, and removed from it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sandbox.happenings import Happening
from sandbox.identities import Sort, node_id
from sandbox.records import Event, Issue
from sandbox.records.projects import ProjectItem
from sandbox.words import EventKind

if TYPE_CHECKING:
    from sandbox.world import World

PREFIXES = {
    EventKind.ADDED_TO_PROJECT: "ATPVTE",
    EventKind.REMOVED_FROM_PROJECT: "RFPVTE",
    EventKind.PROJECT_STATUS_CHANGED: "PVTISCE",
}
BY_ACTION = {"created": EventKind.ADDED_TO_PROJECT, "deleted": EventKind.REMOVED_FROM_PROJECT}


def note_on_timeline(world: "World", happening: Happening) -> None:
    """Adds an entry where an issue or pull request came, went, or got another status."""
    item = happening.subject
    if not isinstance(item, ProjectItem) or not isinstance(item.content, Issue):
        return
    kind = BY_ACTION.get(happening.action or "")
    if kind is None and _is_of_status(item, happening.changes.get("field_value")):
        kind = EventKind.PROJECT_STATUS_CHANGED
    if kind is not None:
        _, number = world.identities.new(Sort.EVENT)
        identity, now = node_id(PREFIXES[kind], number), world.clock.now()
        item.content.events.append(Event(identity, number, kind, item.content, happening.sender, now))


def _is_of_status(item: ProjectItem, change: Any) -> bool:
    status = item.project.status
    return status is not None and isinstance(change, Mapping) and change["field_node_id"] == status.id
