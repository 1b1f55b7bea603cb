"""Issues that leave a repository: deleted or transferred."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.happenings import Happening
from sandbox.records import Issue
from sandbox.world import World
from tests.sandbox.reading_pages import Browser

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
Ask = Callable[..., Any]
Open = Callable[[str | None], Browser]
REPOSITORY = "octo-org/arch"
FIRST = f"/repos/{REPOSITORY}/issues/1"
DELETE = "mutation ($id: ID!) { deleteIssue(input: {issueId: $id}) { repository { name } } }"
TRANSFER = """mutation ($id: ID!, $to: ID!, $make: Boolean) {
    transferIssue(input: {issueId: $id, repositoryId: $to, createLabelsIfMissing: $make}) {
      issue { id number repository { name } labels(first: 9) { nodes { name } } } } }"""
NODE = "query ($id: ID!) { node(id: $id) { id } }"


@pytest.fixture
def issue(act: Act) -> Issue:
    issue = act("wanda").open_issue(
        REPOSITORY, "Topic", labels=("topic", "bug"), assignees=("wanda", "olive")
    )
    act("mallory").react(act("mallory").comment(issue, "Hm"))
    act("wanda").pin(issue)
    return issue


class TestDeleting:
    def test_a_deleted_issue_is_gone_for_good(self, ask: Ask, as_: As, issue: Issue) -> None:
        comment = issue.comments[0]
        assert ask("olive", DELETE, id=issue.id)["data"]["deleteIssue"]["repository"] == {"name": "arch"}
        wanda = as_("wanda")
        answer = wanda.get(FIRST)
        assert (answer.status_code, answer.json()["message"]) == (410, "This issue was deleted")
        assert wanda.get(f"{FIRST}/comments").status_code == 410
        assert wanda.patch(FIRST, json={"title": "x"}).status_code == 410
        assert wanda.get(f"/repos/{REPOSITORY}/issues/comments/{comment.database_id}").status_code == 404
        assert wanda.get(f"/repos/{REPOSITORY}/issues?state=all").json() == []
        for identity in (issue.id, comment.id, comment.reactions[0].id):
            assert ask("wanda", NODE, id=identity)["errors"][0]["type"] == "NOT_FOUND"

    def test_its_number_is_not_given_again(self, ask: Ask, as_: As, issue: Issue) -> None:
        ask("olive", DELETE, id=issue.id)
        made = as_("wanda").post(f"/repos/{REPOSITORY}/issues", json={"title": "x"})
        assert made.json()["number"] == 2

    def test_it_leaves_pins_milestone_parts_and_other_timelines(
        self, ask: Ask, as_: As, act: Act, issue: Issue, world: World
    ) -> None:
        wanda = as_("wanda")
        wanda.post(f"/repos/{REPOSITORY}/milestones", json={"title": "Spring"})
        wanda.patch(FIRST, json={"milestone": 1, "body": "Like #2"})
        other = act("wanda").open_issue(REPOSITORY, "Other")
        wanda.patch(FIRST, json={"body": "Rather like #2"})
        wanda.post(f"{FIRST}/sub_issues", json={"sub_issue_id": other.database_id})
        ask("olive", DELETE, id=issue.id)
        assert world.repository(REPOSITORY).pinned == []
        assert wanda.get(f"/repos/{REPOSITORY}/milestones/1").json()["open_issues"] == 0
        assert wanda.get(f"/repos/{REPOSITORY}/issues/2/parent").status_code == 404
        assert wanda.get(f"/repos/{REPOSITORY}/issues/2/timeline").json() == []

    def test_only_admins_may(self, ask: Ask, issue: Issue, world: World) -> None:
        for login in ("wanda", "mallory", "workflow"):
            assert ask(login, DELETE, id=issue.id)["errors"][0]["type"] == "FORBIDDEN"
        assert world.repository(REPOSITORY).issue(1) is issue

    def test_listeners_hear_of_it(self, ask: Ask, issue: Issue, world: World) -> None:
        heard: list[Happening] = []
        world.listeners.append(heard.append)
        ask("olive", DELETE, id=issue.id)
        assert [(one.event, one.action, one.subject) for one in heard] == [("issues", "deleted", issue)]


@pytest.fixture
def other(world: World) -> str:
    return world.add_repository("octo-org/other", roles={"wanda": "write"}).id


class TestTransferring:
    def test_it_gets_a_new_number_and_id_and_keeps_its_comments(
        self, ask: Ask, as_: As, act: Act, issue: Issue, other: str
    ) -> None:
        act("wanda").open_issue("octo-org/other", "Was here before")
        before = issue.id
        moved = ask("wanda", TRANSFER, id=issue.id, to=other)["data"]["transferIssue"]["issue"]
        assert (moved["number"], moved["repository"]) == (2, {"name": "other"})
        assert moved["id"] != before
        assert ask("wanda", NODE, id=before)["errors"][0]["type"] == "NOT_FOUND"
        told = as_("wanda").get("/repos/octo-org/other/issues/2/comments").json()
        assert [comment["body"] for comment in told] == ["Hm"]
        assert as_("wanda").get(told[0]["url"]).status_code == 200

    def test_the_old_address_leads_to_the_new_one(self, ask: Ask, as_: As, issue: Issue, other: str) -> None:
        ask("wanda", TRANSFER, id=issue.id, to=other)
        wanda = as_("wanda")
        answer = wanda.get(FIRST, allow_redirects=False)
        assert (answer.status_code, answer.json()["message"]) == (301, "Moved Permanently")
        assert answer.headers["Location"].endswith("/repos/octo-org/other/issues/1")
        assert wanda.get(FIRST).json()["title"] == "Topic"
        assert wanda.get(f"{FIRST}/comments").json()[0]["body"] == "Hm"
        assert wanda.get(f"/repos/{REPOSITORY}/issues").json() == []

    def test_it_keeps_the_labels_that_are_there_and_the_people_who_can_be_assigned(
        self, ask: Ask, issue: Issue, other: str
    ) -> None:
        moved = ask("wanda", TRANSFER, id=issue.id, to=other)["data"]["transferIssue"]["issue"]
        assert [label["name"] for label in moved["labels"]["nodes"]] == ["bug"]
        assert [one.login for one in issue.assignees] == ["wanda"]

    def test_missing_labels_are_made_when_asked_for(
        self, ask: Ask, issue: Issue, other: str, world: World
    ) -> None:
        ask("wanda", TRANSFER, id=issue.id, to=other, make=True)
        assert [label.name for label in issue.labels] == ["topic", "bug"]
        assert world.repository("octo-org/other").label("topic") is not None

    def test_the_timeline_tells_where_it_came_from(self, ask: Ask, issue: Issue, other: str) -> None:
        ask("wanda", TRANSFER, id=issue.id, to=other)
        reading = """query ($id: ID!) { node(id: $id) { ... on Issue {
            timelineItems(first: 9, itemTypes: [TRANSFERRED_EVENT]) { nodes {
              ... on TransferredEvent { fromRepository { name } issue { number } } } } } } }"""
        (told,) = ask("wanda", reading, id=issue.id)["data"]["node"]["timelineItems"]["nodes"]
        assert told == {"fromRepository": {"name": "arch"}, "issue": {"number": 1}}

    def test_it_goes_only_where_it_may(
        self, ask: Ask, issue: Issue, other: str, act: Act, world: World
    ) -> None:
        own = world.add_repository("wanda/own").id
        secret = world.repository("octo-org/secret").id
        assert ask("wanda", TRANSFER, id=issue.id, to=own)["errors"][0]["type"] == "UNPROCESSABLE"
        assert ask("mallory", TRANSFER, id=issue.id, to=other)["errors"][0]["type"] == "FORBIDDEN"
        hidden = act("wanda").open_issue("octo-org/secret", "Hidden")
        assert ask("wanda", TRANSFER, id=hidden.id, to=other)["errors"][0]["type"] == "UNPROCESSABLE"
        assert "errors" not in ask("wanda", TRANSFER, id=issue.id, to=secret)

    def test_where_it_went_is_not_told_to_those_who_may_not_look_there(
        self, ask: Ask, as_: As, issue: Issue, world: World
    ) -> None:
        ask("wanda", TRANSFER, id=issue.id, to=world.repository("octo-org/secret").id)
        assert as_("mallory").get(FIRST, allow_redirects=False).status_code == 404
        assert as_("wanda").get(FIRST, allow_redirects=False).status_code == 301

    def test_deleted_there_it_is_gone_here_too(
        self, ask: Ask, as_: As, issue: Issue, other: str, world: World
    ) -> None:
        world.repository("octo-org/other").roles["olive"] = world.repository(REPOSITORY).roles["olive"]
        ask("wanda", TRANSFER, id=issue.id, to=other)
        ask("olive", DELETE, id=issue.id)
        assert as_("wanda").get(FIRST).status_code == 410


class TestOldLinks:
    """What a browser finds at the page where an issue was."""

    PAGE = f"/{REPOSITORY}/issues/1"

    def test_one_leads_to_the_page_of_a_transferred_issue(
        self, ask: Ask, browse: Open, issue: Issue, other: str
    ) -> None:
        ask("wanda", TRANSFER, id=issue.id, to=other)
        answer = browse("wanda").get(self.PAGE)
        assert (answer.status_code, answer.url.endswith("/octo-org/other/issues/1")) == (200, True)
        assert "Topic" in answer.text

    def test_a_form_from_before_leads_there_too(
        self, ask: Ask, browse: Open, issue: Issue, other: str
    ) -> None:
        wanda = browse("wanda")
        form = wanda.read(self.PAGE).form(f"{self.PAGE}/comments")
        ask("wanda", TRANSFER, id=issue.id, to=other)
        answer = wanda.post(form.action, form, body="Late")
        assert (answer.status_code, answer.url.endswith("/octo-org/other/issues/1")) == (200, True)
        assert len(issue.comments) == 1

    def test_one_tells_nobody_where_they_may_not_look(
        self, ask: Ask, browse: Open, issue: Issue, world: World
    ) -> None:
        ask("wanda", TRANSFER, id=issue.id, to=world.repository("octo-org/secret").id)
        assert browse("mallory").get(self.PAGE).status_code == 404
        assert browse("wanda").get(self.PAGE).url.endswith("/octo-org/secret/issues/1")

    def test_one_says_that_an_issue_was_deleted(self, ask: Ask, browse: Open, issue: Issue) -> None:
        ask("olive", DELETE, id=issue.id)
        answer = browse("wanda").get(self.PAGE)
        assert (answer.status_code, "This issue was deleted" in answer.text) == (410, True)
