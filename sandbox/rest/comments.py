"""Endpoints about comments and reactions."""

from functools import partial

from sandbox.records import Comment, Issue
from sandbox.rest.asking import NOTHING, Answer, Asking, Endpoint, word_of
from sandbox.rest.issues import ISSUE, ISSUES
from sandbox.rest.paging import PAGING, page_of
from sandbox.rest.repositories import TEXT
from sandbox.rules import comments, reactions
from sandbox.rules.moments import moment_given
from sandbox.rules.refusals import NotFound
from sandbox.shapes.issues import comment_shape, comment_url, reaction_shape
from sandbox.words import ReactionContent


def list_comments(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """The comments of one issue, oldest first."""
    found = asking.issue(owner, name, number).comments
    if since := asking.query.get("since"):
        moment = moment_given(since, "IssueComment", "since")
        found = [comment for comment in found if comment.updated_at >= moment]
    return page_of(asking, found, partial(comment_shape, asking.address, asking.caller))


def list_all_comments(asking: Asking, owner: str, name: str) -> Answer:
    """The comments of all issues of the repository, oldest first unless told."""
    found = list(asking.repository(owner, name, "issues").comments.values())
    if since := asking.query.get("since"):
        moment = moment_given(since, "IssueComment", "since")
        found = [comment for comment in found if comment.updated_at >= moment]
    if asking.query.get("sort") == "updated":
        found.sort(key=lambda comment: (comment.updated_at, comment.database_id))
    if asking.query.get("direction") == "desc":
        found.reverse()
    return page_of(asking, found, partial(comment_shape, asking.address, asking.caller))


def post_comment(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Adds a comment."""
    issue = asking.issue(owner, name, number)
    comment = comments.comment_on(asking.world, asking.caller, issue, asking.needed("body"))
    location = {"Location": comment_url(asking.address, comment)}
    return Answer(comment_shape(asking.address, asking.caller, comment), 201, location)


def get_comment(asking: Asking, owner: str, name: str, comment_id: int) -> Answer:
    """One comment."""
    comment = asking.comment(owner, name, comment_id)
    return Answer(comment_shape(asking.address, asking.caller, comment))


def patch_comment(asking: Asking, owner: str, name: str, comment_id: int) -> Answer:
    """Rewrites a comment."""
    comment = asking.comment(owner, name, comment_id)
    comments.edit_comment(asking.world, asking.caller, comment, asking.needed("body"))
    return Answer(comment_shape(asking.address, asking.caller, comment))


def delete_comment(asking: Asking, owner: str, name: str, comment_id: int) -> Answer:
    """Deletes a comment."""
    comments.delete_comment(asking.world, asking.caller, asking.comment(owner, name, comment_id))
    return NOTHING


def _list(asking: Asking, subject: Issue | Comment) -> Answer:
    found = subject.reactions
    if given := asking.query.get("content"):
        content = word_of(given, ReactionContent, "Reaction", "content")
        found = [reaction for reaction in found if reaction.content is content]
    return page_of(asking, found, partial(reaction_shape, asking.address))


def _react(asking: Asking, subject: Issue | Comment) -> Answer:
    content = word_of(asking.needed("content"), ReactionContent, "Reaction", "content")
    reaction, is_new = reactions.react(asking.world, asking.caller, subject, content)
    return Answer(reaction_shape(asking.address, reaction), 201 if is_new else 200)


def _take_back(asking: Asking, subject: Issue | Comment, reaction_id: int) -> Answer:
    for reaction in subject.reactions:
        if reaction.database_id == reaction_id:
            reactions.take_back(asking.world, asking.caller, subject, reaction)
            return NOTHING
    raise NotFound


def list_issue_reactions(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """The reactions on an opening post, oldest first."""
    return _list(asking, asking.issue(owner, name, number))


def post_issue_reaction(asking: Asking, owner: str, name: str, number: int) -> Answer:
    """Reacts to an opening post: 201 when that is new, 200 when the reaction was there."""
    return _react(asking, asking.issue(owner, name, number))


def delete_issue_reaction(asking: Asking, owner: str, name: str, number: int, reaction_id: int) -> Answer:
    """Takes a reaction to an opening post back."""
    return _take_back(asking, asking.issue(owner, name, number), reaction_id)


def list_comment_reactions(asking: Asking, owner: str, name: str, comment_id: int) -> Answer:
    """The reactions on a comment, oldest first."""
    return _list(asking, asking.comment(owner, name, comment_id))


def post_comment_reaction(asking: Asking, owner: str, name: str, comment_id: int) -> Answer:
    """Reacts to a comment: 201 when that is new, 200 when the reaction was there."""
    return _react(asking, asking.comment(owner, name, comment_id))


def delete_comment_reaction(
    asking: Asking, owner: str, name: str, comment_id: int, reaction_id: int
) -> Answer:
    """Takes a reaction to a comment back."""
    return _take_back(asking, asking.comment(owner, name, comment_id), reaction_id)


COMMENTS = f"{ISSUES}/comments"
COMMENT = f"{COMMENTS}/<int:comment_id>"
BODY = {"body": TEXT}
CONTENT = {"content": TEXT}
ENDPOINTS = (
    Endpoint("GET", f"{ISSUE}/comments", list_comments, ("since", *PAGING)),
    Endpoint("POST", f"{ISSUE}/comments", post_comment, body=BODY),
    Endpoint("GET", COMMENTS, list_all_comments, ("sort", "direction", "since", *PAGING)),
    Endpoint("GET", COMMENT, get_comment),
    Endpoint("PATCH", COMMENT, patch_comment, body=BODY),
    Endpoint("DELETE", COMMENT, delete_comment),
    Endpoint("GET", f"{ISSUE}/reactions", list_issue_reactions, ("content", *PAGING)),
    Endpoint("POST", f"{ISSUE}/reactions", post_issue_reaction, body=CONTENT),
    Endpoint("DELETE", f"{ISSUE}/reactions/<int:reaction_id>", delete_issue_reaction),
    Endpoint("GET", f"{COMMENT}/reactions", list_comment_reactions, ("content", *PAGING)),
    Endpoint("POST", f"{COMMENT}/reactions", post_comment_reaction, body=CONTENT),
    Endpoint("DELETE", f"{COMMENT}/reactions/<int:reaction_id>", delete_comment_reaction),
)
