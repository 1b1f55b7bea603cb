"""The sandbox as an app, and as a server on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socket import create_server
from threading import Thread
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sandbox import pages
from sandbox.backstage import open_backstage
from sandbox.desk import Desk
from sandbox.doors import guard
from sandbox.engines import Engines, at_work
from sandbox.faults import Faults
from sandbox.graph import face as graph_face
from sandbox.log import Log
from sandbox.rest import face as rest_face
from sandbox.workflows.jobs import Equipment
from sandbox.world import World

LOOPBACK = "127.0.0.1"


class QuietHandler(WSGIRequestHandler):
    """Keeps connections open, sends answers at once, and leaves logging to the sandbox's own log."""

    protocol_version = "HTTP/1.1"
    # Headers and body go out separately; waiting to join them would cost 40 ms a request.
    disable_nagle_algorithm = True

    def send_response(self, code: int, message: str | None = None) -> None:
        """Sends no time of this machine's: answers of the APIs carry the sandbox's."""
        self.send_response_only(code, message)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Says nothing."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name for it
        """Says nothing about requests that a client broke off."""


@dataclass(frozen=True, slots=True)
class Running:
    """A sandbox that answers: `url` is the base of its REST API, `graphql_url` its GraphQL."""

    url: str
    world: World
    log: Log
    engines: Engines
    faults: Faults

    @property
    def graphql_url(self) -> str:
        """Where GraphQL requests are sent."""
        return f"{self.url}/graphql"


def create_app(world: World) -> Flask:
    """The stand-in GitHub over a world, as an app."""
    return app_of(Desk(world))


def app_of(desk: Desk) -> Flask:
    """The app that serves a desk whose log somebody else reads too."""
    app = Flask("sandbox", static_folder=None)
    app.url_map.merge_slashes = False
    # GitHub does not answer OPTIONS as Flask would of itself.
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    guard(app)
    graph_face.open_face(app, desk)
    rest_face.open_face(app, desk)
    open_backstage(app, desk)
    pages.open_face(app, desk)
    return app


def bind(desk: Desk, port: int = 0) -> BaseWSGIServer:
    """A server on loopback, ready to answer for a desk; port 0 takes a free one; raises OSError for a taken one."""
    # Left to listen by itself, werkzeug ends the process where the port is taken.
    with create_server((LOOPBACK, port)) as listening:
        taken = listening.getsockname()[1]
        return make_server(
            LOOPBACK,
            taken,
            app_of(desk),
            threaded=True,
            request_handler=QuietHandler,
            fd=listening.fileno(),
        )


def address_of(server: BaseWSGIServer) -> str:
    """Where a server that was bound answers."""
    return f"http://{LOOPBACK}:{server.port}"


@contextmanager
def serve(
    world: World, port: int = 0, equipment: Equipment | None = None, *, strict: bool = False
) -> Iterator[Running]:
    """Answers for a world on loopback, in a thread of its own, until the context ends.

    With `strict`, requests that GitHub would not know in every part fail, and the secondary limits are on.
    """
    desk = Desk(world, is_strict=strict)
    server = bind(desk, port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    url = address_of(server)
    try:
        with at_work(world, url, equipment) as engines:
            yield Running(url, world, desk.log, engines, desk.faults)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
