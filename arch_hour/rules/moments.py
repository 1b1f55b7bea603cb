"""Moments and spans of time as markers hold them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from arch_hour.bounds import YEARS

# No meeting takes longer: sums of such spans, and moments so long after others, can be reckoned with.
LONGEST = timedelta(days=366)
# What was not touched for longer is history: closed topics are no longer read, nor are comments before it.
RECENT = timedelta(days=14)


def moment_of(text: object) -> datetime | None:
    """A moment as a marker holds it, in UTC; one without an offset, or anything else, is none."""
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) else None
        return at.astimezone(UTC) if at and at.tzinfo and at.year in YEARS else None
    except (ValueError, OverflowError):
        return None


def span_of(seconds: Any) -> timedelta:
    """A span as a marker holds it; raises TypeError, ValueError or OverflowError where it is none of a meeting."""
    span = timedelta(seconds=int(seconds))
    if not timedelta() <= span <= LONGEST:
        msg = f"{span} is nothing that a meeting takes"
        raise ValueError(msg)
    return span


def written(at: datetime) -> str:
    """A moment as it is put into a marker, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
