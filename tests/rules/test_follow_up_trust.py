"""Whose lines make follow-ups and settle them, and whose follow-ups count."""

from dataclasses import replace

import pytest

from arch_hour.model import Account
from arch_hour.rules.changes import CreateIssue
from arch_hour.rules.events import Command
from tests.rules.build import topic
from tests.rules.memory import Memory
from tests.rules.promised import LINE, OPENED, actions, kinds, promised


@pytest.mark.parametrize("person", ["stranger", "other-app[bot]"])
def test_lines_of_those_who_may_not_write_make_nothing(person: str) -> None:
    repository = Memory.of(topic(1, "Tea", LINE, by=person))
    repository.say(1, person, LINE)
    assert actions(repository, OPENED) == []


def test_apps_promise_nothing_not_even_ours_or_one_that_is_trusted() -> None:
    repository = Memory.of(topic(1), bots=["former-bot[bot]"])
    for app in ("arch-hour[bot]", "former-bot[bot]"):
        repository.say(1, app, LINE)
    assert actions(repository, OPENED) == []


def test_lines_of_a_deleted_account_make_nothing() -> None:
    repository = Memory.of(replace(topic(1, "Tea", LINE), author=None))
    assert actions(repository, OPENED) == []


def test_who_is_trusted_can_be_a_list() -> None:
    repository = Memory.of(topic(1, "Tea", LINE, by="Guest"), actions={"trusted": ["@guest"]})
    repository.say(1, "wren", "ACTION @wren to brew")
    assert [change.title for change in actions(repository, OPENED) if isinstance(change, CreateIssue)] == [
        "write it down"
    ]
    assert repository.asked == ["closed follow-ups"]


def test_an_author_who_left_keeps_what_was_promised() -> None:
    repository = promised(LINE)
    repository.writing.discard("wren")
    assert actions(repository) == []
    repository.edit(1, body=f"- [x] {LINE}")
    assert kinds(actions(repository)) == ["CloseIssue", "EditComment"]


def test_a_stranger_who_copies_a_line_ticked_settles_nothing() -> None:
    repository = promised(LINE)
    repository.say(1, "stranger", f"- [x] {LINE}")
    repository.say(1, "stranger", f"~~{LINE}~~")
    assert actions(repository) == []
    assert repository.issues[2].is_open


def test_a_forged_follow_up_of_a_stranger_stands_for_nothing() -> None:
    repository = promised(LINE)
    forged = replace(repository.issues[2], id="I3", number=3, author=Account("stranger"))
    repository.issues = {1: topic(1, "Tea", f"- {LINE}"), 3: forged}
    assert "CreateIssue" in kinds(actions(repository))
    assert repository.issues[3].is_open


def test_follow_ups_that_another_app_made_are_told_of_as_their_markers_do_not_count() -> None:
    repository = promised(LINE)
    repository.viewer = Account("wren")
    (warning,) = repository.run(command=Command.ACTIONS).remarks
    assert warning.startswith("arch-hour[bot] made follow-ups here whose markers do not count")
    repository.values["bots"] = ["arch-hour[bot]"]
    assert repository.run(command=Command.ACTIONS).remarks == ()
