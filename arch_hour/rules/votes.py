"""Which votes count, and of each that does not, why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from operator import itemgetter
from types import MappingProxyType

from arch_hour.config import Config
from arch_hour.model import Issue, Vote
from arch_hour.rules.electorate import electorate
from arch_hour.rules.topics import begins_afresh

NO_PARTS: Mapping[str, Sequence[Issue]] = MappingProxyType({})


class Refusal(Enum):
    """Why a vote does not count, in the words that people read; of several reasons the first is told."""

    BOT = "given by an app"
    NOT_ELIGIBLE = "may not vote here"
    EARLIER_DISCUSSION = "given before the topic was last discussed"
    AFTER_FREEZE = "given after the ranking was final"
    OVER_BUDGET = "newer votes of the same person used up the limit"


@dataclass(frozen=True, slots=True)
class Ballot:
    """The votes of one topic: those that count, those refused by the reason, and those that came with a page.

    `nameless` reactions, of apps and deleted accounts, do not count either; GitHub does not tell whose they are.
    """

    counted: tuple[Vote, ...] = ()
    refused: Mapping[Refusal, tuple[Vote, ...]] = field(default_factory=dict)
    from_page: int = 0
    nameless: int = 0

    @property
    def total(self) -> int:
        """How many votes count."""
        return len(self.counted) + self.from_page

    @property
    def voters(self) -> tuple[str, ...]:
        """The logins of those whose votes count, who voted first first."""
        return tuple(vote.voter.login for vote in sorted(self.counted, key=_when))

    @property
    def has_voters(self) -> bool:
        """Whether anybody voted by reaction, counted or not."""
        return bool(self.counted or self.has_refused)

    @property
    def has_refused(self) -> bool:
        """Whether any vote by reaction does not count."""
        return bool(self.refused or self.nameless)

    def without(self, why: Refusal) -> "Ballot":
        """The ballot without the votes that are refused for one reason."""
        return replace(self, refused={each: votes for each, votes in self.refused.items() if each is not why})

    @property
    def refused_total(self) -> int:
        """How many votes of known people do not count."""
        return sum(map(len, self.refused.values()))

    @property
    def refusals(self) -> tuple[str, ...]:
        """Who gave each vote that does not count, and why, in words: `ann (may not vote here)`."""
        named = (f"{vote.voter.login} ({why.value})" for why, votes in self.refused.items() for vote in votes)
        return (*named, *self._nameless)

    @property
    def refusals_by_reason(self) -> tuple[str, ...]:
        """How many votes do not count for each reason, in words: `12 may not vote here`."""
        counts = (f"{len(votes)} {why.value}" for why, votes in self.refused.items())
        return (*counts, *self._nameless)

    @property
    def _nameless(self) -> tuple[str, ...]:
        return (f"{self.nameless} by apps or deleted accounts",) if self.nameless else ()


def count_votes(
    topics: Sequence[Issue],
    config: Config,
    *,
    until: datetime | None = None,
    pages: Mapping[str, int],
    parts: Mapping[str, Sequence[Issue]] = NO_PARTS,
    told: frozenset[str] | None = None,
) -> Mapping[str, Ballot]:
    """The ballots of the open topics by their node id.

    `pages` gives the votes that came with imported pages and count, `parts` the topics that were merged into each,
    whose voters count for it, and `told` the accounts that GitHub named as voters where it was asked. Only votes given
    before `until` count, whenever they are counted; but one that was taken back since is gone without a trace, so
    that a late count lacks it, and with it what it used of its person's budget.
    """
    voters = electorate(config, told)
    boxes = [_box(topic, parts.get(topic.id, ()), config, voters, until) for topic in topics]
    limit = config.votes.per_person
    kept = _within_budget(boxes, limit) if limit else {box.topic.id: box.votes.keys() for box in boxes}
    return {
        box.topic.id: _ballot(box, kept.get(box.topic.id, ()), pages.get(box.topic.id, 0)) for box in boxes
    }


@dataclass(frozen=True, slots=True)
class _Box:
    """The votes for one topic by their voters' keys, of those that are refused, why, and how many name nobody."""

    topic: Issue
    votes: Mapping[str, Vote]
    refusals: Mapping[str, Refusal]
    nameless: int


def _box(
    topic: Issue,
    parts: Sequence[Issue],
    config: Config,
    voters: frozenset[str] | None,
    until: datetime | None,
) -> _Box:
    """One vote of each person, for the topic or for a part of it: the newest that counts, else the newest."""
    since = topic.closed_at if begins_afresh(topic, config) else None
    votes, nameless = _one_each(topic), topic.nameless_votes
    refusals = _refusals(votes, voters, since, until)
    for part in parts:
        also, nameless = _one_each(part), nameless + part.nameless_votes
        refused = _refusals(also, voters, since, until)
        for key, vote in also.items():
            if key not in votes or (key not in refused, vote.at) > (key not in refusals, votes[key].at):
                votes[key] = vote
                refusals.pop(key, None)
                refusals |= {key: refused[key]} if key in refused else {}
    return _Box(topic, votes, refusals, nameless)


def _one_each(topic: Issue) -> dict[str, Vote]:
    """The newest vote of each person; a second one is what pages show that shift while they are read."""
    votes: dict[str, Vote] = {}
    for vote in topic.votes:
        key = vote.voter.key
        if key not in votes or votes[key].at < vote.at:
            votes[key] = vote
    return votes


def _refusals(
    votes: Mapping[str, Vote],
    voters: frozenset[str] | None,
    since: datetime | None,
    until: datetime | None,
) -> dict[str, Refusal]:
    """Why votes are refused, of those that are: each must be newer than `since`, and older than `until`."""
    refusals: dict[str, Refusal] = {}
    for key, vote in votes.items():
        if vote.voter.is_bot:
            refusals[key] = Refusal.BOT
        elif voters is not None and key not in voters:
            refusals[key] = Refusal.NOT_ELIGIBLE
        elif since is not None and vote.at <= since:
            refusals[key] = Refusal.EARLIER_DISCUSSION
        elif until is not None and vote.at >= until:
            refusals[key] = Refusal.AFTER_FREEZE
    return refusals


def _within_budget(boxes: Iterable[_Box], per_person: int) -> Mapping[str, Collection[str]]:
    """By topic the voters of whose newest `per_person` votes it has one; in one second the lower number wins."""
    standing: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for box in sorted(boxes, key=lambda box: (box.topic.number, box.topic.repository)):
        for key, vote in box.votes.items():
            if key not in box.refusals:
                standing[key].append((vote.at, box.topic.id))
    kept: dict[str, set[str]] = defaultdict(set)
    for key, given in standing.items():
        # The sort is stable: what was given in one second stays in the order of the numbers.
        given.sort(key=itemgetter(0), reverse=True)
        for _, topic in given[:per_person]:
            kept[topic].add(key)
    return kept


def _ballot(box: _Box, kept: Collection[str], from_page: int) -> Ballot:
    counted: list[Vote] = []
    refused: dict[Refusal, list[Vote]] = defaultdict(list)
    for key, vote in box.votes.items():
        if key in box.refusals:
            refused[box.refusals[key]].append(vote)
        elif key in kept:
            counted.append(vote)
        else:
            refused[Refusal.OVER_BUDGET].append(vote)
    by_reason = {why: tuple(refused[why]) for why in Refusal if why in refused}
    return Ballot(tuple(counted), by_reason, from_page, box.nameless)


def _when(vote: Vote) -> tuple[datetime, str]:
    return vote.at, vote.voter.key
