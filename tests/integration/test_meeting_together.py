"""Two runs at the same moment of a meeting: one time box is left, whichever of their comments people react to."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.meetings import Box, Meeting, seen
from tests.integration.promises import without_pauses
from tests.integration.test_week import body_of

if TYPE_CHECKING:
    from tests.integration.conftest import Town


@pytest.fixture
def meeting(town: "Town") -> Meeting:
    return Meeting.called(town)


def run_twice_at_once(meeting: Meeting, nth: int = 1) -> Any:
    """A run that has read everything before another one writes; the other falls before its nth write."""
    counted = iter(range(1, nth + 1))

    def overtake(*_: Any) -> None:
        if next(counted, None) == nth:
            meeting.run()

    with without_pauses(overtake):
        return meeting.run()


def test_two_comments_on_one_time_box_are_counted_together_and_everybody_once(meeting: Meeting) -> None:
    meeting.say("ada", "/next", at=0)
    run_twice_at_once(meeting)
    one, other = (comment["id"] for comment in meeting.ours("discussion"))
    meeting.react(one, on=("ben", "ablackwell"), over=("cleo",))
    meeting.react(other, on=("ben",), over=("nasthagiri", "ablackwell"))
    assert meeting.is_settled()
    meeting.order("ada", "/next", at=10)
    *_, told = meeting.ours("discussion")
    assert seen(told["body"]).startswith(
        "👍 1 (ben) · 👎 2 (cleo, nasthagiri) · both, so neither counts: ablackwell\n"
    )
    assert meeting.boxes[-1] == Box(meeting.topics[1], 1, 3, 10, "10:20")
    assert meeting.is_settled()


def test_processes_at_once_leave_one_time_box(meeting: Meeting) -> None:
    meeting.say("ada", "/next", at=0)
    with ThreadPoolExecutor(3) as runs:
        done = list(runs.map(lambda _: meeting.town.arch_hour("run"), range(3)))
    assert [each.returncode for each in done] == [0, 0, 0], done
    assert set(meeting.boxes) == {Box(meeting.topics[0], 1, 3, 10, "10:10")}
    assert meeting.is_settled()
    meeting.order("ada", "/move-on", at=4)
    assert meeting.boxes[-1] == Box(meeting.topics[1], 1, 3, 10, "10:14")


@pytest.mark.parametrize("nth", [1, 4, 9])
def test_two_runs_that_end_a_meeting_at_once_tell_the_same_and_a_mark_on_either_counts(
    meeting: Meeting, nth: int
) -> None:
    meeting.order("ada", "/next", at=0)
    meeting.order("ada", "/next", at=10)
    meeting.say("ada", "/end", at=15)
    run_twice_at_once(meeting, nth)
    assert meeting.is_settled()
    one, other = meeting.ours("wrap-up")
    assert one["body"] == other["body"]
    discussed = ("closed", ("topic", "topic: discussed"))
    assert list(meeting.states.values()) == [discussed] * 2 + [("open", ("topic",))] * 3
    meeting.react(one["id"], heart=("ben",))
    meeting.react(other["id"], rocket=("ada",))
    meeting.at(4 * 24 * 60)
    agenda = meeting.run()["agenda"]["number"]
    assert "its time was worth 4.5 of 5 (2 people)" in body_of(meeting.town, agenda)
