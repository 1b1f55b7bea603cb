"""A world as plain data, which JSON and YAML can hold and people can read and write.

Accounts are named by login as REST writes it, labels by name, repositories by `owner/name`; `id` is the
database id, from which the node id follows. What has its usual value is left out.
"""

from base64 import b64encode
from enum import StrEnum
from typing import Any

from sandbox.records import (
    Account,
    Comment,
    Commit,
    Edit,
    Event,
    File,
    Issue,
    Label,
    Reaction,
    Repository,
    Token,
)
from sandbox.times import written
from sandbox.world import World

Data = dict[str, Any]


def world_as_data(world: World) -> Data:
    """The whole world; `now` is there when its clock stands still."""
    return _without_blanks(
        {
            "now": written(world.clock.now()) if world.clock.is_frozen else None,
            "next": {sort.name.lower(): number for sort, number in world.identities.next_numbers.items()},
            "accounts": [_account(account) for account in world.accounts.values()],
            "tokens": [_token(token) for token in world.tokens.values()],
            "repositories": [_repository(repository) for repository in world.repositories.values()],
        }
    )


def _without_blanks(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in (None, False, [], {}, "")}


def _value(word: StrEnum | None) -> str | None:
    return word.value if word else None


def _login(account: Account | None) -> str | None:
    return account.rest_login if account else None


def _account(account: Account) -> Data:
    return _without_blanks(
        {
            "login": account.rest_login,
            "id": account.database_id,
            "kind": account.kind.value,
            "name": account.name,
            "created": written(account.created_at),
            "suspended": account.is_suspended,
            "members": {
                key: "public" if is_public else "private" for key, is_public in account.members.items()
            },
        }
    )


def _token(token: Token) -> Data:
    return _without_blanks(
        {
            "token": token.text,
            "login": token.account.rest_login,
            "kind": token.kind.value,
            "repository": token.repository,
            "permissions": dict(token.permissions),
        }
    )


def _repository(repository: Repository) -> Data:
    return _without_blanks(
        {
            "name": repository.full_name,
            "id": repository.database_id,
            "private": repository.is_private,
            "created": written(repository.created_at),
            "description": repository.description,
            "branch": repository.default_branch,
            "archived": repository.is_archived,
            "without_issues": not repository.has_issues,
            "last_number": repository.last_number,
            "roles": {key: role.value for key, role in repository.roles.items()},
            "labels": [_label(label) for label in repository.labels.values()],
            "files": {path: _file(file) for path, file in repository.files.items()},
            "commits": [_commit(commit) for commit in repository.commits],
            "issues": [_issue(issue) for issue in repository.issues.values()],
            "pinned": [issue.number for issue in repository.pinned],
        }
    )


def _label(label: Label) -> Data:
    return _without_blanks(
        {
            "name": label.name,
            "id": label.database_id,
            "color": label.color,
            "description": label.description,
            "created": written(label.created_at),
        }
    )


def _file(file: File) -> str | Data:
    try:
        return file.content.decode()
    except UnicodeDecodeError:
        return {"base64": b64encode(file.content).decode()}


def _commit(commit: Commit) -> Data:
    return {
        "sha": commit.sha,
        "message": commit.message,
        "author": commit.author.rest_login,
        "created": written(commit.created_at),
    }


def _issue(issue: Issue) -> Data:
    return _without_blanks(
        {
            "number": issue.number,
            "id": issue.database_id,
            "pull_request": issue.is_pull_request,
            "title": issue.title,
            "body": issue.body,
            "author": _login(issue.author),
            "created": written(issue.created_at),
            "updated": written(issue.updated_at),
            "state": issue.state.value,
            "state_reason": _value(issue.state_reason),
            "closed": written(issue.closed_at),
            "closed_by": _login(issue.closed_by),
            "locked": issue.locked,
            "lock_reason": _value(issue.lock_reason),
            "labels": [label.name for label in issue.labels],
            "assignees": [account.rest_login for account in issue.assignees],
            "reactions": [_reaction(reaction) for reaction in issue.reactions],
            "comments": [_comment(comment) for comment in issue.comments],
            "events": [_event(event) for event in issue.events],
            "edits": [_edit(edit) for edit in issue.edits],
        }
    )


def _reaction(reaction: Reaction) -> Data:
    return _without_blanks(
        {
            "content": reaction.content.value,
            "id": reaction.database_id,
            "by": _login(reaction.by),
            "created": written(reaction.created_at),
        }
    )


def _comment(comment: Comment) -> Data:
    return _without_blanks(
        {
            "id": comment.database_id,
            "author": _login(comment.author),
            "body": comment.body,
            "created": written(comment.created_at),
            "updated": written(comment.updated_at),
            "reactions": [_reaction(reaction) for reaction in comment.reactions],
            "edits": [_edit(edit) for edit in comment.edits],
        }
    )


def _event(event: Event) -> Data:
    return _without_blanks(
        {
            "kind": event.kind.value,
            "id": event.database_id,
            "actor": _login(event.actor),
            "created": written(event.created_at),
            "label": event.label.name if event.label else None,
            "assignee": _login(event.assignee),
            "state_reason": _value(event.state_reason),
            "lock_reason": _value(event.lock_reason),
            "from": event.previous_title,
            "to": event.current_title,
        }
    )


def _edit(edit: Edit) -> Data:
    return _without_blanks(
        {
            "id": edit.database_id,
            "editor": _login(edit.editor),
            "edited": written(edit.edited_at),
            "text": edit.diff,
        }
    )
