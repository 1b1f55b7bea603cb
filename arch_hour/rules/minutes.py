"""The minutes: what was discussed for how long, the notes and decisions, the follow-ups, and what is carried over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.config_values import EMOJI
from arch_hour.model import Issue, Snapshot
from arch_hour.rules import prose
from arch_hour.rules.agenda_identity import TopicSection
from arch_hour.rules.decided import Decisions
from arch_hour.rules.decisions import Decision
from arch_hour.rules.discussion import Outcome, Turn
from arch_hour.rules.line_words import verbatim
from arch_hour.rules.meeting_notes import Notes, notes_of, quoted
from arch_hour.rules.meeting_records import MeetingRecord, TopicRecord
from arch_hour.rules.ranking import first_box
from arch_hour.rules.results import Result, topics_in_order
from arch_hour.rules.roti import MARKS

Fits = Callable[[str], bool]

# A file has no such bound as a comment; nobody reads longer minutes.
LONGEST_FILE = 60_000  # characters


@dataclass(frozen=True, slots=True)
class Share:
    """How much is told: characters of the notes on a topic and of a decision, topics, and rows of each other list."""

    notes: int
    decision: int = 1_000
    topics: int = 60
    rows: int = 40


# From the most to the least that may fit. Notes go first: the agenda has all of them.
SHARES = (
    Share(20_000),
    Share(6_000),
    Share(2_000),
    Share(500),
    Share(0),
    Share(0, decision=200),
    Share(0, decision=200, rows=10),
    Share(0, decision=100, topics=20, rows=2),
)


@dataclass(frozen=True, slots=True)
class Discussed:
    """A topic that was discussed, as the minutes tell of it; `issue` is None where it is no topic any more."""

    section: TopicSection
    issue: Issue | None
    turn: Turn | None
    planned: timedelta

    @property
    def record(self) -> TopicRecord:
        """What the minutes remember of it."""
        spent = self.turn.spent if self.turn else None
        boxes = self.turn.boxes if self.turn else 0
        return TopicRecord(self.section.name, self.section.votes or 0, self.planned, spent, boxes)


@dataclass(frozen=True, slots=True)
class Minutes:
    """All that the minutes tell; `times` counts how often each topic that is carried over has waited, by name."""

    result: Result
    discussed: Sequence[Discussed]
    decisions: Decisions
    follow_ups: Sequence[Issue]
    carried: Sequence[Issue]
    times: Mapping[str, int]

    @property
    def record(self) -> MeetingRecord:
        """The meeting in numbers."""
        return MeetingRecord(
            self.result.discussion.begun,
            self.result.ended,
            tuple(each.record for each in self.discussed),
            len(self.carried),
            self.decisions.count,
            len(self.follow_ups),
        )


def discussed_topics(result: Result, snapshot: Snapshot, config: Config) -> list[Discussed]:
    """What was discussed, in the order of the agenda."""
    longest = result.agenda.identity.minutes
    return [
        Discussed(
            section, issue, result.turn_of(section), timedelta(minutes=_box(section, issue, config, longest))
        )
        for section, issue in topics_in_order(result, snapshot)
    ]


def as_comment(minutes: Minutes, config: Config, fits: Fits) -> str:
    """The minutes as the comment on the agenda tells them."""
    return _fitting(minutes, config, fits, lambda told: rendering.render("minutes.md", **told))


def as_file(minutes: Minutes, config: Config, title: str) -> str:
    """The minutes as a file of the repository tells them, with a heading of its own."""
    return _fitting(
        minutes,
        config,
        lambda text: len(text) <= LONGEST_FILE,
        lambda told: rendering.render("minutes_file.md", title=title, **told),
    )


def _own(minutes: Minutes) -> list[Discussed]:
    """Those of this repository."""
    return [each for each in minutes.discussed if not each.section.repository]


def _decided(each: Discussed, decisions: Decisions, most: int) -> list[tuple[int, str]]:
    """The decisions about a topic; of other repositories we read none."""
    if each.section.repository:
        return []
    return [(0, _shown(decision, most)) for decision in decisions.by_topic.get(each.section.number, ())]


def _shown(decision: Decision, most: int) -> str:
    """The decision in Markdown that mentions nobody; of a very long one its beginning."""
    whole = prose.quiet(prose.literal_html(decision.shown))
    if len(whole) <= most:
        return whole
    return prose.quiet(verbatim(f"{decision.text[: most // 2].rstrip()}…"))


def _box(section: TopicSection, issue: Issue | None, config: Config, longest: int) -> int:
    if section.box is not None:
        return section.box
    return first_box(issue, config, longest) if issue else min(config.topics.time_boxes[0], longest)


def _fitting(minutes: Minutes, config: Config, fits: Fits, render: Callable[[Mapping[str, Any]], str]) -> str:
    """As much of the notes, and in the worst case of all else, as there is room for."""
    agenda = minutes.result.agenda
    notes = notes_of(agenda.issue.body, agenda.identity)
    text = ""
    for share in SHARES:
        text = render(_words(minutes, config, notes, share))
        if fits(text):
            break
    return text


def _words(minutes: Minutes, config: Config, notes: Notes, share: Share) -> Mapping[str, Any]:
    result, agenda = minutes.result, minutes.result.agenda
    zone = config.zone
    begun, ended = (at.astimezone(zone) if at else None for at in (result.discussion.begun, result.ended))
    return {
        "agenda": agenda.issue,
        "start": agenda.identity.start.astimezone(zone),
        "begun": begun,
        "ended": ended,
        "zone": zone.key,
        "facilitator": agenda.identity.facilitator,
        "run_by": result.discussion.by,
        "scribe": agenda.identity.scribe,
        "discussed": [
            (each, quoted(notes.by_topic.get(each.section.name, ""), share.notes))
            for each in minutes.discussed
        ],
        "most": share,
        "general": quoted(notes.general, share.notes),
        "left": _left(minutes, notes, share.notes),
        "decided": {
            each.section.name: _decided(each, minutes.decisions, share.decision) for each in minutes.discussed
        },
        "decided_else": [
            (number, _shown(decision, share.decision))
            for number, decision in minutes.decisions.beside([each.section.number for each in _own(minutes)])
        ],
        "follow_ups": minutes.follow_ups,
        "carried": minutes.carried,
        "skipped": {
            turn.item.name: turn.spent for turn in result.discussion.turns if turn.outcome is Outcome.SKIPPED
        },
        "times": minutes.times,
        **_together(minutes.discussed),
        "marks": [(EMOJI[kind], points) for kind, points in MARKS.items()],
    }


def _left(minutes: Minutes, notes: Notes, most: int) -> list[tuple[str, Issue | None, str]]:
    """The notes on topics that were not discussed, such as a skipped one: by name, with the topic if it waits."""
    told = {each.section.name for each in minutes.discussed}
    waiting = {topic.name: topic for topic in minutes.carried}
    quotes = ((name, quoted(text, most)) for name, text in notes.by_topic.items() if name not in told)
    return [(name, waiting.get(name), quote) for name, quote in quotes if quote]


def _together(discussed: Sequence[Discussed]) -> Mapping[str, Any]:
    """The sums: of whole minutes, as each row tells them, so that who adds the rows up gets what stands below them."""
    spent = [rendering.minutes(each.turn.spent) for each in discussed if each.turn]
    planned = sum((each.planned for each in discussed), timedelta())
    return {"planned": planned, "spent": timedelta(minutes=sum(spent)), "is_timed": bool(spent)}
