"""Topics of other repositories: they rank with all others, are named in full, and are changed where that is allowed."""

import re
from collections.abc import Iterable
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from arch_hour.model import Elsewhere, Issue, Vote
from arch_hour.rendering import render
from arch_hour.rules.blocks import wrap
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Change,
    CloseIssue,
    CloseReason,
    CreateIssue,
    PinIssue,
    RemoveLabel,
    repository_of,
)
from arch_hour.rules.markers import mark
from arch_hour.rules.open_topics import open_topics
from arch_hour.rules.ranking import RankedTopic, rank
from arch_hour.rules.topics import PAGE
from arch_hour.rules.votes import count_votes
from arch_hour.rules.wrap_up_records import discussed_elsewhere, waited
from arch_hour.session import Outcome
from arch_hour.telling import as_values, deeds, ranked_topics, warnings
from arch_hour.terminal import show_run
from tests.rules.build import (
    comment,
    config,
    issue,
    linked,
    moment,
    person,
    sections_of,
    snapshot,
    topic,
    vote,
)
from tests.rules.memory import Memory

OPENED, FROZEN, BEGUN, DUE = "12-15 09:00", "12-17 14:45", "12-17 15:05", "12-18 04:00"
NEXT, NEXT_FROZEN, NEXT_DUE = "12-21 16:00", "12-24 14:45", "12-25 04:00"
OTHER, THIRD = "acme/other", "acme/third"


def foreign(number: int, title: str = "", *, repository: str = OTHER, **values: Any) -> Issue:
    """A topic of another repository; its node id is its own, its number need not be."""
    made = topic(number, title, **values)
    url = f"https://github.com/{repository}/issues/{number}"
    return replace(made, id=f"{repository} {number}", url=url, repository=repository)


def with_others(*own: Issue, others: Iterable[Issue], read_only: bool = False, **sections: Any) -> Memory:
    """A repository with a second one beside it."""
    sections.setdefault("topics", {"repositories": [OTHER]})
    repository = Memory.of(*own, **sections)
    repository.elsewhere = {OTHER: tuple(replace(each, repository="") for each in others)}
    repository.read_only = {OTHER} if read_only else set()
    return repository


def there(repository: Memory, number: int) -> Issue:
    return next(each for each in repository.elsewhere[OTHER] if each.number == number)


def change_there(repository: Memory, number: int, **values: Any) -> None:
    repository.elsewhere[OTHER] = tuple(
        replace(each, **values) if each.number == number else each for each in repository.elsewhere[OTHER]
    )


def discussed_there(repository: Memory) -> int:
    """Holds the meeting with one topic of the other repository ticked, wraps it up, and gives the agenda's number."""
    repository.run(OPENED)
    repository.run(FROZEN)
    agenda = repository.only("agenda").number
    repository.tick(agenda, f"{OTHER}#1")
    repository.run(DUE)
    return agenda


def abroad(outcome: Outcome) -> list[Change]:
    return [step.change for step in outcome.steps if repository_of(step.change)]


def attempted(repository: Memory) -> int:
    """How many changes were tried in the other repository so far."""
    return sum(1 for change in repository.changes if repository_of(change))


def names(places: Iterable[RankedTopic]) -> list[str]:
    return [place.topic.name for place in places]


# Read and ranked


def test_they_rank_with_all_others_by_their_votes() -> None:
    repository = with_others(
        topic(1, votes=1), topic(2, votes=3), others=[foreign(1, votes=2), foreign(9, votes=4)]
    )
    assert names(ranked_topics(repository.run(OPENED))) == [f"{OTHER}#9", "#2", f"{OTHER}#1", "#1"]


def test_of_equal_age_and_number_this_repository_s_topic_comes_first_then_the_repositories_by_name() -> None:
    same = [foreign(1, repository=THIRD), foreign(1, repository="Acme/Other"), topic(1)]
    for listed in (same, same[::-1]):
        ranked = rank(listed, count_votes(listed, config(), pages={}), config())
        assert names(ranked) == ["#1", "Acme/Other#1", f"{THIRD}#1"]


def test_labels_there_mean_what_they_mean_here() -> None:
    others = [
        foreign(1, votes=9, labels=("topic: on hold",)),
        foreign(2, labels=("topic: pinned", "25 min")),
    ]
    repository = with_others(topic(1, votes=2), others=others)
    repository.run(OPENED)
    body = repository.only("agenda").body
    (row,) = [line for line in body.split("\n") if line.startswith(f"| 1 | {OTHER}#2 Issue 2 📌 | 0 |")]
    assert re.search(r"10:00.*\b25\b", row)
    assert f"On hold: {OTHER}#1 Issue 1" in body


def test_a_person_s_limit_of_votes_is_one_for_all_repositories() -> None:
    given, later = vote("ann", "12-10 10:00"), vote("ann", "12-11 10:00")
    repository = with_others(
        topic(1, votes=(given,)),
        others=[foreign(1, votes=(later,))],
        topics={"repositories": [OTHER]},
        votes={"per_person": 1},
    )
    ranked = ranked_topics(repository.run(OPENED))
    assert [(place.topic.name, place.ballot.total) for place in ranked] == [(f"{OTHER}#1", 1), ("#1", 0)]


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        ([OTHER, "ACME/Other", OTHER], [OTHER]),
        (["Acme/Tea", OTHER], [OTHER]),
        (["acme/tea"], []),
        ([THIRD, OTHER], [OTHER, THIRD]),
    ],
    ids=["twice", "its own name", "only its own name", "two"],
)
def test_each_repository_is_asked_once_and_never_this_one(named: list[str], asked: list[str]) -> None:
    repository = Memory.of(topic(1), topics={"repositories": named})
    repository.elsewhere = {OTHER: (), THIRD: ()}
    repository.run(OPENED)
    assert repository.asked == asked


def test_nothing_that_is_written_there_makes_a_follow_up_or_a_question() -> None:
    said = comment(5, "stranger", "ACTION @ada to send me money", "12-15 08:00")
    echo = comment(6, "stranger", f"{mark('follow-ups', {'follow_ups': []})}\nx", "12-15 08:00")
    claimed = wrap(PAGE, {"votes": 99, "date": "2020-12-10"}, "x")
    other = foreign(
        1, body=f"ACTION @ada to look\n\n{claimed}", by="stranger", comments=(said, echo), comments_total=30
    )
    repository = with_others(others=[other])
    outcome = repository.run(OPENED)
    assert [type(step.change) for step in outcome.steps] == [CreateIssue, PinIssue]
    assert repository.asked == [OTHER]
    assert [place.ballot.total for place in ranked_topics(outcome)] == [0]


# On the agenda


def test_a_section_names_the_repository_and_is_found_without_its_marker_too() -> None:
    repository = with_others(topic(1, votes=1), others=[foreign(1, votes=2)])
    repository.run(FROZEN)
    agenda = repository.only("agenda")
    assert [(section.name, section.topic_id) for section in sections_of(agenda.body)] == [
        (f"{OTHER}#1", f"{OTHER} 1"),
        ("#1", "I1"),
    ]
    repository.edit(agenda.number, body="\n".join(_bare(line) for line in agenda.body.split("\n")))
    bare = list(sections_of(repository.only("agenda").body))
    assert [(section.name, section.topic_id) for section in bare] == [(f"{OTHER}#1", None), ("#1", None)]
    own, other = topic(1), foreign(1)
    assert [[section.is_about(each) for each in (own, other)] for section in bare] == [
        [False, True],
        [True, False],
    ]


def _bare(line: str) -> str:
    return line.partition(" <!-- arch-hour:topic")[0] if "Discussed ·" in line else line


@pytest.mark.parametrize("odd", [7, "no name", "a/b\n# c", "a/b <b>"])
def test_a_section_whose_repository_is_no_name_is_still_that_of_its_topic(odd: object) -> None:
    repository = with_others(others=[foreign(1)])
    repository.run(FROZEN)
    body = repository.only("agenda").body
    marker = mark("topic", {"repository": OTHER}).split("{")[1].split("}")[0]
    changed = mark("topic", {"repository": odd}).split("{")[1].split("}")[0]
    assert marker in body
    (section,) = sections_of(body.replace(marker, changed))
    assert section.is_about(foreign(1))
    assert section.name == "#1"


def test_the_scheduled_label_is_set_there_once() -> None:
    repository = with_others(topic(1), others=[foreign(1, votes=2)])
    repository.run(OPENED)
    outcome = repository.run(FROZEN)
    assert abroad(outcome) == [AddLabels(Elsewhere(OTHER, 1), ("topic: scheduled",), "it is on the agenda")]
    assert there(repository, 1).labels == ("topic", "topic: scheduled")
    assert repository.issues[1].labels == ("topic", "topic: scheduled")
    assert repository.made(BEGUN) == []


def test_a_scheduled_label_there_is_left_to_the_meeting_that_set_it() -> None:
    others = [foreign(1, labels=("topic: scheduled", "topic: on hold"))]
    repository = with_others(topic(1), topic(2, labels=("topic: scheduled", "topic: on hold")), others=others)
    repository.run(FROZEN)
    assert there(repository, 1).has_label("topic: scheduled")
    assert not repository.issues[2].has_label("topic: scheduled")


def test_people_read_the_full_name_at_a_terminal_and_in_a_summary() -> None:
    outcome = with_others(topic(1), others=[foreign(7, votes=2)]).run(OPENED)
    stream = StringIO()
    show_run(Console(file=stream, width=100), outcome)
    printed = stream.getvalue()
    assert re.search(r"1 +acme/other#7 +Issue 7 +2", printed)
    assert re.search(r"2 +#1 +Issue 1 +0", printed)
    summary = render("outcome.md", outcome=as_values(outcome), page=None)
    assert "| 1 | acme/other#7 Issue 7 | 2 |" in summary


def test_what_is_done_there_is_told_by_its_full_name() -> None:
    repository = with_others(topic(1), others=[foreign(7, votes=2)])
    outcome = repository.run(FROZEN)
    assert f"label {OTHER}#7 with topic: scheduled" in [deed.what for deed in deeds(outcome)]
    assert [(each["name"], each["number"], each["repository"]) for each in as_values(outcome)["topics"]] == [
        (f"{OTHER}#7", 7, OTHER),
        ("#1", 1, "acme/tea"),
    ]


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
    assert f"**Discussed**\n\n- {linked(1, OTHER)} Issue 1\n\n**Carried over**" in ending
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
