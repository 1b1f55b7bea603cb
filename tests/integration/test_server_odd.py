"""The webhook server as a process, before whatever a stranger or an odd proxy may send: never an error of its own."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.github_examples import examples, needs_examples
from tests.integration.server_places import Place, Places, places
from tests.integration.servers import (
    INSIDES,
    Delivery,
    Server,
    changed,
    delivery,
    discreet,
    serving,
    signed,
)
from webhook.app import LARGEST


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    with places(tmp_path_factory.mktemp("odd")) as made:
        yield made


@pytest.fixture(scope="module")
def server(town: Places) -> Iterator[Server]:
    with serving(town.server()) as running:
        yield running


@pytest.fixture(scope="module")
def place(town: Places) -> Place:
    return town.all[0]


@pytest.fixture
def opened(place: Place) -> Delivery:
    return delivery("issues", place.payload("issues", "opened", place.topic))


@pytest.mark.parametrize("event", ["star", "workflow_run", "*", "no such", "é".encode().decode("latin-1")])
def test_unknown_events_are_answered_and_forgotten(server: Server, place: Place, event: str) -> None:
    before = len(place.running.log)
    discreet(server.deliver(changed(delivery("x", {"action": "x"}), X_GitHub_Event=event)), 204)
    assert len(place.running.log) == before


ODD: list[dict[str, Any]] = [
    {},
    {"action": None},
    {"action": ["opened"], "issue": 1, "repository": 2, "sender": 3},
    {"issue": {"labels": "topic"}, "repository": {"id": "1", "full_name": "octo-org/arch-1"}},
    {"issue": {"labels": [1]}, "repository": {"id": 2**80, "full_name": "octo-org/arch-1"}},
    {"issue": {"labels": [1]}, "repository": {"id": -1, "full_name": "a"}},
    {"issue": {"labels": [1]}, "repository": {"id": True, "full_name": "../../etc/passwd"}},
    {"issue": {"labels": [1]}, "repository": {"id": 1.5, "full_name": "a/\x00"}},
    {"installation": {"id": 2**70}, "repositories": [None, 1, {}], "action": "created"},
    {"installation": [], "repositories_added": {"a": 1}, "action": {}},
    {"ref": 1, "commits": [[], {"added": 1}], "repository": {"default_branch": []}},
    {"ref": "refs/heads/None", "commits": None, "repository": None},
    {"changes": {"body": {"from": "x" * 100_000}}, "issue": {"body": 5, "labels": []}, "action": "edited"},
    {"\ud800": "\ud800", "action": "\ud800", "issue": {"labels": ["\ud800"]}},
]
HEARD = ("issues", "issue_comment", "push", "ping", "repository", "installation", "installation_repositories")


@pytest.mark.parametrize("event", HEARD)
def test_odd_payloads_are_answered_and_nothing_comes_of_them(
    server: Server, place: Place, event: str
) -> None:
    before = len(place.running.log)
    for payload in ODD:
        answer = server.deliver(delivery(event, payload))
        assert answer.status_code in (200, 400)
        discreet(answer, answer.status_code)
    assert len(place.running.log) == before


@needs_examples
def test_every_example_of_github_s_own_is_answered(server: Server) -> None:
    session = requests.Session()
    assert examples()
    statuses = set()
    for name, payload in examples():
        sent = delivery(name, payload)
        answer = session.post(f"{server.address}/webhook", sent.body, headers=dict(sent.headers), timeout=10)
        discreet(answer, answer.status_code)
        statuses.add(answer.status_code)
    assert statuses == {200, 202, 204}


def test_the_largest_payload_of_github_is_taken_and_a_larger_one_is_not(server: Server, place: Place) -> None:
    payload = place.payload("issues", "opened", place.topic)
    body = json.dumps(payload).encode()
    largest = body + b" " * (LARGEST - len(body))
    discreet(server.deliver(signed(largest)), 202)
    discreet(server.deliver(signed(largest + b" ")), 413)


def test_a_body_in_chunks_is_taken_up_to_the_same_size(server: Server, opened: Delivery) -> None:
    def sent(body: bytes) -> requests.Response:
        headers = dict(signed(body).headers)
        chunks = (body[at : at + 2**20] for at in range(0, len(body), 2**20))
        return requests.post(f"{server.address}/webhook", data=chunks, headers=headers, timeout=10)

    discreet(sent(opened.body), 202)
    discreet(sent(opened.body + b" " * (LARGEST + 1 - len(opened.body))), 413)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "TRACE", "BREW"])
def test_deliveries_are_posted(server: Server, opened: Delivery, method: str) -> None:
    address, headers = f"{server.address}/webhook", dict(opened.headers)
    discreet(requests.request(method, address, timeout=10), 401)
    discreet(requests.request(method, address, data=opened.body, headers=headers, timeout=10), 405)


@pytest.mark.parametrize(
    "path", ["/", "/webhook/", "/webhook/x", "/WEBHOOK", "/../etc/passwd", "/%00", "/?a=b"]
)
def test_nothing_is_found_elsewhere(server: Server, opened: Delivery, path: str) -> None:
    discreet(requests.get(f"{server.address}{path}", timeout=10), 404)
    discreet(
        requests.post(f"{server.address}{path}", opened.body, headers=dict(opened.headers), timeout=10), 404
    )


NONSENSE = {
    "no request": b"hello\r\n\r\n",
    "zeros": b"\0" * 64 + b"\r\n\r\n",
    "of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "a method that is none": b"G\xc3\xa9T / HTTP/1.1\r\nHost: x\r\n\r\n",
    "another version": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nnonsense\r\n\r\n",
    "a length that is none": b"POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
    "a length below zero": b"POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "two lengths": b"POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "both ways to tell a length": (
        b"POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "chunks that are none": (
        b"POST /webhook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n"
    ),
    "another encoding": b"POST /webhook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
    "a path that is no text": b"GET /\xff\xfe%zz HTTP/1.1\r\nHost: x\r\n\r\n",
    "very many headers": b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 50_000 + b"\r\n",
    "a very long header": b"GET / HTTP/1.1\r\nX-A: " + b"b" * 400_000 + b"\r\n\r\n",
    "a very long path": b"GET /" + b"a" * 400_000 + b" HTTP/1.1\r\n\r\n",
    "a host that is none": b"GET /healthz HTTP/1.1\r\nHost: a b\xff\r\n\r\n",
}


def answer_to(server: Server, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))
        except OSError:
            return b""


@pytest.mark.parametrize("request_", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_instead_of_requests_does_no_harm(server: Server, request_: bytes) -> None:
    answer = answer_to(server, request_).decode("latin-1")
    status = answer.split(" ")[1] if answer else ""
    assert status in ("", "200", "400", "401", "404", "405", "411", "413", "414", "431", "501", "505"), answer
    assert not any(word in answer for word in INSIDES), answer
    assert server.answers("/healthz")


def test_half_a_request_keeps_nobody_waiting(server: Server) -> None:
    halves = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(50)]
    try:
        for half in halves:
            half.sendall(b"POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf")
        assert requests.get(f"{server.address}/readyz", timeout=2).text == "ready\n"
    finally:
        for half in halves:
            half.close()
