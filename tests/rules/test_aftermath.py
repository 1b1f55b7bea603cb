"""The snapshot after each change is what a fresh read would show."""

from dataclasses import replace

import pytest

from arch_hour.model import Edit, Issue, Pinning, Snapshot
from arch_hour.rules.aftermath import after, foreseen
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Assigned,
    AssignOwners,
    Change,
    CloseIssue,
    CloseReason,
    Commented,
    CommitFile,
    Created,
    CreateIssue,
    Declined,
    DeleteComment,
    Done,
    EditComment,
    EditIssue,
    Key,
    PinIssue,
    RemoveLabel,
    ReopenIssue,
    Result,
    UnassignOwners,
    UnpinIssue,
    Written,
)
from tests.rules.build import VIEWER, comment, config, issue, moment, person, snapshot, topic

NOW = moment("12-17 15:00")
SAID = comment(5, "wren", "hello")
TOPIC = topic(1, "Tea", "text", labels=("Extra",), comments=(SAID,), comments_total=8)
AGENDA = issue(2, labels=("agenda",))
FOLLOW_UP = issue(3, labels=("action-item",))
BEFORE = snapshot(agendas=(AGENDA,), topics=(TOPIC, topic(9)), follow_ups=(FOLLOW_UP,))


def changed(change: Change, number: int, result: Result | None = None) -> Snapshot:
    return after(BEFORE, config(), change, number, result or Done(), NOW)


def the_topic(seen: Snapshot) -> Issue:
    return seen.topics[0]


@pytest.mark.parametrize(
    ("change", "result", "expected"),
    [
        (EditIssue(1, "", title="Cake"), Done(), replace(TOPIC, title="Cake")),
        (
            EditIssue(1, "", body=""),
            Done(),
            replace(
                TOPIC, body="", edits=(Edit(VIEWER, NOW, ""), Edit(TOPIC.author, TOPIC.created_at, "text"))
            ),
        ),
        (AddLabels(1, ("EXTRA", "new"), ""), Done(), replace(TOPIC, labels=("topic", "Extra", "new"))),
        (RemoveLabel(1, "extra", ""), Done(), replace(TOPIC, labels=("topic",))),
        (
            EditComment(1, 5, "bye", "", was="hi"),
            Done(),
            replace(TOPIC, comments=(replace(SAID, body="bye"),)),
        ),
        (
            EditComment(1, 5, "bye", "", was="hi"),
            Written("bye!", (Edit(VIEWER, NOW, "bye!"),)),
            replace(
                TOPIC,
                comments=(replace(SAID, body="bye!", edits=(Edit(VIEWER, NOW, "bye!"),), edited_at=NOW),),
            ),
        ),
        (DeleteComment(1, 5, "", was="hi"), Done(), replace(TOPIC, comments=(), comments_total=7)),
        (EditComment(1, 6, "bye", "", was="hi"), Done(), TOPIC),
        (
            AssignOwners(1, ("ada",), "needs-owner", ""),
            Assigned(("ada",), ()),
            replace(TOPIC, assignees=("ada",)),
        ),
        (
            AssignOwners(1, ("ada", "eve"), "needs-owner", ""),
            Assigned(("ada",), ("eve",)),
            replace(TOPIC, assignees=("ada",), labels=("topic", "Extra", "needs-owner")),
        ),
    ],
    ids=[
        "title",
        "body",
        "labels",
        "a label less",
        "a comment",
        "a comment as it stands",
        "a comment less",
        "another comment",
        "owners",
        "skipped owners",
    ],
)
def test_each_change_shows_on_its_issue_and_on_no_other(
    change: Change, result: Result, expected: Issue
) -> None:
    seen = changed(change, 1, result)
    assert the_topic(seen) == expected
    assert replace(seen, topics=(TOPIC, *seen.topics[1:])) == BEFORE


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (EditIssue(2, "", title="Tea time", body="ours"), replace(AGENDA, title="Tea time")),
        (
            CloseIssue(2, CloseReason.COMPLETED, "", body="ours"),
            replace(AGENDA, is_open=False, closed_at=NOW, closed_by=VIEWER),
        ),
    ],
    ids=["edited", "closed"],
)
def test_a_text_is_seen_with_its_versions_as_it_stands_and_not_as_we_wrote_it(
    change: Change, expected: Issue
) -> None:
    versions = (Edit(person("ada"), NOW, "ours, and theirs"), Edit(VIEWER, NOW, "ours"))
    seen = changed(change, 2, Written("ours, and theirs", versions))
    assert seen.agendas == (replace(expected, body="ours, and theirs", edits=versions),)


@pytest.mark.parametrize(
    ("result", "left"), [(Done(), ("ben",)), (Assigned(("cleo",), ()), ("cleo",))], ids=["rehearsed", "told"]
)
def test_owners_that_were_taken_off_are_gone(result: Result, left: tuple[str, ...]) -> None:
    before = replace(BEFORE, follow_ups=(replace(FOLLOW_UP, assignees=("Ada", "ben")),))
    seen = after(before, config(), UnassignOwners(3, ("ada",), ""), 3, result, NOW)
    assert seen.follow_ups[0].assignees == left


def test_what_is_said_on_a_follow_up_is_known_where_its_comments_were_read() -> None:
    before = replace(BEFORE, conversations={FOLLOW_UP.id: (SAID,)})
    told = after(before, config(), AddComment(3, "told", ""), 3, Commented("C7", 7, "https://x"), NOW)
    assert [each.body for each in told.conversations[FOLLOW_UP.id]] == ["hello", "told"]
    left = after(told, config(), DeleteComment(3, 5, "", was="hello"), 3, Done(), NOW)
    assert [each.body for each in left.conversations[FOLLOW_UP.id]] == ["told"]
    assert after(before, config(), AddComment(1, "t", ""), 1, Commented("", 8, ""), NOW).conversations == {
        FOLLOW_UP.id: (SAID,)
    }


def test_a_new_comment_is_ours_and_counted() -> None:
    said = changed(AddComment(1, "told", ""), 1, Commented("C7", 7, "https://x"))
    new = the_topic(said).comments[-1]
    assert (new.author, new.body, new.database_id, new.created_at) == (VIEWER, "told", 7, NOW)
    assert the_topic(said).comments_total == 9


@pytest.mark.parametrize(
    ("label", "place"),
    [("agenda", "agendas"), ("action-item", "follow_ups"), ("topic", "topics"), ("other", None)],
)
def test_a_new_issue_is_found_where_its_label_says(label: str, place: str | None) -> None:
    new = issue(50, labels=(label,))
    seen = changed(CreateIssue(Key("new"), "", "", (label,), ""), 50, Created(new))
    for name in ("agendas", "topics", "discussed", "follow_ups"):
        assert (new in getattr(seen, name)) is (name == place)


def test_a_closed_topic_is_still_a_place_where_lines_are_read() -> None:
    seen = changed(CloseIssue(1, CloseReason.COMPLETED, "", body="last words"), 1)
    assert [each.number for each in seen.topics] == [9]
    (closed,) = seen.discussed
    assert (closed.number, closed.is_open, closed.closed_at, closed.body) == (1, False, NOW, "last words")


def test_a_closed_follow_up_or_agenda_stays_where_it_is() -> None:
    for number, name in ((3, "follow_ups"), (2, "agendas")):
        seen = changed(CloseIssue(number, CloseReason.COMPLETED, ""), number)
        assert [each.is_open for each in getattr(seen, name)] == [False]
        assert seen.discussed == ()


def test_an_issue_that_was_read_twice_changes_twice() -> None:
    seen = after(
        replace(BEFORE, agendas=(AGENDA, TOPIC)), config(), AddLabels(1, ("new",), ""), 1, Done(), NOW
    )
    assert seen.agendas[1].has_label("new")
    assert the_topic(seen).has_label("new")


def test_an_agenda_that_was_closed_and_opened_again_is_open() -> None:
    closed = changed(CloseIssue(2, CloseReason.NOT_PLANNED, ""), 2)
    assert closed.agendas[0].closed_by == VIEWER
    (opened,) = after(closed, config(), ReopenIssue(2, ""), 2, Done(), NOW).agendas
    assert (opened.is_open, opened.closed_at) == (True, NOW)


def test_a_pin_is_known_in_both_places_until_it_is_taken_off() -> None:
    pinned = changed(PinIssue(2, "I2", ""), 2)
    assert (pinned.pinned, pinned.agendas[0].is_pinned) == ((2,), True)
    assert pinned.agendas[0].pinning == Pinning(is_pin=True, by=VIEWER)
    gone = after(pinned, config(), UnpinIssue(2, "I2", ""), 2, Done(), NOW)
    assert (gone.pinned, gone.agendas[0].is_pinned) == ((), False)
    assert gone.agendas[0].pinning == Pinning(is_pin=False, by=VIEWER)
    assert changed(PinIssue(2, "I2", ""), 2, Declined("no")) == BEFORE


def test_a_file_has_the_text_that_was_committed_and_no_other_file_has() -> None:
    before = replace(BEFORE, files={"a.md": None, "b.md": "b"})
    change = CommitFile("a.md", "new", None, "Minutes", "why")
    assert after(before, config(), change, 0, Done(), NOW) == replace(
        before, files={"a.md": "new", "b.md": "b"}
    )
    assert foreseen(before, config(), [change], NOW).files["a.md"] == "new"


def test_a_change_elsewhere_shows_there_and_never_on_the_issue_here_that_has_the_same_number() -> None:
    other = replace(topic(1, "Cake"), id="other", repository="acme/other")
    before = replace(BEFORE, topics=(*BEFORE.topics, other))
    labelled = after(before, config(), AddLabels(other.target, ("new",), ""), 1, Done(), NOW)
    assert labelled.topics == (*BEFORE.topics, replace(other, labels=("topic", "new")))
    closed = after(before, config(), CloseIssue(other.target, CloseReason.COMPLETED, ""), 1, Done(), NOW)
    assert closed.topics == BEFORE.topics
    assert [each.id for each in closed.discussed] == ["other"]
    here = after(before, config(), CloseIssue(1, CloseReason.COMPLETED, ""), 1, Done(), NOW)
    assert here.topics == (BEFORE.topics[1], other)
