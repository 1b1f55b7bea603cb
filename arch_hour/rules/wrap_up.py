"""The plan after the meeting: discussed topics are closed with label and link, the rest waits, minutes tell it all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Comment, Issue, Snapshot
from arch_hour.rules.aftermath import foreseen
from arch_hour.rules.agenda_versions import final_sections
from arch_hour.rules.agendas import (
    WRAP_UP,
    Agenda,
    comments_of,
    standing_agendas,
    standing_sections,
    topics_of,
    wrap_up_of,
)
from arch_hour.rules.blocks import replace_block, wrap
from arch_hour.rules.carried_over import waiting
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Change,
    CloseIssue,
    CloseReason,
    EditComment,
    RemoveLabel,
)
from arch_hour.rules.decided import decisions_of
from arch_hour.rules.discussion_record import answered, data_of
from arch_hour.rules.due_wrap_ups import close_left, due_wrap_ups, meetings_to_wrap_up
from arch_hour.rules.markers import leading_marker, mark
from arch_hour.rules.meeting_records import HELD, MeetingRecord
from arch_hour.rules.merge_records import is_merged
from arch_hour.rules.minutes import Minutes, as_comment, discussed_topics
from arch_hour.rules.minutes_file import commit, remarks_on_files
from arch_hour.rules.pending_calls import pending_calls
from arch_hour.rules.promises import follow_ups_of
from arch_hour.rules.recovery import LONGEST
from arch_hour.rules.results import MADE_OF, Result, result_of
from arch_hour.rules.seals import sealed
from arch_hour.rules.summaries import may_edit
from arch_hour.rules.topics import DISCUSSED
from arch_hour.rules.trust import is_trusted
from arch_hour.rules.wrap_up_records import as_record, discussed_elsewhere, recorded_elsewhere, waited


def plan_due_wrap_ups(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:
    """Wraps up the meetings that were ended or whose agenda was closed after they began, or that are long over."""
    left = list(close_left(snapshot, config, now))
    return left + _plan(
        foreseen(snapshot, config, left, now), config, now, due_wrap_ups(snapshot, config, now)
    )


def plan_wrap_up(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:
    """Wraps up every meeting that has begun: somebody asked for it."""
    return _plan(snapshot, config, now, meetings_to_wrap_up(snapshot, config, now))


def remarks_on_minutes(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[str]:  # noqa: ARG001  one form for all remarks
    """What people should hear of meetings that were wrapped up."""
    told = (
        agenda
        for agenda in standing_agendas(snapshot, config)
        if wrap_up_of(snapshot, config, agenda) is not None
    )
    return remarks_on_files(told, snapshot, config)


def _plan(snapshot: Snapshot, config: Config, now: datetime, agendas: list[Agenda]) -> list[Change]:
    """One meeting after the other: what the first closed, the second does not carry over."""
    changes: list[Change] = []
    for agenda in sorted(agendas, key=lambda agenda: agenda.identity.start):
        planned = list(WrappingUp.of(agenda, snapshot, config, now).changes())
        snapshot = foreseen(snapshot, config, planned, now)
        changes += planned
    return changes


@dataclass(frozen=True)
class WrappingUp:
    """One meeting that is wrapped up, for the first time or again; `ours` is the comment that told of it before."""

    agenda: Agenda
    snapshot: Snapshot
    config: Config
    now: datetime
    result: Result
    ours: Comment | None
    before: MeetingRecord | None

    @classmethod
    def of(cls, agenda: Agenda, snapshot: Snapshot, config: Config, now: datetime) -> "WrappingUp":
        """The meeting as the snapshot has it."""
        found = next(comments_of(snapshot, config, agenda, WRAP_UP), None)
        result = result_of(snapshot, config, agenda, now)
        record = MeetingRecord.read(found[0].data) if found else None
        return cls(agenda, snapshot, config, now, result, found[1] if found else None, record)

    def changes(self) -> Iterator[Change]:
        """The agenda is told and closed last, so that a run that stops in between is taken up again."""
        if self.ours is None or self._is_again:
            yield from self._close_topics()
            yield from self._tell()
        if self.agenda.issue.is_open:
            yield CloseIssue(self.agenda.issue.number, CloseReason.COMPLETED, "the meeting is over")

    @property
    def _is_again(self) -> bool:
        """Whether there is more to tell than was told."""
        told = wrap_up_of(self.snapshot, self.config, self.agenda)
        if self.result.call is not None:
            return True
        return told is not None and bool(told.data.get(MADE_OF, self.result.made_of) != self.result.made_of)

    def _close_topics(self) -> Iterator[Change]:
        """Those that an earlier wrap-up closed are people's own since."""
        agenda, snapshot, config = self.agenda, self.snapshot, self.config
        told = self.result.sections
        known = {topic.name for topic in self.before.topics} if self.before else set()
        # One that was merged meanwhile is a part of another topic: whether that was discussed, its own section tells.
        discussed = [
            topic for topic in topics_of(self.result.discussed, snapshot) if not is_merged(topic, config)
        ]
        for topic in discussed:
            if topic.name not in known:
                yield from _close_topic(topic, agenda, snapshot, config)
        frozen_with = final_sections(snapshot, config, agenda.issue, agenda.identity)
        on_it = topics_of((*told, *frozen_with), snapshot)
        elsewhere = topics_of(standing_sections(snapshot, config, apart_from=agenda), snapshot)
        left = [topic for topic in on_it if topic not in discussed and topic not in elsewhere]
        yield from _back_to_backlog(left, config)

    def _tell(self) -> Iterator[Change]:
        minutes = self._minutes()
        yield from commit(minutes, self.snapshot, self.config)
        data = self._data(minutes)
        content = as_comment(minutes, self.config, lambda told: len(self._text(data, told)) <= LONGEST)
        number, body = self.agenda.issue.number, self._text(data, content)
        if self._kept is None:
            yield AddComment(number, body, "how the meeting ended")
            return
        yield EditComment(
            number, self._kept.database_id, body, "what became of the meeting since", was=self._kept.body
        )

    @property
    def _kept(self) -> Comment | None:
        """The comment that is written over, where we may."""
        return self.ours if self.ours and may_edit(self.snapshot, self.config, self.ours) else None

    def _text(self, data: dict[str, Any], content: str) -> str:
        """The whole comment: what it remembers, what it tells, and what people wrote into it since."""
        if self._kept is None:
            return wrap(WRAP_UP, data, content)
        return sealed(replace_block(self._kept.body, WRAP_UP, data, content), WRAP_UP, over=self._kept.body)

    def _minutes(self) -> Minutes:
        agenda, snapshot, config = self.agenda, self.snapshot, self.config
        left, counts = (
            waiting(agenda, self.result.sections, snapshot, config),
            waited(snapshot, config, agenda),
        )
        carried = [topic for topic in left if not topic.has_label(config.topics.hold_label)]
        # What is on hold does not wait for its turn, but keeps its place among those that do.
        times = {topic.name: count for topic in left if (count := counts.get(topic.name, 0))}
        times |= {topic.name: counts.get(topic.name, 0) + 1 for topic in carried}
        discussed = discussed_topics(self.result, snapshot, config)
        decisions = decisions_of(snapshot, config, agenda)
        return Minutes(
            self.result, discussed, decisions, list(follow_ups_of(agenda, snapshot, config)), carried, times
        )

    def _data(self, minutes: Minutes) -> dict[str, Any]:
        keys = set(answered(self.snapshot, self.config, self.agenda))
        answers = [self.result.call.key] if self.result.call else []
        # What was said before and got no reply is not to be carried out once people open the agenda again.
        keys |= {call.key for call in pending_calls(self.snapshot, self.config, self.agenda, self.now)}
        data: dict[str, Any] = {
            "answers": answers,
            "meeting": self.agenda.identity.meeting,
            "waited": as_record(minutes.times),
            HELD: minutes.record.data(),
            MADE_OF: self.result.made_of,
            **data_of(self.result.discussion, keys),
        }
        known = discussed_elsewhere(self.snapshot, self.config)
        elsewhere = recorded_elsewhere(self.result.discussed, known, self.snapshot, self.now)
        return data | ({"elsewhere": elsewhere} if elsewhere else {})


def _close_topic(topic: Issue, agenda: Agenda, snapshot: Snapshot, config: Config) -> Iterator[Change]:
    """One that somebody closed by hand is told and labelled too."""
    if not _was_told(topic, agenda, snapshot, config):
        marked = mark(DISCUSSED, {"meeting": agenda.identity.meeting})
        label = config.topics.discussed_label
        text = rendering.render(
            "discussed.md", topic=topic, agenda=agenda.issue, label=label, emoji=config.votes.emoji
        )
        yield AddComment(topic.target, f"{marked}\n{text}", "it was discussed")
    if not topic.has_label(config.topics.discussed_label):
        yield AddLabels(topic.target, (config.topics.discussed_label,), "it was discussed")
    yield from _back_to_backlog([topic], config)
    if topic.is_open:
        yield CloseIssue(topic.target, CloseReason.COMPLETED, "it was discussed")


def _was_told(topic: Issue, agenda: Agenda, snapshot: Snapshot, config: Config) -> bool:
    markers = (
        leading_marker(comment.body, DISCUSSED)
        for comment in topic.comments
        if is_trusted(snapshot, config, comment.author)
    )
    return any(marker and marker.data.get("meeting") == agenda.identity.meeting for marker in markers)


def _back_to_backlog(topics: list[Issue], config: Config) -> Iterator[Change]:
    label = config.topics.scheduled_label
    for topic in topics:
        if label is not None and topic.has_label(label):
            yield RemoveLabel(topic.target, label, "the meeting is over")
