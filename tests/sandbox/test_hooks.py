"""Webhooks: who may have them, what they are told, how it is sent, and what stays on record."""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.happenings import Happening
from sandbox.hooks.sender import newest_first, signature
from sandbox.rules.hooks import HookDraft, add_hook
from sandbox.rules.refusals import Invalid
from sandbox.server import Running
from sandbox.world import World
from tests.sandbox.receiver import Receiver, receiving

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
REPOSITORY = "octo-org/arch"
HOOKS = f"/repos/{REPOSITORY}/hooks"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def hook(as_: As, receiver: Receiver, running: Running) -> Any:
    """A hook of the repository, made through the API, that hears of everything."""
    config = {"url": receiver.url, "content_type": "json", "secret": "s3cret"}
    made = as_("olive").post(HOOKS, json={"config": config, "events": ["*"]})
    assert made.status_code == 201, made.text
    assert running.engines.sender.drain()
    return made.json()


def deliveries(as_: As, hook: Any, query: str = "") -> list[Any]:
    answered: list[Any] = as_("olive").get(f"{HOOKS}/{hook['id']}/deliveries{query}").json()
    return answered


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


class TestSending:
    def test_a_new_hook_is_pinged(self, hook: Any, receiver: Receiver) -> None:
        (ping,) = receiver.received
        assert ping.event == "ping"
        assert (ping.payload["hook_id"], ping.payload["hook"]["type"]) == (hook["id"], "Repository")
        assert ping.payload["zen"]

    def test_the_headers_are_githubs(self, act: Act, hook: Any, receiver: Receiver, running: Running) -> None:
        act("wanda").open_issue(REPOSITORY, "Topic")
        running.engines.sender.drain()
        headers, body = receiver.received[-1].headers, receiver.received[-1].body
        repository = running.world.repository(REPOSITORY)
        assert headers["User-Agent"].startswith("GitHub-Hookshot/")
        assert headers["Content-Type"] == "application/json"
        assert (headers["X-GitHub-Event"], headers["X-GitHub-Hook-ID"]) == ("issues", str(hook["id"]))
        assert headers["X-GitHub-Hook-Installation-Target-Type"] == "repository"
        assert headers["X-GitHub-Hook-Installation-Target-ID"] == str(repository.database_id)
        assert len(headers["X-GitHub-Delivery"]) == 36
        digest = hmac.new(b"s3cret", body, hashlib.sha256).hexdigest()
        assert headers["X-Hub-Signature-256"] == f"sha256={digest}"
        assert headers["X-Hub-Signature"].startswith("sha1=")

    def test_the_signature_is_that_of_githubs_example(self) -> None:
        expected = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        assert signature("It's a Secret to Everybody", b"Hello, World!") == f"sha256={expected}"

    def test_without_a_secret_nothing_is_signed_and_forms_have_one_field(
        self, as_: As, act: Act, receiver: Receiver, running: Running
    ) -> None:
        as_("olive").post(HOOKS, json={"config": {"url": receiver.url}, "events": ["issues"]})
        act("wanda").open_issue(REPOSITORY, "Größe & Maß")
        running.engines.sender.drain()
        last = receiver.received[-1]
        assert last.headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert not any(name.startswith("X-Hub") for name in last.headers)
        assert last.payload["issue"]["title"] == "Größe & Maß"

    def test_a_hook_hears_only_what_it_wants_and_only_while_active(
        self, as_: As, act: Act, receiver: Receiver, running: Running
    ) -> None:
        olive, wanda = as_("olive"), act("wanda")
        config = {"url": receiver.url}
        made = olive.post(HOOKS, json={"config": config, "events": ["issue_comment"]}).json()
        issue = wanda.open_issue(REPOSITORY, "Topic")
        wanda.comment(issue, "Hm")
        olive.patch(f"{HOOKS}/{made['id']}", json={"active": False})
        wanda.comment(issue, "Oh")
        running.engines.sender.drain()
        assert receiver.told == [("issue_comment", "created")]

    @pytest.mark.usefixtures("hook")
    def test_hooks_that_share_an_event_share_its_guid(
        self, act: Act, receiver: Receiver, running: Running, world: World
    ) -> None:
        add_hook(world, world.account("octo-org"), HookDraft(receiver.url, "json", events=("issues",)))
        act("wanda").open_issue(REPOSITORY, "Topic")
        running.engines.sender.drain()
        first, second = receiver.received[-2:]
        assert first.headers["X-GitHub-Delivery"] == second.headers["X-GitHub-Delivery"]
        assert second.headers["X-GitHub-Hook-Installation-Target-Type"] == "organization"
        assert second.payload["organization"]["login"] == "octo-org"

    @pytest.mark.usefixtures("hook")
    def test_the_payload_is_as_the_event_left_the_world(
        self, act: Act, receiver: Receiver, running: Running
    ) -> None:
        wanda = act("wanda")
        with running.engines.sender.held():
            issue = wanda.open_issue(REPOSITORY, "First")
            wanda.rename(issue, "Second")
        running.engines.sender.drain()
        told = [(one.payload["action"], one.payload["issue"]["title"]) for one in receiver.received[1:]]
        assert told == [("opened", "First"), ("edited", "Second")]

    @pytest.mark.usefixtures("hook")
    def test_no_order_is_promised(self, act: Act, receiver: Receiver, running: Running) -> None:
        sender = running.engines.sender
        sender.order = newest_first
        with sender.held():
            issue = act("wanda").open_issue(REPOSITORY, "Topic")
            act("wanda").close(issue)
        sender.drain()
        assert receiver.told == [("issues", "closed"), ("issues", "opened")]

    @pytest.mark.usefixtures("hook")
    def test_what_is_larger_than_25_megabytes_is_never_sent(
        self, receiver: Receiver, running: Running, world: World, act: Act
    ) -> None:
        issue = act("wanda").open_issue(REPOSITORY, "Topic")
        changes = {"body": {"from": "x" * 25 * 1024 * 1024}}
        repository = issue.repository
        world.announce(Happening("issues", "edited", world.account("wanda"), issue, repository, {}, changes))
        running.engines.sender.drain()
        assert receiver.told == [("issues", "opened")]

    @pytest.mark.usefixtures("hook")
    def test_the_workflow_tokens_writes_are_told_too(
        self, as_: As, receiver: Receiver, running: Running
    ) -> None:
        as_("workflow").post(f"/repos/{REPOSITORY}/issues", json={"title": "Agenda"})
        running.engines.sender.drain()
        assert receiver.told == [("issues", "opened")]
        assert receiver.received[-1].payload["sender"]["login"] == "github-actions[bot]"

    def test_a_push_is_told_to_a_test(
        self, as_: As, receiver: Receiver, running: Running, world: World
    ) -> None:
        olive = as_("olive")
        made = olive.post(HOOKS, json={"config": {"url": receiver.url}}).json()
        commit = {"message": "Write", "content": "aGk="}
        olive.put(f"/repos/{REPOSITORY}/contents/a.md", json=commit)
        assert olive.post(f"{HOOKS}/{made['id']}/tests").status_code == 204
        running.engines.sender.drain()
        first, again = receiver.received[1:]
        sha = world.repository(REPOSITORY).commits[-1].sha
        assert first.payload["head_commit"]["added"] == ["a.md"]
        assert (first.payload["ref"], first.payload["after"]) == ("refs/heads/main", sha)
        assert again.payload["after"] == sha


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


def test_one_event_goes_to_twenty_hooks_at_most(world: World) -> None:
    repository = world.repository(REPOSITORY)
    for number in range(20):
        add_hook(world, repository, HookDraft(f"http://127.0.0.1:9/{number}"))
    with pytest.raises(Invalid):
        add_hook(world, repository, HookDraft("http://127.0.0.1:9/more"))
    add_hook(world, repository, HookDraft("http://127.0.0.1:9/more", events=("issues",)))
