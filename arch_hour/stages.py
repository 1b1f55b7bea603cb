"""What each command does, stage by stage, and what each stage must know before it plans.

Much is read in mid-run only, right before the first stage that needs it: a template that is missing, a team or another
repository that GitHub does not tell must not stop the stages before, which need none of it. In turn those may conclude
nothing from a topic that is not among theirs: it may be one of a repository that was not read yet.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.named_files import with_its_template
from arch_hour.rules.agenda import plan_agenda
from arch_hour.rules.events import Command
from arch_hour.rules.follow_ups import plan_follow_ups, plan_summaries
from arch_hour.rules.questions import (
    Questions,
    open_questions,
    questions_on_topics,
    questions_on_votes,
)
from arch_hour.rules.surroundings import also_asked, plan_surroundings, remarks_on
from arch_hour.rules.wrap_up import plan_due_wrap_ups, plan_wrap_up
from arch_hour.session import Ask, Plan, Session


def about_lines(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What follow-ups must know: of this repository only."""
    return open_questions(snapshot, config, now)


def about_topics(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What wrap-ups must know: they close topics elsewhere, and record how often each topic waited."""
    return about_lines(snapshot, config, now) or questions_on_topics(snapshot, config)


def about_agendas(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What agendas and their surroundings must know: whose votes count, who can be assigned, and what was told."""
    return (
        about_lines(snapshot, config, now)
        or questions_on_votes(snapshot, config)
        or also_asked(snapshot, config, now)
    )


def _with_nothing(session: Session) -> None:
    """Most stages need nothing but answers."""


def _with_template(session: Session) -> None:
    session.config = with_its_template(
        session.reader, session.config, session.source, session.settings.source_name
    )


def _silent(snapshot: Snapshot, config: Config, now: datetime) -> Iterable[str]:  # noqa: ARG001  one form for all remarks
    return ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A plan with what it must ask, what it needs prepared first, and what people should hear once it is done."""

    plan: Plan
    asks: Ask
    prepare: Callable[[Session], None] = _with_nothing
    remarks: Callable[[Snapshot, Config, datetime], Iterable[str]] = _silent


_LINES = (Stage(plan_follow_ups, about_lines), Stage(plan_summaries, about_lines))
_AGENDAS = (
    Stage(plan_agenda, about_agendas, prepare=_with_template),
    Stage(plan_surroundings, about_agendas, remarks=remarks_on),
)

STAGES: dict[Command, tuple[Stage, ...]] = {
    Command.ALL: (*_LINES, Stage(plan_due_wrap_ups, about_topics), *_AGENDAS),
    Command.AGENDA: _AGENDAS,
    Command.ACTIONS: _LINES,
    Command.WRAP_UP: (*_LINES, Stage(plan_wrap_up, about_topics)),
}
