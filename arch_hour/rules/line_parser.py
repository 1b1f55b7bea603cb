"""Markdown as GitHub reads it, by markdown-it with a few of its rules mended for speed and for places."""

from collections.abc import Callable, MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_inline import StateInline, autolink, escape, html_inline, newline
from markdown_it.token import Token

_MARKERS = ("- ", "* ", "+ ")

_Rule = Callable[[StateInline, bool], bool]

# What the rules for blocks and their insides share, such as the definitions of links.
Definitions = MutableMapping[str, Any]


def blocks_of(source: str, definitions: Definitions) -> list[Token]:
    """The blocks without their insides; a footnote's mark is no link, though CommonMark would make it one."""
    tokens = _BLOCKS.parse(source, definitions)
    links = definitions.get("references", {})
    for label in [label for label in links if label.startswith("^")]:
        del links[label]
    return tokens


def insides_of(content: str, definitions: Definitions) -> list[Token]:
    """The inline tokens of a block; a line break's `meta` tells its end in the content."""
    children: list[Token] = []
    _INSIDES.inline.parse(content, _INSIDES, definitions, children)
    return children


def _marking(rule: _Rule) -> _Rule:
    """The rule, noting where a break or tag ended in the source, which tokens do not tell by themselves."""

    def marked(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  the signature of markdown-it's rules
        applied = rule(state, silent)
        if applied and not silent and state.tokens[-1].type in ("softbreak", "hardbreak", "html_inline"):
            state.tokens[-1].meta = {"end": state.pos}
        return applied

    return marked


def _autolink(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  as above
    """An address in angle brackets, noting in the `meta` of its text how it was written."""
    start = state.pos
    applied = autolink(state, silent)
    if applied and not silent:
        state.tokens[-2].meta = {"autolink": state.src[start : state.pos]}
    return applied


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


def _plain_paragraph(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001  as above
    """A paragraph whose lines all begin with a letter, which no other rule can begin or end; most are such.

    What follows is nothing, a blank line, or an item with words; anything else is left to the rules of markdown-it.
    """
    if silent or not _initial(state, start).isalpha() or state.is_code_block(start):
        return False
    end = start + 1
    while end < state.lineMax and not state.isEmpty(end) and not _begins_item(state, end):
        if state.sCount[end] < 0 or not _initial(state, end).isalpha():
            return False
        end += 1
    state.line = end
    token = state.push("inline", "", 0)
    token.content = mdTrim(state.getLines(start, end, state.blkIndent, keepLastLF=False))
    token.map, token.children = [start, end], []
    return True


def _plain_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  as above
    """A list whose first item begins with a word: no other rule can begin there, where no table's ruler follows."""
    if silent or not _begins_item(state, start):
        return False
    following = start + 1
    if following < state.lineMax and not (state.isEmpty(following) or _begins_item(state, following)):
        return False
    return list_block(state, start, end, silent)


def _initial(state: StateBlock, line: int) -> str:
    begin = state.bMarks[line] + state.tShift[line]
    return state.src[begin : begin + 1]


def _begins_item(state: StateBlock, line: int) -> bool:
    """Whether a line is surely an item that begins with a letter, which ends any paragraph before it."""
    column = state.sCount[line]
    if column < 0 or column - state.blkIndent > 3:
        return False
    if column < state.blkIndent and column - max(state.listIndent, 0) > 3:
        return False
    begin = state.bMarks[line] + state.tShift[line]
    return state.src[begin : begin + 2] in _MARKERS and state.src[begin + 2 : begin + 3].isalpha()


def _parser(nesting: int) -> MarkdownIt:
    options = {"maxNesting": nesting, "strikethrough_single_tilde": True}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    parser.inline.ruler.at("newline", _marking(newline))
    parser.inline.ruler.at("escape", _marking(escape))
    parser.inline.ruler.at("autolink", _autolink)
    parser.inline.ruler.at("html_inline", _marking(_comment_or_tag))
    parser.block.ruler.before("table", "plain_paragraph", _plain_paragraph)
    parser.block.ruler.before("table", "plain_list", _plain_list)
    return parser


# Blocks are read first, and of their insides only what holds the word: the insides take most of the time.
_BLOCKS = _parser(100).disable(["inline", "text_join"])
# The time for a run of opening brackets grows with the nesting allowed; twenty is the preset's own bound.
_INSIDES = _parser(20)
