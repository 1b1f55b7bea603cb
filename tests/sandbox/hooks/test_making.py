"""Webhooks: who may have them, and what they may be."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.rules.hooks import HookDraft, add_hook
from sandbox.rules.refusals import Invalid
from sandbox.world import World
from tests.sandbox.hooks.places import HOOKS, REPOSITORY
from tests.sandbox.receiver import Receiver

As = Callable[[str | None], requests.Session]


class TestMaking:
    def test_one_made_through_the_api_sends_forms_and_hears_of_pushes(self, as_: As) -> None:
        made = as_("olive").post(HOOKS, json={"config": {"url": "http://127.0.0.1:9/"}}).json()
        assert (made["events"], made["active"], made["name"]) == (["push"], True, "web")
        assert (made["config"]["content_type"], made["config"]["insecure_ssl"]) == ("form", "0")
        assert made["last_response"] == {"code": None, "status": "unused", "message": None}
        assert "secret" not in made["config"]

    def test_a_secret_is_never_told_again(self, as_: As, hook: Any) -> None:
        olive = as_("olive")
        assert hook["config"]["secret"] == "********"
        assert olive.get(f"{HOOKS}/{hook['id']}").json()["config"]["secret"] == "********"
        assert olive.get(f"{HOOKS}/{hook['id']}/config").json()["secret"] == "********"

    def test_a_config_without_a_secret_takes_it_away_but_not_at_the_config_endpoint(
        self, as_: As, hook: Any, receiver: Receiver
    ) -> None:
        olive, path = as_("olive"), f"{HOOKS}/{hook['id']}"
        kept = olive.patch(f"{path}/config", json={"content_type": "form"}).json()
        assert (kept["secret"], kept["content_type"]) == ("********", "form")
        assert "secret" not in olive.patch(path, json={"config": {"url": receiver.url}}).json()["config"]

    @pytest.mark.parametrize(
        ("who", "status"), [("wanda", 404), ("mallory", 404), (None, 401), ("workflow", 403)]
    )
    def test_only_administrators_see_them(self, as_: As, who: str | None, status: int) -> None:
        assert as_(who).get(HOOKS).status_code == status
        assert as_(who).post(HOOKS, json={"config": {"url": "http://127.0.0.1:9/"}}).status_code == status

    @pytest.mark.parametrize(
        "body",
        [
            {"config": {}},
            {"config": {"url": "arch"}},
            {"config": {"url": "http://127.0.0.1:9/", "content_type": "xml"}},
            {"config": {"url": "http://127.0.0.1:9/"}, "events": ["votes"]},
            {"config": {"url": "http://127.0.0.1:9/"}, "events": ["projects_v2_item"]},
            {"config": {"url": "http://127.0.0.1:9/"}, "name": "irc"},
        ],
        ids=["no address", "no URL", "no such type", "no such event", "an organization's event", "no web"],
    )
    def test_what_github_would_not_take_is_refused(self, as_: As, body: Any) -> None:
        assert as_("olive").post(HOOKS, json=body).status_code == 422

    def test_the_same_one_twice_is_refused(self, as_: As) -> None:
        olive, body = as_("olive"), {"config": {"url": "http://127.0.0.1:9/"}}
        olive.post(HOOKS, json=body)
        again = olive.post(HOOKS, json=body)
        assert again.status_code == 422
        assert again.json()["errors"][0]["message"] == "Hook already exists on this repository"

    def test_a_deleted_one_is_gone(self, as_: As, hook: Any) -> None:
        olive = as_("olive")
        assert olive.delete(f"{HOOKS}/{hook['id']}").status_code == 204
        assert olive.get(f"{HOOKS}/{hook['id']}").status_code == 404
        assert olive.get(HOOKS).json() == []


def test_one_event_goes_to_twenty_hooks_at_most(world: World) -> None:
    repository = world.repository(REPOSITORY)
    for number in range(20):
        add_hook(world, repository, HookDraft(f"http://127.0.0.1:9/{number}"))
    with pytest.raises(Invalid):
        add_hook(world, repository, HookDraft("http://127.0.0.1:9/more"))
    add_hook(world, repository, HookDraft("http://127.0.0.1:9/more", events=("issues",)))
