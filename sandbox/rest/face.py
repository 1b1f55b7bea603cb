"""The paths that REST requests are sent to."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import Flask, Request, Response, request
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound as NoSuchPath
from werkzeug.routing import Map, Rule

from sandbox.bodies import read_json
from sandbox.desk import READING, Desk, Notes, plain_path, refused
from sandbox.lacking import is_path_of
from sandbox.pacing import makes_content
from sandbox.quotas import Resource
from sandbox.rest import (
    actions,
    apps,
    collaborators,
    comments,
    hooks,
    issue_lists,
    issues,
    milestones,
    organizations,
    projects,
    repositories,
    search,
    sub_issues,
)
from sandbox.rest.asking import Answer, Asking, Endpoint
from sandbox.rest.fields import check_fields, unknown_names
from sandbox.rules.refusals import BadRequest, NotFound
from sandbox.shapes.addresses import ENTERPRISE
from sandbox.strictness import path_note

ENDPOINTS = (
    *repositories.ENDPOINTS,
    *collaborators.ENDPOINTS,
    *organizations.ENDPOINTS,
    *apps.ENDPOINTS,
    *issues.ENDPOINTS,
    *issue_lists.ENDPOINTS,
    *comments.ENDPOINTS,
    *milestones.ENDPOINTS,
    *projects.ENDPOINTS,
    *sub_issues.ENDPOINTS,
    *search.ENDPOINTS,
    *hooks.ENDPOINTS,
    *actions.ENDPOINTS,
)
PREFIXES = ("", ENTERPRISE)
# Which quota a request comes out of, where it is not the usual one.
RESOURCES: Mapping[str, Resource] = {"/search/issues": "search"}
FREE = "/rate_limit"
# GitHub leads there from a repository's former name, and knows every path of repositories there too.
BY_ID = "repositories"
# A name that no repository has.
NOBODYS = "-/-"
# A path is what was sent, and only its own methods are answered there.
AS_WRITTEN = {"strict_slashes": False, "provide_automatic_options": False}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def open_face(app: Flask, desk: Desk) -> None:
    """Lets an app answer REST, at github.com's paths and at Enterprise Server's."""

    def answer(**_: str) -> Response:
        return _dispatch(desk, request)

    tops = dict.fromkeys([*(endpoint.path.split("/")[1] for endpoint in ENDPOINTS), BY_ID])
    for prefix in PREFIXES:
        for top in tops:
            for rule in (f"{prefix}/{top}", f"{prefix}/{top}/<path:rest>"):
                app.add_url_rule(rule, rule.replace(".", " "), answer, methods=METHODS, **AS_WRITTEN)
    app.register_error_handler(404, lambda _: _nowhere(desk, request))
    app.register_error_handler(405, lambda _: _nowhere(desk, request))


@cache
def _paths() -> Map:
    # Compiling the paths takes a tenth of a second, so all apps of a process share them.
    rules = [Rule(endpoint.path, methods=[endpoint.method], endpoint=endpoint) for endpoint in ENDPOINTS]
    return Map(rules, strict_slashes=False, merge_slashes=False)


def endpoint_at(method: str, path: str) -> tuple[Endpoint, Mapping[str, Any]]:
    """What answers a method at a path, and the path's parts by name; raises werkzeug's errors where nothing does."""
    endpoint, place = _paths().bind("").match(path.removeprefix(ENTERPRISE), method)
    return endpoint, place


def _dispatch(desk: Desk, asked: Request) -> Response:
    try:
        endpoint, place = endpoint_at(asked.method, _named(desk, asked.path))
    except (NoSuchPath, MethodNotAllowed):
        return _nowhere(desk, asked)
    return _respond(desk, asked, endpoint, place)


def _named(desk: Desk, path: str) -> str:
    """A path in which a repository goes by its name, also where the request has its id."""
    plain = path.removeprefix(ENTERPRISE)
    if not plain.startswith(f"/{BY_ID}/"):
        return plain
    number, slash, rest = plain.removeprefix(f"/{BY_ID}/").partition("/")
    with desk.world.lock:
        names = {str(one.database_id): one.full_name for one in desk.world.repositories.values()}
    return f"/repos/{names.get(number, NOBODYS)}{slash}{rest}"


def _respond(desk: Desk, asked: Request, endpoint: Endpoint, place: Mapping[str, Any]) -> Response:
    notes = _notes(asked)
    notes.resource = RESOURCES.get(endpoint.path, "core")
    if endpoint.path == FREE:
        notes.points = 0

    def work() -> Answer:
        if is_path_of(desk.world.lacking, endpoint.path):
            raise NotFound
        body = _body(asked, endpoint)
        notes.unknown = _unknown(asked, endpoint, body)
        desk.require_known(asked, notes)
        check_fields(body, endpoint.body)
        return endpoint.handler(_asking(desk, asked, notes, body), **place)

    return desk.attend(asked, notes, work, refused)


def _notes(asked: Request) -> Notes:
    path = plain_path(asked.path)
    return Notes(is_write=asked.method not in READING, makes_content=makes_content(asked.method, path))


def _asking(desk: Desk, asked: Request, notes: Notes, body: Mapping[str, Any]) -> Asking:
    address = asked.host_url.rstrip("/") + (ENTERPRISE if asked.path.startswith(ENTERPRISE) else "")
    path, query = _named(desk, asked.path), asked.args.to_dict()
    is_reading = asked.method in READING
    return Asking(desk.world, notes.caller, address, path, query, body, desk.quotas, is_reading)


def _body(asked: Request, endpoint: Endpoint) -> Mapping[str, Any]:
    text = asked.get_data()
    if not text:
        return {}
    body = read_json(text)
    if endpoint.bare is not None and not isinstance(body, dict):
        return {endpoint.bare: body}
    if not isinstance(body, dict):
        raise BadRequest("Body should be a JSON object")
    return body


def _unknown(asked: Request, endpoint: Endpoint, body: Mapping[str, Any]) -> tuple[str, ...]:
    parameters = [f"query:{name}" for name in asked.args if name not in endpoint.query]
    names = dict.fromkeys(unknown_names(body, endpoint.body, endpoint.inner))
    fields = [f"body:{name}" for name in names]
    return (*parameters, *fields)


def _nowhere(desk: Desk, asked: Request) -> Response:
    notes = _notes(asked)
    notes.unknown = (path_note(asked.method, plain_path(asked.path)),)

    def work() -> Answer:
        desk.require_known(asked, notes)
        raise NotFound

    return desk.attend(asked, notes, work, refused)
