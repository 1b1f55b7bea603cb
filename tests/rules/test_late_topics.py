"""Topics that come after the ranking is final are named in a comment."""

from dataclasses import replace
from typing import Any

import pytest

from arch_hour.rules.changes import (
    AddComment,
    EditComment,
)
from arch_hour.rules.late_topics import LateTopic
from arch_hour.rules.markers import mark
from tests.rules.build import linked, moment, topic
from tests.rules.memory import Memory
from tests.rules.stopping import survives
from tests.rules.two_meetings import NOTHING, agenda_number


def opened_late(number: int, at: str, title: str = "", **values: Any) -> Any:
    return topic(number, title, created_at=moment(at), **values)


def test_topics_opened_between_freeze_and_start_are_named_in_one_comment() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    agenda = agenda_number(repository)
    repository.issues[11] = opened_late(11, "12-17 14:45", "A | late *one* for @ada")
    (told,) = survives(repository, "12-17 14:50")
    assert isinstance(told, AddComment)
    repository.issues[12] = opened_late(12, "12-17 14:59:59")
    repository.issues[13] = opened_late(13, "12-17 15:00")
    repository.issues[14] = opened_late(14, "12-17 14:55", labels=("topic: on hold",))
    repository.close(11)
    (edited,) = survives(repository, "12-17 15:10")
    assert isinstance(edited, EditComment)
    (text,) = repository.bodies(agenda)
    assert text.partition("\n")[2] == (
        "Opened after the ranking was final, so without a place on this agenda:\n\n"
        f"- #11\n- {linked(12)} Issue 12\n<!-- /arch-hour:late -->"
    )
    repository.issues[15] = opened_late(15, "12-17 15:11")
    assert repository.made("12-17 15:20") == []


def test_what_somebody_adds_to_the_comment_stays_in_it() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    agenda = agenda_number(repository)
    repository.issues[11] = opened_late(11, "12-17 14:46")
    repository.run("12-17 14:50")
    (told,) = repository.issues[agenda].comments
    words = told.body.replace("Issue 11", "Issue 11: let us take it!") + "\n\nSo says Ada."
    repository.edit(agenda, comments=(replace(told, body=words),))
    repository.issues[12] = opened_late(12, "12-17 14:51")
    repository.run("12-17 14:55")
    (text,) = repository.bodies(agenda)
    assert f"- {linked(12)} Issue 12" in text
    assert "let us take it!" in text
    assert text.endswith("So says Ada.")


def test_their_titles_are_shown_as_they_are() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    repository.issues[11] = opened_late(11, "12-17 14:45", "A | late *one* for @ada")
    repository.run("12-17 14:50")
    assert (
        f"- {linked(11)} A \\| late \\*one\\* for @\u200bada"
        in repository.bodies(agenda_number(repository))[0]
    )


def test_a_run_after_the_start_still_names_them() -> None:
    repository = Memory.of(topic(1), opened_late(11, "12-17 14:50"), agenda=NOTHING)
    repository.run("12-17 15:10")
    (text,) = repository.bodies(agenda_number(repository))
    assert f"- {linked(11)} Issue 11" in text


def test_a_topic_that_says_action_in_its_title_promises_nothing() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    repository.issues[11] = opened_late(11, "12-17 14:46", "ACTION ada: to pay")
    repository.run("12-17 14:50")
    assert repository.labelled("action-item") == []


def test_a_comment_that_is_not_ours_is_never_edited() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    agenda = agenda_number(repository)
    repository.issues[11] = opened_late(11, "12-17 14:46")
    repository.issues[12] = opened_late(12, "12-17 14:46")
    told = {"meeting": "2020-12-17T15:00:00Z", "topics": [{"id": "I11", "number": 11}]}
    repository.say(agenda, "ada", mark("late", told))
    (added,) = survives(repository, "12-17 14:50")
    assert isinstance(added, AddComment)
    assert "#12" in added.body


@pytest.mark.parametrize("at", ["12-18 09:00", "12-17 15:10"], ids=["wrapped up", "closed"])
def test_nothing_is_said_of_them_once_the_meeting_is_wrapped_up(at: str) -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    agenda = agenda_number(repository)
    repository.now = moment("12-17 15:09")
    if at == "12-17 15:10":
        repository.close(agenda)
    repository.issues[11] = opened_late(11, "12-17 14:50")
    repository.run(at)
    assert not any("Opened after" in body for body in repository.bodies(agenda))


def test_a_topic_opened_before_the_moved_start_is_late() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    repository.values["meeting"]["moved"] = {"2020-12-17": "2020-12-17T14:00"}
    repository.run("12-17 14:50")
    repository.issues[11] = opened_late(11, "12-17 17:30")
    assert [type(change) for change in survives(repository, "12-17 17:31")] == [AddComment]


@pytest.mark.parametrize("data", [None, 7, [], {}, {"id": "I1"}, {"id": "I1", "number": "x"}], ids=str)
def test_a_damaged_record_of_a_late_topic_is_none(data: object) -> None:
    assert LateTopic.read(data) is None


def test_a_late_topic_of_another_repository_is_told_with_its_name() -> None:
    late = LateTopic("I5", 5, "acme/other")
    assert LateTopic.read(late.data()) == late
