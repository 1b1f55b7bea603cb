"""A text from outside of GitHub: the iCalendar feed that a configuration names.

The address is often a secret, in its path or query, so that only its scheme and host are ever told.
"""

from collections.abc import Callable, Iterator
from time import monotonic, sleep
from urllib.parse import urljoin, urlsplit

import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential
from urllib3.exceptions import HTTPError

from arch_hour import __version__
from arch_hour.errors import UnreachableError
from arch_hour.hosts import is_loopback

TIMEOUT = 30  # seconds without a word
PATIENCE = 60  # seconds for a whole answer
LARGEST = 5 * 1024 * 1024  # bytes, unpacked
REDIRECTIONS = 5
ATTEMPTS = 3

_BITE = 64 * 1024  # bytes
_PASSING = (408, 425, 429, 500, 502, 503, 504)


class _PassingError(UnreachableError):
    """What may be over in a moment."""


def read_feed(address: str, pause: Callable[[float], None] = sleep) -> str:
    """The text at an address; raises UnreachableError. `pause` waits that many seconds before another try."""
    trying = Retrying(
        retry=retry_if_exception_type(_PassingError),
        wait=wait_exponential(multiplier=1),
        stop=stop_after_attempt(ATTEMPTS),
        sleep=pause,
        reraise=True,
    )
    return trying(_read, address)


def _read(address: str) -> str:
    place = address
    with requests.Session() as session:
        session.headers["User-Agent"] = f"arch-hour/{__version__}"
        for _ in range(REDIRECTIONS + 1):
            try:
                answer = session.get(place, timeout=TIMEOUT, stream=True, allow_redirects=False)
                with answer:
                    if not answer.is_redirect:
                        return _text(answer, place)
                    place = _next(answer, place, address)
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                raise _PassingError(_sentence(place, _reason(error))) from None
    raise UnreachableError(_sentence(address, f"it redirects more than {REDIRECTIONS} times"))


def _next(answer: requests.Response, place: str, address: str) -> str:
    """Where an answer sends us; never to a place that listens in, nor from outside to this machine."""
    try:
        target = urljoin(place, answer.headers["location"])
        is_allowed = urlsplit(target).scheme == "https" or (
            urlsplit(target).scheme == "http" and is_loopback(target) and is_loopback(address)
        )
    except ValueError:
        is_allowed = False
    if not is_allowed:
        raise UnreachableError(_sentence(place, "it redirects to an address that is not https"))
    return target


def _text(answer: requests.Response, place: str) -> str:
    status = answer.status_code
    if status != 200:
        kind = _PassingError if status in _PASSING else UnreachableError
        raise kind(_sentence(place, f"it answered with status {status}"))
    found = bytearray()
    for bite in _bites(answer):
        found += bite
        if len(found) > LARGEST:
            raise UnreachableError(_sentence(place, f"it is larger than {LARGEST // 1024**2} MB"))
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError:
        return found.decode("latin-1")  # which older calendar programs wrote, and which reads any byte


def _bites(answer: requests.Response) -> Iterator[bytes]:
    """The answer as it comes in; one that drips on for ever is left."""
    begun = monotonic()
    while bite := answer.raw.read1(_BITE, decode_content=True):
        yield bite
        if monotonic() - begun > PATIENCE:
            raise requests.Timeout


def _reason(error: Exception) -> str:
    """Why there is no answer; never in the library's words, which hold the whole address."""
    match error:
        case requests.Timeout() | TimeoutError():
            return f"nothing came within {TIMEOUT} seconds, or not all of it within {PATIENCE}"
        case requests.exceptions.SSLError():
            return "its certificate cannot be trusted"
        case requests.ConnectionError():
            return "no connection"
        case _:
            return "the connection broke, or what came is no answer of a web server"


def _sentence(place: str, reason: str) -> str:
    parts = urlsplit(place)
    host = parts.netloc.rpartition("@")[2]
    return (
        f"the calendar at {parts.scheme}://{host}/… cannot be read ({reason}): "
        "check that `meeting.calendar` opens without signing in, or run again later"
    )
