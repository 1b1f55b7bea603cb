"""The topics that wait for a meeting, those of other repositories among them."""

from dataclasses import replace
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.agendas import identity_of
from arch_hour.rules.merge_records import last_discussed
from arch_hour.rules.wrap_up_records import discussed_elsewhere


def open_topics(snapshot: Snapshot, config: Config) -> tuple[Issue, ...]:
    """The open topics, each with the closing that ended its last discussion.

    One that was merged and opened again was not discussed by that. One elsewhere that was discussed and could not be
    closed there counts as closed since then: another repository may refuse every write, so that the wrap-ups' records
    have to stand for label and closing.
    """
    label = config.topics.discussed_label
    standing = tuple(
        replace(topic, closed_at=last_discussed(snapshot, config, topic))
        if not topic.repository and topic.comments and topic.has_label(label)
        else topic
        for topic in snapshot.topics
        if topic.is_open
    )
    if not any(topic.repository for topic in standing):
        return standing
    since = discussed_elsewhere(snapshot, config)
    return tuple(
        _as_discussed(topic, since[topic.id], label)
        if topic.repository and topic.id in since and not topic.has_label(label)
        else topic
        for topic in standing
    )


def without_agendas(snapshot: Snapshot, config: Config) -> Snapshot:
    """The snapshot in which no agenda is a topic too, whatever labels people gave it: none ranks itself."""
    agendas = {issue.id for issue in snapshot.agendas if identity_of(snapshot, config, issue)}
    return replace(
        snapshot,
        topics=tuple(topic for topic in snapshot.topics if topic.id not in agendas),
        discussed=tuple(topic for topic in snapshot.discussed if topic.id not in agendas),
    )


def unread_repositories(snapshot: Snapshot, config: Config) -> tuple[str, ...]:
    """The other repositories that the configuration names, each once, until their topics were read."""
    if snapshot.knows_elsewhere:
        return ()
    names = {name.casefold(): name for name in reversed(config.topics.repositories)}
    names.pop(snapshot.repository.full_name.casefold(), None)
    return tuple(name for _, name in sorted(names.items()))


def _as_discussed(topic: Issue, at: datetime, label: str) -> Issue:
    """The topic as our writes would have left it; a person may have closed it by hand and opened it again since."""
    labelled = replace(topic, labels=(*topic.labels, label))
    if topic.closed_at is not None and topic.closed_at >= at:
        return labelled
    return replace(labelled, is_open=False, closed_at=at)
