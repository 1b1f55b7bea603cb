"""All that anybody did on an issue: REST's timeline, which tells of boards and types too, and the edits of its text.

Source: https://docs.github.com/en/rest/issues/timeline
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from arch_hour.gateway import reading
from arch_hour.gateway.asking import Asking
from arch_hour.model import Activity, Issue

# What happens to an issue without anybody touching it.
UNTOUCHED = frozenset({"cross-referenced", "mentioned", "referenced", "subscribed", "unsubscribed"})
EDITED = "edited"  # as webhooks call it: a timeline does not tell it


@dataclass(frozen=True)
class Doings:
    """Reads what was done on issues of one repository; raises Failure."""

    asking: Asking

    def on(self, issue: Issue) -> tuple[Activity, ...]:
        """All that was done, oldest first."""
        told = [*self._events(issue), *self._edits(issue)]
        return tuple(activity for _, activity in sorted(told, key=lambda each: each[0]))

    def _events(self, issue: Issue) -> Iterator[tuple[datetime, Activity]]:
        path = f"/repos/{self.asking.full_name}/issues/{issue.number}/timeline"
        for entry in self.asking.connection.listed(path):
            if entry["event"] not in UNTOUCHED:
                whom = str((entry.get("assignee") or {}).get("login", ""))
                yield _moment(entry, issue), Activity(str(entry["event"]), reading.doer(entry), whom)

    def _edits(self, issue: Issue) -> Iterator[tuple[datetime, Activity]]:
        """The oldest version is the text as the issue was opened with it, unless that was before GitHub kept any."""
        nodes = [*self.asking.pages_of_node("history", "versions", {"text": issue.id})]
        # Newest first as they come, which alone tells those of one second apart.
        versions = sorted(
            ((reading.moment(node["editedAt"]), node) for node in reversed(nodes)), key=lambda each: each[0]
        )
        is_opening = bool(versions) and versions[0][0] <= issue.created_at
        for at, node in versions[1:] if is_opening else versions:
            yield at, Activity(EDITED, reading.account(node["editor"]))


def _moment(entry: Any, issue: Issue) -> datetime:
    """Some entries, which only pull requests have, tell no time of their own."""
    told = entry.get("created_at")
    return reading.moment(told) if told else issue.created_at
