"""Which agenda is of which meeting: one for each, also after a corrected schedule, without markers, and of two."""

from dataclasses import replace
from typing import Any

import pytest

from arch_hour.model import Issue
from arch_hour.rules.agenda_matching import match_agendas
from arch_hour.rules.changes import (
    CreateIssue,
    EditIssue,
)
from arch_hour.rules.markers import mark
from tests.rules.build import VIEWER, config, moment, snapshot, topic
from tests.rules.memory import Memory
from tests.rules.rescheduled import (
    CANCEL,
    FROZEN,
    KEY,
    LATER,
    OPENED,
    kinds,
    meeting_of,
    opened,
    reschedule,
    settles,
)

# A corrected schedule


@pytest.mark.parametrize(
    ("meeting", "key", "title"),
    [
        ({"start": "2020-12-03T10:30"}, "2020-12-17T15:30:00Z", "Arch Hour: 2020-12-17"),
        ({"timezone": "Europe/Berlin"}, "2020-12-17T09:00:00Z", "Arch Hour: 2020-12-17"),
        (
            {"schedule": "FREQ=WEEKLY;BYDAY=FR", "start": "2020-12-04T10:00"},
            "2020-12-18T15:00:00Z",
            "Arch Hour: 2020-12-18",
        ),
        (
            {"schedule": "FREQ=WEEKLY;BYDAY=SU", "start": "2020-12-06T10:00"},
            "2020-12-20T15:00:00Z",
            "Arch Hour: 2020-12-20",
        ),
        (
            {"schedule": "FREQ=WEEKLY;BYDAY=WE", "start": "2020-12-02T10:00"},
            "2020-12-16T15:00:00Z",
            "Arch Hour: 2020-12-16",
        ),
    ],
    ids=["time", "zone", "the day after", "three days later, before it is due", "the day before"],
)
def test_a_corrected_schedule_takes_the_agenda_along(meeting: dict[str, str], key: str, title: str) -> None:
    repository, number = opened()
    repository.write(number, "Bring biscuits.")
    reschedule(repository, **meeting)
    assert settles(repository, LATER) == [EditIssue]
    agenda = repository.only("agenda")
    assert (meeting_of(repository, number), agenda.title) == (key, title)
    assert agenda.body.endswith("\n\nBring biscuits.\n")


def test_a_title_that_a_person_gave_stays_when_the_schedule_is_corrected() -> None:
    repository, number = opened()
    repository.edit(number, title="The one with the guests")
    reschedule(repository, start="2020-12-04T10:00", schedule="FREQ=WEEKLY;BYDAY=FR")
    repository.run(LATER)
    assert repository.issues[number].title == "The one with the guests"


def test_a_meeting_more_than_three_days_away_is_another_one() -> None:
    repository, _ = opened()
    reschedule(repository, schedule="FREQ=WEEKLY;BYDAY=MO", start="2020-12-07T10:00")
    assert settles(repository, LATER) == CANCEL


@pytest.mark.parametrize("at", [OPENED, FROZEN], ids=["before the freeze", "after it"])
def test_what_people_cancelled_stays_cancelled_when_the_schedule_is_corrected(at: str) -> None:
    repository, number = opened(at)
    repository.close(number)
    repository.run(at)
    reschedule(repository, start="2020-12-03T10:30")
    for now in (LATER, "12-17 14:59", "12-17 15:40", "12-17 16:10"):
        assert repository.made(now) == []
    assert repository.only("agenda").number == number


def test_a_meeting_that_has_begun_is_no_place_to_move_to() -> None:
    repository, _ = opened()
    reschedule(repository, schedule="FREQ=WEEKLY;BYDAY=TU", start="2020-12-08T02:00")
    assert settles(repository, LATER) == CANCEL


def test_a_label_that_was_taken_off_changes_nothing() -> None:
    repository, number = opened()
    repository.edit(number, labels=())
    reschedule(repository, start="2020-12-03T10:30")
    assert settles(repository, LATER) == [EditIssue]


def agenda_of(number: int, start: str, **values: Any) -> Issue:
    """An agenda that is not final yet, of a meeting at that moment."""
    at = moment(start)
    data = {"config": ".github/arch-hour.yml", "meeting": f"{at:%Y-%m-%dT%H:%M:%SZ}", "minutes": 60}
    data |= {"start": data["meeting"], "title": f"Arch Hour: {at:%Y-%m-%d}"}
    body = f"{mark('agenda', data)}\nx\n<!-- /arch-hour:agenda -->"
    return replace(topic(number, str(data["title"]), body), labels=("agenda",), author=VIEWER, **values)


@pytest.mark.parametrize(
    ("agendas", "expected"),
    [
        ({5: "12-17 14:00", 6: "12-17 15:30"}, {6: "12-17 15:00"}),
        ({5: "12-17 14:00", 6: "12-17 16:00"}, {5: "12-17 15:00"}),
        ({6: "12-16 15:00", 5: "12-19 15:00"}, {6: "12-17 15:00"}),
        ({5: "12-17 15:00", 6: "12-17 14:00"}, {5: "12-17 15:00"}),
        ({5: "12-18 14:00", 6: "12-23 15:00"}, {5: "12-17 15:00", 6: "12-24 15:00"}),
        ({5: "12-20 15:00", 6: "12-22 15:00"}, {5: "12-17 15:00", 6: "12-24 15:00"}),
    ],
    ids=[
        "the nearer of two",
        "equally near: the lower number",
        "the nearer whatever its number",
        "one that has its agenda takes no other",
        "each its own",
        "each its own, one at the edge",
    ],
)
def test_of_several_lost_agendas_the_nearest_gets_the_meeting(
    agendas: dict[int, str], expected: dict[int, str]
) -> None:
    issues = tuple(agenda_of(number, start) for number, start in agendas.items())
    for listed in (issues, issues[::-1]):
        matching = match_agendas(snapshot(agendas=listed), config(), moment(OPENED))
        found = {
            pairing.kept.issue.number: pairing.occurrence.start
            for pairing in matching.pairings
            if pairing.kept is not None
        }
        assert found == {number: moment(start) for number, start in expected.items()}
        assert {agenda.issue.number for agenda in matching.lost} == set(agendas) - set(expected)


def test_a_duplicate_of_a_lost_agenda_is_closed_as_such() -> None:
    repository, number = opened()
    twin = replace(repository.issues[number], id="I90", number=90)
    repository.issues[90] = twin
    reschedule(repository, start="2020-12-03T10:30")
    repository.run(LATER)
    assert [issue.number for issue in repository.labelled("agenda") if issue.is_open] == [number]
    assert meeting_of(repository, number) == "2020-12-17T15:30:00Z"
    assert repository.made() == []


# An agenda without its markers


def handwritten(number: int, **values: Any) -> Issue:
    """An issue that looks like an agenda whose text people replaced; all titles are the same."""
    return replace(topic(number, "Arch Hour", "all gone", **values), labels=("agenda",), author=VIEWER)


UNDATED: dict[str, Any] = {"agenda": {"title": "{{ meeting.name }}", "pin": False}}
TWICE_A_DAY = {"schedule": "FREQ=WEEKLY;BYDAY=TH;BYHOUR=10,16"}


@pytest.mark.parametrize(
    ("values", "is_it"),
    [
        ({"created_at": moment("12-15 08:00")}, True),
        ({"created_at": moment("12-15 08:00"), "is_open": False, "closed_at": moment("12-15 08:30")}, False),
        ({"created_at": moment("12-08 08:00")}, False),
    ],
    ids=["open and new", "closed", "of an earlier meeting"],
)
def test_only_an_open_issue_of_the_right_age_is_an_agenda_without_markers(
    values: dict[str, Any],
    is_it: bool,  # noqa: FBT001
) -> None:
    repository = Memory.of(topic(1), handwritten(2, **values), **UNDATED)
    assert kinds(repository.made(OPENED)) == [EditIssue if is_it else CreateIssue]
    assert repository.made() == []


def test_an_agenda_without_markers_is_of_one_meeting_only() -> None:
    gone = handwritten(2, created_at=moment("12-15 08:00"))
    repository = Memory.of(topic(1), gone, meeting=TWICE_A_DAY, **UNDATED)
    matching = match_agendas(
        snapshot(agendas=(gone,)), config(meeting=TWICE_A_DAY, **UNDATED), moment(OPENED)
    )
    assert [len(pairing.agendas) for pairing in matching.pairings] == [1, 0]
    assert kinds(repository.made(OPENED)) == [EditIssue, CreateIssue]
    assert [meeting_of(repository, number) for number in (2, 3)] == [KEY, "2020-12-17T21:00:00Z"]
    assert repository.made() == []
    assert [agenda.is_open for agenda in repository.labelled("agenda")] == [True, True]


# Two agendas of one meeting


def twins(**sections: Any) -> tuple[Memory, int, int]:
    """A repository in which two runs at once made an agenda each."""
    repository, number = opened(**sections)
    repository.issues[90] = replace(repository.issues[number], id="I90", number=90)
    return repository, number, 90


def test_a_duplicate_that_was_closed_stands_for_no_meeting_when_the_schedule_is_corrected_and_back() -> None:
    repository, number, _ = twins()
    repository.run("12-15 09:05")
    reschedule(repository, start="2020-12-03T10:30")
    repository.run("12-15 10:00")
    reschedule(repository, start="2020-12-03T10:00")
    assert settles(repository, "12-15 11:00") == [EditIssue]
    assert repository.issues[number].is_open
    assert meeting_of(repository, number) == KEY


def test_of_two_the_one_that_people_leave_open_is_kept() -> None:
    repository, number, twin = twins()
    repository.now = moment("12-15 09:02")
    repository.close(number)
    assert repository.made("12-15 09:05") == []
    repository.run(FROZEN)
    assert "## Topics" in repository.issues[twin].body
    assert not repository.issues[number].is_open
