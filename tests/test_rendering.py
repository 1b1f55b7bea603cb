"""Templates to text: the words of our filters, and what our documents say of themselves."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from arch_hour import rendering
from tests.rules.build import issue

TEMPLATES = Path(__file__).parents[1] / "templates"


def test_days_are_told_in_the_same_words_everywhere() -> None:
    assert rendering.day(date(2020, 12, 3)) == "Thursday, 3 December 2020"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 votes"), (1, "1 vote"), (2, "2 votes")], ids=["none", "one", "many"]
)
def test_nouns_agree_with_their_number(number: int, words: str) -> None:
    assert rendering.count(number, "vote") == words


def test_a_noun_can_have_a_plural_of_its_own() -> None:
    assert rendering.count(2, "person", "people") == "2 people"


def test_a_clock_shows_two_digits_each() -> None:
    assert rendering.clock(datetime(2020, 12, 3, 9, 5, tzinfo=UTC)) == "09:05"


def test_an_issue_that_is_only_rehearsed_has_no_number() -> None:
    assert (rendering.reference(12), rendering.reference(-1)) == ("#12", "(new)")


def test_an_issue_that_is_only_rehearsed_has_no_page() -> None:
    assert rendering.linked(issue(12)) == "[#12](https://github.com/acme/tea/issues/12)"
    assert rendering.linked(issue(-1)) == "(new)"


def test_our_documents_refuse_to_be_told_half_of_it() -> None:
    with pytest.raises(UndefinedError):
        rendering.render("duplicate.md")


def test_what_a_run_says_of_itself_leads_to_what_it_names() -> None:
    address = "https://github.com/acme/tea/issues/7#issuecomment-1"
    change = {"what": "close #7", "why": "*it* was discussed"}
    outcome: dict[str, Any] = {
        "repository": "acme/tea",
        "url": "https://github.com/acme/tea",
        "name": "Tea",
        "requests": 3,
        "meeting": None,
        "agenda": None,
        "import": [],
        "topics": None,
        "follow_ups": [],
        "lines": None,
        "error": None,
    }
    outcome |= {"dry_run": False, "changes": [change], "warnings": [f"nobody owns this ({address})"]}
    text = rendering.render("outcome.md", outcome=outcome, page=None)
    assert "- close [#7](https://github.com/acme/tea/issues/7): \\*it\\* was discussed" in text
    assert f"({address})" in text


@pytest.mark.parametrize("file", sorted(TEMPLATES.glob("*.md.j2")), ids=lambda file: file.name)
def test_every_document_says_on_top_what_it_is_for_and_hides_that_from_readers(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert re.match(r"\{# [A-Z].*\. -?#\}\n", source)
