"""A report as people and programs read it."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO, TextIOWrapper
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from arch_hour.model import Issue, Repository
from arch_hour.report_document import document
from arch_hour.reporting import Reported
from arch_hour.rules.agendas import WRAP_UP
from arch_hour.rules.report import report_of
from arch_hour.telling_report import as_values
from arch_hour.terminal_report import show_report
from tests.rules.build import config, snapshot, topic
from tests.rules.past import agenda, at, discussed, marks, meeting, promise, record, told
from tests.rules.past_year import HOSTILE, year

DAY, NOW = "2020-12-03", "2020-12-17"


def reported(*agendas: Issue, since: str = "", remarks: tuple[str, ...] = (), **values: Any) -> Reported:
    seen = snapshot(agendas=agendas, **values)
    beginning = date.fromisoformat(since) if since else None
    return Reported(report_of(seen, config(), at(NOW), beginning), 6, remarks)


def printed(told: Reported, width: int = 120, encoding: str = "utf-8") -> str:
    """What a terminal shows; one that has ASCII only may show nothing else."""
    content = BytesIO()
    screen = TextIOWrapper(content, encoding=encoding)
    show_report(Console(file=screen, width=width), told)
    screen.flush()
    return content.getvalue().decode(encoding)


def test_a_made_up_year_in_markdown(golden: Callable[[str, str], None]) -> None:
    golden("report.md", document(year()))


def test_a_made_up_year_at_a_terminal(golden: Callable[[str, str], None]) -> None:
    golden("report.txt", printed(year()).rstrip("\n"))


def test_a_made_up_year_in_values(golden: Callable[[str, str], None]) -> None:
    values = as_values(year())
    values["meetings"]["list"] = values["meetings"]["list"][24:27]
    golden("report.json", json.dumps(values, indent=2, ensure_ascii=False))


def test_people_s_words_are_shown_and_mean_nothing() -> None:
    text = document(year())
    (line,) = [line for line in text.splitlines() if "Splitting" in line]
    shown = MarkdownIt("commonmark").enable("table").render(line)
    assert "<code>" not in shown
    assert "@\u200bgrace" in line
    assert text.count("```mermaid") == 5
    assert HOSTILE in printed(year())


def test_the_name_of_a_repository_is_shown_as_it_is() -> None:
    text = document(reported(repository=Repository("acme/__tea__", "https://github.com/acme/__tea__")))
    assert "<h1>acme/__tea__: history</h1>" in MarkdownIt().render(text)


def test_no_control_sequence_of_a_title_reaches_a_terminal() -> None:
    waits = agenda(100, DAY, told(WRAP_UP, DAY, 1, waited={"5": 1}))
    assert "\x1b" not in printed(reported(waits, topics=(topic(5, "Tea\x1b[31m"),)))


@pytest.mark.parametrize(("width", "has_bars"), [(80, False), (100, True), (200, True)])
def test_the_row_of_a_meeting_fits_the_screen(width: int, has_bars: bool) -> None:  # noqa: FBT001  a column of the table
    rows = [line for line in printed(year(), width).splitlines() if line.startswith("  2020-")]
    assert len(rows) == 26
    assert max(map(len, rows)) <= width
    assert any("█" in row for row in rows) is has_bars


@pytest.mark.parametrize("width", [20, 60, 80, 120])
def test_no_figure_and_no_login_is_cut_however_narrow_the_screen(width: int) -> None:
    longest = "x" * 39
    text = printed(
        reported(meeting(1, DAY, **record((5, 10, 12))), follow_ups=[promise(9, longest, opened=DAY)]), width
    )
    shown = [line.split() for line in text.splitlines()]
    assert [DAY, "#1", "held", "1", "12", "of", "10"] in [words[:7] for words in shown]
    assert [longest, "1", "1"] in [words[:3] for words in shown]
    assert "…" not in text


def test_a_terminal_that_has_no_blocks_draws_with_what_there_is() -> None:
    assert "#" * 14 + "." * 4 in printed(year(), encoding="ascii")


EMPTY = """\
acme/tea: history

Meetings
  No meetings yet.
  Time against plan is not known: it is measured where a meeting is run by /next.

Topics
  0 proposed, 0 discussed; 0 waiting and 0 on hold today.
  0 votes by 0 people.

Backlog
  No topic waits.

Follow-ups
  0 opened, 0 closed; 0 open today, 0 of them overdue.

Return on time invested
  Nobody gave marks yet.

Read from GitHub with 6 requests, 2020-12-17 10:00 EST.
"""


def test_an_empty_repository_reads_well() -> None:
    told_of = reported()
    assert printed(told_of) == EMPTY
    text = document(told_of)
    assert "mermaid" not in text
    assert "|" not in text
    assert "\n\n\n" not in text
    values = as_values(told_of)
    assert (values["meetings"]["list"], values["meetings"]["planned_minutes"], values["rating"]) == (
        [],
        None,
        None,
    )


@pytest.mark.parametrize(
    ("told_of", "line"),
    [
        pytest.param(
            reported(meeting(1, DAY, **record((5, 10, 10)))),
            "Time against plan, of 1 meeting: 10 minutes planned, 10 spent, as planned.",
            id="a meeting as planned",
        ),
        pytest.param(
            reported(meeting(1, DAY, **record((5, 10, 7)))),
            "Time against plan, of 1 meeting: 10 minutes planned, 7 spent, 3 left of the plan.",
            id="a meeting that was quick",
        ),
        pytest.param(reported(meeting(1, DAY)), "1 meeting: 1 with nothing told.", id="nothing told"),
        pytest.param(reported(since=DAY), "No meetings since 2020-12-03.", id="no meetings of late"),
        pytest.param(
            reported(topics=(topic(5, created_at=at(DAY), votes=1),)),
            "1 topic waits, 2 weeks old.",
            id="one topic",
        ),
        pytest.param(reported(topics=(topic(5, votes=1),)), "1 vote by 1 person.", id="one vote"),
        pytest.param(
            reported(follow_ups=(promise(7, "ada", opened=DAY, closed="2020-12-08"),)),
            "1 opened, 1 closed, half of what was done within 5 days; 0 open today, 0 of them overdue.",
            id="one follow-up",
        ),
        pytest.param(
            reported(meeting(1, DAY), reactions={"C1": marks("heart")}),
            "4.0 of 5 on average: 1 mark in 1 meeting.",
            id="one mark",
        ),
        pytest.param(
            reported(remarks=("robot[bot] made agendas here",)),
            "warning: robot[bot] made agendas here",
            id="a remark",
        ),
    ],
)
def test_few_figures_read_well(told_of: Reported, line: str) -> None:
    assert line in [each.strip() for each in printed(told_of, width=200).splitlines()]
    assert line.removeprefix("warning: ").replace("[", "\\[").replace("]", "\\]") in document(told_of)


def test_a_meeting_that_took_no_time_has_no_bar() -> None:
    told_of = reported(meeting(1, DAY, **record((5, 0, 0))), topics=(discussed(5, DAY),))
    assert "0 of 0" in printed(told_of)


def test_what_nobody_knows_is_null_and_what_is_none_is_none() -> None:
    old, new = as_values(
        reported(
            meeting(1, DAY),
            meeting(
                2,
                "2020-12-10",
                **record((5, 10, None)),
            ),
        )
    )["meetings"]["list"]
    assert (old["topics"], old["carried"], old["planned_minutes"]) == (None, None, None)
    assert (new["topics"][0]["spent_minutes"], new["carried"], new["planned_minutes"]) == (None, 0, None)
