"""Pages of a list, with the `Link` header that leads from one to the next."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from sandbox.rest.asking import Answer, Asking

PAGING = ("per_page", "page")
DEFAULT_PER_PAGE = 30
MAX_PER_PAGE = 100
DIGITS = 18

Item = TypeVar("Item")


def page_of(asking: Asking, items: Sequence[Item], shape: Callable[[Item], object]) -> Answer:
    """The page that the query asks for: 30 items unless told, at most 100, the first page unless told."""
    per_page = min(positive(asking.query.get("per_page"), DEFAULT_PER_PAGE), MAX_PER_PAGE)
    page = positive(asking.query.get("page"), 1)
    start = (page - 1) * per_page
    last = max(1, -(-len(items) // per_page))
    link = _link(asking, page, last)
    return Answer(
        [shape(item) for item in items[start : start + per_page]], headers={"Link": link} if link else {}
    )


def positive(given: str | None, otherwise: int) -> int:
    """The number that a query gives, or another where it gives none above zero."""
    is_number = given is not None and given.isascii() and given.isdecimal()
    # Beyond these digits it is more than there can be of anything, and Python would not read it.
    number = int(given[:DIGITS]) if given is not None and is_number else 0
    return number or otherwise


def _link(asking: Asking, page: int, last: int) -> str:
    targets: list[tuple[str, int]] = []
    if page > 1:
        targets.append(("prev", min(page - 1, last)))
    if page < last:
        targets += [("next", page + 1), ("last", last)]
    if page > 1:
        targets.append(("first", 1))
    address = asking.address + asking.path
    return ", ".join(
        f'<{address}?{urlencode({**asking.query, "page": target})}>; rel="{relation}"'
        for relation, target in targets
    )
