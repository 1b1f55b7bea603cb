"""A meeting page kept by hand becomes topics, votes and notes, and no word of it is lost."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from arch_hour.errors import PageError
from arch_hour.rules.page import Page, PageTopic, Section, Unplaced, read_page
from arch_hour.rules.prose import SILENCE, loud

PAGES = Path(__file__).parent / "pages"
REAL_PAGE = Path(__file__).parents[3] / "shared" / "pages" / "arch-hour-2020-12-17.txt"
GITHUB = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable(["table", "strikethrough"])

Outline = list[tuple[int, str]]


def outline(markdown: str) -> Outline:
    """How deep each bullet of a Markdown list stands, and what a reader sees there."""
    tokens = GITHUB.parse(markdown)
    assert not {token.type for token in tokens} & {"code_block", "heading_open", "blockquote_open", "hr"}
    seen: Outline = []
    around: list[int] = []
    for token in tokens:
        if token.type == "list_item_open":
            around.append(len(seen))
            seen.append((len(around), ""))
        elif token.type == "list_item_close":
            around.pop()
        elif token.type in {"inline", "html_block"}:
            html = unescape(token.content) if token.type == "html_block" else ""
            spans = [html, *(span.content or " " for span in token.children or [] if span.nesting == 0)]
            seen[around[-1]] = (len(around), " ".join([seen[around[-1]][1], *spans]))
    return [(depth, " ".join(loud(text).split())) for depth, text in seen]


def page(body: str, heading: str = "Tea Round 2021-03-04") -> Page:
    return read_page(f"{heading}\n\n{body}")


def topics(body: str) -> list[PageTopic]:
    found = page(f"Topics\n\n{body}")
    assert not found.unplaced
    return list(found.topics)


def titles(found: Page) -> list[str]:
    return [topic.title for topic in found.topics]


@pytest.mark.parametrize(
    ("line", "title", "votes"),
    [
        pytest.param("Splitting (link) +1 +1 +1+1", "Splitting (link)", 4, id="with and without spaces"),
        pytest.param("Where to build?+3", "Where to build?", 3, id="after a question mark"),
        pytest.param("Failing gracefully +2", "Failing gracefully", 2, id="a number"),
        pytest.param("Names (again)+1", "Names (again)", 1, id="after a bracket"),
        pytest.param("“Done”+1", "“Done”", 1, id="after a quotation mark"),
        pytest.param("And so on…+1 +2", "And so on…", 3, id="after an ellipsis"),
        pytest.param("Stop.+1, +1", "Stop.", 2, id="with a comma"),
        pytest.param("Learning C++ +1", "Learning C++", 1, id="after a language"),
        pytest.param("C++11 +2", "C++11", 2, id="after a version"),
        pytest.param("Moving to C++11", "Moving to C++11", 0, id="a version"),
        pytest.param("g++ 4.8+1", "g++ 4.8+1", 0, id="after a digit"),
        pytest.param("A+1", "A+1", 0, id="after a letter"),
        pytest.param("Meet at UTC+1", "Meet at UTC+1", 0, id="a time zone"),
        pytest.param("Phone +1000", "Phone +1000", 0, id="more than three digits"),
        pytest.param("+1 for tea", "+1 for tea", 0, id="not at the end"),
        pytest.param("+1", "+1", 0, id="nothing but a vote is a title"),
        pytest.param("Tea\u00a0+1", "Tea", 1, id="after a no-break space"),
    ],
)
def test_votes_are_taken_off_the_end_of_a_title(line: str, title: str, votes: int) -> None:
    [topic] = topics(f"• {line}")
    assert (topic.title, topic.votes) == (title, votes)


LONG = "and so it goes on " * 8


@pytest.mark.parametrize(
    ("line", "title", "votes", "detail"),
    [
        pytest.param("A - b – c", "A - b – c", 0, "", id="a short line stays whole"),
        pytest.param(f"Tea - {LONG}end", "Tea", 0, f"{LONG}end", id="hyphen"),
        pytest.param(f"Tea – {LONG}– end", "Tea", 0, f"{LONG}– end", id="en dash, the first of two"),
        pytest.param(f"Tea — {LONG}end +2", "Tea", 2, f"{LONG}end", id="em dash, votes at the line's end"),
        pytest.param(f"Tea +1 - {LONG}end +2", "Tea", 3, f"{LONG}end", id="votes before the dash too"),
        pytest.param(f"well-known {LONG}", None, 0, f"well-known {LONG}".strip(), id="no spaced dash"),
        pytest.param(f"{LONG * 2}- end", None, 0, f"{LONG * 2}- end", id="dash too late"),
        pytest.param("x" * 300, None, 0, "x" * 300, id="one endless word"),
        pytest.param(f"Tea - 1. {LONG}", "Tea", 0, f"1\\. {LONG}".strip(), id="rest that looks like a list"),
        pytest.param(
            f"Tea - <x> @a {LONG}", "Tea", 0, f"&lt;x> @{SILENCE}a {LONG}".strip(), id="rest is inert"
        ),
    ],
)
def test_a_long_line_is_a_title_and_more(line: str, title: str | None, votes: int, detail: str) -> None:
    [topic] = topics(f"• {line}")
    assert (topic.votes, topic.detail) == (votes, detail)
    if title is None:
        assert topic.title.endswith("…")
        assert len(topic.title) <= 120
        assert line.startswith(topic.title[:-1])
    else:
        assert topic.title == title


@pytest.mark.parametrize(
    ("heading", "date"),
    [
        pytest.param("Arch Hour: 2020-12-17", datetime.date(2020, 12, 17), id="ISO"),
        pytest.param("# **Arch Hour** (2020/2/7)", datetime.date(2020, 2, 7), id="slashes"),
        pytest.param("December 17, 2020", datetime.date(2020, 12, 17), id="American"),
        pytest.param("Thursday 17 Dec 2020", datetime.date(2020, 12, 17), id="British"),
        pytest.param("Sept. 3rd 2020", datetime.date(2020, 9, 3), id="ordinal"),
        pytest.param("1st of may 2021 Tea", datetime.date(2021, 5, 1), id="ordinal first"),
    ],
)
def test_the_date_stands_in_the_heading(heading: str, date: datetime.date) -> None:
    assert page("Topics\n- a", heading).date == date


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "the page is empty; save", id="empty"),
        pytest.param("\ufeff \r\n\t\n", "the page is empty; save", id="blank"),
        pytest.param("\nTea\n\nTopics\n- a", 'line 2: the heading "Tea" names no date; write', id="no date"),
        pytest.param(
            "Tea 2021-02-30\nTopics\n- a", "line 1: there is no day 2021-02-30; correct", id="no such day"
        ),
        pytest.param(
            "Tea 2021-03-04\n\n- a\n", "no heading names the topics or the backlog; put", id="no section"
        ),
    ],
)
def test_what_is_no_page_is_refused_in_one_sentence(text: str, message: str) -> None:
    with pytest.raises(PageError, match=re.escape(message)) as refusal:
        read_page(text)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        pytest.param("Topics", Section.TOPICS, id="the word"),
        pytest.param("Proposed topics:", Section.TOPICS, id="with a colon"),
        pytest.param("TOPIC IDEAS", Section.TOPICS, id="any case"),
        pytest.param("Backlog of Questions/Discussions", Section.BACKLOG, id="backlog"),
        pytest.param("Topics in the backlog", Section.BACKLOG, id="backlog wins"),
        pytest.param("### Topics", Section.TOPICS, id="Markdown"),
        pytest.param("## Backlog ##", Section.BACKLOG, id="Markdown, closed"),
        pytest.param("**Topics**", Section.TOPICS, id="bold"),
        pytest.param("__Backlog__:", Section.BACKLOG, id="bold with a colon"),
        pytest.param("Topics\n------", Section.TOPICS, id="underlined"),
    ],
)
def test_a_heading_begins_a_section(heading: str, section: Section) -> None:
    [topic] = page(f"{heading}\n\n- a").topics
    assert topic.section is section


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Please enter your topics here", id="a request"),
        pytest.param("We have three topics today.", id="a sentence"),
        pytest.param("Most of what was said about the topics can be found in the wiki", id="too long"),
        pytest.param("That is off-topic", id="another word"),
    ],
)
def test_prose_about_topics_is_no_heading(line: str) -> None:
    found = page(f"Backlog\n\n{line}\n\n- a")
    assert found.introductions == {Section.BACKLOG: line}
    assert [topic.section for topic in found.topics] == [Section.BACKLOG]


@pytest.mark.parametrize(
    "heading", ["Attendees", "Action items:", "Decisions", "## Anything", "**Anything**", "Any\n==="]
)
def test_another_heading_ends_the_section_and_what_follows_is_reported(heading: str) -> None:
    found = page(f"Topics\n- a\n\n{heading}\n- Ada\n\nmore")
    assert titles(found) == ["a"]
    assert [line.text for line in found.unplaced] == ["- Ada", "more"]


def test_headings_need_no_blank_lines_around_them() -> None:
    found = page("Topics\n- a\nBacklog\n- b\nNotes\nsaid")
    assert [(topic.title, topic.section) for topic in found.topics] == [
        ("a", Section.TOPICS),
        ("b", Section.BACKLOG),
    ]
    assert found.unplaced == (Unplaced(8, "said"),)


def test_lines_that_belong_to_nothing_are_reported_with_their_numbers() -> None:
    found = page("Hello\n\nTopics\n\n- a\n\nbetween\nand on\n\n- b")
    assert titles(found) == ["a", "b"]
    assert found.unplaced == (Unplaced(3, "Hello"), Unplaced(9, "between"), Unplaced(10, "and on"))


def test_deeper_bullets_before_the_first_topic_are_reported() -> None:
    found = page("Topics\n\n      • early\n  • a\n    • b")
    assert titles(found) == ["a"]
    assert found.unplaced == (Unplaced(5, "• early"),)


@pytest.mark.parametrize("text", ["Backlog", "Backlog: none", "Backlog\n\nNothing left."])
def test_a_backlog_without_items_is_fine(text: str) -> None:
    found = page(text)
    assert (found.topics, found.unplaced) == ((), ())


def test_words_behind_a_headings_colon_introduce_its_section() -> None:
    assert page("Backlog: none").introductions == {Section.BACKLOG: "none"}


def test_an_introduction_keeps_its_paragraphs_and_hides_nothing() -> None:
    found = page("Topics\n\none\ntwo @a <!-- x -->\n\n\nthree\n\n- a")
    assert found.introductions == {Section.TOPICS: f"one\ntwo @{SILENCE}a &lt;!-- x -->\n\nthree"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("• t\n  • a\n    • b\n  • c", [(1, "a"), (2, "b"), (1, "c")], id="two spaces"),
        pytest.param("- t\n   - a\n      - b", [(1, "a"), (2, "b")], id="three spaces"),
        pytest.param("* t\n\t* a\n\t\t* b\n\t* c", [(1, "a"), (2, "b"), (1, "c")], id="tabs"),
        pytest.param(
            "• t\n\u00a0\u00a0◦\u00a0a\n\u00a0\u00a0\u00a0\u00a0▪b",
            [(1, "a"), (2, "b")],
            id="no-break spaces",
        ),
        pytest.param(
            "– t\n  – a\n        – b\n     – c\n– u", [(1, "a"), (2, "b"), (2, "c")], id="irregular dedent"
        ),
        pytest.param("• t\n    • a\n   • b\n     • c", [(1, "a"), (1, "b"), (2, "c")], id="one column off"),
        pytest.param("• t\n\to\ta\n\to\tb", [(1, "a"), (1, "b")], id="the letter o as a bullet"),
        pytest.param("• t\n  • a\n    o clock", [(1, "a o clock")], id="the letter o as a letter"),
        pytest.param("1. t\n  1) a\n    10. b\n      - c", [(1, "a"), (2, "b"), (3, "c")], id="numbers"),
        pytest.param(
            "• t\n  • a\n    3. b\n    4. c\n  7. d", [(1, "a"), (2, "b"), (2, "c"), (1, "d")], id="from 3"
        ),
        pytest.param("• t\n  •\n    • a\n  • b", [(1, "a"), (1, "b")], id="a bullet without words"),
        pytest.param("• t\n  •\n    a\n  • b", [(1, "a"), (1, "b")], id="words below their bullet"),
        pytest.param("• t\n  • a\n    b\n\n\n    c\n  • d", [(1, "a b c"), (1, "d")], id="continued"),
        pytest.param("• t\n    • a\nlazily wrapped\n    • b", [(1, "a lazily wrapped"), (1, "b")], id="lazy"),
        pytest.param(
            "• t\n  • a\n    • b\n\n   c\n  • d", [(1, "a c"), (2, "b"), (1, "d")], id="back to the outer"
        ),
        pytest.param(
            "• t\n  • <b>a\n    • b", [(1, "<b>a"), (2, "b")], id="HTML that would swallow what follows"
        ),
        pytest.param("• t\n  • <pre>a\n  • b", [(1, "<pre>a"), (1, "b")], id="HTML that never ends"),
        pytest.param("• t\n  • <div>\n  • b", [(1, "<div>"), (1, "b")], id="a block of HTML"),
        pytest.param("• t\n  • ```\n  • b", [(1, "```"), (1, "b")], id="a fence that never ends"),
    ],
)
def test_notes_nest_as_on_the_page(body: str, expected: Outline) -> None:
    assert outline(topics(body)[0].notes) == expected


@pytest.mark.parametrize(
    "note",
    [
        "# a",
        "> a",
        "+ a",
        "- a",
        "* a",
        "1. a",
        "2) a",
        "[a]: b",
        "a\n    ===",
        "a\n    b | c\n    :-- | ---",
        "~~~",
        "+1",
    ],
)
def test_what_begins_a_note_on_a_text_page_is_text(note: str) -> None:
    words = " ".join(note.split())
    assert outline(topics(f"• t\n  • {note}\n  • end")[0].notes) == [(1, words), (1, "end")] or "===" in note
    assert not {token.type for token in GITHUB.parse(topics(f"• t\n  • {note}\n")[0].notes)} & {
        "heading_open",
        "table_open",
    }


def test_links_code_and_channels_stay_as_they_are() -> None:
    note = "see [it](https://example.org/a_b#L1-L2), `<x> @y` and #architecture"
    assert topics(f"• t\n    • {note}")[0].notes == f"- {note}"


def test_fenced_code_keeps_its_lines_wherever_it_is_moved() -> None:
    body = (
        "• t\n    • code\n      ```py\n      if x:\n          <y>\n\n\n      # Topics\n      ```\n      after"
    )
    assert topics(body)[0].notes == ("- code\n  ```py\n  if x:\n      <y>\n\n\n  # Topics\n  ```\n  after")


def test_code_outside_the_notes_is_kept_too() -> None:
    code = "~~~\nTopics\n~~~"
    found = page(f"{code}\n\nTopics\n```\n- x\n```\n- a\n\n  ```\n  b\n  ```\n\n{code}\n- ```\n  c\n  ```")
    assert found.introductions == {Section.TOPICS: "```\n- x\n```"}
    assert [(topic.title, topic.detail) for topic in found.topics] == [
        ("a", "```\nb\n```"),
        ("c", "```\nc\n```"),
    ]
    assert [line.text for line in found.unplaced] == code.split("\n") * 2


@pytest.mark.parametrize(
    ("body", "title", "votes", "detail"),
    [
        pytest.param("• a\n  b", "a", 0, "b", id="a line below the bullet's is detail"),
        pytest.param("  • a\nb", "a b", 0, "", id="a line left of it is the title's end"),
        pytest.param("• a\n  b +2", "a b", 2, "", id="votes end a title on two lines"),
        pytest.param("• a +1\n  b +2", "a", 1, "b +2", id="votes ended the title before"),
        pytest.param("• a\n\n  b\n  c\n\n\n  d", "a", 0, "b\nc\n\nd", id="paragraphs"),
        pytest.param("• a\n    • n\n\n  b", "a", 0, "b", id="after the notes"),
    ],
)
def test_a_topics_own_lines_are_title_or_detail(body: str, title: str, votes: int, detail: str) -> None:
    [topic] = topics(body)
    assert (topic.title, topic.votes, topic.detail) == (title, votes, detail)


def test_a_title_is_plain_text_that_mentions_nobody() -> None:
    [topic] = topics("• *Why*  <b>#12</b> & @ada (link)")
    assert topic.title == f"*Why* <b>#12</b> & @{SILENCE}ada (link)"


@pytest.mark.parametrize(
    ("line", "title", "votes"),
    [
        pytest.param("**Tea**", "Tea", 0, id="strong"),
        pytest.param("[x] _Tea_ +1", "Tea", 1, id="checkbox, emphasis and vote"),
        pytest.param("**Tea +1** +1", "Tea", 2, id="votes within and without"),
        pytest.param("**Tea**+1", "Tea", 1, id="vote right after the emphasis"),
        pytest.param("**Tea** and **cake**", "**Tea** and **cake**", 0, id="emphasis of parts"),
    ],
)
def test_a_markdown_title_loses_what_surrounds_it(line: str, title: str, votes: int) -> None:
    [topic] = page(f"# Topics\n- {line}").topics
    assert (topic.title, topic.votes) == (title, votes)


def test_the_same_title_twice_is_one_topic_with_the_votes_and_notes_of_both() -> None:
    found = page("Topics\n- Tea +1\n  - a\n\nBacklog\n- tea +2\n  more\n  3. b\n- Cake")
    assert found.topics == (
        PageTopic("Tea", "more", 3, "- a\n\n3. b", Section.TOPICS, 4),
        PageTopic("Cake", "", 0, "", Section.BACKLOG, 11),
    )


def test_line_ends_and_marks_of_windows_change_nothing() -> None:
    text = (PAGES / "wiki.txt").read_text(encoding="utf-8")
    assert read_page("\ufeff" + text.replace("\n", "  \r\n")) == read_page(text)


def test_a_wiki_page_is_read_whole() -> None:
    found = read_page((PAGES / "wiki.txt").read_text(encoding="utf-8"))
    kettle, build, moving = found.topics
    assert (kettle.title, kettle.votes, kettle.line) == ("Kettle rota", 2, 12)
    assert kettle.detail.startswith("Last spring")
    assert kettle.detail.endswith("two kettles?")
    assert (build.title, build.votes, build.detail) == ("Why is the build slow on Mondays?", 3, "")
    assert build.notes == (
        "- Caches are cold\n  see build.example.org\n  https://ci.example.org/logs#L1-L9\n"
        "- Ideas\n  - Warm them on Sunday night\n  - “Please contact &lt;the build team>”\n"
        f"- ACTION @{SILENCE}Grace Hopper (away) to ask @{SILENCE}Ada about &lt;b>runners&lt;/b>"
    )
    assert (moving.title, moving.votes) == ("Moving to C++11", 2)
    assert moving.notes == "1. Compiler first\n2. Then the libraries\n   - \\# include order"
    assert found.introductions[Section.BACKLOG] == "What we did not get to."
    assert found.unplaced == (Unplaced(4, "• Ada"), Unplaced(5, "• Grace"))


def test_a_markdown_page_is_read_whole() -> None:
    found = read_page((PAGES / "notes.md").read_text(encoding="utf-8"))
    kettle, build, seats = found.topics
    assert (kettle.title, kettle.votes) == ("Kettle rota", 2)
    assert kettle.notes == (
        "- see [the list](https://example.org/a_(b)) and `rota.sh`\n"
        "  ```sh\n  rota   --next   # <keep> @this\n\n  exit\n  ```\n"
        f"- ask @{SILENCE}ada"
    )
    assert (build.title, build.votes) == ("Why is the build slow on Mondays?", 1)
    assert (build.detail, build.notes) == ("Somebody measured it.", "1. cold caches\n   - all of them")
    assert (seats.title, seats.section) == ("Window seats", Section.BACKLOG)
    assert found.introductions == {Section.TOPICS: "Vote with *+1*."}
    assert found.unplaced == (Unplaced(29, "- Ada waters the plants"),)


@pytest.mark.skipif(not REAL_PAGE.exists(), reason="the real page is not beside this checkout")
def test_the_real_page_is_read_whole() -> None:
    text = REAL_PAGE.read_text(encoding="utf-8")
    found = read_page(text)
    assert (found.heading, found.date) == ("Arch Hour: 2020-12-17", datetime.date(2020, 12, 17))
    assert [topic.votes for topic in found.topics] == [0, 4, 2, 0, 0, 3, 0, 0, 1]
    assert found.unplaced == ()
    assert found.topics[0].title == "External Guests in 2021"
    assert found.topics[0].detail.startswith("In the past, we’ve invited")
    assert found.topics[0].detail.endswith("or from the community.)")
    assert found.topics[1].title.endswith("LMS and Studio (link)")
    written = [
        (len(line) - len(line.lstrip()), line.strip(" •"))
        for line in text.splitlines()
        if line.startswith("    ")
    ]
    bullets: Outline = []
    for indent, words in written:
        if f"• {words}" in text:
            bullets.append(((indent - 2) // 2, words))
        else:
            bullets[-1] = (bullets[-1][0], f"{bullets[-1][1]} {words}")
    assert [note for topic in found.topics for note in outline(topic.notes)] == bullets


# Properties: a page is generated together with what has to be read from it.

# fmt: off
WORDS = st.sampled_from([
    "tea", "cake", "C++", "C++11", "@ada", "a@b.example", "<status page>", "<b>", "<pre>", "R&D", "x_y", "—",
    "why?", "(link)", "#", ">", "+", "1.", "[a]:", "https://example.org/#L1", "é", "שלום", "🎉", "Topics",
    "+5", "o", "~~~",
])
# fmt: on


@dataclass(frozen=True)
class Note:
    words: list[str]
    more: list[str]
    below: list["Note"]


@dataclass(frozen=True)
class Entry:
    words: list[str]
    votes: list[int]
    glued: bool
    notes: list[Note]


SENTENCES = st.lists(WORDS, min_size=1, max_size=5)
NOTES = st.recursive(
    st.lists(st.builds(Note, SENTENCES, st.just([]), st.just([])), max_size=2),
    lambda below: st.lists(st.builds(Note, SENTENCES, st.lists(WORDS, max_size=3), below), max_size=3),
    max_leaves=8,
)
# Votes right before a dash are votes, wherever the dash stands.
TITLES = SENTENCES.filter(lambda words: ("+5", "—") not in pairwise(words))
ENTRIES = st.builds(Entry, TITLES, st.lists(st.integers(1, 12), max_size=3), st.booleans(), NOTES)


@dataclass(frozen=True)
class Layout:
    bullet: str
    step: int
    margin: int
    blanks: int

    def line(self, depth: int, text: str) -> str:
        return " " * (self.margin + depth * self.step) + f"{self.bullet} {text}\n" + "\n" * self.blanks

    def write(self, number: int, entry: Entry) -> str:
        votes = ("" if entry.glued else " ").join(f"+{votes}" for votes in entry.votes)
        title = " ".join(["topic", str(number), *entry.words, "end"])
        return self.line(0, f"{title} {votes}") + "".join(self.notes(1, entry.notes))

    def notes(self, depth: int, notes: list[Note]) -> Iterator[str]:
        for note in notes:
            yield self.line(depth, " ".join(note.words))
            if note.more:
                yield " " * (self.margin + depth * self.step + 2) + " ".join(["so", *note.more]) + "\n"
            yield from self.notes(depth + 1, note.below)


LAYOUTS = st.builds(
    Layout, st.sampled_from("•-*–◦▪"), st.sampled_from([2, 3, 4, 8]), st.integers(0, 3), st.integers(0, 3)
)


def expected(depth: int, notes: list[Note]) -> Iterator[tuple[int, str]]:
    for note in notes:
        more = ["so", *note.more] if note.more else []
        yield depth, " ".join([*note.words, *more])
        yield from expected(depth + 1, note.below)


@given(LAYOUTS, st.lists(ENTRIES, max_size=4))
def test_every_page_gives_back_its_topics_votes_and_nesting(layout: Layout, entries: list[Entry]) -> None:
    body = "".join(layout.write(number, entry) for number, entry in enumerate(entries))
    found = page(f"Topics\n\n{body}")
    assert found.unplaced == ()
    assert [loud(topic.title) for topic in found.topics] == [
        " ".join(["topic", str(number), *entry.words, "end"]) for number, entry in enumerate(entries)
    ]
    assert [topic.votes for topic in found.topics] == [sum(entry.votes) for entry in entries]
    assert [outline(topic.notes) for topic in found.topics] == [
        list(expected(1, entry.notes)) for entry in entries
    ]


LINES = st.tuples(
    st.sampled_from(["", "", " ", "  ", "    ", "\t", "      ", "\u00a0\u00a0"]),
    st.sampled_from(["", "- ", "• ", "1. ", "12) ", "+ ", "* ", "o  ", "> ", "# ", "```", "--", "-- | --"]),
    st.sampled_from(["", "w", "w w", "w @w", "w <w w>", "<!-- w", "w -->", "w - w +1", "w " * 70 + "- w"]),
    st.sampled_from(["\n", "\n", "\n\n", "\r\n", "\n\n\n"]),
).map("".join)


@given(st.lists(LINES, max_size=15), st.sampled_from(["Topics", "## Topics", "**Backlog**"]))
def test_no_word_of_any_page_is_lost(lines: list[str], heading: str) -> None:
    numbers = count()
    text = re.sub(r"\bw\b", lambda _: f"w{next(numbers)}w", "".join(lines))
    found = page(f"{heading}\n\n{text}")
    kept = [*found.introductions.values(), *(line.text for line in found.unplaced)]
    kept += [f"{topic.title} {topic.detail} {topic.notes}" for topic in found.topics]
    kept += re.findall(r"^(?:# .*|\w.*(?=\r?\n--\s*$))", text, re.MULTILINE)
    assert set(re.findall(r"w\d+w", text)) == set(re.findall(r"w\d+w", " ".join(kept)))


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("see <table of contents>", "- see &lt;table of contents>"),
        ("<code review> first", "- &lt;code review> first"),
        ("wrap in <details>", "- wrap in &lt;details>"),
        ("<ul> and `<b>` and <https://x.example>", "- &lt;ul> and `<b>` and <https://x.example>"),
        ("a <!-- hidden --> b", "- a &lt;!-- hidden --> b"),
    ],
)
def test_nothing_in_angle_brackets_is_html_on_a_text_page(note: str, shown: str) -> None:
    (topic,) = read_page(f"Hour: 2020-12-17\n\nTopics\n\n  • Tea\n    • {note}\n").topics
    assert topic.notes == shown


def test_votes_before_a_dash_count_on_a_short_line_too() -> None:
    (topic,) = read_page("Hour: 2020-12-17\n\nTopics\n\n  • Foo9 +1 +1 - a longer text\n").topics
    assert (topic.title, topic.votes, topic.detail) == ("Foo9", 2, "a longer text")


def test_a_heading_among_the_topics_of_a_markdown_page_is_reported() -> None:
    text = "# Hour 2020-12-17\n\n## Topics\n\n- Tea\n\n### First +1 +1\n\n- note\n\n## Attendees\n\n- Ada\n"
    found = read_page(text)
    assert [topic.title for topic in found.topics] == ["Tea"]
    assert [(line.line, line.text) for line in found.unplaced] == [
        (7, "### First +1 +1"),
        (9, "- note"),
        (13, "- Ada"),
    ]
