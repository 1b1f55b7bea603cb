"""One agenda for a meeting, whatever becomes of the schedule: it moves along, is cancelled, and comes back."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from arch_hour.model import Issue
from arch_hour.rules.agenda_identity import identify
from arch_hour.rules.agenda_matching import match_agendas
from arch_hour.rules.agendas import known_agendas
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Change,
    CloseIssue,
    CloseReason,
    CreateIssue,
    EditIssue,
    RemoveLabel,
    ReopenIssue,
)
from arch_hour.rules.events import Command
from arch_hour.rules.markers import mark
from arch_hour.rules.schedule import due_for_agenda, find_occurrence, is_skipped, meeting_number
from tests.rules.build import VIEWER, config, moment, person, snapshot, topic
from tests.rules.memory import Memory, StoppedError

OPENED, FROZEN, LATER = "12-15 09:00", "12-17 14:50", "12-15 10:00"
KEY = "2020-12-17T15:00:00Z"
CANCEL, RESTORE = [AddComment, CloseIssue], [AddComment, ReopenIssue]
UNSCHEDULE, SCHEDULE = [RemoveLabel] * 2, [AddLabels] * 2
GONE = "2021-01-07T10:00"  # a first meeting after the one of the tests, which so is in the schedule no more


def opened(at: str = OPENED, **sections: Any) -> tuple[Memory, int]:
    """A repository with the agenda of the meeting, and its number."""
    repository = Memory.of(topic(1), topic(2), **{"agenda": {"pin": False}, **sections})
    repository.run(at)
    return repository, repository.only("agenda").number


def reschedule(repository: Memory, **meeting: Any) -> None:
    repository.values["meeting"] |= meeting


def kinds(changes: list[Change]) -> list[type[Change]]:
    return [type(change) for change in changes]


def meeting_of(repository: Memory, number: int) -> str:
    identity = identify(repository.issues[number].body)
    return identity.meeting if identity else ""


def settles(repository: Memory, at: str) -> list[type[Change]]:
    """The kinds of changes of a run, which leaves the same wherever it is stopped, and nothing to be done."""
    whole = deepcopy(repository)
    changes = whole.made(at)
    assert whole.made() == []
    for count in range(len(changes)):
        stopped = deepcopy(repository)
        with pytest.raises(StoppedError):
            stopped.run(at, stop_after=count)
        stopped.run()
        assert stopped.state() == whole.state(), f"stopped after {count}"
        assert stopped.made() == []
    repository.run(at)
    return kinds(changes)


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


# A run that comes too late


@pytest.mark.parametrize("at", ["12-17 16:00", "12-18 03:59"])
def test_the_ranking_is_made_final_even_once_the_meeting_is_over(at: str) -> None:
    repository, number = opened()
    repository.vote(2, "ann", "12-17 14:44")
    for voter in ("ben", "cleo"):
        repository.vote(1, voter, "12-17 14:45")
    assert EditIssue in settles(repository, at)
    text = repository.issues[number].body
    assert text.index("Discussed · #2") < text.index("Discussed · #1")
    identity = identify(text)
    assert identity is not None
    assert identity.frozen


def test_once_the_wrap_up_is_due_no_ranking_is_made_final_any_more() -> None:
    repository, number = opened()
    assert EditIssue not in settles(repository, "12-18 04:00")
    assert "Discussed ·" not in repository.issues[number].body


# A moved meeting


def test_an_agenda_whose_meeting_was_moved_far_away_is_told_so_at_once() -> None:
    repository, number = opened()
    reschedule(repository, moved={"2020-12-17": "2020-12-28T11:00"})
    assert settles(repository, LATER) == [EditIssue]
    assert "**Monday, 28 December 2020, 11:00–12:00**" in repository.issues[number].body
    assert repository.issues[number].title == "Arch Hour: 2020-12-28"
    assert meeting_of(repository, number) == KEY
    repository.vote(2, "ann")
    assert kinds(repository.made(LATER)) == [EditIssue]


def test_a_meeting_moved_after_the_freeze_is_told_in_one_comment_for_each_new_time() -> None:
    repository, number = opened(FROZEN)
    body = repository.issues[number].body
    for day, words in (
        ("2020-12-18T11:00", "**Friday, 18 December 2020, 11:00–12:00** (America/New_York)"),
        ("2020-12-29T11:00", "**Tuesday, 29 December 2020, 11:00–12:00** (America/New_York)"),
        ("2020-12-17T10:00", "**Thursday, 17 December 2020, 10:00–11:00** (America/New_York)"),
        ("2020-12-18T11:00", "**Friday, 18 December 2020, 11:00–12:00** (America/New_York)"),
    ):
        reschedule(repository, moved={"2020-12-17": day})
        assert settles(repository, "12-17 14:55") == [AddComment]
        assert words in repository.bodies(number)[-1]
    assert repository.issues[number].body == body


def test_the_meeting_begins_when_the_newest_comment_says() -> None:
    repository, number = opened(FROZEN)
    reschedule(repository, moved={"2020-12-17": "2020-12-18T11:00"})
    repository.run("12-17 14:55")
    (agenda,) = known_agendas(snapshot(agendas=(repository.issues[number],)), config())
    assert agenda.identity.start == moment("12-18 16:00")
    assert repository.made("12-18 04:00") == []
    repository.close(number)
    assert kinds(repository.made("12-18 16:30")) == UNSCHEDULE
    assert not repository.issues[number].is_open


def test_a_meeting_moved_while_it_was_to_begin_goes_on_at_its_new_time() -> None:
    repository, number = opened(FROZEN)
    reschedule(repository, moved={"2020-12-17": "2020-12-18T11:00"})
    assert settles(repository, "12-17 15:05") == [AddComment]
    assert repository.made("12-18 12:00") == []
    repository.run("12-19 05:00")
    assert not repository.issues[number].is_open


@pytest.mark.parametrize(
    ("author", "start", "told"),
    [
        ("arch-hour[bot]", "2020-12-18T16:00:00Z", "12-18 16:00"),
        ("ada", "2020-12-18T16:00:00Z", "12-18 16:00"),
        ("stranger", "2020-12-18T16:00:00Z", "12-17 15:00"),
        ("arch-hour[bot]", "2020-12-18T16:00:00", "12-17 15:00"),
        ("arch-hour[bot]", 7, "12-17 15:00"),
        ("arch-hour[bot]", "soon", "12-17 15:00"),
    ],
)
def test_a_new_time_counts_only_from_those_who_are_trusted(author: str, start: object, told: str) -> None:
    repository, number = opened(FROZEN)
    repository.say(number, author, mark("moved", {"meeting": KEY, "start": start}))
    (agenda,) = known_agendas(snapshot(agendas=(repository.issues[number],)), config())
    assert agenda.identity.start == moment(told)


# A meeting that does not take place


@pytest.mark.parametrize("at", [LATER, FROZEN], ids=["before the freeze", "after it"])
@pytest.mark.parametrize(
    ("meeting", "words"),
    [
        ({"skip": ["2020-12-17"]}, "its date is under `skip` in `.github/arch-hour.yml`"),
        (
            {"start": GONE},
            "the schedule or calendar in `.github/arch-hour.yml` has none at this time any more",
        ),
    ],
    ids=["skipped", "gone"],
)
def test_an_agenda_without_its_meeting_is_told_and_closed(
    at: str, meeting: dict[str, Any], words: str
) -> None:
    repository, number = opened(at)
    reschedule(repository, **meeting)
    body = repository.issues[number].body
    assert settles(repository, at) == CANCEL + (UNSCHEDULE if at == FROZEN else [])
    agenda = repository.issues[number]
    assert (agenda.is_open, agenda.body) == (False, body)
    assert words in repository.bodies(number)[-1]
    assert CloseIssue(number, CloseReason.NOT_PLANNED, "") in [
        replace(change, why="") for change in repository.changes
    ]
    for now in ("12-17 15:05", "12-18 12:00"):
        assert repository.made(now) == []


def test_a_skipped_meeting_s_agenda_goes_to_no_other_meeting() -> None:
    repository, number = opened()
    reschedule(repository, skip=["2020-12-17"], extra=["2020-12-18T10:00"])
    assert sorted(settles(repository, "12-15 16:00"), key=str) == [AddComment, CloseIssue, CreateIssue]
    assert not repository.issues[number].is_open


def test_a_frozen_agenda_goes_to_no_other_meeting() -> None:
    repository, number = opened(FROZEN)
    reschedule(repository, start="2020-12-03T12:00")
    assert settles(repository, "12-17 14:55") == [*CANCEL, *UNSCHEDULE, CreateIssue]
    assert not repository.issues[number].is_open


def test_what_a_person_opens_again_after_our_cancelling_is_theirs() -> None:
    repository, number = opened()
    reschedule(repository, start=GONE)
    repository.run(LATER)
    repository.now = moment("12-15 11:00")
    repository.reopen(number)
    reschedule(repository, extra=["2020-12-18T10:00"])
    assert kinds(repository.made("12-15 16:00")) == [CreateIssue]
    assert repository.issues[number].is_open
    assert meeting_of(repository, number) == KEY


def test_a_meeting_that_has_begun_is_left_to_its_wrap_up() -> None:
    repository, number = opened(FROZEN)
    reschedule(repository, start=GONE)
    assert repository.made("12-17 15:05") == []
    repository.run("12-18 04:00")
    assert repository.bodies(number)[-1].startswith('<!-- arch-hour:wrap-up {"meeting":')


@pytest.mark.parametrize(
    "away", [{"skip": ["2020-12-17"]}, {"start": GONE}], ids=["skipped", "out of the schedule"]
)
def test_a_meeting_that_is_in_the_schedule_again_has_its_agenda_back(away: dict[str, Any]) -> None:
    repository, number = opened()
    repository.write(number, "Bring biscuits.")
    original = deepcopy(repository.values)
    reschedule(repository, **away)
    repository.run(LATER)
    repository.values = original
    repository.vote(2, "ann")
    assert settles(repository, "12-16 09:00") == [*RESTORE, EditIssue]
    agenda = repository.only("agenda")
    assert agenda.is_open
    assert agenda.body.index("#2 Issue 2") < agenda.body.index("#1 Issue 1")
    assert "Bring biscuits." in agenda.body
    reschedule(repository, **away)
    assert settles(repository, "12-16 10:00") == CANCEL
    repository.values = deepcopy(original)
    repository.values["meeting"] = {**original["meeting"], "skip": [], "start": "2020-12-03T10:00"}
    assert settles(repository, "12-16 11:00") == RESTORE


def test_a_frozen_agenda_is_opened_again_as_it_was() -> None:
    repository, number = opened(FROZEN)
    body = repository.issues[number].body
    reschedule(repository, skip=["2020-12-17"])
    repository.run("12-17 14:51")
    reschedule(repository, skip=[])
    comment, reopen = RESTORE
    assert settles(repository, "12-17 14:55") == [comment, *SCHEDULE, reopen]
    assert repository.issues[number].body == body


def scheduled(repository: Memory) -> list[int]:
    return [issue.number for issue in repository.labelled("topic: scheduled")]


def test_what_people_cancel_after_the_freeze_leaves_no_topic_scheduled() -> None:
    repository, number = opened(FROZEN)
    assert scheduled(repository) == [1, 2]
    repository.close(number)
    assert settles(repository, "12-17 14:55") == UNSCHEDULE
    assert scheduled(repository) == []


def test_a_topic_that_is_on_another_frozen_agenda_stays_scheduled() -> None:
    repository = Memory.of(topic(1), agenda={"pin": False}, meeting={"extra": ["2020-12-17T10:05"]})
    repository.run(FROZEN)
    repository.close(2)
    assert repository.made("12-17 14:55") == []
    repository.close(3)
    assert kinds(repository.made("12-17 14:56")) == [RemoveLabel]


def test_a_topic_of_a_frozen_agenda_whose_meeting_is_corrected_by_minutes_stays_scheduled() -> None:
    repository, _ = opened(FROZEN)
    reschedule(repository, start="2020-12-03T10:05")
    assert CreateIssue in settles(repository, "12-17 14:55")
    assert scheduled(repository) == [1, 2]


def test_a_label_that_people_set_long_after_the_cancelling_stays() -> None:
    repository, number = opened(FROZEN)
    repository.close(number)
    repository.run("12-17 14:55")
    repository.edit(1, labels=("topic", "topic: scheduled"))
    assert AddLabels not in kinds(repository.made("12-20 15:00"))
    assert scheduled(repository) == [1]


def test_once_the_meeting_would_have_begun_its_agenda_stays_closed() -> None:
    repository, _ = opened()
    reschedule(repository, skip=["2020-12-17"])
    repository.run(LATER)
    reschedule(repository, skip=[])
    assert repository.made("12-17 15:05") == []


def test_what_a_person_closed_is_never_opened_again() -> None:
    repository, number = opened()
    reschedule(repository, skip=["2020-12-17"])
    repository.run(LATER)
    reschedule(repository, skip=[])
    repository.run("12-16 09:00")
    repository.now = moment("12-16 10:00")
    repository.close(number)
    assert repository.made("12-16 11:00") == []
    reschedule(repository, skip=["2020-12-17"])
    assert repository.made("12-16 12:00") == []


def test_what_the_person_closed_whose_token_we_use_stays_closed_too() -> None:
    repository = Memory.of(topic(1), agenda={"pin": False})
    repository.viewer = person("wren")
    repository.run(OPENED)
    number = repository.only("agenda").number
    reschedule(repository, skip=["2020-12-17"])
    repository.run(LATER)
    reschedule(repository, skip=[])
    repository.run("12-16 09:00")
    assert repository.issues[number].is_open
    repository.now = moment("12-16 10:00")
    repository.close(number, by="wren")
    assert repository.made("12-16 11:00") == []


def test_an_agenda_that_was_told_to_be_cancelled_but_not_closed_is_told_otherwise() -> None:
    repository, number = opened()
    reschedule(repository, skip=["2020-12-17"])
    with pytest.raises(StoppedError):
        repository.run(LATER, stop_after=1)
    reschedule(repository, skip=[])
    assert settles(repository, "12-16 09:00") == [AddComment]
    assert "takes place after all" in repository.bodies(number)[-1]


def test_an_agenda_that_a_person_opens_again_after_closing_it_is_alive() -> None:
    repository, number = opened()
    repository.close(number)
    repository.vote(2, "ann")
    assert repository.made("12-16 09:00") == []
    repository.reopen(number)
    assert kinds(repository.made("12-16 10:00")) == [EditIssue]
    repository.run(FROZEN)
    repository.run("12-18 12:00")
    assert any(body.startswith("<!-- arch-hour:wrap-up") for body in repository.bodies(number))


def test_a_changed_account_finds_the_agendas_of_the_one_before() -> None:
    repository, number = opened(bots=["former-bot[bot]"])
    reschedule(repository, skip=["2020-12-17"])
    repository.viewer = person("former-bot[bot]")
    repository.edit(number, author=repository.viewer)
    with pytest.raises(StoppedError):
        repository.run(LATER, stop_after=1)
    repository.viewer = VIEWER
    assert kinds(repository.made(LATER)) == [CloseIssue]


# By identity


@pytest.mark.parametrize(
    "key", ["", "soon", "2020-12-17T15:00:00", "2020-12-17T15:00:01Z", "9999-99-99T00:00:00Z"]
)
def test_what_is_no_identity_finds_no_meeting(key: str) -> None:
    assert find_occurrence(config(), key) is None
    assert not is_skipped(config(meeting={"skip": ["2021-01-07"]}), key)


def test_a_meeting_is_found_wherever_it_was_moved() -> None:
    moved = config(meeting={"moved": {"2020-12-17": "2021-02-17T11:00"}, "extra": ["2020-12-17T12:00"]})
    found = find_occurrence(moved, KEY)
    assert found is not None
    assert (found.key, found.start) == (KEY, moment("2021-02-17 16:00"))
    extra = find_occurrence(moved, "2020-12-17T17:00:00Z")
    assert extra is not None
    assert extra.start == moment("12-17 17:00")


def test_a_skipped_date_is_the_meeting_s_own() -> None:
    evening = config(
        meeting={"start": "2020-12-03T20:00", "timezone": "America/Los_Angeles", "skip": ["2020-12-17"]}
    )
    assert is_skipped(evening, "2020-12-18T04:00:00Z")
    assert not is_skipped(evening, "2020-12-17T04:00:00Z")


def test_meetings_are_counted_from_the_first() -> None:
    (occurrence,) = due_for_agenda(config(), moment(OPENED))
    assert meeting_number(config(), occurrence) == 2


def test_only_the_meeting_s_own_run_of_commands_looks_at_it() -> None:
    repository, _ = opened()
    reschedule(repository, skip=["2020-12-17"])
    for command in (Command.ACTIONS, Command.WRAP_UP):
        assert repository.made(LATER, command) == []
