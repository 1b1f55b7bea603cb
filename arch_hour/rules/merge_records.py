"""What our comments on topics remember of merging: which one became a part of which, by whose command."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from arch_hour.config import Config
from arch_hour.model import Comment, Issue, Snapshot
from arch_hour.rules.agendas import REPLY
from arch_hour.rules.calls import keys_answered
from arch_hour.rules.markers import BEGIN, Marker, leading_marker
from arch_hour.rules.moments import moment_of, written
from arch_hour.rules.topics import DISCUSSED
from arch_hour.rules.trust import is_trusted

# On the topic that became a part of another; on that other one, and there too when it is a part no more.
MERGED = "merged"
MERGED_IN = "merged-in"
UNMERGED = "unmerged"
MERGING = (MERGED, MERGED_IN, UNMERGED)


@dataclass(frozen=True, slots=True)
class Merge:
    """A topic that became a part of another, `into`, both by node id; `number` is that one's.

    `key` is the command's that it carries out, `at` when that was given. `discussed` is when the topic had been
    discussed last by then, where it was discussed before and opened again; `was_closed` says that the command found it
    closed.
    """

    topic: str
    into: str
    number: int
    key: str
    at: datetime
    discussed: datetime | None = None
    was_closed: bool = False

    def data(self) -> dict[str, Any]:
        """What a marker holds of it."""
        told: dict[str, Any] = {
            "topic": self.topic,
            "into": self.into,
            "number": self.number,
            "key": self.key,
            "at": written(self.at),
        }
        if self.was_closed:
            told["closed"] = True
        return told | {"discussed": written(self.discussed)} if self.discussed else told

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Merge | None":
        """One out of a marker, or None where that is damaged."""
        at, discussed = moment_of(data.get("at")), moment_of(data.get("discussed"))
        try:
            number, key = int(data["number"]), str(data["key"])
            topic, into = str(data["topic"]), str(data["into"])
        except (KeyError, TypeError, ValueError, OverflowError):
            return None
        return (
            None if at is None else cls(topic, into, number, key, at, discussed, data.get("closed") is True)
        )

    def is_undone(self, topic: Issue) -> bool:
        """Whether people opened its topic again: one that was not closed since the command is merged only in part."""
        if not topic.is_open or topic.closed_at is None:
            return False
        return self.was_closed or topic.closed_at >= self.at


def merge_of(snapshot: Snapshot, config: Config, topic: Issue) -> Merge | None:
    """What became of a topic by the last command that merged it, whether or not that was undone since."""
    told = (Merge.read(marker.data) for marker, _ in told_on(snapshot, config, topic, MERGED))
    return next((merge for merge in told if merge is not None), None)


def told_on(
    snapshot: Snapshot, config: Config, topic: Issue, *kinds: str
) -> Iterator[tuple[Marker, Comment]]:
    """The comments of these kinds on a topic that are about itself, with their markers, the newest first.

    What somebody copied from another topic is about that one.
    """
    for marker, comment in _said(snapshot, config, topic, *kinds):
        if marker.data.get("topic") == topic.id:
            yield marker, comment


def is_told(snapshot: Snapshot, config: Config, target: Issue, kind: str, merge: Merge) -> bool:
    """Whether the topic that another was merged into was told of that, or of its end."""
    return any(
        (marker.data.get("topic"), marker.data.get("key")) == (merge.topic, merge.key)
        for marker, _ in _said(snapshot, config, target, kind)
    )


def answered_on(snapshot: Snapshot, config: Config, topic: Issue) -> frozenset[str]:
    """The keys of the commands on a topic that were answered, whatever the answer was."""
    told = [marker for marker, _ in told_on(snapshot, config, topic, MERGED, REPLY)]
    # A flood may have left no room for the one that was carried out.
    carried_out = (str(marker.data.get("key")) for marker in told if marker.kind == MERGED)
    return frozenset((*carried_out, *(key for marker in told for key in keys_answered(marker))))


def is_merged(topic: Issue, config: Config) -> bool:
    """Whether it is closed as a part of another one; people may take the label off."""
    return not topic.is_open and topic.has_label(config.topics.merged_label)


def last_discussed(snapshot: Snapshot, config: Config, topic: Issue) -> datetime | None:
    """When a topic that is to begin afresh was closed as discussed: being merged into another one was no discussion."""
    last = next(_said(snapshot, config, topic, MERGED, DISCUSSED), None)
    if last is None or last[0].kind != MERGED:
        return topic.closed_at
    merge = Merge.read(last[0].data)
    if merge is None or merge.topic != topic.id:
        return topic.closed_at
    return merge.discussed or topic.closed_at


def _said(snapshot: Snapshot, config: Config, issue: Issue, *kinds: str) -> Iterator[tuple[Marker, Comment]]:
    for comment in reversed(issue.comments):
        if BEGIN not in comment.body or not is_trusted(snapshot, config, comment.author):
            continue
        for kind in kinds:
            marker = leading_marker(comment.body, kind)
            if marker:
                yield marker, comment
