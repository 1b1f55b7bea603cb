"""That there is a worker, whatever keeps one from being started for a while."""

import subprocess
import time
from collections.abc import Callable

import pytest

from webhook import supervision
from webhook.supervision import Worker


def until(done: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_worker_that_can_not_be_started_is_started_later(monkeypatch: pytest.MonkeyPatch) -> None:
    tries, original = [], subprocess.Popen

    def start(command: list[str], **how: object) -> object:
        tries.append(command)
        if len(tries) < 3:
            raise OSError(11, "Resource temporarily unavailable")
        return original(["sh", "-c", "echo ready; cat"], **how)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(supervision, "LONGEST_PAUSE", 0.05)
    worker = Worker({"PATH": "/usr/bin:/bin"})
    worker.start()
    until(lambda: worker.is_ready)
    assert len(tries) == 3
    worker.stop()
