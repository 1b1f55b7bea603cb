"""The days that people name in words and figures, by dateutil's names and its reckoning with months and weekdays."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import SequenceMatcher
from enum import Enum, auto
from functools import partial
from typing import Any

from dateutil.parser import parserinfo
from dateutil.relativedelta import relativedelta


class Vague(Enum):
    """Words that tell no day: surely of a date, as in `next week` or `1/2/2021`, or only maybe, as in `May`."""

    SURELY_A_DATE = auto()
    MAYBE_A_DATE = auto()


LEFT_OPEN = "leaves the day open"
NO_DATE = "is no date"
OVER = "was over when it was written"
NOT_READ = "is not read as a date"

_Day = date | str | Vague | None
_Reader = Callable[[re.Match[str], date], _Day]


class _Names(parserinfo):
    # dateutil's own names, and what else people write; a closed list, in English as the grammar is.
    WEEKDAYS: list[Any] = [  # noqa: RUF012  overrides a list of pairs, of which dateutil itself makes triples
        ("Mon", "Monday"),
        ("Tue", "Tues", "Tuesday"),
        ("Wed", "Weds", "Wednesday"),
        ("Thu", "Thur", "Thurs", "Thursday"),
        ("Fri", "Friday"),
        ("Sat", "Saturday"),
        ("Sun", "Sunday"),
    ]


_NAMES = _Names()
_FULL_NAMES = [names[-1].casefold() for names in (*_NAMES.WEEKDAYS, *parserinfo.MONTHS)]
# `Frday` and `Wensday` are beyond it, `sundry` and `monthly` are not.
_LIKE_A_NAME = 0.85
_FRIDAY = 4
_JUST_GONE_BY = 60  # days
# Days and months in each.
_SPANS = {"day": (1, 0), "week": (7, 0), "month": (0, 1), "quarter": (0, 3), "year": (0, 12)}
_COUNTS = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _any_of(names: Iterable[tuple[str, ...]]) -> str:
    return "|".join(sorted((name.casefold() for group in names for name in group), key=len, reverse=True))


_MONTH = rf"(?P<month>{_any_of(_NAMES.MONTHS)})\.?"
_WEEKDAY = rf"(?P<weekday>{_any_of(_NAMES.WEEKDAYS)})\.?"
_MAYBE_WEEKDAY = rf"(?:{_WEEKDAY},? )?(?:the )?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MAYBE_YEAR = r"(?:,?[ -](?P<year>[0-9]{4}))?"
_SPAN = rf"(?P<span>{'|'.join(_SPANS)})"


def day_named(words: str, day: date | None) -> _Day:
    """The day that words in lower case name, what is wrong with it, or None where they are no such words.

    Raises ValueError or OverflowError for a day that does not exist. Without a `day` to reckon from only what names
    its year is read.
    """
    for pattern, reader in _ABSOLUTE:
        if found := pattern.fullmatch(words):
            return _on_its_weekday(found, reader(found, day or date.min)) if day or found["year"] else None
    for pattern, reader in _RELATIVE if day else ():
        if found := pattern.fullmatch(words):
            return reader(found, day or date.min)
    return next((vague for pattern, vague in _VAGUE if pattern.fullmatch(words)), None)


def nearly_names_a_day(word: str) -> bool:
    """Whether a word in lower case is hardly anything but a slip for the name of a weekday or month."""
    return any(SequenceMatcher(None, word, name).ratio() >= _LIKE_A_NAME for name in _FULL_NAMES)


def _on_its_weekday(found: re.Match[str], named: _Day) -> _Day:
    """A weekday that is written beside a date has to be that of the date."""
    if not found["weekday"] or not isinstance(named, date):
        return named
    if named.weekday() == _NAMES.weekday(found["weekday"]):
        return named
    return f"is a {_NAMES.WEEKDAYS[named.weekday()][-1]}"


def _in_figures(found: re.Match[str], _day: date) -> date:
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _in_words(found: re.Match[str], day: date) -> date | str:
    """Without a year, the next such day on or after `day`; who names one just gone by hardly means next year's."""
    month, number = _NAMES.month(found["month"]) or 0, int(found["day"])
    if found["year"]:
        return date(int(found["year"]), month, number)
    days = (day + relativedelta(years=ahead, month=month, day=number) for ahead in (-1, 0, 1))
    for other in days:
        if other.day == number and other >= day:
            return other
        if other.day == number and (day - other).days <= _JUST_GONE_BY:
            return OVER
    raise ValueError


def _weekday(found: re.Match[str], day: date) -> date:
    """`Friday` comes after `day`, who means the day itself says `today`; `next` is in the week from Monday on."""
    wanted = _NAMES.weekday(found["weekday"])
    if found["which"] == "this":
        return _monday(day) + relativedelta(weekday=wanted)
    if found["which"] == "next" or found["week"]:
        return _monday(day) + relativedelta(weeks=1, weekday=wanted)
    return day + relativedelta(days=1, weekday=wanted)


def _day_of_month(found: re.Match[str], day: date) -> date:
    """`the 31st` is the next day on or after `day` with that number, in a month that has it."""
    number = int(found["day"])
    for ahead in range(3):
        other = day + relativedelta(day=1, months=ahead) + relativedelta(day=number)
        if other.day == number and other >= day:
            return other
    raise ValueError


def _in_time(found: re.Match[str], day: date) -> date:
    written = "a" if found["count"] == "an" else found["count"]
    count = int(written) if written.isdecimal() else max(1, _COUNTS.index(written))
    days, months = _SPANS[found["span"]]
    return day + relativedelta(days=days * count, months=months * count)


def _end_of(found: re.Match[str], day: date) -> date:
    return _end(found["span"], 1 if found["next"] else 0, day)


def _end_in_short(found: re.Match[str], day: date) -> date:
    return _end(next(span for span in _SPANS if span.startswith(found["letter"])), 0, day)


def _end(span: str, ahead: int, day: date) -> date:
    match span:
        case "day":
            return day + relativedelta(days=ahead)
        case "week":
            # The working week's; at a weekend that of the coming one.
            friday = _monday(day) + relativedelta(weeks=ahead, weekday=_FRIDAY)
            return friday if friday >= day else friday + relativedelta(weeks=1)
        case "month":
            return day + relativedelta(months=ahead, day=31)
        case "quarter":
            first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
            return first + relativedelta(months=3 * ahead + 2, day=31)
        case _:
            return day + relativedelta(years=ahead, month=12, day=31)


def _end_of_named_month(found: re.Match[str], day: date) -> date:
    month = _NAMES.month(found["month"]) or 0
    year = int(found["year"] or day.year)
    end = date(year, month, 1) + relativedelta(day=31)
    return end if found["year"] or end >= day else end + relativedelta(years=1, day=31)


def _days_later(days: int, _found: re.Match[str], day: date) -> date:
    return day + relativedelta(days=days)


def _gone_by(_found: re.Match[str], _day: date) -> str:
    return OVER


def _monday(day: date) -> date:
    return day - relativedelta(days=day.weekday())


def _patterns(readers: dict[str, _Reader]) -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    return tuple((re.compile(pattern), reader) for pattern, reader in readers.items())


_ABSOLUTE = _patterns(
    {
        rf"{_MAYBE_WEEKDAY}(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]+)": _in_figures,
        rf"{_MAYBE_WEEKDAY}(?P<year>[0-9]{{4}})/(?P<month>[0-9]{{1,2}})/(?P<day>[0-9]+)": _in_figures,
        rf"{_MAYBE_WEEKDAY}{_MONTH}[ -]{_DAY}{_MAYBE_YEAR}": _in_words,
        rf"{_MAYBE_WEEKDAY}{_DAY}(?: of)?[ -]{_MONTH}{_MAYBE_YEAR}": _in_words,
    }
)
_RELATIVE = _patterns(
    {
        rf"(?:(?:the )?(?P<which>this|next|coming) )?{_WEEKDAY}(?P<week>(?: of)? next week)?": _weekday,
        r"the (?P<day>[0-9]{1,2})(?:st|nd|rd|th)": _day_of_month,
        "today|tonight|eod|eob|cob|close of business": partial(_days_later, 0),
        "(?:the day before )?yesterday": _gone_by,
        rf"last (?:{_WEEKDAY}|week|month|quarter|year)": _gone_by,
        "tomorrow": partial(_days_later, 1),
        "the day after tomorrow": partial(_days_later, 2),
        rf"(?:in|within)(?: the next)? (?P<count>[0-9]{{1,3}}|an|{'|'.join(_COUNTS)}) {_SPAN}s?": _in_time,
        rf"(?:the )?end of (?:the |this |(?P<next>next ))?{_SPAN}": _end_of,
        rf"(?:the )?end of {_MONTH}{_MAYBE_YEAR}": _end_of_named_month,
        "eo(?P<letter>[wmqy])": _end_in_short,
    }
)
# `early`, `mid` and `late` a month, week or quarter are clearly meant, and name no day.
_PERIOD = rf"(?:(?:this|next|the) )?(?:week|month|quarter|year|{_MONTH}(?: [0-9]{{4}})?)"
_SHORT_YEAR = "['’]?[0-9]{2}"
_VAGUE: tuple[tuple[re.Pattern[str], Vague | str], ...] = (
    (re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})"), Vague.SURELY_A_DATE),
    (re.compile(rf"{_MAYBE_WEEKDAY}{_MONTH}[ -]{_DAY},?[ -]{_SHORT_YEAR}"), Vague.SURELY_A_DATE),
    (re.compile(rf"{_MAYBE_WEEKDAY}{_DAY}(?: of)?[ -]{_MONTH},?[ -]{_SHORT_YEAR}"), Vague.SURELY_A_DATE),
    (re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"), NOT_READ),
    (re.compile(r"(?:this|next) (?:week|month|quarter|year)"), Vague.SURELY_A_DATE),
    (re.compile(rf"(?:early|mid|late)[ -](?:in )?{_PERIOD}"), Vague.SURELY_A_DATE),
    (re.compile(rf"(?:the )?(?:beginning|start|middle) of {_PERIOD}"), Vague.SURELY_A_DATE),
    (re.compile(rf"(?:(?:this|next)[ -])?{_MONTH} [0-9]{{4}}"), Vague.SURELY_A_DATE),
    (re.compile(rf"(?:(?:this|next)[ -])?{_MONTH}"), Vague.MAYBE_A_DATE),
    (re.compile(r"[0-9]{1,2}[./][0-9]{1,2}\.?"), Vague.MAYBE_A_DATE),
)
