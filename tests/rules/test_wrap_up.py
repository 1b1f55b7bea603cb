"""After the meeting: what was ticked is closed, and the rest waits."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arch_hour.model import Account
from arch_hour.rules.agendas import known_agendas
from arch_hour.rules.changes import AddLabels, CloseIssue, CloseReason, RemoveLabel
from arch_hour.rules.events import Command
from arch_hour.rules.wrap_up import plan_due_wrap_ups, plan_wrap_up
from tests.rules.after_meetings import BEGUN, DUE, FROZEN, OPENED, counts, held, told
from tests.rules.build import config, linked, moment, snapshot, topic
from tests.rules.meeting import met
from tests.rules.memory import Memory, StoppedError, later


def test_topics_are_told_labelled_and_closed_in_that_order_and_the_agenda_last() -> None:
    repository, agenda = held(1)
    changes = repository.made(DUE)
    assert told(changes) == [
        ("AddComment", 1),
        ("AddLabels", 1),
        ("RemoveLabel", 1),
        ("CloseIssue", 1),
        ("RemoveLabel", 2),
        ("RemoveLabel", 3),
        ("AddComment", agenda),
        ("CloseIssue", agenda),
    ]
    assert AddLabels(1, ("topic: discussed",), "it was discussed") in changes
    assert {change.label for change in changes if isinstance(change, RemoveLabel)} == {"topic: scheduled"}
    assert {change.reason for change in changes if isinstance(change, CloseIssue)} == {CloseReason.COMPLETED}
    assert repository.made(later(repository, minutes=5)) == []


def test_it_tells_how_it_ended(golden: Callable[[str, str], None]) -> None:
    repository, agenda = held(1)
    repository.edit(2, title="What @octocat | said <b>")
    repository.write(agenda, "ACTION @ada to write it down\n\nACTION TBD to look")
    repository.run(DUE)
    golden("wrap_up.md", repository.bodies(agenda)[-1])
    golden("discussed.md", repository.bodies(1)[-1])


def test_a_meeting_in_which_nothing_was_ticked_is_told_so() -> None:
    repository, agenda = held()
    repository.run(DUE)
    assert "nothing is recorded as discussed" in repository.bodies(agenda)[-1]
    assert all(repository.issues[number].is_open for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("now", "is_due"), [("12-17 16:00", False), ("12-18 03:59:59", False), ("12-18 04:00", True)]
)
def test_it_is_due_by_itself_once_the_meeting_is_over_for_long_enough(now: str, is_due: bool) -> None:  # noqa: FBT001
    repository, _ = held(1)
    assert bool(repository.made(now)) is is_due


def test_closing_the_agenda_after_the_start_wraps_up_at_once() -> None:
    repository, agenda = held(1)
    repository.close(agenda)
    changes = repository.made()
    assert told(changes)[-1] == ("AddComment", agenda)
    assert not repository.issues[1].is_open
    assert repository.made() == []


def test_asking_for_it_wraps_up_a_meeting_that_has_begun_and_no_other() -> None:
    repository, agenda = held(1)
    assert repository.made("12-17 14:59:59", Command.WRAP_UP) == []
    assert told(repository.made("12-17 15:00", Command.WRAP_UP))[-1] == ("CloseIssue", agenda)


def test_a_cancelled_meeting_is_not_wrapped_up() -> None:
    repository, agenda = held(1)
    repository.now = moment("12-17 14:59")
    repository.close(agenda)
    repository.run()
    for command in (Command.ALL, Command.WRAP_UP):
        assert repository.made(DUE, command) == []


def test_the_higher_of_two_agendas_is_not_wrapped_up() -> None:
    repository, agenda = held(1)
    first = repository.issues[agenda]
    twin = replace(
        first,
        id="I90",
        number=90,
        body=first.body.replace("- [ ] Discussed · [#2]", "- [x] Discussed · [#2]"),
    )
    seen = snapshot(agendas=(twin, first), topics=tuple(repository.issues[number] for number in (1, 2, 3)))
    changes = plan_due_wrap_ups(seen, config(), moment(DUE))
    assert {number for kind, number in told(changes) if kind == "CloseIssue"} == {1, agenda}


def test_topics_proposed_during_the_meeting_have_not_waited() -> None:
    repository, agenda = held(1)
    repository.issues[50] = topic(50, "New", created_at=moment(BEGUN))
    repository.run(DUE)
    assert "#50" not in repository.bodies(agenda)[-1]


def test_a_topic_that_was_ticked_and_then_reopened_stays_open() -> None:
    repository, _ = held(1)
    repository.run(DUE)
    repository.reopen(1)
    assert repository.made(later(repository, hours=1)) == []
    assert repository.issues[1].is_open


def test_what_is_carried_over_counts_how_often_it_waited() -> None:
    repository, _ = held(1)
    repository.run(DUE)
    assert counts(repository) == {"#2": 1, "#3": 1}
    repository.issues[60] = topic(60, created_at=moment("12-20 10:00"))
    for now in ("12-21 16:00", "12-24 14:50"):
        repository.run(now)
    second = max(issue.number for issue in repository.labelled("agenda"))
    repository.tick(second, 2)
    repository.run("12-25 04:00")
    assert counts(repository) == {"#3": 2, "#60": 1}
    assert f"- {linked(3)} Issue 3 – waited 2 meetings" in repository.bodies(second)[-1]


def test_two_meetings_that_are_overdue_are_wrapped_up_one_after_the_other() -> None:
    repository, first = held(1)
    repository.run("12-21 16:00", Command.AGENDA)
    repository.run("12-24 14:50", Command.AGENDA)
    second = max(issue.number for issue in repository.labelled("agenda"))
    repository.tick(second, 2)
    repository.run("12-25 04:00")
    assert "Issue 1" not in repository.bodies(second)[-1]
    assert f"- {linked(3)} Issue 3 – waited 2 meetings" in repository.bodies(second)[-1]
    assert not any(repository.issues[number].is_open for number in (first, second, 1, 2))
    closings = [change.target for change in repository.changes if isinstance(change, CloseIssue)]
    assert sorted(map(str, closings)) == sorted(map(str, {first, second, 1, 2}))


def test_a_wrap_up_that_a_stranger_copied_ends_nothing() -> None:
    repository, agenda = held(1)
    donor, other = held(1)
    donor.run(DUE)
    repository.say(agenda, "stranger", donor.bodies(other)[-1])
    assert ("AddComment", agenda) in told(repository.made(DUE))


def test_without_a_scheduled_label_none_is_taken_off() -> None:
    repository = Memory.of(topic(1), topic(2), topics={"scheduled_label": None})
    repository.run(OPENED)
    repository.run(FROZEN)
    agenda = repository.only("agenda").number
    repository.tick(agenda, 1)
    kinds = [kind for kind, _ in told(repository.made(DUE))]
    assert kinds == ["AddComment", "AddLabels", "CloseIssue", "AddComment", "CloseIssue"]


_UNDER_WAY, _ = held(topics=4)


@settings(max_examples=25)
@given(st.sets(st.integers(1, 4)), st.lists(st.integers(0, 4), max_size=4), st.booleans())
def test_however_often_it_is_stopped_it_ends_the_same_and_tells_nothing_twice(
    ticked: set[int],
    stops: list[int],
    closed: bool,  # noqa: FBT001
) -> None:
    def begin() -> Memory:
        repository = deepcopy(_UNDER_WAY)
        agenda = repository.only("agenda").number
        for number in ticked:
            repository.tick(agenda, number)
        repository.write(agenda, "ACTION @ada to look\n")
        if closed:
            repository.close(agenda)
        return repository

    whole = begin()
    whole.run(DUE)
    stopped = begin()
    for room in stops:
        try:
            stopped.run(DUE, stop_after=room)
        except StoppedError:
            continue
    stopped.run(DUE)
    assert stopped.state() == whole.state()
    assert stopped.made(DUE) == []
    for issue in stopped.issues.values():
        bodies = [comment.body for comment in issue.comments]
        assert len(bodies) == len(set(bodies))


def test_a_plan_for_a_repository_without_meetings_is_empty() -> None:
    seen = snapshot(topics=(topic(1),))
    assert plan_wrap_up(seen, config(), moment(DUE)) == []
    assert known_agendas(seen, config()) == ()


def test_accounts_that_wrote_before_are_believed_when_they_are_named() -> None:
    repository, agenda = held(1, bots=["former-bot[bot]"])
    repository.run(DUE)
    former = Account.named("former-bot[bot]")
    said = tuple(replace(comment, author=former) for comment in repository.issues[agenda].comments)
    repository.edit(agenda, comments=said, author=former)
    assert repository.made(DUE) == []


def test_a_run_that_died_before_it_closed_the_agenda_is_finished_at_once_also_where_people_went_on() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    for minute in (20, 40):
        meeting.hear(minute, "/end")
        kept = deepcopy(meeting)
        changes = kept.made()
        with pytest.raises(StoppedError):
            meeting.run(stop_after=len(changes) - 1)
        assert told(meeting.made(meeting.at(minute + 3))) == [("CloseIssue", meeting.agenda)]
        assert meeting.made() == []
        meeting.reopen(meeting.agenda)
        assert meeting.made(meeting.at(minute + 5)) == []
        meeting.goes(minute + 6, "/next")


def test_a_meeting_that_people_go_on_with_after_its_minutes_and_leave_is_wrapped_up_again_by_itself() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.goes(10, "/end")
    meeting.reopen(meeting.agenda)
    # Long after the meeting, when it would be due at once by its schedule.
    meeting.goes(15 * 60, "/next")
    assert meeting.issues[meeting.agenda].is_open
    assert meeting.made(meeting.at(27 * 60 - 1)) == []
    meeting.run(meeting.at(27 * 60))
    assert [turn[:2] for turn in meeting.turns] == [("#1", "discussed"), ("#2", "discussed")]
    assert not meeting.issues[meeting.agenda].is_open
    assert len(meeting.told("wrap-up")) == 1
    assert meeting.made() == []
