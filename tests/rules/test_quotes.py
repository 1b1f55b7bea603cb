"""The quote on a follow-up shows what readers of the line saw: no other words, and no markup that nobody meant."""

import re
from collections import Counter
from html import unescape

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from arch_hour.rules.follow_up_document import QUOTE_LIMIT, new_body, title_of
from arch_hour.rules.line_words import verbatim
from arch_hour.rules.prose import SILENCE
from arch_hour.rules.sources import spoken_lines
from sandbox.markdown.sanitizing import sanitized
from tests.rules.build import config, snapshot, topic

SIGNS = st.text("abACTIONlt12 \\`*_~[]()<>|#!&;:/@.-+=$\"'é🎉", max_size=40)
# fmt: off
PIECES = st.lists(
    st.sampled_from([
        "word", "x", " ", " ", "\\*", "\\_", "\\`", "\\[", "\\]", "\\<", "\\&", "\\!", "\\\\", "\\@ada", "&lt;", "&gt;",
        "&amp;", "&#42;", "&#96;", "&lbrack;", "&copy;", "&#104;ttps://e.example", "lt;", "#60;", "&", "<", "*", "**",
        "_", "__", "`", "``", "~", "~~", "[", "]", "](http://e.example)", "(http://e.example)", "](", ")", "!", "![",
        "<b>", "</b>", "<kbd>", "<details>", "<h1>", "<!-- a -->", "<!--", "-->", "<https://e.example/a_b>",
        "https://e.example/a_b", "https://e.example/_", "<ada@e.example>", "@ada", "#1", "$x_1$", "|", "`*a*`", "- ",
        "> ", "# ", "1. ", "[a](/u \"*t*\")", "www.e.example",
    ]),
    max_size=14,
).map("".join)
# fmt: on
# As lines are read: GitHub links plain addresses besides.
GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])
EMPHASIS = {"em", "strong", "del", "s"}


def quote_of(markdown: str) -> str | None:
    """The quote on the follow-up of a text's one line, as Markdown without its mark; None if it has no line."""
    lines = spoken_lines(snapshot(topics=(topic(1, "Tea", markdown),)), config())
    if not lines:
        return None
    first = next(line for line in new_body(lines[:1], config()).split("\n") if line.startswith("> "))
    return first[2:]


def rendered(markdown: str) -> str:
    """The HTML that GitHub keeps of it."""
    return sanitized(GITHUB.render(markdown))


def seen(markdown: str) -> str:
    """What a reader of the rendered text reads."""
    words = re.sub(r"<[^>]*>", "", re.sub(r"</?(?:p|h1|details)\b[^>]*>", " ", rendered(markdown)))
    return "".join(unescape(words).replace(SILENCE, "").split())


def tags(html: str) -> Counter[str]:
    """How often each tag opens, but for emphasis."""
    found = re.findall(r"<([A-Za-z][^\s/>]*)", html)
    return Counter(tag for tag in found if tag not in EMPHASIS)


@pytest.mark.parametrize(
    ("task", "quote"),
    [
        pytest.param(r"see \*x\* and \_y\_", r"see \*x\* and \_y\_", id="signs of emphasis"),
        pytest.param(
            "explain &lt;details> and \\<h1>", "explain &lt;details> and &lt;h1>", id="tags as text"
        ),
        pytest.param(r"say \[x](http://y)", r"say \[x\](http\://y)", id="a link as text"),
        pytest.param(r"say \`a\` and `b`", r"say \`a\` and `b`", id="code as text"),
        pytest.param("use `a`*`b`*", "use `a`&#8203;`b`", id="two spans of code"),
        pytest.param("do *this* **now**", "do this now", id="emphasis"),
        pytest.param("do !*[x](/u)*", "do \\![x](/u)", id="no picture"),
        pytest.param("join <!-- no -->&<!-- no -->lt;", "join &amp;lt;", id="no entity"),
        pytest.param(
            "read <https://e.example/a_>", "read <https://e.example/a_>", id="an address in brackets"
        ),
        pytest.param("read https://e.example/a_b", "read https://e.example/a_b", id="a plain address"),
        pytest.param(
            "read &#104;ttp://e.example", "read &#104;ttp://e.example", id="an address that is no link"
        ),
        pytest.param('read [x](/u "a&quot;b")', 'read [x](/u "a&quot;b")', id="a link with a title"),
        pytest.param("keep <b>this</b> and <form>", "keep <b>this</b> and &lt;form>", id="tags"),
        pytest.param("keep $x_1$ and a_b", "keep $x_1$ and a_b", id="formulas and names"),
        pytest.param("~~not~~ look", "look", id="struck words"),
    ],
)
def test_a_quote_is_markdown_that_shows_the_line(task: str, quote: str) -> None:
    assert quote_of(f"ACTION to {task}") == f"ACTION to {quote}"


@pytest.mark.parametrize(
    "markdown",
    ["- [ ] ACTION to *go*", "| a |\n|-|\n| * [x] ACTION to go |", "1. **ACTION** to go", "• ACTION to \\go"],
)
def test_a_quote_begins_with_the_keyword(markdown: str) -> None:
    assert (quote_of(markdown.replace("[x]", "[ ]")) or "").startswith("ACTION to ")


@given(SIGNS | PIECES)
@example("a&#8203;b `` ` ``")
@example("*www.e.example*_a_")
def test_readers_of_the_quote_see_what_readers_of_the_line_saw(words: str) -> None:
    markdown = f"ACTION to {words}"
    # What is struck is not read, and a tag that GitHub drops is shown in words.
    assume("~" not in words and tags(GITHUB.render(markdown)) == tags(rendered(markdown)))
    quote = quote_of(markdown)
    assume(quote is not None)
    assert quote is not None
    assert seen(quote) == seen(markdown)
    assert tags(rendered(quote)) <= tags(rendered(markdown))


@given(st.text(max_size=60) | SIGNS | PIECES)
def test_words_shown_verbatim_are_read_just_so(text: str) -> None:
    words = "".join(f"x {text}".replace("\0", "\ufffd").replace(SILENCE, "").split())
    assert seen(" ".join(verbatim(f"x {text}").split())) == words


@given(SIGNS | PIECES)
def test_a_quote_mentions_nobody_and_hides_nothing(words: str) -> None:
    quote = quote_of(f"ACTION to {words}")
    assume(quote is not None)
    apart_from_code_and_links = re.sub(r"<(?:code|a)\b.*?</(?:code|a)>", "", rendered(quote or ""))
    shown = re.sub(r"(?:https?://|www\.)\S+", "", re.sub("<[^>]*>", "", apart_from_code_and_links))
    assert not re.search(r"(?<![A-Za-z0-9`])@(?=[A-Za-z0-9])", shown)
    html = GITHUB.render(f"> {quote}\n\nb")
    assert "<!" not in html
    assert html.startswith("<blockquote>\n<p>ACTION")
    assert html.endswith("</p>\n</blockquote>\n<p>b</p>\n")


def test_a_line_too_long_to_quote_is_quoted_as_far_as_it_is_read() -> None:
    quote = quote_of("ACTION to " + r"\<b> *so* & @ada " * 4_000)
    assert quote is not None
    assert len(quote) < QUOTE_LIMIT
    assert "<b>" not in quote


def test_a_title_is_plain_text_without_the_signs_that_markdown_needs() -> None:
    (line,) = spoken_lines(
        snapshot(topics=(topic(1, "Tea", r"ACTION TBD to explain \*x\* &lt;b> *y*"),)), config()
    )
    assert title_of(line) == "explain *x* <b> y"
