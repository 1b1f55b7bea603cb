"""Summaries of more lines than a comment has room for, and of such in which people wrote much themselves."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from arch_hour.rules.blocks import wrap
from arch_hour.rules.changes import Change, EditComment
from arch_hour.rules.events import Command
from arch_hour.rules.recovery import LONGEST
from arch_hour.rules.sources import SUMMARY
from arch_hour.rules.summaries import CLOSED, Entry, entries
from arch_hour.rules.summary_room import Told, fitting
from tests.rules.build import OPENED, comment, topic
from tests.rules.memory import Memory

LINES = 100
FIRST, LAST = 2, LINES + 1


def entry(number: int, settled: str = "") -> Entry:
    return Entry(number, f"{number:016}", "IC_kwDOABCDEF5abcdef", settled)


def told(*found: Entry, gone: Sequence[Entry] = ()) -> tuple[Entry, ...]:
    """What a summary of these records, those first whose line is gone."""
    every = Told((*gone, *found), {each.place for each in found})
    body = fitting(every, lambda data, text: wrap(SUMMARY, data, text), str)
    assert body is not None
    assert len(body) <= LONGEST
    return entries(comment(1, "arch-hour[bot]", body))


def test_what_fits_is_told_as_it_is() -> None:
    found = [entry(3), entry(2, CLOSED), entry(9)]
    assert told(*found, gone=[entry(1)]) == (entry(1), *found)


def test_the_oldest_go_first_whose_line_is_gone() -> None:
    gone, living = [entry(number) for number in range(500)], [entry(number) for number in range(500, 900)]
    recorded = told(*living, gone=gone)
    left = len(recorded) - len(living)
    assert 0 < left < len(gone)
    assert recorded == (*gone[-left:], *living)


def test_of_open_ones_the_newest_are_told_by_their_number_and_of_closed_ones_the_line_is_kept() -> None:
    found = [entry(number) for number in range(900)] + [entry(number, CLOSED) for number in range(900, 1_000)]
    recorded = told(*found, gone=[entry(number) for number in range(2_000, 2_100)])
    whole = [each for each in recorded if each.line]
    numbers = [each.number for each in recorded if not each.line]
    assert whole == [*found[: len(whole) - 100], *found[900:]]
    assert numbers == list(range(len(whole) - 100, 900))


def test_ten_thousand_closed_ones_still_fit() -> None:
    assert len(told(*(entry(number, CLOSED) for number in range(10_000)))) > 5_000


def test_what_was_left_out_is_left_out_again() -> None:
    living = {each.place for each in map(entry, range(1_000))}
    first = told(*map(entry, range(1_000)))
    kept = [each for each in first if each.line]
    again = told(*kept, *(entry(each.number) for each in reversed(first) if not each.line))
    assert again == first
    assert {each.number for each in first} == {number for number, _, _ in living}


def crowded(words: int) -> Memory:
    """A topic of a hundred lines with an empty summary, below which a person wrote so many letters."""
    lines = "\n".join(f"ACTION @ada to do task {number}" for number in range(LINES))
    repository = Memory.of(topic(1, "Tea", lines))
    repository.run(OPENED.strftime("%m-%d %H:%M"), Command.ACTIONS)
    (said,) = repository.issues[1].comments
    body = f"{wrap(SUMMARY, {}, '')}\n\n{'x' * words}"
    assert len(body) <= LONGEST
    repository.edit(1, comments=(replace(said, body=body),))
    return repository


def made(repository: Memory) -> list[Change]:
    return repository.made(None, Command.ACTIONS)


def recorded_in(repository: Memory) -> tuple[Entry, ...]:
    (said,) = repository.issues[1].comments
    return entries(said)


def test_words_of_people_leave_less_room_and_nothing_flaps() -> None:
    repository = crowded(58_000)
    assert any(isinstance(change, EditComment) for change in made(repository))
    (body,) = repository.bodies(1)
    assert len(body) <= LONGEST
    assert body.endswith("\n\n" + "x" * 58_000)
    assert "- and 40 more" in body
    assert {each.number for each in recorded_in(repository)} == set(range(FIRST, LAST + 1))
    assert recorded_in(repository)[0].line
    assert not recorded_in(repository)[-1].line
    assert made(repository) == []
    assert repository.asked == []


def test_one_that_is_told_by_its_number_is_asked_for_once_when_it_is_closed() -> None:
    repository = crowded(58_000)
    made(repository)
    repository.close(LAST)
    assert len(made(repository)) == 1
    assert repository.asked == ["wren", "closed follow-ups"]
    assert next(each for each in recorded_in(repository) if each.number == LAST).settled == CLOSED
    assert made(repository) == []
    assert repository.asked == []


@pytest.mark.parametrize("words", [62_000, 64_500, 65_100])
def test_with_little_room_the_numbers_come_first_and_the_list_gives_way(words: int) -> None:
    repository = crowded(words)
    made(repository)
    (body,) = repository.bodies(1)
    assert len(body) <= LONGEST
    assert body.endswith("x" * words)
    assert made(repository) == []


def test_without_any_room_the_comment_is_left_as_it_is() -> None:
    repository = crowded(65_400)
    full = repository.bodies(1)
    assert not any(isinstance(change, EditComment) for change in made(repository))
    assert repository.bodies(1) == full
