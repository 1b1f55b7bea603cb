"""The plan of the follow-ups: one for each line, for ever, whatever happens to the line, the issue or the run."""

from dataclasses import replace

import pytest

from arch_hour.model import Issue
from arch_hour.rules.changes import (
    AddComment,
    AddSubIssue,
    AssignOwners,
    CloseIssue,
    CloseReason,
    CreateIssue,
    EditComment,
    EditIssue,
)
from arch_hour.rules.events import Command
from arch_hour.rules.follow_up_memory import FollowUp, read_follow_up
from tests.rules.build import issue, topic
from tests.rules.memory import Memory, StoppedError
from tests.rules.promised import LINE, OPENED, actions, kinds, promised

URL = "https://github.com/acme/tea/issues"


def remembered(repository: Memory, number: int) -> FollowUp:
    found = read_follow_up(repository.issues[number])
    assert found is not None
    return found


def test_a_line_becomes_a_follow_up_then_its_owner_is_assigned_then_a_summary_tells_of_it() -> None:
    repository = Memory.of(topic(1, "Tea", LINE))
    created, assigned, adopted, told = actions(repository, OPENED)
    assert isinstance(created, CreateIssue)
    assert (created.title, created.labels, created.warning) == ("write it down", ("action-item",), "")
    assert isinstance(assigned, AssignOwners)
    assert (assigned.target, assigned.logins) == (created.key, ("ada",))
    assert adopted == AddSubIssue(created.key, 1, "it came from that topic")
    assert isinstance(told, AddComment)
    assert told.target == 1
    assert repository.issues[2].assignees == ("ada",)


def test_a_second_run_changes_nothing_and_asks_only_who_may_write() -> None:
    repository = promised(LINE)
    assert actions(repository) == []
    assert repository.asked == []


def test_closed_follow_ups_are_asked_for_only_when_a_line_lacks_its_match() -> None:
    repository = promised(LINE)
    repository.close(2)
    assert kinds(actions(repository)) == ["EditComment"]
    assert repository.asked == ["number 2"]  # once, so that the summary can tell by whom
    assert actions(repository) == []
    assert repository.asked == []
    repository.edit(1, body=f"{LINE}\n\nACTION @wren to brew")
    assert kinds(actions(repository)) == ["CreateIssue", "AssignOwners", "AddSubIssue", "EditComment"]
    assert repository.asked == ["wren", "closed follow-ups"]


def test_a_closed_follow_up_is_known_even_when_nothing_recorded_it() -> None:
    repository = promised(LINE)
    repository.close(2)
    repository.edit(1, comments=(), comments_total=0)
    assert kinds(actions(repository)) == ["AddComment"]
    assert len(repository.labelled("action-item")) == 1


def test_edited_words_stay_the_same_follow_up_and_give_it_a_new_title() -> None:
    repository = promised("ACTION @ada to write down the notes of today")
    repository.edit(2, body=f"{repository.issues[2].body}\nWhat people added\n")
    repository.edit(1, body="- ACTION @ada to write down the notes of yesterday")
    edit, told = actions(repository)
    assert isinstance(edit, EditIssue)
    assert (edit.number, edit.title) == (2, "write down the notes of yesterday")
    assert "> ACTION @\u200bada to write down the notes of yesterday" in repository.issues[2].body
    assert "What people added" in repository.issues[2].body
    assert isinstance(told, EditComment)
    assert actions(repository) == []


def test_a_title_that_a_person_changed_is_kept() -> None:
    repository = promised("ACTION @ada to write down the notes of today")
    repository.edit(2, title="Minutes")
    repository.edit(1, body="- ACTION @ada to write down the notes of yesterday")
    edit = actions(repository)[0]
    assert isinstance(edit, EditIssue)
    assert edit.title is None
    assert repository.issues[2].title == "Minutes"
    assert actions(repository) == []


@pytest.mark.parametrize(
    ("settled", "reason"),
    [(f"[x] {LINE}", CloseReason.COMPLETED), (f"~~{LINE}~~", CloseReason.NOT_PLANNED)],
    ids=["ticked", "struck"],
)
def test_a_settled_line_closes_its_follow_up_once(settled: str, reason: CloseReason) -> None:
    repository = promised(LINE)
    repository.edit(1, body=f"- {settled}")
    closed = actions(repository)[0]
    assert isinstance(closed, CloseIssue)
    assert (closed.target, closed.reason) == (2, reason)
    assert "closed" in repository.bodies(1)[0]
    assert actions(repository) == []
    repository.reopen(2)
    assert kinds(actions(repository)) == ["EditComment"]
    assert actions(repository) == []
    assert repository.issues[2].is_open


@pytest.mark.parametrize("line", [f"- [x] {LINE}", f"- ~~{LINE}~~"], ids=["ticked", "struck"])
def test_a_line_that_was_settled_from_the_beginning_makes_nothing(line: str) -> None:
    repository = Memory.of(topic(1, "Tea", line))
    assert actions(repository, OPENED) == []
    assert "closed follow-ups" not in repository.asked


def test_the_same_line_in_two_places_of_one_meeting_is_one_promise() -> None:
    repository = Memory.of(topic(1, "Tea", f"- {LINE}"))
    repository.say(1, "wren", LINE)
    changes = actions(repository, OPENED)
    assert kinds(changes) == ["CreateIssue", "AssignOwners", "AddSubIssue", "AddComment"]
    assert actions(repository) == []


def test_a_promise_that_is_ticked_in_two_places_is_closed_in_one_write() -> None:
    repository = Memory.of(topic(1, "Tea", f"- {LINE}"))
    comment = repository.say(1, "wren", LINE)
    repository.run(OPENED, Command.ACTIONS)
    ticked = replace(comment, body=f"- [x] {LINE}")
    others = [other for other in repository.issues[1].comments if other.id != comment.id]
    repository.edit(1, body=f"- [x] {LINE}", comments=(ticked, *others))
    assert kinds(actions(repository)) == ["CloseIssue", "EditComment"]


def of_page(number: int, day: str) -> Issue:
    return topic(
        number, "", f'<!-- arch-hour:page {{"date":"{day}"}} -->\nx\n<!-- /arch-hour:page -->\n\n{LINE}'
    )


def test_what_is_said_again_in_the_next_meeting_while_it_is_open_is_told_on_it() -> None:
    repository = Memory.of(of_page(1, "2020-12-03"))
    repository.run(OPENED, Command.ACTIONS)
    made = repository.only("action-item").number
    repository.issues[30] = of_page(30, "2020-12-10")
    assert kinds(actions(repository)) == ["AddComment", "EditIssue", "AddComment"]
    (told,) = repository.bodies(made)
    assert told.endswith(f"Said again in the meeting of Thursday, 10 December 2020: [Issue 30]({URL}/30)")
    assert (
        f"- Also said: [in #30, Thursday, 10 December 2020]({URL}/30)" in repository.only("action-item").body
    )
    assert actions(repository) == []
    repository.close(made)
    assert kinds(actions(repository)) == ["EditComment", "EditComment"]
    assert actions(repository) == []


def test_what_is_said_again_after_it_was_closed_is_a_new_promise_that_is_linked_to_it() -> None:
    repository = Memory.of(of_page(1, "2020-12-03"))
    repository.run(OPENED, Command.ACTIONS)
    made = repository.only("action-item").number
    repository.close(made)
    repository.issues[30] = of_page(30, "2020-12-10")
    repository.run()
    first, second = repository.labelled("action-item")
    assert (first.number, first.is_open, second.is_open) == (made, False, True)
    assert f"- Said before: #{made}, which was closed" in second.body
    assert actions(repository) == []


def test_words_that_people_add_to_the_summary_comment_stay() -> None:
    repository = Memory.of(topic(1, body=LINE))
    repository.run(OPENED, Command.ACTIONS)
    (told,) = repository.issues[1].comments
    repository.edit(1, comments=(replace(told, body=f"{told.body}\n\nAsk Cleo while Ben is away."),))
    repository.close(repository.only("action-item").number)
    repository.run()
    (told,) = repository.issues[1].comments
    assert told.body.endswith("\n\nAsk Cleo while Ben is away.")
    assert "closed" in told.body


def test_a_person_s_comment_with_a_copied_summary_is_never_edited() -> None:
    repository = Memory.of(topic(1, body=LINE))
    repository.run(OPENED, Command.ACTIONS)
    (told,) = repository.issues[1].comments
    repository.edit(1, comments=())
    copied = repository.say(1, "wren", f"{told.body}\n\nmy own precious words")
    repository.close(repository.only("action-item").number)
    repository.run()
    assert copied in repository.issues[1].comments
    assert len(repository.issues[1].comments) == 2


@pytest.mark.parametrize("stopped", [1, 2], ids=["before the assignment", "before the summary"])
def test_what_a_stopped_run_left_undone_is_done_by_the_next(stopped: int) -> None:
    repository = Memory.of(topic(1, "Tea", LINE))
    with pytest.raises(StoppedError):
        repository.run(OPENED, Command.ACTIONS, stop_after=stopped)
    actions(repository)
    whole = Memory.of(topic(1, "Tea", LINE))
    actions(whole, OPENED)
    assert repository.state() == whole.state()
    assert actions(repository) == []


def twins() -> Memory:
    """Two runs at once made two follow-ups of one line."""
    repository = promised(LINE)
    twin: Issue = replace(repository.issues[2], id="I3", number=3)
    repository.issues[3] = twin
    return repository


def test_of_two_follow_ups_of_one_line_the_older_stays() -> None:
    repository = twins()
    closed = actions(repository)[0]
    assert isinstance(closed, CloseIssue)
    assert (closed.target, closed.reason) == (3, CloseReason.NOT_PLANNED)
    assert "This is the same promise as #2." in repository.issues[3].body
    assert repository.issues[2].is_open
    assert actions(repository) == []


def test_a_line_adopts_only_a_follow_up_whoever_has_it_besides() -> None:
    repository = Memory.of(topic(1, "Tea", "ACTION @ada to brew"), issue(7, "No follow-up"))
    repository.run(OPENED, Command.ACTIONS)
    made = repository.only("action-item").number
    repository.edit(1, body="nothing here any more")
    repository.issues[20] = topic(20, "Cake", f"ACTION @ada to do something quite different (#{made})")
    changes = actions(repository)
    assert "CreateIssue" not in kinds(changes)
    assert isinstance(changes[0], EditIssue)
    assert changes[0].number == made
    repository.issues[21] = topic(21, "Pie", "ACTION @ada to look at it (#7)")
    repository.issues[22] = topic(22, "Jam", f"ACTION @wren to join in (#{made})")
    assert kinds(actions(repository)).count("CreateIssue") == 1
    assert [saying.source for saying in remembered(repository, made).sayings] == ["I20", "I1", "I22"]
    assert actions(repository) == []


def test_a_closed_source_removes_nothing() -> None:
    repository = promised(LINE)
    repository.close(1)
    assert actions(repository) == []
    assert repository.issues[2].is_open
