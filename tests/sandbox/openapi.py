"""GitHub's own description of REST, and what an answer or a request has in it that the description does not allow."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import requests
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.protocols import Validator
from openapi_schema_validator import OAS30Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4
from werkzeug.exceptions import HTTPException

from sandbox.rest.asking import Endpoint
from sandbox.rest.face import endpoint_at

Json = dict[str, Any]
DEFAULT_FOLDER = Path(__file__).parents[3] / "shared" / "github-schema"
FOLDER = Path(os.environ.get("GITHUB_SCHEMA_DIR", DEFAULT_FOLDER))
FILE = FOLDER / "rest-openapi.json"
ABSENT = f"GitHub's description is not here: put rest-openapi.json into {FOLDER} or set GITHUB_SCHEMA_DIR"
NAME = "urn:github"
# The list's own schema wants every account to be a user and an enterprise at once; a single one's knows better.
INSTALLATIONS: Json = {"type": "array", "items": {"$ref": "#/components/schemas/installation"}}
# By https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
# any request may be answered so; the description has it at some.
MOVED = ("301", "307")
BASIC_ERROR: Json = {"$ref": "#/components/schemas/basic-error"}
# Our spellings of places in a path where the description has others.
SPELLINGS = (
    ("/repos/{owner}/{name}", "/repos/{owner}/{repo}"),
    ("/users/{login}", "/users/{username}"),
    ("/collaborators/{login}", "/collaborators/{username}"),
    ("/assignees/{login}", "/assignees/{assignee}"),
    ("/labels/{label_name}", "/labels/{name}"),
    ("/issues/{number}", "/issues/{issue_number}"),
    ("/contents/", "/contents/{path}"),
    ("{path}{path}", "{path}"),
)


def _read_of(**properties: Json) -> Json:
    """The operation of a path that answers with an object."""
    schema = {"type": "object", "properties": properties, "required": list(properties)[:1]}
    return {"get": {"responses": {"200": {"content": {"application/json": {"schema": schema}}}}}}


SECRET: Json = {"type": "string", "nullable": True}
# By https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest
CONVERSION: Json = {
    "allOf": [
        {"$ref": "#/components/schemas/integration"},
        {
            "type": "object",
            "properties": {
                "client_id": {"type": "string"},
                "client_secret": {"type": "string"},
                "webhook_secret": SECRET,
                "pem": {"type": "string"},
            },
            "required": ["client_id", "client_secret", "webhook_secret", "pem"],
        },
    ]
}
# What the description here leaves out; of actions by https://docs.github.com/en/rest/actions/permissions
LEFT_OUT: Json = {
    "/app-manifests/{code}/conversions": {
        "post": {"responses": {"201": {"content": {"application/json": {"schema": CONVERSION}}}}}
    },
    "/repos/{owner}/{repo}/actions/permissions": _read_of(
        enabled={"type": "boolean"},
        allowed_actions={"type": "string", "enum": ["all", "local_only", "selected"]},
        selected_actions_url={"type": "string"},
        sha_pinning_required={"type": "boolean"},
    ),
    "/repos/{owner}/{repo}/actions/permissions/selected-actions": _read_of(
        github_owned_allowed={"type": "boolean"},
        verified_allowed={"type": "boolean"},
        patterns_allowed={"type": "array", "items": {"type": "string"}},
    ),
}


@lru_cache(maxsize=1)
def description() -> Json:
    """The whole description."""
    document: Json = json.loads(FILE.read_text(encoding="utf-8"), object_hook=_as_meant)
    document["paths"] |= LEFT_OUT
    return document


def _as_meant(part: Json) -> Json:
    # Where GitHub says `nullable` beside a list of words, it means that null may stand for one of them; by the letter
    # of OpenAPI 3.0 the list would have to have it too. And several of its `oneOf` overlap, so that its own answers
    # are more than one of them.
    if part.get("nullable") is True and isinstance(part.get("enum"), list):
        part["enum"].append(None)
    if isinstance(part.get("oneOf"), list):
        part.setdefault("anyOf", []).extend(part.pop("oneOf"))
        part.pop("discriminator", None)
    return part


def official_path(endpoint: Endpoint) -> str:
    """Our path in the description's spelling."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", endpoint.path)
    for ours, theirs in SPELLINGS:
        path = path.replace(ours, theirs)
    return path


def operation_of(endpoint: Endpoint) -> Json:
    """What the description says of an endpoint; raises KeyError when GitHub does not have it."""
    operation: Json = description()["paths"][official_path(endpoint)][endpoint.method.lower()]
    return operation


def resolved(part: Json) -> Json:
    """A part of the description, or what its reference leads to."""
    while "$ref" in part:
        found: Any = description()
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def query_names(endpoint: Endpoint) -> set[str]:
    """The query parameters that GitHub knows."""
    parameters = [resolved(one) for one in operation_of(endpoint).get("parameters", [])]
    return {one["name"] for one in parameters if one["in"] == "query"}


def body_schema(endpoint: Endpoint) -> Json | None:
    """The schema of the JSON that GitHub takes, if it takes any."""
    content: Json = operation_of(endpoint).get("requestBody", {}).get("content", {})
    found: Json | None = content.get("application/json", {}).get("schema")
    return found


def body_names(endpoint: Endpoint) -> set[str]:
    """The body fields that GitHub knows."""
    return set(_property_names(body_schema(endpoint) or {}))


def _property_names(schema: Json) -> Iterator[str]:
    schema = resolved(schema)
    yield from schema.get("properties", {})
    for choice in ("anyOf", "allOf"):
        for part in schema.get(choice, []):
            yield from _property_names(part)


@lru_cache(maxsize=1)
def _registry() -> "Registry[Any]":
    whole = Resource.from_contents(description(), default_specification=DRAFT4)
    registry: Registry[Any] = Registry().with_resource(NAME, whole)
    return registry


@lru_cache(maxsize=1_000)
def _validator(written: str) -> Validator:
    validator: Validator = OAS30Validator(json.loads(written), registry=_registry())
    return validator


def problems(schema: Mapping[str, Any], value: Any) -> list[str]:
    """What is wrong with a value by a schema of the description."""
    # The references of a part lead into the whole, which goes by its name here.
    written = json.dumps(schema).replace('"$ref": "#/', f'"$ref": "{NAME}#/')
    found = [deepest(error) for error in _validator(written).iter_errors(value)]
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def deepest(error: ValidationError) -> ValidationError:
    """What is wrong with the choice that came nearest, where none of several fits."""
    nearest = best_match([error])
    return error if nearest is error else deepest(nearest)


def endpoint_of(answer: requests.Response) -> Endpoint:
    """The endpoint that answered; raises werkzeug's errors where there is none."""
    endpoint, _ = endpoint_at(answer.request.method or "", answer.request.path_url.partition("?")[0])
    return endpoint


def request_problems(answer: requests.Response) -> list[str]:
    """What was wrong with the JSON of the request that was answered."""
    schema = body_schema(endpoint_of(answer))
    if schema is None or not answer.request.body:
        return []
    return [f"{_place(answer)} {problem}" for problem in problems(schema, json.loads(answer.request.body))]


def answer_problems(answer: requests.Response) -> list[str]:
    """What is wrong with an answer of the sandbox's, by the description of its endpoint and status; [] elsewhere."""
    try:
        responses = operation_of(endpoint_of(answer))["responses"]
    except (FileNotFoundError, HTTPException):
        return []
    status = str(answer.status_code)
    if status == "304":
        # Any answer to a GET may be this one, whether it is described or not.
        return ["has a body"] * bool(answer.content)
    if status in MOVED:
        return [f"{_place(answer)} {one}" for one in problems(BASIC_ERROR, answer.json())]
    if status not in responses:
        return [f"{_place(answer)}: GitHub does not answer this"]
    content = resolved(responses[status]).get("content", {}).get("application/json")
    if content is None:
        return [f"{_place(answer)}: has a body"] * bool(answer.content)
    is_mistaken = official_path(endpoint_of(answer)) == "/app/installations"
    schema = INSTALLATIONS if is_mistaken else content["schema"]
    return [f"{_place(answer)} {problem}" for problem in problems(schema, answer.json())]


def _place(answer: requests.Response) -> str:
    return f"{answer.request.method} {answer.request.path_url} {answer.status_code}"
