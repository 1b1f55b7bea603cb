"""The pages that people read hold together: every link leads somewhere, and every decision is listed."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sandbox.markdown.diagrams import figure

ROOT = Path(__file__).parents[1]
ON_TOP = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
PAGES = (*(ROOT / name for name in ON_TOP), *sorted((ROOT / "docs").rglob("*.md")))
OF_CODE = ("action", "arch_hour", "sandbox", "templates", "tests", "webhook")
DECISIONS = ROOT / "docs" / "decisions"

_MODULE = re.compile(r"[\w/]+\.py")
_MARKDOWN = MarkdownIt("commonmark").enable("table")
_ANCHOR_BY_HAND = re.compile(r'<a (?:id|name)="([^"]+)"')


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@cache
def tokens(page: Path) -> tuple[Token, ...]:
    """All tokens of a page, those inside of its lines among them."""
    blocks = _MARKDOWN.parse(page.read_text(encoding="utf-8"))
    return tuple(token for block in blocks for token in (block, *(block.children or ())))


@cache
def anchors(page: Path) -> frozenset[str]:
    """The anchors of a page's headings as GitHub makes them: lower case, no punctuation, hyphens for spaces."""
    found: dict[str, int] = {}
    for opening, inline in pairwise(tokens(page)):
        if opening.type == "heading_open":
            words = "".join(child.content for child in inline.children or ())
            anchor = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
            times = found[anchor] = found.get(anchor, -1) + 1
            found |= {f"{anchor}-{times}": 0} if times else {}
    by_hand = _ANCHOR_BY_HAND.findall(page.read_text(encoding="utf-8"))
    return frozenset((*found, *by_hand))


def targets(page: Path) -> Iterator[str]:
    """Where a page's links and images lead, as it says."""
    for token in tokens(page):
        for attribute in ("href", "src"):
            if isinstance(target := token.attrGet(attribute), str):
                yield target


def trouble_with(target: str, page: Path) -> str:
    """What is wrong with a link within the repository; nothing for one that leads elsewhere."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return ""
    place = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not place.exists() or not place.is_relative_to(ROOT):
        return f"{target}: no such file"
    if parts.fragment and place.suffix == ".md" and unquote(parts.fragment) not in anchors(place):
        return f"{target}: no such heading"
    return ""


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert [trouble for target in targets(page) if (trouble := trouble_with(target, page))] == []


def test_a_link_that_leads_nowhere_is_noticed() -> None:
    readme = ROOT / "README.md"
    assert trouble_with("docs/nowhere.md", readme)
    assert trouble_with("docs/agenda.md#nowhere", readme)
    assert trouble_with("#nowhere", readme)
    assert trouble_with("../elsewhere.md", readme)
    assert not trouble_with("docs/agenda.md#what-fits", readme)
    assert not trouble_with("https://example.org/#nowhere", readme)


def test_every_decision_is_listed_by_its_title() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    for decision in sorted(DECISIONS.glob("[0-9]*.md")):
        number, title = re.findall(r"\A# (\d+)\. (.+)\n", decision.read_text(encoding="utf-8"))[0]
        assert decision.name.startswith(f"{int(number):04}-")
        assert f"| {number} | [{title}]({decision.name}) |" in index


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for target in targets(page):
            parts = urlsplit(target)
            if parts.path.endswith(".md") and not parts.scheme:
                waiting.append((page.parent / unquote(parts.path)).resolve())
    assert [named(page) for page in PAGES if page.parent != ROOT and page not in reached] == []


def test_every_picture_is_shown_somewhere() -> None:
    shown = {
        (page.parent / target).resolve()
        for page in PAGES
        for target in targets(page)
        if "pictures/" in target
    }
    assert {
        named(picture) for picture in (ROOT / "docs" / "pictures").iterdir() if picture not in shown
    } == set()


def test_every_diagram_can_be_drawn() -> None:
    fences = [(named(page), token) for page in PAGES for token in tokens(page) if token.type == "fence"]
    drawn = [(page, figure(token.content)) for page, token in fences if token.info == "mermaid"]
    assert drawn
    assert [page for page, shown in drawn if "<img " not in shown] == []


def test_every_module_that_a_page_names_exists() -> None:
    ours = [path for folder in OF_CODE for path in (ROOT / folder).rglob("*.py")]
    paths = {f"/{path.relative_to(ROOT).as_posix()}" for path in ours}
    told = {
        (named(page), token.content)
        for page in PAGES
        for token in tokens(page)
        if token.type == "code_inline"
    }
    unknown = [
        (page, name)
        for page, name in sorted(told)
        if _MODULE.fullmatch(name) and not any(path.endswith(f"/{name}") for path in paths)
    ]
    assert unknown == []
