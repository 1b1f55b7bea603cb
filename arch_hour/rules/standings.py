"""Which topics rank for a meeting, and how: the agenda and all that tells of it ask here."""

from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules import ranking, topics, votes
from arch_hour.rules.open_topics import open_topics
from arch_hour.rules.ranking import RankedTopic


def standing_topics(snapshot: Snapshot, config: Config, until: datetime | None) -> tuple[Issue, ...]:
    """The topics that wait for a meeting; one opened at `until`, its freeze, or later waits for the next one."""
    return tuple(
        topic for topic in open_topics(snapshot, config) if until is None or topic.created_at < until
    )


def standings(snapshot: Snapshot, config: Config, until: datetime | None) -> tuple[RankedTopic, ...]:
    """These topics in their order, by the votes given before `until`, however late they are counted."""
    standing = standing_topics(snapshot, config, until)
    ballots = votes.count_votes(
        standing,
        config,
        until=until,
        pages=topics.page_votes(snapshot, config),
        told=snapshot.electorate,
    )
    return ranking.rank(standing, ballots, config)
