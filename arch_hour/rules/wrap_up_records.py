"""What wrap-ups record for the meetings after them: how often topics waited, and what was discussed elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules.agenda_identity import TopicSection
from arch_hour.rules.agendas import Agenda, known_agendas, wrap_up_of
from arch_hour.rules.markers import Marker
from arch_hour.rules.moments import moment_of, written

# Of so many topics a wrap-up's marker tells how often they waited: twelve characters each of the 65,536.
MOST_WAITING = 2_500


def waited(snapshot: Snapshot, config: Config, before: Agenda | None = None) -> Mapping[str, int]:
    """How many meetings each open topic waited so far, by its name, as the last meeting's wrap-up counted it.

    That is the last one `before` a meeting, where one is given: its own may be written anew.
    """
    told = next(_wrap_ups(snapshot, config, before), None)
    counts = told.data.get("waited") if told else None
    found: dict[str, int] = {}
    for key, times in counts.items() if isinstance(counts, dict) else ():
        if isinstance(times, dict):
            found |= {f"{key}#{number}": count for number, count in times.items() if _is_count(count)}
        elif _is_count(times):
            found[f"#{key}"] = times
    return found


def as_record(waited: Mapping[str, int]) -> dict[str, Any]:
    """The counts as a wrap-up's marker holds them, by number, in another repository below its name.

    Where there are more than a comment can hold, it tells those that waited most.
    """
    record: dict[str, Any] = {}
    for name, count in sorted(waited.items(), key=lambda entry: -entry[1])[:MOST_WAITING]:
        repository, _, number = name.rpartition("#")
        (record.setdefault(repository, {}) if repository else record)[number] = count
    return record


def _is_count(value: object) -> bool:
    return isinstance(value, int) and value > 0


def discussed_elsewhere(snapshot: Snapshot, config: Config) -> Mapping[str, datetime]:
    """When topics of other repositories were last wrapped up as discussed, by node id, as far as wrap-ups tell."""
    last: dict[str, datetime] = {}
    for told in _wrap_ups(snapshot, config):
        records = told.data.get("elsewhere")
        for topic, text in records.items() if isinstance(records, dict) else ():
            at = moment_of(text)
            if at is not None:
                last[topic] = max(at, last.get(topic, at))
    return last


def recorded_elsewhere(
    discussed: Sequence[TopicSection], known: Mapping[str, datetime], snapshot: Snapshot, now: datetime
) -> dict[str, str]:
    """When each topic elsewhere that is still open was discussed: it stands for the closing that may be refused.

    Whatever earlier wrap-ups recorded, `known`, goes on, since the oldest agendas are not read any more.
    """
    times = {topic.id: known[topic.id] for topic in snapshot.topics if topic.repository and topic.id in known}
    seen = (*snapshot.topics, *snapshot.discussed)
    times |= {
        topic.id: now
        for topic in seen
        if topic.repository and any(section.is_about(topic) for section in discussed)
    }
    return {topic: written(at) for topic, at in times.items()}


def _wrap_ups(snapshot: Snapshot, config: Config, before: Agenda | None = None) -> Iterator[Marker]:
    """The records of the wrap-ups, of the newest meeting first."""
    agendas = sorted(known_agendas(snapshot, config), key=lambda agenda: agenda.identity.start, reverse=True)
    for agenda in agendas:
        if before is not None and agenda.identity.start >= before.identity.start:
            continue
        record = wrap_up_of(snapshot, config, agenda)
        if record is not None:
            yield record
