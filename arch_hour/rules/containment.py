"""People's Markdown within its own bounds: it ends nothing that stands around it, leaves nothing open, hides nothing.

How browsers read HTML that ends too early or never: https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody
"""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from arch_hour.rules.line_parser import blocks_of
from arch_hour.rules.markup import MARKUP, Piece, Region, pieces, regions, visible
from arch_hour.rules.prose import literal_html
from arch_hour.rules.unclosed import end_of_block
from arch_hour.rules.unlinked import ZERO_WIDTH_SPACE

_TAG = re.compile(r"<(?P<ends>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)")
# What has no end.
_VOID = frozenset(("br", "hr", "img", "source"))
# What ends by itself where something around it ends; what may only stand in a table; what can be ended further below.
_OPTIONAL = frozenset(("dd", "dt", "li", "tbody", "td", "tfoot", "th", "thead", "tr"))
_OF_TABLES = frozenset(("tbody", "td", "tfoot", "th", "thead", "tr"))
_CLOSABLE = frozenset(("blockquote", "dd", "details", "div", "dl", "dt", "li", "ol", "summary", "ul"))
# An end of these is looked for beyond what stands around it, up to our own HTML.
_STRUCTURE = _OPTIONAL | _CLOSABLE | {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "table"}
# These go on behind the end of what they stand in.
_FORMATTING = frozenset(("a", "b", "code", "em", "i", "s", "strong", "tt"))
_UNSEEN = f" \t{ZERO_WIDTH_SPACE}"
# Markdown that is no container of blocks.
_LEAVES = ("paragraph_open", "paragraph_close", "heading_open", "heading_close")


def contained(markdown: str) -> str:
    """The same words in Markdown that can stand anywhere; whatever is left open is closed on lines below.

    Where its tags do not fit together, they are left out. Expects no carriage returns.
    """
    shown = literal_html(visible(markdown))
    closed = _with_block_ended(shown)
    # Where a tag was, Markdown may mean something else, which can have tags again.
    for _ in range(5):
        if _fits_together(closed):
            break
        shown = literal_html(_without_tags(shown))
        closed = _with_block_ended(shown)
    else:
        closed = _with_block_ended(shown.replace("<", "&lt;"))
    # The first line begins a block of HTML, in which all others are just what they say.
    ends = "\n".join(f"</{name}>" for name in reversed(_left_open(closed)))
    return f"{closed}\n\n{ends}" if ends else closed


def _with_block_ended(markdown: str) -> str:
    while end := end_of_block(markdown):
        markdown = f"{markdown}\n{end}"
    return markdown


def _fits_together(markdown: str) -> bool:
    """Whether each structure begins and ends in the same paragraph, item, cell or quotation, one within the other.

    Between blocks that stand in nothing else, some may be left open.
    """
    frames: list[list[str]] = [[]]
    for token in blocks_of(markdown, {}) if "<" in markdown else ():
        if token.type == "inline":
            inner: list[str] = []
            if not _takes_all(inner, token) or inner:
                return False
        elif token.type in _LEAVES:
            continue
        elif token.nesting > 0:
            frames.append([])
        elif (token.nesting < 0 and frames.pop()) or not _takes_all(frames[-1], token):
            return False
    return _CLOSABLE.issuperset(frames[0])


def _takes_all(opened: list[str], token: Token) -> bool:
    """Notes the tags of a block among the structures that are open; whether each end ends the last of them."""
    return all(_takes(opened, tag) for tag in _tags(token))


def _takes(opened: list[str], tag: re.Match[str]) -> bool:
    name = tag["name"].lower()
    if name not in _STRUCTURE:
        return True
    if not tag["ends"]:
        opened.append(name)
        return name not in _OF_TABLES or "table" in opened
    while opened and opened[-1] != name and opened[-1] in _OPTIONAL:
        opened.pop()
    return bool(opened) and opened.pop() == name


def _left_open(markdown: str) -> list[str]:
    """The names of the elements that are open at the end, in the order in which they began."""
    opened: list[str] = []
    for token in blocks_of(markdown, {}) if "<" in markdown else ():
        for tag in _tags(token):
            name = tag["name"].lower()
            if not tag["ends"]:
                opened.append(name)
            elif name in opened:
                _close(opened, name)
    return [name for name in opened if name in _FORMATTING | _STRUCTURE]


def _close(opened: list[str], name: str) -> None:
    """Takes out the last of that name, and with a structure what stands in it, but for formatting that goes on."""
    at = len(opened) - 1 - opened[::-1].index(name)
    opened[at:] = [other for other in opened[at + 1 :] if name not in _STRUCTURE or other in _FORMATTING]


def _tags(token: Token) -> Iterator[re.Match[str]]:
    if "<" not in token.content:
        return
    if token.type == "html_block":
        found = (tag[0] for tag in MARKUP.finditer(token.content))
    elif token.type == "inline":
        found = (text for piece, text in pieces(Region.PROSE, token.content) if piece is Piece.TAG)
    else:
        return
    for text in found:
        tag = _TAG.match(text)
        if tag and tag["name"].lower() not in _VOID:
            yield tag


def _without_tags(markdown: str) -> str:
    """What nobody sees takes the place of a tag, so that the words behind it do not begin a line."""
    text = "".join(
        ZERO_WIDTH_SPACE if piece is Piece.TAG and not _is_void(text) else text
        for region, block in regions(markdown)
        for piece, text in pieces(region, block)
    )
    return "\n".join(line if line.strip(_UNSEEN) else "" for line in text.split("\n"))


def _is_void(text: str) -> bool:
    tag = _TAG.match(text)
    return tag is not None and not tag["ends"] and tag["name"].lower() in _VOID
