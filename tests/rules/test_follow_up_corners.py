"""Corners of the follow-ups: little room, texts that are not read any more, and what nobody can tell for certain."""

from dataclasses import replace

from arch_hour.rules.changes import AddComment, AssignOwners, Change, CloseIssue, CreateIssue
from arch_hour.rules.events import Command
from arch_hour.rules.follow_up_memory import FollowUp, read_follow_up
from arch_hour.rules.recovery import LONGEST
from tests.rules.build import settings, topic
from tests.rules.memory import Memory

LINE = "ACTION @ada to write it down"


def actions(repository: Memory, at: str | None = None) -> list[Change]:
    return repository.made(at, Command.ACTIONS)


def promised(text: str = LINE, **sections: object) -> Memory:
    """A repository whose topic 1 holds a text, and whose follow-ups were made."""
    repository = Memory.of(topic(1, "Tea", text), **sections)
    actions(repository)
    return repository


def remembered(repository: Memory, number: int = 2) -> FollowUp:
    found = read_follow_up(repository.issues[number])
    assert found is not None
    return found


def test_a_line_of_letters_that_take_much_room_fits_what_github_takes() -> None:
    repository = Memory.of(topic(1, "Tea", "ACTION @ada to " + "\U0001d4b3" * 39_000))
    created = next(change for change in actions(repository) if isinstance(change, CreateIssue))
    assert len(created.body) <= LONGEST
    assert actions(repository) == []


def test_a_ticked_copy_that_is_not_read_any_more_opens_nothing_and_asks_nothing() -> None:
    repository = Memory.of(topic(1, "Tea", LINE))
    repository.comments_read = 20
    said = repository.say(1, "wren", LINE)
    actions(repository)
    repository.edit_comment(1, said.database_id, f"- [x] {LINE}")
    assert any(isinstance(change, CloseIssue) for change in actions(repository))
    for number in range(19):
        repository.say(1, "ada", f"Remark {number}")
        assert actions(repository) == []
    assert (repository.asked, repository.issues[2].is_open) == ([], False)
    assert actions(repository) == []


def test_a_line_that_was_ticked_and_is_not_any_more_is_to_be_done_again() -> None:
    repository = promised()
    repository.edit(1, body=f"- [x] {LINE}")
    actions(repository)
    repository.edit(1, body=f"- [ ] {LINE}")
    actions(repository)
    assert repository.issues[2].is_open
    repository.edit(1, body=f"- [x] {LINE}")
    assert any(isinstance(change, CloseIssue) for change in actions(repository))


def test_what_is_edited_and_ticked_at_once_is_told_in_its_new_words_with_their_date() -> None:
    repository = promised(f"{LINE} by 2021-01-15")
    repository.edit(1, body="- [x] ACTION @ada to write it all down by 2021-03-15")
    actions(repository)
    repository.edit(1, body="- [ ] ACTION @ada to write it all down by 2021-03-15")
    actions(repository)
    found = remembered(repository)
    assert (found.title, str(found.due), found.settled) == ("write it all down", "2021-03-15", "")
    assert (repository.issues[2].title, repository.issues[2].is_open) == ("write it all down", True)


def test_a_follow_up_that_people_filled_is_left_alone_rather_than_changed_again_and_again() -> None:
    repository = promised()
    repository.unassignable = {"cleo", "ben"}
    for line in ("ACTION @cleo to write it down", "ACTION @cleo, @ben and @wren to write it all down there"):
        body = repository.issues[2].body
        repository.edit(2, body=body + "x" * (LONGEST - len(body)))
        repository.edit(1, body=line)
        actions(repository)
    assert actions(repository) == []
    assert len(repository.issues[2].body) <= LONGEST


def test_whom_somebody_took_off_whose_account_is_gone_since_stays_off() -> None:
    repository = promised()
    repository.unassign(2, "ada", "wren")
    actions(repository)
    gone = tuple(replace(removal, by=None) for removal in repository.issues[2].removals)
    repository.issues[2] = replace(repository.issues[2], removals=gone)
    assert not any(isinstance(change, AssignOwners) for change in actions(repository))


def test_whom_the_person_took_off_whose_token_we_use_stays_off() -> None:
    repository = promised()
    repository.viewer = topic(1, by="wren").author or repository.viewer
    repository.values["bots"] = ["arch-hour[bot]"]
    repository.unassign(2, "ada", "wren")
    assert not any(isinstance(change, AssignOwners) for change in actions(repository))


def test_forty_places_are_remembered_and_a_further_one_takes_the_room_of_one_that_is_gone() -> None:
    repository = promised()
    said = [repository.say(1, "wren", LINE) for _ in range(39)]
    actions(repository)
    assert len(remembered(repository).sayings) == 40
    assert actions(repository) == []
    repository.delete_comment(1, said[0].database_id)
    repository.say(1, "wren", LINE)
    actions(repository)
    assert len(remembered(repository).sayings) == 40
    assert actions(repository) == []


def test_the_same_words_on_an_agenda_whose_meeting_was_corrected_are_no_other_promise() -> None:
    repository = Memory.of(topic(1, "Tea"))
    repository.run("12-15 09:00")
    agenda = repository.only("agenda").number
    repository.write(agenda, LINE)
    repository.run("12-15 10:00")
    repository.values = settings(meeting={"start": "2020-12-03T11:00"})
    repository.run("12-15 11:00")
    repository.say(agenda, "wren", LINE)
    said_again = [change for change in repository.made("12-15 12:00") if isinstance(change, AddComment)]
    assert said_again == []
    assert len(repository.labelled("action-item")) == 1


def test_a_reference_takes_up_no_issue_whose_label_somebody_took_off() -> None:
    repository = promised()
    repository.unlabel(2, "action-item")
    repository.say(1, "wren", "ACTION @wren to pour (#2)")
    created = [change for change in actions(repository) if isinstance(change, CreateIssue)]
    assert [change.title for change in created] == ["pour"]
    assert (actions(repository), repository.asked) == ([], [])


def test_a_promise_of_which_one_text_is_gone_and_one_unread_is_not_asked_about_again_and_again() -> None:
    repository = Memory.of(topic(1, "Tea", LINE))
    said = repository.say(1, "wren", LINE)
    repository.run()
    for number in range(20):
        repository.say(1, "ada", f"Remark {number}")
    repository.comments_read = 21
    repository.edit(1, body="Nothing any more.")
    assert actions(repository) == []
    assert said not in repository.issues[1].comments[-21:]
    assert repository.asked == []


def test_what_a_person_opened_again_stays_open_though_its_line_was_ticked_while_it_was_closed() -> None:
    repository = promised()
    repository.close(2)
    actions(repository)
    repository.edit(1, body=f"- [x] {LINE}")
    actions(repository)
    repository.reopen(2)
    actions(repository)
    assert repository.issues[2].is_open
    assert (actions(repository), repository.asked) == ([], [])
    repository.edit(1, body=f"- [ ] {LINE}")
    actions(repository)
    repository.edit(1, body=f"- [x] {LINE}")
    actions(repository)
    assert not repository.issues[2].is_open


def test_who_owns_it_is_assigned_though_somebody_took_the_label_off_before() -> None:
    repository = promised("ACTION @nobody-here to write it down")
    repository.unassignable = {"nobody-here"}
    repository.label(2, "needs-owner")
    repository.unlabel(2, "needs-owner")
    repository.edit(1, body="ACTION @ada to write it down")
    actions(repository)
    assert repository.issues[2].assignees[-1:] == ("ada",)
    assert actions(repository) == []


def test_a_promise_that_is_ticked_in_one_place_before_it_was_made_asks_nothing_again_and_again() -> None:
    repository = Memory.of(topic(1, "Tea", f"- [x] {LINE}\n- [ ] {LINE}"))
    assert not any(isinstance(change, CreateIssue) for change in actions(repository))
    assert actions(repository) == []
    assert "closed follow-ups" not in repository.asked


def test_of_two_places_where_it_was_struck_either_can_open_it_again() -> None:
    repository = promised()
    said = repository.say(1, "wren", LINE)
    actions(repository)
    repository.edit(1, body=f"- ~~{LINE}~~")
    repository.edit_comment(1, said.database_id, f"~~{LINE}~~")
    actions(repository)
    assert not repository.issues[2].is_open
    repository.edit_comment(1, said.database_id, LINE)
    actions(repository)
    assert actions(repository) == []
    assert repository.issues[2].is_open
