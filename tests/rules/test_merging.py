"""Two people's changes of one text: no line of either is lost, and nothing is said twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.rules.merging import merged

LINES = st.lists(st.sampled_from(["a", "b", "", "- [ ] c", "## d", "e f"]), max_size=8)
TEXT = LINES.map("\n".join)


@pytest.mark.parametrize(
    ("base", "theirs", "present", "expected"),
    [
        pytest.param("a\nb\n", "a\nb\n", "a\nB\n", "a\nB\n", id="only the present changed"),
        pytest.param("a\nb\n", "a\nnew\nb\n", "a\nb\n", "a\nnew\nb\n", id="only theirs changed"),
        pytest.param("a\nb\nc\n", "a\nb\nC\n", "A\nb\nc\n", "A\nb\nC\n", id="each changed another line"),
        pytest.param("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n", "a\nc\nd\n", id="they deleted one"),
        pytest.param("a\nb\n", "a\n", "a\nb\nours\n", "a\nours\n", id="they deleted the one before ours"),
        pytest.param("a\nb\nc", "a\nB\nc", "a\nb\nC", "a\nB\nC", id="neighbours"),
        pytest.param("a\nb\n", "a\ntheirs\n", "a\nours\n", "a\ntheirs\nours\n", id="the same line"),
        pytest.param("a\n", "a\nsame\n", "a\nsame\n", "a\nsame\n", id="the same change"),
        pytest.param("a\n", "a\n\nnote\n", "a\n\n## Topics\n", "a\n\nnote\n\n## Topics\n", id="at the end"),
        pytest.param("a\n", "a\nx\nx\n", "a\nx\ny\n", "a\nx\nx\ny\n", id="as often as it was written"),
        pytest.param("a", "a\nnew", "a", "a\nnew", id="no newline at the end"),
        pytest.param("a", "a\nnew", "a\ntopics", "a\nnew\ntopics", id="no newline before ours either"),
        pytest.param("", "new", "ours\n", "new\nours\n", id="nothing before"),
        pytest.param("a\nb", "", "a\nb", "", id="all deleted"),
        pytest.param("a\nb\n", "a\nnew\nb\n", "a\r\nb\r\n", "a\r\nnew\r\nb\r\n", id="into Windows line ends"),
        pytest.param("a\nb\n", "a\r\nn\r\nb\r\n", "a\nb\nc\n", "a\nn\nb\nc\n", id="out of Windows line ends"),
        pytest.param("a\nb", "a\nb\nnew", "a\r\nb", "a\r\nb\r\nnew", id="after the last Windows line"),
        pytest.param("a\nb\n", "a\nb\nnew\n", "a\r\nb\n", "a\r\nb\nnew\r\n", id="mixed line ends stay"),
        pytest.param("a\nb\r", "a\nx\nb\r", "a\nb\r", "a\nx\nb\r", id="a lone return at the end stays"),
        pytest.param(
            "a\nb\nc",
            "a\u2028d\nb\nc",
            "a\nb\nc\x0c",
            "a\u2028d\nb\nc\x0c",
            id="other separators are letters",
        ),
    ],
)
def test_both_changes_are_there(base: str, theirs: str, present: str, expected: str) -> None:
    assert merged(base, theirs, present) == expected
    assert merged(base, theirs, expected) == expected


def words(text: str) -> set[str]:
    return {line for line in text.split("\n") if line}


@given(base=TEXT, theirs=TEXT, present=TEXT)
def test_no_new_line_of_either_is_lost(base: str, theirs: str, present: str) -> None:
    both = merged(base, theirs, present)
    for side in (theirs, present):
        assert words(side) - words(base) <= words(both)


@given(base=TEXT, other=TEXT)
def test_where_only_one_side_changed_it_is_that_side_to_the_byte(base: str, other: str) -> None:
    assert merged(base, other, base) == other
    assert merged(base, base, other) == other
    assert merged(base, other, other) == other


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text of lines that differ, and what two people made of it with lines of their own."""
    base = [f"line {number}" for number in range(draw(st.integers(0, 5)))]

    def side(name: str) -> str:
        lines = [line for line in base if draw(st.integers(0, 3))]
        for number in range(draw(st.integers(0, 3))):
            written = draw(st.sampled_from([f"{name} {number}", f"both {number}"]))
            lines[(at := draw(st.integers(0, len(lines)))) : at] = ["", written, ""]
        return "\n".join(lines)

    return "\n".join(base), side("theirs"), side("ours")


@given(changes())
def test_merging_again_adds_nothing(texts: tuple[str, str, str]) -> None:
    base, theirs, present = texts
    once = merged(base, theirs, present)
    assert merged(base, theirs, once) == once
