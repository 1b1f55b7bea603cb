"""What a run did, in values for a program, for the outputs of the Action and for its summary."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from arch_hour.deeds import deeds
from arch_hour.model import Issue
from arch_hour.rules.agendas import Agenda, known_agendas
from arch_hour.rules.changes import CreateIssue
from arch_hour.rules.follow_up_memory import read_follow_up
from arch_hour.rules.page_import import Placement
from arch_hour.rules.programs import freeze_of, program_of
from arch_hour.rules.promises import open_follow_ups
from arch_hour.rules.questions import questions_on_votes
from arch_hour.rules.ranking import Program, RankedTopic
from arch_hour.rules.schedule import Occurrence, due_for_agenda, occurrences
from arch_hour.rules.standings import standings
from arch_hour.session import Outcome
from arch_hour.telling_lines import lines_as_values

FAR = timedelta(days=400)


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
    freeze = freeze_of(outcome.config, meeting, agenda_of(outcome, meeting)) if meeting else None
    return standings(outcome.snapshot, outcome.config, freeze).ranked


def as_values(outcome: Outcome) -> dict[str, Any]:
    """All of it as JSON values; `topics` is None if they could not be ranked, `error` if nothing was wrong."""
    meeting = next_meeting(outcome)
    agenda = agenda_of(outcome, meeting)
    return {
        "repository": outcome.snapshot.repository.full_name,
        "url": outcome.snapshot.repository.url,
        "name": outcome.config.meeting.name,
        "dry_run": outcome.settings.dry_run,
        "meeting": meeting.start.isoformat() if meeting else None,
        "timezone": outcome.config.zone.key,
        "agenda": _agenda(agenda) if agenda else None,
        "topics": list(_topics(outcome, meeting, agenda)) if is_ranked(outcome) else None,
        "follow_ups": list(_follow_ups(outcome, meeting)),
        **(lines_as_values(outcome.explained) if outcome.explained else {"lines": None, "lost": None}),
        "changes": [{"what": deed.what, "why": deed.why} for deed in deeds(outcome)],
        "warnings": warnings(outcome),
        "error": outcome.trouble or None,
        "requests": outcome.requests,
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


def _topics(outcome: Outcome, meeting: Occurrence | None, agenda: Agenda | None) -> Iterator[dict[str, Any]]:
    if meeting is None:
        yield from (
            {**_topic(each, outcome), "place": None, "start": None} for each in ranked_topics(outcome)
        )
        return
    program = program_of(outcome.snapshot, outcome.config, meeting, agenda)
    places = _places(program)
    for each in sorted((*program.prepared, *program.backlog), key=lambda place: place.rank):
        yield {**_topic(each, outcome), "start": None, **places[each.topic.name]}


def _places(program: Program) -> dict[str, dict[str, str]]:
    """What the meeting has in store for each topic, by its name."""
    boxed = {
        slot.ranked.topic.name: {"place": "agenda", "start": slot.start.isoformat()} for slot in program.slots
    }
    ready = {each.topic.name: {"place": "if time allows"} for each in program.if_time_allows}
    return boxed | ready | {each.topic.name: {"place": "backlog"} for each in program.backlog}


def _topic(place: RankedTopic, outcome: Outcome) -> dict[str, Any]:
    return {
        "rank": place.rank,
        "name": place.topic.name if place.topic.number > 0 else None,
        "number": _known(place.topic.number),
        "repository": place.topic.repository or outcome.snapshot.repository.full_name,
        "title": place.topic.title,
        "url": _url(place.topic),
        "pinned": place.pinned,
        "votes": place.ballot.total,
        "votes_from_page": place.ballot.from_page,
        "voters": list(place.ballot.voters),
    }


def _follow_ups(outcome: Outcome, meeting: Occurrence | None) -> Iterator[dict[str, Any]]:
    """Those that we made, in the order in which the meeting looks at them."""
    made = {step.number for step in outcome.steps if isinstance(step.change, CreateIssue)}
    start = meeting.start if meeting else outcome.settings.now.astimezone(outcome.config.zone)
    rows = open_follow_ups(outcome.snapshot, outcome.config, start)
    # What a rehearsal only pretends to make counts down from zero.
    for row in sorted(
        rows, key=lambda row: (row.due or date.max, row.issue.number < 0, abs(row.issue.number))
    ):
        issue = row.issue
        if read_follow_up(issue) is not None:
            yield {
                "number": _known(issue.number),
                "title": issue.title,
                "url": _url(issue),
                "owners": list(issue.assignees),
                "needs_owner": issue.has_label(outcome.config.actions.needs_owner_label),
                "due": row.due.isoformat() if row.due else None,
                "overdue": row.overdue,
                "new": issue.number in made,
            }
