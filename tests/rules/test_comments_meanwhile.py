"""Whatever people write into a comment of ours while we write over it is there in the end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from arch_hour.errors import StaleCommentError
from arch_hour.model import Edit
from arch_hour.rules.blocks import replace_block, wrap
from arch_hour.rules.changes import AddComment, EditComment
from arch_hour.rules.recovery import LONGEST, WHY, plan_recovery
from arch_hour.rules.seals import sealed, written_over
from tests.rules.build import OPENED, VIEWER, comment, config, issue, moment, person, snapshot, topic
from tests.rules.memory import Memory
from tests.rules.two_meetings import NOTHING, agenda_number


def with_a_late_topic() -> tuple[Memory, int, int]:
    """A repository whose next run names a second late topic; the numbers of the agenda and of our comment on it."""
    repository = Memory.of(topic(1), agenda=NOTHING)
    repository.run("12-17 14:45")
    repository.issues[11] = topic(11, created_at=moment("12-17 14:46"))
    repository.run("12-17 14:50")
    repository.issues[12] = topic(12, created_at=moment("12-17 14:51"))
    agenda = agenda_number(repository)
    (told,) = repository.issues[agenda].comments
    return repository, agenda, told.database_id


def noting(repository: Memory, *notes: str, by: str = "ada") -> None:
    """Lets somebody write into the comment each time that a run writes over it, as long as there are notes."""
    left = list(notes)

    def note(number: int, comment_id: int) -> None:
        there = repository.said(number, comment_id)
        if left and there:
            repository.edit_comment(number, comment_id, f"{there.body}\n\n{left.pop(0)}", by=by)

    repository.meanwhile_said = note


@pytest.mark.parametrize("notes", [("my note",), ("one note", "another one")], ids=["once", "twice"])
def test_words_swept_away_from_a_comment_come_back_at_once(notes: tuple[str, ...]) -> None:
    repository, agenda, _ = with_a_late_topic()
    noting(repository, *notes)
    made = repository.made("12-17 14:52")
    assert [change.why for change in made] == ["topics were opened after the freeze", *[WHY] * len(notes)]
    (text,) = repository.bodies(agenda)
    assert [text.count(note) for note in notes] == [1] * len(notes)
    assert "#12" in text
    assert repository.made("12-17 14:53") == []


def test_words_that_somebody_deletes_after_they_came_back_stay_away() -> None:
    repository, agenda, told = with_a_late_topic()
    noting(repository, "my note")
    repository.run("12-17 14:52")
    repository.edit_comment(agenda, told, repository.bodies(agenda)[0].replace("my note", ""))
    repository.issues[13] = topic(13, created_at=moment("12-17 14:53"))
    repository.run("12-17 14:54")
    (text,) = repository.bodies(agenda)
    assert "my note" not in text
    assert "#13" in text


def test_a_comment_edited_before_our_look_is_planned_anew() -> None:
    repository, agenda, told = with_a_late_topic()
    seen = repository.issues[agenda].comments[0].body
    stale = EditComment(agenda, told, "new", "why", was="something else")
    with pytest.raises(StaleCommentError, match=f"a comment on #{agenda}") as raised:
        repository.apply(stale, agenda)
    assert (raised.value.database_id, raised.value.body) == (told, seen)


def test_a_comment_deleted_while_we_write_is_written_anew() -> None:
    repository, agenda, _ = with_a_late_topic()
    repository.meanwhile_said = repository.delete_comment
    (told,) = repository.made("12-17 14:52")
    assert isinstance(told, AddComment)
    assert len(repository.bodies(agenda)) == 1
    assert repository.made("12-17 14:53") == []


def test_an_unchanged_comment_costs_nothing() -> None:
    repository, _, _ = with_a_late_topic()
    repository.run("12-17 14:52")
    assert repository.made("12-17 14:53") == []
    assert repository.asked == []


FIRST = wrap("follow-ups", {}, "- #2")


@pytest.mark.parametrize(("note", "count"), [("my note", 1), ("x" * LONGEST, 0)], ids=["a note", "too long"])
@pytest.mark.parametrize("kind", ["agendas", "topics", "discussed"])
def test_words_in_a_summary_come_back_wherever_it_is(kind: str, note: str, count: int) -> None:
    ours = sealed(replace_block(FIRST, "follow-ups", {}, "- #2\n- #3"), "follow-ups", over=FIRST)
    texts = [(VIEWER, FIRST), (person("ada"), f"{FIRST}\n\n{note}"), (VIEWER, ours)]
    edits = tuple(
        Edit(who, OPENED + timedelta(minutes=place), text) for place, (who, text) in enumerate(texts)
    )[::-1]
    said = comment(5, "arch-hour[bot]", ours)
    seen = snapshot(**{kind: (issue(1, comments=(replace(said, edits=edits),)),)})
    changes = plan_recovery(seen, config())
    assert len(changes) == count
    for change in changes:
        assert isinstance(change, EditComment)
        assert (change.number, change.database_id, change.was) == (1, 5, ours)
        assert change.body.endswith("\n\nmy note")
        assert "- #3" in change.body
        assert written_over(change.body, "follow-ups") is not None
