"""The notes that people took in an agenda: whose they are, and how a text of ours shows them."""

import re
from collections.abc import Callable
from functools import cache
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arch_hour.rules.agenda_identity import AGENDA, identify
from arch_hour.rules.blocks import find_block, wrap
from arch_hour.rules.markers import BEGIN, find_markers, mark
from arch_hour.rules.meeting_notes import Notes, notes_of, quoted
from arch_hour.rules.prose import SILENCE
from sandbox.markdown import render
from tests.rules.build import FREEZE, topic
from tests.rules.memory import Memory
from tests.rules.test_agenda_parts import IDENTITY, tick
from tests.rules.test_containment import MARKS, reaches_beyond

SENTENCE = "*Everything from here on is yours."


@cache
def frozen(*topics: str) -> str:
    """The text of an agenda whose ranking is final, with topics from #1 on."""
    titles = topics or ("One", "Two", "Three")
    repository = Memory.of(*(topic(number, title) for number, title in enumerate(titles, start=1)))
    repository.run("12-15 09:00")
    repository.run(f"{FREEZE:%m-%d %H:%M}")
    return repository.only("agenda").body


def notes(body: str) -> Notes:
    identity = identify(body)
    assert identity is not None
    return notes_of(body, identity)


def line_of(body: str, number: int) -> str:
    """The line of a topic's section."""
    return next(line for line in body.split("\n") if f"Discussed · [#{number}](" in line)


def below(number: int, text: str) -> str:
    """An agenda with a text below a topic's tick box."""
    return frozen().replace(line_of(frozen(), number), f"{line_of(frozen(), number)}\n{text}")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_an_agenda_as_we_wrote_it_has_no_notes(end: str) -> None:
    assert SENTENCE in frozen()
    assert notes(frozen().replace("\n", end)) == Notes("", {})


def test_an_agenda_without_topics_has_no_notes() -> None:
    repository = Memory.of()
    repository.run("12-15 09:00")
    repository.run(f"{FREEZE:%m-%d %H:%M}")
    body = repository.only("agenda").body
    assert "There was no topic" in body
    assert notes(body) == Notes("", {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("\nWe talked.\n", "We talked.", id="a paragraph"),
        pytest.param("We talked.\n\n\nAgain.", "We talked.\n\n\nAgain.", id="paragraphs as they stand"),
        pytest.param("\n### Pros\n\n- a\n\n#### b", "### Pros\n\n- a\n\n#### b", id="lower headings"),
        pytest.param("  - a\n    - b\n  - c\n\nd", "- a\n  - b\n- c\n\nd", id="a list below the tick box"),
        pytest.param("\t- a\n\t\t- b", "- a\n    - b", id="a list with tabs"),
        pytest.param("    a\n  b\nc", "  a\nb\nc", id="different indentation"),
        pytest.param("\n- [x] a\n- [ ] b", "- [x] a\n- [ ] b", id="boxes of people"),
        pytest.param("\n```\n# a\n## b\n```", "```\n# a\n## b\n```", id="what looks like a heading in code"),
        pytest.param("\n```\n# a", "```\n# a", id="a fence that nobody closed"),
        pytest.param("\na <!-- b --> c", "a  c", id="without a comment"),
        pytest.param("\na\n<!-- b\n\nc -->\nd", "a\n\nd", id="without a comment over lines"),
        pytest.param("\na\n\n<!-- b\n\nc", "a", id="without a comment that nobody closed"),
        pytest.param("\na\n\n<!--\n# b\n-->\n\nc", "a\n\n\n\nc", id="a heading in a comment"),
        pytest.param("\n`<!-- a -->`", "`<!-- a -->`", id="a comment that is code"),
        pytest.param(f"\na {mark('topic', {'x': 1})}", "a", id="without a marker"),
        pytest.param("\n@ada, see #12", "@ada, see #12", id="mentions and references"),
        pytest.param("\n### 1. Pros\n\n### 2. Cons", "### 1. Pros\n\n### 2. Cons", id="headings like ours"),
    ],
)
@pytest.mark.parametrize("number", [1, 3], ids=["of the first topic", "of the last topic"])
def test_notes_on_a_topic_stand_below_its_tick_box(number: int, text: str, expected: str) -> None:
    assert notes(below(number, text)) == Notes("", {f"#{number}": expected})
    assert notes(below(number, text).replace("\n", "\r\n")) == Notes("", {f"#{number}": expected})


@pytest.mark.parametrize(
    "text", ["", "\n\n \t\n", "\n<!-- a -->\n", "\n## Topics\n", f"\n{mark('topic', {})}", "\n<!-- a"]
)
def test_where_nobody_sees_anything_there_are_no_notes(text: str) -> None:
    assert notes(below(2, text)) == Notes("", {})


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        pytest.param("1. One", "1. One, at last", {}, id="another title"),
        pytest.param("### 1. One\n", "### One\n", {}, id="a heading without a number"),
        pytest.param("### 1. One\n", "", {}, id="no heading"),
        pytest.param("### 1. One\n", "### 1. One\n\nabove\n", {"#1": "above"}, id="words above the tick box"),
        pytest.param("### 1. One\n", "### 1. One\n\n#### a\n", {"#1": "#### a"}, id="a heading above it"),
        pytest.param("- [ ] Discussed · [#1]", "- [x] Discussed · [#1]", {}, id="ticked"),
        pytest.param("- [ ] Discussed · [#1]", "* [X]  Discussed · [#1]", {}, id="written otherwise"),
        pytest.param("- [ ] Discussed · [#1]", "- [ ] so it is · [#1]", None, id="rewritten"),
        pytest.param(
            "10:00, 10 min · 0 votes", "10:00, 10 min · 0 votes, so", {"#1": ", so"}, id="more words"
        ),
        pytest.param(" · 10:00, 10 min · 0 votes", "", {}, id="fewer words"),
    ],
)
def test_what_we_wrote_of_a_section_is_no_note(
    ours: str, theirs: str, expected: dict[str, str] | None
) -> None:
    body = frozen().replace(ours, theirs, 1)
    assert body != frozen()
    found = notes(body)
    assert found.general == ""
    if expected is None:
        assert found.by_topic["#1"].startswith("so it is · ")
    else:
        assert found.by_topic == expected


def test_words_beside_the_tick_box_come_first() -> None:
    body = below(2, "  - and more").replace(line_of(frozen(), 2), f"{line_of(frozen(), 2)} agreed")
    assert notes(body).by_topic == {"#2": "agreed\n\n- and more"}


def test_a_section_without_its_marker_has_notes_all_the_same() -> None:
    bare = re.sub(r" <!-- arch-hour:topic .*?-->", "", line_of(frozen(), 2))
    assert bare in (body := below(2, "a").replace(line_of(frozen(), 2), bare))
    assert notes(body).by_topic == {"#2": "a"}


def test_a_topic_elsewhere_is_told_by_its_repository() -> None:
    body = f"{tick(4, repository='acme/cups')}\na\n{tick(4)}\nb"
    assert notes_of(body, IDENTITY).by_topic == {"acme/cups#4": "a", "#4": "b"}


def test_notes_of_a_section_that_was_copied_are_told_together() -> None:
    body = f"{tick(1)}\n```\na\n{tick(2)}\nb\n{tick(1)}\nc"
    assert notes_of(body, IDENTITY).by_topic == {"#1": "```\na\n```\n\nc", "#2": "b"}


def test_a_section_that_was_copied_from_another_meeting_is_a_note() -> None:
    body = f"{tick(1)}\na\n{tick(2, meeting='another')}\nb"
    (found,) = notes_of(body, IDENTITY).by_topic.items()
    assert found == ("#1", "a\n- [ ] Discussed · [#2](u) · 10:00, 10 min · 1 vote \nb")


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        pytest.param("## Notes\n", "## Notes\n\nBiscuits.\n", "Biscuits.", id="below the heading"),
        pytest.param(SENTENCE, f"Biscuits.\n\n{SENTENCE}", "Biscuits.", id="above our sentence"),
        pytest.param("## Topics", "Biscuits.\n\n## Topics", "Biscuits.", id="above the topics"),
        pytest.param("## Topics", "## Other\n\na\n\n## Topics", "## Other\n\na", id="a heading of theirs"),
        pytest.param(
            "## Topics\n", "## Topics\n\nThree of them.\n", "Three of them.", id="below the heading"
        ),
        pytest.param("## Topics", "### 1. a\n\nb\n\n## Topics", "### 1. a\n\nb", id="a heading like ours"),
        pytest.param("## Notes\n", "## What we said\n", "## What we said", id="another heading"),
        pytest.param("### 2. Two", "## Break\n\nTea.\n\n### 2. Two", "## Break\n\nTea.", id="between topics"),
        pytest.param("### 2. Two", "# Break\n### 2. Two", "# Break", id="a heading alone"),
    ],
)
def test_what_is_on_no_topic_is_told_together(ours: str, theirs: str, expected: str) -> None:
    body = frozen().replace(ours, theirs, 1)
    assert body != frozen()
    assert notes(body) == Notes(expected, {})


def test_a_heading_like_ours_that_another_heading_ends_is_not_that_of_the_topic() -> None:
    body = frozen().replace("### 1. One\n", "").replace("## Topics", "### 1. a\n\nb\n\n## Topics", 1)
    assert notes(body) == Notes("### 1. a\n\nb", {})


def test_notes_on_no_topic_are_told_in_their_order_and_none_goes_on_into_the_next() -> None:
    body = below(3, "\na\n\n## Last\n\nb").replace("## Topics", "<details>\n\n```\nc", 1)
    body = f"Top.\n\n{body}"
    assert notes(body) == Notes("Top.\n\n<details>\n\n```\nc\n```\n</details>\n\n## Last\n\nb", {"#3": "a"})


def test_our_lines_between_theirs_leave_no_gap() -> None:
    body = frozen().replace(SENTENCE, f"a\n\n{SENTENCE}", 1).replace("## Topics", "b\n\n## Topics", 1)
    assert notes(body).general == "a\n\nb"


def test_our_block_is_no_note_even_where_people_wrote_in_it() -> None:
    body = frozen().replace("### On the agenda", "### On the agenda\n\nwords", 1)
    block = find_block(body, AGENDA)
    assert block is not None
    assert block.touched
    assert notes(body) == Notes("", {})


# Whatever people write, and wherever

LINES = [
    "{}",
    "- {}",
    "  - {}",
    "    {}",
    "> {}",
    "1. {}",
    "**{}**",
    "#### {}",
    "| {} |",
    "{} @ada",
    "`{}`",
    "<b>{}</b>",
]


def is_open_to(body: str, place: int) -> bool:
    """Whether people can add a line there without taking our block apart."""
    block = find_block(body, AGENDA)
    assert block is not None
    return place == 0 or place > body.count("\n", 0, block.end)


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from(LINES)), min_size=1, max_size=8))
@example([(0, "{}"), (200, "{}")])
def test_every_line_of_people_is_in_the_notes_of_just_the_topic_that_it_stands_below(
    inserted: list[tuple[int, str]],
) -> None:
    lines = frozen().split("\n")
    added: dict[int, list[str]] = {}
    for number, (place, line) in enumerate(inserted):
        at = min(place, len(lines))
        at = at if is_open_to(frozen(), at) else 0
        added.setdefault(at, []).append(line.format(f"word{number}x"))
    topics = ["", *re.findall(r"^### (\d+)\. ", frozen(), re.MULTILINE)]
    expected: dict[str, str] = {}
    body, about = [], 0
    for at, line in enumerate([*lines, ""]):
        for word in added.get(at, ()):
            body.append(word)
            expected[re.findall(r"word\d+x", word)[0]] = f"#{topics[about]}" if about else ""
        body.append(line)
        about += re.match(r"### \d+\. ", line) is not None
    found = notes("\n".join(body))
    places = {"": found.general, **found.by_topic}
    for word, name in expected.items():
        assert [place for place, text in places.items() if word in text] == [name]
        assert places[name].count(word) == 1
    assert all(re.search(r"word\d", text) for text in found.by_topic.values())
    assert BEGIN not in "".join(places.values())


PIECES = [
    "<!--", "<!-- ", "\n<!--\n", "<b>[", "<details>\n\n", "</details>\n", "```\n", "- ", "> ", "|a|b|\n|-|-|\n", "@a ",
    "<!-- arch-hour:topic {", f"{mark('topic', {})}\n", "<!-- arch-hour:agenda {} -->\n", "<?", "<![CDATA[", "\n",
    "- [ ] Discussed · #1\n", f"{tick(1)}\n", "# a\n", "### 1. a\n", "## Notes\n", "<table>", "\t", "<\n", "a\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_hostile_notes_are_read_and_quoted_in_time(piece: str) -> None:
    line = (piece * (60 // len(piece) + 1)).removesuffix("\n") + "\n"
    body = below(1, f"\n{line * (200_000 // len(line))}")
    identity = identify(body)
    assert identity is not None
    begun = process_time()
    found = notes_of.__wrapped__(body, identity)
    for text in (found.general, *sorted(found.by_topic.values(), key=len)[-1:]):
        quotation = quoted(text, 4_000)
        assert quotation is None or len(quotation) <= 4_000
    # What is quadratic takes far longer.
    assert process_time() - begun < 3


def test_notes_of_one_text_are_read_once() -> None:
    body = below(1, "a")
    assert notes(body) is notes(body)


# Quoted

NOTED = """
We talked with @ada and `@code`, see #2.

- [x] ACTION @ada to look
  - nested <!-- hidden -->
	- with a tab

<details><summary>More</summary>

![chart](https://e.example/c.png) and [a link](https://e.example)

```sh
# install
make @all
"""


def test_notes_and_their_quotation_look_like_this(golden: Callable[[str, str], None]) -> None:
    body = below(2, NOTED).replace("## Topics", "Ann brings *biscuits*.\n\n## Topics", 1)
    found = notes(body)
    shown = [f"# General\n\n{quoted(found.general, 1_000)}"]
    shown += [
        f"# {name}\n\n{text}\n```\n\n# Quoted\n\n{quoted(text, 1_000)}"
        for name, text in found.by_topic.items()
    ]
    golden("meeting_notes.md", "\n\n".join(shown))


@pytest.mark.parametrize(
    ("markdown", "quotation"),
    [
        pytest.param("a\n\n- b\n  - c", "> a\n>\n> - b\n>   - c", id="lines"),
        pytest.param("\n\na \r\nb\r\rc\n", "> a \n> b\n>\n> c", id="any line ends"),
        pytest.param("> a\n>> b", "> > a\n> >> b", id="a quotation"),
        pytest.param("a\n\n\tb\n\n  \tc", "> a\n>\n>     b\n>\n>     c", id="tabs"),
        pytest.param("-\t  a\tb\n>\t\tc", "> -     a\tb\n> >       c", id="tabs behind marks"),
        pytest.param("```\na", "> ```\n> a\n> ```", id="a fence"),
        pytest.param("<details>\n\na", "> <details>\n>\n> a\n>\n> </details>", id="what is folded"),
        pytest.param("a <b>c", "> a <b>c\n>\n> </b>", id="bold"),
        pytest.param("a</details>", f"> a{SILENCE}", id="an end too many"),
        pytest.param("a <!-- b --> c", "> a  c", id="a comment"),
        pytest.param("a\n<!-- b", "> a", id="a comment left open"),
        pytest.param("a <form>", "> a &lt;form>", id="what GitHub drops"),
        pytest.param("#12 acme/cups#3", "> #12 acme/cups#3", id="references"),
        pytest.param("`<!-- a -->`", "> `<!-- a -->`", id="a comment that is code"),
    ],
)
def test_a_quotation_shows_the_same_behind_its_mark(markdown: str, quotation: str) -> None:
    assert quoted(markdown, 1_000) == quotation


@pytest.mark.parametrize("markdown", ["", " \n\t\n", "<!-- a -->", "<!-- a\n\nb"])
def test_of_nothing_there_is_no_quotation(markdown: str) -> None:
    assert quoted(markdown, 1_000) is None


@pytest.mark.parametrize(
    ("most", "quotation"),
    [
        (100, "> one\n> two\n>\n> three"),
        (21, "> one\n> two\n>\n> three"),
        (20, "> one\n> two\n>\n> …"),
        (17, "> one\n> two\n>\n> …"),
        (16, "> one\n>\n> …"),
        (11, "> one\n>\n> …"),
        (10, None),
        (0, None),
        (-1, None),
    ],
)
def test_what_is_too_long_is_cut_at_a_line(most: int, quotation: str | None) -> None:
    assert quoted("one\ntwo\n\nthree", most) == quotation


def test_as_many_lines_are_quoted_as_fit() -> None:
    assert quoted("a\n" * 100, 100) == "> a\n" * 23 + ">\n> …"


def test_what_is_cut_is_closed_above_the_ellipsis() -> None:
    cut = quoted("<details>\n\n```\n" + "code\n" * 100, 100)
    assert cut is not None
    assert cut.startswith("> <details>\n>\n> ```\n> code\n")
    assert cut.endswith("> code\n> ```\n>\n> </details>\n>\n> …")
    assert 70 < len(cut) <= 100


def test_a_quotation_holds_no_marker_and_ends_no_block() -> None:
    markers = f"{mark('topic', {'a': 1})} <!-- /arch-hour:wrap-up -->"
    noted = f"a {markers}\n\n`{markers}`\n\n```\n{markers}\n```\n\n{markers}"
    quotation = quoted(noted, 1_000)
    assert quotation is not None
    assert quotation.replace(SILENCE, "").count("arch-hour:wrap-up") == 2
    assert list(find_markers(quotation, "topic")) == []
    block = find_block(wrap("wrap-up", {}, quotation), "wrap-up")
    assert block is not None
    assert (block.content.rstrip("\n"), block.touched) == (quotation, False)


@given(
    st.lists(st.sampled_from([*MARKS, "\t", "\r", "</div>", "<b>", "<table>", "@ada "]), max_size=14).map(
        "".join
    )
)
@example("\t<!--")
@example("-\t  <!--")
@example("a\r<!--")
def test_a_quotation_hides_nothing_and_mentions_nobody(markdown: str) -> None:
    quotation = quoted(markdown, 1_000)
    if quotation is not None:
        assert not reaches_beyond(quotation)
        assert all(line == ">" or line.startswith("> ") for line in quotation.split("\n"))
        outside_code = re.sub(r"(?s)<(code|pre)\b.*?</\1>", "", render(quotation))
        assert not re.search("(?<![A-Za-z0-9])@ada", outside_code)
