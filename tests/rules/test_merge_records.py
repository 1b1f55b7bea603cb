"""What our comments say of merging, and whose word counts."""

import pytest

from arch_hour.rules.markers import mark
from arch_hour.rules.merge_records import MERGED
from tests.rules.build import VIEWER, person
from tests.rules.memory import StoppedError
from tests.rules.merging import (
    AFTERWARDS,
    LATER,
    RUN,
    backlog,
    merged,
    told,
)
from tests.rules.stopping import survives


@pytest.mark.parametrize(
    "by",
    ["stranger", "robot[bot]"],
)
def test_a_record_by_somebody_who_may_not_counts_for_nothing(by: str) -> None:
    repository = backlog()
    data = {"topic": "I7", "into": "I12", "number": 12, "key": "1/merge #12/1", "at": "2020-12-15T10:00:00Z"}
    repository.say(7, by, f"{mark(MERGED, data)}\nMerged.")
    assert told(repository.made(RUN)) == []


def test_what_somebody_copied_from_another_topic_says_nothing_of_this_one() -> None:
    repository = merged((7, 12))
    repository.say(20, "ada", repository.bodies(7)[-1])
    repository.say(20, "ada", repository.bodies(12)[-1])
    assert told(repository.made(AFTERWARDS)) == []


@pytest.mark.parametrize(
    "damage", ["{}", '{"topic":"I7"}', '{"topic":"I7","into":1,"number":"x","key":2,"at":3}']
)
def test_a_damaged_record_is_none(damage: str) -> None:
    repository = backlog()
    repository.say(7, "ada", f"<!-- arch-hour:merged {damage} -->")
    assert told(repository.made(RUN)) == []


def test_what_a_former_account_of_ours_recorded_counts() -> None:
    repository = merged((7, 12))
    repository.viewer = person("wren")
    repository.values["bots"] = ["arch-hour[bot]"]
    repository.reopen(7)
    assert told(repository.made(AFTERWARDS)) == [("AddComment", 12), ("RemoveLabel", 7)]


def test_what_another_account_of_ours_began_is_asked_about_and_finished() -> None:
    repository = backlog()
    repository.say(7, "wren", "/merge #12")
    repository.viewer = person("ada")
    with pytest.raises(StoppedError):
        repository.run(RUN, stop_after=2)
    repository.viewer = VIEWER
    assert told(survives(repository, LATER)) == [("AddLabels", 7), ("CloseIssue", 7)]
