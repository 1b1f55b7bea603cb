"""Where ACTION lines are read: agendas outside our block, topics, and the comments on both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from arch_hour.config import Config
from arch_hour.model import Account, Comment, Issue, Snapshot
from arch_hour.rules.action_lines import ActionLine, may_have_lines, read_action_lines
from arch_hour.rules.agenda_identity import AGENDA
from arch_hour.rules.agendas import TOLD, Agenda, known_agendas
from arch_hour.rules.blocks import outside_blocks
from arch_hour.rules.markers import BEGIN, digest, leading_marker
from arch_hour.rules.topics import NOTES, PAGE, page_data, written_date

SUMMARY = "follow-ups"

# Comments of ours that repeat what people said: an echo is no new promise.
_ECHOES = (SUMMARY, *TOLD, "discussed")


@dataclass(frozen=True, slots=True)
class Source:
    """A text that people wrote: the node id of the issue or comment, the issue it is on, and its meeting.

    `held` is the local date of that meeting, `day` the local date from which `by Friday` is reckoned: the meeting's, or
    the day of writing where that is later or there is none. `marked` says whether a marker of ours makes it a text that
    we carry for people, such as imported notes.
    """

    id: str
    url: str
    issue: Issue
    author: Account | None
    text: str
    meeting: str
    held: date | None
    day: date
    marked: bool

    @property
    def speaks(self) -> bool:
        """Whether its words can be a promise: an app's are not, unless it carries people's for us."""
        return self.author is not None and (self.marked or not self.author.is_bot)


@dataclass(frozen=True, slots=True)
class LivingLine:
    """An ACTION line that stands in a source now."""

    action: ActionLine
    source: Source

    @property
    def digest(self) -> str:
        """What identifies its words, spacing aside."""
        return line_digest(self.action.text)


def line_digest(text: str) -> str:
    """Sixteen hexadecimal digits for the words of a line."""
    return digest(" ".join(text.split()))


def spoken_lines(snapshot: Snapshot, config: Config) -> tuple[LivingLine, ...]:
    """Every ACTION line by any person, in reading order: agendas, then topics, each with its comments.

    Topics of other repositories hold none of ours: who may write there is not for us to trust.
    """
    people = tuple(config.people.items())
    return tuple(
        LivingLine(action, source)
        for source in _sources(snapshot, config)
        if source.speaks
        for action in _actions(source.text, people)
    )


@lru_cache(maxsize=4096)
def _actions(text: str, people: tuple[tuple[str, str], ...]) -> tuple[ActionLine, ...]:
    """The lines of a text, read once: every question and plan of a run comes back to the same texts."""
    return read_action_lines(text, dict(people))


def is_echo(comment: Comment) -> bool:
    """Whether a comment only repeats what was said elsewhere, as our own comments do."""
    return BEGIN in comment.body and any(leading_marker(comment.body, kind) for kind in _ECHOES)


def _sources(snapshot: Snapshot, config: Config) -> Iterator[Source]:
    agendas = known_agendas(snapshot, config)
    for agenda in agendas:
        yield from _of_agenda(agenda, config)
    meetings = {section.name: agenda for agenda in agendas for section in agenda.sections}
    for topic in (*snapshot.topics, *snapshot.discussed):
        if not topic.repository:
            yield from _of_topic(topic, meetings.get(topic.name), config)


def _of_agenda(agenda: Agenda, config: Config) -> Iterator[Source]:
    """Only writers can edit the body, so it speaks with the voice of the agenda's author, whom we trust."""
    issue, meeting, held = agenda.issue, agenda.identity.meeting, _local_date(agenda.identity.start, config)
    text = outside_blocks(issue.body, AGENDA)
    yield Source(issue.id, issue.url, issue, issue.author, text, meeting, held, day=held, marked=True)
    yield from _of_comments(issue, meeting, held, config)


def _of_topic(topic: Issue, agenda: Agenda | None, config: Config) -> Iterator[Source]:
    data = page_data(topic)
    meeting, held = "", None
    if agenda is not None:
        meeting, held = agenda.identity.meeting, _local_date(agenda.identity.start, config)
    elif data is not None and (held := written_date(data.get("date"))) is not None:
        meeting = f"page {held}"
    text, marked = outside_blocks(topic.body, PAGE), data is not None
    day = held or _local_date(topic.created_at, config)
    yield Source(topic.id, topic.url, topic, topic.author, text, meeting, held, day, marked)
    yield from _of_comments(topic, meeting, held, config)


def _of_comments(issue: Issue, meeting: str, held: date | None, config: Config) -> Iterator[Source]:
    for comment in issue.comments:
        if may_have_lines(comment.body) and not is_echo(comment):
            marked = leading_marker(comment.body, NOTES) is not None
            written = _local_date(comment.created_at, config)
            day = held if held is not None and (marked or held > written) else written
            yield Source(
                comment.id, comment.url, issue, comment.author, comment.body, meeting, held, day, marked
            )


def _local_date(start: datetime, config: Config) -> date:
    return start.astimezone(config.zone).date()
