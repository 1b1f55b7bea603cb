"""GitHub's own description of what its webhooks tell, from the npm package `@octokit/openapi-webhooks`."""

import json
from functools import lru_cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.node_packages import packages_with
from tests.sandbox.openapi import deepest

PACKAGE = "@octokit/openapi-webhooks"
FILE = "generated/api.github.com.json"
NAME = "urn:webhooks"
needs_contract = pytest.mark.skipif(packages_with(PACKAGE) is None, reason=f"{PACKAGE} is not installed here")


@lru_cache(maxsize=1)
def _registry() -> "Registry[Any]":
    folder = packages_with(PACKAGE)
    assert folder is not None
    document = json.loads((folder / PACKAGE / FILE).read_text(encoding="utf-8"))
    whole: Resource[Any] = Resource.from_contents(document, default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource(NAME, whole)
    return registry


def schema_of(event: str, action: str | None) -> str:
    """The name of the schema of an event's payload."""
    return "-".join(["webhook", *event.split("_"), *([action.replace("_", "-")] if action else [])])


def payload_problems(event: str, payload: Any) -> list[str]:
    """What is wrong with a payload by GitHub's description of its event and action."""
    reference = f"{NAME}#/components/schemas/{schema_of(event, payload.get('action'))}"
    validator = Draft202012Validator({"$ref": reference}, registry=_registry())
    found = [deepest(error) for error in validator.iter_errors(payload)]
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in found]
