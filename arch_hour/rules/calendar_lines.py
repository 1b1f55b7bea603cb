"""What stands in the lines of an iCalendar feed, as the library has parsed them, and how a mistake in them is told."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from icalendar import Component


class CalendarMistakeError(Exception):
    """A calendar that cannot be used, as a sentence that goes on after the key of `meeting` that it is about."""

    def __init__(self, problem: str, key: str = "calendar") -> None:
        self.problem = problem
        self.key = key
        super().__init__(problem)


def one_line(text: str, most: int = 120) -> str:
    """A foreign text as a part of a sentence, of so many characters at most."""
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return words if len(words) <= most else f"{words[: most - 1]}…"


def each_line(value: Any) -> list[Any]:
    """What stands in one or several lines of the same name."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def readable_lines(event: "Component", name: str) -> list[Any]:
    """The same of an event; raises ValueError where the library could not read one of them."""
    lines = each_line(event.get(name))
    for line in filter(is_broken, lines):
        msg = f"its {name} cannot be “{one_line(str(line))}”"
        raise ValueError(msg)
    return lines


def is_broken(value: Any) -> bool:
    """Whether the library could not read it."""
    from icalendar.prop import vBroken

    return isinstance(value, vBroken)
