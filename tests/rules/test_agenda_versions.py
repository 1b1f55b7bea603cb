"""After the freeze an agenda's text is the people's: where they replace all of it, its versions tell what it is."""

from dataclasses import replace

import pytest

from arch_hour.model import Edit
from arch_hour.rules.agendas import known_agendas
from arch_hour.rules.changes import AddComment, Change, CloseIssue, CreateIssue, EditIssue, RemoveLabel
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
