"""The door for GitHub's deliveries: checks them, and passes on which repository deserves a look.

github-webhook dispatches by event. It alone would check SHA-1 only and take unsigned posts, so every delivery is
verified, over its raw bytes, before it gets that far.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, Response, abort, request
from github_webhook import Webhook
from werkzeug.exceptions import HTTPException

from arch_hour.rules.events import Command, parse_event
from webhook.signature import is_signed

LARGEST = 25 * 1024 * 1024  # bytes; GitHub sends nothing larger
EVENTS = ("issues", "issue_comment")

logger = logging.getLogger(__name__)

Notify = Callable[[str, Command], None]


def create_app(secrets: Sequence[str], notify: Notify) -> Flask:
    """The server's app; `notify` hears of a repository, `owner/name`, and must return at once."""
    if not any(secrets):
        msg = "without a secret anybody could start runs"
        raise ValueError(msg)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    app.add_url_rule("/healthz", "healthz", lambda: ("ok\n", 200, {"Content-Type": "text/plain"}))
    app.before_request(lambda: _refuse(secrets) if request.path == "/webhook" else None)
    app.register_error_handler(Exception, _unreadable)
    hooks = Webhook(app, endpoint="/webhook")
    for event in EVENTS:
        hooks.hook(event)(_passing_on(event, notify))
    return app


def _refuse(secrets: Sequence[str]) -> None:
    """Ends a delivery that is not GitHub's, or that the dispatcher could not read."""
    body = request.get_data(cache=True)
    if not is_signed(request.headers.get("X-Hub-Signature-256", ""), body, secrets):
        abort(401, "the signature is missing or wrong")
    if not request.headers.get("X-GitHub-Event"):
        abort(400, "the event is missing")
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


def _passing_on(event: str, notify: Notify) -> Callable[[Mapping[str, Any]], None]:
    def pass_on(payload: Mapping[str, Any]) -> None:
        command = parse_event(event, payload).command
        repository = payload.get("repository")
        name = repository.get("full_name") if isinstance(repository, Mapping) else None
        if command is not None and isinstance(name, str) and name.count("/") == 1:
            notify(name, command)

    return pass_on


def _unreadable(error: Exception) -> Response:
    """Whatever a stranger sends, the answer tells nothing of the server's inside."""
    if isinstance(error, HTTPException):
        return Response(f"{error.description}\n", error.code, mimetype="text/plain")
    logger.warning("a delivery could not be read: %s", type(error).__name__)
    return Response("the payload is not one that GitHub sends\n", 400, mimetype="text/plain")
