"""Issues, comments, reactions and timelines as REST shows them."""

from collections import Counter

from sandbox.records import Comment, Event, Issue, Reaction
from sandbox.rules.access import Caller, association
from sandbox.rules.sub_issues import completed, percent_completed
from sandbox.shapes.accounts import Json, simple_user
from sandbox.shapes.addresses import site
from sandbox.shapes.repositories import (
    issue_type_shape,
    label_shape,
    milestone_shape,
    repository_url,
    simple_repository,
)
from sandbox.times import written
from sandbox.words import EventKind, ReactionContent


def issue_url(address: str, issue: Issue) -> str:
    """The API's address of an issue or pull request, which are both under `issues`."""
    return f"{repository_url(address, issue.repository)}/issues/{issue.number}"


def comment_url(address: str, comment: Comment) -> str:
    """The API's address of a comment."""
    return f"{repository_url(address, comment.issue.repository)}/issues/comments/{comment.database_id}"


def issue_shape(address: str, caller: Caller, issue: Issue) -> Json:
    """The `issue`, which is also a pull request's when it has the key `pull_request`."""
    shape = _links(address, issue) | _standing(address, issue)
    shape |= {
        "id": issue.database_id,
        "node_id": issue.id,
        "number": issue.number,
        "title": issue.title,
        "user": simple_user(address, issue.author),
        "comments": len(issue.comments),
        "created_at": written(issue.created_at),
        "updated_at": written(issue.updated_at),
        "closed_at": written(issue.closed_at),
        "author_association": association(caller, issue.repository, issue.author).value,
        "body": issue.body or None,
        "reactions": rollup(issue_url(address, issue), issue),
        "performed_via_github_app": None,
    }
    if issue.is_pull_request:
        shape |= {"draft": False, "pull_request": _pull_request_links(address, issue)}
    else:
        shape |= _family(address, issue)
    return shape


def _standing(address: str, issue: Issue) -> Json:
    """What triage decides about an issue."""
    assignees = [simple_user(address, account) for account in issue.assignees]
    return {
        "labels": [label_shape(address, issue.repository, label) for label in issue.labels],
        "state": issue.state.value,
        "state_reason": issue.state_reason.value if issue.state_reason else None,
        "locked": issue.locked,
        "active_lock_reason": issue.lock_reason.value if issue.lock_reason else None,
        "assignee": assignees[0] if assignees else None,
        "assignees": assignees,
        "milestone": milestone_shape(address, issue.milestone) if issue.milestone else None,
    }


def _family(address: str, issue: Issue) -> Json:
    """What pull requests have none of: a type, sub-issues and a parent."""
    shape: Json = {
        "type": issue_type_shape(issue.type) if issue.type else None,
        "sub_issues_summary": {
            "total": len(issue.sub_issues),
            "completed": completed(issue),
            "percent_completed": percent_completed(issue),
        },
    }
    if issue.parent is not None:
        shape["parent_issue_url"] = issue_url(address, issue.parent)
    return shape


def issue_in_full(address: str, caller: Caller, issue: Issue) -> Json:
    """The `issue` as the request for one alone answers it: also with who closed it."""
    return issue_shape(address, caller, issue) | {"closed_by": simple_user(address, issue.closed_by)}


def _links(address: str, issue: Issue) -> Json:
    url = issue_url(address, issue)
    return {
        "url": url,
        "repository_url": repository_url(address, issue.repository),
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "timeline_url": f"{url}/timeline",
        "html_url": site(address) + issue.path,
    }


def _pull_request_links(address: str, issue: Issue) -> Json:
    page = site(address) + issue.path
    return {
        "url": f"{repository_url(address, issue.repository)}/pulls/{issue.number}",
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "merged_at": None,
    }


def rollup(url: str, subject: Issue | Comment) -> Json:
    """The `reaction-rollup`: how many reactions of each kind the opening post or comment has."""
    counts = Counter(reaction.content for reaction in subject.reactions)
    shape: Json = {"url": f"{url}/reactions", "total_count": len(subject.reactions)}
    return shape | {content.value: counts[content] for content in ReactionContent}


def reaction_shape(address: str, reaction: Reaction) -> Json:
    """The `reaction`, with its first time."""
    return {
        "id": reaction.database_id,
        "node_id": reaction.id,
        "user": simple_user(address, reaction.by),
        "content": reaction.content.value,
        "created_at": written(reaction.created_at),
    }


def comment_shape(address: str, caller: Caller, comment: Comment) -> Json:
    """The `issue-comment`."""
    url = comment_url(address, comment)
    return {
        "url": url,
        "html_url": site(address) + comment.path,
        "issue_url": issue_url(address, comment.issue),
        "id": comment.database_id,
        "node_id": comment.id,
        "user": simple_user(address, comment.author),
        "created_at": written(comment.created_at),
        "updated_at": written(comment.updated_at),
        "author_association": association(caller, comment.issue.repository, comment.author).value,
        "body": comment.body,
        "minimized": {"reason": comment.minimized.value} if comment.minimized else None,
        "reactions": rollup(url, comment),
        "performed_via_github_app": None,
    }


def event_shape(address: str, event: Event) -> Json:
    """The event of an issue, with what its kind adds."""
    shape: Json = {
        "id": event.database_id,
        "node_id": event.id,
        "url": f"{repository_url(address, event.issue.repository)}/issues/events/{event.database_id}",
        "actor": simple_user(address, event.actor),
        "event": event.kind.value,
        "commit_id": None,
        "commit_url": None,
        "created_at": written(event.created_at),
        "performed_via_github_app": None,
    }
    if event.label is not None:
        shape["label"] = {"name": event.label.name, "color": event.label.color}
    if event.kind in (EventKind.ASSIGNED, EventKind.UNASSIGNED):
        shape["assignee"] = simple_user(address, event.assignee)
        shape["assigner"] = simple_user(address, event.actor)
    if event.kind is EventKind.RENAMED:
        shape["rename"] = {"from": event.previous_title, "to": event.current_title}
    if event.kind in (EventKind.CLOSED, EventKind.REOPENED):
        shape["state_reason"] = event.state_reason.value if event.state_reason else None
    if event.kind in (EventKind.LOCKED, EventKind.UNLOCKED):
        shape["lock_reason"] = event.lock_reason.value if event.lock_reason else None
    if event.kind in (EventKind.MILESTONED, EventKind.DEMILESTONED):
        shape["milestone"] = {"title": event.milestone_title}
    return shape | _type_change(event) | _relation(address, event)


def _type_change(event: Event) -> Json:
    told = {"issue_type": event.issue_type, "prev_issue_type": event.previous_type}
    return {
        name: {"id": one.database_id, "name": one.name, "color": one.color}
        for name, one in told.items()
        if one is not None
    }


def _relation(address: str, event: Event) -> Json:
    name, _, _ = event.kind.value.rpartition("_")
    if name not in ("sub_issue", "parent_issue"):
        return {}
    return {name: _issue_reference(address, event.other) if event.other else None}


def _issue_reference(address: str, issue: Issue) -> Json:
    type_ = issue.type
    return {
        "number": issue.number,
        "title": issue.title,
        "state": issue.state.value,
        "state_reason": issue.state_reason.value if issue.state_reason else None,
        "repository": simple_repository(address, issue.repository),
        "issue_type": issue_type_shape(type_) if type_ else None,
    }


def timeline_shape(address: str, caller: Caller, entry: Event | Comment) -> Json:
    """One entry of a timeline, which tells comments and mentions elsewhere among the events."""
    if isinstance(entry, Comment):
        shape = comment_shape(address, caller, entry)
        return shape | {"event": "commented", "actor": shape["user"]}
    if entry.kind is EventKind.CROSS_REFERENCED and entry.other is not None:
        return _cross_reference(address, caller, entry, entry.other)
    return event_shape(address, entry)


def _cross_reference(address: str, caller: Caller, event: Event, source: Issue) -> Json:
    return {
        "event": event.kind.value,
        "actor": simple_user(address, event.actor),
        "created_at": written(event.created_at),
        "updated_at": written(event.created_at),
        "source": {"type": "issue", "issue": issue_shape(address, caller, source)},
    }
