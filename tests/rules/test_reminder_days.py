"""On which days reminders come: so long after the date, and then at most once a week."""

from datetime import date, timedelta

import pytest

from arch_hour.rules.aftermath import foreseen
from arch_hour.rules.events import Command
from arch_hour.rules.reminders import plan_reminders
from tests.rules.build import config, moment, snapshot
from tests.rules.overdue import AFTER_A_WEEK, REMINDED, overdue, planned, promised, reminders, said


@pytest.mark.parametrize(
    ("due", "remind_after", "now", "zone", "reminds"),
    [
        ("2021-01-01", "7d", "2021-01-08 04:59", "America/New_York", False),
        ("2021-01-01", "7d", "2021-01-08 05:00", "America/New_York", True),
        ("2021-03-07", "7d", "2021-03-14 04:59", "America/New_York", False),
        ("2021-03-07", "7d", "2021-03-14 05:00", "America/New_York", True),
        ("2021-03-08", "7d", "2021-03-15 03:59", "America/New_York", False),
        ("2021-03-08", "7d", "2021-03-15 04:00", "America/New_York", True),
        ("2021-11-01", "1w", "2021-11-08 04:59", "America/New_York", False),
        ("2021-11-01", "1w", "2021-11-08 05:00", "America/New_York", True),
        ("2021-01-01", "7d", "2021-01-07 09:59", "Pacific/Kiritimati", False),
        ("2021-01-01", "7d", "2021-01-07 10:00", "Pacific/Kiritimati", True),
        ("2021-01-01", "7d", "2021-01-08 10:59", "Pacific/Pago_Pago", False),
        ("2021-01-01", "7d", "2021-01-08 11:00", "Pacific/Pago_Pago", True),
        ("2021-01-01", "0d", "2021-01-01 05:00", "America/New_York", True),
        ("2021-01-01", "0d", "2021-01-01 04:59", "America/New_York", False),
        ("2021-01-01", "60d", "2021-03-01 23:00", "UTC", False),
        ("2021-01-01", "60d", "2021-03-02 00:00", "UTC", True),
        ("0001-01-01", "7d", "2021-01-08 05:00", "UTC", True),
        ("9999-12-31", "7d", "2021-01-08 05:00", "UTC", False),
    ],
)
def test_days_are_those_of_the_meeting_s_zone(
    due: str, remind_after: str, now: str, zone: str, *, reminds: bool
) -> None:
    sections = {"meeting": {"timezone": zone}, "actions": {"remind_after": remind_after}}
    assert bool(planned(now, overdue(2, due), **sections)) is reminds


@pytest.mark.parametrize(
    ("reminded", "reminds"),
    [
        ("2021-01-14", True),
        ("2021-01-15", False),
        ("2021-01-14T23:59:59.999999-05:00", True),
        ("2021-01-15T00:00:00-05:00", False),
        ("2021-02-01", False),
        ("yesterday", True),
        (20210115, True),
    ],
    ids=["a week ago", "six days ago", "late", "early", "to come", "damaged", "no text"],
)
def test_a_week_of_dates_lies_between_two_reminders(reminded: object, *, reminds: bool) -> None:
    assert bool(planned("2021-01-21 05:00", overdue(2, memory={"reminded": reminded}))) is reminds


def test_over_a_year_of_hourly_runs_a_reminder_comes_once_a_week() -> None:
    settings, now = config(actions=AFTER_A_WEEK), moment("2021-01-01 00:30")
    seen = snapshot(follow_ups=(overdue(2),))
    days: list[date] = []
    while now < moment("2022-01-01 00:00"):
        changes = plan_reminders(seen, settings, now)
        days += [now.astimezone(settings.zone).date()] * len(reminders(changes))
        seen = foreseen(seen, settings, changes, now)
        now += timedelta(hours=1)
    assert days == [date(2021, 1, 14) + timedelta(weeks=week) for week in range(len(days))]
    assert len(days) == 51


@pytest.mark.parametrize(
    ("line", "again"),
    [
        ("ACTION @ada to write it all down, due 2021-01-07", False),
        ("ACTION @ada to write it down, due 2021-01-08", True),
        ("ACTION @ada to write it down", False),
        ("ACTION @ada to write it down, due 2021-02-01", False),
    ],
    ids=["other words", "another date that is past", "no date", "a date to come"],
)
def test_another_date_begins_afresh_and_other_words_do_not(line: str, *, again: bool) -> None:
    repository = promised()
    repository.run(REMINDED, Command.ACTIONS)
    repository.edit(1, body=f"- {line}")
    assert bool(reminders(repository.made("2021-01-15 14:00", Command.ACTIONS))) is again
    assert said(repository) == 1 + again


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2021-01-07 12:00", "**Due today**, Thursday, 7 January 2021."),
        ("2021-01-08 12:00", "**Due 1 day ago**"),
    ],
)
def test_without_any_patience_it_comes_on_the_day_itself(now: str, told: str) -> None:
    (comment,) = reminders(planned(now, overdue(2, assignees=("ada",)), actions={"remind_after": "0d"}))
    assert told in comment.body
