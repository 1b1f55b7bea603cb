"""The primary limits over HTTP, and the secondary ones as they are reckoned and as they refuse."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests

from sandbox.pacing import CONTENT_IN_A_MINUTE, CONTENT_IN_AN_HOUR, Event, Pacing, TooFast, seconds_to_wait
from sandbox.quotas import installation_limit
from sandbox.server import Running
from sandbox.world import World

As = Callable[[str | None], requests.Session]
ARCH = "/repos/octo-org/arch"
VIEWER = {"query": "{ viewer { login } }"}


def spend(session: requests.Session, how_often: int) -> list[int]:
    return [session.get(f"{ARCH}/labels?per_page=1").status_code for _ in range(how_often)]


def test_nobody_has_sixty_requests_an_hour_and_is_then_refused(as_: As, world: World) -> None:
    nobody = as_(None)
    assert spend(nobody, 61) == [200] * 60 + [403]
    answer = nobody.get(ARCH)
    assert answer.json()["message"].startswith("API rate limit exceeded for ")
    assert (answer.headers["x-ratelimit-remaining"], answer.headers["x-ratelimit-used"]) == ("0", "60")
    assert nobody.get("/rate_limit").json()["rate"]["remaining"] == 0
    world.clock.move(timedelta(hours=1))
    assert nobody.get(ARCH).status_code == 200


def test_all_tokens_of_a_person_share_one_quota(as_: As) -> None:
    first, second = as_("wanda"), as_("wanda")
    assert [first.get(ARCH).headers["x-ratelimit-used"], second.get(ARCH).headers["x-ratelimit-used"]] == [
        "1",
        "2",
    ]
    assert as_("rita").get(ARCH).headers["x-ratelimit-used"] == "1"


def test_all_tokens_of_a_repository_s_workflows_share_a_thousand(as_: As) -> None:
    answers = [as_("workflow").get(ARCH) for _ in range(2)]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["999", "998"]


def test_graphql_tells_of_a_spent_quota_with_status_200(as_: As, running: Running) -> None:
    fault = {"kind": "quota-gone", "seconds": 60, "path": "/graphql"}
    wanda = as_("wanda")
    wanda.post("/_sandbox/faults", json=fault)
    for _ in range(2):
        answer = wanda.post("/graphql", json=VIEWER)
        assert (answer.status_code, answer.headers["x-ratelimit-remaining"]) == (200, "0")
        assert answer.json()["errors"][0]["type"] == "RATE_LIMITED"
        assert "data" not in answer.json()
    assert wanda.get(ARCH).status_code == 200
    assert next(entry.faults for entry in running.log) == ("quota-gone",)


def test_searches_have_thirty_a_minute_of_their_own(as_: As, world: World) -> None:
    wanda = as_("wanda")
    answers = [wanda.get("/search/issues?q=repo:octo-org/arch") for _ in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [403]
    assert answers[0].headers["x-ratelimit-resource"] == "search"
    world.clock.move(timedelta(minutes=1))
    assert wanda.get("/search/issues?q=repo:octo-org/arch").status_code == 200


@pytest.mark.parametrize(
    ("repositories", "users", "limit"),
    [(1, 1, 5_000), (20, 20, 5_000), (21, 0, 5_050), (0, 30, 5_500), (100, 10, 9_000), (900, 900, 12_500)],
)
def test_an_installation_has_more_for_every_repository_and_user_beyond_twenty(
    repositories: int, users: int, limit: int
) -> None:
    assert installation_limit(repositories, users) == limit


def writes(count: int, every: float, *, content: bool) -> list[Event]:
    return [Event(number * every, "rest", 5, content) for number in range(count)]


@pytest.mark.parametrize(
    ("past", "new", "seconds"),
    [
        pytest.param([Event(0, "rest", 1)] * 899, Event(30, "rest", 1), None, id="900 readings"),
        pytest.param([Event(0, "rest", 1)] * 900, Event(30, "rest", 1), 30, id="901 readings"),
        pytest.param(writes(179, 0, content=False), Event(10, "rest", 5), None, id="180 writings"),
        pytest.param(writes(180, 0, content=False), Event(10, "rest", 5), 50, id="181 writings"),
        pytest.param([Event(0, "rest", 1)] * 900, Event(30, "graphql", 1), None, id="the other side"),
        pytest.param([Event(0, "graphql", 5)] * 400, Event(1, "graphql", 1), 59, id="2,001 points"),
        pytest.param([Event(0, "rest", 1)] * 900, Event(60, "rest", 1), None, id="a minute later"),
        pytest.param(
            writes(CONTENT_IN_A_MINUTE, 0, content=True),
            Event(20, "rest", 5, makes_content=True),
            40,
            id="81 issues",
        ),
        pytest.param(
            writes(CONTENT_IN_AN_HOUR, 6, content=True),
            Event(3_000, "rest", 5, makes_content=True),
            600,
            id="501 issues",
        ),
    ],
)
def test_how_long_a_request_has_to_wait(past: list[Event], new: Event, seconds: int | None) -> None:
    assert seconds_to_wait(past, new) == seconds


def test_more_than_a_hundred_requests_at_once_are_too_many() -> None:
    pacing = Pacing(lambda: 0.0, is_on=True)
    pacing.check("ada", "rest", 1, at_once=100, makes_content=False)
    with pytest.raises(TooFast):
        pacing.check("ada", "rest", 1, at_once=101, makes_content=False)


def switch(session: requests.Session, word: str) -> Any:
    return session.post("/_sandbox/limits", json={"secondary_limits": word})


def test_the_secondary_limits_are_off_until_they_are_wanted(as_: As, world: World) -> None:
    wanda = as_("wanda")
    new = {"title": "Topic"}
    for _ in range(CONTENT_IN_A_MINUTE + 1):
        assert wanda.post(f"{ARCH}/issues", json=new).status_code == 201
    assert switch(wanda, "maybe").status_code == 422
    assert switch(wanda, "on").json() == {"strict": False, "secondary_limits": "on"}
    for _ in range(CONTENT_IN_A_MINUTE):
        assert wanda.post(f"{ARCH}/issues", json=new).status_code == 201
    answer = wanda.post(f"{ARCH}/issues", json=new)
    assert answer.status_code == 403
    assert "secondary rate limit" in answer.json()["message"]
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert len(world.repository("octo-org/arch").issues) == 2 * CONTENT_IN_A_MINUTE + 1
    assert wanda.get(ARCH).status_code == 200
