"""The summary of a job: what a person sees at a glance, however much there is, and short where there is nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import yaml

from action.workflow_commands import SUMMARY_LIMIT
from arch_hour.rendering import LONGEST_BAR, bar, render
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Outcome, Settings
from arch_hour.telling import as_values
from tests.rules.build import issue, moment, topic
from tests.rules.memory import Memory

Golden = Callable[[str, str], None]

OPENED = "12-15 09:00"
TITLE = "Splitting | `billing`: @ada " + "and words " * 20


def summary(outcome: Outcome) -> str:
    return render("outcome.md", outcome=as_values(outcome), page=None)


def office() -> Memory:
    """A meeting with everything: a pinned topic, a full agenda, a backlog, promises with and without owners."""
    said = "ACTION @ada to boil water by Friday\nACTION @wren and @grace to buy tea\nACTION @No Body to look"
    topics = [
        topic(number, f"Topic {number}", votes=20 - number if number < 9 else 0) for number in range(3, 14)
    ]
    return Memory.of(
        topic(1, "Tea | for `two` @ada", said, votes=31),
        topic(2, "Cake first", votes=1, labels=("topic", "topic: pinned")),
        *topics,
    )


def test_a_run_in_full(golden: Golden) -> None:
    repository = office()
    golden("outcome.md", summary(replace(repository.run(OPENED), requests=14)))


def test_a_rehearsal_says_first_that_nothing_was_written(golden: Golden) -> None:
    repository = office()
    settings = Settings(moment(OPENED), configuration=yaml.safe_dump(repository.values), dry_run=True)
    golden("outcome_rehearsed.md", summary(run(repository, Command.ALL, settings)))


def test_where_nothing_happened_the_rest_is_folded_away() -> None:
    repository = office()
    repository.run(OPENED)
    told = summary(replace(repository.run("12-15 09:10"), requests=4))
    assert told.splitlines()[4:7] == [
        "Nothing to change; 4 requests.",
        "",
        "<details><summary>13 open topics, 3 open follow-ups</summary>",
    ]
    assert told.endswith("\n</details>")


def test_where_there_is_nothing_at_all_nothing_is_folded() -> None:
    repository = Memory.of(agenda={"when_empty": "skip"})
    assert summary(repository.run(OPENED)) == (
        "## Arch Hour: Thursday, 17 December 2020, 10:00 (America/New_York)\n\n"
        "[acme/tea](https://github.com/acme/tea)\n\n"
        "Nothing to change; 0 requests."
    )


def test_without_a_meeting_to_come_there_is_no_agenda_to_be_on() -> None:
    repository = Memory.of(topic(1, "Tea", votes=2), meeting={"schedule": "FREQ=DAILY;COUNT=1"})
    told = summary(repository.run(OPENED))
    assert told.startswith("## Arch Hour: no meeting to come\n")
    assert "### Open topics\n\n| | Topic | Votes | |\n" in told
    assert "| 1 | [#1](https://github.com/acme/tea/issues/1) Tea | 2 | ▇▇ |\n" in told


def test_many_changes_are_folded_away_and_told_by_their_reasons() -> None:
    repository = Memory.of(*(topic(number, body="ACTION @ada to look") for number in range(1, 41)))
    told = summary(repository.run(OPENED))
    changed = told[told.index("### What changed") :]
    assert changed.count("its owners:\n") == 1
    assert changed.count("  - assign [#") == 20
    assert "  - and 20 more\n" in changed
    assert "<details><summary>" in changed
    assert changed.index("</details>") < changed.index(" changes with ")


def test_however_much_there_is_it_fits_and_says_what_is_left_out() -> None:
    topics = [topic(number, TITLE, votes=number % 7) for number in range(1, 2_001)]
    found = replace(
        Memory.of(*topics).run(OPENED), remarks=tuple(f"{TITLE} {number}" for number in range(2_000))
    )
    told = summary(found)
    assert len(told.encode()) < SUMMARY_LIMIT / 2
    assert "\nand 1891 more\n" in told
    assert "- and 1950 more warnings\n" in told


def test_follow_ups_are_told_in_the_order_in_which_a_meeting_looks_at_them() -> None:
    lines = "\n".join(f"ACTION @ada to do {day}, due 2021-01-{day:02}" for day in range(31, 0, -1))
    found = as_values(Memory.of(topic(1, "Tea", f"{lines}\nACTION @ada to wait")).run(OPENED))
    assert [each["due"] for each in found["follow_ups"]] == [
        *(f"2021-01-{day:02}" for day in range(1, 32)),
        None,
    ]
    assert not any(each["overdue"] for each in found["follow_ups"])


def test_topics_tell_what_the_meeting_has_in_store_for_them() -> None:
    found = as_values(office().run(OPENED))["topics"]
    assert [(each["place"], each["start"] and each["start"][11:16]) for each in found][4:10] == [
        ("agenda", "10:40"),
        ("agenda", "10:50"),
        ("if time allows", None),
        ("if time allows", None),
        ("if time allows", None),
        ("backlog", None),
    ]
    assert [each["name"] for each in found if each["pinned"]] == ["#2"]


def test_a_meeting_that_people_began_early_is_told_as_it_was_ranked() -> None:
    repository = Memory.of(topic(1, "Tea", votes=1), issue(2, "Later", labels=("topic",)))
    repository.run("12-17 14:30")
    repository.say(repository.only("agenda").number, "ada", "/next")
    repository.run("12-17 14:31")
    repository.issues[50] = topic(50, "Late", created_at=moment("12-17 14:35"), votes=9)
    told = as_values(repository.run("12-17 14:40"))
    assert [each["title"] for each in told["topics"]] == ["Tea", "Later"]


@pytest.mark.parametrize(
    ("number", "highest", "length"),
    [(0, 0, 0), (0, 5, 0), (3, 5, 3), (12, 12, 12), (1, 1000, 1), (500, 1000, 6), (1000, 1000, 12)],
)
def test_a_bar_has_a_block_for_each_vote_or_is_as_long_as_it_is_beside_the_longest(
    number: int, highest: int, length: int
) -> None:
    assert bar(number, highest) == "▇" * length
    assert length <= LONGEST_BAR
