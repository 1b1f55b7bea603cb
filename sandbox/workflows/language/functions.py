"""The functions that expressions may call, by their names in lower case, each with how many arguments it takes."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.workflows.language.values import are_equal, folded, is_simple, kind, written

_MANY = 255
_BRACES = re.compile(r"\{\{|\}\}|\{(\d+)[^}]*\}|[{}]", re.ASCII)


class ExpressionError(ValueError):
    """An expression that GitHub would not take, or could not work out; the message says why."""


@dataclass(frozen=True, slots=True)
class Function:
    """What is called, and the fewest and the most arguments."""

    call: Callable[..., Any]
    least: int
    most: int


def _contains(search: object, item: object) -> bool:
    if isinstance(search, list):
        return any(are_equal(item, each) for each in search)
    return is_simple(search) and is_simple(item) and folded(written(item)) in folded(written(search))


def _starts_with(text: object, start: object) -> bool:
    return is_simple(text) and is_simple(start) and folded(written(text)).startswith(folded(written(start)))


def _ends_with(text: object, end: object) -> bool:
    return is_simple(text) and is_simple(end) and folded(written(text)).endswith(folded(written(end)))


def _format(pattern: object, *values: object) -> str:
    def filled(found: re.Match[str]) -> str:
        if found[0] in ("{{", "}}"):
            return found[0][0]
        if found[1] is None or int(found[1]) >= len(values):
            msg = f"{written(pattern)!r} does not fit {len(values)} values"
            raise ExpressionError(msg)
        return written(values[int(found[1])])

    return _BRACES.sub(filled, written(pattern))


def _join(values: object, separator: object = ",") -> str:
    if not isinstance(values, list):
        return written(values) if is_simple(values) else ""
    return (written(separator) if is_simple(separator) else ",").join(map(written, values))


def _to_json(value: object) -> str:
    return json.dumps(_plain(value), indent=2, ensure_ascii=False, allow_nan=False)


def _plain(value: object) -> object:
    """The value with whole numbers written as such; what is no number is null, as in every JSON."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        if value - value != 0:  # neither infinite nor `nan`
            return None
        return int(value) if value.is_integer() else value
    return value


def _from_json(text: object) -> Any:
    def refuse(word: str) -> None:
        raise ValueError(word)

    try:
        return json.loads(written(text), parse_constant=refuse)
    except (ValueError, RecursionError):
        msg = f"fromJSON: {written(text)!r:.40} is no JSON"
        raise ExpressionError(msg) from None


def _case(*choices: object) -> object:
    for condition, result in zip(choices[:-1:2], choices[1::2], strict=True):
        if kind(condition) is not bool:
            msg = "case: a condition is neither true nor false"
            raise ExpressionError(msg)
        if condition:
            return result
    return choices[-1]


FUNCTIONS: Mapping[str, Function] = {
    "case": Function(_case, 3, _MANY),
    "contains": Function(_contains, 2, 2),
    "endswith": Function(_ends_with, 2, 2),
    "format": Function(_format, 1, _MANY),
    "fromjson": Function(_from_json, 1, 1),
    # What files hash to is empty where none match; there are no caches here to be found by it.
    "hashfiles": Function(lambda *_: "", 1, _MANY),
    "join": Function(_join, 1, 2),
    "startswith": Function(_starts_with, 2, 2),
    "tojson": Function(_to_json, 1, 1),
}
# These look at how the jobs before ended.
STATUS = frozenset({"always", "cancelled", "failure", "success"})
