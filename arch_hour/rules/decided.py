"""The decisions of a meeting: `DECISION` lines on its agenda, and those said on its topics while it lasted."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Account, Snapshot
from arch_hour.rules.agendas import Agenda
from arch_hour.rules.decisions import Decision, may_have_decisions, read_decisions
from arch_hour.rules.sources import Source, texts_read
from arch_hour.rules.trust import is_trusted, known_without_asking


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided, by the numbers of the topics that it is about; 0 where it is about none."""

    by_topic: Mapping[int, tuple[Decision, ...]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(len, self.by_topic.values()))

    def beside(self, topics: Collection[int]) -> list[tuple[int, Decision]]:
        """Those that are about none of some topics, each with the number of its own, or 0."""
        return [
            (number, decision)
            for number, found in sorted(self.by_topic.items())
            if number not in topics
            for decision in found
        ]


def decisions_of(snapshot: Snapshot, config: Config, agenda: Agenda) -> Decisions:
    """The decisions of a meeting that people told who may write.

    The same words about the same topic are one decision, however often they stand there.
    """
    by_topic: dict[int, dict[str, Decision]] = {}
    for source in _sources(snapshot, config, agenda):
        if not is_trusted(snapshot, config, source.author):
            continue
        for decision in read_decisions(source.text):
            number = source.topic_at(decision.line) or 0
            by_topic.setdefault(number, {}).setdefault(decision.text, decision)
    return Decisions({number: tuple(decisions.values()) for number, decisions in by_topic.items()})


def unknown_deciders(snapshot: Snapshot, config: Config, agenda: Agenda) -> Iterator[Account]:
    """The authors of decisions of whom GitHub must be asked whether they may write."""
    for source in _sources(snapshot, config, agenda):
        author = source.author
        if author is not None and known_without_asking(snapshot, config, author) is None:
            yield author


def _sources(snapshot: Snapshot, config: Config, agenda: Agenda) -> Iterator[Source]:
    """The texts of a meeting with decisions; of its topics what was said since it began."""
    times = _times(snapshot)
    for source in texts_read(snapshot, config, may_have_decisions):
        if source.meeting != agenda.identity.meeting or not source.speaks:
            continue
        if source.is_of_an_agenda:
            if source.issue.id == agenda.issue.id:
                yield source
        elif source.id in times and times[source.id] >= agenda.opening and read_decisions(source.text):
            yield source


def _times(snapshot: Snapshot) -> Mapping[str, datetime]:
    return {
        comment.id: comment.created_at
        for topic in (*snapshot.topics, *snapshot.discussed)
        for comment in topic.comments
    }
