"""Keeping order over GraphQL: labels, assignees, locks, hidden comments, and issues that leave."""

from collections.abc import Callable, Iterable
from typing import Any

from sandbox.graph.context import Context
from sandbox.graph.nodes import find_as
from sandbox.graph.payloads import Input, Payload, answer
from sandbox.records import Account, Comment, Issue, Label, Repository
from sandbox.rules import assignees, comments, departures, issues, labels
from sandbox.words import Classifier, LockReason


def names_of(context: Context, identities: Iterable[str]) -> list[str]:
    """The names of the labels with these node ids; raises NotFound."""
    return [find_as(context, identity, Label).name for identity in identities]


def logins_of(context: Context, identities: Iterable[str]) -> list[str]:
    """The logins, as REST writes them, of the accounts with these node ids; raises NotFound."""
    return [find_as(context, identity, Account).rest_login for identity in identities]


def _add_labels(_: None, context: Context, *, input: Input) -> Payload:
    issue = find_as(context, input["labelableId"], Issue)
    labels.add_labels(context.world, context.caller, issue, names_of(context, input["labelIds"]))
    return answer(input, labelable=issue)


def _remove_labels(_: None, context: Context, *, input: Input) -> Payload:
    issue = find_as(context, input["labelableId"], Issue)
    gone = names_of(context, input["labelIds"])
    left = [label.name for label in issue.labels if label.name not in gone]
    labels.set_labels(context.world, context.caller, issue, left)
    return answer(input, labelable=issue)


def _clear_labels(_: None, context: Context, *, input: Input) -> Payload:
    issue = find_as(context, input["labelableId"], Issue)
    labels.set_labels(context.world, context.caller, issue, ())
    return answer(input, labelable=issue)


def _create_label(_: None, context: Context, *, input: Input) -> Payload:
    repository = find_as(context, input["repositoryId"], Repository)
    draft = labels.LabelDraft(input["name"], input["color"], input.get("description"))
    return answer(input, label=labels.create_label(context.world, context.caller, repository, draft))


def _assign(_: None, context: Context, *, input: Input) -> Payload:
    issue = find_as(context, input["assignableId"], Issue)
    assignees.assign(context.world, context.caller, issue, logins_of(context, input["assigneeIds"]))
    return answer(input, assignable=issue)


def _unassign(_: None, context: Context, *, input: Input) -> Payload:
    issue = find_as(context, input["assignableId"], Issue)
    assignees.unassign(context.world, context.caller, issue, logins_of(context, input["assigneeIds"]))
    return answer(input, assignable=issue)


def _lock(_: None, context: Context, *, input: Input) -> Payload:
    issue = find_as(context, input["lockableId"], Issue)
    reason = LockReason[input["lockReason"]] if input.get("lockReason") else None
    issues.lock(context.world, context.caller, issue, reason)
    return answer(input, actor=context.caller.account, locked_record=issue)


def _unlock(_: None, context: Context, *, input: Input) -> Payload:
    issue = find_as(context, input["lockableId"], Issue)
    issues.unlock(context.world, context.caller, issue)
    return answer(input, actor=context.caller.account, unlocked_record=issue)


def _minimize(_: None, context: Context, *, input: Input) -> Payload:
    comment = find_as(context, input["subjectId"], Comment)
    comments.minimize_comment(context.caller, comment, Classifier[input["classifier"]])
    return answer(input, minimized_comment=comment)


def _unminimize(_: None, context: Context, *, input: Input) -> Payload:
    comment = find_as(context, input["subjectId"], Comment)
    comments.unminimize_comment(context.caller, comment)
    return answer(input, unminimized_comment=comment)


def _delete_comment(_: None, context: Context, *, input: Input) -> Payload:
    comments.delete_comment(context.world, context.caller, find_as(context, input["id"], Comment))
    return answer(input)


def _delete_issue(_: None, context: Context, *, input: Input) -> Payload:
    issue = find_as(context, input["issueId"], Issue)
    return answer(input, repository=departures.delete_issue(context.world, context.caller, issue))


def _transfer_issue(_: None, context: Context, *, input: Input) -> Payload:
    issue = find_as(context, input["issueId"], Issue)
    target = find_as(context, input["repositoryId"], Repository)
    create = bool(input.get("createLabelsIfMissing"))
    departures.transfer_issue(context.world, context.caller, issue, target, create_labels=create)
    return answer(input, issue=issue)


RESOLVERS: dict[str, Callable[..., Any]] = {
    "IssueComment.isMinimized": lambda comment, _: comment.minimized is not None,
    "IssueComment.minimizedReason": lambda comment, _: comment.minimized.value if comment.minimized else None,
    "IssueComment.viewerCanMinimize": lambda comment, context: comments.may_minimize(context.caller, comment),
    "Mutation.addAssigneesToAssignable": _assign,
    "Mutation.addLabelsToLabelable": _add_labels,
    "Mutation.clearLabelsFromLabelable": _clear_labels,
    "Mutation.createLabel": _create_label,
    "Mutation.deleteIssue": _delete_issue,
    "Mutation.deleteIssueComment": _delete_comment,
    "Mutation.lockLockable": _lock,
    "Mutation.minimizeComment": _minimize,
    "Mutation.removeAssigneesFromAssignable": _unassign,
    "Mutation.removeLabelsFromLabelable": _remove_labels,
    "Mutation.transferIssue": _transfer_issue,
    "Mutation.unlockLockable": _unlock,
    "Mutation.unminimizeComment": _unminimize,
}
