"""What the versions of an agenda's text that we wrote still say of it, whatever people made of the text since."""

from collections.abc import Iterator

from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.agenda_identity import AgendaIdentity, TopicSection, identify, sections
from arch_hour.rules.trust import is_named_bot, is_ours


def final_identity(snapshot: Snapshot, config: Config, issue: Issue) -> AgendaIdentity | None:
    """What its newest frozen version says, as far back as its versions were read."""
    return next((identity for identity, _ in _written(snapshot, config, issue) if identity.frozen), None)


def last_identity(snapshot: Snapshot, config: Config, issue: Issue) -> AgendaIdentity | None:
    """What its newest version says."""
    return next((identity for identity, _ in _written(snapshot, config, issue)), None)


def final_sections(
    snapshot: Snapshot, config: Config, issue: Issue, meeting: str
) -> tuple[TopicSection, ...]:
    """The sections that a meeting's agenda was frozen with."""
    return next(
        (
            sections(text)
            for identity, text in _written(snapshot, config, issue)
            if identity.frozen and identity.meeting == meeting
        ),
        (),
    )


def _written(snapshot: Snapshot, config: Config, issue: Issue) -> Iterator[tuple[AgendaIdentity, str]]:
    """Our versions with their texts, newest first."""
    for version in issue.edits:
        if is_ours(snapshot, version.editor) or is_named_bot(config, version.editor):
            identity = identify(version.text)
            if identity is not None:
                yield identity, version.text
