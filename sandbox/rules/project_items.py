"""Items of projects: adding, archiving, moving and deleting them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from sandbox import boards
from sandbox.happenings import Happening
from sandbox.identities import Sort
from sandbox.project_words import ProjectRole
from sandbox.records import Account, Issue
from sandbox.records.projects import DraftIssue, Project, ProjectItem
from sandbox.rules.access import Caller
from sandbox.rules.limits import BODY_LENGTH, check_board_title
from sandbox.rules.project_access import require_project_role
from sandbox.rules.projects import Mismatch
from sandbox.rules.refusals import Invalid, NotFound
from sandbox.world import World

EVENT = "projects_v2_item"


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """A draft issue as it is asked for."""

    title: str
    body: str = ""
    assignees: Sequence[Account] = ()


def add_item(world: World, caller: Caller, project: Project, content: Issue) -> ProjectItem:
    """Adds an issue or pull request, by those who may write; what is there already is answered as it is."""
    adder = require_project_role(caller, project, ProjectRole.WRITER)
    known = project.items_by_content.get(content)
    return known or _add(world, project, content, adder)


def add_draft(world: World, caller: Caller, project: Project, draft: ItemDraft) -> ProjectItem:
    """Adds a draft issue, by those who may write."""
    adder = require_project_role(caller, project, ProjectRole.WRITER)
    check_board_title(draft.title)
    if len(draft.body) > BODY_LENGTH:
        raise Invalid(f"Body is too long (maximum is {BODY_LENGTH} characters)")
    identity, number = world.identities.new(Sort.DRAFT_ISSUE)
    now = world.clock.now()
    content = DraftIssue(identity, number, draft.title, draft.body, adder, now, now, list(draft.assignees))
    world.nodes[identity] = content
    return _add(world, project, content, adder)


def _add(world: World, project: Project, content: Issue | DraftIssue, adder: Account) -> ProjectItem:
    identity, number = world.identities.new(Sort.PROJECT_ITEM)
    now = world.clock.now()
    position = floor(max((item.position for item in project.items.values()), default=0.0)) + 1.0
    item = ProjectItem(identity, number, project, content, position, adder, now, now)
    boards.keep_item(world, item)
    project.updated_at = now
    world.announce(Happening(EVENT, "created", adder, item))
    return item


def item_in(project: Project, item: ProjectItem) -> ProjectItem:
    """The item, which must be of that project; raises NotFound."""
    if item.project is not project:
        raise NotFound(f"Could not resolve to a node with the global id of '{item.id}'")
    return item


def delete_item(world: World, caller: Caller, item: ProjectItem) -> None:
    """Takes an item out of its project; a draft is gone with it."""
    deleter = require_project_role(caller, item.project, ProjectRole.WRITER)
    boards.drop_item(world, item)
    item.project.updated_at = world.clock.now()
    world.announce(Happening(EVENT, "deleted", deleter, item))


def archive(world: World, caller: Caller, item: ProjectItem) -> None:
    """Archives an item; an archived one stays as it is."""
    archiver = require_project_role(caller, item.project, ProjectRole.WRITER)
    if item.archived_at is not None:
        return
    now = world.clock.now()
    item.archived_at = item.updated_at = now
    changes = {"archived_at": {"from": None, "to": now.isoformat()}}
    world.announce(Happening(EVENT, "archived", archiver, item, changes=changes))


def unarchive(world: World, caller: Caller, item: ProjectItem) -> None:
    """Brings an archived item back."""
    restorer = require_project_role(caller, item.project, ProjectRole.WRITER)
    if item.archived_at is None:
        return
    changes = {"archived_at": {"from": item.archived_at.isoformat(), "to": None}}
    item.archived_at, item.updated_at = None, world.clock.now()
    world.announce(Happening(EVENT, "restored", restorer, item, changes=changes))


def move(world: World, caller: Caller, item: ProjectItem, after: ProjectItem | None) -> None:
    """Puts an item right after another one, or first of all."""
    mover = require_project_role(caller, item.project, ProjectRole.WRITER)
    if after is item:
        raise Mismatch("An item cannot be placed after itself")
    others = [one for one in item.project.ordered_items if one is not item]
    before = {one: place for place, one in enumerate(others)}
    old = _previous(item)
    item.position = _between(others, 0 if after is None else before[after] + 1)
    item.updated_at = world.clock.now()
    changes = {"previous_projects_v2_item_node_id": {"from": old, "to": after.id if after else None}}
    world.announce(Happening(EVENT, "reordered", mover, item, changes=changes))


def _previous(item: ProjectItem) -> str | None:
    ordered = item.project.ordered_items
    place = ordered.index(item)
    return ordered[place - 1].id if place else None


def _between(others: Sequence[ProjectItem], place: int) -> float:
    """A position before the item at that place and after the one before it."""
    if place == len(others):
        return others[-1].position + 1 if others else 1.0
    upper = others[place].position
    lower = others[place - 1].position if place else upper - 2
    middle = (lower + upper) / 2
    if lower < middle < upper:
        return middle
    # There is no number left between the two, so all are given new ones.
    for number, other in enumerate(others, 1):
        other.position = float(number)
    return place + 0.5
