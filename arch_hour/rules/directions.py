"""Right-to-left words, and hidden characters that turn a line around, kept from the words beside them.

Source: https://www.unicode.org/reports/tr9/ (isolates, and what ends them)
"""

from unicodedata import bidirectional

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"

_ISOLATES = "\u2066\u2067\u2068"
_TURNING = {"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"}


def turns(line: str) -> bool:
    """Whether any of a line runs from right to left, or is told to."""
    return not line.isascii() and any(bidirectional(character) in _TURNING for character in line)


def isolated(line: str) -> str:
    """The line in an isolate of its own, which none of its characters ends too early or leaves open.

    Embeddings and overrides need no care: they end with the isolate around them.
    """
    kept: list[str] = []
    opened = 0
    for character in line:
        if character == POP_ISOLATE and not opened:
            continue
        opened += (character in _ISOLATES) - (character == POP_ISOLATE)
        kept.append(character)
    return FIRST_STRONG_ISOLATE + "".join(kept) + POP_ISOLATE * (opened + 1)
