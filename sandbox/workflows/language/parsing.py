"""From the text of an expression to a reading of it, by descent from the loosest operator to the tightest."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sandbox.workflows.language.functions import FUNCTIONS, STATUS, ExpressionError
from sandbox.workflows.language.values import are_equal, every, is_greater, is_true, member, number

LONGEST = 21_000  # characters
DEEPEST = 50

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^']|'')*')
    | (?P<number>(?:[+-]|\.?\d)[^\s()\[\],!<>=&|]*)
    | (?P<name>[A-Za-z_][A-Za-z0-9_-]*(?![^\s()\[\],.!<>=&|]))
    | (?P<sign>&&|\|\||[=!<>]=|[!<>()\[\].,*])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_LITERALS: Mapping[str, Any] = {
    "true": True,
    "false": False,
    "null": None,
    "NaN": math.nan,
    "Infinity": math.inf,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression is worked out in: the contexts by name, and what the functions of status say."""

    contexts: Mapping[str, Any]
    status: Mapping[str, bool]


Reading = Callable[[Scope], Any]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was understood: how to work it out, and the contexts and functions that it names."""

    value: Reading
    contexts: frozenset[str]
    functions: frozenset[str]


@lru_cache(maxsize=512)
def parsed(text: str) -> Expression:
    """What an expression means; raises ExpressionError."""
    if len(text) > LONGEST:
        msg = f"an expression has at most {LONGEST} characters"
        raise ExpressionError(msg)
    parser = _Parser(_tokens(text))
    value = parser.whole()
    return Expression(value, frozenset(parser.contexts), frozenset(parser.functions))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    place = 0
    while not found or found[-1].kind != "end":
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            msg = f"unexpected symbol at {text[place:].strip()!r:.40}"
            raise ExpressionError(msg)
        found.append(_Token(match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0
        self.contexts: set[str] = set()
        self.functions: set[str] = set()

    def whole(self) -> Reading:
        value = self._any()
        if self._next.kind != "end":
            raise self._unexpected()
        return value

    @property
    def _next(self) -> _Token:
        return self._tokens[self._place]

    def _take(self) -> _Token:
        token = self._next
        self._place += 1
        return token

    def _takes(self, *signs: str) -> str:
        """The sign that comes next, taken, if it is one of these."""
        is_one = self._next.kind == "sign" and self._next.text in signs
        return self._take().text if is_one else ""

    def _needs(self, sign: str) -> None:
        if not self._takes(sign):
            raise self._unexpected()

    def _unexpected(self) -> ExpressionError:
        return ExpressionError(f"unexpected {self._next.text!r}" if self._next.text else "unexpected end")

    def _deeper(self, inner: Callable[[], Reading]) -> Reading:
        self._depth += 1
        if self._depth > DEEPEST:
            msg = f"an expression is at most {DEEPEST} levels deep"
            raise ExpressionError(msg)
        found = inner()
        self._depth -= 1
        return found

    def _any(self) -> Reading:
        return self._deeper(self._either)

    def _either(self) -> Reading:
        return self._first_that(is_true, self._both, "||")

    def _both(self) -> Reading:
        return self._first_that(lambda value: not is_true(value), self._equality, "&&")

    def _first_that(self, decides: Callable[[Any], bool], inner: Callable[[], Reading], sign: str) -> Reading:
        """`&&` and `||` give the value that decided, or the last, and look at none behind it."""
        parts = [inner()]
        while self._takes(sign):
            parts.append(inner())
        if len(parts) == 1:
            return parts[0]

        def value(scope: Scope) -> Any:
            found = None
            for part in parts:
                found = part(scope)
                if decides(found):
                    break
            return found

        return value

    def _equality(self) -> Reading:
        value = self._order()
        while sign := self._takes("==", "!="):
            value = _compared(value, sign, self._order())
        return value

    def _order(self) -> Reading:
        value = self._negation()
        while sign := self._takes("<=", ">=", "<", ">"):
            value = _compared(value, sign, self._negation())
        return value

    def _negation(self) -> Reading:
        if not self._takes("!"):
            return self._path()
        inner = self._deeper(self._negation)
        return lambda scope: not is_true(inner(scope))

    def _path(self) -> Reading:
        token = self._next
        can_be_entered = token.text == "(" or (token.kind == "name" and token.text not in _LITERALS)
        value = self._simple()
        while can_be_entered and (sign := self._takes(".", "[")):
            value = self._entered(value, sign)
        return value

    def _entered(self, outer: Reading, sign: str) -> Reading:
        if self._takes("*"):
            if sign == "[":
                self._needs("]")
            return lambda scope: every(outer(scope))
        if sign == ".":
            if self._next.kind != "name":
                raise self._unexpected()
            name = self._take().text
            return lambda scope: member(outer(scope), name)
        key = self._any()
        self._needs("]")
        return lambda scope: member(outer(scope), key(scope))

    def _simple(self) -> Reading:
        if self._takes("("):
            inner = self._any()
            self._needs(")")
            return inner
        if self._next.kind not in ("text", "number", "name"):
            raise self._unexpected()
        token = self._take()
        if token.kind == "name":
            return self._named(token.text)
        return _literal(token)

    def _named(self, name: str) -> Reading:
        if self._takes("("):
            return self._call(name.lower())
        if name in _LITERALS:
            return lambda _: _LITERALS[name]
        self.contexts.add(name.lower())
        return lambda scope: member(dict(scope.contexts), name)

    def _call(self, name: str) -> Reading:
        values: list[Reading] = []
        while not self._takes(")"):
            if values:
                self._needs(",")
            values.append(self._any())
        self.functions.add(name)
        if name in STATUS and not values:
            return lambda scope: scope.status[name]
        function = FUNCTIONS.get(name)
        if function is None or not function.least <= len(values) <= function.most:
            msg = f"no function {name} takes {len(values)} arguments"
            raise ExpressionError(msg)
        return lambda scope: function.call(*(value(scope) for value in values))


def _literal(token: _Token) -> Reading:
    if token.kind == "text":
        text = token.text[1:-1].replace("''", "'")
        return lambda _: text
    value = number(token.text)
    if math.isnan(value):
        msg = f"{token.text!r} is no number"
        raise ExpressionError(msg)
    return lambda _: value


def _compared(left: Reading, sign: str, right: Reading) -> Reading:
    def value(scope: Scope) -> bool:
        one, other = left(scope), right(scope)
        match sign:
            case "==":
                return are_equal(one, other)
            case "!=":
                return not are_equal(one, other)
            case ">" | ">=":
                return is_greater(one, other) or (sign == ">=" and are_equal(one, other))
            case _:
                return is_greater(other, one) or (sign == "<=" and are_equal(one, other))

    return value
