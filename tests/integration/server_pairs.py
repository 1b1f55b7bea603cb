"""Two servers on one database, with the sandbox that they work for."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.integration.server_places import Place, Places, places
from tests.integration.servers import Server
from tests.integration.watching import Watch, watching
from tests.processes import until

HOSTS = ("one", "two")
PROMPTLY = 30.0  # seconds; it takes about six, and two minutes are promised


@dataclass
class Pair:
    """Two servers that share a database, each with a token of its own, by which its requests are known."""

    places: Places
    watch: Watch
    url: str
    servers: dict[str, Server] = field(default_factory=dict)

    def start(self, *hosts: str) -> None:
        """Starts them at the same moment."""
        with ThreadPoolExecutor() as starters:
            list(starters.map(lambda host: self.servers[host].start(), hosts))

    def held(self) -> tuple[Server, Server]:
        """The server that is held up in the middle of a run, and the other."""
        assert self.watch.holds.wait(20), "no run came to make an issue"
        tokens = [server.environ["ARCH_HOUR_TOKEN"] for server in self.servers.values()]
        held = tokens.index(self.watch.held_token)
        servers = list(self.servers.values())
        return servers[held], servers[1 - held]

    def query(self, statement: str, *values: object) -> list[Any]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(statement.encode(), values).fetchall()


@contextmanager
def pair(folder: Path, url: str, count: int, hosts: tuple[str, ...] = HOSTS) -> Iterator[Pair]:
    """Two servers that are not started yet, and so many repositories."""
    with watching() as watch, places(folder, count) as made, ExitStack() as stack:
        two = Pair(made, watch, url)
        for host in hosts:
            (folder / host).mkdir()
            environ = made.environment(
                ARCH_HOUR_DATABASE_URL=url, ARCH_HOUR_TOKEN=made.world.add_token("ada")
            )
            two.servers[host] = Server(environ, folder / host, name=host)
            stack.callback(ended, two.servers[host])
        stack.callback(watch.release)
        yield two
        assert watch.crossings() == []


def ended(server: Server) -> None:
    if server.process is not None and server.process.poll() is None:
        server.kill()


def runs_of(server: Server) -> int:
    """How many runs it carried out to their end."""
    return sum("changes in" in line["message"] for line in server.lines())


def settled(place: Place, *words: str, seconds: float = PROMPTLY) -> None:
    """Waits for promises, and sees that each came once."""
    until(lambda: set(words) <= set(place.promises()), seconds)
    assert place.promises() == dict.fromkeys(words, 1)
