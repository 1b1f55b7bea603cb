"""GraphQL's writes: each one finds its records, asks the rules, and answers what changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.graph.connections import Connection, Edge
from sandbox.graph.context import Context
from sandbox.graph.nodes import find, find_as
from sandbox.records import Account, Comment, Issue, Label, Reaction, Repository
from sandbox.rules import comments, issues, reactions
from sandbox.rules.refusals import NotFound
from sandbox.words import ReactionContent, State, StateReason

Input = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Payload:
    """What a mutation answers; each one's payload type selects the fields that it has."""

    client_mutation_id: str | None = None
    issue: Issue | None = None
    subject: Issue | Comment | None = None
    reaction: Reaction | None = None
    comment_edge: Edge | None = None
    issue_comment: Comment | None = None
    actor: Account | None = None
    id: str | None = None


def _answer(given: Input, **parts: Any) -> Payload:
    return Payload(given.get("clientMutationId"), **parts)


def _subject(context: Context, identity: str) -> Issue | Comment:
    record = find(context, identity)
    if isinstance(record, Issue | Comment):
        return record
    raise NotFound(f"Could not resolve to a node with the global id of '{identity}'")


def _add_comment(_: None, context: Context, *, input: Input) -> Payload:  # noqa: A002 - GitHub's name for it
    issue = find_as(context, input["subjectId"], Issue)
    comments.comment_on(context.world, context.caller, issue, input["body"])
    place = len(issue.comments) - 1
    (edge,) = Connection(issue.comments, place, place + 1).edges
    return _answer(input, subject=issue, comment_edge=edge)


def _update_comment(_: None, context: Context, *, input: Input) -> Payload:  # noqa: A002
    comment = find_as(context, input["id"], Comment)
    comments.edit_comment(context.world, context.caller, comment, input["body"])
    return _answer(input, issue_comment=comment)


def _add_reaction(_: None, context: Context, *, input: Input) -> Payload:  # noqa: A002
    subject = _subject(context, input["subjectId"])
    content = ReactionContent[input["content"]]
    reaction, _is_new = reactions.react(context.world, context.caller, subject, content)
    return _answer(input, subject=subject, reaction=reaction)


def _remove_reaction(_: None, context: Context, *, input: Input) -> Payload:  # noqa: A002
    subject = _subject(context, input["subjectId"])
    reaction = reactions.own_reaction(context.caller, subject, ReactionContent[input["content"]])
    reactions.take_back(context.world, context.caller, subject, reaction)
    return _answer(input, subject=subject, reaction=reaction)


def _create_issue(_: None, context: Context, *, input: Input) -> Payload:  # noqa: A002
    repository = find_as(context, input["repositoryId"], Repository)
    draft = issues.Draft(
        input["title"],
        input.get("body"),
        _label_names(context, input.get("labelIds")) or (),
        _logins(context, input.get("assigneeIds")) or (),
    )
    return _answer(input, issue=issues.open_issue(context.world, context.caller, repository, draft))


def _update_issue(_: None, context: Context, *, input: Input) -> Payload:  # noqa: A002
    state = input.get("state")
    return _edit(
        context,
        input,
        input["id"],
        issues.Changes(
            title=input.get("title"),
            body=input.get("body"),
            state=State[state] if state else None,
            labels=_label_names(context, input.get("labelIds")),
            assignees=_logins(context, input.get("assigneeIds")),
        ),
    )


def _close_issue(_: None, context: Context, *, input: Input) -> Payload:  # noqa: A002
    reason = StateReason[input["stateReason"]] if input.get("stateReason") else None
    return _edit(context, input, input["issueId"], issues.Changes(state=State.CLOSED, state_reason=reason))


def _reopen_issue(_: None, context: Context, *, input: Input) -> Payload:  # noqa: A002
    return _edit(context, input, input["issueId"], issues.Changes(state=State.OPEN))


def _edit(context: Context, given: Input, identity: str, changes: issues.Changes) -> Payload:
    issue = find_as(context, identity, Issue)
    issues.edit_issue(context.world, context.caller, issue, changes)
    return _answer(given, issue=issue, actor=context.caller.account)


def _pin_issue(_: None, context: Context, *, input: Input) -> Payload:  # noqa: A002
    issue = find_as(context, input["issueId"], Issue)
    issues.pin(context.world, context.caller, issue)
    return _answer(input, issue=issue)


def _unpin_issue(_: None, context: Context, *, input: Input) -> Payload:  # noqa: A002
    issue = find_as(context, input["issueId"], Issue)
    issues.unpin(context.world, context.caller, issue)
    return _answer(input, issue=issue, id=issue.id)


def _label_names(context: Context, identities: list[str] | None) -> list[str] | None:
    return None if identities is None else [find_as(context, one, Label).name for one in identities]


def _logins(context: Context, identities: list[str] | None) -> list[str] | None:
    return None if identities is None else [find_as(context, one, Account).rest_login for one in identities]


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
