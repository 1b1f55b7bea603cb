"""The part of a document that is ours: from a marker to its end marker. Every byte outside belongs to people.

The opening marker keeps a digest of what we last wrote. So a block that a person edited is known, and what they
wrote there is kept below the new block instead of being overwritten; and a block whose end marker was deleted is
still recognised where its text is intact.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from arch_hour import rendering
from arch_hour.rules.markers import digest, mark, unquoted_marker
from arch_hour.rules.merging import beyond
from arch_hour.rules.seals import SEAL, unsealed
from arch_hour.rules.unclosed import closing_of

# What a marker keeps of its block and of the text around it, besides the data.
_KEPT = ("digest", "lines", *SEAL)


@dataclass(frozen=True, slots=True)
class Block:
    """A block found in a text: its data, what stands in it, where it is, and whether a person changed it.

    `digest` is that of what we wrote into it.
    """

    data: Mapping[str, Any]
    content: str
    start: int
    end: int
    touched: bool
    digest: object = None


def wrap(kind: str, data: Mapping[str, Any], content: str) -> str:
    """A new block around content of ours."""
    begin = mark(kind, {**data, "digest": _digest(content), "lines": content.count("\n") + 1})
    return f"{begin}\n{content}\n{_end(kind)}"


def find_block(text: str, kind: str) -> Block | None:
    """The block of a kind, or None where the text has no such marker."""
    marker = unquoted_marker(text, kind)
    if marker is None:
        return None
    data = {name: value for name, value in marker.data.items() if name not in _KEPT}
    written = marker.data.get("digest")
    start = _after_newline(text, marker.end)
    closing = text.find(_end(kind), start)
    if closing >= 0:
        content = text[start:closing]
        return Block(
            data, content, marker.start, closing + len(_end(kind)), _digest(content) != written, written
        )
    end = _end_of_lines(text, start, marker.data.get("lines"))
    if _digest(text[start:end]) == written:
        content, end = text[start:end], _after_half_an_end(text, end, kind)
        return Block(data, content, marker.start, end, touched=False, digest=written)
    return Block(data, "", marker.start, marker.end, touched=False, digest=written)


def replace_block(
    text: str, kind: str, data: Mapping[str, Any], content: str, versions: Iterable[str] = ()
) -> str:
    """The text with its block renewed, in the line ends that the text has; without a block, it is put on top.

    What people wrote inside is kept below: the lines that our own version among `versions` lacks, and all of it where
    that is not among them. A renewed block has no seal any more; one that is as it should be already leaves the text
    alone, with its seal.
    """
    block = find_block(text, kind)
    renewed = wrap(kind, data, content)
    if block is None:
        return _in_line_ends_of(text, f"{renewed}\n\n") + text
    if block.touched:
        words = _words_of_people(block, kind, versions)
        closing = closing_of(words)
        kept = f"{words}\n{closing}" if closing else words
        renewed += "\n\n" + rendering.render("kept.md", content=kept) if words else ""
    elif _plain(renewed) == _plain(unsealed(text[block.start : block.end], kind)):
        return text
    return text[: block.start] + _in_line_ends_of(text, renewed) + text[block.end :]


def _words_of_people(block: Block, kind: str, versions: Iterable[str]) -> str:
    found = (find_block(text, kind) for text in versions)
    ours = next(
        (other.content for other in found if other and not other.touched and other.digest == block.digest), ""
    )
    lines = beyond(_plain(block.content).split("\n"), _plain(ours).split("\n"))
    return "\n".join(lines).strip("\n")


def outside_blocks(text: str, kind: str) -> str:
    """What people wrote: the text with our block blanked out, every line still in its place."""
    block = find_block(text, kind)
    if block is None:
        return text
    kept = block.content if block.touched else ""
    blank = "\n" * (text.count("\n", block.start, block.end) - kept.count("\n"))
    return text[: block.start] + blank + kept + text[block.end :]


def _end(kind: str) -> str:
    return f"<!-- /arch-hour:{kind} -->"


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n")


def _digest(content: str) -> str:
    return digest(_plain(content))


def _after_newline(text: str, at: int) -> int:
    if text.startswith("\r\n", at):
        return at + 2
    return at + 1 if text.startswith("\n", at) else at


def _after_half_an_end(text: str, at: int, kind: str) -> int:
    """Where our end marker ends of which people left a part: it would hide all that follows."""
    start = _after_newline(text, at)
    line = re.split(r"[\r\n]", text[start : start + len(_end(kind))], maxsplit=1)[0]
    is_part = len(line) >= len("<!--") and _end(kind).startswith(line)
    return start + len(line) if is_part and text[start + len(line) : start + len(line) + 1] in "\r\n" else at


def _end_of_lines(text: str, start: int, lines: object) -> int:
    """Where the last of so many lines ends, before its line end: what follows stays on a line of its own."""
    end = start
    for _ in range(lines if isinstance(lines, int) else 0):
        following = text.find("\n", end)
        if following < 0:
            return len(text)
        end = following + 1
    return start + len(text[start:end].removesuffix("\n").removesuffix("\r"))


def _in_line_ends_of(text: str, ours: str) -> str:
    return ours.replace("\n", "\r\n") if "\r\n" in text else ours
