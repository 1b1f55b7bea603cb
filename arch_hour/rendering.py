"""Templates to text: our own documents, and the few templates that a user writes."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from arch_hour.rules import prose


class TemplateMistakeError(Exception):
    """A user's template cannot be rendered; the message says why in a few words."""


def render(document: str, **values: Any) -> str:
    """The text of one of our documents, such as `agenda.md`, without a newline at its end."""
    return _ours().get_template(f"{document}.j2").render(values).strip("\n")


def from_user(template: str, **values: Any) -> str:
    """A template of the user's, which can reach nothing but its values; raises TemplateMistakeError."""
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    try:
        return environment.from_string(template).render(values)
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise TemplateMistakeError(str(error)) from error


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


def reference(number: int) -> str:
    """`#12`; an issue that a rehearsal only pretends to make has no number yet."""
    return f"#{number}" if number > 0 else "(new)"


_FILTERS: dict[str, Callable[..., str]] = {
    "clock": clock,
    "count": count,
    "day": day,
    "inline": prose.inline,
    "quiet": prose.quiet,
    "reference": reference,
}
