"""What the versions of an agenda's text that we wrote still say of it, whatever people made of the text since."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from arch_hour.config import Config
from arch_hour.model import Edit, Issue, Snapshot
from arch_hour.rules.agenda_identity import (
    AGENDA,
    MOST_TEXTS,
    AgendaIdentity,
    TopicSection,
    identify,
    sections,
)
from arch_hour.rules.seals import digest_of, is_renewed, written_over
from arch_hour.rules.trust import is_ours


def written_identity(snapshot: Snapshot, config: Config, issue: Issue) -> AgendaIdentity | None:
    """What our newest version says, as far back as versions were read.

    It may be less than an older one said: a slow run that began before the freeze wrote over what another made final.
    """
    return next((identity for identity, _ in _written(snapshot, config, issue)), None)


def final_sections(
    snapshot: Snapshot, config: Config, issue: Issue, identity: AgendaIdentity
) -> tuple[TopicSection, ...]:
    """The sections that a meeting's agenda was frozen with."""
    finals = (
        sections(text, final)
        for final, text in _written(snapshot, config, issue)
        if final.frozen and final.is_same(identity)
    )
    return next(finals, ())


def versions_of(snapshot: Snapshot, issue: Issue) -> tuple[Edit, ...]:
    """All its versions that were read, newest first; some of them twice where the whole history was."""
    return (*issue.edits, *snapshot.histories.get(issue.id, ()))


def _written(snapshot: Snapshot, config: Config, issue: Issue) -> Iterator[tuple[AgendaIdentity, str]]:
    """What our versions say, with their texts, newest first; one in which words were put back says what people left."""
    versions = versions_of(snapshot, issue)
    is_whole = issue.id in snapshot.histories or not issue.has_older_edits
    for place, version in enumerate(versions):
        older = versions[place + 1 :]
        if not is_ours(snapshot, config, version.editor) or not _is_renewed(version.text):
            continue
        identity = identify(version.text)
        if identity is not None and (_is_a_run_s(version, older) or (is_whole and not older)):
            yield identity, version.text


def _is_a_run_s(version: Edit, older: Sequence[Edit]) -> bool:
    """Whether a run wrote it: a person whose token we use may have pasted another agenda's text by hand."""
    if version.editor is None or version.editor.is_bot:
        return True
    made_of = _made_of(version.text)
    return made_of is not None and any(_digest_of(each.text) == made_of for each in older)


@lru_cache(MOST_TEXTS)
def _is_renewed(text: str) -> bool:
    return is_renewed(text, AGENDA)


@lru_cache(MOST_TEXTS)
def _made_of(text: str) -> str | None:
    return written_over(text, AGENDA)


@lru_cache(MOST_TEXTS)
def _digest_of(text: str) -> str:
    return digest_of(text)
