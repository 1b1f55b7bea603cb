"""Pages, limits and costs of GraphQL: facts sheet, section 3."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.actor import Actor
from sandbox.server import Running
from sandbox.world import World

Act = Callable[[str], Actor]
Ask = Callable[..., Any]
REPOSITORY = "octo-org/arch"
PAGE = """
query ($first: Int, $last: Int, $after: String, $before: String) {
  repository(owner: "octo-org", name: "arch") {
    issues(first: $first, last: $last, after: $after, before: $before) {
      totalCount
      nodes { number }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { number } }
    }
  }
}
"""


def page(answer: Any) -> Any:
    assert "errors" not in answer, answer["errors"]
    return answer["data"]["repository"]["issues"]


def numbers(answer: Any) -> list[int]:
    return [issue["number"] for issue in page(answer)["nodes"]]


@pytest.fixture
def _five(act: Act) -> None:
    for number in range(1, 6):
        act("wanda").open_issue(REPOSITORY, f"Issue {number}")


@pytest.mark.usefixtures("_five")
class TestPages:
    def test_they_follow_each_other_forwards(self, ask: Ask) -> None:
        seen: list[int] = []
        after = None
        while True:
            answer = ask("wanda", PAGE, first=2, after=after)
            seen += numbers(answer)
            if not page(answer)["pageInfo"]["hasNextPage"]:
                break
            after = page(answer)["pageInfo"]["endCursor"]
        assert seen == [1, 2, 3, 4, 5]
        assert page(answer)["totalCount"] == 5

    def test_they_follow_each_other_backwards(self, ask: Ask) -> None:
        answer = ask("wanda", PAGE, last=2)
        assert numbers(answer) == [4, 5]
        assert page(answer)["pageInfo"]["hasPreviousPage"] is True
        answer = ask("wanda", PAGE, last=2, before=page(answer)["pageInfo"]["startCursor"])
        assert numbers(answer) == [2, 3]

    def test_edges_carry_the_cursors(self, ask: Ask) -> None:
        third = page(ask("wanda", PAGE, first=5))["edges"][2]
        assert numbers(ask("wanda", PAGE, first=5, after=third["cursor"])) == [4, 5]

    def test_nothing_is_skipped_when_the_list_changes_between_pages(
        self, ask: Ask, act: Act, world: World
    ) -> None:
        query = PAGE.replace("issues(", "issues(states: [OPEN], ")
        cursor = page(ask("wanda", query, first=2))["pageInfo"]["endCursor"]
        act("wanda").close(world.repository(REPOSITORY).issue(1))
        act("wanda").close(world.repository(REPOSITORY).issue(2))
        assert numbers(ask("wanda", query, first=2, after=cursor)) == [3, 4]

    def test_a_cursor_that_is_none_is_refused(self, ask: Ask) -> None:
        answer = ask("wanda", PAGE, first=2, after="nonsense")
        assert answer["errors"][0]["type"] == "INVALID_CURSOR_ARGUMENTS"

    @pytest.mark.parametrize(
        ("bounds", "kind"),
        [
            pytest.param({}, "MISSING_PAGINATION_BOUNDARIES", id="none"),
            pytest.param({"first": 101}, "EXCESSIVE_PAGINATION", id="first over 100"),
            pytest.param({"last": 101}, "EXCESSIVE_PAGINATION", id="last over 100"),
            pytest.param({"first": 0}, "INVALID_PAGINATION_BOUNDARIES", id="less than one"),
            pytest.param({"first": 1, "last": 1}, "INVALID_PAGINATION_BOUNDARIES", id="both"),
        ],
    )
    def test_bounds_are_one_of_first_and_last_from_1_to_100(
        self, ask: Ask, bounds: dict[str, int], kind: str
    ) -> None:
        answer = ask("wanda", PAGE, **bounds)
        assert (answer["errors"][0]["type"], answer["errors"][0]["path"]) == (kind, ["repository", "issues"])
        assert answer["data"] == {"repository": None}, "a list that must be there takes its repository along"

    def test_a_mere_count_needs_no_bounds(self, ask: Ask) -> None:
        answer = ask("wanda", '{ repository(owner: "octo-org", name: "arch") { issues { totalCount } } }')
        assert answer == {"data": {"repository": {"issues": {"totalCount": 5}}}}


def test_a_query_for_more_than_half_a_million_nodes_is_not_run(ask: Ask) -> None:
    query = """{ repository(owner: "octo-org", name: "arch") { issues(first: 100) { nodes {
        comments(first: 100) { nodes { reactions(first: 60) { nodes { id } } } } } } } }"""
    answer = ask("wanda", query)
    assert "data" not in answer
    assert answer["errors"][0]["type"] == "MAX_NODE_LIMIT_EXCEEDED"
    assert answer["errors"][0]["message"].startswith("This query requests up to 610,100 possible nodes")


def test_the_cost_is_a_point_for_every_hundred_connections(ask: Ask, running: Running) -> None:
    # GitHub's own example: 1 + 100 + 100 * 50 requests make 51 points.
    query = """query Example { rateLimit { cost nodeCount limit used remaining resetAt }
      repository(owner: "octo-org", name: "arch") { issues(first: 100) { nodes {
        comments(first: 50) { nodes { reactions(first: 20) { nodes { id } } } } } } } }"""
    told = ask("wanda", query)["data"]["rateLimit"]
    assert (told["cost"], told["nodeCount"], told["limit"]) == (51, 100 + 5_000 + 100_000, 5_000)
    entry = running.log.entries[-1]
    assert (entry.operation, entry.cost, entry.is_write) == ("Example", 51, False)
    assert ask("wanda", "{ rateLimit { cost } }")["data"]["rateLimit"]["cost"] == 1
