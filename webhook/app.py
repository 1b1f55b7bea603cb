"""The door for GitHub's deliveries: checks them, and has what may matter queued.

github-webhook dispatches by event. It alone would check SHA-1 only and take unsigned posts, so every delivery is
verified, over its raw bytes, before it gets that far.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Any

from flask import Flask, Response, abort, g, request
from github_webhook import Webhook
from werkzeug.exceptions import HTTPException

from webhook.intake import EVENTS, Answer
from webhook.metrics import Taken, count_delivery
from webhook.signature import is_signed

LARGEST = 25 * 1024 * 1024  # bytes; GitHub sends nothing larger
LONGEST_GUID = 100  # characters; GitHub's have 36
PATH = "/webhook"

logger = logging.getLogger(__name__)

Take = Callable[[str, str, Mapping[str, Any]], Answer]


def create_app(secrets: Sequence[str], take: Take, is_ready: Callable[[], bool]) -> Flask:
    """The server's app; `take` answers once the work that a delivery calls for is queued."""
    if not any(secrets):
        msg = "without a secret anybody could start runs"
        raise ValueError(msg)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    app.add_url_rule("/healthz", "healthz", lambda: _said("ok"))
    app.add_url_rule("/readyz", "readyz", lambda: _said("ready") if is_ready() else _said("not ready", 503))
    app.before_request(lambda: _receive(secrets) if request.path == PATH else None)
    app.after_request(_answered)
    app.register_error_handler(Exception, _unreadable)
    hooks = Webhook(app, endpoint=PATH)
    for event in EVENTS:
        hooks.hook(event)(partial(_pass_on, take, event))
    return app


def _receive(secrets: Sequence[str]) -> None:
    """Ends a delivery that is not GitHub's, or that the dispatcher could not read."""
    g.received_at = perf_counter()
    body = request.get_data(cache=True)
    if not is_signed(request.headers.get("X-Hub-Signature-256", ""), body, secrets):
        abort(401, "the signature is missing or wrong")
    if not request.headers.get("X-GitHub-Event"):
        abort(400, "the event is missing")
    if not 0 < len(request.headers.get("X-GitHub-Delivery", "")) <= LONGEST_GUID:
        abort(400, "the delivery's name is missing")
    if not isinstance(_payload(body), dict):
        abort(400, "the payload is no JSON object")


def _payload(body: bytes) -> Any:
    """The delivery's JSON, sent as it is or as the field `payload` of a form; None for anything else."""
    try:
        if request.mimetype == "application/x-www-form-urlencoded":
            return json.loads(request.form.get("payload", ""))
        return json.loads(body) if request.is_json else None
    except ValueError:
        return None


def _pass_on(take: Take, event: str, payload: Mapping[str, Any]) -> None:
    g.answer = take(event, request.headers["X-GitHub-Delivery"], payload)


def _answered(response: Response) -> Response:
    """The answer that was decided on in place of the dispatcher's own, which is always the same."""
    if "received_at" not in g:
        return response
    answer: Answer | None = g.get("answer")
    taken = Taken.REFUSED if response.status_code >= 400 else Taken.IGNORED
    if answer is not None:
        taken = answer.taken
        response = _said(f"{answer.taken}: {answer.reason}", answer.status)
    count_delivery(request.headers.get("X-GitHub-Event", ""), taken, perf_counter() - g.received_at)
    return response


def _said(text: str, status: int = 200) -> Response:
    return Response(f"{text}\n", status, mimetype="text/plain")


def _unreadable(error: Exception) -> Response:
    """Whatever a stranger sends, the answer tells nothing of the server's inside."""
    if isinstance(error, HTTPException):
        return _said(str(error.description), error.code or 400)
    if request.path != PATH:
        logger.exception("%s could not be answered", request.path)
        return _said("it could not be told: ask again later", 503)
    logger.warning("a delivery could not be read: %s", type(error).__name__)
    return _said("the payload is not one that GitHub sends", 400)
