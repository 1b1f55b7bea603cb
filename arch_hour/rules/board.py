"""The plan of the project board: which issues go on it, and what their items tell.

What a person moved there stays; what is right already is not written again.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from arch_hour.board import Board, Card, Doing, Field, Item, Value
from arch_hour.config import Config
from arch_hour.model import BOT_SUFFIX, Issue, Snapshot
from arch_hour.rules.board_aftermath import few
from arch_hour.rules.board_changes import BoardEntry, BoardValue, PutOnBoard, SetOnBoard
from arch_hour.rules.board_fields import Layout, Part, layout, option_name, remarks_on_fields
from arch_hour.rules.board_moves import Move
from arch_hour.rules.board_wishes import Days, Wish, days_of_meetings, wishes
from arch_hour.rules.changes import Change
from arch_hour.rules.questions import Questions

T = TypeVar("T")

# So many writes go to GitHub together: it gives a request ten seconds, and its own tools send no more at once.
AT_ONCE = 20
# Of so many issues that are missing, the newest, GitHub is asked whether somebody took them off.
MOST_MISSING = 30
# What a rehearsal only pretends to make is not on GitHub.
_REHEARSED = "rehearsed"

ADDED, REMOVED, REOPENED = "added_to_project_v2", "removed_from_project_v2", "reopened"


def questions_on_board(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What must be known of the project before it is kept true: itself, our issues on it, and what became of others."""
    if config.board.project is None:
        return Questions()
    if snapshot.board is None:
        return Questions(board=True)
    board = snapshot.board
    if board.trouble:
        return Questions()
    wanted = [wish.issue for wish in wishes(snapshot, config, now) if not _is_rehearsed(wish.issue)]
    unread = tuple(issue.id for issue in wanted if issue.id not in board.cards)
    if unread:
        return Questions(cards=unread)
    missing = [issue for issue in wanted if issue.id not in snapshot.made and _is_missing(issue, board)]
    newest = sorted(missing, key=lambda issue: issue.number)[-MOST_MISSING:]
    return Questions(board_pasts=tuple(issue for issue in newest if issue.id not in board.pasts))


def plan_board_entries(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:
    """Puts the open issues on the board that are not there, and brings back those that were opened again."""
    board, place = _usable(snapshot), config.board.project
    if board is None or place is None:
        return []
    entries = [
        entry
        for wish in wishes(snapshot, config, now)
        if wish.issue.is_open and (entry := _entry(wish.issue, board, snapshot.made)) is not None
    ]
    return [PutOnBoard(board.id, place, batch, "not on the board yet") for batch in _batches(entries)]


def plan_board_values(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:
    """Sets what the items should tell and do not tell yet."""
    board, place = _usable(snapshot), config.board.project
    if board is None or place is None:
        return []
    found, days = layout(board, config.board), days_of_meetings(snapshot, config)
    values = [
        value
        for wish in wishes(snapshot, config, now)
        if (card := board.cards.get(wish.issue.id)) is not None
        and card.item is not None
        and not card.item.is_archived
        for value in _Sheet(wish, card, card.item, board, found, days, config).values()
    ]
    return [SetOnBoard(board.id, place, batch, "the board was behind") for batch in _batches(values)]


def remarks_on_board(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[str]:
    """What people should hear of the project: one sentence each, with how to mend it."""
    board = snapshot.board
    if board is None:
        return
    if board.trouble:
        yield board.trouble
        return
    yield from remarks_on_fields(board, config.board)
    hidden = [
        wish.issue.called
        for wish in wishes(snapshot, config, now)
        if wish.issue.id in board.cards and board.cards[wish.issue.id] is None
    ]
    if hidden:
        yield (
            f"the board does not tell of {few(hidden)}: the token for projects does not see what this run sees; give "
            "one that may read the repository's issues in the input `project-token` or in ARCH_HOUR_PROJECT_TOKEN"
        )


def _usable(snapshot: Snapshot) -> Board | None:
    board = snapshot.board
    return None if board is None or board.trouble else board


def _entry(issue: Issue, board: Board, made: Set[str]) -> BoardEntry | None:
    """How an open issue comes on the board; None where it is there, or people want it to stay away."""
    if _is_rehearsed(issue) and issue.id not in board.cards:
        return BoardEntry(issue.id, issue.called)
    card = board.cards.get(issue.id)
    if card is None:
        return None
    if card.item is None:
        is_wanted = issue.id in made or _may_come(issue, board)
        return BoardEntry(issue.id, issue.called) if is_wanted else None
    if card.item.is_archived and _is_active_again(card, card.item):
        return BoardEntry(issue.id, issue.called, archived=card.item.id)
    return None


def _is_missing(issue: Issue, board: Board) -> bool:
    card = board.cards.get(issue.id)
    return issue.is_open and card is not None and card.item is None


def _may_come(issue: Issue, board: Board) -> bool:
    """Whether nobody took it off; of one that was not asked about, whether nobody took off any of the others.

    Where so many are missing and none was taken off, the board is only being filled.
    """
    if issue.id in board.pasts:
        return not _was_taken_off(board.pasts[issue.id], board.account)
    return not any(_was_taken_off(past, board.account) for past in board.pasts.values())


def _was_taken_off(past: Iterable[Doing], account: str) -> bool:
    """Whether an issue that we put on the board was taken off, and not opened again since.

    GitHub does not name the board that something was done on: what others put on some board tells nothing.
    """
    is_ours = is_off = False
    for doing in past:
        if doing.what == ADDED:
            is_ours, is_off = is_ours or doing.by == account, False
        elif doing.what == REOPENED:
            is_off = False
        elif doing.what == REMOVED:
            is_off = is_ours
    return is_off


def _is_active_again(card: Card, item: Item) -> bool:
    """Whether an archived item's issue was opened again since; archiving is the last that was done with the item."""
    return card.reopened is not None and (item.updated_at is None or card.reopened > item.updated_at)


def _is_rehearsed(issue: Issue) -> bool:
    return issue.id.startswith(_REHEARSED)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One item with what it should tell."""

    wish: Wish
    card: Card
    item: Item
    board: Board
    layout: Layout
    days: Days
    config: Config

    def values(self) -> Iterator[BoardValue]:
        """What is to be set, the status first: that it is no later than the day shows later that a run set both."""
        yield from self._status()
        for part, wanted in self.wish.values.items():
            field = self.layout.fields.get(part)
            if field is None:
                continue
            present = self.item.values.get(field.id)
            if wanted is not None:
                if (present is None or present.content != wanted) and not self._is_of_another(part, present):
                    yield self._value(field, wanted, f"{part.value} {_in_words(wanted)}")
            elif present is not None and self._is_ours(part, present):
                yield self._value(field, None, f"no {part.value}")

    def _status(self) -> Iterator[BoardValue]:
        field, option = self.layout.fields.get(Part.STATUS), self.layout.options.get(self.wish.state)
        if field is None or option is None:
            return
        present = self._present(Part.STATUS)
        if present is not None and present.content == option.id:
            return
        meeting = self._present(Part.MEETING)
        if present is None or self._move(present, meeting).is_ours_to_make():
            name = option_name(self.config.board, self.wish.state)
            yield self._value(field, option.id, f"status {name}")

    def _move(self, present: Value, meeting: Value | None) -> Move:
        account = self.board.account
        return Move(self.wish, self.card, present, meeting, self.layout, self.days, self.config, account)

    def _present(self, part: Part) -> Value | None:
        field = self.layout.fields.get(part)
        return None if field is None else self.item.values.get(field.id)

    def _is_ours(self, part: Part, present: Value) -> bool:
        """Whether what stands where nothing should is ours: the day of a meeting, or what our app set, untouched since.

        What was set with a person's token may be that person's own.
        """
        if part is Part.MEETING:
            return present.content in self.days.ours
        is_our_app = present.made_by == self.board.account and self.board.account.endswith(BOT_SUFFIX)
        return is_our_app and present.is_untouched

    def _is_of_another(self, part: Part, present: Value | None) -> bool:
        """Whether the day is that of an earlier meeting of another configuration, whose runs set it."""
        wanted = self.wish.values.get(part)
        if part is not Part.MEETING or present is None or not isinstance(present.content, date):
            return False
        return present.content in self.days.others and isinstance(wanted, date) and present.content < wanted

    def _value(self, field: Field, content: str | date | float | None, told: str) -> BoardValue:
        issue = self.wish.issue
        return BoardValue(issue.id, self.item.id, issue.called, field.id, field.kind, content, told)


def _in_words(content: date | float) -> str:
    return content.isoformat() if isinstance(content, date) else f"{content:g}"


def _batches(things: Sequence[T]) -> Iterator[tuple[T, ...]]:
    for start in range(0, len(things), AT_ONCE):
        yield tuple(things[start : start + AT_ONCE])
