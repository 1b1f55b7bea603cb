"""A server that webhooks are delivered to, and what came to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import loads
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> str:
        return self.headers["X-GitHub-Event"]

    @property
    def payload(self) -> Any:
        if self.headers["Content-Type"] == "application/json":
            return loads(self.body)
        return loads(parse_qs(self.body.decode())["payload"][0])

    @property
    def told(self) -> tuple[str, str | None]:
        return self.event, self.payload.get("action")


@dataclass
class Receiver:
    """Where to deliver to, with which status and when it answers, and all that came."""

    url: str = ""
    status: int = 200
    may_answer: Event = field(default_factory=Event)
    received: list[Received] = field(default_factory=list)

    @property
    def told(self) -> list[tuple[str, str | None]]:
        return [one.told for one in self.received if one.event != "ping"]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    receiver.may_answer.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.received.append(Received(dict(self.headers.items()), body))
            receiver.may_answer.wait(5)
            self.send_response(receiver.status)
            self.send_header("Location", receiver.url)
            self.send_header("Content-Length", "6")
            self.end_headers()
            self.wfile.write(b"thanks")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
