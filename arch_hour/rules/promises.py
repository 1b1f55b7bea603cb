"""What is still to be done: the open follow-ups in the order in which a meeting looks at them."""

from collections.abc import Iterator
from datetime import date, datetime

from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.agenda_text import OpenFollowUp
from arch_hour.rules.agendas import Agenda
from arch_hour.rules.follow_up_memory import read_follow_up


def open_follow_ups(snapshot: Snapshot, config: Config, start: datetime) -> tuple[OpenFollowUp, ...]:
    """Those overdue on the local date of a meeting's start first, then by due date, then the others; ties by number."""
    rows = [_row(issue, config, start) for issue in still_open(snapshot, config)]
    rows.sort(key=lambda row: (row.due or date.max, row.issue.number))
    return tuple(rows)


def still_open(snapshot: Snapshot, config: Config) -> Iterator[Issue]:
    """The open follow-ups; one that lost its label counts for none, whether or not a run looked it up by its number."""
    label = config.actions.label
    return (issue for issue in snapshot.follow_ups if issue.is_open and issue.has_label(label))


def follow_ups_of(agenda: Agenda, snapshot: Snapshot, config: Config) -> Iterator[Issue]:
    """The open follow-ups whose promise was said in a meeting."""
    for issue in still_open(snapshot, config):
        follow_up = read_follow_up(issue)
        if follow_up and any(saying.meeting == agenda.identity.meeting for saying in follow_up.sayings):
            yield issue


def _row(issue: Issue, config: Config, start: datetime) -> OpenFollowUp:
    """As it is at the meeting and not now: the clock alone must never change a text.

    Its age counts the dates between, since what was promised in one meeting is a week old at the next, though that may
    begin an hour earlier in the day.
    """
    memory = read_follow_up(issue)
    due = memory.due if memory else None
    held = start.date()
    return OpenFollowUp(
        issue,
        due,
        overdue=due is not None and due < held,
        age=held - issue.created_at.astimezone(start.tzinfo).date(),
        needs_owner=issue.has_label(config.actions.needs_owner_label) or not issue.assignees,
    )
