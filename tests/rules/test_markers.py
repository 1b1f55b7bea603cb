"""Hidden markers: whatever is in them, they end where they end, and a damaged one is none."""

import json
import re
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from arch_hour.rules.markers import digest, find_markers, leading_marker, mark

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
DATA = st.dictionaries(st.text(max_size=8), VALUES, max_size=4)
DEEP = '{"a":' * 30_000 + "1" + "}" * 30_000


@given(data=DATA, before=st.text("-<>! \n", max_size=9), after=st.text("-<>! \n}", max_size=9))
@example(
    data={"a": "-->", "b": "} -->", "--": "--", "c": "<!-- arch-hour:x {} -->"}, before="", after="} -->"
)
@example(data={"a": "<!---->", "b": "--->", "c": "-", "d": "\r\n"}, before="<!--", after="")
def test_what_is_marked_is_found_and_nothing_else(data: dict[str, object], before: str, after: str) -> None:
    text = f"{before}{mark('note', data)}{after}"
    (found,) = find_markers(text, "note")
    assert found.data == data
    assert text[found.start : found.end] == mark("note", data)


@given(DATA)
@example({"@octocat": "@octocat <b> --> <!-- &commat;"})
def test_a_marker_is_one_hidden_comment_that_mentions_nobody(data: dict[str, object]) -> None:
    marker = mark("note", data)
    assert not re.search(r"@|--|[<>\r\n]", marker.removeprefix("<!--").removesuffix("-->"))
    blocks = MarkdownIt("commonmark").parse(f"{marker}\ntext")
    assert [token.content for token in blocks if token.type == "html_block"] == [f"{marker}\n"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<!-- arch-hour:note -->",
        "<!-- arch-hour:note {} ->",
        "<!-- arch-hour:note {,} -->",
        '<!-- arch-hour:note {"a":} -->',
        "<!-- arch-hour:note [] -->",
        "<!-- arch-hour:note {\n} -->",
        "<!-- arch-hour:notes {} -->",
        "<!-- arch-hour:Note {} -->",
        "<!--arch-hour:note {}-->",
        f"<!-- arch-hour:note {DEEP} -->",
        f'<!-- arch-hour:note {{"a":{"9" * 5000}}} -->',
    ],
    ids=lambda text: text[:40] or "empty",
)
def test_a_damaged_or_foreign_marker_is_none(text: str) -> None:
    assert list(find_markers(text, "note")) == []


def test_an_intact_marker_is_found_after_a_damaged_one() -> None:
    text = f"<!-- arch-hour:note {{]}} -->\n{mark('note', {'a': 1})}"
    assert [found.data for found in find_markers(text, "note")] == [{"a": 1}]


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("{0}", True),
        ("{0} and more", True),
        ("said\n{0}", True),
        ("said\r\n{0}", True),
        ("> {0}", False),
        (" {0}", False),
        ("`{0}`", False),
        ("> {0}\n{0}", True),
    ],
)
def test_only_a_marker_at_the_beginning_of_a_line_leads(text: str, leads: bool) -> None:  # noqa: FBT001
    assert (leading_marker(text.format(mark("note", {})), "note") is not None) is leads


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (r'{"a":"\ud800x"}', {"a": "?x"}),
        (r'{"a":"x\uDFFF"}', {"a": "x?"}),
        (r'{"\udBff":[{"a":"\udc00\ud800"}]}', {"?": [{"a": "??"}]}),
        (r'{"a":"\ud83d\udE00 \ud55c \ud800"}', {"a": "😀 한 ?"}),
        (r'{"a":"\\ud800"}', {"a": r"\ud800"}),
    ],
)
def test_half_a_character_can_be_digested_and_written_again(data: str, found: dict[str, object]) -> None:
    (marker,) = find_markers(f"<!-- arch-hour:note {data} -->", "note")
    assert marker.data == found
    assert len(digest(str(marker.data))) == 16
    assert mark("note", marker.data).encode()


def test_markers_of_the_same_data_are_the_same_to_the_letter() -> None:
    assert mark("note", {"b": 1, "a": 2}) == mark("note", json.loads('{"a": 2, "b": 1}'))


def test_the_longest_hostile_text_that_github_takes_is_searched_in_time() -> None:
    begun = process_time()
    for text in (
        "<!-- arch-hour:a {" * 3_600,
        "<!-- arch-hour:a {}" * 3_400,
        "<!-- arch-hour:a {" + "} --" * 16_000,
    ):
        assert list(find_markers(text, "a")) == []
    assert process_time() - begun < 0.5
