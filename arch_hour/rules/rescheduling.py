"""What a changed schedule means for an agenda that is there: cancelled, opened again, or told of its new time.

What people cancelled leaves its topics' labels too.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules.agenda_matching import NEAR
from arch_hour.rules.agendas import (
    CANCELLED,
    MOVED,
    RESTORED,
    Agenda,
    comments_of,
    known_agendas,
    standing_sections,
    topics_of,
)
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Change,
    CloseIssue,
    CloseReason,
    RemoveLabel,
    ReopenIssue,
)
from arch_hour.rules.markers import mark
from arch_hour.rules.moments import written
from arch_hour.rules.schedule import Occurrence, is_skipped
from arch_hour.rules.trust import is_ours


def cancel(snapshot: Snapshot, config: Config, agenda: Agenda) -> Iterator[Change]:
    """Tells why the meeting will not take place, then closes its agenda."""
    skipped = is_skipped(config, agenda.identity.meeting)
    why = "its meeting is skipped" if skipped else "its meeting is not in the schedule any more"
    told = next(comments_of(snapshot, config, agenda, CANCELLED, RESTORED), None)
    if told is None or told[0].kind == RESTORED:
        text = rendering.render("cancelled.md", skipped=skipped, path=config.path)
        yield AddComment(agenda.issue.number, f"{_marker(CANCELLED, agenda)}\n{text}", why)
    yield CloseIssue(agenda.issue.number, CloseReason.NOT_PLANNED, why)


def restore(snapshot: Snapshot, config: Config, agenda: Agenda) -> Iterator[Change]:
    """Takes our cancelling back once the meeting is in the schedule again; what a person closed stays closed."""
    told = next(comments_of(snapshot, config, agenda, CANCELLED, RESTORED), None)
    if told is None:
        return
    marker, comment = told
    issue = agenda.issue
    closed_since = issue.closed_at is not None and issue.closed_at >= comment.created_at
    closed_by_us = not issue.is_open and is_ours(snapshot, config, issue.closed_by)
    why = "its meeting is in the schedule again"
    if marker.kind == CANCELLED and (closed_by_us or (issue.is_open and not closed_since)):
        yield AddComment(issue.number, f"{_marker(RESTORED, agenda)}\n{rendering.render('restored.md')}", why)
    # Where our token is an app's, no person closed it: at the most another run, which saw the schedule of before.
    is_ours_for_sure = closed_by_us and issue.closed_by is not None and issue.closed_by.is_bot
    if closed_by_us and (marker.kind == CANCELLED or not closed_since or is_ours_for_sure):
        yield from _schedule_again(snapshot, config, agenda)
        yield ReopenIssue(issue.number, why)


def leave_cancelled(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Change]:
    """Takes the label of the agenda off the topics of cancelled agendas, except where another open agenda has them.

    Only for a while: later on the label is people's own.
    """
    label = config.topics.scheduled_label
    if label is None:
        return
    cancelled = [
        section
        for agenda in known_agendas(snapshot, config)
        if agenda.cancelled and agenda.identity.start + NEAR > now
        for section in agenda.sections
    ]
    standing = topics_of(standing_sections(snapshot, config), snapshot)
    for topic in topics_of(cancelled, snapshot):
        if topic.has_label(label) and topic not in standing:
            yield RemoveLabel(topic.target, label, "its meeting was cancelled")


def schedule_after_reopening(
    snapshot: Snapshot, config: Config, agenda: Agenda, now: datetime
) -> Iterator[Change]:
    """What people closed and opened again before the start is a meeting to come, so its topics get their label back."""
    closed_at = agenda.issue.closed_at
    if closed_at is not None and agenda.issue.is_open and now < agenda.identity.start:
        yield from _schedule_again(snapshot, config, agenda)


def tell_new_time(config: Config, agenda: Agenda, occurrence: Occurrence) -> Iterator[Change]:
    """Once the text is final, a comment tells when the meeting is instead; the agenda's own start follows it."""
    # As moments: two times of an hour that the clock repeats in autumn never equal one in another zone.
    if occurrence.at(timedelta()) == agenda.identity.start:
        return
    text = rendering.render("moved.md", meeting=occurrence, zone=config.zone.key)
    marker = mark(MOVED, {"meeting": agenda.identity.meeting, "start": written(occurrence.start)})
    yield AddComment(agenda.issue.number, f"{marker}\n{text}", "its meeting was moved")


def _schedule_again(snapshot: Snapshot, config: Config, agenda: Agenda) -> Iterator[Change]:
    """The labels that the cancelling took: nobody looks at them again once an agenda is frozen."""
    label = config.topics.scheduled_label
    for topic in topics_of(agenda.sections, snapshot):
        if label and topic.is_open and not topic.has_label(label):
            yield AddLabels(topic.target, (label,), "it is on the agenda")


def _marker(kind: str, agenda: Agenda) -> str:
    return mark(kind, {"meeting": agenda.identity.meeting})
