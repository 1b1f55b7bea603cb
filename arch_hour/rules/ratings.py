"""What people thought of the meeting before, by their reactions on its minutes: the next agenda tells it."""

from collections.abc import Iterator
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Comment, Snapshot
from arch_hour.rules.agenda_matching import match_agendas
from arch_hour.rules.agendas import WRAP_UP, Agenda, comments_of, previous_agenda
from arch_hour.rules.roti import Rating, rating_of


def minutes_of(snapshot: Snapshot, config: Config, agenda: Agenda) -> tuple[Comment, ...]:
    """The comments with a meeting's minutes: one, or two where two runs told them at once."""
    return tuple(comment for _, comment in comments_of(snapshot, config, agenda, WRAP_UP))


def rating(snapshot: Snapshot, config: Config, agenda: Agenda) -> Rating | None:
    """How people rated a meeting; None as long as nobody did, or GitHub was not asked."""
    minutes = minutes_of(snapshot, config, agenda)
    return rating_of(reaction for comment in minutes for reaction in snapshot.reactions.get(comment.id, ()))


def unread_ratings(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Comment]:
    """The minutes whose reactions the agendas tell that are written now; a final one tells what it told."""
    for pairing in match_agendas(snapshot, config, now).pairings:
        kept = pairing.kept
        if kept is not None and (kept.identity.frozen or not kept.issue.is_open):
            continue
        previous = previous_agenda(snapshot, config, pairing.occurrence.start)
        for minutes in minutes_of(snapshot, config, previous) if previous else ():
            if minutes.id not in snapshot.reactions:
                yield minutes
