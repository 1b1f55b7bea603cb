"""The issue that a line becomes: what a reader sees, and what it remembers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arch_hour.model import Issue
from arch_hour.rules.follow_up_document import due_of, new_body, title_of
from arch_hour.rules.follow_up_memory import FOLLOW_UP, read_follow_up
from arch_hour.rules.markers import find_markers
from arch_hour.rules.sources import LivingLine, spoken_lines
from tests.rules.build import config, issue, moment, snapshot, topic

PAGE = '<!-- arch-hour:page {"date":"2020-12-17"} -->\nx\n<!-- /arch-hour:page -->\n\n'


def line_of(text: str, title: str = "Tea | <b>cake</b>", body: str = "") -> LivingLine:
    seen = snapshot(topics=(topic(1, title, body + text),))
    (found,) = spoken_lines(seen, config())
    return found


def made_of(line: LivingLine) -> Issue:
    return issue(11, title_of(line), new_body([line], config()), labels=("action-item",))


def test_a_follow_up_looks_like_this(golden: Callable[[str, str], None]) -> None:
    line = line_of(
        "- ACTION @Adam Blackwell (Deactivated), @Nimisha Asthagiri to ask @Stacey Messier about `x | y` "
        "and <status page>, due 2021-01-07",
        body=PAGE,
    )
    golden("follow_up.md", f"# {title_of(line)}\n\n{new_body([line], config())}".rstrip("\n"))


def test_a_follow_up_without_owner_looks_like_this(golden: Callable[[str, str], None]) -> None:
    golden(
        "follow_up_without_owner.md",
        new_body([line_of("ACTION somebody should look", title="Tea")], config()).rstrip("\n"),
    )


def test_a_follow_up_says_what_was_not_understood(golden: Callable[[str, str], None]) -> None:
    line = line_of("ACTION @ada to ask @wren, due 2021-02-30", title="Tea")
    golden("follow_up_not_understood.md", new_body([line], config()).rstrip("\n"))


@given(st.text("abcé @<>-!`|*_[]()#&;🎉\u200b", min_size=1, max_size=60))
@example("--> <!-- arch-hour:follow-up {} --> @octocat")
def test_it_remembers_its_line_to_the_letter_and_mentions_nobody(task: str) -> None:
    spoken = spoken_lines(snapshot(topics=(topic(1, "Tea", f"ACTION @ada to {task}"),)), config())
    for line in spoken:
        found = read_follow_up(made_of(line))
        assert found is not None
        assert (found.first.source, found.first.text, found.owners) == (
            "I1",
            line.action.text,
            line.logins,
        )
        assert found.first.digest == line.digest
        shown = re.sub(r"`[^`]*`|\]\([^)]*\)", "", found.issue.title + new_body([line], config()))
        assert not re.search(r"(?<![A-Za-z0-9`])@(?=ada|octocat)", shown)
        assert len(list(find_markers(new_body([line], config()), FOLLOW_UP))) == 1


@pytest.mark.parametrize(
    ("task", "title"),
    [
        ("write it down", "write it down"),
        ("ask @octocat", "ask @\u200boctocat"),
        ("x" * 300, "x" * 255 + "…"),
        ("word " * 60, ("word " * 50).strip() + "…"),
    ],
    ids=["short", "a mention", "one long word", "many words"],
)
def test_the_title_is_the_task_cut_at_a_word(task: str, title: str) -> None:
    found = title_of(line_of(f"ACTION @ada to {task}"))
    assert len(found) <= 256
    assert found.startswith(title.rstrip("…")[:240])
    assert found.endswith("…") is title.endswith("…")


def test_an_issue_has_at_most_ten_owners() -> None:
    names = ", ".join(f"@person-{number}" for number in range(15))
    assert len(line_of(f"ACTION {names} to look").logins) == 10


def test_a_memory_that_a_browser_saved_is_the_same() -> None:
    line = line_of("ACTION @ada to write it down")
    found = read_follow_up(issue(11, "", new_body([line], config()).replace("\n", "\r\n")))
    assert found is not None
    assert found.first.text == "ACTION @ada to write it down"


@pytest.mark.parametrize(
    ("text", "due_in", "due"),
    [
        ("ACTION @ada to look, due 2021-02-01", "14d", date(2021, 2, 1)),
        ("ACTION @ada to look, due 2021-02-01", None, date(2021, 2, 1)),
        ("ACTION @ada to look", "14d", date(2020, 12, 31)),
        ("ACTION @ada to look", "1w", date(2020, 12, 24)),
        ("ACTION @ada to look", "0d", date(2020, 12, 17)),
        ("ACTION @ada to look", None, None),
    ],
    ids=["its own", "its own alone", "two weeks", "a week", "the day itself", "none"],
)
def test_a_line_is_due_on_its_own_date_or_so_long_after_its_meeting(
    text: str, due_in: str | None, due: date | None
) -> None:
    line = line_of(text, body=PAGE)
    assert due_of(line, config(actions={"due_in": due_in})) == due


def test_without_a_meeting_it_counts_from_the_local_day_on_which_the_line_was_written() -> None:
    written = topic(1, "Tea", "ACTION @ada to look", created_at=moment("12-09 03:00"))
    (line,) = spoken_lines(snapshot(topics=(written,)), config())
    assert due_of(line, config(actions={"due_in": "7d"})) == date(2020, 12, 15)


def test_a_line_whose_date_nobody_understands_gets_no_other() -> None:
    line = line_of("ACTION @ada to look, due 2021-02-30")
    puzzling: Any = Puzzling(line.action.due, ("2021-02-30 is no day",))
    assert due_of(replace(line, action=puzzling), config(actions={"due_in": "7d"})) is None


def test_the_last_day_of_all_calendars_is_no_day_to_count_from() -> None:
    line = line_of("ACTION @ada to look", body=PAGE.replace("2020-12-17", "9999-12-31"))
    assert due_of(line, config(actions={"due_in": "7d"})) == date(2020, 12, 15)


@dataclass(frozen=True)
class Puzzling:
    """As much of a line as says when it is due."""

    due: date | None
    concerns: tuple[str, ...]


def test_however_long_its_line_is_a_follow_up_fits_what_github_takes() -> None:
    line = line_of("ACTION @wren to " + "say @all & <more> | " * 3_000)
    assert len(new_body([line], config())) < 65_536
    assert line.action.text.endswith("…")
