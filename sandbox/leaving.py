"""What becomes of a world when one of its people goes: what they had goes too, what they wrote is by nobody."""

from typing import TYPE_CHECKING

from sandbox import boards
from sandbox.records import Account, Comment, Issue

if TYPE_CHECKING:
    from sandbox.world import World


def forget(world: "World", gone: Account) -> None:
    """Deletes an account; raises ValueError for one that owns a repository or an app."""
    owners = [one.owner for one in world.repositories.values()] + [one.owner for one in world.apps.values()]
    if gone in owners:
        raise ValueError(f"{gone.rest_login} owns a repository or an app.")
    del world.accounts[gone.key]
    del world.nodes[gone.id]
    _uninstall(world, gone)
    world.tokens = {
        text: token for text, token in world.tokens.items() if gone not in (token.account, token.owner)
    }
    boards.forget(world, gone)
    world.hooks = {number: hook for number, hook in world.hooks.items() if hook.target is not gone}
    for run in world.actions.runs.values():
        run.actor = None if run.actor is gone else run.actor
    for organization in world.accounts.values():
        organization.drop_member(gone.key)
    for repository in world.repositories.values():
        repository.roles.pop(gone.key, None)
        for milestone in repository.milestones.values():
            milestone.creator = None if milestone.creator is gone else milestone.creator
        for issue in repository.issues.values():
            _leave(gone, issue)


def _uninstall(world: "World", gone: Account) -> None:
    """Takes apps away from an account that goes, with the tokens of theirs that are for it."""
    kept = {number: one for number, one in world.installations.items() if one.account is not gone}
    world.installations = kept
    for one in kept.values():
        one.suspended_by = None if one.suspended_by is gone else one.suspended_by
    world.tokens = {
        text: token
        for text, token in world.tokens.items()
        if token.installation is None or token.installation.database_id in kept
    }


def _leave(gone: Account, issue: Issue) -> None:
    if issue.author is gone:
        issue.author = None
    if issue.closed_by is gone:
        issue.closed_by = None
    issue.assignees = [assignee for assignee in issue.assignees if assignee is not gone]
    subjects: list[Issue | Comment] = [issue, *issue.comments]
    for subject in subjects:
        for reaction in subject.reactions:
            reaction.by = None if reaction.by is gone else reaction.by
        for edit in subject.edits:
            edit.editor = None if edit.editor is gone else edit.editor
    for comment in issue.comments:
        comment.author = None if comment.author is gone else comment.author
    for event in issue.events:
        event.actor = None if event.actor is gone else event.actor
        event.assignee = None if event.assignee is gone else event.assignee
        event.comment_author = None if event.comment_author is gone else event.comment_author
