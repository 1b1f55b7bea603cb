"""Whether a topic gets another time box: 👍 against 👎 on the comment of the one that runs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from arch_hour.model import Account, Reaction

GO_ON, MOVE_ON = "+1", "-1"


@dataclass(frozen=True, slots=True)
class Count:
    """The logins of those who want to go on, of those who want to move on, and of those who gave both reactions.

    Of the last neither counts. `others` are those who reacted and may not vote.
    """

    on: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    both: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def goes_on(self) -> bool:
        """Whether more want to go on; who gives no reaction leaves it to the others."""
        return len(self.on) > len(self.over)


def count_of(reactions: Iterable[Reaction], voters: frozenset[str] | None, until: datetime) -> Count:
    """The count of what was given until a moment, that moment included, by the voters' keys; None for everyone.

    What somebody gave after it is of no matter, however late it is counted.
    """
    given: dict[str, set[str]] = defaultdict(set)
    people: dict[str, Account] = {}
    for reaction in reactions:
        if reaction.kind in (GO_ON, MOVE_ON) and reaction.at <= until and not reaction.by.is_bot:
            given[reaction.by.key].add(reaction.kind)
            people.setdefault(reaction.by.key, reaction.by)
    sides: dict[str, list[str]] = {"on": [], "over": [], "both": [], "others": []}
    for key, person in people.items():
        sides[_side(key, given[key], voters)].append(person.login)
    return Count(**{side: tuple(sorted(logins, key=str.casefold)) for side, logins in sides.items()})


def _side(key: str, kinds: set[str], voters: frozenset[str] | None) -> str:
    if voters is not None and key not in voters:
        return "others"
    if len(kinds) > 1:
        return "both"
    return "on" if GO_ON in kinds else "over"
