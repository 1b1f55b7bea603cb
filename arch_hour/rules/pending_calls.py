"""The commands on an agenda that nobody answered yet, and what must be asked before they are."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from arch_hour.config import Config
from arch_hour.model import Account, Comment, Issue, Snapshot
from arch_hour.rules.agendas import WRAP_UP, Agenda, comments_of, standing_agendas, wrap_up_of
from arch_hour.rules.calls import Call, calls_on, is_after_closing, is_time_unknown
from arch_hour.rules.commands import Verb
from arch_hour.rules.discussion_record import answered, discussion_of
from arch_hour.rules.replies import REPLIED_FOR
from arch_hour.rules.trust import is_ours, is_trusted, known_without_asking

# Longer no run takes from the minutes to the closing.
CLOSED_AFTER_MINUTES = timedelta(minutes=2)


def pending_calls(snapshot: Snapshot, config: Config, agenda: Agenda, now: datetime) -> list[Call]:
    """The commands that matter, in the order of time: all of a meeting that is not over, else the newest."""
    known = answered(snapshot, config, agenda)
    may_move = is_live(snapshot, config, agenda)
    return [
        call
        for call in calls_on(snapshot, config, agenda.issue)
        if call.key not in known and (may_move or now - call.at <= REPLIED_FOR)
    ]


def is_live(snapshot: Snapshot, config: Config, agenda: Agenda) -> bool:
    """Whether the discussion can go on: its agenda is open, or what came before it was closed is still to be told."""
    if agenda.issue.is_open:
        return True
    return not agenda.cancelled and wrap_up_of(snapshot, config, agenda) is None


def is_half_done(snapshot: Snapshot, config: Config, agenda: Agenda) -> bool:
    """Whether a run told how it ended and stopped before it closed it; what people opened again since is theirs.

    What was closed before the meeting and opened again was not closed by a wrap-up, nor was what was closed before the
    end that was told last.
    """
    if not agenda.issue.is_open or wrap_up_of(snapshot, config, agenda) is None:
        return False
    told, closed_at = discussion_of(snapshot, config, agenda), agenda.issue.closed_at
    ended_at = told.last.at if told.is_over and told.last else agenda.opening
    return closed_at is None or closed_at < max(ended_at, agenda.opening)


def is_too_late(snapshot: Snapshot, config: Config, agenda: Agenda, call: Call) -> bool:
    """Whether a command was given when the meeting was over: before its minutes were told, or its agenda was closed.

    People may have opened it again after the minutes, and closed it once more since.
    """
    minutes = next((comment for _, comment in comments_of(snapshot, config, agenda, WRAP_UP)), None)
    if is_after_closing(call, agenda.issue):
        return True
    if minutes is None:
        return False
    if call.at <= (minutes.edited_at or minutes.created_at):
        return True
    if agenda.issue.is_open:
        return is_half_done(snapshot, config, agenda)
    return _is_closed_by_us(snapshot, config, agenda.issue, minutes.edited_at or minutes.created_at)


def _is_closed_by_us(snapshot: Snapshot, config: Config, issue: Issue, told_at: datetime) -> bool:
    """Whether a run closed it after its minutes; where our token is a person's, that person may have done so later."""
    by, closed_at = issue.closed_by, issue.closed_at
    if by is None or closed_at is None or not is_ours(snapshot, config, by):
        return False
    return by.is_bot or closed_at - told_at <= CLOSED_AFTER_MINUTES


def ending(snapshot: Snapshot, config: Config, agenda: Agenda, now: datetime) -> Call | None:
    """The first `/end` by somebody who may that has not been answered: the meeting's minutes answer it."""
    return next(
        (
            call
            for call in pending_calls(snapshot, config, agenda, now)
            if ends(call, agenda)
            and is_trusted(snapshot, config, call.by)
            and not is_too_late(snapshot, config, agenda, call)
        ),
        None,
    )


def ends(call: Call, agenda: Agenda) -> bool:
    """Whether a command can end the meeting, where its author may and it is not too late: one that has begun."""
    is_end = call.spoken.verb is Verb.END and call.spoken.is_well_formed
    return is_end and call.at >= agenda.opening


def unknown_callers(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Account]:
    """The authors of commands of whom GitHub must be asked whether they may write."""
    for agenda in standing_agendas(snapshot, config):
        for call in pending_calls(snapshot, config, agenda, now):
            if call.by is not None and known_without_asking(snapshot, config, call.by) is None:
                yield call.by


def unread_versions(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Issue | Comment]:
    """The comments that were edited, of which only older versions tell since when a command stands there."""
    for agenda in standing_agendas(snapshot, config):
        for call in pending_calls(snapshot, config, agenda, now):
            if is_time_unknown(snapshot, call) and is_trusted(snapshot, config, call.by):
                yield call.comment
