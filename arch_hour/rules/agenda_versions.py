"""What the versions of an agenda's text that we wrote still say of it, whatever people made of the text since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
from arch_hour.rules.seals import digest_of, written_over
from arch_hour.rules.trust import is_ours


def written_identity(snapshot: Snapshot, config: Config, issue: Issue) -> AgendaIdentity | None:
    """What our newest version says, as far back as versions were read.

    It may be less than an older one said: a slow run that began before the freeze wrote over what another made final.
    """
    written = list(_written(snapshot, config, issue))
    ours = (version.identity for version in written if not version.is_inherited)
    return next(ours, written[-1].identity if written else None)


def final_sections(
    snapshot: Snapshot, config: Config, issue: Issue, identity: AgendaIdentity
) -> tuple[TopicSection, ...]:
    """The sections that a meeting's agenda was frozen with."""
    finals = (
        sections(version.text, version.identity)
        for version in _written(snapshot, config, issue)
        if version.identity.frozen and version.identity.is_same(identity)
    )
    return next(finals, ())


@dataclass(frozen=True, slots=True)
class _Version:
    """A version by us, what it says, and whether a person's version before it said so already.

    When words are put back, all else stays as a person left it: what that says of the meeting was not said by us.
    """

    text: str
    identity: AgendaIdentity
    is_inherited: bool


def versions_of(snapshot: Snapshot, issue: Issue) -> tuple[Edit, ...]:
    """All its versions that were read, newest first; some of them twice where the whole history was."""
    return (*issue.edits, *snapshot.histories.get(issue.id, ()))


def _written(snapshot: Snapshot, config: Config, issue: Issue) -> Iterator[_Version]:
    """Our versions that say something, newest first."""
    versions = versions_of(snapshot, issue)
    is_whole = issue.id in snapshot.histories or not issue.has_older_edits
    for place, version in enumerate(versions):
        if is_ours(snapshot, config, version.editor):
            older = versions[place + 1 :]
            identity = identify(version.text)
            if identity is not None and (_is_a_run_s(version, older) or (is_whole and not older)):
                is_inherited = bool(older) and _says(older[0], identity)
                is_theirs = is_inherited and not is_ours(snapshot, config, older[0].editor)
                yield _Version(version.text, identity, is_theirs)


def _says(version: Edit, identity: AgendaIdentity) -> bool:
    said = identify(version.text)
    return said is not None and said.is_same(identity) and said.frozen == identity.frozen


def _is_a_run_s(version: Edit, older: Sequence[Edit]) -> bool:
    """Whether a run wrote it: a person whose token we use may have pasted another agenda's text by hand."""
    if version.editor is None or version.editor.is_bot:
        return True
    made_of = _made_of(version.text)
    return made_of is not None and any(_digest_of(each.text) == made_of for each in older)


@lru_cache(MOST_TEXTS)
def _made_of(text: str) -> str | None:
    return written_over(text, AGENDA)


@lru_cache(MOST_TEXTS)
def _digest_of(text: str) -> str:
    return digest_of(text)
