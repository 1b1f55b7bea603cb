"""What a run costs in requests, counted by the sandbox's log against the design's budget."""

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

import pytest

from sandbox.actor import Actor
from tests.integration.conftest import MEETING, REPOSITORY

if TYPE_CHECKING:
    from tests.integration.conftest import Town


# Writes for a new agenda: itself, and its pin.
NEW_AGENDA = 2


def furnish(town: "Town", topics: int) -> None:
    """Topics with votes, written straight into the world: what is counted is reading them."""
    ada, ben = Actor(town.world, "ada"), Actor(town.world, "ben")
    for number in range(topics):
        issue = ada.open_issue(REPOSITORY, f"Topic {number}", "What about it?", labels=("topic",))
        ben.react(issue)


@pytest.mark.parametrize("topics", [0, 1, 100, 250, 1000])
def test_a_run_stays_within_two_requests_and_one_for_each_hundred_topics(town: "Town", topics: int) -> None:
    furnish(town, topics)
    reads, writes = town.spent(lambda: town.values("run"))
    assert reads <= 2 + ceil(topics / 100)
    assert writes == NEW_AGENDA
    reads, writes = town.spent(lambda: town.values("run"))
    assert reads <= 2 + ceil(topics / 100)
    assert writes == 0


@pytest.mark.parametrize("topics", [1, 250])
def test_a_refresh_and_a_freeze_read_twice_more_around_their_write(town: "Town", topics: int) -> None:
    furnish(town, topics)
    town.values("run")
    Actor(town.world, "cleo").react(town.world.repository(REPOSITORY).issues[1])
    reads, writes = town.spent(lambda: town.values("run"))
    assert (reads <= 2 + ceil(topics / 100) + 2, writes) == (True, 1)
    town.at(MEETING - timedelta(minutes=5))
    reads, writes = town.spent(lambda: town.values("run"))
    scheduled = min(topics, 9)  # six fit into the hour, and half an hour's topics are held ready
    assert (reads <= 2 + ceil(topics / 100) + 2, writes) == (True, 1 + scheduled)


def test_a_text_that_the_scribe_replaced_and_saved_often_costs_its_history(town: "Town") -> None:
    furnish(town, 1)
    agenda = town.values("run")["agenda"]["number"]
    town.at(MEETING - timedelta(minutes=5))
    town.values("run")
    for count in range(12):
        town.send("ada", "PATCH", f"/issues/{agenda}", {"body": f"Our notes, saved {count} times"})
    reads, writes = town.spent(lambda: town.values("run"))
    assert (reads, writes) == (2 + 1, 0)


def test_importing_costs_one_write_for_each_topic(town: "Town") -> None:
    page = town.folder / "page.txt"
    page.write_text("Hour: 2020-12-17\n\nTopics\n" + "".join(f"  • Topic {n} +{n}\n" for n in range(1, 8)))
    reads, writes = town.spent(lambda: town.values("import", str(page), by="ada"))
    assert (reads, writes) == (3, 7)


def test_an_unchanged_run_s_reads_do_not_grow_with_closed_history(town: "Town") -> None:
    furnish(town, 5)
    ada = Actor(town.world, "ada")
    town.values("run")
    fresh, _ = town.spent(lambda: town.values("run"))
    town.at(MEETING - timedelta(days=400))
    for number in range(130):
        for label in ("topic", "action-item", "agenda", "topic: merged"):
            issue = ada.open_issue(REPOSITORY, f"Old {label} {number}", "Long ago.", labels=(label,))
            ada.close(issue)
    town.at(MEETING - timedelta(days=2))
    grown, writes = town.spent(lambda: town.values("run"))
    assert (grown, writes) == (fresh, 0)


def test_a_topic_with_more_than_a_hundred_votes_costs_two_requests_more_and_loses_none(town: "Town") -> None:
    furnish(town, 3)
    topic = town.world.repository(REPOSITORY).issues[2]
    for number in range(130):
        town.world.add_user(f"voter-{number}")
        Actor(town.world, f"voter-{number}").react(topic)
    told: list[object] = []
    reads, _ = town.spent(lambda: told.append(town.values("run")))
    assert reads == 2 + 2
    # The JSON of a run, of which mypy knows no more than that it is an object.
    assert told[0]["topics"][0]["votes"] == 131  # type: ignore[index]


def test_known_follow_ups_cost_no_question_about_their_authors(town: "Town") -> None:
    furnish(town, 2)
    ben = Actor(town.world, "ben")
    ben.comment(town.world.repository(REPOSITORY).issues[1], "ACTION @ben to look it up")
    first, _ = town.spent(lambda: town.values("run"))
    again, writes = town.spent(lambda: town.values("run"))
    assert (
        first == 2 + 3
    )  # whether ben may write, the closed follow-ups, and the id of the new one for its topic
    assert (again, writes) == (2, 0)


def test_a_daily_meeting_has_each_agenda_once_however_far_ahead_they_are_opened(town: "Town") -> None:
    daily = "meeting: {schedule: FREQ=DAILY, start: 2020-12-03T10:00}\nagenda: {open_before: 30d}\n"
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", daily)
    made = len(town.values("run")["changes"])
    assert made == 30 + 1  # the nearest one is pinned
    _, writes = town.spent(lambda: town.values("run"))
    assert writes == 0


def test_a_wrap_up_is_told_once_whatever_is_said_after_it(town: "Town") -> None:
    furnish(town, 1)
    agenda = town.values("run")["agenda"]["number"]
    town.at(MEETING + timedelta(hours=14))
    town.values("run")
    ben, issue = Actor(town.world, "ben"), town.world.repository(REPOSITORY).issues[agenda]
    for number in range(120):
        ben.comment(issue, f"Remark {number}")
    town.at(MEETING + timedelta(days=2))
    _, writes = town.spent(lambda: town.values("run"))
    assert writes == 0


def acting(town: "Town") -> tuple[int, int]:
    """How many reads and writes a run over ACTION lines costs."""
    return town.spent(lambda: town.values("run", "--command", "actions"))


def test_a_line_costs_by_what_became_of_it(town: "Town") -> None:
    furnish(town, 3)
    ben, topic = Actor(town.world, "ben"), town.world.repository(REPOSITORY).issues[1]
    said = ben.comment(topic, "ACTION @ben to write the decision down")
    # Beside the two of every run: whether ben may write, the closed follow-ups, and the new issue's id for its topic.
    # Written: the issue, its owner, the topic's sub-issue, the summary.
    assert acting(town) == (2 + 3, 4)
    assert acting(town) == (2, 0)
    ben.edit(said, "ACTION @ben to write the decision down as ADR 12")
    # Who wrote it and the closed follow-ups again, as its words are new; and around each of the two texts that are
    # written over, the follow-up's and the summary's, a look before and one after.
    assert acting(town) == (2 + 2 + 2 * 2, 2)
    assert acting(town) == (2, 0)
    ben.edit(said, "Well.")
    # Who took it out, and what was done on the follow-up and with its text; then the same two texts.
    assert acting(town) == (2 + 3 + 2 * 2, 2)
    assert acting(town) == (2, 0)


def test_open_follow_ups_of_topics_closed_long_ago_cost_an_unchanged_run_nothing(town: "Town") -> None:
    furnish(town, 12)
    ada, ben = Actor(town.world, "ada"), Actor(town.world, "ben")
    topics = list(town.world.repository(REPOSITORY).issues.values())
    plain = acting(town)
    for number, topic in enumerate(topics[:10]):
        ben.comment(topic, f"ACTION @ben to look at part {number}")
    acting(town)
    assert acting(town) == plain
    for topic in topics[:10]:
        ada.close(topic)
    town.at(MEETING + timedelta(days=60))
    town.values("run")
    assert len(town.issues("action-item", "open")) == 10
    assert acting(town) == plain == (2, 0)
    assert town.spent(lambda: town.values("run")) == (2, 0)
