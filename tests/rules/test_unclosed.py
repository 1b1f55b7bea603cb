"""What Markdown leaves open, told before it could swallow what is written below it."""

import pytest

from arch_hour.rules.blocks import replace_block
from arch_hour.rules.unclosed import closing_of, left_open
from sandbox.markdown import render
from tests.rules.build import topic
from tests.rules.memory import Memory


@pytest.mark.parametrize(
    ("markdown", "says"),
    [
        ("", ""),
        ("# a\n\n- b\n  - c\n\n> d", ""),
        ("```\nx\n```", ""),
        ("```\nx\n``", "a code fence (```) is opened and never closed"),
        ("````\n```", "a code fence (````) is opened and never closed"),
        ("- ```\n  x", ""),
        ("    ```", ""),
        ("`<b>` \\<b> &lt;b>", ""),
        ("<details><summary>a</summary>\n\nb\n\n</details>", ""),
        ("<details>\n\n```\n</details>\n```", "`<details>` is opened and never closed"),
        ("<details>\n\nb", "`<details>` is opened and never closed"),
        ("<DETAILS>\n\nb\n</details>", ""),
        ("<pre>\n\nb", "`<pre>` is opened and never closed"),
        ("a <b>c", "`<b>` is opened and never closed"),
        ("<b><i>a</b></i>", "`</b>` does not close what was opened last"),
        ("a</details>", "`</details>` does not close what was opened last"),
        ("a<br>b<hr/><img src='x'>", ""),
        ("<details/>", "`<details>` is opened and never closed"),
        ("<details\nopen", "a tag is begun with `<` and never ended"),
        ("a <b c", ""),
        ("<https://example.org> <a@b.example>", ""),
        ("| <b> |\n| - |\n| </b> |", ""),
        ("| <b>a |\n| - |", "`<b>` is opened and never closed"),
    ],
)
def test_what_is_open_at_the_end_is_named(markdown: str, says: str) -> None:
    assert left_open(markdown) == says


OPEN = {
    "a fence": "```\ncode",
    "a long fence": "~~~~python\ncode\n~~~",
    "a comment": "<!-- draft",
    "preformatted": "<pre>\n\ntext",
    "a declaration": "<!DOCTYPE\n\ntext",
    "an instruction": "<?php\n\ntext",
    "something folded": "<details><summary>More</summary>\n\ntext",
    "folded twice": "<details>\n\n<details>\n\ntext\n\n</details>",
    "folded after an end too many": "</details>\n\n<details><summary>x</summary>\n\nnotes",
    "folded beside a comment": "<details>\n<!-- </details> -->\n\nnotes",
    "a comment in what is folded": "<details>\n<!-- half",
    "a fence in what is folded": "<details>\n\n```\ncode",
    "half of our end": "<!-- /arch-hour:ag",
}


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_what_is_open_is_closed_by_one_line(text: str) -> None:
    assert closing_of(f"{text}\n{closing_of(text)}") == ""
    assert closing_of(text) != ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n\n- b",
        "- ```\n  x",
        "<div>\n\nx",
        "<details>a</details>",
        "`<details>`",
        "a <b>c",
        "<!-- <details> -->",
        "</details>",
        "```\n<!--\n```",
    ],
)
def test_where_nothing_is_open_nothing_is_closed(text: str) -> None:
    assert closing_of(text) == ""


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_whatever_people_leave_open_the_boxes_of_the_topics_are_seen(text: str) -> None:
    repository = Memory.of(topic(1), topic(2), agenda={"pin": False})
    repository.run("12-15 09:00")
    number = repository.only("agenda").number
    repository.write(number, text)
    repository.run("12-17 14:50")
    body = repository.issues[number].body
    assert text in body
    shown = render(body)
    assert shown.count('type="checkbox"') == 2
    assert "Topics</h2>" in shown
    assert is_seen("Topics</h2>", shown)


def is_seen(words: str, shown: str) -> bool:
    """Whether words of a page stand in nothing folded."""
    before = shown[: shown.index(words)]
    return before.count("<details") == before.count("</details>")


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_what_people_leave_open_inside_the_block_hides_none_of_their_notes(text: str) -> None:
    repository = Memory.of(topic(1), agenda={"pin": False})
    repository.run("12-15 09:00")
    number = repository.only("agenda").number
    body = repository.issues[number].body
    repository.edit(number, body=body.replace("### On the agenda", f"### On the agenda\n\n{text}"))
    repository.run("12-16 09:00")
    shown = render(repository.issues[number].body)
    assert "Everything from here on is yours" in shown
    assert "<h2" in shown


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_half_of_our_end_marker_is_ours(end: str) -> None:
    repository = Memory.of(topic(1), agenda={"pin": False})
    repository.run("12-15 09:00")
    number = repository.only("agenda").number
    body = repository.issues[number].body
    half = body.replace("<!-- /arch-hour:agenda -->", "<!-- /arch-hour:ag").replace("\n", end)
    assert replace_block(half, "agenda", {}, "new").count("/arch-hour:ag") == 1
    repository.edit(number, body=half)
    repository.vote(1, "ann")
    repository.run("12-16 09:00")
    assert repository.issues[number].body.replace("\r\n", "\n").count("<!-- /arch-hour:ag") == 1
