"""The grammar of ACTION lines: who will do what, until when, and which issue it is about.

[list marker][checkbox] (ACTION [ITEM] [:] | Action [item]:) who (, | and | & who)* (to | : | dash) what [due|by date]
[(#n)]
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from arch_hour.rules.due_dates import Due, without_due_date
from arch_hour.rules.line_words import verbatim
from arch_hour.rules.lines import MARKER, SHOWN_MARKER, Span, TextLine, plain, read_lines
from arch_hour.rules.owners import Names, Owner, owners_and_task, participants, says_something

__all__ = [
    "ActionLine",
    "Owner",
    "Span",
    "Standing",
    "action_of",
    "empty_keywords",
    "may_have_lines",
    "read_action_lines",
]


class Standing(Enum):
    """What became of a line: its box is ticked, its words are struck, or neither."""

    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A promise, and the lines of the source where it stands.

    `text` is the line from its keyword on, cut at LONGEST characters, and `whole` all of it; `markdown` shows just
    that. `task` is what is to be done, with neither owners nor due date. `due_words` named the date; `concerns` are
    parts of sentences, without a full stop, about what could not be read.
    """

    text: str
    whole: str
    markdown: str
    owners: tuple[Owner, ...]
    task: str
    participants: tuple[Owner, ...]
    due: date | None
    due_words: str
    reference: int | None
    standing: Standing
    span: Span
    concerns: tuple[str, ...]

    @property
    def line(self) -> int:
        """Where it begins, counted from 1."""
        return self.span.first

    @property
    def needs_owner(self) -> bool:
        """Whether somebody must look who does it: nobody can be assigned, or a name is unknown."""
        if not any(owner.login for owner in self.owners):
            return True
        return any(owner.login is None and owner.team is None for owner in self.owners)


# What every ACTION line has in it, in lower case.
WORD = "action"

_KEYWORD = re.compile(
    MARKER
    + r"(?P<text>(?:(?i:action(?: item)?) ?[:：]"
    + r"|ACTION(?! (?i:items)\b)(?: ITEM)?(?=[ :：]|$)(?: ?[:：]| [-–—](?= |$))?) ?(?P<rest>.*))"
)
_SHOWN_MARKER = re.compile(SHOWN_MARKER)
# Characters of a line that are read: the longest promise that anybody made in earnest is far shorter.
LONGEST = 2_000

_REFERENCE = re.compile(r" ?\(#([1-9][0-9]{0,8})\)\.?$")


def may_have_lines(markdown: str) -> bool:
    """Whether a text can have any ACTION line: most have none, and this is much quicker than reading."""
    return WORD in markdown.lower()


def read_action_lines(
    markdown: str, people: Mapping[str, str], day: date | None = None
) -> tuple[ActionLine, ...]:
    """The ACTION lines of a text in order; `people` are logins by the names that notes call them.

    `day` is the local date from which `by Friday` is reckoned; without it only dates with a year are read.
    """
    names = _names(tuple(people.items()))
    return tuple(
        _action_line(keyword, _from_keyword(keyword, shown), names, day, standing, line.span)
        for line in read_lines(markdown, WORD)
        for keyword, shown, standing in _readings(line)
        if says_something(keyword["rest"])
    )


def action_of(text: str, people: Mapping[str, str], day: date | None = None) -> ActionLine | None:
    """The reading of one line that is plain text already, such as an ActionLine's; None if it is no ACTION line."""
    keyword = _KEYWORD.match(plain(text))
    if not keyword or not says_something(keyword["rest"]):
        return None
    names = _names(tuple(people.items()))
    return _action_line(keyword, verbatim(keyword["text"]), names, day, Standing.OPEN, Span(1, 1))


def empty_keywords(markdown: str) -> tuple[Span, ...]:
    """Where a keyword stands with nothing behind it, neither ticked nor struck, and is no label of what follows."""
    return tuple(
        line.span
        for line in read_lines(markdown, WORD)
        if not line.is_label
        for keyword, _, standing in _readings(line)
        if standing is Standing.OPEN and not says_something(keyword["rest"])
    )


def _readings(line: TextLine) -> Iterator[tuple[re.Match[str], str, Standing]]:
    """The line from its keyword on, if it has one, and Markdown that shows it all.

    It is withdrawn if its words are struck and nothing is left.
    """
    whole = _KEYWORD.match(line.text)
    kept = whole if line.kept == line.text else _KEYWORD.match(line.kept)
    if kept and (kept is whole or says_something(kept["rest"])):
        yield kept, line.kept_shown, Standing.DONE if kept["tick"] in ("x", "X") else Standing.OPEN
    elif whole:
        yield whole, line.shown, Standing.WITHDRAWN


def _from_keyword(keyword: re.Match[str], shown: str) -> str:
    """The Markdown that shows a line without what stands before its keyword."""
    if shown is keyword.string:
        return keyword["text"]
    return _SHOWN_MARKER.sub("", shown, count=1)


def _action_line(
    keyword: re.Match[str], markdown: str, names: Names, day: date | None, standing: Standing, span: Span
) -> ActionLine:
    whole = keyword["text"]
    text = _cut(whole)
    owners, task = owners_and_task(text[keyword.start("rest") - keyword.start("text") :], names)
    task, reference, due = _without_ending(task, day)
    others = participants(task, names, besides=owners)
    return ActionLine(
        text,
        whole,
        markdown,
        owners,
        task,
        others,
        due.day,
        due.words,
        reference,
        standing,
        span,
        due.concerns,
    )


def _cut(text: str) -> str:
    """A follow-up remembers its line, and GitHub takes only so much."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _without_ending(task: str, day: date | None) -> tuple[str, int | None, Due]:
    """The task without its reference and due date, in whichever order they end it."""
    task, reference = _without_reference(task)
    task, due = without_due_date(task, day)
    if reference is None:
        task, reference = _without_reference(task)
    return task, reference, due


def _without_reference(task: str) -> tuple[str, int | None]:
    found = _REFERENCE.search(task, max(0, len(task) - 20))
    return (task[: found.start()].rstrip(" ,;") or task, int(found[1])) if found else (task, None)


@lru_cache(maxsize=8)
def _names(people: tuple[tuple[str, str], ...]) -> Names:
    """The names ready to be looked up, once for all texts of a run."""
    return Names(dict(people))
