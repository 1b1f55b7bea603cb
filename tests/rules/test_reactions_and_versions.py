"""What a run learns of comments besides their texts: reactions, versions, and when they were edited."""

from typing import Any

from arch_hour.answering import answered
from arch_hour.gateway.protocol import Opening
from arch_hour.model import Comment, Snapshot
from arch_hour.rules.questions import Questions
from tests.rules.build import (
    OPENED,
    REPOSITORY,
    VIEWER,
    WANTED,
    comment,
    config,
    issue,
    moment,
    snapshot,
    topic,
)
from tests.rules.memory import Memory

OURS = comment(5, "arch-hour[bot]", "box 1")
THEIRS = comment(6, "ada", "/next")


def repository() -> Memory:
    agenda = issue(2, labels=("agenda",), comments=(OURS, THEIRS), comments_total=2)
    return Memory.of(topic(1), agenda)


def told(memory: Memory, before: Snapshot, **asked: object) -> Snapshot:
    return answered(before, Questions(**asked), memory, WANTED, config())  # type: ignore[arg-type]


def kinds(seen: Snapshot, of: Comment = OURS) -> list[tuple[str, str]]:
    return [(each.by.login, each.kind) for each in seen.reactions[of.id]]


def test_reactions_are_known_once_they_were_asked_for_and_never_come_with_the_ordinary_read() -> None:
    memory = repository()
    memory.react(2, 5, "ben", "+1", at="12-17 15:09")
    memory.react(2, 5, "ada", "-1", at="12-17 15:08")
    assert memory.read(Opening(VIEWER, REPOSITORY, None), WANTED).reactions == {}
    seen = told(memory, snapshot(), reactions=(OURS, THEIRS))
    assert kinds(seen) == [("ada", "-1"), ("ben", "+1")]
    assert kinds(seen, THEIRS) == []
    assert seen.reactions[OURS.id][0].at == moment("12-17 15:08")
    assert memory.asked == ["reactions of C5", "reactions of C6"]
    assert kinds(told(memory, seen, reactions=(THEIRS,))) == kinds(seen)


def test_a_reaction_keeps_its_first_time_until_it_is_taken_back() -> None:
    memory = repository()
    for at in ("12-17 15:01", "12-17 15:02"):
        memory.react(2, 5, "ben", "+1", at=at)
    memory.react(2, 5, "ben", "heart")
    (first, second) = told(memory, snapshot(), reactions=(OURS,)).reactions[OURS.id][::-1]
    assert (first.kind, first.at, second.kind) == ("+1", moment("12-17 15:01"), "heart")
    memory.unreact(2, 5, "ben", "+1")
    memory.react(2, 5, "ben", "+1", at="12-17 15:03")
    times = [each.at for each in told(memory, snapshot(), reactions=(OURS,)).reactions[OURS.id]]
    assert times == [OPENED, moment("12-17 15:03")]


def test_apps_are_not_told_and_a_comment_that_is_gone_has_no_reactions() -> None:
    memory = repository()
    memory.react(2, 5, "robot[bot]", "+1")
    assert kinds(told(memory, snapshot(), reactions=(OURS,))) == []
    memory.react(2, 5, "ben", "+1")
    memory.delete_comment(2, 5)
    assert kinds(told(memory, snapshot(), reactions=(OURS,))) == []


def test_a_comment_that_was_edited_says_so_and_its_versions_come_when_they_are_asked_for() -> None:
    memory = repository()
    memory.now = moment("12-17 15:05")
    memory.edit_comment(2, 6, "/skip", by="ada")
    (agenda,) = memory.read(Opening(VIEWER, REPOSITORY, None), WANTED).agendas
    assert [(each.edited_at, each.edits) for each in agenda.comments] == [(None, ()), (memory.now, ())]
    seen = told(memory, snapshot(), histories=(agenda.comments[1], agenda))
    assert [edit.text for edit in seen.histories["C6"]] == ["/skip", "/next"]
    assert seen.histories["I2"] == ()
    assert memory.asked == ["history of C6", "history of 2"]
    memory.delete_comment(2, 6)
    assert memory.history(THEIRS) == ()


def test_merged_topics_come_newest_first_with_their_votes_as_long_as_they_are_closed() -> None:
    merged: dict[str, Any] = {"labels": ("topic: merged",), "is_open": False}
    memory = Memory.of(
        topic(1, votes=2, closed_at=moment("11-01 09:00"), **merged),
        topic(2, votes=1, closed_at=moment("11-02 09:00"), **merged),
        topic(3, is_open=False, closed_at=moment("11-03 09:00")),
    )
    opening = Opening(VIEWER, REPOSITORY, None)
    assert [(each.number, each.votes_total) for each in memory.read(opening, WANTED).merged] == [
        (2, 1),
        (1, 2),
    ]
    memory.reopen(2)
    seen = memory.read(opening, WANTED)
    assert ([each.number for each in seen.merged], [each.number for each in seen.topics]) == ([1], [2])


def test_the_agendas_of_all_states_are_read_for_a_report() -> None:
    memory = Memory.of(
        *(issue(number, labels=("agenda",), is_open=number > 20) for number in range(1, 31)), topic(31)
    )
    assert [each.number for each in memory.every_agenda(WANTED)] == list(range(30, 0, -1))
    assert memory.asked == ["every agenda"]
