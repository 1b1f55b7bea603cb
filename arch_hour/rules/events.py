"""Whether an event is a reason to run now; what a run looks at never depends on it.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Command(Enum):
    """What a run is asked to do."""

    ALL = "all"
    AGENDA = "agenda"
    ACTIONS = "actions"
    WRAP_UP = "wrap-up"
    BOARD = "board"


_TIMERS = frozenset({"schedule", "workflow_dispatch", "repository_dispatch"})


def parse_event(name: str, payload: Mapping[str, Any]) -> Command | None:
    """The command that an event of a workflow or a webhook calls for, or None where it changes nothing for us."""
    if name in _TIMERS:
        return Command.ALL
    if name not in ("issues", "issue_comment"):
        return None
    issue, sender = payload.get("issue"), payload.get("sender")
    if not isinstance(issue, Mapping) or "pull_request" in issue:
        return None
    if isinstance(sender, Mapping) and sender.get("type") == "Bot":
        return None
    return Command.ALL
