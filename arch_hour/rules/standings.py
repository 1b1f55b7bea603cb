"""Which topics rank for a meeting, and how: the agenda and all that tells of it ask here."""

from dataclasses import dataclass
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules import ranking, votes
from arch_hour.rules.merged_topics import pages_of_topics, parts_of_topics
from arch_hour.rules.open_topics import open_topics
from arch_hour.rules.ranking import RankedTopic


@dataclass(frozen=True, slots=True)
class Standings:
    """The topics that wait for a meeting: those that rank, in their order, and those held back, with rank 0."""

    ranked: tuple[RankedTopic, ...]
    held: tuple[RankedTopic, ...]


def standings(snapshot: Snapshot, config: Config, until: datetime | None) -> Standings:
    """How the topics stand by the votes given before `until`, however late they are counted.

    A topic that was opened at `until`, the freeze, or later waits for the next meeting.
    """
    standing = tuple(
        topic for topic in open_topics(snapshot, config) if until is None or topic.created_at < until
    )
    parts = parts_of_topics(snapshot, config)
    ballots = votes.count_votes(
        standing,
        config,
        until=until,
        pages=pages_of_topics(standing, parts, snapshot, config),
        parts=parts,
        told=snapshot.electorate,
    )
    return Standings(ranking.rank(standing, ballots, config), ranking.held(standing, ballots, config))
