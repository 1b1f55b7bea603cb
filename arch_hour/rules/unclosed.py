"""What a piece of Markdown leaves open, so that it would swallow whatever is written below it."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from arch_hour.rules.markup import has_open_comment, tags

_BLOCKS = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable("inline")
_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])")
_HTML_ENDS = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))
_EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "source", "wbr"})


def left_open(markdown: str) -> str:
    """What is opened and never closed, in words for its author; empty where nothing is.

    Expects Markdown without comments, declarations and processing instructions.
    """
    return _open_block(markdown) or _open_tag(markdown)


def closing_of(markdown: str) -> str:
    """The lines that have to stand below people's text so that what follows is seen; empty where nothing is open."""
    lines: list[str] = []
    while line := _next_closing("\n".join((markdown, *lines))):
        lines.append(line)
    return "\n".join(lines)


def end_of_block(markdown: str) -> str:
    """The line that ends the code or HTML which would go on over what is written below; empty where there is none."""
    opened = _open_token(markdown)
    if opened is None:
        return ""
    return opened.markup if opened.type == "fence" else _end_of(opened.content)


def _next_closing(markdown: str) -> str:
    """The line that closes what is open outermost: a block of Markdown hides all, then a comment, then what folds."""
    if block := end_of_block(markdown):
        return block
    if has_open_comment(markdown):
        return "<!-- -->"
    depth = 0
    for tag in tags(markdown):
        found = _NAME.match(tag)
        if found and found[2].lower() == "details":
            # One end too many closes nothing.
            depth = max(0, depth - 1 if found[1] else depth + 1)
    return "</details>" * depth


def _end_of(html: str) -> str:
    """What ends an HTML block that goes on over empty lines, by CommonMark's section 4.6."""
    begin = html.lstrip()
    for start, end in _HTML_ENDS:
        if begin.startswith(start):
            return end
    name = _NAME.match(begin)
    return f"</{name[2]}>" if name else ""


def _open_block(markdown: str) -> str:
    """Whether a heading after it, and after our end marker, would be none."""
    opened = _open_token(f"{markdown}\n<!-- end -->")
    if opened is None:
        return ""
    if opened.type == "fence":
        return f"a code fence ({opened.markup[:10]}) is opened and never closed"
    if opened.type == "html_block":
        return f"`{opened.content.split()[0][:40]}` is opened and never closed"
    return "something is opened and never closed"


def _open_token(markdown: str) -> Token | None:
    """The block that goes on at the end, so that a heading there would be none."""
    tokens = _BLOCKS.parse(f"{markdown}\n\n# below\n")
    below = tokens[-3] if len(tokens) >= 3 else tokens[-1]
    is_seen = (below.type, below.level, tokens[-1].type) == ("heading_open", 0, "heading_close")
    return None if is_seen else tokens[-1]


def _open_tag(markdown: str) -> str:
    """The first tag that has no partner, each inside of the one before."""
    standing: list[str] = []
    for tag in tags(markdown):
        found = _NAME.match(tag)
        if found is None:
            if tag == "<":
                return "a tag is begun with `<` and never ended"
            continue
        closes, name = found[1], found[2].lower()
        if not closes and name not in _EMPTY:
            standing.append(name)
        elif closes and (not standing or standing.pop() != name):
            return f"`</{name}>` does not close what was opened last"
    return f"`<{standing[-1]}>` is opened and never closed" if standing else ""
