"""What becomes of promises while people go on: one follow-up for each, and nothing of anybody's undone."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from sandbox.actor import Actor
from sandbox.records import Comment, Issue
from sandbox.rules import departures
from sandbox.rules.access import Caller
from sandbox.words import Role
from tests.integration.conftest import MEETING, REPOSITORY
from tests.integration.promises import ACTIONS, follow_up, follow_ups, summaries, without_pauses, writes

if TYPE_CHECKING:
    from tests.integration.conftest import Town

LINE = "ACTION @ben to write the decision down"


@pytest.fixture
def topic(town: "Town") -> Issue:
    town.world.repository(REPOSITORY).roles["ada"] = Role.ADMIN
    town.world.add_repository("octo-org/elsewhere", roles={"ada": "admin"})
    return Actor(town.world, "ada").open_issue(REPOSITORY, "Caching", "What of it?", labels=("topic",))


@pytest.fixture
def comment(town: "Town", topic: Issue) -> Comment:
    """A line that has its follow-up, #2, while the next meeting's agenda is made."""
    said = Actor(town.world, "ben").comment(topic, f"Well.\n\n- {LINE}\n")
    town.values(*ACTIONS)
    town.values("run")
    return said


def test_owners_are_told_the_same_whichever_way_they_were_read(town: "Town", topic: Issue) -> None:
    Actor(town.world, "ben").comment(topic, "ACTION @nasthagiri, @ben and @ada to write it down")
    assert writes(town) == 4
    assert writes(town) == 0
    assert summaries(topic)[0].count("ada, ben, nasthagiri") == 1


TOUCHES: dict[str, Callable[[Actor, Issue], object]] = {
    "commented": lambda ada, one: ada.comment(one, "Still needed"),
    "edited": lambda ada, one: ada.edit(one, f"{one.body}\nMore to it"),
    "renamed": lambda ada, one: ada.rename(one, "Another title"),
    "labelled": lambda ada, one: ada.label(one, "bug"),
    "assigned": lambda ada, one: ada.assign(one, "ada"),
    "unassigned": lambda ada, one: ada.unassign(one, "ben"),
    "pinned": lambda ada, one: ada.pin(one),
}


@pytest.mark.parametrize("how", ["deleted", "taken out"])
@pytest.mark.parametrize("touch", [None, *TOUCHES])
def test_a_line_that_is_gone_closes_its_follow_up_only_if_nobody_touched_that(
    town: "Town", comment: Comment, how: str, touch: str | None
) -> None:
    if touch:
        TOUCHES[touch](Actor(town.world, "ada"), follow_up(town))
    if how == "deleted":
        Actor(town.world, "ada").delete(comment)
    else:
        Actor(town.world, "ben").edit(comment, "Well.\n")
    town.values(*ACTIONS)
    is_open = follow_up(town).state.value == "open"
    assert is_open is (touch is not None)
    assert is_open or follow_up(town).state_reason.value == "not_planned"  # type: ignore[union-attr]
    assert writes(town) == 0


def test_a_line_that_comes_back_opens_its_follow_up_again_even_if_the_run_died_that_closed_it(
    town: "Town", comment: Comment, topic: Issue
) -> None:
    def die(_: str, path: str, __: Any) -> None:
        if "comments" in path:
            raise SystemExit(9)

    for gone in ("Well.\n", f"- [x] {LINE}\n"):
        Actor(town.world, "ben").edit(comment, gone)
        with without_pauses(die):
            assert town.here(*ACTIONS).returncode == 9
        assert follow_up(town).state.value == "closed"
        town.values(*ACTIONS)
        Actor(town.world, "ben").edit(comment, f"- {LINE}\n")
        town.values(*ACTIONS)
        assert follow_ups(town) == ["write the decision down"]
        assert writes(town) == 0
    assert len(summaries(topic)) == 1


def transferred(town: "Town", topic: Issue) -> None:
    with town.world.lock:
        ada = Caller(town.world.account("ada"))
        departures.transfer_issue(town.world, ada, topic, town.world.repository("octo-org/elsewhere"))


def deleted(town: "Town", topic: Issue) -> None:
    with town.world.lock:
        departures.delete_issue(town.world, Caller(town.world.account("ada")), topic)


@pytest.mark.parametrize(
    ("leave", "is_kept"),
    [
        pytest.param(transferred, True, id="transferred"),
        pytest.param(
            lambda town, topic: Actor(town.world, "ada").unlabel(topic, "topic"), True, id="unlabelled"
        ),
        pytest.param(lambda town, topic: Actor(town.world, "ada").close(topic), True, id="closed"),
        pytest.param(deleted, False, id="deleted"),
    ],
)
def test_a_topic_that_is_out_of_sight_closes_nothing_and_one_deleted_does_at_the_next_agenda(
    town: "Town",
    comment: Comment,  # noqa: ARG001  it made the follow-up
    topic: Issue,
    leave: Callable[["Town", Issue], None],
    *,
    is_kept: bool,
) -> None:
    leave(town, topic)
    assert writes(town) == 0
    assert follow_ups(town) == ["write the decision down"]
    town.at(MEETING + timedelta(days=5))
    town.values("run")
    assert follow_ups(town) == (["write the decision down"] if is_kept else [])
    assert town.spent(lambda: town.values("run"))[1] == 0


def test_of_a_topic_with_many_comments_an_old_line_keeps_its_follow_up_and_gets_no_second(
    town: "Town", comment: Comment, topic: Issue
) -> None:
    ada = Actor(town.world, "ada")
    for number in range(45):
        ada.comment(topic, f"Remark {number}")
    assert writes(town) == 0
    ada.comment(topic, f"As I said: no.\n\n{LINE}\n")
    town.values(*ACTIONS)
    assert follow_ups(town) == ["write the decision down"]
    assert len(summaries(topic)) == 1
    assert writes(town) == 0
    ada.delete(topic.comments[-1])
    town.values(*ACTIONS)
    assert follow_ups(town) == ["write the decision down"]
    ada.delete(comment)
    town.values(*ACTIONS)
    assert follow_ups(town) == []
    assert writes(town) == 0


def test_a_follow_up_that_lost_its_label_is_still_the_one_of_its_line(town: "Town", comment: Comment) -> None:
    Actor(town.world, "ada").unlabel(follow_up(town), "action-item")
    town.values(*ACTIONS)
    assert writes(town) == 0
    Actor(town.world, "ben").edit(comment, f"- {LINE} as ADR 12\n")
    town.values(*ACTIONS)
    assert follow_ups(town) == []
    assert follow_up(town).title == "write the decision down as ADR 12"
    assert max(town.world.repository(REPOSITORY).issues) == 3
    assert writes(town) == 0


def test_what_people_did_with_a_follow_up_outlives_every_edit_of_its_line(
    town: "Town", comment: Comment
) -> None:
    ada, ben, one = Actor(town.world, "ada"), Actor(town.world, "ben"), follow_up(town)
    ada.rename(one, "Spring!")
    ada.unassign(one, "ben")
    ada.assign(one, "ablackwell")
    for text in (
        f"{LINE} soon",
        "ACTION @ben, @nasthagiri to write the decision down",
        "ACTION TBD to write it down",
    ):
        ben.edit(comment, f"- {text}\n")
        town.values(*ACTIONS)
        assert writes(town) == 0
        assert one.title == "Spring!"
        assert "ben" not in [each.login for each in one.assignees]
        assert "ablackwell" in [each.login for each in one.assignees]
    assert follow_ups(town) == ["Spring!"]


def test_what_was_said_in_one_meeting_stays_said_in_it_although_its_topic_goes_on(
    town: "Town", topic: Issue
) -> None:
    for week in range(2):
        town.at(MEETING + timedelta(weeks=week, minutes=-10))
        town.values("run")
        if not week:
            said = Actor(town.world, "ben").comment(topic, LINE)
            town.values("run")
    Actor(town.world, "ben").edit(said, f"{LINE} as ADR 12")
    town.values(*ACTIONS)
    made = town.issues("action-item")[0]
    assert made["title"] == "write the decision down as ADR 12"
    assert "- Meeting: Thursday, 17 December 2020\n" in made["body"]
