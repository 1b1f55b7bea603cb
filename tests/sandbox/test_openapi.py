"""REST as GitHub's own description has it: paths, parameters, body fields, and the shape of every answer."""

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import pytest
import requests

from sandbox.rest.asking import Endpoint
from sandbox.rest.face import ENDPOINTS
from sandbox.server import serve
from tests.sandbox import openapi
from tests.sandbox.conftest import sessions, small_world

As = Callable[[str | None], requests.Session]
ARCH = "/repos/octo-org/arch"
AREAS = sorted(file.stem for file in (Path(__file__).parent / "drives").glob("[a-z]*.py"))

pytestmark = pytest.mark.skipif(not openapi.FILE.exists(), reason=openapi.ABSENT)


def test_the_check_finds_what_is_wrong() -> None:
    wrong = {"id": "1", "node_id": None, "user": None, "content": "clap"}
    found = openapi.problems({"$ref": "#/components/schemas/reaction"}, wrong)
    assert {problem.partition(":")[0] for problem in found} == {"", "content", "id", "node_id"}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: f"{endpoint.method} {endpoint.path}")
def test_github_knows_path_parameters_and_fields(endpoint: Endpoint) -> None:
    assert set(endpoint.query) <= openapi.query_names(endpoint)
    assert set(endpoint.body) <= openapi.body_names(endpoint)


@pytest.fixture(scope="module")
def driven() -> dict[str, list[requests.Response]]:
    """What was answered to every drive, each in a small world of its own."""
    return {area: drive(area) for area in AREAS}


def drive(area: str) -> list[requests.Response]:
    """Sends what an area's drive says, everyone with one session, and gives the answers."""
    answers: list[requests.Response] = []
    world = small_world()
    with serve(world) as running, sessions(running) as as_:
        session = lru_cache(as_)
        steps = import_module(f"tests.sandbox.drives.{area}").steps(world)
        step = next(steps, None)
        while step is not None:
            answers.append(session(step.who).request(step.method, step.path, json=step.body))
            try:
                step = steps.send(answers[-1])
            except StopIteration:
                break
        assert [entry.unknown for entry in running.log.unknown] == []
    return answers


@pytest.mark.parametrize("area", AREAS)
def test_every_request_and_answer_is_as_github_describes_it(
    driven: dict[str, list[requests.Response]], area: str
) -> None:
    answers = driven[area]
    assert [(answer.request.url, answer.text) for answer in answers if answer.status_code >= 400] == []
    assert [problem for answer in answers for problem in openapi.request_problems(answer)] == []
    assert [problem for answer in answers for problem in openapi.answer_problems(answer)] == []


def test_no_endpoint_is_left_out(driven: dict[str, list[requests.Response]]) -> None:
    asked = {openapi.endpoint_of(answer) for answers in driven.values() for answer in answers}
    left_out = [f"{one.method} {one.path}" for one in ENDPOINTS if one not in asked]
    assert left_out == []


def test_every_refusal_has_the_shape_that_github_describes(as_: As) -> None:
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
    for answer in answers:
        name = "validation-error" if answer.status_code == 422 else "basic-error"
        assert openapi.problems({"$ref": f"#/components/schemas/{name}"}, answer.json()) == []
        assert answer.json()["status"] == str(answer.status_code)
