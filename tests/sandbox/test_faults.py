"""Faults on request: each strikes the requests that it is for, and what it leaves behind is as with GitHub."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
import requests

from sandbox.faults import (
    DroppedConnection,
    Fault,
    GraphqlError,
    LaggingLists,
    LostAnswer,
    MalformedJson,
    QuotaGone,
    Slow,
    Status,
)
from sandbox.server import Running
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Ask = Callable[..., Any]
ARCH = "/repos/octo-org/arch"
ISSUES = f"{ARCH}/issues"
LISTING = (
    'query Topics { repository(owner: "octo-org", name: "arch") { issues(first: 9) { nodes { number } } } }'
)


def numbers(world: World) -> list[int]:
    return list(world.repository("octo-org/arch").issues)


def test_an_answer_is_lost_after_the_write_happened(as_: As, running: Running, world: World) -> None:
    running.faults.add(LostAnswer(method="POST", path="/repos/*/issues"))
    wanda = as_("wanda")
    with pytest.raises(requests.ConnectionError):
        wanda.post(ISSUES, json={"title": "Topic"})
    assert numbers(world) == [1]
    assert wanda.post(ISSUES, json={"title": "Topic"}).status_code == 201
    assert [(entry.status, entry.faults) for entry in running.log] == [(201, ("lost-answer",)), (201, ())]


def test_a_connection_drops_before_anything_happened(as_: As, running: Running, world: World) -> None:
    running.faults.add(DroppedConnection(method="post"))
    wanda = as_("wanda")
    with pytest.raises(requests.ConnectionError):
        wanda.post(ISSUES, json={"title": "Topic"})
    assert numbers(world) == []
    (entry,) = running.log
    assert (entry.status, entry.faults) == (0, ("dropped-connection",))


@pytest.mark.parametrize("status", [403, 429, 500, 502, 503])
@pytest.mark.parametrize("seconds", [None, 7], ids=["without Retry-After", "with Retry-After"])
def test_a_status_stands_for_the_answer_and_nothing_is_done(
    as_: As, running: Running, world: World, status: Any, seconds: int | None
) -> None:
    running.faults.add(Status(status=status, retry_after=seconds))
    answer = as_("wanda").post(ISSUES, json={"title": "Topic"})
    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, seconds and str(seconds))
    assert answer.text.startswith("<html>") is (status == 502)
    assert numbers(world) == []


@pytest.mark.parametrize("status", [403, 429])
def test_a_refusal_may_tell_of_a_secondary_limit(as_: As, running: Running, status: Any) -> None:
    running.faults.add(Status(status=status, secondary=True))
    assert "secondary rate limit" in as_("wanda").get(ARCH).json()["message"]


def test_the_quota_is_gone_until_the_clock_of_the_sandbox_says_so(
    as_: As, running: Running, world: World
) -> None:
    running.faults.add(QuotaGone(seconds=90))
    wanda = as_("wanda")
    for _ in range(2):
        answer = wanda.get(ARCH)
        assert (answer.status_code, answer.headers["x-ratelimit-remaining"]) == (403, "0")
        assert int(answer.headers["x-ratelimit-reset"]) == world.clock.now().timestamp() + 90
    world.clock.move(timedelta(seconds=90))
    assert wanda.get(ARCH).status_code == 200


def test_a_slow_answer_comes_later_and_holds_nobody_else_up(
    as_: As, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused, over, pauses = Event(), Event(), list[float]()

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        paused.set()
        assert over.wait(5)

    monkeypatch.setattr("sandbox.faults.effects.sleep", pause)
    running.faults.add(Slow(seconds=0.3, path=ARCH))
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(as_("wanda").get, ARCH)
        assert paused.wait(5)
        assert as_("rita").get(ISSUES).status_code == 200
        assert not slow.done()
        over.set()
        assert slow.result().status_code == 200
    assert pauses == [0.3]


def test_an_answer_ends_in_its_middle(running: Running) -> None:
    running.faults.add(MalformedJson(path="/users/*"))
    answer = requests.get(f"{running.url}/users/olive", timeout=5)
    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_a_graphql_error_stands_beside_the_data(ask: Ask, running: Running) -> None:
    running.faults.add(GraphqlError(operation="Top*", type="SERVICE", null_at=("repository", "issues")))
    assert "errors" not in ask("wanda", "query Who { viewer { login } }")
    answer = ask("wanda", LISTING)
    assert answer["data"] == {"repository": {"issues": None}}
    assert answer["errors"][0]["type"] == "SERVICE"
    assert "errors" not in ask("wanda", LISTING)


def test_lists_lag_behind_a_create_by_some_reads(as_: As, ask: Ask, running: Running) -> None:
    running.faults.add(LaggingLists(method="POST", path=ISSUES, reads=3))
    wanda = as_("wanda")
    wanda.post(ISSUES, json={"title": "Topic"})
    assert wanda.get(f"{ISSUES}/1").status_code == 200
    assert wanda.get(ISSUES).json() == []
    assert ask("wanda", LISTING)["data"]["repository"]["issues"]["nodes"] == []
    assert wanda.get(ISSUES).json() == []
    assert [issue["number"] for issue in wanda.get(ISSUES).json()] == [1]


@pytest.mark.parametrize(
    ("fault", "struck"),
    [
        pytest.param(Status(status=500), [1], id="the first"),
        pytest.param(Status(status=500, nth=2), [2], id="the second"),
        pytest.param(Status(status=500, nth=2, times=2), [2, 3], id="two from the second on"),
        pytest.param(Status(status=500, nth=3, times=None), [3, 4], id="all from the third on"),
        pytest.param(Status(status=500, times=None), [1, 2, 3, 4], id="always"),
        pytest.param(Status(status=500, path="/users/*", times=None), [], id="another path"),
        pytest.param(Status(status=500, method="POST", times=None), [], id="another method"),
        pytest.param(Status(status=500, operation="*", times=None), [], id="only operations"),
    ],
)
def test_a_fault_strikes_the_requests_that_it_is_for(
    as_: As, running: Running, fault: Fault, struck: list[int]
) -> None:
    running.faults.add(fault)
    wanda = as_("wanda")
    assert [count for count in range(1, 5) if wanda.get(f"/api/v3{ARCH}").status_code == 500] == struck


def test_faults_are_set_told_and_taken_back_from_outside(as_: As) -> None:
    wanda = as_("wanda")
    told = wanda.post("/_sandbox/faults", json=[{"kind": "status", "status": 503}, {"kind": "lost-answer"}])
    assert told.status_code == 201
    assert wanda.delete(f"/_sandbox/faults/{told.json()[1]['id']}").status_code == 200
    assert wanda.delete("/_sandbox/faults/99").status_code == 404
    assert wanda.get(ARCH).status_code == 503
    (left,) = wanda.get("/_sandbox/faults").json()
    assert (left["kind"], left["seen"], left["struck"]) == ("status", 1, 1)
    assert wanda.delete("/_sandbox/faults").json() == wanda.get("/_sandbox/faults").json() == []


@pytest.mark.parametrize(
    ("given", "part"),
    [
        pytest.param(None, "fault", id="no JSON"),
        pytest.param({"kind": "earthquake"}, "earthquake", id="no kind"),
        pytest.param({"kind": "status", "status": 418}, "status", id="no such status"),
        pytest.param({"kind": "slow"}, "seconds", id="seconds missing"),
        pytest.param({"kind": "lost-answer", "paths": "/x"}, "paths", id="no such field"),
        pytest.param({"kind": "lost-answer", "nth": 0}, "nth", id="counted from nought"),
    ],
)
def test_a_malformed_fault_is_refused_in_a_sentence(as_: As, given: object, part: str) -> None:
    answer = as_("wanda").post("/_sandbox/faults", json=given)
    assert answer.status_code == 422
    message = answer.json()["message"]
    assert message.startswith("No fault was set: ")
    assert part in message
    assert "\n" not in message
