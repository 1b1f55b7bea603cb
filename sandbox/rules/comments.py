"""Comments on issues and pull requests."""

from sandbox.identities import Sort
from sandbox.records import Account, Comment, Issue
from sandbox.rules.access import Caller, area_of, has_role, require_role, require_writing
from sandbox.rules.history import rewrite, touch
from sandbox.rules.limits import check_comment_body
from sandbox.rules.refusals import Forbidden
from sandbox.words import Role
from sandbox.world import World


def comment_on(world: World, caller: Caller, issue: Issue, body: str) -> Comment:
    """Adds a comment by anyone who may read; in a locked conversation only by those who may write."""
    author = require_writing(caller, issue.repository, area_of(issue))
    if issue.locked and not has_role(caller, issue.repository, Role.WRITE, area_of(issue)):
        raise Forbidden("Unable to create comment because issue is locked.")
    check_comment_body(body)
    identity, number = world.identities.new(Sort.COMMENT)
    now = world.clock.now()
    comment = Comment(identity, number, issue, author, body, now, now)
    issue.comments.append(comment)
    issue.repository.comments[number] = comment
    world.nodes[identity] = comment
    touch(world, issue)
    return comment


def edit_comment(world: World, caller: Caller, comment: Comment, body: str) -> None:
    """Rewrites a comment, by its author or somebody who may write."""
    editor = _require_owner(caller, comment)
    check_comment_body(body)
    rewrite(world, comment, body, editor)


def delete_comment(world: World, caller: Caller, comment: Comment) -> None:
    """Deletes a comment, by its author or somebody who may write."""
    _require_owner(caller, comment)
    comment.issue.comments.remove(comment)
    del comment.issue.repository.comments[comment.database_id]
    del world.nodes[comment.id]
    touch(world, comment.issue)


def _require_owner(caller: Caller, comment: Comment) -> Account:
    area = area_of(comment.issue)
    if comment.author is not None and comment.author is caller.account:
        return require_writing(caller, comment.issue.repository, area)
    return require_role(caller, comment.issue.repository, Role.WRITE, area)
