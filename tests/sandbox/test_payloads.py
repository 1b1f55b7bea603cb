"""What each event tells: its name and action, in order, and the JSON that comes with it."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from arch_hour.rules.events import Command, parse_event
from sandbox.actor import Actor
from sandbox.apps import add_app, install
from sandbox.happenings import Happening
from sandbox.hooks.payloads import payload_of
from sandbox.records import Issue
from sandbox.server import Running
from sandbox.world import World
from tests.sandbox import openapi
from tests.sandbox.receiver import receiving

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
REPOSITORY = "octo-org/arch"
ARCH = f"/repos/{REPOSITORY}"
ADDRESS = "http://127.0.0.1:1"


class Heard:
    """What was announced in a world, with the payload of that moment."""

    def __init__(self, world: World) -> None:
        self.told: list[tuple[str, str | None]] = []
        self.payloads: list[Any] = []
        world.listeners.append(self._hear)

    def _hear(self, happening: Happening) -> None:
        self.told.append((happening.event, happening.action))
        self.payloads.append(payload_of(ADDRESS, happening))

    def since(self, start: int) -> list[str]:
        return [f"{event} {action}" for event, action in self.told[start:]]


@pytest.fixture
def heard(world: World) -> Heard:
    return Heard(world)


@pytest.fixture
def issue(act: Act, heard: Heard) -> Issue:  # noqa: ARG001 - what is opened must be heard
    return act("wanda").open_issue(REPOSITORY, "Topic", "Body")


def test_a_new_issue_is_opened_first_and_shows_its_labels_and_assignees_already(
    act: Act, heard: Heard
) -> None:
    act("wanda").open_issue(REPOSITORY, "Topic", labels=("bug", "new"), assignees=("olive",))
    assert heard.since(0) == [
        "issues opened",
        "label created",
        "issues labeled",
        "issues labeled",
        "issues assigned",
    ]
    opened = heard.payloads[0]
    assert [label["name"] for label in opened["issue"]["labels"]] == ["bug", "new"]
    assert opened["issue"]["assignees"][0]["login"] == "olive"
    assert "label" not in opened
    assert (heard.payloads[2]["label"]["name"], heard.payloads[4]["assignee"]["login"]) == ("bug", "olive")


@pytest.mark.usefixtures("issue")
def test_an_edit_of_title_and_text_is_one_event(as_: As, heard: Heard) -> None:
    body = {"title": "Subject", "body": "Text", "state": "closed"}
    as_("wanda").patch(f"{ARCH}/issues/1", json=body)
    assert heard.since(1) == ["issues edited", "issues closed"]
    assert heard.payloads[1]["changes"] == {"title": {"from": "Topic"}, "body": {"from": "Body"}}
    assert heard.payloads[1]["issue"]["state"] == "open"
    assert heard.payloads[2]["issue"]["state"] == "closed"


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        (lambda who, issue: who.rename(issue, "Topic"), []),
        (lambda who, issue: who.edit(issue, "Body"), []),
        (lambda who, issue: (who.close(issue), who.close(issue)), ["issues closed"]),
        (lambda who, issue: (who.close(issue), who.reopen(issue)), ["issues closed", "issues reopened"]),
        (lambda who, issue: who.lock(issue), ["issues locked"]),
        (lambda who, issue: (who.lock(issue), who.unlock(issue)), ["issues locked", "issues unlocked"]),
        (lambda who, issue: who.pin(issue), ["issues pinned"]),
        (lambda who, issue: who.label(issue, "bug", "bug"), ["issues labeled"]),
        (
            lambda who, issue: (who.label(issue, "bug"), who.unlabel(issue, "bug")),
            ["issues labeled", "issues unlabeled"],
        ),
        (
            lambda who, issue: (who.assign(issue, "olive"), who.unassign(issue, "olive")),
            ["issues assigned", "issues unassigned"],
        ),
        (lambda who, issue: who.react(issue), []),
        (lambda who, issue: who.react(who.comment(issue, "Hm")), ["issue_comment created"]),
        (
            lambda who, issue: who.edit(who.comment(issue, "Hm"), "Oh"),
            ["issue_comment created", "issue_comment edited"],
        ),
        (lambda who, issue: who.edit(who.comment(issue, "Hm"), "Hm"), ["issue_comment created"]),
        (
            lambda who, issue: who.delete(who.comment(issue, "Hm")),
            ["issue_comment created", "issue_comment deleted"],
        ),
    ],
    ids=[
        "the same title",
        "the same text",
        "closed twice",
        "reopened",
        "locked",
        "unlocked",
        "pinned",
        "labeled twice",
        "unlabeled",
        "assigned",
        "a reaction",
        "a reaction on a comment",
        "an edited comment",
        "the same comment",
        "a deleted comment",
    ],
)
def test_what_is_told_of_an_issue(
    act: Act, heard: Heard, issue: Issue, deed: Callable[[Any, Issue], object], told: list[str]
) -> None:
    deed(act("wanda"), issue)
    assert heard.since(1) == told


def test_what_was_refused_is_not_told(as_: As, heard: Heard) -> None:
    as_("wanda").post(f"{ARCH}/issues", json={"title": "Topic", "assignees": ["mallory"]})
    as_("mallory").post(f"{ARCH}/labels", json={"name": "x"})
    assert heard.told == []


def test_comments_on_pull_requests_are_told_with_a_mark(act: Act, heard: Heard) -> None:
    wanda = act("wanda")
    wanda.edit(wanda.comment(wanda.open_pull_request(REPOSITORY, "Change"), "Hm"), "Oh")
    created, edited = heard.payloads[-2:]
    assert "pull_request" in created["issue"]
    assert (edited["comment"]["body"], edited["changes"]) == ("Oh", {"body": {"from": "Hm"}})
    assert heard.payloads[0] is None


def test_labels_of_the_repository(as_: As, heard: Heard) -> None:
    wanda = as_("wanda")
    wanda.post(f"{ARCH}/labels", json={"name": "minutes", "color": "0e8a16"})
    wanda.patch(f"{ARCH}/labels/minutes", json={"new_name": "notes", "color": "ffffff"})
    wanda.delete(f"{ARCH}/labels/notes")
    assert heard.since(0) == ["label created", "label edited", "label deleted"]
    assert heard.payloads[1]["changes"] == {"name": {"from": "minutes"}, "color": {"from": "0e8a16"}}
    assert heard.payloads[2]["label"]["name"] == "notes"


@pytest.mark.usefixtures("issue")
def test_sub_issues_are_told_from_both_sides(as_: As, act: Act, heard: Heard) -> None:
    part = act("wanda").open_issue(REPOSITORY, "Part")
    as_("wanda").post(f"{ARCH}/issues/1/sub_issues", json={"sub_issue_id": part.database_id})
    assert heard.since(2) == ["sub_issues sub_issue_added", "sub_issues parent_issue_added"]
    for payload in heard.payloads[2:]:
        assert (payload["sub_issue"]["title"], payload["parent_issue"]["title"]) == ("Part", "Topic")


@pytest.mark.usefixtures("issue")
def test_milestones_and_types_are_told(as_: As, heard: Heard) -> None:
    wanda = as_("wanda")
    wanda.post(f"{ARCH}/milestones", json={"title": "May"})
    wanda.patch(f"{ARCH}/issues/1", json={"milestone": 1, "type": "Task"})
    assert heard.since(1) == ["milestone created", "issues milestoned", "issues typed"]
    assert heard.payloads[2]["milestone"]["title"] == "May"
    assert heard.payloads[3]["type"]["name"] == "Task"


def test_every_payload_tells_where_and_by_whom(act: Act, heard: Heard, issue: Issue) -> None:
    act("olive").comment(issue, "Hm")
    payload = heard.payloads[-1]
    assert payload["sender"]["login"] == "olive"
    assert payload["repository"]["full_name"] == REPOSITORY
    assert payload["organization"]["login"] == "octo-org"
    assert "permissions" not in payload["repository"]
    assert payload["issue"]["url"].startswith(f"{ADDRESS}/repos/")


@pytest.mark.skipif(not openapi.FILE.exists(), reason=openapi.ABSENT)
def test_issues_and_comments_are_as_github_describes_them(act: Act, heard: Heard, issue: Issue) -> None:
    act("olive").comment(issue, "Hm")
    payload = heard.payloads[-1]
    for name, schema in (("issue", "issue"), ("comment", "issue-comment"), ("sender", "simple-user")):
        reference = {"$ref": f"#/components/schemas/{schema}"}
        assert openapi.problems(reference, payload[name]) == []


def test_the_product_reads_them(act: Act, heard: Heard, issue: Issue) -> None:
    wanda = act("wanda")
    wanda.comment(issue, "Hm")
    wanda.comment(wanda.open_pull_request(REPOSITORY, "Change"), "Hm")
    wanda.label(issue, "bug")
    wanda.comment(issue, "ACTION @olive to write")
    calls = [
        parse_event(told[0], payload or {}).command
        for told, payload in zip(heard.told, heard.payloads, strict=True)
    ]
    assert calls == [None, None, None, None, Command.ALL, Command.ALL]


def test_an_app_is_told_for_which_installation(running: Running, world: World, act: Act) -> None:
    with receiving() as receiver:
        app = add_app(world, "coffee-bot", "octo-org", events=["issues"])
        app.webhook_url, app.webhook_secret = receiver.url, "s"
        installation = install(world, app, "octo-org")
        issue = act("wanda").open_issue(REPOSITORY, "Topic")
        act("wanda").comment(issue, "Not an event that the app wants")
        running.engines.sender.drain()
    made, received = receiver.received
    assert made.event == "installation"
    assert received.payload["installation"]["id"] == installation.database_id
    assert received.headers["X-GitHub-Hook-Installation-Target-Type"] == "integration"
    assert received.headers["X-GitHub-Hook-Installation-Target-ID"] == str(app.database_id)


def test_projects_are_told_to_organizations(world: World, heard: Heard, issue: Issue, ask: Any) -> None:
    project = world.add_project("octo-org", "Board", by="olive", public=True, roles={"wanda": "writer"})
    mutation = """mutation($p: ID!, $c: ID!) {
      addProjectV2ItemById(input: {projectId: $p, contentId: $c}) { item { id } } }"""
    answer = ask("wanda", mutation, p=project.id, c=issue.id)
    assert "errors" not in answer
    told = dict(zip(heard.told, heard.payloads, strict=True))
    payload = told["projects_v2_item", "created"]
    assert payload["projects_v2_item"]["content_node_id"] == issue.id
    assert payload["projects_v2_item"]["content_type"] == "Issue"
    assert payload["organization"]["login"] == "octo-org"
    assert "repository" not in payload


def test_an_organization_s_name_is_not_told_as_its_description(world: World, act: Act, heard: Heard) -> None:
    world.account("octo-org").name = "The Octopodes"
    act("wanda").open_issue(REPOSITORY, "Topic")
    assert heard.payloads[0]["organization"]["description"] is None
