"""What people wrote is shown as they wrote it, pings nobody and hides nothing."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from arch_hour.rules.prose import SILENCE, inline, literal_html, loud, quiet, sentence

GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

# Dense in what Markdown, HTML and GitHub give a meaning to.
MARKUP = st.text(
    st.sampled_from("ab1 \n\t\\`*_~[]()<>|#!&;:/@.-+=$\"'é\u00a0\u200b🎉שA"),
    max_size=60,
)
# fmt: off
PARTS = [
    "@adam", "a@b.example", "`", "``", "```\n", "~~~", "<!--", "-->", "<b>", "</b>", "<status page>",
    "<form>", "|", "<div>", "\n", "\n\n", "    ", "- ", "> ", "1. ", "[", "](", ")", "]: ", "#", "*", "_",
    "\n|-|-|\n", "word", " ", "https://e.example/@x", "www.e.example/@y", "<https://e.example/@z>", "&#64;",
    "&lt;", "\\",
]
# fmt: on
SNIPPETS = st.lists(st.sampled_from(PARTS), max_size=25).map("".join)
ANYTHING = st.one_of(st.text(max_size=60), MARKUP, SNIPPETS)


def shown(tokens: list[Token]) -> str:
    """The text that a reader sees of rendered inline content."""
    spans = [child for token in tokens for child in token.children or []]
    assert {span.type for span in spans} <= {"text"}, spans
    return "".join(span.content for span in spans)


def collapsed(text: str) -> str:
    return " ".join(text.replace("\0", "\ufffd").split())


@pytest.mark.parametrize(
    ("markdown", "silenced"),
    [
        pytest.param("@adam", "@|adam", id="alone"),
        pytest.param("(@adam, @octo-org/team)", "(@|adam, @|octo-org/team)", id="among punctuation"),
        pytest.param("_@adam_ **@eve**", "_@|adam_ **@|eve**", id="emphasised"),
        pytest.param("\\@adam", "\\@|adam", id="an escaped at sign is an at sign"),
        pytest.param("&#64;adam &commat;eve", "&#64;|adam &commat;|eve", id="as an entity"),
        pytest.param("@&#97;dam", "@|&#97;dam", id="a login as entities"),
        pytest.param("`x`@adam", "`x`@|adam", id="right after code"),
        pytest.param("[@adam](/@adam)", "[@|adam](/@adam)", id="a link's words but not its address"),
        pytest.param(
            "](@adam) [a b](@adam c)", "](@|adam) [a b](@|adam c)", id="what only looks like a link"
        ),
        pytest.param("[![x](/@a)](https://e.example/@b)", "[![x](/@a)](https://e.example/@b)", id="a badge"),
        pytest.param("[ref]: /@adam\n\n[ref]", "[ref]: /@adam\n\n[ref]", id="a link's definition"),
        pytest.param("[^1]: @adam", "[^1]: @|adam", id="a footnote"),
        pytest.param("[https://e.example/@adam]", "[https://e.example/@|adam]", id="no link within brackets"),
        pytest.param(
            "xhttps://e/@adam http://a_b/@adam", "xhttps://e/@|adam http://a_b/@|adam", id="no link"
        ),
        pytest.param("- > @adam\n  > `@x`", "- > @|adam\n  > `@x`", id="in a quote in a list"),
        pytest.param(
            "|a|b|\n|-|-|\n|`x|@adam `|", "|a|b|\n|-|-|\n|`x|@|adam `|", id="code ends with its cell"
        ),
        pytest.param("a|b\n-|-\n`x\n@adam`", "a|b\n-|-\n`x\n@|adam`", id="code ends with its row"),
        pytest.param("`@x\n\n@adam`", "`@|x\n\n@|adam`", id="code ends with its paragraph"),
        pytest.param("<div>\n@adam\n</div>", "<div>\n@|adam\n</div>", id="in HTML"),
        pytest.param("```\n@x\n```\n@adam", "```\n@x\n```\n@|adam", id="after a fence"),
        pytest.param("a\r\n@adam\r\n", "a\r\n@|adam\r\n", id="Windows line ends stay"),
    ],
)
def test_a_mention_is_silenced(markdown: str, silenced: str) -> None:
    assert quiet(markdown) == silenced.replace("@|", f"@{SILENCE}").replace(";|", f";{SILENCE}")


@pytest.mark.parametrize(
    "markdown",
    [
        pytest.param("adam@example.org", id="e-mail"),
        pytest.param("see `@adam` and ``a ` @b``", id="code span"),
        pytest.param("~~~\n@adam\n~~~", id="fence"),
        pytest.param("    @adam", id="indented code"),
        pytest.param("https://e.example/@adam?x=@y (www.e.example/@eve)", id="bare addresses"),
        pytest.param("<https://e.example/@adam> <a@example.org>", id="autolinks"),
        pytest.param("<!-- @adam -->", id="comment, perhaps a marker"),
        pytest.param('<a href="/@adam">x</a>', id="attribute"),
        pytest.param("@ home, @-x, @@", id="no login"),
    ],
)
def test_what_mentions_nobody_stays_as_it_is(markdown: str) -> None:
    assert quiet(markdown) == markdown


@given(ANYTHING)
def test_quiet_twice_is_quiet(text: str) -> None:
    assert quiet(quiet(text)) == quiet(text)


@given(ANYTHING)
def test_loud_undoes_quiet(text: str) -> None:
    assert loud(quiet(text)) == loud(text)


def test_loud_makes_names_whole_that_a_title_shows() -> None:
    assert (
        loud(inline("Ask @ada about #12, acme/tea#3 and GH-4")) == "Ask @ada about #12, acme/tea#3 and GH-4"
    )


@given(SNIPPETS)
@example("*https://e.example/@x*@adam")
@example("~~https://e.example/@x~~@adam")
def test_no_mention_is_left_in_the_rendered_text(text: str) -> None:
    tokens = GITHUB.parse(quiet(text))
    inert = re.compile(r"(?i)(?:https?://|www\.)\S*")
    for token in tokens:
        for span in token.children or []:
            if span.type == "text":
                assert not re.search(r"(?<![A-Za-z0-9/;])@[A-Za-z0-9]", inert.sub("", span.content))


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        pytest.param(
            "Splitting LMS and Studio (link)", "Splitting LMS and Studio (link)", id="nothing to do"
        ),
        pytest.param("a_b _c_ *d*", r"a_b \_c\_ \*d\*", id="emphasis"),
        pytest.param("- x", r"\- x", id="list marker"),
        pytest.param("12. x", r"12\. x", id="number"),
        pytest.param("# a ##", r"\# a \##", id="heading"),
        pytest.param("C# and # 12", "C# and # 12", id="hashes that mean nothing"),
        pytest.param(
            "#12 acme/tea#3 GH-4 gh-5", "#¦12 acme/tea#¦3 GH-¦4 gh-¦5", id="references, in whatever form"
        ),
        pytest.param("&#64;ada, high-5", "&#¦64;ada, high-5", id="what only looks like references"),
        pytest.param("1a2b3c4 acme/tea@1A2B3C4D5", "1a2b3c¦4 acme/tea@¦1A2B3C¦4D5", id="commits"),
        pytest.param("a1b2c3 0x1a2b3c4 1a2b3c4g", "a1b2c3 0x1a2b3c4 1a2b3c4g", id="no commits"),
        pytest.param("<b> & R&D &lt;", "&lt;b> & R&D &amp;lt;", id="HTML and entities"),
        pytest.param("<!-- x -->", "&lt;!-- x -->", id="comment"),
        pytest.param("a | b", r"a \| b", id="cell border"),
        pytest.param(" a \n\n b\t", "a b", id="white space"),
        pytest.param("@adam a@b.example @-x", "@¦adam a@¦b.example @¦-x", id="mention and mailbox"),
        pytest.param(
            "(https://e.example/~a/@b?c=1&d_e=2)",
            r"(https\://e.example/\~a/@¦b?c=1&d_e=2)",
            id="address",
        ),
        pytest.param("WWW.e.example/[x]", r"WWW\.e.example/\[x\]", id="address without scheme"),
        pytest.param("x" * 81, f"{'x' * 40}¦{'x' * 40}¦x", id="long word"),
        pytest.param("x" * 40, "x" * 40, id="word that is not long"),
        pytest.param("a-b_" * 11, "a-b_" * 9 + r"a-b\_¦a-b\_", id="long word of several"),
        pytest.param("e\u0301" * 41, "e\u0301" * 40 + "¦e\u0301", id="long word with marks above letters"),
        pytest.param("日本語" * 30, "日本語" * 30, id="words that break anywhere"),
        pytest.param("👩\u200d👩\u200d👧" * 30, "👩\u200d👩\u200d👧" * 30, id="joined emoji"),
        pytest.param("aaaaaaaa" * 6, "¦".join(["a" * 6] * 6 + ["a" * 4, "a" * 6, "aa"]), id="long commit"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_line_becomes_inert_markdown(text: str, markdown: str) -> None:
    assert inline(text) == markdown.replace("¦", SILENCE)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        pytest.param(
            "#3: *x* is no mailbox (https://e.example/~a/@b?c=1&d_e=2)",
            r"#3: \*x\* is no mailbox (https://e.example/~a/@b?c=1&d_e=2)",
            id="references and addresses are links",
        ),
        pytest.param("- for @adam", f"\\- for @{SILENCE}adam", id="nobody is mentioned"),
        pytest.param(
            "https://e.example/*/@b", rf"https\://e.example/\*/@{SILENCE}b", id="address that cannot stay"
        ),
        pytest.param(
            "www.e.example/[x]", r"www\.e.example/\[x\]", id="address without scheme that cannot stay"
        ),
    ],
)
def test_a_sentence_of_ours_links_what_it_names(text: str, markdown: str) -> None:
    assert sentence(text) == markdown


FRAMES = ["{}", "# {}", "- {}", "1. {}", "> {}", "|  |\n|---|\n| {} |", "| {} |\n|---|"]


@pytest.mark.parametrize("shape", [inline, sentence])
@given(frame=st.sampled_from(FRAMES), text=ANYTHING)
def test_a_line_renders_as_exactly_itself_wherever_it_stands(
    shape: Callable[[str], str], frame: str, text: str
) -> None:
    tokens = GITHUB.parse(frame.format(shape(text)))
    told, expected = (re.sub("[\u2066-\u2069\u200b]", "", each) for each in (shown(tokens), collapsed(text)))
    assert told.strip() == expected.strip()
    assert not {token.type for token in tokens} & {"fence", "code_block", "html_block", "hr"}


@pytest.mark.parametrize("shape", [inline, sentence])
@given(ANYTHING)
def test_an_inert_line_is_quiet_already_and_hides_nothing(shape: Callable[[str], str], text: str) -> None:
    assert quiet(shape(text)) == shape(text)
    assert literal_html(shape(text)) == shape(text)


@pytest.mark.parametrize(
    ("markdown", "literal"),
    [
        pytest.param("our <status page>", "our &lt;status page>", id="in a sentence"),
        pytest.param("<status page>", "&lt;status page>", id="alone on its line"),
        pytest.param("<!-- arch-hour -->", "&lt;!-- arch-hour -->", id="comment"),
        pytest.param("x\n\n<!-- arch-hour", "x\n\n&lt;!-- arch-hour", id="comment without end"),
        pytest.param("a <!-- <b> --> b", "a &lt;!-- <b> --> b", id="comment in a sentence"),
        pytest.param(
            "<?php ?> <!DOCTYPE x> <![CDATA[y]]>", "&lt;?php ?> &lt;!DOCTYPE x> &lt;![CDATA[y]]>", id="rarer"
        ),
        pytest.param("<div>\n<form>\n</div>", "<div>\n&lt;form>\n</div>", id="within a kept tag"),
        pytest.param("<form>\n`<form>`", "&lt;form>\n`<form>`", id="code that stood in HTML"),
        pytest.param(
            "<!--\n```\n<x>\n```\n-->", "&lt;!--\n```\n<x>\n```\n-->", id="fence that stood in a comment"
        ),
        pytest.param("<status:page>", "&lt;status:page>", id="link of no scheme that GitHub keeps"),
        pytest.param(
            "[a [b](c) d](<!-- x -->)", "[a [b](c) d](&lt;!-- x -->)", id="what only looks like a link"
        ),
        pytest.param("- <details>\n- <object>", "- <details>\n- &lt;object>", id="in list items"),
    ],
)
def test_html_that_github_drops_becomes_text(markdown: str, literal: str) -> None:
    assert literal_html(markdown) == literal


@pytest.mark.parametrize(
    "markdown",
    [
        pytest.param(
            "<details><summary>a</summary>\n\nb <br/> <KBD>c</KBD>\n</details>", id="tags that GitHub keeps"
        ),
        pytest.param('<img src="x" alt="<y" width=3>', id="attributes"),
        pytest.param("`<form>` ``<!-- ` -->``", id="code span"),
        pytest.param("```html\n<form>\n<!-- x -->\n```", id="fence"),
        pytest.param("    <form>", id="indented code"),
        pytest.param("<https://e.example/?a> <a@example.org>", id="autolink"),
        pytest.param("[x](<a b>)", id="address with spaces"),
        pytest.param("a < b, \\<form>, &lt;form>, <3", id="text"),
    ],
)
def test_what_github_shows_stays_as_it_is(markdown: str) -> None:
    assert literal_html(markdown) == markdown


@given(ANYTHING)
def test_no_html_is_left_that_github_would_drop(text: str) -> None:
    tokens = GITHUB.parse(literal_html(text))
    spans = [span for token in tokens for span in token.children or []]
    for token in tokens + spans:
        if token.type in {"html_block", "html_inline"}:
            assert not re.search(r"<(?:!|\?|/?(?:form|status))", token.content)


@given(ANYTHING)
def test_making_html_literal_loses_no_character(text: str) -> None:
    assert literal_html(text).replace("&lt;", "<") == text.replace("&lt;", "<")
