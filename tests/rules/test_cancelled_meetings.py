"""A meeting that does not take place: its agenda is told and closed, and comes back with it."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    CloseIssue,
    CloseReason,
    CreateIssue,
    EditIssue,
    RemoveLabel,
)
from arch_hour.rules.events import Command
from tests.rules.build import VIEWER, moment, person, topic
from tests.rules.memory import Memory, StoppedError
from tests.rules.rescheduled import (
    CANCEL,
    FROZEN,
    GONE,
    KEY,
    LATER,
    OPENED,
    RESTORE,
    SCHEDULE,
    UNSCHEDULE,
    kinds,
    meeting_of,
    opened,
    reschedule,
    scheduled,
    settles,
)


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
    assert repository.bodies(number)[-1].startswith("<!-- arch-hour:wrap-up {")


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


def test_only_the_meeting_s_own_run_of_commands_looks_at_it() -> None:
    repository, _ = opened()
    reschedule(repository, skip=["2020-12-17"])
    for command in (Command.ACTIONS, Command.WRAP_UP):
        assert repository.made(LATER, command) == []


def test_a_former_account_s_cancelling_is_taken_back_too() -> None:
    repository, number = opened(bots=["former-bot[bot]"])
    repository.viewer = person("former-bot[bot]")
    repository.edit(number, author=repository.viewer)
    reschedule(repository, skip=["2020-12-17"])
    repository.run(LATER)
    repository.viewer = VIEWER
    reschedule(repository, skip=[])
    assert settles(repository, "12-16 09:00") == RESTORE
    assert repository.issues[number].is_open
