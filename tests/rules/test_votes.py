"""Which votes count, and why the others do not."""

from dataclasses import replace
from datetime import timedelta
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.model import Account, Issue, Vote
from arch_hour.rules.ranking import fit, held, rank
from arch_hour.rules.schedule import occurrences
from arch_hour.rules.topics import page_votes
from arch_hour.rules.votes import Ballot, Refusal, count_votes
from tests.rules.build import END, FREEZE, START, config, moment, snapshot, topic, vote

PAGE = '<!-- arch-hour:page {"votes":4} -->\nfrom a page\n<!-- /arch-hour:page -->\n'


def ballot(
    votes: list[Vote], per_person: int = 0, until: str | None = None, voters: Any = "everyone", **values: Any
) -> Ballot:
    given_to = topic(1, votes=votes, **values)
    limit = moment(until) if until else None
    settings = config(votes={"per_person": per_person, "voters": voters})
    return count_votes([given_to], settings, until=limit, pages={})[given_to.id]


def voters(found: Ballot) -> list[str]:
    return list(found.voters)


def refusals(found: Ballot) -> list[tuple[str, Refusal]]:
    return [(each.voter.login, why) for why, votes in found.refused.items() for each in votes]


def test_people_vote_and_apps_do_not() -> None:
    found = ballot([vote("ann"), vote("robot[bot]"), vote("bob")])
    assert voters(found) == ["ann", "bob"]
    assert refusals(found) == [("robot", Refusal.BOT)]


def test_who_may_not_vote_is_told_so() -> None:
    found = ballot([vote("ann"), vote("Eve"), vote("ben")], voters=["@Ann", "BEN"])
    assert voters(found) == ["ann", "ben"]
    assert refusals(found) == [("Eve", Refusal.NOT_ELIGIBLE)]


@pytest.mark.parametrize(
    ("login", "why"),
    [
        ("robot[bot]", Refusal.BOT),
        ("eve", Refusal.NOT_ELIGIBLE),
        ("ann", Refusal.EARLIER_DISCUSSION),
    ],
)
def test_of_several_reasons_the_first_is_told(login: str, why: Refusal) -> None:
    found = ballot(
        [vote(login, "12-09 10:00")],
        per_person=1,
        until="12-08 10:00",
        voters=["ann"],
        labels=("topic: discussed",),
        closed_at=moment("12-10 10:00"),
    )
    assert refusals(found) == [(login.removesuffix("[bot]"), why)]


def test_votes_of_apps_and_deleted_accounts_are_told_as_a_number() -> None:
    found = ballot([vote("ann")], nameless_votes=3)
    assert (found.total, found.nameless) == (1, 3)
    assert ballot([], nameless_votes=1).has_voters
    assert not ballot([]).has_voters


@pytest.mark.parametrize("first", [0, 1])
def test_a_vote_seen_twice_counts_once_at_its_newer_time(first: int) -> None:
    twice = [vote("Ann", "12-10 10:00"), vote("ann", "12-10 11:00")]
    found = ballot([twice[first], twice[1 - first]])
    assert [each.at for each in found.counted] == [moment("12-10 11:00")]
    assert found.refused == {}
    late = ballot([twice[first], twice[1 - first]], until="12-10 10:30")
    assert list(late.refused) == [Refusal.AFTER_FREEZE]


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


@pytest.mark.parametrize("label", ["topic: on hold", "topic: pinned"])
def test_a_vote_on_a_topic_that_is_held_or_pinned_uses_up_the_budget_too(label: str) -> None:
    other = topic(2, votes=[vote("ann", "12-09 11:00")], labels=(label,))
    assert counted(1, topic(1, votes=[vote("ann", "12-09 10:00")]), other) == {1: [], 2: ["ann"]}


@pytest.mark.parametrize(
    ("moved_at", "kept"),
    [("12-17 14:44", {1: [], 2: ["ann"]}), ("12-17 14:46", {1: ["ann"], 2: []})],
    ids=["before the freeze", "after the freeze"],
)
def test_a_vote_that_was_moved_after_the_freeze_counts_where_it_was(
    moved_at: str, kept: dict[int, list[str]]
) -> None:
    topics = [topic(1, votes=[vote("ann", "12-09 10:00")]), topic(2, votes=[vote("ann", moved_at)])]
    ballots = count_votes(topics, config(votes={"per_person": 1}), until=moment("12-17 14:45"), pages={})
    assert {each.number: voters(ballots[each.id]) for each in topics} == kept


def test_a_vote_of_who_may_not_vote_or_came_too_late_costs_nothing_of_the_budget() -> None:
    topics = [topic(number, votes=[vote("ann", f"12-0{number} 10:00")]) for number in (1, 2, 3)]
    settings = config(votes={"per_person": 1, "voters": ["ann"]})
    ballots = count_votes(topics, settings, until=moment("12-02 12:00"), pages={})
    assert [voters(ballots[each.id]) for each in topics] == [[], ["ann"], []]


def test_of_two_repositories_topics_of_one_number_and_second_one_keeps_its_vote_whatever_the_order() -> None:
    here = topic(5, votes=[vote("ann", "12-09 10:00")])
    there = replace(here, id="other", repository="acme/coffee")
    for topics in ([here, there], [there, here]):
        ballots = count_votes(topics, config(votes={"per_person": 1}), pages={})
        assert (voters(ballots[here.id]), voters(ballots[there.id])) == (["ann"], [])


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
        assert len(found.counted) + found.refused_total == len(each.votes)


def page_total(**values: Any) -> int:
    found = topic(1, **{"body": PAGE, "votes": 1, **values})
    seen = snapshot(topics=(found,))
    return count_votes([found], config(), pages=page_votes(seen, config()))[found.id].total


def test_votes_of_a_page_count_besides_those_given() -> None:
    assert page_total() == 5


@pytest.mark.parametrize(
    ("date", "total"), [("2020-12-08", 1), ("2020-12-09", 1), ("2020-12-10", 5), ("soon", 1)]
)
def test_votes_of_a_page_younger_than_the_last_discussion_count(date: str, total: int) -> None:
    body = PAGE.replace('"votes":4', f'"date":"{date}","votes":4')
    assert page_total(labels=("topic: discussed",), closed_at=moment("12-09 16:00"), body=body) == total


def test_votes_of_a_page_count_only_until_the_topic_is_discussed() -> None:
    assert page_total(labels=("topic: discussed",), closed_at=moment("12-09 10:00")) == 1


def test_a_stranger_cannot_bring_votes_along() -> None:
    assert page_total(by="stranger") == 1
    assert page_total(by="never-asked-about") == 1


@pytest.mark.parametrize("votes", ["-3", '"9"', "null", "[]", "1.5", "1e999"])
def test_forged_numbers_of_votes_are_none(votes: str) -> None:
    forged = topic(1, body=PAGE.replace("4", votes))
    assert page_votes(snapshot(topics=(forged,)), config()) == {"I1": 0}


@pytest.fixture(scope="module")
def thousand() -> list[Issue]:
    """Topics with a hundred votes each, all of the same people."""
    people = [Account(f"Voter-{number}") for number in range(100)]
    first = START - timedelta(days=9)
    return [
        topic(
            number,
            votes=tuple(
                Vote(person, first + timedelta(seconds=7 * place + number % 13))
                for place, person in enumerate(people)
            ),
        )
        for number in range(1, 1001)
    ]


# Seconds of the processor: twice the design's figure, for a machine that has other things to do.
@pytest.mark.parametrize(
    ("votes", "bound"),
    [
        pytest.param({}, 0.2, id="everyone"),
        pytest.param({"voters": [f"voter-{number}" for number in range(100)]}, 0.2, id="a list"),
        pytest.param({"per_person": 3}, 0.4, id="a budget that refuses nearly every vote"),
    ],
)
def test_a_thousand_topics_with_a_hundred_votes_are_counted_ranked_and_fitted_at_once(
    thousand: list[Issue], votes: dict[str, Any], bound: float
) -> None:
    settings = config(votes=votes)
    (meeting,) = occurrences(settings, START, END)

    def planning() -> float:
        begun = process_time()
        ballots = count_votes(thousand, settings, until=FREEZE, pages={})
        ranked, on_hold = rank(thousand, ballots, settings), held(thousand, ballots, settings)
        fit(ranked, on_hold, meeting, settings, {})
        return process_time() - begun

    assert min(planning() for _ in range(3)) < bound
