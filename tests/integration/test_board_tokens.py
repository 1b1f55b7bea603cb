"""Every token that cannot keep the board: the run is whole and green, and one warning says which one can."""

import json
from collections.abc import Callable

import pytest

from sandbox.records import Token
from sandbox.words import TokenKind
from tests.integration.boards import Board, found_board
from tests.integration.conftest import REPOSITORY, Town
from tests.integration.test_action_process import start

CLASSIC = (
    "a classic personal access token with the scope `project`, and `repo` where the repository is private"
)
PERMISSION = "the organization permission Projects: read and write and Issues: read in octo-org/arch"
WHERE = "in the input `project-token` or in ARCH_HOUR_PROJECT_TOKEN"
MAKER = "tokens of apps and fine-grained ones do not reach projects of users"
FULL = {"organization_projects": "write", "issues": "read", "metadata": "read"}


def fine_grained(town: Town, **permissions: str) -> str:
    """A fine-grained token of somebody who may write to the project, for what is the organization's."""
    account, home = town.world.account("mover"), town.world.account("octo-org")
    given = FULL | permissions
    return town.world.keep_token(
        Token("github_pat_m", TokenKind.FINE_GRAINED, account, None, given, owner=home)
    )


def classic(town: Town, *scopes: str, login: str = "mover") -> str:
    return town.world.add_token(login, scopes)


def warnings(board: Board) -> list[str]:
    """What a run warns of; it made its agenda all the same."""
    done = board.process("--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["agenda"]["number"]
    found: list[str] = told["warnings"]
    return found


@pytest.mark.parametrize(
    ("owner", "token", "words"),
    [
        pytest.param(
            "octo-org",
            lambda _: None,
            ["a workflow's own token reaches no project", CLASSIC, PERMISSION],
            id="none",
        ),
        pytest.param(
            "octo-org",
            lambda town: town.token("workflow"),
            [
                "Resource not accessible by integration",
                "a workflow's own token reaches no project",
                PERMISSION,
            ],
            id="the workflow's",
        ),
        pytest.param(
            "octo-org",
            lambda town: classic(town, "repo"),
            ["lacks the scope `project`", CLASSIC],
            id="a classic one without the scope",
        ),
        pytest.param(
            "octo-org",
            lambda town: classic(town, "repo", "read:project"),
            ["lacks the scope `project`", CLASSIC],
            id="a classic one that only reads",
        ),
        pytest.param(
            "octo-org",
            lambda town: fine_grained(town, organization_projects="none"),
            ["not accessible by personal access token", PERMISSION],
            id="a fine-grained one without the permission",
        ),
        pytest.param(
            "octo-org",
            lambda town: fine_grained(town, organization_projects="read"),
            ["not accessible by personal access token", PERMISSION],
            id="a fine-grained one that only reads",
        ),
        pytest.param(
            "octo-org",
            lambda town: classic(town, "project", "repo", login="stranger"),
            ["sees no such project", "correct `board.project`", CLASSIC],
            id="a stranger's",
        ),
        pytest.param(
            "octo-org", lambda _: "ghp_gone", ["GitHub does not know the token", CLASSIC], id="a dead one"
        ),
        pytest.param("ada", fine_grained, [MAKER, CLASSIC], id="a fine-grained one at a user's"),
        pytest.param(
            "ada", lambda town: town.token("workflow"), [MAKER, CLASSIC], id="the workflow's at a user's"
        ),
    ],
)
def test_a_token_that_may_not_is_one_warning(
    town: Town, owner: str, token: Callable[[Town], str | None], words: list[str]
) -> None:
    board = found_board(town, owner)
    board.topic("Events")
    board.mover = token(town)
    (warning,) = warnings(board)
    assert all(word in warning for word in [*words, WHERE])
    assert "ghp_" not in warning
    assert "github_pat" not in warning
    assert board.project.items == {}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        pytest.param(
            "orgs/octo-org/projects/99", ["sees no such project", "correct `board.project`"], id="number"
        ),
        pytest.param(
            "orgs/nobody-there/projects/1", ["sees no such project", "correct `board.project`"], id="owner"
        ),
        pytest.param(
            "users/octo-org/projects/1",
            ["octo-org is an organization and not a user", "write orgs/octo-org/projects/1"],
            id="kind of owner",
        ),
    ],
)
def test_a_project_that_is_not_there_is_one_warning(town: Town, place: str, words: list[str]) -> None:
    board = found_board(town)
    text = town.world.repository(REPOSITORY).files[".github/arch-hour.yml"].content.decode()
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", text.replace("orgs/octo-org/projects/1", place))
    (warning,) = warnings(board)
    assert all(word in warning for word in [f"the board {place} is not kept, as ", *words])


def test_a_project_that_people_closed_is_left_alone_with_one_warning(town: Town) -> None:
    board = found_board(town)
    board.topic("Events")
    board.project.closed_at = town.world.clock.now()
    (warning,) = warnings(board)
    assert "the project is closed: reopen it" in warning
    assert board.project.items == {}


def test_a_fine_grained_token_with_all_that_it_needs_keeps_the_board(town: Town) -> None:
    board = found_board(town)
    topic = board.topic("Events")
    board.mover = fine_grained(town)
    assert warnings(board) == []
    assert board.column(topic) == "On agenda"


def test_who_may_only_read_a_public_project_is_told_to_be_let_in(town: Town) -> None:
    board = found_board(town)
    board.topic("Events")
    board.project.is_public = True
    board.mover = classic(town, "project", "repo", login="stranger")
    (warning,) = warnings(board)
    assert "as stranger may only read it: let stranger write there" in warning


def test_a_private_repository_s_issues_have_to_be_among_the_token_s(town: Town) -> None:
    board = found_board(town)
    board.topic("Events")
    town.world.repository(REPOSITORY).is_private = True
    board.mover = fine_grained(town, issues="none")
    (warning,) = warnings(board)
    assert "does not see the issues of octo-org/arch" in warning
    assert PERMISSION in warning


def test_a_private_repository_needs_the_scope_repo(town: Town) -> None:
    board = found_board(town)
    topic = board.topic("Events")
    town.world.repository(REPOSITORY).is_private = True
    board.mover = classic(town, "project")
    (warning,) = warnings(board)
    assert "does not see the issues of octo-org/arch" in warning
    assert "`repo` where the repository is private" in warning
    board.mover = classic(town, "project", "repo")
    assert warnings(board) == []
    assert board.column(topic) == "On agenda"


def test_the_action_takes_the_token_as_an_input_and_warns_without_it(town: Town) -> None:
    board = found_board(town)
    topic = board.topic("Events")
    without = start(town)
    assert without.returncode == 0
    (warning,) = [line for line in without.stdout.splitlines() if line.startswith("::warning")]
    assert warning.startswith("::warning title=Arch Hour::the board orgs/octo-org/projects/1 is not kept")
    given = start(town, project_token=town.token("mover"))
    assert given.returncode == 0
    assert "::warning" not in given.stdout
    assert board.column(topic) == "On agenda"
    hidden = f"::add-mask::{town.token('mover')}\n"
    assert hidden in given.stdout
    assert "ghp_mover" not in given.stdout.replace(hidden, "")
