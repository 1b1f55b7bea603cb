"""GraphQL's writes: each one finds its records, asks the rules, and answers what changed."""

from collections.abc import Callable

from sandbox.graph.connections import Connection
from sandbox.graph.context import Context
from sandbox.graph.moderation import logins_of, names_of
from sandbox.graph.nodes import find, find_as
from sandbox.graph.payloads import Input, Payload, answer
from sandbox.records import Comment, Issue, Milestone, Repository
from sandbox.rules import comments, issues, reactions, sub_issues
from sandbox.rules.refusals import NotFound
from sandbox.words import ReactionContent, State, StateReason


def _subject(context: Context, identity: str) -> Issue | Comment:
    record = find(context, identity)
    if isinstance(record, Issue | Comment):
        return record
    raise NotFound(f"Could not resolve to a node with the global id of '{identity}'")


def _add_comment(_: None, context: Context, *, input: Input) -> Payload:
    issue = find_as(context, input["subjectId"], Issue)
    comments.comment_on(context.world, context.caller, issue, input["body"])
    place = len(issue.comments) - 1
    (edge,) = Connection(issue.comments, place, place + 1).edges
    return answer(input, subject=issue, comment_edge=edge)


def _update_comment(_: None, context: Context, *, input: Input) -> Payload:
    comment = find_as(context, input["id"], Comment)
    comments.edit_comment(context.world, context.caller, comment, input["body"])
    return answer(input, issue_comment=comment)


def _add_reaction(_: None, context: Context, *, input: Input) -> Payload:
    subject = _subject(context, input["subjectId"])
    content = ReactionContent[input["content"]]
    reaction, _is_new = reactions.react(context.world, context.caller, subject, content)
    return answer(input, subject=subject, reaction=reaction)


def _remove_reaction(_: None, context: Context, *, input: Input) -> Payload:
    subject = _subject(context, input["subjectId"])
    reaction = reactions.own_reaction(context.caller, subject, ReactionContent[input["content"]])
    reactions.take_back(context.world, context.caller, subject, reaction)
    return answer(input, subject=subject, reaction=reaction)


def _create_issue(_: None, context: Context, *, input: Input) -> Payload:
    repository = find_as(context, input["repositoryId"], Repository)
    draft = issues.Draft(
        input["title"],
        input.get("body"),
        names_of(context, input.get("labelIds") or ()),
        logins_of(context, input.get("assigneeIds") or ()),
        milestone=_milestone(context, input.get("milestoneId")),
    )
    parent = find_as(context, input["parentIssueId"], Issue) if input.get("parentIssueId") else None
    issue = issues.open_issue(context.world, context.caller, repository, draft)
    if parent is not None:
        sub_issues.add_sub_issue(context.world, context.caller, parent, issue)
    return answer(input, issue=issue)


def _milestone(context: Context, identity: str | None) -> int | None:
    return find_as(context, identity, Milestone).number if identity else None


def _update_issue(_: None, context: Context, *, input: Input) -> Payload:
    state, label_ids, assignee_ids = (input.get(name) for name in ("state", "labelIds", "assigneeIds"))
    return _edit(
        context,
        input,
        input["id"],
        issues.Changes(
            title=input.get("title"),
            body=input.get("body"),
            state=State[state] if state else None,
            labels=names_of(context, label_ids) if label_ids is not None else None,
            assignees=logins_of(context, assignee_ids) if assignee_ids is not None else None,
            milestone=(_milestone(context, input["milestoneId"]) or issues.Clearing.NONE)
            if "milestoneId" in input
            else None,
        ),
    )


def _close_issue(_: None, context: Context, *, input: Input) -> Payload:
    reason = StateReason[input["stateReason"]] if input.get("stateReason") else None
    original = find_as(context, input["duplicateIssueId"], Issue) if input.get("duplicateIssueId") else None
    changes = issues.Changes(state=State.CLOSED, state_reason=reason, duplicate_of=original)
    return _edit(context, input, input["issueId"], changes)


def _reopen_issue(_: None, context: Context, *, input: Input) -> Payload:
    return _edit(context, input, input["issueId"], issues.Changes(state=State.OPEN))


def _edit(context: Context, given: Input, identity: str, changes: issues.Changes) -> Payload:
    issue = find_as(context, identity, Issue)
    issues.edit_issue(context.world, context.caller, issue, changes)
    return answer(given, issue=issue, actor=context.caller.account)


def _pin_issue(_: None, context: Context, *, input: Input) -> Payload:
    issue = find_as(context, input["issueId"], Issue)
    issues.pin(context.world, context.caller, issue)
    return answer(input, issue=issue)


def _unpin_issue(_: None, context: Context, *, input: Input) -> Payload:
    issue = find_as(context, input["issueId"], Issue)
    issues.unpin(context.world, context.caller, issue)
    return answer(input, issue=issue, id=issue.id)


RESOLVERS: dict[str, Callable[..., Payload]] = {
    "Mutation.addComment": _add_comment,
    "Mutation.addReaction": _add_reaction,
    "Mutation.closeIssue": _close_issue,
    "Mutation.createIssue": _create_issue,
    "Mutation.pinIssue": _pin_issue,
    "Mutation.removeReaction": _remove_reaction,
    "Mutation.reopenIssue": _reopen_issue,
    "Mutation.unpinIssue": _unpin_issue,
    "Mutation.updateIssue": _update_issue,
    "Mutation.updateIssueComment": _update_comment,
}
