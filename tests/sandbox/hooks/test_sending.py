"""Deliveries on their way: to whom they go, how they are signed, and what they hold."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.happenings import Happening
from sandbox.hooks.sender import newest_first, signature
from sandbox.rules.hooks import HookDraft, add_hook
from sandbox.server import Running
from sandbox.world import World
from tests.sandbox.hooks.places import HOOKS, REPOSITORY
from tests.sandbox.receiver import Receiver

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]


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
