from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.rules.commands import Verb
from arch_hour.rules.discussion import (
    Discussion,
    Item,
    Order,
    Outcome,
    Refusal,
    Room,
    Step,
    carry_out,
    finished,
)
from arch_hour.rules.revotes import Count
from tests.rules.build import START

TEA, MILK, CAKE = (Item(f"I{number}", f"#{number}", 10) for number in (1, 2, 3))
TOPICS = (TEA, MILK, CAKE)
EXTENSIONS = (5, 5)
ON, OVER, EVEN = Count(on=("ada",)), Count(over=("ada",)), Count(on=("ada",), over=("wren",))


def order(verb: Verb, minute: float, by: str = "wren") -> Order:
    return Order(verb, by, START + timedelta(minutes=minute))


NOBODY = Count()


def given_(
    discussion: Discussion, command: Order, count: Count = NOBODY, topics: Sequence[Item] = TOPICS
) -> Step | Refusal:
    """What a command does."""
    waiting = [item for item in topics if not discussion.had(item.topic)]
    return carry_out(discussion, command, Room(waiting, EXTENSIONS, lambda: count))


Said = tuple[Verb, float, Count] | tuple[Verb, float]


def after(*commands: Said) -> Discussion:
    """The discussion after commands, each of which must be carried out."""
    discussion = Discussion()
    for verb, minute, *counts in commands:
        count = next((each for each in counts if isinstance(each, Count)), NOBODY)
        done = given_(discussion, order(verb, minute), count)
        assert isinstance(done, Step), done
        discussion = done.discussion
    return discussion


def where(discussion: Discussion) -> tuple[tuple[str, int], list[tuple[str, str, float]]]:
    """The box that runs, and how each turn ended after how many minutes."""
    box = discussion.box
    ended = [
        (turn.item.name, turn.outcome.value, turn.spent / timedelta(minutes=1))
        for turn in discussion.turns
        if turn.outcome
    ]
    return (box.item.name, box.number) if box else ("", 0), ended


NEXT, MOVE_ON, SKIP = Verb.NEXT, Verb.MOVE_ON, Verb.SKIP


@pytest.mark.parametrize(
    ("commands", "box", "ended"),
    [
        pytest.param([(NEXT, 0)], ("#1", 1), [], id="the first topic is called"),
        pytest.param([(NEXT, 0), (NEXT, 10)], ("#2", 1), [("#1", "discussed", 10)], id="nobody reacted"),
        pytest.param([(NEXT, 0), (NEXT, 10, ON)], ("#1", 2), [], id="more want to go on"),
        pytest.param([(NEXT, 0), (NEXT, 12, OVER)], ("#2", 1), [("#1", "discussed", 12)], id="more do not"),
        pytest.param(
            [(NEXT, 0), (NEXT, 10, EVEN)], ("#2", 1), [("#1", "discussed", 10)], id="as many do not"
        ),
        pytest.param([(NEXT, 0), (NEXT, 10, ON), (NEXT, 16, ON)], ("#1", 3), [], id="twice"),
        pytest.param(
            [(NEXT, 0), (NEXT, 10, ON), (NEXT, 15, ON), (NEXT, 20, ON)],
            ("#2", 1),
            [("#1", "discussed", 20)],
            id="no box is left",
        ),
        pytest.param([(NEXT, 0), (MOVE_ON, 3)], ("#2", 1), [("#1", "discussed", 3)], id="nobody waits"),
        pytest.param([(NEXT, 0), (SKIP, 3)], ("#2", 1), [("#1", "skipped", 3)], id="back to the backlog"),
        pytest.param(
            [(NEXT, 0), (MOVE_ON, 1), (MOVE_ON, 2), (MOVE_ON, 3)],
            ("", 0),
            [("#1", "discussed", 1), ("#2", "discussed", 1), ("#3", "discussed", 1)],
            id="no topic waits",
        ),
    ],
)
def test_commands_move_the_discussion_on(
    commands: list[Said], box: tuple[str, int], ended: list[tuple[str, str, float]]
) -> None:
    assert where(after(*commands)) == (box, ended)


@pytest.mark.parametrize(
    ("before", "command", "refusal"),
    [
        pytest.param([(NEXT, 0)], order(NEXT, 9.9), Refusal.BOX_RUNS, id="the box is not over"),
        pytest.param([(NEXT, 0), (NEXT, 10, ON)], order(NEXT, 14), Refusal.BOX_RUNS, id="nor is the second"),
        pytest.param([], order(MOVE_ON, 0), Refusal.NOTHING_RUNS, id="on from nothing"),
        pytest.param([], order(SKIP, 0), Refusal.NOTHING_RUNS, id="nothing to skip"),
        pytest.param(
            [(NEXT, 0), (SKIP, 1), (SKIP, 2), (SKIP, 3)],
            order(NEXT, 4),
            Refusal.NOTHING_WAITS,
            id="no topic is left",
        ),
        pytest.param(
            [(NEXT, 0), (MOVE_ON, 3)],
            order(MOVE_ON, 3.4, "ada"),
            Refusal.SAID_ALREADY,
            id="two say it at once",
        ),
        pytest.param(
            [(NEXT, 0), (NEXT, 10)], order(MOVE_ON, 10.4, "ada"), Refusal.SAID_ALREADY, id="in other words"
        ),
        pytest.param(
            [(NEXT, 0), (SKIP, 3)], order(SKIP, 3.4, "ada"), Refusal.SAID_ALREADY, id="two skip at once"
        ),
        pytest.param([(NEXT, 0), (MOVE_ON, 3)], order(MOVE_ON, 2), Refusal.LATE, id="seen after a later one"),
    ],
)
def test_what_cannot_be_done_is_refused(before: list[Said], command: Order, refusal: Refusal) -> None:
    assert given_(after(*before), command) is refusal


@pytest.mark.parametrize(
    ("before", "command"),
    [
        pytest.param([(NEXT, 0), (MOVE_ON, 3)], order(MOVE_ON, 3.4), id="the same person says it twice"),
        pytest.param([(NEXT, 0), (MOVE_ON, 3)], order(MOVE_ON, 3.6, "ada"), id="another one later"),
        pytest.param([(NEXT, 0), (NEXT, 10)], order(SKIP, 10.2, "ada"), id="another wish"),
        pytest.param([(NEXT, 0)], order(MOVE_ON, 0.2, "ada"), id="right after the first call"),
    ],
)
def test_a_wish_of_its_own_is_carried_out(before: list[Said], command: Order) -> None:
    assert isinstance(given_(after(*before), command), Step)


def test_a_meeting_that_ends_has_discussed_what_it_talked_about() -> None:
    over = finished(after((NEXT, 0), (SKIP, 2)), START + timedelta(minutes=9))
    assert over.is_over
    assert where(over) == (("", 0), [("#1", "skipped", 2), ("#2", "discussed", 7)])


def test_people_may_go_on_after_the_end() -> None:
    over = finished(after((NEXT, 0)), START + timedelta(minutes=9))
    again = given_(over, order(NEXT, 200))
    assert isinstance(again, Step)
    assert not again.discussion.is_over
    assert where(again.discussion) == (("#2", 1), [("#1", "discussed", 9)])


def test_planned_goes_against_spent() -> None:
    discussion = after((NEXT, 0), (NEXT, 10, ON), (NEXT, 16))
    assert discussion.planned(START + timedelta(minutes=20)) == timedelta(minutes=14)
    assert discussion.spent(START + timedelta(minutes=20)) == timedelta(minutes=20)
    assert discussion.planned(START + timedelta(minutes=30)) == timedelta(minutes=20)


COUNTS = st.sampled_from([ON, OVER, EVEN, NOBODY])
COMMANDS = st.tuples(
    st.sampled_from([NEXT, MOVE_ON, SKIP]), st.integers(0, 12 * 60), st.sampled_from(["wren", "ada"]), COUNTS
)
MANY = tuple(Item(f"I{number}", f"#{number}", 1 + number % 12) for number in range(1, 9))


@given(st.lists(COMMANDS, max_size=40))
def test_whatever_people_say_one_topic_is_discussed_at_a_time(
    commands: list[tuple[Verb, int, str, Count]],
) -> None:
    """And none has two turns, or more boxes than there are; and all minutes are somebody's."""
    discussion, at, idle = Discussion(), START, timedelta()
    for verb, seconds, by, count in commands:
        at += timedelta(seconds=seconds)
        before = discussion
        done = given_(before, Order(verb, by, at), count, MANY)
        if isinstance(done, Refusal):
            assert given_(before, Order(verb, by, at), count, MANY) is done
            continue
        if before.box is None and before.last is not None:
            idle += at - before.last.at
        discussion = done.discussion
        running = [turn for turn in discussion.turns if turn.outcome is None]
        assert [turn.item for turn in running] == ([discussion.box.item] if discussion.box else [])
        assert len({turn.item.topic for turn in discussion.turns}) == len(discussion.turns)
        assert all(1 <= turn.boxes <= 1 + len(EXTENSIONS) for turn in discussion.turns)
        begun = discussion.begun
        assert begun is not None
        assert discussion.spent(at) + idle == at - begun


def test_a_clock_that_goes_back_spends_nothing() -> None:
    over = finished(replace(after((NEXT, 0))), START - timedelta(minutes=1))
    assert [turn.spent for turn in over.turns] == [timedelta()]
    assert over.turns[0].outcome is Outcome.DISCUSSED
