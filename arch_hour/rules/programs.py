"""What a meeting's agenda has room for: the open topics as they rank for it, in their time boxes."""

from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules import ranking
from arch_hour.rules.agendas import Agenda
from arch_hour.rules.ranking import Program
from arch_hour.rules.schedule import Occurrence
from arch_hour.rules.standings import standings
from arch_hour.rules.wrap_up_records import waited


def freeze_of(config: Config, occurrence: Occurrence, agenda: Agenda | None) -> datetime:
    """When a meeting's ranking becomes final: as configured, or when people began it before that."""
    configured = occurrence.at(-config.agenda.freeze_before)
    begun = agenda.begun if agenda else None
    return min(begun, configured) if begun else configured


def program_of(
    snapshot: Snapshot, config: Config, occurrence: Occurrence, agenda: Agenda | None = None
) -> Program:
    """The meeting's topics as they stand now; votes given from the freeze on never count for it."""
    standing = standings(snapshot, config, freeze_of(config, occurrence, agenda))
    return ranking.fit(standing.ranked, standing.held, occurrence, config, waited(snapshot, config))
