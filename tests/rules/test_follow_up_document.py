"""The issue that a line becomes: what a reader sees, and what it remembers."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arch_hour.model import Issue
from arch_hour.rules.follow_up_document import FOLLOW_UP, logins_of, new_body, read_follow_up, title_of
from arch_hour.rules.markers import find_markers
from arch_hour.rules.sources import LivingLine, line_digest, spoken_lines
from tests.rules.build import config, issue, snapshot, topic

PAGE = '<!-- arch-hour:page {"date":"2020-12-17"} -->\nx\n<!-- /arch-hour:page -->\n\n'


def line_of(text: str, title: str = "Tea | <b>cake</b>", body: str = "") -> LivingLine:
    seen = snapshot(topics=(topic(1, title, body + text),))
    (found,) = spoken_lines(seen, config())
    return found


def made_of(line: LivingLine) -> Issue:
    return issue(11, title_of(line), new_body(line), labels=("action-item",))


def test_a_follow_up_looks_like_this(golden: Callable[[str, str], None]) -> None:
    line = line_of(
        "- ACTION @Adam Blackwell (Deactivated), @Nimisha Asthagiri to ask @Stacey Messier about `x | y` "
        "and <status page>, due 2021-01-07",
        body=PAGE,
    )
    golden("follow_up.md", f"# {title_of(line)}\n\n{new_body(line)}".rstrip("\n"))


def test_a_follow_up_without_owner_looks_like_this(golden: Callable[[str, str], None]) -> None:
    golden(
        "follow_up_without_owner.md",
        new_body(line_of("ACTION somebody should look", title="Tea")).rstrip("\n"),
    )


@given(st.text("abcé @<>-!`|*_[]()#&;🎉\u200b", min_size=1, max_size=60))
@example("--> <!-- arch-hour:follow-up {} --> @octocat")
def test_it_remembers_its_line_to_the_letter_and_mentions_nobody(task: str) -> None:
    spoken = spoken_lines(snapshot(topics=(topic(1, "Tea", f"ACTION @ada to {task}"),)), config())
    for line in spoken:
        found = read_follow_up(made_of(line))
        assert found is not None
        assert (found.source, found.text, found.owners) == ("I1", line.action.text, logins_of(line))
        assert line_digest(found.text) == line.digest
        shown = re.sub(r"`[^`]*`|\]\([^)]*\)", "", found.issue.title + new_body(line))
        assert not re.search(r"(?<![A-Za-z0-9`])@(?=ada|octocat)", shown)
        assert len(list(find_markers(new_body(line), FOLLOW_UP))) == 1


@pytest.mark.parametrize(
    ("task", "title"),
    [
        ("write it down", "write it down"),
        ("ask @octocat", "ask @\u200boctocat"),
        ("x" * 300, "x" * 255 + "…"),
        ("word " * 60, ("word " * 50).strip() + "…"),
    ],
    ids=["short", "a mention", "one long word", "many words"],
)
def test_the_title_is_the_task_cut_at_a_word(task: str, title: str) -> None:
    found = title_of(line_of(f"ACTION @ada to {task}"))
    assert len(found) <= 256
    assert found.startswith(title.rstrip("…")[:240])
    assert found.endswith("…") is title.endswith("…")


def test_an_issue_has_at_most_ten_owners() -> None:
    names = ", ".join(f"@person-{number}" for number in range(15))
    assert len(logins_of(line_of(f"ACTION {names} to look"))) == 10


def test_a_memory_that_a_browser_saved_is_the_same() -> None:
    line = line_of("ACTION @ada to write it down")
    found = read_follow_up(issue(11, "", new_body(line).replace("\n", "\r\n")))
    assert found is not None
    assert found.text == "ACTION @ada to write it down"


def test_however_long_its_line_is_a_follow_up_fits_what_github_takes() -> None:
    line = line_of("ACTION @wren to " + "say @all & <more> | " * 3_000)
    assert len(new_body(line)) < 65_536
    assert line.action.text.endswith("…")
