"""What stays on record of deliveries, and sending them again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.server import Running
from sandbox.world import World
from tests.sandbox.hooks.places import HOOKS, REPOSITORY
from tests.sandbox.receiver import Receiver

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]


def deliveries(as_: As, hook: Any, query: str = "") -> list[Any]:
    answered: list[Any] = as_("olive").get(f"{HOOKS}/{hook['id']}/deliveries{query}").json()
    return answered


class TestRecord:
    def test_a_good_delivery(self, as_: As, hook: Any) -> None:
        (item,) = deliveries(as_, hook)
        assert (item["event"], item["action"], item["status"], item["status_code"]) == (
            "ping",
            None,
            "OK",
            200,
        )
        whole = as_("olive").get(f"{HOOKS}/{hook['id']}/deliveries/{item['id']}").json()
        assert whole["request"]["payload"]["hook_id"] == hook["id"]
        assert whole["request"]["headers"]["X-GitHub-Delivery"] == item["guid"]
        assert whole["response"]["payload"] == "thanks"
        assert as_("olive").get(f"{HOOKS}/{hook['id']}").json()["last_response"]["code"] == 200

    @pytest.mark.parametrize("status", [500, 307, 404])
    def test_any_status_but_2xx_is_a_failure_that_is_not_tried_again(
        self, as_: As, hook: Any, receiver: Receiver, running: Running, act: Act, status: int
    ) -> None:
        receiver.status = status
        act("wanda").open_issue(REPOSITORY, "Topic")
        running.engines.sender.drain()
        item = deliveries(as_, hook)[0]
        assert (item["status_code"], item["status"]) == (status, f"Invalid HTTP Response: {status}")
        assert len(receiver.received) == 2
        assert deliveries(as_, hook, "?status=failure") == [item]

    def test_nothing_leaves_this_machine(self, as_: As, running: Running) -> None:
        body = {"config": {"url": "http://192.0.2.1/hook"}, "events": ["issues"]}
        hook = as_("olive").post(HOOKS, json=body).json()
        running.engines.sender.drain()
        (item,) = deliveries(as_, hook)
        assert item["status_code"] == 0
        assert item["status"].startswith("refused")

    def test_a_redelivery_has_the_same_guid_and_payload(
        self, as_: As, act: Act, hook: Any, receiver: Receiver, running: Running
    ) -> None:
        receiver.status = 500
        wanda = act("wanda")
        wanda.rename(wanda.open_issue(REPOSITORY, "First"), "Second")
        running.engines.sender.drain()
        receiver.status = 200
        failed = next(one for one in deliveries(as_, hook) if one["action"] == "opened")
        path = f"{HOOKS}/{hook['id']}/deliveries/{failed['id']}/attempts"
        assert as_("olive").post(path).status_code == 202
        running.engines.sender.drain()
        again = deliveries(as_, hook)[0]
        assert (again["guid"], again["redelivery"], again["status"]) == (failed["guid"], True, "OK")
        assert again["id"] != failed["id"]
        assert receiver.received[-1].payload["issue"]["title"] == "First"

    def test_deliveries_are_kept_for_three_days(self, as_: As, hook: Any, world: World) -> None:
        (item,) = deliveries(as_, hook)
        world.clock.move(timedelta(days=3))
        assert deliveries(as_, hook) == [item]
        world.clock.move(timedelta(seconds=1))
        assert deliveries(as_, hook) == []
        path = f"{HOOKS}/{hook['id']}/deliveries/{item['id']}"
        assert as_("olive").post(f"{path}/attempts").status_code == 404

    def test_pages_follow_a_cursor(self, as_: As, act: Act, hook: Any, running: Running) -> None:
        issue = act("wanda").open_issue(REPOSITORY, "Topic")
        for text in "abc":
            act("wanda").comment(issue, text)
        running.engines.sender.drain()
        olive, seen = as_("olive"), []
        page = olive.get(f"{HOOKS}/{hook['id']}/deliveries?per_page=2")
        while True:
            seen += [one["event"] for one in page.json()]
            if "next" not in page.links:
                break
            page = olive.get(page.links["next"]["url"])
        assert seen == ["issue_comment"] * 3 + ["issues", "ping"]
        assert olive.get(f"{HOOKS}/{hook['id']}/deliveries?cursor=x").status_code == 400
