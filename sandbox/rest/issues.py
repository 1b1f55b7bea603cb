"""Endpoints about issues, with their labels, assignees, locks and timelines."""

from functools import partial

from sandbox.records import Comment, Event, Issue, Repository
from sandbox.rest.asking import NOTHING, Answer, Asking, Endpoint, word_of
from sandbox.rest.issue_shapes import event_shape, issue_in_full, issue_shape, timeline_shape
from sandbox.rest.paging import PAGING, page_of
from sandbox.rest.repositories import OPTIONAL_TEXT, REPOSITORY, TEXT
from sandbox.rest.repository_shapes import label_shape
from sandbox.rules import assignees, issues, labels
from sandbox.rules.refusals import Invalid, NotFound, invalid
from sandbox.times import moment_of
from sandbox.words import LockReason, State, StateReason

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
    found = [issue for issue in repository.issues.values() if state in ("all", issue.state.value)]
    found = _filtered(asking, repository, found)
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
        moment = moment_of(since)
        found = [issue for issue in found if issue.updated_at >= moment]
    assignee = query.get("assignee", "")
    if assignee == "none":
        return [issue for issue in found if not issue.assignees]
    if assignee == "*":
        return [issue for issue in found if issue.assignees]
    if assignee:
        found = [issue for issue in found if asking.world.find_account(assignee) in issue.assignees]
    return found


def _names(given: list[object]) -> list[str]:
    """Labels may be given as names or as objects with a name."""
    names = [item.get("name") if isinstance(item, dict) else item for item in given]
    if not all(isinstance(name, str) for name in names):
        raise Invalid("Invalid request.\n\nFor 'properties/labels', a label is not a name.")
    return [str(name) for name in names]


def _logins(asking: Asking) -> list[str] | None:
    if asking.body.get("assignees") is not None:
        return [str(login) for login in asking.body["assignees"]]
    if asking.body.get("assignee"):
        return [asking.body["assignee"]]
    return [] if "assignee" in asking.body else None


def post_issue(asking: Asking, owner: str, name: str) -> Answer:
    """Opens an issue."""
    repository = asking.repository(owner, name)
    title = str(asking.needed("title"))
    draft = issues.Draft(
        title,
        asking.body.get("body"),
        _names(asking.body.get("labels") or []),
        _logins(asking) or (),
    )
    issue = issues.open_issue(asking.world, asking.caller, repository, draft)
    shape = issue_in_full(asking.address, asking.caller, issue)
    return Answer(shape, 201, {"Location": str(shape["url"])})


def get_issue(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """One issue or pull request."""
    return Answer(issue_in_full(asking.address, asking.caller, asking.issue(owner, name, number)))


def patch_issue(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Edits an issue: only the fields that are given."""
    issue = asking.issue(owner, name, number)
    title = asking.body.get("title")
    body = asking.body.get("body")
    names = asking.body.get("labels")
    changes = issues.Changes(
        title=None if title is None else str(title),
        body="" if body is None and "body" in asking.body else body,
        state=asking.chosen("state", State, "Issue"),
        state_reason=asking.chosen("state_reason", StateReason, "Issue"),
        labels=None if names is None else _names(names),
        assignees=_logins(asking),
    )
    issues.edit_issue(asking.world, asking.caller, issue, changes)
    return Answer(issue_in_full(asking.address, asking.caller, issue))


def _labels_answer(asking: Asking, issue: Issue) -> Answer:
    return Answer([label_shape(asking.address, issue.repository, label) for label in issue.labels])


def list_labels(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """The labels of an issue."""
    issue = asking.issue(owner, name, number)
    return page_of(asking, issue.labels, partial(label_shape, asking.address, issue.repository))


def post_labels(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Adds labels to an issue and answers all that it has then."""
    issue = asking.issue(owner, name, number)
    labels.add_labels(asking.world, asking.caller, issue, _names(asking.needed("labels")))
    return _labels_answer(asking, issue)


def put_labels(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Replaces the labels of an issue."""
    issue = asking.issue(owner, name, number)
    labels.set_labels(asking.world, asking.caller, issue, _names(asking.needed("labels")))
    return _labels_answer(asking, issue)


def delete_labels(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Takes all labels off an issue."""
    labels.set_labels(asking.world, asking.caller, asking.issue(owner, name, number), ())
    return NOTHING


def delete_label(asking: Asking, owner: str, name: str, number: int, label_name: str) -> Answer:
    """Takes one label off an issue and answers those that are left."""
    issue = asking.issue(owner, name, number)
    labels.remove_label(asking.world, asking.caller, issue, label_name)
    return _labels_answer(asking, issue)


def post_assignees(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Assigns those who can be assigned."""
    issue = asking.issue(owner, name, number)
    assignees.assign(asking.world, asking.caller, issue, _logins(asking) or ())
    return Answer(issue_in_full(asking.address, asking.caller, issue), 201)


def delete_assignees(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Unassigns people."""
    issue = asking.issue(owner, name, number)
    assignees.unassign(asking.world, asking.caller, issue, _logins(asking) or ())
    return Answer(issue_in_full(asking.address, asking.caller, issue))


def check_assignee(asking: Asking, owner: str, name: str, number: int, login: str) -> Answer:
    """204 when the account can be assigned to this issue, 404 when not."""
    issue = asking.issue(owner, name, number)
    account = asking.world.find_account(login)
    if account is None or not assignees.assignable_to(issue, account, asking.caller.account):
        raise NotFound
    return NOTHING


def put_lock(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Locks the conversation."""
    issue = asking.issue(owner, name, number)
    reason = asking.chosen("lock_reason", LockReason, "Issue")
    issues.lock(asking.world, asking.caller, issue, reason)
    return NOTHING


def delete_lock(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Unlocks the conversation."""
    issues.unlock(asking.world, asking.caller, asking.issue(owner, name, number))
    return NOTHING


def list_events(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """What happened to an issue, oldest first."""
    return page_of(asking, asking.issue(owner, name, number).events, partial(event_shape, asking.address))


def list_timeline(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """What happened to an issue and what was said, oldest first."""
    issue = asking.issue(owner, name, number)
    entries: list[Event | Comment] = [*issue.events, *issue.comments]
    entries.sort(key=lambda entry: entry.created_at)
    return page_of(asking, entries, partial(timeline_shape, asking.address, asking.caller))


ISSUES = f"{REPOSITORY}/issues"
ISSUE = f"{ISSUES}/<int:number>"
FILTERS = ("state", "labels", "creator", "assignee", "since", "sort", "direction", *PAGING)
FIELDS = {
    "title": (str, int),
    "body": OPTIONAL_TEXT,
    "labels": (list,),
    "assignees": (list,),
    "assignee": OPTIONAL_TEXT,
}
STATES = {"state": TEXT, "state_reason": OPTIONAL_TEXT}
ENDPOINTS = (
    Endpoint("GET", ISSUES, list_issues, FILTERS),
    Endpoint("POST", ISSUES, post_issue, body=FIELDS),
    Endpoint("GET", ISSUE, get_issue),
    Endpoint("PATCH", ISSUE, patch_issue, body={**FIELDS, **STATES}),
    Endpoint("GET", f"{ISSUE}/labels", list_labels, PAGING),
    Endpoint("POST", f"{ISSUE}/labels", post_labels, body={"labels": (list,)}, bare="labels"),
    Endpoint("PUT", f"{ISSUE}/labels", put_labels, body={"labels": (list,)}, bare="labels"),
    Endpoint("DELETE", f"{ISSUE}/labels", delete_labels),
    Endpoint("DELETE", f"{ISSUE}/labels/<path:label_name>", delete_label),
    Endpoint("POST", f"{ISSUE}/assignees", post_assignees, body={"assignees": (list,)}),
    Endpoint("DELETE", f"{ISSUE}/assignees", delete_assignees, body={"assignees": (list,)}),
    Endpoint("GET", f"{ISSUE}/assignees/<login>", check_assignee),
    Endpoint("PUT", f"{ISSUE}/lock", put_lock, body={"lock_reason": OPTIONAL_TEXT}),
    Endpoint("DELETE", f"{ISSUE}/lock", delete_lock),
    Endpoint("GET", f"{ISSUE}/events", list_events, PAGING),
    Endpoint("GET", f"{ISSUE}/timeline", list_timeline, PAGING),
)
