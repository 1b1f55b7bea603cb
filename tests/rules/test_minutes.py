"""What the minutes tell, and how they stay true when people go on."""

from collections.abc import Callable

import pytest

from arch_hour.rules.changes import AddComment, CloseIssue, CommitFile, EditComment
from tests.rules.build import moment, topic
from tests.rules.meeting import Meeting, met


def over(**sections: object) -> Meeting:
    """A meeting in which #1 took twelve minutes, #2 was skipped, and that was ended in the middle of #3."""
    meeting = met(topic(1, votes=3), topic(2, votes=2), topic(3, votes=1), topic(4), **sections)
    for minute, words in ((0, "/next"), (12, "/next"), (15, "/skip"), (21, "/end")):
        meeting.goes(minute, words)
    return meeting


def minutes(meeting: Meeting) -> str:
    (told,) = meeting.told("wrap-up")
    return told


def test_they_tell_of_a_whole_meeting(golden: Callable[[str, str], None]) -> None:
    meeting = met(
        topic(1, "Where <b>@octocat</b> | builds", votes=3),
        topic(2, "Errors", votes=2),
        topic(3, "On call", votes=1),
        topic(4, "Cake"),
        meeting={"facilitators": ["ada"], "scribes": ["wren"]},
    )
    body = meeting.issues[meeting.agenda].body
    notes = (
        "- We build in **one** place, see #4\n- @octocat was not there\n\nDECISION we build in CI"
        "\n\nACTION @ada to move the builds"
    )
    head, mark_, rest = body.partition("- [ ] Discussed · [#1](")
    line, _, after = rest.partition("\n")
    meeting.edit(meeting.agenda, body=f"{head}{mark_}{line}\n\n{notes}\n{after}")
    meeting.write(meeting.agenda, "Decision: we meet again")
    meeting.goes(0, "/next")
    meeting.vote_on_box(on="ada")
    meeting.goes(10, "/next", by="ada")
    meeting.say(meeting.agenda, "ada", "Decision: cake for all\n\nACTION @wren to buy it")
    meeting.say(meeting.agenda, "zed", "DECISION zed is king")
    meeting.goes(16, "/next", by="ada")
    meeting.now = moment(meeting.at(17))
    meeting.say(2, "wren", "DECISION errors have codes")
    meeting.goes(20, "/skip", by="ada")
    meeting.goes(31, "/end", by="ada")
    golden("minutes.md", minutes(meeting))


def test_the_rows_add_up_to_what_stands_below_them_however_their_seconds_are_rounded() -> None:
    meeting = met()
    for minute, text in ((0, "/next"), (5.6, "/move-on"), (11.2, "/move-on"), (16.8, "/end")):
        meeting.goes(minute, text)
    told = minutes(meeting)
    assert told.count("| 10 min | 6 min |") == 3
    assert "| Together | | 30 min | 18 min |" in told


def test_planned_stands_against_spent() -> None:
    told = minutes(over())
    assert "| [#1](https://github.com/acme/tea/issues/1) Issue 1 | 3 | 10 min | 12 min |" in told
    assert "| [#3](https://github.com/acme/tea/issues/3) Issue 3 | 1 | 10 min | 6 min |" in told
    assert "| Together | | 20 min | 18 min |" in told
    assert (
        "- [#2](https://github.com/acme/tea/issues/2) Issue 2 – waited 1 meeting, skipped after 3 min" in told
    )


@pytest.mark.parametrize(
    ("how", "spent"),
    [
        pytest.param("closed", "7 min", id="closed in its box"),
        pytest.param("closed late", "60 min", id="closed hours later: no longer than the meeting"),
        pytest.param("nobody", "10 min", id="nobody did anything: no longer than the box"),
    ],
)
def test_a_box_that_no_command_ends_has_an_end(how: str, spent: str) -> None:
    meeting = met()
    meeting.goes(0, "/next")
    if how != "nobody":
        meeting.now = moment(meeting.at(7 if how == "closed" else 300))
        meeting.close(meeting.agenda)
    meeting.run("12-18 04:00")
    assert f"| 3 | 10 min | {spent} |" in minutes(meeting)
    assert not meeting.issues[1].is_open


def test_end_answers_by_the_minutes_alone_and_once() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    changes = meeting.goes(5, "/end")
    assert [type(change) for change in changes][-2:] == [AddComment, CloseIssue]
    assert meeting.told("reply") == []
    assert meeting.made() == []


def test_a_meeting_that_nobody_called_a_topic_in_claims_nothing() -> None:
    meeting = met()
    meeting.goes(30, "/end")
    assert "nothing is recorded as discussed" in minutes(meeting)
    assert all(meeting.issues[number].is_open for number in (1, 2, 3))


def test_people_go_on_and_only_what_changed_is_changed() -> None:
    meeting = over()
    meeting.reopen(1)
    meeting.reopen(meeting.agenda)
    assert meeting.made(meeting.at(25)) == []
    meeting.goes(30, "/next")
    assert [name for name, *_ in meeting.turns] == ["#1", "#2", "#3", "#4"]
    changes = meeting.goes(34, "/end")
    assert [type(change) for change in changes][-2:] == [EditComment, CloseIssue]
    assert not meeting.issues[4].is_open
    assert meeting.issues[1].is_open
    told = minutes(meeting)
    assert "| [#4](https://github.com/acme/tea/issues/4) Issue 4 | 0 | 10 min | 4 min |" in told
    assert "Issue 2 – waited 1 meeting, skipped after 3 min" in told
    assert meeting.made(meeting.at(40)) == []


def test_an_end_after_which_nothing_changed_closes_it_again() -> None:
    meeting = over()
    meeting.reopen(meeting.agenda)
    changes = meeting.goes(34, "/end")
    assert [type(change) for change in changes] == [EditComment, CloseIssue]
    assert meeting.made() == []


def test_a_box_ticked_on_the_closed_agenda_is_seen_to() -> None:
    meeting = over()
    meeting.tick(meeting.agenda, 4)
    changes = meeting.made(meeting.at(60))
    assert type(changes[-1]) is EditComment
    assert not meeting.issues[4].is_open
    assert "| [#4](https://github.com/acme/tea/issues/4) Issue 4 | 0 | 10 min | – |" in minutes(meeting)
    assert meeting.made() == []


def test_what_people_wrote_into_the_minutes_stays() -> None:
    meeting = over()
    said = next(each for each in meeting.issues[meeting.agenda].comments if "## Minutes" in each.body)
    meeting.edit_comment(meeting.agenda, said.database_id, f"{said.body}\n\nThank you all!", by="ada")
    meeting.tick(meeting.agenda, 4)
    meeting.run(meeting.at(60))
    told = minutes(meeting)
    assert "Thank you all!" in told
    assert "Issue 4 | 0 | 10 min | – |" in told


def test_once_a_later_meeting_was_wrapped_up_an_old_agenda_is_left_alone() -> None:
    meeting = over()
    for at in ("12-21 16:00", "12-24 14:50", "12-25 04:00"):
        meeting.run(at)
    meeting.tick(meeting.agenda, 4)
    assert meeting.made("12-25 05:00") == []
    assert meeting.issues[4].is_open


def test_where_nobody_says_that_it_is_over_it_ended_with_the_last_command() -> None:
    meeting = met()
    for minute, words in ((0, "/next"), (5, "/move-on"), (9, "/skip"), (20, "/move-on")):
        meeting.goes(minute, words)
    meeting.run("12-18 05:00")
    assert "Thursday, 17 December 2020, 10:00–10:20 (America/New_York)" in minutes(meeting)
    assert meeting.made() == []


def decide_a_lot(meeting: Meeting) -> None:
    meeting.now = moment(meeting.at(5))
    for number in (1, 2, 3):
        meeting.say(
            number, "wren", "\n\n".join(f"DECISION {each} {'in so many words ' * 50}" for each in range(40))
        )


def say_nonsense(meeting: Meeting) -> None:
    """Fills what the minutes remember, beside notes that alone would just fit."""
    for each in range(30):
        meeting.hear(
            5, "\n\n".join(f"/no{'abcdefghijklmnopqrstuvwxyz'[k]}{each % 7}sense" for k in range(26))
        )
        meeting.hear(5, "\n\n".join(f"/nonsense{'abcdefghijklmnopqrstuvwxyz'[k] * each}" for k in range(26)))
    note_a_lot(meeting)


def note_a_lot(meeting: Meeting) -> None:
    body = meeting.issues[meeting.agenda].body
    for number in (1, 2, 3):
        head, mark_, rest = body.partition(f"- [ ] Discussed · [#{number}](")
        line, _, after = rest.partition("\n")
        notes = f"{'We talked about it. ' * 5}\n" * 185
        body = f"{head}{mark_}{line}\n\n{notes}\n{after}"
    meeting.edit(meeting.agenda, body=body)


def add_to_the_minutes(meeting: Meeting) -> None:
    """They are told, people write under them with another line end, and then take long notes."""
    meeting.goes(20, "/end")
    told = meeting.last
    meeting.edit_comment(meeting.agenda, told.database_id, f"{told.body}\r\n{'See you! ' * 2_000}\r\n")
    note_a_lot(meeting)


@pytest.mark.parametrize("fill", [decide_a_lot, note_a_lot, say_nonsense, add_to_the_minutes])
def test_they_never_say_more_than_github_takes(fill: Callable[[Meeting], None]) -> None:
    meeting = met()
    for minute, words in ((0, "/next"), (12, "/next"), (15, "/move-on")):
        meeting.goes(minute, words)
    fill(meeting)
    meeting.goes(21, "/end")
    (told,) = (body for body in meeting.bodies(meeting.agenda) if "## Minutes" in body)
    assert 10_000 < len(told) <= 65_536
    assert all(f"[#{number}](https" in told for number in (1, 2, 3))
    assert told.endswith(("<!-- /arch-hour:wrap-up -->", "See you! \r\n"))


def test_of_a_flood_of_topics_they_tell_as_many_as_fit() -> None:
    topics = (topic(number, "<" * 75, votes=1) for number in range(1, 61))
    meeting = met(*topics, topics={"time_boxes": [1]})
    body = meeting.issues[meeting.agenda].body.replace("- [ ] Discussed", "- [x] Discussed")
    meeting.edit(meeting.agenda, body=body)
    meeting.now = moment(meeting.at(5))
    for number in range(1, 61):
        meeting.say(number, "wren", f"DECISION we talk {'<' * 256}")
    meeting.goes(70, "/end")
    told = minutes(meeting)
    assert len(told) <= 60_000
    assert "\nAnd 40 more topics.\n" in told
    assert told.count("**Decision:** we talk") == 20


def test_an_agenda_left_open_with_more_notes_is_told_and_closed_when_the_next_meeting_begins() -> None:
    meeting = over()
    meeting.reopen(meeting.agenda)
    meeting.write(meeting.agenda, "Somebody found the keys.")
    for at in ("12-21 16:00", "12-24 14:50"):
        meeting.run(at)
    assert [type(change) for change in meeting.made("12-24 15:00")] == [CloseIssue, EditComment]
    assert "Somebody found the keys." in minutes(meeting)
    assert meeting.made("12-24 15:01") == []


def test_the_next_agenda_tells_what_the_time_was_worth() -> None:
    meeting = over()
    said = next(each for each in meeting.issues[meeting.agenda].comments if "## Minutes" in each.body)
    for login, kind in (("ada", "rocket"), ("zoe", "+1"), ("zed", "heart"), ("zed", "eyes")):
        meeting.react(meeting.agenda, said.database_id, login, kind)
    meeting.run("12-21 16:00")
    (following,) = (issue for issue in meeting.labelled("agenda") if issue.is_open)
    assert "Previous agenda: #5 · its time was worth 4.0 of 5 (3 people)" in following.body
    meeting.react(meeting.agenda, said.database_id, "wren", "-1")
    meeting.run("12-21 17:00")
    assert "worth 3.2 of 5 (4 people)" in meeting.issues[following.number].body
    meeting.run("12-24 14:50")
    meeting.react(meeting.agenda, said.database_id, "joan", "-1")
    assert meeting.made("12-24 14:55") == []


PATH = "docs/minutes/2020-12-17.md"
KEPT = {"minutes": {"path": "docs/minutes/{date}.md"}}


def test_they_are_committed_as_a_file_too() -> None:
    meeting = over(**KEPT)
    text = meeting.files[PATH]
    assert "\n# Minutes: Arch Hour: 2020-12-17\n" in text
    assert "| Together | | 20 min | 18 min |" in text
    assert "React to this comment" not in text
    meeting.files[PATH] = f"---\nlayout: minutes\n---\n\n{text}\nSee you!\n"
    meeting.tick(meeting.agenda, 4)
    changes = meeting.made(meeting.at(60))
    assert [type(change) for change in changes][-2:] == [CommitFile, EditComment]
    assert meeting.files[PATH].startswith("---\nlayout: minutes\n---\n")
    assert meeting.files[PATH].endswith("See you!\n")
    assert "Issue 4 | 0 | 10 min | – |" in meeting.files[PATH]
    assert meeting.made() == []


def test_a_file_that_holds_another_meeting_s_minutes_is_left_alone() -> None:
    meeting = met(minutes={"path": "docs/minutes/{date}.md"})
    theirs = (
        '<!-- arch-hour:minutes {"meeting":"2020-12-17T09:00:00Z"} -->\n# Ours\n<!-- /arch-hour:minutes -->\n'
    )
    meeting.files[PATH] = theirs
    meeting.hear(5, "/end")
    outcome = meeting.run(meeting.at(6))
    assert meeting.files[PATH] == theirs
    assert any("holds the minutes of another meeting" in remark for remark in outcome.remarks)
    assert not meeting.issues[meeting.agenda].is_open


def test_where_committing_is_refused_one_warning_says_so_and_the_rest_is_done() -> None:
    meeting = met(minutes={"path": "docs/minutes/{date}.md"})
    meeting.no_commits = "Resource not accessible by integration"
    meeting.hear(5, "/end")
    outcome = meeting.run(meeting.at(6))
    (remark,) = outcome.remarks
    assert remark.startswith(f"{PATH} was not committed")
    assert "contents: write" in remark
    assert not meeting.issues[meeting.agenda].is_open
    assert meeting.made() == []
