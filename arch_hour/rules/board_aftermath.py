"""What the board looks like after a write, as far as GitHub did not refuse it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from arch_hour.board import Board, Card, Item, Value
from arch_hour.model import Snapshot
from arch_hour.rules.board_changes import Boarded, BoardValue, PutOnBoard, SetOnBoard
from arch_hour.rules.changes import Change, Result


def with_board(
    snapshot: Snapshot, change: PutOnBoard | SetOnBoard, result: Result, now: datetime
) -> Snapshot:
    """The snapshot with items that came on the board, or with what they tell now."""
    board = snapshot.board
    if board is None or not isinstance(result, Boarded):
        return snapshot
    cards = dict(board.cards)
    if isinstance(change, PutOnBoard):
        for issue, item in result.items.items():
            cards[issue] = _with_item(cards.get(issue), item)
    else:
        for place, value in enumerate(change.values):
            if place not in result.refused:
                cards[value.issue] = _with_value(cards.get(value.issue), value, board, now)
    return replace(snapshot, board=replace(board, cards=cards))


def without_board(snapshot: Snapshot, trouble: str) -> Snapshot:
    """The snapshot once GitHub refused all writes to the project: nothing more is tried in this run."""
    board = snapshot.board or Board()
    return replace(snapshot, board=replace(board, trouble=trouble))


def remarks_on_refusals(change: Change, result: Boarded) -> Iterator[str]:
    """One sentence for each reason that GitHub had, with the issues that it was about."""
    reasons: dict[str, dict[str, None]] = {}
    for place, reason in sorted(result.refused.items()):
        reasons.setdefault(reason, {})[_called(change, place)] = None
    for reason, names in reasons.items():
        yield f"the board does not tell of {few(list(names))} what it should ({reason}): the next run tries again"


def _called(change: Change, place: int) -> str:
    if isinstance(change, PutOnBoard):
        return change.entries[place].called
    return change.values[place].called if isinstance(change, SetOnBoard) else ""


def few(names: Sequence[str]) -> str:
    """The first five names, and how many more there are."""
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown


def _with_item(card: Card | None, item: str) -> Card:
    """A new item tells nothing yet; one that comes back tells what it told."""
    card = card or Card()
    back = replace(card.item, is_archived=False) if card.item is not None else Item(item)
    return replace(card, item=back)


def _with_value(card: Card | None, value: BoardValue, board: Board, now: datetime) -> Card | None:
    if card is None or card.item is None:
        return card
    values = dict(card.item.values)
    old = values.pop(value.field, None)
    if value.content is not None:
        made_at, made_by = (old.made_at, old.made_by) if old else (now, board.account)
        values[value.field] = Value(value.content, now, made_at, made_by)
    return replace(card, item=replace(card.item, values=values))
