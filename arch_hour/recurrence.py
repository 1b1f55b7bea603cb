"""Recurrence rules of RFC 5545: which ones a meeting may have, wherever they were written."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from dateutil.rrule import rrulestr

_FREQUENCIES = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
_RULE = re.compile(r"(?:RRULE:)?(?P<parts>[A-Z]+=[A-Z0-9,+-]+(?:;[A-Z]+=[A-Z0-9,+-]+)*);?", re.IGNORECASE)
_KNOWN = "FREQ INTERVAL COUNT UNTIL WKST BYSETPOS BYMONTH BYWEEKNO BYYEARDAY BYMONTHDAY BYDAY BYHOUR BYMINUTE BYSECOND"
_ORDINAL = re.compile(r"[+-]?(\d+)[A-Z]")
_MOST_IN_A_MONTH = 5
_MOST_IN_A_YEAR = 53
_NO_PARTS = "expected parts such as FREQ=WEEKLY with `;` between them"
_MOST_A_DAY = 24
_CYCLE = 400  # years after which dates fall on the same weekdays again
_LAST_YEAR = 9999
_FAR = datetime(2100, 1, 1, tzinfo=UTC)


def checked_rule(value: str) -> str:
    """A rule of days, weeks, months or years, without `RRULE:` in front; raises ValueError."""
    found = _RULE.fullmatch(value.strip())
    try:
        if found is None:
            raise ValueError(_NO_PARTS)
        _check_parts(_parts(found["parts"]))
        rrulestr(found["parts"], dtstart=datetime(2000, 1, 1, tzinfo=UTC))
    except (ValueError, TypeError, AttributeError, LookupError) as error:
        msg = f"{value!r} is no recurrence rule ({error}); a weekly one is FREQ=WEEKLY;BYDAY=TH"
        raise ValueError(msg) from None
    return found["parts"]


def check_it_recurs(rule: str, start: datetime) -> None:
    """Raises ValueError where no day after the start ever fits, which a library notices only in the year 9999.

    It is tried on the last years of the calendar, whose days are those of ours.
    """
    late = start.replace(year=start.year + (_LAST_YEAR - start.year) // _CYCLE * _CYCLE, tzinfo=UTC)
    without_end = ";".join(part for part in rule.split(";") if not part.upper().startswith("UNTIL="))
    try:
        fits = next(iter(rrulestr(without_end, dtstart=late)), None) is not None
    except IndexError:
        fits = False
    if not fits:
        msg = f"no day ever fits {rule!r} from {start:%Y-%m-%d} on"
        raise ValueError(msg)


def days_to_try(rule: str, start: datetime) -> int:
    """How many days a library looks at, at most, to find the meetings of this century."""
    parts = _parts(rule)
    days = max((min(end_of(rule) or _FAR, _FAR) - start).days, 0) + 1
    simple = not any(key.startswith("BY") for key in parts)
    a_step = _FREQUENCIES[parts["FREQ"]] if simple else 1
    steps = days // a_step + 1
    return min(steps, int(parts["COUNT"])) if simple and "COUNT" in parts else steps * _a_day(parts)


def end_of(rule: str) -> datetime | None:
    """Its UNTIL, None where it has none, or one of another form than most."""
    try:
        return datetime.strptime(_parts(rule).get("UNTIL", ""), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=") for part in rule.upper().split(";"))


def _check_parts(parts: Mapping[str, str]) -> None:
    """What the library would take and then never finish, or read otherwise than it is meant."""
    if parts.get("FREQ") not in _FREQUENCIES:
        msg = f"FREQ must be one of {', '.join(_FREQUENCIES)}"
        raise ValueError(msg)
    unknown = next((key for key in parts if key not in _KNOWN.split()), None)
    if unknown:
        msg = f"unknown parameter {unknown!r}"
        raise ValueError(msg)
    _check_ordinals(parts)
    if any(
        not parts[key].isdecimal() or int(parts[key]) < 1 for key in ("INTERVAL", "COUNT") if key in parts
    ):
        msg = "INTERVAL and COUNT must be at least 1"
        raise ValueError(msg)
    if not parts.get("UNTIL", "Z").endswith("Z"):
        msg = "write UNTIL in UTC, as in UNTIL=20211231T235959Z"
        raise ValueError(msg)
    if _a_day(parts) > _MOST_A_DAY:
        msg = f"at most {_MOST_A_DAY} meetings a day"
        raise ValueError(msg)


def _check_ordinals(parts: Mapping[str, str]) -> None:
    """Of which weekday: the library reads `2TH` of a week as any, and fails months later on an eighth of a month."""
    ordinals = [int(given[1]) for given in map(_ORDINAL.match, parts.get("BYDAY", "").split(",")) if given]
    if ordinals and parts["FREQ"] not in ("MONTHLY", "YEARLY"):
        msg = "a number in BYDAY, as in 2TH, goes with FREQ=MONTHLY or FREQ=YEARLY"
        raise ValueError(msg)
    in_month = parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts
    most = _MOST_IN_A_MONTH if in_month else _MOST_IN_A_YEAR
    if any(not 1 <= ordinal <= most for ordinal in ordinals):
        msg = f"a number in BYDAY counts from 1 to {most} there, or from -1 to -{most}"
        raise ValueError(msg)


def _a_day(parts: Mapping[str, str]) -> int:
    """How many times a day BYHOUR, BYMINUTE and BYSECOND name."""
    times = 1
    for key in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= parts[key].count(",") + 1 if key in parts else 1
    return times
