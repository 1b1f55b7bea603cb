import time
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from arch_hour.rules.line_parser import _BLOCKS
from arch_hour.rules.lines import Span, TextLine, read_lines

# fmt: off
PIECES = [
    "word ", "ACTION ", "\n", "\r\n", "  \n", "\\\n", "\n\n", "- ", "  ", "    ", "> ", "1. ", "| ",
    "|-|\n", "*", "**", "_", "~~", "`", "``", "```\n", "[", "](", ")", "](u)", "![", "<b>", "<br>", "<!--",
    "-->", "\\", "&amp;", "# ", "<https://x.example>", "[a]: b\n", "\u00a0", "\u200b", "\0", "\u2028", "é",
    "🚀",
]
# fmt: on
# Lines that begin with letters or as items, which is where blocks are found by a short cut.
LETTERED = st.lists(
    st.tuples(
        st.sampled_from(["", "", " ", "  ", "    ", "      ", "> ", "\t"]),
        st.sampled_from(["", "", "- ", "* ", "1. ", "-", "- - ", "# ", "|"]),
        st.sampled_from(["a", "word b", "é | c", "", "|-|", "- | -", "---", "===", "[a]: b", "<b>", "```"]),
    ).map("".join),
    max_size=9,
).map("\n".join)
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def texts(markdown: str, word: str = "word") -> list[str]:
    return [line.text for line in read_lines(markdown, word)]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        pytest.param("a word", ["a word"], id="paragraph"),
        pytest.param("# a word #", ["a word"], id="heading"),
        pytest.param("a word\nand more\n====", ["a word", "and more"], id="underlined heading of two lines"),
        pytest.param("one word\ntwo words", ["one word", "two words"], id="each newline shows"),
        pytest.param("one word\r\ntwo words\r", ["one word", "two words"], id="any line ending"),
        pytest.param("one word  \ntwo\\\nthree", ["one word", "two", "three"], id="hard breaks"),
        pytest.param("one word<br>two<BR />three", ["one word", "two", "three"], id="break tags"),
        pytest.param("- a\n  word\n- b", ["a word"], id="continued list item"),
        pytest.param("1. a\n   - b\n     1. a word", ["a word"], id="nested list item"),
        pytest.param("- [ ] a word", ["[ ] a word"], id="task"),
        pytest.param(
            "- a\n\n  second word\n  goes on", ["second word goes on"], id="second paragraph of an item"
        ),
        pytest.param(
            "- a word\n  ACTION b\n  c\n  Decision: d",
            ["a word", "ACTION b c", "Decision: d"],
            id="keywords begin",
        ),
        pytest.param("| word | b |\n|-|-|\n| c | a \\| word |", ["word", "a | word"], id="table cells"),
        pytest.param("a **word** _in_ *a __row__*", ["a word in a row"], id="emphasis"),
        pytest.param("a [*word*](/u)", ["a [word](/u)"], id="link"),
        pytest.param('[a word](/u "so \\" so")', ['[a word](/u "so \\" so")'], id="link with title"),
        pytest.param("[a word](</a(b>)", ["[a word](</a(b>)"], id="address with a bracket"),
        pytest.param("[word][r]\n\n[r]: /u", ["[word](/u)"], id="reference"),
        pytest.param("[a\nword](/u) here\nthere", ["[a word](/u) here", "there"], id="link over two lines"),
        pytest.param("![a word](/u)", ["![a word](/u)"], id="image"),
        pytest.param(
            "word <https://x.example/a:b>", ["word https://x.example/a:b"], id="address in brackets"
        ),
        pytest.param("word `*a*` `` `b ``", ["word `*a*` `` `b ``"], id="code spans"),
        pytest.param("word <!-- a --> b <!--> c", ["word b c"], id="comments"),
        pytest.param("word <!-- a\nb --> c", ["word c"], id="comment over two lines"),
        pytest.param("<b>word</b> <?a?>", ["<b>word</b>"], id="tags"),
        pytest.param("a \\*word\\* &amp; &#66;", ["a *word* & B"], id="escapes and entities"),
        pytest.param("a\u00a0\u2003 word\t b", ["a word b"], id="white space of all kinds"),
        pytest.param("word Jose\u0301", ["word Jos\u00e9"], id="composed letters"),
        pytest.param("\ufeff- a\n  word", ["a word"], id="byte order mark"),
        pytest.param("> a word", [], id="quote"),
        pytest.param("> a\nword", [], id="lazy line of a quote"),
        pytest.param("- > a\n  > - word", [], id="list in a quote in a list"),
        pytest.param("```\nword\n```", [], id="fence"),
        pytest.param("~~~\nword", [], id="fence that never ends"),
        pytest.param("    word", [], id="indented code"),
        pytest.param("<div>\nword\n</div>", [], id="HTML block"),
        pytest.param("<!-- word -->", [], id="comment block"),
        pytest.param("<div><!--\n\nword\n\nword -->", [], id="comment that an HTML block leaves open"),
        pytest.param("<div><!--\n\nword\n\n<p>-->\n\na word", ["a word"], id="and the next one ends"),
        pytest.param("<details>\n\nword", ["word"], id="Markdown between tags"),
        pytest.param("[r]: /word", [], id="definition"),
        pytest.param("a word[^1]\n\n[^1]: note", ["a word[^1]"], id="footnote"),
        pytest.param("a \u202eword\u2060s\u00ad", ["a words"], id="what nobody sees"),
        pytest.param("a <s>b</s> word", ["a b word"], id="struck in HTML"),
        pytest.param("nothing here", [], id="other words"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_lines_are_what_a_person_reads_outside_code_quotes_and_html(
    markdown: str, expected: list[str]
) -> None:
    assert texts(markdown) == expected


def test_words_that_are_struck_are_kept_apart() -> None:
    assert list(read_lines("a ~~b **word**~~ \\*c", "word")) == [
        TextLine("a b word *c", "a *c", r"a b word \*c", r"a \*c", Span(1, 1))
    ]


def test_a_strike_goes_on_over_lines() -> None:
    assert [line.kept for line in read_lines("~~word\nmore~~ c", "word")] == ["", "c"]


@pytest.mark.parametrize(
    ("markdown", "number"),
    [
        pytest.param("a\n\nb\nword", 4, id="paragraph"),
        pytest.param("a\\\nb  \nword", 3, id="after hard breaks"),
        pytest.param("a <!-- b\nc --> d\nword", 3, id="after a comment over two lines"),
        pytest.param("a `b\nc`\nword", 3, id="after code over two lines"),
        pytest.param("a [b\nc](/u\n'd')\nword", 4, id="after a link over three lines"),
        pytest.param("a<br>word", 1, id="after a break tag"),
        pytest.param("- a\n  - b\n  - c\n    word", 3, id="continued list item"),
        pytest.param("- a\n  ACTION word", 2, id="keyword in an item"),
        pytest.param("|a|\n|-|\n|b|\n|word|", 4, id="table"),
        pytest.param("a\r\n\r\nword", 3, id="CRLF"),
        pytest.param("a\r\rword", 3, id="CR"),
        pytest.param("\u00a0\n\u00a0\nword", 3, id="after lines of no-break spaces"),
        pytest.param("word\n\u00a0", 1, id="before a line of no-break spaces"),
    ],
)
def test_a_line_knows_its_number_in_the_source(markdown: str, number: int) -> None:
    assert next(line.span.first for line in read_lines(markdown, "word") if "word" in line.text) == number


@settings(deadline=None)
@given(MARKDOWN)
@example("[" * 200 + "word")
@example("- " * 200 + "word")
@example("> " * 200 + "word")
def test_no_markdown_is_too_odd_to_read(markdown: str) -> None:
    lines = list(read_lines(markdown, "word"))
    count = markdown.replace("\r\n", "\n").count("\n") + 1
    assert all(1 <= line.span.first <= count for line in lines)
    assert [line.span.first for line in lines] == sorted(line.span.first for line in lines)
    assert all(" ".join(line.text.split()) == line.text for line in lines)


@pytest.mark.parametrize(
    ("markdown", "labels"),
    [
        pytest.param("# word", ["word"], id="heading"),
        pytest.param("word\n===", ["word"], id="underlined heading"),
        pytest.param("| word | b |\n|-|-|\n| a word | c |", ["word"], id="column"),
        pytest.param("one word\nword\n- a", ["word"], id="last line above a list"),
        pytest.param("word\n\n1. a", ["word"], id="above a list with a blank line between"),
        pytest.param("- word\n  - a word\n- a word", ["word"], id="item above a nested list"),
        pytest.param("word\n\n| a |\n|-|\n| a word |", ["word"], id="above a table"),
        pytest.param("`a` *word*\n* a", ["`a` word"], id="markup"),
        pytest.param("word\n\na\n- b", [], id="above something else"),
        pytest.param("- a\n- word", [], id="last item"),
        pytest.param("- a\n\nword", [], id="below a list"),
    ],
)
def test_a_label_heads_what_follows(markdown: str, labels: list[str]) -> None:
    assert [line.text for line in read_lines(markdown, "word") if line.is_label] == labels


@settings(deadline=None, max_examples=400)
@given(LETTERED | MARKDOWN)
@example("- a\n    - b\n        - c\n  - d\n      - e\ne")
@example("- a | b\n- | -")
@example("a | b\n- | -\nc")
@example("a\n  - b\n---")
@example("> a\nb\n- c")
@example("1. a\n- b\n  c\n   - - d")
def test_blocks_are_those_of_the_rules_that_know_no_short_cuts(markdown: str) -> None:
    assert _insides(markdown) == _insides(markdown, without=["plain_paragraph", "plain_list"])


def _insides(markdown: str, without: Sequence[str] = ()) -> list[tuple[str, str, list[int] | None, int]]:
    """Kind, content, place and depth of all blocks but the marks of paragraphs, which nobody looks at."""
    with _BLOCKS.reset_rules():
        _BLOCKS.disable(list(without))
        tokens = _BLOCKS.parse(markdown.replace("\r\n", "\n"), {})
    kept = [token for token in tokens if not token.type.startswith("paragraph")]
    return [(token.type, token.content, token.map, _depth(kept, index)) for index, token in enumerate(kept)]


def _depth(tokens: Sequence[Token], index: int) -> int:
    return sum(token.nesting for token in tokens[:index])


@settings(deadline=None)
@given(MARKDOWN)
def test_where_nothing_is_struck_nothing_is_left_out(markdown: str) -> None:
    assert all(line.kept == line.text for line in read_lines(markdown.replace("~", ""), "word"))


@settings(deadline=None)
@given(MARKDOWN)
def test_nothing_is_read_out_of_a_quote_or_a_fence(markdown: str) -> None:
    source = markdown.replace("\r", "").replace("`", "").replace("~", "").split("\n")
    assert texts("\n".join(f"> {line}" for line in source)) == []
    assert texts("\n".join(["~~~", *source, "~~~"])) == []


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("[" * 60_000, id="brackets"),
        pytest.param("<!--" * 15_000 + "-->", id="comments"),
        pytest.param("<a " * 20_000 + ">", id="tags"),
        pytest.param("*a_ " * 15_000, id="emphasis"),
        pytest.param("![a](b" * 10_000, id="images"),
        pytest.param("\n" + "- " * 30_000 + "word", id="nested lists"),
        pytest.param("a\\\n" * 20_000, id="hard breaks"),
    ],
)
def test_the_longest_hostile_text_that_github_takes_is_read_in_time(hostile: str) -> None:
    begun = time.process_time()
    texts("word " + hostile)
    # Two or three seconds on a slow machine; what is quadratic takes more than ten.
    assert time.process_time() - begun < 6


def test_a_megabyte_without_the_word_costs_nothing() -> None:
    notes = "- some notes, and **more** of them\n  - and [more](https://x.example)\n" * 14_000
    begun = time.process_time()
    assert texts(notes) == []
    assert time.process_time() - begun < 0.5
