"""What `check` says of the project."""

from dataclasses import replace

from tests.checking.build import Row, good, to_know, wrong
from tests.rules.build import topic
from tests.rules.memory import Memory
from tests.rules.memory_board import FIELDS, STATUS

PLACE = "orgs/acme/projects/5"


def team() -> Memory:
    return Memory.of(topic(1), board={"project": PLACE})


def about_board(rows: list[Row]) -> list[str]:
    return [sentence for about, sentence in rows if about == "board"]


def test_a_project_that_has_all_is_ready() -> None:
    assert about_board(good(team())) == [
        f"“Tea” ({PLACE}) has all fields and options, and board-app[bot] may write to it"
    ]


def test_each_field_and_option_that_is_missing_is_named() -> None:
    repository = team()
    repository.fields = (replace(STATUS, options=STATUS.options[:1]), FIELDS[1])
    told = about_board(wrong(repository))
    for words in (
        "no field Due",
        "no field Votes",
        "no option “On agenda”",
        "no option “Todo”",
        "no option “Done”",
    ):
        assert len([sentence for sentence in told if words in sentence]) == 1
    assert about_board(to_know(repository)) == []


def test_a_project_in_trouble_is_told_once() -> None:
    repository = team()
    repository.trouble = "give a token"
    assert [row for row in (*wrong(repository), *to_know(repository)) if row[1] == "give a token"] == [
        ("board", "give a token")
    ]
    assert repository.asked.count("board") == 1


def test_without_a_project_nothing_is_said() -> None:
    assert about_board(good(Memory.of(topic(1)))) == []
