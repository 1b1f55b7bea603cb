"""The server's log: a line of JSON for each thing that happened, on standard error, and never a secret in it."""

import logging
import re
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token
from datetime import UTC, datetime
from time import perf_counter
from types import MappingProxyType, TracebackType
from typing import Any, TextIO

from flask import Flask, Response, g, request
from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

OURS = frozenset({"arch_hour", "webhook"})
# What asks all day whether the server is well, and is told that it is.
ROUTINE = frozenset({"/healthz", "/readyz", "/metrics"})
LONGEST_PATH = 200  # characters
MASK = "***"
SHORTEST_SECRET = 4  # characters; what is shorter would make holes in every line and keep nothing to itself
# What others than we say is the same where it begins with the same characters, and is told again after so many seconds.
SAME, REPEATED = 40, 60.0

_FIELDS = {"levelname": "level", "name": "logger", "exc_info": "traceback", "stack_info": "stack"}
# What DBOS adds to each record, in its words: `about` tells what matters of it in ours.
_NOT_TOLD = ("applicationID", "applicationVersion", "executorID", "operationUUID", "traceId", "taskName")
# What is known for a secret by its looks: tokens of GitHub's, an App's signature, and a password within an address.
_SECRET_BY_LOOKS = re.compile(
    r"\b(?:gh[a-z]_|github_pat_)\w{16,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}|(?<=://)[^\s/:@]*:[^\s/@]+(?=@)",
    re.ASCII,
)
_EVENT = re.compile(r"[a-z_]{1,40}")
_DELIVERY = re.compile(r"[0-9A-Za-z-]{1,64}")

_about: ContextVar[Mapping[str, object]] = ContextVar("about", default=MappingProxyType({}))
logger = logging.getLogger(__name__)


@contextmanager
def about(**fields: object) -> Iterator[None]:
    """Has every line until its end tell these, beside those that are told already: a delivery, a repository, a run."""
    before = _add(fields)
    try:
        yield
    finally:
        _about.reset(before)


def set_up_logs(secrets: Iterable[str] = (), *, executor: str = "", stream: TextIO | None = None) -> None:
    """Has this process write its log; whatever is among the secrets is never shown, in no traceback either."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Formatter(secrets, {"executor": executor} if executor else {}))
    handler.addFilter(_is_worth_a_line)
    handler.addFilter(_News())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.captureWarnings(capture=True)
    # It would bring a handler of its own where it finds none.
    dbos = logging.getLogger("dbos")
    dbos.handlers[:] = [logging.NullHandler()]
    dbos.propagate = True
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def log_requests(app: Flask) -> None:
    """Logs each request with its answer, and of its headers, query and body nothing but GitHub's names for it."""
    # First and last of all, whatever the app does with requests already, and whoever refuses one.
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)
    app.after_request_funcs.setdefault(None, []).insert(0, _tell)
    app.teardown_request(_end)


def _begin() -> None:
    told = {"event": (_EVENT, "X-GitHub-Event"), "delivery": (_DELIVERY, "X-GitHub-Delivery")}
    given = {name: (form, request.headers.get(header, "")) for name, (form, header) in told.items()}
    g.logged_from = perf_counter()
    g.logged_about = _add({name: text for name, (form, text) in given.items() if form.fullmatch(text)})


def _tell(response: Response) -> Response:
    if request.path in ROUTINE and response.status_code == 200:
        return response
    fields = {
        "method": request.method[:LONGEST_PATH],
        "path": request.path[:LONGEST_PATH],
        "status": response.status_code,
        "milliseconds": round((perf_counter() - g.logged_from) * 1000, 1),
    }
    logger.info("%s %s: %s", fields["method"], fields["path"], response.status_code, extra=fields)
    return response


def _end(_: BaseException | None) -> None:
    before: Token[Mapping[str, object]] | None = g.pop("logged_about", None)
    if before is not None:
        _about.reset(before)


def _add(fields: Mapping[str, object]) -> Token[Mapping[str, object]]:
    return _about.set({**_about.get(), **fields})


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Others only in trouble; github-webhook, whose logger is called `webhook`, would tell who did what where."""
    top = record.name.partition(".")[0]
    return record.name != "webhook" and (top in OURS or record.levelno >= logging.WARNING)


class _News:
    """Lets through what a library complains of for the first time in a while: without its database DBOS says the same
    many times a second.
    """

    def __init__(self) -> None:
        self._told: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is to be shown; what we say ourselves is."""
        if record.name.partition(".")[0] in OURS:
            return True
        about = f"{record.name} {record.levelno} {str(record.msg)[:SAME]}"
        is_news = record.created - self._told.get(about, -REPEATED) >= REPEATED
        if is_news:
            self._told[about] = record.created
        return is_news


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What nobody caught has its line like everything else."""
    logging.getLogger(f"{__package__}.process").critical("not expected", exc_info=(kind, error, trace))


def _uncaught_in_thread(found: threading.ExceptHookArgs) -> None:
    if found.exc_type is not SystemExit:  # which only ends the thread
        _uncaught(found.exc_type, found.exc_value or found.exc_type(), found.exc_traceback)


class _Formatter(JsonFormatter):
    """A record as one line: a time, a level, who says it, what, and about what."""

    def __init__(self, secrets: Iterable[str], fields: Mapping[str, object]) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            rename_fields=_FIELDS,
            reserved_attrs=[*RESERVED_ATTRS, *_NOT_TOLD],
        )
        known = {part.strip() for secret in secrets for part in (secret, *_lines(secret))}
        long_enough = (part for part in known if len(part) >= SHORTEST_SECRET)
        # The longest first: one may begin as another does.
        self._secrets = sorted(long_enough, key=len, reverse=True)
        self._fields = fields

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """The time comes first, as in every log."""
        when = datetime.fromtimestamp(record.created, UTC)
        log_data["time"] = when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        super().add_fields(log_data, record, message_dict)
        log_data |= {**self._fields, **_about.get()}

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Every value as it may be shown."""
        return {name: self._shown(value) for name, value in log_data.items()}

    def _shown(self, value: object) -> object:
        if value is None or isinstance(value, bool | int | float):
            return value
        text = str(value)
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return _SECRET_BY_LOOKS.sub(MASK, text)


def _lines(secret: str) -> list[str]:
    """The lines of a key, of which a traceback may show one; not the first and last, which all keys share."""
    lines = secret.replace("\\n", "\n").splitlines()
    return [line for line in lines if not line.strip().startswith("-----")]
