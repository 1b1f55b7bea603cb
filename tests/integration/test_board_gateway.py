"""The gateway's own talk about a project, with the sandbox: what it sees, writes, and leaves unseen."""

from datetime import UTC, date, datetime

import pytest

from arch_hour.board import Content, ProjectPlace
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.protocol import Wanted
from arch_hour.hosts import Address
from arch_hour.rules.board_changes import Boarded, BoardEntry, BoardValue, PutOnBoard, SetOnBoard
from arch_hour.rules.changes import Declined
from sandbox.actor import Actor
from sandbox.apps import add_app, fine_grained_token, install, installation_token
from sandbox.records import Issue
from tests.integration.boards import Board, found_board
from tests.integration.conftest import REPOSITORY, Town

WANTED = Wanted("agenda", "topic", "topic: merged", "action-item", "+1", datetime(2020, 12, 3, tzinfo=UTC))
GRANTED = {"organization_projects": "write", "issues": "read", "metadata": "read"}


def gateway_of(town: Town, token: str) -> GithubGateway:
    address = Address(town.running.url, town.running.graphql_url)
    return GithubGateway(Connection(address, town.token("workflow")), REPOSITORY, Connection(address, token))


def place_of(board: Board) -> ProjectPlace:
    owner = board.project.owner.login
    return ProjectPlace(owner, board.project.number, of_user=owner != "octo-org")


def put(board: Board, *issues: Issue) -> PutOnBoard:
    entries = tuple(BoardEntry(issue.id, f"#{issue.number}") for issue in issues)
    return PutOnBoard(board.project.id, place_of(board), entries, "why")


def app_of(town: Town) -> str:
    app = add_app(town.world, "coffee-bot", "octo-org", permissions=GRANTED)
    return installation_token(town.world, install(town.world, app, "octo-org"))


def fine_grained_of(town: Town) -> str:
    return fine_grained_token(town.world, "mover", "octo-org", GRANTED)


TOKENS = [
    pytest.param("octo-org", lambda town: town.token("mover"), "mover", id="classic at an organization's"),
    pytest.param("octo-org", app_of, "coffee-bot[bot]", id="an app's at an organization's"),
    pytest.param("octo-org", fine_grained_of, "mover", id="fine-grained at an organization's"),
    pytest.param("ada", lambda town: town.token("mover"), "mover", id="classic at a user's"),
]


@pytest.mark.parametrize(("owner", "token", "account"), TOKENS)
@pytest.mark.parametrize("is_private", [False, True], ids=["public", "private"])
def test_what_is_put_and_set_is_what_is_read(
    town: Town,
    owner: str,
    token: object,
    account: str,
    is_private: bool,  # noqa: FBT001
) -> None:
    board = found_board(town, owner)
    assert callable(token)
    gateway = gateway_of(town, token(town))
    issues = [board.topic(f"Topic {number}") for number in range(3)]
    town.world.repository(REPOSITORY).is_private = is_private
    opened = gateway.board(place_of(board), WANTED).board
    assert (opened.trouble, opened.account, opened.title) == ("", account, "Coffee")
    made = gateway.apply(put(board, *issues), 0)
    assert isinstance(made, Boarded)
    assert gateway.apply(put(board, *issues), 0) == made, "once more is no harm"
    fields = {each.name: each for each in opened.fields}
    todo = next(option for option in fields["Status"].options if option.name == "Todo")
    contents: dict[str, Content] = {"Status": todo.id, "Meeting": date(2020, 12, 17), "Votes": 2.0}
    values = tuple(
        BoardValue(issue.id, made.items[issue.id], "", fields[name].id, fields[name].kind, content, "")
        for issue in issues
        for name, content in contents.items()
    )
    assert gateway.apply(SetOnBoard(opened.id, place_of(board), values, "why"), 0) == Boarded()
    kept = tuple(fields[name] for name in contents)
    cards = gateway.cards(opened, kept, tuple(issue.id for issue in issues))
    for issue in issues:
        card = cards[issue.id]
        assert card is not None
        assert card.item is not None
        assert card.item.id == made.items[issue.id]
        assert {field.name: card.item.values[field.id].content for field in kept} == contents
        assert {value.made_by for value in card.item.values.values()} == {account}
    emptied = BoardValue(issues[0].id, made.items[issues[0].id], "", fields["Votes"].id, "NUMBER", None, "")
    assert gateway.apply(SetOnBoard(opened.id, place_of(board), (emptied,), "why"), 0) == Boarded()
    assert "Votes" not in board.shows(issues[0])


def test_what_is_ours_is_found_among_boards_of_others_and_what_is_not_is_left_alone(town: Town) -> None:
    board, issue = found_board(town), Actor(town.world, "ada").open_issue(REPOSITORY, "Topic")
    pull_request = Actor(town.world, "ada").open_pull_request(REPOSITORY, "Change")
    others = [
        town.world.add_project("octo-org", f"Other {number}", by="ada", public=True) for number in range(25)
    ]
    add = "mutation ($input: AddProjectV2ItemByIdInput!) { addProjectV2ItemById(input: $input) { clientMutationId } }"
    for project in others:
        board.ask("ada", add, {"input": {"projectId": project.id, "contentId": issue.id}})
    gateway = gateway_of(town, town.token("mover"))
    opened = gateway.board(place_of(board), WANTED).board
    alone = gateway.cards(opened, (), (issue.id,))[issue.id]
    assert alone is not None
    assert alone.item is None
    late = found_board(town)
    opened = gateway.board(place_of(late), WANTED).board
    gateway.apply(put(late, issue), 0)
    late.act("add", pull_request)
    late.act("archive", issue)
    cards = gateway.cards(opened, (), (issue.id, pull_request.id))
    card = cards[issue.id]
    assert card is not None
    assert card.item is not None
    assert card.item.is_archived
    assert cards[pull_request.id] is None
    back = BoardEntry(issue.id, "#1", archived=card.item.id)
    result = gateway.apply(PutOnBoard(opened.id, place_of(late), (back,), "why"), 0)
    assert result == Boarded({issue.id: card.item.id})
    item = late.item(issue)
    assert item is not None
    assert item.archived_at is None


def test_a_fine_grained_token_passes_over_the_boards_of_people(town: Town) -> None:
    mine, board = found_board(town, "mover"), found_board(town)
    issue = board.topic("Topic")
    mine.act("add", issue, by="mover")
    board.act("add", issue)
    gateway = gateway_of(town, fine_grained_of(town))
    opened = gateway.board(place_of(board), WANTED).board
    card = gateway.cards(opened, (), (issue.id,))[issue.id]
    assert card is not None
    assert card.item is not None


def test_one_that_is_gone_is_refused_and_the_others_are_done(town: Town) -> None:
    board = found_board(town)
    first, last = board.topic("First"), board.topic("Last")
    entries = tuple(BoardEntry(each, each) for each in (first.id, "I_kwDOAACy0F7xAQ", last.id))
    result = gateway_of(town, town.token("mover")).apply(
        PutOnBoard(board.project.id, place_of(board), entries, "why"), 0
    )
    assert isinstance(result, Boarded)
    assert list(result.items) == [first.id, last.id]
    assert list(result.refused) == [1]
    assert "I_kwDOAACy0F7xAQ" in result.refused[1]
    assert set(board.project.items_by_content) == {first, last}


@pytest.mark.parametrize(
    ("token", "words"),
    [
        pytest.param(
            lambda town: town.world.add_token("mover", ["repo", "read:project"]),
            "lacks the scope `project`",
            id="a classic one that only reads",
        ),
        pytest.param(
            lambda town: fine_grained_token(
                town.world, "mover", "octo-org", GRANTED | {"organization_projects": "read"}
            ),
            "may not do this there (Resource not accessible by personal access token)",
            id="a fine-grained one that only reads",
        ),
    ],
)
def test_a_token_that_only_reads_is_found_out_by_the_first_write(
    town: Town, token: object, words: str
) -> None:
    board = found_board(town)
    assert callable(token)
    gateway = gateway_of(town, token(town))
    assert gateway.board(place_of(board), WANTED).board.trouble == ""
    result = gateway.apply(put(board, board.topic("First"), board.topic("Last")), 0)
    assert isinstance(result, Declined)
    assert words in result.reason
    assert board.project.items == {}
