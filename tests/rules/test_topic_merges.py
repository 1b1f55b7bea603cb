"""What `/merge` on a topic does, exactly once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from arch_hour.rules.changes import AddLabels, CloseIssue, CloseReason
from arch_hour.rules.events import Command
from arch_hour.rules.merge_records import MERGED, MERGED_IN
from arch_hour.rules.topic_merges import plan_merges
from tests.rules.build import comment, config, linked, moment, snapshot, topic
from tests.rules.memory import later
from tests.rules.merging import (
    AFTERWARDS,
    LATER,
    RUN,
    SAID,
    backlog,
    kinds,
    merged,
    told,
    voters,
)
from tests.rules.stopping import survives

TITLE = "@ada | <b>x</b> <!-- arch-hour:merged {} --> #20\n/merge #20"


def test_both_are_told_then_the_merged_one_is_labelled_and_closed() -> None:
    repository = backlog()
    repository.say(7, "ada", "Much the same.\n\n/merge #12")
    changes = repository.made(RUN)
    assert told(changes) == [("AddComment", 12), ("AddComment", 7), ("AddLabels", 7), ("CloseIssue", 7)]
    assert AddLabels(7, ("topic: merged",), "it was merged into #12") in changes
    assert CloseIssue(7, CloseReason.NOT_PLANNED, "it was merged into #12") in changes
    assert (kinds(repository, 12), kinds(repository, 7)) == ([MERGED_IN], [MERGED])


def test_both_say_so_in_these_words(golden: Callable[[str, str], None]) -> None:
    repository = backlog()
    repository.edit(7, title=TITLE)
    repository.edit(12, title=TITLE)
    merged((7, 12), (12, 20), repository=repository)
    golden("merged.md", repository.bodies(7)[-1])
    golden("merged_in.md", repository.bodies(12)[1])
    golden("merged_in_with_others.md", repository.bodies(20)[-1])
    repository.reopen(7)
    repository.reopen(12)
    repository.run(AFTERWARDS)
    golden("unmerged.md", repository.bodies(20)[-1])


def test_closing_it_with_the_comment_merges_it_as_well() -> None:
    """The votes of a closed topic come along once it has its label: the next run counts them."""
    repository = backlog()
    repository.say(7, "ada", "/merge #12")
    repository.close(7)
    changes = told(repository.made(RUN))
    assert changes[:3] == [("AddLabels", 7), ("AddComment", 12), ("AddComment", 7)]
    repository.run(AFTERWARDS)
    assert repository.made() == []
    repository.reopen(7)
    assert ("RemoveLabel", 7) in told(repository.made(later(repository, hours=1)))
    assert repository.issues[7].is_open


def test_a_run_that_stops_in_between_merges_it_in_the_end() -> None:
    repository = backlog()
    repository.edit(7, votes=())
    repository.say(7, "ada", "/merge #12")
    repository.close(7)
    survives(repository, RUN)
    assert repository.issues[7].has_label("topic: merged")


@pytest.mark.parametrize("scheduled", [False, True], ids=["in the backlog", "on a final agenda"])
def test_a_run_may_stop_anywhere(scheduled: bool) -> None:  # noqa: FBT001
    repository = backlog()
    if scheduled:
        repository.run("12-17 14:50")
        repository.now = moment("12-17 14:51")
    repository.say(7, "ada", "/merge #12")
    at = "12-17 14:52" if scheduled else RUN
    assert ("RemoveLabel", 7) in told(survives(repository, at)) or not scheduled
    assert repository.issues[7].labels == ("topic", "topic: merged")
    assert not repository.issues[7].is_open


def test_a_chain_that_is_said_at_once_survives_too() -> None:
    repository = backlog()
    repository.say(7, "ada", "/merge #12")
    repository.now += timedelta(seconds=1)
    repository.say(12, "ada", "/merge #20")
    survives(repository, RUN)
    assert [number for number in (7, 12, 20) if repository.issues[number].is_open] == [20]
    assert "[#7]" in repository.bodies(20)[-1]


@pytest.mark.parametrize("first", [7, 12])
def test_of_two_that_are_merged_into_each_other_who_spoke_first_is_heard(first: int) -> None:
    repository = backlog()
    second = 19 - first
    repository.say(first, "ada", f"/merge #{second}")
    repository.now += timedelta(seconds=1)
    repository.say(second, "wren", f"/merge #{first}")
    survives(repository, RUN)
    assert not repository.issues[first].is_open
    assert repository.issues[second].is_open
    assert f"`#{first}` is a part of this topic already" in repository.bodies(second)[-1]


def test_it_is_merged_however_late_that_is_seen() -> None:
    repository = backlog()
    repository.say(7, "ada", "/merge #12")
    assert ("CloseIssue", 7) in told(repository.made("12-30 09:00"))


def test_an_agenda_is_made_without_it_in_the_same_run() -> None:
    repository = backlog()
    repository.say(7, "ada", "/merge #12")
    outcome = repository.run(RUN, Command.AGENDA)
    assert voters(outcome) == {12: ["ann", "bob", "cleo"], 20: ["dan"]}
    assert "#7" not in repository.only("agenda").body
    assert "ann, bob, cleo" in repository.only("agenda").body


def test_only_people_and_their_commands_are_asked_about_and_nothing_when_all_is_answered() -> None:
    repository = backlog()
    repository.say(7, "ada", "/merge #12")
    repository.say(7, "zed", "I like it. /merge #12")
    repository.say(20, "zed", "`/merge #12`")
    repository.say(20, "zed", "/lgtm")
    repository.run(RUN)
    assert repository.asked == ["ada"]
    assert repository.made(LATER) == []
    assert repository.asked == []


def test_an_event_that_comes_again_does_nothing() -> None:
    repository = merged((7, 12))
    state = repository.state()
    for minutes in (1, 60, 60 * 24):
        repository.run(later(repository, minutes=minutes))
    assert {number: repository.state()[number] for number in (7, 12)} == {
        number: state[number] for number in (7, 12)
    }


@pytest.mark.parametrize("text", ["/merge #12\n\nMore of it.", "More of it.\n\n/merge #12"])
def test_who_edits_a_comment_that_was_answered_merges_nothing_again(text: str) -> None:
    repository = merged((7, 12))
    repository.reopen(7)
    repository.run(AFTERWARDS)
    repository.now = moment("12-15 12:00")
    repository.edit_comment(7, repository.issues[7].comments[0].database_id, text)
    assert told(repository.made("12-15 12:01")) == []


def test_a_command_that_is_edited_into_a_comment_merges_from_then_on() -> None:
    repository = backlog()
    said = repository.say(7, "ada", "Much the same.")
    repository.now = moment("12-15 10:30")
    repository.edit_comment(7, said.database_id, "Much the same.\n\n/merge #12", by="ada")
    survives(repository, "12-15 10:31")
    assert f"history of {said.id}" in repository.asked or not repository.issues[7].is_open
    repository.now = moment("12-15 10:45")
    repository.reopen(7)
    assert told(repository.made("12-15 10:46")) == [("AddComment", 12), ("RemoveLabel", 7)]


def test_what_was_said_before_it_was_closed_by_hand_and_opened_again_still_counts_once() -> None:
    repository = backlog()
    repository.close(7)
    repository.now = moment("12-15 10:10")
    repository.reopen(7)
    repository.say(7, "ada", "/merge #12")
    survives(repository, "12-15 10:11")
    assert not repository.issues[7].is_open


def test_who_deletes_the_comment_that_says_what_it_is_a_part_of_has_that_said_again() -> None:
    repository = merged((7, 12))
    repository.delete_comment(7, repository.issues[7].comments[-1].database_id)
    assert told(survives(repository, AFTERWARDS)) == [("AddComment", 7)]
    assert (kinds(repository, 7), kinds(repository, 12)) == ([MERGED], [MERGED_IN])
    assert voters(repository.run(later(repository, minutes=1)))[12] == ["ann", "bob", "cleo"]


def test_its_action_lines_stay_and_its_follow_ups_stay_open() -> None:
    repository = backlog()
    repository.say(7, "ada", "ACTION @wren to look at the logs")
    repository.say(7, "ada", "/merge #12")
    repository.run(RUN)
    number = repository.only("action-item").number
    repository.now = moment("12-15 12:00")
    repository.say(7, "ada", "ACTION @wren to tell the others")
    repository.run("12-15 12:01")
    assert len(repository.labelled("action-item")) == 2
    repository.run("2021-01-20 09:00")
    assert repository.issues[number].is_open
    assert len(repository.labelled("action-item")) == 2


def test_our_own_words_are_no_promise_and_no_command() -> None:
    repository = backlog()
    repository.edit(12, title="ACTION @ada to do it")
    repository.edit(7, title="/merge #20")
    merged((7, 12), repository=repository)
    assert repository.labelled("action-item") == []
    assert told(repository.made(AFTERWARDS)) == []


@pytest.mark.parametrize("ticked", [False, True])
def test_a_wrap_up_neither_closes_it_as_discussed_nor_lets_it_wait(ticked: bool) -> None:  # noqa: FBT001
    repository = backlog()
    repository.run("12-17 14:50")
    agenda = repository.only("agenda").number
    repository.now = moment("12-17 15:05")
    repository.say(7, "ada", "/merge #12")
    repository.run("12-17 15:06")
    if ticked:
        repository.tick(agenda, 7)
    repository.run("12-18 04:00")
    assert not repository.issues[agenda].is_open
    assert repository.issues[7].labels == ("topic", "topic: merged")
    assert kinds(repository, 7) == [MERGED]
    assert "discussed" not in repository.bodies(7)[-1]
    carried = repository.bodies(agenda)[-1].partition('"waited":')[2].partition("}")[0]
    assert '"12"' in carried
    assert '"7"' not in carried


def test_topics_of_other_repositories_take_no_commands() -> None:
    said = comment(9, "ada", "/merge #12", at=SAID)
    theirs = topic(3, comments=(said,), comments_total=1, repository="acme/other")
    for own in (theirs, replace(theirs, repository="")):
        seen = snapshot(topics=(topic(12), own), knows_elsewhere=True)
        assert bool(plan_merges(seen, config(), moment(RUN))) is not bool(own.repository)


def test_all_that_is_merged_along_is_named_in_order() -> None:
    repository = backlog()
    repository.issues[9] = topic(9)
    repository.say(7, "ada", "/merge #12")
    repository.run(RUN)
    repository.say(9, "ada", "/merge #12")
    repository.run(LATER)
    repository.say(12, "ada", "/merge #20")
    repository.run("12-15 10:03")
    assert f"together with {linked(7)}, {linked(9)}. " in repository.bodies(20)[-1]


def test_an_open_topic_with_the_label_that_nobody_merged_is_discussed_as_any_other() -> None:
    repository = backlog()
    repository.label(7, "topic: merged")
    repository.run("12-17 14:50")
    repository.tick(repository.only("agenda").number, 7)
    repository.run("12-18 04:00")
    assert not repository.issues[7].is_open
    assert "topic: discussed" in repository.issues[7].labels
