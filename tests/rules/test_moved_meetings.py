"""A meeting that was moved, and a run that comes late: the agenda follows, and says so."""

import pytest

from arch_hour.rules.agenda_identity import identify
from arch_hour.rules.agendas import known_agendas
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    EditIssue,
)
from arch_hour.rules.markers import mark
from tests.rules.build import config, moment, snapshot, topic
from tests.rules.memory import Memory
from tests.rules.rescheduled import (
    FROZEN,
    KEY,
    LATER,
    UNSCHEDULE,
    kinds,
    meeting_of,
    opened,
    reschedule,
    settles,
)

# A run that comes too late


@pytest.mark.parametrize("at", ["12-17 16:00", "12-18 03:59"])
def test_the_ranking_is_made_final_even_once_the_meeting_is_over(at: str) -> None:
    repository, number = opened()
    repository.vote(2, "ann", "12-17 14:44")
    for voter in ("ben", "cleo"):
        repository.vote(1, voter, "12-17 14:45")
    assert EditIssue in settles(repository, at)
    text = repository.issues[number].body
    assert text.index("Discussed · [#2]") < text.index("Discussed · [#1]")
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


@pytest.mark.parametrize(
    "moved", ["2020-11-18T10:00", "2020-12-15T02:00"], ids=["last month", "this morning"]
)
def test_a_meeting_moved_into_the_past_by_mistake_leaves_its_agenda_alone_and_says_so(moved: str) -> None:
    repository, number = opened()
    reschedule(repository, moved={"2020-12-17": moved})
    outcome = repository.run("12-15 12:00")
    assert outcome.steps == ()
    (remark,) = outcome.remarks
    assert f"#{number} is left as it is: its meeting was moved to {moved.replace('T', ' ')}" in remark
    reschedule(repository, moved={})
    assert kinds(repository.made(FROZEN)) == [AddLabels, AddLabels, EditIssue]
    assert repository.only("agenda").number == number


def test_a_meeting_in_the_hour_that_autumn_repeats_is_told_of_no_new_time() -> None:
    repository = Memory.of(
        topic(1), agenda={"pin": False}, meeting={"timezone": "Europe/London", "extra": ["2021-10-31T01:30"]}
    )
    repository.run("2021-10-30 12:00")
    repository.run("2021-10-31 00:20")
    assert repository.made("2021-10-31 00:21") == []


def test_a_meeting_that_is_moved_past_another_leaves_nothing_for_a_second_run() -> None:
    repository = Memory.of(topic(1), agenda={"pin": False}, meeting={"extra": ["2020-12-18T10:00"]})
    repository.run("12-15 16:00")
    reschedule(repository, moved={"2020-12-17": "2020-12-18T11:00"})
    assert EditIssue in settles(repository, "12-16 09:00")


@pytest.mark.parametrize("moved", ["2020-12-10T10:00", "2020-12-16T10:00"])
def test_such_an_agenda_is_left_alone_when_its_own_start_has_come_too(moved: str) -> None:
    repository, number = opened()
    repository.vote(1, "bob", "12-16 21:00")
    reschedule(repository, moved={"2020-12-17": moved})
    for at in ("12-17 14:55", "12-17 15:10", "12-17 15:40"):
        outcome = repository.run(at)
        assert (outcome.steps, len(outcome.remarks)) == ((), 1)
    assert repository.issues[number].title == "Arch Hour: 2020-12-17"
    repository.run("12-18 04:00")
    assert not repository.issues[number].is_open
