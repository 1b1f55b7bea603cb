"""The discussion as a state machine: one topic at a time, in time boxes, until a command ends its turn.

It knows no comment and no clock: each command comes with its moment, and what it does depends on the state alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from arch_hour.rules.commands import Verb
from arch_hour.rules.revotes import Count

# Within this time of a command that ended a turn, the same wish of somebody else is the same wish.
IN_UNISON = timedelta(seconds=30)


class Outcome(Enum):
    """How the turn of a topic ended."""

    DISCUSSED = "discussed"
    SKIPPED = "skipped"


class Refusal(Enum):
    """Why a command cannot be carried out, by the state of the discussion."""

    BOX_RUNS = "box runs"
    NOTHING_RUNS = "nothing runs"
    NOTHING_WAITS = "nothing waits"
    SAID_ALREADY = "said already"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Item:
    """A topic as the discussion knows it: its node id, its name (`#12`), and the minutes of its first box."""

    topic: str
    name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Box:
    """The time box that runs: of which topic, the how many-th from 1, and its minutes from `start` on."""

    item: Item
    number: int
    minutes: int
    start: datetime

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Turn:
    """A topic's turn: how many boxes it was given, and what it spent in those that are over.

    `outcome` is None as long as it is discussed.
    """

    item: Item
    boxes: int = 1
    spent: timedelta = timedelta()
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A command that somebody may give, with its moment; `by` is a login."""

    verb: Verb
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Discussion:
    """Where a meeting stands: the turns so far in their order, of which the last may have the box that runs.

    `begun` is when the first topic was called, `last` the last command that was carried out, `by` the logins of those
    who gave any, in the order of their first. `is_over` says that it was ended.
    """

    begun: datetime | None = None
    last: Order | None = None
    turns: tuple[Turn, ...] = ()
    box: Box | None = None
    by: tuple[str, ...] = ()
    is_over: bool = False

    def had(self, topic: str) -> bool:
        """Whether a topic, by its node id, has had its turn, or has it now."""
        return any(turn.item.topic == topic for turn in self.turns)

    @property
    def discussed(self) -> tuple[Turn, ...]:
        """The turns of the topics that were discussed."""
        return tuple(turn for turn in self.turns if turn.outcome is Outcome.DISCUSSED)

    @property
    def steps(self) -> int:
        """How many commands brought it here: each began a time box, the last may have ended one and begun none."""
        return sum(turn.boxes for turn in self.turns) + (1 if self.turns and self.box is None else 0)

    def planned(self, at: datetime) -> timedelta:
        """What the turns were to take until a moment, by their first boxes; of the one that runs, its time so far."""
        ended = sum(turn.item.minutes for turn in self.turns if turn.outcome)
        return timedelta(minutes=ended) + min(self._running(at), self._first_box)

    def spent(self, at: datetime) -> timedelta:
        """What all turns took until a moment."""
        return sum((turn.spent for turn in self.turns if turn.outcome), self._running(at))

    @property
    def _first_box(self) -> timedelta:
        return timedelta(minutes=self.box.item.minutes) if self.box else timedelta()

    def _running(self, at: datetime) -> timedelta:
        if self.box is None:
            return timedelta()
        return self.turns[-1].spent + max(timedelta(), at - self.box.start)


@dataclass(frozen=True, slots=True)
class Room:
    """What a command finds besides the discussion: who waits, in order, and the minutes of each further box.

    `count` tells how people voted on the box that runs, until the command.
    """

    waiting: Sequence[Item]
    extensions: Sequence[int]
    count: Callable[[], Count]


@dataclass(frozen=True, slots=True)
class Step:
    """What a command did: the discussion after it, the turn that ended, and the count where one was taken."""

    order: Order
    discussion: Discussion
    ended: Turn | None = None
    count: Count | None = None


def carry_out(discussion: Discussion, order: Order, room: Room) -> Step | Refusal:
    """What a command does now: one of `/next`, `/move-on` and `/skip`, which move the discussion on.

    A command that was given before the last one was carried out comes too late: it was about another state.
    """
    if discussion.last is not None and order.at < discussion.last.at:
        return Refusal.LATE
    match order.verb:
        case Verb.NEXT:
            return _next(discussion, order, room)
        case _:
            return _cut_short(discussion, order, room)


def finished(discussion: Discussion, at: datetime, by: str = "") -> Discussion:
    """The discussion as it is when the meeting ends at a moment: what is talked about then was discussed.

    `by` is the login of who said so, where somebody did. A command that was given before the end comes too late.
    """
    ended = Order(Verb.END, by, max(at, discussion.last.at) if discussion.last else at)
    after = _with_turn_ended(discussion, Outcome.DISCUSSED, at)
    return replace(after, last=ended, by=_with_one_more(discussion.by, by), is_over=True)


def _next(discussion: Discussion, order: Order, room: Room) -> Step | Refusal:
    box = discussion.box
    if box is None:
        if not room.waiting:
            return Refusal.NOTHING_WAITS
        return _step(_with_turn_of(discussion, room.waiting[0], order.at), order, discussion)
    if order.at < box.end:
        return Refusal.BOX_RUNS
    count = room.count()
    if count.goes_on and box.number <= len(room.extensions):
        minutes = room.extensions[box.number - 1]
        return _step(_with_another_box(discussion, box, minutes, order.at), order, discussion, count)
    return _gone_on(discussion, Outcome.DISCUSSED, order, room, count)


def _cut_short(discussion: Discussion, order: Order, room: Room) -> Step | Refusal:
    if _is_said_already(discussion, order):
        return Refusal.SAID_ALREADY
    if discussion.box is None:
        return Refusal.NOTHING_RUNS
    outcome = Outcome.SKIPPED if order.verb is Verb.SKIP else Outcome.DISCUSSED
    return _gone_on(discussion, outcome, order, room)


def _is_said_already(discussion: Discussion, order: Order) -> bool:
    """Two people who say the same at once mean one topic, and not the one after it as well."""
    last = discussion.last
    if last is None or last.by == order.by or order.at - last.at > IN_UNISON:
        return False
    box = discussion.box
    ended_one = box is None or (box.number == 1 and len(discussion.turns) > 1)
    return last.verb is order.verb or (order.verb is Verb.MOVE_ON and last.verb is Verb.NEXT and ended_one)


def _gone_on(
    discussion: Discussion, outcome: Outcome, order: Order, room: Room, count: Count | None = None
) -> Step:
    """The turn ends, and the next topic has its own, if any waits."""
    after = _with_turn_ended(discussion, outcome, order.at)
    if room.waiting:
        after = _with_turn_of(after, room.waiting[0], order.at)
    return _step(after, order, discussion, count)


def _step(after: Discussion, order: Order, before: Discussion, count: Count | None = None) -> Step:
    begun = after.begun or (order.at if after.turns else None)
    told = replace(after, begun=begun, last=order, by=_with_one_more(before.by, order.by))
    running = before.turns[-1].item.topic if before.box else None
    ended = next(
        (turn for turn in told.turns if turn.item.topic == running and turn.outcome is not None), None
    )
    return Step(order, told, ended, count)


def _with_one_more(logins: tuple[str, ...], login: str) -> tuple[str, ...]:
    return logins if not login or login in logins else (*logins, login)


def _with_turn_of(discussion: Discussion, item: Item, at: datetime) -> Discussion:
    box = Box(item, 1, item.minutes, at)
    return replace(discussion, turns=(*discussion.turns, Turn(item)), box=box, is_over=False)


def _with_another_box(discussion: Discussion, box: Box, minutes: int, at: datetime) -> Discussion:
    *others, turn = discussion.turns
    longer = replace(turn, boxes=turn.boxes + 1, spent=turn.spent + (at - box.start))
    return replace(discussion, turns=(*others, longer), box=Box(box.item, box.number + 1, minutes, at))


def _with_turn_ended(discussion: Discussion, outcome: Outcome, at: datetime) -> Discussion:
    """Nothing where no box runs; one that ends before it began, by another clock, spent nothing."""
    if discussion.box is None:
        return discussion
    *others, turn = discussion.turns
    spent = turn.spent + max(timedelta(), at - discussion.box.start)
    return replace(discussion, turns=(*others, replace(turn, spent=spent, outcome=outcome)), box=None)
