"""A team that promises things: its texts as people mean them to be, and what people did to follow-ups."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, lru_cache

from arch_hour.model import Issue
from arch_hour.rules.action_lines import Standing
from arch_hour.rules.follow_up_memory import DUPLICATE, read_follow_up
from arch_hour.rules.sources import line_digest
from arch_hour.rules.summaries import Entry, entries
from tests.rules.build import VIEWER, comment, issue, topic
from tests.rules.memory import Memory

SUBJECTS = (
    "brew a pot of green tea",
    "photograph every whiteboard",
    "xerox our quizzical jigsaw",
    "unify logging formats",
    "drop old column shards",
    "hire four juggling mimes",
    "knock down this silo",
    "check backup cycles",
    "plan summer picnic",
    "move DNS over by week",
    "vet GPU quota",
    "fold laundry",
)
DETAILS = ("", "soon", "today", "twice", "gently", "again", "first")
OWNERS = ("@ada", "@wren", "@ada and @wren", "TBD", "@outsider")
MARKS = {Standing.OPEN: "- {}", Standing.DONE: "- [x] {}", Standing.WITHDRAWN: "- ~~{}~~"}
NEWEST_AGENDA = 4


@dataclass(eq=False)
class Line:
    """One promise in one text; `number` is that of its follow-up as last seen, None where that may have changed."""

    subject: str
    owners: str
    detail: str = ""
    standing: Standing = Standing.OPEN
    number: int | None = None
    edits: int = 0

    @property
    def text(self) -> str:
        return f"ACTION {self.owners} to {self.subject} {self.detail}".strip()

    @property
    def digest(self) -> str:
        return line_digest(self.text)

    def copy(self) -> "Line":
        """The same words for another text."""
        return Line(self.subject, self.owners, self.detail, self.standing, self.number, self.edits)


@dataclass(eq=False)
class Text:
    """What people wrote as a body or a comment; `before` and `after` are not about promises."""

    id: str
    issue: int
    by: str
    before: str = ""
    after: str = ""
    meeting: str = ""
    comment: int | None = None
    lines: list[Line] = field(default_factory=list)
    gone: list[Line] = field(default_factory=list)
    ever: set[str] = field(default_factory=set)

    @property
    def body(self) -> str:
        told = "\n".join(MARKS[line.standing].format(line.text) for line in self.lines)
        return f"{self.before}{told}\n{self.after}"

    def is_with(self, other: "Text") -> bool:
        """Whether both are of one meeting, or without any on one issue."""
        if self.meeting and other.meeting:
            return self.meeting == other.meeting
        return self.issue == other.issue


@dataclass
class Wishes:
    """What people did to one follow-up, which no run may undo."""

    title: str | None = None
    labels: dict[str, bool] = field(default_factory=dict)
    assignees: dict[str, bool] = field(default_factory=dict)
    is_open: bool | None = None
    of_twin: bool = False
    is_orphan: bool = False


@dataclass(frozen=True)
class Remembered:
    """What a follow-up remembers: its lines as text and digest, and why we closed it."""

    places: frozenset[tuple[str, str]]
    settled: str


@lru_cache(maxsize=4096)
def remembered(body: str) -> Remembered | None:
    """What a text remembers, if it is one of a follow-up."""
    found = read_follow_up(issue(0, body=body))
    if found is None:
        return None
    return Remembered(frozenset((saying.source, saying.digest) for saying in found.sayings), found.settled)


@lru_cache(maxsize=4096)
def told_by(body: str) -> tuple[Entry, ...]:
    """What a text tells, if it is one of a summary."""
    return entries(comment(0, "wren", body))


@cache
def _meeting() -> dict[int, Issue]:
    """Three topics and the frozen agenda of their meeting."""
    repository = Memory.of(*(topic(number, votes=9 - number) for number in (1, 2, 3)))
    repository.run("12-15 09:00")
    repository.run("12-17 14:45")
    return repository.issues


@dataclass
class Team:
    """The repository, its texts, and what people want of its follow-ups by number.

    `words` are by the issue on which they were written, `hazy` the follow-ups whose state cannot be foreseen.
    """

    repository: Memory = field(default_factory=Memory)
    texts: list[Text] = field(default_factory=list)
    wishes: dict[int, Wishes] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    hazy: set[int] = field(default_factory=set)
    journal: list[str] = field(default_factory=list)
    spoken: int = 0

    @classmethod
    def met(cls) -> "Team":
        """A team whose meeting has begun, and which has promised nothing yet."""
        issues = _meeting()
        repository = Memory(dict(issues), unassignable={"outsider"})
        repository.now += timedelta(days=2, hours=7)
        team = cls(repository)
        for number in (1, 2, 3):
            team.texts.append(Text(f"I{number}", number, "wren", meeting="arch hour"))
        body = issues[NEWEST_AGENDA].body
        cut = body.index("\n", body.index("- [ ] Discussed")) + 1
        team.texts.append(Text("I4", NEWEST_AGENDA, "wren", body[:cut], body[cut:], meeting="arch hour"))
        for text in team.texts:
            team.written(text)
        return team

    def written(self, text: Text) -> None:
        """A text is in the repository as people mean it to be."""
        text.ever |= {line.text for line in text.lines}
        if text.comment is not None:
            self.repository.edit_comment(text.issue, text.comment, text.body, by=text.by)
        elif self.repository.issues[text.issue].body != text.body:
            self.repository.edit(text.issue, by="wren", body=text.body)

    def word(self, issue: int) -> str:
        """A word that nobody said before, which is to stay on an issue."""
        self.spoken += 1
        self.words[f"word{self.spoken}"] = issue
        return f"word{self.spoken}"

    def wish(self, number: int) -> Wishes:
        """What people did to a follow-up."""
        return self.wishes.setdefault(number, Wishes())

    def forget_issue(self, number: int) -> None:
        """An issue is not there any more."""
        self.texts = [text for text in self.texts if text.issue != number]
        self.words = {word: issue for word, issue in self.words.items() if issue != number}

    # What is there

    def follow_ups(self) -> dict[int, Remembered]:
        """All that we made and that stand for something, by number."""
        return {
            number: found
            for number, issue in self.repository.issues.items()
            if issue.author == VIEWER and (found := remembered(issue.body)) and found.settled != DUPLICATE
        }

    def remembering(self, text: Text, line: Line) -> list[int]:
        """The follow-ups that say to be of a line in a text."""
        place = (text.id, line.digest)
        return [number for number, found in self.follow_ups().items() if place in found.places]

    def is_remembered(self, line: Line) -> bool:
        """Whether the words of a line are those of a follow-up, or of a line somewhere else."""
        said = (digest for each in self.follow_ups().values() for _, digest in each.places)
        living = (other.digest for _, other in self.living() if other is not line)
        return line.digest in {*said, *living}

    def ended(self) -> None:
        """A line that is ticked or struck may end what people had opened again."""
        for number, wish in self.wishes.items():
            if wish.is_open:
                wish.is_open = None
                self.hazy.add(number)

    def alternatives(self, line: Line) -> int:
        """How many follow-ups know the words of a line."""
        return sum(
            any(digest == line.digest for _, digest in each.places) for each in self.follow_ups().values()
        )

    def recorded(self, text: Text, line: Line) -> list[int]:
        """The follow-ups of which the summary tells that they are of a line."""
        told = {entry.number: None for entry in self.told(text.issue) if entry.line == line.digest}
        return list(told)

    def told(self, issue: int) -> tuple[Entry, ...]:
        """What the summary of an issue tells."""
        ours = (each.body for each in self.repository.issues[issue].comments if each.author == VIEWER)
        return tuple(entry for body in ours for entry in told_by(body))

    def is_read(self, text: Text) -> bool:
        """Whether every run reads a text."""
        issue, most = self.repository.issues[text.issue], self.repository.comments_read
        if not (issue.has_label("topic") or issue.has_label("agenda")):
            return False
        newest = issue.comments[-most:]
        return text.comment is None or any(each.database_id == text.comment for each in newest)

    def counts(self, text: Text) -> bool:
        """Whether who wrote a text may promise now."""
        return text.by in self.repository.writing

    def living(self) -> Iterator[tuple[Text, Line]]:
        """Every line with its text."""
        for text in self.texts:
            for line in text.lines:
                yield text, line

    def touched(self, number: int) -> bool:
        """Whether anybody but us did anything to a follow-up."""
        return any(done.by != VIEWER for done in self.repository.doings.get(number, ()))


def author(choice: int) -> str:
    """Mostly somebody who may promise."""
    return ("wren", "ada", "wren", "ada", "stranger")[choice % 5]
