"""The bullets of a meeting page as a tree, and the tree as a Markdown list that nests in the same way."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

STEP = 2  # columns; what is indented less beyond another bullet stands beside it

# What begins a block in Markdown, while on a text page it is only how a line begins.
_BLOCK_START = re.compile(
    r"""(?x)
    \#{1,6}(?=\s|$) | > | [-+*](?=\s|$) | (?=([-_*])(?:\s*\1){2,}\s*$) | (?=(?:=+|-+)\s*$)
    | \[(?=[^\]]+\]:) | (?=\|?\s*:?-+:?\s*(?:\||$)) | (?=`{3}|~{3})
    """
)
_NUMBER_START = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_PRE = re.compile(r"<(?=pre\b)", re.IGNORECASE)
_TAG_START = re.compile(r"</?[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page: its number from 1, the columns it is indented by, and its text, trimmed."""

    number: int
    indent: int
    text: str
    raw: str = ""


@dataclass(slots=True)
class Paragraph:
    """Lines that follow each other directly."""

    lines: list[Line]


@dataclass(slots=True)
class Fence:
    """Fenced code as it stands on the page, without the indentation of its first line."""

    lines: list[str]


@dataclass(slots=True)
class Item:
    """A bullet with everything below it, in the order of the page."""

    indent: int
    number: int | None
    lines: list[Line]
    blocks: list["Block"] = field(default_factory=list)

    @property
    def children(self) -> list["Item"]:
        """The bullets directly below this one."""
        return [block for block in self.blocks if isinstance(block, Item)]

    @property
    def text(self) -> Sequence["Paragraph | Fence"]:
        """What belongs to the bullet itself."""
        return [block for block in self.blocks if not isinstance(block, Item)]

    def all_lines(self) -> Iterator[Line]:
        """The lines of the page that this bullet and those below it were read from."""
        yield from self.lines
        for child in self.children:
            yield from child.all_lines()


Block = Paragraph | Fence | Item


@dataclass(slots=True)
class Outline:
    """The bullets of one section; `roots` are those below no other, and `newest` was read last."""

    roots: list[Item] = field(default_factory=list)
    newest: Item | None = None
    _open: list[Item] = field(default_factory=list)

    def add(self, item: Item) -> None:
        """Place a bullet below the nearest earlier one that is indented clearly less."""
        while self._open and self._open[-1].indent > item.indent - STEP:
            self._open.pop()
        if self._open:
            self._open[-1].blocks.append(item)
        else:
            self.roots.append(item)
        self._open.append(item)
        self.newest = item

    def owner(self, indent: int) -> Item | None:
        """The item that a line after a blank one belongs to: the deepest whose bullet stands left of it."""
        depth = sum(item.indent < indent for item in self._open)
        if not depth:
            return None
        del self._open[depth:]
        return self._open[-1]


def escape_block_start(line: str) -> str:
    """The line of a text page as Markdown of the same words: what would begin a block begins none."""
    line = _NUMBER_START.sub(r"\1\\\2", line, count=1) if _NUMBER_START.match(line) else line
    return "\\" + line if _BLOCK_START.match(line) else line


def escape_open_fence(line: str) -> str:
    """The line of a Markdown page, where a fence among prose is one that never ends."""
    return "\\" + line if line.startswith(("```", "~~~")) else line


def render_blocks(blocks: Sequence[Block], escape: Callable[[str], str]) -> str:
    """The blocks as Markdown, each line of prose made so by `escape`, without a newline at the end."""
    return "\n".join(_blocks(blocks, escape))


def without_empty(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks in which bullets without words give place to what is below them."""
    for block in blocks:
        if not isinstance(block, Item):
            yield block
            continue
        block.blocks = list(without_empty(block.blocks))
        if block.text:
            yield block
        else:
            yield from block.blocks


def _blocks(blocks: Sequence[Block], escape: Callable[[str], str]) -> Iterator[str]:
    previous: Block | None = None
    for block in blocks:
        if previous and _needs_blank(previous, block):
            yield ""
        match block:
            case Item():
                yield from _item(block, escape)
            case Paragraph():
                yield from _close_pre([escape(line.text) for line in block.lines])
            case Fence():
                yield from block.lines
        previous = block


def _item(item: Item, escape: Callable[[str], str]) -> Iterator[str]:
    marker = "- " if item.number is None else f"{item.number}. "
    for index, line in enumerate(_blocks(item.blocks, escape)):
        yield (marker if not index else " " * len(marker)) + line if line else ""


def _close_pre(lines: list[str]) -> list[str]:
    """The lines in which a `<pre>` that never ends is text, as it would swallow all that follows."""
    if any("</pre" in line.lower() for line in lines):
        return lines
    return [_PRE.sub("&lt;", line) for line in lines]


def _needs_blank(previous: Block, block: Block) -> bool:
    """Whether, without a blank line, Markdown would read the block as part of what stands before it."""
    if isinstance(block, Paragraph):
        return not isinstance(previous, Fence)
    if _ends_in_html(previous):
        return True
    if isinstance(block, Fence):
        return False
    # https://spec.commonmark.org/0.31.2/#lists: only a list that starts with 1 interrupts a paragraph.
    numbered_on = isinstance(previous, Item) and previous.number is not None
    return block.number not in {None, 1} and not numbered_on


def _ends_in_html(block: Block) -> bool:
    """Whether a block of HTML may still be open, which ends at the next blank line."""
    while isinstance(block, Item):
        block = block.blocks[-1]
    return isinstance(block, Paragraph) and any(_TAG_START.match(line.text) for line in block.lines)
