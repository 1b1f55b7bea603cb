"""Our block and everybody else's bytes: whatever people do to a text, nothing that they wrote is lost."""

from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arch_hour.rules.blocks import find_block, outside_blocks, replace_block, wrap

DATA = {"meeting": "2020-12-17"}
OURS = "ours, first line\n\nours, last line"
NEW = "new, first line\nnew, last line"
END = "<!-- /arch-hour:agenda -->"

WORDS = st.sampled_from(
    ["hello", "", "- [x] done", "| a | b |", "<!-- mine -->", "-->", "<details>", "äö 🎉"]
)
LINE_ENDS = st.sampled_from(["\n", "\r\n"])
TEXT = st.lists(st.tuples(WORDS, LINE_ENDS), max_size=4).map(lambda lines: "".join(map("".join, lines)))


def block(content: str = OURS) -> str:
    return wrap("agenda", DATA, content)


def renewed(text: str, content: str = NEW) -> str:
    return replace_block(text, "agenda", DATA, content)


@dataclass(frozen=True)
class Written:
    """A text with our block and people's words around and inside; `intact` without those inside."""

    text: str
    people: tuple[str, ...]


@st.composite
def written(draw: st.DrawFn) -> Written:
    before, after, inside = draw(TEXT), draw(TEXT), draw(TEXT)
    first, *ours, last = block().split("\n")
    at = draw(st.integers(0, len(ours)))
    kept_end = draw(st.booleans())
    middle = [*ours[:at], *([inside.removesuffix("\n")] if inside else []), *ours[at:]]
    lines = [first, *middle, *([last] if kept_end else [])]
    text = before + "\n".join(lines) + "\n" + after
    if draw(st.booleans()):
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return Written(text, (before, inside, after))


def lines_of(*texts: str) -> list[str]:
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


@given(written())
def test_no_line_of_anybody_is_ever_lost(given_text: Written) -> None:
    text = given_text.text
    for content in (NEW, OURS, NEW):
        text = renewed(text, content)
        left = text.splitlines()
        for line in lines_of(*given_text.people):
            assert line in [other.strip() for other in left]
            left.remove(next(other for other in left if other.strip() == line))


@given(written(), st.sampled_from([NEW, OURS, "", "one\n\n\ntwo"]))
def test_renewing_twice_is_renewing_once(given_text: Written, content: str) -> None:
    once = renewed(given_text.text, content)
    assert renewed(once, content) == once
    found = find_block(once, "agenda")
    assert found is not None
    assert (found.data, found.touched) == (DATA, False)


@given(before=TEXT, after=TEXT)
@example(before="", after="right behind")
def test_every_byte_around_the_block_stays(before: str, after: str) -> None:
    crlf = "\r\n" in before + after
    theirs = block().replace("\n", "\r\n") if crlf else block()
    text = renewed(f"{before}{theirs}{after}")
    assert text.startswith(before)
    assert text.endswith(after)
    assert text.removeprefix(before).removesuffix(after).replace("\r\n", "\n") == block(NEW)


@given(before=TEXT, after=TEXT)
def test_an_unchanged_block_leaves_the_text_alone_to_the_byte(before: str, after: str) -> None:
    text = f"{before}{block()}{after}"
    assert renewed(text, OURS) == text
    saved_by_a_browser = text.replace("\r\n", "\n").replace("\n", "\r\n")
    assert renewed(saved_by_a_browser, OURS) == saved_by_a_browser


def test_what_a_person_wrote_inside_is_kept_below_once() -> None:
    edited = f"Hello\n\n{block().replace('ours, last', 'a person wrote this')}\n\nBye\n"
    text = renewed(edited)
    assert text.count("a person wrote this") == 1
    assert text.index(END) < text.index("a person wrote this") < text.index("Bye")
    assert renewed(text, OURS).count("a person wrote this") == 1


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        (OURS.replace("last line", "last line (bring laptops)"), "ours, last line (bring laptops)"),
        (OURS.replace("\n\n", "\nBring laptops.\n\n"), "Bring laptops."),
        (OURS.replace("\n\n", "\n"), ""),
        (OURS.replace("ours, first line\n\n", ""), ""),
        ("ours, last line\n\nours, first line", ""),
        (f"{OURS}\nours, last line", "ours, last line"),
    ],
    ids=["a line changed", "a line added", "an empty line less", "a line less", "turned round", "said twice"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_of_what_we_wrote_ourselves_nothing_is_kept(inside: str, kept: str, end: str) -> None:
    text = f"{block().replace(OURS, inside)}\nbelow\n".replace("\n", end)
    found = replace_block(text, "agenda", DATA, NEW, (text, block("older"), f"{block()}\nbelow\n"))
    _, _, below = found.partition(END)
    told = below.replace("\r\n", "\n")
    if kept:
        assert told.endswith(f"and kept</summary>\n\n{kept}\n\n</details>\nbelow\n")
    else:
        assert told == "\nbelow\n"


def test_without_its_end_marker_an_intact_block_is_still_replaced() -> None:
    text = f"Hello\n{block().removesuffix(END)}Bye\n"
    assert renewed(text) == f"Hello\n{block(NEW)}\nBye\n"


def test_without_its_end_marker_an_edited_block_stays_as_peoples_text() -> None:
    text = f"Hello\n{block().removesuffix(END)}Bye\n".replace("ours, last", "theirs, last")
    assert renewed(text) == f"Hello\n{block(NEW)}\nours, first line\n\ntheirs, last line\nBye\n"


def test_a_text_without_the_block_gets_it_on_top() -> None:
    assert renewed("Hello\n") == f"{block(NEW)}\n\nHello\n"
    assert renewed("Hello\r\n") == f"{block(NEW)}\n\n".replace("\n", "\r\n") + "Hello\r\n"


def test_words_typed_right_before_the_block_do_not_hide_it() -> None:
    text = f"Hello {block()}\nBye"
    assert renewed(text) == f"Hello {block(NEW)}\nBye"
    assert renewed(renewed(text)) == renewed(text)


@pytest.mark.parametrize("before", ["> ", "`", "see > "], ids=["quoted", "code", "no quotation"])
def test_a_quoted_block_is_none(before: str) -> None:
    assert (find_block(f"{before}{block()}", "agenda") is not None) is (before == "see > ")


def test_only_what_people_wrote_is_read_and_it_keeps_its_line_numbers() -> None:
    text = f"Hello\n{block()}\nBye"
    outside = outside_blocks(text, "agenda")
    assert "ours" not in outside
    assert outside.splitlines().index("Bye") == text.splitlines().index("Bye")


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_what_people_wrote_inside_is_read_before_it_is_moved_out(end: str) -> None:
    edited = block().replace("ours, last line", "ACTION @ada to read") + "\nBye"
    lines = outside_blocks(edited.replace("\n", end), "agenda").splitlines()
    for line in ("ACTION @ada to read", "Bye"):
        assert lines.index(line) == edited.splitlines().index(line)


@pytest.mark.parametrize(
    "forged",
    [
        "{}",
        '{"digest":3,"lines":"many"}',
        '{"lines":-1}',
        '{"lines":99999999999,"digest":null}',
        '{"digest":{"a":[]},"lines":true}',
        '{"a":1e999}',
    ],
)
def test_forged_data_breaks_nothing(forged: str) -> None:
    for rest in ("", f"\nforged\n{END}", "\nforged\n"):
        text = f"Hello\n<!-- arch-hour:agenda {forged} -->{rest}"
        assert find_block(text, "agenda") is not None
        once = renewed(text)
        assert "Hello" in once
        assert once.count("forged") == rest.count("forged")
        assert renewed(once) == once


def test_blocks_of_other_kinds_are_left_alone() -> None:
    other = wrap("page", {}, "other")
    assert other in renewed(f"{other}\n{block()}")
