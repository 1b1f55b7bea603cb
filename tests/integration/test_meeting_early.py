"""Meetings that people begin before their time: the ranking is final by that, and closing them is no cancelling."""

from typing import TYPE_CHECKING

from tests.integration.meetings import Box, Meeting
from tests.integration.test_week import body_of, vote

if TYPE_CHECKING:
    from tests.integration.conftest import Town


def test_next_half_an_hour_early_freezes_with_the_votes_given_up_to_then(town: "Town") -> None:
    meeting = Meeting.called(town, until=-40)
    assert "- [ ] Discussed" not in body_of(town, meeting.agenda)
    vote(town, meeting.topics[1], "ada", "ablackwell")
    meeting.say("ben", "/next", at=-30)
    meeting.at(-28)
    vote(town, meeting.topics[4], "ada", "ben", "cleo", "ablackwell", "nasthagiri")
    meeting.run()
    body = body_of(town, meeting.agenda)
    assert body.index("### 1. What if search is down?") < body.index("### 2. Splitting the billing service")
    assert "ada (given after the ranking was final)" in body
    assert meeting.boxes == [Box(meeting.topics[1], 1, 3, 10, "09:40")]
    assert meeting.is_settled()
    # At its scheduled time nothing begins anew.
    meeting.at(-10)
    assert meeting.is_settled()
    meeting.at(1)
    assert meeting.is_settled()


def test_a_meeting_that_is_closed_before_its_time_but_begun_is_wrapped_up(town: "Town") -> None:
    meeting = Meeting.called(town, until=-40)
    meeting.order("ada", "/next", at=-30)
    meeting.at(-12)
    meeting.close()
    meeting.run()
    assert "10:00" not in meeting.minutes.split("###")[0]
    assert "09:30–09:48" in meeting.minutes
    assert "| 10 min | 18 min |" in meeting.minutes
    assert meeting.states[meeting.topics[0]] == ("closed", ("topic", "topic: discussed"))
    assert meeting.is_settled()
    meeting.at(4 * 24 * 60)
    meeting.run()
    assert f"Previous agenda: #{meeting.agenda}" in body_of(town, town.issues("agenda")[-1]["number"])


def test_an_agenda_that_is_closed_without_a_beginning_is_cancelled_whatever_a_stranger_says(
    town: "Town",
) -> None:
    meeting = Meeting.called(town, until=-40)
    meeting.order("stranger", "/next", at=-30)
    assert meeting.boxes == []
    assert "- [ ] Discussed" not in body_of(town, meeting.agenda)
    meeting.at(-20)
    meeting.close()
    meeting.run()
    assert meeting.ours("wrap-up") == []
    assert {state for state, _ in meeting.states.values()} == {"open"}


def test_nobody_begins_the_meeting_of_another_day(town: "Town") -> None:
    meeting = Meeting.called(town, until=-24 * 60)
    meeting.order("ada", "/next", at=-23 * 60)
    assert meeting.boxes == []
    (told,) = meeting.told
    assert "the meeting begins on Thursday, 17 December 2020, 10:00: `/next` works from 04:00" in told["body"]
    assert meeting.is_settled()
