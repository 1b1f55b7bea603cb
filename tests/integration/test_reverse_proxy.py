"""The server behind nginx, as docs/operating.md sets it up: signed bytes arrive as they were, and nothing else does."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.integration.servers import SECRET, Server, serving, signed
from tests.nginx import proxied
from tests.processes import free_port, until
from webhook.app import LARGEST


@dataclass(frozen=True)
class Front:
    """What strangers reach, and the server behind it."""

    address: str
    certificate: str
    behind: Server

    def status(self, verb: str, path: str) -> int:
        """What is answered to a plain request."""
        return requests.request(verb, self.address + path, verify=self.certificate, timeout=30).status_code

    def deliver(self, body: bytes, **headers: str) -> requests.Response:
        """What is answered to a delivery of GitHub's."""
        sent = signed(body, **headers)
        return requests.post(
            f"{self.address}/webhook",
            sent.body,
            headers=dict(sent.headers),
            verify=self.certificate,
            timeout=60,
        )

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            return self.status("GET", "/") == 404
        except requests.ConnectionError:
            return False


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if program is None:
        pytest.skip("nginx is not installed")
    folder, port = tmp_path_factory.mktemp("front"), free_port()
    with serving(Server(_environ(folder), folder)) as server:
        proxy = proxied(folder, port, server.port)
        with subprocess.Popen([program, "-p", str(folder), "-c", str(proxy.settings)]) as nginx:
            found = Front(f"https://127.0.0.1:{port}", str(proxy.certificate), server)
            try:
                until(found.is_up)
                yield found
            finally:
                nginx.terminate()


def _environ(folder: Path) -> dict[str, str]:
    """Without a GitHub: nothing here is to run."""
    ours = ("ARCH_HOUR_", "GITHUB_")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(ours)},
        "ARCH_HOUR_WEBHOOK_SECRET": SECRET,
        "ARCH_HOUR_TOKEN": "none",
        "ARCH_HOUR_DATABASE_URL": f"sqlite:///{folder / 'arch-hour.sqlite'}",
        "GITHUB_API_URL": "http://127.0.0.1:9",
        "GITHUB_GRAPHQL_URL": "http://127.0.0.1:9/graphql",
    }


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"action":  "locked", "words": "\\u00e4\xc3\xa4"}\n', id="odd spaces and letters"),
        pytest.param(b'{"words": "' + b"x" * (LARGEST - 13) + b'"}', id="25 MB"),
    ],
)
def test_a_signed_delivery_arrives_to_the_byte(front: Front, body: bytes) -> None:
    answer = front.deliver(body)
    assert (answer.status_code, answer.ok) == (200, True), answer.text
    assert answer.text.startswith("ignored: ")


def test_what_is_not_signed_or_too_large_is_refused(front: Front) -> None:
    assert front.deliver(b"{}", X_Hub_Signature_256="sha256=00").status_code == 401
    assert front.deliver(b" " * (LARGEST + 1)).status_code == 413


@pytest.mark.parametrize("path", ["/metrics", "/healthz", "/readyz", "/setup", "/webhook/", "/"])
def test_nothing_else_is_reached_from_outside(front: Front, path: str) -> None:
    assert front.behind.answers("/metrics")
    assert front.status("GET", path) == 404


def test_github_s_address_takes_deliveries_alone(front: Front) -> None:
    assert front.status("GET", "/webhook") == 403
