"""Commands in one second, around the end, on agendas that are closed or moved, and ours that people delete."""

from copy import deepcopy

import pytest

from tests.rules.build import moment, topic
from tests.rules.meeting import Meeting, met
from tests.rules.memory import StoppedError


def early() -> Meeting:
    """A meeting hours before its freeze."""
    meeting = Meeting.of(topic(1, votes=1), topic(2, votes=2), topic(3))
    meeting.run("12-17 12:00")
    meeting.agenda = meeting.only("agenda").number
    return meeting


def close(meeting: Meeting, minute: float, by: str = "ada") -> None:
    meeting.now = moment(meeting.at(minute))
    meeting.close(meeting.agenda, by)


def reopen(meeting: Meeting, minute: float) -> None:
    meeting.now = moment(meeting.at(minute))
    meeting.reopen(meeting.agenda)


def names(meeting: Meeting) -> list[str]:
    return [name for name, *_ in meeting.turns]


def test_two_commands_in_one_second_are_two() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.goes(3, "/skip\n\n/move-on")
    assert meeting.turns == [("#1", "skipped", 3, 1), ("#2", "discussed", 0, 1), ("#3", "", 0, 1)]
    meeting.goes(5, "/skip")
    assert meeting.turns[2] == ("#3", "skipped", 2, 1)


def test_who_wants_to_move_on_right_after_a_box_was_added_is_heard() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.goes(2, "/move-on")
    meeting.vote_on_box(on="ada zoe")
    meeting.goes(12, "/next")
    meeting.goes(12.2, "/move-on", by="ada")
    assert names(meeting) == ["#1", "#2", "#3"]


@pytest.mark.parametrize("is_replied_to", [True, False])
def test_what_a_deleted_comment_had_carried_out_is_carried_out_again_whatever_was_replied_since(
    is_replied_to: bool,  # noqa: FBT001
) -> None:
    meeting = met()
    meeting.goes(0, "/next")
    box = meeting.last
    if is_replied_to:
        meeting.goes(1, "/help")
        meeting.goes(2, "/nxet")
    meeting.delete_comment(meeting.agenda, box.database_id)
    assert meeting.turns == []
    meeting.run(meeting.at(4))
    assert meeting.turns == [("#1", "", 0, 1)]
    assert meeting.discussion.begun == moment(meeting.at(0))


def test_a_mistake_is_told_also_where_the_run_stops_after_the_command_behind_it() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    for minute, text in ((3, "/next"), (4, "/move-on"), (5, "/next")):
        meeting.hear(minute, text)
    with pytest.raises(StoppedError):
        meeting.run(meeting.at(6), stop_after=1)
    meeting.run(meeting.at(7))
    assert meeting.told("reply") == ["7 minutes left when wren said `/next`. `/move-on` does not wait."]
    assert names(meeting) == ["#1", "#2"]


@pytest.mark.parametrize("text", ["/next", "/move-on", "/skip"])
def test_what_a_run_sees_only_after_the_end_that_came_before_it_calls_nobody(text: str) -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.hear(5, "/end")
    unseen = meeting.hear(5.1, text, by="ada")
    meeting.delete_comment(meeting.agenda, unseen.database_id)
    meeting.run(meeting.at(5.2))
    left = tuple(meeting.issues[meeting.agenda].comments)
    meeting.edit(meeting.agenda, comments=(*left, unseen), comments_total=len(left) + 1)
    meeting.run(meeting.at(6))
    assert meeting.turns == [("#1", "discussed", 5, 1)]
    assert "this meeting is over" in meeting.told("reply")[-1]
    reopen(meeting, 7)
    meeting.run(meeting.at(8))
    assert names(meeting) == ["#1"]


def test_what_was_refused_in_silence_does_not_come_alive_after_the_end() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.goes(3, "/next")
    meeting.goes(4, "/next", by="ada")
    close(meeting, 8)
    meeting.run(meeting.at(9))
    assert meeting.made(meeting.at(10)) == []
    reopen(meeting, 11)
    assert meeting.made(meeting.at(12)) == []
    assert meeting.turns == [("#1", "discussed", 8, 1)]


def test_nobody_is_called_between_the_minutes_and_the_closing() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.hear(5, "/end")
    changes = deepcopy(meeting).made(meeting.at(6))
    with pytest.raises(StoppedError):
        meeting.run(meeting.at(6), stop_after=len(changes) - 1)
    assert meeting.told("wrap-up")
    assert meeting.issues[meeting.agenda].is_open
    meeting.goes(7, "/next", by="ada")
    assert not meeting.issues[meeting.agenda].is_open
    assert meeting.turns == [("#1", "discussed", 5, 1)]


def test_people_who_went_on_and_closed_it_before_any_run_are_heard() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    close(meeting, 5)
    meeting.run(meeting.at(6))
    reopen(meeting, 10)
    meeting.hear(11, "/next")
    meeting.hear(13, "/end", by="ada")
    close(meeting, 20)
    meeting.run(meeting.at(21))
    assert meeting.turns == [("#1", "discussed", 5, 1), ("#2", "discussed", 2, 1)]
    assert not meeting.issues[2].is_open
    assert meeting.made(meeting.at(22)) == []


def test_two_who_end_it_at_once_are_told_nothing_else_and_it_stays_open_where_people_open_it_again() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.hear(5, "/end")
    meeting.hear(5.5, "/end", by="ada")
    meeting.run(meeting.at(6))
    assert meeting.told("reply") == []
    reopen(meeting, 7)
    assert meeting.made(meeting.at(8)) == []


def test_a_meeting_that_began_and_ended_before_its_time_was_held_though_its_boxes_are_deleted() -> None:
    meeting = early()
    meeting.goes(-60, "/next")
    meeting.goes(-40, "/end")
    for comment in meeting.issues[meeting.agenda].comments:
        if "arch-hour:discussion" in comment.body:
            meeting.delete_comment(meeting.agenda, comment.database_id)
    assert meeting.made(meeting.at(-30)) == []
    meeting.goes(-29, "/next")
    assert "this meeting is over" in meeting.told("reply")[-1]


def test_what_is_said_on_a_cancelled_agenda_begins_nothing_not_even_once_it_is_open_again() -> None:
    meeting = early()
    close(meeting, -60)
    meeting.run(meeting.at(-55))
    meeting.goes(-50, "/next")
    assert "this meeting was cancelled" in meeting.told("reply")[-1]
    reopen(meeting, -45)
    meeting.run(meeting.at(-44))
    meeting.goes(-43, "/help")
    assert meeting.turns == []
    assert "- [ ] Discussed" not in meeting.issues[meeting.agenda].body


def test_a_next_after_an_end_begins_nothing() -> None:
    meeting = met()
    meeting.hear(1, "/end")
    meeting.hear(3, "/next")
    meeting.run(meeting.at(4))
    assert meeting.discussion.begun is None
    close(meeting, 4)


def test_a_next_in_vain_began_the_meeting_for_good() -> None:
    meeting = Meeting.of()
    meeting.run("12-17 12:00")
    meeting.agenda = meeting.only("agenda").number
    meeting.goes(-60, "/next")
    assert "no topic waits any more" in meeting.told("reply")[-1]
    close(meeting, -50)
    meeting.run(meeting.at(-49))
    assert meeting.told("wrap-up")
    assert meeting.made(meeting.at(-48)) == []


def test_what_was_discussed_on_another_day_is_none_of_a_moved_meeting() -> None:
    meeting = early()
    meeting.goes(-60, "/next")
    meeting.values["meeting"]["moved"] = {"2020-12-17": "2020-12-22T10:00"}
    for minute in (-55, 60, 24 * 60):
        meeting.run(meeting.at(minute))
    assert meeting.issues[meeting.agenda].is_open
    later = 5 * 24 * 60
    meeting.goes(later, "/next")
    meeting.goes(later + 10, "/end")
    assert meeting.turns == [("#2", "discussed", 10, 1)]
    assert meeting.made(meeting.at(later + 11)) == []
