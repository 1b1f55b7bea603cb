"""What each kind of token may do: facts sheet, sections 1b, 5 and 8."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.apps import add_app, fine_grained_token, install, installation_token
from sandbox.rules.scopes import covers
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Ask = Callable[..., Any]
ARCH = "/repos/octo-org/arch"
SECRET = "/repos/octo-org/secret"
NEW = {"title": "Hello"}
MEMBERS = '{ organization(login: "octo-org") { membersWithRole(first: 5) { totalCount } } }'
FOR_INTEGRATIONS = "Resource not accessible by integration"


@pytest.fixture(params=["workflow", "installation"])
def integration(request: pytest.FixtureRequest, world: World) -> str:
    """A token that acts as a bot."""
    if request.param == "workflow":
        return world.workflow_token("octo-org/arch")
    return installation_token(world, install(world, add_app(world, "coffee-bot", "octo-org"), "octo-org"))


def test_integrations_are_no_user_in_rest_and_a_bot_with_its_suffix_to_viewer(
    as_: As, ask: Ask, integration: str
) -> None:
    answer = as_(integration).get("/user")
    assert (answer.status_code, answer.json()["message"]) == (403, FOR_INTEGRATIONS)
    assert ask(integration, "{ viewer { login } }")["data"]["viewer"]["login"].endswith("[bot]")


def test_integrations_have_permissions_and_no_role(ask: Ask, integration: str) -> None:
    query = '{ repository(owner: "octo-org", name: "arch") { viewerPermission } }'
    assert ask(integration, query)["data"]["repository"]["viewerPermission"] is None
    assert ask("wanda", query)["data"]["repository"]["viewerPermission"] == "WRITE"


def test_a_workflow_may_never_have_what_lies_outside_its_repository(as_: As, ask: Ask, world: World) -> None:
    token = world.workflow_token("octo-org/arch", {"members": "read", "administration": "write"})
    assert as_(token).get("/orgs/octo-org/teams").json()["message"] == FOR_INTEGRATIONS
    assert ask(token, MEMBERS)["errors"][0]["type"] == "FORBIDDEN"
    assert as_(token).delete(f"{ARCH}/collaborators/wanda").status_code == 403


@pytest.mark.parametrize(
    ("scopes", "public", "private", "writing"),
    [
        pytest.param((), 200, 404, 404, id="no scope reads what is public"),
        pytest.param(("public_repo",), 200, 404, 201, id="public_repo writes there"),
        pytest.param(("repo",), 200, 200, 201, id="repo does all"),
    ],
)
def test_scopes_hold_a_classic_token_back(
    as_: As, world: World, scopes: tuple[str, ...], public: int, private: int, writing: int
) -> None:
    wanda = as_(world.add_token("wanda", scopes))
    assert wanda.get(ARCH).status_code == public
    assert wanda.get(SECRET).status_code == private
    assert wanda.post(f"{ARCH}/issues", json=NEW).status_code == writing


def test_graphql_names_the_scopes_that_are_missing(ask: Ask, world: World) -> None:
    (error,) = ask(world.add_token("rita", ["repo"]), MEMBERS)["errors"]
    assert error["type"] == "INSUFFICIENT_SCOPES"
    assert "['read:org']" in error["message"]
    assert "errors" not in ask(world.add_token("rita", ["admin:org"]), MEMBERS)


@pytest.mark.parametrize(
    ("given", "wanted", "is_covered"),
    [
        pytest.param("repo", "public_repo", True, id="repo covers public_repo"),
        pytest.param("repo", "read:repo_hook", True, id="repo covers hooks"),
        pytest.param("public_repo", "repo", False, id="not the other way round"),
        pytest.param("admin:org", "read:org", True, id="through two steps"),
        pytest.param("read:project", "project", False, id="reading is not writing"),
    ],
)
def test_larger_scopes_include_smaller_ones(given: str, wanted: str, is_covered: bool) -> None:  # noqa: FBT001 - a table
    assert covers({given}, wanted) is is_covered


def test_answers_to_a_classic_token_tell_its_scopes_and_no_others_do(as_: As, world: World) -> None:
    classic = as_(world.add_token("wanda", scopes=["repo", "project"])).get(ARCH)
    assert classic.headers["X-OAuth-Scopes"] == "project, repo"
    assert classic.headers["X-Accepted-OAuth-Scopes"] == "repo"
    assert "X-OAuth-Scopes" not in as_("workflow").get(ARCH).headers


class TestFineGrained:
    def test_it_does_what_its_permissions_and_its_account_both_may(self, as_: As, world: World) -> None:
        token = fine_grained_token(world, "wanda", "octo-org", {"issues": "write"}, ["octo-org/arch"])
        assert as_(token).get("/user").json()["login"] == "wanda"
        assert as_(token).post(f"{ARCH}/issues", json=NEW).status_code == 201
        answer = as_(token).put(f"{ARCH}/contents/a.md", json={"message": "x", "content": "aGk="})
        assert answer.json()["message"] == "Resource not accessible by personal access token"

    def test_it_gives_no_role_that_the_account_lacks(self, as_: As, world: World) -> None:
        token = fine_grained_token(world, "mallory", "octo-org", {"issues": "write"})
        assert as_(token).get(SECRET).status_code == 404
        assert as_(token).post(f"{ARCH}/labels", json={"name": "x"}).status_code == 403

    def test_other_private_repositories_do_not_exist_for_it(self, as_: As, world: World) -> None:
        token = fine_grained_token(world, "wanda", "octo-org", {"issues": "read"}, ["octo-org/arch"])
        assert as_(token).get(SECRET).status_code == 404


def test_a_deleted_account_takes_its_tokens_along(as_: As, world: World) -> None:
    gone = as_("gone")
    world.delete_user("gone")
    answer = gone.get(ARCH)
    assert (answer.status_code, answer.json()["message"]) == (401, "Bad credentials")


def test_a_suspended_account_is_told_so(as_: As) -> None:
    assert as_("sleepy").get(ARCH).json()["message"] == "Sorry. Your account was suspended."
