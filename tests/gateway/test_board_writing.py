"""Writing to a project: twenty at once, each done or refused by itself, and all of it sent again after a doubt."""

from datetime import date
from typing import Any

import pytest

from arch_hour.errors import UnreachableError
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.patience import Patience
from arch_hour.rules.board_changes import Boarded, BoardEntry, BoardValue, PutOnBoard, SetOnBoard
from arch_hour.rules.changes import Change, Declined, Result
from tests.gateway.boards import BOARD, MEETING, PLACE_OF_BOARD, STATUS, VOTES, error
from tests.gateway.build import NAME, NOW
from tests.gateway.conftest import Hub, Said, said

PROJECTS = "ghp_F0rTheB0ardAlone"
DAY = date(2020, 12, 17)
ENTRIES = PutOnBoard(
    BOARD,
    PLACE_OF_BOARD,
    (BoardEntry("I_1", "#1"), BoardEntry("I_2", "#2", archived="PVTI_2"), BoardEntry("I_3", "#3")),
    "why",
)
VALUES = SetOnBoard(
    BOARD,
    PLACE_OF_BOARD,
    (
        BoardValue("I_1", "PVTI_1", "#1", STATUS.id, STATUS.kind, "o1", "status Todo"),
        BoardValue("I_1", "PVTI_1", "#1", MEETING.id, MEETING.kind, DAY, "meeting 2020-12-17"),
        BoardValue("I_2", "PVTI_2", "#2", VOTES.id, VOTES.kind, 3.0, "votes 3"),
        BoardValue("I_2", "PVTI_2", "#2", MEETING.id, MEETING.kind, None, "no meeting"),
    ),
    "why",
)
SCOPES = {
    "type": "INSUFFICIENT_SCOPES",
    "message": "Your token has not been granted the required scopes to execute this query. The 'addProjectV2ItemById' "
    "field requires one of the following scopes: ['project'], but your token has only been granted the: ['repo'].",
}
CLASSIC = (
    "a classic personal access token with the scope `project`, and `repo` where the repository is private"
)


@pytest.fixture
def gateway(pauses: list[float], connection: Connection) -> GithubGateway:
    patience = Patience(pause=pauses.append, clock=NOW.timestamp)
    return GithubGateway(connection, NAME, Connection(connection.address, PROJECTS, patience))


def put(*places: int) -> dict[str, Any]:
    """What comes of the entries, those at these places refused."""
    return {
        f"m{place}": None if place in places else {"item": {"id": f"PVTI_{place + 1}"}} for place in range(3)
    }


def applied(gateway: GithubGateway, change: Change) -> Result:
    return gateway.apply(change, 0)


def test_issues_go_on_the_board_and_come_back_to_it_in_one_request(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(put())
    assert applied(gateway, ENTRIES) == Boarded({"I_1": "PVTI_1", "I_2": "PVTI_2", "I_3": "PVTI_3"})
    (sent,) = hub.contents
    assert sent["variables"] == {
        "m0": {"projectId": BOARD, "contentId": "I_1"},
        "m1": {"projectId": BOARD, "itemId": "PVTI_2"},
        "m2": {"projectId": BOARD, "contentId": "I_3"},
    }
    assert [line.split("(")[0].strip() for line in sent["query"].splitlines()[1:-1]] == [
        "m0: addProjectV2ItemById",
        "m1: unarchiveProjectV2Item",
        "m2: addProjectV2ItemById",
    ]
    assert hub.mock.calls[0].request.headers["Authorization"].endswith(PROJECTS)


def test_values_are_set_in_their_order_each_in_the_form_of_its_field(
    gateway: GithubGateway, hub: Hub
) -> None:
    done = {"projectV2Item": {"id": "PVTI_1"}}
    hub.tells({f"m{place}": done for place in range(4)})
    assert applied(gateway, VALUES) == Boarded()
    (sent,) = hub.contents
    assert [sent["variables"][f"m{place}"].get("value") for place in range(4)] == [
        {"singleSelectOptionId": "o1"},
        {"date": "2020-12-17"},
        {"number": 3.0},
        None,
    ]
    assert sent["variables"]["m3"] == {"projectId": BOARD, "itemId": "PVTI_2", "fieldId": MEETING.id}
    assert "m3: clearProjectV2ItemFieldValue(" in sent["query"]


def test_ids_and_values_are_never_part_of_the_document(gateway: GithubGateway, hub: Hub) -> None:
    evil = '"}) { x } #'
    hub.tells({"m0": {"projectV2Item": {"id": "x"}}})
    value = BoardValue(evil, evil, "#1", evil, STATUS.kind, evil, "")
    applied(gateway, SetOnBoard(evil, PLACE_OF_BOARD, (value,), "why"))
    assert evil not in hub.contents[0]["query"]


def test_one_that_is_refused_leaves_the_others_done(gateway: GithubGateway, hub: Hub) -> None:
    errors = [error("m1", kind="NOT_FOUND", words="Could not resolve\nto a node")]
    hub.tells(said({"data": put(1), "errors": errors}))
    assert applied(gateway, ENTRIES) == Boarded(
        {"I_1": "PVTI_1", "I_3": "PVTI_3"}, {1: "Could not resolve to a node"}
    )
    assert len(hub.log) == 1


@pytest.mark.parametrize("nothing", [None, {"item": None}, {}], ids=["null", "no item", "empty"])
def test_one_of_which_nothing_is_told_is_not_taken_for_done(
    gateway: GithubGateway, hub: Hub, nothing: Any
) -> None:
    hub.tells({**put(), "m0": nothing})
    result = applied(gateway, ENTRIES)
    assert isinstance(result, Boarded)
    assert list(result.items) == ["I_2", "I_3"]
    assert list(result.refused) == [0]


def test_all_refused_for_other_reasons_than_permission_are_told_one_by_one(
    gateway: GithubGateway, hub: Hub
) -> None:
    errors = [error(f"m{place}", kind="UNPROCESSABLE", words="archived") for place in range(3)]
    hub.tells(said({"data": put(0, 1, 2), "errors": errors}))
    assert applied(gateway, ENTRIES) == Boarded({}, {0: "archived", 1: "archived", 2: "archived"})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param(
            said({"data": put(0, 1, 2), "errors": [error(f"m{place}") for place in range(3)]}),
            "may not do this there (Resource not accessible)",
            id="all forbidden",
        ),
        pytest.param(said({"errors": [SCOPES]}), "lacks the scope `project`", id="no scope"),
        pytest.param(said({"message": "Bad credentials"}, 401), "does not know the token", id="a dead token"),
        pytest.param(
            said({"errors": [{"message": "Field 'addProjectV2ItemById' doesn't exist"}]}),
            "refused what was asked (Field 'addProjectV2ItemById' doesn't exist)",
            id="an old server",
        ),
    ],
)
def test_a_board_that_may_not_be_written_to_is_declined_with_the_token_to_give(
    gateway: GithubGateway, hub: Hub, answer: Said, words: str
) -> None:
    hub.tells(answer)
    result = applied(gateway, ENTRIES)
    assert isinstance(result, Declined)
    assert words in result.reason
    assert result.reason.startswith("the board orgs/acme/projects/5 is not kept, as ")
    assert CLASSIC in result.reason
    assert f"Projects: read and write and Issues: read in {NAME}" in result.reason
    assert PROJECTS not in result.reason
    assert len(hub.log) == 1


@pytest.mark.parametrize(
    ("doubtful", "waited"),
    [
        pytest.param(said("", 502), 1, id="no answer"),
        pytest.param(
            said({"data": put(1), "errors": [error("m1", kind=None, words="Something went wrong")]}),
            1,
            id="a trouble of GitHub's in the middle",
        ),
        pytest.param(
            said(
                {"data": put(1, 2), "errors": [error("m1", kind="RATE_LIMITED", words="spent"), error("m2")]},
                Retry_After="9",
            ),
            9,
            id="the limit in the middle",
        ),
        pytest.param(said({"message": "slow down"}, 403, Retry_After="7"), 7, id="secondary limit"),
        pytest.param(said({"data": None}), 1, id="no data"),
    ],
)
def test_after_a_doubt_all_of_it_is_sent_again(
    gateway: GithubGateway, hub: Hub, doubtful: Said, waited: float, pauses: list[float]
) -> None:
    hub.tells(doubtful, put())
    assert applied(gateway, ENTRIES) == Boarded({"I_1": "PVTI_1", "I_2": "PVTI_2", "I_3": "PVTI_3"})
    assert hub.contents[0] == hub.contents[1]
    assert pauses == [waited]


def test_a_doubt_that_lasts_ends_the_run(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(said("", 502))
    with pytest.raises(UnreachableError):
        applied(gateway, ENTRIES)


@pytest.mark.parametrize("odd", [{}, {"m0": 7}, {"m0": {"item": 7}, "m1": None, "m2": None}, []])
def test_an_answer_of_another_shape_is_noticed(gateway: GithubGateway, hub: Hub, odd: Any) -> None:
    hub.tells(odd)
    with pytest.raises(UnreachableError):
        applied(gateway, ENTRIES)
