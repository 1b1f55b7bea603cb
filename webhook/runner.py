"""Runs repositories one after the other, away from the requests that asked for it.

What waits here is only a hint: a run looks at everything, so a hint that dies with the process is made good by the
next event or by the scheduled workflow.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from arch_hour.errors import ArchHourError
from arch_hour.rules.events import Command

logger = logging.getLogger(__name__)

Run = Callable[[str, Command], int]


class Runner:
    """One worker; hints about a repository that waits already cost nothing. `run` answers how many changes it made."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="runner")
        self._waiting: set[tuple[str, Command]] = set()
        self._lock = Lock()

    def notify(self, repository: str, command: Command) -> None:
        """Has the repository run soon, and once more when its run is under way already."""
        with self._lock:
            if (repository, command) in self._waiting:
                return
            self._waiting.add((repository, command))
        self._worker.submit(self._work, repository, command)

    def stop(self) -> None:
        """Finishes the run under way and forgets the others."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _work(self, repository: str, command: Command) -> None:
        """What comes in from here on must cause another run, so the place is given up first."""
        with self._lock:
            self._waiting.discard((repository, command))
        try:
            logger.info("%s: %d changes", repository, self._run(repository, command))
        except ArchHourError as error:
            logger.warning("%s: %s", repository, error)
        except Exception:  # one bad repository must not stop the others
            logger.exception("%s: failed in a way that was not expected", repository)
