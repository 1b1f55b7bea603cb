"""How long to try, and which troubles are worth another try; the waiting itself is tenacity's.

Source: https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum
from time import sleep, time
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception

T = TypeVar("T")

ATTEMPTS = 5
LONGEST_WAIT = (
    15 * 60.0
)  # seconds for one request; a quota that comes back later ends the run, and the next goes on
SECONDARY_WAIT = 60.0  # seconds, where GitHub names none
DAY = 24 * 60 * 60.0  # seconds; no limit of GitHub's lasts longer, so nothing beyond it is believed


class Trouble(Enum):
    """What kind of failure an answer, or the lack of one, is."""

    LIMITED = "refused for now; nothing was done"
    LOST = "no answer that can be believed; it may have been done"
    REFUSED = "answered with a no"
    UNSENT = "not sent, and never will be as this machine is set up"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something of a document that GraphQL has no such thing of, and the document's lines where it stands, from 1."""

    message: str
    lines: tuple[int, ...] = ()


@dataclass(eq=False)
class Failure(Exception):  # noqa: N818  it may be waited out, so it is no error yet
    """A request that failed, with what the answer said; `status` is 0 where there was none, header names are lower.

    `unknown` is what an older server did not know of a document, of which it then did nothing at all.
    """

    trouble: Trouble
    status: int
    message: str
    headers: Mapping[str, str]
    unknown: tuple[Unknown, ...] = ()

    def wait(self, now: float) -> float | None:
        """Seconds that GitHub asks us to wait, where it names them; by its own clock, else by ours at `now`."""
        after = _seconds(self.headers.get("retry-after"))
        if after is not None:
            return min(after, DAY)
        reset = _seconds(self.headers.get("x-ratelimit-reset"))
        if self.headers.get("x-ratelimit-remaining") == "0" and reset is not None:
            told = told_at(self.headers)
            return min(max(reset - (now if told is None else told), 0.0) + 1.0, DAY)
        return None


@dataclass(frozen=True, slots=True)
class Patience:
    """Tries a request again while that is safe and worth it.

    `pause` waits that many seconds, `clock` tells the seconds since the epoch, `longest_wait` is for one request.
    """

    pause: Callable[[float], None] = sleep
    clock: Callable[[], float] = time
    longest_wait: float = LONGEST_WAIT

    def reading(self, request: Callable[[], T]) -> T:
        """A request that may be sent any number of times."""
        return self._trying((Trouble.LIMITED, Trouble.LOST), request)

    def creating(self, request: Callable[[], T]) -> T:
        """A request that must not happen twice: sent again only where GitHub says that it did nothing."""
        return self._trying((Trouble.LIMITED,), request)

    def _trying(self, worth_it: tuple[Trouble, ...], request: Callable[[], T]) -> T:
        trying = Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, Failure) and error.trouble in worth_it),
            wait=self._wait,
            stop=self._is_enough,
            sleep=self.pause,
            reraise=True,
        )
        return trying(request)

    def _wait(self, state: RetryCallState) -> float:
        """As long as GitHub asks; a minute, doubled each time, where it limits and names no end; else 1, 2, 4, 8."""
        error = state.outcome.exception() if state.outcome else None
        doubled = 2.0 ** (state.attempt_number - 1)
        if not isinstance(error, Failure) or error.trouble is not Trouble.LIMITED:
            return doubled
        named = error.wait(self.clock())
        return SECONDARY_WAIT * doubled if named is None else named

    def _is_enough(self, state: RetryCallState) -> bool:
        return state.attempt_number >= ATTEMPTS or state.idle_for + state.upcoming_sleep > self.longest_wait


def told_at(headers: Mapping[str, str]) -> float | None:
    """When an answer was given by the server's own clock, in seconds since the epoch, where it says so."""
    try:
        return parsedate_to_datetime(headers["date"]).timestamp()
    except (KeyError, ValueError, OverflowError):
        return None


def _seconds(text: str | None) -> float | None:
    return float(text) if text is not None and text.isascii() and text.isdigit() else None
