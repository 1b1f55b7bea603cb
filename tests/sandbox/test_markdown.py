"""Markdown as GitHub shows it, and nothing of a text can get out of it."""

from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sandbox.markdown import Reference, render, task_lines
from sandbox.markdown.sanitizing import TAGS

ISSUES = {12: True, 7: False}
COMMIT = "a5c3785ed8d6a35868bc169f07e40e889087fd2e"


class Known:
    """A repository with two issues, a commit and a person, and a fork with the same commit."""

    repository = "octo-org/arch"

    def person(self, login: str) -> str | None:
        return f"/{login}" if login.casefold() in ("ada", "octo-org/core") else None

    def issue(self, repository: str, number: int) -> Reference | None:
        if repository != self.repository or number not in ISSUES:
            return None
        return Reference(repository, number, f"/{repository}/issues/{number}", "A <title>", ISSUES[number])

    def issue_at(self, address: str) -> Reference | None:
        number = address.rpartition("/issues/")[2].partition("#")[0]
        return self.issue(self.repository, int(number)) if number.isdecimal() else None

    def commit(self, repository: str, sha: str) -> str | None:
        is_known = repository in (self.repository, "ada/arch") and COMMIT.startswith(sha)
        return f"/{repository}/commit/{COMMIT}" if is_known else None


class Elements(HTMLParser):
    """Every tag with its attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(html: str, tag: str) -> list[dict[str, str | None]]:
    return [attributes for name, attributes in Elements(html).found if name == tag]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("one\ntwo", "<p>one<br>\ntwo</p>", id="line breaks are kept"),
        pytest.param("~~no~~ **yes**", "<p><s>no</s> <strong>yes</strong></p>", id="struck text"),
        pytest.param("a <!-- hidden --> b", "<p>a  b</p>", id="comments are hidden"),
        pytest.param(
            "<kbd>x</kbd><sub>2</sub>", "<p><kbd>x</kbd><sub>2</sub></p>", id="tags that GitHub keeps"
        ),
        pytest.param(
            "```py\na < b\n```", '<pre><code class="language-py">a &lt; b\n</code></pre>', id="fence"
        ),
        pytest.param("# A b!", '<h1 id="user-content-a-b">A b!</h1>', id="headings have an anchor"),
    ],
)
def test_text_is_shown_as_github_shows_it(text: str, html: str) -> None:
    assert render(text).strip() == html


def test_tables_tell_the_alignment_by_an_attribute() -> None:
    html = render("| a | b |\n| :-: | --: |\n| 1 | 2 |\n")
    assert [cell.get("align") for cell in elements(html, "td")] == ["center", "right"]


@pytest.mark.parametrize("kind", ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"])
def test_alerts_have_a_title(kind: str) -> None:
    html = render(f"> [!{kind}]\n> Mind the <b>gap</b>\n")
    assert f"markdown-alert-{kind.lower()}" in html
    assert f'<p class="markdown-alert-title">{kind.title()}</p>' in html


def test_tasks_are_checkboxes_and_their_lines_are_known() -> None:
    text = "Hi\n\n- [ ] one\n- [x] two\n\n```\n- [ ] code\n```\n\n1. [ ] three\n"
    boxes = elements(render(text), "input")
    assert ["checked" in box for box in boxes] == [False, True, False]
    assert all({"class", "disabled", "type"} <= box.keys() for box in boxes)
    assert [box["data-line"] for box in boxes] == ["2", "3", "9"]
    assert task_lines(text) == [2, 3, 9]


def test_a_checkbox_that_somebody_wrote_in_html_is_no_task() -> None:
    text = '<input type="checkbox" class="task-list-item-checkbox">\n\n- [ ] one <INPUT type=checkbox>\n'
    assert [box["data-line"] for box in elements(render(text), "input")] == ["2"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "<table>\n\n<tr><td>\n\n- [ ] A\n\n</td></tr>\n\n- [ ] B\n\n</table>", id="moved out of a table"
        ),
        pytest.param("<div><!--\n\n- [ ] A\n\ntext <!-- x -->\n\n- [ ] B", id="hidden by a comment"),
    ],
)
def test_a_checkbox_tells_its_own_line_wherever_a_browser_shows_it(text: str) -> None:
    html = render(text)
    for box in html.split("<input")[1:]:
        line = int(box.partition('data-line="')[2].partition('"')[0])
        assert text.split("\n")[line] in (f"- [ ] {box[box.index('>') + 1 :].strip()[:1]}",)
        assert line in task_lines(text)


def test_details_hold_markdown() -> None:
    html = render("<details open><summary>More</summary>\n\n- [ ] one\n\n</details>\n")
    assert elements(html, "details") == [{"open": ""}]
    assert elements(html, "input")


@pytest.mark.parametrize(
    ("text", "address", "classes"),
    [
        pytest.param("ask @ada, please", "/ada", "user-mention", id="person"),
        pytest.param("(@Ada)", "/Ada", "user-mention", id="in any case"),
        pytest.param("@octo-org/core", "/octo-org/core", "user-mention", id="team"),
        pytest.param("see #12.", "/octo-org/arch/issues/12", "issue-link open", id="open issue"),
        pytest.param("<div>@ada</div>", "/ada", "user-mention", id="in HTML"),
        pytest.param("octo-org/arch#7", "/octo-org/arch/issues/7", "issue-link closed", id="closed issue"),
        pytest.param("GH-12", "/octo-org/arch/issues/12", "issue-link open", id="the old way"),
        pytest.param("- #12", "/octo-org/arch/issues/12", "issue-link open", id="in a list"),
        pytest.param("in a5c3785.", f"/octo-org/arch/commit/{COMMIT}", "commit-link", id="commit"),
    ],
)
def test_who_and_what_is_known_is_linked(text: str, address: str, classes: str) -> None:
    (link,) = elements(render(text, Known()), "a")
    assert (link["href"], link["class"]) == (address, classes)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("@nobody and #99, deadbeef and octo-org/other@a5c3785", id="unknown"),
        pytest.param("a5c378 xa5c3785 a5c3785- /a5c3785 `a5c3785`", id="no commit"),
        pytest.param("`@ada #12`", id="code"),
        pytest.param("```\n@ada #12\n```", id="fence"),
        pytest.param("@\u200bada", id="broken by an invisible space"),
        pytest.param("<code>@ada #12</code>", id="code in HTML"),
        pytest.param("x@ada x#12 /@ada &#12;", id="part of a word"),
        pytest.param("<b title='@ada #12'>x</b>", id="attribute"),
        pytest.param("#12a @ada-", id="another word"),
    ],
)
def test_what_is_no_mention_and_no_reference_is_not_linked(text: str) -> None:
    assert elements(render(text, Known()), "a") == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(COMMIT, "<tt>a5c3785</tt>", id="in full"),
        pytest.param("a5c3785ed", "<tt>a5c3785</tt>", id="its beginning"),
        pytest.param("octo-org/arch@a5c3785ed", "octo-org/arch@<tt>a5c3785</tt>", id="with its repository"),
        pytest.param("ada@a5c3785ed", "ada@<tt>a5c3785</tt>", id="with whose fork it is in"),
    ],
)
def test_commits_are_shown_short(text: str, shown: str) -> None:
    assert f">{shown}</a>" in render(text, Known())


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        pytest.param("https://e.example/x?y=1.", ["https://e.example/x?y=1"], id="https"),
        pytest.param("(http://e.example)", ["http://e.example"], id="http"),
        pytest.param("www.e.example", ["http://www.e.example"], id="www"),
        pytest.param("ada@example.org", ["mailto:ada@example.org"], id="mailbox"),
        pytest.param("mailto:ada@example.org", ["mailto:ada@example.org"], id="mailto"),
        pytest.param(r"https\://e.example www\.e.example e.example ada@e", [], id="what is none"),
    ],
)
def test_bare_addresses_are_links(text: str, addresses: list[str]) -> None:
    assert [link["href"] for link in elements(render(text, Known()), "a")] == addresses


SHOWN = '<span class="issue-shorthand">&nbsp;{}</span></a></span>'


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        pytest.param("- #12", "#12", "open", id="alone in a bulleted list"),
        pytest.param("1. see #7, please", "#7", "closed", id="with more in a numbered list"),
        pytest.param("- [ ] #12", "#12", "open", id="in a list of tasks"),
        pytest.param("- x\n  - x\n\n    > **#12**", "#12", "open", id="deep inside"),
        pytest.param("<ul><li>#12</li></ul>", "#12", "open", id="in a list in HTML"),
        pytest.param("- octo-org/arch#12", "octo-org/arch#12", "open", id="with its repository"),
        pytest.param("- GH-12", "GH-12", "open", id="the old way"),
        pytest.param("- http://127.0.0.1/octo-org/arch/issues/12", "#12", "open", id="address"),
        pytest.param("- <http://127.0.0.1/octo-org/arch/issues/7>", "#7", "closed", id="address in brackets"),
        pytest.param(
            "- http://127.0.0.1/octo-org/arch/issues/12#issuecomment-5",
            "#12 (comment)",
            "open",
            id="address of a comment",
        ),
    ],
)
def test_in_a_list_a_reference_shows_title_and_state(text: str, name: str, state: str) -> None:
    html = render(text, Known())
    assert f'<span class="reference {state}"><a class="issue-link {state}" ' in html
    assert f">A &lt;title&gt;{SHOWN.format(name)}" in html


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("#12", id="in a paragraph"),
        pytest.param("- x\n\n#12", id="after a list"),
        pytest.param("| #12 |\n|---|", id="in a table"),
        pytest.param("- [#12](http://127.0.0.1/octo-org/arch/issues/12)", id="as a link"),
        pytest.param("- `#12`", id="as code"),
        pytest.param("- #99", id="to what the reader does not see"),
        pytest.param("<span class='reference'><span class='issue-shorthand'>#12</span></span>", id="feigned"),
    ],
)
def test_anything_else_shows_no_title(text: str) -> None:
    html = render(text, Known())
    assert ">A &lt;title&gt;" not in html
    assert 'class="reference' not in html
    assert "issue-shorthand" not in html


def test_links_hold_no_further_links() -> None:
    (link,) = elements(render("[@ada #12](https://x.example)", Known()), "a")
    assert link["href"] == "https://x.example"


def test_links_in_html_hold_no_further_links() -> None:
    (link,) = elements(render("<a href='/x'>@ada #12</a>", Known()), "a")
    assert link["href"] == "/x"


def test_nobody_can_dress_a_link_as_a_mention_or_a_reference() -> None:
    (link,) = elements(
        render("<a class='user-mention issue-link' href='https://x.example'>@root</a>", Known()), "a"
    )
    assert "class" not in link


def test_half_of_a_character_is_no_trouble() -> None:
    assert render("\ud800 x").strip() == "<p>\ufffd x</p>"


def test_the_address_of_a_comment_is_shown_as_one() -> None:
    html = render("http://127.0.0.1/octo-org/arch/issues/12#issuecomment-5", Known())
    assert ">#12 (comment)</a>" in html
    assert "#issuecomment-5" in html


def test_the_address_of_an_issue_is_shown_short() -> None:
    html = render("http://127.0.0.1/octo-org/arch/issues/12", Known())
    assert ">#12</a>" in html
    assert 'title="A &lt;title&gt;"' in html


def test_mermaid_is_drawn_as_a_picture_in_which_nothing_runs() -> None:
    html = render("```mermaid\nflowchart LR\n  a[One] --> b[Two]\n```\n")
    (image,) = elements(html, "img")
    assert str(image["src"]).startswith("data:image/svg+xml;base64,")
    assert "a[One] --&gt; b[Two]" in html


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("graph TD; A-->B", id="on one line"),
        pytest.param("graph LR\n A-->B;\n B-->C;", id="with semicolons at the ends"),
        pytest.param("%% why\nflowchart LR\nA==>B-.->C---D", id="without spaces"),
        pytest.param('graph LR\nA["a; b"]-->B(c; d)', id="with semicolons in names"),
        pytest.param(
            "graph TD\nA[Begin]-->B{Fine?}\nB-->|Yes|C[Go]\nB -->|No| D", id="with arrows that say something"
        ),
    ],
)
def test_flowcharts_are_drawn_however_closely_they_are_written(source: str) -> None:
    html = render(f"```mermaid\n{source}\n```\n")
    assert len(elements(html, "img")) == 1
    assert source in unescape(html)


def test_mermaid_that_cannot_be_drawn_is_shown_as_it_is() -> None:
    html = render("```mermaid\nno <b>diagram</b>\n```\n")
    assert elements(html, "img") == []
    assert "no &lt;b&gt;diagram&lt;/b&gt;" in html


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "[x](javascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<img src='data:text/html;base64,AAAA'>",
    "<img src='data:image/svg+xml;base64,AAAA'>",
    "<iframe src=//x></iframe>",
    "<form action=//x><button>x</button></form>",
    "<style>body{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<base href=//x><link rel=stylesheet href=//x><meta http-equiv=refresh content=0>",
    "<details ontoggle=alert(1) open>x",
    "<a class='bar' id='main'>x</a>",
    "> [!NOTE]<img src=x onerror=alert(1)>\n> x",
    '```"><script>alert(1)</script>\nx\n```',
    '```mermaid\nflowchart LR\n a["</svg><script>alert(1)</script>"] --> b\n```',
    "<textarea></div></main>",
]


# What even a browser shows no more text after.
SWALLOWING = "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>"


def is_ours(tag: str, attributes: dict[str, str | None]) -> bool:
    """Whether it is a diagram that was drawn here."""
    return tag == "img" and attributes.get("alt") == "Mermaid diagram" and len(attributes) == 2


def harms(html: str) -> Iterator[str]:
    for tag, attributes in Elements(html).found:
        if tag not in TAGS:
            yield tag
        for name, value in attributes.items():
            if name.startswith("on") or name in ("style", "action", "formaction"):
                yield f"{tag} {name}"
            scheme = (value or "").strip().casefold().partition(":")[0]
            if name in ("href", "src") and scheme in ("javascript", "vbscript"):
                yield f"{tag} {name}={value}"
            if name in ("href", "src") and scheme == "data" and not is_ours(tag, attributes):
                yield f"{tag} {name}={value}"
            if name == "id" and not (value or "").startswith("user-content-"):
                yield f"{tag} id={value}"


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_gets_through(text: str) -> None:
    html = render(f"{text}\n\nafter @ada", Known())
    assert list(harms(html)) == []
    assert "after" in html


@settings(max_examples=150, deadline=None)
@given(
    some.lists(
        some.sampled_from(
            [*HOSTILE, SWALLOWING, "<", ">", "`", "\n\n", "- [ ] ", "@ada", "#12", "|", "&", '"']
        )
        | some.text(max_size=8)
    )
)
def test_whatever_is_written_can_be_shown_and_does_no_harm(parts: list[str]) -> None:
    text = "".join(parts)
    html = render(text, Known())
    assert list(harms(html)) == []
    assert {int(str(box["data-line"])) for box in elements(html, "input")} <= set(task_lines(text))
