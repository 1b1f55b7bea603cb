"""The address of a calendar is read within bounds, or is an error that keeps the address secret."""

import gzip
import socketserver
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from arch_hour.errors import UnreachableError
from arch_hour.gateway import feeds
from arch_hour.gateway.feeds import read_feed

TEXT = "BEGIN:VCALENDAR\r\nSUMMARY:Ärger\r\nEND:VCALENDAR\r\n"


@dataclass
class Shop:
    """A web server on this machine that answers as each test wants."""

    url: str
    statuses: list[int] = field(default_factory=lambda: [200])
    headers: dict[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterable[bytes]] = lambda: [TEXT.encode()]
    asked: list[str] = field(default_factory=list)

    def address(self) -> str:
        return f"{self.url}/private-t0ken/team.ics?key=s3cret".replace("://", "://ada:passw0rd@")


@pytest.fixture
def shop() -> Iterator[Shop]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            opened.asked.append(self.path)
            status = opened.statuses.pop(0) if len(opened.statuses) > 1 else opened.statuses[0]
            # Before the head is sent, after which the next request may come first.
            pieces = opened.pieces()
            self.send_response(status)
            for name, value in opened.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for piece in pieces:
                    self.wfile.write(piece)
            except OSError:
                return  # the reader left, as it should

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    opened = Shop(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield opened
    server.shutdown()
    thread.join()
    server.server_close()


def trouble(address: str) -> str:
    pauses: list[float] = []
    with pytest.raises(UnreachableError) as caught:
        read_feed(address, pauses.append)
    told = str(caught.value)
    assert "\n" not in told
    assert not {"t0ken", "s3cret", "passw0rd", "ada"} & set(told.replace("/", " ").replace(":", " ").split())
    assert not any(secret in told for secret in ("t0ken", "s3cret", "passw0rd"))
    return told


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (TEXT.encode(), {}),
        (TEXT.encode(), {"Content-Type": "text/calendar"}),
        (TEXT.encode("utf-8-sig"), {}),
        (TEXT.encode("latin-1"), {}),
        (gzip.compress(TEXT.encode()), {"Content-Encoding": "gzip"}),
    ],
    ids=["UTF-8", "a type without charset", "a byte order mark", "Latin-1", "packed"],
)
def test_a_calendar_is_read_as_its_text(shop: Shop, content: bytes, headers: dict[str, str]) -> None:
    shop.pieces, shop.headers = lambda: [content], headers
    assert read_feed(shop.address()) == TEXT
    assert shop.asked == ["/private-t0ken/team.ics?key=s3cret"]


@pytest.mark.parametrize(("status", "tries"), [(404, 1), (403, 1), (204, 1), (500, 3), (503, 3), (429, 3)])
def test_an_answer_that_is_a_no_is_an_error(shop: Shop, status: int, tries: int) -> None:
    shop.statuses = [status]
    told = trouble(shop.address())
    assert told.startswith(f"the calendar at {shop.url}/… cannot be read (it answered with status {status})")
    assert len(shop.asked) == tries


def test_what_passes_in_a_moment_is_tried_again(shop: Shop) -> None:
    shop.statuses = [503, 200]
    pauses: list[float] = []
    assert read_feed(shop.address(), pauses.append) == TEXT
    assert pauses == [1.0]


def test_nobody_there_is_an_error() -> None:
    assert "no connection" in trouble("http://ada:passw0rd@127.0.0.1:1/private-t0ken?key=s3cret")


def endless() -> Iterator[bytes]:
    while True:
        yield b"x" * 65536


def test_an_answer_without_end_is_left_at_its_bound(shop: Shop) -> None:
    shop.pieces = endless
    assert "larger than 5 MB" in trouble(shop.address())


def test_a_small_answer_that_unpacks_to_a_huge_one_is_left_at_its_bound(shop: Shop) -> None:
    packed = gzip.compress(bytes(50 * 1024**2), 1)
    shop.pieces, shop.headers = lambda: [packed], {"Content-Encoding": "gzip"}
    assert "larger than 5 MB" in trouble(shop.address())


def dripping() -> Iterator[bytes]:
    while True:
        time.sleep(0.02)
        yield b"x"


def test_an_answer_that_drips_is_left_in_time(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "PATIENCE", 0.1)
    shop.pieces = dripping
    assert "not all of it within 0.1" in trouble(shop.address())


def test_a_redirection_is_followed_without_a_look_at_its_body(shop: Shop) -> None:
    bodies = iter([gzip.compress(bytes(50 * 1024**2), 1), gzip.compress(TEXT.encode())])
    shop.statuses = [302, 200]
    shop.pieces = lambda: [next(bodies)]
    shop.headers = {"Location": "/there", "Content-Encoding": "gzip"}
    tracemalloc.start()
    try:
        assert read_feed(shop.address()) == TEXT
        assert tracemalloc.get_traced_memory()[1] < 10 * 1024**2
    finally:
        tracemalloc.stop()


def test_a_redirection_whose_body_drips_is_followed_at_once(shop: Shop) -> None:
    bodies = iter([dripping(), [TEXT.encode()]])
    shop.statuses, shop.headers = [302, 200], {"Location": "/there"}
    shop.pieces = lambda: next(bodies)
    assert read_feed(shop.address()) == TEXT


def continuing() -> Iterator[bytes]:
    while True:
        time.sleep(0.02)
        yield b"HTTP/1.1 100 Continue\r\n\r\n"


def header_by_header() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    yield from (b"X-%d: 1\r\n" % number for number in range(3))
    yield from dripping()


@pytest.mark.parametrize("words", [continuing, header_by_header, dripping])
def test_whatever_drips_before_the_body_is_left_in_time(
    words: Callable[[], Iterator[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "PATIENCE", 0.1)

    class Answer(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            with suppress(OSError):
                for word in words():
                    self.request.sendall(word)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        told = trouble(f"http://ada:passw0rd@127.0.0.1:{server.server_address[1]}/private-t0ken?key=s3cret")
        server.shutdown()
        thread.join()
    assert "not all of it within 0.1" in told


def test_a_broken_packing_is_an_error(shop: Shop) -> None:
    shop.headers = {"Content-Encoding": "gzip"}
    assert "no answer of a web server" in trouble(shop.address())


def test_a_redirection_on_this_machine_is_followed_from_this_machine(shop: Shop) -> None:
    shop.statuses, shop.headers = [302, 200], {"Location": "/there"}
    assert read_feed(shop.address()) == TEXT
    assert shop.asked[1:] == ["/there"]


@pytest.mark.parametrize(
    "location",
    ["http://example.org/", "file:///etc/passwd", "ftp://127.0.0.1/", "//example.org/"],
)
def test_a_redirection_to_what_is_not_https_is_not_followed(shop: Shop, location: str) -> None:
    shop.statuses, shop.headers = [302], {"Location": location}
    assert "it redirects to an address that is not https" in trouble(shop.address())


def test_a_redirection_to_nonsense_is_an_error(shop: Shop) -> None:
    shop.statuses, shop.headers = [302], {"Location": "http://["}
    assert "it redirects to an address that is not https" in trouble(shop.address())


def test_nobody_outside_can_send_us_to_this_machine() -> None:
    answer = requests.Response()
    answer.headers["location"] = "http://127.0.0.1/"
    with pytest.raises(UnreachableError, match="not https"):
        feeds._next(answer, "https://example.org/a.ics", "https://example.org/a.ics")


def test_redirections_in_a_circle_end(shop: Shop) -> None:
    shop.statuses, shop.headers = [302], {"Location": "/round"}
    assert "it redirects more than 5 times" in trouble(shop.address())
    assert len(shop.asked) == 6
