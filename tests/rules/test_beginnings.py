"""A meeting that people begin by command, perhaps before its time."""

import pytest

from arch_hour.rules.changes import EditIssue
from tests.rules.build import moment, topic, vote
from tests.rules.meeting import Meeting


def early(**sections: object) -> Meeting:
    """A meeting hours before its freeze."""
    meeting = Meeting.of(topic(1, votes=1), topic(2, votes=2), topic(3), **sections)
    meeting.run("12-17 12:00")
    meeting.agenda = meeting.only("agenda").number
    return meeting


def test_the_first_next_makes_the_ranking_final_with_the_votes_up_to_then() -> None:
    meeting = early()
    meeting.now = moment("12-17 14:00")
    for login in ("zoe", "zed"):
        meeting.vote(1, login)
    meeting.hear(-30, "/next")
    late = (vote(f"late-{number}", "12-17 14:31") for number in range(9))
    meeting.edit(3, votes=tuple(late))
    changes = meeting.made(meeting.at(-25))
    assert any(isinstance(change, EditIssue) for change in changes)
    assert [name for name, *_ in meeting.turns] == ["#1"]
    assert "The ranking has been final since 09:30" in meeting.issues[meeting.agenda].body
    assert meeting.made(meeting.at(-24)) == []


@pytest.mark.parametrize("by", ["zed", "robot[bot]"])
def test_only_who_may_write_begins_it(by: str) -> None:
    meeting = early()
    meeting.goes(-30, "/next", by=by)
    assert "- [ ] Discussed" not in meeting.issues[meeting.agenda].body


def test_begun_early_and_closed_before_its_start_it_was_held() -> None:
    meeting = early()
    meeting.goes(-60, "/next")
    meeting.now = moment("12-17 14:20")
    meeting.close(meeting.agenda)
    meeting.run(meeting.at(-30))
    assert not meeting.issues[2].is_open
    (told,) = meeting.told("wrap-up")
    assert "| 2 | 10 min | 20 min |" in told
    assert meeting.made(meeting.at(5)) == []


def test_begun_early_it_ends_as_much_earlier() -> None:
    meeting = early()
    meeting.goes(-60, "/next")
    assert "50 min left after this box until 10:00" in meeting.last.body


def test_topics_opened_after_an_early_beginning_are_too_late_for_it() -> None:
    meeting = early()
    meeting.goes(-60, "/next")
    meeting.issues[50] = topic(50, "New", created_at=moment("12-17 14:10"))
    meeting.run(meeting.at(-40))
    assert any("#50" in told for told in meeting.told("late"))


def meeting_at(start: str, zone: str, agenda: str) -> Meeting:
    """A daily meeting, and the agenda with that in its title."""
    rule = {"schedule": "FREQ=DAILY", "start": start, "timezone": zone}
    meeting = Meeting.of(topic(1, votes=2), topic(2, votes=1), meeting=rule)
    meeting.run("12-16 12:00" if zone == "UTC" else "2021-03-13 12:00")
    (meeting.agenda,) = (issue.number for issue in meeting.labelled("agenda") if agenda in issue.title)
    return meeting


def test_begun_before_midnight_it_was_held_on_the_day_before() -> None:
    meeting = meeting_at("2020-12-10T00:30", "UTC", "12-17")
    meeting.now = moment("12-16 23:50")
    meeting.say(meeting.agenda, "wren", "/next")
    meeting.run("12-16 23:51")
    meeting.now = moment("12-17 00:40")
    meeting.say(meeting.agenda, "wren", "/end")
    meeting.run("12-17 00:41")
    assert "Wednesday, 16 December 2020, 23:50–00:40 (UTC)" in meeting.told("wrap-up")[0]


def test_how_early_it_may_begin_is_told_by_the_clock_of_that_day() -> None:
    meeting = meeting_at("2021-03-01T05:00", "America/New_York", "03-14")
    meeting.now = moment("2021-03-14 02:59")
    meeting.say(meeting.agenda, "wren", "/next")
    meeting.run()
    assert "Sunday, 14 March 2021, 05:00: `/next` works from 22:00 on the day before." in meeting.last.body
    meeting.now = moment("2021-03-14 03:00")
    meeting.say(meeting.agenda, "wren", "/next")
    meeting.run()
    assert "**Box 1 of 3 · 10 minutes · until 22:10**" in meeting.last.body


def test_begun_before_its_start_it_is_not_cancelled_any_more_when_its_date_is_skipped() -> None:
    meeting = early()
    meeting.goes(-20, "/next")
    meeting.values["meeting"]["skip"] = ["2020-12-17"]
    assert meeting.made(meeting.at(-15)) == []
    meeting.goes(-10, "/next")
    assert [name for name, *_ in meeting.turns] == ["#2", "#1"]
    meeting.goes(-5, "/end")
    assert "09:40–09:55" in meeting.told("wrap-up")[0]
