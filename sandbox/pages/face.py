"""The paths that browsers ask for, and what is true of every answer to them."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac
from secrets import token_bytes, token_urlsafe
from typing import Any, cast
from urllib.parse import quote

from flask import Flask, Request, Response, abort, redirect, request

from sandbox.desk import Desk
from sandbox.pages import (
    actions,
    app_forms,
    files,
    installing,
    issue_acts,
    issue_lists,
    issue_pages,
    labels,
    new_issues,
    people,
    project_acts,
    projects,
    stage,
    still,
)
from sandbox.pages.rendering import render
from sandbox.pages.routes import Act, Page
from sandbox.pages.visits import Visit
from sandbox.rules.access import Caller
from sandbox.rules.refusals import Forbidden, Moved, NotFound, Refusal
from sandbox.words import AccountKind

PAGES = (
    *people.PAGES,
    *app_forms.PAGES,
    *installing.PAGES,
    *issue_lists.PAGES,
    *issue_pages.PAGES,
    *new_issues.PAGES,
    *labels.PAGES,
    *files.PAGES,
    *actions.PAGES,
    *projects.PAGES,
    *stage.PAGES,
)
ACTS = (
    *app_forms.ACTS,
    *installing.ACTS,
    *issue_acts.ACTS,
    *new_issues.ACTS,
    *labels.ACTS,
    *files.ACTS,
    *actions.ACTS,
    *project_acts.ACTS,
    *stage.ACTS,
)
SESSION = "sandbox_session"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'{}; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def open_face(app: Flask, desk: Desk) -> None:
    """Lets an app answer browsers; whoever does not ask for HTML gets what GitHub's API says to such a path."""
    secret = token_bytes(32)
    still.open_face(app, desk)
    for page in PAGES:
        app.add_url_rule(page.rule, f"page {page.rule}", _shower(desk, secret, page), methods=["GET"])
    for act in ACTS:
        app.add_url_rule(act.rule, f"act {act.rule}", _doer(desk, secret, act), methods=["POST"])
    nothing = Page("/<path:rest>", _show_nothing)
    app.add_url_rule(nothing.rule, "page nothing", _shower(desk, secret, nothing), methods=["GET"])


def _shower(desk: Desk, secret: bytes, page: Page) -> Callable[..., Response]:
    def show(**place: Any) -> Response:
        _require_browser(request)
        if "as" in request.args:
            return _act_as_asked(request)
        with desk.world.lock:
            visit = _visit(desk, secret, request)
            return _finish(visit, _shown(visit, page, place))

    return show


def _doer(desk: Desk, secret: bytes, act: Act) -> Callable[..., Response]:
    def do(**place: Any) -> Response:
        _require_browser(request)
        with desk.world.lock:
            visit = _visit(desk, secret, request)
            return _finish(visit, _done(visit, act, place))

    return do


def _done(visit: Visit, act: Act, place: Mapping[str, Any]) -> Response:
    try:
        is_ours = compare_digest(visit.text("token").encode(), visit.token.encode())
        if not is_ours and not act.is_from_elsewhere:
            raise Forbidden(
                "This form is from an earlier visit. What you wrote is still here: send it again."
            )
        return _sent_on(act.do(visit, **place), 303)
    except Refusal as refusal:
        visit.refuse(refusal)
        response = _shown(visit, act.page, place)
        response.status_code = max(response.status_code, refusal.status)
        return response


def _sent_on(address: str, status: int) -> Response:
    # Flask makes it of its own class, and only promises one of Werkzeug's.
    return cast("Response", redirect(address, status))


def _shown(visit: Visit, page: Page, place: Mapping[str, Any]) -> Response:
    try:
        return page.again(visit, place)
    except Moved as moved:
        return _sent_on(moved.headers["Location"], 302)
    except Refusal as refusal:
        return _refusal_page(visit, refusal)


def _refusal_page(visit: Visit, refusal: Refusal) -> Response:
    response = render(visit, "refusal.html", title="Not here", refusal=refusal)
    response.status_code = refusal.status
    return response


def _show_nothing(_: Visit, rest: str) -> Response:
    raise NotFound(f"There is no page at /{rest}")


def _require_browser(asked: Request) -> None:
    # GitHub's API lives at another host than its pages. Here both share one, so the request's own words decide:
    # clients of the API must not find a page where GitHub's API has nothing.
    if "text/html" not in asked.headers.get("Accept", "") or "Authorization" in asked.headers:
        abort(404)


def _visit(desk: Desk, secret: bytes, asked: Request) -> Visit:
    session = asked.cookies.get(SESSION) or token_urlsafe(16)
    here = quote(asked.path)
    visit = Visit(
        desk,
        _caller(desk, asked.cookies.get(stage.ACTING, "")),
        hmac(secret, session.encode(), sha256).hexdigest(),
        asked.host,
        asked.path,
        _with_query(here, asked) if asked.method == "GET" else here,
        asked.args,
        asked.form,
    )
    if SESSION not in asked.cookies:
        visit.cookies[SESSION] = session
    return visit


def _with_query(path: str, asked: Request) -> str:
    query = asked.query_string.decode(errors="replace")
    return f"{path}?{query}" if query else path


def _caller(desk: Desk, login: str) -> Caller:
    account = desk.world.find_account(login) if login else None
    if account is None or account.kind is not AccountKind.USER or account.is_suspended:
        return Caller()
    return Caller(account)


def _act_as_asked(asked: Request) -> Response:
    rest = [(name, value) for name, value in asked.args.items(multi=True) if name != "as"]
    response = _sent_on(stage.address(asked.path, rest), 303)
    _set_cookie(response, stage.ACTING, asked.args["as"])
    return response


def _finish(visit: Visit, response: Response) -> Response:
    response.headers.extend(HEADERS)
    # Browsers hold also the redirect that follows a form to this.
    response.headers["Content-Security-Policy"] = POLICY.format(visit.leads_to and f" {visit.leads_to}")
    for name, value in visit.cookies.items():
        _set_cookie(response, name, value)
    return response


def _set_cookie(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, httponly=True, samesite="Lax", path="/")
