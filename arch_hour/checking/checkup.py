"""All looks, one after the other."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from arch_hour.checking import board, dates, documents, people, premises, workflow
from arch_hour.checking.findings import Finding, Look, Told, Verdict
from arch_hour.checking.premises import Premises
from arch_hour.checking.workflow import ACTIVE
from arch_hour.errors import ArchHourError, UnreachableError
from arch_hour.gateway.facilities import Facilities
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
    "labels": premises.labels,
    "voters": people.voters,
    "repositories": documents.repositories,
    "facilitators and scribes": people.turns,
    "bots": people.bots,
    "names": premises.people,
    "ticking": people.ticking,
    "board": board.board,
}

AROUND: Mapping[str, Callable[[Session, Premises], Told]] = {
    "issue form": premises.form,
    "token": premises.token,
    "workflow": workflow.workflow,
    "permissions": workflow.permissions,
    "running": workflow.running,
    "Actions": workflow.allowed,
    "schedule": workflow.schedule,
}
# The last: what it rehearses is seen by whoever looks after it.
REHEARSED: Mapping[str, Look] = {"agenda": documents.agenda}


class Inspected(Gateway, Facilities, Protocol):
    """A repository on GitHub with what stands around its issues."""


def enable_workflow(gateway: Inspected, configuration_path: str) -> tuple[Finding, ...]:
    """Switches the workflow on again that uses the action, where it was switched off; tells what hindered it."""
    try:
        found = Premises(gateway, configuration_path).workflow
        if found is not None and gateway.workflow_state(found.name) not in (None, ACTIVE):
            gateway.enable_workflow(found.name)
    except ArchHourError as error:
        remedy = "this needs *Actions: read and write*, or the scope `repo`"
        return (Finding("running", Verdict.WRONG, f"the workflow was not switched on: {remedy} ({error})"),)
    return ()


def check(gateway: Inspected, settings: Settings) -> tuple[Finding, ...]:
    """Looks at all that a run for the agenda needs, each by itself; `settings` are those of a dry run."""
    found: dict[str, Finding] = {}
    for finding in _findings(gateway, settings):
        found.setdefault(finding.sentence, finding)  # a trouble in the way of two looks is told once
    return tuple(found.values())


def _findings(gateway: Inspected, settings: Settings) -> Iterator[Finding]:
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
    yield from _looked(session, Premises(gateway, settings.configuration_path, opening.hindrance))


def _of_repository(opening: Opening) -> Finding:
    if opening.hindrance:
        return Finding("repository", Verdict.WRONG, opening.hindrance)
    name, login = opening.repository.full_name, opening.viewer.login
    return Finding("repository", Verdict.GOOD, f"{name} can be read as {login}")


def _looked(session: Session, around: Premises) -> Iterator[Finding]:
    looks = {**LOOKS, **{about: _with(around, look) for about, look in AROUND.items()}, **REHEARSED}
    for about, look in looks.items():
        try:
            yield from (Finding(about, *told) for told in look(session))
        except ArchHourError as error:
            yield Finding(about, Verdict.WRONG, str(error))
            # Where GitHub does not answer, each further look would wait as long; a calendar is somebody else's.
            if isinstance(error, UnreachableError) and about != CALENDAR:
                return


def _with(around: Premises, look: Callable[[Session, Premises], Told]) -> Look:
    return lambda session: look(session, around)
