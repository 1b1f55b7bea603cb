"""Whose votes count for a topic into which others were merged: everybody's, and everybody's once."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from arch_hour.model import Issue, Snapshot, Vote
from arch_hour.rules.blocks import wrap
from arch_hour.rules.events import Command
from arch_hour.rules.merged_topics import parts_of_topics
from arch_hour.rules.standings import standings
from arch_hour.rules.topics import PAGE
from arch_hour.rules.votes import Ballot, Refusal
from tests.rules.build import comment, config, moment, person, snapshot, topic, vote
from tests.rules.memory import Memory, later
from tests.rules.merging import AFTERWARDS, backlog, given, merged, part, voters

PEOPLE = ("ann", "bob", "cleo", "dan")


def ballots(seen: Snapshot, until: str | None = None, **settings: Any) -> dict[int, Ballot]:
    ranked = standings(seen, config(**settings), moment(until) if until else None).ranked
    return {place.topic.number: place.ballot for place in ranked}


def ballot(
    own: tuple[Vote, ...], *others: tuple[Vote, ...], until: str | None = None, **settings: Any
) -> Ballot:
    """The ballot of #12 into which topics with these votes were merged."""
    closed = tuple(part(number, 12, votes) for number, votes in enumerate(others, start=20))
    return ballots(snapshot(topics=(topic(12, votes=own),), merged=closed), until, **settings)[12]


def refusals(found: Ballot) -> dict[str, Refusal]:
    return {each.voter.login: why for why, votes in found.refused.items() for each in votes}


def test_everybody_counts_once_with_the_newest_of_their_votes() -> None:
    found = ballot(
        given("ann", "bob"), given("Bob", "cleo", at="12-11 10:00"), given("bob", at="12-09 10:00")
    )
    assert found.voters == ("ann", "Bob", "cleo")
    assert {each.at for each in found.counted} == {moment("12-10 10:00"), moment("12-11 10:00")}
    assert found.total == 3


def test_a_vote_that_does_not_count_takes_nobody_s_other_vote_away() -> None:
    late = ballot(given("ann"), given("ann", "bob", at="12-12 10:00"), until="12-11 10:00")
    assert (late.voters, refusals(late)) == (("ann",), {"bob": Refusal.AFTER_FREEZE})
    seen = snapshot(
        topics=(
            topic(
                12, votes=given("ann", "bob"), labels=("topic: discussed",), closed_at=moment("12-11 10:00")
            ),
        ),
        merged=(part(20, 12, given("ann", at="12-12 10:00")),),
    )
    again = ballots(seen)[12]
    assert (again.voters, refusals(again)) == (("ann",), {"bob": Refusal.EARLIER_DISCUSSION})


def test_who_may_not_vote_may_not_by_a_merged_topic_either() -> None:
    found = ballot(given("ann"), given("eve", "ann", "robot[bot]"), votes={"voters": ["ann", "eva"]})
    assert found.voters == ("ann",)
    assert refusals(found) == {"robot": Refusal.BOT, "eve": Refusal.NOT_ELIGIBLE}


def test_votes_without_names_add_up() -> None:
    closed = part(20, 12, nameless_votes=2)
    found = ballots(snapshot(topics=(topic(12, nameless_votes=1),), merged=(closed,)))
    assert found[12].nameless == 3


def test_one_of_each_person_s_newest_votes_is_the_united_one() -> None:
    seen = snapshot(
        topics=(
            topic(12, votes=given("ann", at="12-09 10:00")),
            topic(13, votes=given("ann", at="12-10 10:00")),
        ),
        merged=(part(20, 12, given("ann", at="12-11 10:00")), part(21, 12, given("ann", at="12-12 10:00"))),
    )
    found = ballots(seen, votes={"per_person": 1})
    assert (found[12].voters, found[13].voters) == (("ann",), ())
    assert refusals(found[13]) == {"ann": Refusal.OVER_BUDGET}
    both = ballots(seen, votes={"per_person": 2})
    assert (both[12].voters, both[13].voters) == (("ann",), ("ann",))


@pytest.mark.parametrize(
    ("own", "others", "count"), [(4, (6, 3), 6), (6, (4,), 6), (0, (2,), 2), (5, (0,), 5), (0, (0,), 0)]
)
def test_of_votes_that_came_with_pages_the_most_of_one_topic_count(
    own: int, others: tuple[int, ...], count: int
) -> None:
    closed = tuple(
        part(number, 12, given("ann"), body=page(votes)) for number, votes in enumerate(others, start=20)
    )
    seen = snapshot(topics=(topic(12, body=page(own), votes=given("ann", "bob")),), merged=closed)
    found = ballots(seen)[12]
    assert (found.from_page, found.total) == (count, count + 2)


def page(votes: int, day: str = "2020-12-10") -> str:
    return wrap(PAGE, {"date": day, "titles": [], "votes": votes, "notes": []}, "from a page")


def test_a_stranger_s_page_and_one_older_than_the_last_discussion_of_either_count_for_nothing() -> None:
    afresh: dict[str, Any] = {"labels": ("topic: discussed",), "closed_at": moment("12-11 15:00")}
    strange = snapshot(
        topics=(topic(12),), merged=(replace(part(20, 12, body=page(4)), author=person("stranger")),)
    )
    old = snapshot(topics=(topic(12, **afresh),), merged=(part(20, 12, body=page(4)),))
    used = snapshot(
        topics=(topic(12),), merged=(part(20, 12, body=page(4), discussed=moment("12-11 15:00")),)
    )
    new = snapshot(topics=(topic(12, **afresh),), merged=(part(20, 12, body=page(4, "2020-12-12")),))
    assert [found[12].from_page for found in map(ballots, (strange, old, used, new)) if found] == [0, 0, 0, 4]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (None, "12-11 10:00"),
        ("12-11 10:00", None),
        ("12-10 10:00", "12-11 10:00"),
        ("12-11 10:00", "12-09 08:00"),
    ],
)
def test_votes_that_one_of_a_chain_used_up_in_a_discussion_do_not_count_again(
    first: str | None, second: str | None
) -> None:
    votes = (*given("ann", at="12-10 12:00"), *given("bob", at="12-12 10:00"))
    end = part(21, 20, votes, discussed=moment(first) if first else None)
    middle = part(20, 12, given("cleo", at="12-13 10:00"), discussed=moment(second) if second else None)
    seen = snapshot(topics=(topic(12),), merged=(middle, end))
    assert ballots(seen)[12].voters == ("bob", "cleo")


def test_a_closing_by_hand_uses_up_no_vote_of_what_is_merged_later() -> None:
    repository = backlog()
    repository.edit(7, closed_at=moment("12-14 12:00"))
    repository = merged((7, 12), repository=repository)
    assert voters(repository.run(AFTERWARDS))[12] == ["ann", "bob", "cleo"]


@pytest.mark.parametrize(
    "closed",
    [
        pytest.param(part(20, 12, given("ann"), by="stranger"), id="recorded by a stranger"),
        pytest.param(part(20, 12, given("ann"), by="robot[bot]"), id="recorded by an app"),
        pytest.param(part(20, 12, given("ann"), by="nobody-knows"), id="recorded by somebody unknown"),
        pytest.param(replace(part(20, 12, given("ann")), labels=("topic",)), id="without the label"),
        pytest.param(part(20, 13, given("ann")), id="into a topic that is closed"),
        pytest.param(part(20, 99, given("ann")), id="into a topic that is gone"),
        pytest.param(part(20, 20, given("ann")), id="into itself"),
        pytest.param(part(20, 12, given("ann"), said=comment(1, "ada", "Merged")), id="without a record"),
        pytest.param(
            part(20, 12, given("ann"), said=part(21, 12).comments[0]), id="with the record of another topic"
        ),
        pytest.param(part(20, 12, given("ann"), repository="acme/other"), id="elsewhere"),
    ],
)
def test_only_what_is_merged_counts(closed: Issue) -> None:
    seen = snapshot(topics=(topic(12),), merged=(closed,), discussed=(topic(13, is_open=False),))
    assert ballots(seen)[12].total == 0


def test_records_that_lead_in_circles_lead_nowhere() -> None:
    ring = (part(20, 21, given("ann")), part(21, 22, given("bob")), part(22, 20, given("cleo")))
    tail = part(23, 20, given("dan"))
    seen = snapshot(topics=(topic(12, votes=given("eve")),), merged=(*ring, tail))
    assert parts_of_topics(seen, config()) == {}
    assert ballots(seen)[12].voters == ("eve",)


@settings(max_examples=60)
@drawn(st.lists(st.integers(20, 29), min_size=10, max_size=10))
def test_whatever_records_say_every_merged_topic_counts_for_one_at_most(targets: list[int]) -> None:
    closed = tuple(part(number, 12 if into == 29 else into) for number, into in enumerate(targets, start=20))
    found = parts_of_topics(snapshot(topics=(topic(12), topic(13)), merged=closed), config())
    numbers = [each.number for parts in found.values() for each in parts]
    assert len(numbers) == len(set(numbers))
    assert found.keys() <= {"I12"}


VOTES = st.lists(
    st.builds(
        vote,
        st.sampled_from([*PEOPLE, "ANN", "robot[bot]"]),
        st.sampled_from(["12-10 10:00", "12-10 12:00", "12-11 10:00"]),
    ),
    max_size=8,
).map(tuple)


@settings(max_examples=150)
@drawn(
    VOTES,
    st.lists(VOTES, max_size=3),
    st.sampled_from([None, "12-10 11:00", "12-10 10:00"]),
    st.sampled_from(["everyone", ["ann", "bob", "dan"]]),
)
def test_a_united_ballot_has_each_person_once_and_is_no_larger_than_the_sum_and_no_smaller_than_the_largest(
    own: tuple[Vote, ...], others: list[tuple[Vote, ...]], until: str | None, eligible: Any
) -> None:
    rules = {"voters": eligible}
    united = ballot(own, *others, until=until, votes=rules)
    each = [ballot(votes, until=until, votes=rules) for votes in (own, *others)]
    counted = [found.voter.key for found in united.counted]
    named = [*counted, *(found.voter.key for votes in united.refused.values() for found in votes)]
    assert len(named) == len(set(named))
    assert set(named) == {found.voter.key for votes in (own, *others) for found in votes}
    assert set(counted) == {found.voter.key for alone in each for found in alone.counted}
    assert max(alone.total for alone in each) <= united.total <= sum(alone.total for alone in each)


@settings(max_examples=60)
@drawn(VOTES, VOTES, VOTES, st.integers(1, 2))
def test_nobody_s_votes_outgrow_the_limit_by_merging(
    own: tuple[Vote, ...], merged_in: tuple[Vote, ...], other: tuple[Vote, ...], limit: int
) -> None:
    seen = snapshot(topics=(topic(12, votes=own), topic(13, votes=other)), merged=(part(20, 12, merged_in),))
    found = ballots(seen, votes={"per_person": limit})
    counted = [each.voter.key for each in (*found[12].counted, *found[13].counted)]
    for key in set(counted):
        assert counted.count(key) <= limit


def test_it_goes_with_a_topic_over_others_and_back() -> None:
    repository = merged((7, 12))
    repository.say(12, "ada", "/merge #20")
    assert voters(repository.run(AFTERWARDS)) == {20: ["ann", "bob", "cleo", "dan"]}
    repository.now = moment("12-15 12:00")
    repository.reopen(12)
    assert voters(repository.run("12-15 12:01")) == {12: ["ann", "bob", "cleo"], 20: ["dan"]}
    repository.reopen(7)
    assert voters(repository.run("12-15 12:02")) == {12: ["bob", "cleo"], 7: ["ann", "bob"], 20: ["dan"]}


def test_votes_given_to_a_merged_topic_count_too() -> None:
    repository = merged((7, 12))
    repository.vote(7, "eve")
    assert voters(repository.run(AFTERWARDS))[12] == ["ann", "bob", "cleo", "eve"]
    assert "ann, bob, cleo, eve" in repository.only("agenda").body


def test_what_was_merged_is_discussed_with_the_other_topic() -> None:
    repository = merged((7, 12))
    repository.run("12-17 14:50")
    repository.tick(repository.only("agenda").number, 12)
    repository.run("12-18 04:00")
    repository.now = moment("12-18 09:00")
    repository.reopen(12)
    repository.vote(7, "eve")
    repository.vote(7, "bob", "12-18 08:00")
    assert voters(repository.run("12-18 09:01"))[12] == ["bob", "eve"]


def test_one_that_was_discussed_before_keeps_its_newer_votes_over_a_merging_that_was_undone() -> None:
    repository = backlog()
    repository.edit(7, labels=("topic", "topic: discussed"), closed_at=moment("12-10 12:00"))
    repository.vote(7, "eve", "12-12 10:00")
    merged((7, 12), repository=repository)
    assert voters(repository.run("12-15 11:00:30"))[12] == ["bob", "cleo", "eve"]
    repository.reopen(7)
    assert voters(repository.run(AFTERWARDS))[7] == ["eve"]
    repository.now = moment("12-15 12:00")
    repository.say(7, "ada", "/merge #20")
    assert voters(repository.run("12-15 12:01"))[20] == ["dan", "eve"]
    repository.reopen(7)
    repository.run("12-15 12:02")
    repository.run("12-17 14:50")
    repository.tick(max(each.number for each in repository.labelled("agenda")), 7)
    repository.run("12-18 04:00")
    repository.reopen(7)
    assert voters(repository.run("12-18 05:00")).get(7, []) == []


def test_electors_are_asked_for_where_only_a_merged_topic_has_votes() -> None:
    repository = Memory.of(topic(7, votes=given("ada", "ann")), topic(12), votes={"voters": "collaborators"})
    repository.run("12-15 09:00")
    merged((7, 12), repository=repository)
    outcome = repository.run(AFTERWARDS)
    assert repository.asked == ["writers"]
    assert voters(outcome) == {12: ["ada"]}
    repository.close(12)
    repository.run(later(repository, minutes=1))
    assert repository.asked == []


def test_a_record_by_an_account_that_is_not_known_is_asked_about_however_long_ago_it_was() -> None:
    repository = Memory.of(topic(12), part(20, 12, given("ann")), part(21, 12, body=page(3)))
    for number in (20, 21):
        repository.edit(number, closed_at=moment("11-01 10:00"))
    for command in (Command.ACTIONS, Command.ALL):
        assert voters(repository.run("12-15 09:00", command)) == {12: ["ann"]}
        assert repository.asked == ["ada", "wren"]
    assert repository.made("12-15 09:01") == []


@pytest.mark.parametrize(
    ("body", "votes", "asks"), [("", ("ann",), True), ("page", (), True), ("", (), False)], ids=str
)
def test_what_was_said_on_a_merged_topic_since_hides_no_record_of_one_with_votes(
    body: str,
    votes: tuple[str, ...],
    asks: bool,  # noqa: FBT001
) -> None:
    repository = merged((7, 12))
    repository.edit(7, body=page(3) if body else "", votes=given(*votes))
    repository.comments_read = 2
    for number in range(3):
        repository.say(7, "zed", f"words {number}")
    outcome = repository.run(AFTERWARDS)
    assert ("comments of 7" in repository.asked) is asks
    first = standings(outcome.snapshot, outcome.config, None).ranked[0]
    assert first.ballot.voters == (*votes, "bob", "cleo")
    assert first.ballot.from_page == (3 if body else 0)
