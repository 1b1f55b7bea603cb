"""Hidden markers: what a document must remember stands in an HTML comment of one line, as JSON.

Nothing that a person wrote can end a marker early, open one, or mention anybody: `<`, `>`, `@` and every second
hyphen are escaped inside the JSON.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

# How each marker begins: most texts have none, and a look for this is much quicker than for a whole marker.
BEGIN = "<!-- arch-hour:"
MOST_TEXTS = 2048

_MARKER = re.compile(r"<!-- arch-hour:(?P<kind>[a-z][a-z-]*) (?P<data>\{[^\r\n<>]*\}) -->")
_HALF_OF_A_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "@": "\\u0040", "--": "-\\u002d"}


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker with the place where it stands in its text."""

    kind: str
    data: Mapping[str, Any]
    start: int
    end: int


def mark(kind: str, data: Mapping[str, Any]) -> str:
    """The marker of a kind that holds JSON data."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return f"<!-- arch-hour:{kind} {text} -->"


def digest(text: str) -> str:
    """Sixteen hexadecimal digits that tell one text from another."""
    return sha256(text.encode()).hexdigest()[:16]


def find_markers(text: str, kind: str) -> Iterator[Marker]:
    """The intact markers of a kind, in order; one that a person damaged is none."""
    if f"{BEGIN}{kind} " not in text:
        return
    for match in _MARKER.finditer(text):
        marker = _marker(match) if match["kind"] == kind else None
        if marker is not None:
            yield marker


def _marker(match: re.Match[str]) -> Marker | None:
    try:
        data = _read(match["data"])
    except (ValueError, RecursionError):
        return None
    return Marker(match["kind"], data, match.start(), match.end())


def _read(data: str) -> Mapping[str, Any]:
    """The data of a marker; half a character, which nobody could write again, becomes a question mark."""
    found: Mapping[str, Any] = json.loads(data)
    if _HALF_OF_A_CHARACTER.search(data) is None:
        return found
    whole: Mapping[str, Any] = json.loads(json.dumps(found, ensure_ascii=False).encode(errors="replace"))
    return whole


def unquoted_marker(text: str, kind: str) -> Marker | None:
    """The leading marker; else the first with words before it on its line that neither quote it nor show it as code."""
    leading = leading_marker(text, kind)
    if leading is not None:
        return leading
    for marker in find_markers(text, kind):
        before = re.split(r"[\r\n]", text[: marker.start])[-1]
        if not before.lstrip().startswith(">") and "`" not in before:
            return marker
    return None


def leading_marker(text: str, kind: str) -> Marker | None:
    """The first marker of a kind that begins a line: one inside somebody's quotation begins none."""
    return _leading(text).get(kind) if BEGIN in text else None


@lru_cache(maxsize=MOST_TEXTS)
def _leading(text: str) -> Mapping[str, Marker]:
    """The first marker of each kind that begins a line: every plan of a run comes back to the same texts."""
    found: dict[str, Marker] = {}
    for match in _MARKER.finditer(text):
        begins_line = match.start() == 0 or text[match.start() - 1] in "\r\n"
        marker = _marker(match) if begins_line and match["kind"] not in found else None
        if marker is not None:
            found[marker.kind] = marker
    return MappingProxyType(found)
