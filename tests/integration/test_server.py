"""The webhook server as a process: a signed delivery makes the agenda at once."""

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
import requests

from tests.integration.conftest import BIN, REPOSITORY
from webhook.signature import signature

if TYPE_CHECKING:
    from tests.integration.conftest import Town

SECRET = "s3cret"


def until(done: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server(town: "Town") -> Iterator[str]:
    environ = town.environment("workflow") | {
        "ARCH_HOUR_WEBHOOK_SECRET": f"old,{SECRET}",
        "ARCH_HOUR_TOKEN": town.token("workflow"),
    }
    port = free_port()
    process = subprocess.Popen([str(BIN / "arch-hour"), "serve", "--port", str(port)], env=environ)
    address = f"http://127.0.0.1:{port}"

    def is_up() -> bool:
        try:
            return requests.get(f"{address}/healthz", timeout=1).ok
        except requests.ConnectionError:
            return False

    until(is_up)
    yield address
    process.terminate()
    process.wait(10)


@dataclass(frozen=True)
class Delivery:
    """A request of GitHub's to a webhook."""

    body: bytes
    headers: dict[str, str]


def signed(event: str, action: str, delivery: str = "1") -> Delivery:
    payload = {"action": action, "issue": {"number": 1}, "repository": {"full_name": REPOSITORY}}
    body = json.dumps(payload).encode()
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": delivery,
        "X-Hub-Signature-256": signature(SECRET, body),
    }
    return Delivery(body, headers)


def deliver(server: str, delivery: Delivery) -> int:
    """Sends a delivery, and answers with what status it was taken."""
    taken = requests.post(f"{server}/webhook", data=delivery.body, headers=delivery.headers, timeout=10)
    return taken.status_code


def test_a_signed_delivery_runs_its_repository_at_once(town: "Town", server: str) -> None:
    # The server's clock is the real one, so the meeting must be near in real time.
    town.world.clock.run()
    soon = time.strftime("%Y-%m-%dT%H:%M", time.gmtime(time.time() + 3600))
    configuration = f"meeting: {{schedule: FREQ=DAILY, start: {soon}}}\n"
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", configuration)
    delivery = signed("issues", "labeled")
    assert deliver(server, delivery) == 204
    until(lambda: town.issues("agenda"))
    forged = replace(
        delivery, headers=delivery.headers | {"X-Hub-Signature-256": signature("wrong", delivery.body)}
    )
    assert deliver(server, forged) == 401


def test_what_is_delivered_twice_makes_one_follow_up(town: "Town", server: str) -> None:
    town.send("ada", "POST", "/issues", {"title": "Tea", "labels": ["topic"]})
    town.send("ben", "POST", "/issues/1/comments", {"body": "ACTION @ben to brew it"})
    delivery = signed("issue_comment", "created")
    for _ in range(2):
        assert deliver(server, delivery) == 204
    until(lambda: town.issues("action-item"))
    assert deliver(server, delivery) == 204
    # One run after the other: where this line has its follow-up, what came before is done.
    town.send("ben", "POST", "/issues/1/comments", {"body": "ACTION @ada to pour it"})
    assert deliver(server, signed("issue_comment", "created", "2")) == 204
    until(lambda: len(town.issues("action-item")) > 1)
    assert [one["title"] for one in town.issues("action-item")] == ["brew it", "pour it"]


@pytest.mark.parametrize("missing", ["ARCH_HOUR_WEBHOOK_SECRET", "ARCH_HOUR_TOKEN"])
def test_it_does_not_start_without_a_secret_or_token(town: "Town", missing: str) -> None:
    environ = {"ARCH_HOUR_WEBHOOK_SECRET": SECRET, "ARCH_HOUR_TOKEN": "x", missing: ""}
    done = town.arch_hour("serve", environ=environ)
    assert done.returncode == 2
    assert f"set {missing}" in done.stderr
