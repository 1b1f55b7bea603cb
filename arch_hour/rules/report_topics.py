"""What became of the topics: proposed, discussed, waiting, how long for, and how many votes they were given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from statistics import median_low

from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.open_topics import open_topics
from arch_hour.rules.report_meetings import PastMeeting
from arch_hour.rules.topics import believed_votes
from arch_hour.rules.wrap_up_records import waited

# So many of those that waited longest are named.
MOST_WAITED = 5


class TopicState(Enum):
    """Where a topic stands today, in the words that people read."""

    DISCUSSED = "discussed"
    WAITING = "waiting"
    ON_HOLD = "on hold"
    MERGED = "merged"
    CLOSED = "closed otherwise"


# How old a waiting topic is, by the first of these lengths that it has not reached.
AGES: Mapping[str, timedelta] = {
    "under a week": timedelta(days=7),
    "1 to 4 weeks": timedelta(days=28),
    "1 to 3 months": timedelta(days=91),
    "3 to 12 months": timedelta(days=365),
    "over a year": timedelta.max,
}


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes that people gave topics by reaction, how many people that are, and the votes of imported pages."""

    given: int
    people: int
    from_pages: int


@dataclass(frozen=True, slots=True)
class Waited:
    """A topic that waits, and how many meetings it was carried over."""

    topic: Issue
    meetings: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """The topics that wait today; `ages` counts them by age, `middle` is the age of the one in the middle.

    `middle` and `oldest` are None where none waits, `waited` those that were carried over most.
    """

    waiting: int
    on_hold: int
    ages: Mapping[str, int]
    middle: timedelta | None
    oldest: timedelta | None
    waited: tuple[Waited, ...]


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a period: `states` says where those that were proposed in it stand today."""

    proposed: int
    discussed: int
    states: Mapping[TopicState, int]
    votes: Votes


def topics_of_period(
    snapshot: Snapshot, config: Config, meetings: Sequence[PastMeeting], beginning: datetime | None
) -> Topics:
    """What happened to topics since the beginning of a period; `meetings` are all, of earlier times too."""
    known = _as_they_stand(snapshot, config)
    named = {name for meeting in meetings for name in meeting.discussed}
    proposed = [topic for topic in known if beginning is None or topic.created_at >= beginning]
    found = [_state(topic, config, named) for topic in proposed]
    return Topics(
        proposed=len(proposed),
        discussed=len(_discussed(known, config, meetings, beginning)),
        states={state: found.count(state) for state in TopicState},
        votes=_votes(known, proposed, snapshot, config, beginning),
    )


def backlog_today(snapshot: Snapshot, config: Config, now: datetime) -> Backlog:
    """What waits for a meeting now."""
    standing = open_topics(snapshot, config)
    waiting = [topic for topic in standing if topic.is_open and not topic.has_label(config.topics.hold_label)]
    ages = [max(timedelta(), now - topic.created_at) for topic in waiting]
    words = [next(words for words, length in AGES.items() if age < length) for age in ages]
    times = waited(snapshot, config)
    carried = [Waited(topic, times[topic.name]) for topic in waiting if topic.name in times]
    carried.sort(key=lambda each: (-each.meetings, each.topic.created_at, each.topic.name))
    return Backlog(
        waiting=len(waiting),
        on_hold=sum(topic.is_open for topic in standing) - len(waiting),
        ages={age: words.count(age) for age in AGES},
        middle=median_low(ages) if ages else None,
        oldest=max(ages, default=None),
        waited=tuple(carried[:MOST_WAITED]),
    )


def _as_they_stand(snapshot: Snapshot, config: Config) -> list[Issue]:
    """All topics; one elsewhere that was discussed and could not be closed there counts as closed."""
    closed = (topic for topic in snapshot.topics if not topic.is_open)
    return [*closed, *open_topics(snapshot, config)]


def _state(topic: Issue, config: Config, named: Iterable[str]) -> TopicState:
    if topic.is_open:
        return TopicState.ON_HOLD if topic.has_label(config.topics.hold_label) else TopicState.WAITING
    if topic.has_label(config.topics.merged_label):
        return TopicState.MERGED
    is_discussed = topic.name in named or topic.has_label(config.topics.discussed_label)
    return TopicState.DISCUSSED if is_discussed else TopicState.CLOSED


def _discussed(
    topics: Iterable[Issue], config: Config, meetings: Sequence[PastMeeting], beginning: datetime | None
) -> set[str]:
    """The names of those that a meeting of the period discussed, or that the label alone says were, then closed."""
    everywhere = {name for meeting in meetings for name in meeting.discussed}
    of_period = (meeting for meeting in meetings if beginning is None or meeting.start >= beginning)
    by_label = (
        topic.name
        for topic in topics
        if topic.has_label(config.topics.discussed_label)
        and topic.name not in everywhere
        and topic.closed_at is not None
        and (beginning is None or topic.closed_at >= beginning)
    )
    return {name for meeting in of_period for name in meeting.discussed}.union(by_label)


def _votes(
    topics: Iterable[Issue],
    proposed: Iterable[Issue],
    snapshot: Snapshot,
    config: Config,
    beginning: datetime | None,
) -> Votes:
    """One for each person and topic. Those beyond the hundred that came along were given no earlier than the last."""
    given, people = 0, set()
    for topic in topics:
        votes = [vote for vote in topic.votes if not vote.voter.is_bot]
        counted = {vote.voter.key for vote in votes if beginning is None or vote.at >= beginning}
        newest = max((vote.at for vote in votes), default=None)
        unread = max(0, topic.votes_total - len(topic.votes) - topic.nameless_votes)
        is_dated = beginning is None or (newest is not None and newest >= beginning)
        given += len(counted) + (unread if is_dated else 0)
        people |= counted
    pages = sum(believed_votes(snapshot, config, topic) for topic in proposed)
    return Votes(given, len(people), pages)
