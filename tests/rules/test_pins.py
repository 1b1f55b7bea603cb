"""The agenda of the next meeting is pinned, and people's own pins stay."""

import pytest

from arch_hour.rules.changes import (
    Change,
    CreateIssue,
    Declined,
    PinIssue,
    Result,
)
from tests.rules.build import issue, person, topic
from tests.rules.memory import Memory
from tests.rules.stopping import survives
from tests.rules.two_meetings import (
    BEGUN,
    FROZEN,
    NEXT_OPENED,
    NOTHING,
    OPENED,
    OVER,
    PIN,
    UNPIN,
    agenda_number,
    named,
    twice,
)


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
