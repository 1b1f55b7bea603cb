"""What the board should tell of each of our issues: topics and follow-ups of this repository, open or lately closed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.agendas import Agenda, identity_of, standing_agendas, wrap_up_of
from arch_hour.rules.board_fields import Part, State
from arch_hour.rules.follow_up_memory import FollowUp, read_follow_up
from arch_hour.rules.known_promises import known_follow_ups
from arch_hour.rules.merged_topics import merged_topics
from arch_hour.rules.moments import RECENT
from arch_hour.rules.programs import program_of
from arch_hour.rules.questions import questions_on_votes
from arch_hour.rules.schedule import find_occurrence
from arch_hour.rules.standings import standings
from arch_hour.rules.trust import is_trusted

Values = Mapping[Part, date | float | None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the board should tell of an issue: a topic, or else a follow-up.

    A part that is not among `values` is left as it is; where there is None, nothing of ours should stand.
    """

    issue: Issue
    is_topic: bool
    state: State
    values: Values


@dataclass(frozen=True, slots=True)
class Days:
    """The local days of meetings: of ours alone as far as their agendas were read, and of others still open here."""

    ours: frozenset[date]
    others: frozenset[date]


def wishes(snapshot: Snapshot, config: Config, now: datetime) -> tuple[Wish, ...]:
    """One wish for each of our issues, by number; none for open topics while nobody knows whose votes count."""
    found = {wish.issue.id: wish for wish in _all_wishes(snapshot, config, now) if not wish.issue.repository}
    return tuple(sorted(found.values(), key=lambda wish: (wish.issue.number <= 0, abs(wish.issue.number))))


def days_of_meetings(snapshot: Snapshot, config: Config) -> Days:
    """The days by which a date on the board is known for that of a meeting."""
    own = frozenset(_day(agenda.identity.start, config) for agenda in standing_agendas(snapshot, config))
    identities = (identity_of(snapshot, config, issue) for issue in snapshot.agendas if issue.is_open)
    foreign = (identity for identity in identities if identity and identity.config_path != config.path)
    others = frozenset(_day(identity.start, config) for identity in foreign)
    return Days(own - others, others)


def _all_wishes(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Wish]:
    """Where an issue is both, the later one counts: a follow-up that people talk about too is still a follow-up."""
    meetings = _meetings(snapshot, config)
    yield from _open_topics(snapshot, config, meetings)
    yield from _closed_topics(snapshot, config, now)
    yield from _open_follow_ups(snapshot, config)
    yield from _closed_follow_ups(snapshot, config, now)


def _open_topics(snapshot: Snapshot, config: Config, meetings: Mapping[str, date]) -> Iterator[Wish]:
    if questions_on_votes(snapshot, config):
        return
    standing = standings(snapshot, config, None)
    ballots = {place.topic.id: place.ballot for place in (*standing.ranked, *standing.held)}
    for topic in snapshot.topics:
        if not topic.is_open or topic.repository:
            continue
        values: dict[Part, date | float | None] = {Part.MEETING: meetings.get(topic.id)}
        if topic.id in ballots:
            values[Part.VOTES] = float(ballots[topic.id].total)
        yield Wish(topic, is_topic=True, state=_state_of_topic(topic, config, meetings), values=values)


def _state_of_topic(topic: Issue, config: Config, meetings: Mapping[str, date]) -> State:
    if topic.has_label(config.topics.hold_label):
        return State.HELD
    return State.SCHEDULED if topic.id in meetings else State.BACKLOG


def _closed_topics(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Wish]:
    """The meeting's day stays as it was: that is when it was talked about."""
    for topic in (*merged_topics(snapshot, config), *snapshot.discussed):
        if _is_lately_closed(topic, now):
            is_discussed = topic.has_label(config.topics.discussed_label)
            yield Wish(topic, is_topic=True, state=State.DISCUSSED if is_discussed else State.DONE, values={})


def _open_follow_ups(snapshot: Snapshot, config: Config) -> Iterator[Wish]:
    for follow_up in known_follow_ups(snapshot, config):
        issue = follow_up.issue
        if issue.is_open and issue.has_label(config.actions.label):
            needs_owner = issue.has_label(config.actions.needs_owner_label)
            state = State.NEEDS_OWNER if needs_owner else State.ACTION
            yield Wish(issue, is_topic=False, state=state, values=_values_of(follow_up))


def _values_of(follow_up: FollowUp) -> Values:
    values: dict[Part, date | float | None] = {Part.DUE: follow_up.due}
    if follow_up.first.held is not None:
        values[Part.MEETING] = follow_up.first.held
    return values


def _closed_follow_ups(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Wish]:
    for issue in (*snapshot.closed_lately, *snapshot.follow_ups):
        is_one = read_follow_up(issue) is not None and is_trusted(snapshot, config, issue.author)
        if is_one and _is_lately_closed(issue, now):
            yield Wish(issue, is_topic=False, state=State.DONE, values={})


def _is_lately_closed(issue: Issue, now: datetime) -> bool:
    return not issue.is_open and issue.closed_at is not None and issue.closed_at >= now - RECENT


def _meetings(snapshot: Snapshot, config: Config) -> Mapping[str, date]:
    """The local day of the first meeting that each topic is on the agenda of, by node id.

    As its agenda tells: what it has room for, until the ranking is final; from then on what has a section. Of the
    agendas of other configurations only the sections are known.
    """
    found: dict[str, date] = {}
    for start, topics in sorted(_agendas_with_topics(snapshot, config), key=lambda each: each[0]):
        for topic in topics:
            found.setdefault(topic.id, _day(start, config))
    return found


def _agendas_with_topics(snapshot: Snapshot, config: Config) -> Iterator[tuple[datetime, Sequence[Issue]]]:
    own = {agenda.issue.id: agenda for agenda in standing_agendas(snapshot, config)}
    for issue in snapshot.agendas:
        identity = identity_of(snapshot, config, issue) if issue.is_open else None
        if identity is None or not is_trusted(snapshot, config, issue.author):
            continue
        agenda = own.get(issue.id) or Agenda(issue, identity)
        if identity.config_path == config.path and issue.id not in own:
            continue  # a second agenda of the same meeting, which is about to be closed
        if wrap_up_of(snapshot, config, agenda) is None:
            yield agenda.identity.start, _topics_on(agenda, snapshot, config)


def _topics_on(agenda: Agenda, snapshot: Snapshot, config: Config) -> Sequence[Issue]:
    if agenda.identity.frozen:
        return [
            topic for topic in snapshot.topics if any(section.is_about(topic) for section in agenda.sections)
        ]
    is_own = agenda.identity.config_path == config.path
    occurrence = find_occurrence(config, agenda.identity.meeting) if is_own else None
    if occurrence is None or questions_on_votes(snapshot, config):
        return []
    return [place.topic for place in program_of(snapshot, config, occurrence, agenda).prepared]


def _day(start: datetime, config: Config) -> date:
    return start.astimezone(config.zone).date()
