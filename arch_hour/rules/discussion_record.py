"""The discussion as our comments on the agenda remember it: each holds all of it, as it was when it was written.

So one that somebody deletes takes nothing along but itself, unless it is the last; what that one had carried out is
carried out again.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from arch_hour.config import Config
from arch_hour.model import Comment, Snapshot
from arch_hour.rules.agendas import REPLY, WRAP_UP, Agenda, comments_of
from arch_hour.rules.beginnings import DISCUSSION, EARLIEST
from arch_hour.rules.calls import keys_answered, newest
from arch_hour.rules.commands import Verb
from arch_hour.rules.discussion import Box, Discussion, Item, Order, Outcome, Turn
from arch_hour.rules.moments import moment_of, span_of, written


def discussion_of(snapshot: Snapshot, config: Config, agenda: Agenda) -> Discussion:
    """Where the meeting stands, as told after its last command; of two that tell the same the older counts.

    What people discussed on another day, before the meeting was moved, is none of it.
    """
    earliest = agenda.identity.start - EARLIEST
    told = [
        state
        for state, _ in _states(snapshot, config, agenda)
        if state.is_over or state.last is None or state.last.at >= earliest
    ]
    return max(told, key=_how_far, default=Discussion())


def comments_on_box(snapshot: Snapshot, config: Config, agenda: Agenda, box: Box) -> tuple[Comment, ...]:
    """The comments that told of a time box: two, where two runs carried out one command at once."""
    return tuple(
        comment for state, comment in _states(snapshot, config, agenda, DISCUSSION) if state.box == box
    )


def answered(snapshot: Snapshot, config: Config, agenda: Agenda) -> frozenset[str]:
    """The keys of the commands that were answered, whatever the answer was."""
    return frozenset(
        key
        for marker, _ in comments_of(snapshot, config, agenda, DISCUSSION, REPLY, WRAP_UP)
        for key in keys_answered(marker)
    )


def data_of(discussion: Discussion, keys: Iterable[str]) -> dict[str, Any]:
    """What a marker holds of the discussion and of the commands answered so far, by their keys; times in seconds."""
    told: dict[str, Any] = {"answered": newest(keys), "by": list(discussion.by)}
    told["turns"] = [_turn_data(turn) for turn in discussion.turns]
    if discussion.begun is not None:
        told["begun"] = written(discussion.begun)
    if discussion.last is not None:
        last = discussion.last
        told["last"] = [last.verb.value, last.by, written(last.at)]
    if discussion.box is not None:
        box = discussion.box
        told["box"] = [*_item_data(box.item), box.number, box.minutes, written(box.start)]
    return told | {"over": True} if discussion.is_over else told


def _states(
    snapshot: Snapshot, config: Config, agenda: Agenda, *kinds: str
) -> Iterator[tuple[Discussion, Comment]]:
    """What each comment of ours tells, oldest first."""
    found = list(comments_of(snapshot, config, agenda, *(kinds or (DISCUSSION, WRAP_UP))))
    for marker, comment in reversed(found):
        state = _read(marker.data)
        if state is not None:
            yield state, comment


def _how_far(discussion: Discussion) -> tuple[bool, Any, int, bool]:
    """By the last command; of several in one second, as in one comment, by how many were carried out."""
    last = discussion.last
    return last is not None, last.at if last else None, discussion.steps, discussion.is_over


def _item_data(item: Item) -> list[Any]:
    return [item.topic, item.name, item.minutes]


def _turn_data(turn: Turn) -> list[Any]:
    outcome = turn.outcome.value if turn.outcome else None
    return [*_item_data(turn.item), turn.boxes, round(turn.spent.total_seconds()), outcome]


def _read(data: Mapping[str, Any]) -> Discussion | None:
    """The state in a marker; None where that is damaged, or holds none."""
    try:
        turns = tuple(_turn(each) for each in data["turns"])
        box = _box(data["box"]) if "box" in data else None
        last = _order(data["last"]) if "last" in data else None
        by = tuple(str(login) for login in data.get("by", ()))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    if box is not None and (not turns or turns[-1].item.topic != box.item.topic or turns[-1].outcome):
        return None
    return Discussion(moment_of(data.get("begun")), last, turns, box, by, data.get("over") is True)


def _item(topic: Any, name: Any, minutes: Any) -> Item:
    return Item(str(topic), str(name), _minutes(minutes))


def _minutes(minutes: Any) -> int:
    return span_of(60 * int(minutes)) // timedelta(minutes=1)


def _turn(data: Any) -> Turn:
    topic, name, minutes, boxes, spent, outcome = data
    ended = None if outcome is None else Outcome(outcome)
    return Turn(_item(topic, name, minutes), int(boxes), span_of(spent), ended)


def _box(data: Any) -> Box:
    topic, name, planned, number, minutes, text = data
    start = moment_of(text)
    if start is None:
        msg = "a box without a start"
        raise ValueError(msg)
    return Box(_item(topic, name, planned), int(number), _minutes(minutes), start)


def _order(data: Any) -> Order:
    verb, by, text = data
    at = moment_of(text)
    if at is None:
        msg = "a command without a moment"
        raise ValueError(msg)
    return Order(Verb(verb), str(by), at)
