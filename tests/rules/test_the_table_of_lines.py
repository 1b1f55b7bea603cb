"""What people write and what becomes of it, row by row; a follow-up's labels, title and text come from these values."""

from datetime import date
from pathlib import Path

import pytest

from arch_hour.rules.action_lines import (
    Owner,
    Span,
    Standing,
    empty_keywords,
    read_action_lines,
)
from arch_hour.rules.page import read_page
from tests.rules.action_texts import ADAM, DISPLAY, PEOPLE, THURSDAY, login, only, team

REAL_PAGE = Path(__file__).parents[3] / "shared" / "pages" / "arch-hour-2020-12-17.txt"

ONE, TWO = login("one"), login("two")
REAL = (
    "ACTION @Adam Blackwell (Deactivated) and @Nimisha Asthagiri (Deactivated) to see what we can do "
    "with @Stacey Messier (Deactivated) and @Adam Butterworth (Deactivated) on improving the UX/UI of "
    "our default error page."
)
TEN = tuple(login(f"person-{number}") for number in range(12))
LONG = "go through all of it 🚀 once more, für Zoë и 田中, " * 20


@pytest.mark.parametrize(
    ("markdown", "owners", "task"),
    [
        (REAL, (ADAM, Owner("Nimisha Asthagiri", "nasthagiri")), REAL.partition(" to ")[2]),
        ("ACTION @one to fix https://x.example/a:b", (ONE,), "fix https://x.example/a:b"),
        (
            "ACTION: @one, @two and Display Name — write the ADR, due 2021-01-15",
            (ONE, TWO, DISPLAY),
            "write the ADR",
        ),
        ("1. **ACTION**: @one to go to town", (ONE,), "go to town"),
        ("- [ ] ACTION @one: do x", (ONE,), "do x"),
        ("- [ ] ACTION @one: do x: now - to the end", (ONE,), "do x: now - to the end"),
        ("ACTION TBD to do x", (), "do x"),
        ("ACTION everyone to do x", (), "everyone to do x"),
        ("ACTION @Eve Stranger to do x", (Owner("Eve Stranger"),), "do x"),
        ("ACTION @one @two to do x", (ONE, TWO), "do x"),
        ("Action: @one to do x", (ONE,), "do x"),
        ("Action item: @one to do x", (ONE,), "do x"),
        ("ACTION Review the docs to find gaps", (), "Review the docs to find gaps"),
        (f"ACTION {', '.join(f'@{owner.name}' for owner in TEN)} to do x", TEN, "do x"),
        ("ACTION @org/team to do x", (team("org/team"),), "do x"),
        ("ACTION @one to review (#41)", (ONE,), "review"),
        (f"ACTION @one to {LONG}", (ONE,), LONG.strip()),
    ],
)
def test_every_row_has_its_owners_and_its_task(markdown: str, owners: tuple[Owner, ...], task: str) -> None:
    line = only(markdown, THURSDAY)
    assert (line.owners, line.task) == (owners, task)
    assert line.standing is Standing.OPEN
    assert line.concerns == ()
    assert line.whole == line.text


@pytest.mark.parametrize(
    "markdown",
    [
        "ACTION TBD to do x",
        "ACTION everyone to do x",
        "ACTION @Eve Stranger to do x",
        "ACTION @one and @Eve Stranger to do x",
        "ACTION Review the docs to find gaps",
        "ACTION @org/team to do x",
    ],
)
def test_what_nobody_known_will_do_needs_an_owner(markdown: str) -> None:
    assert only(markdown).needs_owner


@pytest.mark.parametrize(
    "markdown",
    [
        "> ACTION @one to do x",
        "```\nACTION @one to do x\n```",
        "    ACTION @one to do x",
        "`ACTION` @one to do x",
        "<!-- ACTION @one to do x -->",
        "## Action items:",
        "Action items:",
        "TRANSACTION @one to do x",
        "ACTION",
        "ACTIONABLE: @one to do x",
    ],
)
def test_what_is_quoted_code_hidden_or_another_word_is_nothing(markdown: str) -> None:
    assert read_action_lines(markdown, PEOPLE) == ()


def test_a_keyword_alone_is_told() -> None:
    assert empty_keywords("notes\n\nACTION\n") == (Span(3, 3),)
    assert empty_keywords("## Action items:\n\nTRANSACTION ACTIONABLE") == ()


def test_a_ticked_line_is_done_and_a_struck_one_withdrawn() -> None:
    assert only("- [x] ACTION @one to do x").standing is Standing.DONE
    assert only("~~ACTION @one to do x~~").standing is Standing.WITHDRAWN


def test_the_date_and_the_issue_are_read() -> None:
    written = only("ACTION: @one, @two and Display Name — write the ADR, due 2021-01-15", THURSDAY)
    assert (written.due, written.due_words) == (date(2021, 1, 15), "2021-01-15")
    assert only("ACTION @one to review (#41)").reference == 41


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("2021-01-15", date(2021, 1, 15)),
        ("Jan 15", date(2021, 1, 15)),
        ("Friday", date(2020, 12, 18)),
        ("in 2 weeks", date(2020, 12, 31)),
        ("end of month", date(2020, 12, 31)),
    ],
)
def test_due_dates_are_relative_to_the_meeting(words: str, due: date) -> None:
    assert only(f"ACTION @one to do x by {words}", THURSDAY).due == due


@pytest.mark.parametrize("words", ["2021-02-30", "2020-01-05"])
def test_a_bad_or_past_date_stays_in_the_text_and_is_told(words: str) -> None:
    line = only(f"ACTION @one to do x, due {words}", THURSDAY)
    assert (line.due, line.due_words, line.task) == (None, "", f"do x, due {words}")
    assert words in "".join(line.concerns)


def test_the_line_of_the_real_page_has_two_owners_and_two_participants() -> None:
    line = only(REAL, THURSDAY)
    assert line.participants == (Owner("Stacey Messier"), Owner("Adam Butterworth"))
    assert (line.text, line.span, line.due, line.reference) == (REAL, Span(1, 1), None, None)
    assert not line.needs_owner


@pytest.mark.skipif(not REAL_PAGE.is_file(), reason="the real page is kept outside of the repository")
def test_it_is_the_only_line_of_that_page() -> None:
    page = read_page(REAL_PAGE.read_text("utf-8"))
    lines = [line for topic in page.topics for line in read_action_lines(topic.notes, PEOPLE)]
    assert [line.text for line in lines] == [REAL]
