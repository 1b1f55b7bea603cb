"""Labels, assignees, comments and reactions over REST: facts sheet, sections 1 and 2."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import requests

from sandbox.actor import Actor
from sandbox.records import Issue
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
ARCH = "/repos/octo-org/arch"
FIRST = f"{ARCH}/issues/1"


@pytest.fixture
def issue(act: Act) -> Issue:
    return act("wanda").open_issue("octo-org/arch", "The first")


class TestReactions:
    def test_a_repeated_one_is_200_and_keeps_its_first_time(
        self, as_: As, issue: Issue, world: World
    ) -> None:
        assert issue.number == 1
        mallory = as_("mallory")
        first = mallory.post(f"{FIRST}/reactions", json={"content": "+1"})
        world.clock.move(timedelta(days=1))
        again = mallory.post(f"{FIRST}/reactions", json={"content": "+1"})
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        assert again.json()["created_at"] == "2020-12-17T12:00:00Z"

    def test_taken_back_and_given_again_it_has_a_new_time(self, as_: As, issue: Issue, world: World) -> None:
        assert issue.number == 1
        mallory = as_("mallory")
        first = mallory.post(f"{FIRST}/reactions", json={"content": "+1"}).json()
        world.clock.move(timedelta(days=1))
        assert mallory.delete(f"{FIRST}/reactions/{first['id']}").status_code == 204
        again = mallory.post(f"{FIRST}/reactions", json={"content": "+1"})
        assert (again.status_code, again.json()["created_at"]) == (201, "2020-12-18T12:00:00Z")

    def test_the_rollup_counts_the_opening_post_and_comments_apart(
        self, as_: As, act: Act, issue: Issue
    ) -> None:
        comment = act("olive").comment(issue, "Hm")
        act("mallory").react(issue)
        act("olive").react(issue)
        act("olive").react(issue, "heart")
        act("wanda").react(comment, "-1")
        rollup = as_("wanda").get(FIRST).json()["reactions"]
        assert (rollup["total_count"], rollup["+1"], rollup["heart"], rollup["-1"]) == (3, 2, 1, 0)
        rollup = as_("wanda").get(f"{FIRST}/comments").json()[0]["reactions"]
        assert (rollup["total_count"], rollup["-1"]) == (1, 1)

    def test_voters_are_listed_by_content(self, as_: As, act: Act, issue: Issue) -> None:
        act("mallory").react(issue)
        act("olive").react(issue, "heart")
        listed = as_("wanda").get(f"{FIRST}/reactions?content=%2B1").json()
        assert [reaction["user"]["login"] for reaction in listed] == ["mallory"]

    def test_a_locked_issue_takes_none_from_anyone(self, as_: As, act: Act, issue: Issue) -> None:
        act("wanda").lock(issue)
        for login in ("mallory", "olive"):
            answer = as_(login).post(f"{FIRST}/reactions", json={"content": "+1"})
            assert answer.status_code == 403

    def test_they_do_not_count_as_an_update(self, act: Act, issue: Issue, world: World) -> None:
        world.clock.move(timedelta(days=1))
        act("mallory").react(issue)
        assert issue.updated_at == issue.created_at

    def test_only_ones_own_can_be_taken_back(self, as_: As, act: Act, issue: Issue) -> None:
        reaction = act("mallory").react(issue)
        assert as_("olive").delete(f"{FIRST}/reactions/{reaction.database_id}").status_code == 403

    def test_an_unknown_content_is_refused(self, as_: As, issue: Issue) -> None:
        assert issue.number == 1
        assert as_("olive").post(f"{FIRST}/reactions", json={"content": "clap"}).status_code == 422


class TestLabels:
    def test_adding_one_again_makes_no_event(self, as_: As, issue: Issue) -> None:
        wanda = as_("wanda")
        for _ in range(2):
            answer = wanda.post(f"{FIRST}/labels", json={"labels": ["bug"]})
            assert [label["name"] for label in answer.json()] == ["bug"]
        assert len(issue.events) == 1

    def test_a_bare_list_is_taken_too(self, as_: As, issue: Issue) -> None:
        assert as_("wanda").put(f"{FIRST}/labels", json=["bug", "Newly made"]).status_code == 200
        assert [label.name for label in issue.labels] == ["bug", "Newly made"]

    def test_taking_off_what_is_not_on_is_404(self, as_: As, issue: Issue) -> None:
        assert issue.labels == []
        answer = as_("wanda").delete(f"{FIRST}/labels/bug")
        assert (answer.status_code, answer.json()["message"]) == (404, "Label does not exist")

    def test_names_with_colons_blanks_and_slashes_are_found(self, as_: As, act: Act, issue: Issue) -> None:
        act("wanda").label(issue, "topic: on/hold")
        assert as_("wanda").delete(f"{FIRST}/labels/topic:%20on%2Fhold").json() == []

    def test_a_label_is_made_once_in_any_case(self, as_: As) -> None:
        wanda = as_("wanda")
        label = {"name": "topic", "color": "0e8a16", "description": "What to talk about"}
        assert wanda.post(f"{ARCH}/labels", json=label).status_code == 201
        again = wanda.post(f"{ARCH}/labels", json={**label, "name": "Topic"})
        assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "already_exists")
        assert wanda.get(f"{ARCH}/labels/TOPIC").json()["color"] == "0e8a16"

    def test_a_renamed_label_stays_on_its_issues(self, as_: As, act: Act, issue: Issue) -> None:
        act("wanda").label(issue, "bug")
        assert as_("wanda").patch(f"{ARCH}/labels/bug", json={"new_name": "defect"}).status_code == 200
        assert [label["name"] for label in as_("wanda").get(f"{FIRST}/labels").json()] == ["defect"]

    def test_a_deleted_label_leaves_its_issues(self, as_: As, act: Act, issue: Issue) -> None:
        act("wanda").label(issue, "bug")
        assert as_("wanda").delete(f"{ARCH}/labels/bug").status_code == 204
        assert issue.labels == []


class TestAssignees:
    def test_the_endpoint_skips_silently_who_cannot_be_assigned(self, as_: As, issue: Issue) -> None:
        assert issue.assignees == []
        people = {"assignees": ["wanda", "mallory", "nobody-at-all", "sleepy", "Olive"]}
        answer = as_("workflow").post(f"{FIRST}/assignees", json=people)
        assert answer.status_code == 201
        assert [person["login"] for person in answer.json()["assignees"]] == ["wanda", "olive"]

    def test_it_ignores_callers_without_push(self, as_: As, issue: Issue) -> None:
        assert as_("mallory").post(f"{FIRST}/assignees", json={"assignees": ["wanda"]}).status_code == 201
        assert issue.assignees == []

    @pytest.mark.parametrize(
        ("login", "status"),
        [
            pytest.param("wanda", 204, id="who can write"),
            pytest.param("rita", 204, id="an organization member who can read"),
            pytest.param("mallory", 404, id="a stranger"),
            pytest.param("sleepy", 404, id="a suspended account"),
            pytest.param("nobody-at-all", 404, id="nobody"),
        ],
    )
    def test_the_check_says_who_can_be_assigned(self, as_: As, issue: Issue, login: str, status: int) -> None:
        assert issue.number == 1
        assert as_("workflow").get(f"{ARCH}/assignees/{login}").status_code == status
        assert as_("workflow").get(f"{FIRST}/assignees/{login}").status_code == status

    def test_who_commented_on_the_issue_can_be_assigned_to_it(self, as_: As, act: Act, issue: Issue) -> None:
        act("mallory").comment(issue, "I could do that")
        assert as_("workflow").get(f"{FIRST}/assignees/mallory").status_code == 204
        assert as_("workflow").get(f"{ARCH}/assignees/mallory").status_code == 404

    def test_removing_tells_who_removed(self, as_: As, act: Act, issue: Issue) -> None:
        act("wanda").assign(issue, "olive")
        answer = as_("wanda").delete(f"{FIRST}/assignees", json={"assignees": ["olive", "mallory"]})
        assert answer.json()["assignees"] == []
        event = as_("wanda").get(f"{FIRST}/events").json()[-1]
        assert (event["event"], event["actor"]["login"], event["assignee"]["login"]) == (
            "unassigned",
            "wanda",
            "olive",
        )


class TestComments:
    def test_they_are_edited_and_deleted_by_author_and_writers(self, as_: As, act: Act, issue: Issue) -> None:
        comment = act("mallory").comment(issue, "One")
        address = f"{ARCH}/issues/comments/{comment.database_id}"
        assert as_("mallory").patch(address, json={"body": "Two"}).json()["body"] == "Two"
        assert as_("wanda").patch(address, json={"body": "Three"}).status_code == 200
        assert as_("wanda").delete(address).status_code == 204
        assert as_("wanda").get(address).status_code == 404

    def test_an_empty_one_is_refused(self, as_: As, issue: Issue) -> None:
        assert issue.number == 1
        assert as_("wanda").post(f"{FIRST}/comments", json={"body": " \n"}).status_code == 422

    def test_one_over_65_536_characters_is_refused(self, as_: As, issue: Issue) -> None:
        assert issue.number == 1
        assert as_("wanda").post(f"{FIRST}/comments", json={"body": "x" * 65_537}).status_code == 422
        assert as_("wanda").post(f"{FIRST}/comments", json={"body": "x" * 65_536}).status_code == 201

    def test_they_are_listed_oldest_first_with_since(
        self, as_: As, act: Act, issue: Issue, world: World
    ) -> None:
        act("olive").comment(issue, "One")
        world.clock.move(timedelta(hours=1))
        act("olive").comment(issue, "Two")
        wanda = as_("wanda")
        assert [one["body"] for one in wanda.get(f"{FIRST}/comments").json()] == ["One", "Two"]
        later = wanda.get(f"{FIRST}/comments?since=2020-12-17T12:30:00Z").json()
        assert [one["body"] for one in later] == ["Two"]
        newest = wanda.get(f"{ARCH}/issues/comments?sort=created&direction=desc").json()
        assert [one["body"] for one in newest] == ["Two", "One"]
