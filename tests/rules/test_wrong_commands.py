"""Commands that do nothing, in floods: few replies, which mention nobody and touch nothing."""

from collections.abc import Callable

import pytest

from tests.rules.history_checks import HIDDEN, MENTION
from tests.rules.meeting import Meeting, met

MANY, MINUTES = 200, 30
Flood = Callable[[int], tuple[str, str]]


def by_a_stranger(number: int) -> tuple[str, str]:
    return "zed", ("/next", "/move-on @ada", "/end", "/nxet")[number % 4]


def by_strangers(number: int) -> tuple[str, str]:
    return f"zed-{number}", "/next"


def misspelt(number: int) -> tuple[str, str]:
    return "wren", ("/nxet", "/mvoe-on", "/skpi")[number % 3]


def misspelt_by_many(number: int) -> tuple[str, str]:
    return f"writer-{number}", "/nxet"


def malformed(_: int) -> tuple[str, str]:
    return "wren", "/next @ada please"


def impatient(number: int) -> tuple[str, str]:
    return ("wren", "ada")[number % 2], "/next"


def of_all_kinds(number: int) -> tuple[str, str]:
    return ("wren", "zed", "ada")[number % 3], ("/nxet", "/merge #2", "/next now", "/next")[number % 4]


def prepared() -> Meeting:
    """A meeting whose first topic is discussed."""
    meeting = met(topics={"time_boxes": [240, 5]}, meeting={"duration": 300}, agenda={"close_after": "20h"})
    meeting.writing |= {f"writer-{number}" for number in range(MANY)}
    meeting.goes(0, "/next")
    return meeting


def quiet(meeting: Meeting) -> int:
    """How many replies there are, of which none mentions anybody."""
    replies = meeting.told("reply")
    assert not any(MENTION.search(HIDDEN.sub("", reply)) for reply in replies)
    return len(replies)


FLOODS = pytest.mark.parametrize(
    ("flood", "over_hours"),
    [
        pytest.param(by_a_stranger, 1, id="by somebody who may not"),
        pytest.param(by_strangers, 1, id="by many who may not"),
        pytest.param(misspelt, 3, id="misspelt"),
        pytest.param(misspelt_by_many, MINUTES, id="misspelt by many"),
        pytest.param(malformed, 3, id="malformed"),
        pytest.param(impatient, 10, id="before the box is over"),
        pytest.param(of_all_kinds, 21, id="of all kinds"),
    ],
)


@FLOODS
def test_a_flood_of_them_gets_one_reply(flood: Flood, over_hours: int) -> None:  # noqa: ARG001
    meeting = prepared()
    turns = meeting.turns
    for number in range(MANY):
        meeting.hear(1 + number / MANY, *reversed(flood(number)))
    assert len(meeting.made(meeting.at(3))) == 1
    assert quiet(meeting) == 1
    assert meeting.made(meeting.at(4)) == []
    assert meeting.turns == turns
    (reply,) = meeting.told("reply")
    assert len(reply) < 2_000


@FLOODS
def test_over_hours_each_mistake_is_told_once_in_a_while(flood: Flood, over_hours: int) -> None:
    meeting = prepared()
    turns = meeting.turns
    for number in range(MINUTES):
        by, text = flood(number)
        assert len(meeting.goes(1 + number, text, by)) <= 1
    assert quiet(meeting) == over_hours
    assert meeting.turns == turns
    assert meeting.made() == []


def test_a_flood_after_the_end_is_told_once_that_it_is_over() -> None:
    meeting = prepared()
    meeting.goes(5, "/end")
    meeting.comments_read = 10
    for number in range(MINUTES):
        meeting.goes(6 + number / 60, "/next", "zed" if number % 2 else "wren")
    assert quiet(meeting) == 2
    assert not meeting.issues[meeting.agenda].is_open
    assert len(meeting.turns) == 1
    assert meeting.made() == []


def test_one_text_of_very_many_wrong_commands_keeps_no_other_from_being_carried_out_once() -> None:
    meeting = prepared()
    old = meeting.hear(1, "Tea?")
    meeting.hear(2, "\n\n".join(f"/nxet{'t' * (number % 20)}" for number in range(900)), "zed")
    meeting.now = meeting.now.replace(minute=3)
    meeting.edit_comment(meeting.agenda, old.database_id, "Tea?\n\n/skip")
    meeting.run(meeting.at(4))
    assert [name for name, *_ in meeting.turns] == ["#1", "#2"]
    for minute in (5, 6, 7):
        meeting.run(meeting.at(minute))
    assert [name for name, *_ in meeting.turns] == ["#1", "#2"]
