"""What stands around an agenda: its pin, its people, the link from the one before, and topics that came late."""

from collections.abc import Iterator
from datetime import datetime

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.agenda_matching import is_moved_into_the_past
from arch_hour.rules.agendas import (
    NEXT,
    Agenda,
    known_agendas,
    own_identity,
    previous_agenda,
    standing_agendas,
)
from arch_hour.rules.changes import (
    AddComment,
    AssignOwners,
    Change,
    PinIssue,
    UnpinIssue,
)
from arch_hour.rules.late_topics import tell_late_topics
from arch_hour.rules.markers import leading_marker, mark
from arch_hour.rules.questions import Questions
from arch_hour.rules.ratings import unread_ratings
from arch_hour.rules.roles import is_assignable, missing, people_to_ask, recorded_roles
from arch_hour.rules.schedule import find_occurrence
from arch_hour.rules.trust import is_ours, is_trusted, remarks_on_makers

# As many as GitHub lets a repository have.
PINS = 3


def plan_surroundings(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:
    """The changes around the agendas that are there; none of them writes an agenda's text."""
    return [
        *_pin(snapshot, config, now),
        *_assign(snapshot, config, now),
        *_link(snapshot, config, now),
        *tell_late_topics(snapshot, config),
    ]


def also_asked(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What the agendas and their surroundings need to know beside what every plan does."""
    half_read = (
        previous.issue for _, previous in _unlinked(snapshot, config, now) if previous.issue.is_half_read
    )
    ratings = {comment.id: comment for comment in unread_ratings(snapshot, config, now)}
    return Questions(
        all_comments=tuple(half_read),
        assignable=people_to_ask(snapshot, config, now),
        reactions=tuple(ratings.values()),
    )


def remarks_on(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[str]:
    """What people should hear of the repository as the run left it: one sentence each, with how to mend it."""
    wanted = _to_pin(snapshot, config, now)
    if wanted and not _has_room(snapshot, config, wanted):
        yield (
            f"{wanted.issue.called} is not pinned: {PINS} other issues are, the most that GitHub allows; "
            "unpin one of them, or set agenda.pin to false"
        )
    for agenda in standing_agendas(snapshot, config):
        occurrence = find_occurrence(config, agenda.identity.meeting)
        if agenda.issue.is_open and occurrence and is_moved_into_the_past(agenda, occurrence, now):
            yield (
                f"{agenda.issue.called} is left as it is: its meeting was moved to "
                f"{occurrence.start:%Y-%m-%d %H:%M}, which is over; correct it under meeting.moved or in the calendar"
            )
    for agenda in _coming(snapshot, config, now):
        yield from _remarks_on_people(snapshot, config, agenda)
    yield from remarks_on_makers(
        snapshot, config, _agendas_by_marker(snapshot, config), "agendas", "everything is made twice"
    )


def _agendas_by_marker(snapshot: Snapshot, config: Config) -> Iterator[Issue]:
    """The open issues that say they are agendas of this configuration, whoever made them."""
    for issue in snapshot.agendas:
        identity = own_identity(issue) if issue.is_open and issue.has_label(config.agenda.label) else None
        if identity is not None and identity.config_path == config.path:
            yield issue


def _remarks_on_people(snapshot: Snapshot, config: Config, agenda: Agenda) -> Iterator[str]:
    roles = recorded_roles(agenda)
    lists = (("facilitator", config.meeting.facilitators), ("scribe", config.meeting.scribes))
    for role, people in lists:
        if people and not getattr(roles, role) and not agenda.identity.frozen:
            yield f"{agenda.issue.called} has no {role}: nobody in meeting.{role}s can be assigned in this repository"
    for login in missing(agenda, roles):
        if is_assignable(snapshot, login) is False:
            yield f"{agenda.issue.called}: {login} cannot be assigned in this repository"


def _coming(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Agenda]:
    """The open agendas of meetings that are not over, the nearest first."""
    for agenda in standing_agendas(snapshot, config):
        if agenda.issue.is_open and agenda.end > now:
            yield agenda


def _pin(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Change]:
    nearest = next(_coming(snapshot, config, now), None)
    if nearest is None or not config.agenda.pin:
        return
    for agenda in _pinned_before(snapshot, config, nearest):
        yield UnpinIssue(agenda.issue.number, agenda.issue.id, "it is not the next meeting's agenda any more")
    wanted = _to_pin(snapshot, config, now)
    if wanted and _has_room(snapshot, config, wanted):
        yield PinIssue(wanted.issue.number, wanted.issue.id, "it is the next meeting's agenda")


def _to_pin(snapshot: Snapshot, config: Config, now: datetime) -> Agenda | None:
    """The nearest agenda where it is not pinned: what a person unpinned stays so."""
    nearest = next(_coming(snapshot, config, now), None)
    if nearest is None or nearest.issue.is_pinned or not (config.agenda.pin and snapshot.knows_pins):
        return None
    return None if _is_unpinned_by_people(snapshot, config, nearest) else nearest


def _is_unpinned_by_people(snapshot: Snapshot, config: Config, agenda: Agenda) -> bool:
    """Whether it is somebody's will; where we write as a person, what was unpinned in that name counts as theirs."""
    last = agenda.issue.pinning
    if last is None or last.is_pin or last.by is None:
        return False
    return not last.by.is_bot or not is_ours(snapshot, config, last.by)


def _is_pinned_by_people(snapshot: Snapshot, config: Config, agenda: Agenda) -> bool:
    last = agenda.issue.pinning
    return last is not None and last.is_pin and last.by is not None and not is_ours(snapshot, config, last.by)


def _pinned_before(snapshot: Snapshot, config: Config, nearest: Agenda) -> Iterator[Agenda]:
    """Ours of earlier meetings that are still pinned, duplicates too; what a person pinned stays so."""
    for agenda in known_agendas(snapshot, config):
        if (
            agenda.issue.is_pinned
            and agenda.issue.id != nearest.issue.id
            and agenda.identity.start <= nearest.identity.start
            and not _is_pinned_by_people(snapshot, config, agenda)
        ):
            yield agenda


def _has_room(snapshot: Snapshot, config: Config, wanted: Agenda) -> bool:
    leaving = {agenda.issue.number for agenda in _pinned_before(snapshot, config, wanted)}
    return len(set(snapshot.pinned) - leaving) < PINS


def _assign(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Change]:
    for agenda in _coming(snapshot, config, now):
        absent = missing(agenda, recorded_roles(agenda))
        logins = tuple(login for login in absent if is_assignable(snapshot, login))
        if logins:
            yield AssignOwners(
                agenda.issue.number, logins, "", "it is their turn to facilitate or take notes"
            )


def _link(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Change]:
    for agenda, previous in _unlinked(snapshot, config, now):
        marker = mark(NEXT, {"meeting": agenda.identity.meeting})
        text = rendering.render("next.md", number=agenda.issue.number)
        yield AddComment(previous.issue.number, f"{marker}\n{text}", "the next meeting has an agenda")


def _unlinked(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[tuple[Agenda, Agenda]]:
    """The coming agendas with the one before, where that meeting is over and does not lead to the next one yet."""
    seen: set[str] = set()
    for agenda in _coming(snapshot, config, now):
        previous = previous_agenda(snapshot, config, agenda.identity.start)
        is_rehearsed = agenda.issue.number < 0
        if previous is None or is_rehearsed or previous.issue.id in seen:
            continue
        seen.add(previous.issue.id)
        is_over = not previous.issue.is_open or previous.end <= now
        if is_over and not _is_linked(snapshot, config, previous):
            yield agenda, previous


def _is_linked(snapshot: Snapshot, config: Config, agenda: Agenda) -> bool:
    return any(
        leading_marker(comment.body, NEXT) and is_trusted(snapshot, config, comment.author)
        for comment in agenda.issue.comments
    )
