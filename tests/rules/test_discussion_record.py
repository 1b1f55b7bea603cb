from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.rules.agendas import Agenda, standing_agendas
from arch_hour.rules.calls import MOST_ANSWERED, newest
from arch_hour.rules.discussion import Discussion
from arch_hour.rules.discussion_record import answered, data_of, discussion_of
from arch_hour.rules.markers import mark
from tests.rules.build import START, comment, config, snapshot
from tests.rules.meeting import met
from tests.rules.test_discussion import NEXT, ON, SKIP, after

KEY = {"meeting": "2020-12-17T15:00:00Z"}


def told(
    *data: dict[str, object], by: str = "arch-hour[bot]", kind: str = "discussion"
) -> tuple[Discussion, frozenset[str]]:
    """What an agenda with comments that hold these data remembers."""
    meeting = met()
    said = tuple(comment(number, by, mark(kind, KEY | each)) for number, each in enumerate(data, start=1))
    meeting.edit(meeting.agenda, comments=said, comments_total=len(said))
    seen = snapshot(agendas=(meeting.issues[meeting.agenda],))
    agenda: Agenda
    (agenda,) = standing_agendas(seen, config())
    return discussion_of(seen, config(), agenda), answered(seen, config(), agenda)


@pytest.mark.parametrize(
    "discussion",
    [
        Discussion(),
        after((NEXT, 0)),
        after((NEXT, 0), (NEXT, 10, ON)),
        after((NEXT, 0), (SKIP, 1), (NEXT, 12)),
        after((NEXT, 0), (SKIP, 1), (SKIP, 2), (SKIP, 3)),
    ],
    ids=["nothing", "a box", "a second box", "turns", "all turns"],
)
def test_what_is_written_is_read(discussion: Discussion) -> None:
    assert told(data_of(discussion, ["7/next/1"])) == (discussion, frozenset({"7/next/1"}))


def test_the_one_that_went_furthest_counts_whichever_is_newer() -> None:
    early, late = after((NEXT, 0)), after((NEXT, 0), (SKIP, 2))
    assert told(data_of(late, ["1/next/1", "2/skip/1"]), data_of(early, ["1/next/1"])) == (
        late,
        frozenset({"1/next/1", "2/skip/1"}),
    )


@pytest.mark.parametrize(
    "damage",
    [
        {"turns": 7},
        {"turns": [["I1", "#1"]]},
        {"turns": [["I1", "#1", 10, 1, "x", None]]},
        {"turns": [["I1", "#1", 10, 1, 0, "forgotten"]]},
        {"turns": [], "box": ["I1", "#1", 10, 1, 10, "2020-12-17T15:00:00Z"]},
        {"turns": [["I1", "#1", 10, 1, 0, None]], "box": ["I1", "#1", 10, 1, 10, "noon"]},
        {"turns": [["I1", "#1", 10, 1, 1e400, None]]},
        {"turns": [["I1", "#1", 10, 1, 10**13, None]]},
        {"turns": [["I1", "#1", 10, 1, -1, None]]},
        {"turns": [["I1", "#1", 10, 1, 0, None]], "box": ["I1", "#1", 10, 1, 10**11, "2020-12-17T15:00:00Z"]},
        {"last": ["dance", "ada", "2020-12-17T15:00:00Z"], "turns": []},
        {"last": ["next", "ada", 7], "turns": []},
        {"by": 7, "turns": []},
        {},
    ],
    ids=str,
)
def test_what_somebody_damaged_says_nothing(damage: dict[str, object]) -> None:
    there = after((NEXT, 0))
    assert told(data_of(there, []), damage)[0] == there


def test_a_stranger_s_tells_nothing() -> None:
    assert told(data_of(after((NEXT, 0)), ["1/next/1"]), by="zed") == (Discussion(), frozenset())


@given(
    st.lists(st.integers(1, 10_000), unique=True, max_size=40).map(
        lambda ids: [f"{each}/next/1" for each in ids]
    )
)
def test_few_keys_are_all_kept(keys: list[str]) -> None:
    assert set(newest(keys)) == set(keys)


def test_of_a_flood_the_newest_are_kept() -> None:
    keys = [f"{number}/next/1" for number in range(1, MOST_ANSWERED + 100)]
    assert newest(keys[::-1])[-1] == keys[-1]
    assert len(newest(keys)) == MOST_ANSWERED


def test_times_are_kept_to_the_second() -> None:
    discussion = after((NEXT, 0), (SKIP, 1.5))
    assert discussion.spent(START + timedelta(minutes=2)) == timedelta(minutes=2)
    assert told(data_of(discussion, []))[0].turns[0].spent == timedelta(seconds=90)
