"""Where a field's value is not simply the record's attribute of the same name."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from sandbox.graph import (
    filters,
    milestones,
    moderation,
    mutations,
    organizations,
    project_mutations,
    projects,
    searching,
    sub_issues,
    timelines,
)
from sandbox.graph.connections import Ordered
from sandbox.graph.context import Context
from sandbox.graph.nodes import find, find_all, find_repository
from sandbox.graph.objects import Blob, Head, Tree, git_object
from sandbox.identities import node_id
from sandbox.records import Account, Comment, Edit, Event, Issue, Label, Reaction, Repository
from sandbox.rules.access import association, require_account, require_area, role_as_seen
from sandbox.rules.refusals import NotFound
from sandbox.shapes.accounts import avatar_url
from sandbox.words import AccountKind, ReactionContent, Role, StateReason

Resolver = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Rate:
    """The caller's quota, with what this query costs."""

    cost: int
    limit: int
    node_count: int
    remaining: int
    reset_at: datetime
    used: int


@dataclass(frozen=True, slots=True)
class Group:
    """All reactions of one kind on one thing."""

    content: ReactionContent
    reactions: list[Reaction]
    viewer_has_reacted: bool

    @property
    def created_at(self) -> datetime | None:
        """When the first of them was given."""
        return self.reactions[0].created_at if self.reactions else None


@dataclass(frozen=True, slots=True)
class Pin:
    """An issue on top of the list."""

    id: str
    database_id: int
    issue: Issue
    repository: Repository


TYPES: dict[type, str] = {
    Repository: "Repository",
    Comment: "IssueComment",
    Label: "Label",
    Reaction: "Reaction",
    Edit: "UserContentEdit",
    Blob: "Blob",
    Tree: "Tree",
    Head: "Commit",
    Pin: "PinnedIssue",
    **milestones.TYPES,
    **organizations.TYPES,
    **projects.TYPES,
}


def type_name(source: object) -> str:
    """The GraphQL type of a record, where the schema alone does not say."""
    if isinstance(source, Account):
        return source.kind.value
    if isinstance(source, Issue):
        return "PullRequest" if source.is_pull_request else "Issue"
    if isinstance(source, Event):
        return timelines.type_name(source)
    return TYPES[type(source)]


def _viewer(_: None, context: Context) -> Account:
    account = require_account(context.caller)
    # Here alone GitHub writes a bot's login with its suffix.
    return replace(account, login=account.rest_login)


def _rate_limit(_: None, context: Context, *, dry_run: bool = False) -> Rate:
    del dry_run
    quota = context.quota
    # As the headers will tell it: with what this query takes.
    used = quota.used + context.cost
    left = max(0, quota.limit - used)
    return Rate(context.cost, quota.limit, context.node_count, left, quota.resets_at, used)


def _repository(
    _: None, context: Context, *, owner: str, name: str, follow_renames: bool = True
) -> Repository:
    return find_repository(context, owner, name, follow_renames=follow_renames)


def _account(_: None, context: Context, *, login: str) -> Account:
    account = context.world.find_account(login)
    if account is None or account.kind is AccountKind.BOT:
        raise NotFound(f"Could not resolve to a User with the login of '{login}'.")
    return account


def _user(_: None, context: Context, *, login: str) -> Account:
    account = _account(_, context, login=login)
    if account.kind is not AccountKind.USER:
        raise NotFound(f"Could not resolve to a User with the login of '{login}'.")
    return account


def _numbered(
    repository: Repository, context: Context, number: int, sorts: tuple[bool, ...], what: str
) -> Issue:
    require_area(context.caller, repository, "issues")
    issue = repository.issues.get(number)
    if issue is None or issue.is_pull_request not in sorts:
        raise NotFound(f"Could not resolve to an {what} with the number of {number}.")
    return issue


def _issue(repository: Repository, context: Context, *, number: int) -> Issue:
    return _numbered(repository, context, number, (False,), "Issue")


def _issue_or_pull_request(repository: Repository, context: Context, *, number: int) -> Issue:
    return _numbered(repository, context, number, (False, True), "issue or pull request")


def _viewer_permission(repository: Repository, context: Context) -> Role | None:
    # A workflow's or installation's token has permissions and no role, so GitHub names none.
    return None if context.caller.is_integration else role_as_seen(context.caller, repository)


def _pins(repository: Repository, _: Context) -> list[Pin]:
    return [
        Pin(node_id("PI", issue.database_id), issue.database_id, issue, repository)
        for issue in repository.pinned
    ]


def _state_reason(issue: Issue, _: Context, *, enable_duplicate: bool | None = None) -> StateReason | None:
    if issue.state_reason is StateReason.DUPLICATE and not enable_duplicate:
        return StateReason.NOT_PLANNED
    return issue.state_reason


def _groups(subject: Issue | Comment, context: Context) -> list[Group]:
    groups = []
    for content in ReactionContent:
        given = [reaction for reaction in subject.reactions if reaction.content is content]
        has_reacted = any(reaction.by is context.caller.account for reaction in given)
        groups.append(Group(content, given, has_reacted))
    return groups


def _reactors(group: Group, _: Context) -> list[Account]:
    return sorted((one.by for one in group.reactions if one.by), key=attrgetter("database_id"))


def _url(source: Account | Repository | Issue | Comment, context: Context) -> str:
    return context.address + source.path


def _text_fields(type_: str) -> dict[str, Resolver]:
    """What issues, pull requests and comments have in common."""
    return {
        f"{type_}.url": _url,
        f"{type_}.resourcePath": lambda source, _: source.path,
        f"{type_}.fullDatabaseId": lambda source, _: source.database_id,
        f"{type_}.authorAssociation": lambda source, context: association(
            context.caller, _home(source), source.author
        ),
        f"{type_}.editor": lambda source, _: source.edits[-1].editor if source.edits else None,
        f"{type_}.lastEditedAt": lambda source, _: source.edits[-1].edited_at if source.edits else None,
        f"{type_}.includesCreatedEdit": lambda source, _: bool(source.edits),
        f"{type_}.userContentEdits": lambda source, _: Ordered(source.edits[::-1], is_descending=True),
        f"{type_}.viewerDidAuthor": lambda source, context: source.author is context.caller.account,
        f"{type_}.reactions": filters.reactions,
        f"{type_}.reactionGroups": _groups,
    }


def _home(source: Issue | Comment) -> Repository:
    return source.issue.repository if isinstance(source, Comment) else source.repository


def _issue_fields(type_: str) -> dict[str, Resolver]:
    """What issues and pull requests have in common."""
    return _text_fields(type_) | {
        f"{type_}.body": lambda issue, _: issue.body or "",
        f"{type_}.closed": lambda issue, _: not issue.is_open,
        f"{type_}.activeLockReason": lambda issue, _: issue.lock_reason,
        f"{type_}.assignees": lambda issue, _: sorted(issue.assignees, key=attrgetter("database_id")),
        f"{type_}.comments": filters.comments,
        f"{type_}.labels": filters.labels,
    }


def _account_fields(type_: str) -> dict[str, Resolver]:
    return {
        f"{type_}.url": _url,
        f"{type_}.resourcePath": lambda account, _: account.path,
        f"{type_}.avatarUrl": lambda account, context, **_: avatar_url(context.address, account),
    }


RESOLVERS: dict[str, Resolver] = {
    **_account_fields("User"),
    **_account_fields("Bot"),
    **_account_fields("Organization"),
    **_issue_fields("Issue"),
    **_issue_fields("PullRequest"),
    **_text_fields("IssueComment"),
    "IssueComment.databaseId": lambda comment, _: (
        comment.database_id if comment.database_id < 2**31 else None
    ),
    **milestones.RESOLVERS,
    **moderation.RESOLVERS,
    **organizations.RESOLVERS,
    **mutations.RESOLVERS,
    **searching.RESOLVERS,
    **sub_issues.RESOLVERS,
    **timelines.RESOLVERS,
    **projects.RESOLVERS,
    **project_mutations.RESOLVERS,
    "Query.viewer": _viewer,
    "Query.rateLimit": _rate_limit,
    "Query.repository": _repository,
    "Query.repositoryOwner": _account,
    "Query.user": _user,
    "Query.node": lambda _, context, *, id: find(context, id),  # noqa: A006 - GitHub's name for it
    "Query.nodes": lambda _, context, *, ids: find_all(context, ids),
    "Repository.url": _url,
    "Repository.resourcePath": lambda repository, _: repository.path,
    "Repository.nameWithOwner": lambda repository, _: repository.full_name,
    "Repository.hasIssuesEnabled": lambda repository, _: repository.has_issues,
    "Repository.isInOrganization": lambda repository, _: repository.owner.kind is AccountKind.ORGANIZATION,
    "Repository.issue": _issue,
    "Repository.issueOrPullRequest": _issue_or_pull_request,
    "Repository.issues": filters.issues,
    "Repository.label": lambda repository, _, *, name: repository.label(name),
    "Repository.labels": filters.labels,
    "Repository.object": git_object,
    "Repository.pinnedIssues": _pins,
    "Repository.viewerPermission": _viewer_permission,
    "Issue.isPinned": lambda issue, _: issue in issue.repository.pinned,
    "Issue.stateReason": _state_reason,
    "Issue.timelineItems": filters.timeline,
    "IssueComment.repository": lambda comment, _: comment.issue.repository,
    "IssueComment.pullRequest": lambda comment, _: comment.issue if comment.issue.is_pull_request else None,
    "ReactionGroup.reactors": _reactors,
    "UserContentEdit.createdAt": lambda edit, _: edit.edited_at,
    "UserContentEdit.updatedAt": lambda edit, _: edit.edited_at,
}
