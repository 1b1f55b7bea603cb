"""Milestones as GraphQL reads them."""

from collections.abc import Callable, Sequence
from typing import Any

from sandbox.graph import filters
from sandbox.graph.connections import Key, Ordered
from sandbox.graph.context import Context
from sandbox.records import Milestone, Repository
from sandbox.rules.access import require_area
from sandbox.rules.refusals import NotFound
from sandbox.times import written

ORDERS: dict[str, Callable[[Milestone], Key]] = {
    "CREATED_AT": lambda milestone: (written(milestone.created_at), milestone.number),
    "DUE_DATE": lambda milestone: (written(milestone.due_on) or "", milestone.number),
    "NUMBER": lambda milestone: (milestone.number,),
    "UPDATED_AT": lambda milestone: (written(milestone.updated_at), milestone.number),
}


def _milestone(repository: Repository, context: Context, *, number: int) -> Milestone:
    require_area(context.caller, repository, "issues")
    milestone = repository.milestones.get(number)
    if milestone is None:
        raise NotFound(f"Could not resolve to a Milestone with the number of {number}.")
    return milestone


def _milestones(
    repository: Repository,
    context: Context,
    *,
    order_by: dict[str, str] | None = None,
    query: str | None = None,
    states: Sequence[str] | None = None,
) -> Ordered:
    require_area(context.caller, repository, "issues")
    found = list(repository.milestones.values())
    if states:
        found = [one for one in found if one.state.name in states]
    if query:
        found = [one for one in found if query.casefold() in one.title.casefold()]
    order = order_by or {"field": "NUMBER", "direction": "ASC"}
    return filters.ordered(found, ORDERS[order["field"]], order)


def _progress(milestone: Milestone, _: Context) -> float:
    return 100 * milestone.closed_issues / len(milestone.issues) if milestone.issues else 0.0


def _issues(milestone: Milestone, context: Context, **arguments: Any) -> Ordered:
    more = {**(arguments.pop("filter_by", None) or {}), "milestoneNumber": str(milestone.number)}
    return filters.issues(milestone.repository, context, filter_by=more, **arguments)


TYPES: dict[type, str] = {Milestone: "Milestone"}
RESOLVERS: dict[str, Callable[..., Any]] = {
    "Milestone.closed": lambda milestone, _: not milestone.is_open,
    "Milestone.issues": _issues,
    "Milestone.progressPercentage": _progress,
    "Milestone.resourcePath": lambda milestone, _: milestone.path,
    "Milestone.url": lambda milestone, context: context.address + milestone.path,
    "MilestonedEvent.subject": lambda event, _: event.issue,
    "DemilestonedEvent.subject": lambda event, _: event.issue,
    "Repository.milestone": _milestone,
    "Repository.milestones": _milestones,
}
