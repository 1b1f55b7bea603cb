"""What became of texts that a run did not read: GraphQL tells which are there, REST whether the others were deleted.

Sources: https://docs.github.com/en/rest/issues/issues#get-an-issue (200, 301, 404 and 410) and
https://docs.github.com/en/graphql/guides/using-global-node-ids
"""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from arch_hour.gateway import reading
from arch_hour.gateway.asking import Asking
from arch_hour.gateway.documents import document
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.model import Fate, Place

MOST_IDS = 100  # in one question of GitHub's

_KINDS = {"I": "Issue", "IC": "IssueComment"}
_NEW_ID = re.compile(r"(I|IC)_[A-Za-z0-9_-]{8,200}")
_OLD_ID = re.compile(r"\d+:(Issue|IssueComment)\d+")


class Home(Enum):
    """What REST says of the issue that a text is on."""

    THERE = "there"
    DELETED = "deleted"
    ELSEWHERE = "moved, hidden, or never there"


@dataclass(frozen=True)
class Fates:
    """Looks for texts of one repository; raises Failure."""

    asking: Asking

    def of(self, places: tuple[Place, ...]) -> dict[str, Fate]:
        """What became of each text, by its node id."""
        by_id = {place.id: place for place in places}
        fates = dict.fromkeys(by_id, Fate.UNKNOWN)
        # GitHub answers the same of what is no id at all as of what was deleted.
        ids = [identity for identity in by_id if kind_of(identity)]
        gone: list[Place] = []
        for start in range(0, len(ids), MOST_IDS):
            for identity, fate in self._looked_for(ids[start : start + MOST_IDS]):
                fates[identity] = fate
                gone += [by_id[identity]] if fate is Fate.DELETED else []
        homes = {number: self._home(number) for number in sorted({place.number for place in gone})}
        return fates | {place.id: _fate(place, homes[place.number]) for place in gone}

    def _looked_for(self, ids: list[str]) -> Iterator[tuple[str, Fate]]:
        """Which of some nodes there are; DELETED is still only a missing one."""
        found = self.asking.connection.query_some(document("nodes"), {"ids": ids})
        for place, (identity, node) in enumerate(zip(ids, found.data["nodes"], strict=True)):
            if node is not None:
                yield identity, Fate.THERE
            elif ("nodes", place) in found.missing:
                yield identity, Fate.DELETED

    def _home(self, number: int) -> Home:
        path = f"/repos/{self.asking.full_name}/issues/{number}"
        try:
            there = self.asking.connection.get(path)
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED:
                raise
            # The same status is that of a repository whose issues are switched off.
            is_deleted = failure.status == 410 and "disabled" not in failure.message.casefold()
            return Home.DELETED if is_deleted else Home.ELSEWHERE
        is_ours = there["number"] == number and reading.is_of(there, self.asking.full_name)
        return Home.THERE if is_ours else Home.ELSEWHERE


def kind_of(identity: str) -> str | None:
    """`Issue` or `IssueComment`, as a node id says of itself in either of its two forms; None for any other text."""
    if match := _NEW_ID.fullmatch(identity):
        return _KINDS[match[1]]
    try:
        plain = b64decode(identity, validate=True).decode("ascii")
    except (Error, ValueError):
        return None
    old = _OLD_ID.fullmatch(plain)
    return old[1] if old else None


def _fate(place: Place, home: Home) -> Fate:
    """An issue that is there under its number and not under its id is another one."""
    if home is Home.DELETED or (home is Home.THERE and kind_of(place.id) == "IssueComment"):
        return Fate.DELETED
    return Fate.UNKNOWN
