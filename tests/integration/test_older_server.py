"""A meeting on an Enterprise Server that lacks features, by the entry points as processes at its own addresses."""

import subprocess
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from sandbox.actor import Actor
from sandbox.identities import Sort
from sandbox.lacking import Feature
from sandbox.records import Issue
from tests.integration.boards import found_board
from tests.integration.conftest import BIN, MEETING, REPOSITORY, Town
from tests.integration.test_action_process import outputs, prepared

TOLD = {
    Feature.PINNED_ISSUES: "this server knows no pinned issues: the agenda is not pinned",
    Feature.SUB_ISSUES: "this server knows no sub-issues: follow-ups are not made sub-issues of their topics",
}
LACKING = [
    *(pytest.param({feature}, id=feature.value) for feature in Feature),
    pytest.param(set(Feature), id="all of them"),
]
LINE = "- ACTION @ben to write the decision down\n- ACTION @ada to read it\n"


@dataclass
class Enterprise:
    """A server whose two APIs have the addresses of Enterprise Server; GraphQL's may have to be guessed."""

    town: Town
    tells_graphql: bool = True

    @property
    def addresses(self) -> dict[str, str]:
        """What a runner sets."""
        server = self.town.running.url
        graphql = f"{server}/api/graphql" if self.tells_graphql else ""
        return {"GITHUB_API_URL": f"{server}/api/v3", "GITHUB_GRAPHQL_URL": graphql}

    def run(self) -> "subprocess.CompletedProcess[str]":
        """All that is due, by the command line."""
        done = self.town.arch_hour("run", environ=self.addresses)
        assert done.returncode == 0, done.stderr
        return done

    def act(self, event: str = "schedule", payload: Any = None) -> "subprocess.CompletedProcess[str]":
        """All that is due, by the Action."""
        checkout, environment = prepared(self.town, event, payload)
        done = subprocess.run(
            [str(BIN / "arch-hour-action")],
            env=environment | self.addresses,
            cwd=checkout,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def agenda(self) -> Any:
        """The one agenda."""
        (found,) = self.town.issues("agenda")
        return found

    def end_meeting(self) -> None:
        """The first topic is ticked, and the agenda closed after the meeting."""
        agenda = self.agenda()
        ticked = agenda["body"].replace("- [ ] Discussed", "- [x] Discussed", 1)
        path = f"/issues/{agenda['number']}"
        self.town.send("ada", "PATCH", path, {"body": ticked})
        self.town.at(MEETING + timedelta(hours=1))
        self.town.send("ada", "PATCH", path, {"state": "closed"})


@pytest.fixture
def topic(town: Town) -> Issue:
    # A server that is not everybody's has few comments.
    town.world.identities.next_numbers[Sort.COMMENT] = 1_001
    ada = Actor(town.world, "ada")
    topic = ada.open_issue(REPOSITORY, "Caching", "What of it?", labels=("topic",))
    ada.comment(topic, LINE)
    town.at(MEETING - timedelta(minutes=10))
    return topic


def lines_of(log: str) -> list[str]:
    """What a log tells of the server."""
    return sorted(line for line in log.splitlines() if "this server" in line)


def expected(lacking: set[Feature]) -> list[str]:
    return sorted(TOLD[feature] for feature in lacking & TOLD.keys())


@pytest.mark.parametrize("lacking", LACKING)
def test_a_whole_meeting_by_the_command_line(town: Town, topic: Issue, lacking: set[Feature]) -> None:
    town.world.lacking = lacking
    server = Enterprise(town)
    done = server.run()
    assert lines_of(done.stderr) == expected(lacking)
    assert town.spent(server.run)[1] == 0
    follow_ups = [
        town.world.repository(REPOSITORY).issue(one["number"]) for one in town.issues("action-item")
    ]
    assert [one.title for one in follow_ups] == ["write the decision down", "read it"]
    is_kept = Feature.SUB_ISSUES not in lacking
    assert [one.parent for one in follow_ups] == [topic if is_kept else None] * 2
    agenda = town.world.repository(REPOSITORY).issue(server.agenda()["number"])
    assert bool(town.world.repository(REPOSITORY).pinned) is (Feature.PINNED_ISSUES not in lacking)
    assert "Caching" in (agenda.body or "")

    server.end_meeting()
    server.run()
    assert [issue["title"] for issue in town.issues("topic", "closed")] == ["Caching"]
    assert town.spent(server.run)[1] == 0
    assert all(entry.path.startswith("/api/") for entry in town.running.log if entry.who != "ada")


@pytest.mark.parametrize("lacking", LACKING)
def test_a_whole_meeting_by_the_action(town: Town, topic: Issue, lacking: set[Feature]) -> None:
    assert topic.number == 1
    town.world.lacking = lacking
    server = Enterprise(town)
    done = server.act()
    assert lines_of(done.stdout + done.stderr) == expected(lacking)
    assert "::warning" not in done.stdout
    assert outputs(town)["agenda-number"] == str(server.agenda()["number"])
    assert len(town.issues("action-item")) == 2
    server.end_meeting()
    closed = {
        "action": "closed",
        "issue": {"number": server.agenda()["number"]},
        "sender": {"login": "ada", "type": "User"},
    }
    server.act("issues", closed)
    assert [issue["title"] for issue in town.issues("topic", "closed")] == ["Caching"]


def test_the_address_of_graphql_is_known_from_that_of_rest(town: Town, topic: Issue) -> None:
    assert topic.number == 1
    server = Enterprise(town, tells_graphql=False)
    server.run()
    assert server.agenda()["state"] == "open"
    asked = {entry.path for entry in town.running.log if entry.operation}
    assert asked == {"/api/graphql"}


def test_a_board_is_not_kept_where_there_are_no_projects_and_all_else_is_done(
    town: Town, topic: Issue
) -> None:
    assert topic.number == 1
    board = found_board(town)
    town.world.lacking = {Feature.PROJECTS}
    done = board.process()
    assert done.returncode == 0, done.stderr
    told = " ".join((done.stdout + done.stderr).split())
    assert told.count("is not kept") == 1
    assert "this server is too old for it" in told
    assert "set `board.project` to null until the server is updated" in told
    assert len(town.issues("agenda")) == 1
    assert len(town.issues("action-item")) == 2
    assert board.cost()[1] == 0


def test_a_board_is_set_up_nowhere_where_there_are_no_projects(town: Town) -> None:
    board = found_board(town)
    town.world.lacking = {Feature.PROJECTS}
    done = town.arch_hour("init", "--board", environ={"ARCH_HOUR_PROJECT_TOKEN": str(board.mover)})
    assert done.returncode == 1
    assert "this server is too old for it" in done.stderr
