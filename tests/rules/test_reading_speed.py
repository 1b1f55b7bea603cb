"""Notes are read in time, however long they are and whatever somebody puts in them."""

from collections.abc import Callable, Iterator
from itertools import count, islice
from time import process_time

import pytest

from arch_hour.rules.action_lines import action_of, empty_keywords, read_action_lines
from tests.rules.action_texts import PEOPLE, THURSDAY

MEGABYTE = 1_000_000

WHO = (
    "@one",
    "@one and @two-2",
    "Adam Blackwell",
    "@Nimisha Asthagiri (Deactivated), @one",
    "@org/team & Bo",
)
WHEN = (
    "by Friday",
    "due {} Jan 2021",
    "(due end of month)",
    "by next Monday",
    "due 2021-01-15",
    "by tomorrow",
)


def lines_alone() -> Iterator[str]:
    """ACTION lines in a list, all different, with a relative due date each."""
    for number in count():
        who, when = WHO[number % len(WHO)], WHEN[number % len(WHEN)].format(number % 28 + 1)
        what = f"see what we can do about error page {number} of our learning system before its release"
        yield f"- ACTION {who} to {what} {when}\n"
        need = f"ask the team of service {number} what it needs from us for its move, in {number} words"
        yield f"- ACTION {who}: {need}, due in {number % 990} days\n"


def talk() -> Iterator[str]:
    """Notes as a scribe takes them: headings, nested lists, links, code, and an ACTION line now and then."""
    for number in count():
        yield f"### Topic {number}\n\n- [x] Discussed\n\n"
        yield "We talked about builds, see `code` and [a link](https://x.example), *for long*.\n" * 12
        yield "\n- one approach: **duplicate** the code\n  - and share the database\n    - for now\n- another\n\n"
        yield "| who | what |\n| :-- | :-- |\n| Ann | takes **notes** |\n\n```\ncode = action\n```\n\n"
        yield f"- ACTION @one and Adam Blackwell to **fix** `build` {number}\n  and tell @two-2 by Friday\n\n"


def filled(pieces: Iterator[str]) -> str:
    """A megabyte of text."""
    whole, size = [], 0
    for piece in pieces:
        whole.append(piece)
        size += len(piece)
        if size >= MEGABYTE:
            break
    return "".join(whole)


def seconds(read: Callable[[], object]) -> float:
    """The time of the processor that it takes; other processes have no part in it but for the caches they share."""
    begun = process_time()
    read()
    return process_time() - begun


def quickest(markdown: str) -> float:
    """The seconds of reading, the best of three."""
    return min(seconds(lambda: read_action_lines(markdown, PEOPLE, THURSDAY)) for _ in range(3))


@pytest.mark.parametrize("pieces", [lines_alone, talk], ids=lambda pieces: pieces.__name__)
def test_a_megabyte_of_notes_is_read_within_a_second(pieces: Callable[[], Iterator[str]]) -> None:
    assert quickest(filled(pieces())) < 1


@pytest.mark.parametrize("pieces", [lines_alone, talk], ids=lambda pieces: pieces.__name__)
def test_those_notes_have_lines_to_read_and_their_dates(pieces: Callable[[], Iterator[str]]) -> None:
    lines = read_action_lines("".join(islice(pieces(), 200)), PEOPLE, THURSDAY)
    assert len(lines) > 20
    assert all(line.due for line in lines)


def test_a_megabyte_without_any_line_is_read_in_no_time() -> None:
    assert quickest(filled(piece.replace("ACTION", "").replace("action", "") for piece in talk())) < 0.1


# Characters; and seconds for four times as many, which even for GitHub's longest text would be five, were it quadratic.
SHORT, NOTHING = 2_500, 0.1

HOSTILE = [
    pytest.param("@a ", id="mentions"),
    pytest.param("@a, ", id="mentions and commas"),
    pytest.param("@a and ", id="mentions and ands"),
    pytest.param("and ", id="ands"),
    pytest.param(", ", id="commas"),
    pytest.param("& ", id="ampersands"),
    pytest.param("A ", id="one long name"),
    pytest.param("@A A1 ", id="names that go on"),
    pytest.param("A1 b ", id="known names"),
    pytest.param("(", id="brackets"),
    pytest.param("@A (a) ", id="notes"),
    pytest.param("a.", id="dots"),
    pytest.param("a@", id="at signs"),
    pytest.param("@a/a-", id="teams"),
    pytest.param("[", id="square brackets"),
    pytest.param("[a](", id="half a link"),
    pytest.param("[@a](https://github.com/a) ", id="links"),
    pytest.param("`", id="backticks"),
    pytest.param("` `` ", id="backticks of two lengths"),
    pytest.param("<!--", id="comments"),
    pytest.param("<a ", id="tags"),
    pytest.param("<del>", id="strikes"),
    pytest.param("~", id="tildes"),
    pytest.param("~a ~~", id="tildes that may open"),
    pytest.param("*a_ ", id="emphasis"),
    pytest.param("due ", id="dues"),
    pytest.param("by Friday ", id="dates"),
    pytest.param("due 2021-01-15 ", id="dates in figures"),
    pytest.param("(#1) ", id="references"),
    pytest.param("to ", id="separators"),
    pytest.param("\nACTION x", id="lines"),
    pytest.param("\nACTION @a: x due in 1 day", id="lines with dates"),
    pytest.param("\n- ACTION", id="keywords alone"),
    pytest.param("\n> ACTION x", id="quotes"),
    pytest.param("\n<!--\n", id="comment blocks"),
    pytest.param("\\\n", id="hard breaks"),
    pytest.param("a<br>", id="break tags"),
    pytest.param("\u0301", id="accents"),
    pytest.param("田", id="letters without case"),
    pytest.param("\u202e", id="turns"),
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("start", ["ACTION ", "- ACTION @one to ", "ACTION @"])
def test_a_hostile_text_that_is_four_times_as_long_takes_hardly_longer_than_that(
    start: str, piece: str
) -> None:
    people = {f"A1 {'b ' * number}": "someone" for number in range(30)}

    def spent(length: int) -> float:
        markdown = start + piece * (length // len(piece))

        def read() -> None:
            read_action_lines(markdown, people, THURSDAY)
            empty_keywords(markdown)
            action_of(markdown, people, THURSDAY)

        return seconds(read)

    def is_in_proportion() -> bool:
        long = spent(4 * SHORT)
        return long < NOTHING or long < 8 * spent(SHORT)

    # What is quadratic takes sixteen times as long. A busy machine may have kept one try from its caches.
    assert any(is_in_proportion() for _ in range(3))
