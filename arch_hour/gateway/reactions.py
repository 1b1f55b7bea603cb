"""Reactions on comments, of many comments in one request."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from arch_hour.gateway import reading
from arch_hour.gateway.asking import Asking
from arch_hour.gateway.documents import document
from arch_hour.model import Comment, Reaction

AT_ONCE = 50

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Reactions:
    """Reads the reactions on comments; raises Failure, and ValueError where GitHub does not tell them."""

    asking: Asking

    def on(self, comments: tuple[Comment, ...]) -> dict[str, tuple[Reaction, ...]]:
        """The reactions by people, by the comments' node ids, oldest first; a comment that is gone has none."""
        ids = list(dict.fromkeys(comment.id for comment in comments))
        found: dict[str, tuple[Reaction, ...]] = {}
        for start in range(0, len(ids), AT_ONCE):
            found.update(self._read(ids[start : start + AT_ONCE]))
        return found

    def _read(self, ids: list[str]) -> Iterator[tuple[str, tuple[Reaction, ...]]]:
        found = self.asking.connection.query_some(document("reactions"), {"comments": ids})
        for place, (identity, node) in enumerate(zip(ids, found.data["nodes"], strict=True)):
            if node is not None:
                yield identity, self._all_of(identity, node["reactions"])
            elif ("nodes", place) in found.missing:
                yield identity, ()
            else:
                # Taken for none, they would decide a vote.
                msg = "reactions that are not told"
                raise ValueError(msg)

    def _all_of(self, comment: str, first: Json) -> tuple[Reaction, ...]:
        nodes = self.asking.pages_of_node("more_reactions", "reactions", {"comment": comment}, first)
        return reading.reactions(nodes)
