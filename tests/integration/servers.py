"""The webhook server as processes, and GitHub's deliveries to it."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import requests

from tests.integration.conftest import BIN
from tests.processes import free_port, until
from webhook.signature import signature

SECRET, NEW_SECRET = "s3cret", "n3w-s3cret"
# What an answer that shows the inside of a server would have.
INSIDES = (
    "Traceback",
    "Error:",
    "sqlalchemy",
    "werkzeug",
    "webhook.",
    "/usr/",
    "site-packages",
    SECRET,
    NEW_SECRET,
)


@dataclass(frozen=True)
class Delivery:
    """A request of GitHub's to a webhook."""

    body: bytes
    headers: Mapping[str, str]


def delivery(event: str, payload: Mapping[str, Any], guid: str = "", *, secret: str = SECRET) -> Delivery:
    """A delivery as GitHub signs it."""
    body = json.dumps(payload).encode()
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": guid or str(uuid4()),
        "X-Hub-Signature-256": signature(secret, body),
    }
    return Delivery(body, headers)


SIGNATURE = "X-Hub-Signature-256"


def changed(sent: Delivery, **headers: str | None) -> Delivery:
    """A delivery with other headers; None takes one away."""
    given = dict(sent.headers) | {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(sent, headers={name: value for name, value in given.items() if value is not None})


def signed(body: bytes, **headers: str | None) -> Delivery:
    """Any body with a signature that is right."""
    given = {
        "X-GitHub-Event": "issues",
        "X-GitHub-Delivery": str(uuid4()),
        SIGNATURE: signature(SECRET, body),
    }
    return changed(Delivery(body, given | {"Content-Type": "application/json"}), **headers)


def discreet(answer: requests.Response, status: int) -> None:
    """An answer has a status and tells nothing of the inside of the server."""
    assert answer.status_code == status, answer.text
    assert not any(word in answer.text for word in INSIDES), answer.text


@dataclass
class Server:
    """A server's process, its log and its address; it leads a group of its own, which its worker is in too."""

    environ: Mapping[str, str]
    folder: Path
    port: int = field(default_factory=free_port)
    name: str = "server"
    host: str = "127.0.0.1"

    def __post_init__(self) -> None:
        self.log = self.folder / f"{self.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, until_ready: bool = True) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(self.port),
                env=dict(self.environ),
                cwd=self.folder,
                stderr=log,
                start_new_session=True,
            )
        until(lambda: self.answers("/readyz" if until_ready else "/healthz"), 40)

    def command(self, port: int) -> list[str]:
        return [str(BIN / "arch-hour"), "serve", "--host", self.host, "--port", str(port)]

    def run(self, port: int = 0) -> "subprocess.CompletedProcess[str]":
        """A start that fails by itself; gives what it said."""
        return subprocess.run(
            self.command(port or self.port),
            env=dict(self.environ),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def answers(self, path: str) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()
        try:
            return requests.get(f"{self.address}{path}", timeout=2).ok
        except requests.RequestException:
            return False

    def deliver(self, sent: Delivery, seconds: float = 10) -> requests.Response:
        """Sends it as GitHub does, which waits ten seconds."""
        return requests.post(
            f"{self.address}/webhook", data=sent.body, headers=dict(sent.headers), timeout=seconds
        )

    def metrics(self) -> dict[str, float]:
        """The figures that it tells, each under its name and labels."""
        text = requests.get(f"{self.address}/metrics", timeout=10).text
        told = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in told}

    @property
    def leader(self) -> int:
        """The process that takes deliveries, which leads the group."""
        assert self.process is not None
        return self.process.pid

    def group(self) -> set[int]:
        """All processes that are left of it and have not ended."""
        return processes_of(self.leader)

    def kill(self) -> None:
        """What a machine that loses its power does: nothing is finished, nothing is said."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def leave_alone(self) -> None:
        """Kills the process that takes deliveries, and not the other."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def stop(self, seconds: float = 45) -> int:
        """Ends it gracefully; gives its exit status."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(seconds)

    def lines(self) -> list[dict[str, Any]]:
        """What it logged."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]


def processes_of(*groups: int) -> set[int]:
    """The processes of some groups, or by their own numbers, that have not ended."""
    found = (_process(folder) for folder in Path("/proc").glob("[0-9]*"))
    return {number for number, group in found if {number, group} & set(groups)}


def _process(folder: Path) -> tuple[int, int]:
    """A process's number and its group's; zeros where it has ended."""
    try:
        state, _, group, *_ = (folder / "stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0, 0
    return (0, 0) if state in ("Z", "X") else (int(folder.name), int(group))


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.kill()
