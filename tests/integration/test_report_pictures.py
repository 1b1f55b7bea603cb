"""The charts of a report as Mermaid itself draws them in a browser, and the whole report to look at.

With `PICTURES=FOLDER` it leaves its screenshot there; `make pictures` renews those in docs/.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from arch_hour.report_document import document
from arch_hour.reporting import Reported
from arch_hour.rules.report import report_of
from arch_hour.rules.report_charts import MOST_MEETINGS, MOST_OWNERS
from sandbox.markdown.rendering import render
from tests.integration.conftest import ROOT
from tests.integration.windows import PATIENCE, PICTURES
from tests.rules.build import config, snapshot, topic
from tests.rules.past import agenda, at, discussed, marks, meeting, promise, record, told
from tests.rules.past_year import year

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LIBRARY = ROOT / "requirements" / "mermaid" / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
MARKDOWN = ROOT / "sandbox" / "markdown" / "markdown.css"
# Around it nothing but colours: a chart takes the font of its page, as it does on GitHub.
PAGE = """
:root { --line: #d4dae1; --soft: #f6f8fa; --dim: #59636e; --code: #eef1f4; }
body { color: #1f2328; font: 15px/1.5 sans-serif; margin: 24px; }
a { color: #0a5cc4; text-decoration: none; }
"""
THEMES = ("default", "dark")

# Each figure gets what Mermaid makes of the source in it; the answer has what went wrong.
DRAW = """async theme => {
    mermaid.initialize({startOnLoad: false, theme});
    const troubles = [];
    for (const [place, figure] of document.querySelectorAll("figure.mermaid").entries()) {
        try {
            const {svg} = await mermaid.render(`chart-${place}`, figure.querySelector("code").textContent);
            figure.innerHTML = svg;
        } catch (error) {
            troubles.push(String(error));
        }
    }
    return troubles;
}"""
# The texts and bars of each chart, in pixels from its own corner.
MEASURE = """() => [...document.querySelectorAll("figure.mermaid svg")].map(svg => {
    const {x, y, width, height} = svg.getBoundingClientRect();
    const box = each => { const r = each.getBoundingClientRect(); return [r.x - x, r.y - y, r.width, r.height]; };
    const texts = [...svg.querySelectorAll("text")].map(each => [each.textContent, ...box(each)]);
    const bars = [...svg.querySelectorAll("g.plot rect")].map(box);
    return {width, height, texts: texts.filter(([words]) => words.trim()), bars};
})"""


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """An empty page that has the library; nothing on it may raise an error or ask for anything."""
    if not LIBRARY.is_file():
        pytest.skip("Mermaid is not installed: `make browser` does that where there is npm")
    context = browser.new_context(viewport={"width": 900, "height": 900})
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("request", lambda asked: troubles.append(f"asked for {asked.url}"))
    yield opened
    context.close()
    assert troubles == []


def show(page: "Page", text: str, theme: str = "default") -> None:
    """Has a page show Markdown, with its charts drawn."""
    body = f'<article class="markdown-body">{render(text)}</article>'
    page.set_content(f"<style>{MARKDOWN.read_text(encoding='utf-8')}{PAGE}</style>{body}")
    page.add_script_tag(path=LIBRARY)
    assert page.evaluate(DRAW, theme) == []


def drawn(page: "Page") -> list[dict[str, Any]]:
    measured: list[dict[str, Any]] = page.evaluate(MEASURE)
    return measured


def crowded() -> Reported:
    """As many meetings and owners as charts take, the longest logins, many topics, and two meetings of one day."""
    days = [f"2020-{month:02}-{day:02}" for month in range(1, 13) for day in (2, 9, 16)]
    agendas = [
        meeting(number, day, **record((500 + number, 600, 7 * number))) for number, day in enumerate(days)
    ]
    moved = agenda(
        90, "2020-12-01", told("wrap-up", "2020-12-01", 90, **record((9, 10, 60))), held_on=days[-1]
    )
    owners = [f"{number:02}-with-a-login-as-long-as-any-can-be" for number in range(MOST_OWNERS + 5)]
    seen = snapshot(
        agendas=(*agendas, moved),
        topics=tuple(topic(1_000 + number, created_at=at(days[number % 36])) for number in range(3_000)),
        follow_ups=tuple(
            promise(600 + place, owner, opened="2020-01-02", due="2020-02-01")
            for place, owner in enumerate(owners)
            for _ in range(1 + place % 3)
        ),
        reactions={f"C{number}": marks("-1") for number in range(len(days))},
    )
    return Reported(report_of(seen, config(), at("2020-12-20")), 60)


def lonely() -> Reported:
    """One of everything."""
    seen = snapshot(
        agendas=(meeting(1, "2020-12-03", **record((5, 0, 1))),),
        topics=(discussed(5, "2020-12-03"), topic(6)),
        follow_ups=(promise(7, opened="2020-12-03"),),
        reactions={"C1": marks("rocket")},
    )
    return Reported(report_of(seen, config(), at("2020-12-20")), 6)


REPORTS = {"a year": year, "crowded": crowded, "lonely": lonely}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("reported", REPORTS.values(), ids=REPORTS)
def test_mermaid_draws_every_chart_with_room_for_every_word(page: "Page", reported: Any, theme: str) -> None:
    text = document(reported())
    show(page, text, theme)
    charts = drawn(page)
    assert len(charts) == text.count("```mermaid") == 5
    for chart, source in zip(charts, re.findall(r"```mermaid\n(.*?)```", text, re.DOTALL), strict=True):
        words = " ".join(each[0] for each in chart["texts"])
        named = re.findall(r'"([^"]*)"', source.partition("---\n")[2].partition("---\n")[2])
        assert named
        assert [name for name in named if name not in words] == []
        for _, x, y, width, height in chart["texts"]:
            assert x >= -1
            assert y >= -1
            assert x + width <= chart["width"] + 1
            assert y + height <= chart["height"] + 1
        assert overlapping(chart["texts"]) == []


def overlapping(texts: list[Any]) -> list[tuple[str, str]]:
    """The pairs of texts of which one hides a part of the other."""
    return [
        (one[0], other[0])
        for place, one in enumerate(texts)
        for other in texts[place + 1 :]
        if one[1] + 1 < other[1] + other[3]
        and other[1] + 1 < one[1] + one[3]
        and one[2] + 3 < other[2] + other[4]
        and other[2] + 3 < one[2] + one[4]
    ]


def test_each_meeting_has_its_bars(page: "Page") -> None:
    show(page, document(crowded()))
    minutes, _, _, owners, marks_ = drawn(page)
    assert len(minutes["bars"]) == 3 * MOST_MEETINGS
    assert len(owners["bars"]) == 2 * MOST_OWNERS
    assert len(marks_["bars"]) == MOST_MEETINGS


def test_a_report_of_a_year_is_good_to_look_at(page: "Page") -> None:
    show(page, document(year()))
    assert page.locator("figure.mermaid svg").count() == 5
    assert page.get_by_text("Splitting LMS | Studio: ```mermaid").count() == 1
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / "report.png", full_page=True)


def test_the_sandbox_shows_a_chart_that_it_cannot_draw_as_its_source() -> None:
    html = str(render(document(year())))
    assert len(re.findall(r'<figure class="mermaid"><pre><code>---\nconfig:', html)) == 5
