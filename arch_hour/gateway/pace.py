"""Writes of several runs at once kept apart: GitHub asks for a second between any two that one account makes.

Source: https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic, sleep

BETWEEN_WRITES = 1.0  # seconds; GitHub's own advice against its secondary limits


@dataclass
class Pace:
    """Gives writes their turns, to whichever thread comes first; `pause` waits that many seconds."""

    between: float = BETWEEN_WRITES
    clock: Callable[[], float] = monotonic
    pause: Callable[[float], None] = sleep
    _next: float = 0.0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def wait(self) -> None:
        """Waits for the next turn, and takes it."""
        with self._lock:
            now = self.clock()
            turn = max(now, self._next)
            self._next = turn + self.between
        self.pause(turn - now)
