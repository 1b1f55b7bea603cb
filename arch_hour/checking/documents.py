"""What agendas are made of: the template, the label of topics, topics elsewhere; and what a run says of them itself."""

from dataclasses import replace

from arch_hour.checking.dates import coming
from arch_hour.checking.findings import Told, Verdict
from arch_hour.config import Config
from arch_hour.errors import AccessError
from arch_hour.named_files import with_its_template
from arch_hour.rendering import count
from arch_hour.rules.agenda import plan_agenda
from arch_hour.rules.events import Command
from arch_hour.rules.open_topics import unread_repositories
from arch_hour.run import go_through
from arch_hour.session import Session


def template(session: Session) -> Told:
    """The team's own template, tried on the next meeting's agenda when it is new and when it is final."""
    path = session.config.agenda.template
    if path is None:
        return
    config = with_its_template(session.reader, session.config, session.source, session.settings.source_name)
    meeting = next(iter(coming(session)), None)
    if meeting is None:
        return
    without_agendas = replace(session.snapshot, agendas=())
    for before in (config.agenda.open_before, config.agenda.freeze_before):
        plan_agenda(without_agendas, _also_when_empty(config), meeting.at(-before))
    yield Verdict.GOOD, f"{path} makes an agenda of what is there now"


def _also_when_empty(config: Config) -> Config:
    return config.model_copy(
        update={"agenda": config.agenda.model_copy(update={"when_empty": "create"})},
    )


def repositories(session: Session) -> Told:
    """The other repositories with topics: each by itself."""
    for name in unread_repositories(session.snapshot, session.config):
        try:
            found = count(len(session.reader.topics_elsewhere(name, session.wanted)), "open topic")
            if session.reader.may_label_elsewhere(name):
                yield Verdict.GOOD, f"{name} has {found}"
            else:
                yield (
                    Verdict.TO_KNOW,
                    f"{name} has {found}, and the token may not write there, as far as GitHub tells: "
                    "they are ranked, and neither labelled nor closed",
                )
        except AccessError as error:
            yield Verdict.WRONG, str(error)


def agenda(session: Session) -> Told:
    """What a run would say of the agendas that are there, or would be made."""
    if not coming(session):
        return
    go_through(session, Command.AGENDA)
    yield from ((Verdict.TO_KNOW, remark) for remark in session.remarks)
