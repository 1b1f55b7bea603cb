"""REST as GitHub's own description has it: paths, parameters, body fields, and the shape of every answer."""

import json
import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.rest.asking import Endpoint
from sandbox.rest.face import ENDPOINTS
from sandbox.server import Running
from sandbox.world import World

Act = Callable[[str], Actor]
As = Callable[[str | None], requests.Session]
Json = dict[str, Any]
DEFAULT_FOLDER = Path(__file__).parents[3] / "shared" / "github-schema"
FOLDER = Path(os.environ.get("GITHUB_SCHEMA_DIR", DEFAULT_FOLDER))
ARCH = "/repos/octo-org/arch"
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


@pytest.fixture(scope="module")
def openapi() -> Json:
    path = FOLDER / "rest-openapi.json"
    if not path.exists():
        pytest.skip(
            f"GitHub's description is not here: put rest-openapi.json into {FOLDER} or set GITHUB_SCHEMA_DIR"
        )
    document: Json = json.loads(path.read_text(encoding="utf-8"))
    return document


def _resolved(openapi: Json, part: Json) -> Json:
    while "$ref" in part:
        found: Any = openapi
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def problems(openapi: Json, schema: Json, value: Any, place: str = "") -> Iterator[str]:
    """What is wrong with a value by a schema: types, nulls, required properties, words, at any depth."""
    schema = _resolved(openapi, schema)
    if value is None:
        if not schema.get("nullable") and ("type" in schema or "properties" in schema):
            yield f"{place}: null"
        return
    yield from _combination_problems(openapi, schema, value, place)
    yield from _type_problems(schema, value, place)
    if isinstance(value, dict):
        yield from _property_problems(openapi, schema, value, place)
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from problems(openapi, schema["items"], item, f"{place}/{index}")


def _combination_problems(openapi: Json, schema: Json, value: Any, place: str) -> Iterator[str]:
    for choice in ("oneOf", "anyOf"):
        tried = [list(problems(openapi, option, value, place)) for option in schema.get(choice, [])]
        if tried and all(tried):
            yield from min(tried, key=len)
    for part in schema.get("allOf", []):
        yield from problems(openapi, part, value, place)


def _property_problems(openapi: Json, schema: Json, value: Json, place: str) -> Iterator[str]:
    yield from (f"{place}/{name}: missing" for name in schema.get("required", []) if name not in value)
    for name, part in schema.get("properties", {}).items():
        if name in value:
            yield from problems(openapi, part, value[name], f"{place}/{name}")


def _type_problems(schema: Json, value: Any, place: str) -> Iterator[str]:
    wanted = schema.get("type")
    if wanted is not None:
        is_number = isinstance(value, bool) and wanted in ("integer", "number")
        if is_number or not isinstance(value, TYPES[wanted]):
            yield f"{place}: {value!r} is no {wanted}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is not among {schema['enum']}"


def test_the_check_finds_what_is_wrong(openapi: Json) -> None:
    schema = {"$ref": "#/components/schemas/reaction"}
    wrong = {"id": "1", "node_id": None, "user": None, "content": "clap"}
    assert len(list(problems(openapi, schema, wrong))) == 4


def official_path(endpoint: Endpoint) -> str:
    """Our path in the description's spelling, which names some places differently."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", endpoint.path)
    for ours, theirs in (
        ("/repos/{owner}/{name}", "/repos/{owner}/{repo}"),
        ("/users/{login}", "/users/{username}"),
        ("/collaborators/{login}", "/collaborators/{username}"),
        ("/assignees/{login}", "/assignees/{assignee}"),
        ("/labels/{label_name}", "/labels/{name}"),
        ("/issues/{number}", "/issues/{issue_number}"),
        ("/contents/", "/contents/{path}"),
        ("{path}{path}", "{path}"),
    ):
        path = path.replace(ours, theirs)
    return path


def _operation(openapi: Json, endpoint: Endpoint) -> Json:
    operation: Json = openapi["paths"][official_path(endpoint)][endpoint.method.lower()]
    return operation


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: f"{endpoint.method} {endpoint.path}")
def test_github_knows_path_parameters_and_fields(openapi: Json, endpoint: Endpoint) -> None:
    operation = _operation(openapi, endpoint)
    parameters = [_resolved(openapi, one) for one in operation.get("parameters", [])]
    assert set(endpoint.query) <= {one["name"] for one in parameters if one["in"] == "query"}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    schemas = [_resolved(openapi, one) for one in body.get("oneOf", [body])]
    assert set(endpoint.body) <= {name for one in schemas for name in one.get("properties", {})}


@pytest.fixture
def lively(world: World, act: Act) -> World:
    wanda = act("wanda")
    issue = wanda.open_issue(
        "octo-org/arch", "Topic", "Body", labels=("topic",), assignees=("wanda", "olive")
    )
    comment = wanda.comment(issue, "Hm")
    for subject in (issue, comment):
        act("mallory").react(subject)
    act("gone").comment(issue, "Bye")
    wanda.unlabel(issue, "topic")
    wanda.unassign(issue, "olive")
    wanda.rename(issue, "Subject")
    wanda.lock(issue, "resolved")
    wanda.unlock(issue)
    wanda.close(issue, "not_planned")
    wanda.reopen(issue)
    wanda.close(wanda.open_issue("octo-org/arch", "Empty"), "duplicate")
    wanda.open_pull_request("octo-org/arch", "Change")
    world.put_file("octo-org/arch", "docs/a.md", "Hello")
    world.delete_user("gone")
    return world


def test_every_answer_has_the_shape_that_github_describes(
    openapi: Json, lively: World, running: Running, as_: As
) -> None:
    issue = lively.repository("octo-org/arch").issue(1)
    comment, reaction = issue.comments[0], issue.reactions[0]
    comments = f"{ARCH}/issues/comments"
    one = f"{ARCH}/issues/1"
    sha = lively.repository("octo-org/arch").files["docs/a.md"].sha
    wanda, mallory = as_("wanda"), as_("mallory")
    send: list[tuple[Callable[..., requests.Response], str, Json | None]] = [
        *((wanda.get, path, None) for path in ("/user", "/users/olive", "/rate_limit", ARCH)),
        *((wanda.get, f"{ARCH}/contents/{path}", None) for path in ("docs/a.md", "docs", "")),
        (wanda.put, f"{ARCH}/contents/docs/a.md", {"message": "Edit", "content": "aGk=", "sha": sha}),
        (wanda.put, f"{ARCH}/contents/docs/b.md", {"message": "Add", "content": "aGk="}),
        (wanda.get, f"{ARCH}/collaborators/olive/permission", None),
        *(
            (wanda.get, f"{ARCH}/{path}", None)
            for path in ("assignees", "assignees/olive", "labels", "labels/bug")
        ),
        (wanda.post, f"{ARCH}/labels", {"name": "agenda", "color": "0e8a16"}),
        (wanda.patch, f"{ARCH}/labels/agenda", {"description": "Meetings"}),
        (wanda.get, f"{ARCH}/issues?state=all", None),
        (wanda.post, f"{ARCH}/issues", {"title": "New", "labels": ["agenda"], "assignees": ["olive"]}),
        (wanda.patch, f"{ARCH}/issues/2", {"state": "closed", "state_reason": "completed"}),
        *((wanda.get, f"{ARCH}/issues/{number}", None) for number in (1, 2, 3)),
        *(
            (wanda.get, f"{one}/{path}", None)
            for path in ("labels", "events", "timeline", "comments", "reactions")
        ),
        (wanda.post, f"{one}/labels", {"labels": ["bug", "topic"]}),
        (wanda.put, f"{one}/labels", {"labels": ["bug", "topic"]}),
        (wanda.delete, f"{one}/labels/bug", None),
        (wanda.delete, f"{one}/labels", None),
        (wanda.post, f"{one}/assignees", {"assignees": ["olive"]}),
        (wanda.get, f"{one}/assignees/olive", None),
        (wanda.delete, f"{one}/assignees", {"assignees": ["olive"]}),
        (wanda.post, f"{one}/comments", {"body": "Hello"}),
        (wanda.get, comments, None),
        (wanda.get, f"{comments}/{comment.database_id}", None),
        (wanda.patch, f"{comments}/{comment.database_id}", {"body": "Oh"}),
        (wanda.post, f"{comments}/{comment.database_id}/reactions", {"content": "heart"}),
        (wanda.get, f"{comments}/{comment.database_id}/reactions", None),
        (
            mallory.delete,
            f"{comments}/{comment.database_id}/reactions/{comment.reactions[0].database_id}",
            None,
        ),
        (wanda.post, f"{one}/reactions", {"content": "+1"}),
        (wanda.post, f"{one}/reactions", {"content": "+1"}),
        (mallory.delete, f"{one}/reactions/{reaction.database_id}", None),
        (wanda.delete, f"{comments}/{comment.database_id}", None),
        (wanda.put, f"{one}/lock", {"lock_reason": "spam"}),
        (wanda.delete, f"{one}/lock", None),
        (wanda.delete, f"{ARCH}/labels/agenda", None),
    ]
    answers = [ask(path, json=body) for ask, path, body in send]
    assert [answer.request.url for answer in answers if answer.status_code >= 400] == []
    assert [problem for answer in answers for problem in shape_problems(openapi, answer)] == []
    assert [entry.unknown for entry in running.log.unknown] == []
    asked = {f"{answer.request.method} {official_path(_endpoint(answer))}" for answer in answers}
    assert asked == {f"{endpoint.method} {official_path(endpoint)}" for endpoint in ENDPOINTS}


def test_every_refusal_has_the_shape_that_github_describes(openapi: Json, running: Running, as_: As) -> None:
    nobody, wanda, mallory = as_(None), as_("wanda"), as_("mallory")
    answers = [
        nobody.get("/user"),
        as_("workflow").get("/user"),
        wanda.get("/repos/octo-org/nowhere"),
        wanda.post(f"{ARCH}/issues", json={"title": ""}),
        wanda.post(f"{ARCH}/issues", json={"title": "x", "assignees": ["mallory"]}),
        mallory.post(f"{ARCH}/labels", json={"name": "x"}),
    ]
    assert [answer.status_code for answer in answers] == [401, 403, 404, 422, 422, 403]
    schema = {"$ref": "#/components/schemas/basic-error"}
    strict = {"$ref": "#/components/schemas/validation-error"}
    for answer in answers:
        described = strict if answer.status_code == 422 else schema
        assert list(problems(openapi, described, answer.json())) == []
        assert answer.json()["status"] == str(answer.status_code)
    assert len(running.log) == len(answers)


def _endpoint(answer: requests.Response) -> Endpoint:
    from sandbox.rest.face import endpoint_at

    method, path = answer.request.method, answer.request.path_url.partition("?")[0]
    assert method is not None
    endpoint, _ = endpoint_at(method, path)
    return endpoint


def shape_problems(openapi: Json, answer: requests.Response) -> Iterator[str]:
    operation = _operation(openapi, _endpoint(answer))
    described = partial(_resolved, openapi)
    response = described(operation["responses"][str(answer.status_code)])
    place = f"{answer.request.method} {answer.request.path_url} {answer.status_code} "
    content = response.get("content", {}).get("application/json")
    if content is None:
        yield from [f"{place}has a body"] * bool(answer.content)
        return
    yield from problems(openapi, content["schema"], answer.json(), place)
