"""Markdown in parts that make up the whole when joined: which of it is text, code, a link or HTML.

Nothing is lost in between, as it is with a syntax tree, so that a part can be changed and all else left as it stands.
"""

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from functools import lru_cache
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.common.html_re import close_tag, open_tag

# https://github.github.com/gfm/#autolinks-extension-: runs to the next space; no underscore in the host.
_HOST = r"[A-Za-z0-9][A-Za-z0-9.-]*+(?!\w)"
URL = rf"(?:(?<![A-Za-z0-9])(?i:https?|ftp)://|(?<![^\s*_~(])(?i:www)\.){_HOST}[^\s<]*"
_EMAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+"
_TAGS = rf"(?P<tag>{open_tag}|{close_tag})|(?P<hidden><(?:!--|\?|!\[CDATA\[|!(?=[A-Za-z])))"
_HIDDEN_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>", "<!": ">"}
_MARK = re.compile(
    rf"(?P<escape>\\[^\w\s@])|(?P<ticks>`+)|(?P<autolink><(?:[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^<>\x00-\x20]*|{_EMAIL})>)"
    rf"|{_TAGS}|(?P<open>!?\[)|(?P<close>\])|(?P<url>{URL}?(?=[*~]+@|[\s<]|$))"
)
_HTML_MARK = re.compile(_TAGS)
_TITLE = r"""(?:"[^"]*"|'[^']*'|\([^()]*\))"""
_DESTINATION = re.compile(
    rf"\(\s*(?:<[^<>\n]*>|(?!<)(?:[^\s()\x00-\x1f]|\([^\s()]*\))*)(?:\s+{_TITLE})?\s*\)"
)
_DEFINITION = re.compile(r"([^\[]*\[(?!\^)[^\]]*\]:)(.*)", re.DOTALL)
SAFE_AUTOLINK = re.compile(rf"<(?:(?i:https?|ftp|mailto):|{_EMAIL}>)")

# A tag whole, or the beginning of what a browser might take for one.
MARKUP = re.compile(rf"(?P<tag>{open_tag}|{close_tag})|<(?=[A-Za-z/!?])")

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# A row ends the last of its cells, too.
_CELL = re.compile(r"((?<!\\)\||[\r\n])")

_BLOCKS = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable("inline")


class Region(Enum):
    """What a block of lines is."""

    CODE = auto()
    HTML = auto()
    PROSE = auto()
    TABLE = auto()
    STRAY = auto()  # in no block: blank lines, rulers and the definitions of links


class Piece(Enum):
    """What a part of a block is; a tag may be hidden HTML, such as a comment."""

    TEXT = auto()
    CODE_OR_LINK = auto()
    TAG = auto()


# From the prose, the mark found in it and the brackets still open: what the mark begins, and where that ends.
_Measure = Callable[[str, re.Match[str], list[str]], tuple[Piece, int]]

_REGION_OF = {
    "fence": Region.CODE,
    "code_block": Region.CODE,
    "html_block": Region.HTML,
    "table_open": Region.TABLE,
    "inline": Region.PROSE,
}


def tags(markdown: str) -> Iterator[str]:
    """The HTML tags of Markdown in their order; of one that never ends only its `<`."""
    for region, block in regions(markdown):
        if region is Region.HTML:
            yield from (found[0] for found in MARKUP.finditer(outside_comments(block, hidden=False)[0]))
        else:
            yield from (text for piece, text in pieces(region, block) if piece is Piece.TAG)


def has_open_comment(markdown: str) -> bool:
    """Whether an HTML block begins a comment that it does not end, so that a browser goes on with it."""
    hidden = False
    for region, block in regions(markdown):
        if region is Region.HTML:
            _, hidden = outside_comments(block, hidden=hidden)
    return hidden


def visible(markdown: str) -> str:
    """The same Markdown without its comments, and without what one that an HTML block leaves open hides."""
    if "<!--" not in markdown:
        return markdown
    seen: list[str] = []
    hidden = False
    for region, block in regions(markdown):
        if region is Region.HTML:
            html, hidden = outside_comments(block, hidden=hidden)
            seen.append(html)
        elif not hidden:
            seen += (text for piece, text in pieces(region, block) if not _is_comment(piece, text))
    return "".join(seen)


def outside_comments(html: str, *, hidden: bool) -> tuple[str, bool]:
    """What is seen of an HTML block, and whether a comment is open after it; `hidden` says whether one was before it.

    A browser goes on with an open comment, whatever Markdown follows.
    """
    seen: list[str] = []
    at = 0
    while True:
        if hidden:
            if (end := html.find("-->", at)) < 0:
                return "".join(seen), True
            at, hidden = end + 3, False
        if (begin := html.find("<!--", at)) < 0:
            return "".join((*seen, html[at:])), False
        seen.append(html[at:begin])
        at, hidden = begin + 2, True


def regions(markdown: str) -> Iterator[tuple[Region, str]]:
    """The Markdown in consecutive parts, each of one kind, that make up the whole when joined."""
    lines = _LINE.findall(markdown)
    places = [(Region.STRAY, number) for number in range(len(lines))]
    for token in _BLOCKS.parse(markdown):
        region = _REGION_OF.get(token.type)
        if region is None or token.map is None:
            continue
        first, end = token.map
        for number in range(first, min(end, len(lines))):
            if places[number][0] is not Region.TABLE:
                places[number] = (region, first)
    for (region, _), numbers in groupby(range(len(lines)), key=places.__getitem__):
        yield region, "".join(lines[number] for number in numbers)


def pieces(region: Region, block: str) -> Iterator[tuple[Piece, str]]:
    """The consecutive pieces of a block of that kind."""
    match region:
        case Region.CODE:
            yield Piece.CODE_OR_LINK, block
        case Region.HTML:
            yield from _spans(block, _HTML_MARK)
        case Region.TABLE:
            for cell in _CELL.split(block):
                yield from _spans(cell)
        case Region.STRAY if definition := _DEFINITION.fullmatch(block):
            yield from _spans(definition[1])
            yield Piece.CODE_OR_LINK, definition[2]
        case _:
            yield from _spans(block)


def _is_comment(piece: Piece, text: str) -> bool:
    return piece is Piece.TAG and text.startswith("<!--") and text.endswith("-->")


def _spans(prose: str, marks: re.Pattern[str] = _MARK) -> Iterator[tuple[Piece, str]]:
    """The inline pieces of one block, in CommonMark's order of precedence, from left to right."""
    brackets: list[str] = []
    position = 0
    while mark := marks.search(prose, position):
        if mark.start() > position:
            yield Piece.TEXT, prose[position : mark.start()]
        piece, position = _MEASURES[mark.lastgroup or ""](prose, mark, brackets)
        yield piece, prose[mark.start() : position]
    yield Piece.TEXT, prose[position:]


def _text(_prose: str, mark: re.Match[str], _brackets: list[str]) -> tuple[Piece, int]:
    return Piece.TEXT, mark.end()


def _tag(_prose: str, mark: re.Match[str], _brackets: list[str]) -> tuple[Piece, int]:
    return Piece.TAG, mark.end()


def _hidden(prose: str, mark: re.Match[str], _brackets: list[str]) -> tuple[Piece, int]:
    end, start = _HIDDEN_ENDS[mark[0]], mark.start() + 2
    found = prose.find(end, start) if start <= _last(prose, end) else -1
    return Piece.TAG, found + len(end) if found >= 0 else mark.end()


@lru_cache(maxsize=16)
def _last(prose: str, end: str) -> int:
    """Where an end stands for the last time: what has none is not looked for to the end of the text each time."""
    return prose.rfind(end)


def _code(prose: str, mark: re.Match[str], _brackets: list[str]) -> tuple[Piece, int]:
    closing = re.compile(rf"(?<!`){mark[0]}(?!`)").search(prose, mark.end())
    return (Piece.CODE_OR_LINK, closing.end()) if closing else (Piece.TEXT, mark.end())


def _autolink(_prose: str, mark: re.Match[str], _brackets: list[str]) -> tuple[Piece, int]:
    return (Piece.CODE_OR_LINK if SAFE_AUTOLINK.match(mark[0]) else Piece.TAG), mark.end()


def _open(_prose: str, mark: re.Match[str], brackets: list[str]) -> tuple[Piece, int]:
    brackets.append(mark[0])
    return Piece.TEXT, mark.end()


def _close(prose: str, mark: re.Match[str], brackets: list[str]) -> tuple[Piece, int]:
    destination = _DESTINATION.match(prose, mark.end())
    opening = brackets.pop() if brackets else ""
    if not opening or not destination:
        return Piece.TEXT, mark.end()
    if opening == "[":
        brackets.clear()  # a link holds no other link
    return Piece.CODE_OR_LINK, destination.end()


def _url(_prose: str, mark: re.Match[str], brackets: list[str]) -> tuple[Piece, int]:
    # GitHub links no bare address within brackets, and there a zero-width space harms no link.
    end = mark.end() if not brackets else mark.start() + 1
    return (Piece.TEXT if brackets else Piece.CODE_OR_LINK), end


_MEASURES: dict[str, _Measure] = {
    "escape": _text,
    "ticks": _code,
    "autolink": _autolink,
    "tag": _tag,
    "hidden": _hidden,
    "open": _open,
    "close": _close,
    "url": _url,
}
