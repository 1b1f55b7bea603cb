"""The JSON of each event, as webhooks get it and workflows find it in their event file.

Source: https://docs.github.com/en/webhooks/webhook-events-and-payloads

Of pull requests, which the sandbox only knows as far as issues do, comments are told and nothing else.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from sandbox.happenings import Happening
from sandbox.hooks.pushes import push_shape, pushed_repository
from sandbox.records import Account, Comment, Installation, Issue, IssueType, Label, Milestone, Repository
from sandbox.records.projects import DraftIssue, Project, ProjectItem
from sandbox.rules.access import Caller
from sandbox.shapes.accounts import Json, simple_user
from sandbox.shapes.apps import installation_shape, repository_names, selection_of
from sandbox.shapes.issues import comment_shape, issue_shape
from sandbox.shapes.organizations import simple_organization
from sandbox.shapes.repositories import (
    full_repository,
    issue_type_shape,
    label_shape,
    milestone_shape,
)
from sandbox.times import written
from sandbox.words import AccountKind

# What answers show of a repository, but events do not, which are told to no one in particular.
UNTOLD = ("permissions", "organization", "network_count", "subscribers_count")
Record = TypeVar("Record")


def payload_of(address: str, happening: Happening) -> Json | None:
    """An event's payload as the world is now, with addresses below `address`; None for what is not told."""
    build = BUILDERS.get(happening.event)
    if build is None:
        return None
    payload: Json = {"action": happening.action} if happening.action else {}
    payload |= build(address, happening)
    if happening.changes:
        payload["changes"] = dict(happening.changes)
    payload |= surroundings(address, happening.repository, owner_of(happening), happening.sender)
    if happening.event == "push" and happening.repository is not None:
        payload["repository"] = pushed_repository(payload["repository"], happening.repository)
    return payload


def owner_of(happening: Happening) -> Account | None:
    """The account at which it happened: the repository's owner, or the project's."""
    if happening.repository is not None:
        return happening.repository.owner
    subject = happening.subject
    project = subject.project if isinstance(subject, ProjectItem) else subject
    return project.owner if isinstance(project, Project) else None


def surroundings(
    address: str, repository: Repository | None, owner: Account | None, sender: Account | None
) -> Json:
    """What payloads of all events share: the repository, the organization that owns it, and who did it."""
    shape: Json = {}
    if repository is not None:
        shape["repository"] = _repository(address, repository)
    if owner is not None and owner.kind is AccountKind.ORGANIZATION:
        shape["organization"] = simple_organization(address, owner)
    return shape | {"sender": simple_user(address, sender)}


def _repository(address: str, repository: Repository) -> Json:
    shape = full_repository(address, repository, None)
    return {name: value for name, value in shape.items() if name not in UNTOLD}


def _issue(address: str, issue: Issue) -> Json:
    return issue_shape(address, Caller(), issue)


def _issues(address: str, happening: Happening) -> Json:
    issue = _known(happening.subject, Issue)
    shape: Json = {"issue": _issue(address, issue)}
    for name, part in happening.parts.items():
        if name == "new_repository":
            shape["changes"] = {name: _repository(address, _known(part, Repository))}
        else:
            shape[name] = _part(address, issue.repository, part)
    return shape


def _part(address: str, repository: Repository, part: object) -> Json | None:
    if isinstance(part, Label):
        return label_shape(address, repository, part)
    if isinstance(part, Account):
        return simple_user(address, part)
    if isinstance(part, Milestone):
        return milestone_shape(address, part)
    if isinstance(part, IssueType):
        return issue_type_shape(part)
    raise TypeError(f"No payload shows a {type(part).__name__}.")


def _issue_comment(address: str, happening: Happening) -> Json:
    comment = _known(happening.subject, Comment)
    return {"issue": _issue(address, comment.issue), "comment": comment_shape(address, Caller(), comment)}


def _label(address: str, happening: Happening) -> Json:
    repository = _known(happening.repository, Repository)
    return {"label": label_shape(address, repository, _known(happening.subject, Label))}


def _milestone(address: str, happening: Happening) -> Json:
    return {"milestone": milestone_shape(address, _known(happening.subject, Milestone))}


def _sub_issues(address: str, happening: Happening) -> Json:
    child = _known(happening.parts["sub_issue"], Issue)
    parent = _known(happening.parts["parent_issue"], Issue)
    shape: Json = {
        "sub_issue_id": child.database_id,
        "sub_issue": _issue(address, child),
        "parent_issue_id": parent.database_id,
        "parent_issue": _issue(address, parent),
    }
    # The event of either issue also tells in which repository the other one is.
    if happening.subject is parent:
        return shape | {"sub_issue_repo": _repository(address, child.repository)}
    return shape | {"parent_issue_repo": _repository(address, parent.repository)}


def _push(address: str, happening: Happening) -> Json:
    repository = _known(happening.subject, Repository)
    return push_shape(address + repository.path, repository, happening)


def _project(address: str, happening: Happening) -> Json:
    project = _known(happening.subject, Project)
    return {
        "projects_v2": {
            "id": project.database_id,
            "node_id": project.id,
            "number": project.number,
            "title": project.title,
            "public": project.is_public,
            "owner": simple_user(address, project.owner),
            "creator": simple_user(address, project.creator),
            "created_at": written(project.created_at),
            "updated_at": written(project.updated_at),
            "closed_at": written(project.closed_at),
        }
    }


def _project_item(address: str, happening: Happening) -> Json:
    item = _known(happening.subject, ProjectItem)
    return {
        "projects_v2_item": {
            "id": item.database_id,
            "node_id": item.id,
            "project_node_id": item.project.id,
            "content_node_id": item.content.id,
            "content_type": _content_type(item.content),
            "creator": simple_user(address, item.creator),
            "created_at": written(item.created_at),
            "updated_at": written(item.updated_at),
            "archived_at": written(item.archived_at),
        }
    }


def _content_type(content: Issue | DraftIssue) -> str:
    if isinstance(content, DraftIssue):
        return "DraftIssue"
    return "PullRequest" if content.is_pull_request else "Issue"


def _installation(address: str, happening: Happening) -> Json:
    installation = _known(happening.subject, Installation)
    shape: Json = {"installation": installation_shape(address, installation), "requester": None}
    if "repositories" in happening.parts:
        shape["repositories"] = repository_names(happening.parts["repositories"])
    return shape


def _installation_repositories(address: str, happening: Happening) -> Json:
    installation = _known(happening.subject, Installation)
    return {
        "installation": installation_shape(address, installation),
        "repository_selection": selection_of(installation.repository_ids),
        "repositories_added": repository_names(happening.parts.get("repositories_added", ())),
        "repositories_removed": repository_names(happening.parts.get("repositories_removed", ())),
        "requester": None,
    }


def _repository_itself(address: str, happening: Happening) -> Json:
    former = happening.parts.get("former_owner")
    if former is None:
        return {}
    owner = _known(former, Account)
    is_organization = owner.kind is AccountKind.ORGANIZATION
    told = simple_organization(address, owner) if is_organization else simple_user(address, owner)
    return {"changes": {"owner": {"from": {"organization" if is_organization else "user": told}}}}


def _known(record: object, cls: type[Record]) -> Record:
    """The record, which is of that sort wherever the rules announce it rightly."""
    if not isinstance(record, cls):
        raise TypeError(f"This event tells of a {cls.__name__}, not of a {type(record).__name__}.")
    return record


Builder = Callable[[str, Happening], Json]
BUILDERS: Mapping[str, Builder] = {
    "issues": _issues,
    "issue_comment": _issue_comment,
    "label": _label,
    "milestone": _milestone,
    "sub_issues": _sub_issues,
    "push": _push,
    "installation": _installation,
    "installation_repositories": _installation_repositories,
    "repository": _repository_itself,
    "projects_v2": _project,
    "projects_v2_item": _project_item,
}
