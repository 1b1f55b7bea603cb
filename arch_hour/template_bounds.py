"""The room in which a user's template is rendered: plain values only, and a budget for all that is done with them."""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain
from typing import Any

from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import SandboxedEnvironment

from arch_hour import rendering
from arch_hour.rendering import TemplateMistakeError
from arch_hour.template_grammar import JOINED, LARGEST_NUMBER, LOOP_NAMES, MADE, STEPS, unknown

# In units of which the look at a name is one; a rich template with hundreds of rows spends a tenth.
_BUDGET = 500_000
_LARGEST_VALUE = 100_000
_LONGEST_ARGUMENT = 1_000

_OF_TEXTS = frozenset({"capitalize", "lower", "title", "trim", "truncate", "upper", "urlencode"})
_OF_LISTS = frozenset(
    {"list", "map", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique"}
)
_OF_ANY = frozenset({"d", "default", "first", "last", "length"})

_Filter = Callable[..., Any]


class _Unknown(StrictUndefined):
    """A part that a value does not have; it says what there is, once somebody looks at it."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        whose = self._undefined_obj
        of_loops = LOOP_NAMES if isinstance(whose, LoopContext) else ()
        return unknown(str(self._undefined_name), whose if isinstance(whose, dict) else of_loops)


class Words(SandboxedEnvironment):
    """Knows the parts of plain values, and no attribute of Python's."""

    def __init__(self) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            optimized=False,
            finalize=_printable,
        )
        self.globals.clear()

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ARG002  as the library calls it
        """Nothing can be called."""
        return False

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A value of a mapping, or what a loop tells of itself."""
        return self._part(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The same, and an item by its place."""
        if isinstance(obj, list | tuple | str) and isinstance(argument, int):
            return obj[argument]
        return self._part(obj, str(argument))

    def _part(self, obj: Any, name: str) -> Any:
        if isinstance(obj, dict) and name in obj:
            return obj[name]
        if isinstance(obj, LoopContext) and name in LOOP_NAMES:
            return getattr(obj, name)
        _must_be_known(obj)
        return _Unknown(obj=obj, name=name)


class Documents(Words):
    """Renders one document on a budget: every loop's step, and every value that is made, is paid for."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self) -> None:
        super().__init__()
        self._left = _BUDGET
        self.filters = {
            **{name: self._metered(name) for name in _OF_TEXTS | _OF_LISTS | _OF_ANY},
            "count": self._counted(self._count),
            "join": self._join,
            STEPS: self._counted(self._steps),
            JOINED: self._counted(self._joined),
            MADE: self._counted(self._made),
        }

    def spend(self, units: int) -> None:
        """Takes from the budget; raises TemplateMistakeError where it is used up."""
        self._left -= units
        if self._left < 0:
            raise TemplateMistakeError("it takes too many steps; loop over less")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Numbers within bounds, and `+` for two texts."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self._joined(left, right)
        for value in (left, right):
            _must_be_known(value)
            if not isinstance(value, int | float):
                raise TemplateMistakeError(f"`{operator}` needs two numbers")
        result = super().call_binop(context, operator, left, right)
        if abs(result) > LARGEST_NUMBER:
            raise TemplateMistakeError(f"`{operator}` makes too large a number")
        return result

    def _metered(self, name: str) -> _Filter:
        """A filter of the library's, its work paid for and its result measured."""

        @pass_context
        def metered(context: Context, value: Any, *arguments: Any, **options: Any) -> Any:
            if name not in ("d", "default"):
                _must_fit(name, value)
                _must_be_short(name, chain(arguments, options.values()))
            self.spend(_size(value) // 10 + (50 * len(value) if isinstance(value, list) else 0))
            result = _library().call_filter(name, value, arguments, options, context)
            return result if isinstance(result, Undefined) else self._made(_listed(result))

        return metered

    def _counted(self, function: _Filter) -> _Filter:
        """A filter of ours, in the form that the library never calls before the rendering."""

        @pass_context
        def counted(_: Context, *arguments: Any, **options: Any) -> Any:
            return function(*arguments, **options)

        return counted

    @property
    def _join(self) -> _Filter:
        @pass_context
        def join(_: Context, value: Any, separator: str = "", attribute: str | int | None = None) -> str:
            _must_fit("list", value)
            _must_be_short("join", [separator])
            items = value if attribute is None else [self.getitem(item, attribute) for item in value]
            return self._joined(*[part for item in items for part in (separator, item)][1:])

        return join

    def _count(self, value: Any, noun: str, plural: str | None = None) -> str:
        """A number, or how many items a list has, with its noun."""
        _must_be_known(value)
        number = len(value) if isinstance(value, list | tuple) else value
        if not isinstance(number, int) or not isinstance(noun, str) or not isinstance(plural, str | None):
            raise TemplateMistakeError("`count` needs a number or a list, and a noun")
        return self._joined(rendering.count(number, noun, plural))

    def _steps(self, value: Any, price: int) -> list[Any]:
        """The items that a loop goes through, once they are paid for."""
        _must_be_known(value)
        if not isinstance(value, list | tuple | Undefined):
            raise TemplateMistakeError("only a list can be looped over")
        items = list(value)
        self.spend(price * len(items))
        return items

    def _joined(self, *parts: Any) -> str:
        texts = [str(_printable(None, part)) for part in parts]
        self._measure(sum(map(len, texts)))
        return "".join(texts)

    def _made(self, value: Any) -> Any:
        self._measure(_size(value))
        return value

    def _measure(self, size: int) -> None:
        self.spend(size // 10)
        if size > _LARGEST_VALUE:
            raise TemplateMistakeError("it makes too large a value")


@cache
def _library() -> Words:
    """The library's own filters, over the same values."""
    return Words()


@pass_context
def _printable(_: Context | None, value: Any) -> Any:
    """What can be shown; a list or a yes is asked about instead."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Undefined):
        kind = {bool: "a yes or no", type(None): "nothing"}.get(type(value), "a list or an item")
        raise TemplateMistakeError(f"{kind} cannot be shown as text")
    return value


def _must_be_known(value: Any) -> None:
    """Lets a value that nobody knows say so itself."""
    if isinstance(value, Undefined):
        str(value)


def _must_fit(name: str, value: Any) -> None:
    _must_be_known(value)
    if name in _OF_TEXTS and not isinstance(value, str | int | float | Undefined):
        raise TemplateMistakeError(f"`{name}` needs a text")
    if name in _OF_LISTS and not isinstance(value, list | tuple | Undefined):
        raise TemplateMistakeError(f"`{name}` needs a list")


def _must_be_short(name: str, arguments: Iterable[Any]) -> None:
    if any(isinstance(argument, str) and len(argument) > _LONGEST_ARGUMENT for argument in arguments):
        raise TemplateMistakeError(f"`{name}` is given too long a text")


def _listed(value: Any) -> Any:
    """A list in place of what could be gone through only once."""
    is_plain = isinstance(value, str | int | float | list | tuple | dict) or value is None
    return value if is_plain else list(value)


def _size(value: Any) -> int:
    """How much there is in a value, each part as often as it is met; no more than a little over the limit."""
    total, waiting = 0, [value]
    while waiting and total <= _LARGEST_VALUE:
        part = waiting.pop()
        total += 1 + (len(part) if isinstance(part, str) else 0)
        if isinstance(part, list | tuple):
            waiting.extend(part)
        elif isinstance(part, dict):
            waiting.extend(part.values())
    return total
