"""A topic that was merged and that people open again stands for itself, and can be merged anew."""

from datetime import timedelta

from arch_hour.rules.merge_records import MERGED_IN, UNMERGED
from tests.rules.build import VIEWER, moment
from tests.rules.memory import later
from tests.rules.merging import (
    AFTERWARDS,
    REOPENED,
    RUN,
    SAID,
    backlog,
    kinds,
    merged,
    told,
)
from tests.rules.stopping import survives


def test_its_end_may_be_told_by_a_run_that_stops_anywhere() -> None:
    repository = merged((7, 12))
    repository.reopen(7)
    assert told(survives(repository, AFTERWARDS)) == [("AddComment", 12), ("RemoveLabel", 7)]
    assert kinds(repository, 12) == [MERGED_IN, UNMERGED]
    assert repository.issues[7].labels == ("topic",)
    assert repository.issues[7].is_open


def test_one_that_people_open_again_is_left_open_however_often_runs_come() -> None:
    repository = merged((7, 12))
    repository.reopen(7)
    repository.run(AFTERWARDS)
    for minutes in (1, 2, 90):
        assert told(repository.made(later(repository, minutes=minutes))) == []
    assert repository.issues[7].is_open


def test_one_that_is_opened_again_can_be_merged_anew_into_the_same_or_another() -> None:
    for target in (12, 20):
        repository = merged((7, 12))
        repository.reopen(7)
        repository.run(AFTERWARDS)
        repository.now = moment("12-15 12:00")
        repository.say(7, "ada", f"/merge #{target}")
        assert told(survives(repository, "12-15 12:01")) == [
            ("AddComment", target),
            ("AddComment", 7),
            ("AddLabels", 7),
            ("CloseIssue", 7),
        ]
        repository.now = moment("12-15 13:00")
        repository.reopen(7)
        assert told(survives(repository, "12-15 13:01")) == [("AddComment", target), ("RemoveLabel", 7)]


def test_one_that_is_opened_again_and_merged_anew_between_two_runs_is_told_in_that_order() -> None:
    repository = merged((7, 12))
    repository.reopen(7)
    repository.now = moment("12-15 11:00:30")
    repository.say(7, "ada", "/merge #20")
    survives(repository, AFTERWARDS)
    assert (kinds(repository, 12), kinds(repository, 20)) == ([MERGED_IN, UNMERGED], [MERGED_IN])
    assert repository.issues[7].labels == ("topic", "topic: merged")
    assert not repository.issues[7].is_open


def test_who_takes_the_label_off_while_opening_it_is_told_of_where_that_can_be_known() -> None:
    repository = merged((7, 12))
    repository.reopen(7)
    repository.unlabel(7, "topic: merged")
    assert told(survives(repository, AFTERWARDS)) == [("AddComment", 12)]


def test_the_end_is_told_also_where_the_other_topic_is_too_long_to_be_read_and_only_once() -> None:
    repository = merged((7, 12))
    repository.comments_read = 3
    for number in range(4):
        repository.say(12, "zed", f"words {number}")
    repository.reopen(7)
    assert told(survives(repository, AFTERWARDS)) == [("AddComment", 12), ("RemoveLabel", 7)]
    for number in range(4):
        repository.say(12, "zed", f"more words {number}")
    assert told(repository.made(later(repository, hours=1))) == []


def test_a_topic_that_is_gone_or_closed_by_then_is_not_told_of_the_end() -> None:
    closed, gone = merged((7, 12)), merged((7, 12))
    closed.close(12)
    gone.delete_issue(12)
    for repository in (closed, gone):
        repository.reopen(7)
        assert told(survives(repository, AFTERWARDS)) == [("RemoveLabel", 7)]


def test_two_runs_at_once_leave_one_merged_topic_that_can_be_opened_again() -> None:
    repository = merged((7, 12))
    for number in (12, 7):
        repository._comment(number, VIEWER, repository.bodies(number)[-1])
    assert told(repository.made("12-15 11:00:30")) == []
    repository.now = moment("12-15 11:00:40")
    repository.reopen(7)
    assert told(survives(repository, AFTERWARDS)) == [("AddComment", 12), ("RemoveLabel", 7)]
    assert repository.issues[7].is_open


def test_who_closes_the_topic_with_the_same_comment_is_not_in_the_way_of_opening_it_again() -> None:
    repository = backlog()
    repository.say(7, "ada", "/merge #12")
    repository.now += timedelta(seconds=1)
    closed = repository.now
    repository.run(RUN)
    # As GitHub has it where the run read the topic right before a person closed it.
    repository.edit(7, closed_at=closed)
    repository.now = moment(REOPENED)
    repository.reopen(7)
    assert told(repository.made(AFTERWARDS)) == [("AddComment", 12), ("RemoveLabel", 7)]


def test_one_that_was_closed_in_the_second_in_which_that_was_said_can_be_opened_again_too() -> None:
    repository = backlog()
    repository.say(7, "ada", "/merge #12")
    repository.run(SAID)
    repository.now = moment(REOPENED)
    repository.reopen(7)
    assert told(repository.made(AFTERWARDS)) == [("AddComment", 12), ("RemoveLabel", 7)]
