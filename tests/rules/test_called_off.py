"""A meeting that the calendar calls off, and two meetings with the same topics."""

import pytest

from arch_hour.rules.changes import (
    RemoveLabel,
    ReopenIssue,
)
from tests.rules.build import VIEWER, moment, topic
from tests.rules.memory import Memory, StoppedError
from tests.rules.rescheduled import (
    CANCEL,
    FROZEN,
    KEY,
    LATER,
    SCHEDULE,
    kinds,
    meeting_of,
    opened,
    reschedule,
    scheduled,
    settles,
)

# A calendar that calls a meeting off

CALENDAR = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:arch
SUMMARY:Arch Hour
DTSTART;TZID=America/New_York:20201203T100000
RRULE:FREQ=DAILY
{excepted}END:VEVENT
{changed}END:VCALENDAR
"""
CHANGED = """\
BEGIN:VEVENT
UID:arch
RECURRENCE-ID{range};TZID=America/New_York:20201217T100000
DTSTART;TZID=America/New_York:20201217T100000
STATUS:CANCELLED
END:VEVENT
"""
EXCEPTED = "EXDATE;TZID=America/New_York:20201217T100000\n"


@pytest.mark.parametrize(
    ("excepted", "changed"),
    [
        (EXCEPTED, ""),
        ("EXDATE;VALUE=DATE:20201217\n", ""),
        ("", CHANGED.format(range="")),
        ("", CHANGED.format(range=";RANGE=THISANDFUTURE")),
    ],
    ids=["EXDATE", "EXDATE of the day", "CANCELLED", "CANCELLED from there on"],
)
def test_a_meeting_that_the_calendar_calls_off_is_cancelled_and_its_agenda_goes_to_no_other(
    excepted: str, changed: str
) -> None:
    repository = Memory.of(topic(1), agenda={"pin": False, "open_before": "1d"})
    repository.values["meeting"] = {"name": "Arch Hour", "calendar": "team.ics"}
    repository.files["team.ics"] = CALENDAR.format(excepted="", changed="")
    repository.run("12-16 16:05")
    agenda = repository.only("agenda")
    assert meeting_of(repository, agenda.number) == KEY
    repository.write(agenda.number, "Bring biscuits.")
    repository.files["team.ics"] = CALENDAR.format(excepted=excepted, changed=changed)
    assert settles(repository, "12-16 17:00") == CANCEL
    repository.run("12-17 16:30")
    assert "Bring biscuits." in repository.issues[agenda.number].body
    assert meeting_of(repository, agenda.number) == KEY
    assert not repository.issues[agenda.number].is_open


# Two meetings with the same topics


def test_a_freeze_leaves_the_topics_of_a_meeting_under_way_scheduled() -> None:
    repository = Memory.of(
        *(topic(number, votes=9 - number) for number in range(1, 7)),
        agenda={"pin": False, "freeze_before": "15m"},
        meeting={"extra": ["2020-12-17T10:30"]},
        topics={"time_boxes": [30, 5]},
    )
    repository.run(FROZEN)
    before = scheduled(repository)
    repository.edit(1, labels=(*repository.issues[1].labels, "topic: on hold"))
    assert RemoveLabel not in kinds(repository.made("12-17 15:20"))
    assert set(scheduled(repository)) >= set(before)


def test_a_wrap_up_leaves_the_topics_of_the_next_meeting_scheduled() -> None:
    repository = Memory.of(
        topic(1),
        topic(2),
        agenda={"pin": False, "freeze_before": "2h"},
        meeting={"extra": ["2020-12-17T11:00"]},
    )
    repository.run(FROZEN)
    first, second = (issue.number for issue in repository.labelled("agenda"))
    repository.tick(first, 1)
    repository.now = moment("12-17 15:30")
    repository.close(first)
    repository.run("12-17 15:40")
    assert scheduled(repository) == [2]
    repository.now = moment("12-17 16:30")
    repository.close(second)
    repository.run("12-17 17:00")
    assert scheduled(repository) == []


def test_topics_of_an_agenda_that_people_closed_by_mistake_are_scheduled_again_with_it() -> None:
    repository, number = opened(FROZEN)
    repository.close(number)
    repository.run("12-17 14:52")
    repository.reopen(number)
    assert settles(repository, "12-17 14:54") == SCHEDULE


def test_an_agenda_that_a_slow_run_closed_after_it_was_restored_is_opened_again() -> None:
    repository, number = opened()
    reschedule(repository, skip=["2020-12-17"])
    with pytest.raises(StoppedError):
        repository.run(LATER, stop_after=1)
    reschedule(repository, skip=[])
    repository.run("12-15 11:00")
    repository.now = moment("12-15 11:01")
    repository.edit(number, is_open=False, closed_at=repository.now, closed_by=VIEWER)
    assert settles(repository, "12-15 12:00") == [ReopenIssue]
