"""Makes issues parts of others, which nothing depends on and which older servers do not know.

Source: https://docs.github.com/en/rest/issues/sub-issues
"""

from dataclasses import dataclass

from arch_hour.gateway import reading
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.features import Feature
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.rules.changes import Declined, Done, LeftOut, Result

# How GitHub refuses what nothing depends on.
COURTESY = (403, 404, 410, 422)


@dataclass(frozen=True)
class SubIssues:
    """Writes to the sub-issues of one repository; raises Failure."""

    connection: Connection
    full_name: str

    def add(self, number: int, parent: int) -> Result:
        """GitHub names the child by its `id`, and refuses one that has a parent, be it this one."""
        if Feature.SUB_ISSUES in self.connection.lacking:
            return LeftOut()
        try:
            child = self.connection.get(self._issue(number))["id"]
            self.connection.repeatable("POST", self._list_of(parent), {"sub_issue_id": child})
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED or failure.status not in COURTESY:
                raise
            if failure.status == 404 and self._is_unknown_here(parent):
                self.connection.lacking.add(Feature.SUB_ISSUES)
                return LeftOut()
            is_child = failure.status == 422 and self._is_child(number, parent)
            return Done() if is_child else Declined(failure.message)
        return Done()

    def _is_child(self, number: int, parent: int) -> bool:
        """Whether an issue is part of another already: an answer that was lost may have been a yes."""
        try:
            found = self.connection.get(f"{self._issue(number)}/parent")
        except Failure as failure:
            if failure.status not in COURTESY:
                raise
            return False
        return bool(found["number"] == parent and reading.is_of(found, self.full_name))

    def _is_unknown_here(self, parent: int) -> bool:
        """Whether the server has no such lists at all: the issue is there, and not even an empty list of its parts."""
        return not self._is_there(self._list_of(parent)) and self._is_there(self._issue(parent))

    def _is_there(self, path: str) -> bool:
        try:
            self.connection.get(path)
        except Failure as failure:
            if failure.status not in COURTESY:
                raise
            return False
        return True

    def _issue(self, number: int) -> str:
        return f"/repos/{self.full_name}/issues/{number}"

    def _list_of(self, parent: int) -> str:
        return f"{self._issue(parent)}/sub_issues"
