"""What a run asks, and what it does, as the whole of it shows: answers in the snapshot, refusals in words."""

from dataclasses import replace
from unittest.mock import patch

import pytest

from arch_hour.answering import answered
from arch_hour.board import Board
from arch_hour.deeds import deeds
from arch_hour.errors import AccessError
from arch_hour.model import Activity, Fate, Issue, Place, Snapshot
from arch_hour.rules.changes import AddSubIssue, Change, CreateIssue, DeleteComment, Key, UnassignOwners
from arch_hour.rules.questions import Questions
from arch_hour.session import Session, Settings
from tests.rules.build import OPENED, VIEWER, WANTED, comment, config, issue, snapshot, topic
from tests.rules.memory import Memory

OURS = comment(5, "arch-hour[bot]", "ours")
FOLLOW_UP = issue(3, labels=("action-item",), comments=(comment(7, "ada", "hm"),), assignees=("ada", "ben"))


def repository() -> Memory:
    return Memory.of(topic(1, comments=(OURS,), comments_total=1), issue(2, "Odd"), FOLLOW_UP)


def told(memory: Memory, before: Snapshot, **asked: object) -> Snapshot:
    return answered(before, Questions(**asked), memory, WANTED, config())  # type: ignore[arg-type]


def test_issues_asked_for_by_number_join_the_follow_ups_once() -> None:
    memory, known = repository(), issue(3, "as this run left it")
    seen = told(memory, snapshot(follow_ups=(known,)), numbers=(2, 3, 99))
    assert [(each.number, each.title) for each in seen.follow_ups] == [(3, known.title), (2, "Odd")]
    assert seen.looked_up == {2, 3, 99}
    assert memory.asked == ["number 2", "number 3", "number 99"]


def test_closed_follow_ups_that_were_looked_up_before_are_not_there_twice() -> None:
    memory = repository()
    memory.close(3)
    seen = told(memory, told(memory, snapshot(), numbers=(3,)), closed_follow_ups=True)
    assert [each.number for each in seen.follow_ups] == [3]


def gone(memory: Memory) -> dict[str, Place]:
    """A place for each way in which a text can be gone, or not."""
    memory.issues |= {
        number: issue(number, comments=(comment(number, "ada", "x"),)) for number in (20, 21, 22)
    }
    memory.delete_comment(20, 20)
    memory.delete_issue(21)
    memory.transfer_issue(22)
    return {
        "there": Place("C5", 1),
        "deleted": Place("C20", 20),
        "deleted with its issue": Place("C21", 21),
        "a deleted issue": Place("I21", 21),
        "moved": Place("C22", 22),
        "a moved issue": Place("I22", 22),
        "garbage": Place("what?", 1),
    }


@pytest.mark.parametrize(
    ("what", "fate"),
    [
        ("there", Fate.THERE),
        ("deleted", Fate.DELETED),
        ("deleted with its issue", Fate.DELETED),
        ("a deleted issue", Fate.DELETED),
        ("moved", Fate.UNKNOWN),
        ("a moved issue", Fate.UNKNOWN),
        ("garbage", Fate.UNKNOWN),
    ],
)
def test_the_fate_of_a_text_is_known_once_it_was_asked_for(what: str, fate: Fate) -> None:
    memory = repository()
    place = gone(memory)[what]
    assert told(memory, snapshot(fates={"x": Fate.THERE}), fates=(place,)).fates == {
        "x": Fate.THERE,
        place.id: fate,
    }
    assert memory.asked == [f"fate of {place.id}"]


def test_all_that_anybody_did_is_known_once_it_was_asked_for() -> None:
    memory = repository()
    memory.write(3, "more")
    memory.retitle(3, "Other", by="ben")
    memory.label(3, "urgent")
    memory.unassign(3, "ada", "cleo")
    memory.say(3, "ben", "hm")
    memory.move(3, by="ada")
    memory.close(3, by="ben")
    memory.vote(3, "ada")
    memory.apply(UnassignOwners(3, ("ben",), "why"), 3)
    seen = told(memory, snapshot(), activity=(FOLLOW_UP,))
    assert [(each.what, each.by.login if each.by else "") for each in seen.activity[FOLLOW_UP.id]] == [
        ("edited", "wren"),
        ("renamed", "ben"),
        ("labeled", "wren"),
        ("unassigned", "cleo"),
        ("commented", "ben"),
        ("project_v2_item_status_changed", "ada"),
        ("closed", "ben"),
        ("unassigned", VIEWER.login),
    ]
    assert memory.asked == ["activity of 3"]


def test_what_is_said_on_a_follow_up_is_known_once_it_was_asked_for() -> None:
    memory = repository()
    asked = replace(FOLLOW_UP, comments=())
    seen = told(memory, snapshot(follow_ups=(asked,)), conversations=(asked,))
    assert [each.body for each in seen.conversations[FOLLOW_UP.id]] == ["hm"]
    assert (seen.follow_ups, memory.asked) == ((asked,), ["conversation of 3"])


def carried_out(memory: Memory, *changes: Change) -> Session:
    seen = snapshot(topics=(memory.issues[1],), follow_ups=(memory.issues[3],))
    session = Session(memory, memory, Settings(OPENED), config(), WANTED, seen, source="")
    session.perform(lambda *_: Questions(), lambda *_: [*changes])
    return session


def test_what_becomes_of_comments_owners_and_parts_is_told_in_words() -> None:
    memory = repository()
    session = carried_out(
        memory,
        DeleteComment(1, 5, "said twice", was="ours"),
        UnassignOwners(3, ("ada", "ben"), "not theirs"),
        AddSubIssue(3, 1, "it came from there"),
    )
    assert [(deed.what, deed.why) for deed in deeds(session.outcome())] == [
        ("delete a comment on #1", "said twice"),
        ("unassign ada, ben from #3", "not theirs"),
        ("make #3 a sub-issue of #1", "it came from there"),
    ]
    assert (memory.parents, memory.bodies(1), memory.issues[3].assignees) == ({3: 1}, [], ())
    assert memory.doings[3][-1] == Activity("parent_issue_added", VIEWER)


def test_a_refused_sub_issue_is_a_remark_and_stops_nothing() -> None:
    memory = repository()
    memory.part(3, 2)
    made = CreateIssue(Key("k"), "Tea", "", ("action-item",), "why")
    session = carried_out(memory, AddSubIssue(3, 1, "why"), made, AddSubIssue(Key("k"), 1, "why"))
    assert session.remarks == ["#3 was not made a sub-issue of #1 (Sub issue may only have one parent)"]
    assert memory.parents == {3: 2, 4: 1}


def test_a_comment_that_somebody_changed_before_our_look_is_known_to_the_next_plan() -> None:
    memory, plans = repository(), []
    memory.edit_comment(1, 5, "theirs", by="ada")

    def plan(seen: Snapshot, *_: object) -> list[Change]:
        (said,) = seen.topics[0].comments
        plans.append(said.body)
        return [DeleteComment(1, 5, "why", was=said.body)]

    stale: Issue = replace(memory.issues[1], comments=(OURS,))
    session = Session(
        memory, memory, Settings(OPENED), config(), WANTED, snapshot(topics=(stale,)), source=""
    )
    session.perform(lambda *_: Questions(), plan)
    assert plans == ["ours", "theirs"]
    assert memory.bodies(1) == []


@pytest.mark.parametrize("asked", [{"cards": ("I1",)}, {"board_pasts": (issue(1),)}], ids=["cards", "pasts"])
def test_a_board_that_is_refused_on_the_way_is_trouble_with_the_board_and_no_more(
    asked: dict[str, object],
) -> None:
    memory, before = repository(), snapshot(board=Board("PVT_1", "Coffee"))
    refusal = AccessError("the board is not kept, as the token ran out")
    with (
        patch.object(Memory, "cards", side_effect=refusal, create=True),
        patch.object(Memory, "board_past", side_effect=refusal, create=True),
    ):
        seen = told(memory, before, **asked)
    assert seen.board is not None
    assert seen.board.trouble == str(refusal)
    assert replace(seen, board=None) == replace(before, board=None)
