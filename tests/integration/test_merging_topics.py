"""Two topics become one over the real APIs, with the voters of both, and two again when people open one."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sandbox.actor import Actor
from tests.integration.conftest import MEETING, REPOSITORY

if TYPE_CHECKING:
    from sandbox.records import Issue
    from tests.integration.conftest import Town


def propose(town: "Town", title: str, *voters: str) -> "Issue":
    topic = Actor(town.world, "ada").open_issue(REPOSITORY, title, labels=("topic",))
    for login in voters:
        Actor(town.world, login).react(topic)
    return topic


def shown(town: "Town", topic: "Issue") -> tuple[str, str | None, list[str]]:
    """State, reason and labels of a topic, as REST tells them."""
    issue = town.send("ada", "GET", f"/issues/{topic.number}")
    return issue["state"], issue["state_reason"], [label["name"] for label in issue["labels"]]


def ranked(told: Any) -> list[tuple[str, int]]:
    return [(topic["title"], topic["votes"]) for topic in told["topics"]]


def last_words(topic: "Issue") -> str:
    return topic.comments[-1].body.split("-->", 1)[1]


def test_a_topic_is_merged_by_command_and_stands_for_itself_again_when_it_is_opened(town: "Town") -> None:
    logs = propose(town, "Logs @cleo", "ada", "cleo")
    logging = propose(town, "Logging", "cleo", "ben", "stranger")
    town.values("run")
    town.at(MEETING - timedelta(days=1))
    Actor(town.world, "ben").comment(logs, f"Much the same.\r\n\r\n/merge #{logging.number}")
    Actor(town.world, "stranger").comment(logging, f"/merge #{logs.number}")
    town.at(MEETING - timedelta(hours=23))

    assert ranked(town.values("run")) == [("Logging", 4)]
    assert shown(town, logs) == ("closed", "not_planned", ["topic", "topic: merged"])
    assert f"Merged into [#{logging.number}]" in last_words(logs)
    assert "as ben said" in last_words(logs)
    assert "by people who may write" in last_words(logging)
    (agenda,) = town.issues("agenda")
    assert "| ada, ben, cleo, stranger |" in agenda["body"]
    assert town.spent(lambda: town.values("run")) == (2, 0)

    town.at(MEETING - timedelta(hours=22))
    Actor(town.world, "ada").reopen(logs)
    town.at(MEETING - timedelta(hours=21))
    assert ranked(town.values("run")) == [("Logging", 3), ("Logs @cleo", 2)]
    assert shown(town, logs) == ("open", "reopened", ["topic"])
    assert "was opened again" in last_words(logging)
    assert town.spent(lambda: town.values("run")) == (2, 0)
