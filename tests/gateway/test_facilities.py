"""What stands around a repository's issues, by GitHub's answers: labels, folders, workflows, settings."""

from base64 import b64encode
from typing import Any

import pytest
import requests

from arch_hour.errors import AccessError
from arch_hour.gateway.facilities import ActionsPolicy
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.rules.changes import CreateLabel, Declined, Done
from tests.gateway.build import NAME
from tests.gateway.conftest import Hub, said

LABELS, ACTIONS = f"/repos/{NAME}/labels", f"/repos/{NAME}/actions"
FOLDER = f"/repos/{NAME}/contents/.github"
TEA = CreateLabel("tea", "0b5cad", "To drink", "it is missing")
REFUSED = {"message": "Resource not accessible by integration"}
THERE = {"message": "Validation Failed", "errors": [{"resource": "Label", "code": "already_exists"}]}
LONG = {"message": "Validation Failed", "errors": [{"field": "name", "code": "too_long"}]}


def test_a_label_is_made_with_its_color_and_meaning(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("POST", LABELS, said({"name": "tea"}, 201))
    assert gateway.apply(TEA, 0) == Done()
    assert hub.contents == [{"name": "tea", "color": "0b5cad", "description": "To drink"}]


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        pytest.param([said(THERE, 422)], Done(), id="there already"),
        pytest.param([said("", 502), said(THERE, 422)], Done(), id="made, and the answer was lost"),
        pytest.param([requests.ConnectionError("gone"), said({}, 201)], Done(), id="lost on the way"),
        pytest.param([said(REFUSED, 403)], Declined(REFUSED["message"]), id="not allowed"),
        pytest.param([said(LONG, 422)], Declined("Validation Failed; name too_long"), id="no such name"),
    ],
)
def test_what_becomes_of_a_label(gateway: GithubGateway, hub: Hub, answers: list[Any], result: Any) -> None:
    hub.answers("POST", LABELS, *answers)
    assert gateway.apply(TEA, 0) == result


def test_all_labels_are_read_whatever_their_case(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers(
        "GET",
        LABELS,
        said([{"name": f"Label {number}"} for number in range(100)]),
        said([{"name": "Topic: On Hold"}]),
    )
    found = gateway.labels()
    assert len(found) == 101
    assert "topic: on hold" in found


def file_of(path: str, content: bytes) -> Any:
    encoded = b64encode(content).decode()
    return {"type": "file", "path": path, "encoding": "base64", "content": encoded, "sha": "1"}


def test_the_texts_of_a_folder_are_read_and_nothing_else_in_it(gateway: GithubGateway, hub: Hub) -> None:
    entries = [{"type": "file", "path": f".github/{name}"} for name in ("a.yml", "b.png", "gone.yml")]
    hub.answers(
        "GET", f"/repos/{NAME}/contents/.github", said([*entries, {"type": "dir", "path": ".github/c"}])
    )
    hub.answers(
        "GET", f"/repos/{NAME}/contents/.github/a.yml", said(file_of(".github/a.yml", "Tée".encode()))
    )
    hub.answers("GET", f"/repos/{NAME}/contents/.github/b.png", said(file_of(".github/b.png", b"\xff\xfe")))
    hub.answers("GET", f"/repos/{NAME}/contents/.github/gone.yml", said({"message": "Not Found"}, 404))
    assert gateway.folder(".github") == {".github/a.yml": "Tée"}


def test_a_file_of_a_folder_whose_answer_is_lost_is_asked_for_again(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", FOLDER, said([{"type": "file", "path": ".github/a.yml"}]))
    hub.answers("GET", f"{FOLDER}/a.yml", said("", 502), said(file_of(".github/a.yml", b"Tea")))
    assert gateway.folder(".github") == {".github/a.yml": "Tea"}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(said({"message": "Not Found"}, 404), id="no folder"),
        pytest.param(said({"message": "This repository is empty."}, 404), id="an empty repository"),
        pytest.param(said(file_of(".github", b"")), id="a file of that name"),
    ],
)
def test_where_there_is_no_folder_nothing_is_in_it(gateway: GithubGateway, hub: Hub, answer: Any) -> None:
    hub.answers("GET", f"/repos/{NAME}/contents/.github", answer)
    assert gateway.folder(".github") == {}


def test_a_folder_that_may_not_be_read_is_told_as_such(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", f"/repos/{NAME}/contents/.github", said(REFUSED, 403))
    with pytest.raises(AccessError):
        gateway.folder(".github")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (said({"state": "disabled_inactivity"}), "disabled_inactivity"),
        (said({"message": "Not Found"}, 404), None),
        (said(REFUSED, 403), None),
    ],
    ids=["told", "unknown", "not told to this token"],
)
def test_the_state_of_a_workflow(gateway: GithubGateway, hub: Hub, answer: Any, state: str | None) -> None:
    hub.answers("GET", f"{ACTIONS}/workflows/week%20one.yml", answer)
    assert gateway.workflow_state("week one.yml") == state


@pytest.mark.parametrize(
    ("answer", "policy"),
    [
        (said({"enabled": False}), ActionsPolicy(is_enabled=False, allowed="all")),
        (said({"enabled": True, "allowed_actions": "all"}), ActionsPolicy(is_enabled=True, allowed="all")),
        (
            said({"enabled": True, "allowed_actions": "selected"}),
            ActionsPolicy(is_enabled=True, allowed="selected", patterns=("acme/*",)),
        ),
        (said(REFUSED, 403), None),
    ],
    ids=["off", "all", "selected", "not told to this token"],
)
def test_which_actions_are_allowed(
    gateway: GithubGateway, hub: Hub, answer: Any, policy: ActionsPolicy | None
) -> None:
    hub.answers("GET", f"{ACTIONS}/permissions", answer)
    hub.answers("GET", f"{ACTIONS}/permissions/selected-actions", said({"patterns_allowed": ["acme/*"]}))
    assert gateway.actions_policy() == policy


@pytest.mark.parametrize(("status", "may"), [(200, True), (403, False), (404, False)])
def test_whether_issues_may_be_written_is_tried_by_a_change_of_nothing(
    gateway: GithubGateway,
    hub: Hub,
    status: int,
    may: bool,  # noqa: FBT001
) -> None:
    hub.answers("PATCH", f"{LABELS}/topic%3A%20on%20hold", said({"message": "Hm"}, status))
    assert gateway.may_write_issues("topic: on hold") is may
    assert hub.contents == [{}]
