"""Topics of other repositories after the meeting: they are changed where that is allowed."""

from dataclasses import replace
from typing import Any

import pytest

from arch_hour.model import Elsewhere, Issue, Vote
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    CloseIssue,
    CloseReason,
    RemoveLabel,
    repository_of,
)
from arch_hour.rules.open_topics import open_topics
from arch_hour.rules.wrap_up_records import discussed_elsewhere, waited
from arch_hour.telling import ranked_topics, warnings
from tests.rules.build import (
    config,
    issue,
    linked,
    moment,
    person,
    sections_of,
    snapshot,
    topic,
)
from tests.rules.elsewhere import (
    BEGUN,
    DUE,
    FROZEN,
    NEXT,
    NEXT_DUE,
    NEXT_FROZEN,
    OPENED,
    OTHER,
    abroad,
    attempted,
    change_there,
    discussed_there,
    foreign,
    names,
    there,
    with_others,
)
from tests.rules.memory import Memory

# After the meeting


def test_a_discussed_topic_is_told_labelled_and_closed_there_and_its_namesake_here_is_not() -> None:
    repository = with_others(topic(1), others=[foreign(1, votes=2), foreign(2)])
    agenda = discussed_there(repository)
    closed = there(repository, 1)
    assert (closed.is_open, closed.labels) == (False, ("topic", "topic: discussed"))
    (said,) = closed.comments
    assert repository.issues[agenda].url in said.body
    assert "brings the old votes back" not in said.body
    assert repository.issues[1].is_open
    assert repository.issues[1].labels == ("topic",)
    assert there(repository, 2).labels == ("topic",)
    ending = repository.bodies(agenda)[-1]
    assert f"| {linked(1, OTHER)} Issue 1 | 2 | 10 min | – |\n\n### Carried over" in ending
    assert f"- {linked(2, OTHER)} Issue 2 – waited 1 meeting" in ending
    assert repository.made(later_than(DUE)) == []


def later_than(text: str) -> str:
    return f"{moment(text).replace(minute=30):%Y-%m-%d %H:%M}"


def test_namesakes_wait_each_for_itself_and_older_records_are_read() -> None:
    repository = with_others(topic(1), topic(2), others=[foreign(1, votes=2), foreign(2)])
    discussed_there(repository)
    agendas = tuple(repository.labelled("agenda"))
    assert waited(snapshot(agendas=agendas), config()) == {"#1": 1, "#2": 1, f"{OTHER}#2": 1}
    record = repository.bodies(agendas[0].number)[-1].split("\n")[0]
    assert '"waited":{"1":1,"2":1,"acme/other":{"2":1}}' in record


def test_reopened_there_it_starts_afresh() -> None:
    repository = with_others(others=[foreign(1, votes=2)])
    discussed_there(repository)
    change_there(repository, 1, is_open=True)
    (place,) = ranked_topics(repository.run(NEXT))
    assert (place.topic.name, place.ballot.total) == (f"{OTHER}#1", 0)


# Where nothing may be written


def test_a_refusal_is_told_once_for_each_repository_and_the_rest_goes_on() -> None:
    repository = with_others(topic(1), others=[foreign(1, votes=3), foreign(2, votes=2)], read_only=True)
    repository.run(OPENED)
    outcome = repository.run(FROZEN)
    assert warnings(outcome) == [
        "topics of acme/other such as #1 were left as they are there (Resource not accessible by integration): to have "
        "them labelled and closed, give a token that may write to its issues in GITHUB_TOKEN or the input `token`"
    ]
    assert repository.issues[1].has_label("topic: scheduled")
    assert [section.name for section in sections_of(repository.only("agenda").body)] == [
        f"{OTHER}#1",
        f"{OTHER}#2",
        "#1",
    ]
    assert attempted(repository) == 2


def test_an_issue_that_refused_one_change_is_asked_for_no_other() -> None:
    repository = with_others(topic(1), others=[foreign(1, votes=3)], read_only=True)
    discussed_there(repository)
    assert [type(change) for change in repository.changes if repository_of(change)] == [AddLabels, AddComment]


def test_after_a_refusal_nothing_is_tried_again_until_the_next_freeze() -> None:
    repository = with_others(topic(1), others=[foreign(1, votes=3), foreign(2, votes=2)], read_only=True)
    for at in (OPENED, FROZEN, BEGUN):
        repository.run(at)
    tried = attempted(repository)
    assert repository.made(BEGUN) == []
    agenda = repository.only("agenda").number
    repository.tick(agenda, f"{OTHER}#1")
    repository.run(DUE)
    assert attempted(repository) == tried + 1
    assert not repository.issues[agenda].is_open
    assert repository.made(later_than(DUE)) == []
    assert attempted(repository) == tried + 1


def refused_there(*own: Issue, **values: Any) -> Memory:
    """A topic elsewhere was discussed, and could neither be labelled nor closed."""
    repository = with_others(*own, others=[foreign(1, votes=3, **values)], read_only=True)
    discussed_there(repository)
    return repository


def test_a_topic_that_could_not_be_closed_counts_as_closed_even_where_it_is_pinned() -> None:
    repository = refused_there(topic(1), labels=("topic: pinned",))
    outcome = repository.run(NEXT)
    assert names(ranked_topics(outcome)) == ["#1"]
    repository.run(NEXT_FROZEN)
    assert OTHER not in repository.labelled("agenda")[-1].body
    repository.run(NEXT_DUE)
    assert OTHER not in repository.bodies(repository.labelled("agenda")[-1].number)[-1].split("\n", 1)[1]


def test_votes_given_after_the_discussion_bring_it_back_and_only_they_count() -> None:
    repository = refused_there(topic(1, votes=1))
    fresh = Vote(person("zoe"), moment("12-20 10:00"))
    change_there(repository, 1, votes=(*there(repository, 1).votes, fresh))
    outcome = repository.run(NEXT)
    assert [(place.topic.name, place.ballot.total) for place in ranked_topics(outcome)] == [
        ("#1", 1),
        (f"{OTHER}#1", 1),
    ]
    (_, back) = ranked_topics(outcome)
    assert {why.name for why in back.ballot.refused} == {"EARLIER_DISCUSSION"}
    repository.run(NEXT_FROZEN)
    repository.run(NEXT_DUE)
    assert (
        f"- {linked(1, OTHER)} Issue 1 – waited 1 meeting"
        in repository.bodies(repository.labelled("agenda")[-1].number)[-1]
    )


@pytest.mark.parametrize("weeks", [1, 3])
def test_it_stays_away_however_many_meetings_pass(weeks: int) -> None:
    repository = refused_there(topic(1))
    for week in range(weeks):
        for day, at in (("21", "16:00"), ("24", "14:45"), ("25", "04:00")):
            shifted = moment(f"12-{day} {at}") + (moment("12-08 00:00") - moment("12-01 00:00")) * week
            repository.run(f"{shifted:%Y-%m-%d %H:%M}")
    newest = repository.labelled("agenda")[-1]
    # GitHub gives the newest agendas only: the newest record alone must tell.
    seen = snapshot(agendas=(newest,), topics=(foreign(1, votes=3), topic(1)))
    (other, own) = open_topics(seen, config())
    assert (other.is_open, other.closed_at, own.is_open) == (False, moment(DUE), True)


def test_closed_by_hand_there_and_opened_again_it_is_on_the_agenda_with_fresh_votes() -> None:
    repository = refused_there(topic(1))
    change_there(repository, 1, closed_at=moment("12-19 10:00"))
    ranked = ranked_topics(repository.run(NEXT))
    assert [(place.topic.name, place.ballot.total) for place in ranked] == [("#1", 0), (f"{OTHER}#1", 0)]


def test_a_damaged_record_tells_nothing() -> None:
    agenda = issue(40, by="wren", labels=("agenda",))
    repository = refused_there(topic(1))
    real = repository.only("agenda")
    for odd in (
        "[]",
        '{"acme/other 1":7}',
        '{"acme/other 1":"yesterday"}',
        '{"acme/other 1":"2020-12-18T04:00:00"}',
    ):
        (said,) = real.comments
        broken = replace(said, body=said.body.replace('{"acme/other 1":"2020-12-18T04:00:00Z"}', odd))
        assert broken != said
        seen = snapshot(agendas=(replace(real, comments=(broken,)), agenda))
        assert discussed_elsewhere(seen, config()) == {}


def test_with_a_token_that_may_write_a_later_discussion_closes_it_after_all() -> None:
    repository = refused_there(topic(1))
    repository.read_only = set()
    fresh = Vote(person("zoe"), moment("12-20 10:00"))
    change_there(repository, 1, votes=(*there(repository, 1).votes, fresh))
    repository.run(NEXT)
    repository.run(NEXT_FROZEN)
    repository.tick(repository.labelled("agenda")[-1].number, f"{OTHER}#1")
    outcome = repository.run(NEXT_DUE)
    place = Elsewhere(OTHER, 1)
    assert [type(change) for change in abroad(outcome)] == [AddComment, AddLabels, RemoveLabel, CloseIssue]
    assert CloseIssue(place, CloseReason.COMPLETED, "it was discussed") in abroad(outcome)
    assert not there(repository, 1).is_open
