import json
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from arch_hour.rules.events import Command
from webhook.app import create_app
from webhook.signature import signature

SECRET = "s3cret"
OPENED = {"action": "opened", "issue": {"number": 1}, "repository": {"full_name": "octo/arch"}}


class Heard(list[tuple[str, Command]]):
    """What the app passed on."""

    def notify(self, repository: str, command: Command) -> None:
        self.append((repository, command))


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def client(heard: Heard) -> FlaskClient:
    return create_app([SECRET], heard.notify).test_client()


def deliver(client: FlaskClient, body: bytes, event: str | None = "issues", **headers: str) -> TestResponse:
    given = {"X-Hub-Signature-256": signature(SECRET, body), "X-GitHub-Delivery": "1"}
    given |= {"X-GitHub-Event": event} if event else {}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    content_type = given.pop("Content-Type", "application/json")
    return client.post("/webhook", data=body, headers=given, content_type=content_type)


def test_an_issue_s_event_is_passed_on(client: FlaskClient, heard: Heard) -> None:
    assert deliver(client, json.dumps(OPENED).encode()).status_code == 204
    assert heard == [("octo/arch", Command.ALL)]


def test_a_form_is_read_as_well(client: FlaskClient, heard: Heard) -> None:
    body = urlencode({"payload": json.dumps(OPENED)}).encode()
    answer = deliver(client, body, Content_Type="application/x-www-form-urlencoded")
    assert answer.status_code == 204
    assert heard == [("octo/arch", Command.ALL)]


@pytest.mark.parametrize("header", ["", "sha256=0", "sha1=0"])
def test_what_is_not_signed_is_refused(client: FlaskClient, heard: Heard, header: str) -> None:
    answer = deliver(client, json.dumps(OPENED).encode(), X_Hub_Signature_256=header)
    assert answer.status_code == 401
    assert heard == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"3", b"null", b"{", b'"\xff"', json.dumps({"issue": 3}).encode()]
)
def test_odd_bodies_start_nothing_and_are_never_an_error_of_ours(
    client: FlaskClient, heard: Heard, body: bytes
) -> None:
    answer = deliver(client, body)
    assert answer.status_code in (204, 400)
    assert heard == []


@pytest.mark.parametrize(
    "payload",
    [
        {**OPENED, "sender": "nobody"},
        {**OPENED, "issue": []},
        {**OPENED, "repository": "octo/arch"},
        {**OPENED, "repository": {"full_name": ["octo/arch"]}},
        {**OPENED, "repository": {"full_name": "octo"}},
        {**OPENED, "sender": {"type": "Bot"}},
    ],
)
def test_odd_payloads_start_nothing_or_one_run(client: FlaskClient, heard: Heard, payload: Any) -> None:
    assert deliver(client, json.dumps(payload).encode()).status_code in (204, 400)
    assert len(heard) <= 1


def test_a_ping_and_unknown_events_are_answered(client: FlaskClient, heard: Heard) -> None:
    for event in ("ping", "star", "issues\u00fc"):
        assert deliver(client, b"{}", event=event).status_code == 204
    assert heard == []


def test_a_delivery_without_its_event_is_refused(client: FlaskClient) -> None:
    assert deliver(client, json.dumps(OPENED).encode(), event=None).status_code == 400


def test_a_body_beyond_github_s_own_limit_is_refused(client: FlaskClient) -> None:
    assert deliver(client, b" " * (25 * 1024 * 1024 + 1)).status_code == 413


def test_no_answer_tells_of_the_inside(client: FlaskClient) -> None:
    answer = deliver(client, json.dumps({**OPENED, "sender": []}).encode())
    assert b"Traceback" not in answer.data


def test_there_is_no_server_without_a_secret(heard: Heard) -> None:
    with pytest.raises(ValueError, match="without a secret"):
        create_app(["", ""], heard.notify)


def test_its_health_is_told(client: FlaskClient) -> None:
    assert client.get("/healthz").data == b"ok\n"
