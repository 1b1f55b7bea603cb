"""The section `meeting` of a configuration: when the meetings are, and who prepares them."""

from typing import Any

from pydantic import ConfigDict, Field, model_validator

from arch_hour.config_places import CalendarPlace, CallAddress
from arch_hour.config_section import Section, mistake
from arch_hour.config_times import Day, LocalTime, Minutes, Moves, Rule, Zone
from arch_hour.config_values import EventName, Login, Text
from arch_hour.recurrence import check_it_recurs

_TEXT, _NOTHING = {"type": "string"}, {"type": "null"}

# What `_is_told_when` asks for, as far as a schema can say it.
_TOLD_WHEN: dict[str, Any] = {
    "anyOf": [
        {
            "title": "meeting by a rule",
            "required": ["schedule", "start"],
            "properties": {"schedule": _TEXT, "start": _TEXT, "calendar": _NOTHING, "event": _NOTHING},
        },
        {
            "title": "meeting by a calendar",
            "required": ["calendar"],
            "properties": {"calendar": _TEXT, "schedule": _NOTHING, "start": _NOTHING},
        },
    ]
}


class Meeting(Section):
    """When the meeting takes place, and how it is called."""

    model_config = ConfigDict(json_schema_extra=_TOLD_WHEN)

    name: Text = Field("Lean Coffee", description="what the meeting is called", examples=["Arch Hour"])
    schedule: Rule | None = Field(
        None,
        description="RFC 5545 recurrence rule, such as `FREQ=WEEKLY;BYDAY=TH`",
        examples=["FREQ=WEEKLY;BYDAY=TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "FREQ=MONTHLY;BYDAY=1MO"],
    )
    start: LocalTime | None = Field(
        None,
        description="first meeting, local time; one also where the rule has none on that day",
        examples=["2026-01-08T10:00"],
    )
    timezone: Zone = Field(
        "UTC",
        description="IANA name of the time zone; with a calendar that of its event, and needed where the calendar "
        "tells none that is known",
        examples=["Europe/Berlin", "America/New_York"],
    )
    duration: Minutes = Field(
        60, description="length in minutes; an event of a calendar has its own", examples=[30, 60, 90]
    )
    calendar: CalendarPlace | None = Field(
        None,
        description="in place of `schedule` and `start`: an iCalendar feed, as an `https://` or `webcal://` address or "
        "a path in the repository",
        examples=["https://calendar.example.com/team.ics", "docs/team.ics"],
    )
    event: EventName | None = Field(
        None,
        description="which event of the calendar, by its summary; needed where there are several",
        examples=["Arch Hour"],
    )
    skip: tuple[Day, ...] = Field((), description="dates without a meeting", examples=[["2026-12-24"]])
    moved: Moves = Field(
        {},
        description="meetings at another time: the date each would have had, and its new local time",
        examples=[{"2026-12-31": "2026-12-30T15:00"}],
    )
    extra: tuple[LocalTime, ...] = Field(
        (), description="one-off meetings besides, as local times", examples=[["2026-12-15T09:00"]]
    )
    join: CallAddress | None = Field(
        None, description="address of the call, `https://…`", examples=["https://meet.example.org/arch"]
    )
    zones: tuple[Zone, ...] = Field(
        (), description="further time zones to show", max_length=20, examples=[["Europe/Berlin", "UTC"]]
    )
    facilitators: tuple[Login, ...] = Field(
        (), description="logins that take turns, assigned to the agenda", examples=[["octocat", "hubot"]]
    )
    scribes: tuple[Login, ...] = Field(
        (), description="the same for who takes notes", examples=[["octocat", "hubot"]]
    )
    guests: tuple[Text, ...] = Field(
        (),
        description="names of guests, shown on the next agenda",
        max_length=30,
        examples=[["Grace Hopper"]],
    )

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
                    raise mistake(
                        key,
                        "does not go with `calendar`, which says it too; take one of them out",
                    )
            return self
        if self.schedule is None or self.start is None:
            missing = "schedule" if self.schedule is None else "start"
            raise mistake(missing, "is missing; a meeting needs `schedule` and `start`, or a `calendar`")
        if self.event is not None:
            raise mistake("event", "names an event of a feed; give the feed's address or path in `calendar`")
        try:
            check_it_recurs(self.schedule, self.start)
        except ValueError as error:
            raise mistake("schedule", f"cannot be kept: {error}") from None
        return self
