"""The plan of the follow-ups: one for each line, for ever, whatever happens to the line, the issue or the run."""

from dataclasses import replace
from typing import Any

import pytest

from arch_hour.model import Account, Issue
from arch_hour.rules.changes import (
    AddComment,
    AssignOwners,
    Change,
    CloseIssue,
    CloseReason,
    CreateIssue,
    EditComment,
    EditIssue,
)
from arch_hour.rules.events import Command
from tests.rules.build import VIEWER, issue, topic
from tests.rules.memory import Memory, StoppedError

OPENED = "12-15 09:00"
LINE = "ACTION @ada to write it down"


def kinds(changes: list[Change]) -> list[str]:
    return [type(change).__name__ for change in changes]


def promised(*lines: str, **values: Any) -> Memory:
    """A repository whose topic 1 holds these lines, and whose follow-ups were made."""
    repository = Memory.of(topic(1, "Tea", "\n".join(f"- {line}" for line in lines)), **values)
    repository.run(OPENED, Command.ACTIONS)
    return repository


def actions(repository: Memory, at: str | None = None) -> list[Change]:
    return repository.made(at, Command.ACTIONS)


def test_a_line_becomes_a_follow_up_then_its_owner_is_assigned_then_a_summary_tells_of_it() -> None:
    repository = Memory.of(topic(1, "Tea", LINE))
    created, assigned, told = actions(repository, OPENED)
    assert isinstance(created, CreateIssue)
    assert (created.title, created.labels, created.warning) == ("write it down", ("action-item",), "")
    assert isinstance(assigned, AssignOwners)
    assert (assigned.target, assigned.logins) == (created.key, ("ada",))
    assert isinstance(told, AddComment)
    assert told.target == 1
    assert repository.issues[2].assignees == ("ada",)


def test_a_second_run_changes_nothing_and_asks_only_who_may_write() -> None:
    repository = promised(LINE)
    assert actions(repository) == []
    assert repository.asked == []


@pytest.mark.parametrize("person", ["stranger", "other-app[bot]"])
def test_lines_of_those_who_may_not_write_make_nothing(person: str) -> None:
    repository = Memory.of(topic(1, "Tea", LINE, by=person))
    repository.say(1, person, LINE)
    assert actions(repository, OPENED) == []


def test_apps_promise_nothing_not_even_ours_or_one_that_is_trusted() -> None:
    repository = Memory.of(topic(1), bots=["former-bot[bot]"])
    for app in ("arch-hour[bot]", "former-bot[bot]"):
        repository.say(1, app, LINE)
    assert actions(repository, OPENED) == []


def test_lines_of_a_deleted_account_make_nothing() -> None:
    repository = Memory.of(replace(topic(1, "Tea", LINE), author=None))
    assert actions(repository, OPENED) == []


def test_who_is_trusted_can_be_a_list() -> None:
    repository = Memory.of(topic(1, "Tea", LINE, by="Guest"), actions={"trusted": ["@guest"]})
    repository.say(1, "wren", "ACTION @wren to brew")
    assert [change.title for change in actions(repository, OPENED) if isinstance(change, CreateIssue)] == [
        "write it down"
    ]
    assert repository.asked == ["closed follow-ups"]


def test_an_author_who_left_keeps_what_was_promised() -> None:
    repository = promised(LINE)
    repository.writing.discard("wren")
    assert actions(repository) == []
    repository.edit(1, body=f"- [x] {LINE}")
    assert kinds(actions(repository)) == ["CloseIssue", "EditComment"]


def test_a_stranger_who_copies_a_line_ticked_settles_nothing() -> None:
    repository = promised(LINE)
    repository.say(1, "stranger", f"- [x] {LINE}")
    repository.say(1, "stranger", f"~~{LINE}~~")
    assert actions(repository) == []
    assert repository.issues[2].is_open


@pytest.mark.parametrize(
    "line",
    [
        "ACTION @Somebody Unknown to look",
        "ACTION TBD to look",
        "ACTION look at this",
        "ACTION @ada, @No Body to look",
    ],
)
def test_nobody_to_own_it_is_labelled_and_reported(line: str) -> None:
    repository = Memory.of(topic(1, "Tea", line))
    outcome = repository.run(OPENED, Command.ACTIONS)
    assert repository.issues[2].labels == ("action-item", "needs-owner")
    (warning,) = [step.warning for step in outcome.steps if step.warning]
    assert warning == f"nobody could be found to own “{line}” ({repository.issues[1].url})"
    assert actions(repository) == []


def test_whom_github_skips_is_labelled_reported_and_not_tried_again() -> None:
    repository = Memory.of(topic(1, "Tea", "ACTION @ada and @outsider to look"))
    repository.unassignable = {"outsider"}
    outcome = repository.run(OPENED, Command.ACTIONS)
    assert repository.issues[2].assignees == ("ada",)
    assert repository.issues[2].has_label("needs-owner")
    assert [step.warning for step in outcome.steps if step.warning] == [
        "#2: outsider cannot be assigned in this repository"
    ]
    assert actions(repository) == []


def test_names_are_resolved_through_people_and_mention_nobody() -> None:
    repository = promised(
        "ACTION @Adam Blackwell (Deactivated) and @Nimisha Asthagiri to ask @Stacey Messier"
    )
    made = repository.issues[2]
    assert made.assignees == ("ablackwell", "nasthagiri")
    assert "@Stacey" not in made.body + made.title
    assert "Adam Blackwell (ablackwell), Nimisha Asthagiri (nasthagiri)" in made.body


def test_closed_follow_ups_are_asked_for_only_when_a_line_lacks_its_match() -> None:
    repository = promised(LINE)
    repository.close(2)
    assert kinds(actions(repository)) == ["EditComment"]
    assert repository.asked == []
    repository.edit(1, body=f"{LINE}\n\nACTION @wren to brew")
    assert kinds(actions(repository)) == ["CreateIssue", "AssignOwners", "EditComment"]
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
    assert kinds(changes) == ["CreateIssue", "AssignOwners", "AddComment"]
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


@pytest.mark.parametrize("closed", [False, True], ids=["open still", "kept already"])
def test_the_same_words_in_the_next_meeting_are_a_new_promise(
    closed: bool,  # noqa: FBT001  a row of the table
) -> None:
    repository = Memory.of(of_page(1, "2020-12-03"))
    repository.run(OPENED, Command.ACTIONS)
    made = repository.only("action-item").number
    if closed:
        repository.close(made)
    repository.issues[30] = of_page(30, "2020-12-10")
    repository.run()
    assert len(repository.labelled("action-item")) == 2
    assert actions(repository) == []


def test_an_owner_who_is_found_later_gets_the_follow_up_that_waited_for_one() -> None:
    repository = Memory.of(topic(1, body="ACTION @Grace Hopper to brew tea"))
    repository.run(OPENED, Command.ACTIONS)
    made = repository.only("action-item")
    assert (made.assignees, made.has_label("needs-owner")) == ((), True)
    repository.values["people"] = {"Grace Hopper": "ada"}
    assert kinds(actions(repository)) == ["RemoveLabel", "AssignOwners", "EditIssue", "EditComment"]
    found = repository.only("action-item")
    assert (found.number, found.assignees, found.has_label("needs-owner")) == (made.number, ("ada",), False)
    assert actions(repository) == []


@pytest.mark.parametrize(
    ("before", "after", "assignees"),
    [
        ("ACTION TBD to draw the boundaries", "ACTION @ada to draw the boundaries", ("ada",)),
        (
            "ACTION @wren to draw the boundaries",
            "ACTION @wren and @ada to draw the boundaries",
            ("wren", "ada"),
        ),
    ],
    ids=["somebody at last", "one more"],
)
def test_a_line_that_names_other_owners_keeps_its_follow_up(
    before: str, after: str, assignees: tuple[str, ...]
) -> None:
    repository = Memory.of(topic(1, body=before))
    repository.run(OPENED, Command.ACTIONS)
    made = repository.only("action-item").number
    repository.edit(1, body=after)
    repository.run()
    assert (repository.only("action-item").number, repository.only("action-item").assignees) == (
        made,
        assignees,
    )
    assert not repository.only("action-item").has_label("needs-owner")
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


def test_an_owner_whom_a_person_took_off_is_not_assigned_again() -> None:
    repository = promised("ACTION @ada and @wren to look")
    repository.unassign(2, "ada", Account("wren"))
    assert kinds(actions(repository)) == ["EditComment"]
    assert repository.issues[2].assignees == ("wren",)
    assert actions(repository) == []
    repository.unassign(2, "wren", VIEWER)
    assert [change.logins for change in actions(repository) if isinstance(change, AssignOwners)] == [
        ("wren",)
    ]


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


def test_a_forged_follow_up_of_a_stranger_stands_for_nothing() -> None:
    repository = promised(LINE)
    forged = replace(repository.issues[2], id="I3", number=3, author=Account("stranger"))
    repository.issues = {1: topic(1, "Tea", f"- {LINE}"), 3: forged}
    assert "CreateIssue" in kinds(actions(repository))
    assert repository.issues[3].is_open


def test_a_line_adopts_only_a_follow_up_and_only_if_no_line_has_it() -> None:
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
    assert kinds(actions(repository)).count("CreateIssue") == 2


def test_a_closed_source_removes_nothing() -> None:
    repository = promised(LINE)
    repository.close(1)
    assert actions(repository) == []
    assert repository.issues[2].is_open
