"""The closing round: how well people's time was spent, by their reactions on the minutes.

ROTI stands for return on time invested.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from arch_hour.model import Reaction

MARKS = {"-1": 1, "confused": 2, "+1": 3, "heart": 4, "rocket": 5}


@dataclass(frozen=True, slots=True)
class Rating:
    """The average of the marks, from 1 to 5, and how many people gave one."""

    average: float
    people: int


def rating_of(reactions: Iterable[Reaction]) -> Rating | None:
    """What people think of their meeting; of somebody with several marks the newest counts. None where nobody told."""
    newest: dict[str, Reaction] = {}
    for reaction in sorted(reactions, key=lambda reaction: (reaction.at, MARKS.get(reaction.kind, 0))):
        if reaction.kind in MARKS and not reaction.by.is_bot:
            newest[reaction.by.key] = reaction
    if not newest:
        return None
    marks = [MARKS[reaction.kind] for reaction in newest.values()]
    return Rating(sum(marks) / len(marks), len(marks))
