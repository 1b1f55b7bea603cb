from collections.abc import Sequence
from dataclasses import replace

import pytest

from arch_hour.rules.changes import AddComment, Change
from tests.rules.build import moment, person, topic
from tests.rules.meeting import Meeting, met


def kinds(changes: Sequence[Change]) -> list[str]:
    return [type(change).__name__ for change in changes]


def test_next_calls_the_first_topic_in_one_comment() -> None:
    meeting = met()
    body = meeting.issues[meeting.agenda].body
    assert kinds(meeting.goes(0, "/next")) == ["AddComment"]
    assert meeting.turns == [("#1", "", 0, 1)]
    (told,) = meeting.told("discussion")
    assert "**Box 1 of 3 · 10 minutes · until 10:10** (America/New_York)" in told
    assert "Next: [#2](" in told
    assert meeting.issues[meeting.agenda].body == body


def test_at_its_end_next_counts_the_reactions() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.vote_on_box(on="ada zoe", over="wren")
    meeting.goes(10, "/next")
    assert meeting.turns == [("#1", "", 10, 2)]
    told = meeting.told("discussion")[-1]
    assert told.startswith("👍 2 (ada, zoe) · 👎 1 (wren)\n")
    assert "**Box 2 of 3 · 5 minutes · until 10:15**" in told
    meeting.goes(15, "/next", by="ada")
    assert meeting.turns == [("#1", "discussed", 15, 2), ("#2", "", 0, 1)]
    assert "Issue 1 – discussed in 15 minutes, planned 10." in meeting.told("discussion")[-1]


@pytest.mark.parametrize(
    ("on", "over", "words"),
    [
        pytest.param(
            "ada",
            "ada",
            "No reaction counts, so it moves on · both, so neither counts: ada",
            id="both by one person",
        ),
        pytest.param("ada robot[bot]", "wren", "👍 1 (ada) · 👎 1 (wren)", id="an app's does not count"),
    ],
)
def test_reactions_that_do_not_count_are_told(on: str, over: str, words: str) -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.vote_on_box(on, over)
    meeting.goes(10, "/next")
    assert meeting.told("discussion")[-1].startswith(f"{words}\n")
    assert meeting.turns[0][:2] == ("#1", "discussed")


def test_only_those_who_may_vote_are_counted() -> None:
    meeting = met(votes={"voters": "collaborators"})
    meeting.goes(0, "/next")
    meeting.vote_on_box(on="zoe zed ada", over="wren")
    meeting.goes(10, "/next")
    assert "may not vote here: zed, zoe" in meeting.told("discussion")[-1]
    assert meeting.turns[0][:2] == ("#1", "discussed")


@pytest.mark.parametrize("late", [10.5, 400], ids=["at once", "by a run that comes hours later"])
def test_reactions_after_the_count_are_of_no_matter(late: float) -> None:
    meeting = met(agenda={"close_after": "12h"})
    meeting.goes(0, "/next")
    meeting.vote_on_box(on="ada", at=meeting.at(9))
    meeting.vote_on_box(over="wren zoe", at=meeting.at(10.2))
    meeting.hear(10, "/next")
    meeting.run(meeting.at(late))
    assert meeting.turns == [("#1", "", 10, 2)]
    assert meeting.made(meeting.at(late + 1)) == []


def test_before_its_end_next_says_how_long_is_left() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.goes(3, "/next", by="ada")
    assert meeting.turns == [("#1", "", 0, 1)]
    assert meeting.told("reply") == [
        "7 minutes left when ada said `/next`: it counts from 10:10 on. `/move-on` does not wait."
    ]


def test_move_on_does_not_wait_and_skip_returns_the_topic_to_the_backlog() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.goes(2, "/move-on")
    meeting.goes(5, "/skip")
    assert meeting.turns == [("#1", "discussed", 2, 1), ("#2", "skipped", 3, 1), ("#3", "", 0, 1)]
    assert "skipped after 3 minutes, it goes back to the backlog." in meeting.told("discussion")[-1]
    meeting.goes(7, "/end")
    assert not meeting.issues[1].is_open
    assert meeting.issues[2].is_open


def test_the_last_topic_is_followed_by_none() -> None:
    meeting = met(topic(1))
    meeting.goes(0, "/next")
    meeting.goes(10, "/next")
    assert "No other topic waits: `/end` wraps the meeting up." in meeting.told("discussion")[-1]
    meeting.goes(11, "/next")
    assert meeting.told("reply") == ["wren, no topic waits any more: `/end` wraps the meeting up."]


def test_commands_that_runs_missed_are_picked_up_in_their_order() -> None:
    meeting = met()
    for minute, words in ((0, "/next"), (4, "/move-on"), (9, "/skip")):
        meeting.hear(minute, words)
    changes = meeting.made(meeting.at(50))
    assert kinds(changes) == ["AddComment"] * 3
    assert meeting.turns == [("#1", "discussed", 4, 1), ("#2", "skipped", 5, 1), ("#3", "", 0, 1)]
    assert meeting.made(meeting.at(51)) == []


def test_a_command_is_carried_out_once_also_when_its_comment_is_edited() -> None:
    meeting = met()
    said = meeting.hear(0, "/next")
    meeting.run(meeting.at(1))
    meeting.now = meeting.now.replace(minute=2)
    meeting.edit_comment(meeting.agenda, said.database_id, "Shall we?\n\n/next")
    assert meeting.made(meeting.at(3)) == []
    meeting.edit_comment(meeting.agenda, said.database_id, "/next\n\n/move-on")
    meeting.run(meeting.at(4))
    assert meeting.turns == [("#1", "discussed", 3, 1), ("#2", "", 0, 1)]


def test_an_edited_comment_that_runs_missed_counts_from_when_it_was_written() -> None:
    meeting = met()
    said = meeting.hear(0, "/next")
    meeting.now = meeting.now.replace(minute=7)
    meeting.edit_comment(meeting.agenda, said.database_id, "/next\n\nHere we go.")
    meeting.run(meeting.at(8))
    box = meeting.discussion.box
    assert box is not None
    assert f"{box.start:%H:%M}" == "15:00"


def test_topics_that_are_ticked_closed_or_held_are_not_called() -> None:
    meeting = met(*(topic(number, votes=9 - number) for number in range(1, 6)))
    meeting.tick(meeting.agenda, 1)
    meeting.close(2)
    meeting.label(3, "topic: on hold")
    meeting.goes(0, "/next")
    assert [name for name, *_ in meeting.turns] == ["#4"]


def test_nothing_is_done_for_who_may_not_write() -> None:
    meeting = met()
    meeting.goes(0, "/next", by="zed")
    assert meeting.turns == []
    (told,) = meeting.told("reply")
    assert told.startswith("Commands count from people who may write to this repository.")


def test_the_comment_of_a_stranger_who_copies_ours_is_none_of_ours() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.say(meeting.agenda, "zed", meeting.last.body.replace('"#1"', '"#2"'))
    assert meeting.turns == [("#1", "", 0, 1)]
    assert meeting.made() == []


def test_two_comments_on_one_box_share_their_reactions() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    first = meeting.last
    meeting.vote_on_box(on="ada")
    twin = meeting._comment(meeting.agenda, meeting.viewer, first.body)
    meeting.react(meeting.agenda, twin.database_id, "zoe", "+1")
    meeting.react(meeting.agenda, twin.database_id, "wren", "-1")
    meeting.goes(10, "/next")
    assert meeting.told("discussion")[-1].startswith("👍 2 (ada, zoe) · 👎 1 (wren)\n")


def test_a_comment_of_ours_that_somebody_deletes_takes_nothing_along() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    first = meeting.last
    meeting.goes(2, "/move-on")
    meeting.delete_comment(meeting.agenda, first.database_id)
    assert meeting.made(meeting.at(3)) == []
    assert meeting.turns == [("#1", "discussed", 2, 1), ("#2", "", 0, 1)]


def test_a_run_under_another_name_goes_on_where_bots_names_the_first() -> None:
    meeting = met(bots=["arch-hour[bot]", "other[bot]"])
    meeting.goes(0, "/next")
    meeting.viewer = person("other[bot]")
    meeting.goes(2, "/move-on")
    assert kinds(meeting.made(meeting.at(3))) == []
    assert len(meeting.told("discussion")) == 2


@pytest.mark.parametrize("viewer", ["arch-hour[bot]", "wren"])
def test_what_was_said_before_a_person_closed_it_again_is_carried_out_whoever_s_token_we_use(
    viewer: str,
) -> None:
    meeting = met(bots=["arch-hour[bot]"])
    meeting.viewer = person(viewer)
    meeting.goes(0, "/next")
    meeting.goes(20, "/end")
    meeting.now = moment(meeting.at(30))
    meeting.reopen(meeting.agenda)
    meeting.run()
    meeting.hear(31, "/next")
    meeting.now = moment(meeting.at(35))
    meeting.close(meeting.agenda, by="wren")
    meeting.run()
    assert [name for name, *_ in meeting.turns] == ["#1", "#2"]
    assert meeting.told("reply") == []


def test_what_still_fits_is_told_with_the_plan() -> None:
    meeting = met(*(topic(number, votes=9 - number) for number in range(1, 9)))
    meeting.goes(0, "/next")
    assert "Planned so far 0 min, spent 0 min · 50 min left after this box until 11:00" in meeting.last.body
    for minute in (20, 40):
        meeting.goes(minute, "/next")
    told = meeting.told("discussion")[-1]
    assert "Planned so far 20 min, spent 40 min · 10 min left after this box until 11:00" in told
    assert "[#4](https://github.com/acme/tea/issues/4) still fits · no time for [#5](" in told


def test_the_words_of_people_mention_nobody_and_make_nothing() -> None:
    meeting = met(topic(1, "@ada /next <!-- arch-hour:discussion {} --> ACTION @wren to pay"), topic(2))
    changes = meeting.goes(0, "/next")
    assert kinds(changes) == ["AddComment"]
    (change,) = changes
    assert isinstance(change, AddComment)
    assert "@ada" not in change.body
    assert meeting.made(meeting.at(1)) == []


def test_what_is_written_in_code_and_quotations_is_no_command() -> None:
    meeting = met()
    assert meeting.goes(0, "> /next\n\n```\n/next\n```\n\n`/next`\n\nsay /next") == []


def test_a_topic_elsewhere_is_called_too() -> None:
    meeting = Meeting.of(topic(1), topics={"repositories": ["acme/other"]})
    there = replace(topic(7, votes=3), url="https://github.com/acme/other/issues/7", id="other 7")
    meeting.elsewhere["acme/other"] = (there,)
    meeting.run("12-17 14:50")
    meeting.agenda = meeting.only("agenda").number
    meeting.goes(0, "/next")
    assert [name for name, *_ in meeting.turns] == ["acme/other#7"]
