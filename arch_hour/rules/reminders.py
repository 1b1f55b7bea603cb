"""The plan of the reminders: who promised what is long due hears of it again, at most once a week."""

from datetime import date, datetime, timedelta
from itertools import islice

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules.changes import AddComment, Change, EditIssue
from arch_hour.rules.follow_up_document import body_when_reminded
from arch_hour.rules.follow_up_memory import KEPT, FollowUp
from arch_hour.rules.markers import mark
from arch_hour.rules.matching import promises_of
from arch_hour.rules.recovery import LONGEST

REMINDER = "reminder"

EVERY = timedelta(days=7)
# So many in one run: a team that switches reminders on with hundreds of old promises gets them bit by bit, and neither
# does GitHub take it for a flood nor does the agenda wait for long, as each takes two writes of a second.
AT_ONCE = 20
# How far ahead the other date lies that a reminder shows as an example.
LATER = timedelta(days=14)


def plan_reminders(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:
    """The changes that bring to mind what is due for `actions.remind_after` and was not within the last week.

    It goes by dates in the meeting's zone. Who waited longest for a reminder comes first, so that nobody is passed over
    for ever where there are too many for one run.
    """
    at, patience = now.astimezone(config.zone), config.actions.remind_after
    if patience is None:
        return []
    waiting = [
        each
        for each in promises_of(snapshot, config).known.follow_ups
        if each.issue.has_label(config.actions.label) and _is_over_for(patience, each, at.date())
    ]
    waiting.sort(key=lambda each: (each.reminded or date.min, each.due or date.max, each.issue.number))
    plans = (_remind(follow_up, at) for follow_up in waiting)
    # A text that has no room to remember a reminder gets none.
    fitting = (pair for pair in plans if len(pair[0].body or "") <= LONGEST)
    return [change for pair in islice(fitting, AT_ONCE) for change in pair]


def _is_over_for(patience: timedelta, follow_up: FollowUp, today: date) -> bool:
    """Whether it is time to say so; one that people opened again although its line is settled is theirs to think of."""
    is_settled = follow_up.settled not in ("", KEPT)
    if not follow_up.issue.is_open or follow_up.due is None or is_settled:
        return False
    if follow_up.reminded is not None and today - follow_up.reminded < EVERY:
        return False
    return today - follow_up.due >= patience


def _remind(follow_up: FollowUp, at: datetime) -> tuple[EditIssue, AddComment]:
    """What tells later runs of the reminder, and then the reminder."""
    # In this order a run that dies in between leaves one out for a week; in the other the next run would say it twice.
    # Of two runs at the same time the second finds another text than it read, plans anew, and has nothing to say.
    issue = follow_up.issue
    why = f"it was due on {follow_up.due} and its owners are reminded"
    record = EditIssue(issue.number, why, body=body_when_reminded(follow_up, at), was=issue.body)
    return record, AddComment(issue.number, _text(follow_up, at.date()), f"it was due on {follow_up.due}")


def _text(follow_up: FollowUp, today: date) -> str:
    """No word of a person's, and nobody mentioned: GitHub tells those who are assigned."""
    due = follow_up.due or today
    told = rendering.render(
        "reminder.md",
        due=due,
        over=today - due,
        url=follow_up.first.url,
        has_owner=bool(follow_up.issue.assignees),
        later=today + LATER,
    )
    return f"{mark(REMINDER, {'due': due.isoformat(), 'on': today.isoformat()})}\n{told}"
