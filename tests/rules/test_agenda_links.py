"""One agenda leads on to the next."""

from typing import Any

from arch_hour.rules.agendas import known_agendas, previous_agenda
from arch_hour.rules.changes import (
    AddComment,
    CreateIssue,
)
from arch_hour.rules.markers import mark
from arch_hour.rules.surroundings import plan_surroundings
from tests.rules.build import config, issue, moment, snapshot, topic
from tests.rules.memory import Memory
from tests.rules.stopping import survives
from tests.rules.two_meetings import FROZEN, NEXT_OPENED, NOTHING, OPENED, OVER, twice


def test_the_agenda_before_leads_to_the_next_and_back() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    for now in (OPENED, FROZEN, OVER):
        repository.run(now)
    changes = survives(repository, NEXT_OPENED)
    assert [type(change) for change in changes] == [CreateIssue, AddComment]
    assert repository.bodies(2)[-1].endswith("\nThe next agenda: #3")
    assert "Previous agenda: #2" in repository.issues[3].body
    assert not repository.issues[2].is_open


def test_it_is_said_once_whatever_becomes_of_either() -> None:
    repository, first, second = twice(agenda=NOTHING)
    repository.close(second)
    repository.reopen(first)
    repository.values["meeting"]["extra"] = ["2020-12-23T10:00"]
    repository.run()
    assert sum("The next agenda" in body for body in repository.bodies(first)) == 1


def test_a_link_among_older_comments_is_looked_for() -> None:
    repository, first, _ = twice(agenda=NOTHING)
    for number in range(3):
        repository.say(first, "ada", f"Remark {number}")
    repository.comments_read = 2
    assert repository.made() == []
    assert f"comments of {first}" in repository.asked
    unlinked = tuple(said for said in repository.issues[first].comments if "next agenda" not in said.body)
    repository.edit(first, comments=unlinked, comments_total=len(unlinked))
    assert [type(change) for change in repository.made()] == [AddComment]


def test_a_stranger_s_link_is_none() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    for now in (OPENED, FROZEN, OVER):
        repository.run(now)
    repository.say(2, "stranger", mark("next", {"meeting": "2020-12-24T15:00:00Z"}))
    repository.run(NEXT_OPENED)
    assert repository.bodies(2)[-1].endswith("The next agenda: #3")


def later_ones(at: str, **meeting: Any) -> Memory:
    """A repository with one meeting over, before the run that opens the agendas of the next two."""
    repository = Memory.of(topic(1), topic(2), agenda={"open_before": "3d", **NOTHING}, meeting=meeting)
    for now in (OPENED, FROZEN, OVER):
        repository.run(now)
    repository.now = moment(at)
    return repository


def body_of(repository: Memory, start: str) -> str:
    """The text of the agenda of the meeting that starts then."""
    found = known_agendas(snapshot(agendas=tuple(repository.labelled("agenda"))), config())
    (body,) = (agenda.issue.body for agenda in found if agenda.identity.start == moment(start))
    return body


def test_of_two_agendas_made_in_one_run_only_the_first_leads_back_to_the_one_before() -> None:
    repository = later_ones(NEXT_OPENED, extra=["2020-12-24T16:00"])
    assert [type(change) for change in survives(repository, NEXT_OPENED)] == [
        CreateIssue,
        CreateIssue,
        AddComment,
    ]
    assert "Previous agenda: #3" in body_of(repository, "12-24 15:00")
    assert "Previous agenda" not in body_of(repository, "12-24 21:00")


def test_what_is_cancelled_is_passed_over_in_the_same_run_and_not_once_it_is_back() -> None:
    repository = later_ones(NEXT_OPENED, extra=["2020-12-24T16:00"])
    repository.run()
    for at, skip in (("12-22 10:00", ["2020-12-24"]), ("12-22 11:00", [])):
        repository.values["meeting"]["skip"] = skip
        survives(repository, at)
        assert ("Previous agenda: #3" in body_of(repository, "12-24 21:00")) is bool(skip)


def test_an_agenda_to_come_leads_on_once_its_meeting_is_over() -> None:
    repository = Memory.of(topic(1), agenda={"open_before": "14d", **NOTHING})
    assert [type(change) for change in repository.made("12-11 09:00")] == [CreateIssue, CreateIssue]
    assert repository.made() == []
    repository.run(FROZEN)
    repository.run("12-17 15:59")
    assert "Previous agenda" not in repository.issues[3].body
    assert repository.bodies(2) == []
    repository.run("12-17 16:00")
    assert repository.bodies(2)[-1].endswith("The next agenda: #3")
    repository.run(OVER)
    assert "Previous agenda: #2" in repository.issues[3].body


def test_a_rehearsal_leads_nowhere() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    for now in (OPENED, FROZEN, OVER):
        repository.run(now)
    seen = repository.run("12-20 09:00").snapshot
    (previous,) = known_agendas(seen, config())
    twin = issue(-1, body=repository.issues[2].body.replace("2020-12-17T15", "2020-12-24T15"), by="ada")
    found = snapshot(agendas=(twin, previous.issue))
    assert plan_surroundings(found, config(agenda=NOTHING), moment(NEXT_OPENED)) == []


def test_cancelled_and_doubled_agendas_are_not_the_one_before() -> None:
    repository, first, second = twice(agenda=NOTHING)
    repository.close(second)
    seen = repository.run("12-25 09:00").snapshot
    before = previous_agenda(seen, config(), moment("12-31 15:00"))
    assert before is not None
    assert before.issue.number == first
    assert previous_agenda(seen, config(), moment("12-17 15:00")) is None
