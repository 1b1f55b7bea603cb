"""Reading a project: what an answer means, and what is never taken for more than it is."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from arch_hour.board import Card, Doing, Labelling
from arch_hour.errors import AccessError, UnreachableError
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.patience import Patience
from arch_hour.gateway.reading import issue
from tests.gateway.boards import (
    BOARD,
    FIELDS,
    MEETING,
    OPEN_BOARD,
    OTHER,
    PAST,
    PLACE_OF_BOARD,
    STATUS,
    VOTES,
    error,
    item,
    on_boards,
    opened,
    timeline,
    value,
)
from tests.gateway.build import NAME, NOW, WANTED, actor, node, page
from tests.gateway.conftest import Hub, said

PROJECTS = "ghp_F0rTheB0ardAlone"
EARLY, LATE = "2020-12-10T10:00:00Z", "2020-12-11T10:00:00Z"
EARLY_AT, LATE_AT = (datetime(2020, 12, day, 10, tzinfo=UTC) for day in (10, 11))
SPENT = {"type": "RATE_LIMITED", "message": "API rate limit exceeded"}
ODD = {"message": "Something went wrong while executing your query.", "path": ["nodes", 0]}


@pytest.fixture
def gateway(pauses: list[float], connection: Connection) -> GithubGateway:
    patience = Patience(pause=pauses.append, clock=NOW.timestamp)
    return GithubGateway(connection, NAME, Connection(connection.address, PROJECTS, patience))


def seen(gateway: GithubGateway, *issues: str) -> dict[str, Card | None]:
    return dict(gateway.cards(OPEN_BOARD, FIELDS, issues or ("I_1",)))


def test_the_project_its_fields_and_the_follow_ups_closed_lately_are_one_question(
    gateway: GithubGateway, hub: Hub
) -> None:
    hub.tells(opened(repository={"closedFollowUps": page([node(7, state="CLOSED", closedAt=LATE)])}))
    found = gateway.board(PLACE_OF_BOARD, WANTED)
    assert found.board == OPEN_BOARD
    assert [(each.number, each.is_open) for each in found.closed_lately] == [(7, False)]
    assert [sent["variables"] for sent in hub.contents] == [
        {
            "holder": "acme",
            "number": 5,
            "owner": "acme",
            "name": "lean",
            "followUpLabels": ["action-item"],
            "since": "2020-12-03T00:00:00Z",
        }
    ]
    assert hub.mock.calls[0].request.headers["Authorization"].endswith(PROJECTS)


def test_more_than_a_hundred_follow_ups_closed_lately_are_read_to_the_end(
    gateway: GithubGateway, hub: Hub
) -> None:
    hub.tells(
        opened(repository={"closedFollowUps": page([node(1)], "A")}),
        {"repository": {"closedFollowUps": page([node(2)])}},
    )
    assert [each.number for each in gateway.board(PLACE_OF_BOARD, WANTED).closed_lately] == [1, 2]
    assert hub.contents[1]["variables"]["after"] == "A"


def test_an_apps_account_is_told_apart_from_a_persons(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(opened(viewer={"login": "coffee-bot[bot]"}))
    assert gateway.board(PLACE_OF_BOARD, WANTED).board.account == "coffee-bot[bot]"


def test_a_card_has_what_the_kept_fields_of_its_item_on_this_board_hold(
    gateway: GithubGateway, hub: Hub
) -> None:
    set_by_an_app = value(
        "Date", "2020-12-17", creator=actor("coffee-bot", "Bot"), updatedAt=LATE, createdAt=EARLY
    )
    own = item(field1=set_by_an_app, field2=value("Number", 3, creator=None), isArchived=True, updatedAt=LATE)
    hub.tells({"nodes": [on_boards(item(OTHER), own)]})
    card = seen(gateway)["I_1"]
    assert card is not None
    assert card.item is not None
    assert (card.item.id, card.item.is_archived, card.item.updated_at) == (own["id"], True, LATE_AT)
    values = card.item.values
    assert {key: each.content for key, each in values.items()} == {
        STATUS.id: "o1",
        MEETING.id: date(2020, 12, 17),
        VOTES.id: 3.0,
    }
    day = values[MEETING.id]
    assert (day.made_by, day.made_at, day.set_at) == ("coffee-bot[bot]", EARLY_AT, LATE_AT)
    assert values[VOTES.id].made_by == ""
    asked = hub.contents[0]["variables"]
    assert (asked["ids"], asked["field0"], asked["field2"]) == (["I_1"], "Status", "Votes")
    assert [asked[f"has{place}"] for place in range(4)] == [True, True, True, False]


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(None, id="empty"),
        pytest.param(value("Number", None), id="nothing in it"),
        pytest.param({"__typename": "ProjectV2ItemFieldTextValue"}, id="of another kind"),
    ],
)
def test_a_field_without_content_has_no_value(gateway: GithubGateway, hub: Hub, odd: Any) -> None:
    hub.tells({"nodes": [on_boards(item(field0=odd))]})
    card = seen(gateway)["I_1"]
    assert card is not None
    assert card.item is not None
    assert card.item.values == {}


def test_what_lately_happened_to_an_issue_comes_with_its_card(gateway: GithubGateway, hub: Hub) -> None:
    events = (
        {"__typename": "ReopenedEvent", "createdAt": EARLY},
        {"__typename": "LabeledEvent", "createdAt": EARLY, "label": {"name": "topic: on hold"}},
        {"__typename": "ClosedEvent", "createdAt": LATE},
        {"__typename": "UnlabeledEvent", "createdAt": LATE, "label": {"name": "topic: on hold"}},
    )
    hub.tells({"nodes": [on_boards(events=events)]})
    assert seen(gateway)["I_1"] == Card(
        None,
        turned=LATE_AT,
        reopened=EARLY_AT,
        labellings=(
            Labelling("topic: on hold", EARLY_AT, is_on=True),
            Labelling("topic: on hold", LATE_AT, is_on=False),
        ),
    )


def test_an_issue_that_is_on_no_board_has_a_card_without_item(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells({"nodes": [on_boards()]})
    assert seen(gateway) == {"I_1": Card()}


def test_a_hundred_and_one_issues_are_two_questions(gateway: GithubGateway, hub: Hub) -> None:
    ids = [f"I_{number}" for number in range(101)]
    nodes = [on_boards(item(), number=number) for number in range(101)]
    hub.tells({"nodes": nodes[:100]}, {"nodes": nodes[100:]})
    assert list(seen(gateway, *ids)) == ids
    assert [len(sent["variables"]["ids"]) for sent in hub.contents] == [100, 1]


def test_on_more_than_twenty_boards_ours_is_looked_for_on_further_pages_and_no_longer_than_needed(
    gateway: GithubGateway, hub: Hub
) -> None:
    others = [item(OTHER) for _ in range(20)]
    hub.tells(
        {"nodes": [on_boards(*others, cursor="A")]},
        {"node": {"projectItems": page([None, item()], "B")}},
    )
    card = seen(gateway)["I_1"]
    assert card is not None
    assert card.item is not None
    assert card.item.id == f"PVTI_{BOARD}"
    assert [sent["variables"].get("after") for sent in hub.contents] == [None, "A"]


def test_items_on_boards_that_the_token_does_not_see_are_passed_over(
    gateway: GithubGateway, hub: Hub
) -> None:
    hub.tells(
        said(
            {
                "data": {"nodes": [on_boards(None, None, item())]},
                "errors": [error("nodes", 0, "projectItems", "nodes", 1)],
            }
        )
    )
    card = seen(gateway)["I_1"]
    assert card is not None
    assert card.item is not None


@pytest.mark.parametrize(
    ("first", "refused"),
    [
        pytest.param(None, ("nodes", 0), id="the issue"),
        pytest.param(on_boards(), ("nodes", 0, "turns", "nodes", 0), id="its events"),
        pytest.param(
            on_boards(item(field0=None)),
            ("nodes", 0, "projectItems", "nodes", 0, "field0"),
            id="a field of its item",
        ),
        pytest.param(
            on_boards(item()),
            ("nodes", 0, "projectItems", "nodes", 0, "field0", "creator"),
            id="who filled a field",
        ),
    ],
)
@pytest.mark.parametrize("kind", ["FORBIDDEN", "NOT_FOUND", "SOMETHING_NEW", None])
def test_an_issue_that_is_only_half_seen_is_not_seen(
    gateway: GithubGateway, hub: Hub, first: Any, refused: tuple[str | int, ...], kind: str | None
) -> None:
    """What is hidden would look empty, and be overwritten."""
    nodes = [first, on_boards(item(), number=2)]
    hub.tells(said({"data": {"nodes": nodes}, "errors": [error(*refused, kind=kind)]}))
    cards = seen(gateway, "I_1", "I_2")
    assert cards["I_1"] is None
    assert cards["I_2"] is not None


@pytest.mark.parametrize(
    "further",
    [
        pytest.param({"data": {"node": None}}, id="gone"),
        pytest.param(
            {"data": {"node": None}, "errors": [error("node", kind="NOT_FOUND")]}, id="gone and told"
        ),
        pytest.param(
            {
                "data": {"node": {"projectItems": page([item(field0=None)])}},
                "errors": [error("node", "projectItems", "nodes", 0, "field0")],
            },
            id="half seen",
        ),
    ],
)
def test_an_issue_whose_further_items_are_not_seen_is_not_seen(
    gateway: GithubGateway, hub: Hub, further: Any
) -> None:
    hub.tells({"nodes": [on_boards(item(OTHER), cursor="A")]}, said(further))
    assert seen(gateway) == {"I_1": None}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(said({"errors": [SPENT]}), id="quota"),
        pytest.param(said({"data": {"nodes": [on_boards()]}, "errors": [ODD]}), id="a trouble of GitHub's"),
        pytest.param(said({"message": "slow"}, 403, Retry_After="5"), id="secondary limit"),
        pytest.param(said("", 502), id="no answer"),
    ],
)
def test_a_passing_trouble_is_waited_out_and_the_question_asked_again(
    gateway: GithubGateway, hub: Hub, answer: Any, pauses: list[float]
) -> None:
    hub.tells(answer, {"nodes": [on_boards(item())]})
    assert seen(gateway)["I_1"] is not None
    assert len(pauses) == 1


def test_a_trouble_that_lasts_ends_the_run(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(said("", 502))
    with pytest.raises(UnreachableError):
        gateway.board(PLACE_OF_BOARD, WANTED)
    with pytest.raises(UnreachableError):
        seen(gateway)


@pytest.mark.parametrize("nodes", [[], [on_boards(), on_boards()], [{"id": "I_1"}], [7]])
def test_an_answer_of_another_shape_is_noticed(gateway: GithubGateway, hub: Hub, nodes: Any) -> None:
    hub.tells({"nodes": nodes})
    with pytest.raises(UnreachableError):
        seen(gateway)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(said({"message": "Bad credentials"}, 401), id="a token that ran out"),
        pytest.param(said({"errors": [error(kind="FORBIDDEN")]}), id="refused as a whole"),
    ],
)
def test_cards_that_are_refused_as_a_whole_are_told_with_the_token_to_give(
    gateway: GithubGateway, hub: Hub, answer: Any
) -> None:
    hub.tells(answer)
    with pytest.raises(
        AccessError, match=r"the board is not kept.*`project-token` or in ARCH_HOUR_PROJECT_TOKEN"
    ):
        seen(gateway)


def test_the_past_of_an_issue_is_what_was_done_with_it_on_boards(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers(
        "GET",
        PAST,
        said(
            timeline(
                ("added_to_project_v2", "Ada", EARLY),
                ("labeled", "ben", EARLY),
                ("project_v2_item_status_changed", "ben", EARLY),
                ("removed_from_project_v2", "", LATE),
                ("reopened", "ben", LATE),
            )
        ),
    )
    assert gateway.board_past(issue(node(1))) == (
        Doing("added_to_project_v2", "ada", EARLY_AT),
        Doing("removed_from_project_v2", "", LATE_AT),
        Doing("reopened", "ben", LATE_AT),
    )
    assert hub.mock.calls[0].request.headers["Authorization"].endswith(PROJECTS)


@pytest.mark.parametrize("status", [404, 410])
def test_an_issue_that_is_gone_has_no_past(gateway: GithubGateway, hub: Hub, status: int) -> None:
    hub.answers("GET", PAST, said({"message": "Not here"}, status))
    assert gateway.board_past(issue(node(1))) == ()


def test_a_past_that_may_not_be_read_is_told_with_the_token_to_give(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", PAST, said({"message": "Resource not accessible by integration"}, 403))
    with pytest.raises(AccessError, match="ARCH_HOUR_PROJECT_TOKEN"):
        gateway.board_past(issue(node(1)))
