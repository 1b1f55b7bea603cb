"""The configuration as a value: one model for each section, each key with its default and meaning."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from arch_hour.config_values import (
    DEFAULT_PATH,
    EMOJI,
    CalendarPlace,
    CallAddress,
    Count,
    Day,
    Days,
    EventName,
    Label,
    LocalTime,
    Login,
    Minutes,
    MinutesPath,
    Project,
    Reaction,
    RepositoryName,
    Rule,
    Span,
    TemplatePath,
    Text,
    TitleTemplate,
    Trusted,
    Voters,
    Zone,
)
from arch_hour.recurrence import check_it_recurs


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _mistake(key: str, sentence: str) -> PydanticCustomError:
    """A mistake that shows at one key of a section, though it is about several."""
    return PydanticCustomError("mistaken_key", "{sentence}", {"key": key, "sentence": sentence})


class Meeting(_Section):
    """When the meeting takes place, and how it is called."""

    name: Text = "Lean Coffee"
    schedule: Rule | None = None
    start: LocalTime | None = None
    timezone: Zone = "UTC"
    duration: Minutes = 60
    calendar: CalendarPlace | None = None
    event: EventName | None = None
    skip: tuple[Day, ...] = ()
    moved: Mapping[Day, LocalTime] = Field(default_factory=dict)
    extra: tuple[LocalTime, ...] = ()
    join: CallAddress | None = None
    zones: tuple[Zone, ...] = Field((), max_length=20)
    facilitators: tuple[Login, ...] = ()
    scribes: tuple[Login, ...] = ()
    guests: tuple[Text, ...] = Field((), max_length=30)

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
    template: TemplatePath | None = None
    title: TitleTemplate = "{{ meeting.name }}: {{ meeting.date }}"

    @model_validator(mode="after")
    def _freezes_after_it_opens(self) -> "Agenda":
        if self.freeze_before >= self.open_before:
            raise _mistake("freeze_before", "must be shorter than `agenda.open_before`")
        return self


class Topics(_Section):
    """Which issues are topics, and how long each may be talked about; boxes are in minutes."""

    label: Label = "topic"
    pinned_label: Label = "topic: pinned"
    scheduled_label: Label | None = "topic: scheduled"
    hold_label: Label = "topic: on hold"
    discussed_label: Label = "topic: discussed"
    merged_label: Label = "topic: merged"
    repositories: tuple[RepositoryName, ...] = ()
    time_boxes: tuple[Minutes, ...] = Field((10, 5, 5), min_length=1, max_length=10)


class Votes(_Section):
    """Which reaction is a vote, whose, and how many of them count; `per_person: 0` is no limit."""

    reaction: Reaction = "+1"
    voters: Voters = "everyone"
    per_person: Count = 0
    minimum: Count = 0

    @property
    def emoji(self) -> str:
        """The reaction as people see it."""
        return EMOJI[self.reaction]


class Actions(_Section):
    """The follow-ups that ACTION lines become, who may make them, and when they are due and brought to mind."""

    label: Label = "action-item"
    needs_owner_label: Label = "needs-owner"
    trusted: Trusted = "collaborators"
    due_in: Days | None = None
    remind_after: Days | None = None


class Record(_Section):
    """Where the minutes of a meeting are kept beside their comment: a path with the meeting's date in it."""

    path: MinutesPath | None = None


class BoardFields(_Section):
    """How the fields of the project are called; null: that one is not kept."""

    status: Text | None = "Status"
    meeting: Text | None = "Meeting"
    due: Text | None = "Due"
    votes: Text | None = "Votes"

    @model_validator(mode="after")
    def _has_one_name_for_each(self) -> "BoardFields":
        seen: dict[str, str] = {}
        for key, name in self:
            other = seen.setdefault(name.casefold(), key) if name is not None else key
            if other != key:
                raise _mistake(key, f"is {name!r}, as `board.fields.{other}` is: one field cannot hold both")
        return self


class Statuses(_Section):
    """Which option of the status field stands for what; null: that of `backlog` or of `action` stands for it too."""

    backlog: Text = "Backlog"
    scheduled: Text = "On agenda"
    held: Text | None = None
    discussed: Text = "Done"
    action: Text = "Todo"
    needs_owner: Text | None = None
    done: Text = "Done"

    @model_validator(mode="after")
    def _tells_open_from_closed(self) -> "Statuses":
        """GitHub can close what is moved to a status: what is open may not stand in one for what is closed."""
        closed = {self.discussed.casefold(), self.done.casefold()}
        for key in ("backlog", "scheduled", "held", "action", "needs_owner"):
            name = getattr(self, key)
            if name is not None and name.casefold() in closed:
                raise _mistake(key, f"is {name!r}, which stands for closed issues too: name another one")
        return self


class ProjectBoard(_Section):
    """The project on which topics and follow-ups are tracked; null: none."""

    project: Project | None = None
    fields: BoardFields = BoardFields()
    statuses: Statuses = Statuses()


class Config(_Section):
    """The whole configuration; `path` is its place in the repository, and part of a meeting's identity."""

    meeting: Meeting
    agenda: Agenda = Agenda()
    topics: Topics = Topics()
    votes: Votes = Votes()
    actions: Actions = Actions()
    minutes: Record = Record()
    board: ProjectBoard = ProjectBoard()
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
