"""The log: a line of JSON each, with what it is about, and without what nobody may know."""

import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask, Response, abort, request
from github_webhook import Webhook

from webhook.logs import about, log_requests, set_up_logs
from webhook.settings import HIDDEN, SECRET, Settings

KEY = """-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo
4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onL
-----END RSA PRIVATE KEY-----
"""
KNOWN = ("s3cret-one", 's3cret-"two"', KEY, "", "abc")


class Log(io.StringIO):
    """What was written."""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    @property
    def line(self) -> dict[str, Any]:
        (line,) = self.lines
        return line


@pytest.fixture
def log() -> Iterator[Log]:
    root, dbos = logging.getLogger(), logging.getLogger("dbos")
    before = (root.handlers[:], root.level, dbos.handlers[:], dbos.propagate)
    hooks = (sys.excepthook, threading.excepthook)
    stream = Log()
    # `force` would close the handlers that the tests have.
    root.handlers[:] = []
    set_up_logs(KNOWN, executor="one", stream=stream)
    yield stream
    logging.captureWarnings(capture=False)
    sys.excepthook, threading.excepthook = hooks
    root.handlers[:], dbos.handlers[:] = before[0], before[2]
    root.setLevel(before[1])
    dbos.propagate = before[3]


def client_of(app: Flask) -> Any:
    return app.test_client()


def test_a_line_tells_when_who_what_and_about_what(log: Log) -> None:
    with about(delivery="d-1", repository="octo/arch"), about(run="r-1"):
        logging.getLogger("webhook.runs").warning("%d changes", 2)
    assert datetime.fromisoformat(log.line["time"]).utcoffset() is not None
    assert next(iter(log.line)) == "time"
    assert {name: value for name, value in log.line.items() if name != "time"} == {
        "level": "WARNING",
        "logger": "webhook.runs",
        "message": "2 changes",
        "executor": "one",
        "delivery": "d-1",
        "repository": "octo/arch",
        "run": "r-1",
    }


def test_what_a_line_is_about_ends_with_its_context_also_by_an_error(log: Log) -> None:
    with pytest.raises(ValueError, match="x"), about(run="r-1"):
        raise ValueError("x")
    logging.getLogger("webhook").getChild("runs").info("hello")
    assert "run" not in log.line


def test_one_thread_does_not_tell_what_another_is_about(log: Log) -> None:
    with about(run="r-1"):
        thread = threading.Thread(target=logging.getLogger("webhook.runs").info, args=("hello",))
        thread.start()
        thread.join()
    assert "run" not in log.line


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\u2028b", "a\x0bb\x85c", '","level":"CRITICAL'])
def test_nothing_that_is_logged_makes_a_second_line_or_field(log: Log, text: str) -> None:
    logging.getLogger("webhook.runs").info("%s", text)
    assert len(log.getvalue().splitlines()) == 1
    assert (log.line["message"], log.line["level"]) == (text, "INFO")


SHOWN = [
    pytest.param("s3cret-one", id="a secret"),
    pytest.param('s3cret-"two"', id="one that JSON writes otherwise"),
    pytest.param(KEY.strip(), id="a key"),
    pytest.param("4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onL", id="a line of a key"),
    pytest.param("ghs_16C7e42F292c6912E7710c838347Ae178B4a", id="a token that nobody told of"),
    pytest.param("github_pat_11ABCDEFG0abcdefghijkl_mnop", id="a person's token"),
    pytest.param("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiI0MSJ9.c2lnbmF0dXJl", id="an App's signature"),
    pytest.param("arch:pa55word", id="a database's password"),
]


@pytest.mark.parametrize("secret", SHOWN)
def test_no_secret_is_shown_in_a_message_a_field_or_a_traceback(log: Log, secret: str) -> None:
    logger = logging.getLogger("webhook.runs")
    with about(delivery=f"postgresql://{secret}@db/x"):
        try:
            raise ConnectionError(f"postgresql://{secret}@db/x")
        except ConnectionError:
            logger.exception("no answer of postgresql://%s@db/x", secret)
    assert secret not in log.getvalue()
    assert secret.replace('"', '\\"') not in log.getvalue()
    assert log.line["message"] == "no answer of postgresql://***@db/x"
    assert log.line["delivery"] == "postgresql://***@db/x"
    assert log.line["traceback"].endswith("ConnectionError: postgresql://***@db/x")


def test_every_secret_of_the_environment_is_known(log: Log) -> None:
    environ = {name: f"{name.lower()}-value" for name in HIDDEN} | {SECRET: "newest, older"}
    set_up_logs(Settings.of({**environ, "HOME": "/home/arch"}).hidden, stream=log)
    logging.getLogger("webhook.runs").info("/home/arch older %s", " ".join(environ.values()))
    assert log.line["message"] == "/home/arch *** " + "*** " * len(HIDDEN) + "***, ***"


def test_a_key_is_known_by_its_lines_also_where_it_is_given_as_one(log: Log) -> None:
    set_up_logs([KEY.replace("\n", "\\n")], stream=log)
    logging.getLogger("webhook.runs").info("in %s", KEY.splitlines()[1])
    assert log.line["message"] == "in ***"


def test_what_is_too_short_to_be_a_secret_makes_no_holes(log: Log) -> None:
    logging.getLogger("webhook.runs").info("abc and https://example.org/a:b")
    assert log.line["message"] == "abc and https://example.org/a:b"


def test_others_are_heard_only_in_trouble_and_in_the_same_form(log: Log) -> None:
    for name in ("dbos", "waitress", "sqlalchemy.engine", "urllib3"):
        logging.getLogger(name).info("all is well")
        logging.getLogger(name).error("no\nway")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    assert [line["logger"] for line in log.lines] == [
        "dbos",
        "waitress",
        "sqlalchemy.engine",
        "urllib3",
        "py.warnings",
    ]


def test_what_nobody_caught_is_a_line_too(log: Log) -> None:
    def fail() -> None:
        raise ValueError("s3cret-one")

    for target in (fail, sys.exit):
        thread = threading.Thread(target=target)
        thread.start()
        thread.join()
    assert log.line["level"] == "CRITICAL"
    assert log.line["traceback"].endswith("ValueError: ***")


def app_of() -> Flask:
    app = Flask("requests", static_folder=None)
    app.before_request(lambda: logging.getLogger("webhook.app").info("within"))
    app.before_request(lambda: abort(401) if request.path == "/refused" else None)
    app.after_request(lambda answer: Response("", 202) if answer.status_code == 204 else answer)
    for path in ("/healthz", "/readyz", "/metrics"):
        app.add_url_rule(path, path, lambda: "ok")
    Webhook(app, endpoint="/webhook").hook("issues")(lambda _: None)
    log_requests(app)
    return app


def test_a_request_is_one_line_with_its_delivery_and_without_what_it_brought(log: Log) -> None:
    payload = {"action": "opened", "issue": {"number": 1}, "sender": {"login": "ada"}}
    answer = client_of(app_of()).post(
        "/webhook?token=query-words",
        json={**payload, "repository": {"full_name": "octo/arch"}},
        headers={
            "X-GitHub-Event": "issues",
            "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
            "Authorization": "Bearer header-words",
        },
    )
    assert answer.status_code == 202
    within, line = log.lines
    assert within["delivery"] == line["delivery"] == "72d3162e-cc78-11e3-81ab-4c9367dc0958"
    assert line["message"] == "POST /webhook: 202"
    assert {name: line[name] for name in ("method", "path", "status", "event")} == {
        "method": "POST",
        "path": "/webhook",
        "status": 202,
        "event": "issues",
    }
    assert 0 <= line["milliseconds"] < 10_000
    for word in ("query-words", "header-words", "ada", "octo", "opened"):
        assert word not in log.getvalue()


def test_a_refused_request_has_its_line_and_what_comes_after_is_not_about_it(log: Log) -> None:
    client_of(app_of()).get("/refused", headers={"X-GitHub-Delivery": "d-1"})
    logging.getLogger("webhook.app").info("after")
    within, line, after = log.lines
    assert (line["status"], line["delivery"]) == (401, "d-1")
    assert "delivery" in within
    assert "delivery" not in after


def test_a_stranger_writes_no_words_of_his_into_the_log_and_no_endless_ones(log: Log) -> None:
    client_of(app_of()).get(
        f"/{'x' * 5000}\n", headers={"X-GitHub-Delivery": "come to evil.example", "X-GitHub-Event": "a" * 99}
    )
    line = log.lines[-1]
    assert "delivery" not in line
    assert "event" not in line
    assert len(line["path"]) == 200


def test_being_asked_whether_all_is_well_is_no_line(log: Log) -> None:
    client = client_of(app_of())
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200
        assert client.post(path).status_code == 405
    told = [line["message"] for line in log.lines if line["message"] != "within"]
    assert told == [f"POST {path}: 405" for path in ("/healthz", "/readyz", "/metrics")]


DBOS_STARTS = """
from sqlalchemy import create_engine
from webhook.logs import set_up_logs
set_up_logs()
from dbos import DBOS
DBOS(config={"name": "arch-hour", "system_database_engine": create_engine("sqlite://")})
import logging
logging.getLogger("dbos").info("quiet")
logging.getLogger("dbos").warning("once")
raise ValueError("at last")
"""


def test_of_dbos_each_line_is_told_once_and_in_this_form() -> None:
    done = subprocess.run(
        [sys.executable, "-c", DBOS_STARTS], capture_output=True, text=True, timeout=60, check=False
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["message"] for line in lines] == ["once", "not expected"]
    assert set(lines[0]) == {"time", "level", "logger", "message"}
    assert done.returncode == 1


def test_what_a_library_repeats_is_told_once_in_a_while_and_what_we_repeat_each_time(log: Log) -> None:
    dbos, ours = logging.getLogger("dbos"), logging.getLogger("webhook.intake")
    for number in range(3):
        dbos.warning(f"Exception encountered in queue thread for runs: no connection {number}")
        dbos.warning("Exception polling schedules")
        ours.error("the delivery could not be queued")
    told = [line["message"] for line in log.lines]
    assert sum("queue thread" in text for text in told) == 1
    assert told.count("Exception polling schedules") == 1
    assert told.count("the delivery could not be queued") == 3
