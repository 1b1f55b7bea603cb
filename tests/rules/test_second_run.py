"""Whatever people do to schedule and agendas between runs, a run leaves nothing to be done for the next one."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.build import OPENED, topic
from tests.rules.memory import Memory

ACTS = ("skip", "back", "close", "reopen", "empty", "vote", "unpin", "extra", "move", "correct", "nothing")
HOURS = (1, 5, 12, 24, 31, 48)


def act(repository: Memory, name: str, place: int) -> None:
    """One thing that somebody does, to the schedule or to one of the agendas where there are some."""
    agendas = repository.labelled("agenda")
    if agendas:
        act_on_agenda(repository, name, agendas[place % len(agendas)].number)
    if name == "vote":
        repository.vote(1, f"voter-{place}")
    else:
        act_on_schedule(repository.values["meeting"], name, place)


def act_on_agenda(repository: Memory, name: str, number: int) -> None:
    match name:
        case "close":
            repository.close(number)
        case "reopen":
            repository.reopen(number)
        case "empty":
            repository.edit(number, body="all gone")
        case "unpin":
            repository.pin(number, pinned=False)


def act_on_schedule(meeting: dict[str, Any], name: str, place: int) -> None:
    match name:
        case "skip":
            meeting["skip"] = ["2020-12-17", "2020-12-24"][: 1 + place % 2]
        case "back":
            meeting["skip"] = []
        case "extra":
            meeting["extra"] = ["2020-12-17T16:00", "2020-12-25T10:00"]
        case "move":
            moved = ("2020-12-18T11:00", "2020-12-16T11:00", "2020-12-24T10:30", "2020-11-18T10:00")[
                place % 4
            ]
            meeting["moved"] = {"2020-12-17": moved} if place < 5 else {}
        case "correct":
            meeting["start"] = ["2020-12-03T10:30", "2020-12-03T10:00"][place % 2]


@settings(max_examples=35)
@given(
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.sampled_from(HOURS)), max_size=8),
    st.sampled_from(["2d", "9d"]),
    st.booleans(),
)
def test_a_second_run_changes_nothing(
    acts: list[tuple[str, int, int]],
    open_before: str,
    dated: bool,  # noqa: FBT001
) -> None:
    title = {} if dated else {"title": "{{ meeting.name }}"}
    repository = Memory.of(topic(1), topic(2, votes=1), agenda={"open_before": open_before, **title})
    repository.now = OPENED
    repository.run()
    for name, place, hours in acts:
        repository.now += timedelta(hours=hours)
        act(repository, name, place)
        repository.now += timedelta(minutes=1)
        repository.run()
        repository.now += timedelta(seconds=1)
        assert repository.made() == []
