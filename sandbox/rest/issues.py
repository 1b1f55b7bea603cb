"""Endpoints about issues, with their labels, assignees, locks and timelines."""

from functools import partial

from sandbox.records import Issue
from sandbox.rest.asking import NOTHING, Answer, Asking, Endpoint
from sandbox.rest.paging import PAGING, page_of
from sandbox.rest.repositories import OPTIONAL_TEXT, REPOSITORY, TEXT
from sandbox.rules import assignees, issues, labels
from sandbox.rules.refusals import Invalid, NotFound, invalid
from sandbox.rules.sub_issues import find_by_database_id
from sandbox.shapes.issues import issue_in_full
from sandbox.shapes.repositories import label_shape
from sandbox.words import LockReason, State, StateReason

CLEARED = issues.Clearing.NONE


def milestone_number(given: str | int) -> int:
    """The number of a milestone, which may be given as text; raises Invalid for other text."""
    try:
        return int(given)
    except ValueError:
        raise invalid("Issue", "milestone", "invalid", value=given) from None


def _milestone(asking: Asking) -> int | None:
    given = asking.body.get("milestone")
    return None if given is None else milestone_number(given)


def _type(asking: Asking) -> str | None:
    given = asking.body.get("type")
    # An edit may give the type as an object too.
    name = given.get("value") if isinstance(given, dict) else given
    return None if name is None else str(name)


def _duplicate(asking: Asking) -> Issue | None:
    number = asking.body.get("duplicate_issue_id")
    if number is None:
        return None
    try:
        return find_by_database_id(asking.world, asking.caller, number)
    except NotFound:
        raise invalid("Issue", "duplicate_issue_id", "invalid", value=number) from None


def _names(given: list[object]) -> list[str]:
    """Labels may be given as names or as objects with a name."""
    names = [item.get("name") if isinstance(item, dict) else item for item in given]
    if not all(isinstance(name, str) for name in names):
        raise Invalid("Invalid request.\n\nFor 'properties/labels', a label is not a name.")
    return [str(name) for name in names]


def _logins(asking: Asking) -> list[str] | None:
    if asking.body.get("assignees") is not None:
        given = asking.body["assignees"]
        logins = [one.get("login") if isinstance(one, dict) else one for one in given]
        if not all(isinstance(login, str) for login in logins):
            raise Invalid("Invalid request.\n\nFor 'properties/assignees', an assignee is not a login.")
        return [str(login) for login in logins]
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
        milestone=_milestone(asking),
        type=_type(asking),
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
        milestone=(_milestone(asking) or CLEARED) if "milestone" in asking.body else None,
        type=(_type(asking) or CLEARED) if "type" in asking.body else None,
        duplicate_of=_duplicate(asking),
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


ISSUES = f"{REPOSITORY}/issues"
ISSUE = f"{ISSUES}/<int:number>"
FIELDS = {
    "title": (str, int),
    "body": OPTIONAL_TEXT,
    "labels": (list,),
    "assignees": (list,),
    "assignee": OPTIONAL_TEXT,
    "milestone": (int, str, type(None)),
    "type": OPTIONAL_TEXT,
}
EDITS = {
    **FIELDS,
    "type": (str, dict, type(None)),
    "state": TEXT,
    "state_reason": OPTIONAL_TEXT,
    "duplicate_issue_id": (int,),
}
LABELS = {"labels": ("id", "name", "color", "description")}
CHOICE = ("rationale", "confidence", "suggest")
ISSUE_PARTS = {
    "labels": (*LABELS["labels"], *CHOICE),
    "assignees": ("login", *CHOICE),
    "type": ("value", *CHOICE),
}
ADDED = {"labels": ("name", *CHOICE)}
SET = {"labels": ("name",)}
ENDPOINTS = (
    Endpoint("POST", ISSUES, post_issue, body=FIELDS, inner=LABELS),
    Endpoint("GET", ISSUE, get_issue),
    Endpoint("PATCH", ISSUE, patch_issue, body=EDITS, inner=ISSUE_PARTS),
    Endpoint("GET", f"{ISSUE}/labels", list_labels, PAGING),
    Endpoint("POST", f"{ISSUE}/labels", post_labels, body={"labels": (list,)}, bare="labels", inner=ADDED),
    Endpoint("PUT", f"{ISSUE}/labels", put_labels, body={"labels": (list,)}, bare="labels", inner=SET),
    Endpoint("DELETE", f"{ISSUE}/labels", delete_labels),
    Endpoint("DELETE", f"{ISSUE}/labels/<path:label_name>", delete_label),
    Endpoint("POST", f"{ISSUE}/assignees", post_assignees, body={"assignees": (list,)}),
    Endpoint("DELETE", f"{ISSUE}/assignees", delete_assignees, body={"assignees": (list,)}),
    Endpoint("GET", f"{ISSUE}/assignees/<login>", check_assignee),
    Endpoint("PUT", f"{ISSUE}/lock", put_lock, body={"lock_reason": OPTIONAL_TEXT}),
    Endpoint("DELETE", f"{ISSUE}/lock", delete_lock),
)
