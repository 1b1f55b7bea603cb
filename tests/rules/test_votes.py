"""Which votes count, and why the others do not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.model import Issue, Vote
from arch_hour.rules.topics import page_votes
from arch_hour.rules.votes import Ballot, Refusal, count_votes
from tests.rules.build import config, moment, snapshot, topic, vote

PAGE = '<!-- arch-hour:page {"votes":4} -->\nfrom a page\n<!-- /arch-hour:page -->\n'


def ballot(votes: list[Vote], per_person: int = 0, until: str | None = None, **values: Any) -> Ballot:
    given_to = topic(1, votes=votes, **values)
    limit = moment(until) if until else None
    settings = config(votes={"per_person": per_person})
    return count_votes([given_to], settings, until=limit, pages={})[given_to.id]


def voters(found: Ballot) -> list[str]:
    return [counted.voter.login for counted in found.counted]


def refusals(found: Ballot) -> list[tuple[str, Refusal]]:
    return [(refused.vote.voter.login, refused.why) for refused in found.refused]


def test_people_vote_and_apps_do_not() -> None:
    found = ballot([vote("ann"), vote("robot[bot]"), vote("bob")])
    assert voters(found) == ["ann", "bob"]
    assert refusals(found) == [("robot", Refusal.BOT)]


def test_votes_are_told_in_the_order_in_which_they_were_given() -> None:
    assert voters(ballot([vote("ann", "12-10 12:00"), vote("Bob", "12-10 11:00")])) == ["Bob", "ann"]


@pytest.mark.parametrize(
    ("at", "why"),
    [("12-17 14:44:59", None), ("12-17 14:45", Refusal.AFTER_FREEZE), ("12-17 15:00", Refusal.AFTER_FREEZE)],
)
def test_a_vote_from_the_freeze_on_comes_too_late(at: str, why: Refusal | None) -> None:
    found = ballot([vote("ann", at)], until="12-17 14:45")
    assert refusals(found) == ([("ann", why)] if why else [])
    assert found.total == (0 if why else 1)


@pytest.mark.parametrize(
    ("at", "counts"),
    [("12-10 09:59:59", False), ("12-10 10:00", False), ("12-10 10:00:01", True)],
    ids=["before", "in the same second", "after"],
)
def test_a_topic_discussed_before_counts_only_votes_newer_than_that(at: str, counts: bool) -> None:  # noqa: FBT001
    closed = moment("12-10 10:00")
    found = ballot([vote("ann", at)], labels=("topic: discussed",), closed_at=closed)
    assert found.total == int(counts)
    assert refusals(found) == ([] if counts else [("ann", Refusal.EARLIER_DISCUSSION)])


def test_taking_the_discussed_label_off_restores_the_old_votes() -> None:
    assert ballot([vote("ann", "12-09 10:00")], closed_at=moment("12-10 10:00")).total == 1


def test_the_label_is_known_in_any_case() -> None:
    assert (
        ballot(
            [vote("ann", "12-09 10:00")], labels=("Topic: Discussed",), closed_at=moment("12-10 10:00")
        ).total
        == 0
    )


def counted(settings_per_person: int, *topics: Issue) -> dict[int, list[str]]:
    ballots = count_votes(topics, config(votes={"per_person": settings_per_person}), pages={})
    return {each.number: voters(ballots[each.id]) for each in topics}


def test_the_newest_votes_of_a_person_count_so_that_a_vote_can_be_moved_by_voting() -> None:
    topics = [topic(number, votes=[vote("ann", f"12-0{number} 10:00")]) for number in (1, 2, 3)]
    assert counted(2, *topics) == {1: [], 2: ["ann"], 3: ["ann"]}


def test_of_two_votes_in_one_second_the_lower_number_keeps_its() -> None:
    topics = [topic(number, votes=[vote("ann", "12-09 10:00")]) for number in (12, 5, 30)]
    assert counted(1, *topics) == {12: [], 5: ["ann"], 30: []}
    assert counted(1, *reversed(topics)) == {12: [], 5: ["ann"], 30: []}


def test_a_login_in_another_case_is_the_same_person() -> None:
    topics = [topic(1, votes=[vote("Ann", "12-09 10:00")]), topic(2, votes=[vote("ann", "12-09 11:00")])]
    assert counted(1, *topics) == {1: [], 2: ["ann"]}


def test_a_vote_that_does_not_count_costs_nothing_of_the_budget() -> None:
    discussed = topic(
        2, votes=[vote("ann", "12-09 11:00")], labels=("topic: discussed",), closed_at=moment("12-10 10:00")
    )
    assert counted(1, topic(1, votes=[vote("ann", "12-09 10:00")]), discussed) == {1: ["ann"], 2: []}


def test_the_budget_is_told_as_the_reason() -> None:
    topics = [topic(1, votes=[vote("ann", "12-09 10:00")]), topic(2, votes=[vote("ann", "12-09 11:00")])]
    ballots = count_votes(topics, config(votes={"per_person": 1}), pages={})
    assert refusals(ballots["I1"]) == [("ann", Refusal.OVER_BUDGET)]


@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from("abc"), st.integers(0, 3)),
            unique_by=lambda given_by: given_by[0],
            max_size=3,
        ),
        max_size=6,
    ),
    st.integers(1, 3),
)
def test_nobody_ever_has_more_votes_than_the_budget_and_no_vote_vanishes(
    given_votes: list[list[tuple[str, int]]], per_person: int
) -> None:
    topics = [
        topic(number, votes=[vote(login, f"12-09 10:00:0{second}") for login, second in votes])
        for number, votes in enumerate(given_votes, start=1)
    ]
    ballots = count_votes(topics, config(votes={"per_person": per_person}), pages={})
    for login in "abc":
        given_by = [each for each in topics if any(v.voter.login == login for v in each.votes)]
        kept = [each for each in topics if login in voters(ballots[each.id])]
        assert len(kept) == min(per_person, len(given_by))
    for each in topics:
        found = ballots[each.id]
        assert len(found.counted) + len(found.refused) == len(each.votes)


def page_total(**values: Any) -> int:
    found = topic(1, body=PAGE, votes=1, **values)
    seen = snapshot(topics=(found,))
    return count_votes([found], config(), pages=page_votes(seen, config()))[found.id].total


def test_votes_of_a_page_count_besides_those_given() -> None:
    assert page_total() == 5


def test_votes_of_a_page_count_only_until_the_topic_is_discussed() -> None:
    assert page_total(labels=("topic: discussed",), closed_at=moment("12-09 10:00")) == 1


def test_a_stranger_cannot_bring_votes_along() -> None:
    assert page_total(by="stranger") == 1
    assert page_total(by="never-asked-about") == 1


@pytest.mark.parametrize("votes", ["-3", '"9"', "null", "[]", "1.5", "1e999"])
def test_forged_numbers_of_votes_are_none(votes: str) -> None:
    forged = topic(1, body=PAGE.replace("4", votes))
    assert page_votes(snapshot(topics=(forged,)), config()) == {"I1": 0}
