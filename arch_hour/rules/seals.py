"""How a text of ours tells later that it stands as we wrote it, and which text it replaced.

GitHub has no compare-and-swap: what somebody writes between our look and our write is overwritten, and only the history
of edits still has it. So each text that we write over another one keeps, in the marker of our block, the digest of
what it was made of (`of`) and the digest of itself (`whole`). Where we only put words back, and left our block as a
person had left it, the marker says so too (`found`).
"""

from collections.abc import Mapping
from typing import Any

from arch_hour.rules.markers import Marker, digest, mark, unquoted_marker

SEAL = ("of", "whole", "found")


def sealed(text: str, kind: str, over: str) -> str:
    """Our new text with its seal, as it is written over another one; a text without our block takes none."""
    return _sealed(text, kind, {"of": digest_of(over)})


def sealed_as_found(text: str, kind: str, over: str) -> str:
    """The same for a text whose block is not renewed."""
    return _sealed(text, kind, {"of": digest_of(over), "found": True})


def is_renewed(text: str, kind: str) -> bool:
    """Whether a text of ours has our block as we wrote it then, and not as somebody had left it."""
    marker = unquoted_marker(text, kind)
    return marker is not None and "found" not in marker.data


def _sealed(text: str, kind: str, seal: Mapping[str, Any]) -> str:
    marker = unquoted_marker(text, kind)
    if marker is None:
        return text
    made_of = _with(text, marker, {**_without(marker, SEAL), **seal})
    return _with(text, marker, {**_without(marker, SEAL), **seal, "whole": digest_of(made_of)})


def unsealed(text: str, kind: str) -> str:
    """The same text without its seal."""
    marker = unquoted_marker(text, kind)
    if marker is None or not any(name in marker.data for name in SEAL):
        return text
    return _with(text, marker, _without(marker, SEAL))


def written_over(text: str, kind: str) -> str | None:
    """The digest of what a text of ours was written over; None where it is not to the letter what we wrote."""
    marker = unquoted_marker(text, kind)
    if marker is None or not isinstance(marker.data.get("of"), str):
        return None
    unproven = _with(text, marker, _without(marker, ("whole",)))
    return marker.data["of"] if digest_of(unproven) == marker.data.get("whole") else None


def digest_of(text: str) -> str:
    """What two copies of one text share, whichever line ends a browser gave them."""
    return digest(text.replace("\r\n", "\n").strip())


def _without(marker: Marker, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in marker.data.items() if name not in names}


def _with(text: str, marker: Marker, data: Mapping[str, Any]) -> str:
    return text[: marker.start] + mark(marker.kind, data) + text[marker.end :]
