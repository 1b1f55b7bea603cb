"""Which issues are agendas of ours, of which meetings, and what was said of those in comments."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from arch_hour.config import Config
from arch_hour.model import Account, Comment, Issue, Snapshot
from arch_hour.rules.agenda_identity import AgendaIdentity, TopicSection, identify, sections
from arch_hour.rules.agenda_versions import written_identity
from arch_hour.rules.beginnings import ANSWER, DISCUSSION, MINUTES, begun_at
from arch_hour.rules.markers import Marker, leading_marker
from arch_hour.rules.moments import moment_of
from arch_hour.rules.trust import is_trusted, known_without_asking

WRAP_UP = MINUTES
MOVED = "moved"
NEXT = "next"
LATE = "late"
CANCELLED = "cancelled"
RESTORED = "restored"

# What comments of ours tell on an agenda: none of it is a promise.
VOTERS = "voters"
NO_ROOM = "no-room"
DUPLICATE = "duplicate"
REPLY = ANSWER
TOLD = (WRAP_UP, MOVED, NEXT, LATE, CANCELLED, RESTORED, VOTERS, NO_ROOM, DUPLICATE, DISCUSSION, REPLY)


EMPTY: Mapping[str, datetime] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda issue with the meeting it is of, and when people began that, if they did by command."""

    issue: Issue
    identity: AgendaIdentity
    begun: datetime | None = None

    @property
    def opening(self) -> datetime:
        """When the meeting begins: at its start, or when people began it before that."""
        return min(self.begun or self.identity.start, self.identity.start)

    @property
    def end(self) -> datetime:
        """When the meeting is over: so long after its opening as it was to take."""
        return self.opening + timedelta(minutes=self.identity.minutes)

    @property
    def sections(self) -> tuple[TopicSection, ...]:
        """The sections of its topics that its text has."""
        return sections(self.issue.body, self.identity)

    @property
    def cancelled(self) -> bool:
        """Whether somebody closed it before the meeting began."""
        return (
            not self.issue.is_open
            and self.issue.closed_at is not None
            and self.issue.closed_at < self.opening
        )


def known_agendas(snapshot: Snapshot, config: Config) -> tuple[Agenda, ...]:
    """The agendas of this configuration's meetings, by number; a stranger's issue with a copied marker is none.

    A frozen text is never written again, so a meeting that was moved afterwards starts when a comment says.
    """
    found = (
        Agenda(issue, identity)
        for issue in sorted(snapshot.agendas, key=lambda issue: issue.number)
        if (identity := identity_of(snapshot, config, issue)) is not None
        and is_trusted(snapshot, config, issue.author)
    )
    ours = (agenda for agenda in found if agenda.identity.config_path == config.path)
    return tuple(_as_begun(snapshot, config, _as_moved(snapshot, config, agenda)) for agenda in ours)


def agendas_by_meeting(snapshot: Snapshot, config: Config) -> Mapping[str, tuple[Agenda, ...]]:
    """The agendas of each meeting: first the one that stands for it, then any other that two runs at once made.

    That is the lower number, unless a person closed it before the meeting and left the other. One that was closed as a
    duplicate is of no meeting any more.
    """
    found: dict[str, list[Agenda]] = defaultdict(list)
    for agenda in known_agendas(snapshot, config):
        if agenda.issue.is_open or next(said(snapshot, config, agenda, DUPLICATE), None) is None:
            found[agenda.identity.meeting].append(agenda)
    return {
        meeting: tuple(sorted(group, key=lambda agenda: (agenda.cancelled, agenda.issue.number)))
        for meeting, group in found.items()
    }


def standing_agendas(snapshot: Snapshot, config: Config) -> tuple[Agenda, ...]:
    """The one agenda of each meeting, by start."""
    standing = [group[0] for group in agendas_by_meeting(snapshot, config).values()]
    return tuple(sorted(standing, key=lambda agenda: (agenda.identity.start, agenda.identity.meeting)))


def standing_sections(
    snapshot: Snapshot, config: Config, apart_from: Agenda | None = None
) -> tuple[TopicSection, ...]:
    """The sections of topics on agendas that are not wrapped up yet, of other configurations too."""
    found: list[TopicSection] = []
    for issue in snapshot.agendas:
        identity = identity_of(snapshot, config, issue)
        if identity is None or not issue.is_open or not is_trusted(snapshot, config, issue.author):
            continue
        agenda = Agenda(issue, identity)
        is_apart = apart_from is not None and apart_from.identity.is_same(identity)
        if not is_apart and wrap_up_of(snapshot, config, agenda) is None:
            found += agenda.sections
    return tuple(found)


def topics_of(told: Iterable[TopicSection], snapshot: Snapshot) -> list[Issue]:
    """The topics of these sections; one that is no topic any more, or was moved away, is nobody's to touch."""
    about = tuple(told)
    return [
        topic
        for topic in (*snapshot.topics, *snapshot.discussed)
        if any(section.is_about(topic) for section in about)
    ]


def previous_agenda(
    snapshot: Snapshot, config: Config, start: datetime, starts: Mapping[str, datetime] = EMPTY
) -> Agenda | None:
    """The agenda of the last meeting before a moment that was not cancelled, as far back as was read.

    `starts` are the new ones of meetings that were moved, by their agendas' node ids.
    """

    def held(agenda: Agenda) -> datetime:
        return starts.get(agenda.issue.id, agenda.identity.start)

    standing = (agenda for agenda in standing_agendas(snapshot, config) if not agenda.cancelled)
    return max((agenda for agenda in standing if held(agenda) < start), key=held, default=None)


def own_identity(issue: Issue) -> AgendaIdentity | None:
    """What its text says; one that was copied from a meeting that was over before the issue was opened says nothing."""
    identity = identify(issue.body)
    if identity is None or Agenda(issue, identity).end <= issue.created_at:
        return None
    return identity


def identity_of(snapshot: Snapshot, config: Config, issue: Issue) -> AgendaIdentity | None:
    """Which meeting it is of, as we wrote it last: people may replace its text, also by that of another agenda.

    Where no version of ours is known its text alone tells. One without our markers is an agenda while it has the label.
    """
    told, written = own_identity(issue), written_identity(snapshot, config, issue)
    if written is None:
        return told
    if told is not None and told.is_same(written):
        return told if told.frozen else written
    if told is None and not issue.has_label(config.agenda.label):
        return None
    return written if Agenda(issue, written).end > issue.created_at else None


def unknown_authors(snapshot: Snapshot, config: Config) -> Iterable[Account]:
    """The authors of agendas of whom GitHub must be asked whether they may write."""
    for issue in snapshot.agendas:
        author = issue.author
        if author is None or known_without_asking(snapshot, config, author) is not None:
            continue
        identity = own_identity(issue)
        if identity is not None and identity.config_path == config.path:
            yield author


def unread_histories(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Issue]:
    """The agendas of which only older versions can tell what they are.

    Their text says nothing any more, or the same as another's, or not that the ranking is final when it may be; and
    people edited it so often since we did that our own version is not among those that were read.
    """
    candidates = [issue for issue in snapshot.agendas if is_trusted(snapshot, config, issue.author)]
    claims: dict[str, list[Issue]] = defaultdict(list)
    for issue in candidates:
        identity = identity_of(snapshot, config, issue)
        if identity is not None and identity.config_path == config.path:
            claims[identity.meeting].append(issue)
    for issue in candidates:
        is_half_read = issue.has_older_edits and issue.id not in snapshot.histories
        if not is_half_read or written_identity(snapshot, config, issue) is not None:
            continue
        told = own_identity(issue)
        if told is None:
            is_unsure = issue.has_label(config.agenda.label) and _may_matter(snapshot, config, issue)
        else:
            rivals = claims[told.meeting]
            is_contested = len(rivals) > 1 and any(rival.is_open for rival in rivals)
            may_be_final = not told.frozen and now >= told.start - config.agenda.freeze_before
            is_unsure = is_contested or (issue.is_open and may_be_final)
        if is_unsure:
            yield issue


def _may_matter(snapshot: Snapshot, config: Config, issue: Issue) -> bool:
    """Whether it is open, or was closed lately and nobody told how its meeting ended."""
    is_told = any(
        leading_marker(comment.body, kind) and is_trusted(snapshot, config, comment.author)
        for comment in issue.comments
        for kind in (WRAP_UP, CANCELLED)
    )
    return issue.is_open or (bool(issue.edits) and not is_told)


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


def _as_moved(snapshot: Snapshot, config: Config, agenda: Agenda) -> Agenda:
    told = next(said(snapshot, config, agenda, MOVED), None) if agenda.identity.frozen else None
    start = moment_of(told.data.get("start")) if told else None
    return replace(agenda, identity=replace(agenda.identity, start=start)) if start else agenda


def _as_begun(snapshot: Snapshot, config: Config, agenda: Agenda) -> Agenda:
    begun = begun_at(snapshot, config, agenda.issue, agenda.identity)
    return replace(agenda, begun=begun) if begun else agenda
