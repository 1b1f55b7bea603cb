"""What a report says of follow-ups, in all and by owner."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from arch_hour.model import Issue
from arch_hour.rules.report import report_of
from arch_hour.rules.report_follow_ups import Counts, FollowUps
from tests.rules.build import config, issue, person, snapshot
from tests.rules.past import at, promise

OPENED, CLOSED, NOW = "2020-11-05", "2020-11-12", "2020-12-17"


def reported(*follow_ups: Issue, since: str = "", now: str = NOW) -> FollowUps:
    seen = snapshot(follow_ups=follow_ups, knows_closed=True)
    beginning = date.fromisoformat(since) if since else None
    return report_of(seen, config(), at(now), beginning).follow_ups


@pytest.mark.parametrize(
    ("follow_up", "counts"),
    [
        pytest.param(promise(1, "ada", opened=OPENED), Counts(opened=1, open=1), id="open"),
        pytest.param(promise(1, "ada", opened=OPENED, due=NOW), Counts(opened=1, open=1), id="due today"),
        pytest.param(
            promise(1, "ada", opened=OPENED, due="2020-12-16"),
            Counts(opened=1, open=1, overdue=1),
            id="due yesterday",
        ),
        pytest.param(
            promise(1, "ada", opened=OPENED, closed=CLOSED, due="2020-11-06"),
            Counts(opened=1, closed=1),
            id="closed after it was due",
        ),
        pytest.param(
            promise(1, "ada", opened=OPENED, closed=CLOSED, settled="done"),
            Counts(opened=1, closed=1),
            id="ticked",
        ),
        pytest.param(
            promise(1, "ada", opened=OPENED, closed=CLOSED, settled="withdrawn"),
            Counts(opened=1, closed=1, dropped=1),
            id="struck",
        ),
        pytest.param(
            promise(1, "ada", opened=OPENED, closed=CLOSED, settled="removed"),
            Counts(opened=1, closed=1, dropped=1),
            id="taken out",
        ),
        pytest.param(
            promise(1, "ada", opened=OPENED, settled="withdrawn"),
            Counts(opened=1, open=1),
            id="struck, and opened again",
        ),
        pytest.param(
            promise(1, "ada", opened=OPENED, closed=CLOSED, settled="duplicate"), Counts(), id="a duplicate"
        ),
        pytest.param(
            issue(1, labels=("action-item",)), Counts(opened=1, open=1), id="made by hand, with the label"
        ),
        pytest.param(replace(promise(1, opened=OPENED), labels=()), Counts(), id="without its label"),
        pytest.param(
            replace(promise(1, opened=OPENED, due="2020-11-06"), author=person("stranger")),
            Counts(opened=1, open=1),
            id="of a stranger's, whose date is not believed",
        ),
    ],
)
def test_a_follow_up_counts_by_what_became_of_it(follow_up: Issue, counts: Counts) -> None:
    assert reported(follow_up).all == counts


def test_what_happened_counts_from_the_day_on_that_is_asked_for_and_what_stands_counts_always() -> None:
    old = (promise(1, opened=OPENED, due="2020-11-06"), promise(2, opened=OPENED, closed=CLOSED))
    assert reported(*old, since=CLOSED).all == Counts(closed=1, open=1, overdue=1)
    assert reported(*old, since="2020-11-13").all == Counts(open=1, overdue=1)


def test_owners_are_told_who_has_most_overdue_first_and_those_that_nobody_has() -> None:
    owners = reported(
        promise(1, "ada", "ben", opened=OPENED),
        promise(2, "ada", opened=OPENED),
        promise(3, "cleo", opened=OPENED, due="2020-11-06"),
        promise(4, opened=OPENED),
        promise(5, "dan", opened=OPENED, closed=CLOSED),
        promise(6, "emil", opened=OPENED, closed=CLOSED, settled="duplicate"),
    ).owners
    assert list(owners) == ["cleo", "ada", "", "ben", "dan"]
    assert owners["ada"] == Counts(opened=2, open=2)
    assert owners[""] == Counts(opened=1, open=1)


def test_whoever_did_nothing_since_has_no_row() -> None:
    old = promise(1, "ada", opened=OPENED, closed=CLOSED)
    assert list(reported(old, promise(2, "ben", opened=NOW), since="2020-12-01").owners) == ["ben"]


def test_the_time_from_opening_to_closing_is_that_of_the_one_in_the_middle_without_what_was_dropped() -> None:
    closings = ("2020-11-06", "2020-11-08", "2020-12-05")
    done = [promise(number, opened=OPENED, closed=day) for number, day in enumerate(closings)]
    dropped = promise(9, opened=OPENED, closed="2020-11-05", settled="removed")
    assert reported(*done, dropped, promise(10, opened=OPENED)).took == timedelta(days=3)
    assert reported(dropped).took is None


def test_an_empty_repository_has_nothing_to_tell() -> None:
    assert reported() == FollowUps(Counts(), None, {})
