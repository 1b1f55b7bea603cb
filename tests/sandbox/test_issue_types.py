"""The types that an organization's issues have: facts sheet, section 2."""

from collections.abc import Callable

import pytest
import requests

from sandbox.actor import Actor
from sandbox.happenings import Happening
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
ISSUES = "/repos/octo-org/arch/issues"
FIRST = f"{ISSUES}/1"


def titles(answer: requests.Response) -> list[str]:
    return [one["title"] for one in answer.json()]


def test_an_organization_has_task_bug_and_feature(as_: As) -> None:
    listed = as_("wanda").get("/orgs/octo-org/issue-types").json()
    assert [one["name"] for one in listed] == ["Task", "Bug", "Feature"]
    assert as_("wanda").get("/orgs/wanda/issue-types").status_code == 404


def test_one_is_given_by_name_and_taken_by_null(as_: As) -> None:
    wanda = as_("wanda")
    made = wanda.post(ISSUES, json={"title": "x", "type": "task"}).json()
    assert made["type"]["name"] == "Task"
    assert wanda.patch(FIRST, json={"body": "y"}).json()["type"]["name"] == "Task"
    assert wanda.patch(FIRST, json={"type": {"value": "Bug"}}).json()["type"]["name"] == "Bug"
    assert wanda.patch(FIRST, json={"type": None}).json()["type"] is None
    told = wanda.get(f"{FIRST}/timeline").json()
    assert [(one["event"], one["issue_type"]["name"]) for one in told] == [
        ("issue_type_added", "Task"),
        ("issue_type_changed", "Bug"),
        ("issue_type_removed", "Bug"),
    ]
    assert told[1]["prev_issue_type"]["name"] == "Task"


def test_an_unknown_one_is_refused_and_makes_nothing(as_: As, world: World) -> None:
    wanda = as_("wanda")
    refused = wanda.post(ISSUES, json={"title": "x", "type": "Epic", "labels": ["new one"]})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "type")
    assert world.repository("octo-org/arch").issues == {}
    assert world.repository("octo-org/arch").label("new one") is None


def test_callers_without_push_have_it_silently_dropped(as_: As) -> None:
    mallory = as_("mallory")
    assert mallory.post(ISSUES, json={"title": "x", "type": "Task"}).json()["type"] is None
    assert mallory.patch(FIRST, json={"type": "Task"}).json()["type"] is None


def test_the_issues_of_a_person_have_none(as_: As, world: World) -> None:
    world.add_repository("wanda/own")
    wanda = as_("wanda")
    assert wanda.post("/repos/wanda/own/issues", json={"title": "x"}).json()["type"] is None
    assert wanda.post("/repos/wanda/own/issues", json={"title": "x", "type": "Task"}).status_code == 422


@pytest.mark.parametrize(
    ("type_", "found"), [("bug", ["b"]), ("none", ["c"]), ("*", ["b", "a"]), ("Feature", [])], ids=str
)
def test_issues_are_listed_by_type_none_or_any(as_: As, type_: str, found: list[str]) -> None:
    wanda = as_("wanda")
    for title, given in (("a", "Task"), ("b", "Bug"), ("c", None)):
        wanda.post(ISSUES, json={"title": title, "type": given})
    assert titles(wanda.get(f"{ISSUES}?type={type_}")) == found


def test_listeners_hear_of_typed_and_untyped(as_: As, act: Act, world: World) -> None:
    act("wanda").open_issue("octo-org/arch", "x")
    heard: list[Happening] = []
    world.listeners.append(heard.append)
    as_("wanda").patch(FIRST, json={"type": "Task"})
    as_("wanda").patch(FIRST, json={"type": "Bug"})
    assert [(one.event, one.action) for one in heard] == [
        ("issues", "typed"),
        ("issues", "untyped"),
        ("issues", "typed"),
    ]
