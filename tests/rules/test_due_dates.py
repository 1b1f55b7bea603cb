"""Said on Thursday, 17 December 2020, where nothing else is said."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from arch_hour.rules.due_dates import without_due_date
from tests.rules.action_texts import DAYS, LINES, THURSDAY, only

LEAVES_OPEN, OVER = "leaves the day open", "was over when it was written"


def due(words: str, day: date | None = THURSDAY) -> str:
    """The date as ISO, or what is wrong with it, or nothing."""
    task, found = without_due_date(f"do x {words}", day)
    assert (task == "do x") == (found.day is not None)
    assert task in ("do x", f"do x {words}")
    return str(found.day or "".join(found.concerns))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2021-01-15", "2021-01-15"),
        ("2021/1/15", "2021-01-15"),
        ("Friday, 2021-01-15", "2021-01-15"),
        ("Jan 15", "2021-01-15"),
        ("Jan. 15", "2021-01-15"),
        ("Dec 17", "2020-12-17"),
        ("Fri, Jan 15th", "2021-01-15"),
        ("Jan 15 2021", "2021-01-15"),
        ("January 15th, 2021", "2021-01-15"),
        ("15 January", "2021-01-15"),
        ("the 15th of January 2021", "2021-01-15"),
        ("15-Jan-2021", "2021-01-15"),
        ("Sept 3", "2021-09-03"),
        ("the 20th", "2020-12-20"),
        ("the 1st", "2021-01-01"),
        ("the 30th", "2020-12-30"),
        ("today", "2020-12-17"),
        ("EOD", "2020-12-17"),
        ("close of business", "2020-12-17"),
        ("tomorrow", "2020-12-18"),
        ("the day after tomorrow", "2020-12-19"),
        ("Friday", "2020-12-18"),
        ("fri", "2020-12-18"),
        ("Tues", "2020-12-22"),
        ("Thursday", "2020-12-24"),
        ("this Thursday", "2020-12-17"),
        ("the coming Thursday", "2020-12-24"),
        ("next Friday", "2020-12-25"),
        ("next Monday", "2020-12-21"),
        ("Friday next week", "2020-12-25"),
        ("in 3 days", "2020-12-20"),
        ("in 2 weeks", "2020-12-31"),
        ("within two weeks", "2020-12-31"),
        ("in the next 2 weeks", "2020-12-31"),
        ("in a week", "2020-12-24"),
        ("in a month", "2021-01-17"),
        ("in one quarter", "2021-03-17"),
        ("in a year", "2021-12-17"),
        ("end of day", "2020-12-17"),
        ("end of week", "2020-12-18"),
        ("EOW", "2020-12-18"),
        ("end of next week", "2020-12-25"),
        ("end of month", "2020-12-31"),
        ("the end of the month", "2020-12-31"),
        ("EOM", "2020-12-31"),
        ("end of next month", "2021-01-31"),
        ("end of February", "2021-02-28"),
        ("the end of Feb 2024", "2024-02-29"),
        ("EOQ", "2020-12-31"),
        ("end of next quarter", "2021-03-31"),
        ("end of the year", "2020-12-31"),
        ("end of next year", "2021-12-31"),
        ("Friday 5pm", "2020-12-18"),
        ("Friday at 17:00 CET", "2020-12-18"),
        ("Friday, noon", "2020-12-18"),
        ("Friday EOD", "2020-12-18"),
        ("Friday morning", "2020-12-18"),
        ("EOD Friday", "2020-12-18"),
        ("end of day on Friday", "2020-12-18"),
        ("10 am EST Friday", "2020-12-18"),
        ("2021-01-15 at the latest", "2021-01-15"),
        ("2021-01-15T10:00", "2021-01-15"),
        ("2021-01-15T10:00:30Z", "2021-01-15"),
        ("2021-01-15T10:00+01:00", "2021-01-15"),
        ("2021-01-15 10:00", "2021-01-15"),
    ],
)
def test_days_are_named_in_many_ways(words: str, expected: str) -> None:
    assert {due(f"due {words}"), due(f"by {words}"), due(f"(due {words.upper()}).")} == {expected}


@pytest.mark.parametrize(
    ("words", "day", "expected"),
    [
        pytest.param("Friday", date(2020, 12, 18), "2020-12-25", id="a weekday said on that day is the next"),
        pytest.param("this Friday", date(2020, 12, 18), "2020-12-18", id="unless it is this one"),
        pytest.param("this Friday", date(2020, 12, 19), OVER, id="which may be over"),
        pytest.param("next Friday", date(2020, 12, 14), "2020-12-25", id="next is in the next week"),
        pytest.param("next Friday", date(2020, 12, 20), "2020-12-25", id="which begins on Monday"),
        pytest.param("EOW", date(2020, 12, 18), "2020-12-18", id="a working week ends on Friday"),
        pytest.param("EOW", date(2020, 12, 19), "2020-12-25", id="at a weekend the coming one"),
        pytest.param("in a month", date(2021, 1, 31), "2021-02-28", id="a month is no longer than the next"),
        pytest.param("Feb 29", date(2023, 6, 1), "2024-02-29", id="a leap day"),
        pytest.param("Feb 29", date(2020, 12, 17), "is no date", id="that the coming year lacks"),
        pytest.param(
            "the 31st", date(2021, 2, 1), "2021-03-31", id="a month without that day is passed over"
        ),
        pytest.param("Dec 16", date(2020, 12, 17), OVER, id="yesterday's date is hardly next year's"),
        pytest.param("Dec 30", date(2021, 1, 4), OVER, id="nor last week's over the turn of the year"),
        pytest.param("Oct 1", date(2020, 12, 17), "2021-10-01", id="one long gone by is"),
        pytest.param("end of January", date(2021, 2, 1), "2022-01-31", id="the end of a month gone by"),
        pytest.param("in 2 weeks", date(9999, 12, 30), "is no date", id="no year 10000"),
        pytest.param("Friday", date(9999, 12, 31), "is no date", id="nor a week in it"),
    ],
)
def test_days_are_reckoned_from_the_day_on_which_it_was_said(words: str, day: date, expected: str) -> None:
    assert due(f"by {words}", day).removeprefix(f"“{words}” ") == expected


@pytest.mark.parametrize(
    ("words", "concern"),
    [
        ("due 2021-02-30", "“2021-02-30” is no date"),
        ("by 2021-01-150", "“2021-01-150” is no date"),
        ("by 0000-01-01", "“0000-01-01” is no date"),
        ("by Feb 30", "“Feb 30” is no date"),
        ("by the 32nd", "“the 32nd” is no date"),
        ("by Friday 2021-01-16", "“Friday 2021-01-16” is a Saturday"),
        ("by 2020-01-05", "“2020-01-05” was over when it was written"),
        ("by this Monday", "“this Monday” was over when it was written"),
        ("by 1/2/2021", "“1/2/2021” leaves the day open"),
        ("by 01.02.21", "“01.02.21” leaves the day open"),
        ("due 25/12/2021", "“25/12/2021” leaves the day open"),
        ("due 1/2", "“1/2” leaves the day open"),
        ("by next week", "“next week” leaves the day open"),
        ("due next month", "“next month” leaves the day open"),
        ("by May 2021", "“May 2021” leaves the day open"),
        ("due May", "“May” leaves the day open"),
        ("due mid-January", "“mid-January” leaves the day open"),
        ("by mid January", "“mid January” leaves the day open"),
        ("by early next month", "“early next month” leaves the day open"),
        ("by late Feb 2021", "“late Feb 2021” leaves the day open"),
        ("by the middle of January", "“the middle of January” leaves the day open"),
        ("by 15 Jan 21", "“15 Jan 21” leaves the day open"),
        ("by Friday, Jan 15th, '21", "“Friday, Jan 15th, '21” leaves the day open"),
        ("due 15-Jan-21", "“15-Jan-21” leaves the day open"),
        ("by yesterday", "“yesterday” was over when it was written"),
        ("by the day before yesterday", "“the day before yesterday” was over when it was written"),
        ("by last Friday", "“last Friday” was over when it was written"),
        ("by last week", "“last week” was over when it was written"),
        ("due last month", "“last month” was over when it was written"),
        ("due 20210115", "“20210115” is not read as a date"),
        ("by 20210115", "“20210115” is not read as a date"),
        ("by 2020-01-05T10:00", "“2020-01-05T10:00” was over when it was written"),
        ("by 2021-02-30T10:00", "“2021-02-30T10:00” is no date"),
        ("by 2021-01-15T10:00 and again", "“by 2021-01-15T10:00” counts only at the end of a line"),
        ("due 2021-01-15 with Ann", "“due 2021-01-15” counts only at the end of a line"),
        ("by 2021-01-15 and again", "“by 2021-01-15” counts only at the end of a line"),
    ],
)
def test_a_date_that_is_not_to_be_had_stays_in_the_task_and_is_told(words: str, concern: str) -> None:
    assert due(words) == concern


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("due ASAP", "ASAP"),
        ("due by ASAP", "ASAP"),
        ("due TBD.", "TBD"),
        ("due Frday", "Frday"),
        ("due Wensday 5pm", "Wensday 5pm"),
        ("due 15 Janury", "15 Janury"),
        ("due Fridays", "Fridays"),
        (", due soon", "soon"),
        ("(due soon)", "soon"),
        ("– due when possible", "when possible"),
        (" - due in a while", "in a while"),
        ("due: whenever", "whenever"),
        ("due date: second sprint", "second sprint"),
        ("due Friday or so", "Friday or so"),
        (", due 2021", "2021"),
    ],
)
def test_what_stands_where_a_date_should_and_is_none_is_told(words: str, told: str) -> None:
    assert due(words) == f"“{told}” is not read as a date"


@pytest.mark.parametrize(
    "words",
    [
        ", due to illness", ", due partly to illness", "with due diligence", ", due diligence", "(due process)",
        "in due course", "the fees due now", "what is due on arrival", "list what is due soon", ", due for review",
        ", due when Bo is back again", "the train due on platform 3", ", due —", "by ASAP", "by Frday", "by 12345678",
        "by 20211315", "due sundry", "by last resort", "by the last Friday", "by mid air", "Friday the latest",
        "by the start of it",
    ],
)  # fmt: skip
def test_what_is_due_otherwise_is_left_alone(words: str) -> None:
    assert due(words) == ""


@pytest.mark.parametrize(
    "words",
    [
        "by hand", "by May", "by 1/2", "by Jan", "by 12", "by the book", "due to illness", "due soon", "due", "by",
        "stand-by Friday", "standby 2021-01-15", "overdue Friday", "by and by", "by Fridays", "by Mayor Friday",
        "on Friday", "in 2 weeks", "2021-01-15", "by in", "due in 2021", "by the second", "(ask Bo by Friday)",
        "by (Friday)", "by Friday or so", "by Friday?", "by ٢٠٢١-٠١-١٥", "due in a while",
    ],
)  # fmt: skip
def test_what_hardly_means_to_be_a_date_is_left_alone(words: str) -> None:
    assert due(words) == ""


@pytest.mark.parametrize("words", ["Friday", "Jan 15", "in 2 weeks", "end of month", "the 15th", "tomorrow"])
def test_without_a_day_to_reckon_from_only_dates_with_a_year_are_read(words: str) -> None:
    assert due(f"by {words}", None) == ""
    assert due("by Jan 15, 2021", None) == "2021-01-15"
    assert due("by 1999-01-15", None) == "1999-01-15"


@pytest.mark.parametrize(
    ("what", "task", "words", "reference"),
    [
        ("do x due Friday", "do x", "Friday", None),
        ("do x, due: Friday.", "do x", "Friday", None),
        ("do x, due: by Friday", "do x", "Friday", None),
        ("do x — due date: Friday!", "do x", "Friday", None),
        ("do x; Due On Friday", "do x", "Friday", None),
        ("do x (due by Friday, 5pm)", "do x", "Friday, 5pm", None),
        ("do x due Friday (#41)", "do x", "Friday", 41),
        ("do x (#41), due Friday", "do x", "Friday", 41),
        ("do x by hand by Friday", "do x by hand", "Friday", None),
        ("do x by 1/2/2021 due Friday", "do x by 1/2/2021", "Friday", None),
        ("review (#41)", "review", "", 41),
        ("review (#41).", "review", "", 41),
        ("(#41)", "(#41)", "", 41),
        ("review (#41) again", "review (#41) again", "", None),
        ("review #41", "review #41", "", None),
        ("review (#0)", "review (#0)", "", None),
        ("by Friday", "by Friday", "", None),
        ("fix https://x.example/a:b", "fix https://x.example/a:b", "", None),
        ("fix <https://x.example/a:b>", "fix https://x.example/a:b", "", None),
        ("read [a doc](https://x.example) & `a  b`", "read [a doc](https://x.example) & `a b`", "", None),
    ],
)
def test_the_task_is_free_of_its_date_and_reference(
    what: str, task: str, words: str, reference: int | None
) -> None:
    line = only(f"ACTION @one: {what}", THURSDAY)
    assert (line.task, line.due_words, line.reference) == (task, words, reference)
    assert line.due == (date(2020, 12, 18) if words else None)
    assert not line.concerns


@settings(deadline=None)
@given(st.dates(), st.integers(0, 999), st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_so_many_days_or_months_later_is_never_earlier(day: date, count: int, span: str) -> None:
    _, found = without_due_date(f"do x in 2 weeks, due in {count} {span}s", day)
    assert (found.day is None and found.concerns) or (found.day is not None and found.day >= day)


@settings(deadline=None)
@given(st.dates(), st.dates())
def test_any_day_on_or_after_the_meeting_is_read_as_written(day: date, other: date) -> None:
    assume(other >= day)
    for written in (other.isoformat(), f"{other:%A, %B} {other.day}, {other.year:04}"):
        task, found = without_due_date(f"do x by {written}", day)
        assert (task, found.day, found.words) == ("do x", other, written)


@settings(deadline=None)
@given(LINES | st.text(max_size=40).map("do x by {}".format), DAYS)
def test_a_due_date_is_never_past_and_its_words_are_in_the_text(text: str, day: date | None) -> None:
    task, found = without_due_date(text, day)
    assert text.startswith(task)
    assert found.words in text
    assert bool(found.words) == (found.day is not None)
    assert found.day is None or day is None or found.day >= day
    assert found.day is None or not found.concerns
