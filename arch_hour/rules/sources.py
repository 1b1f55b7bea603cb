"""Where ACTION lines are read: agendas outside our block, topics, and the comments on both."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from arch_hour.config import Config
from arch_hour.model import Account, Comment, Issue, Snapshot
from arch_hour.rules.action_lines import ActionLine, Standing, may_have_lines, read_action_lines
from arch_hour.rules.agenda_identity import AGENDA
from arch_hour.rules.agenda_parts import headings, parts
from arch_hour.rules.agendas import TOLD, Agenda, known_agendas
from arch_hour.rules.blocks import outside_blocks
from arch_hour.rules.markers import BEGIN, digest, leading_marker
from arch_hour.rules.merge_records import MERGING
from arch_hour.rules.topics import DISCUSSED, NOTES, PAGE, believed_page, page_date
from arch_hour.rules.trust import is_ours

SUMMARY = "follow-ups"

# Comments of ours that repeat what people said: an echo is no new promise.
_ECHOES = (SUMMARY, *TOLD, *MERGING, DISCUSSED)

# GitHub assigns no more people to an issue.
MOST_OWNERS = 10

# A heading of this level or a higher one ends the section of a topic in an agenda; its own has this one.
_ENDS_A_TOPIC = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A text that people wrote: the node id of the issue or comment, the issue it is on, and its meeting.

    `held` is the local date of that meeting, `day` the local date from which `by Friday` is reckoned: the meeting's, or
    the day of writing where that is later or there is none. `marked` says whether a marker of ours makes it a text that
    we carry for people, such as imported notes. `topics` are pairs of a line, from 1, and the number of the topic which
    the text is about from there on, 0 for none.
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
    topics: tuple[tuple[int, int], ...] = ()

    @property
    def is_of_an_agenda(self) -> bool:
        """Whether it is an agenda's text or a comment on one, and not on a topic: all of those are about the topic."""
        return all(start > 0 for start, _ in self.topics)

    def topic_at(self, line: int) -> int | None:
        """The number of the topic that a line is about; `topics` tells from which line on it is which."""
        about = [number for start, number in self.topics if start <= line]
        return about[-1] or None if about else None

    @property
    def called(self) -> str:
        """Where it stands, such as `text` or `comment by wren`."""
        if self.id == self.issue.id:
            return "text"
        return f"comment by {self.author.login if self.author else 'a deleted account'}"

    @property
    def speaks(self) -> bool:
        """Whether its words can be a promise: an app's are not, unless it carries people's for us."""
        return self.author is not None and (self.marked or not self.author.is_bot)


@dataclass(frozen=True, slots=True)
class LivingLine:
    """An ACTION line that stands in a source now; `topic` is the number of the topic that it is about, if any."""

    action: ActionLine
    source: Source
    topic: int | None = None

    @property
    def digest(self) -> str:
        """What identifies its words, spacing aside."""
        return line_digest(self.action.text)

    @property
    def is_settled(self) -> bool:
        """Whether it is ticked or struck."""
        return self.action.standing is not Standing.OPEN

    @property
    def is_done(self) -> bool:
        """Whether it is ticked."""
        return self.action.standing is Standing.DONE

    @property
    def logins(self) -> tuple[str, ...]:
        """The logins of its owners, as many as one issue can have."""
        return tuple(owner.login for owner in self.action.owners if owner.login is not None)[:MOST_OWNERS]

    @property
    def spot(self) -> tuple[str, str]:
        """Where it stands in which words: the node id of its text, and the digest of the words."""
        return self.source.id, self.digest

    def is_with(self, other: "LivingLine") -> bool:
        """Whether both stand in one meeting; where either has none, on one issue."""
        if self.source.meeting and other.source.meeting:
            return self.source.meeting == other.source.meeting
        return self.source.issue.id == other.source.issue.id


def line_digest(text: str) -> str:
    """Sixteen hexadecimal digits for the words of a line."""
    return digest(" ".join(text.split()))


def spoken_lines(snapshot: Snapshot, config: Config) -> tuple[LivingLine, ...]:
    """Every ACTION line by any person, in reading order: agendas, then topics, each with its comments.

    Topics of other repositories hold none of ours: who may write there is not for us to trust.
    """
    return tuple(
        line
        for source in texts_read(snapshot, config, may_have_lines)
        if source.speaks
        for line in lines_of(source, config)
    )


def lines_of(source: Source, config: Config) -> Iterator[LivingLine]:
    """The ACTION lines of a text, whether or not it speaks."""
    if may_have_lines(source.text):
        people = tuple(config.people.items())
        for action in _actions(source.text, people, source.day):
            yield LivingLine(action, source, source.topic_at(action.line))


@lru_cache(maxsize=4096)
def _actions(text: str, people: tuple[tuple[str, str], ...], day: date) -> tuple[ActionLine, ...]:
    """The lines of a text, read once: every question and plan of a run comes back to the same texts."""
    return read_action_lines(text, dict(people), day)


def looks_like_ours(comment: Comment) -> bool:
    """Whether a comment has a marker of those that repeat what was said elsewhere, whoever wrote it."""
    return BEGIN in comment.body and any(leading_marker(comment.body, kind) for kind in _ECHOES)


def is_echo(snapshot: Snapshot, config: Config, comment: Comment) -> bool:
    """Whether it is one of ours that only repeats what was said elsewhere; who copies one may promise more in it."""
    return looks_like_ours(comment) and is_ours(snapshot, config, comment.author)


def _without_copies(text: str) -> str:
    """What a person wrote around copies of our blocks, every line still in its place."""
    for kind in _ECHOES if BEGIN in text else ():
        text = outside_blocks(text, kind)
    return text


def texts_read(
    snapshot: Snapshot, config: Config, matters: Callable[[str], bool] = lambda _: True
) -> Iterator[Source]:
    """The texts in which ACTION lines are read, of those that matter; by thousands of others it passes quickly."""
    agendas = known_agendas(snapshot, config)
    for agenda in agendas:
        yield from filter(lambda source: matters(source.text), _of_agenda(agenda, snapshot, config))
    meetings = {section.name: agenda for agenda in agendas for section in agenda.sections}
    for topic in (*snapshot.topics, *snapshot.discussed):
        if topic.repository:
            continue
        said = [comment for comment in topic.comments if matters(comment.body)]
        if said or matters(topic.body):
            page = believed_page(snapshot, config, topic)
            talk = _talk_about(topic, meetings.get(topic.name), page, config)
            text = topic.body if page is None else outside_blocks(topic.body, PAGE)
            yield talk.opening(text, marked=page is not None)
            yield from talk.comments(comment for comment in said if not is_echo(snapshot, config, comment))


@dataclass(frozen=True, slots=True)
class _Talk:
    """An issue on which people talk, with its meeting if it has one, and what all of it is about."""

    issue: Issue
    meeting: str
    held: date | None
    zone: ZoneInfo
    topics: tuple[tuple[int, int], ...] = ()

    def opening(self, text: str, *, marked: bool, topics: tuple[tuple[int, int], ...] = ()) -> Source:
        """The text of the issue itself."""
        issue, day = self.issue, self.held or self._local_date(self.issue.created_at)
        about = topics or self.topics
        return Source(
            issue.id, issue.url, issue, issue.author, text, self.meeting, self.held, day, marked, about
        )

    def comments(self, said: Iterable[Comment]) -> Iterator[Source]:
        """What people said there."""
        return map(self._comment, said)

    def _comment(self, said: Comment) -> Source:
        marked = leading_marker(said.body, NOTES) is not None
        day = self._local_date(said.created_at)
        if self.held is not None and (marked or self.held > day):
            day = self.held
        author, text = said.author, _without_copies(said.body)
        return Source(
            said.id, said.url, self.issue, author, text, self.meeting, self.held, day, marked, self.topics
        )

    def _local_date(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def _of_agenda(agenda: Agenda, snapshot: Snapshot, config: Config) -> Iterator[Source]:
    """Only writers can edit the body, so it speaks with the voice of the agenda's author, whom we trust."""
    issue, meeting = agenda.issue, agenda.identity.meeting
    talk = _Talk(issue, meeting, agenda.identity.start.astimezone(config.zone).date(), config.zone)
    text = outside_blocks(issue.body, AGENDA)
    topics = tuple(_topics_of_lines(agenda)) if may_have_lines(text) else ()
    yield talk.opening(text, marked=True, topics=topics)
    yield from talk.comments(comment for comment in issue.comments if not is_echo(snapshot, config, comment))


def _talk_about(topic: Issue, agenda: Agenda | None, page: Mapping[str, Any] | None, config: Config) -> _Talk:
    """A topic belongs to the newest meeting that has a section for it, else to the page that it came from."""
    zone, about = config.zone, ((0, topic.number),)
    if agenda is not None:
        held = agenda.identity.start.astimezone(zone).date()
        return _Talk(topic, agenda.identity.meeting, held, zone, about)
    written = page_date(page) if page is not None else None
    return _Talk(topic, f"page {written}" if written else "", written, zone, about)


def _topics_of_lines(agenda: Agenda) -> Iterator[tuple[int, int]]:
    """From which line on an agenda's text is about which of its own repository's topics; 0 where about none."""
    for part in parts(agenda.issue.body, agenda.identity):
        if part.section is not None:
            yield part.first, 0 if part.section.repository else part.section.number
        for place, level in headings(part.lines):
            if level <= _ENDS_A_TOPIC:
                yield part.first + place, 0
