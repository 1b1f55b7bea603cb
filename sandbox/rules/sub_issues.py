"""Sub-issues: which issues are parts of which, in the order that people gave them."""

from collections.abc import Iterator

from sandbox.happenings import Happening
from sandbox.identities import Sort, node_id
from sandbox.records import Account, Issue
from sandbox.rules.access import Caller, can_see, require_role
from sandbox.rules.history import record
from sandbox.rules.limits import SUB_ISSUE_LEVELS, SUB_ISSUES
from sandbox.rules.refusals import Invalid, NotFound
from sandbox.words import EventKind, Role
from sandbox.world import World

BEGINNING = "An error occurred while adding the sub-issue to the parent issue."
LARGEST_NUMBER = 2**48 - 1


def find_by_database_id(world: World, caller: Caller, number: int) -> Issue:
    """The issue that REST knows by this `id`, which is not its number; raises NotFound."""
    issue = None
    if 0 < number <= LARGEST_NUMBER:
        issue = world.nodes.get(node_id(Sort.ISSUE.prefix, number))
    if not isinstance(issue, Issue) or not can_see(caller, issue.repository):
        raise NotFound
    return issue


def add_sub_issue(
    world: World, caller: Caller, parent: Issue, child: Issue, *, replace_parent: bool = False
) -> None:
    """Makes one issue a part of another; raises Invalid where GitHub's tree does not grow that way."""
    actor = require_role(caller, parent.repository, Role.TRIAGE)
    _check_pair(parent, child)
    if child.parent is not None and not replace_parent:
        raise Invalid(f"{BEGINNING} Sub issue may only have one parent")
    _check_room(parent, child)
    if child.parent is not None:
        _part(world, child.parent, child, actor)
    child.parent = parent
    parent.sub_issues.append(child)
    _note(world, actor, parent, child, "added")


def _check_pair(parent: Issue, child: Issue) -> None:
    if parent.is_pull_request or child.is_pull_request:
        raise Invalid(f"{BEGINNING} Pull requests cannot be parts of issues, nor have them")
    if child.repository.owner is not parent.repository.owner:
        raise Invalid(f"{BEGINNING} Sub issue must belong to the same owner as its parent")
    if child in parent.sub_issues:
        raise Invalid(f"{BEGINNING} Issue may not contain duplicate sub-issues")
    if child is parent or child in ancestors(parent):
        raise Invalid(f"{BEGINNING} Sub issue may not be its own ancestor")


def _check_room(parent: Issue, child: Issue) -> None:
    if len(parent.sub_issues) >= SUB_ISSUES:
        raise Invalid(f"{BEGINNING} Parent cannot have more than {SUB_ISSUES} sub-issues")
    if len(list(ancestors(parent))) + 1 + _levels_below(child) > SUB_ISSUE_LEVELS:
        raise Invalid(f"{BEGINNING} Sub issues cannot be more than {SUB_ISSUE_LEVELS} levels deep")


def ancestors(issue: Issue) -> Iterator[Issue]:
    """The issue's parent, the parent's parent and so on."""
    above = issue.parent
    while above is not None:
        yield above
        above = above.parent


def _levels_below(issue: Issue) -> int:
    return max((1 + _levels_below(child) for child in issue.sub_issues), default=0)


def remove_sub_issue(world: World, caller: Caller, parent: Issue, child: Issue) -> None:
    """Makes an issue a part of nothing; raises NotFound when it is no part of the parent."""
    actor = require_role(caller, parent.repository, Role.TRIAGE)
    if child not in parent.sub_issues:
        raise NotFound
    _part(world, parent, child, actor)


def _part(world: World, parent: Issue, child: Issue, actor: Account) -> None:
    parent.sub_issues.remove(child)
    child.parent = None
    _note(world, actor, parent, child, "removed")


def move_sub_issue(
    caller: Caller, parent: Issue, child: Issue, *, after: Issue | None = None, before: Issue | None = None
) -> None:
    """Moves a sub-issue behind or ahead of another one; raises Invalid unless one of the two is told."""
    require_role(caller, parent.repository, Role.TRIAGE)
    neighbour = after or before
    if neighbour is None or (after is not None and before is not None):
        raise Invalid("Exactly one of after_id and before_id must be given.")
    if child not in parent.sub_issues or neighbour not in parent.sub_issues:
        raise Invalid("Both must be sub-issues of the parent.")
    if child is neighbour:
        raise Invalid("A sub-issue cannot be moved next to itself.")
    parent.sub_issues.remove(child)
    place = parent.sub_issues.index(neighbour)
    parent.sub_issues.insert(place + 1 if after is not None else place, child)


def _note(world: World, actor: Account, parent: Issue, child: Issue, what: str) -> None:
    record(world, parent, EventKind(f"sub_issue_{what}"), actor).other = child
    record(world, child, EventKind(f"parent_issue_{what}"), actor).other = parent
    parts = {"sub_issue": child, "parent_issue": parent}
    for action, subject in ((f"sub_issue_{what}", parent), (f"parent_issue_{what}", child)):
        world.announce(Happening("sub_issues", action, actor, subject, subject.repository, parts))


def percent_completed(issue: Issue) -> int:
    """How much of an issue's parts is closed, in whole percent, rounded down; 0 without parts."""
    return 100 * completed(issue) // len(issue.sub_issues) if issue.sub_issues else 0


def completed(issue: Issue) -> int:
    """How many of an issue's parts are closed."""
    return sum(not child.is_open for child in issue.sub_issues)
