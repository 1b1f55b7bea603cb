"""What a person does on the page of an issue; every act goes through the same rules as the APIs."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from sandbox.pages.issue_pages import ISSUE, rights_in
from sandbox.pages.routes import Act
from sandbox.pages.task_lists import with_task
from sandbox.pages.visits import Visit, require_version, version_of
from sandbox.records import Comment, Issue
from sandbox.rules import assignees, comments, issues, labels, reactions
from sandbox.rules.access import area_of, require_role
from sandbox.rules.refusals import Conflict, Forbidden, Invalid, NotFound
from sandbox.words import Classifier, LockReason, ReactionContent, Role, State, StateReason

Word = TypeVar("Word")
MOVED = (
    "The text changed since this page was loaded, so nothing was ticked. Here is how it is now: tick again."
)


def _subject(visit: Visit, owner: str, name: str, number: int, comment: int | None) -> Issue | Comment:
    if comment is None:
        return visit.issue(owner, name, number)
    return visit.comment(owner, name, number, comment)


def edit_body(visit: Visit, owner: str, name: str, number: int, comment: int | None = None) -> str:
    """Replaces a text, unless it changed since the form was shown."""
    subject = _subject(visit, owner, name, number, comment)
    require_version(visit, subject.body)
    _rewrite(visit, subject, visit.text("body"))
    return subject.path


def tick(visit: Visit, owner: str, name: str, number: int, comment: int | None = None) -> str:
    """Ticks or unticks one task of a text, unless the text changed since it was shown."""
    subject = _subject(visit, owner, name, number, comment)
    body = subject.body or ""
    if visit.text("version") != version_of(body):
        raise Conflict(MOVED)
    line, _, state = visit.text("task").partition(":")
    try:
        text = with_task(body, int(line), done=state == "done")
    except (ValueError, LookupError):
        raise Invalid("There is no such task in this text.") from None
    _rewrite(visit, subject, text)
    return subject.path


def _rewrite(visit: Visit, subject: Issue | Comment, body: str) -> None:
    if isinstance(subject, Comment):
        comments.edit_comment(visit.world, visit.caller, subject, body)
    else:
        issues.edit_issue(visit.world, visit.caller, subject, issues.Changes(body=body))


def react(visit: Visit, owner: str, name: str, number: int, comment: int | None = None) -> str:
    """Gives a reaction, or takes it back when it was given before."""
    subject = _subject(visit, owner, name, number, comment)
    visit.actor()
    content = _word(ReactionContent, visit.text("content"))
    try:
        mine = reactions.own_reaction(visit.caller, subject, content)
    except NotFound:
        reactions.react(visit.world, visit.caller, subject, content)
    else:
        reactions.take_back(visit.world, visit.caller, subject, mine)
    return subject.path


def rename(visit: Visit, owner: str, name: str, number: int) -> str:
    """Gives the issue another title."""
    issue = visit.issue(owner, name, number)
    issues.edit_issue(visit.world, visit.caller, issue, issues.Changes(title=visit.text("title").strip()))
    return issue.path


def comment_on(visit: Visit, owner: str, name: str, number: int) -> str:
    """Comments, closes or reopens, or comments and then does so, by the button that was pressed."""
    issue = visit.issue(owner, name, number)
    changes = _change_of_state(visit.text("then"))
    body = visit.text("body")
    rights = rights_in(visit, issue)
    if changes is not None and not (rights.author or rights.triage):
        # Found out before anything is said: otherwise the comment would stand there, and be sent once more.
        raise Forbidden("Only the author and people with triage rights can close or reopen this issue.")
    if body.strip() or changes is None:
        comments.comment_on(visit.world, visit.caller, issue, body)
    if changes is not None:
        issues.edit_issue(visit.world, visit.caller, issue, changes)
    last = issue.comments[-1] if body.strip() else issue
    return last.path


def _change_of_state(then: str) -> issues.Changes | None:
    if not then:
        return None
    if then == "reopen":
        return issues.Changes(state=State.OPEN)
    return issues.Changes(state=State.CLOSED, state_reason=_word(StateReason, then))


def delete_comment(visit: Visit, owner: str, name: str, number: int, comment: int) -> str:
    """Deletes a comment."""
    comments.delete_comment(visit.world, visit.caller, visit.comment(owner, name, number, comment))
    return visit.issue(owner, name, number).path


def hide_comment(visit: Visit, owner: str, name: str, number: int, comment: int) -> str:
    """Folds a comment away for a reason, or shows it again when no reason is given."""
    found = visit.comment(owner, name, number, comment)
    visit.actor()
    if visit.text("reason"):
        comments.minimize_comment(visit.caller, found, _word(Classifier, visit.text("reason")))
    else:
        comments.unminimize_comment(visit.caller, found)
    return found.path


def choose_labels(visit: Visit, owner: str, name: str, number: int) -> str:
    """Puts on the labels that were ticked since the form was shown, and takes off those that were unticked."""
    issue = visit.issue(owner, name, number)
    require_role(visit.caller, issue.repository, Role.TRIAGE, area_of(issue))
    had, chosen = visit.form.getlist("had"), visit.form.getlist("label")
    labels.add_labels(visit.world, visit.caller, issue, [one for one in chosen if one not in had])
    for one in had:
        if one not in chosen and issue.has_label(one):
            labels.remove_label(visit.world, visit.caller, issue, one)
    return issue.path


def choose_assignees(visit: Visit, owner: str, name: str, number: int) -> str:
    """Assigns who was ticked since the form was shown, and unassigns who was unticked."""
    issue = visit.issue(owner, name, number)
    require_role(visit.caller, issue.repository, Role.TRIAGE, area_of(issue))
    had, chosen = visit.form.getlist("had"), visit.form.getlist("assignee")
    assignees.assign(visit.world, visit.caller, issue, [one for one in chosen if one not in had])
    assignees.unassign(visit.world, visit.caller, issue, [one for one in had if one not in chosen])
    return issue.path


def choose_milestone(visit: Visit, owner: str, name: str, number: int) -> str:
    """Moves the issue to a milestone, or out of the one it has."""
    issue = visit.issue(owner, name, number)
    require_role(visit.caller, issue.repository, Role.TRIAGE, area_of(issue))
    wanted = visit.number("milestone") if visit.text("milestone") else issues.Clearing.NONE
    issues.edit_issue(visit.world, visit.caller, issue, issues.Changes(milestone=wanted))
    return issue.path


def switch_pin(visit: Visit, owner: str, name: str, number: int) -> str:
    """Pins the issue, or unpins it when it is pinned."""
    issue = visit.issue(owner, name, number)
    act = issues.unpin if issue in issue.repository.pinned else issues.pin
    act(visit.world, visit.caller, issue)
    return issue.path


def switch_lock(visit: Visit, owner: str, name: str, number: int) -> str:
    """Locks the conversation, or unlocks it when it is locked."""
    issue = visit.issue(owner, name, number)
    if issue.locked:
        issues.unlock(visit.world, visit.caller, issue)
    else:
        reason = _word(LockReason, visit.text("reason")) if visit.text("reason") else None
        issues.lock(visit.world, visit.caller, issue, reason)
    return issue.path


def _word(words: Callable[[str], Word], given: str) -> Word:
    try:
        return words(given)
    except ValueError:
        raise Invalid(f"“{given}” is not among the choices.") from None


COMMENT = f"{ISSUE.rule}/comments/<int:comment>"
_act = partial(Act, page=ISSUE)
ACTS = (
    _act(f"{ISSUE.rule}/body", edit_body),
    _act(f"{ISSUE.rule}/tasks", tick),
    _act(f"{ISSUE.rule}/reactions", react),
    _act(f"{ISSUE.rule}/title", rename),
    _act(f"{ISSUE.rule}/comments", comment_on),
    _act(f"{ISSUE.rule}/labels", choose_labels),
    _act(f"{ISSUE.rule}/assignees", choose_assignees),
    _act(f"{ISSUE.rule}/milestone", choose_milestone),
    _act(f"{ISSUE.rule}/pin", switch_pin),
    _act(f"{ISSUE.rule}/lock", switch_lock),
    _act(f"{COMMENT}/body", edit_body),
    _act(f"{COMMENT}/tasks", tick),
    _act(f"{COMMENT}/reactions", react),
    _act(f"{COMMENT}/deletion", delete_comment),
    _act(f"{COMMENT}/hiding", hide_comment),
)
