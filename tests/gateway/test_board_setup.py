"""Setting a project up, answer by answer: what GitHub shows late, loses, hides or refuses."""

from typing import Any

import pytest

from arch_hour.board import ProjectPlace, Site
from arch_hour.errors import AccessError, DoubtfulWriteError
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.patience import Patience
from arch_hour.rules.board_changes import CreateField, CreateProject, NewOption, WriteOptions
from tests.gateway.boards import BOARD, PLACE_OF_BOARD, error, project
from tests.gateway.build import NAME, NOW, Json, actor, page
from tests.gateway.conftest import Hub, Said, said

TITLE = "Coffee"
SITE = Site("O_1", PLACE_OF_BOARD, "R_1")
NOWHERE = Site("O_1", ProjectPlace("acme", 0), "R_1")
MAKE = CreateProject("O_1", "R_1", TITLE)
DUE = CreateField(BOARD, "Due", "DATE")
OPTIONS = WriteOptions("F_status", "Status", (NewOption("Backlog", "GRAY", "Waits"),))
TAKEN = error("done", kind="UNPROCESSABLE", words="Name has already been taken")
LOST = said("", 502)


@pytest.fixture
def gateway(pauses: list[float], connection: Connection) -> GithubGateway:
    patience = Patience(pause=pauses.append, clock=NOW.timestamp)
    return GithubGateway(connection, NAME, Connection(connection.address, "ghp_F0rTheB0ardAlone", patience))


def listed(**changed: Any) -> Json:
    return {"number": 5, "title": TITLE, "closed": False, "creator": actor("ada"), **changed}


def opening(*linked: Json | None, viewer: str = "ada", kind: str = "Organization") -> Json:
    """The answer to `board_site`."""
    owner = {"__typename": kind, "id": "O_1", "login": "acme"}
    return {
        "viewer": {"login": viewer},
        "repository": {"id": "R_1", "owner": owner, "linked": {"nodes": [*linked]}},
    }


def owned(*projects: Json | None) -> Json:
    """The answer to `boards_of_owner`."""
    return {"holder": {"projectsV2": page(projects)}}


def plot(**changed: Any) -> Json:
    """The answer to `board_plot`."""
    made = {"number": 5, "creator": actor("ada"), "items": {"totalCount": 0}, **changed}
    return {"holder": {"__typename": "Organization", "projectV2": project(**made)}}


@pytest.mark.parametrize(
    ("linked", "of_owner", "number"),
    [
        pytest.param([listed(creator=actor("ben"))], None, 5, id="one that is linked, whoever made it"),
        pytest.param([], [listed(number=7)], 7, id="our own, although it is not linked"),
        pytest.param([], [listed(creator=actor("ben"))], 0, id="none of another's that is not linked"),
        pytest.param([], [listed(creator=None)], 0, id="none of a deleted account's"),
        pytest.param([listed(closed=True)], [listed(closed=True)], 0, id="none that is closed"),
        pytest.param([listed(title="coffee")], [listed(title="Coffee 2")], 0, id="none of nearly that title"),
        pytest.param(
            [None], [None, listed(number=3), listed(number=2)], 3, id="the newest that is to be seen"
        ),
    ],
)
def test_the_project_that_is_meant_is_found(
    gateway: GithubGateway, hub: Hub, linked: list[Any], of_owner: list[Any] | None, number: int
) -> None:
    found = [] if of_owner is None else [owned(*of_owner)]
    hub.tells(opening(*linked), *found, *([plot()] if number else []))
    site = gateway.site(None, TITLE)
    assert site.place.number == number
    assert (site.board is not None) is bool(number)
    assert hub.count("POST", "/graphql") == 1 + len(found) + bool(number)


def test_projects_that_the_token_does_not_see_hide_no_other(gateway: GithubGateway, hub: Hub) -> None:
    hidden = {
        "type": "FORBIDDEN",
        "path": ["holder", "projectsV2", "nodes", 0],
        "message": "Resource not accessible by personal access token",
    }
    hub.tells(opening(), said({"data": owned(None, listed(number=3)), "errors": [hidden]}), plot())
    assert gateway.site(None, TITLE).place.number == 3


@pytest.mark.parametrize(
    ("viewer", "creator", "title", "is_ours"),
    [
        pytest.param("ada", actor("ada"), TITLE, True, id="made by us"),
        pytest.param("ada", actor("ben"), TITLE, False, id="made by another"),
        pytest.param("ada", None, TITLE, False, id="made by a deleted account"),
        pytest.param("ada", actor("ada"), "Mine", False, id="of another title"),
        pytest.param(
            "tea[bot]",
            {"__typename": "Bot", "login": "tea"},
            TITLE,
            True,
            id="made by an app, whose login differs",
        ),
    ],
)
def test_whose_a_project_is(
    gateway: GithubGateway,
    hub: Hub,
    viewer: str,
    creator: Any,
    title: str,
    is_ours: bool,  # noqa: FBT001
) -> None:
    seen = plot(creator=creator, title=title, items={"totalCount": 2}, viewerCanUpdate=viewer == "ada")
    hub.tells(opening(viewer=viewer), seen)
    site = gateway.site(PLACE_OF_BOARD, TITLE)
    assert (site.is_ours, site.items) == (is_ours, 2)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        pytest.param([opening(), plot(closed=True)], "as the project is closed: reopen it", id="closed"),
        pytest.param(
            [opening(), plot(viewerCanUpdate=False)], "as ada may only read it", id="only to be read"
        ),
        pytest.param(
            [opening(), {"holder": {"__typename": "User", "projectV2": None}}],
            "write users/acme/projects/5 in `board.project`",
            id="of a user",
        ),
        pytest.param(
            [opening(), {"holder": {"__typename": "Organization", "projectV2": None}}],
            "sees no such project",
            id="not there",
        ),
        pytest.param(
            [{"viewer": {"login": "ada"}, "repository": None}],
            "the token for projects does not see acme/lean",
            id="a repository that is not seen",
        ),
        pytest.param(
            [said({"message": "Bad credentials"}, 401)], "does not know the token", id="a dead token"
        ),
    ],
)
def test_a_project_that_cannot_be_set_up_is_one_sentence(
    gateway: GithubGateway, hub: Hub, answers: list[Any], words: str
) -> None:
    hub.tells(*answers)
    with pytest.raises(AccessError) as caught:
        gateway.site(PLACE_OF_BOARD, TITLE)
    assert words in str(caught.value)


@pytest.mark.parametrize("kind", ["Organization", "User"])
def test_projects_that_are_not_told_of_are_one_sentence(gateway: GithubGateway, hub: Hub, kind: str) -> None:
    told = opening(kind=kind)
    told["repository"]["linked"] = None
    refused = error("repository", "linked")
    hub.tells(said({"data": told, "errors": [refused]}))
    with pytest.raises(AccessError) as caught:
        gateway.site(None, TITLE)
    assert "a classic personal access token with the scope `project`" in str(caught.value)
    assert ("organization permission" in str(caught.value)) is (kind == "Organization")


def test_a_project_just_made_is_known_by_its_number(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells({"done": {"projectV2": {"number": 9}}})
    assert gateway.build(MAKE, NOWHERE) == ProjectPlace("acme", 9)
    assert hub.contents[0]["variables"] == {
        "input": {"ownerId": "O_1", "repositoryId": "R_1", "title": TITLE}
    }


def test_a_project_whose_answer_was_lost_is_looked_for_before_another_is_made(
    gateway: GithubGateway, hub: Hub, pauses: list[float]
) -> None:
    hub.tells(LOST, opening(), owned(), opening(listed()), plot())
    assert gateway.build(MAKE, NOWHERE) == PLACE_OF_BOARD
    assert pauses == [2, 4]
    assert sum("createProjectV2" in each["query"] for each in hub.contents) == 1


def test_a_project_that_may_be_there_is_not_made_again(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(LOST, *[opening(), owned()] * 3)
    with pytest.raises(DoubtfulWriteError, match="nobody knows whether the project “Coffee” was made"):
        gateway.build(MAKE, NOWHERE)
    assert sum("createProjectV2" in each["query"] for each in hub.contents) == 1


@pytest.mark.parametrize("change", [DUE, OPTIONS], ids=["a field", "options"])
def test_a_lost_answer_is_left_to_the_next_look(
    gateway: GithubGateway, hub: Hub, change: CreateField | WriteOptions, pauses: list[float]
) -> None:
    hub.tells(LOST)
    assert gateway.build(change, SITE) == PLACE_OF_BOARD
    assert pauses == [2]
    assert hub.count("POST", "/graphql") == 1


def test_a_field_that_is_there_by_now_is_made(gateway: GithubGateway, hub: Hub, pauses: list[float]) -> None:
    there = project()["fields"]["nodes"] + [{"id": "F_due", "name": "due ", "dataType": "DATE"}]
    hub.tells(
        said({"data": {"done": None}, "errors": [TAKEN]}),
        *(opening(), plot()),
        *(opening(), plot(fields={"nodes": there})),
    )
    assert gateway.build(DUE, SITE) == PLACE_OF_BOARD
    assert pauses == [2]


SCOPES = "Your token has not been granted the required scopes to execute this query."


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        pytest.param(
            TAKEN,
            "GitHub refused to make the field Due (Name has already been taken): mend what it names",
            id="a name that GitHub keeps for itself",
        ),
        pytest.param(
            error("done", kind="FORBIDDEN", words="ada does not have the correct permissions"),
            "may not make the field Due (ada does not have the correct permissions): give a classic",
            id="no permission",
        ),
        pytest.param(
            error("done", kind="INSUFFICIENT_SCOPES", words=SCOPES),
            "may not make the field Due (it lacks the scope `project`): give a classic",
            id="no scope",
        ),
    ],
)
def test_a_refused_field_is_one_sentence(gateway: GithubGateway, hub: Hub, refused: Json, words: str) -> None:
    answers: list[Said | Json] = [
        said({"data": {"done": None}, "errors": [refused]}),
        *[opening(), plot()] * 3,
    ]
    hub.tells(*answers)
    with pytest.raises(AccessError) as caught:
        gateway.build(DUE, SITE)
    assert words in str(caught.value)


def test_options_are_sent_whole(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells({"done": {"projectV2Field": {"__typename": "ProjectV2SingleSelectField"}}})
    gateway.build(OPTIONS, SITE)
    options = [{"name": "Backlog", "color": "GRAY", "description": "Waits"}]
    assert hub.contents[0]["variables"] == {"input": {"fieldId": "F_status", "singleSelectOptions": options}}


@pytest.mark.parametrize("place", [None, ProjectPlace("ada", 1, of_user=True)], ids=["none yet", "a user's"])
def test_without_a_token_nothing_is_asked(
    connection: Connection, hub: Hub, place: ProjectPlace | None
) -> None:
    with pytest.raises(AccessError) as caught:
        GithubGateway(connection, NAME).site(place, TITLE)
    assert "there is no token for projects: give a classic personal access token" in str(caught.value)
    assert ("Projects: read and write" in str(caught.value)) is (place is None)
    assert hub.log == []
