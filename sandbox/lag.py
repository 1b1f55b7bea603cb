"""Lists that lag behind: what was just made is missing from them for some reads, as on GitHub now and then."""

from collections.abc import Iterable

from sandbox.identities import Identities, Sort
from sandbox.records import Issue


class Lag:
    """Which issues the lists do not show yet; getting one alone always shows it."""

    def __init__(self) -> None:
        self._reads_left: dict[int, int] = {}
        self._withheld: set[int] = set()

    def hide(self, database_ids: Iterable[int], reads: int) -> None:
        """Keeps issues out of the lists for the next requests that would list them."""
        self._reads_left |= dict.fromkeys(database_ids, reads)

    def listed(self, issues: Iterable[Issue]) -> list[Issue]:
        """Those of the issues that a list shows by now."""
        if not self._reads_left:
            return list(issues)
        shown = []
        for issue in issues:
            if issue.database_id in self._reads_left:
                self._withheld.add(issue.database_id)
            else:
                shown.append(issue)
        return shown

    def end_of_request(self) -> None:
        """Counts one read for every issue that the request did not show, however many lists it asked for."""
        for database_id in self._withheld:
            self._reads_left[database_id] -= 1
            if self._reads_left[database_id] <= 0:
                del self._reads_left[database_id]
        self._withheld.clear()


def next_issue(identities: Identities) -> int:
    """The database id that the next issue will get."""
    return identities.next_numbers[Sort.ISSUE]
