"""The pages that register a GitHub App, for whoever has the address with the key; to everybody else there is nothing.

Source: https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

import hmac
import json
import logging
import re
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from shlex import quote
from threading import Lock
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException

from arch_hour.errors import AccessError, ArchHourError
from arch_hour.rendering import render
from webhook.credentials import one_line, write_credentials
from webhook.manifest import EVENTS, PERMISSIONS, Use, manifest, offered, suggested_name

MOST_STATES = 50  # pages that were opened and may still come back
_CODE = re.compile(r"[\w-]{1,200}", re.ASCII)
# A secret with one of these could not be told from two, or from a note.
_SECRET = re.compile(r"[^\s,#\"']+")

logger = logging.getLogger(__name__)


class Registered(Protocol):
    """An App that was just made, as GitHub tells of it this once."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def slug(self) -> str:
        """Its name in addresses; its bot is `slug[bot]`."""

    @property
    def html_url(self) -> str:
        """The address of its page."""

    @property
    def pem(self) -> str:
        """Its private key."""

    @property
    def webhook_secret(self) -> str | None:
        """What its deliveries are signed with."""


Convert = Callable[[str], Registered]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the server will be reached, whose the App is (nobody's name: the person's own), and the file to write.

    `pages` is where GitHub has its pages; no address ends with a slash.
    """

    url: str
    organization: str
    pages: str
    file: Path

    @property
    def list(self) -> str:
        """Where GitHub lists the owner's Apps."""
        owner = f"/organizations/{self.organization}" if self.organization else ""
        return f"{self.pages}{owner}/settings/apps"

    @property
    def form(self) -> str:
        """Where GitHub takes a manifest."""
        return f"{self.list}/new"


@dataclass
class Ceremony:
    """One registration: its key, the states that went to GitHub and may come back, and what it ended with.

    Where it ended, `ending` is the state that it came with and the last page, which may be asked for once more.
    """

    key: str = field(default_factory=lambda: token_urlsafe(32), repr=False)
    states: deque[str] = field(default_factory=lambda: deque(maxlen=MOST_STATES), repr=False)
    ending: tuple[str, str] | None = field(default=None, repr=False)
    lock: Lock = field(default_factory=Lock, repr=False)

    def new_state(self) -> str:
        """What GitHub is to give back, so that nobody can slip in an App of their own."""
        state = token_urlsafe(32)
        self.states.append(state)
        return state

    def knows(self, state: str) -> bool:
        """Whether a state is one of ours that did not come back yet."""
        fits = [_same(state, each) for each in self.states]
        return any(fits)

    def use_up(self, state: str) -> None:
        """From here on the state is nobody's."""
        self.states.remove(state)


def create_setup_app(plan: Plan, ceremony: Ceremony, convert: Convert) -> Flask:
    """The pages of a plan; `convert` makes the App of GitHub's code, or raises ArchHourError."""
    app = Flask(__name__, static_folder=None)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.after_request(lambda response: _closed(response, plan))
    app.register_error_handler(Exception, _nothing)
    app.add_url_rule("/healthz", "healthz", lambda: ("ok\n", 200, {"Content-Type": "text/plain"}))
    app.add_url_rule("/setup", "setup", lambda: _offer(plan, ceremony))
    app.add_url_rule("/setup/registered", "registered", lambda: _come_back(plan, ceremony, convert))
    return app


def _offer(plan: Plan, ceremony: Ceremony) -> str:
    """What will be registered, and the button that does it."""
    if not _same(request.args.get("key", ""), ceremony.key):
        abort(404)
    with ceremony.lock:
        if ceremony.ending:
            return ceremony.ending[1]
        state = ceremony.new_state()
    asked = request.args.getlist("with")
    uses = [use for use in offered(plan.organization) if use.value in asked]
    wanted = manifest(suggested_name(plan.url, plan.organization), plan.url, uses)
    return _page(
        "setup",
        plan=plan,
        rows=_rows(plan, ceremony.key, uses),
        events=EVENTS,
        manifest=wanted,
        json=json.dumps(wanted),
        form=f"{plan.form}?{urlencode({'state': state})}",
    )


def _rows(plan: Plan, key: str, uses: Collection[Use]) -> list[dict[str, Any]]:
    """The permissions that are asked for, and those that could be; `turn` leads to the page with one more or less."""
    rows = []
    for each in PERMISSIONS:
        if each.use is None:
            rows.append({"permission": each, "is_asked": True, "turn": ""})
        elif each.use in offered(plan.organization):
            others = [use for use in uses if use is not each.use]
            is_asked = len(others) < len(uses)
            wanted = others if is_asked else [*others, each.use]
            turn = urlencode([("key", key), *(("with", use.value) for use in wanted)])
            rows.append({"permission": each, "is_asked": is_asked, "turn": turn})
    return rows


def _come_back(plan: Plan, ceremony: Ceremony, convert: Convert) -> str | tuple[str, int]:
    """Somebody comes back from GitHub: makes the App of the code, once, and writes its credentials."""
    state, code = request.args.get("state", ""), request.args.get("code", "")
    with ceremony.lock:
        if ceremony.ending and _same(state, ceremony.ending[0]):
            return ceremony.ending[1]
        if ceremony.ending or not ceremony.knows(state) or not _CODE.fullmatch(code):
            abort(404)
        try:
            app = convert(code)
        except AccessError as error:
            ceremony.use_up(state)
            return _trouble("refused", 400, plan, str(error).replace(code, "…"))
        except ArchHourError as error:
            # Nobody knows whether GitHub heard of it: asked again, it says so.
            return _trouble("unanswered", 502, plan, str(error).replace(code, "…"))
        ceremony.use_up(state)
        return _keep(plan, ceremony, state, app)


def _keep(plan: Plan, ceremony: Ceremony, state: str, app: Registered) -> str | tuple[str, int]:
    """The last page, once the credentials are safely on the disk."""
    secret = app.webhook_secret or ""
    if not _SECRET.fullmatch(secret):
        return _trouble("secretless", 502, plan, app=app)
    text = render("credentials.env", app=app, key=one_line(app.pem), secret=secret)
    try:
        write_credentials(plan.file, f"{text}\n")
    except OSError as error:
        logger.error("the credentials of %s could not be written: %s", app.html_url, error.strerror)
        return _trouble("unwritten", 500, plan, error.strerror or "", app)
    logger.info("%s is registered; its credentials are in %s", app.html_url, plan.file)
    page = _page("setup_done", app=app, plan=plan, file=quote(str(plan.file)))
    ceremony.ending = (state, page)
    ceremony.states.clear()
    return page


def _page(name: str, **values: Any) -> str:
    return render(f"{name}.html", style=_style(), **values)


def _style() -> str:
    return render("setup_style.css")


def _trouble(
    kind: str, status: int, plan: Plan, why: str = "", app: Registered | None = None
) -> tuple[str, int]:
    return _page("setup_trouble", kind=kind, why=why, plan=plan, app=app), status


def _same(given: str, own: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), own.encode())


def _closed(response: Response, plan: Plan) -> Response:
    """No page is kept, framed or given another's script; its address, which has the key, is told to nobody.

    Of the origin alone GitHub hears, by which the form is known to come from a page: where browsers are told to keep
    that to themselves too, they send the form as of nowhere.
    """
    parts, style = urlsplit(plan.pages), b64encode(sha256(_style().encode()).digest()).decode()
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{style}'; form-action {parts.scheme}://{parts.netloc}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _nothing(error: Exception) -> Response:
    """To whom has no key there is nothing here, whatever they ask and however."""
    if not isinstance(error, HTTPException):
        logger.error("a page failed: %s", type(error).__name__)
        return Response("this failed in a way that was not expected\n", 500, mimetype="text/plain")
    return Response("not found\n", 404, mimetype="text/plain")
