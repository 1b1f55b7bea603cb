"""Read, plan, apply: what every command does, whichever door it came through."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from arch_hour.config import Config
from arch_hour.errors import ArchHourError
from arch_hour.gateway.protocol import Gateway, Opening
from arch_hour.model import Snapshot
from arch_hour.opening import open_session
from arch_hour.rules import page_import
from arch_hour.rules.changes import Change
from arch_hour.rules.events import Command
from arch_hour.rules.page import Page
from arch_hour.rules.page_import import Placement, plan_import
from arch_hour.rules.questions import Questions, questions_on_votes
from arch_hour.session import Outcome, Session, Settings
from arch_hour.stages import STAGES

logger = logging.getLogger(__name__)


def run(gateway: Gateway, command: Command, settings: Settings, opening: Opening | None = None) -> Outcome:
    """Does all that the command has due; raises ArchHourError, and leaves nothing that the next run cannot finish.

    `opening` is GitHub's first answer, where a door asked for it already.
    """
    session = open_session(gateway, settings, opening)
    with _accounting(session):
        go_through(session, command)
    return _told(session)


def go_through(session: Session, command: Command) -> None:
    """Every stage of the command, in order; raises ArchHourError."""
    for stage in STAGES[command]:
        if not stage.wanted(session.config):
            continue
        logger.debug("stage %s", stage.plan.__name__)
        stage.prepare(session)
        session.perform(stage.asks, stage.plan, stage.look)
        session.remarks += stage.remarks(session.snapshot, session.config, session.settings.now)


def import_page(gateway: Gateway, page: Page, settings: Settings, *, discussed: bool) -> Outcome:
    """Makes the page's topics; raises ArchHourError."""
    session = open_session(gateway, settings)
    session.snapshot = replace(session.snapshot, topics=session.reader.every_topic(session.wanted))
    placements: list[Placement] = []

    def asks(snapshot: Snapshot, config: Config, _: datetime) -> Questions:
        owners = page_import.unknown_owners(page, snapshot, config)
        return Questions(may_write=owners, all_comments=page_import.half_read(page, snapshot))

    def plan(snapshot: Snapshot, config: Config, _: datetime) -> list[Change]:
        placements[:] = plan_import(page, snapshot, config, discussed=discussed)
        return [change for placement in placements for change in placement.changes]

    with _accounting(session):
        session.perform(asks, plan)
    return replace(_told(session), placements=tuple(placements))


@contextmanager
def _accounting(session: Session) -> Iterator[None]:
    """An error that stops the run midway takes along what was done before it."""
    try:
        yield
    except ArchHourError as error:
        error.outcome = replace(session.outcome(), trouble=str(error))
        raise


def _told(session: Session) -> Outcome:
    """The outcome with the ranking, which every command tells, also those that rank nothing themselves."""
    session.learn_for_telling(
        lambda snapshot, config, _: questions_on_votes(snapshot, config), "the topics were not ranked"
    )
    return session.outcome()
