"""Templates to text: our own documents, and the few templates that a user writes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateError, TemplateRuntimeError
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from arch_hour.rules import prose

# What a few characters of a template cannot make a text without end with.
_HARMLESS = frozenset(
    {"capitalize", "d", "default", "first", "last", "length", "lower", "title", "trim", "upper"}
)
_HARMLESS_METHODS = frozenset(
    {"capitalize", "lower", "removeprefix", "removesuffix", "strip", "title", "upper"}
)


BRIEF = 100  # characters


class TemplateMistakeError(Exception):
    """A user's template cannot be rendered; `problem` says why in a few words, `line` (from 1) where, if known."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        self.problem = problem
        self.line = line
        super().__init__(problem)


class _Bounded(SandboxedEnvironment):
    """Shows values, and does nothing with them that could take without end."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=False)
        self.filters = {name: known for name, known in self.filters.items() if name in _HARMLESS}
        self.globals.clear()

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002  as the library calls it
        """Refuses the operators that make long texts of short ones."""
        msg = f"`{operator}` cannot be used here"
        raise TemplateRuntimeError(msg)

    def is_safe_callable(self, obj: Any) -> bool:
        """Only methods of texts that make no longer ones."""
        return isinstance(getattr(obj, "__self__", None), str) and obj.__name__ in _HARMLESS_METHODS


def render(document: str, **values: Any) -> str:
    """The text of one of our documents, such as `agenda.md`, without a newline at its end."""
    return _ours().get_template(f"{document}.j2").render(values).strip("\n")


def from_user(template: str, **values: Any) -> str:
    """A template of the user's, which can reach nothing but its values; raises TemplateMistakeError."""
    environment = _Bounded()
    try:
        if any(kind in ("block_begin", "raw_begin") for _, kind, _ in environment.lex(template)):
            raise TemplateMistakeError("only `{{ }}` can be used here, and no `{%`")
        return environment.from_string(template).render(values)
    except SecurityError as error:
        raise TemplateMistakeError("it can show its values here, and do nothing else with them") from error
    except (RecursionError, MemoryError, SyntaxError) as error:
        raise TemplateMistakeError("it is nested too deeply") from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise TemplateMistakeError(" ".join(str(error).split()) or "it cannot be rendered") from error


@cache
def _ours() -> Environment:
    environment = Environment(
        loader=PackageLoader("templates", package_path=""),
        undefined=StrictUndefined,
        autoescape=_is_html,  # noqa: S701  Markdown is escaped word by word
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_FILTERS)
    return environment


def _is_html(name: str | None) -> bool:
    """Markdown is escaped word by word, where a template says so; HTML is escaped as a whole."""
    return name is not None and name.endswith(".html.j2")


def day(value: date) -> str:
    """`Thursday, 17 December 2020`: the same words in every locale."""
    return f"{value:%A}, {value.day} {value:%B %Y}"


def clock(value: datetime) -> str:
    """`10:05`."""
    return f"{value:%H:%M}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 vote`, `2 votes`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def age(span: timedelta) -> str:
    """`5 days`, `7 weeks`, `11 months`: how old something is, in whole units."""
    days = max(0, span.days)
    for noun, length, least in (("month", 30.44, 120), ("week", 7, 21)):
        if days >= least:
            return count(int(days / length), noun)
    return count(days, "day")


def brief(text: str) -> str:
    """A person's line in a list of many: its first hundred characters, so that the list stays within a comment."""
    return text if len(text) <= BRIEF else f"{text[: BRIEF - 1].rstrip()}…"


def reference(number: int | None) -> str:
    """`#12`; an issue that a rehearsal only pretends to make has no number yet."""
    return f"#{number}" if number and number > 0 else "(new)"


_FILTERS: dict[str, Callable[..., str]] = {
    "age": age,
    "brief": brief,
    "clock": clock,
    "count": count,
    "day": day,
    "inline": prose.inline,
    "quiet": prose.quiet,
    "reference": reference,
}
