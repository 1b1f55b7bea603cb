"""After the meeting: what was discussed is closed, the rest waits, and nobody hears anything twice."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arch_hour import rendering
from arch_hour.model import Account
from arch_hour.rules.agendas import WRAP_UP, known_agendas
from arch_hour.rules.changes import AddLabels, Change, CloseIssue, CloseReason, RemoveLabel
from arch_hour.rules.events import Command
from arch_hour.rules.markers import mark
from arch_hour.rules.wrap_up import plan_due_wrap_ups, plan_wrap_up
from arch_hour.rules.wrap_up_records import as_record, waited
from arch_hour.telling import ranked_topics
from tests.rules.build import config, linked, moment, snapshot, topic
from tests.rules.memory import Memory, StoppedError, later

OPENED, FROZEN, BEGUN, DUE = "12-15 09:00", "12-17 14:45", "12-17 15:05", "12-18 04:00"


def held(*ticked: int, topics: int = 3, **sections: Any) -> tuple[Memory, int]:
    """A repository whose meeting is under way, with some topics ticked, and its agenda's number."""
    repository = Memory.of(*(topic(number, votes=9 - number) for number in range(1, topics + 1)), **sections)
    repository.run(OPENED)
    repository.run(FROZEN)
    agenda = repository.only("agenda").number
    for number in ticked:
        repository.tick(agenda, number)
    repository.now = moment(BEGUN)
    return repository, agenda


def told(changes: list[Change]) -> list[tuple[str, object]]:
    return [
        (type(change).__name__, getattr(change, "target", getattr(change, "number", None)))
        for change in changes
    ]


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
    assert "Nobody ticked a topic" in repository.bodies(agenda)[-1]
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


def counts(repository: Memory) -> dict[str, int]:
    agendas = tuple(repository.labelled("agenda"))
    return dict(waited(snapshot(agendas=agendas), config()))


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


# What people do between the freeze and the wrap-up


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
    assert "**Discussed**\n\n- #1\n" in repository.bodies(agenda)[-1]
    assert not repository.issues[agenda].is_open


def test_very_many_are_counted_and_not_named() -> None:
    ticked = [(f"#{number}", None) for number in range(1, 43)]
    text = rendering.render("wrap_up.md", discussed=ticked, carried=[], follow_ups=[], times={})
    assert text.endswith("\n- #40\n- and 2 more")


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


def test_a_tick_after_the_wrap_up_was_told_closes_nothing_any_more() -> None:
    repository, agenda = held(1)
    whole = len(held(1)[0].made(DUE))
    with pytest.raises(StoppedError):
        repository.run(DUE, stop_after=whole - 1)
    repository.reopen(1)
    repository.tick(agenda, 2)
    assert told(repository.made(DUE)) == [("CloseIssue", agenda)]
    assert repository.issues[1].is_open
    assert repository.issues[2].is_open


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
    assert "Nobody ticked a topic" in repository.bodies(repository.only("agenda").number)[-1]


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
