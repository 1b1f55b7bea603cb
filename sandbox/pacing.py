"""The secondary limits: how many requests at once, and how much in a minute or an hour of real time.

They go by a clock of their own that never stands still, for the sandbox's may be frozen while hundreds of requests are
sent. They are off unless they are wanted: a test furnishes its world faster than any person is allowed to write.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from re import compile as pattern
from threading import Lock
from time import monotonic
from typing import Literal

from sandbox.rules.refusals import Refusal

Side = Literal["rest", "graphql"]
MINUTE = 60.0
HOUR = 3_600.0
AT_ONCE = 100
POINTS: dict[Side, int] = {"rest": 900, "graphql": 2_000}
POINTS_OF_READING = 1
POINTS_OF_WRITING = 5
# Content is what notifies people.
CONTENT_IN_A_MINUTE = 80
CONTENT_IN_AN_HOUR = 500
CONTENT_PATH = pattern(r"/repos/[^/]+/[^/]+/(issues|pulls|issues/\d+/comments)")
CONTENT_MUTATIONS = frozenset({"createIssue", "addComment"})
EXPLANATION = (
    "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits"
)


class TooFast(Refusal):
    """A secondary limit is exceeded; `Retry-After` says for how many seconds."""

    status = 403
    graph_type = "RATE_LIMITED"

    def __init__(self, seconds: int) -> None:
        super().__init__(SECONDARY_MESSAGE)
        self.headers = {"Retry-After": str(seconds)}


SECONDARY_MESSAGE = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. "
    f"The limits are explained at {EXPLANATION}"
)


@dataclass(frozen=True, slots=True)
class Event:
    """One request: when it came in seconds, on which side, what it counts for, and whether it makes content."""

    at: float
    side: Side
    points: int
    makes_content: bool = False


def makes_content(method: str, path: str) -> bool:
    """Whether a REST request makes an issue, a pull request or a comment."""
    return method == "POST" and CONTENT_PATH.fullmatch(path) is not None


def seconds_to_wait(events: Iterable[Event], new: Event) -> int | None:
    """How long a new request would have to wait after the earlier ones, in whole seconds; None when it may go on."""
    past = list(events)
    sides = [event for event in past if event.side == new.side]
    waits = [_wait(sides, new, MINUTE, POINTS[new.side], lambda event: event.points)]
    if new.makes_content:
        content = [event for event in past if event.makes_content]
        waits.append(_wait(content, new, MINUTE, CONTENT_IN_A_MINUTE, lambda _: 1))
        waits.append(_wait(content, new, HOUR, CONTENT_IN_AN_HOUR, lambda _: 1))
    longest = max(waits)
    return ceil(longest) if longest > 0 else None


def _wait(past: list[Event], new: Event, window: float, most: int, weight: Callable[[Event], int]) -> float:
    recent = [event for event in past if event.at > new.at - window]
    excess = sum(map(weight, recent)) + weight(new) - most
    for event in recent:
        if excess <= 0:
            break
        excess -= weight(event)
        if excess <= 0:
            return event.at + window - new.at
    return 0.0


class Pacing:
    """Counts the requests of every caller and, when it is on, refuses those that come too fast."""

    def __init__(self, clock: Callable[[], float] = monotonic, *, is_on: bool = False) -> None:
        self.is_on = is_on
        self._clock = clock
        self._lock = Lock()
        self._under_way: Counter[str] = Counter()
        self._events: defaultdict[str, deque[Event]] = defaultdict(deque)

    @contextmanager
    def under_way(self, token: str) -> Iterator[int]:
        """Counts a request of a token as long as the context lasts; tells how many there are with it."""
        with self._lock:
            self._under_way[token] += 1
            at_once = self._under_way[token]
        try:
            yield at_once
        finally:
            with self._lock:
                self._under_way[token] -= 1

    def check(self, holder: str, side: Side, points: int, *, at_once: int, makes_content: bool) -> None:
        """Takes one more request of a holder into account; raises TooFast when that is one too many."""
        if not self.is_on:
            return
        if at_once > AT_ONCE:
            raise TooFast(int(MINUTE))
        with self._lock:
            new = Event(self._clock(), side, points, makes_content)
            past = self._events[holder]
            while past and past[0].at <= new.at - HOUR:
                past.popleft()
            seconds = seconds_to_wait(past, new)
            if seconds is not None:
                raise TooFast(seconds)
            past.append(new)

    def switch(self, *, is_on: bool) -> None:
        """Puts the limits on or off and forgets what was counted."""
        with self._lock:
            self.is_on = is_on
            self._events.clear()
