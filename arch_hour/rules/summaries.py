"""One comment on each issue that made follow-ups: which they are, kept true in place.

Its marker also records which line became which number, so that a line whose follow-up was closed long ago is still
known without reading every closed one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from arch_hour.config import Config
from arch_hour.model import Comment, Issue, Snapshot
from arch_hour.rules.blocks import find_block
from arch_hour.rules.markers import leading_marker
from arch_hour.rules.sources import SUMMARY
from arch_hour.rules.trust import is_ours, is_trusted


@dataclass(frozen=True, slots=True)
class Entry:
    """One follow-up that a summary tells of: its number, and the digest of the line that it came from."""

    number: int
    line: str

    @classmethod
    def read(cls, data: Any) -> "Entry | None":
        """An entry out of a marker, or None where it is damaged."""
        try:
            return cls(int(data["number"]), str(data["line"]))
        except (KeyError, TypeError, ValueError, OverflowError):
            return None

    def data(self) -> dict[str, object]:
        """The entry as a marker holds it."""
        return {"number": self.number, "line": self.line}


def summary_of(snapshot: Snapshot, config: Config, issue: Issue) -> Comment | None:
    """The summary comment of an issue, where one was read; ours before another trusted account's."""
    found = [
        comment
        for comment in issue.comments
        if leading_marker(comment.body, SUMMARY) and is_trusted(snapshot, config, comment.author)
    ]
    ours = [comment for comment in found if may_edit(snapshot, config, comment)]
    return next(iter(ours or found), None)


def may_edit(snapshot: Snapshot, config: Config, comment: Comment) -> bool:
    """Whether it is ours to edit: a person's comment is not, even where it holds a summary that it copied."""
    return is_ours(snapshot, config, comment.author)


def entries(comment: Comment | None) -> tuple[Entry, ...]:
    """What a summary comment tells."""
    block = find_block(comment.body, SUMMARY) if comment else None
    listed = block.data.get("follow_ups") if block else None
    if not isinstance(listed, list):
        return ()
    return tuple(entry for data in listed if (entry := Entry.read(data)) is not None)


def recorded_numbers(snapshot: Snapshot, config: Config) -> Mapping[tuple[str, str], int]:
    """The number of each recorded line, by the node id of the issue and the line's digest."""
    return {
        (issue.id, entry.line): entry.number
        for issue in issues_with_lines(snapshot)
        for entry in entries(summary_of(snapshot, config, issue))
    }


def issues_with_lines(snapshot: Snapshot) -> Iterable[Issue]:
    """Every issue on which ACTION lines are read, once: what we wrote is read among the agendas and as a topic too."""
    found: dict[str, Issue] = {}
    for issue in (*snapshot.agendas, *snapshot.topics, *snapshot.discussed):
        if not issue.repository:
            found.setdefault(issue.id, issue)
    return tuple(found.values())
