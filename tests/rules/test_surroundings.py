"""Around an agenda: it is pinned, leads on from the one before, and names what came too late."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from arch_hour.rules.agendas import known_agendas, previous_agenda
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Change,
    CloseIssue,
    CloseReason,
    CreateIssue,
    Declined,
    EditComment,
    EditIssue,
    PinIssue,
    Result,
    UnpinIssue,
)
from arch_hour.rules.events import Command
from arch_hour.rules.late_topics import LateTopic
from arch_hour.rules.markers import mark
from arch_hour.rules.promises import open_follow_ups
from arch_hour.rules.surroundings import plan_surroundings
from tests.rules.build import config, issue, linked, moment, person, snapshot, topic
from tests.rules.memory import Memory, StoppedError

OPENED, FROZEN, BEGUN, OVER = "12-15 09:00", "12-17 14:50", "12-17 15:05", "12-18 09:00"
NEXT_OPENED, NEXT_BEGUN = "12-22 09:00", "12-24 15:05"
PIN, UNPIN = PinIssue.__name__, UnpinIssue.__name__
NOTHING = {"pin": False}


def named(changes: list[Change]) -> list[tuple[str, int]]:
    return [
        (type(change).__name__, change.number)
        for change in changes
        if isinstance(change, PinIssue | UnpinIssue)
    ]


def agenda_number(repository: Memory) -> int:
    """The number of the newest agenda."""
    return repository.labelled("agenda")[-1].number


def twice(*issues: Any, **sections: Any) -> tuple[Memory, int, int]:
    """A repository in which one meeting is over and the next one has its agenda, with the numbers of both."""
    repository = Memory.of(topic(1), *issues, **sections)
    for moment_ in (OPENED, FROZEN, OVER, NEXT_OPENED):
        repository.run(moment_)
    first, second = (agenda.number for agenda in repository.labelled("agenda"))
    return repository, first, second


def survives(repository: Memory, at: str) -> list[Change]:
    """The changes of a run, which leaves the same wherever it is stopped, and nothing to be done."""
    whole = deepcopy(repository)
    changes = whole.made(at)
    assert whole.made() == []
    for count in range(len(changes)):
        stopped = deepcopy(repository)
        with pytest.raises(StoppedError):
            stopped.run(at, stop_after=count)
        stopped.run()
        assert stopped.state() == whole.state(), f"stopped after {count}"
        assert stopped.made() == []
    repository.run(at)
    return changes


# Pins


def test_the_agenda_is_pinned_and_the_one_before_is_unpinned_first() -> None:
    repository = Memory.of(topic(1))
    assert named(repository.made(OPENED)) == [(PIN, 2)]
    repository.run(FROZEN)
    repository.run(OVER)
    assert repository.issues[2].is_pinned
    assert named(survives(repository, NEXT_OPENED)) == [(UNPIN, 2), (PIN, 3)]
    assert repository.pinned == (3,)


def test_without_pin_nothing_is_pinned_or_unpinned() -> None:
    repository, first, _ = twice(agenda=NOTHING)
    repository.pin(first)
    assert repository.made() == []


@pytest.mark.parametrize(("others", "pinned", "told"), [(1, True, False), (2, True, False), (3, False, True)])
def test_nobody_else_s_issue_is_unpinned(others: int, pinned: bool, told: bool) -> None:  # noqa: FBT001
    repository = Memory.of(topic(1), *(issue(number) for number in (2, 3, 4)))
    for number in range(2, 2 + others):
        repository.pin(number)
    outcome = repository.run(OPENED)
    number = agenda_number(repository)
    assert repository.issues[number].is_pinned is pinned
    assert set(repository.pinned) >= set(range(2, 2 + others))
    sentence = (
        f"#{number} is not pinned: 3 other issues are, the most that GitHub allows; "
        "unpin one of them, or set agenda.pin to false"
    )
    assert (sentence in outcome.remarks) is told
    assert repository.made() == []


def test_ours_of_before_makes_room_among_three() -> None:
    repository = Memory.of(topic(1), issue(2), issue(3))
    for number in (2, 3):
        repository.pin(number)
    for now in (OPENED, FROZEN, OVER):
        repository.run(now)
    assert named(survives(repository, NEXT_OPENED)) == [(UNPIN, 4), (PIN, 5)]
    assert repository.pinned == (2, 3, 5)


def test_an_agenda_that_a_person_unpinned_stays_so() -> None:
    repository = Memory.of(topic(1))
    repository.run(OPENED)
    repository.pin(2, pinned=False)
    assert repository.made() == []
    assert repository.run().remarks == ()


def test_where_we_write_as_a_person_what_they_unpinned_stays_so() -> None:
    repository = Memory.of(topic(1))
    repository.viewer = person("wren")
    repository.run(OPENED)
    repository.pin(2, pinned=False)
    assert repository.made() == []


@pytest.mark.parametrize("by", ["arch-hour[bot]", "former-bot[bot]", None])
def test_an_agenda_that_no_person_unpinned_is_pinned_again(by: str | None) -> None:
    repository = Memory.of(topic(1), bots=["former-bot[bot]"])
    repository.run(OPENED)
    repository.pin(2, pinned=False, by=person(by) if by else None)
    assert named(repository.made()) == [(PIN, 2)]


def test_an_agenda_whose_meeting_was_skipped_and_came_back_is_pinned_again() -> None:
    repository = Memory.of(topic(1), agenda={"open_before": "14d"})
    repository.run("12-11 09:00")
    repository.values["meeting"]["skip"] = ["2020-12-17"]
    assert named(survives(repository, "12-12 09:00")) == [(UNPIN, 2), (PIN, 3)]
    repository.values["meeting"]["skip"] = []
    assert named(survives(repository, "12-13 09:00")) == [(PIN, 2)]
    repository.run(FROZEN)
    assert named(survives(repository, "12-17 16:00")) == [(UNPIN, 2)]
    assert repository.pinned == (3,)


def test_an_older_agenda_that_a_person_pinned_again_stays_pinned() -> None:
    repository, first, second = twice()
    repository.pin(first)
    assert repository.made() == []
    assert repository.pinned == (first, second)


def test_a_stranger_s_copy_is_no_agenda_of_ours() -> None:
    repository, first, _ = twice()
    copy = issue(50, body=repository.issues[first].body, by="stranger")
    repository.issues[50] = copy
    repository.pin(50)
    assert repository.made() == []


def test_of_several_agendas_the_nearest_is_pinned_and_the_next_one_once_that_is_over() -> None:
    repository = Memory.of(topic(1), agenda={"open_before": "14d"})
    assert named(repository.made("12-11 09:00")) == [(PIN, 2)]
    repository.run(FROZEN)
    assert named(repository.made(BEGUN)) == []
    assert named(survives(repository, "12-17 16:00")) == [(UNPIN, 2), (PIN, 3)]


def test_a_cancelled_agenda_gives_its_pin_away() -> None:
    repository = Memory.of(topic(1), agenda={"open_before": "14d"})
    repository.run("12-11 09:00")
    repository.close(2)
    assert named(repository.made("12-11 10:00")) == [(UNPIN, 2), (PIN, 3)]


class Refusing(Memory):
    """A repository whose token may not pin."""

    def apply(self, change: Change, number: int) -> Result:
        if isinstance(change, PinIssue):
            return Declined("Resource not accessible by integration")
        return super().apply(change, number)


def test_a_refused_pin_is_a_warning_with_the_words_of_github() -> None:
    repository = Refusing.of(topic(1))
    outcome = repository.run(OPENED)
    assert outcome.remarks == (
        "#2 was not changed: it is the next meeting's agenda (Resource not accessible by integration)",
    )
    assert [type(step.change) for step in outcome.steps] == [CreateIssue]


# The way from one agenda to the next


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


# Topics that came late


def opened_late(number: int, at: str, title: str = "", **values: Any) -> Any:
    return topic(number, title, created_at=moment(at), **values)


def test_topics_opened_between_freeze_and_start_are_named_in_one_comment() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    agenda = agenda_number(repository)
    repository.issues[11] = opened_late(11, "12-17 14:45", "A | late *one* for @ada")
    (told,) = survives(repository, "12-17 14:50")
    assert isinstance(told, AddComment)
    repository.issues[12] = opened_late(12, "12-17 14:59:59")
    repository.issues[13] = opened_late(13, "12-17 15:00")
    repository.issues[14] = opened_late(14, "12-17 14:55", labels=("topic: on hold",))
    repository.close(11)
    (edited,) = survives(repository, "12-17 15:10")
    assert isinstance(edited, EditComment)
    (text,) = repository.bodies(agenda)
    assert text.partition("\n")[2] == (
        "Opened after the ranking was final, so without a place on this agenda:\n\n"
        f"- #11\n- {linked(12)} Issue 12\n<!-- /arch-hour:late -->"
    )
    repository.issues[15] = opened_late(15, "12-17 15:11")
    assert repository.made("12-17 15:20") == []


def test_what_somebody_adds_to_the_comment_stays_in_it() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    agenda = agenda_number(repository)
    repository.issues[11] = opened_late(11, "12-17 14:46")
    repository.run("12-17 14:50")
    (told,) = repository.issues[agenda].comments
    words = told.body.replace("Issue 11", "Issue 11: let us take it!") + "\n\nSo says Ada."
    repository.edit(agenda, comments=(replace(told, body=words),))
    repository.issues[12] = opened_late(12, "12-17 14:51")
    repository.run("12-17 14:55")
    (text,) = repository.bodies(agenda)
    assert f"- {linked(12)} Issue 12" in text
    assert "let us take it!" in text
    assert text.endswith("So says Ada.")


def test_their_titles_are_shown_as_they_are() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    repository.issues[11] = opened_late(11, "12-17 14:45", "A | late *one* for @ada")
    repository.run("12-17 14:50")
    assert (
        f"- {linked(11)} A \\| late \\*one\\* for @\u200bada"
        in repository.bodies(agenda_number(repository))[0]
    )


def test_a_run_after_the_start_still_names_them() -> None:
    repository = Memory.of(topic(1), opened_late(11, "12-17 14:50"), agenda=NOTHING)
    repository.run("12-17 15:10")
    (text,) = repository.bodies(agenda_number(repository))
    assert f"- {linked(11)} Issue 11" in text


def test_a_topic_that_says_action_in_its_title_promises_nothing() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    repository.issues[11] = opened_late(11, "12-17 14:46", "ACTION ada: to pay")
    repository.run("12-17 14:50")
    assert repository.labelled("action-item") == []


def test_a_comment_that_is_not_ours_is_never_edited() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    agenda = agenda_number(repository)
    repository.issues[11] = opened_late(11, "12-17 14:46")
    repository.issues[12] = opened_late(12, "12-17 14:46")
    told = {"meeting": "2020-12-17T15:00:00Z", "topics": [{"id": "I11", "number": 11}]}
    repository.say(agenda, "ada", mark("late", told))
    (added,) = survives(repository, "12-17 14:50")
    assert isinstance(added, AddComment)
    assert "#12" in added.body


@pytest.mark.parametrize("at", ["12-18 09:00", "12-17 15:10"], ids=["wrapped up", "closed"])
def test_nothing_is_said_of_them_once_the_meeting_is_wrapped_up(at: str) -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    agenda = agenda_number(repository)
    repository.now = moment("12-17 15:09")
    if at == "12-17 15:10":
        repository.close(agenda)
    repository.issues[11] = opened_late(11, "12-17 14:50")
    repository.run(at)
    assert not any("Opened after" in body for body in repository.bodies(agenda))


def test_a_topic_opened_before_the_moved_start_is_late() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    repository.values["meeting"]["moved"] = {"2020-12-17": "2020-12-17T14:00"}
    repository.run("12-17 14:50")
    repository.issues[11] = opened_late(11, "12-17 17:30")
    assert [type(change) for change in survives(repository, "12-17 17:31")] == [AddComment]


@pytest.mark.parametrize("data", [None, 7, [], {}, {"id": "I1"}, {"id": "I1", "number": "x"}], ids=str)
def test_a_damaged_record_of_a_late_topic_is_none(data: object) -> None:
    assert LateTopic.read(data) is None


def test_a_late_topic_of_another_repository_is_told_with_its_name() -> None:
    late = LateTopic("I5", 5, "acme/other")
    assert LateTopic.read(late.data()) == late


# Agendas of earlier meetings


def test_an_agenda_that_was_opened_again_is_closed_when_a_later_meeting_begins_and_then_left_alone() -> None:
    repository, first, second = twice(agenda=NOTHING)
    repository.reopen(first)
    assert [type(change) for change in repository.made("12-24 14:50")] == [AddLabels, EditIssue]
    assert repository.issues[first].is_open
    said = len(repository.bodies(first))
    changes = survives(repository, NEXT_BEGUN)
    assert CloseIssue(first, CloseReason.COMPLETED, "a later meeting has begun") in changes
    assert (repository.issues[second].is_open, len(repository.bodies(first))) == (True, said)
    repository.now = moment("12-24 15:10")
    repository.reopen(first)
    assert repository.made("12-24 15:20") == []


def test_a_meeting_that_was_never_wrapped_up_is_left_to_its_wrap_up() -> None:
    repository = Memory.of(topic(1), agenda={"close_after": "30d", **NOTHING})
    for now in (OPENED, FROZEN, NEXT_OPENED, "12-24 14:50"):
        repository.run(now)
    assert repository.made(NEXT_BEGUN) == []
    assert [agenda.is_open for agenda in repository.labelled("agenda")] == [True, True]


# Follow-ups


def follow_up(number: int, due: str | None = None, **values: Any) -> Any:
    memory = {"source": "I1", "text": "x", **({"due": due} if due else {})}
    return issue(number, body=f"{mark('follow-up', memory)}\nx\n<!-- /arch-hour:follow-up -->", **values)


def test_open_follow_ups_come_overdue_first_then_by_date_then_by_number() -> None:
    found = open_follow_ups(
        snapshot(
            follow_ups=(
                follow_up(10),
                follow_up(9, "2020-12-17"),
                follow_up(8, "2020-12-31"),
                follow_up(7, "2020-12-16"),
                follow_up(6, "2020-12-01"),
                follow_up(5, "2020-12-17"),
                follow_up(4, "soon"),
                issue(3),
                follow_up(2, "2020-12-01", is_open=False),
            )
        ),
        moment("12-17 15:00").date(),
    )
    assert [(row.issue.number, row.overdue) for row in found] == [
        (6, True),
        (7, True),
        (5, False),
        (9, False),
        (8, False),
        (3, False),
        (4, False),
        (10, False),
    ]


def test_the_agenda_lists_them_with_owners_and_dates_before_its_ranking() -> None:
    repository = Memory.of(
        topic(1, body="ACTION @ada to look, due 2020-12-10\n\nACTION @wren to write it down"), agenda=NOTHING
    )
    repository.run(OPENED)
    body = repository.only("agenda").body
    assert body.index("look – ada") < body.index("write it down – wren") < body.index("### On the agenda")
    assert "2020-12-10" in body


def test_a_follow_up_of_before_is_not_written_again_for_its_date() -> None:
    repository = Memory.of(topic(1, body="ACTION @ada to look, due 2020-12-10"), agenda=NOTHING)
    repository.run(OPENED)
    made = repository.only("action-item")
    repository.edit(made.number, body=made.body.replace('"due":"2020-12-10",', ""))
    assert EditIssue not in {type(change) for change in repository.made(command=Command.ACTIONS)}
