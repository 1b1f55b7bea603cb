"""Issues over REST: facts sheet, sections 2 and 3."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.words import Plan
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
REPOSITORY = "octo-org/arch"
ARCH = f"/repos/{REPOSITORY}"


def titles(answer: requests.Response) -> list[str]:
    return [issue["title"] for issue in answer.json()]


def test_lists_have_pull_requests_among_the_issues(as_: As, act: Act) -> None:
    act("wanda").open_issue(REPOSITORY, "An issue")
    act("wanda").open_pull_request(REPOSITORY, "A pull request")
    listed = as_("wanda").get(f"{ARCH}/issues").json()
    assert {issue["title"]: "pull_request" in issue for issue in listed} == {
        "An issue": False,
        "A pull request": True,
    }
    assert [issue["number"] for issue in listed] == [2, 1], "both are on one number line"


def test_several_labels_must_all_be_there(as_: As, act: Act) -> None:
    wanda = act("wanda")
    wanda.open_issue(REPOSITORY, "Both", labels=("topic", "bug"))
    wanda.open_issue(REPOSITORY, "One", labels=("topic",))
    assert titles(as_("wanda").get(f"{ARCH}/issues?labels=Topic,bug")) == ["Both"]


def test_filters_by_state_creator_assignee_and_since(as_: As, act: Act, world: World) -> None:
    closed = act("wanda").open_issue(REPOSITORY, "Closed", assignees=("wanda",))
    act("wanda").close(closed)
    world.clock.move(timedelta(hours=1))
    act("mallory").open_issue(REPOSITORY, "Open")
    wanda = as_("wanda")
    assert titles(wanda.get(f"{ARCH}/issues")) == ["Open"]
    assert titles(wanda.get(f"{ARCH}/issues?state=closed")) == ["Closed"]
    assert titles(wanda.get(f"{ARCH}/issues?state=all&direction=asc")) == ["Closed", "Open"]
    assert titles(wanda.get(f"{ARCH}/issues?state=all&creator=Mallory")) == ["Open"]
    assert titles(wanda.get(f"{ARCH}/issues?state=all&assignee=wanda")) == ["Closed"]
    assert titles(wanda.get(f"{ARCH}/issues?state=all&assignee=none")) == ["Open"]
    assert titles(wanda.get(f"{ARCH}/issues?state=all&since=2020-12-17T12:30:00Z")) == ["Open"]


def test_creator_of_a_bot_is_its_login_with_suffix(as_: As) -> None:
    workflow = as_("workflow")
    workflow.post(f"{ARCH}/issues", json={"title": "Agenda"})
    assert titles(workflow.get(f"{ARCH}/issues?creator=github-actions[bot]")) == ["Agenda"]
    assert titles(workflow.get(f"{ARCH}/issues?creator=github-actions")) == []


class TestPages:
    @pytest.fixture(autouse=True)
    def _many(self, act: Act) -> None:
        wanda = act("wanda")
        for number in range(1, 106):
            wanda.open_issue(REPOSITORY, f"Issue {number}")

    def test_thirty_on_a_page_unless_told(self, as_: As) -> None:
        assert len(as_("wanda").get(f"{ARCH}/issues").json()) == 30

    def test_at_most_a_hundred_on_a_page(self, as_: As) -> None:
        assert len(as_("wanda").get(f"{ARCH}/issues?per_page=500").json()) == 100

    def test_the_first_page_links_to_next_and_last(self, as_: As) -> None:
        answer = as_("wanda").get(f"{ARCH}/issues?per_page=50&labels=")
        assert set(answer.links) == {"next", "last"}
        assert answer.links["last"]["url"].endswith("page=3")

    def test_following_next_finds_everything_once(self, as_: As) -> None:
        wanda = as_("wanda")
        answer = wanda.get(f"{ARCH}/issues?per_page=50")
        found = titles(answer)
        while "next" in answer.links:
            answer = wanda.get(answer.links["next"]["url"])
            found += titles(answer)
        assert sorted(found) == sorted(f"Issue {number}" for number in range(1, 106))
        assert set(answer.links) == {"prev", "first"}

    def test_a_page_beyond_the_last_is_empty(self, as_: As) -> None:
        assert as_("wanda").get(f"{ARCH}/issues?page=9").json() == []


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        pytest.param({"title": ""}, "title", id="no title"),
        pytest.param({"title": "x" * 257}, "title", id="title over 256 characters"),
        pytest.param({"title": "x", "body": "x" * 65_537}, "body", id="body over 65,536 characters"),
        pytest.param({"title": "x", "labels": [str(n) for n in range(101)]}, "labels", id="101 labels"),
        pytest.param({"title": "x", "assignees": ["wanda", "mallory"]}, "assignees", id="cannot be assigned"),
        pytest.param({"title": "x", "assignees": ["nobody-at-all"]}, "assignees", id="does not exist"),
    ],
)
def test_what_does_not_fit_is_refused_and_makes_nothing(
    as_: As, world: World, draft: dict[str, Any], field: str
) -> None:
    answer = as_("wanda").post(f"{ARCH}/issues", json=draft)
    assert answer.status_code == 422
    assert answer.json()["message"] == "Validation Failed"
    assert answer.json()["errors"][0]["field"] == field
    assert world.repository(REPOSITORY).issues == {}
    assert world.repository(REPOSITORY).label("0") is None


def test_what_just_fits_is_taken(as_: As) -> None:
    draft = {"title": "x" * 256, "body": "é" * 65_536, "labels": [str(n) for n in range(100)]}
    answer = as_("wanda").post(f"{ARCH}/issues", json=draft)
    assert answer.status_code == 201
    assert len(answer.json()["labels"]) == 100


def test_at_most_ten_assignees(as_: As, world: World) -> None:
    people = [f"person{n}" for n in range(11)]
    for login in people:
        world.add_user(login)
        world.repository(REPOSITORY).roles[login] = world.repository(REPOSITORY).roles["wanda"]
    wanda = as_("wanda")
    assert wanda.post(f"{ARCH}/issues", json={"title": "x", "assignees": people}).status_code == 422
    assert wanda.post(f"{ARCH}/issues", json={"title": "x", "assignees": people[:10]}).status_code == 201


def test_a_title_must_be_given_and_be_text(as_: As) -> None:
    wanda = as_("wanda")
    assert wanda.post(f"{ARCH}/issues", json={"body": "x"}).status_code == 422
    assert wanda.post(f"{ARCH}/issues", json={"title": ["x"]}).status_code == 422
    assert wanda.post(f"{ARCH}/issues", data="{").status_code == 400


def test_line_ends_are_kept_as_they_came(as_: As) -> None:
    wanda = as_("wanda")
    wanda.post(f"{ARCH}/issues", json={"title": "x", "body": "one\r\ntwo\nthree\r\n"})
    assert wanda.get(f"{ARCH}/issues/1").json()["body"] == "one\r\ntwo\nthree\r\n"


def test_unknown_labels_are_made_gray_on_create(as_: As) -> None:
    answer = as_("wanda").post(f"{ARCH}/issues", json={"title": "x", "labels": ["Brand new", "BUG"]}).json()
    assert [(label["name"], label["color"]) for label in answer["labels"]] == [
        ("Brand new", "ededed"),
        ("bug", "d73a4a"),
    ]


def test_an_edit_replaces_whole_sets_and_leaves_the_rest(as_: As, act: Act) -> None:
    act("wanda").open_issue(REPOSITORY, "Title", "Body", labels=("bug", "topic"), assignees=("wanda",))
    changes = {"labels": ["topic", "agenda"], "assignees": ["olive"]}
    answer = as_("wanda").patch(f"{ARCH}/issues/1", json=changes).json()
    assert [label["name"] for label in answer["labels"]] == ["topic", "agenda"]
    assert [person["login"] for person in answer["assignees"]] == ["olive"]
    assert (answer["title"], answer["body"]) == ("Title", "Body")


def test_an_edit_that_is_refused_changes_nothing(as_: As, act: Act) -> None:
    issue = act("wanda").open_issue(REPOSITORY, "Title")
    changes = {"title": "New", "labels": ["bug"], "assignees": ["mallory"]}
    assert as_("wanda").patch(f"{ARCH}/issues/1", json=changes).status_code == 422
    assert (issue.title, issue.labels, issue.events) == ("Title", [], [])


@pytest.mark.parametrize("reason", ["completed", "not_planned", "duplicate"])
def test_closing_says_why(as_: As, act: Act, reason: str) -> None:
    act("wanda").open_issue(REPOSITORY, "x")
    wanda = as_("wanda")
    answer = wanda.patch(f"{ARCH}/issues/1", json={"state": "closed", "state_reason": reason}).json()
    assert (answer["state"], answer["state_reason"]) == ("closed", reason)
    assert (answer["closed_at"], answer["closed_by"]["login"]) == ("2020-12-17T12:00:00Z", "wanda")
    answer = wanda.patch(f"{ARCH}/issues/1", json={"state": "open"}).json()
    assert (answer["state_reason"], answer["closed_at"], answer["closed_by"]) == ("reopened", None, None)


def test_closing_twice_makes_one_event(as_: As, act: Act) -> None:
    act("wanda").open_issue(REPOSITORY, "x")
    wanda = as_("wanda")
    for _ in range(2):
        assert wanda.patch(f"{ARCH}/issues/1", json={"state": "closed"}).json()["state_reason"] == "completed"
    assert [event["event"] for event in wanda.get(f"{ARCH}/issues/1/events").json()] == ["closed"]


def test_an_unknown_state_is_refused(as_: As, act: Act) -> None:
    act("wanda").open_issue(REPOSITORY, "x")
    assert as_("wanda").patch(f"{ARCH}/issues/1", json={"state": "done"}).status_code == 422


def test_times_are_in_utc_and_whole_seconds(as_: As, world: World) -> None:
    world.clock.run()
    answer = as_("wanda").post(f"{ARCH}/issues", json={"title": "x"}).json()
    assert len(answer["created_at"]) == len("2020-12-17T12:00:00Z")
    assert answer["created_at"].endswith("Z")


def test_what_deleted_users_wrote_is_by_nobody(as_: As, act: Act, world: World) -> None:
    issue = act("gone").open_issue(REPOSITORY, "x")
    act("gone").comment(issue, "x")
    act("gone").react(issue)
    world.delete_user("gone")
    wanda = as_("wanda")
    assert wanda.get(f"{ARCH}/issues/1").json()["user"] is None
    assert wanda.get(f"{ARCH}/issues/1/comments").json()[0]["user"] is None
    assert wanda.get(f"{ARCH}/issues/1/reactions").json()[0]["user"] is None


def test_the_timeline_tells_who_did_what(as_: As, act: Act) -> None:
    issue = act("wanda").open_issue(REPOSITORY, "x", labels=("bug",))
    act("wanda").assign(issue, "olive")
    act("olive").unassign(issue, "olive")
    act("tristan").unlabel(issue, "bug")
    act("mallory").comment(issue, "What?")
    act("wanda").rename(issue, "y")
    told = as_("wanda").get(f"{ARCH}/issues/1/timeline").json()
    assert [(entry["event"], entry["actor"]["login"]) for entry in told] == [
        ("labeled", "wanda"),
        ("assigned", "wanda"),
        ("unassigned", "olive"),
        ("unlabeled", "tristan"),
        ("renamed", "wanda"),
        ("commented", "mallory"),
    ]
    assert told[3]["label"]["name"] == "bug"
    assert told[4]["rename"] == {"from": "x", "to": "y"}


def test_ids_do_not_fit_in_32_bits(as_: As, act: Act) -> None:
    issue = act("wanda").open_issue(REPOSITORY, "x")
    comment = act("wanda").comment(issue, "x")
    assert min(issue.database_id, comment.database_id) > 2**31
    assert as_("wanda").get(f"{ARCH}/issues/comments/{comment.database_id}").json()["node_id"] == comment.id


def test_a_locked_conversation_is_for_writers_only(as_: As, act: Act) -> None:
    act("wanda").open_issue(REPOSITORY, "x")
    assert as_("wanda").put(f"{ARCH}/issues/1/lock", json={"lock_reason": "off-topic"}).status_code == 204
    assert as_("wanda").get(f"{ARCH}/issues/1").json()["active_lock_reason"] == "off-topic"
    assert as_("mallory").post(f"{ARCH}/issues/1/comments", json={"body": "Hi"}).status_code == 403
    assert as_("wanda").post(f"{ARCH}/issues/1/comments", json={"body": "Hi"}).status_code == 201
    assert as_("wanda").delete(f"{ARCH}/issues/1/lock").status_code == 204
    assert as_("mallory").post(f"{ARCH}/issues/1/comments", json={"body": "Hi"}).status_code == 201


def test_switched_off_issues_are_gone(as_: As, world: World) -> None:
    world.repository(REPOSITORY).has_issues = False
    assert as_("wanda").post(f"{ARCH}/issues", json={"title": "x"}).status_code == 410


def test_an_archived_repository_is_read_only(as_: As, world: World) -> None:
    world.repository(REPOSITORY).is_archived = True
    assert as_("wanda").post(f"{ARCH}/issues", json={"title": "x"}).status_code == 403


def test_characters_are_counted_and_not_bytes(as_: As) -> None:
    draft = {"title": "🎉" * 256, "body": "🎉" * 65_536}
    assert as_("wanda").post(f"{ARCH}/issues", json=draft).status_code == 201
    assert as_("wanda").post(f"{ARCH}/issues", json={"title": "🎉" * 257}).status_code == 422


def test_a_free_private_repository_takes_one_assignee(as_: As, world: World) -> None:
    world.repository("octo-org/secret").plan = Plan.FREE
    wanda, address = as_("wanda"), "/repos/octo-org/secret/issues"
    assert wanda.post(address, json={"title": "x", "assignees": ["wanda", "rita"]}).status_code == 422
    assert wanda.post(address, json={"title": "x", "assignees": ["wanda"]}).status_code == 201


def test_a_reason_alone_is_ignored(as_: As, act: Act) -> None:
    act("wanda").close(act("wanda").open_issue(REPOSITORY, "x"))
    answer = as_("wanda").patch(f"{ARCH}/issues/1", json={"state_reason": "not_planned"})
    assert answer.json()["state_reason"] == "completed"


@pytest.mark.parametrize("query", ["per_page=-5", "per_page=0", "per_page=x", "page=-1"])
def test_a_page_that_is_none_is_the_usual_one(as_: As, act: Act, query: str) -> None:
    act("wanda").open_issue(REPOSITORY, "x")
    assert titles(as_("wanda").get(f"{ARCH}/issues?{query}")) == ["x"]


def test_a_title_may_be_a_number_and_an_issue_of_a_huge_one_is_not_found(as_: As) -> None:
    assert as_("wanda").post(f"{ARCH}/issues", json={"title": 5}).json()["title"] == "5"
    assert as_("wanda").get(f"{ARCH}/issues/{10**30}").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"milestone": 9}, {"type": "Epic"}, {"labels": ["x" * 51]}, {"title": " "}], ids=str
)
def test_an_edit_with_one_wrong_part_changes_nothing(as_: As, act: Act, wrong: dict[str, Any]) -> None:
    issue = act("wanda").open_issue(REPOSITORY, "Title")
    changes = {"body": "New", "state": "closed", "labels": ["bug"], **wrong}
    assert as_("wanda").patch(f"{ARCH}/issues/1", json=changes).status_code == 422
    assert (issue.body, issue.is_open, issue.labels, issue.events) == (None, True, [], [])
