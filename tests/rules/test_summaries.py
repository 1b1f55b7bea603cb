"""One summary comment on each source: kept true in place, and no source itself."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from arch_hour.model import Account
from arch_hour.rules.blocks import wrap
from arch_hour.rules.changes import AddComment, EditComment
from arch_hour.rules.events import Command
from arch_hour.rules.markers import mark
from arch_hour.rules.sources import SUMMARY, spoken_lines
from arch_hour.rules.summaries import Entry, entries, recorded_entries
from tests.rules.build import VIEWER, comment, config, person, snapshot, topic
from tests.rules.memory import Memory

OPENED = "12-15 09:00"
LINE = "ACTION @ada to write it down"


def made(repository: Memory, at: str | None = None) -> list[object]:
    return [
        change
        for change in repository.made(at, Command.ACTIONS)
        if isinstance(change, AddComment | EditComment)
    ]


def test_the_summary_tells_which_follow_ups_came_from_here(golden: Callable[[str, str], None]) -> None:
    lines = f"- {LINE}\n- ACTION TBD to look | at <b> and @octocat\n- ACTION @Adam Blackwell to ask\n"
    repository = Memory.of(topic(1, "Tea", lines))
    repository.run(OPENED, Command.ACTIONS)
    repository.close(2)
    repository.run(command=Command.ACTIONS)
    golden("summary.md", repository.bodies(1)[-1])


def test_there_is_one_comment_and_it_is_edited_in_place() -> None:
    repository = Memory.of(topic(1, "Tea", LINE))
    assert len(made(repository, OPENED)) == 1
    repository.edit(1, body=f"{LINE}\n\nACTION @wren to brew")
    (edit,) = made(repository)
    assert isinstance(edit, EditComment)
    assert edit.database_id == repository.issues[1].comments[0].database_id
    assert len(repository.bodies(1)) == 1
    assert made(repository) == []


def test_what_we_opened_ourselves_has_one_summary_too() -> None:
    page = '<!-- arch-hour:page {"date":"2020-12-03"} -->\nx\n<!-- /arch-hour:page -->\n\n'
    repository = Memory.of(topic(1, "Tea", page + LINE, by="arch-hour[bot]"))
    assert len(made(repository, OPENED)) == 1
    assert made(repository) == []


def test_an_issue_without_promises_gets_no_comment() -> None:
    repository = Memory.of(topic(1, "Tea", LINE), topic(2, "Cake", "nothing to do"))
    repository.run(OPENED, Command.ACTIONS)
    assert repository.bodies(2) == []


def test_a_summary_is_no_source_and_neither_is_any_other_comment_of_ours_even_with_a_persons_token() -> None:
    echoes = [f"{mark(kind, {})}\n{LINE}" for kind in (SUMMARY, "wrap-up", "discussed", "duplicate")]
    said = tuple(comment(number, "wren", body) for number, body in enumerate(echoes, start=1))
    quoted = comment(9, "wren", "> " + echoes[0].replace("\n", "\n> ") + f"\n\n{LINE}")
    seen = snapshot(topics=(topic(1, comments=(*said, quoted)),), viewer=person("wren"))
    assert [line.source.id for line in spoken_lines(seen, config())] == ["C9"]


@pytest.mark.parametrize("kind", [SUMMARY, "late", "wrap-up"])
@pytest.mark.parametrize("copied", ["I copied this:\n\n{0}\n\n", "{0}\n", "{0}\r\n\r\n"])
def test_what_a_person_writes_around_a_copy_of_ours_is_read(kind: str, copied: str) -> None:
    ours = wrap(kind, {"follow_ups": []}, "- [#2](https://github.com/acme/tea/issues/2) ask – ada")
    text = f"{copied.format(ours)}{LINE}"
    seen = snapshot(topics=(topic(1, comments=(comment(9, "wren", text),)),))
    (line,) = spoken_lines(seen, config())
    assert (line.action.text, line.action.line) == (LINE, text.count("\n") + 1)


def test_a_copied_block_itself_promises_nothing() -> None:
    said = comment(9, "wren", f"{wrap(SUMMARY, {}, LINE)}\n\nACTION @wren to bake")
    seen = snapshot(topics=(topic(1, comments=(said,)),))
    assert [line.action.text for line in spoken_lines(seen, config())] == ["ACTION @wren to bake"]


def test_a_promise_below_a_copied_summary_is_kept_and_closed_with_its_line() -> None:
    repository = Memory.of(topic(1, "Tea", LINE))
    repository.run(OPENED, Command.ACTIONS)
    copied = repository.say(1, "wren", f"{repository.bodies(1)[0]}\n\nACTION @wren to bake")
    repository.run(command=Command.ACTIONS)
    assert [issue.title for issue in repository.labelled("action-item")] == ["write it down", "bake"]
    assert made(repository) == []
    repository.edit_comment(1, copied.database_id, repository.bodies(1)[0])
    repository.run(command=Command.ACTIONS)
    assert [issue.is_open for issue in repository.labelled("action-item")] == [True, False]


def test_a_summary_that_was_copied_to_another_issue_is_none_of_that() -> None:
    repository = Memory.of(topic(1, "Tea", LINE), topic(2, "Cake"))
    repository.run(OPENED, Command.ACTIONS)
    repository.say(2, "wren", repository.bodies(1)[0])
    assert repository.made(command=Command.ACTIONS) == []
    repository.write(2, "ACTION @wren to bake")
    (added,) = made(repository)
    assert isinstance(added, AddComment)
    assert [entry.source for entry in entries(comment(1, "arch-hour[bot]", added.body))] == ["I2"]


def test_a_summary_of_an_account_that_we_ran_under_tells_of_closed_ones_still() -> None:
    repository = Memory.of(topic(1, "Tea", LINE))
    repository.viewer = person("wren")
    repository.run(OPENED, Command.ACTIONS)
    repository.close(2)
    repository.run(command=Command.ACTIONS)
    repository.viewer = VIEWER
    (added,) = made(repository)
    assert isinstance(added, AddComment)
    assert "closed" in added.body
    assert made(repository) == []


def test_a_summary_saved_in_a_browser_is_no_reason_to_write() -> None:
    repository = Memory.of(topic(1, "Tea", LINE))
    repository.run(OPENED, Command.ACTIONS)
    (said,) = repository.issues[1].comments
    repository.edit(1, comments=(replace(said, body=said.body.replace("\n", "\r\n") + "\r\n"),))
    assert made(repository) == []


def test_a_summary_written_under_a_former_account_is_found_when_that_is_named() -> None:
    repository = Memory.of(topic(1, "Tea", LINE), bots=["former-bot[bot]"])
    repository.viewer = Account("former-bot", is_bot=True)
    repository.run(OPENED, Command.ACTIONS)
    repository.viewer = VIEWER
    assert repository.made(command=Command.ACTIONS) == []


def test_a_summary_far_down_in_a_long_thread_is_looked_for_before_another_is_written() -> None:
    repository = Memory.of(topic(1, "Tea", LINE))
    repository.run(OPENED, Command.ACTIONS)
    repository.comments_read = 2
    for number in range(5):
        repository.say(1, "wren", f"chat {number}")
    assert made(repository) == []
    assert repository.asked == ["comments of 1"]


@pytest.mark.parametrize(
    ("data", "numbers"),
    [
        ({"follow_ups": [{"number": 7, "line": "abc", "source": "I1"}]}, [7]),
        ({"follow_ups": [{"number": "x", "line": "abc"}, {}, 3, None, {"number": 7, "line": "abc"}]}, [7]),
        ({"follow_ups": [{"number": float("inf"), "line": "abc", "source": "I1"}]}, []),
        ({"follow_ups": 3}, []),
        ({}, []),
    ],
)
def test_a_damaged_summary_tells_what_is_left_of_it(data: dict[str, object], numbers: list[int]) -> None:
    text = mark(SUMMARY, data).replace("Infinity", "1e999")
    assert [entry.number for entry in entries(comment(1, "arch-hour[bot]", text))] == numbers


@pytest.mark.parametrize(
    ("author", "believed"), [("stranger", False), ("wren", True), ("arch-hour[bot]", True)]
)
def test_only_a_summary_of_those_who_are_trusted_records_numbers(author: str, believed: bool) -> None:  # noqa: FBT001
    said = comment(1, author, mark(SUMMARY, {"follow_ups": [{"number": 7, "line": "abc", "source": "I1"}]}))
    seen = snapshot(topics=(topic(1, comments=(said,)),))
    assert recorded_entries(seen, config()) == ({("I1", "abc"): Entry(7, "abc", "I1")} if believed else {})
