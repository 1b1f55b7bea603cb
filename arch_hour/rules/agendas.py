"""Which issues are agendas of ours, of which meetings, and what their wrap-up left behind."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from arch_hour.config import Config
from arch_hour.model import Account, Issue, Snapshot
from arch_hour.rules.agenda_document import AgendaIdentity, identify
from arch_hour.rules.markers import Marker, leading_marker
from arch_hour.rules.trust import is_trusted, known_without_asking

WRAP_UP = "wrap-up"


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
    """The agendas of this configuration's meetings, by number; a stranger's issue with a copied marker is none."""
    found = (
        Agenda(issue, identity)
        for issue in sorted(snapshot.agendas, key=lambda issue: issue.number)
        if (identity := own_identity(issue)) is not None and is_trusted(snapshot, config, issue.author)
    )
    return tuple(agenda for agenda in found if agenda.identity.config_path == config.path)


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
    for comment in reversed(agenda.issue.comments):
        marker = leading_marker(comment.body, kind)
        if (
            marker
            and marker.data.get("meeting") == agenda.identity.meeting
            and is_trusted(snapshot, config, comment.author)
        ):
            yield marker


def waited(snapshot: Snapshot, config: Config) -> Mapping[str, int]:
    """How many meetings each open topic waited so far, by its name, as the last meeting's wrap-up counted it."""
    told = next(_wrap_ups(snapshot, config), None)
    counts = told.data.get("waited") if told else None
    if not isinstance(counts, dict):
        return {}
    return {
        f"#{key}" if key.isdecimal() else key: times
        for key, times in counts.items()
        if isinstance(times, int) and times > 0
    }


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


def _moment(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
