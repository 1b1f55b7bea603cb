"""The plan of the agenda: one issue for each meeting, true until the freeze, and people's own after it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arch_hour.model import Account, Issue
from arch_hour.rules.agenda import plan_agenda
from arch_hour.rules.agenda_identity import AGENDA, identify
from arch_hour.rules.blocks import find_block
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    CloseIssue,
    CloseReason,
    CreateIssue,
    EditIssue,
    PinIssue,
    RemoveLabel,
)
from arch_hour.rules.events import Command
from tests.rules.build import VIEWER, config, moment, sections_of, snapshot, topic
from tests.rules.memory import Memory, StoppedError

OPENED, FROZEN, BEGUN = "12-15 09:00", "12-17 14:45", "12-17 15:05"


def meeting_with(*topics: Issue, at: str = OPENED, **sections: Any) -> tuple[Memory, int]:
    """A repository with an agenda, and the agenda's number."""
    repository = Memory.of(*topics, **sections)
    repository.run(at, Command.AGENDA)
    return repository, repository.only("agenda").number


def around_block(body: str) -> tuple[str, str]:
    block = find_block(body, AGENDA)
    assert block is not None
    return body[: block.start], body[block.end :]


def test_a_meeting_without_an_agenda_gets_one() -> None:
    repository = Memory.of(topic(1))
    created, pinned = repository.made(OPENED, Command.AGENDA)
    assert isinstance(pinned, PinIssue)
    assert isinstance(created, CreateIssue)
    assert (created.title, created.labels) == ("Arch Hour: 2020-12-17", ("agenda",))
    identity = identify(created.body)
    assert identity is not None
    assert (identity.meeting, identity.start, identity.frozen) == (
        "2020-12-17T15:00:00Z",
        moment("12-17 15:00"),
        False,
    )


@pytest.mark.parametrize("now", ["12-14 14:59", "12-17 16:00"], ids=["too early", "over"])
def test_no_agenda_is_made_when_none_is_due(now: str) -> None:
    assert plan_agenda(snapshot(topics=(topic(1),)), config(), moment(now)) == []


def test_an_unchanged_repository_changes_nothing() -> None:
    repository, _ = meeting_with(topic(1, votes=2), topic(2))
    for now in (OPENED, "12-16 09:00", "12-17 14:44"):
        assert repository.made(now, Command.AGENDA) == []


def test_a_vote_is_one_edit_of_our_block_and_of_nothing_else() -> None:
    repository, number = meeting_with(topic(1), topic(2))
    written = f"Bring biscuits.\r\n{repository.issues[number].body}My notes | with \\ odd `bytes` \r\n"
    repository.edit(number, body=written.replace("\r\n", "\n").replace("\n", "\r\n"))
    before = around_block(repository.issues[number].body)
    repository.vote(2, "ann")
    (edit,) = repository.made(command=Command.AGENDA)
    assert isinstance(edit, EditIssue)
    assert (edit.number, edit.title) == (number, None)
    assert edit.body is not None
    assert around_block(edit.body) == before
    assert edit.body.index("#2 Issue 2") < edit.body.index("#1 Issue 1")


def test_at_the_freeze_the_labels_come_first_then_the_ranking_with_its_sections_in_one_edit() -> None:
    stale = topic(20, votes=0, labels=("topic: scheduled",), created_at=moment("12-09 08:00"))
    repository, number = meeting_with(*(topic(each, votes=20 - each) for each in range(1, 10)), stale)
    repository.write(number, "People's text")
    before = around_block(repository.issues[number].body)
    *labels, edit = repository.made(FROZEN, Command.AGENDA)
    scheduled = [AddLabels(each, ("topic: scheduled",), "it is on the agenda") for each in range(1, 10)]
    assert labels == [*scheduled, RemoveLabel(20, "topic: scheduled", "it is not on the agenda")]
    assert isinstance(edit, EditIssue)
    assert edit.body is not None
    assert [section.number for section in sections_of(edit.body)] == list(range(1, 10))
    head, tail = around_block(edit.body)
    assert (head, tail[: len(before[1])]) == before
    identity = identify(edit.body)
    assert identity is not None
    assert identity.frozen


def test_after_the_freeze_the_body_is_never_written_again() -> None:
    repository, number = meeting_with(topic(1), topic(2))
    repository.run(FROZEN, Command.AGENDA)
    for edited in ("", repository.issues[number].body.replace("Issue 1", "Other words")):
        repository.edit(number, body=edited or repository.issues[number].body)
        repository.vote(2, f"voter of {len(edited)}")
        assert repository.made(BEGUN, Command.AGENDA) == []


def test_a_freeze_that_was_stopped_halfway_is_finished() -> None:
    repository, number = meeting_with(topic(1), topic(2))
    with pytest.raises(StoppedError):
        repository.run(FROZEN, Command.AGENDA, stop_after=1)
    changes = repository.made(BEGUN, Command.AGENDA)
    assert [type(change) for change in changes] == [AddLabels, EditIssue]
    assert len(list(sections_of(repository.issues[number].body))) == 2
    assert repository.made(BEGUN, Command.AGENDA) == []


def test_votes_given_up_to_the_freeze_count_however_late_the_run() -> None:
    repository, number = meeting_with(topic(1), topic(2), topic(3))
    repository.vote(2, "ann", "12-17 14:44:59")
    repository.vote(3, "bob", "12-17 14:45:00")
    repository.vote(3, "cid", "12-17 14:50:00")
    repository.run(BEGUN, Command.AGENDA)
    body = repository.issues[number].body
    assert [section.number for section in sections_of(body)] == [2, 1, 3]
    assert body.count("(given after the ranking was final)") == 2


def test_an_agenda_created_after_the_freeze_is_frozen_at_once() -> None:
    repository, number = meeting_with(topic(1), topic(2), at=BEGUN)
    assert len(list(sections_of(repository.issues[number].body))) == 2
    assert repository.issues[1].has_label("topic: scheduled")
    repository.vote(2, "ann")
    assert repository.made("12-17 15:30", Command.AGENDA) == []


def test_without_a_scheduled_label_nothing_is_labelled() -> None:
    repository, _ = meeting_with(topic(1), topics={"scheduled_label": None})
    assert [type(change) for change in repository.made(FROZEN, Command.AGENDA)] == [EditIssue]


def test_an_agenda_that_was_closed_before_the_start_is_cancelled_and_no_other_is_made() -> None:
    repository, number = meeting_with(topic(1))
    repository.close(number)
    repository.vote(1, "ann")
    for now in ("12-16 09:00", FROZEN, BEGUN):
        assert repository.made(now) == []


def test_of_two_agendas_the_higher_is_closed_with_a_comment_once() -> None:
    repository, number = meeting_with(topic(1))
    original = repository.issues[number]
    repository.issues[9] = replace(
        original, id="I9", number=9, body=original.body + "\nSomebody's notes\n", is_pinned=False
    )
    with pytest.raises(StoppedError):
        repository.run(command=Command.AGENDA, stop_after=1)
    assert repository.made(command=Command.AGENDA) == [
        CloseIssue(9, CloseReason.NOT_PLANNED, "a second agenda of the same meeting")
    ]
    (told,) = repository.bodies(9)
    assert f"The agenda of this meeting is #{number}." in told
    assert "Somebody's notes" in repository.issues[9].body
    assert repository.made(command=Command.AGENDA) == []


def test_the_lower_of_two_agendas_stays_in_whatever_order_github_lists_them() -> None:
    repository, number = meeting_with(topic(1))
    original = repository.issues[number]
    twin = replace(original, id="I9", number=9)
    for listed in ((original, twin), (twin, original)):
        changes = plan_agenda(snapshot(agendas=listed, topics=(topic(1),)), config(), moment(OPENED))
        assert [change.target for change in changes if isinstance(change, AddComment | CloseIssue)] == [9, 9]


@pytest.mark.parametrize(
    ("author", "made"),
    [("stranger", 1), ("other-app[bot]", 1), ("ada", 0), ("arch-hour[bot]", 0), ("former-bot[bot]", 0)],
)
def test_a_marker_counts_only_in_text_of_those_who_are_trusted(author: str, made: int) -> None:
    repository, number = meeting_with(topic(1), bots=["former-bot[bot]"])
    repository.edit(number, author=Account.named(author))
    assert (
        len([change for change in repository.made(command=Command.AGENDA) if isinstance(change, CreateIssue)])
        == made
    )


def test_a_persons_token_works_as_well_as_an_apps() -> None:
    repository = Memory.of(topic(1))
    repository.viewer = Account("wren")
    repository.run(OPENED)
    repository.viewer = VIEWER
    assert repository.made(OPENED) == []


def test_the_agendas_of_two_configurations_never_mix() -> None:
    repository, _ = meeting_with(topic(1))
    elsewhere = config(".github/other-meeting.yml")
    found = snapshot(agendas=(repository.only("agenda"),), topics=(topic(1),))
    (created,) = plan_agenda(found, elsewhere, moment(OPENED))
    assert isinstance(created, CreateIssue)
    assert plan_agenda(found, config(), moment(OPENED)) == []


def test_a_moved_meeting_keeps_its_agenda() -> None:
    repository, number = meeting_with(topic(1))
    repository.values["meeting"]["moved"] = {"2020-12-17": "2020-12-18T11:00"}
    (edit,) = repository.made("12-16 09:00", Command.AGENDA)
    assert isinstance(edit, EditIssue)
    assert edit.body is not None
    assert "**Friday, 18 December 2020, 11:00–12:00**" in edit.body
    identity = identify(repository.issues[number].body)
    assert identity is not None
    assert (identity.meeting, identity.start) == ("2020-12-17T15:00:00Z", moment("12-18 16:00"))


def test_every_meeting_of_one_day_has_its_own_agenda() -> None:
    repository = Memory.of(topic(1), meeting={"extra": ["2020-12-17T16:00"]})
    assert [type(change) for change in repository.made(FROZEN, Command.AGENDA)].count(CreateIssue) == 2
    assert repository.made(FROZEN, Command.AGENDA) == []


WORDS = st.sampled_from(["hello", "- [x] tick", "<!-- mine -->", "| a |", "ACTION who knows", "", "```"])
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["vote", "write", "crlf", "inside", "topic", "close"]), st.integers(1, 4), WORDS
    ),
    max_size=6,
)


@settings(max_examples=30)
@given(ACTS, st.lists(st.integers(0, 3), min_size=1, max_size=4))
def test_whatever_people_do_the_second_of_two_runs_changes_nothing(
    acts: list[tuple[str, int, str]], given_votes: list[int]
) -> None:
    repository, number = meeting_with(
        *(topic(n, votes=count) for n, count in enumerate(given_votes, start=1))
    )
    for index, (act, which, words) in enumerate(acts):
        _act(repository, number, act, which, words, index)
        now = ("12-15 10:00", "12-16 10:00", "12-17 14:50")[min(index // 2, 2)]
        repository.run(now, Command.AGENDA)
        assert repository.made(now, Command.AGENDA) == []
    frozen = repository.issues[number].body
    repository.run(FROZEN, Command.AGENDA)
    assert repository.made(BEGUN, Command.AGENDA) == []
    assert len(repository.labelled("agenda")) == 1
    for words in (words for act, _, words in acts if act == "write"):
        assert words in frozen


def _act(repository: Memory, agenda: int, act: str, which: int, words: str, index: int) -> None:
    body = repository.issues[agenda].body
    match act:
        case "vote" if which in repository.issues and repository.issues[which].has_label("topic"):
            repository.vote(which, f"voter of {index}")
        case "write":
            repository.write(agenda, words)
        case "crlf":
            repository.edit(agenda, body=body.replace("\r\n", "\n").replace("\n", "\r\n"))
        case "inside":
            repository.edit(agenda, body=body.replace("### On the agenda", f"### On the agenda\n{words}", 1))
        case "topic":
            repository.issues[50 + index] = topic(50 + index, words)
        case "close" if which in repository.issues and repository.issues[which].has_label("topic"):
            repository.close(which)


def test_a_moved_meeting_takes_its_agenda_along_with_its_date_in_the_title() -> None:
    repository, number = meeting_with(topic(1))
    repository.values["meeting"] |= {"moved": {"2020-12-17": "2020-12-16T09:00"}}
    repository.run(OPENED, Command.AGENDA)
    agenda = repository.only("agenda")
    assert (agenda.number, agenda.title) == (number, "Arch Hour: 2020-12-16")
    assert "**Wednesday, 16 December 2020, 09:00–10:00**" in agenda.body


def test_a_title_that_a_person_gave_survives_the_move() -> None:
    repository, _ = meeting_with(topic(1))
    repository.edit(repository.only("agenda").number, title="The one with the guests")
    repository.values["meeting"] |= {"moved": {"2020-12-17": "2020-12-16T09:00"}}
    repository.run(OPENED, Command.AGENDA)
    assert repository.only("agenda").title == "The one with the guests"


def test_without_topics_no_agenda_is_made_where_the_configuration_says_so() -> None:
    held = topic(1, labels=("topic: on hold",))
    repository = Memory.of(held, agenda={"when_empty": "skip"})
    assert repository.made(OPENED, Command.AGENDA) == []
    assert repository.made(BEGUN, Command.AGENDA) == []
    repository.issues[2] = topic(2)
    assert [type(change) for change in repository.made(OPENED, Command.AGENDA)] == [
        CreateIssue,
        PinIssue,
    ]
    repository.close(2)
    assert [type(change) for change in repository.made("12-16 09:00", Command.AGENDA)] == [EditIssue]


def test_people_whose_text_fills_the_agenda_are_told_once_and_lose_nothing() -> None:
    repository, number = meeting_with(topic(1))
    repository.write(number, "w" * 64_900)
    full = repository.issues[number].body
    repository.vote(1, "ann")
    assert [type(change) for change in repository.made("12-16 09:00", Command.AGENDA)] == [AddComment]
    assert "please move some of it into comments" in repository.bodies(number)[0].lower()
    assert repository.made(FROZEN, Command.AGENDA) == []
    assert repository.issues[number].body == full
    repository.edit(number, body=full.replace("w" * 60_000, ""))
    assert EditIssue in [type(change) for change in repository.made(FROZEN, Command.AGENDA)]


def test_an_agenda_that_somebody_labels_as_a_topic_never_ranks_itself() -> None:
    repository = Memory.of(topic(1), agenda={"pin": False})
    repository.run("12-15 09:00")
    number = repository.only("agenda").number
    repository.edit(number, labels=("agenda", "topic"))
    repository.vote(number, "ann")
    assert repository.made("12-16 09:00") == []
    repository.run("12-17 14:50")
    body = repository.issues[number].body
    assert [section.number for section in sections_of(body)] == [1]
    repository.edit(number, body=body.replace("- [ ]", "- [x]"))
    repository.now = moment("12-17 15:30")
    repository.close(number)
    repository.run("12-17 16:00")
    assert not repository.issues[number].has_label("topic: discussed")


def test_an_agenda_among_the_topics_that_only_its_history_tells_of_never_ranks_itself() -> None:
    repository = Memory.of(topic(1), agenda={"pin": False})
    repository.run("12-15 09:00")
    number = repository.only("agenda").number
    repository.edit(number, labels=("agenda", "topic"), body="mine")
    for count in range(12):
        repository.write(number, f"Note {count}")
    repository.run("12-17 14:50")
    assert [section.number for section in sections_of(repository.issues[number].body)] == [1]


def test_words_that_lack_room_at_the_freeze_are_told_of_once_and_come_back_with_room() -> None:
    repository = Memory.of(topic(1), agenda={"pin": False})
    repository.run("12-15 09:00")
    number = repository.only("agenda").number
    repository.write(number, "filling " * 7_850)
    fallen = "WORDS " * 500
    repository.meanwhile = lambda _: (
        repository.write(number, fallen) if not repository.bodies(number) else None
    )
    repository.run("12-17 14:50")
    repository.meanwhile = lambda _: None
    assert "WORDS" not in repository.issues[number].body
    repository.run("12-17 14:52")
    (told,) = repository.bodies(number)
    assert "its history of edits has them" in told
    assert repository.made("12-17 14:54") == []
    body = repository.issues[number].body
    repository.edit(number, body=body.replace("filling " * 2_000, "", 1))
    repository.run("12-17 14:56")
    assert fallen.strip() in repository.issues[number].body
