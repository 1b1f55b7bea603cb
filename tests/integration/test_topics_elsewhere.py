"""Topics of a second repository, whether or not our token may write there."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from sandbox.actor import Actor
from tests.integration.conftest import CONFIGURATION, MEETING, REPOSITORY

if TYPE_CHECKING:
    from tests.integration.conftest import Town

OTHER = "octo-org/other"
AFTER = MEETING + timedelta(hours=13)


@pytest.fixture
def twin_town(town: "Town") -> "Town":
    """The town with a second repository, in which only Ada may write, shortly before the meeting."""
    town.world.add_repository(OTHER, roles={"ada": "write"})
    configuration = CONFIGURATION + f"topics:\n  repositories: [{OTHER}]\n"
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", configuration)
    ada, ben = Actor(town.world, "ada"), Actor(town.world, "ben")
    ada.open_issue(REPOSITORY, "Ours", labels=("topic",))
    ben.react(ada.open_issue(OTHER, "Theirs", labels=("topic",)))
    ada.open_issue(OTHER, "No topic")
    town.at(MEETING - timedelta(minutes=10))
    return town


def tick_theirs(town: "Town", agenda: int) -> None:
    body = town.world.repository(REPOSITORY).issues[agenda].body or ""
    line = f"- [ ] Discussed · [{OTHER}#1]("
    assert line in body
    town.send("ada", "PATCH", f"/issues/{agenda}", {"body": body.replace(line, line.replace("[ ]", "[x]"))})


def state_there(town: "Town") -> tuple[str, list[str], int]:
    theirs = town.world.repository(OTHER).issues[1]
    return theirs.state.value, [label.name for label in theirs.labels], len(theirs.comments)


def test_with_access_they_are_labelled_and_closed_there(twin_town: "Town") -> None:
    told = twin_town.values("run", by="ada")
    assert [topic["name"] for topic in told["topics"]] == [f"{OTHER}#1", "#1"]
    assert state_there(twin_town) == ("open", ["topic", "topic: scheduled"], 0)
    tick_theirs(twin_town, told["agenda"]["number"])
    twin_town.at(AFTER)
    assert twin_town.values("run", by="ada")["warnings"] == []
    assert state_there(twin_town) == ("closed", ["topic", "topic: discussed"], 1)
    Actor(twin_town.world, "ada").reopen(twin_town.world.repository(OTHER).issues[1])
    topics: list[Any] = []
    _, writes = twin_town.spent(lambda: topics.extend(twin_town.values("run", by="ada")["topics"]))
    assert writes == 0
    assert [(topic["name"], topic["votes"]) for topic in topics] == [("#1", 0), (f"{OTHER}#1", 0)]


def test_without_access_the_run_goes_on_says_so_once_and_never_tries_again(twin_town: "Town") -> None:
    told = twin_town.values("run")
    (warning,) = told["warnings"]
    assert f"topics of {OTHER} such as #1 were left as they are there" in warning
    _, writes = twin_town.spent(lambda: twin_town.values("run"))
    assert writes == 0
    tick_theirs(twin_town, told["agenda"]["number"])
    twin_town.at(AFTER)
    assert len(twin_town.values("run")["warnings"]) == 1
    assert state_there(twin_town) == ("open", ["topic"], 0)
    (agenda,) = twin_town.issues("agenda")
    assert agenda["state"] == "closed"
    again: list[Any] = []
    reads, writes = twin_town.spent(lambda: again.append(twin_town.values("run")))
    assert (reads, writes) == (3, 0)
    assert ([topic["name"] for topic in again[0]["topics"]], again[0]["warnings"]) == (["#1"], [])


def test_a_hundred_topics_there_cost_one_request(twin_town: "Town") -> None:
    ada = Actor(twin_town.world, "ada")
    for number in range(120):
        ada.open_issue(OTHER, f"Another {number}", labels=("topic",))
    reads, _ = twin_town.spent(lambda: twin_town.values("preview"))
    assert reads == 2 + 2


def test_a_repository_that_cannot_be_read_fails_the_run_by_name(twin_town: "Town") -> None:
    twin_town.world.repository(OTHER).is_private = True
    done = twin_town.arch_hour("run")
    assert done.returncode == 1
    assert f"the topics of {OTHER} cannot be read" in done.stderr
    assert "`topics.repositories`" in done.stderr
    assert twin_town.issues("agenda") == []
