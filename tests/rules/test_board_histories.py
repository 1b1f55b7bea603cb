"""Whatever people, GitHub and runs do on the board in turn: it comes to rest, and a person's column stays theirs."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.build import moment, topic
from tests.rules.memory import Memory

Act = tuple[str, int, str]

TOPICS = (1, 2, 3)
COLUMNS = ("Backlog", "On agenda", "Todo", "In Progress", "Done", "")
THEIRS = "In Progress"
ACTS: dict[str, Callable[[Memory, int, str], None]] = {
    "drag": lambda board, number, column: board.drag(number, column),
    "day": lambda board, number, _: board.set_day(number, "meeting", date(2020, 12, 17)),
    "archive": lambda board, number, _: board.archive(number),
    "take off": lambda board, number, _: board.take_off(number),
    "close": lambda board, number, _: board.close(number),
    "reopen": lambda board, number, _: board.reopen(number),
    "hold": lambda board, number, _: board.label(number, "topic: on hold"),
    "go on": lambda board, number, _: board.unlabel(number, "topic: on hold"),
    "vote": lambda board, number, who: board.vote(number, f"voter-{who}-{board.now:%d%H%M}"),
}
ON_THE_BOARD = ("drag", "day", "archive", "take off")


def is_possible(board: Memory, what: str, number: int) -> bool:
    item, issue = board.items.get(number), board.issues[number]
    if what in ON_THE_BOARD:
        return item is not None and not item.is_archived
    return what not in ("close", "reopen") or issue.is_open is (what == "close")


@given(
    acts=st.lists(
        st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(TOPICS), st.sampled_from(COLUMNS)),
        max_size=8,
    ),
    workflows=st.sets(st.sampled_from(["added", "closed", "reopened"])),
    pauses=st.lists(st.integers(3, 600), min_size=8, max_size=8),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_history_comes_to_rest_and_leaves_people_their_columns(
    acts: list[Act], workflows: set[str], pauses: list[int]
) -> None:
    board = Memory.of(
        *(topic(number, votes=number) for number in TOPICS),
        board={"project": "orgs/acme/projects/5"},
        meeting={"duration": 20},
        agenda={"open_before": "30d"},
    )
    board.workflows = workflows
    board.run("12-01 09:00")
    theirs: set[int] = set()
    for (what, number, column), minutes in zip(acts, pauses, strict=False):
        board.now += timedelta(minutes=minutes)
        if not is_possible(board, what, number):
            continue
        ACTS[what](board, number, column)
        if what in ON_THE_BOARD:
            theirs = theirs - {number} | ({number} if (what, column) == ("drag", THEIRS) else set())
        elif what in ("close", "reopen"):
            theirs -= {number}
        board.now += timedelta(minutes=3)
        board.run()
        assert board.made() == [], "a second run has nothing to do"
        for each in theirs:
            assert board.column(each) == THEIRS
    board.now = max(board.now, moment("12-17 16:00"))
    board.run()
    assert board.made() == []
