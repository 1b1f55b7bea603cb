"""Meetings counted on the fingers: days one after the other, and the clock of the zone; nothing of Arch Hour's."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def every(days: int, first: date, last: date) -> list[date]:
    """Each so many days, both ends included."""
    return [first + timedelta(days=days * step) for step in range((last - first).days // days + 1)]


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The first (1), second (2) … or last (-1) such weekday of a month; Monday is 0."""
    following = date(year + month // 12, month % 12 + 1, 1)
    days = every(1, date(year, month, 1), following - timedelta(days=1))
    fitting = [day for day in days if day.weekday() == weekday]
    return fitting[nth - 1 if nth > 0 else nth]


def on_the_clock(day: date, clock: str, zone: str) -> datetime:
    """The moment, in UTC, when the clocks of a zone show a time."""
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)
