"""Finding things by node id, and repositories by name, as far as they exist for the caller."""

from typing import Any, TypeVar

from sandbox.graph.context import Context
from sandbox.records import Comment, Issue, Milestone, Repository, Team
from sandbox.records.projects import ProjectNode
from sandbox.rules.access import area_of, can_see, require_area
from sandbox.rules.organizations import teams_seen
from sandbox.rules.project_access import can_see_part
from sandbox.rules.refusals import NotFound
from sandbox.world import Node

Record = TypeVar("Record")


def _repository_of(record: Node) -> Repository | None:
    if isinstance(record, Repository):
        return record
    if isinstance(record, Issue | Milestone):
        return record.repository
    if isinstance(record, Comment):
        return record.issue.repository
    return None


def find(context: Context, identity: str) -> Any:
    """Whatever has this node id, if it exists for the caller; raises NotFound."""
    record = context.world.nodes.get(identity)
    if isinstance(record, ProjectNode) and not can_see_part(context.world, context.caller, record):
        record = None
    if isinstance(record, Team) and record not in teams_seen(context.caller, record.organization):
        record = None
    repository = _repository_of(record) if record is not None else None
    is_hidden = repository is not None and not can_see(context.caller, repository)
    if record is None or is_hidden:
        raise NotFound(f"Could not resolve to a node with the global id of '{identity}'")
    if isinstance(record, Issue | Comment) and repository is not None:
        issue = record if isinstance(record, Issue) else record.issue
        require_area(context.caller, repository, area_of(issue))
    return record


def find_as(context: Context, identity: str, sort: type[Record]) -> Record:
    """The record of this node id, which must be of that sort; raises NotFound."""
    record = find(context, identity)
    if not isinstance(record, sort):
        raise NotFound(f"Could not resolve to {sort.__name__} node with the global id of '{identity}'.")
    return record


def find_repository(context: Context, owner: str, name: str) -> Repository:
    """The repository, if it exists for the caller; raises NotFound."""
    repository = context.world.find_repository(owner, name)
    if repository is None or not can_see(context.caller, repository):
        raise NotFound(f"Could not resolve to a Repository with the name '{owner}/{name}'.")
    return repository
