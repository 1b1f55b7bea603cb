"""`ACTION` alone is told on every run as long as it stands on an open issue."""

import pytest

from arch_hour.rules.events import Command
from tests.rules.build import comment, topic
from tests.rules.memory import Memory, later

OPENED = "12-15 09:00"
REST = (
    "`ACTION` alone names nobody and nothing to do: write `ACTION @who to do what`, or take it out "
    "(https://github.com/acme/tea/issues/1"
)


def remarks(repository: Memory) -> list[str]:
    return list(repository.run(later(repository, minutes=1), Command.ACTIONS).remarks)


def test_it_is_told_with_its_place_until_it_is_gone() -> None:
    said = (comment(5, "wren", "Notes\n\n- ACTION:\n- ACTION @ada to look"),)
    repository = Memory.of(
        topic(1, "Tea", "ACTION\n", comments=said, comments_total=1), actions={"trusted": ["wren"]}
    )
    told = [f"#1, text, line 1: {REST})", f"#1, comment by wren, line 3: {REST}#issuecomment-5)"]
    assert remarks(repository) == told
    assert remarks(repository) == told
    repository.edit(1, body="")
    assert remarks(repository) == told[1:]
    repository.close(1)
    assert remarks(repository) == []


@pytest.mark.parametrize(
    ("author", "told", "asked"),
    [("wren", 1, ["wren"]), ("stranger", 0, ["stranger"]), ("robot[bot]", 0, [])],
)
def test_it_is_asked_whether_its_author_may_promise_anything(
    author: str, told: int, asked: list[str]
) -> None:
    said = (comment(5, author, "ACTION"),)
    repository = Memory.of(topic(1, "Tea", "", comments=said, comments_total=1))
    assert (len(remarks(repository)), repository.asked) == (told, asked)


def test_of_who_is_known_not_to_write_it_is_not_told() -> None:
    said = (comment(5, "stranger", "ACTION\nACTION @ada to look"), comment(6, "wren", "ACTION"))
    repository = Memory.of(topic(1, "Tea", "ACTION @ada to boil water", comments=said, comments_total=2))
    assert remarks(repository) == [f"#1, comment by wren, line 1: {REST}#issuecomment-6)"]


@pytest.mark.parametrize(
    "text",
    ["## ACTION\n\n- tea", "ACTION:\n\n- tea", "- [x] ACTION", "~~ACTION~~", "`ACTION`", "> ACTION"],
    ids=["a heading", "above a list", "ticked", "struck", "code", "a quote"],
)
def test_what_only_looks_like_it_is_not_told(text: str) -> None:
    assert remarks(Memory.of(topic(1, "Tea", text))) == []


def test_an_agenda_as_we_write_it_has_none() -> None:
    repository = Memory.of(topic(1, "Tea", "", votes=2))
    for moment in ("12-15 09:00", "12-17 14:50", "12-18 06:00"):
        assert [each for each in repository.run(moment).remarks if "ACTION" in each] == []
