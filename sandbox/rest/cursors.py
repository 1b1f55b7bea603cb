"""Pages between cursors, as the endpoints of projects have them instead of numbered ones."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from json import dumps, loads
from typing import Any, TypeVar
from urllib.parse import urlencode

from sandbox.rest.asking import Answer, Asking
from sandbox.rest.paging import DEFAULT_PER_PAGE, MAX_PER_PAGE
from sandbox.rules.refusals import Invalid

CURSORS = ("per_page", "before", "after")
Item = TypeVar("Item")
Key = Callable[[Item], tuple[Any, ...]]


def page_between(
    asking: Asking, items: Sequence[Item], key: Key[Item], shape: Callable[[Item], object]
) -> Answer:
    """The page of items, sorted by a unique key, that the query asks for: 30 unless told, at most 100."""
    query = asking.query
    given = query.get("per_page", "")
    size = min(int(given) if given.isdecimal() and int(given) else DEFAULT_PER_PAGE, MAX_PER_PAGE)
    start, stop = 0, len(items)
    if "after" in query:
        after = _read(query["after"])
        start = sum(key(item) <= after for item in items)
    if "before" in query:
        before = _read(query["before"])
        stop = sum(key(item) < before for item in items)
        start = max(start, stop - size)
    stop = min(stop, start + size)
    link = _link(asking, items, key, start, stop)
    return Answer([shape(item) for item in items[start:stop]], headers={"Link": link} if link else {})


def _read(cursor: str) -> tuple[Any, ...]:
    try:
        return tuple(loads(urlsafe_b64decode(cursor)))
    except (ValueError, TypeError):
        raise Invalid(f"{cursor} does not appear to be a valid cursor.") from None


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
