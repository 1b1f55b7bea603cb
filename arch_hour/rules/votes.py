"""Which votes count, and of each that does not, why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from arch_hour.config import Config
from arch_hour.model import Issue, Vote


class Refusal(Enum):
    """Why a vote does not count, in the words that people read."""

    BOT = "given by an app"
    EARLIER_DISCUSSION = "given before the topic was last discussed"
    AFTER_FREEZE = "given after the ranking was final"
    OVER_BUDGET = "newer votes of the same person used up the limit"


@dataclass(frozen=True, slots=True)
class RefusedVote:
    """A vote that does not count."""

    vote: Vote
    why: Refusal


@dataclass(frozen=True, slots=True)
class Ballot:
    """The votes of one topic: those that count, oldest first, those refused, and those that came with a page."""

    counted: tuple[Vote, ...] = ()
    refused: tuple[RefusedVote, ...] = ()
    from_page: int = 0

    @property
    def total(self) -> int:
        """How many votes count."""
        return len(self.counted) + self.from_page

    @property
    def has_voters(self) -> bool:
        """Whether anybody voted by reaction, counted or not."""
        return bool(self.counted or self.refused)


def count_votes(
    topics: Sequence[Issue], config: Config, *, until: datetime | None = None, pages: Mapping[str, int]
) -> Mapping[str, Ballot]:
    """The ballots of the open topics by their node id; `pages` gives the votes that came with imported pages."""
    verdicts = {topic.id: [_judge(vote, topic, config, until) for vote in topic.votes] for topic in topics}
    spent = _over_budget(topics, verdicts, config.votes.per_person)
    return {
        topic.id: _ballot(
            topic, verdicts[topic.id], spent, 0 if _begins_afresh(topic, config) else pages.get(topic.id, 0)
        )
        for topic in topics
    }


def _judge(vote: Vote, topic: Issue, config: Config, until: datetime | None) -> Refusal | None:
    if vote.voter.is_bot:
        return Refusal.BOT
    if _begins_afresh(topic, config) and topic.closed_at is not None and vote.at <= topic.closed_at:
        return Refusal.EARLIER_DISCUSSION
    if until is not None and vote.at >= until:
        return Refusal.AFTER_FREEZE
    return None


def _begins_afresh(topic: Issue, config: Config) -> bool:
    """Whether it was discussed, closed and opened again: the discussed label is still on."""
    return topic.has_label(config.topics.discussed_label)


Spent = frozenset[tuple[str, str]]  # topic id and voter


def _over_budget(
    topics: Iterable[Issue], verdicts: Mapping[str, Sequence[Refusal | None]], per_person: int
) -> Spent:
    """The votes beyond each person's newest `per_person`; of two in one second, the lower topic keeps its vote."""
    if per_person == 0:
        return frozenset()
    standing = [
        (topic, vote)
        for topic in topics
        for vote, verdict in zip(topic.votes, verdicts[topic.id], strict=True)
        if verdict is None
    ]
    standing.sort(key=lambda given: (-given[1].at.timestamp(), given[0].number))
    used: dict[str, int] = {}
    spent = set()
    for topic, vote in standing:
        used[vote.voter.key] = used.get(vote.voter.key, 0) + 1
        if used[vote.voter.key] > per_person:
            spent.add((topic.id, vote.voter.key))
    return frozenset(spent)


def _ballot(topic: Issue, verdicts: Sequence[Refusal | None], spent: Spent, from_page: int) -> Ballot:
    counted, refused = [], []
    for vote, verdict in zip(topic.votes, verdicts, strict=True):
        why = verdict or (Refusal.OVER_BUDGET if (topic.id, vote.voter.key) in spent else None)
        if why is None:
            counted.append(vote)
        else:
            refused.append(RefusedVote(vote, why))
    counted.sort(key=lambda vote: (vote.at, vote.voter.key))
    return Ballot(tuple(counted), tuple(refused), from_page)
