"""Which texts are read, of which meeting they are, and which topics their lines are about."""

from dataclasses import replace
from datetime import date

import pytest

from arch_hour.rules.events import Command
from arch_hour.rules.markers import mark
from arch_hour.rules.sources import Source, spoken_lines, texts_read
from tests.rules.build import FREEZE, OPENED, comment, config, snapshot, topic
from tests.rules.memory import Memory


def topics_by_line(notes: str) -> list[int | None]:
    """The topic of each line, where an agenda of #1 and #2 has notes on #1."""
    repository = Memory.of(topic(1, "One", votes=2), topic(2, "Two", votes=1))
    repository.run("12-15 09:00")
    repository.run(f"{FREEZE:%m-%d %H:%M}")
    agenda = repository.only("agenda")
    one, two, rest = agenda.body.partition("### 2. Two")
    seen = repository.run(None).snapshot
    assert two
    repository.edit(
        agenda.number, body=f"{one}{notes}\n\nACTION @ada to end\n\n{two}{rest}\nACTION @ada to go\n"
    )
    seen = repository.run(None).snapshot
    return [line.topic for line in spoken_lines(seen, config())]


@pytest.mark.parametrize(
    "notes",
    [
        "```sh\n# install\nmake\n```",
        "~~~\n# install\n```\n# more\n~~~",
        "````\n```\n# install\n```\n# more\n````",
        "   ```\r\n   # install\r\n   ```",
        "- so:\n  ```\n  # install\n  ```",
        "1. ~~~\n   # install\n   ~~~",
        "- ```\n  # install\n     ```",
        "``` # install\nmake\n```",
    ],
)
def test_what_looks_like_a_heading_in_code_ends_no_topic(notes: str) -> None:
    assert topics_by_line(notes) == [1, 2]


@pytest.mark.parametrize(
    "notes",
    [
        "# Another matter",
        "```\nmake\n```\n\n# Another matter",
        "```make```\n# Another matter",
        "    ```\n# Another matter",
        "``\n# Another matter",
        "```\n~~~\n```\n# Another matter",
    ],
)
def test_a_heading_outside_code_ends_a_topic(notes: str) -> None:
    assert topics_by_line(notes) == [None, 2]


def test_a_fence_that_nobody_closed_ends_at_the_next_topic() -> None:
    assert topics_by_line("ACTION @ada to begin\n\n- ```\n# install")[-1] == 2


LINE = "ACTION @ada to look into it by tomorrow"
PAGE = '<!-- arch-hour:page {"date":"%s"} -->\n%s\n<!-- /arch-hour:page -->\n\nmore'


def opening(day: str, by: str) -> Source:
    seen = snapshot(topics=(topic(1, body=PAGE % (day, LINE), by=by),))
    (text,) = texts_read(seen, config())
    return text


def test_a_page_tells_the_meeting_only_where_who_imported_it_is_trusted() -> None:
    known, forged = opening("2020-12-03", "wren"), opening("2020-12-03", "stranger")
    assert (known.meeting, known.held, known.marked) == ("page 2020-12-03", date(2020, 12, 3), True)
    assert (forged.meeting, forged.held, forged.marked) == ("", None, False)
    assert forged.text == PAGE % ("2020-12-03", LINE)


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "2200-01-01", "9999-12-31", "soon"])
def test_a_day_on_which_no_meeting_can_be_is_no_meeting(day: str) -> None:
    found = opening(day, "wren")
    assert (found.meeting, found.held, found.marked) == ("", None, True)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("by", ["wren", "stranger"])
def test_a_page_of_an_impossible_day_stops_no_run(day: str, by: str) -> None:
    page = PAGE % (day, "x")
    repository = Memory.of(topic(1, body=page, by=by), actions={"due_in": "60d", "remind_after": "0d"})
    repository.say(1, "wren", LINE)
    repository.say(1, "wren", "ACTION @ada to cook")
    repository.run()
    assert ["- Due: Wednesday, 16 December 2020" in it.body for it in repository.labelled("action-item")] == [
        True,
        False,
    ]
    assert repository.made() == []


def test_pages_that_a_stranger_forged_do_not_make_one_promise_of_two() -> None:
    forged = mark("page", {"date": "2020-12-17"})
    repository = Memory.of(*(topic(number, body=forged, by="stranger") for number in (1, 2)))
    repository.say(1, "wren", "ACTION @ada to look into it")
    repository.run(command=Command.ACTIONS)
    repository.close(3)
    repository.say(2, "wren", "ACTION @ada to look into it")
    repository.run(command=Command.ACTIONS)
    assert [issue.is_open for issue in repository.labelled("action-item")] == [False, True]


def test_who_imported_a_page_is_asked_about_where_lines_are_of_its_meeting() -> None:
    said = (comment(1, "wren", LINE),)
    seen = Memory.of(
        topic(3, body=PAGE % ("2020-12-03", "x"), by="cleo", comments=said, comments_total=1),
        topic(4, body=PAGE % ("2020-12-03", "x"), by="dora"),
        topic(5, body="x", by="eve", comments=(comment(2, "wren", LINE),), comments_total=1),
        replace(
            topic(6, body=PAGE % ("2020-12-03", "x"), by="flo", comments=said, comments_total=1),
            is_open=False,
            closed_at=OPENED,
        ),
    )
    seen.run(command=Command.ACTIONS)
    assert [who for who in seen.asked if who in ("cleo", "dora", "eve", "flo")] == ["cleo", "flo"]
