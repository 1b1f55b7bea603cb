"""Whatever a server answers, what comes out of the gateway is a value or one of our errors, and it comes to an end."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import responses
from hypothesis import given, settings
from hypothesis import strategies as st

from arch_hour.errors import ArchHourError
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.patience import Patience
from arch_hour.gateway.reading import comment, issue
from arch_hour.hosts import Address
from arch_hour.model import Account, Place
from arch_hour.rules.board_changes import BoardEntry, BoardValue, PutOnBoard, SetOnBoard
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    AddSubIssue,
    AssignOwners,
    Change,
    CommitFile,
    CreateIssue,
    CreateLabel,
    EditComment,
    EditIssue,
    Key,
)
from tests.gateway.boards import (
    BOARD,
    FIELDS,
    OPEN_BOARD,
    PLACE_OF_BOARD,
    VOTES,
    error,
    item,
    on_boards,
    opened,
    timeline,
    value,
)
from tests.gateway.build import (
    NAME,
    NOW,
    OPENING,
    PLACE,
    TIME,
    TOKEN,
    WANTED,
    actor,
    meeting,
    node,
    opening,
    page,
    remark,
    rest_comment,
    rest_issue,
    thumb,
    version,
)

Json = Any
Asking = Callable[[GithubGateway], object]

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
HEADERS = st.dictionaries(
    st.sampled_from(
        ["Retry-After", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-RateLimit-Limit", "Location"]
    ),
    st.sampled_from(["0", "7", "9" * 30, "-1", "soon", "1.5", "", "/x", "https://elsewhere.example/"]),
    max_size=4,
)
STATUS = st.sampled_from(
    [200, 201, 204, 301, 302, 304, 307, 400, 401, 403, 404, 410, 422, 429, 500, 502, 503]
)

TALKED = node(
    1,
    comments={"totalCount": 1, "nodes": [remark(1)]},
    reactions={"totalCount": 1, "nodes": [thumb()]},
    timelineItems={
        "nodes": [
            {"__typename": "UnassignedEvent", "assignee": actor(), "actor": actor()},
            {"__typename": "UnlabeledEvent", "label": {"name": "x"}, "actor": actor()},
            {"__typename": "ClosedEvent", "createdAt": "2020-11-01T00:00:00Z"},
        ]
    },
)
FULL = {
    name: page([TALKED])
    for name in ("agendas", "pastAgendas", "justClosed", "ours", "topics", "followUps", "discussed", "merged")
}

NAMED = replace(WANTED, labels=("topic", "agenda"))
LABELS = {f"label{place}": {"name": "Topic"} if place < 3 else None for place in range(1, 10)}
POLICY = {"enabled": True, "allowed_actions": "selected", "patterns_allowed": ["acme/*"]}
LABELED = {"__typename": "LabeledEvent", "createdAt": TIME, "label": {"name": "topic: on hold"}}
SET = BoardValue("I_1", "PVTI_1", "#1", VOTES.id, VOTES.kind, 3.0, "votes 3")


def apply(change: Change) -> Asking:
    return lambda gateway: gateway.apply(change, 7)


ANYWHERE = re.compile("")

ASKED: list[Any] = [
    pytest.param(lambda gateway: gateway.open("x.yml"), {"data": opening()}, id="open"),
    pytest.param(lambda gateway: gateway.read(OPENING, WANTED), {"data": meeting(**FULL)}, id="read"),
    pytest.param(lambda gateway: gateway.every_topic(WANTED), {"data": {"repository": FULL}}, id="topics"),
    pytest.param(
        lambda gateway: gateway.topics_elsewhere("acme/other", WANTED),
        {"data": {"repository": {**FULL, "nameWithOwner": "acme/other"}}},
        id="topics elsewhere",
    ),
    pytest.param(
        lambda gateway: gateway.closed_follow_ups(WANTED), {"data": {"repository": FULL}}, id="follow-ups"
    ),
    pytest.param(
        lambda gateway: gateway.with_all_comments(issue(TALKED)),
        {"data": {"node": {"comments": page([remark(1)], totalCount=1)}}},
        id="comments",
    ),
    pytest.param(lambda gateway: gateway.every_agenda(WANTED), {"data": {"repository": FULL}}, id="agendas"),
    pytest.param(
        lambda gateway: gateway.history(comment(remark(1))),
        {"data": {"node": {"versions": page([version("words")])}}},
        id="history",
    ),
    pytest.param(
        lambda gateway: gateway.reactions((comment(remark(1)),)),
        {"data": {"nodes": [{"reactions": page([{**thumb(), "content": "HEART"}])}]}},
        id="reactions",
    ),
    pytest.param(
        lambda gateway: gateway.follow_ups_numbered((1,)),
        {"data": {"repository": {"n1": {**TALKED, "repository": {"nameWithOwner": NAME}}}}},
        id="numbered",
    ),
    pytest.param(
        lambda gateway: gateway.fates((Place("IC_kwDOAAC42Zrp5A", 1),)),
        {
            "data": {"nodes": [None]},
            "errors": [{"type": "NOT_FOUND", "path": ["nodes", 0], "message": "no"}],
            "number": 1,
            "repository_url": f"{PLACE}/repos/{NAME}",
        },
        id="fates",
    ),
    pytest.param(lambda gateway: gateway.may_write(Account("bo")), {"permission": "write"}, id="permission"),
    pytest.param(lambda gateway: gateway.is_person(Account("bo")), {"type": "User"}, id="person"),
    pytest.param(
        lambda gateway: gateway.may_label_elsewhere("acme/other"),
        {"archived": False, "permissions": {"push": True}},
        id="role elsewhere",
    ),
    pytest.param(
        apply(CreateIssue(Key("k"), "Agenda", "the text", ("agenda",), "why")), rest_issue(), id="create"
    ),
    pytest.param(apply(AddComment(7, "well said", "why")), rest_comment(), id="comment"),
    pytest.param(
        apply(AssignOwners(7, ("ada",), "needs-owner", "why")), {"assignees": [actor()]}, id="assign"
    ),
    pytest.param(
        apply(EditComment(7, 5, "well said", "why", was="well")),
        {**rest_comment(), "data": {"node": {"body": "b", "userContentEdits": page()}}},
        id="edit comment",
    ),
    pytest.param(
        lambda gateway: gateway.board(PLACE_OF_BOARD, WANTED),
        {"data": opened(repository={"closedFollowUps": page([TALKED])})},
        id="board",
    ),
    pytest.param(
        lambda gateway: gateway.cards(OPEN_BOARD, FIELDS, ("I_1",)),
        {
            "data": {"nodes": [on_boards(None, item(field1=value("Date", "2020-12-17")), events=(LABELED,))]},
            "errors": [error("nodes", 0, "projectItems", "nodes", 0)],
        },
        id="cards",
    ),
    pytest.param(
        lambda gateway: gateway.board_past(issue(TALKED)),
        timeline(("added_to_project_v2", "ada", TIME)),
        id="past on boards",
    ),
    pytest.param(
        apply(PutOnBoard(BOARD, PLACE_OF_BOARD, (BoardEntry("I_1", "#1"), BoardEntry("I_2", "#2")), "why")),
        {"data": {"m0": {"item": {"id": "PVTI_1"}}, "m1": None}, "errors": [error("m1")]},
        id="put on the board",
    ),
    pytest.param(
        apply(SetOnBoard(BOARD, PLACE_OF_BOARD, (SET,), "why")),
        {"data": {"m0": {"projectV2Item": {"id": "PVTI_1"}}}},
        id="set on the board",
    ),
    pytest.param(apply(AddSubIssue(7, 1, "why")), {"id": 5, "number": 1}, id="sub-issue"),
    pytest.param(apply(AddLabels(7, ("a",), "why")), [], id="label"),
    pytest.param(apply(EditIssue(7, "why", body="b")), {}, id="edit"),
    pytest.param(
        apply(CommitFile("docs/a.md", "new", "old", "Minutes", "why")),
        {"type": "file", "encoding": "base64", "content": "b2xk", "sha": "5e1f"},
        id="commit",
    ),
    pytest.param(lambda gateway: gateway.folder("a"), [{"type": "dir", "path": "a/b"}], id="folder"),
    pytest.param(lambda gateway: gateway.labels(), [{"name": "Topic"}], id="labels"),
    pytest.param(lambda gateway: gateway.workflow_state("a.yml"), {"state": "active"}, id="state"),
    pytest.param(lambda gateway: gateway.enable_workflow("a.yml"), {}, id="enable"),
    pytest.param(lambda gateway: gateway.actions_policy(), POLICY, id="which actions may run"),
    pytest.param(lambda gateway: gateway.may_write_issues("topic"), {}, id="may write issues"),
    pytest.param(apply(CreateLabel("topic", "0b5cad", "Tea", "why")), {"id": 1}, id="make a label"),
    pytest.param(lambda gateway: gateway.read(OPENING, NAMED), {"data": meeting(**LABELS)}, id="labels read"),
]


def outcome(asking: Asking, status: int, headers: dict[str, str], text: str) -> ArchHourError | None:
    """What comes of asking a server that says the same to everything."""
    patience = Patience(pause=lambda _: None, clock=NOW.timestamp)
    connection = Connection(Address(PLACE, f"{PLACE}/graphql"), TOKEN, patience)
    gateway = GithubGateway(connection, NAME, connection)
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for verb in ("GET", "POST", "PATCH", "PUT"):
            mock.add_callback(verb, ANYWHERE, callback=lambda _: (status, headers, text))
        try:
            asking(gateway)
        except ArchHourError as error:
            return error
    return None


def places(value: Json, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path to every part of an answer."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, each in inner for found in places(each, (*path, key)))]


def with_part(value: Json, path: tuple[str | int, ...], part: Json) -> Json:
    """The answer with another part at a path."""
    if not path:
        return part
    copied: Json = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = with_part(value[path[0]], path[1:], part)
    return copied


def check(error: ArchHourError | None) -> None:
    if error is not None:
        assert TOKEN not in str(error)
        assert len(str(error)) < 1000


@pytest.mark.parametrize(("asking", "good"), ASKED)
def test_the_good_answer_is_taken(asking: Asking, good: Json) -> None:
    assert outcome(asking, 200, {}, json.dumps(good)) is None


@pytest.mark.parametrize(("asking", "good"), ASKED)
@settings(max_examples=40)
@given(data=st.data())
def test_an_answer_with_one_part_exchanged_is_a_value_or_an_error_of_ours(
    asking: Asking, good: Json, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(places(good)))
    check(outcome(asking, 200, {}, json.dumps(with_part(good, path, data.draw(ANYTHING)))))


@pytest.mark.parametrize(("asking", "good"), ASKED)
@settings(max_examples=25)
@given(
    status=STATUS,
    headers=HEADERS,
    content=ANYTHING | ANYTHING.map(lambda each: {"data": each, "errors": [each]}),
)
def test_any_answer_is_a_value_or_an_error_of_ours(
    asking: Asking, good: Json, status: int, headers: dict[str, str], content: Json
) -> None:
    del good
    check(outcome(asking, status, headers, json.dumps(content)))


@pytest.mark.parametrize(("asking", "good"), ASKED)
@pytest.mark.parametrize("text", ["{", "[" * 100_000, "<html>", "\ufeff{}", "NaN", '{"data": Infinity}'])
def test_any_text_is_a_value_or_an_error_of_ours(asking: Asking, good: Json, text: str) -> None:
    del good
    check(outcome(asking, 200, {}, text))
