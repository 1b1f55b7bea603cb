"""Days, times and spans in a configuration; each mistake says what is expected, as a sentence that follows its key."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema

from arch_hour.bounds import LONGEST_MEETING, LONGEST_SPAN, YEARS
from arch_hour.config_forms import text_like, whole_number
from arch_hour.config_numbers import whole
from arch_hour.recurrence import checked_rule

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONGEST_MINUTES = LONGEST_MEETING // timedelta(minutes=1)
_SPAN = re.compile(r"\s*(?P<count>[0-9]{1,6})\s*(?P<unit>[mhdw])\s*")
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY = re.compile(rf"\s*{_DATE}\s*")
_CLOCK = r"[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
_LOCAL = re.compile(rf"\s*{_DATE}{_CLOCK}\s*")
_WITH_OFFSET = re.compile(rf"{_LOCAL.pattern}(?:[Zz]|[+-][0-9]{{2}}:?(?:[0-9]{{2}})?)\s*")


def _span(value: object) -> object:
    """A span such as `15m`, `12h`, `3d` or `1w`, as people write it."""
    match = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        msg = "expected a span such as 15m, 12h or 3d"
        raise ValueError(msg)
    span = timedelta(**{_UNITS[match["unit"]]: int(match["count"])})
    if span > LONGEST_SPAN:
        msg = f"{match[0].strip()} is too long a span; write at most {LONGEST_SPAN.days}d"
        raise ValueError(msg)
    return span


def _whole_days(value: timedelta) -> timedelta:
    if value % timedelta(days=1):
        msg = "expected whole days, such as 14d or 2w, since due dates have no hour"
        raise ValueError(msg)
    return value


def _minutes(value: object) -> object:
    minutes = whole(value, 1, _LONGEST_MINUTES)
    if minutes is None:
        msg = f"expected minutes, as a whole number from 1 to {_LONGEST_MINUTES}"
        raise ValueError(msg)
    return minutes


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        msg = f"{value!r} is no time zone; use a name such as Europe/Berlin or UTC"
        raise ValueError(msg) from None
    return value


def _day(value: object) -> object:
    """No number either, which would be read as seconds since 1970."""
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            value = date.fromisoformat(value.strip())
    except ValueError:
        msg = f"{value} is no day of the calendar; write one such as 2020-12-24"
        raise ValueError(msg) from None
    if not isinstance(value, date) or isinstance(value, datetime):
        msg = "expected a date such as 2020-12-24"
        raise ValueError(msg)
    _check_year(value)
    return value


def _timed(value: object) -> object:
    """Neither a number, which would be read as seconds since 1970, nor a day without its hour."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not (_LOCAL.fullmatch(value) or _WITH_OFFSET.fullmatch(value)):
        day = value.strip() if isinstance(value, str) and _DAY.fullmatch(value) else ""
        given = f"{day} has no time of day; write" if day else "expected"
        msg = f"{given} a local time such as {day or '2020-12-24'}T10:00"
        raise ValueError(msg)
    return value.strip()


def _local(value: datetime) -> datetime:
    if value.tzinfo is not None:
        msg = "write the local time without an offset; the zone stands in meeting.timezone"
        raise ValueError(msg)
    _check_year(value)
    # Recurrence rules count no fractions of a second, and would have the first meeting twice.
    return value.replace(microsecond=0)


def _check_year(value: date) -> None:
    if value.year not in YEARS:
        msg = f"write a year from {YEARS.start} to {YEARS.stop - 1}, and not {value.year}"
        raise ValueError(msg)


Span = Annotated[timedelta, BeforeValidator(_span), WithJsonSchema(text_like(_SPAN))]
Days = Annotated[Span, AfterValidator(_whole_days), WithJsonSchema(text_like(_SPAN))]
Minutes = Annotated[int, BeforeValidator(_minutes), WithJsonSchema(whole_number(1, _LONGEST_MINUTES))]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(text_like(_DAY))]
LocalTime = Annotated[
    datetime, BeforeValidator(_timed), AfterValidator(_local), WithJsonSchema(text_like(_LOCAL))
]
Moves = Annotated[
    Mapping[Day, LocalTime],
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": text_like(_DAY),
            "additionalProperties": text_like(_LOCAL),
        }
    ),
]
Zone = Annotated[str, StringConstraints(max_length=100), AfterValidator(_zone)]
Rule = Annotated[str, StringConstraints(max_length=500), AfterValidator(checked_rule)]
