"""An iCalendar feed tells when the meetings are, however it is written, or is an error in one sentence."""

from datetime import date

import pytest

from arch_hour.config import Config
from arch_hour.rules.schedule import due_for_agenda, find_occurrence, meeting_number, occurrences
from tests.rules.build import config, moment
from tests.rules.by_hand import every, on_the_clock
from tests.rules.feed_texts import (
    FEEDS,
    NEW_YORK,
    START,
    WEEKLY,
    calendar,
    changed,
    event,
    feed,
    keys,
    mistake,
    stored,
    told,
)


def test_google_s_calendar_is_read_with_all_that_happened_to_its_meetings() -> None:
    used = stored("google.ics")
    assert used.zone.key == "America/New_York"
    assert told(used) == [
        "12-03 10:00 45",
        "12-10 10:00 45",
        "12-15 09:00 60",
        "12-17 10:00 45",
        "12-30 15:00 60",
        "01-14 10:00 45",
    ]
    assert keys(used, "12-30 00:00", "12-31 00:00") == ["2020-12-31T15:00:00Z"]


def test_outlook_s_calendar_is_read_in_the_zone_that_windows_calls_otherwise() -> None:
    used = stored("outlook.ics", event="architektur-runde – für alle, die mitreden wollen")
    assert used.zone.key == "America/New_York"
    assert keys(used, "12-10 00:00", "2021-01-10 00:00") == [
        "2020-12-10T15:00:00Z",
        "2020-12-17T15:00:00Z",
        "2021-01-07T15:00:00Z",
    ]
    assert keys(used, "2021-03-10 00:00", "2022-01-01 00:00") == [
        "2021-03-11T15:00:00Z",
        "2021-03-18T14:00:00Z",
        "2021-03-25T14:00:00Z",
        "2021-04-01T14:00:00Z",
    ]


@pytest.mark.parametrize("name", ["Arch Hour", " arch  HOUR "])
def test_of_several_events_the_named_one_is_the_meeting(name: str) -> None:
    used = stored("team.ics", event=name)
    assert used.zone.key == "Europe/London"
    assert told(used, before="2021-03-01 00:00") == ["12-03 16:00 90", "01-07 16:00 90", "02-04 16:00 90"]


def test_of_several_events_one_must_be_named() -> None:
    found = mistake((FEEDS / "team.ics").read_text())
    assert found.problem == (
        "has several events; name one in `meeting.event`: “Arch Hour”, “Retrospective”, “Stand-up”"
    )


def test_a_named_event_that_is_not_there_is_told_with_those_that_are() -> None:
    found = mistake((FEEDS / "team.ics").read_text(), event="Arch House")
    assert found.key == "event"
    assert "which has “Arch Hour”, “Retrospective”, “Stand-up”" in found.problem


def test_a_great_many_events_are_told_by_the_first_five() -> None:
    many = [event(START, uid=str(number), summary=f"Thing {number:02}") for number in range(30)]
    assert mistake(calendar(*many)).problem.endswith("“Thing 04” and 25 more")


def test_an_event_that_was_cancelled_as_a_whole_is_none() -> None:
    assert told(stored("team.ics", event="retrospective")) == []


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([event(START, WEEKLY)], ["12-10", "12-17", "12-24"], id="every week"),
        pytest.param([event(f"DTSTART;{NEW_YORK}:20201217T100000")], ["12-17"], id="once"),
        pytest.param([event("DTSTART:20201217T150000Z")], ["12-17"], id="once, in UTC"),
        pytest.param(
            [event(START, WEEKLY, f"EXDATE;{NEW_YORK}:20201217T100000")], ["12-10", "12-24"], id="excepted"
        ),
        pytest.param(
            [event(START, WEEKLY, "EXDATE:20201210T150000Z,20201217T150000Z")],
            ["12-24"],
            id="two excepted in UTC",
        ),
        pytest.param(
            [event(START, WEEKLY, "EXDATE;VALUE=DATE:20201217")], ["12-10", "12-24"], id="a day excepted"
        ),
        pytest.param(
            [event(START, WEEKLY), changed("STATUS:CANCELLED")], ["12-10", "12-24"], id="one cancelled"
        ),
        pytest.param(
            [event(START, WEEKLY, "STATUS:CANCELLED"), changed(f"DTSTART;{NEW_YORK}:20201218T100000")],
            [],
            id="all cancelled",
        ),
        pytest.param(
            [changed(f"DTSTART;{NEW_YORK}:20201218T100000"), event(START, WEEKLY)],
            ["12-10", "12-18", "12-24"],
            id="one moved",
        ),
        pytest.param(
            [
                event(START, WEEKLY),
                changed("DTSTART:20201218T150000Z", of="RECURRENCE-ID:20201217T150000Z"),
            ],
            ["12-10", "12-18", "12-24"],
            id="one moved in UTC",
        ),
        pytest.param(
            [
                event(START, WEEKLY),
                changed(f"DTSTART;{NEW_YORK}:20201218T100000", of="RECURRENCE-ID;VALUE=DATE:20201217"),
            ],
            ["12-10", "12-18", "12-24"],
            id="that of a day moved",
        ),
        pytest.param(
            [
                event(START, WEEKLY),
                changed(f"DTSTART;{NEW_YORK}:20201218T100000", "SEQUENCE:1"),
                changed(f"DTSTART;{NEW_YORK}:20201219T100000", "SEQUENCE:3"),
                changed(f"DTSTART;{NEW_YORK}:20201220T100000", "SEQUENCE:2"),
            ],
            ["12-10", "12-19", "12-24"],
            id="moved more than once",
        ),
        pytest.param(
            [event(START, WEEKLY), changed("DTSTART;VALUE=DATE:20201217")],
            ["12-10", "12-24"],
            id="one now all-day",
        ),
        pytest.param(
            [
                event(START, WEEKLY),
                changed(
                    f"DTSTART;{NEW_YORK}:20201218T100000",
                    of=f"RECURRENCE-ID;RANGE=THISANDFUTURE;{NEW_YORK}:20201217T100000",
                ),
            ],
            ["12-10", "12-18", "12-25"],
            id="this and all after it moved",
        ),
        pytest.param(
            [
                event(START, WEEKLY),
                changed(
                    "STATUS:CANCELLED", of=f"RECURRENCE-ID;RANGE=THISANDFUTURE;{NEW_YORK}:20201217T100000"
                ),
            ],
            ["12-10"],
            id="this and all after it cancelled",
        ),
        pytest.param(
            [event(START, f"RDATE;{NEW_YORK}:20201211T100000,20201215T100000")],
            ["12-11", "12-15"],
            id="days one by one",
        ),
        pytest.param([event(START, "RDATE;VALUE=PERIOD:20201211T150000Z/PT2H")], ["12-11"], id="a period"),
        pytest.param([event(START, WEEKLY + ";UNTIL=20201217")], ["12-10", "12-17"], id="until a day"),
        pytest.param(
            [event(START, WEEKLY + ";UNTIL=20201217T100000")], ["12-10", "12-17"], id="until a local time"
        ),
        pytest.param(
            [event(START, WEEKLY + ";UNTIL=20201217T145959Z")], ["12-10"], id="until the second before"
        ),
        pytest.param(
            [event(START, WEEKLY + ";UNTIL=99991231T235959Z")], ["12-10", "12-17", "12-24"], id="for ever"
        ),
        pytest.param([event(START, WEEKLY + ";UNTIL=00010101")], [], id="until long ago"),
        pytest.param([event(START, WEEKLY + ";COUNT=2")], ["12-10"], id="twice"),
        pytest.param(
            [
                event(START, WEEKLY + ";UNTIL=20201216T000000Z"),
                event(f"DTSTART;{NEW_YORK}:20201217T100000", WEEKLY, uid="later"),
            ],
            ["12-10", "12-17", "12-24"],
            id="split in two",
        ),
        pytest.param(
            [
                event(START, WEEKLY),
                changed("STATUS:CANCELLED"),
                event("DTSTART:20201217T150000Z", uid="anew"),
            ],
            ["12-10", "12-17", "12-24"],
            id="cancelled and made anew",
        ),
        pytest.param([event("DTSTART:20201203T100000", WEEKLY)], ["12-10", "12-17", "12-24"], id="floating"),
    ],
)
def test_whatever_a_calendar_says_of_its_meetings_counts(parts: list[str], expected: list[str]) -> None:
    used = feed(calendar(*parts), timezone="America/New_York")
    found = occurrences(used, moment("12-06 00:00"), moment("12-28 00:00"))
    assert [f"{meeting.start:%m-%d}" for meeting in found] == expected
    assert {f"{meeting.start:%H:%M}" for meeting in found} <= {"10:00"}
    for meeting in found:
        assert find_occurrence(used, meeting.key) == meeting


def test_two_meetings_a_day_are_told_apart_where_one_s_clock_shows_what_the_other_s_does_in_utc() -> None:
    twice = event(START, "RRULE:FREQ=DAILY;BYHOUR=10,15", f"EXDATE;{NEW_YORK}:20201217T100000")
    moved = changed(f"DTSTART;{NEW_YORK}:20201218T110000", of=f"RECURRENCE-ID;{NEW_YORK}:20201218T100000")
    used = feed(calendar(twice, moved))
    assert told(used, "12-17 00:00", "12-19 00:00") == ["12-17 15:00 60", "12-18 11:00 60", "12-18 15:00 60"]


def test_meetings_moved_together_keep_their_identities_and_their_hour_over_changes_of_the_clock() -> None:
    used = feed(
        calendar(
            event(START, WEEKLY, "DURATION:PT30M"),
            changed(
                f"DTSTART;{NEW_YORK}:20210305T140000",
                "DURATION:PT90M",
                of=f"RECURRENCE-ID;RANGE=THISANDFUTURE;{NEW_YORK}:20210304T100000",
            ),
        )
    )
    span = ("2021-02-25 00:00", "2021-03-20 00:00")
    assert told(used, *span) == ["02-25 10:00 30", "03-05 14:00 90", "03-12 14:00 90", "03-19 14:00 90"]
    assert keys(used, *span)[1:] == ["2021-03-04T15:00:00Z", "2021-03-11T15:00:00Z", "2021-03-18T14:00:00Z"]
    for key in keys(used, *span):
        assert find_occurrence(used, key)


def test_of_several_changes_that_last_each_holds_until_the_next_also_far_ahead_of_utc() -> None:
    """In Apia, 14 hours ahead, a morning's meeting is on the day before in UTC."""
    apia = "TZID=Pacific/Apia"
    lasting = f"RECURRENCE-ID;RANGE=THISANDFUTURE;{apia}"
    used = feed(
        calendar(
            event(f"DTSTART;{apia}:20201203T020000", "RRULE:FREQ=DAILY;BYHOUR=2,15"),
            changed(f"DTSTART;{apia}:20201204T160000", of=f"{lasting}:20201204T150000"),
            changed(f"DTSTART;{apia}:20201205T140000", of=f"{lasting}:20201205T150000"),
            changed("STATUS:CANCELLED", of=f"{lasting}:20201206T150000"),
        )
    )
    assert told(used) == [
        "12-03 02:00 60",
        "12-03 15:00 60",
        "12-04 02:00 60",
        "12-04 16:00 60",
        "12-05 03:00 60",
        "12-05 14:00 60",
        "12-06 01:00 60",
    ]
    found = occurrences(used, moment("12-01 00:00"), moment("12-31 00:00"))
    assert [meeting_number(used, meeting) for meeting in found] == list(range(7))


def test_a_calendar_s_meetings_are_those_counted_by_hand_over_years() -> None:
    zone = "Australia/Lord_Howe"
    text = calendar(event(f"DTSTART;TZID={zone}:20201203T020000", "RRULE:FREQ=WEEKLY;INTERVAL=2"))
    days = every(14, date(2020, 12, 3), date(2025, 12, 1))
    found = occurrences(feed(text), moment("12-01 00:00"), moment("2025-12-02 00:00"))
    assert [meeting.original for meeting in found] == [on_the_clock(day, "02:00", zone) for day in days]


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        ((), 40),
        (("DURATION:PT1H15M",), 75),
        (("DURATION:PT0S",), 40),
        ((f"DTEND;{NEW_YORK}:20201203T103000",), 30),
        (("DTEND:20201203T160000Z",), 60),
        ((f"DTEND;{NEW_YORK}:20201203T090000",), 40),
        ((f"DTEND;{NEW_YORK}:20201203T100020",), 40),
    ],
    ids=["none", "a duration", "no time", "an end", "an end in UTC", "an end before", "some seconds"],
)
def test_an_event_lasts_as_long_as_it_says_else_as_long_as_configured(
    lines: tuple[str, ...], minutes: int
) -> None:
    used = feed(calendar(event(START, WEEKLY, *lines)), duration=40)
    assert [
        meeting.minutes for meeting in occurrences(used, moment("12-03 00:00"), moment("12-11 00:00"))
    ] == [minutes] * 2


def test_a_meeting_is_due_until_its_own_end_and_not_the_configured_one() -> None:
    used = feed(calendar(event(START, "DURATION:PT5H")))
    assert [found.minutes for found in due_for_agenda(used, moment("12-03 19:59"))] == [300]
    assert due_for_agenda(used, moment("12-03 20:00")) == ()


def test_skip_moved_and_extra_come_on_top_of_a_calendar() -> None:
    used = stored(
        "google.ics",
        skip=["2020-12-10", "2020-12-31"],
        moved={"2020-12-17": "2020-12-18T11:00"},
        extra=["2020-12-22T12:00"],
        duration=20,
    )
    assert told(used) == [
        "12-03 10:00 45",
        "12-15 09:00 60",
        "12-18 11:00 45",
        "12-22 12:00 20",
        "01-14 10:00 45",
    ]
    assert keys(used)[2] == "2020-12-17T15:00:00Z"


def test_what_the_configuration_moves_it_moves_wherever_the_calendar_had_moved_it() -> None:
    used = stored("google.ics", moved={"2020-12-31": "2021-01-02T10:00"})
    assert keys(used, "12-18 00:00", "2021-01-12 00:00") == ["2020-12-31T15:00:00Z"]
    assert told(used, "12-18 00:00", "2021-01-12 00:00") == ["01-02 10:00 60"]


def test_numbers_of_meetings_count_those_that_were_cancelled_too() -> None:
    used = stored("google.ics")
    found = occurrences(used, moment("12-01 00:00"), moment("2021-01-15 00:00"))
    assert [meeting_number(used, meeting) for meeting in found] == [0, 1, 2, 3, 5, 7]


def test_a_calendar_that_was_not_read_is_no_calendar_without_meetings() -> None:
    unread = Config.build({"meeting": {"calendar": "team.ics"}}, "arch-hour.yml")
    with pytest.raises(ValueError, match="not read"):
        occurrences(unread, moment("12-01 00:00"), moment("12-11 00:00"))


def test_a_schedule_and_a_calendar_that_say_the_same_have_the_same_meetings() -> None:
    scheduled = config()
    used = feed(calendar(event(START, "RRULE:FREQ=WEEKLY;BYDAY=TH")))
    span = (moment("12-01 00:00"), moment("2021-12-01 00:00"))
    assert occurrences(used, *span) == occurrences(scheduled, *span)
