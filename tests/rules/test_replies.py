"""What is said to commands that do nothing."""

import pytest

from arch_hour.rules.replies import QUIET, QUIET_ON_BOX
from tests.rules.build import topic
from tests.rules.meeting import Meeting, met


@pytest.mark.parametrize(
    ("before", "minute", "words", "reply"),
    [
        pytest.param([], 1, "/nxet", "wren, `/nxet` is no command: did you mean `/next`?", id="misspelt"),
        pytest.param([], 1, "/start", "wren, `/start` is no command: did you mean `/next`?", id="a guess"),
        pytest.param(
            [], 1, "/dance", "wren, `/dance` is no command: `/help` tells all of them.", id="unknown"
        ),
        pytest.param([], 1, "/next please", "wren, `/next` has to stand alone on its line.", id="not alone"),
        pytest.param(
            [],
            1,
            "/merge #2",
            "wren, `/merge` is said on the topic that is to be merged into another one.",
            id="elsewhere",
        ),
        pytest.param(
            [], 1, "/skip", "wren, no topic is being discussed: `/next` calls [#1](", id="nothing to skip"
        ),
        pytest.param(
            [],
            -480,
            "/next",
            "wren, the meeting begins on Thursday, 17 December 2020, 10:00: `/next` works from 04:00 on that day.",
            id="too soon",
        ),
        pytest.param(
            [],
            -5,
            "/end",
            "wren, the meeting has not begun yet: `/next` begins it, and closing this issue before 10:00 cancels it.",
            id="an end before the beginning",
        ),
        pytest.param(
            [(0, "/next"), (1, "/end")],
            2,
            "/next",
            "wren, this meeting is over: reopen the issue to go on with it.",
            id="after the end",
        ),
        pytest.param(
            [(0, "/next", "ada"), (3, "/move-on", "ada")],
            3.3,
            "/move-on",
            "wren, somebody said the same a moment before: it was done once.",
            id="two say it at once",
        ),
    ],
)
def test_a_command_that_cannot_be_carried_out_gets_a_reply_that_says_what_would_work(
    before: list[tuple[float, str]], minute: float, words: str, reply: str
) -> None:
    meeting = met()
    for command in before:
        meeting.goes(*command)
    meeting.goes(minute, words)
    assert meeting.told("reply")[-1].startswith(reply)
    assert meeting.made() == []


def test_a_cancelled_meeting_says_how_it_is_held_after_all() -> None:
    meeting = met()
    meeting.now = meeting.now.replace(minute=55)
    meeting.close(meeting.agenda)
    meeting.run()
    meeting.goes(1, "/next")
    assert meeting.told("reply") == ["wren, this meeting was cancelled: reopen the issue to hold it."]
    assert meeting.discussion.turns == ()


def test_help_tells_every_command() -> None:
    meeting = met()
    meeting.goes(1, "/help")
    (told,) = meeting.told("reply")
    for verb in ("next", "move-on", "skip", "end", "agenda", "merge #12"):
        assert f"`/{verb}`" in told
    assert "Time boxes: 10, then 5, then 5 minutes." in told


def test_agenda_tells_where_the_meeting_stands() -> None:
    meeting = met()
    for minute, words in ((0, "/next"), (2, "/skip"), (5, "/move-on"), (6, "/agenda")):
        meeting.goes(minute, words)
    (told,) = meeting.told("reply")
    assert "- ↩️ [#1](https://github.com/acme/tea/issues/1) Issue 1 – 2 of 10 min\n- ✅ [#2](" in told
    assert "- ⏳ [#3](https://github.com/acme/tea/issues/3) Issue 3 – until 10:15\n" in told


def test_before_the_freeze_it_says_that_next_makes_the_ranking_final() -> None:
    meeting = Meeting.of(topic(1), topic(2))
    meeting.run("12-17 12:00")
    meeting.agenda = meeting.only("agenda").number
    meeting.goes(-60, "/agenda")
    assert meeting.told("reply") == [
        "The ranking is not final yet; `/next` makes it so, and begins the meeting."
    ]


@pytest.mark.parametrize("by", [["zed"], [f"stranger-{number}" for number in range(40)]], ids=["one", "many"])
def test_a_flood_of_people_who_may_not_gets_one_reply(by: list[str]) -> None:
    meeting = met()
    for round_ in range(3):
        for place in range(40):
            meeting.hear(round_ * 20 + place / 10, "/next", by[place % len(by)])
        meeting.run(meeting.at(round_ * 20 + 5))
    assert len(meeting.told("reply")) == 1
    assert meeting.made() == []


def test_a_flood_of_one_mistake_gets_one_reply_and_another_later() -> None:
    meeting = met()
    minutes = QUIET.total_seconds() / 60
    for minute in (0, 1, 2, minutes - 1):
        meeting.goes(minute, "/nxet\n\n" * 30)
    assert len(meeting.told("reply")) == 1
    meeting.goes(minutes + 1, "/nxet")
    assert len(meeting.told("reply")) == 2


def test_how_long_is_left_is_told_again_when_it_is_another_time() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    minutes = QUIET_ON_BOX.total_seconds() / 60
    for minute in (1, 1.5, 1 + minutes / 2, 1.5 + minutes):
        meeting.goes(minute, "/next", by="ada")
    assert len(meeting.told("reply")) == 2


def test_mistakes_of_several_people_are_told_in_one_reply_and_many_are_counted() -> None:
    meeting = met()
    meeting.writing |= {f"person-{number}" for number in range(8)}
    for number in range(8):
        meeting.hear(0, "/nxet", f"person-{number}")
    meeting.run(meeting.at(1))
    (told,) = meeting.told("reply")
    assert told.count("is no command") == 5
    assert told.endswith("And 3 more like these: `/help` tells what works.")


def test_nobody_is_told_of_a_mistake_of_days_ago() -> None:
    meeting = met(agenda={"close_after": "9d"})
    meeting.hear(1, "/nxet")
    assert meeting.made("12-20 10:00") == []


def test_a_command_quieted_in_a_flood_does_nothing_later() -> None:
    """What was refused stays refused, though the same words would work by now."""
    meeting = met()
    meeting.goes(0, "/next", by="ada")
    meeting.goes(2, "/next", by="ada")
    meeting.goes(2.5, "/next", by="wren")
    meeting.goes(10, "/next", by="ada")
    meeting.run(meeting.at(21))
    assert [name for name, *_ in meeting.turns] == ["#1", "#2"]


def test_before_the_ranking_is_final_whoever_moves_on_hears_how_to_begin() -> None:
    meeting = Meeting.of(topic(1), topic(2))
    meeting.run("12-17 14:00")
    meeting.agenda = meeting.only("agenda").number
    meeting.goes(-40, "/move-on")
    assert meeting.told("reply") == ["wren, no topic is being discussed: `/next` begins the meeting."]
