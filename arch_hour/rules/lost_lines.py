"""Follow-ups whose lines are gone: taken out by people, or deleted with the text in which they stood.

A text that was not read takes nothing away: it may be closed, without its label, in another repository by now, or
among the comments that were not read. Only where GitHub says that it was deleted is it gone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property

from arch_hour.config import Config
from arch_hour.model import Account, Fate, Issue, Place, Snapshot
from arch_hour.rules.agendas import agendas_by_meeting
from arch_hour.rules.follow_up_memory import FollowUp, Saying
from arch_hour.rules.matching import Promises
from arch_hour.rules.schedule import due_for_agenda
from arch_hour.rules.sources import Source, texts_read
from arch_hour.rules.summaries import issues_with_lines
from arch_hour.rules.touches import touch_by_doing, touch_by_looks
from arch_hour.rules.trust import known_to_promise


class Presence(Enum):
    """Whether a line still stands where it was said, as far as is known; two of them are to be asked about."""

    THERE = "there"
    GONE = "gone"
    UNSEEN = "unseen"
    BY_WHOM = "by whom"


@dataclass(frozen=True, slots=True)
class Loss:
    """A follow-up that lost all its lines; `touch` says what a person did on it, nothing where nobody did."""

    follow_up: FollowUp
    touch: str


@dataclass(frozen=True)
class LostLines:
    """The open follow-ups that no living line has, and what became of the texts in which their lines stood."""

    promises: Promises

    def all(self) -> Iterator[Loss]:
        """The follow-ups that surely lost their lines, as far as it is known whether anybody touched them."""
        snapshot, config = self.promises.snapshot, self.promises.config
        for follow_up in self._without_line():
            touch, done = touch_by_looks(follow_up, config), snapshot.activity.get(follow_up.issue.id)
            if touch or done is not None:
                yield Loss(follow_up, touch or touch_by_doing(done or (), snapshot, config))

    def unknown_speakers(self, now: datetime) -> Iterator[Account]:
        """The authors of texts that lost a line, where GitHub must be asked whether they may take one out."""
        for saying in self._sayings(Presence.BY_WHOM, now):
            author = self.texts[saying.source].author
            if author is not None:
                yield author

    def unknown_fates(self, now: datetime) -> Iterator[Place]:
        """The texts to be looked for: at once where the issue was read whole without it, else once for each meeting."""
        yield from (saying.place for saying in self._sayings(Presence.UNSEEN, now))

    def unread_activity(self) -> Iterator[Issue]:
        """The follow-ups without a line of which to ask what people did with them."""
        for follow_up in self._without_line():
            is_known = follow_up.issue.id in self.promises.snapshot.activity
            if not is_known and not touch_by_looks(follow_up, self.promises.config):
                yield follow_up.issue

    def candidates(self) -> Iterator[FollowUp]:
        """The open follow-ups that no living line has."""
        living = self.promises.by_number.keys()
        for follow_up in self.promises.known.follow_ups:
            issue = follow_up.issue
            if issue.is_open and not follow_up.settled and issue.number not in living:
                yield follow_up

    def presence(self, saying: Saying) -> Presence:
        """Whether a line still stands; one that was taken out by who may not promise counts as if it did."""
        text = self.texts.get(saying.source)
        if text is None:
            fate = self.promises.snapshot.fates.get(saying.source)
            if fate is None:
                return Presence.THERE if saying.source in self._seen else Presence.UNSEEN
            return Presence.GONE if fate is Fate.DELETED else Presence.THERE
        if saying.spot in self.spoken or not text.speaks or text.author is None:
            return Presence.THERE
        may = known_to_promise(self.promises.snapshot, self.promises.config, text.author)
        if may is None:
            return Presence.BY_WHOM
        return Presence.GONE if may else Presence.THERE

    @cached_property
    def texts(self) -> Mapping[str, Source]:
        """The texts that were read, by node id."""
        return {text.id: text for text in texts_read(self.promises.snapshot, self.promises.config)}

    @cached_property
    def spoken(self) -> frozenset[tuple[str, str]]:
        """The node id of the text and the digest of each line that stands, whoever said it."""
        return frozenset(line.spot for line in self.promises.spoken)

    @cached_property
    def _seen(self) -> frozenset[str]:
        """The node ids of all that was read, also of what is no text of people's any more."""
        issues = tuple(issues_with_lines(self.promises.snapshot))
        comments = (comment.id for issue in issues for comment in issue.comments)
        return frozenset((*(issue.id for issue in issues), *comments))

    @cached_property
    def _read_whole(self) -> frozenset[int]:
        issues = issues_with_lines(self.promises.snapshot)
        return frozenset(issue.number for issue in issues if not issue.is_half_read)

    def _without_line(self) -> Iterator[FollowUp]:
        for follow_up in self.candidates():
            if all(self.presence(saying) is Presence.GONE for saying in follow_up.sayings):
                yield follow_up

    def _sayings(self, presence: Presence, now: datetime) -> Iterator[Saying]:
        """The sayings of that presence, of follow-ups of which it can be known by now whether all are gone."""
        looks_around = _is_before_an_agenda(self.promises.snapshot, self.promises.config, now)
        for follow_up in self.candidates():
            found = [(saying, self.presence(saying)) for saying in follow_up.sayings]
            if not any(self._is_in_the_way(saying, each, looks_around) for saying, each in found):
                yield from (saying for saying, each in found if each is presence)

    def _is_in_the_way(self, saying: Saying, presence: Presence, looks_around: bool) -> bool:  # noqa: FBT001  computed once for all
        if presence is Presence.UNSEEN:
            return not (saying.number and (looks_around or saying.number in self._read_whole))
        return presence is Presence.THERE


def _is_before_an_agenda(snapshot: Snapshot, config: Config, now: datetime) -> bool:
    """Whether the agenda of a meeting is about to be made: then all that is still open is looked at."""
    if config.agenda.when_empty == "skip" and not snapshot.topics:
        return False
    known = agendas_by_meeting(snapshot, config)
    return any(meeting.key not in known for meeting in due_for_agenda(config, now))
