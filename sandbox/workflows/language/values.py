"""The values of expressions, as JSON has them, and how they are cast, compared and looked into."""

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?Infinity", re.ASCII)
_WHOLE = {"0x": 16, "0o": 8}
_SMALLEST_WRITTEN_OUT, _LARGEST_WRITTEN_OUT = 1e-6, 1e21
_ABSENT = object()
# Its capital is another letter's too, and GitHub keeps the two apart.
_DOTLESS = "ı"


class Filtered(list[Any]):
    """What `*` gives: whatever is asked of it is asked of each of its items."""


def kind(value: object) -> type:
    """The type that decides how a value compares: a truth is no number, and all numbers are one kind."""
    if isinstance(value, bool):
        return bool
    for known in (float, str, list, dict):
        if isinstance(value, (int, float) if known is float else known):
            return known
    return type(None)


def is_simple(value: object) -> bool:
    """Whether it is neither a list nor an object."""
    return kind(value) not in (list, dict)


def is_true(value: object) -> bool:
    """Whether a condition holds that gave this: lists and objects always do, also empty ones."""
    if isinstance(value, str):
        return value != ""
    return not is_simple(value) or (number(value) != 0 and not math.isnan(number(value)))


def number(value: object) -> float:
    """A value as a number, `nan` where it is none."""
    if value is None or isinstance(value, bool):
        return int(bool(value))
    if isinstance(value, (int, float)):
        return value
    return _number_in(value.strip()) if isinstance(value, str) else math.nan


def _number_in(text: str) -> float:
    if not text:
        return 0
    if _DECIMAL.fullmatch(text):
        return float(text)
    base = _WHOLE.get(text[:2].lower())
    try:
        return int(text[2:], base) if base and text[2:].isalnum() else math.nan
    except ValueError:
        return math.nan


def written(value: object) -> str:
    """A value as it stands in a text: nothing for null, one word for a list or an object."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return _digits(value)
    if isinstance(value, str):
        return value
    return "Array" if isinstance(value, list) else "Object"


def _digits(value: float) -> str:
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'-' if value < 0 else ''}Infinity"
    short = round(value, 15)
    if short == 0:
        return "0"
    if _SMALLEST_WRITTEN_OUT <= abs(short) < _LARGEST_WRITTEN_OUT:
        text = format(Decimal(repr(short)), "f")
        return text.rstrip("0").removesuffix(".") if "." in text else text
    return repr(float(short)).replace("e-0", "e-")


def folded(text: str) -> str:
    """A text as it is compared, without case."""
    return "".join(letter if letter == _DOTLESS else letter.upper() for letter in text)


def are_equal(left: object, right: object) -> bool:
    """Whether `==` holds: unlike kinds compare as numbers; lists and objects are equal only to themselves."""
    left, right = _alike(left, right)
    if kind(left) is not kind(right):
        return False
    if isinstance(left, str) and isinstance(right, str):
        return folded(left) == folded(right)
    return left == right if is_simple(left) else left is right


def is_greater(left: object, right: object) -> bool:
    """Whether `>` holds; of what has no order none is greater."""
    left, right = _alike(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return folded(left) > folded(right)
    if left is None or right is None or not is_simple(left) or not is_simple(right):
        return False
    return number(left) > number(right)


def _alike(left: object, right: object) -> tuple[object, object]:
    if kind(left) is kind(right) or not (is_simple(left) and is_simple(right)):
        return left, right
    return number(left), number(right)


def every(value: object) -> Filtered:
    """What `.*` gives: the items of a list, the values of an object, and for a filtered list those of each item."""
    if isinstance(value, Filtered):
        return Filtered(inner for item in value for inner in _items(item))
    return Filtered(_items(value))


def _items(value: object) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def member(value: object, key: object) -> Any:
    """What stands under a key or at a place, null where nothing does; names are compared without case."""
    if isinstance(value, Filtered):
        found = (_member(item, key) for item in value)
        return Filtered(each for each in found if each is not _ABSENT)
    found_one = _member(value, key)
    return None if found_one is _ABSENT else found_one


def _member(value: object, key: object) -> Any:
    if isinstance(value, dict) and is_simple(key):
        name = written(key).lower()
        return next((inner for outer, inner in value.items() if outer.lower() == name), _ABSENT)
    if isinstance(value, list):
        place = number(key)
        if math.isfinite(place) and 0 <= place < len(value):
            return value[int(place)]
    return _ABSENT
