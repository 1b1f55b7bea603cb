"""Whether the days that a configuration names are days of meetings; all Thursdays of December 2020 are."""

from typing import Any

import pytest

from tests.checking.build import good, to_know, wrong
from tests.rules.memory import Memory

ABOUT = "skipped and moved"
FEED = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//team//EN
BEGIN:VEVENT
UID:tea
SUMMARY:Tea
DTSTART;TZID=Europe/Berlin:20201203T100000
RRULE:FREQ=WEEKLY
EXDATE;TZID=Europe/Berlin:20201224T100000
END:VEVENT
END:VCALENDAR
"""


def meeting(**values: Any) -> Memory:
    return Memory.of(meeting=values)


def stored(**values: Any) -> Memory:
    """A repository whose meetings are told by a calendar in it."""
    repository = Memory.of()
    repository.values["meeting"] = {"calendar": "team.ics", **values}
    repository.files["team.ics"] = FEED
    return repository


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"skip": ["2020-12-24"], "moved": {"2020-12-31": "2020-12-30T15:00"}}, id="meetings"),
        pytest.param({"skip": ["2020-12-04", "2020-12-10"]}, id="past days"),
        pytest.param({"moved": {"2020-12-09": "2020-12-10T15:00"}}, id="moved long ago"),
        pytest.param({"skip": ["2020-12-24"], "moved": {"2020-12-24": "2020-12-23T15:00"}}, id="twice"),
        pytest.param({"skip": ["2051-01-01"]}, id="a day that is far away"),
        pytest.param({"skip": ["2199-12-31"]}, id="the last day of all"),
    ],
)
def test_days_of_meetings_and_past_ones_are_fine(values: dict[str, Any]) -> None:
    repository = meeting(**values)
    assert (wrong(repository), to_know(repository)) == ([], [])


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param(
            {"skip": ["2020-12-25"]},
            "`meeting.skip` names 2020-12-25, a Friday, a day without a meeting: "
            "the nearest is on 2020-12-24, a Thursday",
            id="a day late",
        ),
        pytest.param(
            {"moved": {"2020-12-23": "2020-12-22T10:00"}},
            "`meeting.moved` names 2020-12-23, a Wednesday, a day without a meeting: "
            "the nearest is on 2020-12-24, a Thursday",
            id="moved",
        ),
        pytest.param(
            {"skip": ["2020-12-24", "2020-12-25"]},
            "`meeting.skip` names 2020-12-25, a Friday, a day without a meeting: "
            "the nearest is on 2020-12-31, a Thursday",
            id="beside a day that is skipped",
        ),
        pytest.param(
            {"skip": ["2020-12-11"]},
            "`meeting.skip` names 2020-12-11, a Friday, a day without a meeting: "
            "the nearest is on 2020-12-17, a Thursday",
            id="today, after yesterday's",
        ),
        pytest.param(
            {"skip": ["2020-12-30"], "moved": {"2020-12-31": "2020-12-30T15:00"}},
            "`meeting.skip` names 2020-12-30, a Wednesday, a day without a meeting: "
            "the nearest is on 2020-12-31, a Thursday",
            id="a moved meeting by its new day",
        ),
        pytest.param(
            {"schedule": "FREQ=WEEKLY;COUNT=3", "skip": ["2023-01-05"]},
            "`meeting.skip` names 2023-01-05, a Thursday, a day without a meeting: "
            "take it out, for no meeting is near",
            id="long after the last",
        ),
        pytest.param(
            {"start": "2020-12-03T22:00", "skip": ["2020-12-18"]},
            "`meeting.skip` names 2020-12-18, a Friday, a day without a meeting: "
            "the nearest is on 2020-12-17, a Thursday",
            id="the day in UTC, not in the meeting's zone",
        ),
    ],
)
def test_a_day_without_a_meeting_is_told_with_the_nearest(values: dict[str, Any], sentence: str) -> None:
    assert wrong(meeting(**values)) == [(ABOUT, sentence)]


@pytest.mark.parametrize("key", ["skip", "moved"])
def test_an_added_meeting_is_neither_skipped_nor_moved(key: str) -> None:
    named = {"skip": ["2020-12-20"], "moved": {"2020-12-20": "2020-12-21T10:00"}}[key]
    repository = meeting(**{key: named, "extra": ["2020-12-20T10:00"]})
    assert wrong(repository) == []
    assert to_know(repository) == [
        (
            ABOUT,
            f"`meeting.{key}` names 2020-12-20, a Sunday, whose only meeting is one of `meeting.extra`, "
            "which stays as it is: change it there",
        )
    ]


def test_a_day_that_the_calendar_itself_leaves_out_may_be_skipped_too() -> None:
    assert wrong(stored(skip=["2020-12-24"])) == []


def test_a_day_that_the_calendar_does_not_know_is_told() -> None:
    (row,) = wrong(stored(skip=["2020-12-25"]))
    assert row[1].endswith("a day without a meeting: the nearest is on 2020-12-31, a Thursday")


@pytest.mark.parametrize(
    ("values", "is_told"),
    [
        pytest.param({}, False, id="it fits"),
        pytest.param({"start": "2020-12-01T10:00"}, True, id="another weekday"),
        pytest.param({"schedule": "FREQ=WEEKLY;BYDAY=TH;BYHOUR=9"}, True, id="another hour"),
        pytest.param({"schedule": "FREQ=WEEKLY", "start": "2020-12-01T10:00"}, False, id="no weekday"),
        pytest.param(
            {"schedule": "FREQ=WEEKLY;BYDAY=TH;UNTIL=20210101T000000Z"}, False, id="with an end in UTC"
        ),
    ],
)
def test_a_first_meeting_that_its_rule_does_not_name_is_told(
    values: dict[str, Any],
    is_told: bool,  # noqa: FBT001
) -> None:
    repository = meeting(**values)
    assert wrong(repository) == []
    assert [about for about, _ in to_know(repository)] == (["first meeting"] if is_told else [])


def test_a_first_meeting_beside_its_rule_is_told_with_what_becomes_of_it() -> None:
    ((_, sentence),) = to_know(meeting(start="2020-12-01T10:00"))
    assert sentence == (
        "`meeting.start` is Tuesday, 1 December 2020, 10:00, which `FREQ=WEEKLY;BYDAY=TH` does not name: "
        "it counts as an additional first meeting"
    )


def test_a_calendar_that_can_be_read_is_told_with_its_meetings() -> None:
    told = dict(good(stored()))
    assert told["calendar"] == "the meetings of `meeting.calendar` can be read"
    assert told["meetings"].startswith(
        "Thursday, 17 December 2020, 10:00; Thursday, 31 December 2020, 10:00;"
    )
    assert told["meetings"].endswith("(Europe/Berlin)")


def test_without_its_calendar_only_what_needs_no_date_is_looked_at() -> None:
    repository = stored(skip=["2020-12-25"])
    repository.files.clear()
    repository.unassignable = {"ada"}
    repository.values["meeting"]["facilitators"] = ["ada"]
    assert [about for about, _ in wrong(repository)] == ["calendar", "facilitators and scribes"]
    assert "meetings" not in dict(good(repository))
