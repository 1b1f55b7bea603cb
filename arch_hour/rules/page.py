"""A meeting page, kept by hand as text or Markdown, read into its topics with their votes and notes.

A title that stands on the page twice is one topic: the second's votes are added to the first's and its notes
follow the first's, so no word and no vote is lost. What follows a topic's notes and is none joins its detail.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from arch_hour.errors import PageError
from arch_hour.rules.page_headings import Section, markdown_heading, read_date
from arch_hour.rules.page_lines import Part, is_markdown, is_ruler, read_lines, read_parts
from arch_hour.rules.page_notes import (
    STEP,
    Block,
    Fence,
    Item,
    Line,
    Outline,
    Paragraph,
    escape_block_start,
    escape_open_fence,
    render_blocks,
    without_empty,
)
from arch_hour.rules.page_titles import Title, read_markdown_title, read_title, split_votes
from arch_hour.rules.prose import literal_html, loud, quiet

__all__ = ["Page", "PageTopic", "Section", "Unplaced", "read_page"]


_ANGLE = re.compile(r"(?P<kept>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|<(?:https?|mailto):[^\s<>]+>)|<")


@dataclass(frozen=True, slots=True)
class PageTopic:
    """A topic of the page; `detail` is Markdown, `notes` a Markdown list or empty, `line` is from 1."""

    title: str
    detail: str
    votes: int
    notes: str
    section: Section
    line: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A line of the page that belongs to no topic and introduces none; `line` counts from 1."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A meeting page; the topics of all sections are in the order of the page, introductions are Markdown."""

    heading: str
    date: datetime.date
    topics: tuple[PageTopic, ...]
    introductions: Mapping[Section, str]
    unplaced: tuple[Unplaced, ...]


def read_page(text: str) -> Page:
    """The page that a text holds; PageError where it has no heading with a date, or no section for topics."""
    lines = read_lines(text)
    first = next((line for line in lines if line.text and not is_ruler(line)), None)
    if first is None:
        raise PageError(
            "the page is empty; save the meeting's page as text or Markdown and import that file."
        )
    heading = markdown_heading(first.text) or first.text
    date = read_date(heading, first.number)
    parts = read_parts(lines, after=first.number)
    if not any(part.section for part in parts):
        raise PageError(
            'no heading names the topics or the backlog; put one such as "Topics" above the list of topics.'
        )
    return _page(heading, date, parts, _MARKDOWN if is_markdown(lines) else _TEXT)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of page is written: topics' titles, how many lines a title wraps over, any other line."""

    read_title: Callable[[str], Title]
    wrapped: Callable[[Item, Sequence[Line]], int]
    escape: Callable[[str], str]

    def markdown(self, blocks: Iterable[Block]) -> str:
        """Blocks of the page as Markdown that hides nothing and mentions nobody."""
        return quiet(literal_html(render_blocks(list(without_empty(blocks)), self.escape)))


@dataclass(slots=True)
class _Draft:
    """A topic while its blocks are still apart."""

    title: Title
    votes: int
    section: Section
    line: int
    detail: list[Paragraph | Fence]
    notes: list[Item]

    def finished(self, kind: _Kind) -> PageTopic:
        detail, notes = kind.markdown(self.detail), kind.markdown(self.notes)
        return PageTopic(self.title.text, detail, self.votes, notes, self.section, self.line)


def _wrapped_text(item: Item, lines: Sequence[Line]) -> int:
    """A line that is not indented below its bullet is its bullet's line wrapped, and so is one with votes."""
    if split_votes(lines[0].text)[1]:
        return 1
    if split_votes(_joined(lines))[1]:
        return len(lines)
    return 1 + sum(1 for _ in takewhile(lambda line: line.indent <= item.indent, lines[1:]))


def _wrapped_markdown(_item: Item, lines: Sequence[Line]) -> int:
    """Markdown lets a line wrap anywhere, up to where another block begins."""
    if split_votes(lines[0].text)[1]:
        return 1
    return 1 + sum(1 for _ in takewhile(lambda line: escape_block_start(line.text) == line.text, lines[1:]))


def _escaped_text(line: str) -> str:
    """On a text page nothing is HTML, whatever its words: only code and addresses keep their angle brackets."""
    return escape_block_start(_ANGLE.sub(lambda found: found["kept"] or "&lt;", line))


_TEXT = _Kind(read_title, _wrapped_text, _escaped_text)
_MARKDOWN = _Kind(read_markdown_title, _wrapped_markdown, escape_open_fence)


def _page(heading: str, date: datetime.date, parts: Sequence[Part], kind: _Kind) -> Page:
    drafts: dict[str, _Draft] = {}
    introductions: dict[Section, list[Paragraph | Fence]] = {}
    unplaced = [line for part in parts for line in part.unplaced]
    for part in parts:
        if part.section is None:
            continue
        if part.introduction:
            introductions.setdefault(part.section, []).extend(part.introduction)
        for item in part.outline.roots:
            if item.text and _is_topic(item, part.outline):
                _add(drafts, _draft(item, part.section, kind))
            else:
                unplaced += [line for line in item.all_lines() if item.text or line is not item.lines[0]]
    return Page(
        heading,
        date,
        tuple(draft.finished(kind) for draft in drafts.values()),
        {section: kind.markdown(blocks) for section, blocks in introductions.items()},
        tuple(Unplaced(line.number, line.text) for line in sorted(unplaced, key=lambda line: line.number)),
    )


def _is_topic(item: Item, outline: Outline) -> bool:
    return item.indent < min(root.indent for root in outline.roots) + STEP


def _draft(item: Item, section: Section, kind: _Kind) -> _Draft:
    first, *others = item.text
    if isinstance(first, Fence):
        title = kind.read_title(first.lines[1].strip() or first.lines[0])
        return _Draft(title, title.votes, section, item.lines[0].number, list(item.text), item.children)
    wrapped = kind.wrapped(item, first.lines)
    title = kind.read_title(_joined(first.lines[:wrapped]))
    rest = [Line(item.lines[0].number, 0, title.rest)] if title.rest else []
    rest += first.lines[wrapped:]
    detail = [*([Paragraph(rest)] if rest else []), *others]
    return _Draft(title, title.votes, section, item.lines[0].number, detail, item.children)


def _add(drafts: dict[str, _Draft], draft: _Draft) -> None:
    first = drafts.setdefault(loud(draft.title.text).casefold(), draft)
    if first is not draft:
        first.votes += draft.votes
        first.detail += draft.detail
        first.notes += draft.notes


def _joined(lines: Iterable[Line]) -> str:
    return " ".join(line.text for line in lines)
