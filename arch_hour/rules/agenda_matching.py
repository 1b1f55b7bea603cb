"""Which agenda is of which meeting, also after the schedule was corrected, a meeting moved, or two runs raced.

An agenda says which meeting it is of. Where the schedule knows no such meeting any more, an agenda that is not final
yet goes to the nearest meeting that has none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from arch_hour.config import Config
from arch_hour.model import Comment, Snapshot
from arch_hour.rules import agenda_document
from arch_hour.rules.agendas import (
    CANCELLED,
    RESTORED,
    Agenda,
    agendas_by_meeting,
    comments_of,
    own_identity,
    wrap_up_of,
)
from arch_hour.rules.schedule import Occurrence, due_for_agenda, find_occurrence, is_called_off, occurrences
from arch_hour.rules.trust import is_trusted

# How far a corrected schedule carries an agenda, either way.
NEAR = timedelta(days=3)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A meeting with its agendas: the first is kept, and any other is a duplicate."""

    occurrence: Occurrence
    agendas: tuple[Agenda, ...]

    @property
    def kept(self) -> Agenda | None:
        """The one agenda of the meeting, once there is one."""
        return self.agendas[0] if self.agendas else None


@dataclass(frozen=True, slots=True)
class Matching:
    """The meetings whose agendas need a look, by start, and the agendas whose meeting will not take place."""

    pairings: tuple[Pairing, ...]
    lost: tuple[Agenda, ...]


def match_agendas(snapshot: Snapshot, config: Config, now: datetime) -> Matching:
    """Every meeting that is due with its agendas, and every agenda that waits for a meeting, wherever that is now."""
    known = agendas_by_meeting(snapshot, config)
    found = {occurrence.key: occurrence for occurrence in due_for_agenda(config, now)}
    lost: list[tuple[Agenda, ...]] = []
    for key, group in known.items():
        if key in found or not _matters(snapshot, config, group[0], now):
            continue
        occurrence = find_occurrence(config, key)
        if occurrence is None:
            lost.append(group)
        elif group[0].issue.is_open and _is_to_be_kept(config, group[0], occurrence, now):
            found[key] = occurrence
    paired = _paired(snapshot, config, known, found)
    taken = {*known, *(key for key, pairing in paired.items() if pairing.kept)}
    carried = _carried(snapshot, config, now, lost, taken)
    paired |= {pairing.occurrence.key: pairing for pairing in carried}
    moved = {agenda.issue.id for pairing in carried for agenda in pairing.agendas}
    return Matching(
        tuple(sorted(paired.values(), key=lambda pairing: _when(pairing.occurrence))),
        tuple(
            group[0]
            for group in lost
            if group[0].issue.id not in moved and _may_be_cancelled(snapshot, config, group[0], now)
        ),
    )


def _when(occurrence: Occurrence) -> tuple[datetime, str]:
    """The order of meetings, by the clock that never jumps."""
    return occurrence.at(timedelta()), occurrence.key


def _is_to_be_kept(config: Config, agenda: Agenda, occurrence: Occurrence, now: datetime) -> bool:
    """Whether its meeting is not over, or its final ranking or the record of its voters is due till the wrap-up is.

    One that was moved to where it would be over already is left as it is: nobody moves a meeting there but by mistake.
    """
    if is_moved_into_the_past(agenda, occurrence, now):
        return False
    is_complete = agenda.identity.frozen and agenda.identity.votes_until is None
    waits = timedelta(0) if is_complete else config.agenda.close_after
    return now < max(occurrence.end, agenda.identity.start) + waits


def is_moved_into_the_past(agenda: Agenda, occurrence: Occurrence, now: datetime) -> bool:
    """Whether a meeting is over by the configuration, and was so before it began by its agenda."""
    return occurrence.end <= min(now, agenda.identity.start)


def _paired(
    snapshot: Snapshot,
    config: Config,
    known: Mapping[str, tuple[Agenda, ...]],
    found: Mapping[str, Occurrence],
) -> dict[str, Pairing]:
    """Each meeting with its agendas, by its identity; an issue without markers is the agenda of one meeting only."""
    paired: dict[str, Pairing] = {}
    given = {agenda.issue.id for group in known.values() for agenda in group}
    for key, occurrence in sorted(found.items(), key=lambda item: _when(item[1])):
        agendas = known.get(key) or tuple(
            agenda for agenda in without_marker(snapshot, config, occurrence) if agenda.issue.id not in given
        )
        given |= {agenda.issue.id for agenda in agendas}
        paired[key] = Pairing(occurrence, agendas)
    return paired


def without_marker(snapshot: Snapshot, config: Config, occurrence: Occurrence) -> tuple[Agenda, ...]:
    """The open agenda whose markers people deleted altogether: label, title, author and age still tell that it is one.

    A title need not have the date in it, so that what was opened before the meeting's time to open is another's.
    """
    title = agenda_document.title(occurrence, config)
    opened_at = occurrence.at(-config.agenda.open_before) - _DAY
    return tuple(
        Agenda(issue, agenda_document.identity_of(occurrence, config))
        for issue in sorted(snapshot.agendas, key=lambda issue: issue.number)
        if issue.is_open
        and issue.created_at >= opened_at
        and issue.title == title
        and issue.has_label(config.agenda.label)
        and own_identity(issue) is None
        and is_trusted(snapshot, config, issue.author)
    )


def _matters(snapshot: Snapshot, config: Config, agenda: Agenda, now: datetime) -> bool:
    """Whether its meeting is to come or under way, or people cancelled it a short while before or after now."""
    if agenda.issue.is_open:
        return wrap_up_of(snapshot, config, agenda) is None
    return agenda.identity.start + NEAR > now and _is_cancelled_by_people(snapshot, config, agenda)


def _is_cancelled_by_people(snapshot: Snapshot, config: Config, agenda: Agenda) -> bool:
    return agenda.cancelled and _told_cancelled(snapshot, config, agenda) is None


def _told_cancelled(snapshot: Snapshot, config: Config, agenda: Agenda) -> Comment | None:
    """The comment in which we cancelled it, unless that was taken back."""
    told = next(comments_of(snapshot, config, agenda, CANCELLED, RESTORED), None)
    return told[1] if told and told[0].kind == CANCELLED else None


def _may_be_cancelled(snapshot: Snapshot, config: Config, agenda: Agenda, now: datetime) -> bool:
    """Not what has begun, and not what a person opened again after we had cancelled it: that is theirs."""
    told = _told_cancelled(snapshot, config, agenda)
    closed_at = agenda.issue.closed_at
    revived = told is not None and closed_at is not None and closed_at >= told.created_at
    return agenda.issue.is_open and agenda.opening > now and not revived


def _carried(
    snapshot: Snapshot, config: Config, now: datetime, lost: list[tuple[Agenda, ...]], taken: set[str]
) -> list[Pairing]:
    """The lost agendas that a corrected schedule carries to another meeting: the nearest first, then by number."""
    ways = [
        (
            abs(occurrence.start - group[0].identity.start),
            group[0].issue.number,
            occurrence.start,
            occurrence,
            group,
        )
        for group in lost
        if not is_called_off(config, group[0].identity.meeting)
        for occurrence in _ways_of(snapshot, config, group[0], now)
        if occurrence.key not in taken
    ]
    pairings: dict[str, Pairing] = {}
    gone: set[str] = set()
    for *_, occurrence, group in sorted(ways, key=lambda way: way[:3]):
        meeting = group[0].identity.meeting
        if meeting not in gone and occurrence.key not in pairings:
            gone.add(meeting)
            pairings[occurrence.key] = Pairing(occurrence, group)
    return list(pairings.values())


def _ways_of(snapshot: Snapshot, config: Config, agenda: Agenda, now: datetime) -> Iterable[Occurrence]:
    """Where an agenda can go: a cancelled one stands for its meeting; another to what has not begun, until it is final.

    One that was told to be cancelled goes nowhere.
    """
    start = agenda.identity.start
    around = occurrences(config, start - NEAR, start + NEAR + timedelta(microseconds=1))
    if _is_cancelled_by_people(snapshot, config, agenda):
        return around
    if agenda.identity.frozen or start <= now or _told_cancelled(snapshot, config, agenda):
        return ()
    return tuple(occurrence for occurrence in around if occurrence.start > now)
