"""Whose status on the board it is: a table of what stands there, since when, and what happened to the issue."""

from datetime import date, datetime
from typing import Any

import pytest

from arch_hour.board import Card, Field, Item, Labelling, Option, Value
from arch_hour.rules.board_fields import Layout, Part, State
from arch_hour.rules.board_moves import Move
from arch_hour.rules.board_wishes import Days, Wish
from tests.rules.build import config, issue, moment

APP, PERSON = "arch-hour[bot]", "wren"
STATUS, MEETING = Field("F1", "Status", "SINGLE_SELECT"), Field("F2", "Meeting", "DATE")
OPTIONS = {state: Option(state.value, state.value) for state in State}
DAY, OTHER_DAY, NO_MEETING = date(2020, 12, 17), date(2020, 12, 10), date(2020, 12, 24)
OF_TOPICS = (State.BACKLOG, State.SCHEDULED, State.HELD, State.DISCUSSED)
HOLD, NEEDS_OWNER = "topic: on hold", "needs-owner"


def at(clock: str) -> datetime:
    return moment(f"12-17 {clock}")


def value(content: Any, since: str, *, made: str = "08:00", by: str = PERSON) -> Value:
    return Value(content, at(since), at(made), by)


def labelled(label: str, clock: str, *, is_on: bool = True) -> Card:
    return Card(Item("P1"), labellings=(Labelling(label, at(clock), is_on),))


def turned(clock: str) -> Card:
    return Card(Item("P1"), turned=at(clock), reopened=at(clock))


def is_written(
    wanted: State,
    now: Value,
    card: Card = Card(Item("P1")),  # noqa: B008  it is frozen
    meeting: Value | None = None,
    **layout: Any,
) -> bool:
    """Whether a run may write the wanted status over what stands there."""
    fields = layout.get("fields", {Part.STATUS: STATUS, Part.MEETING: MEETING})
    is_open = wanted not in (State.DISCUSSED, State.DONE)
    about = issue(1, is_open=is_open, closed_at=None if is_open else card.turned)
    values = {Part.MEETING: DAY if wanted is State.SCHEDULED else None}
    wish = Wish(about, is_topic=layout.get("is_topic", wanted in OF_TOPICS), state=wanted, values=values)
    days = Days(frozenset({DAY, OTHER_DAY}), frozenset())
    there = Layout(fields, layout.get("options", OPTIONS))
    account = layout.get("account", PERSON)
    return Move(wish, card, now, meeting, there, days, config(), account).is_ours_to_make()


@pytest.mark.parametrize(
    ("wanted", "now", "card", "is_ours"),
    [
        pytest.param("scheduled", "backlog", Card(), True, id="a topic comes on the agenda"),
        pytest.param("scheduled", "In progress", Card(), False, id="a person has a column of their own"),
        pytest.param("backlog", "action", Card(), False, id="a topic in the follow-ups' column"),
        pytest.param("backlog", "done", Card(), False, id="an open topic that a person calls done"),
        pytest.param("action", "done", Card(), False, id="an open follow-up that a person calls done"),
        pytest.param("action", "backlog", Card(), False, id="a follow-up in the topics' column"),
        pytest.param("done", "action", turned("10:00"), True, id="a follow-up closed since"),
        pytest.param(
            "done", "In progress", turned("10:00"), True, id="closed since, wherever a person had it"
        ),
        pytest.param("done", "In progress", turned("08:30"), False, id="moved by a person after the closing"),
        pytest.param("done", "action", turned("08:30"), False, id="moved back by a person after the closing"),
        pytest.param("done", "action", turned("08:59"), True, id="written by a run while it was closed"),
        pytest.param("action", "done", turned("10:00"), True, id="a follow-up reopened since"),
        pytest.param("action", "In Progress", turned("09:00"), False, id="GitHub's answer to the reopening"),
        pytest.param("backlog", "discussed", turned("10:00"), True, id="a topic reopened since"),
        pytest.param("discussed", "done", turned("08:59"), True, id="GitHub's answer to the closing"),
        pytest.param("held", "backlog", labelled(HOLD, "10:00"), True, id="put on hold since"),
        pytest.param("held", "scheduled", labelled(HOLD.upper(), "10:00"), True, id="in other capitals"),
        pytest.param("held", "backlog", labelled(HOLD, "08:00"), False, id="moved back though it is on hold"),
        pytest.param("held", "backlog", labelled(HOLD, "08:59"), True, id="put on hold while a run wrote"),
        pytest.param("backlog", "held", labelled(HOLD, "10:00", is_on=False), True, id="on hold no more"),
        pytest.param("backlog", "held", labelled(HOLD, "10:00"), False, id="the label's other direction"),
        pytest.param("backlog", "held", Card(), False, id="held by a person on the board alone"),
        pytest.param("needs_owner", "action", labelled(NEEDS_OWNER, "10:00"), True, id="its owner is gone"),
        pytest.param(
            "action", "needs_owner", labelled(NEEDS_OWNER, "10:00", is_on=False), True, id="an owner"
        ),
        pytest.param("action", "needs_owner", Card(), False, id="waiting by a person's move"),
    ],
)
def test_a_status_is_written_over_one_of_ours_from_before_and_no_other(
    wanted: str, now: str, card: Card, *, is_ours: bool
) -> None:
    assert is_written(State(wanted), value(now, "09:00"), card) is is_ours


@pytest.mark.parametrize(
    ("wanted", "now", "meeting", "is_ours"),
    [
        pytest.param("scheduled", "backlog", value(DAY, "08:30"), False, id="moved back from this agenda"),
        pytest.param("scheduled", "backlog", value(DAY, "09:30"), True, id="the day set before its turn"),
        pytest.param("scheduled", "backlog", value(DAY, "09:00"), True, id="both set at once, to be sure"),
        pytest.param(
            "scheduled", "backlog", value(OTHER_DAY, "08:30"), True, id="the day of the last meeting"
        ),
        pytest.param("scheduled", "backlog", None, True, id="no day"),
        pytest.param("backlog", "scheduled", value(OTHER_DAY, "09:00"), True, id="carried over"),
        pytest.param(
            "backlog", "scheduled", value(NO_MEETING, "09:00"), False, id="a day that a person named"
        ),
        pytest.param("backlog", "scheduled", None, False, id="called on the agenda by a person"),
    ],
)
def test_the_day_beside_it_tells_whether_a_topic_was_told_to_be_on_the_agenda(
    wanted: str, now: str, meeting: Value | None, *, is_ours: bool
) -> None:
    assert is_written(State(wanted), value(now, "09:00"), meeting=meeting) is is_ours


def test_without_a_field_for_the_day_both_words_are_taken_for_ours() -> None:
    fields = {Part.STATUS: STATUS}
    assert is_written(State.BACKLOG, value("scheduled", "09:00"), fields=fields)
    assert is_written(State.SCHEDULED, value("backlog", "09:00"), fields=fields)


@pytest.mark.parametrize(
    ("by", "since", "is_ours"),
    [
        pytest.param("github-project-automation[bot]", "08:00", True, id="set by GitHub when it was added"),
        pytest.param(PERSON, "08:00", False, id="set by a person when it was added"),
        pytest.param("github-project-automation[bot]", "09:00", False, id="set by GitHub, and changed since"),
        pytest.param("", "08:00", False, id="set by somebody whose account is gone"),
    ],
)
def test_what_an_app_set_when_the_item_came_is_nobody_s_choice(by: str, since: str, *, is_ours: bool) -> None:
    assert is_written(State.BACKLOG, value("Todo", since, by=by)) is is_ours


def test_one_option_may_stand_for_two_states() -> None:
    both = Option("both", "Waiting")
    options = OPTIONS | {State.BACKLOG: both, State.HELD: both}
    assert is_written(State.SCHEDULED, value("both", "09:00"), options=options)


def test_what_this_run_closed_itself_is_closed_though_the_board_was_read_before() -> None:
    about = issue(1, is_open=False, closed_at=at("09:10"))
    wish = Wish(about, is_topic=True, state=State.DISCUSSED, values={})
    layout = Layout({Part.STATUS: STATUS}, OPTIONS)
    move = Move(
        wish,
        Card(Item("P1")),
        value("scheduled", "09:00"),
        None,
        layout,
        Days(frozenset(), frozenset()),
        config(),
    )
    assert move.is_ours_to_make()


@pytest.mark.parametrize(
    ("now", "is_ours"),
    [
        pytest.param("scheduled", False, id="a word of ours, without the day that goes with it"),
        pytest.param("Waiting", True, id="a word that the configuration had before"),
    ],
)
def test_what_our_own_app_set_counts_by_its_words(now: str, *, is_ours: bool) -> None:
    assert is_written(State.BACKLOG, value(now, "08:00", by=APP), account=APP) is is_ours
