"""Scripts of meetings: what people say and do when, to be played with any runs in between, and what must come of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum

from hypothesis import strategies as st

from arch_hour.model import Reaction
from arch_hour.rules.commands import Verb
from arch_hour.rules.discussion import Box, Discussion, Item, Order, Refusal, Room, carry_out, finished
from arch_hour.rules.revotes import Count, count_of
from tests.rules.build import START, person
from tests.rules.meeting_histories import EXTENSIONS, MINUTES, TOPICS, TRUSTED, Meeting

MOVES = {"/next": Verb.NEXT, "/move-on": Verb.MOVE_ON, "/skip": Verb.SKIP}
LINES = (
    *["/next"] * 20,
    *["/move-on", "/skip"] * 5,
    "/end",
    "/agenda",
    "/help",
    "/nxet",
    "/next now",
    "Tea?",
)


class Deed(Enum):
    """What people do; right before a reaction, and before they reopen the agenda, a run comes in any case."""

    NOTHING = "nothing"
    SAY = "say"
    ADD = "add"
    REACT = "react"
    NOTE = "note"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Act:
    """Somebody does something so many seconds after the last act; `choice` says on what."""

    deed: Deed
    wait: int
    by: str
    lines: tuple[str, ...]
    choice: int


DEEDS = (
    Deed.NOTHING,
    *[Deed.SAY] * 16,
    *[Deed.REACT] * 8,
    *[Deed.ADD] * 3,
    *[Deed.REOPEN] * 2,
    Deed.NOTE,
    Deed.CLOSE,
)
WAITS = (1, 7, 29, 31, 90, 200, 299, *[300, 600, 610] * 3)

ACTS = st.builds(
    Act,
    st.sampled_from(DEEDS),
    st.sampled_from(WAITS),
    st.sampled_from([*TRUSTED * 3, "stranger"]),
    # Nobody ends in the same second what they begin after that.
    st.lists(st.sampled_from(LINES), min_size=1, max_size=2).map(
        lambda lines: tuple(sorted(lines, key="/end".__eq__))
    ),
    st.integers(0, 255),
)


def perform(meeting: Meeting, act: Act) -> None:
    """Somebody does something now."""
    match act.deed:
        case Deed.SAY:
            meeting.say(act.by, "\n".join(act.lines))
        case Deed.ADD if meeting.written:
            said = sorted(meeting.written)
            comment = said[act.choice % len(said)]
            meeting.rewrite(comment, f"{meeting.written[comment]}\n{act.lines[0]}")
        case Deed.REACT if meeting.boxes:
            box = meeting.boxes[-1 - (act.choice >> 1) % min(2, len(meeting.boxes))]
            comment = meeting.comments_on(box)[0].database_id
            meeting.repository.react(meeting.agenda, comment, act.by, _kind(act))
        case Deed.NOTE if meeting.body is not None:
            meeting.write(f"{meeting.body}\n{meeting.word()}\n")
        case Deed.CLOSE if meeting.issue.is_open:
            meeting.repository.close(meeting.agenda)
        case Deed.REOPEN if not meeting.issue.is_open:
            meeting.repository.reopen(meeting.agenda)
        case _:
            pass


def _kind(act: Act) -> str:
    return "-1" if act.choice % 4 == 0 else "+1"


@dataclass
class Foreseen:
    """A script as it is to end: every act seen at once, by the discussion alone, without any comments of ours.

    `acts` are those that a schedule of runs must make no difference to.
    """

    now: datetime
    discussion: Discussion = field(default_factory=Discussion)
    boxes: list[Box] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    given: dict[Box, list[Reaction]] = field(default_factory=dict)
    closed_at: datetime | None = None
    acts: list[Act] = field(default_factory=list)
    carried_out: int = 0
    idle: timedelta = timedelta()

    @classmethod
    def of(cls, acts: Sequence[Act], now: datetime) -> "Foreseen":
        """What comes of acts that begin at a moment, and of the wrap-up after them."""
        found = cls(now)
        for act in acts:
            found.now += timedelta(seconds=act.wait)
            idle = act.deed is Deed.REOPEN and found.closed_at is None
            found.acts.append(replace(act, deed=Deed.NOTHING) if idle else act)
            found._see(found.acts[-1])
        if found.closed_at is None or found.closed_at >= found.opening:
            found._end(None)
        return found

    @property
    def opening(self) -> datetime:
        """When the meeting began."""
        return min(self.discussion.begun or START, START)

    def _end(self, until: datetime | None) -> None:
        """The meeting ends at a moment; None where nobody told, so that its last box took its time."""
        box = self.discussion.box
        if not self.discussion.is_over:
            last = until or (box.end if box else self.opening + timedelta(hours=1))
            self._rest(last)
            self.discussion = finished(self.discussion, last)

    def _rest(self, until: datetime) -> None:
        """Nothing was discussed from the last command until now, if it left nothing."""
        if self.discussion.box is None and self.discussion.last is not None:
            self.idle += max(timedelta(), until - self.discussion.last.at)

    def _see(self, act: Act) -> None:
        match act.deed:
            case Deed.SAY:
                self.authors.append(act.by)
                for line in act.lines:
                    self._hear(line, act.by)
            case Deed.ADD if self.authors:
                self._hear(act.lines[0], self.authors[act.choice % len(self.authors)])
            case Deed.REACT if self.boxes:
                box = self.boxes[-1 - (act.choice >> 1) % min(2, len(self.boxes))]
                self._react(box, Reaction(person(act.by), _kind(act), self.now))
            case Deed.CLOSE if self.closed_at is None:
                self._close()
            case Deed.REOPEN:
                self.closed_at = None
            case _:
                pass

    def _react(self, box: Box, reaction: Reaction) -> None:
        given = self.given.setdefault(box, [])
        if not any((each.by, each.kind) == (reaction.by, reaction.kind) for each in given):
            given.append(reaction)

    def _close(self) -> None:
        self.closed_at = self.now
        if self.now < self.opening:
            return
        box = self.discussion.box
        over = self.opening + timedelta(hours=1)
        self._end(min(self.now, max(over, box.end) if box else over))

    def _hear(self, line: str, by: str) -> None:
        if self.closed_at is not None or by not in TRUSTED:
            return
        if line == "/end" and self.now >= self.opening:
            self.closed_at = self.now
            self._rest(self.now)
            self.discussion = finished(self.discussion, self.now)
        if line not in MOVES:
            return
        done = carry_out(self.discussion, Order(MOVES[line], by, self.now), self._room())
        if not isinstance(done, Refusal):
            self.carried_out += 1
            self._rest(self.now)
            self.discussion = done.discussion
            self.boxes += [self.discussion.box] if self.discussion.box else []

    def _room(self) -> Room:
        items = (Item(f"I{number}", f"#{number}", MINUTES) for number in TOPICS)
        return Room([item for item in items if not self.discussion.had(item.topic)], EXTENSIONS, self._count)

    def _count(self) -> Count:
        given = self.given.get(self.discussion.box, []) if self.discussion.box else []
        return count_of(given, None, self.now)
