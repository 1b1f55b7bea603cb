"""Whatever a title is made of, readers see that title, nothing around it changes, and nobody is called."""

import re
from html import unescape
from unicodedata import bidirectional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.rules.directions import FIRST_STRONG_ISOLATE, POP_ISOLATE
from arch_hour.rules.prose import SILENCE, inline, sentence
from arch_hour.rules.unlinked import LONGEST_WORD
from sandbox.markdown import Reference, render

HEBREW, ARABIC = "שלום עולם", "مرحبا ١٢٣"
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f3f3\ufe0f\u200d\U0001f308 👍🏽"
TITLES = [
    pytest.param("**bold** _under_ ~~gone~~ `code` ``` a", id="Markdown"),
    pytest.param("[x](javascript:alert(1)) ![y](https://e.example/z.png) <https://e.example>", id="links"),
    pytest.param("# heading ##", id="a heading"),
    pytest.param("- [ ] - 1. > list", id="a task, a list, a quote"),
    pytest.param("1. first", id="a numbered list"),
    pytest.param("a | b \\| c || d |", id="pipes"),
    pytest.param("| - | :-: |", id="a table's ruler"),
    pytest.param("```", id="a fence"),
    pytest.param("--- ===", id="a ruler"),
    pytest.param("<script>alert(1)</script><img src=x onerror=alert(1)>", id="HTML"),
    pytest.param("</td></tr></table></details><!--", id="HTML that ends what is around"),
    pytest.param("<!-- arch-hour:agenda {} --> x", id="a marker of ours"),
    pytest.param("&lt;b&gt; &#64;ada &commat;ada & &amp;", id="entities"),
    pytest.param("@ada and @octo-org/core, (@ada) .@ada *@ada*", id="mentions"),
    pytest.param("@ada" * 60, id="many mentions"),
    pytest.param("ada@example.org mailto:ada@example.org <ada@example.org> a@b.c.d", id="addresses of mail"),
    pytest.param("xmpp:ada@example.org/x a.b-c_d+e@-f.example", id="odd addresses of mail"),
    pytest.param("#12, GH-12, (gh-12), octo-org/arch#12 and -#12 &#12; _#12_", id="references"),
    pytest.param("1f3a5b7, ada@1f3a5b7c9d, octo-org/arch@1f3a5b7 (20201217)", id="commits"),
    pytest.param("a5c3785ed8d6a35868bc169f07e40e889087fd2e" * 3, id="commits without end"),
    pytest.param("https://e.example/a http://e.example *www.e.example* (https://e.example)", id="addresses"),
    pytest.param("http://127.0.0.1/octo-org/arch/issues/12#issuecomment-1", id="the address of an issue"),
    pytest.param("WWW.e.example HTTPS://E.EXAMPLE xhttps://e.example //www.e.example", id="odd addresses"),
    pytest.param(":tada: :+1: :@ada:", id="shortcodes of emoji"),
    pytest.param("$x$ $$y$$ \\(z\\)", id="mathematics"),
    pytest.param("x" * 256, id="256 letters"),
    pytest.param("#1" * 128, id="128 references"),
    pytest.param("Z\u0337e\u0301" * 64, id="256 letters and marks"),
    pytest.param("🎉" * 256, id="256 emoji"),
    pytest.param(("@ada|<b>`*" * 26)[:256], id="256 characters with a meaning"),
    pytest.param(FAMILY, id="joined emoji"),
    pytest.param("Z̷͎͝a̶̛l̸g̵o̷ e\u0301", id="combining marks"),
    pytest.param("one\u2028two\u2029three\x85four\x0bfive\x0csix\tseven", id="other line ends"),
    pytest.param("ze\u200bro \u200cwi\u2060dth\ufeff", id="characters without width"),
    pytest.param(HEBREW, id="Hebrew"),
    pytest.param(f"{ARABIC} (v2) 1.", id="Arabic with digits"),
    pytest.param(f"1. {HEBREW} | @ada", id="Hebrew with a meaning"),
    pytest.param("user\u202egnp.exe", id="an override without end"),
    pytest.param("a\u2067b\u2066c", id="isolates without end"),
    pytest.param("a\u2069\u2069b\u202c", id="ends without a beginning"),
    pytest.param("\u2067a\u2069 \u2069b \u2066c", id="all of it"),
    pytest.param("null \0 and \x01", id="control characters"),
]
FRAMES = [
    pytest.param("| # | Topic | Votes |\n| --: | :-- | --: |\n| 1 | #7 {} | 3 |", "td", id="in a table"),
    pytest.param("### 1. {}\n\n- [ ] Discussed", "h3", id="in a heading"),
    pytest.param("- [#7](https://e.example/7) {} – ada", "li", id="in a list"),
    pytest.param("- [ ] {} – ada", "li", id="in a list of tasks"),
    pytest.param("[{}](https://e.example/7)", "a", id="in a link"),
]


class Everybody:
    """A repository in which every login, every number and every commit is known."""

    repository = "octo-org/arch"

    def person(self, login: str) -> str | None:
        return f"/{login}"

    def issue(self, repository: str, number: int) -> Reference | None:
        return Reference(repository, number, f"/{repository}/issues/{number}", "A title", is_open=True)

    def issue_at(self, address: str) -> Reference | None:
        return self.issue(self.repository, 12) if "/issues/" in address else None

    def commit(self, repository: str, sha: str) -> str:
        return f"/{repository}/commit/{sha}"


def seen(title: str) -> str:
    """What a reader sees of a title: no white space but single spaces, and nothing that has no looks."""
    words = " ".join(title.replace("\0", "\ufffd").replace(SILENCE, "").split())
    return re.sub("[\u2066-\u2069]", "", words)


def texts(html: str, tag: str) -> list[str]:
    """The text of each element as a reader sees it."""
    return [seen(text) for text in texts_as_they_are(html, tag)]


def texts_as_they_are(html: str, tag: str) -> list[str]:
    found = re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", html, re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", each)) for each in found]


@pytest.mark.parametrize(("frame", "tag"), FRAMES)
@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_shown_as_itself_wherever_it_stands(title: str, frame: str, tag: str) -> None:
    plain = texts(str(render(frame.format("PLAIN"))), tag)
    html = str(render(frame.format(inline(title)), Everybody()))
    assert texts(html, tag) == [text.replace("PLAIN", seen(title)) for text in plain]
    assert links(html) == links(str(render(frame.format("PLAIN"), Everybody())))
    assert not re.search(r"<(?:img|script|em|strong|code|s|pre|blockquote)\b", html)


def links(html: str) -> list[str]:
    return re.findall(r"<a\b[^>]*>", html)


WORDS = ["@ada", "#1", "GH-1", "octo-org/arch", "1f3a5b7", "@", "#", "-", ".", "/", ":", "*", "_", "(", ")"]
WORDS += [
    "https",
    "://",
    "www",
    "mailto:",
    "ada",
    "org",
    " ",
    "&",
    ";",
    "\\",
    "<",
    ">",
    "é",
    "x" * 39,
    "7" * 20,
]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_no_title_links_anything(title: str) -> None:
    html = str(render(f"- {inline(title)}\n\nPLAIN {inline(title)}", Everybody()))
    assert links(html) == []


@given(st.lists(st.sampled_from([*WORDS, "x" * 200]), max_size=6).map("".join))
def test_no_part_of_a_title_is_too_long_for_a_column(title: str) -> None:
    (shown,) = texts_as_they_are(str(render(f"# {inline(title)}")), "h1")
    assert max(map(len, re.split(rf"[\s{SILENCE}]", shown))) <= LONGEST_WORD


CHARACTERS = st.sampled_from("ab1 #|@שم٣\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
DEPTH = {"LRI": 1, "RLI": 1, "FSI": 1, "PDI": -1}


@given(st.text(CHARACTERS, max_size=20))
def test_no_title_turns_the_words_around_it(title: str) -> None:
    shown = inline(title)
    depths = [0]
    for character in shown:
        depths.append(depths[-1] + DEPTH.get(bidirectional(character), 0))
    assert depths[-1] == 0
    if any(
        bidirectional(character) not in {"L", "EN", "ET", "ES", "CS", "ON", "WS", "BN"} for character in shown
    ):
        assert shown[0] == FIRST_STRONG_ISOLATE
        assert shown[-1] == POP_ISOLATE
        assert min(depths[1:-1]) == 1


@pytest.mark.parametrize("address", ["https://e.example/@ada", "www.e.example/@ada"])
def test_an_address_in_a_sentence_from_right_to_left_stays_one(address: str) -> None:
    for text in (f"{HEBREW} {address}", f"{address} {HEBREW}", f"{HEBREW} {address} {HEBREW}"):
        html = str(render(f"- {sentence(text)}", Everybody()))
        assert f'{address}"' in html
        assert "user-mention" not in html


def test_a_line_from_left_to_right_gets_nothing_around_it() -> None:
    assert inline("Café 🎉 日本語 \u200e") == "Café 🎉 日本語 \u200e"
