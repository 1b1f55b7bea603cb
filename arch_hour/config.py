"""The configuration as a value: one model for each section, each key with its default and meaning."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from arch_hour.config_board import ProjectBoard
from arch_hour.config_meeting import Meeting
from arch_hour.config_numbers import Count
from arch_hour.config_places import MinutesPath, RepositoryName, TemplatePath
from arch_hour.config_section import Section, mistake
from arch_hour.config_times import Days, Minutes, Span
from arch_hour.config_values import EMOJI, Label, Login, Reaction, Switch, TitleTemplate, Trusted, Voters
from arch_hour.repository_paths import DEFAULT_PATH


class Agenda(Section):
    """The issue that is generated for each meeting, and its moments relative to the meeting."""

    label: Label = Field("agenda", description="label of agendas")
    open_before: Span = Field(
        timedelta(days=3),
        description="the agenda is made so long before the meeting",
        examples=["12h", "3d", "1w"],
    )
    freeze_before: Span = Field(
        timedelta(minutes=15),
        description="its ranking follows the votes until so long before the start",
        examples=["15m", "2h"],
    )
    close_after: Span = Field(
        timedelta(hours=12),
        description="it is wrapped up by itself so long after the end",
        examples=["12h", "2d"],
    )
    pin: Switch = Field(default=True, description="whether the next meeting's agenda is pinned")
    when_empty: Literal["create", "skip"] = Field(
        "create", description="`skip`: no agenda is made where there is no topic"
    )
    title: TitleTemplate = Field(
        "{{ meeting.name }}: {{ meeting.date }}",
        description="title of agendas: Jinja2, with `meeting.name`, `date`, `day` and `start`: two meetings on one "
        "day are told apart by the last",
        examples=["{{ meeting.name }}, {{ meeting.day }}, {{ meeting.start }}"],
    )
    template: TemplatePath | None = Field(
        None,
        description="path of a template of your own in the repository",
        examples=[".github/agenda.md.j2"],
    )

    @model_validator(mode="after")
    def _freezes_after_it_opens(self) -> "Agenda":
        if self.freeze_before >= self.open_before:
            raise mistake("freeze_before", "must be shorter than `agenda.open_before`")
        return self


class Topics(Section):
    """Which issues are topics, and how long each may be talked about; boxes are in minutes."""

    label: Label = Field("topic", description="label that makes an issue a topic")
    pinned_label: Label = Field("topic: pinned", description="label of topics that come first")
    scheduled_label: Label | None = Field(
        "topic: scheduled", description="label from the freeze to the wrap-up; `null`: none"
    )
    hold_label: Label = Field("topic: on hold", description="label of topics that stay off every agenda")
    discussed_label: Label = Field("topic: discussed", description="label of topics that were discussed")
    merged_label: Label = Field("topic: merged", description="label of topics that became part of another")
    repositories: tuple[RepositoryName, ...] = Field(
        (),
        description="more repositories to read topics from, as `OWNER/NAME`",
        examples=[["acme/shop", "acme/billing"]],
    )
    time_boxes: tuple[Minutes, ...] = Field(
        (10, 5, 5),
        description="minutes: the first box, which decides what fits, and each that people may add by vote",
        min_length=1,
        max_length=10,
        examples=[[8, 4, 4]],
    )


class Votes(Section):
    """Which reaction is a vote, whose, and how many of them count; `per_person: 0` is no limit."""

    reaction: Reaction = Field("+1", description="which reaction is a vote")
    voters: Voters = Field(
        "everyone",
        description="who may vote: `everyone`, `collaborators` (who may write), or a list such as "
        '`["@org/team", octocat]`',
        examples=["everyone", "collaborators", ["@org/team", "octocat"]],
    )
    per_person: Count = Field(0, description="a person's newest votes count; 0: no limit", examples=[3])
    minimum: Count = Field(
        0, description="fewer leave a topic in the backlog, unless it is pinned", examples=[2]
    )

    @property
    def emoji(self) -> str:
        """The reaction as people see it."""
        return EMOJI[self.reaction]


class Actions(Section):
    """The follow-ups that ACTION lines become, who may make them, and when they are due and brought to mind."""

    label: Label = Field("action-item", description="label of follow-ups")
    needs_owner_label: Label = Field(
        "needs-owner", description="label of follow-ups whose owner cannot be found or assigned"
    )
    trusted: Trusted = Field(
        "collaborators",
        description="whose ACTION lines count: who may write, or a list of logins",
        examples=["collaborators", ["octocat", "hubot"]],
    )
    due_in: Days | None = Field(
        None,
        description="when a line that names no date is due, such as `14d` from its meeting",
        examples=["14d", "2w"],
    )
    remind_after: Days | None = Field(
        None,
        description="so long past its date a follow-up is brought to mind, such as `7d`, and then once a week",
        examples=["7d"],
    )


class Record(Section):
    """Where the minutes of a meeting are kept beside their comment: a path with the meeting's date in it."""

    path: MinutesPath | None = Field(
        None,
        description="where the minutes are committed too, such as `docs/minutes/{date}.md`; `{time}` tells two "
        "meetings of one day apart. Needs `contents: write`",
        examples=["docs/minutes/{date}.md"],
    )


class Config(Section):
    """The whole configuration; `path` is its place in the repository, and part of a meeting's identity."""

    meeting: Meeting = Field(description="when the meetings are, and who prepares them")
    agenda: Agenda = Field(Agenda(), description="the issue that is made for each meeting")
    topics: Topics = Field(Topics(), description="which issues are topics")
    votes: Votes = Field(Votes(), description="what is a vote, and whose votes count")
    actions: Actions = Field(Actions(), description="the follow-ups that ACTION lines become")
    minutes: Record = Field(Record(), description="where minutes are kept beside their comment")
    board: ProjectBoard = Field(ProjectBoard(), description="the project to track on")
    bots: tuple[Login, ...] = Field(
        (),
        description="other accounts whose markers count, such as one used before; an app's login ends in `[bot]`",
        examples=[["github-actions[bot]"]],
    )
    people: Mapping[str, Login] = Field(
        {}, description="names as written in notes: logins", examples=[{"Adam Blackwell": "ablackwell"}]
    )
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
