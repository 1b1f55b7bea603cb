"""The order of the topics, and what fits the meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.model import Issue
from arch_hour.rules.ranking import Program, RankedTopic, first_box, fit, held, rank
from arch_hour.rules.schedule import occurrences
from arch_hour.rules.votes import count_votes
from tests.rules.build import START, config, moment, topic


def ranked(topics: Sequence[Issue], /, **sections: Any) -> tuple[RankedTopic, ...]:
    settings = config(**sections)
    return rank(topics, count_votes(topics, settings, pages={}), settings)


def order(*topics: Issue) -> list[int]:
    return [place.topic.number for place in ranked(topics)]


def program(topics: Sequence[Issue], /, waited: Mapping[str, int] | None = None, **sections: Any) -> Program:
    settings = config(**sections)
    (occurrence,) = occurrences(settings, START, moment("12-17 15:01"))
    on_hold = held(topics, count_votes(topics, settings, pages={}), settings)
    return fit(ranked(topics, **sections), on_hold, occurrence, settings, waited or {})


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
    on_hold = [
        topic(1, votes=9, labels=("topic: on hold",)),
        topic(2, labels=("Topic: On Hold", "topic: pinned")),
    ]
    found = program([*on_hold, topic(3)])
    assert numbers(found.prepared) == [3]
    assert [(place.rank, place.topic.number, place.ballot.total) for place in found.on_hold] == [
        (0, 1, 9),
        (0, 2, 0),
    ]


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


def boxes(*labels: str, longest: int = 60) -> int:
    return first_box(topic(1, labels=labels), config(), longest)


@pytest.mark.parametrize(
    ("labels", "minutes"),
    [
        ((), 10),
        (("15 min",), 15),
        (("15min",), 15),
        (("15 mins",), 15),
        (("15 minutes",), 15),
        (("1 minute",), 1),
        (("15 MIN",), 15),
        (("05 min",), 5),
        ((" 15 min ",), 15),
        (("5 min", "20 min", "15 min"), 20),
        (("5 min",), 5),
        (("0 min",), 10),
        (("1441 min",), 10),
        (("0 min", "7 min"), 7),
        (("15 m",), 10),
        (("15",), 10),
        (("15  min",), 10),
        (("-15 min",), 10),
        (("1.5 min",), 10),
        (("about 15 min",), 10),
        (("15 min or so",), 10),
        (("15 minuten",), 10),
        (("1٥ min",), 10),
        (("99999 min",), 10),
    ],
)
def test_a_label_gives_a_topic_its_own_box(labels: tuple[str, ...], minutes: int) -> None:
    assert boxes(*labels) == minutes


@pytest.mark.parametrize(("labels", "minutes"), [(("90 min",), 30), ((), 10), (("1440 min",), 30)])
def test_no_box_is_longer_than_the_meeting(labels: tuple[str, ...], minutes: int) -> None:
    assert boxes(*labels, longest=30) == minutes


def clocked(found: Program) -> list[tuple[int, str, int]]:
    return [(slot.ranked.topic.number, f"{slot.start:%H:%M}", slot.minutes) for slot in found.slots]


def boxed(*minutes: int) -> list[Issue]:
    """Topics in their order of rank, each with its own box."""
    return [
        topic(number, votes=50 - number, labels=(f"{box} min",))
        for number, box in enumerate(minutes, start=1)
    ]


def test_boxes_of_different_length_start_one_after_the_other() -> None:
    found = program(boxed(25, 5, 20, 10))
    assert clocked(found) == [(1, "10:00", 25), (2, "10:25", 5), (3, "10:30", 20), (4, "10:50", 10)]
    assert found.if_time_allows == ()


@pytest.mark.parametrize(
    ("minutes", "slots", "spare", "backlog"),
    [
        ((30, 40, 5), [1], [2, 3], []),
        ((30, 31, 5, 30), [1], [2, 3], [4]),
        ((60, 30, 1), [1], [2], [3]),
        ((60, 31, 1), [1], [], [2, 3]),
        ((50, 60, 5), [1], [2], [3]),
        ((59, 60, 60), [1], [2], [3]),
        ((300, 10), [1], [2], []),
        ((10, 300, 10), [1], [2, 3], []),
    ],
    ids=[
        "a short one waits behind a long one",
        "and in the backlog",
        "half a meeting more",
        "and not a minute more than that",
        "minutes left over are the next topic's",
        "but of one only",
        "a box as long as the meeting",
        "as long as the meeting, and second",
    ],
)
def test_no_topic_goes_before_one_with_more_votes_because_it_is_shorter(
    minutes: tuple[int, ...], slots: list[int], spare: list[int], backlog: list[int]
) -> None:
    found = program(boxed(*minutes))
    placed = [slot.ranked.topic.number for slot in found.slots]
    assert (placed, numbers(found.if_time_allows), numbers(found.backlog)) == (slots, spare, backlog)


@given(
    st.lists(st.tuples(st.integers(1, 90), st.integers(0, 3), st.booleans()), max_size=12),
    st.integers(1, 120),
    st.integers(0, 2),
)
def test_the_meeting_is_filled_in_the_order_of_the_ranking_and_never_overfilled(
    given_topics: list[tuple[int, int, bool]], duration: int, minimum: int
) -> None:
    topics = [
        topic(number, votes=votes, labels=(f"{box} min", *(("topic: pinned",) if pinned else ())))
        for number, (box, votes, pinned) in enumerate(given_topics, start=1)
    ]
    sections = {"meeting": {"duration": duration}, "votes": {"minimum": minimum}}
    found = program(topics, **sections)
    places = [*(slot.ranked for slot in found.slots), *found.if_time_allows, *found.backlog]
    assert numbers(places) == [place.topic.number for place in ranked(topics, **sections)]
    assert sum(slot.minutes for slot in found.slots) <= duration
    for before, after in pairwise(found.slots):
        assert before.start + timedelta(minutes=before.minutes) == after.start
    assert all(1 <= place.minutes <= duration for place in found.prepared)
    enough = [place for place in places if place.pinned or place.ballot.total >= minimum]
    assert not enough or found.slots


def test_a_pinned_topic_has_its_box_before_any_other_even_without_votes() -> None:
    found = program([topic(1, votes=9), topic(2, labels=("topic: pinned", "50 min"))])
    assert clocked(found) == [(2, "10:00", 50), (1, "10:50", 10)]


def test_start_times_follow_the_clock_that_never_jumps() -> None:
    settings = config(
        meeting={"schedule": "FREQ=DAILY", "start": "2021-03-14T01:30", "duration": 90},
        topics={"time_boxes": [30]},
    )
    (occurrence,) = occurrences(settings, moment("2021-03-14 06:00"), moment("2021-03-14 07:00"))
    topics = [topic(1), topic(2), topic(3)]
    places = rank(topics, count_votes(topics, settings, pages={}), settings)
    found = fit(places, (), occurrence, settings, {})
    assert [f"{slot.start:%H:%M %Z}" for slot in found.slots] == ["01:30 EST", "03:00 EDT", "03:30 EDT"]


def test_of_what_is_folded_away_those_that_waited_longest_are_named() -> None:
    waits = {"#1": 9, "#7": 2, "#8": 3, "#9": 5, "#10": 5, "#11": 4, "#99": 8}
    topics = [topic(number, votes=30 - number) for number in range(1, 10)]
    topics += [
        topic(number, created_at=moment(f"12-0{day} 10:00")) for number, day in ((10, 1), (11, 2), (12, 3))
    ]
    found = program([*topics, topic(99, labels=("topic: on hold",))], waits)
    assert [slot.ranked.waited for slot in found.slots] == [9, 0, 0, 0, 0, 0]
    assert numbers(found.if_time_allows) == [7, 8, 9]
    assert [(place.topic.number, place.waited) for place in found.longest_waiting] == [(10, 5), (11, 4)]


@pytest.mark.parametrize(
    ("waits", "told"), [({}, []), ({"#10": 2}, []), ({"#10": 3}, [10]), ({"#9": 30}, [])]
)
def test_few_meetings_are_no_long_wait(waits: dict[str, int], told: list[int]) -> None:
    found = program([topic(number, votes=30 - number) for number in range(1, 13)], waits)
    assert numbers(found.longest_waiting) == told


def test_of_many_that_waited_some_are_named_and_all_are_counted() -> None:
    topics = [topic(number, votes=90 - number) for number in range(1, 20)]
    found = program(topics, {topic.name: topic.number for topic in topics})
    assert numbers(found.longest_waiting) == [19, 18, 17]
    assert len(found.waiting_long) == 10


def test_a_topic_of_another_repository_waits_under_its_own_name() -> None:
    other = replace(topic(7), id="other", repository="acme/other")
    found = program([topic(7), other], {"#7": 2, "acme/other#7": 4}, topics={"time_boxes": [60]})
    assert [(place.topic.name, place.waited) for place in (found.slots[0].ranked, *found.backlog)] == [
        ("#7", 2),
        ("acme/other#7", 4),
    ]


@pytest.mark.parametrize(
    ("topics", "is_empty"),
    [([], True), ([topic(1, labels=("topic: on hold",))], True), ([topic(1)], False)],
    ids=["none", "held ones only", "one"],
)
def test_a_program_without_topics_to_talk_about_is_empty(topics: list[Issue], is_empty: bool) -> None:  # noqa: FBT001
    assert program(topics).is_empty is is_empty
    assert not program([topic(1)], votes={"minimum": 3}).is_empty
