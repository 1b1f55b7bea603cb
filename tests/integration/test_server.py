"""The webhook server as a process: whose deliveries it takes, and what comes of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha1, sha256
from hmac import digest
from urllib.parse import urlencode

import pytest
import requests

from tests.integration.server_places import Place, Places, places, settle
from tests.integration.servers import (
    NEW_SECRET,
    SECRET,
    SIGNATURE,
    Delivery,
    Server,
    changed,
    delivery,
    discreet,
    serving,
    signed,
)
from tests.processes import until
from webhook.signature import signature


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    with places(tmp_path_factory.mktemp("server")) as made:
        yield made


@pytest.fixture(scope="module")
def server(town: Places) -> Iterator[Server]:
    with serving(town.server(ARCH_HOUR_WEBHOOK_SECRET=f"{NEW_SECRET},{SECRET}")) as running:
        yield running


@pytest.fixture(scope="module")
def place(town: Places) -> Place:
    return town.all[0]


@pytest.fixture
def opened(place: Place) -> Delivery:
    return delivery("issues", place.payload("issues", "opened", place.topic))


def forgeries(body: bytes) -> Mapping[str, Mapping[str, str | None]]:
    right = signature(SECRET, body)
    by_sha1 = "sha1=" + digest(SECRET.encode(), body, sha1).hex()
    return {
        "missing": {SIGNATURE: None},
        "empty": {SIGNATURE: ""},
        "of another secret": {SIGNATURE: signature("wrong", body)},
        "of an empty secret": {SIGNATURE: signature("", body)},
        "of another body": {SIGNATURE: signature(SECRET, body + b" ")},
        "without its kind": {SIGNATURE: right.removeprefix("sha256=")},
        "unkeyed": {SIGNATURE: "sha256=" + sha256(body).hexdigest()},
        "by SHA-1 in its own header": {SIGNATURE: None, "X-Hub-Signature": by_sha1},
        "by SHA-1 in the header of the other": {SIGNATURE: by_sha1},
        "by SHA-1 beside a wrong one": {SIGNATURE: signature("wrong", body), "X-Hub-Signature": by_sha1},
        "truncated": {SIGNATURE: right[:-1]},
        "with more behind it": {SIGNATURE: right + "0"},
        "in capitals": {SIGNATURE: right.upper()},
        "not in ASCII": {SIGNATURE: "sha256=é" + right[8:]},
        "twice": {SIGNATURE: f"{right},{right}"},
    }


@pytest.mark.parametrize("kind", forgeries(b""))
def test_what_is_not_signed_with_a_secret_is_refused(server: Server, opened: Delivery, kind: str) -> None:
    headers = forgeries(opened.body)[kind]
    discreet(server.deliver(changed(opened, **headers)), 401)


def test_a_body_that_is_cut_off_has_another_signature(server: Server, opened: Delivery) -> None:
    discreet(server.deliver(replace(opened, body=opened.body[:-1])), 401)
    discreet(server.deliver(replace(opened, body=b"")), 401)


@pytest.mark.parametrize("secret", [SECRET, NEW_SECRET])
def test_each_of_the_secrets_is_good_so_that_they_can_be_rotated(
    server: Server, opened: Delivery, secret: str
) -> None:
    discreet(server.deliver(changed(opened, **{SIGNATURE: signature(secret, opened.body)})), 202)


def test_a_comment_becomes_a_follow_up_and_the_agenda_is_there_and_again_does_nothing(
    server: Server, place: Place
) -> None:
    sent = place.promise("brew the tea")
    discreet(server.deliver(sent), 202)
    until(lambda: place.promises()["brew the tea"])
    settle(server)
    assert place.topic.title in (place.issues("agenda")[0].body or "")
    before = len(place.running.log)
    for _ in range(2):
        answer = server.deliver(sent)
        discreet(answer, 200)
        assert answer.text == "duplicate: it was delivered before, and is done\n"
    assert len(place.running.log) == before
    assert place.promises()["brew the tea"] == 1


def test_both_content_types_of_a_webhook_are_read(server: Server, opened: Delivery) -> None:
    form = urlencode({"payload": opened.body.decode()}).encode()
    kind = "application/x-www-form-urlencoded"
    discreet(server.deliver(signed(form, Content_Type=kind)), 202)
    discreet(server.deliver(signed(opened.body, Content_Type="application/json; charset=utf-8")), 202)


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "a", "", None])
def test_other_content_types_are_refused(server: Server, opened: Delivery, kind: str | None) -> None:
    discreet(server.deliver(signed(opened.body, Content_Type=kind)), 400)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"[{}]",
        b"1",
        b"null",
        b"true",
        b'"x"',
        b"",
        b"{",
        b"\xff\xfe",
        b"NaN",
        b"[" * 200_000,
        b"\0" * 99,
    ],
    ids=lambda body: repr(body[:8]),
)
def test_a_body_that_is_no_object_is_refused(server: Server, body: bytes) -> None:
    discreet(server.deliver(signed(body)), 400)
    form = signed(urlencode({"payload": body}).encode(), Content_Type="application/x-www-form-urlencoded")
    discreet(server.deliver(form), 400)


@pytest.mark.parametrize("name", ["X-GitHub-Event", "X-GitHub-Delivery"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_delivery_needs_an_event_and_a_name(
    server: Server, opened: Delivery, name: str, value: str | None
) -> None:
    discreet(server.deliver(changed(opened, **{name: value})), 400)


def test_a_delivery_s_name_has_an_end(server: Server, opened: Delivery) -> None:
    discreet(server.deliver(changed(opened, X_GitHub_Delivery="x" * 101)), 400)


def test_a_ping_is_answered(server: Server) -> None:
    answer = server.deliver(delivery("ping", {"zen": "Keep it logically awesome.", "hook_id": 1}))
    discreet(answer, 200)
    assert answer.text == "ignored: this is Arch Hour, and the secret is right\n"


def test_the_log_names_the_delivery_and_has_no_secret_body_or_query(server: Server, place: Place) -> None:
    sent = place.promise("keep a s3cret-ish matter to himself")
    requests.post(
        f"{server.address}/webhook?token=hidden-in-the-query",
        sent.body,
        headers=dict(sent.headers) | {"Authorization": "Bearer hidden-in-a-header"},
        timeout=10,
    )
    until(lambda: place.promises()["keep a s3cret-ish matter to himself"])
    settle(server)
    about = [line for line in server.lines() if line.get("delivery") == sent.headers["X-GitHub-Delivery"]]
    assert [line["status"] for line in about if "status" in line] == [202]
    text = server.log.read_text()
    for hidden in (SECRET, NEW_SECRET, "hidden-in", "matter to himself", place.topic.title):
        assert hidden not in text
    assert all(line.startswith("{") for line in text.splitlines()), "each line is JSON"
    assert "Traceback" not in text
