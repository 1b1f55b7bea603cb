"""Words of people made safe to show: nobody mentioned, no Markdown where none was meant, no hidden HTML."""

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.common.html_re import close_tag, open_tag

from arch_hour.rules.directions import isolated, turns
from arch_hour.rules.unlinked import ZERO_WIDTH_SPACE, unlinked

SILENCE = ZERO_WIDTH_SPACE

# What GitHub's sanitiser keeps; it drops any other tag, and every comment, without a trace.
_KEPT_TAGS = re.compile(
    r"</?(?:a|b|blockquote|br|code|dd|del|details|div|dl|dt|em|h[1-6]|hr|i|img|ins|kbd|li|ol|p|picture|pre|q|s|samp"
    r"|source|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|ul|var)(?![A-Za-z0-9-])",
    re.IGNORECASE,
)

_AT = r"(?:@|&#0*64;|&#[xX]0*40;|&commat;)"
# GitHub looks for mentions in the rendered text, where an entity has become the letter that it stands for.
_MENTION = re.compile(rf"(?<![A-Za-z0-9])({_AT})(?=[A-Za-z0-9&])")
_SILENCED = re.compile(rf"({_AT}|#|\b[Gg][Hh]-){SILENCE}+")

# https://github.github.com/gfm/#autolinks-extension-: runs to the next space; no underscore in the host.
_HOST = r"[A-Za-z0-9][A-Za-z0-9.-]*+(?!\w)"
_URL = rf"(?:(?<![A-Za-z0-9])(?i:https?|ftp)://|(?<![^\s*_~(])(?i:www)\.){_HOST}[^\s<]*"
_EMAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+"
_TAGS = rf"(?P<tag>{open_tag}|{close_tag})|(?P<hidden><(?:!--|\?|!\[CDATA\[|!(?=[A-Za-z])))"
_HIDDEN_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>", "<!": ">"}
_MARK = re.compile(
    rf"(?P<escape>\\[^\w\s@])|(?P<ticks>`+)|(?P<autolink><(?:[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^<>\x00-\x20]*|{_EMAIL})>)"
    rf"|{_TAGS}|(?P<open>!?\[)|(?P<close>\])|(?P<url>{_URL}?(?=[*~]+@|[\s<]|$))"
)
_HTML_MARK = re.compile(_TAGS)
_TITLE = r"""(?:"[^"]*"|'[^']*'|\([^()]*\))"""
_DESTINATION = re.compile(
    rf"\(\s*(?:<[^<>\n]*>|(?!<)(?:[^\s()\x00-\x1f]|\([^\s()]*\))*)(?:\s+{_TITLE})?\s*\)"
)
_DEFINITION = re.compile(r"([^\[]*\[(?!\^)[^\]]*\]:)(.*)", re.DOTALL)
SAFE_AUTOLINK = re.compile(rf"<(?:(?i:https?|ftp|mailto):|{_EMAIL}>)")

_BARE = re.compile(f"({_URL})")
# Only a mark at the edge of a word opens or closes emphasis with underscores.
_SPECIAL = re.compile(r"[\\`*~\[\]|$]|(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LEADING = re.compile(r"^(?:#{1,6}(?= |$)|[-+=>]|:(?=-))")
_LEADING_NUMBER = re.compile(r"^(\d{1,9})([.)])(?= |$)")
_CLOSING_HASHES = re.compile(r"(?<= )#+$")
LINKED = re.compile(r"(?i:://|www\.)")

# A tag whole, or the beginning of what a browser might take for one.
_MARKUP = re.compile(rf"(?P<tag>{open_tag}|{close_tag})|<(?=[A-Za-z/!?])")

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_CELL = re.compile(r"(?<!\\)(\|)")

_BLOCKS = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable("inline")
_WHOLE = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")


class _Region(Enum):
    CODE = auto()
    HTML = auto()
    PROSE = auto()
    TABLE = auto()
    STRAY = auto()  # in no block: blank lines, rulers and the definitions of links


class _Piece(Enum):
    TEXT = auto()
    CODE_OR_LINK = auto()
    TAG = auto()


# From the prose, the mark found in it and the brackets still open: what the mark begins, and where that ends.
_Measure = Callable[[str, re.Match[str], list[str]], tuple[_Piece, int]]

_REGION_OF = {
    "fence": _Region.CODE,
    "code_block": _Region.CODE,
    "html_block": _Region.HTML,
    "table_open": _Region.TABLE,
    "inline": _Region.PROSE,
}


def quiet(markdown: str) -> str:
    """The same Markdown in which nobody is mentioned: U+200B follows each `@` that would notify."""
    if not _MENTION.search(markdown):
        return markdown
    return "".join(
        text if piece is not _Piece.TEXT else _silence(text)
        for region, block in _regions(markdown)
        for piece, text in _pieces(region, block)
    )


def loud(text: str) -> str:
    """The text as a person wrote it, before `quiet`; of what `inline` did to it, names are whole again."""
    return _SILENCED.sub(r"\1", text)


def literal_html(markdown: str) -> str:
    """The same Markdown in which what GitHub's sanitiser would drop is text, hidden comments above all."""
    if "<" not in markdown:
        return markdown
    # What was inside a comment is Markdown once the comment is text, so look again until all is shown.
    for _ in range(20):
        shown = "".join(_shown(region, block) for region, block in _regions(markdown))
        if shown == markdown:
            break
        markdown = shown
    return markdown.replace("<", "&lt;") if _hides(markdown) else markdown


def tags(markdown: str) -> Iterator[str]:
    """The HTML tags of Markdown in their order; of one that never ends only its `<`."""
    for region, block in _regions(markdown):
        if region is _Region.HTML:
            yield from (found[0] for found in _MARKUP.finditer(_COMMENT.sub("", block)))
        else:
            yield from (text for piece, text in _pieces(region, block) if piece is _Piece.TAG)


def has_open_comment(markdown: str) -> bool:
    """Whether an HTML block begins a comment that it does not end, so that a browser goes on with it."""
    blocks = (block for region, block in _regions(markdown) if region is _Region.HTML)
    return "<!--" in _COMMENT.sub("", "".join(blocks))


def inline(text: str) -> str:
    """A person's line as Markdown that shows just that, in a paragraph, heading, list item or table cell.

    As in a title on GitHub nothing in it is a link. Where it runs from right to left, the words beside it do not.
    """
    line = _line(text, lambda word: unaddressed(_literal(unlinked(word))))
    return isolated(line) if turns(line) else line


def sentence(text: str) -> str:
    """A line of ours as such Markdown, whose addresses and references are links, and which mentions nobody."""
    line = _line(text, _word)
    if not turns(line):
        return line
    # A bare address begins after a space and runs to the next one.
    return isolated(f" {line} " if LINKED.search(line) else line)


def _line(text: str, shown: Callable[[str], str]) -> str:
    """The words as a line that begins and ends nothing of Markdown's."""
    line = " ".join(shown(word) for word in text.replace("\0", "\ufffd").split())
    line = _LEADING_NUMBER.sub(r"\1\\\2", _LEADING.sub(r"\\\g<0>", line))
    return _CLOSING_HASHES.sub(r"\\\g<0>", line)


def _literal(word: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", _ENTITY.sub("&amp;", word)).replace("<", "&lt;")


def unaddressed(escaped: str) -> str:
    """Markdown of words in which no bare address is a link."""
    return re.sub(r"(?i)(www)\.", r"\1\\.", escaped.replace("://", r"\://"))


def _word(word: str) -> str:
    escaped = _literal(word)
    if not LINKED.search(word):
        return _silence(escaped)
    # GitHub takes the address of a link as it stands, backslashes and all: keep it so, or make it no link.
    if "~~" not in word and escaped.replace(r"\~", "~") == word:
        return "".join(part if index % 2 else _silence(part) for index, part in enumerate(_BARE.split(word)))
    return _silence(unaddressed(escaped))


def _silence(text: str) -> str:
    return _MENTION.sub(rf"\1{SILENCE}", text)


def _regions(markdown: str) -> Iterator[tuple[_Region, str]]:
    """The Markdown in consecutive parts, each of one kind, that make up the whole when joined."""
    lines = _LINE.findall(markdown)
    places = [(_Region.STRAY, number) for number in range(len(lines))]
    for token in _BLOCKS.parse(markdown):
        region = _REGION_OF.get(token.type)
        if region is None or token.map is None:
            continue
        first, end = token.map
        for number in range(first, min(end, len(lines))):
            if places[number][0] is not _Region.TABLE:
                places[number] = (region, first)
    for (region, _), numbers in groupby(range(len(lines)), key=places.__getitem__):
        yield region, "".join(lines[number] for number in numbers)


def _pieces(region: _Region, block: str) -> Iterator[tuple[_Piece, str]]:
    match region:
        case _Region.CODE:
            yield _Piece.CODE_OR_LINK, block
        case _Region.HTML:
            yield from _spans(block, _HTML_MARK)
        case _Region.TABLE:
            for cell in _CELL.split(block):
                yield from _spans(cell)
        case _Region.STRAY if definition := _DEFINITION.fullmatch(block):
            yield from _spans(definition[1])
            yield _Piece.CODE_OR_LINK, definition[2]
        case _:
            yield from _spans(block)


def _spans(prose: str, marks: re.Pattern[str] = _MARK) -> Iterator[tuple[_Piece, str]]:
    """The inline pieces of one block, in CommonMark's order of precedence, from left to right."""
    brackets: list[str] = []
    position = 0
    while mark := marks.search(prose, position):
        if mark.start() > position:
            yield _Piece.TEXT, prose[position : mark.start()]
        piece, position = _MEASURES[mark.lastgroup or ""](prose, mark, brackets)
        yield piece, prose[mark.start() : position]
    yield _Piece.TEXT, prose[position:]


def _text(_prose: str, mark: re.Match[str], _brackets: list[str]) -> tuple[_Piece, int]:
    return _Piece.TEXT, mark.end()


def _tag(_prose: str, mark: re.Match[str], _brackets: list[str]) -> tuple[_Piece, int]:
    return _Piece.TAG, mark.end()


def _hidden(prose: str, mark: re.Match[str], _brackets: list[str]) -> tuple[_Piece, int]:
    end = _HIDDEN_ENDS[mark[0]]
    found = prose.find(end, mark.start() + 2)
    return _Piece.TAG, found + len(end) if found >= 0 else mark.end()


def _code(prose: str, mark: re.Match[str], _brackets: list[str]) -> tuple[_Piece, int]:
    closing = re.compile(rf"(?<!`){mark[0]}(?!`)").search(prose, mark.end())
    return (_Piece.CODE_OR_LINK, closing.end()) if closing else (_Piece.TEXT, mark.end())


def _autolink(_prose: str, mark: re.Match[str], _brackets: list[str]) -> tuple[_Piece, int]:
    return (_Piece.CODE_OR_LINK if SAFE_AUTOLINK.match(mark[0]) else _Piece.TAG), mark.end()


def _open(_prose: str, mark: re.Match[str], brackets: list[str]) -> tuple[_Piece, int]:
    brackets.append(mark[0])
    return _Piece.TEXT, mark.end()


def _close(prose: str, mark: re.Match[str], brackets: list[str]) -> tuple[_Piece, int]:
    destination = _DESTINATION.match(prose, mark.end())
    opening = brackets.pop() if brackets else ""
    if not opening or not destination:
        return _Piece.TEXT, mark.end()
    if opening == "[":
        brackets.clear()  # a link holds no other link
    return _Piece.CODE_OR_LINK, destination.end()


def _url(_prose: str, mark: re.Match[str], brackets: list[str]) -> tuple[_Piece, int]:
    # GitHub links no bare address within brackets, and there a zero-width space harms no link.
    end = mark.end() if not brackets else mark.start() + 1
    return (_Piece.TEXT if brackets else _Piece.CODE_OR_LINK), end


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


def _shown(region: _Region, block: str) -> str:
    if region is _Region.HTML:
        return _shown_block(block)
    return "".join(
        "&lt;" + text[1:] if piece is _Piece.TAG and not _KEPT_TAGS.match(text) else text
        for piece, text in _pieces(region, block)
    )


def _shown_block(block: str) -> str:
    first = _MARKUP.search(block)
    if first and _escaped(first) != first[0] and ("`" in block or "~~~" in block):
        # Without its first tag this is no HTML, and the code in it is code.
        return _MARKUP.sub(_escaped, block, count=1)
    return _MARKUP.sub(_escaped, block)


def _escaped(markup: re.Match[str]) -> str:
    kept = markup["tag"] and _KEPT_TAGS.match(markup["tag"])
    return markup[0] if kept else "&lt;" + markup[0][1:]


def _hides(markdown: str) -> bool:
    tokens = _WHOLE.parse(markdown)
    spans = [child for token in tokens for child in token.children or []]
    return any(
        token.type in {"html_block", "html_inline"} and _shown_block(token.content) != token.content
        for token in tokens + spans
    )
