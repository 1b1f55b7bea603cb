"""How long the server takes to answer a delivery, on each database, while it runs the repositories meanwhile.

`python -m tests.bench.deliveries [SECONDS]`. A delivery's time counts from when it was due, not from when the last
answer left room for it, so that no stall hides. Everything is on this one machine: the server with its worker, the
database, a sandbox in place of GitHub, and who measures.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import perf_counter, sleep
from typing import Any

from tests.integration.servers import SECRET, Delivery, Server, delivery, serving
from tests.postgres import running_cluster
from tests.processes import until

REPOSITORIES = 5
CONNECTIONS = 16
RATE = 100  # a second
SECONDS = 60
STEP = 10  # seconds for each rate of those that look for the highest
HIGHER = (150, 200, 300, 400, 500, 600, 800, 1000)
ENOUGH = 0.050  # seconds within which 99 of 100 are to be answered
FILLING = "x" * 9000  # a payload of GitHub's has some ten thousand bytes


@dataclass(frozen=True)
class Measured:
    """Seconds until each delivery was answered, in their order of length, and how many were not taken."""

    times: Sequence[float]
    lost: int

    def within(self, share: float) -> float:
        """Seconds within which so large a share was answered."""
        return self.times[min(int(len(self.times) * share), len(self.times) - 1)]

    @property
    def holds(self) -> bool:
        """Whether that was fast enough, and complete."""
        return not self.lost and self.within(0.99) < ENOUGH


@contextmanager
def small_github() -> Iterator[Mapping[str, Any]]:
    """A process with a sandbox, and what it says of itself."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.small_github", str(REPOSITORIES)],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.kill()


def deliveries(numbers: Mapping[str, int]) -> Iterator[Delivery]:
    """One delivery after the other, of each repository in turn."""
    names = list(numbers)
    for number in count():
        name = names[number % len(names)]
        issue = {"number": 1, "labels": [{"name": "topic"}], "body": FILLING}
        repository = {"id": numbers[name], "full_name": name}
        sender = {"login": "ada", "type": "User"}
        yield delivery(
            "issues", {"action": "edited", "issue": issue, "repository": repository, "sender": sender}
        )


def measure(server: Server, sent: Sequence[Delivery], rate: int) -> Measured:
    """Delivers so many a second, however long the answers take."""
    due: SimpleQueue[tuple[float, Delivery]] = SimpleQueue()
    start = perf_counter() + 0.5
    for number, each in enumerate(sent):
        due.put((start + number / rate, each))
    times: list[float] = []
    refused: list[int] = []

    def deliver() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        while True:
            try:
                moment, each = due.get_nowait()
            except Empty:
                return
            sleep(max(moment - perf_counter(), 0))
            connection.request("POST", "/webhook", each.body, dict(each.headers))
            answer = connection.getresponse()
            answer.read()
            times.append(perf_counter() - moment)
            if answer.status != 202:
                refused.append(answer.status)

    threads = [Thread(target=deliver) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Measured(sorted(times), len(refused) + len(sent) - len(times))


def tell(database: str, rate: int, seconds: int, measured: Measured) -> None:
    """A line of the table."""
    middle, most, nearly, longest = (measured.within(share) * 1000 for share in (0.5, 0.9, 0.99, 1))
    print(
        f"{database:>10}  {rate:>4}/s for {seconds:>2} s: {middle:6.1f} {most:6.1f} {nearly:6.1f} {longest:7.1f} ms"
        f"{f', {measured.lost} not taken' if measured.lost else ''}",
        flush=True,
    )


def bench(database: str, address: str, seconds: int) -> None:
    """Measures with one database."""
    with small_github() as github, tempfile.TemporaryDirectory() as folder:
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "GITHUB_API_URL": github["rest"],
            "GITHUB_GRAPHQL_URL": github["graphql"],
            "ARCH_HOUR_TOKEN": github["token"],
            "ARCH_HOUR_WEBHOOK_SECRET": SECRET,
            "ARCH_HOUR_DATABASE_URL": address or f"sqlite:///{folder}/arch-hour.sqlite",
        }
        with serving(Server(environ, Path(folder))) as server:
            source = deliveries(github["numbers"])
            measure(server, list(islice(source, RATE)), RATE)  # it has seen everything once
            for rate, length in ((RATE, seconds), *((each, min(STEP, seconds)) for each in HIGHER)):
                measured = measure(server, list(islice(source, rate * length)), rate)
                tell(database, rate, length, measured)
                if not measured.holds:
                    break
            until(lambda: server.stop() == 0, 60)


def main(seconds: int) -> None:
    """Measures with both databases, PostgreSQL where it is installed."""
    print(f"{'answered within':>30} {'50 %':>6} {'90 %':>6} {'99 %':>6} {'all':>7}")
    bench("SQLite", "", seconds)
    with running_cluster() as cluster:
        if cluster is None:
            print("PostgreSQL is not installed here")
            return
        bench("PostgreSQL", cluster.url(cluster.made()), seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
