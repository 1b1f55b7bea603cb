"""Lines as people read them on GitHub, out of the Markdown syntax tree: no code, quotes or hidden HTML."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, escape, html_inline, newline
from markdown_it.token import Token

# A list marker that the syntax tree leaves in the text, as in `• ACTION` or in a table cell, and a tick box.
MARKER = r"(?:(?:[-*+•‣◦▪·]|[0-9]{1,9}[.)]) )?(?:\[(?P<tick>[ xX])\] )?"

_BEGINS = re.compile(MARKER + r"(?:(?:ACTION|DECISION)(?=[ :：]|$)|(?i:action(?: item)?|decision) ?[:：])")
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)

_Rule = Callable[[StateInline, bool], bool]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line without emphasis, links and code as Markdown; `kept` lacks struck words; `number` is from 1."""

    text: str
    kept: str
    number: int


def read_lines(markdown: str, word: str) -> Iterator[TextLine]:
    """The lines of headings, paragraphs, list items and table cells that hold a word, given in lower case.

    Each visual line is one; in a list item it goes on until the next that begins with ACTION or DECISION.
    """
    if word not in markdown.lower():
        return
    source = re.split(r"\r\n?|\n", markdown.removeprefix("\ufeff"))
    references: dict[str, Any] = {}
    quotes = items = 0
    for token in _BLOCKS.parse("\n".join(source), references):
        if token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.type in ("list_item_open", "list_item_close"):
            items += token.nesting
        elif token.type == "inline" and not quotes and word in token.content.lower():
            lines = _visual_lines(token.content, references, _first_number(token, source))
            yield from _continued(lines) if items else lines


def _marking(rule: _Rule) -> _Rule:
    """The rule, noting where a line break ended in the source, which tokens do not tell by themselves."""

    def marked(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  the signature of markdown-it's rules
        applied = rule(state, silent)
        if applied and not silent and state.tokens[-1].type in ("softbreak", "hardbreak"):
            state.tokens[-1].meta = {"end": state.pos}
        return applied

    return marked


def _comment_or_tag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  as above
    """A comment ends at the first `-->`; markdown-it's pattern takes quadratic time for a run of `<!--`."""
    start = state.pos
    if not state.src.startswith("<!--", start):
        return html_inline(state, silent)
    end = state.src.find("-->", start + 2, state.posMax)
    if end < 0:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = state.src[start : end + 3]
    state.pos = end + 3
    return True


def _parser(nesting: int) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": nesting}).enable(["table", "strikethrough"])
    parser.inline.ruler.at("newline", _marking(newline))
    parser.inline.ruler.at("escape", _marking(escape))
    parser.inline.ruler.at("html_inline", _comment_or_tag)
    return parser


# Blocks are read first, and of their insides only what holds the word: the insides take most of the time.
_BLOCKS = _parser(100).disable(["inline", "text_join"])
# The time for a run of opening brackets grows with the nesting allowed; twenty is the preset's own bound.
_INSIDES = _parser(20)


def _first_number(token: Token, source: Sequence[str]) -> int:
    """Its first line, from 1; a token's map counts leading lines of odd white space, its content does not."""
    first, end = token.map or (0, 1)
    words = token.content.split("\n", 1)[0]
    return next((index for index in range(first, end) if words in source[index]), first) + 1


def _visual_lines(content: str, references: MutableMapping[str, Any], number: int) -> Iterator[TextLine]:
    children: list[Token] = []
    _INSIDES.inline.parse(content, _INSIDES, references, children)
    pen = _Pen()
    begun, position = number, 0
    for token in children:
        if end := token.meta.get("end"):
            number += content.count("\n", position, end)
            position = end
        if pen.breaks_at(token):
            yield pen.line(begun)
            begun = number
        else:
            pen.write(token)
    yield pen.line(begun)


def _continued(lines: Iterable[TextLine]) -> Iterator[TextLine]:
    held: list[TextLine] = []
    for line in lines:
        if held and _BEGINS.match(line.text):
            yield _joined(held)
            held = []
        held.append(line)
    yield _joined(held)


def _joined(lines: Sequence[TextLine]) -> TextLine:
    text = " ".join(line.text for line in lines if line.text)
    kept = " ".join(line.kept for line in lines if line.kept)
    return TextLine(text, kept, lines[0].number)


@dataclass(slots=True)
class _Pen:
    """Writes inline tokens down as text, and knows when a line breaks what it is inside of."""

    text: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    struck: int = 0
    link_ends: list[str] = field(default_factory=list)

    def breaks_at(self, token: Token) -> bool:
        """Whether a new line begins here; a link stays whole, its break being a space."""
        return not self.link_ends and _is_break(token)

    def write(self, token: Token) -> None:
        """Adds a token to the line."""
        if token.type in ("s_open", "s_close"):
            self.struck += token.nesting
            return
        words = self._words(token)
        self.text.append(words)
        if not self.struck:
            self.kept.append(words)

    def line(self, number: int) -> TextLine:
        """The line written so far, and a clean sheet."""
        written = TextLine(_plain(self.text), _plain(self.kept), number)
        self.text, self.kept = [], []
        return written

    def _words(self, token: Token) -> str:
        if _is_break(token):
            return " "
        if token.type == "link_open":
            is_bare = token.markup == "autolink"
            self.link_ends.append("" if is_bare else f"]({_destination(token, 'href')})")
            return "" if is_bare else "["
        if token.type == "link_close":
            return self.link_ends.pop()
        return _WORDS[token.type](token) if token.type in _WORDS else ""


def _is_break(token: Token) -> bool:
    if token.type == "html_inline":
        return _LINE_BREAK_TAG.fullmatch(token.content) is not None
    return token.type in ("softbreak", "hardbreak")


def _plain(words: Sequence[str]) -> str:
    """Single spaces in place of all others, and composed letters, so that a name is found however typed."""
    return unicodedata.normalize("NFC", " ".join("".join(words).split()))


def _code(token: Token) -> str:
    pad = " " if "`" in token.content[:1] + token.content[-1:] else ""
    return f"{token.markup}{pad}{token.content}{pad}{token.markup}"


def _html(token: Token) -> str:
    """A tag stays, so that a keyword inside it begins no line; nobody sees a comment and its kin."""
    return "" if token.content.startswith(("<!", "<?")) else token.content


def _image(token: Token) -> str:
    return f"![{token.content}]({_destination(token, 'src')})"


def _destination(token: Token, attribute: str) -> str:
    address = str(token.attrGet(attribute) or "")
    if not address or "(" in address or ")" in address:
        address = f"<{address}>"
    title = str(token.attrGet("title") or "").replace("\\", "\\\\").replace('"', '\\"')
    return f'{address} "{title}"' if title else address


_WORDS: dict[str, Callable[[Token], str]] = {
    "text": lambda token: token.content,
    "text_special": lambda token: token.content,
    "code_inline": _code,
    "html_inline": _html,
    "image": _image,
}
