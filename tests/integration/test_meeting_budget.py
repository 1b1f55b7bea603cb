"""What the runs of a meeting cost, counted by the sandbox's log: two reads are every run's.

A further read tells whether somebody may write to the repository, or how people reacted to a time box.
"""

from typing import TYPE_CHECKING

import pytest

from tests.integration.meetings import Meeting

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.conftest import Town


def cost(meeting: Meeting) -> tuple[int, int]:
    """The reads and writes of a run, after which another one has nothing to do."""
    spent = meeting.town.spent(meeting.run)
    assert meeting.town.spent(meeting.run) == (2, 0)
    return spent


def remark(meeting: Meeting) -> None:
    meeting.say("cleo", "I see.", at=5)


def scribe_saves(meeting: Meeting) -> None:
    meeting.at(5)
    meeting.note("ben", meeting.topics[0], "Billing and orders share a schema")


def move_on(meeting: Meeting) -> None:
    meeting.say("ada", "/move-on", at=5)


def reply(meeting: Meeting) -> None:
    meeting.say("ada", "/next\n/help\n/agenda", at=5)


def count(meeting: Meeting) -> None:
    meeting.react(meeting.box, on=("ada", "ben", "cleo"), over=("nasthagiri",))
    meeting.say("ada", "/next", at=10)


def edit(meeting: Meeting) -> None:
    said = meeting.say("ada", "Shall we?", at=4)
    meeting.at(5)
    meeting.edit("ada", said, "/move-on")


def catch_up(meeting: Meeting) -> None:
    meeting.say("ada", "/move-on", at=5)
    meeting.say("ben", "/skip", at=7)
    meeting.say("ada", "/move-on", at=9)


@pytest.mark.parametrize(
    ("act", "spent"),
    [
        pytest.param(remark, (2, 0), id="a remark: 2 reads, 0 writes"),
        pytest.param(scribe_saves, (2, 0), id="the scribe saves: 2 reads, 0 writes"),
        pytest.param(move_on, (3, 1), id="/move-on: 3 reads, 1 write"),
        pytest.param(reply, (3, 1), id="all that is only replied to: 3 reads, 1 write"),
        pytest.param(count, (4, 1), id="/next at the end of a box: 4 reads, 1 write"),
        pytest.param(edit, (4, 1), id="a command edited into a comment: 4 reads, 1 write"),
        pytest.param(catch_up, (4, 3), id="three by two people that no run saw: 4 reads, 3 writes"),
    ],
)
def test_a_run_in_the_middle_of_a_meeting(
    town: "Town", act: "Callable[[Meeting], None]", spent: tuple[int, int]
) -> None:
    meeting = Meeting.called(town)
    meeting.order("ada", "/next", at=0)
    act(meeting)
    assert cost(meeting) == spent


def test_the_first_next_after_the_freeze_costs_3_reads_and_1_write(town: "Town") -> None:
    meeting = Meeting.called(town)
    meeting.say("ada", "/next", at=0)
    assert cost(meeting) == (3, 1)


def test_the_first_next_before_the_freeze_costs_5_reads_and_a_write_for_each_topic_and_two_more(
    town: "Town",
) -> None:
    meeting = Meeting.called(town, until=-40)
    meeting.say("ada", "/next", at=-30)
    # Beside them and whether ada may: a look at the agenda before its text is written over, and one after.
    assert cost(meeting) == (3 + 2, 5 + 2)


def test_an_end_costs_3_reads_and_4_writes_for_each_topic_that_was_discussed_1_for_each_other_and_2(
    town: "Town",
) -> None:
    meeting = Meeting.called(town)
    meeting.order("ada", "/next", at=0)
    meeting.order("ada", "/next", at=10)
    meeting.say("ada", "/end", at=15)
    assert cost(meeting) == (3, 2 * 4 + 3 + 2)


def test_a_hundred_comments_on_an_agenda_cost_two_reads_more(town: "Town") -> None:
    meeting = Meeting.called(town)
    meeting.order("ada", "/next", at=0)
    for _ in range(100):
        meeting.say("cleo", "I see.", at=5)
    assert town.spent(meeting.run) == (2 + 2, 0)
    meeting.say("ada", "/move-on", at=5)
    assert town.spent(meeting.run) == (3 + 2, 1)


def test_the_next_agenda_s_runs_read_once_more_how_people_rated_the_last_meeting(town: "Town") -> None:
    meeting = Meeting.called(town)
    meeting.order("ada", "/next", at=0)
    meeting.order("ada", "/end", at=15)
    meeting.react(meeting.ours("wrap-up")[0]["id"], rocket=("ada",))
    meeting.at(4 * 24 * 60)
    # The agenda, its pin in place of the old one's, and the link to it.
    assert town.spent(meeting.run) == (3, 4)
    assert town.spent(meeting.run) == (3, 0)
