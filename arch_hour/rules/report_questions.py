"""What a report must still ask once the whole history was read: whose markers count, and what people thought."""

from collections.abc import Iterator

from arch_hour.config import Config
from arch_hour.model import Account, Issue, Snapshot
from arch_hour.rules.agenda_versions import written_identity
from arch_hour.rules.agendas import (
    CANCELLED,
    DUPLICATE,
    MOVED,
    RESTORED,
    WRAP_UP,
    own_identity,
    standing_agendas,
    unknown_authors,
    wrap_up_of,
)
from arch_hour.rules.beginnings import DISCUSSION
from arch_hour.rules.follow_up_memory import read_follow_up
from arch_hour.rules.markers import BEGIN, leading_marker
from arch_hour.rules.questions import Questions
from arch_hour.rules.report_meetings import closing_comments, minutes_comments
from arch_hour.rules.topics import page_data
from arch_hour.rules.trust import is_trusted, known_without_asking, remarks_on_makers

# What comments on agendas tell of their meetings that a report goes by.
READ = (WRAP_UP, MOVED, CANCELLED, RESTORED, DUPLICATE, DISCUSSION)


def questions_on_report(snapshot: Snapshot, config: Config) -> Questions:
    """Trust comes first, since it decides which agendas and minutes there are."""
    people = {
        author.key: author
        for author in _authors(snapshot, config)
        if author is not None and known_without_asking(snapshot, config, author) is None
    }
    if people:
        return Questions(may_write=tuple(people.values()))
    histories = tuple(_speechless(snapshot, config))
    if histories:
        return Questions(histories=histories)
    half_read = tuple(_half_read(snapshot, config))
    if half_read:
        return Questions(all_comments=half_read)
    minutes = minutes_comments(snapshot, config)
    return Questions(reactions=tuple(comment for comment in minutes if comment.id not in snapshot.reactions))


def remarks_on_report(snapshot: Snapshot, config: Config) -> Iterator[str]:
    """What people should hear of apps whose agendas and follow-ups are left out."""
    agendas = (issue for issue in snapshot.agendas if _is_of(issue, config))
    yield from remarks_on_makers(snapshot, config, agendas, "agendas", "the report lacks them")
    made = (issue for issue in snapshot.follow_ups if read_follow_up(issue) is not None)
    yield from remarks_on_makers(snapshot, config, made, "follow-ups", "the report lacks their due dates")


def _authors(snapshot: Snapshot, config: Config) -> Iterator[Account | None]:
    """Whoever wrote a marker that a report would read."""
    yield from unknown_authors(snapshot, config)
    for issue in snapshot.agendas:
        for comment in issue.comments:
            if BEGIN in comment.body and any(leading_marker(comment.body, kind) for kind in READ):
                yield comment.author
    for _, _, comment in closing_comments(snapshot):
        yield comment.author
    for topic in snapshot.topics:
        if not topic.repository and (page_data(topic) or {}).get("votes"):
            yield topic.author
    for issue in snapshot.follow_ups:
        if read_follow_up(issue) is not None:
            yield issue.author


def _is_of(issue: Issue, config: Config) -> bool:
    identity = own_identity(issue)
    return identity is not None and identity.config_path == config.path


def _speechless(snapshot: Snapshot, config: Config) -> Iterator[Issue]:
    """Agendas whose text says nothing any more, so that only older versions can tell which meeting they are of."""
    for issue in snapshot.agendas:
        is_asked = issue.id in snapshot.histories or not issue.has_older_edits
        if is_asked or not issue.has_label(config.agenda.label) or own_identity(issue) is not None:
            continue
        if is_trusted(snapshot, config, issue.author) and written_identity(snapshot, config, issue) is None:
            yield issue


def _half_read(snapshot: Snapshot, config: Config) -> Iterator[Issue]:
    """Agendas of which the minutes may stand among the comments that were not read."""
    for agenda in standing_agendas(snapshot, config):
        issue = agenda.issue
        if issue.is_half_read and not agenda.cancelled and wrap_up_of(snapshot, config, agenda) is None:
            yield issue
