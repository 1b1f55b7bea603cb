"""Which lines of an agenda are about which topic."""

import pytest

from arch_hour.rules.agenda_identity import AgendaIdentity, placed_sections
from arch_hour.rules.agenda_parts import headings, parts
from arch_hour.rules.blocks import wrap
from arch_hour.rules.markers import mark
from tests.rules.build import START

MEETING = "2020-12-17T15:00:00Z"
IDENTITY = AgendaIdentity("c.yml", MEETING, START, 60, frozen=True, title="Tea")


def tick(number: int, meeting: str = MEETING, repository: str = "") -> str:
    """The line of a topic's section."""
    data = {"config": "c.yml", "meeting": meeting, "topic": f"I{number}", "number": number}
    data |= {"repository": repository} if repository else {}
    return f"- [ ] Discussed · [{repository}#{number}](u) · 10:00, 10 min · 1 vote {mark('topic', data)}"


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_each_part_begins_with_the_tick_of_its_topic(end: str) -> None:
    body = end.join(["a", tick(1), "b", "", tick(2, repository="acme/cups"), tick(3), "c"])
    found = [(part.section.name if part.section else None, part.first) for part in parts(body, IDENTITY)]
    assert found == [(None, 1), ("#1", 2), ("acme/cups#2", 5), ("#3", 6)]
    assert "\n".join(line for part in parts(body, IDENTITY) for line in part.lines) == body


def test_a_text_without_topics_is_one_part() -> None:
    (part,) = parts("a\nb", IDENTITY)
    assert (part.section, part.first, part.lines) == (None, 1, ("a", "b"))


def test_a_text_may_begin_with_a_topic() -> None:
    assert [part.first for part in parts(f"{tick(1)}\na", IDENTITY)] == [1]


def test_a_tick_without_its_marker_begins_a_part_and_one_of_another_meeting_does_not() -> None:
    body = f"a\n- [x] Discussed · [#1](u)\n{tick(2, meeting='another')}\nb"
    assert [(place, section.number) for place, section in placed_sections(body, IDENTITY)] == [(2, 1)]


@pytest.mark.parametrize("change", ["", " edited"], ids=["as we wrote it", "edited by people"])
def test_what_stands_in_our_block_moves_no_line(change: str) -> None:
    block = wrap("agenda", {}, "our ranking\n\nof topics").replace("ranking", f"ranking{change}")
    body = f"a\n{block}\n\n{tick(1)}\nb"
    assert [place for place, _ in placed_sections(body, IDENTITY)] == [body.split("\n").index(tick(1)) + 1]


def test_empty_lines_without_end_are_read_in_time() -> None:
    assert placed_sections("\n" * 200_000, IDENTITY) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# a\nb\n### c", [(0, 1), (2, 3)], id="headings"),
        pytest.param("   ###### a\r\n#\n#\tb\r", [(0, 6), (1, 1), (2, 1)], id="odd headings"),
        pytest.param("####### a\n#b\n    # c\n- # d", [], id="none"),
        pytest.param("```\n# a\n```\n# b", [(3, 1)], id="after a fence"),
        pytest.param("~~~\n# a\n```\n# b", [], id="in a fence that is not closed"),
    ],
)
def test_headings_are_found_outside_of_code(text: str, expected: list[tuple[int, int]]) -> None:
    assert list(headings(text.split("\n"))) == expected
