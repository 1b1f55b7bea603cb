"""Templates to text: our own documents, and the words that they share with a user's templates."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Protocol
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from arch_hour.rules import prose

BRIEF = 100  # characters
LONGEST_BAR = 12  # characters

# JSON takes these as they are, YAML takes them for line ends or not at all.
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class TemplateMistakeError(Exception):
    """A user's template cannot be rendered; `problem` says why in a few words, `line` (from 1) where, if known."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        self.problem = problem
        self.line = line
        super().__init__(problem)


def render(document: str, **values: Any) -> str:
    """The text of one of our documents, such as `agenda.md`, without a newline at its end."""
    return _ours().get_template(f"{document}.j2").render(values).strip("\n")


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
    """`5 days`, `2 weeks`, `11 months`: how old something is, in whole units."""
    days = max(0, span.days)
    for noun, length, least in (("month", 30.44, 120), ("week", 7, 14)):
        if days >= least:
            return count(int(days / length), noun)
    return count(days, "day")


def minutes(span: timedelta) -> int:
    """Whole minutes, the nearest."""
    return round(span.total_seconds() / 60)


def brief(text: str) -> str:
    """A person's line in a list of many: its first hundred characters, so that the list stays within a comment."""
    return text if len(text) <= BRIEF else f"{text[: BRIEF - 1].rstrip()}…"


def quoted(text: str) -> str:
    """A text in double quotation marks, as YAML and JSON take it."""
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def reference(number: int | None) -> str:
    """`#12`; an issue that a rehearsal only pretends to make has no number yet."""
    return f"#{number}" if number and number > 0 else "(new)"


class Named(Protocol):
    """What `linked` refers to: an issue, by its name (`#12`, `acme/other#12`) and the address of its page."""

    @property
    def number(self) -> int:
        """Its number, or none above zero for one that a rehearsal only pretends to make."""

    @property
    def name(self) -> str:
        """Its reference."""

    @property
    def url(self) -> str:
        """Its address."""


def linked(issue: Named) -> str:
    """`[#12](…)`, for lists that tell the title themselves: there GitHub puts the title behind a bare `#12`.

    Source: https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
    """
    return f"[{issue.name}]({issue.url})" if issue.number > 0 else issue.name


def open_issues(label: str, repository: str) -> str:
    """The address of the list of a repository's open issues with a label; `repository` is the address of its page."""
    query = f'is:issue is:open label:"{label}"'
    return f"{repository}/issues?q={quote(query)}"


def bar(number: int, highest: int) -> str:
    """A number as a bar of blocks, one for each where there is room, else as long as it is beside the highest."""
    return "▇" * (
        number if highest <= LONGEST_BAR else max(number > 0, round(number * LONGEST_BAR / highest))
    )


def by_reason(changes: Iterable[Mapping[str, str]]) -> list[tuple[str, list[str]]]:
    """What was done for each reason, in the order in which the reasons came up first."""
    found: dict[str, list[str]] = {}
    for change in changes:
        found.setdefault(change["why"], []).append(change["what"])
    return list(found.items())


_FILTERS: dict[str, Callable[..., object]] = {
    "age": age,
    "bar": bar,
    "by_reason": by_reason,
    "brief": brief,
    "clock": clock,
    "count": count,
    "day": day,
    "inline": prose.inline,
    "linked": linked,
    "minutes": minutes,
    "moment": datetime.fromisoformat,
    "open_issues": open_issues,
    "quiet": prose.quiet,
    "quoted": quoted,
    "reference": reference,
    "report": prose.report,
    "sentence": prose.sentence,
}
