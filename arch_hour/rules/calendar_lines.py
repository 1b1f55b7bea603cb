"""What stands in the lines of an iCalendar feed, as the library has parsed them, and how a mistake in them is told."""

from typing import Any


class CalendarMistakeError(Exception):
    """A calendar that cannot be used, as a sentence that goes on after the key of `meeting` that it is about."""

    def __init__(self, problem: str, key: str = "calendar") -> None:
        self.problem = problem
        self.key = key
        super().__init__(problem)


def one_line(text: str) -> str:
    """A foreign text as a short part of a sentence."""
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return words if len(words) <= 120 else f"{words[:119]}…"


def each_line(value: Any) -> list[Any]:
    """What stands in one or several lines of the same name."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def is_broken(value: Any) -> bool:
    """Whether the library could not read it."""
    from icalendar.prop import vBroken

    return isinstance(value, vBroken)
