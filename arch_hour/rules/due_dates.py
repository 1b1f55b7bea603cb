"""When: the date that ends a task, such as `by Friday` or `(due 2021-01-15)`, reckoned from a day and never guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from arch_hour.rules.calendar_days import (
    LEFT_OPEN,
    NO_DATE,
    NOT_READ,
    OVER,
    Vague,
    day_named,
    nearly_names_a_day,
)


@dataclass(frozen=True, slots=True)
class Due:
    """A date with the words that named it, and what could not be read: parts of sentences without a full stop."""

    day: date | None = None
    words: str = ""
    concerns: tuple[str, ...] = ()


# A due date ends its task: the longest, such as `Wednesday, September 30th, 2021 at 12:00 pm`, is much shorter.
_TAIL = 80

_LEAD = re.compile(r"(?<![^\s(,;–—])(?P<lead>due(?: date)?:?(?: by| on)?:?|by:?) (?=\S)", re.IGNORECASE)
_ENDING = re.compile(r"(?:,? (?:at the )?latest)?[.!;]*$", re.IGNORECASE)
# A time of day, and its zone, say nothing about the day; the quoted line has them.
_CLOCK = (
    r"(?:[0-9]{1,2}(?::[0-9]{2})? ?[ap]\.?m\.?|[0-9]{1,2}:[0-9]{2}|noon|midnight|eod|eob|cob"
    r"|end of day|close of business)"
)
_ZONE = r"(?: (?:utc|gmt|[cew]et|[a-z]{1,3}[sd]t))?"
_TIME = re.compile(rf",? (?:(?:at )?{_CLOCK}{_ZONE}|morning|afternoon|evening)$")
_ISO_TIME = re.compile(
    r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})t[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:z|[+-][0-9]{2}(?::?[0-9]{2})?)?$"
)
_TIME_BEFORE = re.compile(rf"^{_CLOCK}{_ZONE}(?:,| on)? (?=\S)")
_EARLIER = re.compile(
    r"(?<![^\s(,;])(?:due(?: by| on)?:?|by) ([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:]+Z?)?(?!\w)", re.IGNORECASE
)

# Words behind `due` that are no date, and plainly stand where one should: at the end of a line, at most three.
_SET_OFF = re.compile(r"(?:[,;(–—]|^-| -) ?$")
_MOST_WORDS = 3
_NO_DAY_YET = frozenset({"asap", "a.s.a.p", "tbd", "tba", "tbc"})
_OTHER_SENSES = frozenset(
    {
        "to",
        "for",
        "from",
        "diligence",
        "process",
        "course",
        "care",
        "credit",
        "respect",
        "regard",
        "consideration",
    }
)


def without_due_date(task: str, day: date | None) -> tuple[str, Due]:
    """The task without the date that ends it; one that is not to be had stays in the task, with a concern.

    Relative dates are reckoned from `day`, and no due date is before it; without a day only whole dates are read.
    """
    concerns: list[str] = []
    for lead, words in _candidates(task):
        before = task[: lead.start()].removesuffix("(").rstrip(" ,;–—-")
        said_due = lead["lead"][0] in "dD"
        found = _found(words, day, said_due=said_due)
        if isinstance(found, date) and any(map(str.isalnum, before)):
            return before, Due(found, words)
        if isinstance(found, str):
            concerns.append(f"“{words}” {found}")
        elif found is None and said_due and day is not None and _stands_for_a_date(lead, words):
            concerns.append(f"“{words}” {NOT_READ}")
    if not concerns and (earlier := _EARLIER.search(task)) and earlier.end() < len(task.rstrip(" .!;)")):
        concerns.append(f"“{earlier[0]}” counts only at the end of a line")
    return task, Due(concerns=tuple(concerns[:1]))


def _candidates(task: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each `due` and `by` near the end, with all the words from there on; brackets are closed where they opened."""
    for lead in _LEAD.finditer(task, max(0, len(task) - _TAIL)):
        words = _ENDING.sub("", task[lead.end() :], count=1)
        bracketed = task.startswith("(", lead.start() - 1) and lead.start() > 0
        if bracketed == words.endswith(")"):
            words = _ENDING.sub("", words.removesuffix(")"), count=1) if bracketed else words
            if words:
                yield lead, words


def _stands_for_a_date(lead: re.Match[str], words: str) -> bool:
    """Whether what follows `due` means a day though it names none: it says so itself, or `due` is set off for it."""
    each = words.casefold().split()
    if len(each) > _MOST_WORDS or not _OTHER_SENSES.isdisjoint(each) or not any(map(str.isalnum, words)):
        return False
    if _NO_DAY_YET.issuperset(each) or any(map(nearly_names_a_day, each)):
        return True
    said = lead["lead"].casefold()
    return ":" in said or "date" in said or _SET_OFF.search(lead.string, 0, lead.start()) is not None


@lru_cache(maxsize=4096)
def _found(words: str, day: date | None, *, said_due: bool) -> date | str | None:
    """The date that the words name, what is wrong with it, or None where they name none."""
    found = _day(_without_time(words.casefold()), day)
    if isinstance(found, Vague):
        return LEFT_OPEN if said_due or found is Vague.SURELY_A_DATE else None
    if isinstance(found, date) and day is not None and found < day:
        return OVER
    return found


def _day(words: str, day: date | None) -> date | str | Vague | None:
    try:
        return day_named(words, day)
    except (ValueError, OverflowError):
        return NO_DATE


def _without_time(words: str) -> str:
    return _TIME.sub("", _TIME_BEFORE.sub("", _ISO_TIME.sub("", words), count=1))
