"""Which meetings are to be wrapped up: those that ended, and those with which people went on since."""

from collections.abc import Iterator
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules.aftermath import foreseen
from arch_hour.rules.agendas import Agenda, standing_agendas, wrap_up_of
from arch_hour.rules.changes import Change, CloseIssue, CloseReason
from arch_hour.rules.discussion_record import discussion_of
from arch_hour.rules.pending_calls import ending, is_half_done
from arch_hour.rules.results import MADE_OF, result_of


def due_wrap_ups(snapshot: Snapshot, config: Config, now: datetime) -> list[Agenda]:
    """The agendas of the meetings that are to be wrapped up now, closed where they are left open for long."""
    seen = foreseen(snapshot, config, close_left(snapshot, config, now), now)
    return [agenda for agenda in meetings_to_wrap_up(seen, config, now) if _is_due(agenda, seen, config, now)]


def meetings_to_wrap_up(snapshot: Snapshot, config: Config, now: datetime) -> list[Agenda]:
    """Meetings that began, were not cancelled, and are not wrapped up to the end, or went on since."""
    begun = [
        agenda
        for agenda in standing_agendas(snapshot, config)
        if agenda.opening <= now and not agenda.cancelled
    ]
    told = [agenda for agenda in begun if wrap_up_of(snapshot, config, agenda) is not None]
    last = max(told, key=lambda agenda: agenda.identity.start, default=None)
    return [
        agenda
        for agenda in begun
        if agenda not in told
        or is_half_done(snapshot, config, agenda)
        or _is_on_again(agenda, snapshot, config)
        or ending(snapshot, config, agenda, now) is not None
        or (agenda is last and _has_changed(agenda, snapshot, config, now))
    ]


def close_left(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Change]:
    """What people opened again after its wrap-up is closed when a later meeting begins; after that it is theirs."""
    begun = [agenda for agenda in standing_agendas(snapshot, config) if agenda.opening <= now]
    latest = max((agenda.identity.start for agenda in begun if not agenda.cancelled), default=now)
    for agenda in begun:
        closed_at = agenda.issue.closed_at
        if (
            agenda.issue.is_open
            and closed_at is not None
            and closed_at < latest
            and agenda.identity.start < latest
            and wrap_up_of(snapshot, config, agenda)
        ):
            yield CloseIssue(agenda.issue.number, CloseReason.COMPLETED, "a later meeting has begun")


def _is_on_again(agenda: Agenda, snapshot: Snapshot, config: Config) -> bool:
    """Whether people opened it again after its minutes, and went on by command."""
    discussion = discussion_of(snapshot, config, agenda)
    return agenda.issue.is_open and discussion.last is not None and not discussion.is_over


def _has_changed(agenda: Agenda, snapshot: Snapshot, config: Config, now: datetime) -> bool:
    """Whether the agenda of the last meeting is closed and says something else than its minutes were made of.

    People went on with it, ticked what they had forgotten, or mended their notes. What an earlier version of ours
    wrote does not tell what it was made of, and stays.
    """
    told = wrap_up_of(snapshot, config, agenda)
    if told is None or MADE_OF not in told.data or agenda.issue.is_open or agenda.issue.is_half_read:
        return False
    return bool(told.data[MADE_OF] != result_of(snapshot, config, agenda, now).made_of)


def _is_due(agenda: Agenda, snapshot: Snapshot, config: Config, now: datetime) -> bool:
    last = discussion_of(snapshot, config, agenda).last
    over_since = max(agenda.end, last.at) if last else agenda.end
    return (
        not agenda.issue.is_open
        or now >= over_since + config.agenda.close_after
        or is_half_done(snapshot, config, agenda)
        or ending(snapshot, config, agenda, now) is not None
    )
