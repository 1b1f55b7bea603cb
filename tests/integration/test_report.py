"""`arch-hour report` against the sandbox: what it tells, and what it costs in requests."""

import json
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

import pytest

from sandbox.actor import Actor
from tests.integration.conftest import CONFIGURATION, MEETING, REPOSITORY
from tests.rules.past import HOUR, agenda, at, meeting, promise, record

if TYPE_CHECKING:
    from tests.integration.conftest import Town

FILE = ".github/arch-hour.yml"


def furnish(town: "Town", meetings: int = 0, topics: int = 0, follow_ups: int = 0) -> None:
    """So many meetings that were held, topics that were closed, and follow-ups, all made by ada."""
    ada, ben = Actor(town.world, "ada"), Actor(town.world, "ben")
    first = MEETING - timedelta(weeks=meetings)
    for week in range(meetings):
        day = f"{first + timedelta(weeks=week):%Y-%m-%d}"
        held = meeting(1, day, **record((9_000 + week, 10, 12), carried=1))
        town.at(at(day) - HOUR)
        issue = ada.open_issue(REPOSITORY, held.title, held.body, labels=("agenda",))
        town.at(at(day) + HOUR)
        ben.react(ada.comment(issue, held.comments[0].body), "heart")
        ada.close(issue)
    town.at(MEETING - timedelta(weeks=30))
    for number in range(topics):
        issue = ada.open_issue(REPOSITORY, f"Topic {number}", "What about it?", labels=("topic",))
        ben.react(issue)
        ada.close(issue)
    for number in range(follow_ups):
        body = promise(1, "ben", opened="2020-12-01").body
        issue = ada.open_issue(
            REPOSITORY, f"Follow-up {number}", body, labels=("action-item",), assignees=("ben",)
        )
        ada.close(issue)
    town.at(MEETING)


@pytest.mark.parametrize(
    ("meetings", "topics", "follow_ups"),
    [
        pytest.param(0, 0, 0, id="nothing"),
        pytest.param(1, 1, 1, id="one of each"),
        pytest.param(50, 100, 100, id="full pages"),
        pytest.param(51, 101, 101, id="one more than full pages"),
        pytest.param(120, 30, 0, id="years of meetings"),
    ],
)
def test_a_report_costs_a_request_for_each_page_of_the_history(
    town: "Town", meetings: int, topics: int, follow_ups: int
) -> None:
    furnish(town, meetings, topics, follow_ups)
    told: list[dict[str, object]] = []
    reads, writes = town.spent(lambda: told.append(town.values("report")))
    pages = max(1, ceil(meetings / 50)) + max(1, ceil(topics / 100)) + max(1, ceil(follow_ups / 100))
    made_by_hand = 1 if meetings or follow_ups else 0
    assert reads == 2 + pages + ceil(meetings / 50) + made_by_hand
    assert writes == 0
    assert told[0]["requests"] == reads
    assert f"Read from GitHub with {reads} requests" in town.here("report").stdout


def test_a_report_tells_what_is_there(town: "Town") -> None:
    furnish(town, 3, 2, 1)
    values = town.values("report")
    assert {name: values["meetings"][name] for name in ("held", "planned_minutes", "spent_minutes")} == {
        "held": 3,
        "planned_minutes": 30,
        "spent_minutes": 36,
    }
    assert values["topics"]["votes"] == {"given": 2, "people": 1, "from_pages": 0}
    assert values["topics"]["states"]["closed"] == 2
    assert values["follow_ups"]["owners"] == [
        {"login": "ben", "opened": 1, "closed": 1, "dropped": 0, "open": 0, "overdue": 0}
    ]
    assert values["rating"] == {"average": 4.0, "marks": 3}
    assert values["warnings"] == []


def test_only_what_happened_since_a_day_is_told(town: "Town") -> None:
    furnish(town, 3, 2)
    values = town.values("report", "--since", "2020-12-10")
    assert [each["start"][:10] for each in values["meetings"]["list"]] == ["2020-12-10"]
    assert (values["since"], values["topics"]["proposed"]) == ("2020-12-10", 0)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("day", ["yesterday", "2020-02-30", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_is_refused(town: "Town", day: str) -> None:
    done = town.here("report", "--since", day)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{day!r} is no date such as 2020-12-17" in done.stderr


def test_every_form_is_told_by_the_process_itself(town: "Town") -> None:
    furnish(town, 2, 1, 1)
    text, markdown, values = (
        town.arch_hour("report", "--format", form) for form in ("text", "markdown", "json")
    )
    assert [done.returncode for done in (text, markdown, values)] == [0, 0, 0]
    assert text.stdout.startswith(f"{REPOSITORY}: history\n\nMeetings\n  2 meetings: 2 held.\n")
    assert markdown.stdout.startswith(f"# {REPOSITORY}: history\n\n## Meetings\n")
    assert "xychart-beta horizontal" in markdown.stdout
    assert json.loads(values.stdout)["meetings"]["held"] == 2
    assert text.stderr + markdown.stderr + values.stderr == ""


def test_a_person_hears_why_the_workflow_s_meetings_are_left_out(town: "Town") -> None:
    Actor(town.world, "ada").open_issue(REPOSITORY, "A topic", labels=("topic",))
    town.values("run")
    town.at(MEETING + timedelta(hours=14))
    town.values("run")
    told = town.values("report", by="ada")
    assert told["meetings"]["list"] == []
    assert 'name it, as in `bots: ["github-actions[bot]"]`, or the report lacks them' in told["warnings"][0]
    town.world.put_file(REPOSITORY, FILE, f'{CONFIGURATION}bots: ["github-actions[bot]"]\n')
    told = town.values("report", by="ada")
    assert (told["meetings"]["untold"], told["warnings"]) == (1, [])
    assert town.values("report", by="cleo") == told, "nobody else's markers are there to ask about"


def test_who_may_only_read_cannot_ask_whose_markers_count_and_hears_so(town: "Town") -> None:
    furnish(town, 1)
    done = town.here("report", by="cleo")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Must have push access to view collaborator permission" in done.stderr


def test_strangers_make_no_history(town: "Town") -> None:
    day = "2020-12-10"
    forged = meeting(1, day, **record((1, 10, 12)))
    stranger, ada = Actor(town.world, "stranger"), Actor(town.world, "ada")
    town.at(at(day) - HOUR)
    issue = stranger.open_issue(REPOSITORY, forged.title, forged.body)
    ada.label(issue, "agenda")
    genuine = ada.open_issue(REPOSITORY, forged.title, agenda(1, day).body, labels=("agenda",))
    town.at(at(day) + HOUR)
    stranger.comment(genuine, forged.comments[0].body)
    ada.close(genuine)
    town.at(MEETING)
    (told,) = town.values("report")["meetings"]["list"]
    assert (told["agenda"], told["state"], told["discussed"]) == (genuine.number, "open", [])


def test_minutes_are_found_behind_a_hundred_comments(town: "Town") -> None:
    furnish(town, 1)
    issue, ben = town.world.repository(REPOSITORY).issues[1], Actor(town.world, "ben")
    for number in range(120):
        ben.comment(issue, f"Remark {number}")
    told: list[dict[str, dict[str, object]]] = []
    reads, _ = town.spent(lambda: told.append(town.values("report")))
    assert told[0]["meetings"]["held"] == 1
    assert reads == 2 + 3 + 1 + 1 + 2
