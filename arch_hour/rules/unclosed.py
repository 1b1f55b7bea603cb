"""What a piece of Markdown leaves open, so that it would swallow whatever is written below it."""

import re

from markdown_it import MarkdownIt

from arch_hour.rules import prose

_BLOCKS = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable("inline")
_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])")
_EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "source", "wbr"})


def left_open(markdown: str) -> str:
    """What is opened and never closed, in words for its author; empty where nothing is.

    Expects Markdown without comments, declarations and processing instructions.
    """
    return _open_block(markdown) or _open_tag(markdown)


def _open_block(markdown: str) -> str:
    """Whether a heading after it, and after our end marker, would be none."""
    tokens = _BLOCKS.parse(f"{markdown}\n<!-- end -->\n\n# below\n")
    below = tokens[-3] if len(tokens) >= 3 else tokens[-1]
    if (below.type, below.level, tokens[-1].type) == ("heading_open", 0, "heading_close"):
        return ""
    if tokens[-1].type == "fence":
        return f"a code fence ({tokens[-1].markup[:10]}) is opened and never closed"
    if tokens[-1].type == "html_block":
        return f"`{tokens[-1].content.split()[0][:40]}` is opened and never closed"
    return "something is opened and never closed"


def _open_tag(markdown: str) -> str:
    """The first tag that has no partner, each inside of the one before."""
    standing: list[str] = []
    for tag in prose.tags(markdown):
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
