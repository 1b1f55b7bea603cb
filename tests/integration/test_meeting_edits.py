"""Commands that people edit or take away before a run sees them, or after one carried them out."""

from typing import TYPE_CHECKING

import pytest

from tests.integration.meetings import Box, Meeting, seen

if TYPE_CHECKING:
    from tests.integration.conftest import Town


@pytest.fixture
def meeting(town: "Town") -> Meeting:
    return Meeting.called(town)


def first(meeting: Meeting, until: str) -> Box:
    return Box(meeting.topics[0], 1, 3, 10, until)


@pytest.mark.parametrize("act", ["edited", "deleted"])
def test_a_command_that_was_taken_back_before_a_run_is_not_carried_out(meeting: Meeting, act: str) -> None:
    said = meeting.say("ada", "/next", at=0)
    if act == "edited":
        meeting.edit("ada", said, "Let us wait for Ben.")
    else:
        meeting.delete("ada", said)
    assert meeting.is_settled()
    assert meeting.told == []


def test_a_misspelt_command_that_was_mended_before_a_run_counts_from_then_on(meeting: Meeting) -> None:
    said = meeting.say("ada", "/nxet", at=0)
    meeting.at(2)
    meeting.edit("ada", said, "/next")
    meeting.at(3)
    meeting.run()
    assert meeting.boxes == [first(meeting, "10:12")]
    assert len(meeting.told) == 1
    assert meeting.is_settled()


def test_a_misspelt_command_that_was_mended_after_the_reply_is_carried_out(meeting: Meeting) -> None:
    said = meeting.say("ada", "/nxet", at=0)
    meeting.run()
    assert seen(meeting.told[-1]["body"]) == "ada, `/nxet` is no command: did you mean `/next`?"
    meeting.at(2)
    meeting.edit("ada", said, "/next")
    meeting.run()
    assert meeting.boxes == [first(meeting, "10:12")]
    assert len(meeting.told) == 2
    assert meeting.is_settled()


def test_of_a_comment_that_was_edited_after_a_run_only_the_new_command_is_carried_out(
    meeting: Meeting,
) -> None:
    said = meeting.say("ada", "/next", at=0)
    meeting.run()
    meeting.at(4)
    meeting.edit("ada", said, "/next\n\n/move-on\n")
    meeting.run()
    assert meeting.boxes == [first(meeting, "10:10"), Box(meeting.topics[1], 1, 3, 10, "10:14")]
    meeting.edit("ada", said, "/move-on")
    assert meeting.is_settled()


@pytest.mark.parametrize("act", ["edited", "deleted"])
def test_a_command_that_is_taken_back_after_it_was_carried_out_stays_carried_out(
    meeting: Meeting, act: str
) -> None:
    said = meeting.say("ada", "/next", at=0)
    meeting.run()
    meeting.at(1)
    if act == "edited":
        meeting.edit("ada", said, "Never mind.")
    else:
        meeting.delete("ada", said)
    assert meeting.is_settled()
    meeting.order("ada", "/next", at=10)
    assert meeting.boxes[-1] == Box(meeting.topics[1], 1, 3, 10, "10:20")


def test_a_time_box_whose_comment_was_deleted_is_told_again_and_as_it_was(meeting: Meeting) -> None:
    meeting.order("ada", "/next", at=0)
    meeting.order("ada", "/next", at=10)
    *_, told = meeting.told
    meeting.delete("ben", told["id"])
    meeting.at(12)
    meeting.run()
    *_, again = meeting.told
    assert (again["body"], again["id"] != told["id"]) == (told["body"], True)
    assert meeting.is_settled()


def test_an_older_comment_of_ours_that_was_deleted_takes_nothing_along(meeting: Meeting) -> None:
    meeting.order("ada", "/next", at=0)
    meeting.order("ada", "/move-on", at=4)
    meeting.delete("ben", meeting.told[0]["id"])
    assert meeting.is_settled()
    meeting.order("ada", "/end", at=9)
    assert "15 min" not in meeting.minutes
    assert "| 10 min | 4 min |" in meeting.minutes
    assert "| 10 min | 5 min |" in meeting.minutes


def test_commands_in_code_quotes_and_the_agenda_s_own_text_are_words(meeting: Meeting) -> None:
    meeting.say(
        "ada", "> /next\n\nWhat does it do?\n\n```\n/next\n```\n\n    /next\n\n<!--\n/next\n-->", at=0
    )
    meeting.note("ada", meeting.topics[0], "/next")
    assert meeting.is_settled()
    assert meeting.told == []
