"""What GraphQL writes goes through the same rules as REST."""

from collections.abc import Callable
from typing import Any

import requests

from sandbox.actor import Actor
from sandbox.server import Running
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
Ask = Callable[..., Any]
REPOSITORY = "octo-org/arch"


def test_an_issue_is_opened_edited_closed_and_opened_again(ask: Ask, world: World) -> None:
    repository = world.repository(REPOSITORY)
    bug = repository.labels["bug"]
    answer = ask(
        "wanda",
        "mutation ($input: CreateIssueInput!) { createIssue(input: $input) { clientMutationId issue { id number } } }",
        input={"repositoryId": repository.id, "title": "New", "labelIds": [bug.id], "clientMutationId": "7"},
    )
    created = answer["data"]["createIssue"]
    assert (created["clientMutationId"], created["issue"]["number"]) == ("7", 1)
    issue = repository.issue(1)
    assert issue.labels == [bug]
    ask(
        "wanda",
        "mutation ($input: UpdateIssueInput!) { updateIssue(input: $input) { issue { id } } }",
        input={"id": issue.id, "body": "Text", "assigneeIds": [world.account("olive").id]},
    )
    assert (issue.title, issue.body, issue.assignees) == ("New", "Text", [world.account("olive")])
    closing = (
        "mutation ($id: ID!) { closeIssue(input: {issueId: $id, stateReason: DUPLICATE}) { issue { %s } } }"
    )
    reason = "stateReason(enableDuplicate: true)"
    assert (
        ask("wanda", closing % reason, id=issue.id)["data"]["closeIssue"]["issue"]["stateReason"]
        == "DUPLICATE"
    )
    opening = "mutation ($id: ID!) { reopenIssue(input: {issueId: $id}) { issue { state stateReason } } }"
    assert ask("wanda", opening, id=issue.id)["data"]["reopenIssue"]["issue"] == {
        "state": "OPEN",
        "stateReason": "REOPENED",
    }


def test_comments_and_reactions(ask: Ask, act: Act) -> None:
    issue = act("wanda").open_issue(REPOSITORY, "Topic")
    adding = """mutation ($id: ID!) { addComment(input: {subjectId: $id, body: "Hm"}) {
        commentEdge { node { id body author { login } } } } }"""
    node = ask("mallory", adding, id=issue.id)["data"]["addComment"]["commentEdge"]["node"]
    assert (node["body"], node["author"]) == ("Hm", {"login": "mallory"})
    updating = (
        'mutation ($id: ID!) { updateIssueComment(input: {id: $id, body: "Oh"}) { issueComment { body } } }'
    )
    ask("mallory", updating, id=node["id"])
    assert issue.comments[0].body == "Oh"
    reacting = """mutation ($id: ID!) { addReaction(input: {subjectId: $id, content: EYES}) {
        reaction { content user { login } } subject { id } } }"""
    reaction = ask("mallory", reacting, id=node["id"])["data"]["addReaction"]["reaction"]
    assert reaction == {"content": "EYES", "user": {"login": "mallory"}}
    taking_back = """mutation ($id: ID!) { removeReaction(input: {subjectId: $id, content: EYES}) {
        reaction { content } } }"""
    ask("mallory", taking_back, id=node["id"])
    assert issue.comments[0].reactions == []


def test_at_most_three_issues_are_pinned(ask: Ask, act: Act) -> None:
    issues = [act("wanda").open_issue(REPOSITORY, f"Issue {number}") for number in range(4)]
    pinning = "mutation ($id: ID!) { pinIssue(input: {issueId: $id}) { issue { isPinned } } }"
    for issue in issues[:3]:
        assert ask("wanda", pinning, id=issue.id)["data"]["pinIssue"]["issue"] == {"isPinned": True}
    refused = ask("wanda", pinning, id=issues[3].id)
    assert (refused["data"], refused["errors"][0]["type"]) == ({"pinIssue": None}, "UNPROCESSABLE")
    ask("wanda", "mutation ($id: ID!) { unpinIssue(input: {issueId: $id}) { id } }", id=issues[0].id)
    assert "errors" not in ask("wanda", pinning, id=issues[3].id)
    listing = "pinnedIssues(first: 3) { nodes { issue { number } } }"
    answer = ask("wanda", f'{{ repository(owner: "octo-org", name: "arch") {{ {listing} }} }}')
    pins = answer["data"]["repository"]["pinnedIssues"]["nodes"]
    assert [pin["issue"]["number"] for pin in pins] == [2, 3, 4]


def test_strangers_are_refused(ask: Ask, act: Act, running: Running) -> None:
    issue = act("wanda").open_issue(REPOSITORY, "Topic")
    answer = ask(
        "mallory", "mutation ($id: ID!) { closeIssue(input: {issueId: $id}) { issue { id } } }", id=issue.id
    )
    assert (answer["data"], answer["errors"][0]["type"]) == ({"closeIssue": None}, "FORBIDDEN")
    assert issue.is_open
    assert running.log.entries[-1].is_write, "a refused mutation is a write that was tried"
