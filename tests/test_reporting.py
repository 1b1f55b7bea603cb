"""A report of a repository in memory: what is read for it, what it costs, and that nothing is written."""

from datetime import date, timedelta
from typing import Any

import pytest
import yaml

from arch_hour.errors import AccessError
from arch_hour.model import Issue
from arch_hour.reporting import Reported, report
from arch_hour.rules.report_meetings import MeetingState
from arch_hour.rules.roti import Rating
from arch_hour.session import Settings
from tests.rules.after_meetings import DUE, held
from tests.rules.build import moment, person, topic
from tests.rules.memory import Memory
from tests.rules.past import at, discussed, marks, meeting, promise, record

NOW = "2020-12-17"


def told(repository: Memory, since: str = "", now: str = NOW) -> Reported:
    before = repository.state()
    settings = Settings(at(now), configuration=yaml.safe_dump(repository.values), dry_run=True)
    found = report(repository, settings, date.fromisoformat(since) if since else None)
    assert repository.state() == before
    return found


def past(*issues: Issue, **sections: Any) -> Memory:
    return Memory.of(*issues, **sections)


def test_the_whole_history_is_read_and_not_only_what_a_run_reads() -> None:
    weeks = [f"2020-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 8)]
    agendas = [
        meeting(number, day, **record((100 + number, 10, 9))) for number, day in enumerate(weeks, start=1)
    ]
    topics = [discussed(100 + number, day, created_at=at(day)) for number, day in enumerate(weeks, start=1)]
    follow_ups = [promise(200 + number, "ada", opened=day, closed=day) for number, day in enumerate(weeks)]
    found = told(past(*agendas, *topics, *follow_ups)).report
    assert found.meetings.count(MeetingState.HELD) == len(weeks)
    assert (found.topics.discussed, found.topics.proposed) == (len(weeks), len(weeks))
    assert found.follow_ups.all.closed == len(weeks)


def test_a_meeting_that_was_run_reads_as_its_minutes_say() -> None:
    repository, agenda = held(1, 2)
    repository.run(DUE)
    minutes = repository.issues[agenda].comments[-1]
    repository.reactions_on[minutes.id] = list(marks("heart", "+1"))
    settings = Settings(moment("12-19 10:00"), configuration=yaml.safe_dump(repository.values), dry_run=True)
    (found,) = report(repository, settings).report.meetings.past
    assert (found.state, found.agenda.number) == (MeetingState.HELD, agenda)
    assert sorted(found.discussed) == ["#1", "#2"]
    assert found.rating == Rating(3.5, 2)


def test_topics_elsewhere_wait_too_and_a_report_is_told_without_those_that_cannot_be_read() -> None:
    there = {"repositories": ["acme/shop"]}
    repository = past(topic(5), topics=there)
    repository.elsewhere["acme/shop"] = (topic(9),)
    assert told(repository).report.backlog.waiting == 2

    class Closed(Memory):
        def topics_elsewhere(self, *_: Any) -> tuple[Issue, ...]:
            raise AccessError("the topics of acme/shop cannot be read")

    found = told(Closed.of(topic(5), topics=there))
    assert found.report.backlog.waiting == 1
    assert found.remarks == ("topics elsewhere are left out: the topics of acme/shop cannot be read",)


def test_what_is_asked_is_counted() -> None:
    repository = past(meeting(1, "2020-12-03"))
    assert told(repository).requests == len(repository.asked) > 0


def test_somebody_s_agenda_counts_once_it_is_known_that_they_may_write() -> None:
    by_hand = meeting(1, "2020-12-03", **record((5, 10, 9)))
    made = [Memory.of(by_hand) for _ in range(2)]
    for repository, author in zip(made, ("wren", "stranger"), strict=True):
        repository.edit(1, author=person(author))
    assert [len(told(repository).report.meetings.past) for repository in made] == [1, 0]


@pytest.mark.parametrize("since", ["2020-12-17", "2021-06-01"])
def test_a_period_without_anything_reads_well(since: str) -> None:
    found = told(past(meeting(1, "2020-12-03")), since=since).report
    assert (found.meetings.past, found.topics.proposed) == ((), 0)


def test_a_meeting_that_was_run_by_commands_is_told_with_its_times() -> None:
    repository, agenda = held()
    for at_, said in (("15:05", "/next"), ("15:13", "/move-on"), ("15:25", "/end")):
        repository.now = moment(f"12-17 {at_}")
        repository.say(agenda, "ada", said)
        repository.run(f"12-17 {at_}")
    settings = Settings(moment("12-19 10:00"), configuration=yaml.safe_dump(repository.values), dry_run=True)
    (found,) = report(repository, settings).report.meetings.past
    assert (found.state, found.discussed) == (MeetingState.HELD, ("#1", "#2"))
    assert (found.planned, found.spent) == (timedelta(minutes=20), timedelta(minutes=20))
    assert found.record is not None
    assert (found.record.begun, found.record.carried) == (moment("12-17 15:05"), 1)
