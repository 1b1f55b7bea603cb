"""Comments on issues and pull requests."""

from collections.abc import Mapping

from sandbox.happenings import Happening
from sandbox.identities import Sort
from sandbox.records import Account, Comment, Issue
from sandbox.rules.access import Caller, area_of, has_role, require_role, require_writing
from sandbox.rules.history import record, rewrite, touch
from sandbox.rules.limits import check_comment_body
from sandbox.rules.references import refer
from sandbox.rules.refusals import Forbidden
from sandbox.words import Classifier, EventKind, Role
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
    refer(world, issue, body, author)
    _announce(world, comment, "created", author)
    return comment


def edit_comment(world: World, caller: Caller, comment: Comment, body: str) -> None:
    """Rewrites a comment, by its author or somebody who may write."""
    editor = _require_owner(caller, comment)
    check_comment_body(body)
    before = comment.body
    rewrite(world, comment, body, editor)
    refer(world, comment.issue, body, editor)
    if body != before:
        _announce(world, comment, "edited", editor, {"body": {"from": before}})


def delete_comment(world: World, caller: Caller, comment: Comment) -> None:
    """Deletes a comment, by its author or somebody who may write; the timeline tells that there was one."""
    actor = _require_owner(caller, comment)
    comment.issue.comments.remove(comment)
    del comment.issue.repository.comments[comment.database_id]
    del world.nodes[comment.id]
    for reaction in comment.reactions:
        del world.nodes[reaction.id]
    record(world, comment.issue, EventKind.COMMENT_DELETED, actor).comment_author = comment.author
    _announce(world, comment, "deleted", actor)


def minimize_comment(caller: Caller, comment: Comment, classifier: Classifier) -> None:
    """Hides a comment from readers, who are told why; those of triage may."""
    require_role(caller, comment.issue.repository, Role.TRIAGE, area_of(comment.issue))
    comment.minimized = classifier


def unminimize_comment(caller: Caller, comment: Comment) -> None:
    """Shows a hidden comment again."""
    require_role(caller, comment.issue.repository, Role.TRIAGE, area_of(comment.issue))
    comment.minimized = None


def may_minimize(caller: Caller, comment: Comment) -> bool:
    """Whether the caller may hide a comment and show it again."""
    return has_role(caller, comment.issue.repository, Role.TRIAGE, area_of(comment.issue))


def _announce(
    world: World, comment: Comment, action: str, actor: Account, changes: Mapping[str, object] | None = None
) -> None:
    happening = Happening(
        "issue_comment", action, actor, comment, comment.issue.repository, {}, changes or {}
    )
    world.announce(happening)


def _require_owner(caller: Caller, comment: Comment) -> Account:
    area = area_of(comment.issue)
    if comment.author is not None and comment.author is caller.account:
        return require_writing(caller, comment.issue.repository, area)
    return require_role(caller, comment.issue.repository, Role.WRITE, area)
