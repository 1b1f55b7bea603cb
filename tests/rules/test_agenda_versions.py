"""After the freeze an agenda's text is the people's: where they replace all of it, its versions tell what it is."""

from dataclasses import replace
from typing import Any

import pytest

from arch_hour.model import Edit
from arch_hour.rules.agendas import known_agendas
from arch_hour.rules.changes import (
    AddComment,
    Change,
    CloseIssue,
    CreateIssue,
    EditIssue,
    RemoveLabel,
    target_of,
)
from tests.rules.build import config, moment, person, snapshot, topic
from tests.rules.memory import Memory

OPENED, FROZEN, BEGUN, DUE = "12-15 09:00", "12-17 14:50", "12-17 15:05", "12-18 04:00"
NOTES = "# Notes\n\nWe talked about tea."


def opened(*moments: str) -> tuple[Memory, int]:
    """A repository with the agenda of the meeting, and its number."""
    repository = Memory.of(topic(1), topic(2), agenda={"pin": False})
    for at in moments:
        repository.run(at)
    return repository, repository.only("agenda").number


def kinds(changes: list[Change]) -> list[type[Change]]:
    return [type(change) for change in changes]


def test_a_text_that_the_scribe_replaced_stays_to_the_letter() -> None:
    repository, number = opened(OPENED, FROZEN)
    repository.edit(number, body=NOTES, title="What we said")
    repository.vote(1, "ann")
    assert repository.made(BEGUN) == []
    assert repository.issues[number].body == NOTES


def test_a_text_of_before_the_freeze_that_people_restored_is_not_frozen_again() -> None:
    repository, number = opened(OPENED)
    before = repository.issues[number].body
    repository.run(FROZEN)
    repository.edit(number, body=before)
    assert repository.made(BEGUN) == []
    assert repository.issues[number].body == before


def test_a_meeting_whose_agenda_was_replaced_is_wrapped_up_and_leads_on() -> None:
    repository, number = opened(OPENED, FROZEN)
    repository.edit(number, body=NOTES)
    assert kinds(repository.made(DUE)) == [RemoveLabel, RemoveLabel, AddComment, CloseIssue]
    assert repository.made() == []
    assert kinds(repository.made("12-22 09:00")) == [CreateIssue, AddComment]
    assert "The next agenda" in repository.bodies(number)[-1]
    assert repository.issues[number].body == NOTES


@pytest.mark.parametrize("at", ["12-17 14:55", "12-17 15:30"], ids=["cancelled", "held"])
def test_one_that_was_replaced_and_closed_stays_the_agenda_of_its_meeting(at: str) -> None:
    repository, number = opened(OPENED, FROZEN)
    repository.edit(number, body=NOTES)
    repository.now = moment(at)
    repository.close(number)
    is_held = at == "12-17 15:30"
    assert any(isinstance(change, AddComment) for change in repository.made()) is is_held
    assert repository.made() == []
    assert repository.only("agenda").body == NOTES


def test_before_the_freeze_the_ranking_is_put_on_top_again() -> None:
    repository, number = opened(OPENED)
    repository.edit(number, body=NOTES, title="Tea")
    assert kinds(repository.made("12-16 09:00")) == [EditIssue]
    assert repository.only("agenda").title == "Tea"
    assert repository.only("agenda").body.endswith(NOTES)


def test_one_that_lost_its_label_too_is_no_agenda_any_more() -> None:
    repository, number = opened(OPENED)
    repository.edit(number, body=NOTES, labels=())
    assert kinds(repository.made("12-16 09:00")) == [CreateIssue]


def test_only_versions_of_ours_tell() -> None:
    repository, number = opened(OPENED, FROZEN)
    repository.edit(number, body=NOTES)
    issue = repository.issues[number]
    for editor, is_known in (("arch-hour[bot]", True), ("former-bot[bot]", True), ("wren", False)):
        edits = tuple(Edit(person(editor), each.at, each.text) for each in issue.edits)
        seen = snapshot(agendas=(replace(issue, edits=edits),))
        assert bool(known_agendas(seen, config(bots=["former-bot[bot]"]))) is is_known


# Texts of other agendas

TWO_A_DAY = {"schedule": "FREQ=WEEKLY;BYDAY=TH;BYHOUR=10,16"}


def pasted(repository: Memory, to: int, of: int, *, instead: bool) -> str:
    """Somebody pastes the text of one agenda into another: on top of it, or in place of it."""
    old = "" if instead else repository.issues[to].body
    body = f"{repository.issues[of].body}\n\n{old}"
    repository.edit(to, body=body)
    return body


@pytest.mark.parametrize("instead", [False, True], ids=["on top", "in place"])
@pytest.mark.parametrize(
    ("sections", "at"),
    [
        ({"agenda": {"pin": False, "open_before": "10d"}}, "12-16 09:00"),
        ({"agenda": {"pin": False, "open_before": "10d"}}, BEGUN),
        ({"agenda": {"pin": False, "freeze_before": "7h"}, "meeting": TWO_A_DAY}, BEGUN),
    ],
    ids=["before the freeze", "after the freeze", "both are final"],
)
def test_an_agenda_with_the_text_of_another_stays_that_of_its_meeting(
    sections: dict[str, Any], at: str, *, instead: bool
) -> None:
    repository = Memory.of(topic(1), topic(2), **sections)
    repository.run(OPENED)
    this, that = (issue.number for issue in repository.labelled("agenda"))
    if at == BEGUN:
        repository.run(FROZEN)
    is_final = at == BEGUN
    body = pasted(repository, this, that, instead=instead)
    there = repository.issues[that]
    changes = repository.made(at)
    assert {target_of(change) for change in changes} <= {this}
    assert kinds(changes) == ([] if is_final else [EditIssue])
    assert repository.issues[that] == there
    assert repository.made() == []
    if is_final:
        assert repository.issues[this].body == body


def test_the_wrap_up_goes_by_the_sections_of_its_own_meeting() -> None:
    repository = Memory.of(
        topic(1), topic(2), agenda={"pin": False, "freeze_before": "7h"}, meeting=TWO_A_DAY
    )
    repository.run(OPENED)
    repository.run(FROZEN)
    this, that = (issue.number for issue in repository.labelled("agenda"))
    pasted(repository, this, that, instead=False)
    text = repository.issues[this].body
    repository.edit(this, body=text.replace("- [ ] Discussed · [#1]", "- [x] Discussed · [#1]", 1))
    repository.now = moment("12-17 15:30")
    repository.close(this)
    repository.run("12-17 16:30")
    assert repository.issues[1].is_open
    assert any("nothing is recorded as discussed" in body for body in repository.bodies(this))


def test_a_person_whose_token_we_use_may_paste_by_hand_too() -> None:
    repository = Memory.of(topic(1), agenda={"pin": False, "open_before": "10d"})
    repository.viewer = person("ada")
    repository.run(OPENED)
    repository.vote(1, "ann")
    repository.run("12-15 10:00")
    this, that = (issue.number for issue in repository.labelled("agenda"))
    repository.edit(this, by="ada", body=repository.issues[that].body)
    changes = repository.made("12-16 09:00")
    assert [(type(change), target_of(change)) for change in changes] == [(EditIssue, this)]
    assert repository.made() == []


# More versions than a run reads


def rewritten(repository: Memory, number: int, times: int = 12) -> None:
    for count in range(times):
        repository.edit(number, body=f"{NOTES}\n\nSaved {count} times.")


def test_however_often_the_scribe_saves_the_text_it_stays_to_the_letter() -> None:
    repository, number = opened(OPENED, FROZEN)
    rewritten(repository, number)
    repository.edit(number, title="What we said")
    repository.vote(1, "ann")
    text = repository.issues[number].body
    assert repository.made(BEGUN) == []
    assert repository.asked == [f"history of {number}"]
    assert repository.issues[number].body == text
    repository.close(number)
    assert kinds(repository.made()) == [RemoveLabel, RemoveLabel, AddComment]
    repository.run("12-19 09:00")
    assert repository.asked == []


def test_before_the_freeze_the_ranking_is_found_again_however_often_people_saved() -> None:
    repository, number = opened(OPENED)
    rewritten(repository, number)
    repository.edit(number, title="Tea")
    assert kinds(repository.made("12-16 09:00")) == [EditIssue]
    assert repository.asked == [f"history of {number}"]
    repository.run("12-16 10:00")
    assert repository.asked == []


def test_of_a_text_that_tells_enough_no_more_versions_are_read() -> None:
    repository, number = opened(OPENED, FROZEN)
    for count in range(12):
        repository.write(number, f"Note {count}")
    assert repository.made(BEGUN) == []
    assert repository.asked == []


def test_two_that_tell_the_same_are_told_apart_by_their_whole_history() -> None:
    repository = Memory.of(
        topic(1), topic(2), agenda={"pin": False, "freeze_before": "7h"}, meeting=TWO_A_DAY
    )
    repository.run(OPENED)
    repository.run(FROZEN)
    this, that = (issue.number for issue in repository.labelled("agenda"))
    pasted(repository, this, that, instead=True)
    for count in range(12):
        repository.write(this, f"Note {count}")
    assert repository.made(BEGUN) == []
    assert repository.asked == [f"history of {this}"]
