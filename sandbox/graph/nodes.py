"""Finding things by node id, and repositories by name, as far as they exist for the caller."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sandbox.graph.connections import MOST
from sandbox.graph.context import Context
from sandbox.records import Comment, Issue, Label, Milestone, Reaction, Repository, Team
from sandbox.records.projects import ProjectNode
from sandbox.rules.access import area_of, can_see, require_area
from sandbox.rules.organizations import teams_seen
from sandbox.rules.project_access import can_see_part
from sandbox.rules.refusals import NotFound, Refusal
from sandbox.world import Node, World

Record = TypeVar("Record")


class TooManyIds(Refusal):
    """More node ids in one field than GitHub looks up."""

    graph_type = "ARGUMENT_LIMIT"


def _repository_of(world: World, record: Node) -> Repository | None:
    if isinstance(record, Repository):
        return record
    if isinstance(record, Issue | Milestone):
        return record.repository
    if isinstance(record, Comment):
        return record.issue.repository
    if isinstance(record, Label):
        return next((one for one in world.repositories.values() if one.label(record.name) is record), None)
    return None


def _subject_of(world: World, record: Node | None) -> Node | None:
    """What has to be seen for the sake of the record: of a reaction, what it was given to."""
    if not isinstance(record, Reaction):
        return record
    issues = [issue for one in world.repositories.values() for issue in one.issues.values()]
    subjects: list[Issue | Comment] = [*issues, *(comment for one in issues for comment in one.comments)]
    return next((subject for subject in subjects if record in subject.reactions), None)


def find(context: Context, identity: str) -> Any:
    """Whatever has this node id, if it exists for the caller; raises NotFound."""
    record = context.world.nodes.get(identity)
    if isinstance(record, ProjectNode) and not can_see_part(context.world, context.caller, record):
        record = None
    if isinstance(record, Team) and record not in teams_seen(context.caller, record.organization):
        record = None
    subject = _subject_of(context.world, record)
    repository = None if subject is None else _repository_of(context.world, subject)
    is_hidden = repository is not None and not can_see(context.caller, repository)
    if record is None or is_hidden:
        raise NotFound(f"Could not resolve to a node with the global id of '{identity}'")
    if isinstance(subject, Issue | Comment) and repository is not None:
        issue = subject if isinstance(subject, Issue) else subject.issue
        require_area(context.caller, repository, area_of(issue))
    return record


def find_all(context: Context, identities: Sequence[str]) -> list[Any]:
    """Whatever has these node ids, with the refusal in the place of each that does not exist for the caller.

    Raises TooManyIds for more than a hundred.
    """
    if len(identities) > MOST:
        raise TooManyIds(f"You may not provide more than {MOST} node ids; you provided {len(identities)}.")
    found: list[Any] = []
    for identity in identities:
        try:
            found.append(find(context, identity))
        except Refusal as refusal:
            found.append(refusal)
    return found


def find_as(context: Context, identity: str, sort: type[Record]) -> Record:
    """The record of this node id, which must be of that sort; raises NotFound."""
    record = find(context, identity)
    if not isinstance(record, sort):
        raise NotFound(f"Could not resolve to {sort.__name__} node with the global id of '{identity}'.")
    return record


def find_repository(context: Context, owner: str, name: str, *, follow_renames: bool = True) -> Repository:
    """The repository, if it exists for the caller, by a name that it had before too if told; raises NotFound."""
    repository = context.world.find_repository(owner, name)
    if repository is None and follow_renames:
        repository = context.world.find_renamed(owner, name)
    if repository is None or not can_see(context.caller, repository):
        raise NotFound(f"Could not resolve to a Repository with the name '{owner}/{name}'.")
    return repository
