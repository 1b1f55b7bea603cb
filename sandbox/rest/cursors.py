"""Pages between cursors, as the endpoints of projects have them instead of numbered ones."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from json import dumps, loads
from typing import Any, TypeVar
from urllib.parse import urlencode

from sandbox.rest.asking import Answer, Asking
from sandbox.rest.paging import DEFAULT_PER_PAGE, MAX_PER_PAGE, positive
from sandbox.rules.refusals import Invalid

CURSORS = ("per_page", "before", "after")
Item = TypeVar("Item")
Key = Callable[[Item], tuple[Any, ...]]


def page_between(
    asking: Asking, items: Sequence[Item], key: Key[Item], shape: Callable[[Item], object]
) -> Answer:
    """The page of items, sorted by a unique key, that the query asks for: 30 unless told, at most 100."""
    query = asking.query
    size = min(positive(query.get("per_page"), DEFAULT_PER_PAGE), MAX_PER_PAGE)
    start, stop = 0, len(items)
    if "after" in query:
        after = _read(query["after"])
        start = _counted(lambda item: key(item) <= after, items, query["after"])
    if "before" in query:
        before = _read(query["before"])
        stop = _counted(lambda item: key(item) < before, items, query["before"])
        start = max(start, stop - size)
    stop = min(stop, start + size)
    link = _link(asking, items, key, start, stop)
    return Answer([shape(item) for item in items[start:stop]], headers={"Link": link} if link else {})


def _read(cursor: str) -> tuple[Any, ...]:
    try:
        return tuple(loads(urlsafe_b64decode(cursor)))
    except (ValueError, TypeError):
        raise _not_valid(cursor) from None


def _counted(is_passed: Callable[[Item], bool], items: Sequence[Item], cursor: str) -> int:
    try:
        return sum(map(is_passed, items))
    except TypeError:
        # The cursor is made of other things than the keys are.
        raise _not_valid(cursor) from None


def _not_valid(cursor: str) -> Invalid:
    return Invalid(f"{cursor} does not appear to be a valid cursor.")


def _link(asking: Asking, items: Sequence[Item], key: Key[Item], start: int, stop: int) -> str:
    if start >= stop:
        return ""
    kept = {name: value for name, value in asking.query.items() if name not in ("before", "after")}
    targets = {}
    if stop < len(items):
        targets["next"] = ("after", items[stop - 1])
    if start:
        targets["prev"] = ("before", items[start])
    address = asking.address + asking.path
    return ", ".join(
        f'<{address}?{urlencode(kept | {name: _cursor(key(item))})}>; rel="{relation}"'
        for relation, (name, item) in targets.items()
    )


def _cursor(key: tuple[Any, ...]) -> str:
    return urlsafe_b64encode(dumps(key).encode()).decode()
