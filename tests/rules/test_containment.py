"""People's Markdown in the middle of a page: it ends nothing around it, leaves nothing open, and its words are seen."""

from html.parser import HTMLParser
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arch_hour.rules import containment
from arch_hour.rules.containment import contained
from arch_hour.rules.unlinked import ZERO_WIDTH_SPACE
from sandbox.markdown import render

NO_ENDS = {"br", "hr", "img", "input", "source", "wbr"}


class Page(HTMLParser):
    """The text of rendered HTML, and the elements around two words of it; the sanitiser ends whatever begins."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.around: dict[str, tuple[str, ...]] = {}
        self.text = ""
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._open += [] if tag in NO_ENDS else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        self.around |= {word: tuple(self._open) for word in ("INSIDE", "AFTER") if word in data}


def page(quotation: str) -> Page:
    """A page on which it stands in something folded, with words below."""
    return Page(render(f"<details><summary>x</summary>\n\n{quotation}\n\nINSIDE\n\n</details>\n\n# AFTER"))


def reaches_beyond(quotation: str) -> bool:
    """Whether the words around it are anywhere else than they should be."""
    return page(quotation).around != {"INSIDE": ("details", "p"), "AFTER": ("h1",)}


def behind_a_mark(markdown: str) -> str:
    return "\n".join(f"> {line}" for line in markdown.split("\n"))


def letters(markdown: str) -> str:
    """What a reader of it reads, spaces aside."""
    return "".join(Page(render(markdown)).text.replace(ZERO_WIDTH_SPACE, "").split())


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        pytest.param("a\n\n- b\n  - c\n\n> d", "a\n\n- b\n  - c\n\n> d", id="no HTML"),
        pytest.param("<b>a</b> <img src=x> b<br>c", "<b>a</b> <img src=x> b<br>c", id="whole tags"),
        pytest.param("a <!-- b --> c", "a  c", id="a comment"),
        pytest.param("a <form>", "a &lt;form>", id="what GitHub drops"),
        pytest.param("~~~\na", "~~~\na\n~~~", id="a fence"),
        pytest.param("- ```\n  a", "- ```\n  a", id="a fence that ends with its item"),
        pytest.param("<pre>\n\na", "<pre>\n\na\n</pre>", id="preformatted"),
        pytest.param(
            "<details>\n\n```\na", "<details>\n\n```\na\n```\n\n</details>", id="a fence that is folded"
        ),
        pytest.param(
            "<details><summary>a", "<details><summary>a\n\n</summary>\n</details>", id="half a summary"
        ),
        pytest.param(
            "<div>\n<details>\n\na", "<div>\n<details>\n\na\n\n</details>\n</div>", id="one in another"
        ),
        pytest.param("<div><b>a</div>", "<div><b>a</div>\n\n</b>", id="formatting that goes on"),
        pytest.param("<b><i>a</b> c", "<b><i>a</b> c\n\n</i>", id="formatting that ends too late"),
        pytest.param(
            "<div>\n<b><div>a</b>",
            "<div>\n<b><div>a</b>\n\n</div>\n</div>",
            id="and ends before what it holds",
        ),
        pytest.param("</div><img src=x>", "|<img src=x>", id="a picture beside an end too many"),
        pytest.param("1. b\n</dl>\n\n    <h2>", "1. b\n\n\n", id="tags that appear where others were"),
        pytest.param("a <b>b <i>c", "a <b>b <i>c\n\n</i>\n</b>", id="formatting"),
        pytest.param("- a <b>b\n- c", "- a <b>b\n- c\n\n</b>", id="formatting in an item"),
        pytest.param("<ul><li>a<li>b</ul>", "<ul><li>a<li>b</ul>", id="ends that may be left out"),
        pytest.param("<table><tr><td>a</table>", "<table><tr><td>a</table>", id="a table"),
        pytest.param("a </b> c", "a </b> c", id="an end that ends nothing"),
        pytest.param("</details>\n\n# a", "\n\n# a", id="an end too many"),
        pytest.param("a</div> # b", "a| # b", id="an end too many in a line"),
        pytest.param("<div># a</p></blockquote>", "|# a||", id="what would begin a line"),
        pytest.param("- <details>\n\n  a\n\n</details>", "- |\n\n  a\n\n", id="an end outside of the item"),
        pytest.param("a <details>\n\nb\n\n</details>", "a |\n\nb\n\n", id="an end outside of the paragraph"),
        pytest.param("<div><b>a</div></table>![](u)", "||a||![](u)", id="what fits together nowhere"),
        pytest.param("<table>\n\na", "\n\na", id="a table that never ends"),
        pytest.param("<td>a</td>", "|a|", id="a cell of no table"),
        pytest.param("`</div>` \\</div>", "`</div>` \\</div>", id="code and a backslash"),
    ],
)
def test_what_would_reach_beyond_is_closed_or_left_out(markdown: str, expected: str) -> None:
    assert contained(markdown) == expected.replace("|", ZERO_WIDTH_SPACE)
    assert not reaches_beyond(behind_a_mark(contained(markdown)))


def test_where_nothing_helps_every_tag_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containment, "_fits_together", lambda _: False)
    assert contained("a `<b>` \\</b></div>") == f"a `&lt;b>` \\&lt;/b>{ZERO_WIDTH_SPACE}"


TAGS = [
    "a", "b", "blockquote", "body", "code", "col", "dd", "del", "details", "div", "dl", "em", "form", "h2",
    "html", "i", "kbd", "li", "math", "ol", "p", "plaintext", "pre", "q", "script", "select", "style", "sub",
    "summary", "svg", "table", "tbody", "td", "template", "textarea", "th", "title", "tr", "tt", "ul",
]  # fmt: skip
MARKS = [
    "word ", "\n", "\n\n", "`", "```\n", "~~~\n", "- ", "> ", "1. ", "    ", "| a | b |\n|-|-|\n", "| ", "*",
    "**", "[", "](u)", "![", "\\", "<!--", "-->", "<?", "<!D", "<![CDATA[", "<br>", "<img src=x>", "<b",
    "</details", "# ", "---\n", "&lt;", "[a]: b\n", "<details><summary>s</summary>\n\n", "\n</details>\n",
    "$$", "#12 ",
]  # fmt: skip
HTML = st.lists(
    st.sampled_from([*MARKS, *(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS)]), max_size=14
).map("".join)


@given(HTML)
@example("<details></i><table>\t<dl>")
@example("<pre><dd><table><tr><td><tt>\n<tt>")
@example("# <kbd><li>1. <ul></p><h2><dl><details>")
def test_no_html_reaches_beyond(markdown: str) -> None:
    assert not reaches_beyond(behind_a_mark(contained(markdown)))


# Tags that fit together wherever they are put.
WHOLE = [
    "<b>",
    "<b>a</b>",
    "\n\n<details><summary>s</summary>\n\n",
    "\n\n<div>\n\n",
    "<sub>",
    "<img src=x>",
    "</b>",
]


@given(st.lists(st.sampled_from([*MARKS[:18], *WHOLE, "&lt;", "# ", "#12 "]), max_size=14).map("".join))
def test_the_same_words_are_read(markdown: str) -> None:
    assert letters(contained(markdown)) == letters(markdown)


@pytest.mark.parametrize(
    "piece", ["<b>", "<b></i>\n\n", "<details>\n\n", "</div>\n", "<div>\n- ", "`</div>\n", "<table>"]
)
def test_hostile_html_is_contained_in_time(piece: str) -> None:
    begun = process_time()
    contained(piece * (20_000 // len(piece)))
    assert process_time() - begun < 4
