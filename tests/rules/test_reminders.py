"""The plan of the reminders: what is long due is brought to mind, at most once a week, and nobody is mentioned."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from arch_hour.deeds import deeds
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.action_lines import read_action_lines
from arch_hour.rules.aftermath import foreseen
from arch_hour.rules.changes import AddComment, Change, EditIssue, Result
from arch_hour.rules.events import Command
from arch_hour.rules.follow_up_memory import FollowUp, read_follow_up
from arch_hour.rules.markers import leading_marker
from arch_hour.rules.recovery import LONGEST
from arch_hour.rules.reminders import AT_ONCE, REMINDER, plan_reminders
from tests.rules.build import config, issue, moment, person, snapshot
from tests.rules.memory import Memory, StoppedError
from tests.rules.overdue import (
    AFTER_A_WEEK,
    LINE,
    REMINDED,
    WEEK_AFTER,
    overdue,
    planned,
    promised,
    reminders,
    said,
)


def memory(repository: Memory, number: int = 2) -> FollowUp:
    found = read_follow_up(repository.issues[number])
    assert found is not None
    return found


def test_a_reminder_looks_like_this(golden: Callable[[str, str], None]) -> None:
    repository = promised()
    repository.run("2021-01-22 14:00", Command.ACTIONS)
    golden("reminder.md", repository.bodies(2)[-1])


def test_what_is_long_due_is_recorded_then_brought_to_mind_and_a_second_run_changes_nothing() -> None:
    repository = promised()
    assert repository.made("2021-01-13 14:00", Command.ACTIONS) == []
    record, comment = repository.made(REMINDED, Command.ACTIONS)
    assert isinstance(record, EditIssue)
    assert isinstance(comment, AddComment)
    assert (record.number, comment.target) == (2, 2)
    assert memory(repository).reminded == date(2021, 1, 14)
    assert repository.asked == []
    assert repository.made(command=Command.ACTIONS) == []
    assert repository.made("2021-01-20 23:00", Command.ACTIONS) == []
    assert len(reminders(repository.made(WEEK_AFTER, Command.ACTIONS))) == 1
    assert said(repository) == 2


@pytest.mark.parametrize("command", [Command.ALL, Command.ACTIONS, Command.WRAP_UP])
def test_every_command_that_reads_the_lines_reminds_of_them_and_tells_why(command: Command) -> None:
    told = deeds(promised().run(REMINDED, command))
    assert [(deed.what, deed.why) for deed in told if deed.what.endswith("#2")] == [
        ("edit #2", "it was due on 2021-01-07 and its owners are reminded"),
        ("comment on #2", "it was due on 2021-01-07"),
    ]


@pytest.mark.parametrize(
    "follow_up",
    [
        pytest.param(overdue(2, is_open=False), id="closed"),
        pytest.param(overdue(2, "some day"), id="without a date"),
        pytest.param(overdue(2, memory={"settled": "done"}), id="of a ticked line"),
        pytest.param(overdue(2, memory={"settled": "withdrawn"}), id="of a struck line"),
        pytest.param(replace(overdue(2), author=person("stranger")), id="a stranger's"),
        pytest.param(replace(overdue(2), author=person("other-app[bot]")), id="another app's"),
        pytest.param(replace(overdue(2), author=None), id="a deleted account's"),
        pytest.param(issue(2, labels=("action-item",)), id="no follow-up of ours"),
    ],
)
def test_nobody_is_reminded_of(follow_up: Issue) -> None:
    assert planned("2021-06-01 12:00", follow_up) == []


def test_nobody_is_reminded_where_the_configuration_does_not_say_so() -> None:
    assert planned("2021-06-01 12:00", overdue(2), actions={}) == []


def test_a_follow_up_made_with_the_token_of_a_person_who_may_write_is_as_good_as_ours() -> None:
    assert len(reminders(planned("2021-06-01 12:00", replace(overdue(2), author=person("wren"))))) == 1


def test_a_line_that_is_ticked_in_time_reminds_nobody() -> None:
    repository = promised()
    repository.edit(1, body=f"- [x] {LINE}")
    assert reminders(repository.made(REMINDED, Command.ACTIONS)) == []
    repository.reopen(2)
    assert reminders(repository.made(WEEK_AFTER, Command.ACTIONS)) == []


@pytest.mark.parametrize("stopped", [0, 1], ids=["before the record", "before the comment"])
def test_a_run_that_dies_in_between_leaves_a_reminder_out_and_never_doubles_it(stopped: int) -> None:
    repository = promised()
    with pytest.raises(StoppedError):
        repository.run(REMINDED, Command.ACTIONS, stop_after=stopped)
    repository.run(command=Command.ACTIONS)
    assert said(repository) == (1 if stopped == 0 else 0)
    assert repository.made(command=Command.ACTIONS) == []
    repository.run(WEEK_AFTER, Command.ACTIONS)
    assert said(repository) == (2 if stopped == 0 else 1)


@dataclass
class Overtaken(Memory):
    """A repository in which something happens once, right before a run's next write."""

    before: list[Callable[[], object]] = field(default_factory=list)

    def apply(self, change: Change, number: int) -> Result:
        if self.before:
            self.before.pop()()
        return super().apply(change, number)


def test_of_two_runs_at_the_same_time_one_reminds() -> None:
    repository = promised("ACTION @wren to read, due 2021-01-06", LINE, kind=Overtaken)
    assert isinstance(repository, Overtaken)
    again = f"{REMINDED}:00.000001"
    repository.before.append(lambda: repository.run(again, Command.ACTIONS))
    repository.run(REMINDED, Command.ACTIONS)
    assert [said(repository, number) for number in (2, 3)] == [1, 1]


def test_two_runs_never_write_the_same_text_by_which_one_could_take_the_other_s_for_its_own() -> None:
    (first, _), (second, _) = (planned(f"2021-01-14 14:00:00.00000{count}", overdue(2)) for count in (1, 2))
    assert isinstance(first, EditIssue)
    assert isinstance(second, EditIssue)
    assert first.body != second.body


def test_words_that_somebody_writes_in_the_same_moment_come_back() -> None:
    repository = promised()

    def write(number: int) -> None:
        repository.meanwhile = lambda _: None
        repository.write(number, "Half of it is done.")

    repository.meanwhile = write
    repository.run(REMINDED, Command.ACTIONS)
    assert "Half of it is done." in repository.issues[2].body
    assert (said(repository), memory(repository).reminded) == (1, date(2021, 1, 14))
    assert repository.made(command=Command.ACTIONS) == []


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["as we write", "as a browser writes"])
def test_what_people_changed_in_our_part_stays_where_it_is(line_end: str) -> None:
    repository = promised()
    body = (
        repository.issues[2].body.replace("- Owners: ada", "- Owners: ada, with Ben").replace("\n", line_end)
    )
    repository.edit(2, body=f"{body}And a note.{line_end}")
    before = repository.issues[2].body.partition("-->")[2]
    repository.run(REMINDED, Command.ACTIONS)
    assert repository.issues[2].body.partition("-->")[2] == before
    assert said(repository) == 1


def test_a_ticked_line_whose_follow_up_was_brought_to_mind_is_closed_in_one_write() -> None:
    repository = promised()
    repository.run(REMINDED, Command.ACTIONS)
    repository.edit(1, body=f"- [x] {LINE}")
    repository.run(WEEK_AFTER, Command.ACTIONS)
    assert memory(repository).reminded == date(2021, 1, 14)
    assert (said(repository), repository.issues[2].is_open) == (1, False)


def test_of_very_many_those_that_wait_longest_come_first_and_every_one_in_its_turn() -> None:
    follow_ups = [overdue(number, f"2021-01-{number % 3 + 1:02}") for number in range(2, 52)]
    settings, seen = config(actions=AFTER_A_WEEK), snapshot(follow_ups=tuple(follow_ups))
    told: list[list[object]] = []
    for week in range(6):
        now = moment("2021-03-01 12:00") + timedelta(weeks=week)
        changes = plan_reminders(seen, settings, now)
        seen = foreseen(seen, settings, changes, now)
        told.append([change.target for change in reminders(changes)])
    by_date = sorted(range(2, 52), key=lambda number: (number % 3, number))
    assert [len(targets) for targets in told] == [AT_ONCE] * 6
    turns = [target for targets in told for target in targets]
    assert turns[:50] == by_date
    assert min(turns.count(number) for number in by_date) == 2


def test_runs_that_follow_each_other_go_on_with_the_rest_and_then_say_nothing() -> None:
    settings = config(actions=AFTER_A_WEEK)
    seen = snapshot(follow_ups=tuple(map(overdue, range(2, 52))))
    counts = []
    for minute in range(4):
        changes, seen = step(seen, settings, moment(REMINDED) + timedelta(minutes=minute))
        counts.append(len(reminders(changes)))
    assert counts == [20, 20, 10, 0]


def step(seen: Snapshot, settings: Any, now: datetime) -> tuple[list[Change], Snapshot]:
    changes = plan_reminders(seen, settings, now)
    return changes, foreseen(seen, settings, changes, now)


def test_a_text_without_room_to_remember_it_gets_none_and_keeps_no_other_from_its_own() -> None:
    full = overdue(2)
    full = replace(full, body=full.body + "x" * (LONGEST - len(full.body)))
    changes = planned(REMINDED, full, overdue(3))
    assert [change.target for change in reminders(changes)] == [3]


@pytest.mark.parametrize(
    "line",
    [
        "ACTION @ada and @wren to ask @octocat about `x | y`, due 2021-01-07",
        "ACTION @ada to <!-- --> close #1 &commat;octocat, due 2021-01-07",
        "Action item: @acme/team to look, due 2021-01-07",
    ],
)
def test_it_mentions_nobody_and_is_no_promise_itself(line: str) -> None:
    repository = promised(line)
    repository.run(REMINDED, Command.ACTIONS)
    (text,) = repository.bodies(2)
    assert leading_marker(text, REMINDER) is not None
    assert "@" not in text
    assert "commat" not in text
    assert "#" not in text
    assert read_action_lines(text, {}) == ()
    assert repository.issues[1].url in text


def test_without_anybody_assigned_it_says_so() -> None:
    repository = promised("ACTION TBD to look, due 2021-01-07")
    repository.run(REMINDED, Command.ACTIONS)
    assert "Nobody is assigned yet." in repository.bodies(2)[0]


def test_what_does_not_remember_where_its_line_stands_refers_to_its_own_text() -> None:
    (comment,) = reminders(planned(REMINDED, overdue(2)))
    assert "which is linked above" in comment.body
    assert "](" not in comment.body
