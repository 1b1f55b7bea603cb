"""What is let in: in strict mode only what GitHub knows, and always only this machine's own requests."""

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from sandbox.server import Running, serve
from sandbox.world import World
from tests.sandbox import openapi
from tests.sandbox.conftest import sessions

As = Callable[[str | None], requests.Session]
ARCH = "/repos/octo-org/arch"


@pytest.fixture
def strict(world: World) -> Iterator[requests.Session]:
    """Wanda's session with a strict sandbox."""
    with serve(world, strict=True) as running, sessions(running) as session:
        yield session("wanda")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "part"),
    [
        pytest.param("GET", f"{ARCH}/stars", None, 404, f"GET {ARCH}/stars", id="path"),
        pytest.param("GET", "/nowhere", None, 404, "GET /nowhere", id="top of a path"),
        pytest.param("GET", f"{ARCH}/issues?colour=red", None, 400, "query parameter colour", id="parameter"),
        pytest.param("POST", f"{ARCH}/issues", {"title": "x", "rank": 1}, 422, "body field rank", id="field"),
        pytest.param("POST", "/graphql", {"query": "{ nothing }"}, 400, "nothing", id="GraphQL field"),
    ],
)
def test_strict_mode_fails_what_github_would_not_know(
    strict: requests.Session, world: World, method: str, path: str, body: Any, status: int, part: str
) -> None:
    answer = strict.request(method, path, json=body)
    assert answer.status_code == status
    assert "strict mode" in answer.json()["message"]
    assert part in answer.json()["message"]
    assert world.repository("octo-org/arch").issues == {}


BOARD = "/orgs/octo-org/projectsV2/1"
CONFIG = {"url": "http://localhost/", "zz": 1}
OPTIONS = {"name": "x", "data_type": "single_select", "single_select_options": [{"name": "A", "rank": 1}]}
PLAN = {"start_date": "2020-12-17", "duration": 7}
SPRINT = {"title": "A", **PLAN, "rank": 1}


@pytest.mark.parametrize(
    ("method", "path", "body", "part"),
    [
        pytest.param("POST", f"{ARCH}/hooks", {"config": CONFIG}, "config.zz", id="hook"),
        pytest.param("POST", f"{BOARD}/fields", OPTIONS, "single_select_options.rank", id="option"),
        pytest.param(
            "POST",
            f"{BOARD}/fields",
            {
                "name": "x",
                "data_type": "iteration",
                "iteration_configuration": PLAN | {"iterations": [SPRINT]},
            },
            "iteration_configuration.iterations.rank",
            id="iteration",
        ),
        pytest.param(
            "POST",
            f"{ARCH}/issues",
            {"title": "x", "labels": [{"name": "bug", "rank": 1}]},
            "labels.rank",
            id="label",
        ),
        pytest.param(
            "PUT",
            f"{ARCH}/contents/a.md",
            {"message": "x", "content": "aGk=", "author": {"name": "x", "email": "x", "rank": 1}},
            "author.rank",
            id="author",
        ),
    ],
)
def test_strict_mode_looks_into_what_a_field_holds(
    as_: As, running: Running, world: World, method: str, path: str, body: Any, part: str
) -> None:
    world.add_project("octo-org", "Board", by="olive", roles={"olive": "admin"})
    olive = as_("olive")
    assert olive.request(method, path, json=body).ok
    assert running.log.unknown[-1].unknown == (f"body:{part}",)
    olive.post("/_sandbox/strict", json={"strict": True})
    answer = olive.request(method, path, json=body)
    assert answer.status_code == 422
    assert f"the body field {part}" in answer.json()["message"]


def test_strict_mode_lets_through_what_github_knows(strict: requests.Session) -> None:
    assert strict.post(f"{ARCH}/issues", json={"title": "x"}).status_code == 201
    assert strict.post("/graphql", json={"query": "{ viewer { login } }"}).json()["data"]
    assert strict.get("/_sandbox/limits").json() == {"strict": True, "secondary_limits": "on"}


def test_strict_mode_is_switched_from_outside(as_: As) -> None:
    wanda = as_("wanda")
    assert wanda.post("/_sandbox/strict", json={"strict": "yes"}).status_code == 422
    assert wanda.post("/_sandbox/strict", json={"strict": True}).json()["strict"] is True
    assert wanda.get(f"{ARCH}/issues?colour=red").status_code == 400
    wanda.post("/_sandbox/strict", json={"strict": False})
    assert wanda.get(f"{ARCH}/issues?colour=red").status_code == 200


def test_a_path_of_github_s_that_the_sandbox_lacks_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, as_: As, running: Running
) -> None:
    monkeypatch.setattr("sandbox.strictness.official_paths", lambda: ("GET /repos/{owner}/{repo}/lacking",))
    wanda = as_("wanda")
    wanda.post("/_sandbox/strict", json={"strict": True})
    message = wanda.get(f"{ARCH}/lacking").json()["message"]
    assert "the sandbox does not have this path" in message
    assert running.log.unknown[0].unknown == ("path:not in the sandbox",)


@pytest.mark.skipif(not openapi.FILE.exists(), reason=openapi.ABSENT)
def test_the_paths_that_the_sandbox_has_heard_of_are_those_of_github_s_description() -> None:
    from sandbox.strictness import official_paths

    described = {
        f"{method.upper()} {path}"
        for path, operations in openapi.description()["paths"].items()
        for method in operations
        if method in ("get", "post", "put", "patch", "delete")
    }
    assert set(official_paths()) == described


def bare(running: Running, method: str, path: str, **headers: str) -> tuple[int, str]:
    """A request with these headers alone."""
    connection = HTTPConnection(urlsplit(running.url).netloc, timeout=5)
    connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_a_request_without_a_user_agent_is_forbidden(running: Running) -> None:
    status, text = bare(running, "GET", ARCH)
    assert status == 403
    assert "User-Agent" in text
    assert bare(running, "GET", ARCH, User_Agent="test")[0] == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1:80", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("10.0.0.1", 421),
    ],
)
def test_another_name_for_this_machine_is_refused(running: Running, host: str, status: int) -> None:
    assert bare(running, "GET", ARCH, Host=host, User_Agent="test")[0] == status
    assert bare(running, "GET", "/_sandbox/log", Host=host)[0] == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 200, id="no browser"),
        pytest.param({"Sec_Fetch_Site": "same-origin"}, 200, id="own page"),
        pytest.param({"Sec_Fetch_Site": "none"}, 200, id="typed by the user"),
        pytest.param({"Sec_Fetch_Site": "cross-site"}, 403, id="another site"),
        pytest.param({"Sec_Fetch_Site": "same-site"}, 403, id="another port"),
        pytest.param({"Origin": "https://evil.example"}, 403, id="another origin"),
        pytest.param({"Origin": "null"}, 403, id="hidden origin"),
    ],
)
def test_requests_of_other_sites_pages_are_refused(
    running: Running, headers: dict[str, str], status: int
) -> None:
    assert bare(running, "DELETE", "/_sandbox/log", **headers)[0] == status
