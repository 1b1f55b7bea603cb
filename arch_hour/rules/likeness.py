"""What became of words that were edited: which line of a text is which promise that stood there before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from arch_hour.rules.action_lines import Owner, action_of
from arch_hour.rules.follow_up_memory import FollowUp
from arch_hour.rules.known_promises import KnownPromises
from arch_hour.rules.sources import LivingLine

LIKENESS = 0.6


@dataclass(frozen=True, slots=True)
class Strand:
    """A promise as it stood in one text: the follow-up, who owned it there (logins without case), and the task.

    `names_it` says that it was adopted: the line named its issue, and without that it is another promise.
    """

    follow_up: FollowUp
    source: str
    owners: frozenset[str]
    task: str
    names_it: bool

    @property
    def number(self) -> int:
        """The number of its follow-up."""
        return self.follow_up.issue.number


def strands(known: KnownPromises, people: Mapping[str, str]) -> tuple[Strand, ...]:
    """The promises in each of the texts in which they stood; the first tells whom its follow-up was made for.

    A place that another follow-up holds is no strand: of two that were made of one line, one is its own.
    """
    found = []
    for follow_up in known.follow_ups:
        # Any day near tells which words name a date, and so are no part of the task.
        day = follow_up.issue.created_at.date()
        for saying in follow_up.sayings:
            if known.by_place.get(saying.spot) is not follow_up:
                continue
            read = action_of(saying.text, people, day)
            owners = follow_up.owners if saying is follow_up.first else _logins(read.owners if read else ())
            task = read.task if read else saying.text
            names_it = read is not None and read.reference == follow_up.issue.number
            found.append(Strand(follow_up, saying.source, _folded(owners), task, names_it))
    return tuple(found)


def same_owners(line: LivingLine, strand: Strand) -> bool:
    """Whether a line names just the owners that a promise had."""
    return strand.owners == _folded(line.logins)


def _may_become(line: LivingLine, strand: Strand) -> bool:
    return not strand.names_it or line.action.reference == strand.number


def alike(
    lines: Mapping[int, LivingLine], free: Sequence[Strand], fits: Callable[[LivingLine, Strand], bool]
) -> dict[int, tuple[Strand, float]]:
    """Pairs a line and a strand of the same text that fit only where each is the other's unique best.

    Of two promises as like, one that is still open is better: the other may be what became of the same words before.
    Only the tasks are compared: with its keyword and owners, every short line is like every other.
    """
    by_source: dict[str, list[int]] = {}
    for place, strand in enumerate(free):
        by_source.setdefault(strand.source, []).append(place)
    scores = {
        (index, place): (score, free[place].follow_up.issue.is_open)
        for index, line in lines.items()
        for place in by_source.get(line.source.id, ())
        if _may_become(line, free[place])
        and fits(line, free[place])
        and (score := likeness(line.action.task, free[place].task)) >= LIKENESS
    }
    best_of_line, best_of_strand = _unique_best(scores, 0), _unique_best(scores, 1)
    return {
        index: (free[place], scores[index, place][0])
        for index, place in best_of_line.items()
        if best_of_strand.get(place) == index
    }


def likeness(task: str, before: str) -> float:
    """How alike two tasks are, from 0 to 1; one that goes on where the other ended is the same, told in more words."""
    from rapidfuzz.distance import Indel

    score: float = Indel.normalized_similarity(task, before, score_cutoff=LIKENESS)
    short, long = sorted((task, before), key=len)
    goes_on = long.startswith(short) and not long[len(short) : len(short) + 1].isalnum()
    return max(score, LIKENESS) if short and goes_on else score


def _unique_best(scores: Mapping[tuple[int, int], tuple[float, bool]], side: int) -> dict[int, int]:
    """For each line (side 0) or strand (side 1) its one partner with the highest score; none where two share it."""
    best: dict[int, tuple[tuple[float, bool], int | None]] = {}
    for pair, score in scores.items():
        one, other = pair[side], pair[1 - side]
        highest, _ = best.get(one, ((0.0, False), None))
        if score > highest:
            best[one] = (score, other)
        elif score == highest:
            best[one] = (score, None)
    return {one: other for one, (_, other) in best.items() if other is not None}


def _logins(owners: Iterable[Owner]) -> Iterable[str]:
    return [owner.login for owner in owners if owner.login]


def _folded(logins: Iterable[str]) -> frozenset[str]:
    return frozenset(login.casefold() for login in logins)
