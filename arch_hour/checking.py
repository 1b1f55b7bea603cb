"""Whether a repository is ready for its meeting: what works, what does not, and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from arch_hour import run
from arch_hour.errors import AccessError, ArchHourError
from arch_hour.gateway.protocol import Gateway
from arch_hour.model import Account
from arch_hour.rendering import clock, count, day
from arch_hour.rules.events import Command
from arch_hour.rules.schedule import due_for_agenda, occurrences
from arch_hour.session import Outcome, Settings
from arch_hour.telling import FAR, next_meeting

COMING = 5  # meetings


class Verdict(Enum):
    """How well something is."""

    GOOD = "ok"
    TO_KNOW = "to know"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in a sentence; what is wrong says how to mend it."""

    about: str
    verdict: Verdict
    sentence: str


def check(gateway: Gateway, settings: Settings) -> tuple[Finding, ...]:
    """Looks at everything that a run for the agenda needs, by rehearsing one; `settings` are those of a dry run."""
    return tuple(_findings(gateway, settings))


def _findings(gateway: Gateway, settings: Settings) -> Iterator[Finding]:
    try:
        opening = gateway.open(settings.configuration_path)
        outcome = _rehearsed(gateway, settings)
    except ArchHourError as error:
        yield Finding("run", Verdict.WRONG, str(error))
        return
    name = opening.repository.full_name
    if opening.hindrance:
        yield Finding("repository", Verdict.WRONG, opening.hindrance)
    else:
        yield Finding("repository", Verdict.GOOD, f"{name} can be read as {opening.viewer.login}")
    yield Finding("configuration", Verdict.GOOD, f"{settings.configuration_path} says what it should")
    yield _meetings(outcome)
    yield from _people(gateway, outcome)
    yield from _bots(outcome)
    yield _ticking(gateway)
    yield from (Finding("agenda", Verdict.TO_KNOW, remark) for remark in outcome.remarks)


def _rehearsed(gateway: Gateway, settings: Settings) -> Outcome:
    """A run now; and one when the next agenda is due, where a template of the team's has to be tried."""
    outcome = run.run(gateway, Command.AGENDA, settings)
    meeting = next_meeting(outcome)
    if (
        outcome.config.agenda.template
        and meeting
        and not due_for_agenda(outcome.config, outcome.settings.now)
    ):
        then = meeting.at(-outcome.config.agenda.open_before)
        run.run(gateway, Command.AGENDA, replace(settings, now=then))
    return outcome


def _meetings(outcome: Outcome) -> Finding:
    now, config = outcome.settings.now, outcome.config
    coming = occurrences(config, now, now + FAR)[:COMING]
    if not coming:
        sentence = "there is no meeting within a year: look at `meeting.schedule`, `start` and `skip`"
        return Finding("meetings", Verdict.WRONG, sentence)
    times = "; ".join(f"{day(meeting.start)}, {clock(meeting.start)}" for meeting in coming)
    return Finding("meetings", Verdict.GOOD, f"{times} ({config.zone.key})")


def _people(gateway: Gateway, outcome: Outcome) -> Iterator[Finding]:
    """The facilitators and scribes that cannot be assigned, and are therefore passed over."""
    meeting = outcome.config.meeting
    logins = dict.fromkeys((*meeting.facilitators, *meeting.scribes))
    accounts = [Account.named(login) for login in logins]
    for account in accounts:
        known = outcome.snapshot.assignable.get(account.key)
        if known is False or (known is None and not gateway.is_assignable(account)):
            sentence = (
                f"{account.login} cannot be assigned here and is passed over: invite them, or take them out"
            )
            yield Finding("facilitators and scribes", Verdict.WRONG, sentence)


def _bots(outcome: Outcome) -> Iterator[Finding]:
    """The names in `bots` that only an app has here: without its `[bot]` a name is a person's and trusts nobody."""
    issues = (*outcome.snapshot.agendas, *outcome.snapshot.follow_ups)
    apps = {issue.author.login.casefold() for issue in issues if issue.author and issue.author.is_bot}
    for name in outcome.config.bots:
        if name.casefold() in apps:
            sentence = (
                f"`bots` names {name}, and here that is an app: its login ends in [bot], as in {name}[bot]"
            )
            yield Finding("bots", Verdict.WRONG, sentence)


def _ticking(gateway: Gateway) -> Finding:
    """GitHub lets only those edit an issue of others, and tick its boxes, who may write to the repository."""
    try:
        writers = count(len(gateway.writers()), "account")
    except AccessError:
        return Finding("ticking", Verdict.TO_KNOW, _TICKING)
    return Finding("ticking", Verdict.TO_KNOW, f"{_TICKING} {writers} may write here.")


_TICKING = (
    "Ticking topics on an agenda and writing notes into it needs write access; everybody else can comment."
)
