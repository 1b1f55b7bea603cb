"""Who facilitates and who takes notes: by the meeting's number, and only whom GitHub lets us assign."""

from typing import Any

import pytest

from arch_hour.rules.agenda_identity import identify
from arch_hour.rules.changes import AssignOwners, Change, CreateIssue, EditIssue
from arch_hour.rules.roles import roles_of
from arch_hour.rules.schedule import occurrences
from tests.rules.build import config, moment, person, snapshot, topic
from tests.rules.memory import Memory, StoppedError

OPENED, LATER, FROZEN = "12-15 09:00", "12-16 09:00", "12-17 14:50"
THREE = ["ada", "@ben", "cleo"]
NOTHING = {"pin": False}


def rotation(*unassignable: str, **meeting: Any) -> list[tuple[str, str]]:
    """The facilitator and scribe of four meetings in a row."""
    settings = config(meeting=meeting)
    seen = snapshot(assignable={person(login).key: False for login in unassignable})
    meetings = occurrences(settings, moment("12-03 00:00"), moment("12-25 00:00"))
    found = [roles_of(seen, settings, occurrence, None) for occurrence in meetings]
    return [(roles.facilitator, roles.scribe) for roles in found]


@pytest.mark.parametrize(
    ("meeting", "unassignable", "expected"),
    [
        ({}, (), [("", "")] * 4),
        ({"facilitators": THREE}, (), [("ada", ""), ("ben", ""), ("cleo", ""), ("ada", "")]),
        ({"scribes": ["ada"]}, (), [("", "ada")] * 4),
        (
            {"facilitators": THREE, "scribes": THREE},
            (),
            [("ada", "ben"), ("ben", "cleo"), ("cleo", "ada"), ("ada", "ben")],
        ),
        (
            {"facilitators": THREE, "scribes": ["dora", "cleo"]},
            (),
            [("ada", "dora"), ("ben", "cleo"), ("cleo", "dora"), ("ada", "cleo")],
        ),
        ({"facilitators": ["ada", "ben"], "scribes": ["Ada"]}, (), [("ben", "Ada")] * 4),
        ({"facilitators": ["ada"], "scribes": ["ada"]}, (), [("ada", "ada")] * 4),
        ({"facilitators": THREE}, ("ben",), [("ada", ""), ("cleo", ""), ("cleo", ""), ("ada", "")]),
        ({"facilitators": THREE}, ("ada", "ben", "cleo"), [("", "")] * 4),
        ({"facilitators": THREE, "scribes": THREE}, ("ada", "ben"), [("cleo", "cleo")] * 4),
    ],
    ids=[
        "nobody",
        "a facilitator",
        "a scribe",
        "two roles from one list",
        "two lists",
        "never both where somebody else can",
        "both where nobody else can",
        "one is passed over",
        "nobody is left",
        "one is left for both",
    ],
)
def test_whose_turn_it_is(
    meeting: dict[str, list[str]], unassignable: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert rotation(*unassignable, **meeting) == expected


def test_skipping_a_meeting_changes_nobody_else_s_turn() -> None:
    assert rotation(facilitators=THREE, skip=["2020-12-10"]) == [("ada", ""), ("cleo", ""), ("ada", "")]


def team(*unassignable: str, **meeting: Any) -> Memory:
    repository = Memory.of(topic(1), meeting={"facilitators": THREE, **meeting}, agenda=NOTHING)
    repository.unassignable = set(unassignable)
    return repository


def agenda(repository: Memory) -> tuple[str, str, tuple[str, ...]]:
    """Facilitator and scribe as the agenda says, and who is assigned to it."""
    issue = repository.only("agenda")
    identity = identify(issue.body)
    assert identity is not None
    return identity.facilitator, identity.scribe, issue.assignees


def kinds(changes: list[Change]) -> list[type[Change]]:
    return [type(change) for change in changes]


def test_they_are_named_and_assigned_once() -> None:
    repository = team(scribes=["dora"])
    assert kinds(repository.made(OPENED)) == [CreateIssue, AssignOwners]
    assert agenda(repository) == ("cleo", "dora", ("cleo", "dora"))
    assert "Facilitator: cleo · Scribe: dora" in repository.only("agenda").body
    assert repository.asked == ["assignable cleo", "assignable dora"]
    for now in (LATER, "12-17 14:40"):
        assert repository.made(now) == []
        assert repository.asked == []
    repository.run(FROZEN)
    assert agenda(repository) == ("cleo", "dora", ("cleo", "dora"))


def test_a_run_that_was_stopped_before_assigning_them_is_finished() -> None:
    repository = team()
    with pytest.raises(StoppedError):
        repository.run(OPENED, stop_after=1)
    assert kinds(repository.made()) == [AssignOwners]
    assert repository.made() == []


def test_who_cannot_be_assigned_is_passed_over() -> None:
    repository = team("cleo")
    assert kinds(repository.made(OPENED)) == [CreateIssue, AssignOwners]
    assert agenda(repository) == ("ada", "", ("ada",))
    assert repository.made() == []


def test_where_nobody_can_be_assigned_people_are_told() -> None:
    repository = team("ada", "ben", "cleo")
    outcome = repository.run(OPENED)
    assert kinds([step.change for step in outcome.steps]) == [CreateIssue]
    assert outcome.remarks == (
        "#2 has no facilitator: nobody in meeting.facilitators can be assigned in this repository",
    )
    assert repository.made() == []
    repository.unassignable = set()
    assert kinds(repository.made(LATER)) == [EditIssue, AssignOwners]
    assert agenda(repository)[0] == "cleo"


@pytest.mark.parametrize("by", ["ada", "arch-hour[bot]"])
def test_whom_somebody_took_off_stays_off(by: str) -> None:
    repository = team()
    repository.run(OPENED)
    repository.unassign(2, "cleo", person(by))
    for now in (LATER, FROZEN):
        assert AssignOwners not in kinds(repository.made(now))
    assert agenda(repository)[2] == ()


def test_who_left_the_repository_is_followed_by_the_next_until_the_freeze() -> None:
    repository = team(scribes=["dora"])
    repository.run(OPENED)
    repository.unassign(2, "cleo", person("cleo"))
    repository.unassignable = {"cleo"}
    assert kinds(repository.made(LATER)) == [EditIssue, AssignOwners]
    assert agenda(repository) == ("ada", "dora", ("dora", "ada"))
    assert repository.made() == []
    assert repository.asked == []
    repository.run(FROZEN)
    repository.unassign(2, "ada", person("ada"))
    repository.unassignable = {"cleo", "ada"}
    assert repository.made(FROZEN) == []
    assert repository.asked == []


def test_who_took_themselves_off_and_can_be_assigned_keeps_the_turn() -> None:
    repository = team()
    repository.run(OPENED)
    repository.unassign(2, "cleo", person("cleo"))
    assert repository.made(LATER) == []
    assert repository.asked == ["assignable cleo"]


def test_who_left_the_list_is_followed_by_the_next() -> None:
    repository = team()
    repository.run(OPENED)
    repository.values["meeting"]["facilitators"] = ["ada", "ben"]
    assert kinds(repository.made(LATER)) == [EditIssue, AssignOwners]
    assert agenda(repository)[0] == "ada"
    assert repository.made() == []


def test_a_longer_list_changes_nothing_of_an_agenda_that_is_there() -> None:
    repository = team()
    repository.run(OPENED)
    repository.values["meeting"]["facilitators"] = ["dora", *THREE]
    assert repository.made(LATER) == []


def test_who_left_the_repository_before_being_assigned_is_followed_by_the_next() -> None:
    repository = team()
    with pytest.raises(StoppedError):
        repository.run(OPENED, stop_after=1)
    repository.unassignable = {"cleo"}
    assert kinds(repository.made(LATER)) == [EditIssue, AssignOwners]
    assert agenda(repository) == ("ada", "", ("ada",))


def test_after_the_freeze_who_cannot_be_assigned_is_only_told() -> None:
    repository = team()
    with pytest.raises(StoppedError):
        repository.run("12-17 14:45", stop_after=2)
    assert agenda(repository) == ("cleo", "", ())
    repository.unassignable = {"cleo"}
    outcome = repository.run(FROZEN)
    assert outcome.steps == ()
    assert outcome.remarks == ("#2: cleo cannot be assigned in this repository",)


def test_a_marker_that_was_destroyed_names_the_same_people_again() -> None:
    repository = team(scribes=THREE)
    repository.run(OPENED)
    before = agenda(repository)
    repository.edit(2, body="all gone")
    repository.run(LATER)
    assert agenda(repository) == before


def test_the_schedule_may_be_corrected_without_changing_whose_turn_it_is() -> None:
    repository = team()
    repository.run(OPENED)
    before = agenda(repository)
    repository.values["meeting"] |= {"start": "2020-12-04T10:00", "schedule": "FREQ=WEEKLY;BYDAY=FR"}
    repository.run(LATER)
    assert agenda(repository) == before


def test_somebody_whom_github_skips_after_all_is_a_warning() -> None:
    class Changing(Memory):
        def apply(self, change: Change, number: int) -> Any:
            self.unassignable = {"cleo"}
            return super().apply(change, number)

    repository = team()
    _, assigned = Changing(repository.issues, repository.values).run(OPENED).steps
    assert assigned.warning == "#2: cleo cannot be assigned in this repository"


def test_whoever_is_assigned_is_so_however_github_writes_the_login() -> None:
    repository = team(scribes=["Dora"])
    repository.run(OPENED)
    repository.edit(2, assignees=("CLEO", "dora"))
    for now in (LATER, FROZEN):
        assert AssignOwners not in kinds(repository.made(now))
        assert repository.asked == []
    repository.unassign(2, "CLEO", person("ada"))
    assert AssignOwners not in kinds(repository.made())
