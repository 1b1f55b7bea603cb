"""What is long due is brought to mind, as GitHub has it: in two writes, once, and without mentioning anybody."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from arch_hour.environment import Environment
from arch_hour.rules.changes import Change, EditIssue
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Settings
from tests.integration.conftest import CONFIGURATION, MEETING, REPOSITORY
from tests.integration.test_edit_meanwhile import Interrupted
from tests.integration.test_week import comments_of, propose

if TYPE_CHECKING:
    from tests.integration.conftest import Town

ACTIONS = ("run", "--command", "actions")


@pytest.fixture
def late(town: "Town") -> "Town":
    """The town with a promise that is a week overdue."""
    values = CONFIGURATION + "actions: {remind_after: 7d}\n"
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", values)
    propose(town, "ben", "Tea", "- ACTION @ben to ask @ada, due 2020-12-18\n")
    town.values("run")
    town.at(MEETING + timedelta(days=8))
    return town


def reminders(town: "Town") -> list[Any]:
    (follow_up,) = town.issues("action-item")
    return [each["body"] for each in comments_of(town, follow_up["number"])]


def test_an_overdue_follow_up_is_brought_to_mind_once_and_mentions_nobody(late: "Town") -> None:
    late.at(MEETING + timedelta(days=7))
    unchanged = late.spent(lambda: late.values(*ACTIONS))
    late.at(MEETING + timedelta(days=8))
    reads, writes = late.spent(lambda: late.values(*ACTIONS))
    # The date of the reminder is written over the text of the follow-up: a look before that, and one after.
    assert (unchanged[1], reads, writes) == (0, unchanged[0] + 2, 2)
    (text,) = reminders(late)
    assert "**Due 7 days ago**, on Friday, 18 December 2020." in text
    assert "@" not in text
    assert late.spent(lambda: late.values(*ACTIONS)) == unchanged
    late.at(MEETING + timedelta(days=15))
    late.values(*ACTIONS)
    assert len(reminders(late)) == 2


def test_in_a_locked_conversation_it_is_said_all_the_same(late: "Town") -> None:
    (follow_up,) = late.issues("action-item")
    late.send("ada", "PUT", f"/issues/{follow_up['number']}/lock", {"lock_reason": "resolved"})
    late.values(*ACTIONS)
    assert len(reminders(late)) == 1


def test_of_two_runs_at_the_same_time_one_says_it(late: "Town") -> None:
    def gateway() -> Any:
        return Environment.of(late.environment("workflow")).gateway()

    now = late.world.clock.now()

    def be_quicker(change: Change) -> None:
        if isinstance(change, EditIssue) and not reminders(late):
            run(gateway(), Command.ACTIONS, Settings(now + timedelta(microseconds=1)))

    run(Interrupted(gateway(), be_quicker), Command.ACTIONS, Settings(now))
    assert len(reminders(late)) == 1
