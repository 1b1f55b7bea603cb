"""Which topics rank for a meeting: the agenda and all that tells of it say the same."""

from io import StringIO

from rich.console import Console

from arch_hour.telling import as_values
from arch_hour.terminal import show_run
from tests.rules.build import moment, topic, vote
from tests.rules.memory import Memory

FROZEN = "12-17 14:50"


def test_a_topic_opened_after_the_freeze_is_neither_on_the_agenda_nor_told() -> None:
    repository = Memory.of(topic(1, "Early", votes=1))
    repository.run(FROZEN)
    repository.issues[77] = topic(77, "Late", votes=3, created_at=moment("12-17 14:51"))
    outcome = repository.run("12-17 14:55")
    assert "#77" not in repository.only("agenda").body
    assert [each["name"] for each in as_values(outcome)["topics"]] == ["#1"]
    screen = StringIO()
    show_run(Console(file=screen, width=120), outcome)
    assert "Early" in screen.getvalue()
    assert "Late" not in screen.getvalue()


def test_votes_given_after_the_freeze_are_told_nowhere() -> None:
    repository = Memory.of(topic(1, votes=[vote("bob", "12-17 14:46")]), topic(2, votes=1))
    outcome = repository.run(FROZEN)
    assert [(each["name"], each["votes"]) for each in as_values(outcome)["topics"]] == [("#2", 1), ("#1", 0)]
    screen = StringIO()
    show_run(Console(file=screen, width=120), outcome)
    assert "bob" not in screen.getvalue()
