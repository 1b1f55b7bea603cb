"""Which issues, comments, reactions and events a connection lists, and in what order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from sandbox import board_events
from sandbox.graph.connections import Key, Ordered
from sandbox.graph.context import Context
from sandbox.records import BOT_SUFFIX, Account, Comment, Event, Issue, Label, Milestone, Reaction, Repository
from sandbox.rules.access import require_area
from sandbox.rules.moments import moment_given
from sandbox.rules.references import mentions, told_to
from sandbox.times import written
from sandbox.words import EventKind, ReactionContent

# The public schema does not know the types of issues, nor what happens to them in projects, so it tells of neither.
UNTOLD = (
    EventKind.ISSUE_TYPE_ADDED,
    EventKind.ISSUE_TYPE_CHANGED,
    EventKind.ISSUE_TYPE_REMOVED,
    *board_events.PREFIXES,
)
MILESTONE_NUMBERS: dict[str, Callable[[Milestone], int]] = {
    "milestone": attrgetter("database_id"),
    "milestoneNumber": attrgetter("number"),
}
ISSUE_ORDERS: dict[str, Callable[[Issue], Key]] = {
    "CREATED_AT": lambda issue: (written(issue.created_at), issue.number),
    "UPDATED_AT": lambda issue: (written(issue.updated_at), issue.number),
    "COMMENTS": lambda issue: (len(issue.comments), issue.number),
}


def issues(
    repository: Repository,
    context: Context,
    *,
    labels: Sequence[str] | None = None,
    states: Sequence[str] | None = None,
    filter_by: dict[str, Any] | None = None,
    order_by: dict[str, str] | None = None,
) -> Ordered:
    """The issues, never pull requests, that meet every filter; of several labels one is enough."""
    require_area(context.caller, repository, "issues")
    listed = context.world.lag.listed(repository.issues.values())
    found = [issue for issue in listed if not issue.is_pull_request]
    for wanted in ({"labels": labels, "states": states}, filter_by or {}):
        found = _filtered(repository, found, wanted)
    order = order_by or {"field": "CREATED_AT", "direction": "ASC"}
    return ordered(found, ISSUE_ORDERS[order["field"]], order)


def _filtered(repository: Repository, found: list[Issue], wanted: Mapping[str, Any]) -> list[Issue]:
    """Those that are as an `IssueFilters` wants them; an empty part of it wants nothing, but for the milestone's."""
    if wanted.get("labels"):
        found = _with_any_label(repository, found, wanted["labels"])
    if wanted.get("states"):
        found = [issue for issue in found if issue.state.name in wanted["states"]]
    for name, holds in PEOPLE.items():
        if wanted.get(name):
            found = [issue for issue in found if holds(issue, wanted[name])]
    for name, number in MILESTONE_NUMBERS.items():
        if name in wanted:
            found = [issue for issue in found if _is_in_milestone(issue, wanted[name], number)]
    if wanted.get("since"):
        since = moment_given(str(wanted["since"]), "Issue", "since")
        found = [issue for issue in found if issue.updated_at >= since]
    return found


def ordered(found: Iterable[Any], key: Callable[[Any], Key], order: dict[str, str]) -> Ordered:
    """Items in the order of a key, in the direction that `order` says."""
    is_descending = order["direction"] == "DESC"
    return Ordered(sorted(found, key=key, reverse=is_descending), key, is_descending=is_descending)


def _with_any_label(repository: Repository, found: list[Issue], names: Sequence[str]) -> list[Issue]:
    labels = {id(label) for name in names if (label := repository.label(name))}
    return [issue for issue in found if any(id(label) in labels for label in issue.labels)]


def is_named(account: Account | None, login: str) -> bool:
    """Whether a login means the account: a bot's is taken with and without its suffix."""
    if account is None:
        return False
    if login.endswith(BOT_SUFFIX):
        return account.key == login.casefold()
    return account.login.casefold() == login.casefold()


def _is_assigned(issue: Issue, login: str) -> bool:
    return bool(issue.assignees) if login == "*" else any(is_named(one, login) for one in issue.assignees)


def _is_in_milestone(issue: Issue, wanted: str | None, number: Callable[[Milestone], int]) -> bool:
    """Whether an issue has the milestone of that number: null stands for none, `*` for any."""
    if wanted in (None, "*"):
        return (issue.milestone is None) is (wanted is None)
    return issue.milestone is not None and str(number(issue.milestone)) == wanted


PEOPLE: dict[str, Callable[[Issue, str], bool]] = {
    "createdBy": lambda issue, login: is_named(issue.author, login),
    "assignee": _is_assigned,
    "mentioned": mentions,
}


def comments(issue: Issue, context: Context, *, order_by: dict[str, str] | None = None) -> Sequence[Comment]:
    """The comments, oldest first unless told."""
    del context
    if order_by is None:
        return issue.comments
    return ordered(
        issue.comments, lambda comment: (written(comment.updated_at), comment.database_id), order_by
    )


def reactions(
    subject: Issue | Comment,
    context: Context,
    *,
    content: str | None = None,
    order_by: dict[str, str] | None = None,
) -> Sequence[Reaction]:
    """The reactions, of one kind if told, oldest first unless told."""
    del context
    found = subject.reactions
    if content is not None:
        kind = ReactionContent[content]
        found = [reaction for reaction in found if reaction.content is kind]
    return Ordered(found[::-1], is_descending=True) if order_by and order_by["direction"] == "DESC" else found


def timeline(
    issue: Issue,
    context: Context,
    *,
    item_types: Sequence[str] | None = None,
    since: str | None = None,
    skip: int | None = None,
) -> Sequence[Event | Comment]:
    """What happened and was said, of some kinds if told, oldest first."""
    kinds = None if item_types is None else set(item_types)
    found: list[Event | Comment] = [
        event
        for event in issue.events
        if event.kind not in UNTOLD
        and told_to(context.caller, event)
        and (kinds is None or item_type(event) in kinds)
    ]
    if kinds is None or "ISSUE_COMMENT" in kinds:
        found += issue.comments
    if since is not None:
        earliest: datetime = moment_given(str(since), "Issue", "since")
        found = [entry for entry in found if entry.created_at >= earliest]
    told = ordered(found, lambda entry: (written(entry.created_at), entry.database_id), {"direction": "ASC"})
    del told[: skip or 0]
    return told


def item_type(event: Event) -> str:
    """The kind of an event as `itemTypes` spells it."""
    return "RENAMED_TITLE_EVENT" if event.kind.name == "RENAMED" else f"{event.kind.name}_EVENT"


def labels(
    holder: Repository | Issue,
    context: Context,
    *,
    order_by: dict[str, str] | None = None,
    query: str | None = None,
) -> Ordered:
    """The labels of a repository or issue, in the order they were made unless told."""
    del context
    found: Iterable[Label] = holder.labels.values() if isinstance(holder, Repository) else holder.labels
    if query:
        found = [label for label in found if query.casefold() in label.name.casefold()]
    order = order_by or {"field": "CREATED_AT", "direction": "ASC"}
    if order["field"] == "NAME":
        return ordered(found, lambda label: (label.name.casefold(),), order)
    return ordered(found, lambda label: (label.database_id,), order)
