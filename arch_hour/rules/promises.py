"""What is still to be done: the open follow-ups in the order in which a meeting looks at them."""

from datetime import date

from arch_hour.model import Snapshot
from arch_hour.rules.agenda_text import OpenFollowUp
from arch_hour.rules.follow_up_document import read_follow_up


def open_follow_ups(snapshot: Snapshot, meeting_date: date) -> tuple[OpenFollowUp, ...]:
    """Those overdue on the meeting's local date first, then by due date, then those without one; ties by number."""
    rows = []
    for issue in snapshot.follow_ups:
        if issue.is_open:
            memory = read_follow_up(issue)
            due = memory.due if memory else None
            rows.append(OpenFollowUp(issue, due, overdue=due is not None and due < meeting_date))
    rows.sort(key=lambda row: (row.due or date.max, row.issue.number))
    return tuple(rows)
