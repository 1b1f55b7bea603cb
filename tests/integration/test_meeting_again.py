"""A meeting that was ended, and that people go on with: the minutes are kept true in their place."""

from typing import TYPE_CHECKING

import pytest

from tests.integration.meetings import Box, Meeting

if TYPE_CHECKING:
    from tests.integration.conftest import Town

OPEN, DISCUSSED = ("open", ("topic",)), ("closed", ("topic", "topic: discussed"))


@pytest.fixture
def ended(town: "Town") -> Meeting:
    """A meeting that was ended with its second topic."""
    meeting = Meeting.called(town)
    meeting.order("ada", "/next", at=0)
    meeting.order("ada", "/next", at=10)
    meeting.order("ada", "/end", at=14)
    return meeting


def test_people_who_reopen_it_go_on_and_end_it_again(ended: Meeting) -> None:
    before = ended.ours("wrap-up")[0]["id"]
    ended.react(before, heart=("ben",))
    ended.at(16)
    ended.close(state="open")
    assert ended.is_settled()
    ended.order("ada", "/next", at=17)
    assert ended.boxes[-1] == Box(ended.topics[2], 1, 3, 10, "10:27")
    ended.note("ben", ended.topics[2], "ACTION @ben to begin the wiki\n\nDECISION: a wiki it is")
    ended.order("ada", "/end", at=25)
    (told,) = ended.ours("wrap-up")
    assert told["id"] == before
    for words in ("10:00–10:25", "| 10 min | 8 min |", "begin the wiki", "a wiki it is"):
        assert words in ended.minutes
    assert [ended.states[number] for number in ended.topics] == [DISCUSSED] * 3 + [OPEN] * 2
    assert ended.town.send("ada", "GET", f"/issues/{ended.agenda}")["state"] == "closed"
    assert ended.is_settled()
    assert [len(comments(ended, number)) for number in ended.topics[:3]] == [1, 1, 1]


def test_closing_it_again_tells_what_was_ticked_and_noted_since(ended: Meeting) -> None:
    ended.at(16)
    ended.close(state="open")
    ended.at(17)
    body = ended.town.send("ben", "GET", f"/issues/{ended.agenda}")["body"]
    ticked = body.replace(
        f"- [ ] Discussed · [#{ended.topics[3]}]", f"- [x] Discussed · [#{ended.topics[3]}]"
    )
    ended.town.send("ben", "PATCH", f"/issues/{ended.agenda}", {"body": f"{ticked}\n\nDECISION: no lunch\n"})
    ended.at(20)
    ended.close()
    ended.run()
    assert ended.states[ended.topics[3]] == DISCUSSED
    assert "no lunch" in ended.minutes
    assert "Where do images come from? | 0 | 10 min | – |" in ended.minutes
    assert ended.is_settled()


def test_notes_that_are_mended_after_the_end_come_into_the_minutes_in_their_place(ended: Meeting) -> None:
    ended.at(30)
    ended.note("ben", ended.topics[0], "DECISION: we carve out invoices first")
    ended.run()
    assert "we carve out invoices first" in ended.minutes
    assert "10:00–10:14" in ended.minutes
    assert ended.is_settled()


def test_a_topic_that_people_reopen_after_the_minutes_is_theirs(ended: Meeting) -> None:
    ended.at(30)
    ended.town.send("ben", "PATCH", f"/issues/{ended.topics[0]}", {"state": "open"})
    ended.note("ben", ended.topics[1], "DECISION: search may be down")
    ended.run()
    assert ended.states[ended.topics[0]][0] == "open"
    assert ended.is_settled()


def test_commands_after_the_end_are_told_what_would_work(ended: Meeting) -> None:
    ended.order("ada", "/next", at=20)
    *_, told = ended.told
    assert "ada, this meeting is over: reopen the issue to go on with it." in told["body"]
    assert ended.is_settled()


def comments(meeting: Meeting, number: int) -> list[object]:
    found: list[object] = meeting.town.send("ada", "GET", f"/issues/{number}/comments")
    return found
