"""Lines as people read them on GitHub, out of the Markdown syntax tree: no code, quotes or hidden HTML."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from arch_hour.rules.line_parser import Definitions, blocks_of, insides_of
from arch_hour.rules.line_words import Words, link_end, words_of
from arch_hour.rules.markup import outside_comments

# A list marker that the syntax tree leaves in the text, as in `• ACTION` or in a table cell, and a tick box.
MARKER = r"(?:(?:[-*+•‣◦▪·]|[0-9]{1,9}[.)]) )?(?:\[(?P<tick>[ xX])\] )?"
# It has backslashes in Markdown that shows it.
SHOWN_MARKER = r"(?:(?:\\?[-*+•‣◦▪·]|[0-9]{1,9}\\?[.)]) )?(?:\\?\[[ xX]\\?\] )?"

_BEGINS = re.compile(MARKER + r"(?:(?:ACTION|DECISION)(?=[ :：]|$)|(?i:action(?: item)?|decision) ?[:：])")
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STRIKE_TAG = re.compile(r"<(?P<ends>/?)(?:del|s|strike)>", re.IGNORECASE)
# What nobody sees and no word needs, as wikis and chats leave it around names, and what turns a line around.
_INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)

# Without any of these the insides of a block are their own text.
_MARKUP = re.compile(r"[\\`*_~\[<&]")
_BOX = re.compile(r"\[[ xX]\] ")

_SPACE = Words(" ", " ")
# Nobody sees it, and it keeps two spans of code apart.
NOTHING = "&#8203;"

_LISTED = ("bullet_list_open", "ordered_list_open", "table_open")


@dataclass(frozen=True, slots=True)
class Span:
    """Lines of a source text, counted from 1; `last` is among them."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line without emphasis, links and code as Markdown; `kept` lacks struck words.

    `shown` and `kept_shown` are Markdown that shows the same words, where these hold signs that would mean something.
    `is_label` says whether it heads something: a heading, a column of a table, or what stands right above a list.
    """

    text: str
    kept: str
    shown: str
    kept_shown: str
    span: Span
    is_label: bool = False


def read_lines(markdown: str, word: str) -> Iterator[TextLine]:
    """The lines of headings, paragraphs, list items and table cells that hold a word, given in lower case.

    Each visual line is one; in a list item it goes on until the next that begins with ACTION or DECISION.
    """
    if word not in markdown.lower():
        return
    source = source_lines(markdown)
    definitions: Definitions = {}
    tokens = blocks_of("\n".join(source), definitions)
    quotes = items = 0
    hidden = False
    for index, token in enumerate(tokens):
        if token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.type in ("list_item_open", "list_item_close"):
            items += token.nesting
        elif token.type == "html_block":
            _, hidden = outside_comments(token.content, hidden=hidden)
        elif token.type == "inline" and not quotes and not hidden and word in token.content.lower():
            lines = visual_lines(token.content, definitions, first_number(token, source))
            yield from _labelled(_continued(lines) if items else lines, tokens, index)


def plain(words: str) -> str:
    """Single spaces in place of all others, nothing invisible, and composed letters: a name is found however typed."""
    if words.isascii():
        return " ".join(words.split())
    return unicodedata.normalize("NFC", " ".join(words.translate(_INVISIBLE).split()))


def source_lines(markdown: str) -> list[str]:
    """The lines of a source text, whichever line ends it has, and without a byte order mark."""
    return re.split(r"\r\n?|\n", markdown.removeprefix("\ufeff"))


def _labelled(lines: Iterable[TextLine], tokens: Sequence[Token], index: int) -> Iterator[TextLine]:
    """Of a heading and a column's head each line is a label, of a paragraph right above a list the last."""
    before = tokens[index - 1].type if index else ""
    if before in ("heading_open", "th_open"):
        yield from (replace(line, is_label=True) for line in lines)
        return
    following = [token.type for token in tokens[index + 1 : index + 3] if token.type != "paragraph_close"]
    if not following or following[0] not in _LISTED:
        yield from lines
        return
    *others, last = lines
    yield from (*others, replace(last, is_label=True))


def first_number(token: Token, source: Sequence[str]) -> int:
    """Its first line, from 1; a token's map counts leading lines of odd white space, its content does not."""
    first, end = token.map or (0, 1)
    words = token.content.split("\n", 1)[0]
    return next((index for index in range(first, end) if words in source[index]), first) + 1


def visual_lines(content: str, definitions: Definitions, number: int) -> Iterator[TextLine]:
    """The lines of a block's insides, of which the first has that number in the source."""
    box = None if definitions.get("references") else _BOX.match(content)
    if _MARKUP.search(content, box.end() if box else 0):
        yield from _lines_of(insides_of(content, definitions), content, number)
        return
    for first, words in enumerate(content.split("\n"), number):
        text = plain(words)
        yield TextLine(text, text, text, text, Span(first, first))


def _lines_of(tokens: Sequence[Token], content: str, number: int) -> Iterator[TextLine]:
    pen = _Pen()
    begun, position = number, 0
    for token in tokens:
        last = number
        if end := token.meta.get("end"):
            number += content.count("\n", position, end)
            position = end
            last = number - (token.type != "html_inline")
        if pen.breaks_at(token):
            yield pen.line(Span(begun, last))
            begun = number
        else:
            pen.write(token)
    yield pen.line(Span(begun, number + content.count("\n", position)))


def _continued(lines: Iterable[TextLine]) -> Iterator[TextLine]:
    held: list[TextLine] = []
    for line in lines:
        if held and _BEGINS.match(line.text):
            yield _joined(held)
            held = []
        held.append(line)
    yield _joined(held)


def _joined(lines: Sequence[TextLine]) -> TextLine:
    if len(lines) == 1:
        return lines[0]
    return TextLine(
        " ".join(line.text for line in lines if line.text),
        " ".join(line.kept for line in lines if line.kept),
        " ".join(line.shown for line in lines if line.shown),
        " ".join(line.kept_shown for line in lines if line.kept_shown),
        Span(lines[0].span.first, lines[-1].span.last),
    )


@dataclass(slots=True)
class _Pen:
    """Writes inline tokens down as text, and knows when a line breaks what it is inside of."""

    words: list[Words] = field(default_factory=list)
    kept: list[Words] = field(default_factory=list)
    struck: int = 0
    link_ends: list[Words] = field(default_factory=list)

    def breaks_at(self, token: Token) -> bool:
        """Whether a new line begins here; a link stays whole, its break being a space."""
        return not self.link_ends and _is_break(token)

    def write(self, token: Token) -> None:
        """Adds a token to the line."""
        if token.type in ("s_open", "s_close"):
            self.struck += token.nesting
            return
        if token.type == "html_inline" and (strike := _STRIKE_TAG.fullmatch(token.content)):
            self.struck = max(0, self.struck + (-1 if strike["ends"] else 1))
            return
        words = self._words(token)
        self.words.append(words)
        if not self.struck:
            self.kept.append(words)

    def line(self, span: Span) -> TextLine:
        """The line written so far, and a clean sheet."""
        text, shown = _written(self.words)
        kept, kept_shown = (text, shown) if len(self.kept) == len(self.words) else _written(self.kept)
        self.words, self.kept = [], []
        return TextLine(text, kept, shown, kept_shown, span)

    def _words(self, token: Token) -> Words:
        if _is_break(token):
            return _SPACE
        if token.type == "link_open":
            self.link_ends.append(link_end(token))
        elif token.type == "link_close":
            return self.link_ends.pop()
        return words_of(token)


def _written(words: Sequence[Words]) -> Words:
    text, markdown = (
        "".join([piece.text for piece in words]),
        _side_by_side([piece.markdown for piece in words]),
    )
    written = plain(text)
    return Words(written, written if text == markdown else plain(markdown))


def _side_by_side(pieces: Sequence[str]) -> str:
    """The pieces joined, where two spans of code stay two."""
    joined = "".join(pieces)
    if "``" not in joined:
        return joined
    parts: list[str] = []
    for piece in filter(None, pieces):
        parts.append(f"{NOTHING}{piece}" if parts and parts[-1][-1] == piece[0] == "`" else piece)
    return "".join(parts)


def _is_break(token: Token) -> bool:
    if token.type == "html_inline":
        return _LINE_BREAK_TAG.fullmatch(token.content) is not None
    return token.type in ("softbreak", "hardbreak")
