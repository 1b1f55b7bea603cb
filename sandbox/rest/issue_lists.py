"""Lists of issues as they are filtered and ordered, and what happened to one."""

from functools import partial

from sandbox import board_events
from sandbox.records import Comment, Event, Issue, Repository
from sandbox.rest.asking import Answer, Asking, Endpoint, word_of
from sandbox.rest.issues import ISSUE, ISSUES, milestone_number
from sandbox.rest.paging import PAGING, page_of
from sandbox.rules.milestones import milestone_for
from sandbox.rules.moments import moment_given
from sandbox.rules.references import mentions, told_to
from sandbox.rules.refusals import invalid
from sandbox.shapes.issues import event_shape, issue_shape, timeline_shape
from sandbox.words import EventKind, State

TIMELINE_ONLY = (EventKind.CROSS_REFERENCED, EventKind.COMMENT_DELETED, *board_events.PREFIXES)
SORTS = {
    "created": lambda issue: (issue.created_at, issue.number),
    "updated": lambda issue: (issue.updated_at, issue.number),
    "comments": lambda issue: (len(issue.comments), issue.number),
}


def list_issues(asking: Asking, owner: str, name: str) -> Answer:
    """Issues and pull requests, open ones unless told, newest first unless told."""
    repository = asking.repository(owner, name, "issues")
    query = asking.query
    state = query.get("state", "open")
    if state != "all":
        word_of(state, State, "Issue", "state")
    sort, direction = query.get("sort", "created"), query.get("direction", "desc")
    if sort not in SORTS:
        raise invalid("Issue", "sort", "invalid", value=sort)
    found = [
        issue
        for issue in asking.world.lag.listed(repository.issues.values())
        if state in ("all", issue.state.value)
    ]
    found = _grouped(asking, repository, _filtered(asking, repository, found))
    found.sort(key=SORTS[sort], reverse=direction != "asc")
    return page_of(asking, found, partial(issue_shape, asking.address, asking.caller))


def _filtered(asking: Asking, repository: Repository, found: list[Issue]) -> list[Issue]:
    query = asking.query
    # Several labels must all be there: REST reads the list as AND.
    for name in filter(None, query.get("labels", "").split(",")):
        found = [issue for issue in found if repository.label(name) in issue.labels]
    if creator := query.get("creator"):
        found = [issue for issue in found if issue.author and issue.author.key == creator.casefold()]
    if since := query.get("since"):
        moment = moment_given(since, "Issue", "since")
        found = [issue for issue in found if issue.updated_at >= moment]
    if mentioned := query.get("mentioned"):
        found = [issue for issue in found if mentions(issue, mentioned)]
    assignee = query.get("assignee", "")
    if assignee == "none":
        return [issue for issue in found if not issue.assignees]
    if assignee == "*":
        return [issue for issue in found if issue.assignees]
    if assignee:
        found = [issue for issue in found if asking.world.find_account(assignee) in issue.assignees]
    return found


def _grouped(asking: Asking, repository: Repository, found: list[Issue]) -> list[Issue]:
    """Those of the milestone and type that the query asks for, by number and name; `none` and `*` are taken too."""
    milestone, type_ = asking.query.get("milestone"), asking.query.get("type")
    if milestone == "none":
        found = [issue for issue in found if issue.milestone is None]
    elif milestone == "*":
        found = [issue for issue in found if issue.milestone is not None]
    elif milestone:
        wanted = milestone_for(repository, milestone_number(milestone))
        found = [issue for issue in found if issue.milestone is wanted]
    if type_ == "none":
        return [issue for issue in found if issue.type is None]
    if type_ == "*":
        return [issue for issue in found if issue.type is not None]
    if type_:
        found = [issue for issue in found if issue.type and issue.type.name.casefold() == type_.casefold()]
    return found


def _events(asking: Asking, issue: Issue) -> list[Event]:
    return [event for event in issue.events if told_to(asking.caller, event)]


def list_events(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """What happened to an issue, oldest first; the timeline alone tells of mentions, deleted comments and projects."""
    told = _events(asking, asking.issue(owner, name, number))
    found = [event for event in told if event.kind not in TIMELINE_ONLY]
    return page_of(asking, found, partial(event_shape, asking.address))


def list_timeline(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """What happened to an issue and what was said, oldest first."""
    issue = asking.issue(owner, name, number)
    entries: list[Event | Comment] = [*_events(asking, issue), *issue.comments]
    entries.sort(key=lambda entry: entry.created_at)
    return page_of(asking, entries, partial(timeline_shape, asking.address, asking.caller))


FILTERS = (
    "state",
    "labels",
    "creator",
    "mentioned",
    "assignee",
    "milestone",
    "type",
    "since",
    "sort",
    "direction",
    *PAGING,
)
ENDPOINTS = (
    Endpoint("GET", ISSUES, list_issues, FILTERS),
    Endpoint("GET", f"{ISSUE}/events", list_events, PAGING),
    Endpoint("GET", f"{ISSUE}/timeline", list_timeline, PAGING),
)
