"""What is a command in a comment, what was only meant as one, and what is ordinary talk."""

import re
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from arch_hour.rules.commands import (
    LONGEST_REST,
    LONGEST_TEXT,
    MOST_LOOKED_INTO,
    Verb,
    may_have_commands,
    read_commands,
)

ADDRESS = "https://github.com/acme/tea/issues/12"


def said(text: str) -> list[str]:
    return [spoken.said for spoken in read_commands(text)]


@pytest.mark.parametrize("verb", Verb, ids=lambda verb: verb.value)
def test_each_verb_is_known_by_its_word(verb: Verb) -> None:
    (spoken,) = read_commands(f"/{verb.value}")
    assert (spoken.verb, spoken.word, spoken.rest, spoken.nth, spoken.line) == (verb, verb.value, "", 1, 1)
    assert spoken.is_well_formed is (verb is not Verb.MERGE)
    assert (spoken.nearest, spoken.target, spoken.address) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("/next", ["next"], id="alone"),
        pytest.param("We are done.\n\n/next\n\nThanks!", ["next"], id="between paragraphs"),
        pytest.param("We are done.\n/next\nThanks!", ["next"], id="a line of a paragraph"),
        pytest.param("/move-on\n/skip\n\n/end", ["move-on", "skip", "end"], id="several"),
        pytest.param("   /next", ["next"], id="after three spaces"),
        pytest.param("a\n   /next", ["next"], id="three spaces in a paragraph"),
        pytest.param("/NEXT", ["next"], id="capitals"),
        pytest.param("/Move-On", ["move-on"], id="some capitals"),
        pytest.param("/next  \t \u00a0", ["next"], id="white space at its end"),
        pytest.param("/merge\u00a0#12", ["merge #12"], id="a space that does not break"),
        pytest.param("/merge \t  #12", ["merge #12"], id="many spaces"),
        pytest.param("a\r\n\r\n/next\r\n", ["next"], id="CRLF"),
        pytest.param("a\r/next\r", ["next"], id="CR"),
        pytest.param("\ufeff/next", ["next"], id="byte order mark"),
        pytest.param("a\\\n/next  \n/end", ["next", "end"], id="hard breaks"),
        pytest.param("/next <!-- at last -->", ["next"], id="a comment beside it"),
        pytest.param("a <!-- b\nc -->\n/next", ["next"], id="after a comment over two lines"),
        pytest.param("# Notes\n/next\n- a", ["next"], id="between other blocks"),
        pytest.param("- a\n\n/next", ["next"], id="below a list"),
        pytest.param("> a\n\n/next", ["next"], id="below a quote"),
        pytest.param("```\ncode\n```\n/next", ["next"], id="below a fence"),
        pytest.param("<details>\n\n/next\n\n</details>", ["next"], id="Markdown between tags"),
        pytest.param("<blockquote>\n\na\n\n</blockquote>\n\n/next", ["next"], id="below a quote in HTML"),
        pytest.param("<blockquote>\n\na </blockquote>\n\n/next", ["next"], id="whose end is in a paragraph"),
        pytest.param("`<!--` and \\<!--\n/next", ["next"], id="below what only looks like a comment"),
        pytest.param("a <!-- b\n\n```\n-->\n```\n\nc -->\n\n/next", ["next"], id="below a comment in prose"),
        pytest.param("a <!-- b\n\n<!-- c -->\n\n/next", ["next"], id="below a comment that ends another"),
        pytest.param("> a <!-- b\n\n/next", ["next"], id="below half a comment that is quoted"),
        pytest.param("<div><!--\n\n<p>-->\n\n/next", ["next"], id="below a comment over blocks"),
        pytest.param("a[^1]\n\n[^1]: b\n\n/next", ["next"], id="below a footnote"),
        pytest.param("*see\n/next*", ["next"], id="in emphasis that began before"),
        pytest.param("/next ~~now~~", ["next now"], id="something struck behind it"),
        pytest.param("/next<br>/end", ["next"], id="a break in HTML"),
        pytest.param("/next <br>/end", ["next"], id="only what begins the line of the source"),
        pytest.param("~~a~~ `b` [c](d)\n/next", ["next"], id="after markup"),
    ],
)
def test_a_command_stands_at_the_start_of_a_line(text: str, expected: list[str]) -> None:
    assert said(text) == expected
    assert all(spoken.verb for spoken in read_commands(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("I say /next", id="within a line"),
        pytest.param("    /next", id="indented code"),
        pytest.param("a\n    /next", id="four spaces in a paragraph"),
        pytest.param("\t/next", id="a tab"),
        pytest.param("\u00a0/next", id="an odd space"),
        pytest.param("\\/next", id="escaped"),
        pytest.param("&#47;next", id="an entity"),
        pytest.param("**/next**", id="bold"),
        pytest.param("`/next`", id="code"),
        pytest.param("[/next](x)", id="a link"),
        pytest.param("~~/next~~", id="struck"),
        pytest.param("~~a\n/next~~", id="struck from the line before"),
        pytest.param("<s>a\n/next</s>", id="a block of HTML"),
        pytest.param("a <s>\n/next</s>", id="struck in HTML"),
        pytest.param("`a\n/next\nb`", id="code over lines"),
        pytest.param("a [b\n/next](c)", id="a link over lines"),
        pytest.param("a [b](\n/next)", id="the address of a link"),
        pytest.param("[a]:\n/next", id="the definition of a link"),
        pytest.param("a <b\n/next>", id="a tag over lines"),
        pytest.param("a <!--\n/next\n-->", id="a comment over lines"),
        pytest.param("a <!--\n/next", id="a comment left open"),
        pytest.param("a <!--\n\n/next", id="a comment left open by a paragraph"),
        pytest.param("a <!--\n\n/next\n-->\n/end", id="where the comment ends"),
        pytest.param("<!--\n/next\n-->", id="a comment block"),
        pytest.param("<!--\n\n/next\n\n-->", id="a comment over paragraphs"),
        pytest.param("<!-- a\n\n/next", id="a comment that never ends"),
        pytest.param("<div><!--\n\n/next", id="a comment that a block leaves open"),
        pytest.param("<div><!--\n\nb -->\n\n/next", id="which no paragraph ends"),
        pytest.param("<div>\n/next\n</div>", id="HTML"),
        pytest.param("<details>\n/next\n</details>", id="HTML that folds"),
        pytest.param("<pre>\n\n/next\n\n</pre>", id="preformatted"),
        pytest.param("<blockquote>\n\n/next\n\n</blockquote>", id="a quote in HTML"),
        pytest.param("```\n/next\n```", id="a fence"),
        pytest.param("~~~\n/next", id="a fence that never ends"),
        pytest.param("> /next", id="a quote"),
        pytest.param("> a\n/next", id="a lazy line of a quote"),
        pytest.param("- /next", id="an item"),
        pytest.param("- a\n/next", id="a lazy line of an item"),
        pytest.param("- a\n\n  /next", id="a paragraph of an item"),
        pytest.param("1. a\n   /next", id="a line of a numbered item"),
        pytest.param("- [ ] /next", id="a task"),
        pytest.param("# /next", id="a heading"),
        pytest.param("/next\n===", id="an underlined heading"),
        pytest.param("/next | b\n--|--\na | b", id="the head of a table"),
        pytest.param("a | b\n--|--\n/next | b", id="a row of a table"),
        pytest.param("a[^1]\n\n[^1]: b\n/next", id="a footnote"),
        pytest.param("a[^1]\n[^1]: /url\n/next", id="a footnote that looks like a link"),
    ],
)
def test_nothing_else_is_a_command(text: str) -> None:
    assert read_commands(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "/usr/bin",
        "/usr/bin is full",
        "/etc/hosts is broken",
        "/r/python",
        "/s",
        "/a b",
        "//",
        "// next",
        "/ next",
        "/42",
        "/été",
        "/next/steps",
        "/next.md",
        "/next_topic",
        "/next-steps are clear",
        "/end-to-end tests",
        "/var is full",
        "/text me",
        "/send it",
        "/env is missing",
        "/etc is not in the image",
        "/test the build",
        "/start the meeting",
        "/close enough",
        f"/{'a' * 31}",
        f"/{'next' * 20}",
    ],
)
def test_ordinary_words_behind_a_slash_are_none(text: str) -> None:
    assert read_commands(text) == ()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        pytest.param("/next please", "please", id="a word more"),
        pytest.param("/next.", ".", id="a full stop"),
        pytest.param("/next!  Now", "! Now", id="punctuation and words"),
        pytest.param("/next #12", "#12", id="a reference that it does not take"),
        pytest.param("/next `code` **bold** [a](b)", "`code` bold [a](b)", id="markup"),
        pytest.param("/end of the world", "of the world", id="a sentence"),
        pytest.param("/merge", "", id="nothing"),
        pytest.param("/merge 12", "12", id="a bare number"),
        pytest.param("/merge #0", "#0", id="no number"),
        pytest.param("/merge #012", "#012", id="a number with a nought"),
        pytest.param("/merge #1234567890", "#1234567890", id="too large a number"),
        pytest.param("/merge #12 #13", "#12 #13", id="two references"),
        pytest.param("/merge #12 please", "#12 please", id="a reference and a word"),
        pytest.param("/merge acme/tea#12", "acme/tea#12", id="a reference elsewhere"),
        pytest.param("/merge GH-12", "GH-12", id="an old reference"),
        pytest.param(f"/merge {ADDRESS[:-3]}", ADDRESS[:-3], id="the address of all issues"),
        pytest.param(f"/merge {ADDRESS}/edit", f"{ADDRESS}/edit", id="an address below it"),
        pytest.param(
            "/merge https://github.com/issues/12", "https://github.com/issues/12", id="half an address"
        ),
        pytest.param(f"/next {'wörd ' * 50}", ("wörd " * 20).rstrip(), id="a long sentence"),
    ],
)
def test_a_known_verb_with_what_it_does_not_take_is_told_as_malformed(text: str, rest: str) -> None:
    (spoken,) = read_commands(text)
    assert (spoken.is_well_formed, spoken.rest, spoken.target, spoken.nearest) == (False, rest, None, None)
    assert spoken.verb is not None
    assert spoken.said == f"{spoken.word} {rest}".strip()
    assert len(spoken.rest) <= LONGEST_REST


LONG = f"https://git.example:8443/{'o' * 39}/{'n' * 100}/issues/12"


@pytest.mark.parametrize(
    ("rest", "address", "canonical"),
    [
        pytest.param("#12", None, "merge #12", id="a number"),
        pytest.param(ADDRESS, ADDRESS, f"merge {ADDRESS}", id="an address"),
        pytest.param(f"<{ADDRESS}>", ADDRESS, f"merge {ADDRESS}", id="an address in brackets"),
        pytest.param(f"{ADDRESS}/", ADDRESS, f"merge {ADDRESS}", id="a slash at its end"),
        pytest.param(f"{ADDRESS}#issuecomment-1", ADDRESS, f"merge {ADDRESS}", id="a comment's address"),
        pytest.param(f"{ADDRESS}?x=1", ADDRESS, f"merge {ADDRESS}", id="a query"),
        pytest.param(
            "http://localhost:8000/Acme/a_b.c/issues/12",
            "http://localhost:8000/Acme/a_b.c/issues/12",
            "merge http://localhost:8000/acme/a_b.c/issues/12",
            id="another host",
        ),
        pytest.param(LONG, LONG, f"merge {LONG}", id="the longest address"),
    ],
)
def test_a_merge_names_an_issue_by_number_or_address(rest: str, address: str | None, canonical: str) -> None:
    (spoken,) = read_commands(f"/merge {rest}")
    assert spoken.is_well_formed
    assert (spoken.target, spoken.address, spoken.said) == (12, address, canonical)


def test_only_a_merge_has_a_target() -> None:
    (spoken,) = read_commands("/next #12")
    assert (spoken.target, spoken.address) == (None, None)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        pytest.param("/nxet", Verb.NEXT, id="letters swapped"),
        pytest.param("/nex", Verb.NEXT, id="a letter too few"),
        pytest.param("/mext", Verb.NEXT, id="a wrong letter"),
        pytest.param("/nexxt the last one", Verb.NEXT, id="misspelt, and more words"),
        pytest.param("/moveon", Verb.MOVE_ON, id="without a hyphen"),
        pytest.param("/moveon foo", Verb.MOVE_ON, id="without a hyphen, and a word"),
        pytest.param("/moevon", Verb.MOVE_ON, id="two slips, of which one is the hyphen"),
        pytest.param("/move on", Verb.MOVE_ON, id="two words"),
        pytest.param("/Move  On", Verb.MOVE_ON, id="two words in capitals"),
        pytest.param("/ne-xtt", Verb.NEXT, id="two slips of which one is a hyphen too many"),
        pytest.param("/done", Verb.MOVE_ON, id="done"),
        pytest.param("/skp", Verb.SKIP, id="skp"),
        pytest.param("/edn", Verb.END, id="a short word"),
        pytest.param("/agneda", Verb.AGENDA, id="agneda"),
        pytest.param("/hlep me", Verb.HELP, id="hlep"),
        pytest.param("/marge #12", Verb.MERGE, id="with a target"),
        pytest.param("/start", Verb.NEXT, id="start"),
        pytest.param("/begin", Verb.NEXT, id="begin"),
        pytest.param("/go", Verb.NEXT, id="go"),
        pytest.param("/stop", Verb.END, id="stop"),
        pytest.param("/finish", Verb.END, id="finish"),
        pytest.param("/close", Verb.END, id="close"),
        pytest.param("/wrap-up", Verb.END, id="wrap-up"),
        pytest.param("/wrap up", Verb.END, id="wrap up"),
        pytest.param("/status", Verb.AGENDA, id="status"),
        pytest.param("/shrug", None, id="nothing like it"),
        pytest.param("/var", None, id="a folder"),
        pytest.param(f"/{'a' * 30}", None, id="the longest word"),
    ],
)
def test_what_may_have_been_meant_is_told(text: str, nearest: Verb | None) -> None:
    (spoken,) = read_commands(text)
    assert (spoken.verb, spoken.is_well_formed, spoken.nearest) == (None, False, nearest)
    assert (spoken.target, spoken.address) == (None, None)
    assert spoken.said == " ".join((spoken.word, *spoken.rest.split()))


def test_commands_of_one_text_are_counted_by_what_they_say() -> None:
    text = "/next\n\n/Next \n/merge #1\n/merge #2\n/next please\n/foo\n/foo\n/next"
    told = [(spoken.said, spoken.nth, spoken.line) for spoken in read_commands(text)]
    assert told == [
        ("next", 1, 1),
        ("next", 2, 3),
        ("merge #1", 1, 4),
        ("merge #2", 1, 5),
        ("next please", 1, 6),
        ("foo", 1, 7),
        ("foo", 2, 8),
        ("next", 3, 9),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("a\n\n/next", 3, id="after a paragraph"),
        pytest.param("\u00a0\n\u00a0\n/next", 3, id="after odd white space"),
        pytest.param("a `b\nc` <!-- d\n-->\n/next", 4, id="after what goes over lines"),
        pytest.param("[a]: /b\n/next", 2, id="after a definition"),
        pytest.param("a\r\rb\r/next", 4, id="CR"),
    ],
)
def test_a_command_knows_its_line(text: str, line: int) -> None:
    assert [spoken.line for spoken in read_commands(text)] == [line]


# fmt: off
PIECES = [
    "/next", "/NEXT ", "/merge #12", "/foo", "/move on", "/usr/bin", "next", "word", " ", "  ", "    ", "\t",
    "\n", "\n", "\n\n", "\r\n", "  \n", "\\\n", "\\", "- ", "> ", "1. ", "# ", "|", "\n|-|-|\n", "===\n", "*",
    "**", "_", "~~", "`", "``", "```\n", "~~~\n", "[", "](", ")", "](u)", "![", "<b>", "</b>", "<br>",
    "<div>", "<blockquote>", "<s>", "</s>", "</blockquote>", "<pre>", "<!--", "-->", "&#47;", "[a]: b\n",
    "[^1]: ", "\u00a0", "\u200b", "\ufeff", "\0", "é",
]
# fmt: on
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(max_examples=300)
@given(MARKDOWN)
@example("- " * 200 + "/next")
@example("/next\n" * 50)
def test_whatever_is_read_began_a_line_of_the_source(text: str) -> None:
    source = re.split(r"\r\n?|\n", text.removeprefix("\ufeff"))
    commands = read_commands(text)
    numbers = [spoken.line for spoken in commands]
    assert numbers == sorted(set(numbers))
    for spoken in commands:
        begins = source[spoken.line - 1].lower().replace("\u200b", "")
        assert re.match(rf" {{0,3}}/{spoken.word}(?![a-z-])", begins)
    assert {(spoken.said, spoken.nth) for spoken in commands} == {
        (spoken.said, number)
        for index, spoken in enumerate(commands)
        for number in [1 + sum(other.said == spoken.said for other in commands[:index])]
    }
    assert not commands or may_have_commands(text)


@settings(max_examples=300)
@given(MARKDOWN)
def test_line_ends_make_no_difference(text: str) -> None:
    plain = text.replace("\r\n", "\n")
    assert read_commands(plain.replace("\n", "\r\n")) == read_commands(plain)


@given(MARKDOWN)
def test_nothing_is_read_in_a_quote_or_a_fence(text: str) -> None:
    source = text.replace("\r", "").replace("`", "").replace("~", "").split("\n")
    assert read_commands("\n".join(f"> {line}" for line in source)) == ()
    assert read_commands("\n".join(["~~~", *source, "~~~"])) == ()


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("", False),
        ("a /next", False),
        ("    /next", False),
        ("/", False),
        ("/next", True),
        ("a\n  /next", True),
        ("a\r/next", True),
        ("\ufeff/next", True),
        ("/usr/bin", True),
        (" " * LONGEST_TEXT + "\n/next", False),
    ],
)
def test_most_texts_are_known_to_have_none(text: str, may: bool) -> None:  # noqa: FBT001
    assert may_have_commands(text) is may


def test_a_command_below_long_notes_is_heard() -> None:
    notes = "- we talked **for long** about [this](https://e.example)\n\nand `that`\n" * 900
    assert said(f"{notes}\n/end") == ["end"]


# fmt: off
HOSTILE = [
    "/a\n", "/next\n", "/next\n\n", "a\n/next", "/next a" * 9, "[", "![", "[a](", "[a](b) ", "![a](b", "[a]",
    "]", "`", "` `` ", "<!--", "<!--\n", "\n<!--\n", "\n\na <!--", "<a ", "<a>", "<?", "<!A", "<![CDATA[",
    "<br>", "<https://", "*a_ ", "*a", "_", "*", "~a ~~", "&", "&amp;", "\\a", "a\\\n", "a  \n", "- ",
    "- a\n", "\n- /next", "> ", "> a\n", "|a", "a|b\n-|-\n", "|a|b|\n|-|-|\n", "[a]: b\n\n", "[^1]: a\n",
    "```\n", "<div>\n", "<div>\n\n", "<blockquote>\n\n", "# a\n", "a\n===\n", "    a\n", "\n   ", "\u0301",
    "\0", "\t", "/", "\n/", "\n /",
]
# fmt: on


def is_quick(text: str) -> bool:
    """Whether it is read within three seconds, also on a busy machine: most take a tenth of that."""

    def seconds() -> float:
        begun = process_time()
        read_commands.__wrapped__(text)
        return process_time() - begun

    return any(seconds() < 3 for _ in range(3))


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_hostile_texts_are_read_in_time(piece: str) -> None:
    assert is_quick("/next\n\n" + piece * (1_000_000 // len(piece)))
    # As much as is looked into.
    assert is_quick("/next " + piece * (MOST_LOOKED_INTO // len(piece) - 6))


def test_of_an_endless_paragraph_nothing_is_read() -> None:
    paragraph = "/next\n" + "and so on, and so on\n" * (MOST_LOOKED_INTO // 20)
    assert said(f"/skip\n\n{paragraph}\n/end") == ["skip"]


def test_a_text_is_read_once() -> None:
    assert read_commands("a\n/next") is read_commands("a\n/next")
