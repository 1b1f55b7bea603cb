"""The notes that people took in an agenda's text during the meeting: on each topic, and on none."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby, takewhile
from textwrap import dedent

from arch_hour import rendering
from arch_hour.rules.agenda_identity import AGENDA, MOST_TEXTS, TOPIC, AgendaIdentity
from arch_hour.rules.agenda_parts import Part, headings, parts
from arch_hour.rules.blocks import find_block
from arch_hour.rules.containment import contained
from arch_hour.rules.lines import source_lines
from arch_hour.rules.markers import find_markers
from arch_hour.rules.markup import visible
from arch_hour.rules.prose import SILENCE, quiet
from arch_hour.rules.ranking import Program
from arch_hour.rules.unclosed import closing_of

# A heading of this level or a higher one ends the notes on a topic: people divide these by lower ones.
_ENDS_A_TOPIC = 2

_LEVEL_OF_OURS = 3
_HEADING_OF_OURS = re.compile(r"### \d+\. ")
# What a section's line says by us, as far as people left it: they may go on behind it.
_TICK = re.compile(
    r"\s*(?:(?:[-*+]|\d+[.)])\s+\[[ xX]\]\s*)?"
    r"(?:Discussed(?: · \[?(?:[\w.-]+/[\w.-]+)?#\d+(?:\]\([^()\s]*\))?)?"
    r"(?: · (?:\d\d:\d\d, \d+ min|if time allows))?(?: · \d+ votes?)?)?\s*"
)

# Of what is to be told at most so much is tried, until with all that it takes to show it safely it fits.
_SHARES = (1.0, 0.95, 0.8, 0.5, 0.2)
_CUT = "…"
_MARKER = re.compile(r"<!--(?= /?arch-hour:)")
# What can begin items and quotations, up to the last tab in it.
_TABS = re.compile(r"[ \t>*+0-9.)-]*\t")


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes in Markdown: on no topic, and on each that has any by its name, such as `#12` or `acme/other#12`."""

    general: str = ""
    by_topic: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=MOST_TEXTS)
def notes_of(body: str, identity: AgendaIdentity) -> Notes:
    """What people wrote into the text of that meeting's agenda, in the order in which it stands there."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for text in _around_our_block("\n".join(source_lines(body))):
        for name, lines in _passages(text, identity):
            found[name] += _spoken(lines)
    told = {name: _joined(passages) for name, passages in found.items() if passages}
    return Notes(told.pop("", ""), told)


def quoted(markdown: str, most: int) -> str | None:
    """Notes as a quotation of at most so many characters that can stand in any text of ours; None if nothing fits.

    It shows the same words, as far as they fit, mentions nobody, and holds no markers.
    """
    lines = _trimmed(source_lines(markdown))
    is_whole = len(list(_fitting(lines, most))) == len(lines)
    room = most if is_whole else most - len(f"\n>\n> {_CUT}")
    for share in _SHARES:
        taken = list(_fitting(lines, int(room * share)))
        if not taken:
            return None
        told = contained("\n".join(taken)).strip("\n")
        if not told.strip():
            return None
        if len(taken) < len(lines):
            told = f"{told}\n\n{_CUT}"
        quotation = _quotation(_MARKER.sub(rf"\g<0>{SILENCE}", quiet(told)))
        if len(quotation) <= most:
            return quotation
    return None


def _fitting(lines: Sequence[str], room: int) -> Iterator[str]:
    """The first lines, as many as there is room for behind the mark of a quotation."""
    for line in lines:
        room -= len(_quoted_line(line))
        if room < 0:
            return
        yield line
        room -= len("\n")


def _quotation(markdown: str) -> str:
    return "\n".join(map(_quoted_line, markdown.split("\n")))


def _quoted_line(line: str) -> str:
    """The line behind the mark, where a tab would reach less far than at the start of a line."""
    return f"> {_with_spaces(line)}" if line.strip() else ">"


def _around_our_block(text: str) -> Sequence[str]:
    """What stands above our block and below it, whatever people did to that."""
    block = find_block(text, AGENDA)
    return (text,) if block is None else (text[: block.start], text[block.end :])


def _passages(text: str, identity: AgendaIdentity) -> Iterator[tuple[str, Sequence[str]]]:
    """Lines that belong together with the name of the topic that they are about, empty for none."""
    above: Sequence[str] = ()
    *others, last = parts(text, identity)
    for part in others:
        lines, above_next = _up_to_next_section(_below_tick(part))
        yield from _of(part, above, lines)
        above = above_next
    yield from _of(last, above, _seen(_below_tick(last)))


def _of(part: Part, above: Sequence[str], lines: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """The passages of one part; `above` stands between the heading of its section and the tick box."""
    if part.section is None:
        yield "", lines
        return
    name, end = part.section.name, _first_heading(lines)
    yield name, (*above, _beside_tick(part.lines[0]))
    yield name, _outdented(lines[:end])
    yield "", lines[end:]


def _below_tick(part: Part) -> Sequence[str]:
    return part.lines if part.section is None else part.lines[1:]


def _beside_tick(line: str) -> str:
    """What people wrote on the line of a section."""
    marked = next(find_markers(line, TOPIC), None)
    before, after = (line[: marked.start], line[marked.end :]) if marked else (line, "")
    tick = _TICK.match(before)
    return " ".join(visible(f"{before[tick.end() if tick else 0 :]} {after}").split())


def _up_to_next_section(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """What is seen of the lines before the heading of the next topic, and of those between that and its tick box."""
    last = _last_place(lines)
    if last is not None and _HEADING_OF_OURS.match(lines[last]):
        return _seen(lines[:last]), ()
    seen = _seen(lines)
    last, ours = _last_place(seen), None
    for place, level in headings(seen):
        if level <= _ENDS_A_TOPIC:
            ours = None
        elif _HEADING_OF_OURS.match(seen[place]) or (place == last and level == _LEVEL_OF_OURS):
            ours = place
    return (seen, ()) if ours is None else (seen[:ours], seen[ours + 1 :])


def _last_place(lines: Sequence[str]) -> int | None:
    """Where the last line is that says anything."""
    return next((place for place in reversed(range(len(lines))) if lines[place].strip()), None)


def _first_heading(lines: Sequence[str]) -> int:
    """Where the first heading is that ends a topic, or the lines end."""
    return next((place for place, level in headings(lines) if level <= _ENDS_A_TOPIC), len(lines))


def _outdented(lines: Sequence[str]) -> Sequence[str]:
    """Without the indentation that made the first lines a part of the tick box's list."""
    spaced = [_with_spaces(line) for line in lines]
    listed = list(takewhile(lambda line: line.startswith("  ") or not line.strip(), spaced))
    return (*dedent("\n".join(listed)).split("\n"), *lines[len(listed) :])


def _with_spaces(line: str) -> str:
    """The line with spaces for the tabs that it begins with."""
    indent = _TABS.match(line)
    return line[: indent.end()].expandtabs(4) + line[indent.end() :] if indent else line


def _seen(lines: Sequence[str]) -> Sequence[str]:
    return visible("\n".join(lines)).split("\n")


def _trimmed(lines: Sequence[str]) -> Sequence[str]:
    """The lines from the first to the last that say anything."""
    last = _last_place(lines)
    if last is None:
        return ()
    first = next(place for place, line in enumerate(lines) if line.strip())
    return lines[first : last + 1]


def _spoken(lines: Sequence[str]) -> Iterator[str]:
    """What people wrote between the lines of ours."""
    for is_ours, group in groupby(lines, key=lambda line: line.strip() in _our_lines()):
        words = "\n".join(_trimmed(list(group))).rstrip()
        if words and not is_ours:
            yield words


def _joined(passages: Sequence[str]) -> str:
    """The passages as paragraphs of one text, none of which goes on into the next."""
    *others, last = passages
    closed = (f"{words}\n{closing}" if (closing := closing_of(words)) else words for words in others)
    return "\n\n".join((*closed, last))


@cache
def _our_lines() -> frozenset[str]:
    """What stands in an agenda's text outside our block before people write anything, but for the topics' sections."""
    nothing = Program((), (), (), ())
    ours = (
        rendering.render("agenda_notes.md"),
        rendering.render("agenda_sections.md", program=nothing, marks={}),
    )
    return frozenset(line for text in ours for line in text.split("\n") if line)
