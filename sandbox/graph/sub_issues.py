"""Issues that are parts of others, as GraphQL reads and writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.graph.connections import Ordered
from sandbox.graph.context import Context
from sandbox.graph.nodes import find_as
from sandbox.graph.payloads import Input, Payload, answer
from sandbox.records import Issue
from sandbox.rules import sub_issues
from sandbox.rules.access import can_see
from sandbox.rules.references import references_in
from sandbox.rules.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Summary:
    """How far the parts of an issue are."""

    total: int
    completed: int
    percent_completed: int


def _summary(issue: Issue, _: Context) -> Summary:
    return Summary(len(issue.sub_issues), sub_issues.completed(issue), sub_issues.percent_completed(issue))


def _children(issue: Issue, context: Context) -> Ordered:
    seen = [child for child in issue.sub_issues if can_see(context.caller, child.repository)]
    places = {child.id: place for place, child in enumerate(seen)}
    return Ordered(seen, lambda child: (places[child.id],))


def _parent(issue: Issue, context: Context) -> Issue | None:
    parent = issue.parent
    return parent if parent is not None and can_see(context.caller, parent.repository) else None


def _add(_: None, context: Context, *, input: Input) -> Payload:
    parent = find_as(context, input["issueId"], Issue)
    child = _named(context, parent, input)
    replace = bool(input.get("replaceParent"))
    sub_issues.add_sub_issue(context.world, context.caller, parent, child, replace_parent=replace)
    return answer(input, issue=parent, sub_issue=child)


def _named(context: Context, parent: Issue, given: Input) -> Issue:
    """The issue that an input names by its node id or by the address of its page."""
    if given.get("subIssueId"):
        return find_as(context, given["subIssueId"], Issue)
    for issue in references_in(context.world, parent.repository, given.get("subIssueUrl") or ""):
        return find_as(context, issue.id, Issue)
    raise NotFound("Could not resolve to an Issue.")


def _remove(_: None, context: Context, *, input: Input) -> Payload:
    parent = find_as(context, input["issueId"], Issue)
    child = find_as(context, input["subIssueId"], Issue)
    sub_issues.remove_sub_issue(context.world, context.caller, parent, child)
    return answer(input, issue=parent, sub_issue=child)


def _reprioritize(_: None, context: Context, *, input: Input) -> Payload:
    parent = find_as(context, input["issueId"], Issue)
    child = find_as(context, input["subIssueId"], Issue)
    after, before = (
        find_as(context, input[name], Issue) if input.get(name) else None for name in ("afterId", "beforeId")
    )
    sub_issues.move_sub_issue(context.caller, parent, child, after=after, before=before)
    return answer(input, issue=parent)


RESOLVERS: dict[str, Callable[..., Any]] = {
    "Issue.parent": _parent,
    "Issue.subIssues": _children,
    "Issue.subIssuesSummary": _summary,
    "Mutation.addSubIssue": _add,
    "Mutation.removeSubIssue": _remove,
    "Mutation.reprioritizeSubIssue": _reprioritize,
    "ParentIssueAddedEvent.parent": lambda event, _: event.other,
    "ParentIssueRemovedEvent.parent": lambda event, _: event.other,
    "SubIssueAddedEvent.subIssue": lambda event, _: event.other,
    "SubIssueRemovedEvent.subIssue": lambda event, _: event.other,
}
