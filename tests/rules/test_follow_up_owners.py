"""Who owns a follow-up: whom its line names, as far as anybody can be assigned, and as people leave it."""

import pytest

from arch_hour.model import Account
from arch_hour.rules.changes import AssignOwners
from arch_hour.rules.events import Command
from tests.rules.build import VIEWER, topic
from tests.rules.memory import Memory
from tests.rules.promised import OPENED, actions, kinds, promised


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ACTION @Somebody Unknown to look", "nobody could be found to own “{}”"),
        ("ACTION TBD to look", "nobody could be found to own “{}”"),
        ("ACTION look at this", "nobody could be found to own “{}”"),
        ("ACTION @ada, @No Body to look", "nobody is known as No Body, who should own “{}” too"),
    ],
)
def test_nobody_to_own_it_is_labelled_and_reported(line: str, told: str) -> None:
    repository = Memory.of(topic(1, "Tea", line))
    outcome = repository.run(OPENED, Command.ACTIONS)
    assert repository.issues[2].labels == ("action-item", "needs-owner")
    (warning,) = [step.warning for step in outcome.steps if step.warning]
    assert warning == f"{told.format(line)} ({repository.issues[1].url})"
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
