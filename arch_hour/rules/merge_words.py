"""What our comments about merging say, on the topic that becomes a part and on the one that it is a part of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.merge_records import merge_of
from arch_hour.rules.merged_topics import parts_of_topics
from arch_hour.rules.replies import MOST_TOLD, Refused, login_of

# So many of the topics that are merged along are named.
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class MergeWords:
    """What the texts about merging one topic are made of."""

    topic: Issue
    snapshot: Snapshot
    config: Config

    def on_target(self, by: str) -> str:
        """That the topic became a part of another one, said there, with all that were its own parts."""
        parts = parts_of_topics(self.snapshot, self.config).get(self.topic.id, ())
        return rendering.render(
            "merged_in.md", topic=self.topic, by=by, parts=parts[:MOST_NAMED], more=len(parts) - MOST_NAMED
        )

    def on_topic(self, by: str, target: Issue, told: Sequence[Refused]) -> str:
        """The same, said on the topic itself, with what could not be done."""
        return rendering.render(
            "merged.md", target=target, by=by, emoji=self.config.votes.emoji, **self._mistakes(told, target)
        )

    def on_former_target(self) -> str:
        """That the topic stands for itself again, said where it was a part."""
        return rendering.render("unmerged.md", topic=self.topic)

    def reply(self, told: Sequence[Refused]) -> str:
        """What would work in place of what could not be done."""
        return rendering.render("merge_mistakes.md", **self._mistakes(told, None))

    def _mistakes(self, told: Sequence[Refused], into: Issue | None) -> Mapping[str, Any]:
        """`into` is what the topic is merged into by the same comment."""
        merge = merge_of(self.snapshot, self.config, self.topic)
        return {
            "mistakes": [self._mistake(each) for each in told[:MOST_TOLD]],
            "more": len(told) - MOST_TOLD,
            "own": self.topic.number,
            "into": into.number if into else merge.number if merge else None,
        }

    def _mistake(self, refused: Refused) -> Mapping[str, Any]:
        call = refused.call
        return {
            "reason": refused.reason.value,
            "word": call.spoken.word,
            "by": login_of(call.by),
            "number": call.spoken.target,
            "instead": self._end_of(call.spoken.target),
        }

    def _end_of(self, number: int | None) -> int | None:
        """The number of the topic that one of that number is a part of, if it is of any."""
        ends = parts_of_topics(self.snapshot, self.config)
        found = (end for end, parts in ends.items() if any(part.number == number for part in parts))
        end = next(found, None)
        return next((topic.number for topic in self.snapshot.topics if topic.id == end), None)
