"""What a run leaves behind for people and for later steps: where it points, what it hides, and how much it says."""

import json

import pytest

from action.told import ROOM
from tests.action.conftest import Desk, Repository
from tests.action.runner import Command, annotations, obeyed, outputs, shown
from tests.rules.build import topic, votes

FEED = "https://calendar.example/private-4f1d2c/basic.ics"
EVENT = ("BEGIN:VEVENT", "UID:1", "DTSTART:20201217T150000Z", "DURATION:PT1H", "END:VEVENT")
EVENTS = "\r\n".join(("BEGIN:VCALENDAR", *EVENT, "END:VCALENDAR", ""))


def mistaken() -> Repository:
    repository = Repository.of()
    repository.values = {"meeting": repository.values["meeting"], "vote": {}}
    return repository


@pytest.mark.parametrize("given", ["acme/tea", "ACME/Tea", ""])
def test_a_mistake_in_a_file_of_the_workflows_own_repository_points_there(desk: Desk, given: str) -> None:
    desk.give(repository=given)
    (error,) = annotations(desk.start(mistaken())[1])
    assert error.properties["file"] == ".github/arch-hour.yml"
    assert error.data.startswith("unknown key")


def test_a_mistake_in_a_file_of_another_repository_points_nowhere_and_names_it(desk: Desk) -> None:
    desk.give(repository="acme/other")
    (error,) = annotations(desk.start(mistaken())[1])
    assert set(error.properties) == {"title"}
    assert error.data.startswith(".github/arch-hour.yml:")


def test_a_mistake_in_a_template_points_to_its_line_there(desk: Desk) -> None:
    repository = Repository.of(topic(3), agenda={"template": "docs/agenda.md.j2"})
    repository.files["docs/agenda.md.j2"] = "# Tea\n\n{{ topcs }}\n"
    status, log = desk.start(repository)
    assert status == 2
    (error,) = annotations(log)
    assert error.properties == {"file": "docs/agenda.md.j2", "line": "3", "title": "Arch Hour"}


def test_a_mistake_in_a_calendar_points_to_the_key_that_names_it(desk: Desk) -> None:
    repository = Repository.of(topic(3))
    repository.values = {"meeting": {"name": "Tea", "calendar": "docs/team.ics"}}
    repository.files["docs/team.ics"] = "no calendar"
    (error,) = annotations(desk.start(repository)[1])
    assert error.properties == {"file": ".github/arch-hour.yml", "line": "2", "title": "Arch Hour"}


def test_who_looks_for_a_fault_is_told_every_stage_and_change(desk: Desk) -> None:
    desk.environ |= {"RUNNER_DEBUG": "1"}
    _, log = desk.start(Repository.of(topic(3, "A\n::error::x", "ACTION @ada to say ::error::x\n")))
    told = [command.data for command in annotations(log) if command.name == "debug"]
    assert "stage plan_follow_ups" in told
    assert "CreateIssue of a new issue: “ACTION @ada to say ::error::x”" in told
    assert {command.name for command in annotations(log)} == {"debug"}


def test_otherwise_nobody_is(desk: Desk) -> None:
    assert "stage" not in desk.start(Repository.of(topic(3)))[1]


def test_many_warnings_are_no_more_than_github_shows(desk: Desk) -> None:
    body = "\n\n".join(f"ACTION: Nobody {number} to look" for number in range(30))
    _, log = desk.start(Repository.of(topic(3, body=body)))
    told = annotations(log)
    assert [command.name for command in told] == ["warning"] * 10
    assert told[-1].data == "and 21 more warnings, which the log tells"
    assert len([line for line in shown(log) if "could be found to own" in line]) == 21
    assert desk.summary_file.read_text(encoding="utf-8").count("**Warning:**") == 30


def test_the_log_is_folded_into_groups_in_which_everything_is_told(desk: Desk) -> None:
    _, log = desk.start(Repository.of(topic(3, "Tea", "ACTION @ada to boil water", votes=2)))
    titles = [command.data for command in obeyed(log) if command.name == "group"]
    assert titles == ["Ranking", "Open follow-ups", "Changes"]
    assert [line for line in shown(log) if line][:3] == [
        "1. #3 Tea (2 votes)",
        "#4 boil water – ada",
        "create #4 “boil water” (action-item): “ACTION @ada to boil water”",
    ]


def test_the_private_address_of_a_calendar_is_hidden_from_whatever_comes_after(desk: Desk) -> None:
    repository = Repository.of(topic(3))
    repository.values = {"meeting": {"name": "Tea", "calendar": FEED}}
    repository.files[FEED] = EVENTS
    desk.environ |= {"GITHUB_ACTIONS": "true"}
    status, log = desk.start(repository, may_hide=True)
    assert status == 0, log
    assert Command("add-mask", {}, FEED.removeprefix("https://")) in obeyed(log)
    assert log.count("private-4f1d2c") == 1


def test_outputs_that_are_too_long_for_a_job_end_early_and_are_whole_json(desk: Desk) -> None:
    crowd = votes(30)
    _, log = desk.start(Repository.of(*(topic(number, "T" * 250, votes=crowd) for number in range(1, 901))))
    found = outputs(desk.output_file)
    assert sum(map(len, found.values())) < 700_000
    topics = json.loads(found["topics"])
    assert 100 < len(topics) < 900
    assert len(found["topics"]) <= ROOM["topics"]
    assert "voters" not in topics[0]
    assert [each.data for each in annotations(log)] == [
        f"the output `topics` has only the first {len(topics)} of 900, as a job's outputs may have 1 MB"
    ]
