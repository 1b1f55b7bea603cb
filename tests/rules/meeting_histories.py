"""A meeting that people hold by commands on its agenda: the repository, and what people wrote there."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from arch_hour.config import Config
from arch_hour.model import Comment, Issue, Snapshot
from arch_hour.rules.agenda_identity import identify
from arch_hour.rules.agendas import Agenda, comments_of, known_agendas
from arch_hour.rules.beginnings import DISCUSSION
from arch_hour.rules.discussion import Box, Discussion
from arch_hour.rules.discussion_record import _read as read
from arch_hour.rules.discussion_record import comments_on_box, discussion_of
from arch_hour.session import Session
from tests.rules.build import VIEWER, config, moment, snapshot, topic
from tests.rules.memory import Memory

# A meeting of five topics of ten minutes in an hour; the morning is before the ranking is final.
TOPICS = (1, 2, 3, 4, 5)
MINUTES, EXTENSIONS = 10, (5, 5)
MORNING, FROZEN = "12-17 13:00", "12-17 14:45"
TRUSTED = ("wren", "ada", "zoe")


@cache
def _opened(at: str) -> dict[int, Issue]:
    """The topics and their agenda, as they are at a moment."""
    repository = Memory.of(*(topic(number, f"Tea @{number}", votes=9 - number) for number in TOPICS))
    repository.run("12-15 09:00")
    repository.run(at)
    return repository.issues


@dataclass
class Meeting:
    """The repository at work; `agenda` is the agenda's number, `written` what people said by the number of a comment.

    `body` is the agenda's text as people left it, once it is final, and `words` what is to stay somewhere on the
    agenda. `held` are runs that have read, and did nothing yet. `disturbed` says that runs came at once, or that people
    changed what we said.
    """

    repository: Memory
    agenda: int
    config: Config
    written: dict[int, str] = field(default_factory=dict)
    body: str | None = None
    words: list[str] = field(default_factory=list)
    held: list[Session] = field(default_factory=list)
    journal: list[str] = field(default_factory=list)
    disturbed: bool = False

    @classmethod
    def of(cls, at: str = FROZEN) -> "Meeting":
        """A meeting at a moment before its start."""
        issues = _opened(at)
        writing = set(TRUSTED)
        repository = Memory(dict(issues), writing=writing, now=moment(at))
        found = cls(repository, max(issues), config())
        found.look()
        return found

    @property
    def issue(self) -> Issue:
        """The agenda's issue."""
        return self.repository.issues[self.agenda]

    @property
    def seen(self) -> Snapshot:
        """What tells where the meeting stands."""
        may_write = dict.fromkeys(TRUSTED, True)
        topics = tuple(self.repository.issues[number] for number in TOPICS if self.is_topic(number))
        return snapshot(agendas=(self.issue,), topics=topics, may_write=may_write, viewer=VIEWER)

    @property
    def told(self) -> Agenda:
        """The agenda as it tells of itself."""
        (found,) = known_agendas(self.seen, self.config)
        return found

    @property
    def discussion(self) -> Discussion:
        """Where the meeting stands."""
        return discussion_of(self.seen, self.config, self.told)

    @property
    def boxes(self) -> list[Box]:
        """Every time box that was told of, in the order of time."""
        told = (read(marker.data) for marker, _ in comments_of(self.seen, self.config, self.told, DISCUSSION))
        found = {state.box: (state.box.start, state.steps) for state in told if state and state.box}
        return sorted(found, key=lambda box: found[box])

    def comments_on(self, box: Box) -> tuple[Comment, ...]:
        """The comments that told of a time box."""
        return comments_on_box(self.seen, self.config, self.told, box)

    def is_topic(self, number: int) -> bool:
        """Whether a topic is open, and labelled as one."""
        issue = self.repository.issues[number]
        return issue.is_open and issue.has_label("topic")

    def look(self) -> None:
        """Notes the agenda's text once it is final: from then on it is people's alone."""
        identity = identify(self.issue.body)
        if self.body is None and identity is not None and identity.frozen:
            self.body = self.issue.body

    def wait(self, seconds: float) -> None:
        """Time goes by."""
        self.repository.now += timedelta(seconds=seconds)

    def say(self, by: str, text: str) -> Comment:
        """Somebody comments on the agenda."""
        said = self.repository.say(self.agenda, by, text)
        self.written[said.database_id] = text
        return said

    def rewrite(self, comment: int, text: str, by: str = "wren") -> None:
        """Somebody edits what a person said."""
        self.repository.edit_comment(self.agenda, comment, text, by)
        self.written[comment] = text

    def write(self, body: str) -> None:
        """A person changes the agenda's text."""
        self.repository.edit(self.agenda, body=body)
        self.body = body

    def word(self) -> str:
        """A word that nobody said before."""
        self.words.append(f"word{len(self.words)}x")
        return self.words[-1]

    def ours(self) -> list[Comment]:
        """What we said on the agenda."""
        return [each for each in self.issue.comments if each.database_id not in self.written]
