"""The plan of merging: what `/merge` on a topic does, what undoes it, and what is said where it cannot be done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.aftermath import foreseen
from arch_hour.rules.agendas import REPLY
from arch_hour.rules.calls import Call, newest
from arch_hour.rules.changes import AddComment, AddLabels, Change, CloseIssue, CloseReason, RemoveLabel
from arch_hour.rules.commands import Verb
from arch_hour.rules.markers import mark
from arch_hour.rules.merge_records import (
    MERGED,
    MERGED_IN,
    UNMERGED,
    Merge,
    is_merged,
    is_told,
    last_discussed,
    merge_of,
    told_on,
)
from arch_hour.rules.merge_words import MergeWords
from arch_hour.rules.merged_topics import own_topics
from arch_hour.rules.quiet_refusals import remember
from arch_hour.rules.replies import Reason, Refused, login_of, to_be_told
from arch_hour.rules.topic_calls import called_topics, is_about_merging, is_merging, pending_on
from arch_hour.rules.topics import begins_afresh
from arch_hour.rules.trust import is_trusted

# Comment and closing are two events to GitHub, one right after the other.
CLOSED_WITH = timedelta(seconds=30)


def plan_merges(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:
    """Finishes what a run began, undoes what people opened again, then goes through the commands on topics.

    One topic after the other, those on which somebody spoke first before the others: each sees what became of them.
    """
    changes: list[Change] = []
    for topic in own_topics(snapshot):
        planned = list(_settle(topic, snapshot, config))
        snapshot = foreseen(snapshot, config, planned, now)
        changes += planned
    for topic, calls in _called(snapshot, config, now):
        planned = list(TopicCalls(topic, snapshot, config).go_through(calls, now))
        snapshot = foreseen(snapshot, config, planned, now)
        changes += planned
    return changes


def _called(snapshot: Snapshot, config: Config, now: datetime) -> list[tuple[Issue, list[Call]]]:
    """The topics with commands that nobody answered."""
    found = ((topic, pending_on(snapshot, config, topic, now)) for topic in called_topics(snapshot))
    pending = [(topic, calls) for topic, calls in found if calls]
    return sorted(pending, key=lambda each: (each[1][0].at, each[0].number))


def _settle(topic: Issue, snapshot: Snapshot, config: Config) -> Iterator[Change]:
    """What the last command that merged an open topic has left to be done."""
    merge = merge_of(snapshot, config, topic)
    if merge is not None:
        is_undone = merge.is_undone(topic)
        yield from _undo(topic, merge, snapshot, config) if is_undone else _close(topic, merge, config)


def _undo(topic: Issue, merge: Merge, snapshot: Snapshot, config: Config) -> Iterator[Change]:
    """The label goes last: it tells whether this was done where the other topic's comments are not all read."""
    label = config.topics.merged_label
    target = next((each for each in own_topics(snapshot) if each.id == merge.into), None)
    if target and not is_told(snapshot, config, target, UNMERGED, merge):
        was_told = is_told(snapshot, config, target, MERGED_IN, merge)
        if was_told or topic.has_label(label):
            marker = mark(UNMERGED, {"topic": topic.id, "key": merge.key})
            text = MergeWords(topic, snapshot, config).on_former_target()
            yield AddComment(target.number, f"{marker}\n{text}", f"{topic.name} was opened again")
    if topic.has_label(label):
        yield RemoveLabel(topic.number, label, "it was opened again")


def _close(topic: Issue, merge: Merge, config: Config) -> Iterator[Change]:
    """The topic has been told; it is closed last, so that a run that stops in between is taken up again."""
    why, label = f"it was merged into #{merge.number}", config.topics.scheduled_label
    if not topic.has_label(config.topics.merged_label):
        yield AddLabels(topic.number, (config.topics.merged_label,), why)
    if label is not None and topic.has_label(label):
        yield RemoveLabel(topic.number, label, why)
    if topic.is_open:
        yield CloseIssue(topic.number, CloseReason.NOT_PLANNED, why)


@dataclass(frozen=True)
class TopicCalls:
    """A topic while the commands on it are gone through."""

    topic: Issue
    snapshot: Snapshot
    config: Config

    def go_through(self, calls: Sequence[Call], now: datetime) -> Iterator[Change]:
        """The first command that merges the topic is carried out; one comment tells that, and what became of others."""
        merging: tuple[Call, Issue] | None = None
        refused: list[Refused] = []
        heard = [call for call in calls if self._is_heard(call)]
        for call in heard:
            found = self._reason(call) or self._target(call, merging[1] if merging else None)
            if isinstance(found, Issue):
                merging = call, found
            else:
                refused.append(Refused(call, found))
        said = list(told_on(self.snapshot, self.config, self.topic, REPLY, MERGED))
        told = to_be_told(refused, said, now)
        answered = {"answered": newest(call.key for call in heard), "topics": [each.topic for each in told]}
        if merging is not None:
            yield from self._merge(*merging, told, answered)
        elif told:
            marker = mark(REPLY, {"topic": self.topic.id, **answered})
            yield AddComment(self.topic.number, f"{marker}\n{self._words.reply(told)}", "people asked")
        else:
            keys = [call.key for call in calls]
            yield from remember(self.topic.number, said, keys, self.snapshot, self.config)

    def _merge(
        self, call: Call, target: Issue, told: Sequence[Refused], answered: Mapping[str, list[str]]
    ) -> Iterator[Change]:
        topic, by, words = self.topic, login_of(call.by), self._words
        was_closed = not topic.is_open and topic.closed_at is not None and topic.closed_at < call.at
        merge = Merge(topic.id, target.id, target.number, call.key, call.at, self._last_discussed, was_closed)
        why = f"{by} said /merge #{target.number}"
        if not topic.is_open:
            # First of all: one that is closed, labelled and without a record of it is merged again.
            yield from _close(topic, merge, self.config)
        if not is_told(self.snapshot, self.config, target, MERGED_IN, merge):
            marker = mark(MERGED_IN, {"topic": topic.id, "key": call.key})
            yield AddComment(target.number, f"{marker}\n{words.on_target(by)}", f"{why} on {topic.name}")
        marker = mark(MERGED, {**merge.data(), **answered})
        yield AddComment(topic.number, f"{marker}\n{words.on_topic(by, target, told)}", why)
        if topic.is_open:
            yield from _close(topic, merge, self.config)

    def _is_heard(self, call: Call) -> bool:
        """Strangers hear of nothing but merging, and other programs' words are none of ours."""
        if is_trusted(self.snapshot, self.config, call.by):
            return True
        return is_about_merging(call) and not (call.by is not None and call.by.is_bot)

    def _reason(self, call: Call) -> Reason | None:
        """Why a command is not carried out, whatever it is about; None where it may be."""
        if not is_trusted(self.snapshot, self.config, call.by):
            return Reason.NOT_ALLOWED
        if call.spoken.verb is None:
            return Reason.MISSPELT
        if call.spoken.verb is not Verb.MERGE:
            return Reason.ELSEWHERE
        return None if is_merging(call) else Reason.MALFORMED

    def _target(self, call: Call, into: Issue | None) -> Issue | Reason:
        """The topic that a command names, or why this one cannot be merged into it; `into` is where it goes already."""
        number, topic = call.spoken.target, self.topic
        if into is not None:
            is_same = number == into.number and not self._is_elsewhere(call)
            return Reason.SAID_ALREADY if is_same else Reason.MERGED
        if not (topic.is_open or self._was_closed_with(call) or self._has_lost_its_record):
            return Reason.MERGED if is_merged(topic, self.config) else Reason.CLOSED
        if self._is_elsewhere(call):
            return Reason.ANOTHER_REPOSITORY
        if number == topic.number:
            return Reason.ITSELF
        found = (each for each in own_topics(self.snapshot) if each.number == number)
        return next(found, Reason.NO_TOPIC)

    def _is_elsewhere(self, call: Call) -> bool:
        here = f"{self.snapshot.repository.url}/issues/{call.spoken.target}"
        return call.spoken.address is not None and call.spoken.address.casefold() != here.casefold()

    def _was_closed_with(self, call: Call) -> bool:
        """Whether the topic was closed by the comment that holds a command, as GitHub's button does."""
        closed_at, topics = self.topic.closed_at, self.config.topics
        if (
            closed_at is None
            or self.topic.has_label(topics.discussed_label)
            or is_merged(self.topic, self.config)
        ):
            return False
        return timedelta() <= closed_at - call.at <= CLOSED_WITH

    @property
    def _has_lost_its_record(self) -> bool:
        """Whether somebody deleted the comment that says what it is a part of, so that its votes count nowhere."""
        topic = self.topic
        was_merged = is_merged(topic, self.config) and not topic.is_half_read
        return was_merged and merge_of(self.snapshot, self.config, topic) is None

    @property
    def _words(self) -> MergeWords:
        return MergeWords(self.topic, self.snapshot, self.config)

    @property
    def _last_discussed(self) -> datetime | None:
        if not begins_afresh(self.topic, self.config):
            return None
        return last_discussed(self.snapshot, self.config, self.topic)
