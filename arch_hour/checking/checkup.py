"""All looks, one after the other."""

from collections.abc import Iterator, Mapping

from arch_hour.checking import board, dates, documents, people
from arch_hour.checking.findings import Finding, Look, Verdict
from arch_hour.errors import ArchHourError, UnreachableError
from arch_hour.gateway.protocol import Gateway, Opening
from arch_hour.opening import begun, configured
from arch_hour.session import Session, Settings

CALENDAR = "calendar"

LOOKS: Mapping[str, Look] = {
    CALENDAR: dates.calendar,
    "meetings": dates.meetings,
    "first meeting": dates.first_meeting,
    "skipped and moved": dates.named_days,
    "template": documents.template,
    "labels": documents.labels,
    "voters": people.voters,
    "repositories": documents.repositories,
    "facilitators and scribes": people.turns,
    "bots": people.bots,
    "ticking": people.ticking,
    "board": board.board,
    "agenda": documents.agenda,
}


def check(gateway: Gateway, settings: Settings) -> tuple[Finding, ...]:
    """Looks at all that a run for the agenda needs, each by itself; `settings` are those of a dry run."""
    found: dict[str, Finding] = {}
    for finding in _findings(gateway, settings):
        found.setdefault(finding.sentence, finding)  # a trouble in the way of two looks is told once
    return tuple(found.values())


def _findings(gateway: Gateway, settings: Settings) -> Iterator[Finding]:
    """What must be known before anything else can be looked at, and then the rest."""
    about = "repository"
    try:
        opening = gateway.open(settings.configuration_path)
        yield _of_repository(opening)
        about = "configuration"
        source, config = configured(opening, settings)
        yield Finding(about, Verdict.GOOD, f"{settings.source_name} says what it should")
        about = "issues"
        session = begun(gateway, opening, settings, config, source)
    except ArchHourError as error:
        yield Finding(about, Verdict.WRONG, str(error))
        return
    yield from _looked(session)


def _of_repository(opening: Opening) -> Finding:
    if opening.hindrance:
        return Finding("repository", Verdict.WRONG, opening.hindrance)
    name, login = opening.repository.full_name, opening.viewer.login
    return Finding("repository", Verdict.GOOD, f"{name} can be read as {login}")


def _looked(session: Session) -> Iterator[Finding]:
    for about, look in LOOKS.items():
        try:
            yield from (Finding(about, *told) for told in look(session))
        except ArchHourError as error:
            yield Finding(about, Verdict.WRONG, str(error))
            # Where GitHub does not answer, each further look would wait as long; a calendar is somebody else's.
            if isinstance(error, UnreachableError) and about != CALENDAR:
                return
