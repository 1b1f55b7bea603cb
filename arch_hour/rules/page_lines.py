"""The lines of a meeting page sorted into its sections: bullets, what belongs to them, and introductions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from arch_hour.rules.page_headings import (
    Section,
    is_crowded_heading,
    is_plain_heading,
    markdown_heading,
    section_named,
)
from arch_hour.rules.page_notes import Fence, Item, Line, Outline, Paragraph

TAB = 4  # columns

_BULLET = re.compile(
    r"(?:[•◦▪‣●○■□·⁃∙]|[-*–—](?=\s|$)|(?P<number>\d{1,3})[.)](?=\s|$)|(?P<letter>o)(?=\t|\s{2}|\s[A-Z0-9])"
    r"|(?P<plus>\+)(?=\s|$))\s*(?P<text>.*)"
)
_DRAWN_BULLET = re.compile(r"[•◦▪‣●○■□⁃∙]")  # of a word processor or wiki, none of Markdown's
_RULER = re.compile(r"([-*_=])(?:\s*\1){2,}|==|--")
_UNDERLINE = re.compile(r"={2,}|-{2,}")
_FENCE = re.compile(r"(?P<mark>`{3,}(?=[^`]*$)|~{3,}).*")


@dataclass(slots=True)
class Part:
    """What stands below one heading; `section` is None where no topics are listed."""

    section: Section | None
    outline: Outline = field(default_factory=Outline)
    introduction: list[Paragraph | Fence] = field(default_factory=list)
    unplaced: list[Line] = field(default_factory=list)


def read_lines(text: str) -> list[Line]:
    """The lines of a page, whatever ended or indented them."""
    raw_lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    return [Line(number, _indent(raw), raw.strip(), raw) for number, raw in enumerate(raw_lines, start=1)]


def is_ruler(line: Line) -> bool:
    """Whether a line only divides or underlines, and so carries no word."""
    return bool(_RULER.fullmatch(line.text))


def is_markdown(lines: Sequence[Line]) -> bool:
    """Whether a page has headings as Markdown writes them, and no bullets that Markdown does not know."""
    marked = _marked_headings(lines, find_fences(lines))
    return bool(marked) and not any(_DRAWN_BULLET.match(line.text) for line in lines)


def read_parts(lines: Sequence[Line], *, after: int) -> list[Part]:
    """The parts of a page below its own heading, of which line `after` is the last."""
    return _Reader(lines, after).read()


def find_fences(lines: Sequence[Line]) -> dict[int, int]:
    """Fenced code: the index of its first line to that of its last; a fence that nothing closes is prose."""
    fences: dict[int, int] = {}
    end = -1
    for index in range(len(lines)):
        if index > end and (found := _fence_end(lines, index)):
            end = fences[index] = found
    return fences


def _fence_end(lines: Sequence[Line], start: int) -> int | None:
    bullet = _BULLET.fullmatch(lines[start].text)
    opening = _FENCE.fullmatch(bullet["text"] if bullet else lines[start].text)
    if not opening:
        return None
    around = -1
    if bullet:
        around = lines[start].indent
    elif lines[start].indent:
        above = (line for line in reversed(lines[:start]) if _BULLET.fullmatch(line.text))
        around = next((line.indent for line in above if line.indent < lines[start].indent), -1)
    closing = re.compile(f"{opening['mark'][0]}{{{len(opening['mark'])},}}")
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if line.text and line.indent <= around:
            return None
        if closing.fullmatch(line.text):
            return index
    return None


def _marked_headings(lines: Sequence[Line], fences: dict[int, int]) -> dict[int, str]:
    """The headings that are marked as such: the index of the line to the heading's words."""
    inside = {index for start, end in fences.items() for index in range(start, end + 1)}
    headings: dict[int, str] = {}
    for index, line in enumerate(lines):
        if index in inside or line.indent or not line.text:
            continue
        words = markdown_heading(line.text)
        if words is not None:
            headings[index] = words
        elif _is_underlined(lines, index) and (index == 0 or _ends_block(lines[index - 1])):
            headings[index] = line.text
    return headings


def _is_underlined(lines: Sequence[Line], index: int) -> bool:
    if index + 1 == len(lines) or lines[index + 1].indent or _BULLET.fullmatch(lines[index].text):
        return False
    # What begins with another mark is no paragraph, and only a paragraph is made a heading by the line below.
    words = lines[index].text.lstrip("*_")[:1].isalnum()
    return words and bool(_UNDERLINE.fullmatch(lines[index + 1].text))


def _ends_block(line: Line) -> bool:
    return not line.text or is_ruler(line) or markdown_heading(line.text) is not None


class _Reader:
    """Goes through the lines once; `_target` is the item that the line before belongs to, if any."""

    def __init__(self, lines: Sequence[Line], start: int) -> None:
        self._lines = lines
        self._start = start
        self._fences = find_fences(lines)
        self._marked = _marked_headings(lines, self._fences)
        # Where Markdown headings name the sections, a plain line that does is prose.
        self._plain = not any(section_named(words) for index, words in self._marked.items() if index >= start)
        self._markdown = is_markdown(lines)
        self._parts = [Part(None)]
        self._section_depth: int | None = None
        self._target: Item | None = None
        self._after_blank = True

    def read(self) -> list[Part]:
        index = self._start
        while index < len(self._lines):
            line = self._lines[index]
            if index in self._fences:
                self._fence(self._lines[index : self._fences[index] + 1])
                index = self._fences[index]
            elif not line.text or is_ruler(line):
                self._after_blank = True
            elif (words := self._heading(index)) is not None:
                self._begin(line, words)
            else:
                self._line(line)
            index += 1
        return self._parts

    def _heading(self, index: int) -> str | None:
        if index in self._marked or self._lines[index].indent or not self._plain:
            return self._marked.get(index)
        text = self._lines[index].text
        is_heading = is_crowded_heading if self._target and not self._after_blank else is_plain_heading
        return text if is_heading(text) else None

    def _begin(self, line: Line, words: str) -> None:
        part = Part(section_named(words))
        depth = len(line.text) - len(line.text.lstrip("#"))
        if part.section is not None:
            self._section_depth = depth or None
        elif self._section_depth is not None and depth > self._section_depth:
            # A heading within a section of topics says something of its own, so it must not vanish.
            part.unplaced.append(line)
        _, colon, rest = words.partition(":")
        if part.section and colon and rest.strip():
            part.introduction.append(Paragraph([Line(line.number, 0, rest.strip())]))
        self._parts.append(part)
        self._target = None
        self._after_blank = True

    def _line(self, line: Line) -> None:
        part = self._parts[-1]
        bullet = self._bullet(line)
        if part.section is None:
            part.unplaced.append(line)
        elif bullet:
            self._item(line, bullet)
        elif part.outline.newest is None:
            self._prose(line, part.introduction)
        elif self._find_target(line):
            self._continue(line)
        else:
            part.unplaced.append(line)
        self._after_blank = False

    def _bullet(self, line: Line) -> re.Match[str] | None:
        bullet = _BULLET.fullmatch(line.text)
        if not bullet or (bullet["plus"] and not self._markdown):
            return None
        # The letter is a bullet only below another.
        return None if bullet["letter"] and not (line.indent and self._parts[-1].outline.newest) else bullet

    def _item(self, line: Line, bullet: re.Match[str]) -> None:
        item = Item(line.indent, int(bullet["number"]) if bullet["number"] else None, [line])
        if bullet["text"]:
            item.blocks.append(Paragraph([Line(line.number, line.indent, bullet["text"])]))
        self._parts[-1].outline.add(item)
        self._target = item

    def _find_target(self, line: Line) -> bool:
        if self._after_blank:
            self._target = self._parts[-1].outline.owner(line.indent)
        return self._target is not None

    def _continue(self, line: Line) -> None:
        if self._target:
            self._target.lines.append(line)
            self._prose(line, self._target.blocks)

    def _prose(self, line: Line, blocks: "list[Paragraph | Fence] | list[Paragraph | Fence | Item]") -> None:
        newest = blocks[-1] if blocks else None
        if isinstance(newest, Paragraph) and not self._after_blank:
            newest.lines.append(line)
        else:
            blocks.append(Paragraph([line]))

    def _fence(self, lines: Sequence[Line]) -> None:
        part = self._parts[-1]
        words = [line for line in lines if line.text]
        bullet = self._bullet(lines[0])
        if part.section is None:
            part.unplaced += words
        elif bullet:
            self._target = Item(lines[0].indent, None, words, [_fence(lines, bullet["text"])])
            part.outline.add(self._target)
        elif part.outline.newest is None:
            part.introduction.append(_fence(lines, lines[0].text))
        elif target := part.outline.owner(lines[0].indent):
            self._target = target
            target.lines += words
            target.blocks.append(_fence(lines, lines[0].text))
        else:
            self._target = None
            part.unplaced += words
        self._after_blank = False


def _fence(lines: Sequence[Line], opening: str) -> Fence:
    columns = lines[0].indent + len(lines[0].text) - len(opening)
    return Fence([opening, *(_dedented(line.raw, columns) for line in lines[1:-1]), lines[-1].text])


def _indent(raw: str) -> int:
    column = 0
    for character in raw:
        if not character.isspace():
            break
        column += TAB - column % TAB if character == "\t" else 1
    return column


def _dedented(raw: str, columns: int) -> str:
    column = 0
    for index, character in enumerate(raw):
        if column >= columns or not character.isspace():
            return " " * (column - columns) + raw[index:]
        column += TAB - column % TAB if character == "\t" else 1
    return ""
