"""Keeps the process that carries runs out alive."""

import logging
import subprocess
import sys
from collections.abc import Mapping
from threading import Event, Thread
from time import monotonic

from webhook.metrics import count_worker, forget_worker

logger = logging.getLogger(__name__)

READY = "ready"  # what it says once it takes orders
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a new one is started
LONG_ENOUGH = 60.0  # seconds after which one that ends had not failed at its start
GRACE = 40.0  # seconds until one that was told to end is killed


class Worker:
    """The process that carries runs out: started anew when it ends, until it is to stop."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = dict(environ)
        self._is_stopping = Event()
        self._is_ready = Event()
        self._process: subprocess.Popen[str] | None = None
        self._thread = Thread(target=self._keep, name="supervision", daemon=True)

    def start(self) -> None:
        """Starts it."""
        self._thread.start()

    @property
    def is_ready(self) -> bool:
        """Whether it takes orders."""
        return self._is_ready.is_set()

    def stop(self) -> None:
        """Has it end its runs, for so long as it has grace."""
        self._is_stopping.set()
        process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()
        self._thread.join(GRACE)
        if process is not None and process.poll() is None:
            process.kill()

    def _keep(self) -> None:
        pause = FIRST_PAUSE
        while not self._is_stopping.is_set():
            began = monotonic()
            status = self._lived()
            self._is_ready.clear()
            if self._is_stopping.is_set():
                return
            pause = FIRST_PAUSE if monotonic() - began > LONG_ENOUGH else min(pause * 2, LONGEST_PAUSE)
            logger.error("the worker ended with status %s: a new one comes in %.0f s", status, pause)
            self._is_stopping.wait(pause)

    def _lived(self) -> int | str:
        """How one life of it ended; that it could not be started at all is one end more."""
        try:
            return self._live()
        except Exception as error:  # no memory, no more processes: that passes
            return f"unknown ({type(error).__name__})"

    def _live(self) -> int:
        """One life of it, from its start to its end."""
        with subprocess.Popen(
            # Not from the folder where it is started, which may have a webhook/ of somebody else's.
            [sys.executable, "-P", "-m", "webhook.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self._environ,
            text=True,
        ) as process:
            self._process = process
            count_worker()
            if self._is_stopping.is_set() and process.stdin is not None:
                process.stdin.close()
            for line in process.stdout or ():
                if line.strip() == READY:
                    self._is_ready.set()
            status = process.wait()
        forget_worker()
        return status
