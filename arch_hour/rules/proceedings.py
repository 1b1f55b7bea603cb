"""The plan of a meeting at work: the commands on its agenda, each carried out once, in the order in which they came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Comment, Issue, Snapshot
from arch_hour.rules.agendas import REPLY, Agenda, comments_of, standing_agendas
from arch_hour.rules.beginnings import DISCUSSION, EARLIEST, as_record, begins
from arch_hour.rules.calls import Call, newest
from arch_hour.rules.changes import AddComment, Change
from arch_hour.rules.commands import Verb
from arch_hour.rules.discussion import Discussion, Item, Order, Refusal, Room, Step, carry_out
from arch_hour.rules.discussion_record import answered, comments_on_box, data_of, discussion_of
from arch_hour.rules.electorate import electorate
from arch_hour.rules.markers import mark
from arch_hour.rules.pending_calls import ends, is_too_late, pending_calls
from arch_hour.rules.proceedings_words import Words
from arch_hour.rules.quiet_refusals import remember
from arch_hour.rules.ranking import first_box
from arch_hour.rules.replies import Reason, Refused, login_of, to_be_told
from arch_hour.rules.revotes import Count, count_of
from arch_hour.rules.trust import is_trusted


def plan_proceedings(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:
    """The comments that carry out what people said on agendas; `/end` is left to the wrap-up: minutes answer it."""
    return [
        change
        for agenda in standing_agendas(snapshot, config)
        if (calls := pending_calls(snapshot, config, agenda, now))
        for change in Sitting.of(snapshot, config, agenda).go_through(calls, now)
    ]


def boxes_to_count(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Comment]:
    """The comments whose reactions a command counts now."""
    for agenda in standing_agendas(snapshot, config):
        calls = pending_calls(snapshot, config, agenda, now)
        box = discussion_of(snapshot, config, agenda).box if calls else None
        if box and any(
            call.spoken.verb is Verb.NEXT and call.at >= box.end and is_trusted(snapshot, config, call.by)
            for call in calls
        ):
            yield from comments_on_box(snapshot, config, agenda, box)


def needs_topics_elsewhere(snapshot: Snapshot, config: Config, now: datetime) -> bool:
    """Whether a command may call a topic of another repository."""
    return any(
        section.repository
        for agenda in standing_agendas(snapshot, config)
        if pending_calls(snapshot, config, agenda, now)
        for section in agenda.sections
    )


def is_called(snapshot: Snapshot, config: Config, now: datetime) -> bool:
    """Whether somebody who may began a meeting whose ranking is not final: it becomes so by that."""
    return any(
        agenda.begun is not None and not agenda.identity.frozen and agenda.issue.is_open
        for agenda in standing_agendas(snapshot, config)
        if pending_calls(snapshot, config, agenda, now)
    )


def waiting_topics(
    snapshot: Snapshot, config: Config, agenda: Agenda, discussion: Discussion
) -> dict[str, tuple[Item, Issue]]:
    """The topics with a section that wait for their turn, in the agenda's order, by node id.

    Those that were ticked, had their turn, are on hold or not open any more do not.
    """
    found: dict[str, tuple[Item, Issue]] = {}
    for section in agenda.sections:
        topic = next((topic for topic in snapshot.topics if section.is_about(topic)), None)
        if topic is None or not topic.is_open or section.ticked or discussion.had(topic.id):
            continue
        if not topic.has_label(config.topics.hold_label):
            minutes = section.box or first_box(topic, config, agenda.identity.minutes)
            found.setdefault(topic.id, (Item(topic.id, topic.name, minutes), topic))
    return found


@dataclass
class Sitting:
    """One agenda while its commands are gone through: the discussion moves on with each that is carried out."""

    snapshot: Snapshot
    config: Config
    agenda: Agenda
    discussion: Discussion
    answered: set[str]
    is_over: bool = False
    refused: list[Refused] = field(default_factory=list)
    asked: list[Call] = field(default_factory=list)
    carried_out: list[tuple[Call, Step]] = field(default_factory=list)

    @classmethod
    def of(cls, snapshot: Snapshot, config: Config, agenda: Agenda) -> "Sitting":
        """The agenda as its comments tell of it."""
        known = set(answered(snapshot, config, agenda))
        return cls(snapshot, config, agenda, discussion_of(snapshot, config, agenda), known)

    def go_through(self, calls: Sequence[Call], now: datetime) -> Iterator[Change]:
        """One comment for all that is asked or cannot be done, then one for each command that is carried out.

        A run that stops in between has told nothing that the next one would tell otherwise.
        """
        for call in calls:
            if self.agenda.issue.is_open and not self.agenda.identity.frozen and self._begins(call):
                # Its text has no room for the sections, or its template is in trouble: both is told elsewhere.
                break
            self._answer(call)
        yield from self._reply(now)
        for call, step in self.carried_out:
            self.answered.add(call.key)
            yield self._comment(call, step)

    def _begins(self, call: Call) -> bool:
        return begins(call, self.agenda.identity) and is_trusted(self.snapshot, self.config, call.by)

    def _answer(self, call: Call) -> None:
        """Does what a command says, or takes note of why not."""
        verb = call.spoken.verb
        reason = self._reason(call)
        if reason is not None:
            self.refused.append(Refused(call, reason))
        elif verb in (Verb.HELP, Verb.AGENDA):
            self.asked.append(call)
        elif verb is Verb.END:
            self.is_over = True
        elif verb is not None:
            self._move(call, verb)

    def _move(self, call: Call, verb: Verb) -> None:
        order = Order(verb, login_of(call.by), call.at)
        done = carry_out(self.discussion, order, self._room(call))
        if isinstance(done, Refusal):
            self.refused.append(Refused(call, Reason(done.value), self.discussion.box))
            return
        self.discussion = done.discussion
        self.carried_out.append((call, done))

    def _reason(self, call: Call) -> Reason | None:
        """Why a command is not carried out, whatever the state of the discussion; None where it may be."""
        spoken = call.spoken
        if not is_trusted(self.snapshot, self.config, call.by):
            return Reason.NOT_ALLOWED
        if spoken.verb is None:
            return Reason.MISSPELT
        if spoken.verb is Verb.MERGE:
            return Reason.ELSEWHERE
        if not spoken.is_well_formed:
            return Reason.MALFORMED
        return None if spoken.verb in (Verb.HELP, Verb.AGENDA) else self._wrong_moment(call)

    def _wrong_moment(self, call: Call) -> Reason | None:
        if self.agenda.cancelled:
            return Reason.CANCELLED
        if is_too_late(self.snapshot, self.config, self.agenda, call):
            return Reason.OVER
        if call.spoken.verb is Verb.END:
            return None if ends(call, self.agenda) else Reason.NOT_BEGUN
        if self.is_over:
            return Reason.OVER
        return Reason.TOO_SOON if call.at < self.agenda.identity.start - EARLIEST else None

    def _room(self, call: Call) -> Room:
        waiting = waiting_topics(self.snapshot, self.config, self.agenda, self.discussion)
        items = [item for item, _ in waiting.values()]
        return Room(items, self.config.topics.time_boxes[1:], lambda: self._count(call.at))

    def _count(self, until: datetime) -> Count:
        """Nobody can have reacted on a comment that is not written yet."""
        box = self.discussion.box
        comments = comments_on_box(self.snapshot, self.config, self.agenda, box) if box else ()
        reactions = [each for comment in comments for each in self.snapshot.reactions.get(comment.id, ())]
        return count_of(reactions, electorate(self.config, self.snapshot.electorate), until)

    def _comment(self, call: Call, step: Step) -> Change:
        data = {"answers": [call.key], "meeting": self.agenda.identity.meeting}
        data |= data_of(step.discussion, self.answered)
        text = self._words(step.discussion).of_step(step)
        return AddComment(self.agenda.issue.number, f"{mark(DISCUSSION, data)}\n{text}", _why(step))

    def _words(self, discussion: Discussion) -> Words:
        waiting = waiting_topics(self.snapshot, self.config, self.agenda, discussion)
        return Words(self.snapshot, self.config, self.agenda, list(waiting.values()))

    def _reply(self, now: datetime) -> Iterator[Change]:
        """A reply names the commands that it answers and no others: somebody may delete what carried those out."""
        keys = {each.call.key for each in self.refused} | {call.key for call in self.asked}
        self.answered |= keys
        said = list(comments_of(self.snapshot, self.config, self.agenda, REPLY))
        told = to_be_told(self.refused, said, now)
        if not told and not self.asked:
            if not self.carried_out and not self.is_over:
                yield from remember(self.agenda.issue.number, said, keys, self.snapshot, self.config)
            return
        data = {
            "meeting": self.agenda.identity.meeting,
            "topics": [each.topic for each in told],
            "answered": newest(keys),
            **as_record(self.agenda.begun),
        }
        verbs = {call.spoken.verb for call in self.asked if call.spoken.verb}
        text = self._words(self.discussion).of_reply(self.discussion, told, verbs, now)
        yield AddComment(self.agenda.issue.number, f"{mark(REPLY, data)}\n{text}", "people asked")


def _why(step: Step) -> str:
    return f"{step.order.by} said /{step.order.verb.value}"
