"""Labels, the form for topics, the token, and the names of people, looked at."""

import pytest

from arch_hour.rules.set_up import FORM
from tests.checking.build import good, to_know, wrong
from tests.rules.memory import Memory


def rows(found: list[tuple[str, str]], about: str) -> list[str]:
    return [sentence for each, sentence in found if each == about]


def test_without_a_label_for_topics_the_form_adds_none() -> None:
    repository = Memory.of()
    repository.missing_labels = {"topic"}
    (sentence,) = rows(wrong(repository), "labels")
    assert sentence.startswith("there is no label topic")
    assert rows(wrong(repository), "token") == []  # there is nothing to try it with


def test_labels_that_a_run_will_make_are_to_know() -> None:
    repository = Memory.of(topics={"hold_label": "later"})
    repository.missing_labels = {"later", "agenda"}
    assert rows(good(repository), "labels") == ["there is the label topic"]
    assert rows(to_know(repository), "labels") == [
        "not there, for people to put: later. `arch-hour init` makes them",
        "not there yet: agenda. Each is made when a run first needs it",
    ]


@pytest.mark.parametrize(
    ("labels", "is_good"),
    [
        ("[topic]", True),
        ("[question, Topic]", True),
        ("question, topic", True),
        ("[idea]", False),
        ("3", False),
        ("{topic: 1}", False),
    ],
)
def test_a_form_makes_topics_by_its_labels(labels: str, is_good: bool) -> None:  # noqa: FBT001
    repository = Memory.of()
    repository.rewritten[FORM] = f"name: Topic\nlabels: {labels}\nbody: []\n"
    assert bool(rows(good(repository), "issue form")) is is_good
    assert bool(rows(wrong(repository), "issue form")) is not is_good


@pytest.mark.parametrize("text", ["", "a: [", "- just\n- a list\n", "name: x\n"], ids=repr)
def test_without_a_form_of_that_kind_people_cannot_propose(text: str) -> None:
    repository = Memory.of()
    repository.rewritten |= {FORM: "", ".github/ISSUE_TEMPLATE/bug.yml": text}
    (sentence,) = rows(to_know(repository), "issue form")
    assert "`arch-hour init` writes one" in sentence


def test_a_form_of_any_name_will_do() -> None:
    repository = Memory.of()
    repository.rewritten |= {FORM: "", ".github/ISSUE_TEMPLATE/idea.yml": "labels: [topic]"}
    assert rows(good(repository), "issue form") == [".github/ISSUE_TEMPLATE/idea.yml makes topics"]


def test_a_token_that_may_not_write_is_wrong() -> None:
    repository = Memory.of()
    repository.is_writable = False
    (sentence,) = rows(wrong(repository), "token")
    assert "may not write issues here" in sentence


def test_each_name_for_somebody_who_cannot_be_assigned_is_told() -> None:
    repository = Memory.of(people={"Ada L": "ada", "Gone G": "gone"})
    repository.unassignable = {"gone"}
    assert rows(good(repository), "names") == ["1 name of `people` can be assigned"]
    (sentence,) = rows(wrong(repository), "names")
    assert sentence.startswith("`people` has gone for Gone G")
