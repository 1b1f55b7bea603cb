"""Why a project cannot be kept: one sentence, which names the token and the permission, and never a token's text."""

from dataclasses import replace
from typing import Any

import pytest

from arch_hour.board import ProjectPlace
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.patience import Patience
from tests.gateway.boards import PLACE_OF_BOARD, error, opened, project
from tests.gateway.build import NAME, NOW, WANTED
from tests.gateway.conftest import Hub, Said, said

PROJECTS = "ghp_F0rTheB0ardAlone"
OF_USER = ProjectPlace("ada", 2, of_user=True)
WHERE = "in the input `project-token` or in ARCH_HOUR_PROJECT_TOKEN"
CLASSIC = (
    "a classic personal access token with the scope `project`, and `repo` where the repository is private"
)
ORGANIZATIONS = f"the organization permission Projects: read and write and Issues: read in {NAME}"
USERS = "tokens of apps and fine-grained ones do not reach projects of users"
NONE = {"__typename": "Organization", "projectV2": None}


def trouble(connection: Connection, hub: Hub, place: ProjectPlace, answer: Said | dict[str, Any]) -> str:
    patience = Patience(pause=lambda _: None, clock=NOW.timestamp)
    hub.tells(answer)
    gateway = GithubGateway(connection, NAME, Connection(connection.address, PROJECTS, patience))
    found = gateway.board(place, WANTED)
    assert replace(found.board, trouble="") == type(found.board)(), "nothing else is told"
    assert found.closed_lately == ()
    return found.board.trouble


def partial(*errors: Any, **changed: Any) -> Said:
    return said({"data": opened(**changed), "errors": list(errors)})


def scopes(scope: str) -> Said:
    words = "Your token has not been granted the required scopes to execute this query. The 'projectV2' field requires"
    return said({"errors": [{"type": "INSUFFICIENT_SCOPES", "message": f"{words} one of {[scope]}"}]})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param(scopes("read:project"), "lacks the scope `project`: give", id="no scope"),
        pytest.param(
            partial(error("holder", "projectV2"), holder=NONE),
            "may not do this there (Resource not accessible): give",
            id="forbidden",
        ),
        pytest.param(
            partial(error("holder", "projectV2", kind="NOT_FOUND", words="No 5."), holder=NONE),
            "sees no such project (No 5.): correct `board.project`, or give",
            id="no such project",
        ),
        pytest.param(
            partial(error("holder", kind="NOT_FOUND", words="No acme."), holder=None),
            "sees no such project (No acme.): correct `board.project`, or give",
            id="no such owner",
        ),
        pytest.param(opened(holder=None), "sees no such project (no such project)", id="no word why"),
        pytest.param(said({"message": "Bad credentials"}, 401), "does not know the token", id="a dead token"),
        pytest.param(
            said({"message": "Personal access tokens with fine grained access do not support this"}, 403),
            "may not do this there (Personal access tokens with fine grained",
            id="a server that takes none of them",
        ),
        pytest.param(
            said({"errors": [{"message": "Field 'projectV2' doesn't exist", "path": ["query Board"]}]}),
            "Field 'projectV2' doesn't exist",
            id="an old server, as one says it",
        ),
        pytest.param(
            said({"errors": [{"message": "Field 'projectV2' doesn't exist"}]}),
            "or set `board.project` to null where the server has no such projects",
            id="an old server",
        ),
        pytest.param(
            partial(
                error("holder", "projectV2", "fields", "nodes", 1), holder={**NONE, "projectV2": project()}
            ),
            "may not do this there",
            id="a field that is hidden",
        ),
        pytest.param(
            partial(error("repository", kind="NOT_FOUND", words="No lean."), repository=None),
            f"does not see the issues of {NAME} (No lean.): give",
            id="a repository that is hidden",
        ),
        pytest.param(
            partial(error("repository", "closedFollowUps"), repository={"closedFollowUps": None}),
            f"does not see the issues of {NAME} (Resource not accessible): give",
            id="issues that are hidden",
        ),
        pytest.param(
            opened(holder={**NONE, "projectV2": project(viewerCanUpdate=False)}),
            "as ada may only read it: let ada write there",
            id="one who only reads",
        ),
    ],
)
def test_what_is_missing_is_told_with_the_token_to_give(
    connection: Connection, hub: Hub, answer: Said, words: str
) -> None:
    told = trouble(connection, hub, PLACE_OF_BOARD, answer)
    assert told.startswith(f"the board {PLACE_OF_BOARD} is not kept, as ")
    assert words in told
    assert CLASSIC in told
    assert ORGANIZATIONS in told
    assert WHERE in told
    assert PROJECTS not in told
    assert "\n" not in told


def test_of_a_users_project_only_the_token_that_reaches_it_is_named(connection: Connection, hub: Hub) -> None:
    holder = {"__typename": "User", "projectV2": None}
    told = trouble(connection, hub, OF_USER, partial(error("holder", "projectV2"), holder=holder))
    assert f"give {CLASSIC}, of somebody who may write to it, {WHERE}" in told
    assert USERS in told
    assert "organization" not in told


@pytest.mark.parametrize(
    ("place", "kind", "words"),
    [
        pytest.param(
            ProjectPlace("ada", 2),
            "User",
            "ada is a user and not an organization: write users/ada/projects/2",
            id="user",
        ),
        pytest.param(
            ProjectPlace("acme", 5, of_user=True),
            "Organization",
            "acme is an organization and not a user: write orgs/acme/projects/5",
            id="organization",
        ),
    ],
)
def test_an_owner_of_the_other_kind_is_told_with_the_right_address(
    connection: Connection, hub: Hub, place: ProjectPlace, kind: str, words: str
) -> None:
    answer = opened(holder={"__typename": kind, "projectV2": project()})
    assert words in trouble(connection, hub, place, answer)


def test_a_project_that_people_closed_is_told_with_what_to_do(connection: Connection, hub: Hub) -> None:
    answer = opened(holder={**NONE, "projectV2": project(closed=True)})
    assert "as the project is closed: reopen it" in trouble(connection, hub, PLACE_OF_BOARD, answer)


def test_what_an_app_may_do_is_not_told_by_what_a_viewer_may(connection: Connection, hub: Hub) -> None:
    holder = {**NONE, "projectV2": project(viewerCanUpdate=False)}
    answer = opened(viewer={"login": "coffee-bot[bot]"}, holder=holder)
    hub.tells(answer)
    gateway = GithubGateway(connection, NAME, Connection(connection.address, PROJECTS, connection.patience))
    assert gateway.board(PLACE_OF_BOARD, WANTED).board.trouble == ""


@pytest.mark.parametrize(("place", "words"), [(PLACE_OF_BOARD, ORGANIZATIONS), (OF_USER, USERS)], ids=str)
def test_without_a_token_nothing_is_asked(
    gateway: GithubGateway, hub: Hub, place: ProjectPlace, words: str
) -> None:
    told = gateway.board(place, WANTED).board.trouble
    assert told.startswith(
        f"the board {place} is not kept, as a workflow's own token reaches no project: give "
    )
    assert words in told
    assert WHERE in told
    assert hub.log == []
