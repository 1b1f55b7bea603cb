"""The topics that a meeting leaves for later ones."""

from collections.abc import Sequence

from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.agenda_identity import TopicSection
from arch_hour.rules.agendas import Agenda
from arch_hour.rules.open_topics import open_topics


def waiting(agenda: Agenda, told: Sequence[TopicSection], snapshot: Snapshot, config: Config) -> list[Issue]:
    """The topics that a meeting leaves: neither discussed nor proposed since it began."""
    return [
        topic
        for topic in open_topics(snapshot, config)
        if topic.created_at < agenda.opening
        and not any(section.ticked and section.is_about(topic) for section in told)
        and (topic.is_open or any(section.is_about(topic) for section in told))
    ]
