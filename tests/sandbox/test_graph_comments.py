"""What GraphQL tells of comments by their node ids: reactions, and the versions of their texts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import requests

from sandbox.actor import Actor
from sandbox.world import World
from tests.sandbox.conftest import REPOSITORY

Ask = Callable[..., Any]
Act = Callable[[str], Actor]
As = Callable[[str | None], requests.Session]
REACTIONS = """
query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on IssueComment {
      reactions(first: 2) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { content createdAt user { login } }
      }
    }
  }
}
"""
VERSIONS = """
query ($id: ID!) {
  node(id: $id) {
    ... on IssueComment {
      lastEditedAt
      userContentEdits(first: 9) { nodes { editedAt editor { login } diff } }
    }
  }
}
"""


def test_reactions_of_several_comments_are_told_with_their_people_oldest_first(
    ask: Ask, act: Act, as_: As, world: World
) -> None:
    issue = act("wanda").open_issue(REPOSITORY, "Agenda")
    first, second = (act("wanda").comment(issue, text) for text in ("Box 1", "Box 2"))
    act("gone").react(first, "-1")
    world.clock.move(timedelta(minutes=1))
    path = f"/repos/{REPOSITORY}/issues/comments/{first.database_id}/reactions"
    assert as_("workflow").post(path, json={"content": "+1"}).status_code == 201
    act("rita").react(first, "heart")
    world.delete_user("gone")
    told, none = ask("workflow", REACTIONS, ids=[first.id, second.id])["data"]["nodes"]
    assert (told["reactions"]["totalCount"], none["reactions"]["nodes"]) == (3, [])
    # Neither an app's nor a deleted account's reaction has a user.
    assert told["reactions"]["nodes"] == [
        {"content": "THUMBS_DOWN", "createdAt": "2020-12-17T12:00:00Z", "user": None},
        {"content": "THUMBS_UP", "createdAt": "2020-12-17T12:01:00Z", "user": None},
    ]
    assert told["reactions"]["pageInfo"]["hasNextPage"] is True


def test_a_comment_that_is_gone_is_null_beside_the_others(ask: Ask, act: Act) -> None:
    issue = act("wanda").open_issue(REPOSITORY, "Agenda")
    gone, there = (act("wanda").comment(issue, text) for text in ("Box 1", "Box 2"))
    act("wanda").delete(gone)
    answer = ask("wanda", REACTIONS, ids=[gone.id, there.id])
    assert [node is None for node in answer["data"]["nodes"]] == [True, False]
    assert [(error["type"], error["path"]) for error in answer["errors"]] == [("NOT_FOUND", ["nodes", 0])]


def test_a_comment_tells_when_and_how_it_was_edited(ask: Ask, act: Act, world: World) -> None:
    comment = act("rita").comment(act("wanda").open_issue(REPOSITORY, "Agenda"), "/next")
    never = ask("wanda", VERSIONS, id=comment.id)["data"]["node"]
    assert never == {"lastEditedAt": None, "userContentEdits": {"nodes": []}}
    world.clock.move(timedelta(minutes=1))
    act("wanda").edit(comment, "/skip")
    told = ask("wanda", VERSIONS, id=comment.id)["data"]["node"]
    assert told["lastEditedAt"] == "2020-12-17T12:01:00Z"
    assert told["userContentEdits"]["nodes"] == [
        {"editedAt": "2020-12-17T12:01:00Z", "editor": {"login": "wanda"}, "diff": "/skip"},
        {"editedAt": "2020-12-17T12:00:00Z", "editor": {"login": "rita"}, "diff": "/next"},
    ]
