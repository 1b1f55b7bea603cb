"""What each command does, stage by stage, and what each stage must know before it plans.

Much is read in mid-run only, right before the first stage that needs it: a template that is missing, a team or another
repository that GitHub does not tell must not stop the stages before, which need none of it. In turn those may conclude
nothing from a topic that is not among theirs: it may be one of a repository that was not read yet.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.named_files import with_its_template
from arch_hour.rules.agenda import plan_agenda
from arch_hour.rules.board import plan_board_entries, plan_board_values, questions_on_board, remarks_on_board
from arch_hour.rules.changes import Change
from arch_hour.rules.due_wrap_ups import due_wrap_ups, meetings_to_wrap_up
from arch_hour.rules.events import Command
from arch_hour.rules.explanations import explain, unknown_assignees
from arch_hour.rules.follow_ups import plan_follow_ups
from arch_hour.rules.known_promises import remarks_on_other_makers
from arch_hour.rules.labels import plan_labels
from arch_hour.rules.lone_keywords import remarks_on_keywords
from arch_hour.rules.proceedings import is_called, plan_proceedings
from arch_hour.rules.questions import (
    Questions,
    open_questions,
    questions_on_commands,
    questions_on_follow_ups,
    questions_on_merges,
    questions_on_minutes,
    questions_on_proceedings,
    questions_on_summaries,
    questions_on_topics,
    questions_on_votes,
)
from arch_hour.rules.reminders import plan_reminders
from arch_hour.rules.summary_comments import plan_summaries
from arch_hour.rules.surroundings import also_asked, plan_surroundings, remarks_on
from arch_hour.rules.topic_merges import plan_merges
from arch_hour.rules.wrap_up import plan_due_wrap_ups, plan_wrap_up, remarks_on_minutes
from arch_hour.session import Ask, Look, Plan, Session


def about_lines(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What follow-ups must know: of this repository only."""
    return open_questions(snapshot, config, now)


def about_nothing(snapshot: Snapshot, config: Config, now: datetime) -> Questions:  # noqa: ARG001  one form for all questions
    """What is known from the ordinary read alone."""
    return Questions()


def about_follow_ups(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What must be known before follow-ups are made, changed and closed."""
    return about_lines(snapshot, config, now) or questions_on_follow_ups(snapshot, config, now)


def about_owners(snapshot: Snapshot, config: Config, now: datetime) -> Questions:  # noqa: ARG001  one form for all questions
    """What a rehearsal must know to tell who of the owners cannot be assigned: the real run just tries it."""
    return Questions(assignable=unknown_assignees(snapshot, config))


def about_summaries(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What must be known before summaries are kept true."""
    return about_lines(snapshot, config, now) or questions_on_summaries(snapshot, config)


def about_due_wrap_ups(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What wrap-ups must know: they close topics elsewhere, record how often each waited, and tell who decided what."""
    first = about_lines(snapshot, config, now) or questions_on_topics(snapshot, config)
    return first or questions_on_minutes(snapshot, config, due_wrap_ups(snapshot, config, now))


def about_wrap_ups(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """The same of every meeting that has begun."""
    first = about_lines(snapshot, config, now) or questions_on_topics(snapshot, config)
    return first or questions_on_minutes(snapshot, config, meetings_to_wrap_up(snapshot, config, now))


def about_agendas(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What agendas and their surroundings must know: whose votes count, who can be assigned, and what was told."""
    return (
        about_lines(snapshot, config, now)
        or questions_on_votes(snapshot, config)
        or also_asked(snapshot, config, now)
    )


def about_calls(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What must be known before a meeting is begun by command: where it is, all that its agenda needs."""
    first = about_lines(snapshot, config, now) or questions_on_commands(snapshot, config, now)
    return first or (
        about_agendas(snapshot, config, now) if is_called(snapshot, config, now) else Questions()
    )


def about_proceedings(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What must be known before commands are carried out."""
    return about_lines(snapshot, config, now) or questions_on_proceedings(snapshot, config, now)


def about_merges(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What must be known before topics are merged: who said so, and since when."""
    return about_lines(snapshot, config, now) or questions_on_merges(snapshot, config, now)


def about_board(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What must be known before the board is kept true."""
    return about_lines(snapshot, config, now) or questions_on_board(snapshot, config, now)


def plan_called(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:
    """Makes the ranking final of a meeting that people begin before its freeze."""
    return plan_agenda(snapshot, config, now) if is_called(snapshot, config, now) else []


def _with_nothing(session: Session) -> None:
    """Most stages need nothing but answers."""


def _with_template(session: Session) -> None:
    session.config = with_its_template(
        session.reader, session.config, session.source, session.settings.source_name
    )


def _with_template_for_called(session: Session) -> None:
    """A template in trouble stops no meeting that does not need it now."""
    if is_called(session.snapshot, session.config, session.settings.now):
        _with_template(session)


def _with_votes(session: Session) -> None:
    """Who may not be known to vote stops nothing here: then the board tells nothing new of open topics."""
    if session.config.board.project is not None:
        session.learn_for_telling(
            lambda snapshot, config, _: questions_on_votes(snapshot, config),
            "the board tells nothing of topics",
        )


def _explaining(session: Session) -> None:
    """On a dry run: every ACTION line before anything is planned, as what is rehearsed moves the snapshot on."""
    if session.settings.dry_run:
        session.learn_for_telling(about_owners, "whether all owners can be assigned is not known")
        session.explained = explain(session.snapshot, session.config)


def _silent(snapshot: Snapshot, config: Config, now: datetime) -> Iterable[str]:  # noqa: ARG001  one form for all remarks
    return ()


def _always(config: Config) -> bool:  # noqa: ARG001  one form for all
    return True


def _with_board(config: Config) -> bool:
    return config.board.project is not None


@dataclass(frozen=True, slots=True)
class Stage:
    """A plan with what it must ask, and what it needs prepared first.

    `look` is what is done in between, and `remarks` are what people should hear once it is carried out. What is not
    `wanted` by the configuration is passed over.
    """

    plan: Plan
    asks: Ask
    prepare: Callable[[Session], None] = _with_nothing
    look: Look = _with_nothing
    remarks: Callable[[Snapshot, Config, datetime], Iterable[str]] = _silent
    wanted: Callable[[Config], bool] = _always


def _remarks_on_lines(snapshot: Snapshot, config: Config, now: datetime) -> Iterable[str]:
    return (*remarks_on_keywords(snapshot, config, now), *remarks_on_other_makers(snapshot, config))


_LABELS = Stage(plan_labels, about_nothing)
_FOLLOW_UPS = Stage(plan_follow_ups, about_follow_ups, remarks=_remarks_on_lines)
_AFTER_THEM = (Stage(plan_summaries, about_summaries), Stage(plan_reminders, about_lines))
_LINES = (_FOLLOW_UPS, *_AFTER_THEM)
_MERGES = Stage(plan_merges, about_merges)
_PROCEEDINGS = (
    Stage(plan_called, about_calls, look=_with_template_for_called),
    Stage(plan_proceedings, about_proceedings),
)
_AGENDAS = (
    Stage(plan_agenda, about_agendas, prepare=_with_template),
    Stage(plan_surroundings, about_agendas, remarks=remarks_on),
)

_WRAP_UPS = Stage(plan_due_wrap_ups, about_due_wrap_ups, remarks=remarks_on_minutes)

_BOARD = (
    Stage(plan_board_entries, about_board, prepare=_with_votes, wanted=_with_board),
    Stage(plan_board_values, about_board, remarks=remarks_on_board, wanted=_with_board),
)

STAGES: dict[Command, tuple[Stage, ...]] = {
    Command.ALL: (_LABELS, *_LINES, _MERGES, *_PROCEEDINGS, _WRAP_UPS, *_AGENDAS, *_BOARD),
    Command.AGENDA: (_LABELS, _MERGES, *_AGENDAS, *_BOARD),
    Command.ACTIONS: (replace(_FOLLOW_UPS, look=_explaining), *_AFTER_THEM, *_BOARD),
    Command.WRAP_UP: (
        *_LINES,
        *_PROCEEDINGS,
        replace(_WRAP_UPS, plan=plan_wrap_up, asks=about_wrap_ups),
        *_BOARD,
    ),
    Command.BOARD: _BOARD,
}
