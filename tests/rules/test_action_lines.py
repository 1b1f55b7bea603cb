from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from arch_hour.rules.action_lines import (
    LONGEST,
    Span,
    Standing,
    action_of,
    empty_keywords,
    may_have_lines,
    read_action_lines,
)
from arch_hour.rules.line_words import verbatim
from tests.rules.action_texts import DAYS, LINES, NOTES, PEOPLE, login, only

# fmt: off
BEGINNINGS = [
    "ACTION @one to ", "ACTION: @one to ", "ACTION : @one to ", "ACTION ITEM @one to ",
    "ACTION ITEM: @one to ", "ACTION item: @one to ", "ACTION - @one to ", "Action: @one to ",
    "action item: @one to ", "ACTION：@one：", "ACTION\u00a0@one\u00a0to ", "ACTION @\u200bone to ",
    "ACTION @one: ", "ACTION @one to: ", "ACTION @one - ", "ACTION @one – ", "ACTION @one — ",
    "**ACTION** @one to ", "**ACTION:** @one to ", "**ACTION**: *@one* to ", "- ACTION @one to ",
    "* a\n  * ACTION @one to ", "1. **ACTION**: @one to ", "- [ ] ACTION @one: ",
    "- [ ] **ACTION** @one: ", "• ACTION @one to ", "1) ACTION @one to ", "1. [ ] ACTION @one to ",
    "+\tACTION\t@one\tto\t", "\ufeffACTION @one to ", "__ACTION:__ @one to ", "*ACTION* @one to ",
    "ACTION\u200b @one\u2060 to ", "\u200fACTION @one to ", "ACTION &#64;one to ", "ACTION \\@one to ",
    "ACTION&nbsp;@one to ", "Action Item: @one to ", "- a\n\n  ACTION @one to ", "- - 1. ACTION @one to ",
    "[ ] ACTION @one to ", "a\n=\nACTION @one to ", "said\\\nACTION @one to ", "said<br>ACTION @one to ",
    "<details>\n<summary>s</summary>\n\nACTION @one to ", "<!-- a -->\n\nACTION @one to ",
    "[^1]: a\n\nACTION @one to ", "> a\n\nACTION @one to ", "\rACTION @one to ", "\r\n\r\nACTION @one to ",
    "ACTION @one to\u00a0", "a\u2028b\n\n\u3000ACTION\u3000@one\u3000to\u3000",
    "***ACTION*** ***@one*** **to** ", "ACTION [@one](https://github.com/one) to ", "## ACTION @one to ",
    "| a |\n|-|\n| ACTION @one to ", "said\nACTION @one to ", "- said\n  ACTION @one to ",
    "ACTION @one, @ONE & @one to ", "ACTION @one <!-- hidden --> to ",
]
NOTHING = [
    "action @one to do x", "Action @one to do x", "We need ACTION @one to do x",
    "TRANSACTION @one to do x", "ACTIONABLE: @one to do x", "ACTIONS: @one to do x",
    "ACTION-1 @one to do x", "ACTION, @one to do x", "Action items:", "## Action items", "## ACTION ITEMS",
    "ACTION items from last week:", "> ACTION @one to do x", "```\nACTION @one to do x\n```",
    "    ACTION @one to do x", "`ACTION` @one to do x", "`ACTION @one to do x`",
    "<!-- ACTION @one to do x -->", "<div>\nACTION @one to do x\n</div>", "a <b>ACTION</b> @one to do x",
    "<b>ACTION</b> @one to do x", "[ACTION](https://x.example) @one to do x",
    "[ACTION @one to do x](https://x.example)", "DECISION @one is to do x",
    "> [!NOTE]\n> ACTION @one to do x", "- > ACTION @one to do x", "> - ACTION @one to do x",
    "> a\nACTION @one to do x", "- a\n\n      ACTION @one to do x", "~~~\nACTION @one to do x",
    "``` x\nACTION @one: y", "\\*\\*ACTION\\*\\* @one to do x", "\\ACTION @one to do x",
    "<pre>\n\nACTION @one to do x\n\n</pre>", "<!--\n\nACTION @one to do x\n\n-->",
    "<div><!--\n\nACTION @one to do x\n\n</div>", "<?\nACTION @one to do x\n?>",
    "[^1]: ACTION @one to do x", "[a]: ACTION", "![ACTION @one to do x](https://x.example)", "ACTION",
    "ACTION:", "ACTION — ", "Action item:", "- [ ] ACTION", "REACTION: @one to do x",
    "ＡＣＴＩＯＮ @one to do x", "ACTION", "",
]
# fmt: on


@pytest.mark.parametrize("start", BEGINNINGS)
def test_a_line_may_begin_in_many_ways(start: str) -> None:
    line = only(f"{start}go to town: now")
    assert line.owners == (login("one"),)
    assert line.task == "go to town: now"
    assert line.standing is Standing.OPEN


@pytest.mark.parametrize("markdown", NOTHING)
def test_what_only_looks_like_a_line_is_nothing(markdown: str) -> None:
    assert read_action_lines(markdown, PEOPLE) == ()


@pytest.mark.parametrize(
    ("markdown", "standing"),
    [
        ("- [x] ACTION @one to do x", Standing.DONE),
        ("1. [X] **ACTION** @one to do x", Standing.DONE),
        ("- [ ] ACTION @one to do x", Standing.OPEN),
        ("~~ACTION @one to do x~~", Standing.WITHDRAWN),
        ("**~~ACTION @one to do x~~**", Standing.WITHDRAWN),
        ("~~**ACTION** @one to do x~~", Standing.WITHDRAWN),
        ("- [ ] ~~ACTION @one to do x~~", Standing.WITHDRAWN),
        ("- ~~[ ] ACTION @one to do x~~", Standing.WITHDRAWN),
        ("- [x] ~~ACTION @one to do x~~", Standing.WITHDRAWN),
        ("ACTION ~~@one to do x~~", Standing.WITHDRAWN),
        ("~~ACTION~~ @one to do x", Standing.WITHDRAWN),
        ("ACTION @one ~~and @two~~ to do x", Standing.OPEN),
        ("~ACTION @one to do x~", Standing.WITHDRAWN),
        ("- <del>ACTION @one to do x</del>", Standing.WITHDRAWN),
        ("<s>ACTION</s> @one to do x", Standing.WITHDRAWN),
        ("ACTION @one <strike>and @two</strike> to do x", Standing.OPEN),
        ("- ~~a~~\n  ACTION @one to do x", Standing.OPEN),
    ],
)
def test_a_ticked_line_is_done_and_a_struck_one_withdrawn(markdown: str, standing: Standing) -> None:
    line = only(markdown)
    assert line.standing is standing
    assert line.task == "do x"
    assert line.text == "ACTION @one to do x"
    assert line.owners == (login("one"),)


def test_a_list_item_goes_on_until_the_next_keyword() -> None:
    markdown = "- Said\n  ACTION @one to do\n  x and y\n  DECISION to stop\n  ACTION @two: z\n- more"
    assert [(line.text, line.line) for line in read_action_lines(markdown, PEOPLE)] == [
        ("ACTION @one to do x and y", 2),
        ("ACTION @two: z", 5),
    ]


def test_in_a_paragraph_each_line_stands_for_itself() -> None:
    first, second = read_action_lines("ACTION @one to do x\r\nmore\r\nACTION @two to do y", PEOPLE)
    assert (first.task, first.line) == ("do x", 1)
    assert (second.task, second.line) == ("do y", 3)


@settings(deadline=None)
@given(
    st.one_of(NOTES, LINES, st.text().map("ACTION {}".format)), st.dictionaries(st.text(), st.just("someone"))
)
@example("ACTION " + "(" * 5_000, {})
@example("ACTION @" + "A " * 5_000, {"A " * 100: "someone"})
def test_no_text_is_too_odd_to_read(markdown: str, people: dict[str, str]) -> None:
    for line in read_action_lines(markdown, PEOPLE | people):
        assert line.task
        assert line.task in line.text


@settings(deadline=None)
@given(LINES, st.sampled_from(["- ", "* ", "7. ", "- [ ] ", "2) [ ] ", "- a\n  - ", "# ", "• ", "[ ] "]))
@example("ACTION  & ACTION", "- [ ] ")
def test_a_line_reads_the_same_behind_any_list_marker_and_box(text: str, marker: str) -> None:
    assume("\n" not in text and "<br>" not in text)
    alone = read_action_lines(text, PEOPLE)
    assert read_action_lines(marker + text, PEOPLE) == tuple(
        replace(line, span=Span(marker.count("\n") + 1, marker.count("\n") + 1)) for line in alone
    )


@settings(deadline=None)
@given(st.one_of(NOTES, LINES), DAYS)
def test_the_text_of_a_line_reads_like_the_line(markdown: str, day: date | None) -> None:
    for line in read_action_lines(markdown, PEOPLE, day):
        again = action_of(line.text, PEOPLE, day)
        assert again == replace(
            line, span=Span(1, 1), standing=Standing.OPEN, whole=line.text, markdown=verbatim(line.text)
        )


@pytest.mark.parametrize("text", ["", "ACTION", "ACTION :", "do x", "TRANSACTION: do x", "ACTION items: x"])
def test_what_is_no_line_has_no_reading(text: str) -> None:
    assert action_of(text, PEOPLE) is None


def test_a_line_is_read_up_to_its_longest_and_known_whole() -> None:
    line = only("ACTION @one to " + "go on and " * 500 + "stop by 2021-01-15")
    assert len(line.text) == LONGEST
    assert line.text.endswith("…")
    assert line.task.startswith("go on")
    assert line.task.endswith("…")
    assert line.whole.endswith("and stop by 2021-01-15")
    assert line.whole.startswith(line.text[:-1])
    assert only("ACTION @one to go").whole == "ACTION @one to go"


@pytest.mark.parametrize(
    ("markdown", "span"),
    [
        pytest.param("a\n\nACTION @one: x\nb", Span(3, 3), id="a line of a paragraph"),
        pytest.param("- a\n- ACTION @one: x\n  y\n  z\n- b", Span(2, 4), id="an item that goes on"),
        pytest.param("- ACTION @one: x\ny\n\nz", Span(1, 2), id="lazily"),
        pytest.param("- ACTION @one: x\n  DECISION y", Span(1, 1), id="until the next keyword"),
        pytest.param("- a\n  ACTION @one: x\n  - b", Span(2, 2), id="or a nested list"),
        pytest.param("ACTION @one: x <!-- a\nb --> y\nz", Span(1, 2), id="a comment over two lines"),
        pytest.param("ACTION @one: `x\ny`\\\nz", Span(1, 2), id="code over two lines"),
        pytest.param("ACTION @one: [x\ny](/u)\nz", Span(1, 2), id="a link over two lines"),
        pytest.param("a<br>ACTION @one: x<br>b", Span(1, 1), id="between break tags"),
        pytest.param("`a\nb`<br>ACTION @one: x", Span(2, 2), id="behind code over two lines and a tag"),
        pytest.param("|a|\n|-|\n|b|\n|ACTION @one: x|", Span(4, 4), id="a cell"),
        pytest.param("a\r\n\r\nACTION @one: x", Span(3, 3), id="CRLF"),
        pytest.param("a\r\rACTION @one: x\r", Span(3, 3), id="CR"),
        pytest.param("ACTION @one: x\n===", Span(1, 1), id="an underlined heading"),
    ],
)
def test_a_line_knows_where_it_stands(markdown: str, span: Span) -> None:
    line = only(markdown)
    assert line.span == span
    assert line.line == span.first


@pytest.mark.parametrize(
    "markdown",
    [
        "ACTION", "a\nACTION:\nb", "- ACTION", "- a\n- Action item:\n- b", "**ACTION:**\n@one to do x",
        "ACTION ITEM -", "- said\n  ACTION", "- [ ] ACTION", "| a |\n|-|\n| ACTION |", "Action:",
    ],
)  # fmt: skip
def test_a_keyword_with_nothing_behind_it_is_found(markdown: str) -> None:
    (span,) = empty_keywords(markdown)
    assert "action" in markdown.split("\n")[span.first - 1].lower()


@pytest.mark.parametrize(
    "markdown",
    [
        "## ACTION", "## Action items:", "Action items:", "ACTION\n===", "ACTION:\n- @one to do x",
        "**Action:**\n\n1. @one to do x", "- Action:\n  - @one to do x", "ACTION:\n\n| a |\n|-|\n| b |",
        "| ACTION |\n|-|\n| a |", "~~ACTION~~", "<del>ACTION</del>", "- [x] ACTION", "- ~~[ ] ACTION:~~",
        "> ACTION", "`ACTION`", "    ACTION", "<!-- ACTION -->", "TRANSACTION", "ACTION @one to do x",
        "~~ACTION @one to do x~~", "ACTIONABLE", "action",
    ],
)  # fmt: skip
def test_a_label_of_what_follows_and_a_settled_keyword_are_no_mistakes(markdown: str) -> None:
    assert empty_keywords(markdown) == ()


def test_only_a_text_with_the_word_may_have_lines() -> None:
    assert may_have_lines("a\n- Action: x")
    assert not may_have_lines("a\n- DECISION: x")
