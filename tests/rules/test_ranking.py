"""The order of the topics, and what fits the meeting."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.model import Issue
from arch_hour.rules.ranking import Program, RankedTopic, fit, rank
from arch_hour.rules.schedule import occurrences
from arch_hour.rules.votes import count_votes
from tests.rules.build import START, config, moment, topic


def ranked(topics: Sequence[Issue], /, **sections: Any) -> tuple[RankedTopic, ...]:
    settings = config(**sections)
    return rank(topics, count_votes(topics, settings, pages={}), settings)


def order(*topics: Issue) -> list[int]:
    return [place.topic.number for place in ranked(topics)]


def program(topics: Sequence[Issue], /, **sections: Any) -> Program:
    settings = config(**sections)
    (occurrence,) = occurrences(settings.meeting, START, moment("12-17 15:01"))
    return fit(ranked(topics, **sections), topics, occurrence, settings)


def numbers(places: Sequence[RankedTopic]) -> list[int]:
    return [place.topic.number for place in places]


def test_more_votes_come_first() -> None:
    assert order(topic(1), topic(2, votes=2), topic(3, votes=1)) == [2, 3, 1]


def test_of_equal_votes_the_older_topic_comes_first_then_the_lower_number() -> None:
    old, new = moment("12-01 10:00"), moment("12-02 10:00")
    topics = [
        topic(9, created_at=old),
        topic(3, created_at=new),
        topic(8, created_at=old),
        topic(4, created_at=new),
    ]
    assert order(*topics) == [8, 9, 3, 4]


def test_pinned_topics_come_first_and_among_themselves_by_votes() -> None:
    pinned = ("topic: pinned",)
    assert order(topic(1, votes=9), topic(2, labels=pinned), topic(3, votes=1, labels=pinned)) == [3, 2, 1]


def test_ranks_are_counted_from_one() -> None:
    assert [
        (place.rank, place.pinned) for place in ranked([topic(1), topic(2, labels=("topic: pinned",))])
    ] == [
        (1, True),
        (2, False),
    ]


def test_a_held_topic_is_never_ranked_not_even_a_pinned_one() -> None:
    held = [
        topic(1, votes=9, labels=("topic: on hold",)),
        topic(2, labels=("Topic: On Hold", "topic: pinned")),
    ]
    found = program([*held, topic(3)])
    assert numbers(found.prepared) == [3]
    assert [issue.number for issue in found.on_hold] == [1, 2]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3)), max_size=6), st.randoms())
def test_the_order_never_depends_on_how_github_lists_the_topics(
    topics: list[tuple[int, int]], chance: Any
) -> None:
    listed = [
        topic(number, votes=votes, created_at=moment(f"12-0{day} 10:00"))
        for number, (votes, day) in enumerate(topics, start=1)
    ]
    shuffled = list(listed)
    chance.shuffle(shuffled)
    assert order(*shuffled) == order(*listed)


@pytest.mark.parametrize(
    ("duration", "boxes", "slots", "spare"),
    [
        (60, [10], 6, 3),
        (60, [25], 2, 1),
        (60, [60], 1, 0),
        (60, [20, 5], 3, 1),
        (45, [10], 4, 2),
    ],
)
def test_boxes_fill_the_meeting_and_half_a_meeting_more_is_held_ready(
    duration: int, boxes: list[int], slots: int, spare: int
) -> None:
    found = program(
        [topic(number) for number in range(1, 13)],
        meeting={"duration": duration},
        topics={"time_boxes": boxes},
    )
    assert (len(found.slots), len(found.if_time_allows)) == (slots, spare)
    assert numbers(found.prepared) + numbers(found.backlog) == list(range(1, 13))


def test_each_box_starts_where_the_last_one_ends() -> None:
    found = program([topic(1), topic(2), topic(3)], topics={"time_boxes": [25, 5]}, meeting={"duration": 90})
    assert [(f"{slot.start:%H:%M %Z}", slot.minutes) for slot in found.slots] == [
        ("10:00 EST", 25),
        ("10:25 EST", 25),
        ("10:50 EST", 25),
    ]


def test_too_few_votes_leave_a_topic_in_the_backlog_unless_it_is_pinned() -> None:
    topics = [topic(1, votes=1), topic(2, votes=2), topic(3, labels=("topic: pinned",)), topic(4)]
    found = program(topics, votes={"minimum": 2})
    assert numbers(found.prepared) == [3, 2]
    assert numbers(found.backlog) == [1, 4]
