"""One comment on each issue that made follow-ups: which they are, kept true in place.

Its marker also records which line became which number, so that a line whose follow-up was closed long ago is still
known without reading every closed one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from arch_hour.config import Config
from arch_hour.model import Comment, Issue, Snapshot
from arch_hour.rules.blocks import find_block
from arch_hour.rules.markers import leading_marker
from arch_hour.rules.sources import SUMMARY
from arch_hour.rules.trust import is_ours, is_trusted

CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One follow-up that a summary tells of: its number, and a line that it came from.

    That is its words' digest and the node id of its text; both are empty of one that is told by its number alone, for
    want of room. `settled` says by which standing of that line we closed it,
    or CLOSED where somebody else did or it is gone; it is empty while it is open, and as long as nobody looked.
    """

    number: int
    line: str
    source: str = ""
    settled: str = ""

    @classmethod
    def read(cls, data: Any) -> "Entry | None":
        """An entry out of a marker, or None where it is damaged."""
        try:
            words = (str(data.get(name, "")) for name in ("line", "source", "settled"))
            return cls(int(data["number"]), *words)
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
            return None

    @property
    def place(self) -> tuple[int, str, str]:
        """What tells one entry of a summary from the others."""
        return self.number, self.source, self.line

    def data(self) -> dict[str, object]:
        """The entry as a marker holds it."""
        told: dict[str, object] = {"number": self.number, "line": self.line, "source": self.source}
        return told | {"settled": self.settled} if self.settled else told


def summary_of(snapshot: Snapshot, config: Config, issue: Issue) -> Comment | None:
    """The summary comment of an issue, where one was read; ours before another trusted account's, the oldest first.

    That may be one that this runs under no more. What people copied from another issue tells nothing of this one.
    """
    ours = our_summaries(snapshot, config, issue)
    if ours:
        return ours[0]
    found = (comment for comment in issue.comments if leading_marker(comment.body, SUMMARY))
    trusted = (comment for comment in found if is_trusted(snapshot, config, comment.author))
    return next((comment for comment in trusted if _tells_of(comment, issue)), None)


def _tells_of(comment: Comment, issue: Issue) -> bool:
    """Whether a line that a summary records stands in the issue's text, or in one of its comments."""
    here = {issue.id, *(each.id for each in issue.comments)}
    return any(entry.source in here for entry in entries(comment))


def our_summaries(snapshot: Snapshot, config: Config, issue: Issue) -> Sequence[Comment]:
    """The summaries that are ours to edit, oldest first; two runs at once may each have written one."""
    return [
        comment
        for comment in issue.comments
        if leading_marker(comment.body, SUMMARY) and may_edit(snapshot, config, comment)
    ]


def may_edit(snapshot: Snapshot, config: Config, comment: Comment) -> bool:
    """Whether it is ours to edit: a person's comment is not, even where it holds a summary that it copied."""
    return is_ours(snapshot, config, comment.author)


def entries(comment: Comment | None) -> tuple[Entry, ...]:
    """What a summary comment tells."""
    return _entries(comment.body) if comment else ()


@lru_cache(maxsize=1024)
def _entries(body: str) -> tuple[Entry, ...]:
    """Read once: every line of an issue comes back to its one summary."""
    block = find_block(body, SUMMARY)
    if block is None:
        return ()
    listed, others = (block.data.get(name) for name in ("follow_ups", "others"))
    found = [Entry.read(data) for data in listed] if isinstance(listed, list) else []
    found += [Entry.read({"number": number}) for number in others] if isinstance(others, list) else []
    return tuple(entry for entry in found if entry is not None)


def data_of(recorded: Iterable[Entry], others: Sequence[int] = ()) -> Mapping[str, object]:
    """What the marker of a summary holds; `others` are told by their numbers alone."""
    told: dict[str, object] = {"follow_ups": [entry.data() for entry in recorded]}
    return told | {"others": list(others)} if others else told


def recorded_entries(snapshot: Snapshot, config: Config) -> Mapping[tuple[str, str], Entry]:
    """The entry of each recorded line, by the node id of its text and the digest of its words."""
    return {
        (entry.source, entry.line): entry
        for issue in issues_with_lines(snapshot)
        for entry in entries(summary_of(snapshot, config, issue))
        if entry.line
    }


def issues_with_lines(snapshot: Snapshot) -> Iterable[Issue]:
    """Every issue on which ACTION lines are read, once: what we wrote is read among the agendas and as a topic too."""
    found: dict[str, Issue] = {}
    for issue in (*snapshot.agendas, *snapshot.topics, *snapshot.discussed):
        if not issue.repository:
            found.setdefault(issue.id, issue)
    return tuple(found.values())
