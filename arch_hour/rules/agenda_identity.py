"""What an agenda's text says of itself: of which meeting it is, and which of its topics are ticked."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from arch_hour.bounds import LONGEST_MEETING, YEARS
from arch_hour.model import Issue
from arch_hour.rules.blocks import find_block, outside_blocks
from arch_hour.rules.markers import find_markers

AGENDA = "agenda"
TOPIC = "topic"
# Every question and plan of a run comes back to the same texts.
MOST_TEXTS = 512
# More is no count of ours.
MOST_COUNTED = 1_000_000

TIME = "%Y-%m-%dT%H:%M:%SZ"

# What a frozen agenda says of its voters where they did not fit in.
IN_COMMENTS = "comments"

_TICK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\[(?P<mark>[ xX])\]")
# What is left of a section's line where somebody deleted its marker; older agendas say `#12` and not `[#12](…)`.
_BARE = re.compile(
    r"^[^\S\n]*(?:[-*+]|\d+[.)])\s+\[(?P<mark>[ xX])\]\s+Discussed · \[?"
    r"(?P<repository>[\w.-]+/[\w.-]+)?#(?P<number>\d{1,9})\b",
    re.MULTILINE,
)
_NAME = re.compile(r"[\w.-]+/[\w.-]+")


@dataclass(frozen=True, slots=True)
class AgendaIdentity:
    """Which meeting an agenda is of, when that is, and the title we gave, as the agenda itself says; times in UTC.

    `votes_until` is when the ranking became final, where comments hold who voted.
    `facilitator` and `scribe` are the logins of whose turn it is, or nothing.
    """

    config_path: str
    meeting: str
    start: datetime
    minutes: int
    frozen: bool
    title: str
    votes_until: datetime | None = None
    facilitator: str = ""
    scribe: str = ""

    def is_same(self, other: "AgendaIdentity") -> bool:
        """Whether both are of one meeting, whatever else they say."""
        return (self.config_path, self.meeting) == (other.config_path, other.meeting)


@dataclass(frozen=True, slots=True)
class TopicSection:
    """The section of one topic in a frozen agenda; without its marker only the number and repository are known.

    `votes` are those of the freeze and `box` the minutes of its first time box, where the marker tells.
    """

    topic_id: str | None
    number: int
    ticked: bool
    repository: str = ""
    votes: int | None = None
    box: int | None = None

    @property
    def name(self) -> str:
        """`#12`, or `acme/other#12`."""
        return f"{self.repository}#{self.number}"

    def is_about(self, topic: Issue) -> bool:
        """Whether it is the section of that topic."""
        if self.topic_id is not None:
            return self.topic_id == topic.id
        return self.name.casefold() == topic.name.casefold()


@lru_cache(maxsize=MOST_TEXTS)
def identify(body: str) -> AgendaIdentity | None:
    """What an issue's body says of the meeting that it is the agenda of."""
    block = find_block(body, AGENDA)
    told = _identity(block.data, frozen="frozen" in block.data) if block else None
    markers = [
        _identity(marker.data, frozen=True) for marker in find_markers(outside_blocks(body, AGENDA), TOPIC)
    ]
    of_sections = [identity for identity in markers if identity is not None]
    if told is None:
        return next(iter(of_sections), None)
    return replace(told, frozen=told.frozen or any(other.is_same(told) for other in of_sections))


def sections(body: str, identity: AgendaIdentity) -> tuple[TopicSection, ...]:
    """The sections of a meeting's topics with their tick boxes; what people copied from another meeting is none."""
    return tuple(section for _, section in placed_sections(body, identity))


@lru_cache(maxsize=MOST_TEXTS)
def placed_sections(body: str, identity: AgendaIdentity) -> tuple[tuple[int, TopicSection], ...]:
    """The same, each with the line (from 1) of its tick box."""
    people = outside_blocks(body, AGENDA)
    ends = [newline.start() for newline in re.finditer("\n", people)]
    return tuple((bisect_left(ends, place) + 1, section) for place, section in _sections(people, identity))


def _sections(people: str, identity: AgendaIdentity) -> Iterator[tuple[int, TopicSection]]:
    """The sections in people's text with where their marker stands, or their tick without one."""
    for marker in find_markers(people, TOPIC):
        topic, number, elsewhere = (marker.data.get(key) for key in ("topic", "number", "repository"))
        if (
            (marker.data.get("config"), marker.data.get("meeting"))
            == (identity.config_path, identity.meeting)
            and isinstance(topic, str)
            and isinstance(number, int)
        ):
            tick = _TICK.match(people[people.rfind("\n", 0, marker.start) + 1 : marker.start])
            named = elsewhere if isinstance(elsewhere, str) and _NAME.fullmatch(elsewhere) else ""
            votes, box = (_count(marker.data.get(name)) for name in ("votes", "box"))
            ticked = tick is not None and tick["mark"] != " "
            yield marker.start, TopicSection(topic, number, ticked, named, votes, box)
    for found in _BARE.finditer(people):
        end = people.find("\n", found.end())
        rest = people[found.end() : end if end >= 0 else len(people)]
        if identity.frozen and not any(find_markers(rest, TOPIC)):
            named = found["repository"] or ""
            yield found.start("mark"), TopicSection(None, int(found["number"]), found["mark"] != " ", named)


def _count(value: object) -> int | None:
    return (
        value
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_COUNTED
        else None
    )


def _identity(data: Mapping[str, Any], *, frozen: bool) -> AgendaIdentity | None:
    try:
        start = datetime.strptime(data["start"], TIME).replace(tzinfo=UTC)
        where, which, minutes = str(data["config"]), str(data["meeting"]), int(data["minutes"])
        if not (start.year in YEARS and 0 < minutes <= LONGEST_MEETING // timedelta(minutes=1)):
            return None
        until = None
        if data.get("voters") == IN_COMMENTS:
            until = datetime.strptime(data["frozen"], TIME).replace(tzinfo=UTC)
        told = {name: str(data.get(name, "")) for name in ("title", "facilitator", "scribe")}
        return AgendaIdentity(where, which, start, minutes, frozen, votes_until=until, **told)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
