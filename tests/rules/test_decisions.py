"""What a meeting decided: the lines that say so, and how they are shown."""

import re
from html import unescape
from time import process_time

import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt

from arch_hour.rules.decisions import Decision, may_have_decisions, read_decisions
from arch_hour.rules.prose import SILENCE
from tests.rules.test_quotes import PIECES, SIGNS, rendered

GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def decided(text: str) -> list[str]:
    return [decision.text for decision in read_decisions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("DECISION use tea", ["use tea"], id="capitals"),
        pytest.param("DECISION: use tea", ["use tea"], id="capitals and a colon"),
        pytest.param("DECISION:use tea", ["use tea"], id="no space behind the colon"),
        pytest.param("DECISION : use tea", ["use tea"], id="a space before the colon"),
        pytest.param("DECISION – use tea", ["use tea"], id="a dash"),
        pytest.param("DECISION：茶を使う", ["茶を使う"], id="a wide colon"),
        pytest.param("Decision: use tea", ["use tea"], id="one capital and a colon"),
        pytest.param("decision: use tea", ["use tea"], id="no capital and a colon"),
        pytest.param("DeCiSiOn : use tea", ["use tea"], id="any case"),
        pytest.param("**DECISION** use *tea*", ["use tea"], id="emphasis"),
        pytest.param("**DECISION:** use tea", ["use tea"], id="emphasis up to the colon"),
        pytest.param("*Decision*: use tea", ["use tea"], id="emphasis before the colon"),
        pytest.param("- DECISION use tea", ["use tea"], id="an item"),
        pytest.param("1. [x] DECISION use tea", ["use tea"], id="a ticked item"),
        pytest.param("- [ ] **Decision:** use tea", ["use tea"], id="a box and emphasis"),
        pytest.param("• DECISION use tea", ["use tea"], id="a marker that Markdown does not know"),
        pytest.param("# Decision: use tea", ["use tea"], id="a heading"),
        pytest.param("| a |\n|-|\n| DECISION use tea |", ["use tea"], id="a table"),
        pytest.param("We talked.\nDECISION use tea\nThat is all.", ["use tea"], id="a line of a paragraph"),
        pytest.param(
            "- we talked\n  DECISION use tea\n  and cups", ["use tea and cups"], id="lines of an item"
        ),
        pytest.param("- DECISION a\n  ACTION @ada to b", ["a"], id="up to a promise"),
        pytest.param("DECISION a<br>DECISION b", ["a", "b"], id="two lines by a tag"),
        pytest.param("DECISION use `tea`, see [#12](u)", ["use `tea`, see [#12](u)"], id="code and links"),
        pytest.param("DECISION ~~coffee~~ tea", ["tea"], id="words that are struck"),
        pytest.param("~~DECISION coffee~~ DECISION tea", ["tea"], id="struck, and decided otherwise"),
        pytest.param("DECISION a <!-- b --> c", ["a c"], id="a comment"),
        pytest.param("\ufeffDECISION use tea\r\n", ["use tea"], id="byte order mark and CRLF"),
        pytest.param("DECISION is made: use tea", ["is made: use tea"], id="a sentence that begins so"),
    ],
)
def test_a_decision_stands_behind_its_keyword(text: str, expected: list[str]) -> None:
    assert decided(text) == expected
    assert may_have_decisions(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DECISION",
        "DECISION:",
        "- [ ] DECISION: …",
        "DECISION: <!-- later -->",
        "# DECISIONS",
        "DECISIONS: use tea",
        "DECISION-making takes time",
        "DECISION, use tea",
        "Decision use tea",
        "decision - use tea",
        "Decided: use tea",
        "Our DECISION: use tea",
        "We took a decision: use tea",
        "INDECISION: use tea",
        "_a_ DECISION b",
        "~~DECISION use tea~~",
        "- ~~DECISION: use tea~~",
        "DECISION ~~use tea~~",
        "<del>DECISION use tea</del>",
        "a <s>b\nDECISION use tea</s>",
        "`DECISION use tea`",
        "```\nDECISION use tea\n```",
        "    DECISION use tea",
        "> DECISION use tea",
        "> a\nDECISION use tea",
        "<!-- DECISION use tea -->",
        "<div>\nDECISION use tea\n</div>",
        "<div><!--\n\nDECISION use tea",
    ],
)
def test_nothing_else_is_a_decision(text: str) -> None:
    assert read_decisions(text) == ()


def test_a_decision_knows_its_line() -> None:
    assert read_decisions("a\r\n\r\n- b\r\n  DECISION *c*\r\n\r\nDecision: d\\*") == (
        Decision("c", "c", 4),
        Decision("d*", "d\\*", 6),
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(r"DECISION see \*x\* and a_b", r"see \*x\* and a_b", id="signs"),
        pytest.param("- [ ] DECISION see &lt;b>", "see &lt;b>", id="an entity"),
        pytest.param("DECISION: [`a`](u)", "[`a`](u)", id="a link"),
        pytest.param(r"DECISION\: a", "a", id="an escaped colon"),
        pytest.param("DECISION&#58; a\\*", "a\\*", id="a colon as an entity"),
        pytest.param(r"1\. DECISION a", "a", id="an escaped marker"),
        pytest.param("DECISION # a", "\\# a", id="no heading"),
        pytest.param("DECISION: - a", "\\- a", id="no item"),
        pytest.param("DECISION: 1. a", "1\\. a", id="no numbered item"),
        pytest.param("DECISION: > a", "\\> a", id="no quote"),
        pytest.param("DECISION: ```a``` b", "```a``` b", id="code"),
        pytest.param("DECISION: <b>a</b>", "&#8203;<b>a</b>", id="a tag"),
        pytest.param("DECISION: <https://e.example>", "<https://e.example>", id="an address"),
        pytest.param("DECISION @ada does it", "@ada does it", id="a mention"),
    ],
)
def test_a_decision_is_shown_without_its_keyword(text: str, shown: str) -> None:
    assert [decision.shown for decision in read_decisions(text)] == [shown]


def letters(html: str) -> str:
    """What a reader of the rendered text reads, spaces aside."""
    words = re.sub(r"<[^>]*>", "", re.sub(r"</?(?:p|h1|details)\b[^>]*>", " ", html))
    return "".join(unescape(words).replace(SILENCE, "").split())


@given(SIGNS | PIECES)
@example("# a")
@example("1) a")
@example("`` ` ``")
@example("[a]: b")
@example("--- a")
def test_what_is_shown_is_what_was_read_and_begins_no_block(words: str) -> None:
    # Strikes are not read, and what begins a comment is read as CommonMark does, not as its library here.
    markdown = f"DECISION: {re.sub('~|<!--', '', words)}"
    for decision in read_decisions(markdown):
        html = GITHUB.render(f"{decision.shown}\n\nafter")
        assert html.startswith("<p>")
        assert html.endswith("</p>\n<p>after</p>\n")
        whole = letters(rendered(markdown)).partition("DECISION:")[2]
        assert letters(rendered(decision.shown)) == whole


def test_most_texts_are_known_to_have_none() -> None:
    assert not may_have_decisions("We talked about tea.")


@pytest.mark.parametrize(
    "piece", ["DECISION ", "\nDECISION a", "- DECISION\n", "DECISION: [", "decision", " : "]
)
def test_a_long_text_is_read_in_time(piece: str) -> None:
    text = "DECISION a" + piece * (60_000 // len(piece))
    begun = process_time()
    read_decisions.__wrapped__(text)
    # What is quadratic takes far longer.
    assert process_time() - begun < 3
