"""Which follow-up belongs to which living line: one for each, for ever.

A line finds its follow-up by the same words in the same source; else by what the summary comment of its issue
recorded; else by the same words in the same meeting; else by an adopted reference; else by the unique best likeness
among what is left in its source, first with the same owners, then with others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from arch_hour.config import Config
from arch_hour.model import Account, Snapshot
from arch_hour.rules.follow_up_document import FollowUp, is_settled, logins_of, read_follow_up
from arch_hour.rules.sources import LivingLine, line_digest, spoken_lines
from arch_hour.rules.summaries import recorded_numbers
from arch_hour.rules.trust import is_trusted, known_to_promise, may_promise

LIKENESS = 0.6


@dataclass(frozen=True, slots=True)
class Match:
    """A line with its follow-up; `number` alone is known of one that is closed and was not read."""

    line: LivingLine
    follow_up: FollowUp | None = None
    number: int | None = None

    @property
    def is_new(self) -> bool:
        """Whether no follow-up is known for the line."""
        return self.follow_up is None and self.number is None


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
        return tuple(
            line
            for line in self.spoken
            if self._known.own(line) is not None
            or may_promise(self.snapshot, self.config, line.source.author)
        )

    def unknown_speakers(self) -> Iterator[Account]:
        """The authors of lines without a follow-up, where GitHub must be asked whether they may write."""
        for line in self.spoken:
            author = line.source.author
            if author is None or self._known.own(line) is not None or self._known.is_recorded(line):
                continue
            if known_to_promise(self.snapshot, self.config, author) is None:
                yield author

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """Every living line with its follow-up, in reading order; words repeated within a meeting share one."""
        lines, known = self.living, self._known
        matches = {index: match for index, line in enumerate(lines) if (match := known.exact(line))}
        for index, line in enumerate(lines):
            if index not in matches and (match := known.adopted(line, matches.values())):
                matches[index] = match
        for fits in (_same_owners, _same_source):
            left = [index for index in range(len(lines)) if index not in matches]
            unmatched = {index: lines[index] for index in left}
            matches |= _by_likeness(unmatched, known.unclaimed(matches.values()), fits)
        return tuple(matches.get(index, Match(line)) for index, line in enumerate(lines))

    def lacks_a_match(self) -> bool:
        """Whether a promise seems new, so that the closed follow-ups must be read before it is believed."""
        return any(match.is_new and not is_settled(match.line) for match in self.matches)

    @cached_property
    def _known(self) -> "_Known":
        return _Known.of(self.snapshot, self.config)


def duplicates(snapshot: Snapshot, config: Config) -> tuple[tuple[FollowUp, FollowUp], ...]:
    """Open follow-ups that two runs at once made of one line, each after the older one that is kept."""
    kept: dict[tuple[str, str], FollowUp] = {}
    pairs = []
    for follow_up in _known_follow_ups(snapshot, config):
        if not follow_up.issue.is_open:
            continue
        first = kept.setdefault((follow_up.source, line_digest(follow_up.text)), follow_up)
        if first is not follow_up:
            pairs.append((first, follow_up))
    return tuple(pairs)


@dataclass(frozen=True, slots=True)
class _Known:
    """All follow-ups that were read, ready to be looked up."""

    follow_ups: Sequence[FollowUp]
    by_source: Mapping[tuple[str, str], FollowUp]
    by_words: Mapping[str, Sequence[FollowUp]]
    recorded: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, snapshot: Snapshot, config: Config) -> "_Known":
        follow_ups = _known_follow_ups(snapshot, config)
        by_source: dict[tuple[str, str], FollowUp] = {}
        by_words: dict[str, list[FollowUp]] = {}
        for follow_up in follow_ups:
            digest = line_digest(follow_up.text)
            by_source.setdefault((follow_up.source, digest), follow_up)
            by_words.setdefault(digest, []).append(follow_up)
        return cls(follow_ups, by_source, by_words, recorded_numbers(snapshot, config))

    def own(self, line: LivingLine) -> FollowUp | None:
        """The follow-up that was made of these words in this very text."""
        return self.by_source.get((line.source.id, line.digest))

    def is_recorded(self, line: LivingLine) -> bool:
        """Whether a summary tells of these words on the same issue: their follow-up was made, and may be closed."""
        return (line.source.issue.id, line.digest) in self.recorded

    def exact(self, line: LivingLine) -> Match | None:
        """The follow-up of the very same words."""
        follow_up = self.own(line)
        if follow_up is not None:
            return Match(line, follow_up)
        number = self.recorded.get((line.source.issue.id, line.digest))
        if number is not None:
            return Match(line, self._numbered(number), number)
        for candidate in self.by_words.get(line.digest, ()):
            if candidate.meeting == line.source.meeting != "":
                return Match(line, candidate)
        return None

    def adopted(self, line: LivingLine, taken: Iterable[Match]) -> Match | None:
        """The follow-up that the line names as `(#n)`, unless another line has it."""
        if line.action.reference is None:
            return None
        follow_up = self._numbered(line.action.reference)
        return (
            Match(line, follow_up) if follow_up is not None and follow_up in self.unclaimed(taken) else None
        )

    def unclaimed(self, taken: Iterable[Match]) -> tuple[FollowUp, ...]:
        """The follow-ups that no line has found yet."""
        claimed = {match.follow_up.issue.number for match in taken if match.follow_up}
        return tuple(follow_up for follow_up in self.follow_ups if follow_up.issue.number not in claimed)

    def _numbered(self, number: int) -> FollowUp | None:
        return next((known for known in self.follow_ups if known.issue.number == number), None)


def _known_follow_ups(snapshot: Snapshot, config: Config) -> tuple[FollowUp, ...]:
    return tuple(
        follow_up
        for issue in sorted(snapshot.follow_ups, key=lambda issue: issue.number)
        if is_trusted(snapshot, config, issue.author) and (follow_up := read_follow_up(issue)) is not None
    )


def _by_likeness(
    lines: Mapping[int, LivingLine], left: Sequence[FollowUp], fits: Callable[[LivingLine, FollowUp], bool]
) -> dict[int, Match]:
    """Pairs a line and a follow-up that fit only where each is the other's unique best."""
    scores = {
        (index, follow_up.issue.number): score
        for index, line in lines.items()
        for follow_up in left
        if fits(line, follow_up) and (score := _likeness(line, follow_up)) >= LIKENESS
    }
    by_number = {follow_up.issue.number: follow_up for follow_up in left}
    return {
        index: Match(lines[index], by_number[number])
        for (index, number), score in scores.items()
        if _is_unique_best(scores, (index, number), score)
    }


def _same_source(line: LivingLine, follow_up: FollowUp) -> bool:
    return follow_up.source == line.source.id


def _same_owners(line: LivingLine, follow_up: FollowUp) -> bool:
    return _same_source(line, follow_up) and not owners_changed(follow_up, line)


def owners_changed(follow_up: FollowUp, line: LivingLine) -> bool:
    """Whether the line names other owners than when its follow-up was written."""
    before = {owner.casefold() for owner in follow_up.owners}
    return before != {login.casefold() for login in logins_of(line)}


def _likeness(line: LivingLine, follow_up: FollowUp) -> float:
    return SequenceMatcher(None, line.action.text, follow_up.text, autojunk=False).ratio()


def _is_unique_best(scores: Mapping[tuple[int, int], float], pair: tuple[int, int], score: float) -> bool:
    rivals = [
        other for key, other in scores.items() if key != pair and (key[0] == pair[0] or key[1] == pair[1])
    ]
    return all(score > rival for rival in rivals)
