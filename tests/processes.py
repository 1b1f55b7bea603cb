"""What tests need for processes on this machine: a port for one, and patience with what it does."""

import socket
import time
from collections.abc import Callable


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(
    done: Callable[[], object],
    seconds: float = 60,
    why: Callable[[], str] = lambda: "it did not happen in time",
) -> None:
    """Waits for something; fails with what `why` says then."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, why()
        time.sleep(0.05)
