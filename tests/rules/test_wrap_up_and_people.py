"""What people do between the freeze and the wrap-up, and after it."""

from copy import deepcopy
from typing import Any

import pytest

from arch_hour.rules.agendas import WRAP_UP
from arch_hour.rules.changes import Change
from arch_hour.rules.events import Command
from arch_hour.rules.markers import mark
from arch_hour.rules.wrap_up_records import as_record
from arch_hour.telling import ranked_topics
from tests.rules.after_meetings import DUE, OPENED, counts, held, told
from tests.rules.build import moment, topic
from tests.rules.memory import Memory, StoppedError, later


def kinds_on(changes: list[Change], number: int) -> list[str]:
    return [kind for kind, target in told(changes) if target == number]


def test_a_ticked_topic_that_somebody_closed_by_hand_is_told_and_labelled_too() -> None:
    repository, agenda = held(1)
    repository.close(1)
    assert kinds_on(repository.made(DUE), 1) == ["AddComment", "AddLabels", "RemoveLabel"]
    assert repository.issues[agenda].url in repository.bodies(1)[-1]
    assert repository.issues[1].labels == ("topic", "topic: discussed")


def test_one_that_was_discussed_before_and_closed_by_hand_is_told_of_this_meeting_too() -> None:
    repository, agenda = held(1)
    repository.edit(1, labels=(*repository.issues[1].labels, "topic: discussed"))
    repository.close(1)
    assert kinds_on(repository.made(DUE), 1) == ["AddComment", "RemoveLabel"]
    assert repository.issues[agenda].url in repository.bodies(1)[-1]


def test_one_that_was_closed_by_hand_and_not_ticked_only_leaves_the_agenda() -> None:
    repository, agenda = held(1)
    repository.close(2)
    assert kinds_on(repository.made(DUE), 2) == ["RemoveLabel"]
    assert "#2]" not in repository.bodies(agenda)[-1]
    assert counts(repository) == {"#3": 1}


def test_a_tick_decides_even_where_the_topic_was_put_on_hold() -> None:
    repository, _ = held(1)
    for number in (1, 2):
        repository.edit(number, labels=(*repository.issues[number].labels, "topic: on hold"))
    repository.run(DUE)
    assert [repository.issues[number].is_open for number in (1, 2, 3)] == [False, True, True]


def test_a_topic_on_hold_does_not_wait_but_keeps_its_count() -> None:
    repository, _ = held(1)
    repository.run(DUE)
    repository.edit(2, labels=("topic", "topic: on hold"))
    for now in ("12-21 16:00", "12-24 14:50", "12-25 04:00"):
        repository.run(now)
    second = max(issue.number for issue in repository.labelled("agenda"))
    assert counts(repository) == {"#2": 1, "#3": 2}
    assert "#2]" not in repository.bodies(second)[-1]


@pytest.mark.parametrize(
    "taken_away",
    [{"labels": ("topic: scheduled",)}, {"id": "I1 elsewhere"}],
    ids=["it is no topic any more", "it was moved away"],
)
def test_a_ticked_topic_that_is_none_any_more_is_told_but_not_touched(taken_away: dict[str, Any]) -> None:
    repository, agenda = held(1)
    repository.edit(1, **taken_away)
    before = repository.issues[1]
    changes = repository.made(DUE)
    assert kinds_on(changes, 1) == []
    assert repository.issues[1] == before
    assert "\n| #1 | 8 | 10 min | – |\n" in repository.bodies(agenda)[-1]
    assert not repository.issues[agenda].is_open


def test_an_agenda_closed_at_the_very_start_was_a_meeting() -> None:
    repository, agenda = held(1)
    repository.now = moment("12-17 15:00")
    repository.close(agenda)
    assert told(repository.made())[-1] == ("AddComment", agenda)
    assert not repository.issues[1].is_open


def test_an_agenda_that_was_closed_before_the_start_and_opened_again_was_a_meeting() -> None:
    repository, agenda = held(1)
    repository.now = moment("12-17 14:59")
    repository.close(agenda)
    repository.reopen(agenda)
    assert repository.made("12-18 03:59") == []
    assert told(repository.made(DUE))[-1] == ("CloseIssue", agenda)


def test_one_that_was_closed_before_the_start_and_opened_again_is_wrapped_up_to_the_end() -> None:
    repository, agenda = held(1)
    repository.now = moment("12-17 14:59")
    repository.close(agenda)
    repository.reopen(agenda)
    whole = len(deepcopy(repository).made(DUE))
    with pytest.raises(StoppedError):
        repository.run(DUE, stop_after=whole - 1)
    assert told(repository.made(DUE)) == [("CloseIssue", agenda)]
    repository.reopen(agenda)
    assert repository.made(later(repository, hours=1)) == []


def test_one_that_people_closed_and_opened_again_after_its_wrap_up_is_theirs() -> None:
    repository, agenda = held(1)
    repository.close(agenda)
    repository.run("12-17 15:10")
    repository.reopen(agenda)
    assert repository.made(DUE) == []


def test_an_agenda_that_was_opened_and_closed_again_after_its_wrap_up_is_left_alone() -> None:
    repository, agenda = held(1)
    repository.run(DUE)
    for act in (repository.reopen, repository.close):
        repository.now = moment("12-18 05:00")
        act(agenda)
        assert repository.made("12-18 06:00") == []
        assert repository.made("12-18 06:00", Command.WRAP_UP) == []


def test_a_tick_after_the_wrap_up_was_told_is_seen_to_and_what_people_reopened_stays_open() -> None:
    repository, agenda = held(1)
    whole = len(held(1)[0].made(DUE))
    with pytest.raises(StoppedError):
        repository.run(DUE, stop_after=whole - 1)
    repository.reopen(1)
    repository.tick(agenda, 2)
    changes = told(repository.made(DUE))
    assert changes[-2:] == [("EditComment", agenda), ("CloseIssue", agenda)]
    assert repository.issues[1].is_open
    assert not repository.issues[2].is_open


@pytest.mark.parametrize("command", [Command.ALL, Command.WRAP_UP])
def test_asked_again_it_changes_nothing(command: Command) -> None:
    repository, _ = held(1, 3)
    repository.run(DUE, command)
    for again in (Command.WRAP_UP, Command.ALL):
        assert repository.made(later(repository, hours=1), again) == []


def test_a_reopened_topic_starts_afresh_in_votes_and_waiting() -> None:
    repository, _ = held(2)
    repository.run(DUE)
    for now in ("12-21 16:00", "12-24 14:50"):
        repository.run(now)
    second = max(issue.number for issue in repository.labelled("agenda"))
    repository.tick(second, 1)
    repository.run("12-25 04:00")
    repository.now = moment("12-26 10:00")
    repository.reopen(1)
    repository.vote(1, "zoe")
    outcome = repository.run("12-28 16:00")
    (again,) = [place for place in ranked_topics(outcome) if place.topic.number == 1]
    assert (again.ballot.total, again.ballot.refused_total) == (1, 8)
    assert counts(repository) == {"#3": 2}


def test_a_meeting_whose_agenda_never_froze_leaves_every_topic_waiting() -> None:
    repository = Memory.of(topic(1), topic(2))
    repository.run(OPENED)
    repository.run(DUE)
    assert counts(repository) == {"#1": 1, "#2": 1}
    assert "nothing is recorded as discussed" in repository.bodies(repository.only("agenda").number)[-1]


def test_of_more_topics_than_a_comment_can_tell_those_that_waited_most_are_remembered() -> None:
    repositories = [f"an-organization-with-a-long-name/repository-{number}" for number in range(3)]
    times = {f"#{number}": 1 for number in range(2_000)}
    times |= {f"{name}#{number}": 2 for name in repositories for number in range(800)}
    record = as_record(times)
    assert len(mark(WRAP_UP, {"meeting": "2020-12-17T15:00:00Z", "waited": record})) < 40_000
    assert [len(record[name]) for name in repositories] == [800] * 3
    assert sum(1 for key in record if key.isdecimal()) == 100


def test_a_flood_of_late_topics_is_named_as_far_as_a_comment_goes_and_stops_nothing() -> None:
    repository = Memory.of(topic(1))
    repository.run("12-17 14:45")
    agenda = repository.only("agenda").number
    for number in range(100, 180):
        repository.issues[number] = topic(number, "<" * 256, created_at=moment("12-17 14:50"))
    repository.run("12-17 14:55")
    (told,) = repository.bodies(agenda)
    assert len(told) < 65_536
    assert told.count("\n- ") == 61
    assert repository.made("12-17 14:56") == []
    repository.issues[200] = topic(200, created_at=moment("12-17 14:57"))
    assert repository.made("12-17 14:58") == []
