"""The board over runs: what comes on it, what it tells, and what goes wrong with it."""

from dataclasses import replace
from datetime import date

import pytest
import yaml

from arch_hour.board import Option
from arch_hour.deeds import deeds
from arch_hour.rules.board import AT_ONCE
from arch_hour.rules.board_changes import PutOnBoard, SetOnBoard
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Settings
from tests.rules.boarded import (
    BEFORE,
    DAY,
    FROZEN,
    OPEN,
    PROJECT,
    PROMISE,
    board_changes,
    columns,
    promised,
    team,
)
from tests.rules.build import moment, topic
from tests.rules.memory import Memory
from tests.rules.memory_board import FIELDS, STATUS
from tests.rules.stopping import survives


def test_topics_come_on_the_board_with_their_votes() -> None:
    repository = team()
    first, second = board_changes(repository, BEFORE)
    assert isinstance(first, PutOnBoard)
    assert [entry.called for entry in first.entries] == ["#1", "#2", "#3"]
    assert isinstance(second, SetOnBoard)
    assert columns(repository, 1, 2, 3) == ["Backlog"] * 3
    assert [repository.shows(number, "votes") for number in (1, 2, 3)] == [2, 1, 0]
    assert repository.shows(1, "meeting") is None
    assert board_changes(repository) == []


def test_what_an_agenda_has_room_for_is_on_it_with_its_day() -> None:
    repository = team(meeting={"duration": 10})
    repository.run(OPEN)
    assert columns(repository, 1, 2, 3) == ["On agenda", "Backlog", "Backlog"]
    assert [repository.shows(number, "meeting") for number in (1, 2, 3)] == [DAY, None, None]
    for by in ("zoe", "ida", "joe"):
        repository.vote(3, by)
    repository.run("12-15 10:00")
    assert columns(repository, 1, 2, 3) == ["Backlog", "Backlog", "On agenda"]
    assert [repository.shows(number, "meeting") for number in (1, 2, 3)] == [None, None, DAY]


def test_discussed_topics_are_done_and_keep_their_day_and_the_rest_is_carried_over() -> None:
    repository = team()
    repository.run(OPEN)
    repository.run(FROZEN)
    agenda = repository.only("agenda").number
    repository.tick(agenda, 1)
    repository.run("12-17 15:30")
    repository.close(agenda)
    repository.run("12-17 16:30")
    assert columns(repository, 1, 2, 3) == ["Done", "Backlog", "Backlog"]
    assert [repository.shows(number, "meeting") for number in (1, 2)] == [DAY, None]
    assert board_changes(repository) == []


def test_a_follow_up_is_on_the_board_in_the_run_that_made_it() -> None:
    repository = promised()
    number = repository.only("action-item").number
    assert repository.column(number) == "Todo"
    assert repository.shows(number, "due") == date(2021, 1, 8)
    assert repository.shows(number, "votes") is None
    assert f"board past of {number}" not in repository.asked, "what this run made was never taken off"


@pytest.mark.parametrize("command", [Command.ACTIONS, Command.ALL, Command.WRAP_UP])
def test_every_command_that_makes_an_issue_puts_it_on_the_board(command: Command) -> None:
    repository = team()
    repository.write(1, PROMISE)
    repository.run(BEFORE, command)
    assert repository.column(repository.only("action-item").number) == "Todo"


def test_the_command_for_the_board_does_nothing_else() -> None:
    repository = team()
    repository.write(1, PROMISE)
    assert {type(change) for change in repository.made(OPEN, Command.BOARD)} == {PutOnBoard, SetOnBoard}
    assert repository.labelled("agenda") == []
    assert repository.labelled("action-item") == []
    assert columns(repository, 1) == ["Backlog"]


def test_a_follow_up_that_somebody_closed_is_done() -> None:
    repository = promised()
    number = repository.only("action-item").number
    repository.close(number)
    repository.run("12-12 12:00")
    assert repository.column(number) == "Done"
    repository.reopen(number)
    repository.run("12-12 13:00")
    assert repository.column(number) == "Todo"


@pytest.mark.parametrize(
    ("statuses", "held", "ownerless"),
    [
        pytest.param({}, "Backlog", "Todo", id="no words of their own"),
        pytest.param(
            {"held": "In Progress", "needs_owner": "in progress "}, "In Progress", "In Progress", id="own"
        ),
    ],
)
def test_held_topics_and_follow_ups_without_owner_stand_where_the_configuration_says(
    statuses: dict[str, str], held: str, ownerless: str
) -> None:
    repository = team(board={"statuses": statuses})
    repository.label(2, "topic: on hold")
    repository.write(1, "ACTION TBD to find somebody")
    repository.run(OPEN)
    assert repository.column(2) == held
    assert repository.column(repository.only("needs-owner").number) == ownerless


def test_names_are_compared_without_case_and_surrounding_space() -> None:
    options = tuple(Option(each.id, f" {each.name.upper()} ") for each in STATUS.options)
    repository = team()
    repository.fields = tuple(
        replace(each, name=f"{each.name.lower()} ", options=options if each.options else ())
        for each in FIELDS
    )
    outcome = repository.run(OPEN)
    assert outcome.remarks == ()
    assert repository.items[1].values[STATUS.id].content == "oOn agenda"
    assert repository.shows(1, "votes") == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param(FIELDS[1:], ["has no field Status", "arch-hour init --board"], id="no status"),
        pytest.param(FIELDS[:3], ["has no field Votes", "`board.fields.votes`"], id="no votes"),
        pytest.param(
            (*FIELDS[:3], replace(FIELDS[3], kind="TEXT")),
            ["the field Votes of the project “Tea” is no number field"],
            id="votes as text",
        ),
        pytest.param(
            (replace(STATUS, options=STATUS.options[1:]), *FIELDS[1:]),
            ["has no option “Backlog”", "https://github.com/orgs/acme/projects/5/settings"],
            id="no backlog",
        ),
    ],
)
def test_what_is_missing_is_one_warning_and_the_rest_goes_on(
    fields: tuple[object, ...], words: list[str]
) -> None:
    repository = team()
    repository.fields = fields  # type: ignore[assignment]
    outcome = repository.run(BEFORE)
    assert len(outcome.remarks) == 1
    assert all(word in outcome.remarks[0] for word in words)
    assert set(repository.items) == {1, 2, 3}
    shown = {where for item in repository.items.values() for where in item.values}
    assert shown, "the rest is kept"
    assert board_changes(repository) == []


def test_a_field_that_the_configuration_does_not_want_is_left_alone() -> None:
    repository = team(board={"fields": {"votes": None, "status": None}})
    repository.fields = FIELDS[:2]
    outcome = repository.run(OPEN)
    assert [remark for remark in outcome.remarks if "Votes" in remark] == []
    assert columns(repository, 1) == ["none"]
    assert repository.shows(1, "meeting") == DAY


def test_what_the_project_s_token_does_not_see_is_told_and_the_rest_goes_on() -> None:
    repository = team()
    repository.hidden = {2}
    outcome = repository.run(BEFORE)
    (remark,) = outcome.remarks
    assert "#2" in remark
    assert "`project-token`" in remark
    assert set(repository.items) == {1, 3}


def test_a_project_in_trouble_is_one_warning_and_the_run_is_whole() -> None:
    repository = team()
    repository.trouble = "give a token"
    outcome = repository.run(OPEN)
    assert outcome.remarks == ("give a token",)
    assert repository.labelled("agenda")
    assert repository.asked.count("board") == 1


def test_a_project_that_refuses_every_write_is_asked_once() -> None:
    repository = team()
    repository.board_refusal = "the token may not write"
    outcome = repository.run(OPEN)
    assert outcome.remarks == ("the token may not write",)
    assert len([each for each in repository.changes if isinstance(each, PutOnBoard | SetOnBoard)]) == 1


def test_one_that_is_refused_does_not_lose_the_others() -> None:
    repository = team()
    repository.refused = {2}
    outcome = repository.run(BEFORE)
    (remark,) = outcome.remarks
    assert "#2" in remark
    assert "Something is wrong with this one" in remark
    assert set(repository.items) == {1, 3}
    repository.refused = set()
    repository.run("12-12 10:00")
    assert columns(repository, 1, 2, 3) == ["Backlog"] * 3


def test_writes_go_together_and_few_at_once() -> None:
    repository = Memory.of(*(topic(number) for number in range(1, 46)), board={"project": PROJECT})
    changes = board_changes(repository, BEFORE)
    entries = [len(each.entries) for each in changes if isinstance(each, PutOnBoard)]
    values = [len(each.values) for each in changes if isinstance(each, SetOnBoard)]
    assert entries == [20, 20, 5]
    assert values == [AT_ONCE] * 4 + [10]


@pytest.mark.parametrize("command", [Command.ALL, Command.BOARD])
def test_a_run_may_die_anywhere(command: Command) -> None:
    repository = team()
    repository.write(1, PROMISE)
    changes = survives(repository, OPEN, command)
    assert {PutOnBoard, SetOnBoard} <= {type(change) for change in changes}


def test_a_wrap_up_may_die_anywhere() -> None:
    repository = team()
    repository.run(OPEN)
    repository.run(FROZEN)
    agenda = repository.only("agenda").number
    repository.tick(agenda, 1)
    repository.now = moment("12-17 15:50")
    repository.close(agenda)
    survives(repository, "12-17 16:00")
    assert columns(repository, 1, 2, 3) == ["Done", "Backlog", "Backlog"]


def test_without_a_project_nothing_is_asked() -> None:
    repository = Memory.of(topic(1))
    repository.run(OPEN)
    assert "board" not in repository.asked


def test_a_rehearsal_tells_what_would_come_on_the_board_and_asks_of_nothing_that_is_not_there() -> None:
    repository = team()
    repository.write(1, PROMISE)
    outcome = run(
        repository,
        Command.ALL,
        Settings(moment(OPEN), configuration=yaml.safe_dump(repository.values), dry_run=True),
    )
    told = [deed.what for deed in deeds(outcome)]
    put, given = told[-2:]
    assert put.startswith("put #1, #2, #3, “")
    assert "#1 status On agenda, meeting 2020-12-17, votes 2; #2 status On agenda" in given
    assert "status Todo, due 2021-01-08" in given
    assert repository.items == {}
    assert "cards of 3" in repository.asked
