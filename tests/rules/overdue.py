"""Follow-ups whose date is over, and the reminders of them."""

from dataclasses import replace
from typing import Any

from arch_hour.model import Issue
from arch_hour.rules.changes import AddComment, Change
from arch_hour.rules.events import Command
from arch_hour.rules.follow_up_memory import FOLLOW_UP
from arch_hour.rules.markers import leading_marker, mark
from arch_hour.rules.reminders import REMINDER, plan_reminders
from tests.rules.build import config, issue, moment, snapshot, topic
from tests.rules.memory import Memory

OPENED = "12-15 09:00"
LINE = "ACTION @ada to write it down, due 2021-01-07"
# A week after the due date, at nine in New York.
REMINDED, WEEK_AFTER = "2021-01-14 14:00", "2021-01-21 14:00"
AFTER_A_WEEK = {"remind_after": "7d"}


def reminders(changes: list[Change]) -> list[AddComment]:
    return [change for change in changes if isinstance(change, AddComment) and REMINDER in change.body]


def said(repository: Memory, number: int = 2) -> int:
    """How many reminders stand on a follow-up."""
    return sum(leading_marker(body, REMINDER) is not None for body in repository.bodies(number))


def overdue(number: int, due: str = "2021-01-07", **values: Any) -> Issue:
    """A follow-up as a run made it, with other things that it remembers where `memory` names them."""
    data = {"source": "I1", "text": "x", "due": due, **values.pop("memory", {})}
    text = f"{mark(FOLLOW_UP, data)}\nx\n<!-- /arch-hour:follow-up -->"
    return replace(issue(number, body=text, labels=("action-item",), **values), author=snapshot().viewer)


def planned(now: str, *follow_ups: Issue, **sections: Any) -> list[Change]:
    settings = config(**{"actions": AFTER_A_WEEK, **sections})
    return plan_reminders(snapshot(follow_ups=follow_ups), settings, moment(now))


def promised(*lines: str, kind: type[Memory] = Memory, **actions: Any) -> Memory:
    """A repository whose topic 1 holds these lines, and whose follow-ups were made."""
    text = "\n".join(f"- {line}" for line in lines or (LINE,))
    repository = kind.of(topic(1, "Tea", text), actions={**AFTER_A_WEEK, **actions})
    repository.run(OPENED, Command.ACTIONS)
    return repository
