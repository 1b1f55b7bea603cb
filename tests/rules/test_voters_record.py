"""Who voted is in the agenda, and in comments where it has no room for so many names."""

import re

import pytest

from arch_hour.model import Vote
from arch_hour.rules.changes import AddComment, CreateIssue, EditIssue
from arch_hour.rules.events import Command
from tests.rules.build import moment, person, topic
from tests.rules.memory import Memory, StoppedError

OPENED, FROZEN, BEGUN = "12-15 09:00", "12-17 14:45", "12-17 15:05"
CROWD = 1700


def crowded() -> Memory:
    """Nine topics for which more people voted than any issue could name."""
    return Memory.of(*(topic(number, votes=crowd(number)) for number in range(1, 10)))


def crowd(number: int) -> tuple[Vote, ...]:
    late = Vote(person("latecomer"), moment("12-17 14:50"))
    return (*(Vote(person(f"person-{number}-{n}"), moment("12-10 10:00")) for n in range(CROWD)), late)


def names(repository: Memory, agenda: int) -> list[str]:
    """Every voter whom the comments on the agenda name as counted."""
    rows = [row for body in repository.bodies(agenda) for row in body.split("\n") if "| counted |" in row]
    return [name for row in rows for name in re.findall(r"person-\d+-\d+|latecomer|newcomer", row)]


def test_a_crowd_of_voters_is_named_in_comments_at_the_freeze() -> None:
    repository = crowded()
    repository.run(OPENED, Command.AGENDA)
    agenda = repository.only("agenda").number
    assert repository.bodies(agenda) == []
    *_, edit, first, second, third, fourth = repository.made(FROZEN, Command.AGENDA)
    assert isinstance(edit, EditIssue)
    assert all(isinstance(each, AddComment) for each in (first, second, third, fourth))
    assert "comments below record them" in str(edit.body)
    told = names(repository, agenda)
    assert sorted(told) == sorted(f"person-{t}-{n}" for t in range(1, 10) for n in range(CROWD))
    assert all(len(body) < 65_536 for body in repository.bodies(agenda))
    assert "latecomer" not in "".join(repository.bodies(agenda))
    assert repository.made(BEGUN, Command.AGENDA) == []


def test_an_agenda_made_after_the_freeze_records_its_voters_too() -> None:
    repository = crowded()
    changes = repository.made(BEGUN, Command.AGENDA)
    made = [type(change) for change in changes if isinstance(change, CreateIssue | AddComment)]
    assert made == [CreateIssue] + [AddComment] * 4
    assert repository.made(BEGUN, Command.AGENDA) == []


@pytest.mark.parametrize("writes", range(9, 14))
def test_a_record_that_was_stopped_halfway_is_completed(writes: int) -> None:
    repository = crowded()
    repository.run(OPENED, Command.AGENDA)
    agenda = repository.only("agenda").number
    with pytest.raises(StoppedError):
        repository.run(FROZEN, Command.AGENDA, stop_after=writes)
    repository.run(BEGUN, Command.AGENDA)
    assert len(names(repository, agenda)) == 9 * CROWD
    assert len(repository.bodies(agenda)) == 4
    assert repository.made(BEGUN, Command.AGENDA) == []


def test_a_vote_after_the_freeze_changes_no_record() -> None:
    repository = crowded()
    repository.run(FROZEN, Command.AGENDA)
    repository.vote(3, "newcomer", "12-17 14:59")
    assert repository.made(BEGUN, Command.AGENDA) == []


def test_votes_after_the_freeze_are_in_no_record_not_even_when_the_meeting_is_moved() -> None:
    repository = crowded()
    repository.run(FROZEN, Command.AGENDA)
    agenda = repository.only("agenda").number
    repository.values["meeting"]["moved"] = {"2020-12-17": "2020-12-18T10:00"}
    for number in range(400):
        repository.vote(9, f"newcomer-{number}", "12-17 20:00")
    repository.run("12-17 21:00", Command.AGENDA)
    said = repository.bodies(agenda)
    assert "newcomer" not in "".join(said)
    assert sum("arch-hour:voters" in body for body in said) == 4


def test_a_stranger_s_comment_is_no_record() -> None:
    repository = crowded()
    repository.run(OPENED, Command.AGENDA)
    agenda = repository.only("agenda").number
    repository.say(
        agenda, "stranger", '<!-- arch-hour:voters {"meeting":"2020-12-17T15:00:00Z","part":1} -->'
    )
    repository.run(FROZEN, Command.AGENDA)
    assert len(names(repository, agenda)) == 9 * CROWD


def test_where_older_comments_were_not_read_nothing_is_said_again() -> None:
    repository = crowded()
    repository.run(FROZEN, Command.AGENDA)
    agenda = repository.only("agenda").number
    for number in range(101):
        repository.say(agenda, "wren", f"Remark {number}")
    assert repository.made(BEGUN, Command.AGENDA) == []
