"""The topics that are parts of others: they vote for those, by union."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Account, Issue, Snapshot
from arch_hour.rules.markers import leading_marker
from arch_hour.rules.merge_records import MERGED, Merge, is_merged, merge_of
from arch_hour.rules.topics import begins_afresh, page_data, page_votes, unknown_importers
from arch_hour.rules.trust import known_without_asking

Parts = Mapping[str, tuple[Issue, ...]]


def own_topics(snapshot: Snapshot) -> tuple[Issue, ...]:
    """The open topics of this repository: others are merged into none else."""
    return tuple(topic for topic in snapshot.topics if topic.is_open and not topic.repository)


def parts_of_topics(snapshot: Snapshot, config: Config) -> Parts:
    """The topics that were merged into each open one, over others too, by that one's node id; by their numbers.

    Each is as it was when it stood for itself, with only those votes that were not used up: a vote counts in one
    discussion. Of merged topics only the newest hundred are read.
    """
    closed = merged_topics(snapshot, config)
    merges = {topic.id: merge for topic in closed if (merge := merge_of(snapshot, config, topic)) is not None}
    if not merges:
        return {}
    standing = {topic.id for topic in own_topics(snapshot)}
    parts: dict[str, list[Issue]] = {}
    for topic in sorted(closed, key=lambda topic: topic.number):
        end, discussed = _end_of(topic.id, merges)
        if end != topic.id and end in standing:
            parts.setdefault(end, []).append(_by_itself(topic, discussed, config))
    return {end: tuple(found) for end, found in parts.items()}


def pages_of_topics(
    topics: tuple[Issue, ...], parts: Parts, snapshot: Snapshot, config: Config
) -> Mapping[str, int]:
    """The votes that came with pages and count, by node id; of a topic and its parts the most of one.

    Nobody knows whose they were, so that two pages may tell of the same people.
    """
    found = dict(page_votes(replace(snapshot, topics=topics), config))
    for topic in topics:
        if topic.id in parts:
            since = topic.closed_at if begins_afresh(topic, config) else None
            own = tuple(_since(part, _later(part.closed_at, since), config) for part in parts[topic.id])
            also = page_votes(replace(snapshot, topics=own), config)
            found[topic.id] = max(found.get(topic.id, 0), *also.values(), 0)
    return found


def merged_topics(snapshot: Snapshot, config: Config) -> tuple[Issue, ...]:
    """The closed topics that are parts of others, each once, as far as they were read; with their votes."""
    found: dict[str, Issue] = {}
    # What this run merged itself is still among the topics that were closed a short while ago.
    for topic in (*snapshot.merged, *snapshot.discussed):
        if not topic.repository and is_merged(topic, config):
            found.setdefault(topic.id, topic)
    return tuple(found.values())


def unknown_mergers(snapshot: Snapshot, config: Config) -> Iterator[Account]:
    """Of whom GitHub must be asked whether they may write: who recorded what was merged, and who imported it."""
    for topic in merged_topics(snapshot, config):
        for comment in topic.comments:
            author = comment.author
            if author is not None and known_without_asking(snapshot, config, author) is None:
                marker = leading_marker(comment.body, MERGED)
                if marker and marker.data.get("topic") == topic.id:
                    yield author
    parts = [part for found in parts_of_topics(snapshot, config).values() for part in found]
    yield from unknown_importers(replace(snapshot, topics=tuple(parts), discussed=()), config)


def half_read_parts(snapshot: Snapshot, config: Config) -> Iterator[Issue]:
    """The merged topics with votes of which only older comments can tell what they are parts of."""
    for topic in merged_topics(snapshot, config):
        has_votes = bool(topic.votes) or page_data(topic) is not None
        if topic.is_half_read and has_votes and merge_of(snapshot, config, topic) is None:
            yield topic


def _end_of(topic: str, merges: Mapping[str, Merge]) -> tuple[str, datetime | None]:
    """The topic at the end of a chain, and the last discussion on the way; records that lie may lead in circles."""
    seen: set[str] = set()
    discussed: datetime | None = None
    while topic in merges and topic not in seen:
        seen.add(topic)
        merge = merges[topic]
        discussed = _later(discussed, merge.discussed)
        topic = merge.into
    return topic, discussed


def _by_itself(topic: Issue, discussed: datetime | None, config: Config) -> Issue:
    votes = tuple(vote for vote in topic.votes if discussed is None or vote.at > discussed)
    return _since(replace(topic, is_open=True, votes=votes), discussed, config)


def _since(topic: Issue, discussed: datetime | None, config: Config) -> Issue:
    """The topic as one that begins afresh since it was discussed then; None for one that never was."""
    label = config.topics.discussed_label
    others = tuple(name for name in topic.labels if name.casefold() != label.casefold())
    return replace(topic, closed_at=discussed, labels=(*others, label) if discussed else others)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else one or other
