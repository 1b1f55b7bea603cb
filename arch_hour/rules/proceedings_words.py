"""What our comments in a meeting say: the time box that runs, where the meeting stands, and what would work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.agendas import Agenda
from arch_hour.rules.beginnings import EARLIEST
from arch_hour.rules.commands import Verb
from arch_hour.rules.discussion import Discussion, Item, Step, Turn
from arch_hour.rules.own_clock import own_clock
from arch_hour.rules.replies import MOST_TOLD, Refused, login_of

Waiting = Sequence[tuple[Item, Issue]]


@dataclass(frozen=True, slots=True)
class Balance:
    """Planned against spent minutes so far, the minutes that are left after the box that runs, and what fits them."""

    planned: int
    spent: int
    left: int
    end: datetime
    fits: tuple[Issue, ...]
    too_much: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What the texts about one agenda are made of."""

    snapshot: Snapshot
    config: Config
    agenda: Agenda
    waiting: Waiting

    def of_step(self, step: Step) -> str:
        """What a command did: how the last topic ended, and the time box that runs from then on."""
        box = step.discussion.box
        return rendering.render(
            "box.md",
            ended=self._turn(step.ended) if step.ended else None,
            count=step.count,
            box=box,
            running=self._issue(box.item.topic) if box else None,
            extensions=self.config.topics.time_boxes[1:],
            voters=self.config.votes.voters,
            **self._common(step.discussion, step.order.at),
        )

    def of_reply(
        self, discussion: Discussion, told: Sequence[Refused], verbs: set[Verb], at: datetime
    ) -> str:
        """What would work in place of what could not be done, and what people asked for."""
        return rendering.render(
            "reply.md",
            mistakes=[self._mistake(each, discussion) for each in told[:MOST_TOLD]],
            more=len(told) - MOST_TOLD,
            helps=Verb.HELP in verbs,
            stands=Verb.AGENDA in verbs,
            turns=[self._turn(turn) for turn in discussion.turns],
            waiting=self.waiting,
            box=discussion.box,
            frozen=self.agenda.identity.frozen,
            time_boxes=self.config.topics.time_boxes,
            **self._common(discussion, at),
        )

    def _common(self, discussion: Discussion, at: datetime) -> Mapping[str, Any]:
        box = discussion.box
        return {
            "next": self.waiting[0] if self.waiting else None,
            "balance": self._balance(discussion, at),
            "zone": self.config.zone.key,
            "ends": box.end.astimezone(self.config.zone) if box else None,
            "own_clock": own_clock(self.config.meeting.name, box.end) if box else None,
        }

    def _balance(self, discussion: Discussion, at: datetime) -> Balance:
        until = max(discussion.box.end, at) if discussion.box else at
        left = max(timedelta(), self.agenda.end - until)
        fits, too_much = _fitting(self.waiting, left)
        return Balance(
            _minutes(discussion.planned(at)),
            _minutes(discussion.spent(at)),
            int(left.total_seconds() // 60),
            self.agenda.end.astimezone(self.config.zone),
            fits,
            too_much,
        )

    def _turn(self, turn: Turn) -> Mapping[str, Any]:
        issue = self._issue(turn.item.topic)
        return {"turn": turn, "issue": issue, "name": turn.item.name, "spent": _minutes(turn.spent)}

    def _issue(self, topic: str) -> Issue | None:
        known = (*self.snapshot.topics, *self.snapshot.discussed)
        return next((issue for issue in known if issue.id == topic), None)

    def _mistake(self, refused: Refused, discussion: Discussion) -> Mapping[str, Any]:
        call, box = refused.call, refused.box
        start, zone = self.agenda.identity.start, self.config.zone
        return {
            "reason": refused.reason.value,
            "word": call.spoken.word,
            "by": login_of(call.by),
            "nearest": call.spoken.nearest.value if call.spoken.nearest else "",
            "left": _minutes(box.end - call.at) if box else 0,
            "still_runs": box is not None and box == discussion.box,
            "start": start.astimezone(zone),
            # As moments: the clock may jump in between.
            "earliest": (start - EARLIEST).astimezone(zone),
        }


def _fitting(waiting: Waiting, left: timedelta) -> tuple[tuple[Issue, ...], tuple[Issue, ...]]:
    """What fits one after the other, in the order of the agenda: a shorter topic never jumps the queue."""
    taken, fits = timedelta(), 0
    for item, _ in waiting:
        taken += timedelta(minutes=item.minutes)
        if taken > left:
            break
        fits += 1
    topics = tuple(topic for _, topic in waiting)
    return topics[:fits], topics[fits:]


def _minutes(span: timedelta) -> int:
    """Whole minutes, the nearest; less than one that is left counts as one."""
    return max(rendering.minutes(span), 1 if span > timedelta() else 0)
