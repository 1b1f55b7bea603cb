"""The history of the meetings, read from GitHub alone; nothing is written."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from arch_hour.config import Config
from arch_hour.gateway.protocol import Gateway
from arch_hour.model import Issue, Snapshot
from arch_hour.opening import open_session
from arch_hour.rules.open_topics import without_agendas
from arch_hour.rules.questions import Questions, questions_on_topics
from arch_hour.rules.report import Report, report_of
from arch_hour.rules.report_questions import questions_on_report, remarks_on_report
from arch_hour.session import Session, Settings


@dataclass(frozen=True, slots=True)
class Reported:
    """A report with what it cost in requests, and what people should hear of it."""

    report: Report
    requests: int
    remarks: tuple[str, ...] = ()


def report(gateway: Gateway, settings: Settings, since: date | None = None) -> Reported:
    """Reads the whole history; `settings` are those of a dry run, `since` is a local date. Raises ArchHourError."""
    before = gateway.requests
    session = open_session(gateway, settings)
    session.snapshot = _with_history(session)
    session.learn(_about_the_past)
    session.learn_for_telling(_about_topics_elsewhere, "topics elsewhere are left out")
    made = report_of(session.snapshot, session.config, settings.now, since)
    remarks = (*session.remarks, *remarks_on_report(session.snapshot, session.config))
    return Reported(made, gateway.requests - before, remarks)


def _with_history(session: Session) -> Snapshot:
    """The snapshot with agendas, topics and follow-ups of all times, in place of the newest."""
    snapshot, reader, wanted = session.snapshot, session.reader, session.wanted
    everything = replace(
        snapshot,
        agendas=_joined(snapshot.agendas, reader.every_agenda(wanted)),
        topics=reader.every_topic(wanted),
        discussed=(),
        merged=(),
        follow_ups=_joined(snapshot.follow_ups, reader.closed_follow_ups(wanted)),
        knows_closed=True,
    )
    return without_agendas(everything, session.config)


def _joined(known: tuple[Issue, ...], more: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """Those known already stay as they are: they were read with more of their parts."""
    return tuple({issue.id: issue for issue in (*more, *known)}.values())


def _about_the_past(snapshot: Snapshot, config: Config, now: datetime) -> Questions:  # noqa: ARG001  one form for all questions
    return questions_on_report(snapshot, config)


def _about_topics_elsewhere(snapshot: Snapshot, config: Config, now: datetime) -> Questions:  # noqa: ARG001
    return questions_on_topics(snapshot, config)
