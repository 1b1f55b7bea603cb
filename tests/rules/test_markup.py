"""Markdown in parts: nothing is lost between them, and what nobody sees is known."""

from time import process_time

import pytest
from hypothesis import given

from arch_hour.rules.markup import has_open_comment, pieces, regions, tags, visible
from tests.rules.test_prose import ANYTHING


@given(ANYTHING)
def test_the_parts_make_up_the_whole(markdown: str) -> None:
    whole = list(regions(markdown))
    assert "".join(block for _, block in whole) == markdown
    assert all("".join(text for _, text in pieces(region, block)) == block for region, block in whole)


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        pytest.param("a <!-- b --> c", "a  c", id="in a line"),
        pytest.param("a <!-- b\nc --> d\n", "a  d\n", id="over two lines"),
        pytest.param("a <!--> b", "a  b", id="one that ends at once"),
        pytest.param("a\n<!-- b\n\nc -->\nd", "a\n\nd", id="a block"),
        pytest.param("<!-- a --> b", " b", id="words behind one"),
        pytest.param("| a <!-- b | c -->\n|-|-|\n", "| a <!-- b | c -->\n|-|-|\n", id="cut by a cell"),
        pytest.param("| a <!-- b --> |\n|-|\n", "| a  |\n|-|\n", id="in a cell"),
        pytest.param("> - a <!-- b -->", "> - a ", id="in a quote"),
        pytest.param("a <!-- b", "a <!-- b", id="half of one is text"),
        pytest.param("a <!-- b\n\nc -->", "a <!-- b\n\nc -->", id="and no more over paragraphs"),
        pytest.param("a\n\n<!-- b\n\nc", "a\n\n", id="a block left open"),
        pytest.param("<div><!--\n\na\n\n<p>-->b\n\nc", "<div>b\n\nc", id="one from block to block"),
        pytest.param("`<!-- a -->` \\<!-- b -->", "`<!-- a -->` \\<!-- b -->", id="code and a backslash"),
        pytest.param("```\n<!-- a -->\n```", "```\n<!-- a -->\n```", id="a fence"),
        pytest.param("    <!-- a -->", "    <!-- a -->", id="indented code"),
        pytest.param("a <b> <?c?> <!D>", "a <b> <?c?> <!D>", id="other HTML"),
    ],
)
def test_comments_are_taken_out(markdown: str, seen: str) -> None:
    assert visible(markdown) == seen


def test_a_comment_is_open_until_an_html_block_ends_it() -> None:
    assert has_open_comment("<div><!--\n\na -->\n\n`-->`")
    assert not has_open_comment("<div><!--\n\na\n\n<p>-->")


@pytest.mark.parametrize("piece", ["<!--", "<!-- ", "\n<!--\n", "<?", "<!A", "<![CDATA[", "<!--\n\n"])
def test_what_begins_and_never_ends_is_read_in_time(piece: str) -> None:
    markdown = "a " + piece * (100_000 // len(piece))
    begun = process_time()
    visible(markdown)
    list(tags(markdown))
    has_open_comment(markdown)
    # What is quadratic takes far longer.
    assert process_time() - begun < 6
