"""Which follow-up belongs to which living line: one for each, for ever.

A line finds its follow-up by the same words in the same text; else by what the summary comment of its issue recorded;
else by the same words on the same occasion; else by a reference to it; else by the unique best likeness among what is
left of its own text, first with the same owners, then with others; else by the same words of another meeting, as long
as that follow-up is open. What finds none is new, and where such words were said before and their follow-up was
closed, it is linked to that.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from arch_hour.config import Config
from arch_hour.model import Account, Snapshot
from arch_hour.rules.follow_up_memory import FollowUp
from arch_hour.rules.known_promises import KnownPromises
from arch_hour.rules.likeness import Strand, alike, same_owners, strands
from arch_hour.rules.sources import LivingLine, spoken_lines
from arch_hour.rules.trust import known_to_promise, may_promise


class How(Enum):
    """By what a line found its follow-up, in words."""

    SAME = "the same words in the same text"
    RECORDED = "the summary comment here records it"
    SAID_TOO = "the same words were said on the same occasion"
    ADOPTED = "the line names it"
    ALIKE = "it is what became of"
    SAID_AGAIN = "it is said again in another meeting, and still open"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Match:
    """A line with its follow-up; `number` alone is known of one that is closed and was not read.

    `likeness` is from 0 to 1, to the task that `was` there before. `before` is for a new line: the closed follow-up of
    the same words at another meeting, or the one that the line names.
    """

    line: LivingLine
    how: How
    follow_up: FollowUp | None = None
    number: int | None = None
    likeness: float = 1.0
    was: str = ""
    before: int | None = None

    @classmethod
    def found(
        cls, line: LivingLine, how: How, follow_up: FollowUp, likeness: float = 1.0, was: str = ""
    ) -> "Match":
        """A line with a follow-up that was read."""
        return cls(line, how, follow_up, follow_up.issue.number, likeness, was)

    @property
    def is_new(self) -> bool:
        """Whether no follow-up is known for the line."""
        return self.how is How.NEW

    @property
    def words_on_occasion(self) -> tuple[str, str]:
        """What lines share that make one follow-up: their words, and where there is no meeting the issue."""
        source = self.line.source
        return self.line.digest, "" if source.meeting else source.issue.id

    @property
    def was_said_without_meeting(self) -> bool:
        """Whether its open follow-up remembers no meeting for it: if it is in one now, it came into it later."""
        if self.follow_up is None or not self.follow_up.issue.is_open:
            return False
        sayings = (saying for saying in self.follow_up.sayings if saying.source == self.line.source.id)
        return not any(saying.meeting for saying in sayings)

    @property
    def is_certain(self) -> bool:
        """Whether no further reading could tell otherwise."""
        return self.how in (How.SAME, How.RECORDED) or (self.is_new and self.line.is_settled)


@dataclass(frozen=True)
class Promises:
    """What people wrote, and the follow-ups that were read: put together once for all that is asked of them."""

    snapshot: Snapshot
    config: Config

    @cached_property
    def spoken(self) -> tuple[LivingLine, ...]:
        """The ACTION lines of anybody, in reading order."""
        return spoken_lines(self.snapshot, self.config)

    @cached_property
    def living(self) -> tuple[LivingLine, ...]:
        """The lines that count: by trusted people, and those that made their follow-up when their author was one."""
        return tuple(line for line in self.spoken if self.counts(line))

    def counts(self, line: LivingLine) -> bool:
        """Whether a line is one of those that count."""
        if self.known.own(line) is not None or self.known.recorded_entry(line) is not None:
            return True
        return may_promise(self.snapshot, self.config, line.source.author)

    def unknown_speakers(self) -> Iterator[Account]:
        """The authors of lines without a follow-up, where GitHub must be asked whether they may write."""
        for line in self.spoken:
            author = line.source.author
            if author is None or self.known.own(line) or self.known.recorded_entry(line):
                continue
            if known_to_promise(self.snapshot, self.config, author) is None:
                yield author

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """Every living line with its follow-up, in reading order; words repeated on one occasion share one."""
        lines = self.living
        found: dict[int, Match] = {}
        for look in (self._same, self._recorded, self._said_too, self._adopted):
            _look_up(lines, found, look)
        for fits in (same_owners, _whoever_owns):
            found |= self._alike(found, fits)
            _look_up(lines, found, self._said_too)
        _look_up(lines, found, self._said_again)
        return tuple(found.get(index) or self._new(line) for index, line in enumerate(lines))

    @cached_property
    def by_number(self) -> Mapping[int, Sequence[Match]]:
        """The matches of each follow-up, whether or not that was read, in the order of its first line."""
        found: dict[int, list[Match]] = {}
        for match in self.matches:
            if match.number is not None:
                found.setdefault(match.number, []).append(match)
        return found

    def lacks_a_match(self) -> bool:
        """Whether a promise seems new or elsewhere, so that closed follow-ups must be read before it is believed."""
        return any(map(self.is_open_question, self.matches))

    def is_open_question(self, match: Match) -> bool:
        """Whether further reading may tell otherwise of a line that could still make a follow-up."""
        return not match.is_certain and not (match.is_new and match.words_on_occasion in self._done)

    @cached_property
    def _done(self) -> frozenset[tuple[str, str]]:
        ticked = (match for match in self.matches if match.is_new and match.line.is_done)
        return frozenset(match.words_on_occasion for match in ticked)

    @cached_property
    def known(self) -> KnownPromises:
        """All follow-ups that were read."""
        return KnownPromises.of(self.snapshot, self.config)

    def _same(self, line: LivingLine, _: Mapping[int, Match]) -> Match | None:
        follow_up = self.known.own(line)
        return Match.found(line, How.SAME, follow_up) if follow_up else None

    def _recorded(self, line: LivingLine, _: Mapping[int, Match]) -> Match | None:
        entry = self.known.recorded_entry(line)
        if entry is None:
            return None
        return Match(line, How.RECORDED, self.known.numbered(entry.number), entry.number)

    def _said_too(self, line: LivingLine, found: Mapping[int, Match]) -> Match | None:
        """By what the follow-ups remember; else by where lines stand by now: a topic comes into a meeting later.

        By these only as long as it is still to be done: what was done before a meeting is not promised in it.
        """
        for follow_up in sorted(self.known.of_words(line), key=lambda each: not each.issue.is_open):
            said = (saying for saying in follow_up.sayings if saying.digest == line.digest)
            if any(saying.is_of_the_occasion(line) for saying in said):
                return Match.found(line, How.SAID_TOO, follow_up)
        for match in found.values():
            tells = match.how is How.ALIKE or match.was_said_without_meeting
            if tells and match.line.digest == line.digest and match.line.is_with(line):
                return replace(match, line=line, how=How.SAID_TOO)
        return None

    def _adopted(self, line: LivingLine, _: Mapping[int, Match]) -> Match | None:
        """A promise that names a closed follow-up is a new one: it would be lost on that."""
        follow_up = self.known.numbered(line.action.reference)
        if follow_up is None or not follow_up.issue.is_open:
            return None
        if not follow_up.issue.has_label(self.config.actions.label):
            return None
        return Match.found(line, How.ADOPTED, follow_up)

    def _alike(
        self, found: Mapping[int, Match], fits: Callable[[LivingLine, Strand], bool]
    ) -> dict[int, Match]:
        """Only strands of a follow-up that no line has are free: an edited copy of a line that stands is a new one."""
        lines = {index: line for index, line in enumerate(self.living) if index not in found}
        if not lines:
            return {}
        held = {match.number for match in found.values()}
        free = [strand for strand in self._strands if strand.number not in held]
        return {
            index: Match.found(lines[index], How.ALIKE, strand.follow_up, likeness, strand.task)
            for index, (strand, likeness) in alike(lines, free, fits).items()
        }

    @cached_property
    def _strands(self) -> Sequence[Strand]:
        return strands(self.known, self.config.people)

    def _said_again(self, line: LivingLine, _: Mapping[int, Match]) -> Match | None:
        if not line.source.meeting:
            return None
        still_open = [each for each in self.known.of_words(line) if each.issue.is_open]
        return Match.found(line, How.SAID_AGAIN, still_open[-1]) if still_open else None

    def _new(self, line: LivingLine) -> Match:
        named = self.known.numbered(line.action.reference)
        before = [named] if named else self.known.of_words(line) if line.source.meeting else ()
        return Match(line, How.NEW, before=before[-1].issue.number if before else None)


def promises_of(snapshot: Snapshot, config: Config) -> Promises:
    """The promises of a snapshot, put together once: every question and plan of a run comes back to the same ones."""
    for known in tuple(_LATEST):
        if known.snapshot is snapshot and known.config is config:
            return known
    _LATEST.append(Promises(snapshot, config))
    return _LATEST[-1]


# A run has one snapshot at a time, and a server several runs.
_LATEST: deque[Promises] = deque(maxlen=4)


def _look_up(
    lines: Sequence[LivingLine],
    found: dict[int, Match],
    look: Callable[[LivingLine, Mapping[int, Match]], Match | None],
) -> None:
    for index, line in enumerate(lines):
        if index not in found and (match := look(line, found)) is not None:
            found[index] = match


def _whoever_owns(line: LivingLine, strand: Strand) -> bool:  # noqa: ARG001  one form for both
    return True
