"""When people began a meeting: with their first `/next`, which may come before its time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.agenda_identity import AgendaIdentity
from arch_hour.rules.calls import Call, calls_on, is_after_closing, keys_answered
from arch_hour.rules.commands import Verb
from arch_hour.rules.markers import Marker, leading_marker
from arch_hour.rules.moments import moment_of, written
from arch_hour.rules.trust import is_trusted

# The kinds of the comments that remember it: those that carry commands out, that reply to them, and the minutes.
DISCUSSION, ANSWER, MINUTES = "discussion", "reply", "wrap-up"

# Nobody begins a meeting of another day by a slip; whoever meets on another day moves the meeting.
EARLIEST = timedelta(hours=6)


def begun_at(snapshot: Snapshot, config: Config, issue: Issue, identity: AgendaIdentity) -> datetime | None:
    """When the discussion began, as our comments tell or as the first command that can begin it does.

    What began on another day, before its meeting was moved, is of no matter.
    """
    ours = list(_told(snapshot, config, issue, identity))
    told = [at for marker in ours if (at := moment_of(marker.data.get("begun"))) is not None]
    beginning = min((at for at in told if at >= identity.start - EARLIEST), default=None)
    if beginning is not None:
        return beginning
    answered = {key for marker in ours for key in keys_answered(marker)}
    calls = (
        call
        for call in calls_on(snapshot, config, issue)
        if begins(call, identity) and not is_after_closing(call, issue) and call.key not in answered
    )
    return next((call.at for call in calls if is_trusted(snapshot, config, call.by)), None)


def _told(snapshot: Snapshot, config: Config, issue: Issue, identity: AgendaIdentity) -> Iterator[Marker]:
    for comment in issue.comments:
        for kind in (DISCUSSION, ANSWER, MINUTES):
            marker = leading_marker(comment.body, kind)
            if (
                marker
                and marker.data.get("meeting") == identity.meeting
                and is_trusted(snapshot, config, comment.author)
            ):
                yield marker


def as_record(begun: datetime | None) -> dict[str, str]:
    """What a comment's marker holds of it: of a `/next` that called nobody, nothing else tells once it is answered."""
    return {"begun": written(begun)} if begun is not None else {}


def begins(call: Call, identity: AgendaIdentity) -> bool:
    """Whether a command can begin the meeting, where its author may."""
    is_next = call.spoken.verb is Verb.NEXT and call.spoken.is_well_formed
    return is_next and call.at >= identity.start - EARLIEST
