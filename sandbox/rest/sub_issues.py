"""Endpoints about sub-issues; they name issues by `id`, not by number."""

from functools import partial

from sandbox.records import Issue
from sandbox.rest.asking import Answer, Asking, Endpoint
from sandbox.rest.issues import ISSUE
from sandbox.rest.paging import PAGING, page_of
from sandbox.rules import sub_issues
from sandbox.rules.access import can_see
from sandbox.rules.refusals import NotFound
from sandbox.shapes.issues import issue_in_full, issue_shape


def _named(asking: Asking, number: int) -> Issue:
    return sub_issues.find_by_database_id(asking.world, asking.caller, number)


def _answer(asking: Asking, parent: Issue, status: int = 200) -> Answer:
    shape = issue_in_full(asking.address, asking.caller, parent)
    return Answer(shape, status, {"Location": str(shape["url"])})


def list_sub_issues(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """The parts of an issue that the caller may see, in their order."""
    found = asking.issue(owner, name, number).sub_issues
    seen = [child for child in found if can_see(asking.caller, child.repository)]
    return page_of(asking, seen, partial(issue_shape, asking.address, asking.caller))


def post_sub_issue(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Makes an issue a part of this one, which is answered."""
    parent = asking.issue(owner, name, number)
    child = _named(asking, asking.needed("sub_issue_id"))
    replace = asking.body.get("replace_parent") is True
    sub_issues.add_sub_issue(asking.world, asking.caller, parent, child, replace_parent=replace)
    return _answer(asking, parent, 201)


def delete_sub_issue(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Makes an issue a part of this one no longer."""
    parent = asking.issue(owner, name, number)
    child = _named(asking, asking.needed("sub_issue_id"))
    sub_issues.remove_sub_issue(asking.world, asking.caller, parent, child)
    return _answer(asking, parent)


def get_parent(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """The issue that this one is a part of."""
    parent = asking.issue(owner, name, number).parent
    if parent is None or not can_see(asking.caller, parent.repository):
        raise NotFound
    return Answer(issue_in_full(asking.address, asking.caller, parent))


def patch_priority(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Moves a part behind or ahead of another."""
    parent = asking.issue(owner, name, number)
    child = _named(asking, asking.needed("sub_issue_id"))
    after, before = asking.body.get("after_id"), asking.body.get("before_id")
    sub_issues.move_sub_issue(
        asking.caller,
        parent,
        child,
        after=None if after is None else _named(asking, after),
        before=None if before is None else _named(asking, before),
    )
    return Answer(issue_in_full(asking.address, asking.caller, parent))


SUB_ISSUES = f"{ISSUE}/sub_issues"
NUMBER = (int,)
ENDPOINTS = (
    Endpoint("GET", SUB_ISSUES, list_sub_issues, PAGING),
    Endpoint("POST", SUB_ISSUES, post_sub_issue, body={"sub_issue_id": NUMBER, "replace_parent": (bool,)}),
    Endpoint("DELETE", f"{ISSUE}/sub_issue", delete_sub_issue, body={"sub_issue_id": NUMBER}),
    Endpoint("GET", f"{ISSUE}/parent", get_parent),
    Endpoint(
        "PATCH",
        f"{SUB_ISSUES}/priority",
        patch_priority,
        body={"sub_issue_id": NUMBER, "after_id": NUMBER, "before_id": NUMBER},
    ),
)
