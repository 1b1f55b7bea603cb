"""Which lines of an agenda's text are about which of its topics, and where people's headings divide them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from arch_hour.rules.agenda_identity import AgendaIdentity, TopicSection, placed_sections

_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:\s|$)")
# https://github.github.com/gfm/#fenced-code-blocks: what looks like a heading there is code.
_FENCE = re.compile(r"(?P<before> {0,3}(?:(?:[-*+]|[0-9]{1,9}[.)]) {1,4})*)(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_FENCE_ENDS = re.compile(r"(?P<before> *)(?P<fence>`{3,}|~{3,})\s*$")


@dataclass(frozen=True, slots=True)
class Part:
    """The lines from the tick box of a topic up to the next one; what stands before all of them is about no topic.

    `first` is the number of its first line in the text, from 1.
    """

    section: TopicSection | None
    first: int
    lines: tuple[str, ...]


def parts(body: str, identity: AgendaIdentity) -> Iterator[Part]:
    """The text in its parts, in order, without a line that is in none."""
    lines = body.split("\n")
    placed = dict(placed_sections(body, identity))
    begins = sorted({1, *placed})
    for first, end in zip(begins, [*begins[1:], len(lines) + 1], strict=True):
        yield Part(placed.get(first), first, tuple(lines[first - 1 : end - 1]))


def headings(lines: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The places (from 0) of the headings among lines, with their levels; those in fenced code are none.

    A fence that nobody closed ends with the lines.
    """
    fence: re.Match[str] | None = None
    for place, line in enumerate(lines):
        if fence is not None:
            fence = None if _ends(fence, line) else fence
        elif (fence := _FENCE.match(line)) is None and (heading := _HEADING.match(line)):
            yield place, len(heading["marks"])


def _ends(fence: re.Match[str], line: str) -> bool:
    """Whether a line closes a fence: of the same characters, as many at least, and not much further right."""
    end = _FENCE_ENDS.match(line)
    return (
        end is not None
        and end["fence"].startswith(fence["fence"])
        and len(end["before"]) <= len(fence["before"]) + 3
    )
