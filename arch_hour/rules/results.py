"""What became of a meeting: which of its topics were discussed, by command or by tick, and when it ended."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.agenda_identity import TopicSection
from arch_hour.rules.agendas import Agenda, wrap_up_of
from arch_hour.rules.calls import Call
from arch_hour.rules.discussion import Discussion, Turn, finished
from arch_hour.rules.discussion_record import discussion_of
from arch_hour.rules.markers import digest, mark
from arch_hour.rules.meeting_records import MeetingRecord
from arch_hour.rules.pending_calls import ending
from arch_hour.rules.replies import login_of

# The key of a wrap-up's marker that tells what it was made of.
MADE_OF = "made_of"


@dataclass(frozen=True, slots=True)
class Result:
    """A meeting at its end: `sections` are its topics in the agenda's order, ticked where they were discussed.

    `ended` is when it ended, as far as people told: with their last command, where they left it at that; None where
    they gave none. `call` is the command that ended it, if one did and is not answered yet.
    """

    agenda: Agenda
    discussion: Discussion
    sections: tuple[TopicSection, ...]
    ended: datetime | None
    call: Call | None

    @property
    def discussed(self) -> tuple[TopicSection, ...]:
        """The sections of what was discussed."""
        return tuple(section for section in self.sections if section.ticked)

    def turn_of(self, section: TopicSection) -> Turn | None:
        """The turn of a section's topic, where it had one."""
        return next((turn for turn in self.discussion.turns if _is_about(section, turn)), None)

    @property
    def made_of(self) -> str:
        """A digest of all that the minutes are made of and that can change: the agenda's text, and the turns."""
        turns = [(turn.item.topic, turn.boxes, turn.spent.total_seconds()) for turn in self.discussion.turns]
        ticked = sorted(section.name for section in self.discussed)
        return digest(
            mark("made-of", {"text": digest(self.agenda.issue.body), "turns": turns, "ticked": ticked})
        )


def result_of(snapshot: Snapshot, config: Config, agenda: Agenda, now: datetime) -> Result:
    """What became of a meeting that ends now, or has ended."""
    call = ending(snapshot, config, agenda, now)
    over = discussion_of(snapshot, config, agenda)
    if over.is_over and call is None:
        ended = _recorded_end(snapshot, config, agenda)
    else:
        told = _ended(agenda, over, call, now)
        ended = told or (over.last.at if over.last else None)
        over = finished(over, told or min(now, agenda.end), login_of(call.by) if call else "")
        over = replace(over, begun=over.begun or _called_before(agenda, over))
    return Result(agenda, over, tuple(_told(agenda, over)), ended, call)


def topics_in_order(result: Result, snapshot: Snapshot) -> Iterator[tuple[TopicSection, Issue | None]]:
    """What was discussed, each once, with its topic, where it still is one."""
    known = (*snapshot.topics, *snapshot.discussed)
    named: set[str] = set()
    for section in result.discussed:
        if section.name not in named:
            named.add(section.name)
            yield section, next(filter(section.is_about, known), None)


def _recorded_end(snapshot: Snapshot, config: Config, agenda: Agenda) -> datetime | None:
    """When it ended as its minutes say, which nobody went on with since."""
    told = wrap_up_of(snapshot, config, agenda)
    record = MeetingRecord.read(told.data) if told else None
    return record.ended if record else None


def _ended(agenda: Agenda, discussion: Discussion, call: Call | None, now: datetime) -> datetime | None:
    """By command, else when its agenda was closed; a box that nobody ended took until its end, or the meeting's."""
    if call is not None:
        return max(call.at, discussion.last.at) if discussion.last else call.at
    closed_at = agenda.issue.closed_at if not agenda.issue.is_open else None
    last = max(agenda.end, discussion.box.end) if discussion.box else agenda.end
    if closed_at is None:
        return min(discussion.box.end, now) if discussion.box else None
    return min(closed_at, last)


def _called_before(agenda: Agenda, over: Discussion) -> datetime | None:
    """When somebody began a meeting in which no topic waited; what was said after its end began nothing."""
    begun, last = agenda.begun, over.last
    return begun if begun and last and begun <= last.at else None


def _told(agenda: Agenda, discussion: Discussion) -> Iterator[TopicSection]:
    """The agenda's sections, and those of topics that had their turn and whose section somebody deleted."""
    for section in agenda.sections:
        is_discussed = any(_is_about(section, turn) for turn in discussion.discussed)
        yield replace(section, ticked=section.ticked or is_discussed)
    for turn in discussion.discussed:
        if not any(_is_about(section, turn) for section in agenda.sections):
            repository, _, number = turn.item.name.rpartition("#")
            if number.isdigit():
                yield TopicSection(turn.item.topic, int(number), ticked=True, repository=repository)


def _is_about(section: TopicSection, turn: Turn) -> bool:
    if section.topic_id is not None:
        return section.topic_id == turn.item.topic
    return section.name.casefold() == turn.item.name.casefold()
