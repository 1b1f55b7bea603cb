"""Read, plan, apply: what every command does, whichever door it came through."""

from dataclasses import replace
from datetime import datetime, timedelta

from arch_hour.config import Config
from arch_hour.config_file import read_config
from arch_hour.errors import AccessError, ConfigurationError
from arch_hour.gateway.protocol import Gateway, Opening, Wanted
from arch_hour.gateway.rehearsal import Rehearsal
from arch_hour.model import Account, Snapshot
from arch_hour.named_files import with_its_calendar, with_its_template
from arch_hour.rules import page_import
from arch_hour.rules.agenda import plan_agenda
from arch_hour.rules.changes import (
    Change,
)
from arch_hour.rules.electorate import asks_for_writers, unknown_teams
from arch_hour.rules.events import Command
from arch_hour.rules.follow_ups import plan_follow_ups, plan_summaries
from arch_hour.rules.page import Page
from arch_hour.rules.page_import import Placement, plan_import
from arch_hour.rules.questions import Questions, open_questions
from arch_hour.rules.surroundings import also_asked, plan_surroundings, remarks_on
from arch_hour.rules.wrap_up import plan_due_wrap_ups, plan_wrap_up
from arch_hour.session import Outcome, Plan, Session, Settings

# What was not touched for longer is history: closed topics are no longer read, nor are comments before it.
RECENT = timedelta(days=14)

_PLANS: dict[Command, tuple[Plan, ...]] = {
    Command.ALL: (plan_follow_ups, plan_summaries, plan_due_wrap_ups, plan_agenda, plan_surroundings),
    Command.AGENDA: (plan_agenda, plan_surroundings),
    Command.ACTIONS: (plan_follow_ups, plan_summaries),
    Command.WRAP_UP: (plan_follow_ups, plan_summaries, plan_wrap_up),
}

# The plans that need to know who can be assigned, and what was told long ago.
_AROUND = (plan_agenda, plan_surroundings)


def run(gateway: Gateway, command: Command, settings: Settings) -> Outcome:
    """Does all that the command has due; raises ArchHourError, and leaves nothing that the next run cannot finish."""
    session = _begin(gateway, settings)
    session.snapshot = _with_topics_elsewhere(session)
    plans = _PLANS[command]

    def asked_too(snapshot: Snapshot, config: Config) -> Questions:
        return open_questions(snapshot, config) or also_asked(snapshot, config, settings.now)

    for plan in plans:
        if plan is plan_agenda:
            name = _name_of_source(settings)
            session.config = with_its_template(session.gateway, session.config, session.source, name)
        session.perform(asked_too if plan in _AROUND else open_questions, plan)
    if plan_surroundings in plans:
        session.remarks += remarks_on(session.snapshot, session.config, settings.now)
    return session.outcome()


def import_page(gateway: Gateway, page: Page, settings: Settings, *, discussed: bool) -> Outcome:
    """Makes the page's topics; raises ArchHourError."""
    session = _begin(gateway, settings)
    session.snapshot = replace(session.snapshot, topics=session.gateway.every_topic(session.wanted))
    placements: list[Placement] = []

    def plan(snapshot: Snapshot, config: Config, _: datetime) -> list[Change]:
        placements[:] = plan_import(page, snapshot, config, discussed=discussed)
        return [change for placement in placements for change in placement.changes]

    session.perform(lambda snapshot, config: _import_questions(page, snapshot, config), plan)
    return session.outcome(tuple(placements))


def _import_questions(page: Page, snapshot: Snapshot, config: Config) -> Questions:
    owners: tuple[Account, ...] = page_import.unknown_owners(page, snapshot, config)
    return Questions(
        may_write=owners,
        all_comments=page_import.half_read(page, snapshot),
        writers=asks_for_writers(snapshot, config),
        teams=unknown_teams(snapshot, config),
    )


def _begin(gateway: Gateway, settings: Settings) -> Session:
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
    used = Rehearsal(gateway, opening, settings.now) if settings.dry_run else gateway
    return Session(used, settings, config, wanted, used.read(opening, wanted), source)


def _with_topics_elsewhere(session: Session) -> Snapshot:
    """The snapshot with the topics of the other repositories that the configuration names."""
    snapshot = session.snapshot
    names = {name.casefold(): name for name in reversed(session.config.topics.repositories)}
    names.pop(snapshot.repository.full_name.casefold(), None)
    found = [
        topic
        for _, name in sorted(names.items())
        for topic in session.gateway.topics_elsewhere(name, session.wanted)
    ]
    return replace(snapshot, topics=(*snapshot.topics, *found))


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


def _configuration(gateway: Gateway, source: str, settings: Settings) -> Config:
    """The configuration in the text, with the calendar that it names."""
    name = _name_of_source(settings)
    return with_its_calendar(gateway, read_config(source, name, settings.configuration_path), source, name)


def _name_of_source(settings: Settings) -> str:
    return settings.configuration_name or settings.configuration_path
