"""The opening of a session: the configuration with its calendar, and the ordinary read."""

from datetime import timedelta

from arch_hour.config import Config
from arch_hour.config_file import read_config
from arch_hour.errors import AccessError, ConfigurationError
from arch_hour.gateway.protocol import Gateway, Opening, Reader, Wanted
from arch_hour.gateway.rehearsal import Rehearsal
from arch_hour.named_files import with_its_calendar
from arch_hour.rules.open_topics import without_agendas
from arch_hour.session import Session, Settings

# What was not touched for longer is history: closed topics are no longer read, nor are comments before it.
RECENT = timedelta(days=14)


def open_session(gateway: Gateway, settings: Settings) -> Session:
    """A session that has read what every command needs; raises ArchHourError."""
    opening = gateway.open(settings.configuration_path)
    if opening.hindrance and not settings.dry_run:
        raise AccessError(opening.hindrance)
    source = _source(opening, settings)
    config = _configuration(gateway, source, settings)
    wanted = Wanted(
        agenda_label=config.agenda.label,
        topic_label=config.topics.label,
        follow_up_label=config.actions.label,
        reaction=config.votes.reaction,
        since=settings.now - RECENT,
    )
    writer = Rehearsal(opening, settings.now) if settings.dry_run else gateway
    snapshot = without_agendas(gateway.read(opening, wanted), config)
    return Session(gateway, writer, settings, config, wanted, snapshot, source)


def _source(opening: Opening, settings: Settings) -> str:
    """The text of the configuration."""
    text = settings.configuration if settings.configuration is not None else opening.configuration
    if text is None:
        raise ConfigurationError(
            f"{opening.repository.full_name} has no such file on its default branch; "
            "add it with at least `meeting:` with `schedule` and `start`",
            file=settings.configuration_path,
        )
    return text


def _configuration(reader: Reader, source: str, settings: Settings) -> Config:
    """The configuration in the text, with the calendar that it names."""
    config = read_config(source, settings.source_name, settings.configuration_path)
    return with_its_calendar(reader, config, source, settings.source_name)
