"""The words that a user's own template for the agenda can use: one place for their names, and for what they say.

All are plain values. What people wrote is safe to show as it stands, and mentions nobody.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.errors import ConfigurationError
from arch_hour.model import Issue
from arch_hour.rendering import TemplateMistakeError
from arch_hour.rules import prose
from arch_hour.rules.agenda_text import AgendaText, OpenFollowUp
from arch_hour.rules.ranking import RankedTopic
from arch_hour.user_templates import document_from_user, words_of


class ZoneWords(TypedDict):
    """The meeting's start elsewhere: the zone's name, and the clock there."""

    name: str
    start: str


class MeetingWords(TypedDict):
    """When and where: `start` and `end` are clocks in `timezone`, `minutes` its length, `join` an address or empty.

    `own_clock` is the address of a page that shows the time in its reader's zone.
    """

    name: str
    date: str
    day: str
    start: str
    end: str
    timezone: str
    minutes: int
    join: str
    own_clock: str
    zones: list[ZoneWords]


class IssueWords(TypedDict):
    """An issue: `reference` is `#12`, or `acme/other#12` in another repository."""

    number: int
    reference: str
    title: str
    url: str


class HeldWords(IssueWords):
    """A topic that is held back, with the votes that count."""

    votes: int


class TopicWords(IssueWords):
    """A topic in its rank; without a time box `starts` is empty.

    `votes` are those that count, `from_page` those of them that came with an imported page; `proposed` is a
    date, `age` such as `3 weeks` at the meeting; `minutes` are its time box; `waited` counts the
    meetings that went by without it.
    """

    rank: int
    votes: int
    from_page: int
    pinned: bool
    author: str
    proposed: str
    age: str
    waited: int
    starts: str
    minutes: int


class FollowUpWords(IssueWords):
    """An open follow-up; `owners` are logins, none where nobody is assigned; `due` is a date or empty.

    `overdue` says whether it was due before the meeting's day; `age` is such as `3 weeks` then. `needs_owner` says that
    nobody is assigned, or not everybody whom its line names.
    """

    owners: list[str]
    needs_owner: bool
    due: str
    overdue: bool
    age: str


class AgendaWords(TypedDict):
    """All words; `facilitator` and `scribe` are logins, `previous` refers to the agenda before, `rating` is
    what people gave that meeting of 5; each may be empty.

    `…_in_all` count what lists leave out where there are very many, `freezes` is a clock.

    `how_to`, `voters` and `tie_break` are Markdown of ours: how to take part, a folded table, a sentence.
    """

    meeting: MeetingWords
    facilitator: str
    scribe: str
    guests: list[str]
    previous: str
    rating: str
    topics: list[TopicWords]
    if_time_allows: list[TopicWords]
    longest_waiting: list[TopicWords]
    backlog: list[TopicWords]
    backlog_in_all: int
    on_hold: list[HeldWords]
    on_hold_in_all: int
    follow_ups: list[FollowUpWords]
    follow_ups_in_all: int
    frozen: bool
    freezes: str
    issues: str
    all_topics: str
    all_on_hold: str
    all_follow_ups: str
    how_to: str
    voters: str
    tie_break: str


ATTRIBUTES = frozenset[str]().union(
    *(words.__annotations__ for words in (ZoneWords, MeetingWords, TopicWords, FollowUpWords))
)


def by_template(template: str, words: AgendaWords, config: Config) -> str:
    """What the user's template makes of the words; raises ConfigurationError with the template's path and line."""
    try:
        return document_from_user(template, dict(words), ATTRIBUTES)
    except TemplateMistakeError as mistake:
        raise ConfigurationError(mistake.problem, file=_path(config), line=mistake.line) from mistake


def tells(template: str, word: str) -> bool:
    """Whether a user's template uses one of the words; one that cannot be read uses none."""
    return word in words_of(template)


def must_fit(body: str, limit: int, config: Config) -> None:
    """Raises ConfigurationError where the least that the user's template makes is longer than an issue can be."""
    if len(body) > limit:
        problem = f"even with short lists it makes {len(body):,} characters, and an issue holds {limit:,}"
        raise ConfigurationError(problem, file=_path(config))


def _path(config: Config) -> str:
    return config.agenda.template or ""


def agenda_words(text: AgendaText, config: Config, told: Mapping[str, Any]) -> AgendaWords:
    """The words for one agenda; `told` is what our own template is told, whose parts and limits they share."""
    program, measure = text.program, told["measure"]
    return AgendaWords(
        meeting=_meeting(text, config, told),
        facilitator=text.facilitator,
        scribe=text.scribe,
        guests=[prose.inline(guest) for guest in config.meeting.guests],
        previous=text.previous.name if text.previous else "",
        rating=f"{text.rating.average:.1f}" if text.rating else "",
        topics=[_topic(slot.ranked, text, slot.start) for slot in program.slots],
        if_time_allows=[_topic(place, text) for place in program.if_time_allows],
        longest_waiting=[_topic(place, text) for place in program.longest_waiting],
        backlog=[_topic(place, text) for place in program.backlog[: measure.backlog_rows]],
        backlog_in_all=len(program.backlog),
        on_hold=[
            HeldWords(**_issue(place.topic), votes=place.ballot.total)
            for place in program.on_hold[: measure.backlog_rows]
        ],
        on_hold_in_all=len(program.on_hold),
        follow_ups=[_follow_up(row) for row in text.follow_ups[: measure.follow_up_rows]],
        follow_ups_in_all=len(text.follow_ups),
        frozen=text.frozen,
        freezes=rendering.clock(told["freeze_at"]),
        issues=f"{text.repository.url}/issues",
        all_topics=rendering.open_issues(config.topics.label, text.repository.url),
        all_on_hold=rendering.open_issues(config.topics.hold_label, text.repository.url),
        all_follow_ups=rendering.open_issues(config.actions.label, text.repository.url),
        how_to=rendering.render("agenda_how_to.md", **told),
        voters=rendering.render("agenda_voters.md", **told),
        tie_break=rendering.render("agenda_ties.md", **told),
    )


def _meeting(text: AgendaText, config: Config, told: Mapping[str, Any]) -> MeetingWords:
    meeting = text.occurrence
    return MeetingWords(
        name=prose.inline(config.meeting.name),
        date=f"{meeting.start:%Y-%m-%d}",
        day=rendering.day(meeting.start),
        start=rendering.clock(meeting.start),
        end=rendering.clock(meeting.end),
        timezone=config.zone.key,
        minutes=meeting.minutes,
        join=config.meeting.join or "",
        own_clock=rendering.render("agenda_own_clock.md", **told),
        zones=[ZoneWords(name=name, start=rendering.clock(start)) for name, start in told["zones"]],
    )


def _issue(issue: Issue) -> IssueWords:
    return IssueWords(
        number=issue.number,
        reference=issue.name,
        title=prose.inline(issue.title),
        url=issue.url,
    )


def _topic(place: RankedTopic, text: AgendaText, starts: datetime | None = None) -> TopicWords:
    topic = place.topic
    return TopicWords(
        **_issue(topic),
        rank=place.rank,
        votes=place.ballot.total,
        from_page=place.ballot.from_page,
        pinned=place.pinned,
        author=topic.author.login if topic.author else "(deleted account)",
        proposed=f"{topic.created_at:%Y-%m-%d}",
        age=rendering.age(text.occurrence.start - topic.created_at),
        waited=place.waited,
        starts=rendering.clock(starts) if starts else "",
        minutes=place.minutes,
    )


def _follow_up(row: OpenFollowUp) -> FollowUpWords:
    return FollowUpWords(
        **_issue(row.issue),
        owners=list(row.issue.assignees),
        needs_owner=row.needs_owner,
        due=f"{row.due:%Y-%m-%d}" if row.due else "",
        overdue=row.overdue,
        age=rendering.age(row.age),
    )
