"""What earlier meetings left: agendas that people opened again, and open follow-ups."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from arch_hour.rules.changes import (
    AddLabels,
    CloseIssue,
    CloseReason,
    EditIssue,
)
from arch_hour.rules.events import Command
from arch_hour.rules.markers import mark
from arch_hour.rules.promises import open_follow_ups
from tests.rules.build import config, issue, moment, person, snapshot, topic
from tests.rules.memory import Memory
from tests.rules.stopping import survives
from tests.rules.two_meetings import FROZEN, NEXT_BEGUN, NEXT_OPENED, NOTHING, OPENED, twice

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
    body = f"{mark('follow-up', memory)}\nx\n<!-- /arch-hour:follow-up -->"
    return issue(number, body=body, labels=("action-item", *values.pop("labels", ())), **values)


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
                issue(3, labels=("action-item",)),
                issue(1),
                follow_up(2, "2020-12-01", is_open=False),
            )
        ),
        config(),
        moment("12-17 15:00"),
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


@pytest.mark.parametrize(
    ("made", "days"),
    [
        ("12-10 15:30", 7),
        ("12-10 04:59", 8),
        ("12-10 05:00", 7),
        ("12-17 14:59", 0),
        ("12-18 09:00", -1),
    ],
    ids=["in the meeting before", "late on the day before", "at midnight there", "today", "later"],
)
def test_the_age_of_a_follow_up_counts_the_dates_until_the_meeting_in_its_zone(made: str, days: int) -> None:
    start = moment("12-17 15:00").astimezone(ZoneInfo("America/New_York"))
    (row,) = open_follow_ups(snapshot(follow_ups=(follow_up(6, created_at=moment(made)),)), config(), start)
    assert row.age.days == days


@pytest.mark.parametrize(
    ("assignees", "labels", "needs_owner"),
    [((), (), True), (("ada",), (), False), (("ada",), ("Needs-Owner",), True), ((), ("needs-owner",), True)],
)
def test_a_follow_up_needs_an_owner_without_anybody_or_where_its_label_says_so(
    assignees: tuple[str, ...],
    labels: tuple[str, ...],
    needs_owner: bool,  # noqa: FBT001  a row of the table
) -> None:
    seen = snapshot(follow_ups=(follow_up(6, assignees=assignees, labels=labels),))
    (row,) = open_follow_ups(seen, config(), moment("12-17 15:00"))
    assert row.needs_owner is needs_owner


def test_an_agenda_tells_ages_at_its_meeting_so_that_a_day_that_goes_by_changes_nothing() -> None:
    repository = Memory.of(topic(1, body="ACTION @ada to write it down, due 2020-12-16"))
    repository.run("12-14 20:00")
    told = " – ada · **overdue since 2020-12-16** · 3 days old\n"
    assert told in repository.only("agenda").body
    for at in ("12-15 09:00", "12-16 23:00", "12-17 06:00"):
        assert repository.made(at) == []


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


# Agendas of another account


def test_an_app_that_made_agendas_too_and_is_not_named_is_told_of() -> None:
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run(OPENED)
    number = repository.only("agenda").number
    repository.edit(number, author=person("github-actions[bot]"))
    (remark,) = repository.run(OPENED).remarks
    assert 'name it, as in `bots: ["github-actions[bot]"]`' in remark
    repository.values["bots"] = ["github-actions[bot]"]
    assert repository.run(OPENED).remarks == ()
