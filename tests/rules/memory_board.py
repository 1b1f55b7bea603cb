"""A project board in memory: what stands on it, what people do there, and what GitHub does by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from arch_hour.board import Board, Card, Content, Doing, Field, Item, Labelling, Option, ProjectPlace, Value
from arch_hour.gateway.protocol import BoardOpening, Wanted
from arch_hour.model import Account, Issue
from arch_hour.rules.board_changes import Boarded, BoardEntry, BoardValue, PutOnBoard, SetOnBoard
from arch_hour.rules.changes import Declined, Result
from tests.rules.build import person
from tests.rules.memory_files import MemoryFiles

AUTOMATION = person("github-project-automation[bot]")
OPTIONS = ("Backlog", "On agenda", "Todo", "In Progress", "Done")
STATUS = Field("status", "Status", "SINGLE_SELECT", tuple(Option(f"o{name}", name) for name in OPTIONS))
FIELDS = (
    STATUS,
    Field("meeting", "Meeting", "DATE"),
    Field("due", "Due", "DATE"),
    Field("votes", "Votes", "NUMBER"),
)


@dataclass
class MemoryBoard(MemoryFiles):
    """The project, by the issues' numbers.

    `mover` is whose token the run's is. `trouble` is why the project cannot be kept, `board_refusal` why GitHub refuses
    every write, `refused` the numbers of the issues of which it refuses one, and `hidden` of those that the token does
    not see. `workflows` are the built-in ones that are on, by their names: `added`, `closed`, `reopened`. `on_boards`
    is what was done with each issue on the board, `turnings` when it was closed (False) or opened again (True), and
    `labellings` when its labels came and went, all oldest first. `kept` are the ids of the fields last asked for.
    `meanwhile_boarded` is what people do before a write that a run already planned.
    """

    mover: Account = person("board-app[bot]")  # noqa: RUF009  it is frozen
    fields: tuple[Field, ...] = FIELDS
    items: dict[int, Item] = field(default_factory=dict)
    trouble: str = ""
    board_refusal: str = ""
    refused: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    workflows: set[str] = field(default_factory=set)
    on_boards: dict[int, list[Doing]] = field(default_factory=dict)
    turnings: dict[int, list[tuple[datetime, bool]]] = field(default_factory=dict)
    labellings: dict[int, list[Labelling]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    meanwhile_boarded: Callable[[], None] = field(default=lambda: None)

    def board(self, place: ProjectPlace, wanted: Wanted) -> BoardOpening:
        """The project with its fields, and the follow-ups that were closed lately."""
        self.asked.append("board")
        if self.trouble:
            return BoardOpening(Board(trouble=self.trouble))
        closed = (issue for _, issue in sorted(self.issues.items()) if not issue.is_open)
        lately = tuple(
            replace(issue, comments=(), comments_total=0, edits=())
            for issue in closed
            if issue.has_label(wanted.follow_up_label) and (issue.closed_at or self.now) >= wanted.since
        )
        address = f"https://github.com/{place}"
        return BoardOpening(Board("project", "Tea", address, self.mover.key, self.fields), lately)

    def cards(
        self, board: Board, fields: tuple[Field, ...], issues: tuple[str, ...]
    ) -> Mapping[str, Card | None]:
        """The issues of these node ids as they are on the board, with what was asked for alone."""
        assert board.id == "project"
        self.asked.append(f"cards of {len(issues)}")
        self.kept = {each.id for each in fields}
        return {identity: self._card(_number(identity)) for identity in issues}

    def board_past(self, issue: Issue) -> tuple[Doing, ...]:
        """What was done with an issue on boards, and its reopenings."""
        self.asked.append(f"board past of {issue.number}")
        reopened = [
            Doing("reopened", "", at) for at, is_open in self.turnings.get(issue.number, ()) if is_open
        ]
        return tuple(sorted((*self.on_boards.get(issue.number, ()), *reopened), key=lambda doing: doing.at))

    def seen_on_board(self, number: int) -> Item | None:
        """The item of an issue with the fields that are kept, None where it is not on the board."""
        item = self.items.get(number)
        if item is None:
            return None
        return replace(item, values={key: value for key, value in item.values.items() if key in self.kept})

    def _card(self, number: int) -> Card | None:
        if number in self.hidden or number not in self.issues:
            return None
        turnings = self.turnings.get(number, [])
        return Card(
            self.seen_on_board(number),
            turned=max((at for at, _ in turnings), default=None),
            reopened=max((at for at, is_open in turnings if is_open), default=None),
            labellings=tuple(self.labellings.get(number, ())),
        )

    def _boarded(self, change: PutOnBoard | SetOnBoard) -> Result:
        if self.board_refusal:
            return Declined(self.board_refusal)
        refused: dict[int, str] = {}
        items: dict[str, str] = {}
        parts: tuple[BoardEntry | BoardValue, ...] = (
            change.entries if isinstance(change, PutOnBoard) else change.values
        )
        assert not any(map(self._is_into_archive, parts)), "no run changes what it saw archived"
        self.meanwhile_boarded()
        for place, part in enumerate(parts):
            number = _number(part.issue)
            if reason := self._refusal(number, part):
                refused[place] = reason
            elif isinstance(part, BoardEntry):
                items[part.issue] = self._entered(number, part)
            else:
                self.fill(number, part.field, part.content, self.mover)
        return Boarded(items, refused)

    def _refusal(self, number: int, part: BoardEntry | BoardValue) -> str:
        """Why GitHub does not do it, nothing where it does."""
        if number in self.refused:
            return "Something is wrong with this one"
        item, there = part.archived if isinstance(part, BoardEntry) else part.item, self.items.get(number)
        if number in self.hidden or number not in self.issues or (item and there is None):
            return "Could not resolve to a node"
        return "The item is archived and cannot be updated" if self._is_into_archive(part) else ""

    def _is_into_archive(self, part: BoardEntry | BoardValue) -> bool:
        there = self.items.get(_number(part.issue))
        return isinstance(part, BoardValue) and there is not None and there.is_archived

    def _entered(self, number: int, entry: BoardEntry) -> str:
        if entry.archived:
            self.items[number] = replace(self.items[number], is_archived=False, updated_at=self.now)
        elif number not in self.items:
            self.enter(number, self.mover)
        return self.items[number].id

    def enter(self, number: int, by: Account) -> None:
        """An issue comes on the board."""
        self.items[number] = Item(f"P{number}", updated_at=self.now)
        self._did(number, "added_to_project_v2", by)
        if "added" in self.workflows:
            self.fill(number, STATUS.id, "oTodo", AUTOMATION)

    def fill(self, number: int, where: str, content: Content | None, by: Account) -> None:
        """An item gets a value in a field, or none."""
        item = self.items[number]
        values = dict(item.values)
        old = values.pop(where, None)
        if content is not None:
            first = (old.made_at, old.made_by) if old else (self.now, by.key)
            values[where] = Value(content, self.now, *first)
        self.items[number] = replace(item, values=values, updated_at=self.now)
        if where == STATUS.id:
            self._did(number, "project_v2_item_status_changed", by)

    def _did(self, number: int, what: str, by: Account) -> None:
        self.on_boards.setdefault(number, []).append(Doing(what, by.key, self.now))
        self.done(number, what, by)

    def _noticed(self, old: Issue, new: Issue) -> None:
        """What GitHub tells of an issue on a board when it changes, and does there by itself."""
        if old.is_open is not new.is_open:
            self.turnings.setdefault(new.number, []).append((self.now, new.is_open))
            self._work("reopened" if new.is_open else "closed", new.number)
        noted = self.labellings.setdefault(new.number, [])
        noted += [Labelling(name, self.now, is_on=True) for name in new.labels if not old.has_label(name)]
        noted += [Labelling(name, self.now, is_on=False) for name in old.labels if not new.has_label(name)]

    def _open(self, title: str, body: str, author: Account, labels: tuple[str, ...]) -> Issue:
        """GitHub tells of the labels that an issue is made with as of all others."""
        made = super()._open(title, body, author, labels)
        self._noticed(replace(made, labels=()), made)
        return made

    def _work(self, workflow: str, number: int) -> None:
        item = self.items.get(number)
        if workflow in self.workflows and item is not None and not item.is_archived:
            self.fill(number, STATUS.id, "oIn Progress" if workflow == "reopened" else "oDone", AUTOMATION)

    # What people do, and what they see.

    def put(self, number: int, status: str = "", by: str = "wren") -> None:
        """A person puts an issue on the board, in a column."""
        self.enter(number, person(by))
        if status:
            self.drag(number, status, by)

    def drag(self, number: int, status: str, by: str = "wren") -> None:
        """A person gives an item another status, or none."""
        option = next((each for each in self._options if each.name == status), None)
        self.fill(number, STATUS.id, option.id if option else None, person(by))

    def set_day(self, number: int, where: str, day: date | None, by: str = "wren") -> None:
        """A person gives an item a day."""
        self.fill(number, where, day, person(by))

    def set_votes(self, number: int, count: float, by: str = "wren") -> None:
        """A person gives an item a count."""
        self.fill(number, "votes", count, person(by))

    def archive(self, number: int) -> None:
        """A person archives an item."""
        self.items[number] = replace(self.items[number], is_archived=True, updated_at=self.now)

    def take_off(self, number: int, by: str = "wren") -> None:
        """A person takes an item off the board."""
        del self.items[number]
        self._did(number, "removed_from_project_v2", person(by))

    def column(self, number: int) -> str:
        """The status of an issue as people see it; `archived`, or nothing where it is not on the board."""
        item = self.items.get(number)
        if item is None or item.is_archived:
            return "archived" if item else ""
        value = item.values.get(STATUS.id)
        return next((each.name for each in self._options if value and each.id == value.content), "none")

    def shows(self, number: int, where: str) -> Content | None:
        """What an item has in a field."""
        value = self.items[number].values.get(where)
        return value.content if value else None

    def forget(self, number: int) -> None:
        """An issue that is gone from the repository is gone from the board."""
        self.items.pop(number, None)

    @property
    def _options(self) -> tuple[Option, ...]:
        return next((each.options for each in self.fields if each.id == STATUS.id), ())


def _number(identity: str) -> int:
    """The number of the issue of a node id."""
    return int(identity.removeprefix("I"))
