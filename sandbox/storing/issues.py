"""Issues with their comments, reactions, events and edits as plain data."""

from sandbox.identities import Sort
from sandbox.records import Comment, Edit, Event, Issue, IssueType, Reaction, Repository
from sandbox.rules.history import EVENT_PREFIXES
from sandbox.rules.issue_types import find_type
from sandbox.storing.labels import color_of_event, known_label, label_of_event
from sandbox.storing.plain import (
    Data,
    account_of,
    identity_in,
    login_of,
    moment_in,
    optional_moment,
    value_of,
    without_blanks,
    word_of,
)
from sandbox.storing.ties import name_of
from sandbox.times import written
from sandbox.words import Classifier, EventKind, LockReason, ReactionContent, State, StateReason
from sandbox.world import World


def issue_data(issue: Issue) -> Data:
    """An issue or pull request with all on it."""
    return without_blanks(
        {
            "number": issue.number,
            "id": issue.database_id,
            "pull_request": issue.is_pull_request,
            "title": issue.title,
            "body": issue.body,
            "author": login_of(issue.author),
            "created": written(issue.created_at),
            "updated": written(issue.updated_at),
            "state": issue.state.value,
            "state_reason": value_of(issue.state_reason),
            "closed": written(issue.closed_at),
            "closed_by": login_of(issue.closed_by),
            "locked": issue.locked,
            "lock_reason": value_of(issue.lock_reason),
            "labels": [label.name for label in issue.labels],
            "assignees": [account.rest_login for account in issue.assignees],
            "reactions": [_reaction_data(reaction) for reaction in issue.reactions],
            "comments": [_comment_data(comment) for comment in issue.comments],
            "events": [_event_data(event) for event in issue.events],
            "edits": [_edit_data(edit) for edit in issue.edits],
            "milestone": issue.milestone.number if issue.milestone else None,
            "type": _type_name(issue.type),
            "sub_issues": [name_of(child) for child in issue.sub_issues],
        }
    )


def _type_name(type_: IssueType | None) -> str | None:
    return type_.name if type_ else None


def _type(issue: Issue, name: str | None) -> IssueType | None:
    return None if name is None else find_type(issue.repository.owner, name)


def load_issue(world: World, repository: Repository, data: Data) -> None:
    """Adds an issue or pull request; without a number it gets the next one."""
    is_pull_request = data.get("pull_request", False)
    identity, number = identity_in(world, data, Sort.PULL_REQUEST if is_pull_request else Sort.ISSUE)
    created = moment_in(world, data)
    issue = Issue(
        identity,
        number,
        repository,
        data.get("number", max(repository.issues, default=0) + 1),
        data["title"],
        data.get("body"),
        account_of(world, data.get("author")),
        created,
        optional_moment(data, "updated") or created,
        is_pull_request,
    )
    repository.issues[issue.number] = issue
    world.nodes[identity] = issue
    _load_state(world, issue, data)
    issue.labels = [known_label(world, repository, name) for name in data.get("labels", [])]
    issue.assignees = [world.account(login) for login in data.get("assignees", [])]
    issue.reactions = [_load_reaction(world, reaction) for reaction in data.get("reactions", [])]
    issue.comments = [_load_comment(world, issue, comment) for comment in data.get("comments", [])]
    issue.events = [_load_event(world, issue, event) for event in data.get("events", [])]
    issue.edits = [_load_edit(world, edit) for edit in data.get("edits", [])]
    issue.type = _type(issue, data.get("type"))
    if "milestone" in data:
        issue.milestone = repository.milestones[data["milestone"]]
        issue.milestone.issues.append(issue)


def _load_state(world: World, issue: Issue, data: Data) -> None:
    issue.state = State(data.get("state", State.OPEN))
    issue.state_reason = word_of(StateReason, data.get("state_reason"))
    issue.closed_at = optional_moment(data, "closed")
    issue.closed_by = account_of(world, data.get("closed_by"))
    issue.locked = data.get("locked", False)
    issue.lock_reason = word_of(LockReason, data.get("lock_reason"))


def _reaction_data(reaction: Reaction) -> Data:
    return without_blanks(
        {
            "content": reaction.content.value,
            "id": reaction.database_id,
            "by": login_of(reaction.by),
            "created": written(reaction.created_at),
        }
    )


def _load_reaction(world: World, data: Data) -> Reaction:
    identity, number = identity_in(world, data, Sort.REACTION)
    content = ReactionContent(data.get("content", ReactionContent.THUMBS_UP))
    by = account_of(world, data.get("by"))
    reaction = Reaction(identity, number, content, by, moment_in(world, data))
    world.nodes[identity] = reaction
    return reaction


def _comment_data(comment: Comment) -> Data:
    return without_blanks(
        {
            "id": comment.database_id,
            "author": login_of(comment.author),
            "body": comment.body,
            "created": written(comment.created_at),
            "updated": written(comment.updated_at),
            "reactions": [_reaction_data(reaction) for reaction in comment.reactions],
            "edits": [_edit_data(edit) for edit in comment.edits],
            "minimized": value_of(comment.minimized),
        }
    )


def _load_comment(world: World, issue: Issue, data: Data) -> Comment:
    identity, number = identity_in(world, data, Sort.COMMENT)
    created = moment_in(world, data)
    comment = Comment(
        identity,
        number,
        issue,
        account_of(world, data.get("author")),
        data["body"],
        created,
        optional_moment(data, "updated") or created,
        [_load_reaction(world, reaction) for reaction in data.get("reactions", [])],
        [_load_edit(world, edit) for edit in data.get("edits", [])],
        word_of(Classifier, data.get("minimized")),
    )
    issue.repository.comments[number] = comment
    world.nodes[identity] = comment
    return comment


def _event_data(event: Event) -> Data:
    return without_blanks(
        {
            "kind": event.kind.value,
            "id": event.database_id,
            "actor": login_of(event.actor),
            "created": written(event.created_at),
            "label": event.label.name if event.label else None,
            "color": color_of_event(event),
            "assignee": login_of(event.assignee),
            "state_reason": value_of(event.state_reason),
            "lock_reason": value_of(event.lock_reason),
            "from": event.previous_title or None,
            "to": event.current_title or None,
            "milestone": event.milestone_title or None,
            "other": name_of(event.other),
            "issue_type": _type_name(event.issue_type),
            "previous_type": _type_name(event.previous_type),
            "comment_author": login_of(event.comment_author),
            "from_repository": event.from_repository.full_name if event.from_repository else None,
        }
    )


def _load_event(world: World, issue: Issue, data: Data) -> Event:
    kind = EventKind(data["kind"])
    identity, number = identity_in(world, data, Sort.EVENT, EVENT_PREFIXES[kind])
    return Event(
        identity,
        number,
        kind,
        issue,
        account_of(world, data.get("actor")),
        moment_in(world, data),
        label_of_event(world, issue.repository, data.get("label"), data.get("color")),
        account_of(world, data.get("assignee")),
        word_of(StateReason, data.get("state_reason")),
        word_of(LockReason, data.get("lock_reason")),
        data.get("from", ""),
        data.get("to", ""),
        data.get("milestone", ""),
        issue_type=_type(issue, data.get("issue_type")),
        previous_type=_type(issue, data.get("previous_type")),
        comment_author=account_of(world, data.get("comment_author")),
    )


def _edit_data(edit: Edit) -> Data:
    return without_blanks(
        {
            "id": edit.database_id,
            "editor": login_of(edit.editor),
            "edited": written(edit.edited_at),
            "text": edit.diff,
        }
    )


def _load_edit(world: World, data: Data) -> Edit:
    identity, number = identity_in(world, data, Sort.EDIT)
    editor = account_of(world, data.get("editor"))
    return Edit(identity, number, editor, moment_in(world, data, "edited"), data.get("text", ""))
