"""Moments with an offset mean the same everywhere, and what is no moment is refused where it was given."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.storing.worlds import read_world, world_as_data
from sandbox.world import World
from tests.sandbox.conftest import REPOSITORY

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
ARCH = f"/repos/{REPOSITORY}"
# The same moment, half an hour after the first issue: as text, and as a query spells it.
OFFSET = "2020-12-17T07:30:00-05:00"
PLUS = "2020-12-17T18:00:00%2B05:30"
IN_REPOSITORY = '{ repository(owner: "octo-org", name: "arch") { %s } }'


@pytest.fixture
def two(act: Act, world: World) -> None:
    """Issues at noon and at one, the first with a comment at each of these times."""
    wanda = act("wanda")
    first = wanda.open_issue(REPOSITORY, "First")
    wanda.comment(first, "Early")
    world.clock.move(timedelta(hours=1))
    wanda.open_issue(REPOSITORY, "Second")
    wanda.comment(first, "Late")
    world.clock.move(timedelta(hours=1))


@pytest.mark.parametrize("due", ["2021-01-07T10:00:00-05:00", "2021-01-07T15:00:00Z", "2021-01-07T15:00:00"])
def test_the_day_of_a_milestone_is_told_in_utc(as_: As, due: str) -> None:
    wanda = as_("wanda")
    made = wanda.post(f"{ARCH}/milestones", json={"title": "Spring", "due_on": due}).json()
    assert made["due_on"] == wanda.get(f"{ARCH}/milestones/1").json()["due_on"] == "2021-01-07T15:00:00Z"


@pytest.mark.usefixtures("two")
class TestSince:
    @pytest.mark.parametrize("since", [OFFSET, PLUS])
    @pytest.mark.parametrize(
        ("path", "told"),
        [
            pytest.param("issues/1/comments", ["Late"], id="comments of an issue"),
            pytest.param("issues/comments", ["Late"], id="all comments"),
        ],
    )
    def test_rest_lists_comments(self, as_: As, since: str, path: str, told: list[str]) -> None:
        listed = as_("wanda").get(f"{ARCH}/{path}?since={since}").json()
        assert [comment["body"] for comment in listed] == told

    def test_rest_lists_issues(self, as_: As) -> None:
        listed = as_("wanda").get(f"{ARCH}/issues?since=2020-12-17T08:30:00-05:00").json()
        assert listed == []
        assert len(as_("wanda").get(f"{ARCH}/issues?since={OFFSET}").json()) == 2

    def test_graphql_lists_issues_and_what_happened(self, ask: Callable[..., Any]) -> None:
        listed = f'issues(first: 9, filterBy: {{since: "{OFFSET}"}}) {{ totalCount }}'
        happened = f'issue(number: 1) {{ timelineItems(first: 9, since: "{OFFSET}") {{ totalCount }} }}'
        told = ask("wanda", IN_REPOSITORY % f"{listed} {happened}")["data"]["repository"]
        assert (told["issues"]["totalCount"], told["issue"]["timelineItems"]["totalCount"]) == (2, 1)

    def test_search_compares(self, as_: As) -> None:
        query = f"repo:{REPOSITORY} created:>{OFFSET}"
        found = as_("wanda").get("/search/issues", params={"q": query}).json()["items"]
        assert [issue["title"] for issue in found] == ["Second"]


@pytest.mark.parametrize(
    "now", ["2019-03-04T07:31:00-05:00", "'2019-03-04T07:31:00-05:00'"], ids=["time", "text"]
)
def test_a_world_file_may_use_any_offset(tmp_path: Path, now: str) -> None:
    file = tmp_path / "world.yml"
    file.write_text(f"now: {now}\naccounts: [{{login: ada, created: 2019-03-01T22:15:00-05:00}}]\n")
    world = read_world(file)
    assert world.clock.now() == datetime(2019, 3, 4, 12, 31, tzinfo=UTC)
    data = world_as_data(world)
    assert data["now"] == "2019-03-04T12:31:00Z"
    assert data["accounts"][0]["created"] == "2019-03-02T03:15:00Z"


@pytest.mark.parametrize(
    ("method", "path", "body", "resource", "field"),
    [
        pytest.param(
            "POST", "milestones", {"title": "x", "due_on": "soon"}, "Milestone", "due_on", id="milestone"
        ),
        pytest.param(
            "POST",
            "milestones",
            {"title": "x", "due_on": "0001-01-01T00:00:00+05:00"},
            "Milestone",
            "due_on",
            id="year 0",
        ),
        pytest.param("GET", "issues?since=yesterday", None, "Issue", "since", id="issues"),
        pytest.param("GET", "issues/comments?since=yesterday", None, "IssueComment", "since", id="comments"),
    ],
)
def test_what_is_no_moment_is_refused_by_its_own_name(
    as_: As, method: str, path: str, body: Any, resource: str, field: str
) -> None:
    answer = as_("wanda").request(method, f"{ARCH}/{path}", json=body)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["resource"], error["field"], error["code"]) == (resource, field, "invalid")


def test_a_world_file_with_another_word_for_now_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "world.yml"
    file.write_text("now: yesterday\n")
    with pytest.raises(ValueError, match="yesterday"):
        read_world(file)
    command = [sys.executable, "-m", "sandbox", "--world", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "this is no world of the sandbox" in done.stderr
    assert "Traceback" not in done.stderr
