"""Whether a status on the board may be written: not where a person set it.

GitHub tells neither who set a status last nor what it was before. But it tells when, and what a run sets together tells
the rest: with the status of a topic that is on an agenda goes the day of that meeting.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from arch_hour.board import Card, Value
from arch_hour.config import Config
from arch_hour.model import BOT_SUFFIX
from arch_hour.rules.board_fields import Layout, Part, State
from arch_hour.rules.board_wishes import Days, Wish

# A run may write what it read so long before: by then the issue may be in another state.
SLACK = timedelta(minutes=2)

_OF_TOPICS = (State.BACKLOG, State.SCHEDULED, State.HELD, State.DISCUSSED, State.DONE)
_OF_FOLLOW_UPS = (State.ACTION, State.NEEDS_OWNER, State.DONE)
_OF_CLOSED = (State.DISCUSSED, State.DONE)


@dataclass(frozen=True, slots=True)
class Move:
    """A status that is to become another one: what the issue should be, how it is seen, and what it is now."""

    wish: Wish
    card: Card
    now: Value
    meeting: Value | None
    layout: Layout
    days: Days
    config: Config
    account: str = ""

    def is_ours_to_make(self) -> bool:
        """Whether the present status is still one that we would have written for an earlier state of the issue.

        Or it was closed or opened again since, or nobody chose the status: an app set it when the issue came on the
        board, as GitHub's own workflows do, and it was never touched.
        """
        turned = self._turned()
        if turned is not None and turned > self.now.set_at:
            return True
        states = tuple(self._states_now())
        return any(map(self._was, states)) or self._is_nobodys(states)

    def _is_nobodys(self, states: Sequence[State]) -> bool:
        """What our own app set is one of our words, unless these were changed in the configuration since."""
        is_of_an_app = self.now.is_untouched and self.now.made_by.endswith(BOT_SUFFIX)
        return is_of_an_app and not (states and self.now.made_by == self.account)

    def _turned(self) -> datetime | None:
        """When it was last closed or opened again; this very run may have closed it after the board was read."""
        known = (self.card.turned, None if self.wish.issue.is_open else self.wish.issue.closed_at)
        return max((at for at in known if at is not None), default=None)

    def _states_now(self) -> Iterator[State]:
        """What the present status can stand for with such an issue; nothing where it means nothing to us."""
        for state in _OF_TOPICS if self.wish.is_topic else _OF_FOLLOW_UPS:
            option = self.layout.options.get(state)
            if option is not None and option.id == self.now.content:
                yield state

    def _was(self, state: State) -> bool:
        """Whether the issue was in that state when the status was set, as far as can be told."""
        wanted, config = self.wish.state, self.config
        if wanted in _OF_CLOSED or state in _OF_CLOSED:
            return self._is_since(self._turned())
        if State.HELD in (wanted, state):
            return self._is_since(self._labelled(config.topics.hold_label, is_on=wanted is State.HELD))
        if not self.wish.is_topic:
            is_on = wanted is State.NEEDS_OWNER
            return self._is_since(self._labelled(config.actions.needs_owner_label, is_on=is_on))
        return self._was_before_meeting() if state is State.BACKLOG else self._was_on_agenda()

    def _was_on_agenda(self) -> bool:
        """Whether the day of a meeting of ours stands beside it, as we set the two together."""
        if Part.MEETING not in self.layout.fields:
            return True
        return self.meeting is not None and self.meeting.content in self.days.ours

    def _was_before_meeting(self) -> bool:
        """Whether it was never told that it is on this agenda: who moves it afterwards leaves the day."""
        day = self.wish.values.get(Part.MEETING)
        is_told = self.meeting is not None and self.meeting.content == day
        return not (is_told and self.meeting is not None and self.now.set_at > self.meeting.set_at)

    def _labelled(self, label: str, *, is_on: bool) -> datetime | None:
        """When the label was last put on, or taken off."""
        times = [
            each.at
            for each in self.card.labellings
            if each.is_on is is_on and each.label.casefold() == label.casefold()
        ]
        return max(times, default=None)

    def _is_since(self, at: datetime | None) -> bool:
        return at is not None and at > self.now.set_at - SLACK
