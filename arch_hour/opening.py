"""The opening of a session: the configuration with its calendar, and the ordinary read."""

from arch_hour.config import Config
from arch_hour.config_file import read_config
from arch_hour.errors import AccessError, ConfigurationError
from arch_hour.gateway.protocol import Gateway, Opening, Wanted
from arch_hour.gateway.rehearsal import Rehearsal
from arch_hour.named_files import with_its_calendar
from arch_hour.rules.moments import RECENT
from arch_hour.rules.open_topics import without_agendas
from arch_hour.session import Session, Settings


def open_session(gateway: Gateway, settings: Settings, opening: Opening | None = None) -> Session:
    """A session that has read what every command needs, but the opening where that was read; raises ArchHourError."""
    opening = opening or gateway.open(settings.configuration_path)
    if opening.hindrance and not settings.dry_run:
        raise AccessError(opening.hindrance)
    source, config = configured(opening, settings)
    config = with_its_calendar(gateway, config, source, settings.source_name)
    return begun(gateway, opening, settings, config, source)


def configured(opening: Opening, settings: Settings) -> tuple[str, Config]:
    """The text of the configuration and what it says, without the calendar that it names; raises ConfigurationError."""
    source = _source(opening, settings)
    return source, read_config(source, settings.source_name, settings.configuration_path)


def begun(gateway: Gateway, opening: Opening, settings: Settings, config: Config, source: str) -> Session:
    """A session that has done the ordinary read, with a configuration whose text is `source`; raises ArchHourError."""
    wanted = Wanted(
        agenda_label=config.agenda.label,
        topic_label=config.topics.label,
        merged_label=config.topics.merged_label,
        follow_up_label=config.actions.label,
        reaction=config.votes.reaction,
        since=settings.now - RECENT,
        labels=tuple(config.labels().values()),
    )
    writer = Rehearsal(opening, settings.now) if settings.dry_run else gateway
    snapshot = without_agendas(gateway.read(opening, wanted), config)
    return Session(gateway, writer, settings, config, wanted, snapshot, source)


def source_of(opening: Opening, settings: Settings) -> str | None:
    """The text of the configuration, where there is one."""
    return settings.configuration if settings.configuration is not None else opening.configuration


def _source(opening: Opening, settings: Settings) -> str:
    """The text of the configuration; raises ConfigurationError where there is none."""
    text = source_of(opening, settings)
    if text is None:
        raise ConfigurationError(
            f"{opening.repository.full_name} has no such file on its default branch; "
            "add it with at least `meeting:` with `schedule` and `start`",
            file=settings.configuration_path,
        )
    return text
