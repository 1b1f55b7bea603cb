"""What a run did, in words for a terminal and in values for a program."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from arch_hour.model import Issue
from arch_hour.rendering import reference
from arch_hour.rules.agendas import Agenda, known_agendas
from arch_hour.rules.board_changes import BoardChange, BoardValue, PutOnBoard, SetOnBoard
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    AddSubIssue,
    Assigned,
    AssignOwners,
    CloseIssue,
    CommitFile,
    CreateIssue,
    DeleteComment,
    EditComment,
    EditIssue,
    PinIssue,
    RemoveLabel,
    ReopenIssue,
    UnassignOwners,
    UnpinIssue,
    repository_of,
)
from arch_hour.rules.follow_up_memory import read_follow_up
from arch_hour.rules.page_import import Placement
from arch_hour.rules.promises import still_open
from arch_hour.rules.questions import questions_on_votes
from arch_hour.rules.ranking import RankedTopic
from arch_hour.rules.schedule import Occurrence, due_for_agenda, occurrences
from arch_hour.rules.standings import standings
from arch_hour.session import Outcome, Step
from arch_hour.telling_lines import lines_as_values

FAR = timedelta(days=400)

_VERBS = {
    AddComment: "comment on",
    EditComment: "edit a comment on",
    DeleteComment: "delete a comment on",
    ReopenIssue: "reopen",
    PinIssue: "pin",
    UnpinIssue: "unpin",
    CommitFile: "commit",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """One change in words, such as `create #12 “Arch Hour: 2020-12-17” (agenda)`, and its reason."""

    what: str
    why: str


def deeds(outcome: Outcome) -> tuple[Deed, ...]:
    """Every change in its order; what a rehearsal only pretends to make has no number, and goes by its title."""
    titles = {
        step.number: step.change.title for step in outcome.steps if isinstance(step.change, CreateIssue)
    }
    return tuple(
        Deed(_told(step, lambda number: _name(number, titles)), step.change.why) for step in outcome.steps
    )


def _name(number: int, titles: Mapping[int, str]) -> str:
    return f"“{titles[number]}”" if number < 0 else reference(number)


def _told(step: Step, named: Callable[[int], str]) -> str:
    place = _place(step, named)
    match step.change:
        case CreateIssue(title=title, labels=labels):
            return f"create {place if step.number < 0 else f'{place} “{title}”'} ({', '.join(labels)})"
        case (
            AddComment()
            | EditComment()
            | DeleteComment()
            | ReopenIssue()
            | PinIssue()
            | UnpinIssue()
            | CommitFile()
        ):
            return f"{_VERBS[type(step.change)]} {place}"
        case EditIssue(title=title):
            return f"edit {place}" + (f", now “{title}”" if title else "")
        case CloseIssue(reason=reason):
            return f"close {place} as {reason.value.replace('_', ' ')}"
        case AddLabels() | RemoveLabel():
            return _told_of_labels(step.change, place)
        case AssignOwners():
            assigned = step.result.assignees if isinstance(step.result, Assigned) else ()
            return f"assign {place} to {', '.join(assigned) or 'nobody'}"
        case UnassignOwners(logins=logins):
            return f"unassign {', '.join(logins)} from {place}"
        case AddSubIssue(parent=parent):
            return f"make {place} a sub-issue of {named(parent)}"
        case PutOnBoard() | SetOnBoard():
            return _told_of_board(step.change)


def _told_of_labels(change: AddLabels | RemoveLabel, place: str) -> str:
    if isinstance(change, AddLabels):
        return f"label {place} with {', '.join(change.labels)}"
    return f"take {change.label} off {place}"


def _told_of_board(change: BoardChange) -> str:
    if isinstance(change, PutOnBoard):
        return f"put {', '.join(entry.called for entry in change.entries)} on the board"
    return f"set on the board {'; '.join(_set_for(change.values))}"


def _set_for(values: Iterable[BoardValue]) -> Iterator[str]:
    """What each item gets, such as `#12 status On agenda, votes 3`."""
    for called, group in groupby(values, key=lambda value: value.called):
        yield f"{called} {', '.join(value.told for value in group)}"


def _place(step: Step, named: Callable[[int], str]) -> str:
    """What a change is about: an issue, or a file by its path."""
    if isinstance(step.change, CommitFile):
        return step.change.path
    return f"{repository_of(step.change)}{named(step.number)}"


def next_meeting(outcome: Outcome) -> Occurrence | None:
    """The meeting whose agenda is due, else the next one within a year."""
    now = outcome.settings.now
    due = due_for_agenda(outcome.config, now)
    return due[0] if due else next(iter(occurrences(outcome.config, now, now + FAR)), None)


def agenda_of(outcome: Outcome, meeting: Occurrence | None) -> Agenda | None:
    """The agenda issue of a meeting, once there is one."""
    found = known_agendas(outcome.snapshot, outcome.config)
    return next((agenda for agenda in found if meeting and agenda.identity.meeting == meeting.key), None)


def is_ranked(outcome: Outcome) -> bool:
    """Whether the run knows all that a ranking needs; without it one must not be told, as it would be another."""
    return not questions_on_votes(outcome.snapshot, outcome.config)


def ranked_topics(outcome: Outcome) -> tuple[RankedTopic, ...]:
    """The open topics in their order as the next meeting's agenda ranks them, so that both tell the same."""
    meeting = next_meeting(outcome)
    freeze = meeting.at(-outcome.config.agenda.freeze_before) if meeting else None
    return standings(outcome.snapshot, outcome.config, freeze).ranked


def as_values(outcome: Outcome) -> dict[str, Any]:
    """All of it as JSON values; `topics` is None if they could not be ranked, `error` if nothing was wrong."""
    meeting = next_meeting(outcome)
    agenda = agenda_of(outcome, meeting)
    ranked = ranked_topics(outcome) if is_ranked(outcome) else None
    return {
        "repository": outcome.snapshot.repository.full_name,
        "dry_run": outcome.settings.dry_run,
        "meeting": meeting.start.isoformat() if meeting else None,
        "timezone": outcome.config.zone.key,
        "agenda": _agenda(agenda) if agenda else None,
        "topics": None if ranked is None else [_topic(place, outcome) for place in ranked],
        "follow_ups": list(_follow_ups(outcome)),
        **(lines_as_values(outcome.explained) if outcome.explained else {"lines": None, "lost": None}),
        "changes": [{"what": deed.what, "why": deed.why} for deed in deeds(outcome)],
        "warnings": warnings(outcome),
        "error": outcome.trouble or None,
        "import": [
            {
                "title": placement.topic.title,
                "votes": placement.topic.votes,
                "section": placement.topic.section.value,
                "verdict": placement.verdict.value,
                "number": number_of(placement, outcome),
            }
            for placement in outcome.placements
        ],
    }


def number_of(placement: Placement, outcome: Outcome) -> int | None:
    """The issue that a topic of a page is, or was made now; None where it is only rehearsed."""
    if placement.existing:
        return _known(placement.existing.number)
    made = {step.change.key: step.number for step in outcome.steps if isinstance(step.change, CreateIssue)}
    keys = (change.key for change in placement.changes if isinstance(change, CreateIssue))
    return next((_known(made[key]) for key in keys if key in made), None)


def _known(number: int) -> int | None:
    """An issue that a rehearsal only pretends to make has no number yet."""
    return number if number > 0 else None


def _url(issue: Issue) -> str | None:
    """Nor has it a page."""
    return issue.url if issue.number > 0 else None


def warnings(outcome: Outcome) -> list[str]:
    """What a person should hear of."""
    return [*(step.warning for step in outcome.steps if step.warning), *outcome.remarks]


def _agenda(agenda: Agenda) -> dict[str, Any]:
    issue = agenda.issue
    return {
        "number": _known(issue.number),
        "title": issue.title,
        "url": _url(issue),
        "cancelled": agenda.cancelled,
    }


def _topic(place: RankedTopic, outcome: Outcome) -> dict[str, Any]:
    return {
        "rank": place.rank,
        "name": place.topic.name if place.topic.number > 0 else None,
        "number": _known(place.topic.number),
        "repository": place.topic.repository or outcome.snapshot.repository.full_name,
        "title": place.topic.title,
        "url": _url(place.topic),
        "votes": place.ballot.total,
        "votes_from_page": place.ballot.from_page,
        "voters": list(place.ballot.voters),
    }


def _follow_ups(outcome: Outcome) -> Iterator[dict[str, Any]]:
    made = {step.number for step in outcome.steps if isinstance(step.change, CreateIssue)}
    for issue in still_open(outcome.snapshot, outcome.config):
        if read_follow_up(issue) is not None:
            yield {
                "number": _known(issue.number),
                "title": issue.title,
                "url": _url(issue),
                "owners": list(issue.assignees),
                "needs_owner": issue.has_label(outcome.config.actions.needs_owner_label),
                "new": issue.number in made,
            }
