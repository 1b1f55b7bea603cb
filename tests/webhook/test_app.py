import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webhook.app import create_app
from webhook.intake import Answer
from webhook.metrics import Taken
from webhook.signature import signature

SECRET = "s3cret"
OPENED = {"action": "opened", "issue": {"number": 1}, "repository": {"full_name": "octo/arch", "id": 1}}


@dataclass
class Heard:
    """What the app passed on."""

    taken: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)
    is_ready: bool = True

    def take(self, event: str, guid: str, payload: Mapping[str, Any]) -> Answer:
        self.taken.append((event, guid, payload))
        return Answer(202, Taken.QUEUED, "because it may matter")


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def client(heard: Heard) -> FlaskClient:
    return create_app([SECRET], heard.take, lambda: heard.is_ready).test_client()


def deliver(client: FlaskClient, body: bytes, event: str | None = "issues", **headers: str) -> TestResponse:
    given = {"X-Hub-Signature-256": signature(SECRET, body), "X-GitHub-Delivery": "1"}
    given |= {"X-GitHub-Event": event} if event else {}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    content_type = given.pop("Content-Type", "application/json")
    return client.post("/webhook", data=body, headers=given, content_type=content_type)


def test_an_issue_s_event_is_passed_on_and_answered_with_what_became_of_it(
    client: FlaskClient, heard: Heard
) -> None:
    answer = deliver(client, json.dumps(OPENED).encode())
    assert answer.status_code == 202
    assert answer.text == "queued: because it may matter\n"
    assert heard.taken == [("issues", "1", OPENED)]


def test_a_form_is_read_as_well(client: FlaskClient, heard: Heard) -> None:
    body = urlencode({"payload": json.dumps(OPENED)}).encode()
    answer = deliver(client, body, Content_Type="application/x-www-form-urlencoded")
    assert answer.status_code == 202
    assert heard.taken == [("issues", "1", OPENED)]


@pytest.mark.parametrize("header", ["", "sha256=0", "sha1=0"])
def test_what_is_not_signed_is_refused(client: FlaskClient, heard: Heard, header: str) -> None:
    answer = deliver(client, json.dumps(OPENED).encode(), X_Hub_Signature_256=header)
    assert answer.status_code == 401
    assert heard.taken == []


@pytest.mark.parametrize("body", [b"", b"[]", b"3", b"null", b"{", b'"\xff"', b"[" * 100_000])
def test_odd_bodies_start_nothing_and_are_never_an_error_of_ours(
    client: FlaskClient, heard: Heard, body: bytes
) -> None:
    assert deliver(client, body).status_code == 400
    assert heard.taken == []


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {**OPENED, "sender": "nobody"},
        {**OPENED, "issue": []},
        {**OPENED, "repository": "octo/arch"},
        {**OPENED, "repository": {"full_name": ["octo/arch"]}},
        {**OPENED, "sender": {"type": "Bot"}},
    ],
)
def test_odd_payloads_are_never_an_error_of_ours(client: FlaskClient, payload: Any) -> None:
    answer = deliver(client, json.dumps(payload).encode())
    assert answer.status_code in (202, 400)
    assert b"Traceback" not in answer.data


def test_unknown_events_are_answered_and_not_passed_on(client: FlaskClient, heard: Heard) -> None:
    for event in ("star", "issuesü"):
        assert deliver(client, b"{}", event=event).status_code == 204
    assert heard.taken == []


def test_a_delivery_without_its_event_is_refused(client: FlaskClient) -> None:
    assert deliver(client, json.dumps(OPENED).encode(), event=None).status_code == 400


@pytest.mark.parametrize("guid", ["", "x" * 101])
def test_a_delivery_without_a_name_that_it_could_have_is_refused(client: FlaskClient, guid: str) -> None:
    assert deliver(client, json.dumps(OPENED).encode(), X_GitHub_Delivery=guid).status_code == 400


def test_a_body_beyond_github_s_own_limit_is_refused(client: FlaskClient) -> None:
    assert deliver(client, b" " * (25 * 1024 * 1024 + 1)).status_code == 413


def test_there_is_no_server_without_a_secret(heard: Heard) -> None:
    with pytest.raises(ValueError, match="without a secret"):
        create_app(["", ""], heard.take, lambda: True)


def test_its_health_and_readiness_are_told(client: FlaskClient, heard: Heard) -> None:
    assert client.get("/healthz").data == b"ok\n"
    assert client.get("/readyz").data == b"ready\n"
    heard.is_ready = False
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_what_else_fails_is_not_taken_for_a_delivery_and_tells_nothing_either(heard: Heard) -> None:
    def is_ready() -> bool:
        raise RuntimeError(SECRET)

    answer = create_app([SECRET], heard.take, is_ready).test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (503, "it could not be told: ask again later\n")
