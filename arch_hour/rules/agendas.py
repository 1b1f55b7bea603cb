"""Which issues are agendas of ours, of which meetings, and what their wrap-up left behind."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from arch_hour.config import YEARS, Config
from arch_hour.model import Account, Comment, Issue, Snapshot
from arch_hour.rules.agenda_identity import AgendaIdentity, identify
from arch_hour.rules.agenda_versions import final_identity, last_identity
from arch_hour.rules.markers import Marker, leading_marker
from arch_hour.rules.trust import is_trusted, known_without_asking

WRAP_UP = "wrap-up"
MOVED = "moved"
NEXT = "next"
LATE = "late"
CANCELLED = "cancelled"
RESTORED = "restored"

# What comments of ours tell on an agenda: none of it is a promise.
VOTERS = "voters"
NO_ROOM = "no-room"
TOLD = (WRAP_UP, MOVED, NEXT, LATE, CANCELLED, RESTORED, VOTERS, NO_ROOM)


# Of so many topics a wrap-up's marker tells how often they waited: twelve characters each of the 65,536.
MOST_WAITING = 2_500


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda issue with the meeting it is of."""

    issue: Issue
    identity: AgendaIdentity

    @property
    def end(self) -> datetime:
        """When the meeting is over."""
        return self.identity.start + timedelta(minutes=self.identity.minutes)

    @property
    def cancelled(self) -> bool:
        """Whether somebody closed it before the meeting began."""
        return (
            not self.issue.is_open
            and self.issue.closed_at is not None
            and self.issue.closed_at < self.identity.start
        )


def known_agendas(snapshot: Snapshot, config: Config) -> tuple[Agenda, ...]:
    """The agendas of this configuration's meetings, by number; a stranger's issue with a copied marker is none.

    A frozen text is never written again, so a meeting that was moved afterwards starts when a comment says.
    """
    found = (
        Agenda(issue, identity)
        for issue in sorted(snapshot.agendas, key=lambda issue: issue.number)
        if (identity := _identity_of(snapshot, config, issue)) is not None
        and is_trusted(snapshot, config, issue.author)
    )
    ours = (agenda for agenda in found if agenda.identity.config_path == config.path)
    return tuple(_as_moved(snapshot, config, agenda) for agenda in ours)


def standing_agendas(snapshot: Snapshot, config: Config) -> tuple[Agenda, ...]:
    """The one agenda of each meeting, by start: of two, the lower number."""
    found: dict[str, Agenda] = {}
    for agenda in known_agendas(snapshot, config):
        found.setdefault(agenda.identity.meeting, agenda)
    return tuple(sorted(found.values(), key=lambda agenda: (agenda.identity.start, agenda.identity.meeting)))


def previous_agenda(snapshot: Snapshot, config: Config, start: datetime) -> Agenda | None:
    """The agenda of the last meeting before a moment that was not cancelled, as far back as was read."""
    earlier = [
        agenda
        for agenda in standing_agendas(snapshot, config)
        if agenda.identity.start < start and not agenda.cancelled
    ]
    return earlier[-1] if earlier else None


def own_identity(issue: Issue) -> AgendaIdentity | None:
    """What its text says; one that was copied from a meeting that was over before the issue was opened says nothing."""
    identity = identify(issue.body)
    if identity is None or Agenda(issue, identity).end <= issue.created_at:
        return None
    return identity


def unknown_authors(snapshot: Snapshot, config: Config) -> Iterable[Account]:
    """The authors of agendas of whom GitHub must be asked whether they may write."""
    for issue in snapshot.agendas:
        author = issue.author
        if author is None or known_without_asking(snapshot, config, author) is not None:
            continue
        identity = own_identity(issue)
        if identity is not None and identity.config_path == config.path:
            yield author


def wrap_up_of(snapshot: Snapshot, config: Config, agenda: Agenda) -> Marker | None:
    """The marker of the comment that tells how the meeting ended, once there is one."""
    return next(said(snapshot, config, agenda, WRAP_UP), None)


def said(snapshot: Snapshot, config: Config, agenda: Agenda, kind: str) -> Iterator[Marker]:
    """The markers of what we said in comments about the agenda's meeting, the newest first."""
    return (marker for marker, _ in comments_of(snapshot, config, agenda, kind))


def comments_of(
    snapshot: Snapshot, config: Config, agenda: Agenda, *kinds: str
) -> Iterator[tuple[Marker, Comment]]:
    """The comments of these kinds about the agenda's meeting with their markers, the newest first."""
    for comment in reversed(agenda.issue.comments):
        for kind in kinds:
            marker = leading_marker(comment.body, kind)
            if (
                marker
                and marker.data.get("meeting") == agenda.identity.meeting
                and is_trusted(snapshot, config, comment.author)
            ):
                yield marker, comment


def waited(snapshot: Snapshot, config: Config) -> Mapping[str, int]:
    """How many meetings each open topic waited so far, by its name, as the last meeting's wrap-up counted it."""
    told = next(_wrap_ups(snapshot, config), None)
    counts = told.data.get("waited") if told else None
    found: dict[str, int] = {}
    for key, times in counts.items() if isinstance(counts, dict) else ():
        if isinstance(times, dict):
            found |= {f"{key}#{number}": count for number, count in times.items() if _is_count(count)}
        elif _is_count(times):
            found[f"#{key}"] = times
    return found


def as_record(waited: Mapping[str, int]) -> dict[str, Any]:
    """The counts as a wrap-up's marker holds them, by number, in another repository below its name.

    Where there are more than a comment can hold, it tells those that waited most.
    """
    record: dict[str, Any] = {}
    for name, count in sorted(waited.items(), key=lambda entry: -entry[1])[:MOST_WAITING]:
        repository, _, number = name.rpartition("#")
        (record.setdefault(repository, {}) if repository else record)[number] = count
    return record


def _is_count(value: object) -> bool:
    return isinstance(value, int) and value > 0


def discussed_elsewhere(snapshot: Snapshot, config: Config) -> Mapping[str, datetime]:
    """When topics of other repositories were last wrapped up as discussed, by node id, as far as wrap-ups tell."""
    last: dict[str, datetime] = {}
    for told in _wrap_ups(snapshot, config):
        records = told.data.get("elsewhere")
        for topic, text in records.items() if isinstance(records, dict) else ():
            at = _moment(text)
            if at is not None:
                last[topic] = max(at, last.get(topic, at))
    return last


def _wrap_ups(snapshot: Snapshot, config: Config) -> Iterator[Marker]:
    """The records of the wrap-ups, of the newest meeting first."""
    agendas = sorted(known_agendas(snapshot, config), key=lambda agenda: agenda.identity.start, reverse=True)
    for agenda in agendas:
        record = wrap_up_of(snapshot, config, agenda)
        if record is not None:
            yield record


def _identity_of(snapshot: Snapshot, config: Config, issue: Issue) -> AgendaIdentity | None:
    """What its text says, or said when it was frozen: from then on people may replace all of it.

    One without our markers is still an agenda while it has the label.
    """
    told = own_identity(issue)
    if told is not None and told.frozen:
        return told
    final = final_identity(snapshot, config, issue)
    if told is not None:
        is_same = final and (final.config_path, final.meeting) == (told.config_path, told.meeting)
        return final if is_same else told
    known = final or last_identity(snapshot, config, issue)
    if known is None or not issue.has_label(config.agenda.label):
        return None
    return known if Agenda(issue, known).end > issue.created_at else None


def _as_moved(snapshot: Snapshot, config: Config, agenda: Agenda) -> Agenda:
    told = next(said(snapshot, config, agenda, MOVED), None) if agenda.identity.frozen else None
    start = _moment(told.data.get("start")) if told else None
    return replace(agenda, identity=replace(agenda.identity, start=start)) if start else agenda


def _moment(text: object) -> datetime | None:
    """A moment as a marker holds it, in UTC; one without an offset, or anything else, is none."""
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) else None
        return at.astimezone(UTC) if at and at.tzinfo and at.year in YEARS else None
    except (ValueError, OverflowError):
        return None
