"""What a report says of topics, their votes, and the backlog."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from arch_hour.model import Issue
from arch_hour.rules.agendas import WRAP_UP
from arch_hour.rules.blocks import wrap
from arch_hour.rules.report import Report, report_of
from arch_hour.rules.report_topics import AGES, MOST_WAITED, TopicState, Votes
from arch_hour.rules.topics import PAGE
from tests.rules.build import config, moment, snapshot, topic
from tests.rules.past import agenda, at, discussed, meeting, record, told, votes_on

DAY, NOW = "2020-12-03", "2020-12-17"


def reported(
    *topics: Issue, agendas: tuple[Issue, ...] = (), since: str = "", now: str = NOW, **sections: Any
) -> Report:
    seen = snapshot(agendas=agendas, topics=topics)
    return report_of(seen, config(**sections), at(now), date.fromisoformat(since) if since else None)


def closed(number: int, *labels: str, day: str = DAY) -> Issue:
    return topic(number, labels=labels, is_open=False, closed_at=at(day))


@pytest.mark.parametrize(
    ("topic_", "state"),
    [
        pytest.param(topic(5), TopicState.WAITING, id="open"),
        pytest.param(topic(5, labels=("topic: on hold",)), TopicState.ON_HOLD, id="on hold"),
        pytest.param(discussed(5, DAY), TopicState.DISCUSSED, id="closed as discussed"),
        pytest.param(closed(5, "topic: discussed"), TopicState.DISCUSSED, id="only the label says so"),
        pytest.param(closed(7), TopicState.DISCUSSED, id="only a record says so"),
        pytest.param(closed(5), TopicState.CLOSED, id="closed by hand"),
        pytest.param(closed(5, "topic: merged"), TopicState.MERGED, id="merged"),
        pytest.param(
            discussed(5, DAY, is_open=True), TopicState.WAITING, id="discussed, and opened again since"
        ),
        pytest.param(discussed(5, DAY, labels=("topic: merged",)), TopicState.MERGED, id="merged afterwards"),
    ],
)
def test_a_topic_stands_in_one_place(topic_: Issue, state: TopicState) -> None:
    states = reported(topic_, agendas=(meeting(1, DAY, **record((7, 10, 10))),)).topics.states
    assert {each for each, count in states.items() if count} == {state}
    assert sum(states.values()) == 1


def test_topics_are_counted_from_the_day_on_that_is_asked_for() -> None:
    topics = (
        replace(topic(5), created_at=at("2020-11-01")),
        replace(discussed(6, DAY), created_at=at("2020-11-01")),
        replace(discussed(7, "2020-12-10"), created_at=at("2020-12-10")),
    )
    agendas = (meeting(1, DAY), meeting(2, "2020-12-10"))
    everything, lately = (
        reported(*topics, agendas=agendas, since=since).topics for since in ("", "2020-12-04")
    )
    assert (everything.proposed, everything.discussed) == (3, 2)
    assert (lately.proposed, lately.discussed) == (1, 1)
    assert sum(lately.states.values()) == 1


def test_a_topic_that_two_meetings_discussed_is_one() -> None:
    agendas = (
        meeting(1, DAY, **record((5, 10, 9))),
        meeting(2, "2020-12-10", **record((5, 10, 9), (6, 5, 5))),
    )
    assert (
        reported(discussed(5, "2020-12-10"), discussed(6, "2020-12-10"), agendas=agendas).topics.discussed
        == 2
    )


def test_what_was_discussed_before_the_first_meeting_counts_when_it_was_closed() -> None:
    imported = closed(5, "topic: discussed", day="2020-11-01")
    assert reported(imported).topics.discussed == 1
    assert reported(imported, since="2020-11-02").topics.discussed == 0


def test_votes_are_one_for_each_person_and_topic_and_none_of_apps() -> None:
    page = {"votes": 4, "date": "2020-12-03"}
    report = reported(
        replace(topic(5), votes=votes_on(DAY, "ada", "ben", "robot[bot]"), votes_total=4, nameless_votes=1),
        replace(topic(6), votes=votes_on(NOW, "ada", "ada"), votes_total=2),
        topic(7, body=wrap(PAGE, page, "x")),
        topic(8, body=wrap(PAGE, page, "x"), by="stranger"),
    )
    assert report.topics.votes == Votes(given=3, people=2, from_pages=4)


@pytest.mark.parametrize(
    ("since", "given", "people"),
    [
        pytest.param("", 4 + 30, 4, id="ever"),
        pytest.param(DAY, 4 + 30, 4, id="since the first"),
        pytest.param("2020-12-10", 2 + 30, 2, id="since the second"),
        pytest.param("2020-12-11", 0, 0, id="after all that are dated"),
    ],
)
def test_votes_that_did_not_come_along_count_as_of_the_last_that_did(
    since: str, given: int, people: int
) -> None:
    known = (*votes_on(DAY, "ada", "ben"), *votes_on("2020-12-10", "cleo", "dan"))
    report = reported(replace(topic(5), votes=known, votes_total=34), since=since)
    assert report.topics.votes == Votes(given, people, 0)


@pytest.mark.parametrize(
    ("days", "age"),
    [
        pytest.param(-1, "under a week", id="of the future, by a clock that is late"),
        pytest.param(0, "under a week", id="new"),
        pytest.param(6, "under a week", id="six days"),
        pytest.param(7, "1 to 4 weeks", id="a week"),
        pytest.param(27, "1 to 4 weeks", id="four weeks less a day"),
        pytest.param(28, "1 to 3 months", id="four weeks"),
        pytest.param(91, "3 to 12 months", id="three months"),
        pytest.param(364, "3 to 12 months", id="a year less a day"),
        pytest.param(365, "over a year", id="a year"),
        pytest.param(9_000, "over a year", id="very old"),
    ],
)
def test_the_backlog_has_each_topic_at_its_age(days: int, age: str) -> None:
    backlog = reported(topic(5, created_at=at(NOW) - timedelta(days=days))).backlog
    assert backlog.ages == {**dict.fromkeys(AGES, 0), age: 1}
    assert backlog.oldest == backlog.middle == timedelta(days=max(0, days))


def test_what_waits_is_what_is_open_and_not_on_hold() -> None:
    days = timedelta(days=1)
    topics = [topic(number, created_at=at(NOW) - number * days) for number in (1, 2, 30)]
    backlog = reported(*topics, topic(40, labels=("topic: on hold",)), discussed(5, DAY)).backlog
    assert (backlog.waiting, backlog.on_hold, backlog.middle, backlog.oldest) == (3, 1, 2 * days, 30 * days)


def test_those_that_were_carried_over_most_are_named() -> None:
    times = {str(number): number for number in range(1, 20)}
    last = agenda(100, "2020-12-10", told(WRAP_UP, "2020-12-10", 1, waited=times))
    topics = [topic(number) for number in (1, 2, 3, 4, 5, 6, 30)]
    found = reported(*topics, discussed(19, DAY), agendas=(last,)).backlog.waited
    assert [(each.topic.number, each.meetings) for each in found] == [(6, 6), (5, 5), (4, 4), (3, 3), (2, 2)]
    assert len(found) == MOST_WAITED


def test_open_topics_of_other_repositories_wait_too_unless_a_meeting_discussed_them() -> None:
    there = replace(topic(5), id="E5", repository="acme/shop")
    done = replace(topic(6), id="E6", repository="acme/shop")
    last = agenda(100, DAY, told(WRAP_UP, DAY, 1, elsewhere={"E6": "2020-12-03T16:00:00Z"}))
    report = reported(there, done, agendas=(last,))
    assert report.backlog.waiting == 1
    assert report.topics.states[TopicState.DISCUSSED] == 1
    assert report.topics.proposed == 2


def test_a_deleted_account_proposes_too() -> None:
    orphan = replace(topic(5, votes=2), author=None)
    assert reported(orphan).topics.proposed == 1


def test_an_empty_repository_has_nothing_to_tell() -> None:
    report = reported()
    assert (report.topics.proposed, report.topics.discussed, report.topics.votes) == (0, 0, Votes(0, 0, 0))
    assert (report.backlog.waiting, report.backlog.middle, report.backlog.oldest) == (0, None, None)
    assert moment("12-17 15:00") == report.now
