"""Keeping order over GraphQL: hidden comments, labels, assignees and locks; facts sheet, section 2."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.records import Comment, Issue
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
Ask = Callable[..., Any]
REPOSITORY = "octo-org/arch"
HIDE = """mutation ($id: ID!, $why: ReportedContentClassifiers!) {
    minimizeComment(input: {subjectId: $id, classifier: $why}) {
      minimizedComment { isMinimized minimizedReason viewerCanMinimize } } }"""
SHOW = """mutation ($id: ID!) { unminimizeComment(input: {subjectId: $id}) {
    unminimizedComment { isMinimized minimizedReason } } }"""


@pytest.fixture
def comment(act: Act) -> Comment:
    return act("mallory").comment(act("wanda").open_issue(REPOSITORY, "Topic"), "Buy this")


@pytest.mark.parametrize(
    ("classifier", "reason"),
    [
        ("ABUSE", "abuse"),
        ("DUPLICATE", "duplicate"),
        ("OFF_TOPIC", "off-topic"),
        ("OUTDATED", "outdated"),
        ("RESOLVED", "resolved"),
        ("SPAM", "spam"),
    ],
)
def test_a_comment_is_hidden_for_a_reason_and_shown_again(
    ask: Ask, as_: As, comment: Comment, classifier: str, reason: str
) -> None:
    hidden = ask("workflow", HIDE, id=comment.id, why=classifier)["data"]["minimizeComment"]
    told = {"isMinimized": True, "minimizedReason": reason, "viewerCanMinimize": True}
    assert hidden["minimizedComment"] == told
    address = f"/repos/{REPOSITORY}/issues/comments/{comment.database_id}"
    assert as_("wanda").get(address).json()["minimized"] == {"reason": reason}
    shown = ask("workflow", SHOW, id=comment.id)["data"]["unminimizeComment"]["unminimizedComment"]
    assert shown == {"isMinimized": False, "minimizedReason": None}
    assert as_("wanda").get(address).json()["minimized"] is None


def test_strangers_and_authors_may_not_hide(ask: Ask, comment: Comment) -> None:
    assert ask("mallory", HIDE, id=comment.id, why="SPAM")["errors"][0]["type"] == "FORBIDDEN"
    reading = "query ($id: ID!) { node(id: $id) { ... on IssueComment { viewerCanMinimize } } }"
    assert ask("mallory", reading, id=comment.id)["data"]["node"] == {"viewerCanMinimize": False}
    assert ask("tristan", reading, id=comment.id)["data"]["node"] == {"viewerCanMinimize": True}


def test_a_comment_is_deleted_and_the_timeline_says_so(ask: Ask, as_: As, comment: Comment) -> None:
    deleting = "mutation ($id: ID!) { deleteIssueComment(input: {id: $id}) { clientMutationId } }"
    assert "errors" not in ask("wanda", deleting, id=comment.id)
    reading = """{ repository(owner: "octo-org", name: "arch") { issue(number: 1) {
        timelineItems(first: 9, itemTypes: [COMMENT_DELETED_EVENT]) { nodes {
          ... on CommentDeletedEvent { actor { login } deletedCommentAuthor { login } } } } } } }"""
    (told,) = ask("wanda", reading)["data"]["repository"]["issue"]["timelineItems"]["nodes"]
    assert told == {"actor": {"login": "wanda"}, "deletedCommentAuthor": {"login": "mallory"}}
    assert as_("wanda").get(f"/repos/{REPOSITORY}/issues/1/events").json() == []
    assert as_("wanda").get(f"/repos/{REPOSITORY}/issues/1").json()["comments"] == 0


@pytest.fixture
def issue(act: Act) -> Issue:
    return act("wanda").open_issue(REPOSITORY, "Topic", labels=("topic",))


def test_labels_are_added_removed_and_cleared(ask: Ask, issue: Issue, world: World) -> None:
    labels = world.repository(REPOSITORY).labels
    change = """mutation ($id: ID!, $labels: [ID!]!) { %s(input: {labelableId: $id, labelIds: $labels}) {
        labelable { labels(first: 9, orderBy: {field: NAME, direction: ASC}) { nodes { name } } } } }"""
    bug = [labels["bug"].id]
    added = ask("tristan", change % "addLabelsToLabelable", id=issue.id, labels=bug)
    nodes = added["data"]["addLabelsToLabelable"]["labelable"]["labels"]["nodes"]
    assert [label["name"] for label in nodes] == ["bug", "topic"]
    ask("tristan", change % "removeLabelsFromLabelable", id=issue.id, labels=[*bug, labels["wontfix"].id])
    assert [label.name for label in issue.labels] == ["topic"]
    clear = "mutation ($id: ID!) { clearLabelsFromLabelable(input: {labelableId: $id}) { clientMutationId } }"
    assert ask("mallory", clear, id=issue.id)["errors"][0]["type"] == "FORBIDDEN"
    ask("tristan", clear, id=issue.id)
    assert issue.labels == []


def test_a_label_is_made(ask: Ask, world: World) -> None:
    repository = world.repository(REPOSITORY)
    making = "mutation ($input: CreateLabelInput!) { createLabel(input: $input) { label { name color } } }"
    draft = {"repositoryId": repository.id, "name": "agenda", "color": "0e8a16"}
    made = ask("wanda", making, input=draft)["data"]["createLabel"]["label"]
    assert made == {"name": "agenda", "color": "0e8a16"}
    assert ask("wanda", making, input=draft)["errors"][0]["type"] == "UNPROCESSABLE"


def test_people_are_assigned_and_unassigned(ask: Ask, issue: Issue, world: World) -> None:
    change = """mutation ($id: ID!, $people: [ID!]!) { %s(input: {assignableId: $id, assigneeIds: $people}) {
        assignable { assignees(first: 9) { nodes { login } } } } }"""
    people = [world.account("olive").id]
    answer = ask("wanda", change % "addAssigneesToAssignable", id=issue.id, people=people)
    assert answer["data"]["addAssigneesToAssignable"]["assignable"]["assignees"]["nodes"] == [
        {"login": "olive"}
    ]
    ask("wanda", change % "removeAssigneesFromAssignable", id=issue.id, people=people)
    assert issue.assignees == []


def test_a_conversation_is_locked_and_unlocked(ask: Ask, issue: Issue) -> None:
    lock = """mutation ($id: ID!) { lockLockable(input: {lockableId: $id, lockReason: TOO_HEATED}) {
        lockedRecord { locked activeLockReason } actor { login } } }"""
    assert ask("wanda", lock, id=issue.id)["data"]["lockLockable"] == {
        "lockedRecord": {"locked": True, "activeLockReason": "TOO_HEATED"},
        "actor": {"login": "wanda"},
    }
    unlock = "mutation ($id: ID!) { unlockLockable(input: {lockableId: $id}) { unlockedRecord { locked } } }"
    answer = ask("wanda", unlock, id=issue.id)
    assert answer["data"]["unlockLockable"]["unlockedRecord"] == {"locked": False}
