"""The configuration as a value: one model for each section, each key with its default and meaning."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from arch_hour.hosts import is_loopback
from arch_hour.recurrence import check_it_recurs, checked_rule

DEFAULT_PATH = ".github/arch-hour.yml"
LONGEST_SPAN = timedelta(days=60)
LONGEST_MEETING = timedelta(days=1)
YEARS = range(1970, 2200)  # in which meetings take place: reckoning with any other would fail

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _span(value: object) -> object:
    """A span such as `15m`, `12h`, `3d` or `1w`, as people write it."""
    match = re.fullmatch(r"\s*(\d{1,6})\s*([mhdw])\s*", value) if isinstance(value, str) else None
    if match is None:
        msg = "expected a span such as 15m, 12h or 3d"
        raise ValueError(msg)
    span = timedelta(**{_UNITS[match[2]]: int(match[1])})
    if span > LONGEST_SPAN:
        msg = f"{match[0].strip()} is too long a span; write at most {LONGEST_SPAN.days}d"
        raise ValueError(msg)
    return span


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        msg = f"{value!r} is no time zone; use a name such as Europe/Berlin or UTC"
        raise ValueError(msg) from None
    return value


def _timed(value: object) -> object:
    """Neither a number, which would be read as seconds since 1970, nor a day without its hour."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or re.fullmatch(r"\s*[-+\d.]+\s*", value):
        day = re.search(r"\d{4}-\d\d-\d\d", str(value))
        given = f"{day[0]} has no time of day; write" if day else "expected"
        msg = f"{given} a local time such as {day[0] if day else '2020-12-24'}T10:00"
        raise ValueError(msg)
    return value


def _local(value: datetime) -> datetime:
    if value.tzinfo is not None:
        msg = "write the local time without an offset; the zone stands in meeting.timezone"
        raise ValueError(msg)
    return value


Span = Annotated[timedelta, BeforeValidator(_span)]
Zone = Annotated[str, AfterValidator(_zone)]
Rule = Annotated[str, AfterValidator(checked_rule)]
LocalTime = Annotated[datetime, BeforeValidator(_timed), AfterValidator(_local)]
Minutes = Annotated[int, Field(ge=1, le=LONGEST_MEETING // timedelta(minutes=1))]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]
Guest = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Login = Annotated[
    str, Field(pattern=r"^@?[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}(?:_[A-Za-z0-9]{1,8})?(?:\[bot\])?$")
]

# `octocat` or `@octocat`, or a team as `@organization/team`.
Voter = Annotated[
    str,
    Field(
        pattern=r"^(?:@?[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}(?:_[A-Za-z0-9]{1,8})?|@[A-Za-z0-9][\w-]*/[\w.-]+)$"
    ),
]
RepositoryName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w-]*/[\w.-]*[\w-][\w.-]*$")]

Reaction = Literal["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"]
_EMOJI: Mapping[str, str] = {
    "+1": "👍",
    "-1": "👎",
    "laugh": "😄",
    "confused": "😕",
    "heart": "❤️",
    "hooray": "🎉",
    "rocket": "🚀",
    "eyes": "👀",
}


def path_in_repository(text: str) -> str:
    """A path in one form only, since it is part of a meeting's identity; raises ValueError."""
    parts = [part for part in text.strip().split("/") if part not in ("", ".")]
    if not parts or ".." in parts or not text.strip().isprintable():
        msg = f"{text!r} is no path in the repository such as {DEFAULT_PATH}"
        raise ValueError(msg)
    return "/".join(parts)


PathInRepository = Annotated[str, AfterValidator(path_in_repository)]


def _calendar(value: str) -> str:
    """An address that can be read safely, or a path in the repository."""
    address = re.sub(r"^webcals?://", "https://", value.strip(), flags=re.IGNORECASE)
    if "://" not in address:
        return path_in_repository(address)
    msg = "an iCalendar feed has an address such as https://example.org/team.ics, or a path in the repository"
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise ValueError(msg) from None
    if not is_whole or not re.fullmatch(r"[!-~]+", address):
        raise ValueError(msg)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(address)):
        msg = f"a feed is read over https:// or webcal://, not over {parts.scheme}://"
        raise ValueError(msg)
    return address


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _mistake(key: str, sentence: str) -> PydanticCustomError:
    """A mistake that shows at one key of a section, though it is about several."""
    return PydanticCustomError("mistaken_key", "{sentence}", {"key": key, "sentence": sentence})


class Meeting(_Section):
    """When the meeting takes place, and how it is called."""

    name: str = Field("Lean Coffee", min_length=1, max_length=100)
    schedule: Rule | None = None
    start: LocalTime | None = None
    timezone: Zone = "UTC"
    duration: Minutes = 60
    calendar: Annotated[str, AfterValidator(_calendar)] | None = None
    event: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] | None = None
    skip: tuple[date, ...] = ()
    moved: Mapping[date, LocalTime] = Field(default_factory=dict)
    extra: tuple[LocalTime, ...] = ()
    join: str | None = Field(None, max_length=2000)
    zones: tuple[Zone, ...] = Field((), max_length=20)
    facilitators: tuple[Login, ...] = ()
    scribes: tuple[Login, ...] = ()
    guests: tuple[Guest, ...] = Field((), max_length=30)

    @property
    def feed_is_address(self) -> bool:
        """Whether the calendar is to be fetched, and not a file of the repository."""
        return self.calendar is not None and "://" in self.calendar

    @model_validator(mode="after")
    def _is_told_when(self) -> "Meeting":
        """By a rule or by a calendar, and not by both."""
        if self.calendar is not None:
            for key in ("schedule", "start"):
                if getattr(self, key) is not None:
                    raise _mistake(
                        key,
                        "does not go with `calendar`, which says it too; take one of them out",
                    )
            return self
        if self.schedule is None or self.start is None:
            missing = "schedule" if self.schedule is None else "start"
            raise _mistake(missing, "is missing; a meeting needs `schedule` and `start`, or a `calendar`")
        if self.event is not None:
            raise _mistake("event", "names an event of a feed; give the feed's address or path in `calendar`")
        try:
            check_it_recurs(self.schedule, self.start)
        except ValueError as error:
            raise _mistake("schedule", f"cannot be kept: {error}") from None
        return self


class Agenda(_Section):
    """The issue that is generated for each meeting, and its moments relative to the meeting."""

    label: Label = "agenda"
    open_before: Span = timedelta(days=3)
    freeze_before: Span = timedelta(minutes=15)
    close_after: Span = timedelta(hours=12)
    pin: bool = True
    when_empty: Literal["create", "skip"] = "create"
    template: PathInRepository | None = None
    title: str = Field("{{ meeting.name }}: {{ meeting.date }}", min_length=1, max_length=1000)

    @model_validator(mode="after")
    def _freezes_after_it_opens(self) -> "Agenda":
        if self.freeze_before >= self.open_before:
            msg = "freeze_before must be shorter than open_before"
            raise ValueError(msg)
        return self


class Topics(_Section):
    """Which issues are topics, and how long each may be talked about; boxes are in minutes."""

    label: Label = "topic"
    pinned_label: Label = "topic: pinned"
    scheduled_label: Label | None = "topic: scheduled"
    hold_label: Label = "topic: on hold"
    discussed_label: Label = "topic: discussed"
    repositories: tuple[RepositoryName, ...] = ()
    time_boxes: tuple[Minutes, ...] = Field((10, 5, 5), min_length=1, max_length=10)


class Votes(_Section):
    """Which reaction is a vote, whose, and how many of them count; `per_person: 0` is no limit."""

    reaction: Reaction = "+1"
    voters: Literal["everyone", "collaborators"] | Annotated[tuple[Voter, ...], Field(min_length=1)] = (
        "everyone"
    )
    per_person: int = Field(0, ge=0)
    minimum: int = Field(0, ge=0)

    @property
    def emoji(self) -> str:
        """The reaction as people see it."""
        return _EMOJI[self.reaction]


class Actions(_Section):
    """The follow-ups that ACTION lines become, and who may make them."""

    label: Label = "action-item"
    needs_owner_label: Label = "needs-owner"
    trusted: Literal["collaborators"] | tuple[Login, ...] = "collaborators"


class Config(_Section):
    """The whole configuration; `path` is its place in the repository, and part of a meeting's identity."""

    meeting: Meeting
    agenda: Agenda = Agenda()
    topics: Topics = Topics()
    votes: Votes = Votes()
    actions: Actions = Actions()
    bots: tuple[Login, ...] = ()
    people: Mapping[str, Login] = Field(default_factory=dict)
    _path: str = DEFAULT_PATH
    _agenda_template: str | None = None
    _feed: str | None = None
    _zone: ZoneInfo | None = None

    @property
    def path(self) -> str:
        """Its place in the repository, as markers name it."""
        return self._path

    @property
    def feed(self) -> str | None:
        """The text of the calendar that `meeting.calendar` names, once it was read."""
        return self._feed

    @property
    def zone(self) -> ZoneInfo:
        """The meeting's zone: as configured, else that of its event in the calendar, else UTC."""
        return self._zone or ZoneInfo(self.meeting.timezone)

    @property
    def agenda_template(self) -> str | None:
        """The text of the user's own template for the agenda, where there is one."""
        return self._agenda_template

    def with_calendar(self, text: str, zone: ZoneInfo) -> "Config":
        """The same with the text of its calendar, and the zone that goes with it."""
        config = self.model_copy()
        config._feed, config._zone = text, zone  # noqa: SLF001  private attributes of our own
        return config

    def with_agenda_template(self, text: str) -> "Config":
        """The same configuration with the text of the file that `agenda.template` names."""
        config = self.model_copy()
        config._agenda_template = text  # noqa: SLF001  a private attribute of our own
        return config

    def labels(self) -> Mapping[tuple[str, str], str]:
        """Every label by the section and key that name it."""
        sections = {"agenda": self.agenda, "topics": self.topics, "actions": self.actions}
        return {
            (name, key): value
            for name, section in sections.items()
            for key, value in section
            if key.endswith("label") and value is not None
        }

    @classmethod
    def build(cls, values: Mapping[str, Any], path: str) -> "Config":
        """Validates the values of a file; raises pydantic's ValidationError."""
        config = cls.model_validate(values)
        config._path = path  # noqa: SLF001  a private attribute of our own
        return config
