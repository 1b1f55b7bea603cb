"""People delete, copy and repeat parts of an agenda: it stays the one of its meeting, and their ticks count."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from arch_hour.rules.changes import Change, CreateIssue
from arch_hour.rules.events import Command
from arch_hour.rules.markers import mark
from arch_hour.rules.schedule import occurrences
from tests.rules.build import config, linked, moment, topic
from tests.rules.memory import Memory

OPENED, FROZEN, DURING, AFTER = "12-15 09:00", "12-17 14:50", "12-17 15:30", "12-18 12:00"


def created(changes: list[Change]) -> list[str]:
    return [change.title for change in changes if isinstance(change, CreateIssue)]


def frozen() -> tuple[Memory, int]:
    repository = Memory.of(topic(1, "Early"), topic(2, "Two"))
    repository.run(FROZEN)
    return repository, repository.only("agenda").number


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: "", id="emptied"),
        pytest.param(lambda body: body.partition("\n")[2], id="first line deleted"),
        pytest.param(lambda body: f"> {body}", id="quoted"),
        pytest.param(lambda body: body.replace('"meeting"', "meeting"), id="no JSON any more"),
    ],
)
def test_an_agenda_without_its_marker_is_still_the_agenda(damage: Callable[[str], str]) -> None:
    repository = Memory.of(topic(1, "Early"))
    repository.run(OPENED)
    agenda = repository.only("agenda")
    repository.edit(agenda.number, body=f"{damage(agenda.body)}\nmy note\n")
    assert created(repository.made(OPENED)) == []
    mended = repository.only("agenda")
    assert "Early" in mended.body
    assert mended.body.endswith("\nmy note\n")
    assert repository.made(OPENED) == []


def test_a_meeting_goes_on_when_its_agenda_s_first_line_is_deleted() -> None:
    repository, agenda = frozen()
    rest = repository.issues[agenda].body
    notes = rest[rest.index("## Notes") :].replace("- [ ]", "- [x]", 1)
    repository.edit(agenda, body=f"{notes}\nACTION @ada to do it\n")
    assert created(repository.made(DURING)) == ["do it"]
    repository.close(agenda)
    repository.run(AFTER)
    assert not repository.issues[1].is_open
    assert repository.issues[2].is_open


def test_a_tick_counts_whatever_copies_of_its_line_say() -> None:
    repository, agenda = frozen()
    body = repository.issues[agenda].body
    line = next(line for line in body.split("\n") if "Discussed · [#1](" in line)
    repository.edit(agenda, body=body.replace(line, f"{line.replace('[ ]', '[x]')}\n{line}"))
    repository.run(AFTER)
    assert not repository.issues[1].is_open


@pytest.mark.parametrize("name", [linked(2), "#2"], ids=["as it is now", "as older agendas have it"])
def test_a_tick_counts_without_the_marker_of_its_line(name: str) -> None:
    repository, agenda = frozen()
    lines = [
        line.partition(" <!--")[0].replace("[ ]", "[x]").replace(linked(2), name)
        if "Discussed · [#2](" in line
        else line
        for line in repository.issues[agenda].body.split("\n")
    ]
    repository.edit(agenda, body="\n".join(lines))
    repository.run(AFTER)
    assert [number for number in (1, 2) if repository.issues[number].is_open] == [1]
    assert not repository.issues[2].has_label("topic: scheduled")


def test_sections_copied_from_another_meeting_freeze_nothing_and_tick_nothing() -> None:
    repository, last = frozen()
    copied = repository.issues[last].body.partition("## Topics")[2].replace("- [ ]", "- [x]")
    repository.close(last)
    repository.run(AFTER)
    repository.run("12-22 09:00")
    following = next(issue.number for issue in repository.labelled("agenda") if issue.is_open)
    repository.write(following, copied)
    repository.vote(2, "wren", "12-22 10:00")
    assert [type(change).__name__ for change in repository.made("12-22 11:00")] == ["EditIssue"]
    repository.run("12-25 12:00")
    assert (repository.issues[1].is_open, repository.issues[2].is_open) == (True, True)


def test_an_agenda_that_was_overwritten_with_the_one_of_last_week_is_still_its_meeting_s() -> None:
    repository, last = frozen()
    repository.close(last)
    repository.run(AFTER)
    repository.run("12-22 09:00")
    following = next(issue.number for issue in repository.labelled("agenda") if issue.is_open)
    repository.edit(following, body=f"{repository.issues[last].body}\nmy note\n")
    assert created(repository.made("12-22 10:00")) == []
    assert repository.issues[following].is_open
    assert '"meeting":"2020-12-24T15:00:00Z"' in repository.issues[following].body
    assert repository.issues[following].body.endswith("\nmy note\n")
    assert repository.made("12-22 10:00") == []


def test_a_topic_that_was_closed_by_hand_loses_its_place_on_the_agenda() -> None:
    repository, _ = frozen()
    repository.close(1)
    repository.run(AFTER)
    assert not repository.issues[1].has_label("topic: scheduled")


def test_a_run_that_comes_late_freezes_without_the_topics_opened_meanwhile() -> None:
    repository = Memory.of(topic(1, "Early"), topic(2, "Late", created_at=moment("12-17 14:55")))
    repository.run(DURING, Command.AGENDA)
    assert "Early" in repository.only("agenda").body
    assert "Late" not in repository.only("agenda").body


@pytest.mark.parametrize(
    ("also", "starts"),
    [
        ({"skip": ["2020-12-17"]}, ["12-17 20:00"]),
        ({"moved": {"2020-12-17": "2020-12-18T10:00"}}, ["12-17 20:00", "12-18 15:00"]),
    ],
    ids=["beside a skipped one", "beside a moved one"],
)
def test_a_one_off_meeting_takes_place_whatever_becomes_of_the_other_one_of_its_day(
    also: dict[str, object], starts: list[str]
) -> None:
    used = config(meeting={"extra": ["2020-12-17T15:00"], **also})
    found = occurrences(used, moment("12-16 00:00"), moment("12-20 00:00"))
    assert [occurrence.start for occurrence in found] == [moment(start) for start in starts]


@pytest.mark.parametrize("kind", ["wrap-up", "moved", "cancelled", "late", "next", "voters", "no-room"])
def test_what_was_said_of_another_meeting_says_nothing_of_this_one(kind: str) -> None:
    repository, agenda = frozen()
    wanted = deepcopy(repository)
    data = {"meeting": "2020-12-10T15:00:00Z", "start": "2020-12-24T15:00:00Z", "part": 1, "topics": []}
    repository.say(agenda, "wren", f"{mark(kind, data)}\ncopied from last week")
    for other in (repository, wanted):
        other.run(DURING)
        other.close(agenda)
    assert [type(change) for change in repository.made(AFTER)] == [
        type(change) for change in wanted.made(AFTER)
    ]
