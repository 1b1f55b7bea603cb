"""The types that the issues of an organization have; those of people have none."""

from sandbox.happenings import Happening
from sandbox.identities import node_id
from sandbox.records import Account, Issue, IssueType
from sandbox.rules.history import record
from sandbox.rules.refusals import invalid
from sandbox.words import AccountKind, EventKind
from sandbox.world import World

FIRST_NUMBER = 21_000_000
DEFAULTS = (
    ("Task", "yellow", "A specific piece of work"),
    ("Bug", "red", "An unexpected problem or behavior"),
    ("Feature", "blue", "A request, idea, or new functionality"),
)


def types_of(owner: Account) -> list[IssueType]:
    """The types of an owner's issues: GitHub's three for an organization, none for a person."""
    if owner.kind is not AccountKind.ORGANIZATION:
        return []
    # They are never changed here, so their numbers follow from the organization's.
    first = FIRST_NUMBER + owner.database_id * len(DEFAULTS)
    return [
        IssueType(node_id("IT", first + place), first + place, name, color, meaning, owner.created_at)
        for place, (name, color, meaning) in enumerate(DEFAULTS)
    ]


def find_type(owner: Account, name: str) -> IssueType | None:
    """The type of that name in any case, if the owner has it."""
    for one in types_of(owner):
        if one.name.casefold() == name.casefold():
            return one
    return None


def type_for(owner: Account, name: str) -> IssueType:
    """The type that an issue is to have; raises Invalid when the owner has none of that name."""
    found = find_type(owner, name)
    if found is None:
        raise invalid("Issue", "type", "invalid", value=name)
    return found


def give(world: World, issue: Issue, wanted: IssueType | None, actor: Account) -> None:
    """Gives an issue a type, or takes it, by somebody whose right to it was checked before."""
    before = issue.type
    if wanted == before:
        return
    issue.type = wanted
    kind = _kind(before, wanted)
    event = record(world, issue, kind, actor)
    event.issue_type, event.previous_type = wanted or before, before if wanted else None
    for action, one in (("untyped", before), ("typed", wanted)):
        if one is not None:
            world.announce(Happening("issues", action, actor, issue, issue.repository, {"type": one}))


def _kind(before: IssueType | None, wanted: IssueType | None) -> EventKind:
    if before is None:
        return EventKind.ISSUE_TYPE_ADDED
    return EventKind.ISSUE_TYPE_REMOVED if wanted is None else EventKind.ISSUE_TYPE_CHANGED
