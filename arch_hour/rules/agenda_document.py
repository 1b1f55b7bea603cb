"""The agenda issue's text: how it is composed, as far as GitHub takes it.

Its head is one block of ours with the ranking. At the freeze the topics' sections are appended, once; from then on
the whole text belongs to the people of the meeting.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.errors import ConfigurationError
from arch_hour.rules.agenda_identity import AGENDA, IN_COMMENTS, TIME, TOPIC, AgendaIdentity
from arch_hour.rules.agenda_text import MEASURES, AgendaText, Measure, Voters
from arch_hour.rules.agenda_words import agenda_words, by_template, must_fit, tells
from arch_hour.rules.blocks import replace_block
from arch_hour.rules.markers import mark
from arch_hour.rules.own_clock import own_clock
from arch_hour.rules.ranking import Program, RankedTopic
from arch_hour.rules.schedule import Occurrence
from arch_hour.rules.unclosed import closing_of
from arch_hour.user_templates import title_from_user

# GitHub takes 65,536 characters.
LIMIT = 65_000
# Characters that somebody's name takes at the least, with what divides it from the next: so much is not even tried.
SHORTEST_NAME = 3


def title(occurrence: Occurrence, config: Config) -> str:
    """The issue's title, by the user's template, with the meeting's local day and clock; raises ConfigurationError."""
    start = occurrence.start
    words = {
        "name": config.meeting.name,
        "date": f"{start:%Y-%m-%d}",
        "day": rendering.day(start),
        "start": rendering.clock(start),
    }
    try:
        return title_from_user(config.agenda.title, {"meeting": words})[:256].rstrip()
    except rendering.TemplateMistakeError as mistake:
        raise ConfigurationError(f"`agenda.title`: {mistake}", file=config.path) from mistake


@dataclass(frozen=True, slots=True)
class Composition:
    """An agenda's body with the topics that it prepares, and whether it names the voters."""

    body: str
    program: Program
    names_voters: bool


def compose(body: str, text: AgendaText, config: Config, versions: Iterable[str] = ()) -> Composition | None:
    """The same body with its ranking renewed, and with the topics' sections at its end once the ranking is final.

    It tells as much as GitHub takes; None where people's own text leaves no room for the least. `versions` are the
    texts that it had.
    """
    versions = tuple(versions)
    for measure in _measures(text.program, config):
        cut = replace(text, program=text.program.cut(measure.topics))
        told = _told(body, cut, config, measure, versions)
        if len(told) <= LIMIT:
            return Composition(told, cut.program, measure.names_voters)
    if config.agenda_template is not None:
        must_fit(_told(new_body(), cut, config, measure), LIMIT, config)
    return None


def _measures(program: Program, config: Config) -> list[Measure]:
    """From the fullest to the least that may fit; a user's template without voters leaves them to the comments."""
    template = config.agenda_template
    is_told = template is None or tells(template, "voters")
    ballots = [place.ballot for place in _voted(program)]
    refused = sum(ballot.refused_total for ballot in ballots)
    names = {Voters.NAMES: refused + sum(len(ballot.counted) for ballot in ballots), Voters.REFUSALS: refused}
    return [
        each
        for each in MEASURES
        if names.get(each.voters, 0) * SHORTEST_NAME <= LIMIT and (is_told or not each.names_voters)
    ]


def new_body() -> str:
    """What people find below the ranking of a new agenda."""
    return f"{rendering.render('agenda_notes.md')}\n"


def _told(body: str, text: AgendaText, config: Config, measure: Measure, versions: Iterable[str] = ()) -> str:
    data, content = _data(text, config, measure), _content(text, config, measure)
    renewed = replace_block(body, AGENDA, data, content, versions)
    if not text.frozen:
        return renewed
    gap = "" if renewed.endswith("\n") else "\n"
    closing = closing_of(renewed)
    if closing:
        # A line of HTML goes on to the next empty one, and would take the heading with it.
        closing += "\n"
    return f"{renewed}{gap}{closing}{_sections(text, config)}"


def identity_of(occurrence: Occurrence, config: Config) -> AgendaIdentity:
    """The identity that a new agenda of the meeting has."""
    start = occurrence.start.astimezone(UTC)
    names = title(occurrence, config)
    return AgendaIdentity(config.path, occurrence.key, start, occurrence.minutes, frozen=False, title=names)


def _data(text: AgendaText, config: Config, measure: Measure) -> dict[str, Any]:
    data = {**_meeting(text, config), "title": title(text.occurrence, config)}
    if text.frozen:
        data["frozen"] = f"{text.freeze_at.astimezone(UTC):{TIME}}"
    data |= {
        role: login for role, login in (("facilitator", text.facilitator), ("scribe", text.scribe)) if login
    }
    if text.frozen and not measure.names_voters:
        data["voters"] = IN_COMMENTS
    return data


def _meeting(text: AgendaText, config: Config) -> dict[str, Any]:
    """What identifies the meeting: said in the block and again in each section, in case people delete one of them."""
    return {
        "config": config.path,
        "meeting": text.occurrence.key,
        "start": f"{text.occurrence.start.astimezone(UTC):{TIME}}",
        "minutes": text.occurrence.minutes,
    }


def _content(text: AgendaText, config: Config, measure: Measure) -> str:
    zones = [text.occurrence.start.astimezone(ZoneInfo(zone)) for zone in config.meeting.zones]
    told = {
        "config": config,
        "text": text,
        "program": text.program,
        "zones": list(zip(config.meeting.zones, zones, strict=True)),
        "own_clock": own_clock(config.meeting.name, text.occurrence.start, text.occurrence.minutes),
        "freeze_at": text.freeze_at.astimezone(text.occurrence.start.tzinfo),
        "measure": measure,
        "voted": _told_voted(text.program, measure),
    }
    if config.agenda_template is not None:
        return by_template(config.agenda_template, agenda_words(text, config, told), config)
    return rendering.render("agenda.md", **told)


def _voted(program: Program) -> list[RankedTopic]:
    """The topics whose votes are told: those prepared, and those of which some votes do not count."""
    waiting = [place for place in (*program.backlog, *program.on_hold) if place.ballot.has_refused]
    return [place for place in program.prepared if place.ballot.has_voters] + waiting


def _told_voted(program: Program, measure: Measure) -> list[RankedTopic]:
    """Of these, the ones that an agenda of that measure has something to say of, in as many rows as it may."""
    if measure.names_voters:
        return _voted(program)
    refused = [place for place in _voted(program) if place.ballot.has_refused]
    return refused if measure.voters is Voters.REFUSALS else refused[: measure.topics + measure.backlog_rows]


def _naming(place: RankedTopic) -> dict[str, Any]:
    """What a section's marker says of its topic: which it is, its votes, and the minutes of its first box."""
    topic = place.topic
    named: dict[str, Any] = {"topic": topic.id, "number": topic.number}
    named |= {"votes": place.ballot.total, "box": place.minutes}
    return named | {"repository": topic.repository} if topic.repository else named


def _sections(text: AgendaText, config: Config) -> str:
    meeting = _meeting(text, config)
    marks = {place.topic.id: mark(TOPIC, {**meeting, **_naming(place)}) for place in text.program.prepared}
    return "\n" + rendering.render("agenda_sections.md", program=text.program, marks=marks) + "\n"
