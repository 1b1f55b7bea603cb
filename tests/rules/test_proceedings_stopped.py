"""What a command makes of a meeting, wherever its run stops and is taken up again."""

from collections.abc import Callable, Sequence

import pytest

from arch_hour.rules.events import Command
from tests.rules.build import moment, topic
from tests.rules.meeting import Meeting, met
from tests.rules.stopping import survives

Said = tuple[float, str, str]


def begun(*said: Said) -> Meeting:
    """A meeting in which people said these things so far, each seen by a run of its own."""
    meeting = met()
    for minute, text, by in said:
        meeting.goes(minute, text, by)
    return meeting


def with_votes() -> Meeting:
    """The first box has more 👍 than 👎."""
    meeting = begun((0, "/next", "wren"))
    meeting.vote_on_box(on="ada zoe", over="wren")
    return meeting


def in_its_last_box() -> Meeting:
    """Twice more time was wanted."""
    meeting = with_votes()
    for minute in (10, 15):
        meeting.goes(minute, "/next")
        meeting.vote_on_box(on="ada zoe")
    return meeting


def unfrozen() -> Meeting:
    """Hours before the freeze."""
    meeting = Meeting.of(topic(1, votes=1), topic(2, votes=2), topic(3))
    meeting.run("12-17 12:00")
    meeting.agenda = meeting.only("agenda").number
    return meeting


def closed_in_a_box() -> Meeting:
    """Somebody closed the agenda while a topic was discussed."""
    meeting = begun((0, "/next", "wren"), (12, "/next", "wren"))
    meeting.now = moment(meeting.at(15))
    meeting.close(meeting.agenda)
    return meeting


def gone_on_with() -> Meeting:
    """A meeting was ended, and its agenda opened again."""
    meeting = begun((0, "/next", "wren"), (5, "/end", "wren"))
    meeting.now = moment(meeting.at(7))
    meeting.reopen(meeting.agenda)
    meeting.goes(8, "/next", "ada")
    return meeting


def forgotten() -> Meeting:
    """One that people went on with after its end, and left."""
    meeting = gone_on_with()
    meeting.tick(meeting.agenda, 3)
    return meeting


@pytest.mark.parametrize(
    ("prepared", "said", "turns"),
    [
        pytest.param(begun, [(0, "/next", "wren")], ["#1"], id="the first topic"),
        pytest.param(unfrozen, [(-60, "/next", "wren")], ["#2"], id="before the freeze"),
        pytest.param(with_votes, [(10, "/next", "wren")], ["#1"], id="another box"),
        pytest.param(in_its_last_box, [(20, "/next", "wren")], ["#1", "#2"], id="after the last box"),
        pytest.param(with_votes, [(3, "/move-on", "ada")], ["#1", "#2"], id="move on"),
        pytest.param(with_votes, [(3, "/skip", "ada")], ["#1", "#2"], id="skip"),
        pytest.param(
            with_votes,
            [(2, "/next", "ada"), (3, "/skip", "ada"), (3, "/nxet", "zoe"), (4, "/move-on\n/agenda", "wren")],
            ["#1", "#2", "#3"],
            id="several at once, with mistakes and questions among them",
        ),
        pytest.param(begun, [(1, "/skip", "zed"), (2, "/next", "wren")], ["#1"], id="one who may not"),
        pytest.param(with_votes, [(4, "/end", "ada")], ["#1"], id="the end"),
        pytest.param(
            with_votes,
            [(3, "/skip", "ada"), (4, "/end", "ada"), (5, "/next", "wren")],
            ["#1", "#2"],
            id="and on",
        ),
        pytest.param(closed_in_a_box, [], ["#1", "#2"], id="closing"),
        pytest.param(gone_on_with, [(9, "/end", "ada")], ["#1", "#2"], id="the end once more"),
        pytest.param(with_votes, [(13 * 60, "", "ada")], ["#1"], id="by itself"),
        pytest.param(forgotten, [(14 * 60, "", "ada")], ["#1", "#2"], id="once more by itself"),
    ],
)
def test_a_run_that_stops_anywhere_is_taken_up_again(
    prepared: Callable[[], Meeting], said: Sequence[Said], turns: Sequence[str]
) -> None:
    meeting = prepared()
    for minute, text, by in said:
        if text:
            meeting.hear(minute, text, by)
        meeting.now = moment(meeting.at(minute))
    assert survives(meeting, None)
    assert [name for name, *_ in meeting.turns] == turns


def test_minutes_that_somebody_asks_for_are_told_once_too() -> None:
    meeting = with_votes()
    meeting.now = moment(meeting.at(12))
    assert survives(meeting, None, Command.WRAP_UP)
    assert meeting.turns == [("#1", "discussed", 10, 1)]
