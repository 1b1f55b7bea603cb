"""Connections: pages of a list between cursors, and what GitHub says of pages it does not give."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from json import dumps, loads
from typing import Any

from graphql import FieldNode

from sandbox.rules.refusals import Refusal

MOST = 100
COUNTS = {"totalCount", "__typename"}
PAGING = ("first", "last", "after", "before")


Key = tuple[Any, ...]


def _by_number(item: Any) -> Key:
    return (item.database_id,)


class Ordered(list[Any]):
    """Items in the order of a key of JSON values, unique to each item; a plain list is in that of its database ids.

    A cursor holds its item's key as it was then. So a page goes on where the last one ended, whatever was added,
    removed or moved meanwhile, as on GitHub.
    """

    def __init__(
        self, items: Iterable[Any], key: Callable[[Any], Key] = _by_number, *, is_descending: bool = False
    ) -> None:
        super().__init__(items)
        self.key = key
        self.is_descending = is_descending


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Where a page begins and ends in its list."""

    start_cursor: str | None
    end_cursor: str | None
    has_previous_page: bool
    has_next_page: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """An item with its cursor."""

    node: object
    cursor: str


@dataclass(frozen=True, slots=True)
class Connection:
    """The items `start` to `stop` of a list."""

    items: Sequence[Any]
    start: int
    stop: int

    @property
    def nodes(self) -> Sequence[Any]:
        """The items of the page."""
        return self.items[self.start : self.stop]

    @property
    def edges(self) -> list[Edge]:
        """The items of the page with their cursors."""
        return [
            Edge(self.items[place], _cursor(self.items, self.items[place]))
            for place in range(self.start, self.stop)
        ]

    @property
    def total_count(self) -> int:
        """How many items the whole list has."""
        return len(self.items)

    @property
    def filtered_count(self) -> int:
        """How many items of a timeline are of the kinds that were asked for."""
        return len(self.items)

    @property
    def page_count(self) -> int:
        """How many items of a timeline this page has."""
        return self.stop - self.start

    @property
    def page_info(self) -> PageInfo:
        """Where the page begins and ends."""
        is_empty = self.start >= self.stop
        return PageInfo(
            None if is_empty else _cursor(self.items, self.items[self.start]),
            None if is_empty else _cursor(self.items, self.items[self.stop - 1]),
            self.start > 0,
            self.stop < len(self.items),
        )


class PagingRefusal(Refusal):
    """A page that GitHub does not give; `kind` is the error's type."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.graph_type = kind


def check_bounds(name: str, arguments: dict[str, Any]) -> None:
    """Raises PagingRefusal unless exactly one of `first` and `last` is given, from 1 to 100."""
    given = {bound: arguments[bound] for bound in ("first", "last") if arguments.get(bound) is not None}
    if not given:
        raise PagingRefusal(
            "MISSING_PAGINATION_BOUNDARIES",
            f"You must provide a `first` or `last` value to properly paginate the `{name}` connection.",
        )
    if len(given) > 1:
        problem = f"Passing both `first` and `last` to paginate the `{name}` connection is not supported."
        raise PagingRefusal("INVALID_PAGINATION_BOUNDARIES", problem)
    for bound, count in given.items():
        if count > MOST:
            asked = f"Requesting {count} records on the `{name}` connection"
            limit = f"exceeds the `{bound}` limit of {MOST} records."
            raise PagingRefusal("EXCESSIVE_PAGINATION", f"{asked} {limit}")
        if count < 1:
            problem = f"`{bound}` on the `{name}` connection cannot be less than one."
            raise PagingRefusal("INVALID_PAGINATION_BOUNDARIES", problem)


def counts_only(nodes: Sequence[FieldNode]) -> bool:
    """Whether only the length of a list is asked for, which GitHub tells without bounds."""
    selected = [one for node in nodes if node.selection_set for one in node.selection_set.selections]
    return all(isinstance(one, FieldNode) and one.name.value in COUNTS for one in selected)


def connect(items: Sequence[Any], arguments: dict[str, Any]) -> Connection:
    """The page of a list that the arguments ask for; without bounds an empty one that can be counted."""
    start, stop = 0, len(items)
    if arguments.get("after") is not None:
        start = _through(items, arguments["after"])
    if arguments.get("before") is not None:
        stop = _ahead_of(items, arguments["before"])
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None:
        stop = min(stop, start + first)
    elif last is not None:
        start = max(start, stop - last)
    else:
        stop = start
    return Connection(items, min(start, stop), stop)


def _key(items: Sequence[Any], item: Any) -> Key:
    return items.key(item) if isinstance(items, Ordered) else _by_number(item)


def _cursor(items: Sequence[Any], item: Any) -> str:
    return b64encode(f"cursor:v2:{dumps(_key(items, item))}".encode()).decode()


def _key_of(cursor: str) -> Key:
    try:
        return tuple(loads(b64decode(cursor).decode().removeprefix("cursor:v2:")))
    except (ValueError, TypeError):
        raise PagingRefusal(
            "INVALID_CURSOR_ARGUMENTS", f"`{cursor}` does not appear to be a valid cursor."
        ) from None


def _through(items: Sequence[Any], cursor: str) -> int:
    """How many items come up to where the cursor is, its own one included."""
    key = _key_of(cursor)
    if isinstance(items, Ordered) and items.is_descending:
        return sum(_key(items, item) >= key for item in items)
    return sum(_key(items, item) <= key for item in items)


def _ahead_of(items: Sequence[Any], cursor: str) -> int:
    """How many items come before where the cursor is."""
    key = _key_of(cursor)
    if isinstance(items, Ordered) and items.is_descending:
        return sum(_key(items, item) > key for item in items)
    return sum(_key(items, item) < key for item in items)
