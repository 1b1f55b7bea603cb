"""Endpoints about milestones, and about the types of an organization's issues."""

from functools import partial

from sandbox.records import Milestone
from sandbox.rest.asking import NOTHING, Answer, Asking, Endpoint, word_of
from sandbox.rest.paging import PAGING, page_of
from sandbox.rest.repositories import OPTIONAL_TEXT, REPOSITORY, TEXT
from sandbox.rules import milestones
from sandbox.rules.issue_types import types_of
from sandbox.rules.moments import moment_given
from sandbox.rules.refusals import NotFound, invalid
from sandbox.shapes.repositories import issue_type_shape, label_shape, milestone_shape
from sandbox.words import AccountKind, State

SORTS = {
    # Those without a day come last.
    "due_on": lambda milestone: (milestone.due_on is None, milestone.due_on or milestone.created_at),
    "completeness": lambda milestone: milestone.closed_issues / (len(milestone.issues) or 1),
}


def list_milestones(asking: Asking, owner: str, name: str) -> Answer:
    """The milestones, open ones unless told, the next one due first unless told."""
    repository = asking.repository(owner, name, "issues")
    state, sort = asking.query.get("state", "open"), asking.query.get("sort", "due_on")
    if state != "all":
        word_of(state, State, "Milestone", "state")
    if sort not in SORTS:
        raise invalid("Milestone", "sort", "invalid", value=sort)
    found = [one for one in repository.milestones.values() if state in ("all", one.state.value)]
    found.sort(key=SORTS[sort], reverse=asking.query.get("direction") == "desc")
    return page_of(asking, found, partial(milestone_shape, asking.address))


def _milestone(asking: Asking, owner: str, name: str, number: int) -> Milestone:
    return milestones.find_milestone(asking.repository(owner, name, "issues"), number)


def _draft(asking: Asking, before: milestones.MilestoneDraft) -> milestones.MilestoneDraft:
    due_on = asking.body.get("due_on")
    given = moment_given(due_on, "Milestone", "due_on") if due_on else None
    return milestones.MilestoneDraft(
        asking.body.get("title", before.title),
        asking.body.get("description", before.description),
        given if "due_on" in asking.body else before.due_on,
        asking.chosen("state", State, "Milestone") or before.state,
    )


def post_milestone(asking: Asking, owner: str, name: str) -> Answer:
    """Makes a milestone."""
    repository = asking.repository(owner, name)
    draft = _draft(asking, milestones.MilestoneDraft(asking.needed("title")))
    shape = milestone_shape(
        asking.address, milestones.create_milestone(asking.world, asking.caller, repository, draft)
    )
    return Answer(shape, 201, {"Location": str(shape["url"])})


def get_milestone(asking: Asking, owner: str, name: str, milestone_number: int) -> Answer:
    """One milestone."""
    return Answer(milestone_shape(asking.address, _milestone(asking, owner, name, milestone_number)))


def patch_milestone(asking: Asking, owner: str, name: str, milestone_number: int) -> Answer:
    """Edits, closes or opens a milestone."""
    milestone = _milestone(asking, owner, name, milestone_number)
    before = milestones.MilestoneDraft(
        milestone.title, milestone.description, milestone.due_on, milestone.state
    )
    milestones.change_milestone(asking.world, asking.caller, milestone, _draft(asking, before))
    return Answer(milestone_shape(asking.address, milestone))


def delete_milestone(asking: Asking, owner: str, name: str, milestone_number: int) -> Answer:
    """Removes a milestone, from its issues too."""
    milestone = _milestone(asking, owner, name, milestone_number)
    milestones.delete_milestone(asking.world, asking.caller, milestone)
    return NOTHING


def list_milestone_labels(asking: Asking, owner: str, name: str, milestone_number: int) -> Answer:
    """The labels of all issues of a milestone, each once."""
    milestone = _milestone(asking, owner, name, milestone_number)
    found = list(dict.fromkeys(label for issue in milestone.issues for label in issue.labels))
    return page_of(asking, found, partial(label_shape, asking.address, milestone.repository))


def list_issue_types(asking: Asking, org: str) -> Answer:
    """The types that issues of an organization may have."""
    organization = asking.world.find_account(org)
    if organization is None or organization.kind is not AccountKind.ORGANIZATION:
        raise NotFound
    return Answer([issue_type_shape(one) for one in types_of(organization)])


MILESTONES = f"{REPOSITORY}/milestones"
MILESTONE = f"{MILESTONES}/<int:milestone_number>"
FIELDS = {"title": TEXT, "state": TEXT, "description": OPTIONAL_TEXT, "due_on": OPTIONAL_TEXT}
ENDPOINTS = (
    Endpoint("GET", MILESTONES, list_milestones, ("state", "sort", "direction", *PAGING)),
    Endpoint("POST", MILESTONES, post_milestone, body=FIELDS),
    Endpoint("GET", MILESTONE, get_milestone),
    Endpoint("PATCH", MILESTONE, patch_milestone, body=FIELDS),
    Endpoint("DELETE", MILESTONE, delete_milestone),
    Endpoint("GET", f"{MILESTONE}/labels", list_milestone_labels, PAGING),
    Endpoint("GET", "/orgs/<org>/issue-types", list_issue_types),
)
