"""People write into a comment of ours between our look at it and our write over it, over HTTP on both sides."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.test_edit_meanwhile import start as start_interrupted
from tests.integration.test_swept_away import FREEZE, Act, start
from tests.integration.test_week import comments_of, propose

if TYPE_CHECKING:
    from arch_hour.rules.changes import Change
    from tests.integration.conftest import Town


def with_a_late_topic(town: "Town") -> tuple[int, int]:
    """The numbers of an agenda and of our comment on it, which lacks one topic that was opened since."""
    propose(town, "ben", "First")
    town.at(FREEZE)
    start(town)
    town.at(FREEZE + timedelta(minutes=1))
    propose(town, "ben", "Late")
    start(town)
    propose(town, "ben", "Later")
    agenda: int = town.issues("agenda")[0]["number"]
    (told,) = comments_of(town, agenda)
    return agenda, told["id"]


def note(town: "Town", comment: int, by: str, text: str) -> Act:
    def act() -> None:
        path = f"/issues/comments/{comment}"
        body = town.send(by, "GET", path)["body"]
        town.send(by, "PATCH", path, {"body": f"{body}\n\n{text}\n".replace("\n", "\r\n")})

    return act


def take_away(town: "Town", comment: int) -> Act:
    return lambda: town.send("ada", "DELETE", f"/issues/comments/{comment}")


def settled(town: "Town", agenda: int) -> str:
    """The comment's text, once another run has nothing to do any more."""
    assert town.spent(lambda: start(town))[1] == 0
    (told,) = comments_of(town, agenda)
    assert "Later" in told["body"]
    body: str = told["body"]
    return body


def test_words_that_our_write_swept_away_are_back_when_the_run_ends(town: "Town") -> None:
    agenda, comment = with_a_late_topic(town)
    start(town, before=(note(town, comment, "ada", "one"), note(town, comment, "ben", "two")))
    body = settled(town, agenda)
    assert (body.count("one\n"), body.count("two\n")) == (1, 1)


def test_words_written_right_after_our_write_stay(town: "Town") -> None:
    agenda, comment = with_a_late_topic(town)
    start(town, after=(note(town, comment, "ada", "my note"),))
    assert settled(town, agenda).count("my note") == 1


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_comment_that_is_deleted_while_we_write_is_written_anew(town: "Town", moment: str) -> None:
    agenda, comment = with_a_late_topic(town)
    moments: dict[str, Any] = {moment: (take_away(town, comment),)}
    start(town, **moments)
    settled(town, agenda)


@pytest.mark.parametrize("act", [note, take_away], ids=["edited", "deleted"])
def test_what_happened_before_our_look_is_in_the_next_plan(town: "Town", act: Callable[..., Act]) -> None:
    agenda, comment = with_a_late_topic(town)
    words = ("ada", "my note") if act is note else ()
    left = [act(town, comment, *words)]

    def meanwhile(_: "Change") -> None:
        if left:
            left.pop()()

    start_interrupted(town, meanwhile)
    assert settled(town, agenda).count("my note") == (act is note)
