"""The calendar and the template that a configuration names, each read once and made part of it."""

from arch_hour.config import Config
from arch_hour.config_file import line_of
from arch_hour.errors import ConfigurationError
from arch_hour.gateway.protocol import Texts
from arch_hour.rules.calendar_lines import CalendarMistakeError
from arch_hour.rules.calendars import with_calendar


def with_its_template(texts: Texts, config: Config, text: str, name: str) -> Config:
    """The configuration with the template for the agenda that it names, if any; one request.

    `text` is the configuration's own, `name` where people find it. Raises ConfigurationError.
    """
    path = config.agenda.template
    if path is None:
        return config
    found = texts.file(path)
    if found is None:
        raise ConfigurationError(
            f"`agenda.template` names {path}, and the repository has no such text file on its default branch; "
            "add it, or take this key out",
            file=name,
            line=line_of(text, "agenda", "template"),
        )
    return config.with_agenda_template(found)


def with_its_calendar(texts: Texts, config: Config, text: str, name: str) -> Config:
    """The configuration with the calendar that it names, if any; one request.

    `text` is the configuration's own, `name` where people find it. Raises ConfigurationError with the line of the key
    that is to be mended, and UnreachableError.
    """
    calendar = config.meeting.calendar
    if calendar is None:
        return config
    found = texts.feed(calendar) if config.meeting.feed_is_address else texts.file(calendar)
    try:
        if found is None:
            raise CalendarMistakeError("names a file that the repository does not have on its default branch")
        return with_calendar(config, found)
    except CalendarMistakeError as mistake:
        raise ConfigurationError(
            f"`meeting.{mistake.key}` {mistake.problem}",
            file=name,
            line=line_of(text, "meeting", mistake.key),
        ) from None
