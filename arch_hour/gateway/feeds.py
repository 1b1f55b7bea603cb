"""A text from outside of GitHub: the iCalendar feed that a configuration names.

The address is often a secret, in its path or query, so that only its scheme and host are ever told.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import sleep
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential
from urllib3.exceptions import HTTPError

from arch_hour import __version__
from arch_hour.errors import UnreachableError
from arch_hour.gateway.mishaps import hindrance
from arch_hour.hosts import is_loopback

TIMEOUT = 30  # seconds without a word
PATIENCE = 60  # seconds for a whole answer, with its headers and all that it redirects to
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
    doors = _Doors()
    with _in_time(doors) as is_over:
        try:
            found = _followed(address, doors)
        except UnreachableError:
            # Whose connection was ended may have looked like any other trouble, or like an answer that is whole.
            if not is_over.is_set():
                raise
    if is_over.is_set():
        raise _PassingError(_sentence(address, _reason(requests.Timeout())))
    return found


def _followed(address: str, doors: "_Doors") -> str:
    place = address
    with requests.Session() as session:
        session.headers["User-Agent"] = f"arch-hour/{__version__}"
        session.mount("https://", doors)
        session.mount("http://", doors)
        for _ in range(REDIRECTIONS + 1):
            try:
                with _answer(session, place) as answer:
                    if not answer.is_redirect:
                        return _text(answer, place)
                    place = _next(answer, place, address)
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                raise _trouble(place, error) from None
    raise UnreachableError(_sentence(address, f"it redirects more than {REDIRECTIONS} times"))


def _answer(session: requests.Session, place: str) -> requests.Response:
    """The head of an answer, its body unread; asked of the adapter, as a session unpacks the body of a redirection."""
    request = session.prepare_request(requests.Request("GET", place))
    settings: Any = session.merge_environment_settings(request.url, {}, stream=True, verify=None, cert=None)
    answer = session.get_adapter(place).send(request, timeout=TIMEOUT, **settings)
    session.cookies.update(answer.cookies)
    return answer


class _Doors(HTTPAdapter):
    """Keeps the sockets that it opens, so that they can be ended from outside whatever is waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[socket.socket] = []

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """The connections of the library, through a proxy or not, each of which now hands its socket in."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        made = pool.ConnectionCls

        def opening(*args: Any, **kwargs: Any) -> Any:
            connection = made(*args, **kwargs)
            connect = connection._new_conn  # noqa: SLF001  the one place before TLS, where others override it too

            def connected() -> socket.socket:
                opened: socket.socket = connect()
                # A second handle of the same connection, since the library lets go of its own at will.
                self.opened.append(opened.dup())
                return opened

            connection._new_conn = connected  # noqa: SLF001
            return connection

        pool.ConnectionCls = opening
        return pool

    def shut(self) -> None:
        """Ends what was opened; whoever reads there reads no more."""
        for opened in self.opened:
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Gives back the handles."""
        for opened in self.opened:
            opened.close()


@contextmanager
def _in_time(doors: _Doors) -> Iterator[Event]:
    """Ends the connections when PATIENCE is over, which the event tells: the library waits for every byte anew."""
    is_done, is_over = Event(), Event()

    def watch() -> None:
        wait: float = PATIENCE
        while not is_done.wait(wait):
            is_over.set()
            doors.shut()
            wait = 1  # and again: the next one may be opened just now

    watching = Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield is_over
    finally:
        is_done.set()
        watching.join()
        doors.let_go()


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
    while bite := answer.raw.read1(_BITE, decode_content=True):
        found += bite
        if len(found) > LARGEST:
            raise UnreachableError(_sentence(place, f"it is larger than {LARGEST // 1024**2} MB"))
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError:
        return found.decode("latin-1")  # which older calendar programs wrote, and which reads any byte


def _trouble(place: str, error: Exception) -> UnreachableError:
    """The error for a request without an answer: another try may help, unless something has to be mended first."""
    if told := hindrance(error):
        return UnreachableError(f"the calendar at {_shown(place)} cannot be read: {told}")
    return _PassingError(_sentence(place, _reason(error)))


def _reason(error: Exception) -> str:
    """Why there is no answer; never in the library's words, which hold the whole address."""
    match error:
        case requests.Timeout() | TimeoutError():
            return f"nothing came within {TIMEOUT} seconds, or not all of it within {PATIENCE}"
        case requests.exceptions.SSLError():
            return "its encryption cannot be trusted"
        case requests.exceptions.ProxyError():
            return "there is no way through the proxy"
        case requests.ConnectionError():
            return "no connection"
        case _:
            return "the connection broke, or what came is no answer of a web server"


def _shown(place: str) -> str:
    parts = urlsplit(place)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/…"


def _sentence(place: str, reason: str) -> str:
    return (
        f"the calendar at {_shown(place)} cannot be read ({reason}): "
        "check that `meeting.calendar` opens without signing in, or run again later"
    )
