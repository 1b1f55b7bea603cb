"""Explained lines as they are printed: by text, in words that command neither a terminal nor Markdown."""

import re
from dataclasses import replace
from io import StringIO

import pytest
import yaml
from markdown_it import MarkdownIt
from rich.console import Console

from arch_hour.rendering import render
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Outcome, Settings
from arch_hour.telling import as_values
from arch_hour.terminal import show_run
from tests.rules.build import comment, topic
from tests.rules.memory import Memory

OPENED = "12-15 09:00"
HOSTILE = "\x1b[2J\u202eevil <b>bold</b> [link](javascript:1) @octocat `x` | **y** ##[error]z"


def repository() -> Memory:
    said = (
        comment(
            7,
            "wren",
            "Notes\n\n- ACTION @Adam Blackwell and @acme/shop to ask @wren by Friday (#9)\n- ACTION:",
        ),
        comment(8, "stranger", "ACTION @ada to\n- ACTION everybody should look, due 2021-02-30"),
    )
    tea = topic(1, "Tea", "ACTION @ada to boil water\n", comments=said, comments_total=2)
    return Memory.of(tea, topic(2, "Milk", "- [x] ACTION @No Body to milk"))


def rehearsed(repository: Memory) -> Outcome:
    settings = Settings(repository.now, configuration=yaml.safe_dump(repository.values), dry_run=True)
    return run(repository, Command.ACTIONS, settings)


def printed(outcome: Outcome) -> str:
    screen = StringIO()
    show_run(Console(file=screen, width=110), outcome)
    return screen.getvalue()


def summary(outcome: Outcome) -> str:
    return render("outcome.md", outcome=as_values(outcome), page=None)


def test_a_terminal_shows_each_line_below_its_text() -> None:
    told = printed(rehearsed(repository()))
    assert (
        """
#1 Tea, text  https://github.com/acme/tea/issues/1
line 1  ACTION @ada to boil water
        owner ada; task “boil water”
        → new follow-up

#1 Tea, comment by wren  https://github.com/acme/tea/issues/1#issuecomment-7
line 3  ACTION @Adam Blackwell and @acme/shop to ask @wren by Friday (#9)
        owners Adam Blackwell (ablackwell), acme/shop (a team); task “ask @wren”; due 2020-12-18 (“Friday”);
        taking part wren; names #9
        → new follow-up: #9, which it names, is none
line 4  ACTION
        → nothing: `ACTION` alone names no task
"""
        in told
    )
    assert (
        """
#2 Milk, text  https://github.com/acme/tea/issues/2
line 1  ACTION @No Body to milk
        owner No Body (unknown); task “milk”; ticked
        → nothing: it is done already
"""
        in told
    )
    assert "→ nothing: stranger may not write to the repository\n" in told


def test_the_ranking_gives_way_to_the_lines_on_a_screen_and_stays_for_programs() -> None:
    outcome = rehearsed(repository())
    assert "votes" not in printed(outcome)
    assert "| Votes |" not in summary(outcome)
    assert [each["name"] for each in as_values(outcome)["topics"]] == ["#1", "#2"]


def test_markdown_groups_the_lines_and_tells_what_comes_of_each() -> None:
    told = summary(rehearsed(repository()))
    assert (
        "\n\n[#2](https://github.com/acme/tea/issues/2) Milk, text\n\n"
        "- line 1: ACTION @\u200bNo Body to milk\n"
        "  - owner No Body (unknown); task “milk”; ticked\n"
        "  - **nothing: it is done already**\n"
    ) in told
    assert told.index("## ACTION lines") < told.index("## What would change") < told.index("would create")


def test_a_program_gets_every_value() -> None:
    told = as_values(rehearsed(repository()))
    (line,) = [each for each in told["lines"] if each["reference"] == 9]
    assert {
        name: line[name] for name in ("issue", "place", "author", "first", "last", "task", "due", "becomes")
    } == {
        "issue": 1,
        "place": "comment by wren",
        "author": "wren",
        "first": 3,
        "last": 3,
        "task": "ask @wren",
        "due": "2020-12-18",
        "becomes": "new follow-up",
    }
    assert line["owners"] == [
        {"name": "Adam Blackwell", "login": "ablackwell", "team": None},
        {"name": "acme/shop", "login": None, "team": "acme/shop"},
    ]
    assert told["lost"] == []


def test_where_nothing_was_to_be_explained_there_are_no_values() -> None:
    told = as_values(repository().run(OPENED))
    assert (told["lines"], told["lost"]) == (None, None)


def test_a_repository_without_lines_says_so() -> None:
    outcome = rehearsed(Memory.of(topic(1, "Tea")))
    assert "\nNo ACTION lines.\n" in printed(outcome)
    assert "## ACTION lines\n\nThere are none.\n" in summary(outcome)


def test_a_lost_line_is_told_with_what_becomes_of_its_follow_up() -> None:
    there = repository()
    there.run(OPENED, Command.ACTIONS)
    there.edit(1, body="")
    outcome = rehearsed(there)
    verdict = "is closed: its line was taken out, and nobody touched it"
    assert f"\nFollow-ups whose line is gone\n#3  “boil water” {verdict}\n" in printed(outcome)
    assert f"- [#3](https://github.com/acme/tea/issues/3) “boil water” {verdict}\n" in summary(outcome)
    (lost,) = as_values(outcome)["lost"]
    assert (lost["number"], lost["closed"], lost["words"]) == (3, True, "ACTION @ada to boil water")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (HOSTILE, "ACTION @ada to look"),
        ("Tea", f"ACTION @{HOSTILE} to look"),
        ("Tea", f"ACTION @ada to {HOSTILE}"),
        ("Tea", f"ACTION @ada to look by Friday {HOSTILE}"),
    ],
    ids=["title", "owner", "task", "after the date"],
)
def test_words_of_people_stay_words(title: str, text: str) -> None:
    there = Memory.of(topic(1, title, text))
    there.run(OPENED, Command.ACTIONS)
    there.edit(1, body=f"{text} and more")
    outcome = replace(rehearsed(there), steps=())
    on_screen, shown = printed(outcome), MarkdownIt("gfm-like", {"linkify": False}).render(summary(outcome))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", on_screen)
    assert not re.search(r"<b>|<code>x|javascript:1\"|<strong>y", shown)
    assert not re.search(r"@octocat", summary(outcome))


def test_a_long_task_is_told_in_brief_and_given_whole_to_programs() -> None:
    outcome = rehearsed(Memory.of(topic(1, "Tea", f"ACTION @ada to {'look ' * 300}")))
    assert len(printed(replace(outcome, steps=()))) < 800
    (line,) = as_values(outcome)["lines"]
    assert line["task"] == ("look " * 300).strip()
