"""What of a summary a comment has room for: GitHub takes no longer ones, and people may have written in it too.

Of a follow-up that is open the number alone will do, as it remembers its own lines; of a closed one only the record of
its line saves reading all that were ever closed. So an open one is the first to be told by its number alone.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain

from arch_hour.rules.recovery import LONGEST
from arch_hour.rules.seals import unsealed
from arch_hour.rules.sources import SUMMARY
from arch_hour.rules.summaries import Entry, data_of

# Characters of a comment, without those that its seal takes.
ROOM = LONGEST - 200

Whole = Callable[[Mapping[str, object], str], str]
Words = Callable[[Sequence[int]], str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a summary tells: its entries, and the places of those whose line stands."""

    entries: Sequence[Entry]
    living: Set[tuple[int, str, str]]

    def least_first(self) -> list[Entry]:
        """The oldest whose line is gone, then the newest that are open, then the newest that are closed."""
        gone = [entry for entry in self.entries if entry.place not in self.living]
        there = [entry for entry in self.entries if entry.place in self.living]
        there.sort(key=lambda entry: (bool(entry.settled), -entry.number, entry.source, entry.line))
        return gone + there

    def without(self, left_out: Sequence[Entry]) -> tuple[list[Entry], list[int]]:
        """The entries that are left, and the numbers alone of those left out whose line stands."""
        places = {entry.place for entry in left_out}
        kept = [entry for entry in self.entries if entry.place not in places]
        numbers = {entry.number for entry in left_out if entry.place in self.living}
        return kept, sorted(numbers - {entry.number for entry in kept})


def fitting(told: Told, whole: Whole, words: Words) -> str | None:
    """The text of the comment with as much as fits into one; None where people left no room at all.

    `whole` makes it of what its marker holds and what people read in it, `words` that of the numbers told there.
    """
    least = told.least_first()

    def in_full(count: int) -> str:
        kept, others = told.without(least[:count])
        numbers = dict.fromkeys(chain((entry.number for entry in kept), others))
        return whole(data_of(kept, others), words(tuple(numbers)))

    def in_silence(count: int) -> str:
        return whole(data_of(*told.without(least[:count])), "")

    def without_numbers(count: int) -> str:
        return whole(data_of(told.without(least[:count])[0]), "")

    for made in (in_full, in_silence, without_numbers):
        body = _longest(made, len(least))
        if body is not None:
            return body
    return None


def _longest(made: Callable[[int], str], most: int) -> str | None:
    """The text that leaves out the fewest entries and fits, if any does."""
    count = 0 if _fits(made(0)) else bisect_left(range(most), 1, key=lambda count: int(_fits(made(count))))
    body = made(count)
    return body if _fits(body) else None


def _fits(body: str) -> bool:
    return len(unsealed(body, SUMMARY)) <= ROOM
