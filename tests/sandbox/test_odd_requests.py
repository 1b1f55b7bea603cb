"""Requests that no well-behaved client sends: each is refused in words, and nothing falls over."""

from collections.abc import Callable
from json import dumps
from typing import Any

import pytest
import requests

from sandbox.server import Running
from sandbox.world import World
from tests.sandbox.conftest import REPOSITORY

As = Callable[[str | None], requests.Session]
Ask = Callable[..., Any]
ARCH = f"/repos/{REPOSITORY}"
BOARD = "/orgs/octo-org/projectsV2/1"
MANY_DIGITS = "9" * 5_000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="unfinished"),
        pytest.param(b"\xff\xfe", id="no UTF-8"),
        pytest.param(b'{"title": NaN}', id="no number"),
        pytest.param(b'{"title": ' + MANY_DIGITS.encode() + b"}", id="an endless number"),
        pytest.param(b'{"title": "\\ud800"}', id="half a character"),
        pytest.param(b"[" * 100_000, id="bottomless"),
    ],
)
@pytest.mark.parametrize("path", [f"{ARCH}/issues", "/graphql"])
def test_a_body_that_is_no_json_is_refused(as_: As, world: World, path: str, body: bytes) -> None:
    answer = as_("wanda").post(path, data=body)
    assert (answer.status_code, answer.json()["message"]) == (400, "Problems parsing JSON")
    assert world.repository(REPOSITORY).issues == {}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        pytest.param("POST", f"{ARCH}/issues", {"title": True}, id="true for text or a number"),
        pytest.param("POST", f"{ARCH}/issues", {"title": ["x"]}, id="a list for text"),
        pytest.param("POST", f"{ARCH}/issues", {"title": "x", "milestone": True}, id="true for a number"),
        pytest.param("POST", f"{ARCH}/issues", {"title": "x", "labels": [[]]}, id="a list for a label"),
        pytest.param("POST", f"{ARCH}/issues", {"title": "x", "assignees": [1]}, id="a number for a login"),
        pytest.param("POST", f"{ARCH}/hooks", {"config": {"url": 1}}, id="a number for an address"),
        pytest.param("POST", f"{ARCH}/hooks", {"config": {"url": "http://["}}, id="no address"),
        pytest.param(
            "POST", f"{ARCH}/hooks", {"config": {"url": "http://localhost"}, "events": [{}]}, id="no event"
        ),
        pytest.param("POST", f"{BOARD}/items", {"type": "Issue", "id": True}, id="true for an id"),
        pytest.param(
            "POST",
            f"{BOARD}/fields",
            {
                "name": "x",
                "data_type": "iteration",
                "iteration_configuration": {"start_date": 1, "duration": 1},
            },
            id="a number for a day",
        ),
        pytest.param(
            "POST",
            f"{BOARD}/fields",
            {
                "name": "x",
                "data_type": "iteration",
                "iteration_configuration": {"start_date": "2020-01-01", "duration": 10**30},
            },
            id="beyond the end of time",
        ),
        pytest.param(
            "POST",
            f"{BOARD}/fields",
            {"name": "x", "data_type": "single_select", "single_select_options": ["a"]},
            id="text for an option",
        ),
    ],
)
def test_a_field_of_another_type_is_refused_and_makes_nothing(
    as_: As, world: World, method: str, path: str, body: Any
) -> None:
    board = world.add_project("octo-org", "Board", roles={"olive": "admin"})
    before = len(board.fields)
    answer = as_("olive").request(method, path, json=body)
    assert answer.status_code == 422, answer.text
    assert (world.repository(REPOSITORY).issues, world.hooks, len(board.fields)) == ({}, {}, before)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param(f"{ARCH}/issues/{MANY_DIGITS}", 404, id="issue"),
        pytest.param(f"{ARCH}/issues?page={MANY_DIGITS}", 200, id="page"),
        pytest.param(f"{ARCH}/issues?per_page={MANY_DIGITS}", 200, id="items on a page"),
        pytest.param(f"{BOARD}/items?per_page={MANY_DIGITS}", 200, id="items on a page of a project"),
        pytest.param(f"{BOARD}/items?fields={MANY_DIGITS}", 200, id="field"),
        pytest.param(f"{BOARD}/items?after=WzEsMiwzXQ==", 200, id="cursor of another list"),
        pytest.param(f"{BOARD}/items?after=W251bGxd", 422, id="cursor of nothing"),
    ],
)
def test_numbers_and_cursors_may_be_absurd(as_: As, world: World, path: str, status: int) -> None:
    board = world.add_project("octo-org", "Board", roles={"olive": "admin"})
    olive = as_("olive")
    number = olive.post(f"{ARCH}/issues", json={"title": "x"}).json()["id"]
    olive.post(f"{BOARD}/items", json={"type": "Issue", "id": number})
    assert len(board.items) == 1
    assert olive.get(path).status_code == status


def test_no_item_of_a_project_has_an_absurd_id(as_: As, world: World) -> None:
    world.add_project("octo-org", "Board", roles={"olive": "admin"})
    for number in (-1, 10**30):
        answer = as_("olive").post(f"{BOARD}/items", json={"type": "Issue", "id": number})
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "path", [f"{ARCH}//issues", f"/repos//{REPOSITORY}", f"{ARCH}/contents/../../x", "/api/v3"]
)
def test_a_path_that_is_no_path_is_not_found(running: Running, path: str) -> None:
    asked = requests.Request("GET", running.url).prepare()
    asked.url = running.url + path
    with requests.Session() as session:
        assert session.send(asked).status_code == 404


def test_a_head_is_a_get_without_a_body_and_other_methods_are_not_found(running: Running) -> None:
    head = requests.head(f"{running.url}{ARCH}/issues", timeout=5)
    assert (head.status_code, head.content) == (200, b"")
    assert "ETag" in head.headers
    assert requests.options(f"{running.url}{ARCH}/issues", timeout=5).status_code == 404
    assert [(entry.method, entry.status) for entry in running.log] == [("HEAD", 200), ("OPTIONS", 404)]


@pytest.mark.parametrize("name", ["a/b", "good first issue", "50 %", "wie? so!", "Grüße #1"])
def test_a_label_is_found_at_the_address_that_it_tells(as_: As, name: str) -> None:
    wanda = as_("wanda")
    made = wanda.post(f"{ARCH}/labels", json={"name": name}) if name != "good first issue" else None
    shown = next(one for one in wanda.get(f"{ARCH}/labels").json() if one["name"] == name)
    assert made is None or made.status_code == 201
    assert wanda.get(shown["url"]).json()["name"] == name
    assert " " not in shown["url"]
    wanda.post(f"{ARCH}/issues", json={"title": "x", "labels": [name]})
    assert wanda.delete(f"{ARCH}/issues/1/labels/{shown['url'].rpartition('/')[2]}").json() == []


class TestGraphql:
    @pytest.mark.parametrize(
        "body",
        [
            pytest.param({"query": 1}, id="query"),
            pytest.param({"query": "{ viewer { login } }", "variables": []}, id="variables"),
            pytest.param({"query": "{ viewer { login } }", "operationName": {}}, id="operation"),
        ],
    )
    def test_a_part_of_another_type_is_refused(self, as_: As, body: Any) -> None:
        assert as_("wanda").post("/graphql", json=body).status_code == 400

    @pytest.mark.parametrize(
        ("query", "part"),
        [
            pytest.param("{" * 3_000 + "}" * 3_000, "Syntax", id="bottomless"),
            pytest.param("{ ...A } fragment A on Query { ...A }", "within itself", id="a fragment in itself"),
            pytest.param("query A { viewer { id } } query B { viewer { id } }", "name", id="which of two"),
        ],
    )
    def test_a_document_that_makes_no_sense_is_told_so(self, ask: Ask, query: str, part: str) -> None:
        answer = ask("wanda", query)
        assert "data" not in answer
        assert part in answer["errors"][0]["message"]

    @pytest.mark.parametrize(
        ("body", "unknown"),
        [
            pytest.param({"variables": {"x": 1}}, "graphql:the variable $x is not declared", id="variable"),
            pytest.param({"extensions": {}}, "body:extensions", id="part"),
        ],
    )
    def test_what_github_overlooks_is_noted_and_fails_in_strict_mode(
        self, as_: As, running: Running, body: Any, unknown: str
    ) -> None:
        wanda, asked = as_("wanda"), {"query": "{ viewer { login } }"} | body
        assert wanda.post("/graphql", json=asked).json() == {"data": {"viewer": {"login": "wanda"}}}
        (noted,) = running.log.unknown
        assert noted.unknown == (unknown,)
        wanda.post("/_sandbox/strict", json={"strict": True})
        answer = wanda.post("/graphql", json=asked)
        assert answer.status_code in (400, 422)
        assert "strict mode" in answer.json()["message"]

    def test_fragments_within_fragments_take_no_time(self, ask: Ask) -> None:
        spread = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(40))
        query = (
            f"query {{ rateLimit {{ cost }} ...F0 }} {spread} fragment F40 on Query {{ viewer {{ login }} }}"
        )
        assert ask("wanda", query)["data"] == {"rateLimit": {"cost": 1}, "viewer": {"login": "wanda"}}

    def test_one_id_that_leads_nowhere_leaves_the_others_alone(self, ask: Ask, world: World) -> None:
        known = world.account("rita").id
        answer = ask("wanda", "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[known, "X_1"])
        assert answer["data"]["nodes"] == [{"id": known}, None]
        assert [(one["type"], one["path"]) for one in answer["errors"]] == [("NOT_FOUND", ["nodes", 1])]

    def test_at_most_a_hundred_ids_are_looked_up(self, ask: Ask, world: World) -> None:
        ids = [world.account("rita").id] * 101
        answer = ask("wanda", "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)
        assert answer["errors"][0]["type"] == "ARGUMENT_LIMIT"

    def test_the_quota_that_it_tells_is_the_one_of_the_headers(self, as_: As) -> None:
        answer = as_("wanda").post("/graphql", json={"query": "{ rateLimit { remaining used } }"})
        told = answer.json()["data"]["rateLimit"]
        assert str(told["remaining"]) == answer.headers["x-ratelimit-remaining"] == "4999"
        assert str(told["used"]) == answer.headers["x-ratelimit-used"]


def test_labels_and_reactions_of_a_private_repository_are_hidden(ask: Ask, as_: As, world: World) -> None:
    secret = world.repository("octo-org/secret")
    wanda = as_("wanda")
    wanda.post("/repos/octo-org/secret/issues", json={"title": "x"})
    wanda.post("/repos/octo-org/secret/issues/1/reactions", json={"content": "+1"})
    (reaction,) = secret.issues[1].reactions
    for identity in (reaction.id, secret.labels["bug"].id, secret.issues[1].id):
        query = f'{{ node(id: "{identity}") {{ id }} }}'
        assert ask("wanda", query)["data"]["node"] == {"id": identity}
        hidden = ask("mallory", query)
        assert (hidden["data"]["node"], hidden["errors"][0]["type"]) == (None, "NOT_FOUND")


def test_neither_tokens_nor_secrets_are_told_in_answers_and_log(as_: As, world: World) -> None:
    config = {"url": "http://localhost/", "secret": "hush-hush"}
    olive = as_("olive")
    made = olive.post(f"{ARCH}/hooks", json={"config": config})
    told = made.text + olive.get(f"{ARCH}/hooks").text + dumps(olive.get("/_sandbox/log").json())
    assert made.status_code == 201
    assert "hush-hush" not in told
    assert not any(token in told for token in world.tokens)
