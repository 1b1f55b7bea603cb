"""Labels that are missing are made before they are first put, with their colors and meanings."""

import re

import pytest

from arch_hour.model import Elsewhere, Snapshot
from arch_hour.rules.changes import (
    AddLabels,
    AssignOwners,
    Change,
    CreateIssue,
    CreateLabel,
    Declined,
    Key,
    RemoveLabel,
    Result,
)
from arch_hour.rules.events import Command
from arch_hour.rules.labels import DESIGNS, labels_of, plan_labels, with_missing_labels
from tests.rules.build import OPENED, config, snapshot, topic
from tests.rules.memory import Memory, StoppedError
from tests.rules.stopping import survives

ALL = frozenset(config().labels().values())
AGENDA = CreateIssue(Key("a"), "Agenda", "", ("agenda",), "why")
SCHEDULED = AddLabels(1, ("topic: scheduled",), "why")


def without(*missing: str) -> Snapshot:
    return snapshot(labels=ALL - set(missing))


def names(changes: list[Change]) -> list[str]:
    """The labels that are made."""
    return [change.name for change in changes if isinstance(change, CreateLabel)]


def test_every_label_of_the_configuration_has_a_color_and_a_meaning_as_github_takes_them() -> None:
    assert set(DESIGNS) == set(config().labels())
    for color, meaning in DESIGNS.values():
        assert re.fullmatch(r"[0-9a-f]{6}", color)
        assert 0 < len(meaning) <= 100
    assert len({color for color, _ in DESIGNS.values()}) == len(DESIGNS)


def test_a_label_that_is_switched_off_is_not_made() -> None:
    of = config(topics={"scheduled_label": None})
    assert "topic: scheduled" not in [label.name for label in labels_of(of)]
    assert len(labels_of(of)) == len(DESIGNS) - 1


def test_labels_are_made_as_the_configuration_writes_them() -> None:
    (label,) = (label for label in labels_of(config(topics={"label": "Thema"})) if label.name == "Thema")
    assert (label.color, label.description) == DESIGNS["topics", "label"]


@pytest.mark.parametrize(
    ("there", "made"),
    [
        pytest.param(without(*ALL), ["topic: pinned", "topic: on hold", "topic"], id="new to us"),
        pytest.param(without("topic"), ["topic"], id="all but the one for topics"),
        pytest.param(without("topic: pinned", "agenda"), [], id="known to us"),
        pytest.param(snapshot(labels=None), [], id="not told"),
    ],
)
def test_what_only_people_put_is_made_in_a_repository_that_is_new_to_us(
    there: Snapshot, made: list[str]
) -> None:
    assert names(plan_labels(there, config(), OPENED)) == made


def test_labels_are_known_in_any_case() -> None:
    of = config(topics={"label": "Topic", "pinned_label": "PINNED"})
    assert plan_labels(without(), of, OPENED) == []
    assert names(plan_labels(snapshot(labels=frozenset({"pinned"})), of, OPENED)) == [
        "topic: on hold",
        "Topic",
    ]


@pytest.mark.parametrize(
    ("change", "made"),
    [
        pytest.param(AGENDA, ["agenda"], id="a new issue"),
        pytest.param(SCHEDULED, ["topic: scheduled"], id="a label more"),
        pytest.param(
            AssignOwners(1, ("ada",), "needs-owner", "why"), ["needs-owner"], id="if nobody is assigned"
        ),
        pytest.param(AssignOwners(1, ("ada",), "", "why"), [], id="whoever is assigned"),
        pytest.param(
            AddLabels(1, ("bug", "TOPIC: Scheduled"), "why"), ["topic: scheduled"], id="in other letters"
        ),
        pytest.param(AddLabels(1, ("bug",), "why"), [], id="not ours"),
        pytest.param(RemoveLabel(1, "topic: scheduled", "why"), [], id="taken off"),
        pytest.param(AddLabels(Elsewhere("acme/b", 1), ("topic: scheduled",), "why"), [], id="elsewhere"),
    ],
)
def test_a_label_is_made_right_before_what_puts_it(change: Change, made: list[str]) -> None:
    changes = list(with_missing_labels([change], without(*ALL), config()))
    assert names(changes) == made
    assert changes[-1] == change
    assert list(with_missing_labels([change], without(), config())) == [change]


def test_a_label_is_made_once_however_often_it_is_put() -> None:
    changes: list[Change] = [AGENDA, SCHEDULED, AddLabels(2, ("topic: scheduled", "agenda"), "why")]
    found = list(with_missing_labels(changes, without(*ALL), config()))
    assert [type(change).__name__ for change in found] == [
        "CreateLabel",
        "CreateIssue",
        "CreateLabel",
        "AddLabels",
        "AddLabels",
    ]


def test_what_is_not_told_to_be_missing_is_not_made() -> None:
    assert list(with_missing_labels([AGENDA], snapshot(labels=None), config())) == [AGENDA]


def empty() -> Memory:
    """A team that begins: a topic by a form, and no label of ours but that."""
    repository = Memory.of(topic(1, votes=2))
    repository.missing_labels = set(ALL)
    return repository


def is_made_before_it_is_put(changes: list[Change]) -> bool:
    made: set[str] = set()
    for change in changes:
        if isinstance(change, CreateLabel):
            made.add(change.name)
        elif isinstance(change, CreateIssue | AddLabels) and not made.issuperset(change.labels):
            return False
    return True


def test_a_run_makes_each_label_before_its_first_use_and_a_second_run_none() -> None:
    repository = empty()
    changes = repository.made("12-15 10:00")
    assert names(changes) == ["topic: pinned", "topic: on hold", "topic", "agenda"]
    assert is_made_before_it_is_put(changes)
    assert repository.made() == []
    changes = repository.made("12-17 14:50")
    assert names(changes) == ["topic: scheduled"]
    assert is_made_before_it_is_put(changes)
    assert repository.made() == []


def test_a_run_is_made_up_for_wherever_it_was_stopped() -> None:
    changes = survives(empty(), "12-17 14:50")
    assert len(names(changes)) == 5


@pytest.mark.parametrize("count", range(4))
def test_a_run_that_was_stopped_leaves_no_label_out(count: int) -> None:
    repository = empty()
    with pytest.raises(StoppedError):
        repository.run("12-15 10:00", stop_after=count)
    repository.run()
    assert not repository.missing_labels & {"topic", "topic: pinned", "topic: on hold", "agenda"}


class Unlabelled(Memory):
    """A repository where the token may make no labels."""

    def apply(self, change: Change, number: int) -> Result:
        if isinstance(change, CreateLabel):
            return Declined("Resource not accessible by integration")
        return super().apply(change, number)


def test_a_label_that_is_refused_is_one_remark_and_all_else_is_done() -> None:
    repository = Unlabelled.of(topic(1, votes=2))
    repository.missing_labels = {"agenda", "topic: scheduled"}
    outcome = repository.run("12-17 14:50")
    assert [remark for remark in outcome.remarks if remark.startswith("the label")] == [
        f"the label {name} was not made (Resource not accessible by integration): make it, or let the token do it"
        for name in ("topic: scheduled", "agenda")
    ]
    assert repository.only("topic: scheduled").number == 1
    assert len(repository.labelled("agenda")) == 1


def test_labels_of_other_repositories_are_left_to_their_people() -> None:
    repository = Memory.of(topics={"repositories": ["acme/b"]})
    repository.elsewhere["acme/b"] = (topic(7, votes=1),)
    repository.missing_labels = {"topic: scheduled"}
    changes = repository.made("12-17 14:50")
    assert any(isinstance(change, AddLabels) for change in changes)
    assert names(changes) == []


def test_a_part_of_a_run_makes_only_what_it_puts() -> None:
    repository = empty()
    assert names(repository.made("12-15 10:00", Command.WRAP_UP)) == []
