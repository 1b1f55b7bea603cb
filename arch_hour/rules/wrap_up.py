"""The plan after the meeting: ticked topics are closed with label and link, the rest waits in the backlog."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.aftermath import foreseen
from arch_hour.rules.agenda_identity import TopicSection
from arch_hour.rules.agenda_versions import final_sections
from arch_hour.rules.agendas import (
    WRAP_UP,
    Agenda,
    standing_agendas,
    standing_sections,
    topics_of,
    wrap_up_of,
)
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Change,
    CloseIssue,
    CloseReason,
    RemoveLabel,
)
from arch_hour.rules.follow_up_memory import read_follow_up
from arch_hour.rules.markers import leading_marker, mark
from arch_hour.rules.open_topics import open_topics
from arch_hour.rules.promises import still_open
from arch_hour.rules.trust import is_trusted
from arch_hour.rules.wrap_up_records import as_record, discussed_elsewhere, waited

DISCUSSED = "discussed"


def plan_due_wrap_ups(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:
    """Wraps up the meetings whose agenda was closed after their start, or that are over for `close_after`."""
    due = [agenda for agenda in _meetings(snapshot, config, now) if _is_due(agenda, config, now)]
    return _plan(snapshot, config, now, due)


def plan_wrap_up(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:
    """Wraps up every meeting that has begun: somebody asked for it."""
    return _plan(snapshot, config, now, _meetings(snapshot, config, now))


def _plan(snapshot: Snapshot, config: Config, now: datetime, agendas: list[Agenda]) -> list[Change]:
    """One meeting after the other: what the first closed, the second does not carry over."""
    changes: list[Change] = []
    for agenda in sorted(agendas, key=lambda agenda: agenda.identity.start):
        planned = list(_one_meeting(agenda, snapshot, config, now))
        snapshot = foreseen(snapshot, config, planned, now)
        changes += planned
    return changes


def _meetings(snapshot: Snapshot, config: Config, now: datetime) -> list[Agenda]:
    """Meetings that began, were not cancelled, and are not wrapped up to the end."""
    return [
        agenda
        for agenda in standing_agendas(snapshot, config)
        if agenda.identity.start <= now
        and not agenda.cancelled
        and (wrap_up_of(snapshot, config, agenda) is None or _is_half_done(agenda))
    ]


def _is_half_done(agenda: Agenda) -> bool:
    """A run stopped before it closed the agenda; one that people opened again after that is theirs to go on with.

    What was closed before the meeting and opened again was not closed by a wrap-up.
    """
    closed_at = agenda.issue.closed_at
    return agenda.issue.is_open and (closed_at is None or closed_at < agenda.identity.start)


def _is_due(agenda: Agenda, config: Config, now: datetime) -> bool:
    return not agenda.issue.is_open or now >= agenda.end + config.agenda.close_after


def _one_meeting(agenda: Agenda, snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Change]:
    """The agenda is told and closed last, so that a run that stops in between is taken up again."""
    if wrap_up_of(snapshot, config, agenda) is None:
        told = agenda.sections
        frozen_with = final_sections(snapshot, config, agenda.issue, agenda.identity)
        on_it = topics_of((*told, *frozen_with), snapshot)
        ticked = topics_of((section for section in told if section.ticked), snapshot)
        for topic in ticked:
            yield from _close_topic(topic, agenda, snapshot, config)
        elsewhere = topics_of(standing_sections(snapshot, config, apart_from=agenda), snapshot)
        left = [topic for topic in on_it if topic not in ticked and topic not in elsewhere]
        yield from _back_to_backlog(left, config)
        yield AddComment(
            agenda.issue.number, _minutes(agenda, told, snapshot, config, now), "how the meeting ended"
        )
    if agenda.issue.is_open:
        yield CloseIssue(agenda.issue.number, CloseReason.COMPLETED, "the meeting is over")


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


def _minutes(
    agenda: Agenda, told: Sequence[TopicSection], snapshot: Snapshot, config: Config, now: datetime
) -> str:
    ticked = [section for section in told if section.ticked]
    waiting, counts = _waiting(agenda, told, snapshot, config), waited(snapshot, config)
    carried = [topic for topic in waiting if not topic.has_label(config.topics.hold_label)]
    # What is on hold does not wait for its turn, but keeps its place among those that do.
    times = {topic.name: count for topic in waiting if (count := counts.get(topic.name, 0))}
    times |= {topic.name: counts.get(topic.name, 0) + 1 for topic in carried}
    data: dict[str, Any] = {
        "meeting": agenda.identity.meeting,
        "waited": as_record(times),
    }
    elsewhere = _discussed_elsewhere(ticked, snapshot, config, now)
    text = rendering.render(
        "wrap_up.md",
        discussed=_discussed(ticked, snapshot),
        carried=carried,
        times=times,
        follow_ups=_promises(agenda, snapshot, config),
    )
    return f"{mark(WRAP_UP, data | ({'elsewhere': elsewhere} if elsewhere else {}))}\n{text}"


def _discussed(ticked: Sequence[TopicSection], snapshot: Snapshot) -> list[tuple[str, Issue | None]]:
    """The names of what was ticked, each once, with its topic, where it still is one."""
    topics = topics_of(ticked, snapshot)
    found = {section.name: next(filter(section.is_about, topics), None) for section in ticked}
    return list(found.items())


def _waiting(agenda: Agenda, told: Sequence[TopicSection], snapshot: Snapshot, config: Config) -> list[Issue]:
    """The topics that the meeting leaves: neither discussed nor proposed since it began."""
    return [
        topic
        for topic in open_topics(snapshot, config)
        if topic.created_at < agenda.identity.start
        and not any(section.ticked and section.is_about(topic) for section in told)
        and (topic.is_open or any(section.is_about(topic) for section in told))
    ]


def _discussed_elsewhere(
    ticked: Sequence[TopicSection], snapshot: Snapshot, config: Config, now: datetime
) -> dict[str, str]:
    """When each topic elsewhere that is still open was discussed: it stands for the closing that may be refused.

    Whatever earlier wrap-ups recorded goes on, since the oldest agendas are not read any more.
    """
    known = discussed_elsewhere(snapshot, config)
    times = {topic.id: known[topic.id] for topic in snapshot.topics if topic.repository and topic.id in known}
    seen = (*snapshot.topics, *snapshot.discussed)
    times |= {
        topic.id: now
        for topic in seen
        if topic.repository and any(section.is_about(topic) for section in ticked)
    }
    return {topic: f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for topic, at in times.items()}


def _promises(agenda: Agenda, snapshot: Snapshot, config: Config) -> list[Issue]:
    return [
        issue
        for issue in still_open(snapshot, config)
        if (follow_up := read_follow_up(issue))
        and any(saying.meeting == agenda.identity.meeting for saying in follow_up.sayings)
    ]
