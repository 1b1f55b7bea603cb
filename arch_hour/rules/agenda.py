"""The plan of the agenda: one issue for each meeting, kept true until the freeze, and left alone after it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules import agenda_document
from arch_hour.rules.aftermath import foreseen
from arch_hour.rules.agenda_identity import AGENDA
from arch_hour.rules.agenda_matching import Pairing, match_agendas
from arch_hour.rules.agenda_text import AgendaText
from arch_hour.rules.agenda_versions import versions_of
from arch_hour.rules.agendas import (
    DUPLICATE,
    NO_ROOM,
    Agenda,
    known_agendas,
    previous_agenda,
    said,
    standing_sections,
    wrap_up_of,
)
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Change,
    CloseIssue,
    CloseReason,
    CreateIssue,
    EditIssue,
    Key,
    RemoveLabel,
    ReopenIssue,
)
from arch_hour.rules.markers import mark
from arch_hour.rules.programs import freeze_of, program_of
from arch_hour.rules.promises import open_follow_ups
from arch_hour.rules.ranking import Program, RankedTopic
from arch_hour.rules.ratings import rating
from arch_hour.rules.recovery import lacks_room
from arch_hour.rules.rescheduling import (
    cancel,
    leave_cancelled,
    restore,
    schedule_after_reopening,
    tell_new_time,
)
from arch_hour.rules.roles import roles_of
from arch_hour.rules.schedule import Occurrence
from arch_hour.rules.seals import sealed
from arch_hour.rules.standings import standings
from arch_hour.rules.voters_record import missing_records, records


def plan_agenda(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:
    """The changes that make the agenda of every meeting that is near what it should be."""
    matching = match_agendas(snapshot, config, now)
    changes: list[Change] = []
    for agenda in matching.lost:
        changes += cancel(snapshot, config, agenda)
    # One agenda names another, which may be cancelled or opened again in this very run; and what is frozen in it sets
    # the labels again that a cancelled one leaves.
    changes += leave_cancelled(foreseen(snapshot, config, changes, now), config, now)
    seen = foreseen(snapshot, config, changes, now)
    starts = {
        pairing.kept.issue.id: pairing.occurrence.start for pairing in matching.pairings if pairing.kept
    }
    made: list[Occurrence] = []
    for pairing in matching.pairings:
        desk = _Desk(seen, config, now, pairing.occurrence, pairing.kept, tuple(made), starts)
        planned = list(_one_meeting(desk, pairing))
        seen = foreseen(seen, config, planned, now)
        made += [pairing.occurrence for change in planned if isinstance(change, CreateIssue)]
        changes += planned
    return changes


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is on the table while one meeting's agenda is planned.

    `made` are the meetings whose agendas are made earlier in this run, `starts` the meetings' times by agenda.
    """

    snapshot: Snapshot
    config: Config
    now: datetime
    occurrence: Occurrence
    kept: Agenda | None
    made: tuple[Occurrence, ...]
    starts: Mapping[str, datetime]

    @property
    def freeze_at(self) -> datetime:
        return freeze_of(self.config, self.occurrence, self.kept)

    @property
    def frozen(self) -> bool:
        return self.now >= self.freeze_at

    def text(self) -> AgendaText:
        """All that the agenda tells, with the ranking as it is now."""
        roles = roles_of(self.snapshot, self.config, self.occurrence, self.kept)
        previous = self._previous()
        return AgendaText(
            self.snapshot.repository,
            self.occurrence,
            program_of(self.snapshot, self.config, self.occurrence, self.kept),
            open_follow_ups(self.snapshot, self.config, self.occurrence.start),
            self.freeze_at,
            self.frozen,
            roles.facilitator,
            roles.scribe,
            previous.issue if previous else None,
            rating(self.snapshot, self.config, previous) if previous else None,
        )

    def _previous(self) -> Agenda | None:
        """The agenda before this one, once that is closed or was over when this one was made.

        One still to come may not have a number yet, and the clock alone must never change a text.
        """
        found = previous_agenda(self._without_own(), self.config, self.occurrence.start, self.starts)
        made_at = self.kept.issue.created_at if self.kept else self.now
        if found is None or (found.issue.closed_at is None and found.end > made_at):
            return None
        return None if self._has_another_since(found) else found

    def _without_own(self) -> Snapshot:
        """A meeting that goes to a later time is not the one before itself."""
        own = {
            agenda.issue.id
            for agenda in known_agendas(self.snapshot, self.config)
            if self.kept and agenda.identity.meeting == self.kept.identity.meeting
        }
        others = tuple(issue for issue in self.snapshot.agendas if issue.id not in own)
        return replace(self.snapshot, agendas=others)

    def _has_another_since(self, previous: Agenda) -> bool:
        """Whether a meeting between the two has an agenda that is not there yet."""
        return any(previous.identity.start < other.start < self.occurrence.start for other in self.made)


def _one_meeting(desk: _Desk, pairing: Pairing) -> Iterator[Change]:
    kept = pairing.kept
    if kept is None:
        yield from _new_agenda(desk)
        return
    for other in pairing.agendas[1:]:
        yield from _close_duplicate(desk, kept, other)
    restored = list(restore(desk.snapshot, desk.config, kept)) if desk.now < desk.occurrence.start else []
    yield from restored
    is_open = kept.issue.is_open or any(isinstance(change, ReopenIssue) for change in restored)
    if not is_open or wrap_up_of(desk.snapshot, desk.config, kept):
        return
    if not kept.identity.frozen:
        yield from _refresh(desk, kept)
        return
    if lacks_room(desk.snapshot, desk.config, kept.issue):
        yield from _ask_for_room(desk, kept, lacking=True)
    yield from tell_new_time(desk.config, kept, desk.occurrence)
    yield from schedule_after_reopening(desk.snapshot, desk.config, kept, desk.now)
    if kept.identity.votes_until:
        yield from _record_voters(desk, kept, _told_of(desk, kept, kept.identity.votes_until))


def _new_agenda(desk: _Desk) -> Iterator[Change]:
    text = desk.text()
    if desk.config.agenda.when_empty == "skip" and text.program.is_empty:
        return
    composed = agenda_document.compose(agenda_document.new_body(), text, desk.config)
    if composed is None:
        msg = "an agenda of nobody's words has room for the least"
        raise AssertionError(msg)
    yield from _schedule_topics(desk, composed.program)
    key = Key(f"agenda {desk.occurrence.key}")
    yield CreateIssue(
        key=key,
        title=agenda_document.title(desk.occurrence, desk.config),
        body=composed.body,
        labels=(desk.config.agenda.label,),
        why=f"the meeting of {desk.occurrence.start:%Y-%m-%d %H:%M} has no agenda yet",
    )
    if desk.frozen and not composed.names_voters:
        for record in records(composed.program.prepared, desk.occurrence.key):
            yield AddComment(key, record, "who voted")


def _refresh(desk: _Desk, agenda: Agenda) -> Iterator[Change]:
    if lacks_room(desk.snapshot, desk.config, agenda.issue):
        yield from _ask_for_room(desk, agenda, lacking=True)
        return
    versions = (version.text for version in versions_of(desk.snapshot, agenda.issue))
    composed = agenda_document.compose(agenda.issue.body, desk.text(), desk.config, versions)
    if composed is None:
        yield from _ask_for_room(desk, agenda, lacking=False)
        return
    if composed.body == agenda.issue.body:
        return
    yield from _schedule_topics(desk, composed.program)
    why = "the ranking is final" if desk.frozen else "topics or votes changed"
    title = _new_title(desk, agenda)
    body = sealed(composed.body, AGENDA, over=agenda.issue.body)
    issue = agenda.issue
    yield EditIssue(issue.number, why, title, body, was=issue.body, title_was=title and issue.title)
    if desk.frozen and not composed.names_voters:
        yield from _record_voters(desk, agenda, composed.program.prepared)


def _record_voters(desk: _Desk, agenda: Agenda, prepared: Iterable[RankedTopic]) -> Iterator[Change]:
    for record in missing_records(prepared, desk.snapshot, desk.config, agenda):
        yield AddComment(agenda.issue.number, record, "who voted")


def _told_of(desk: _Desk, agenda: Agenda, until: datetime) -> Iterator[RankedTopic]:
    """The topics that a frozen agenda has a section for, with the votes given before it was frozen."""
    for ranked in standings(desk.snapshot, desk.config, until).ranked:
        if any(section.is_about(ranked.topic) for section in agenda.sections):
            yield ranked


def _ask_for_room(desk: _Desk, agenda: Agenda, *, lacking: bool) -> Iterator[Change]:
    """People's own text fills the issue: it stays, and they are told once; so they are where words lack room."""
    known = said(desk.snapshot, desk.config, agenda, NO_ROOM)
    if not any(bool(marker.data.get("lacking")) == lacking for marker in known):
        marked = mark(NO_ROOM, {"meeting": agenda.identity.meeting, "lacking": lacking})
        text = rendering.render("no_room.md", lacking=lacking)
        yield AddComment(agenda.issue.number, f"{marked}\n{text}", "its text leaves no room")


def _new_title(desk: _Desk, agenda: Agenda) -> str | None:
    """A meeting that was moved changes its date; a title that a person gave stays."""
    title = agenda_document.title(desk.occurrence, desk.config)
    is_ours = agenda.issue.title == agenda.identity.title
    return title if is_ours and title != agenda.issue.title else None


def _schedule_topics(desk: _Desk, program: Program) -> Iterator[Change]:
    """Labels before the freeze itself: once the agenda is frozen nobody looks at them again until the wrap-up."""
    label = desk.config.topics.scheduled_label
    if label is None or not desk.frozen:
        return
    prepared = {place.topic.id for place in program.prepared}
    others = standing_sections(desk.snapshot, desk.config)
    for topic in desk.snapshot.topics:
        if topic.id in prepared and not topic.has_label(label):
            yield AddLabels(topic.target, (label,), "it is on the agenda")
        # It may be on the agenda of another meeting, here or in its own repository, which sets the same label.
        is_free = not topic.repository and not any(section.is_about(topic) for section in others)
        if topic.id not in prepared and is_free and topic.has_label(label):
            yield RemoveLabel(topic.target, label, "it is not on the agenda")


def _close_duplicate(desk: _Desk, kept: Agenda, other: Agenda) -> Iterator[Change]:
    """Two runs at once made two: the older stays, and what people wrote in the other stays readable there."""
    if not other.issue.is_open:
        return
    if next(said(desk.snapshot, desk.config, other, DUPLICATE), None) is None:
        text = rendering.render("duplicate.md", kept=kept.issue.number)
        data = {"meeting": other.identity.meeting, "of": kept.issue.number}
        marked = f"{mark(DUPLICATE, data)}\n{text}"
        yield AddComment(other.issue.number, marked, "a second agenda of the same meeting")
    yield CloseIssue(other.issue.number, CloseReason.NOT_PLANNED, "a second agenda of the same meeting")
