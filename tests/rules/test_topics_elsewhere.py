"""Topics of other repositories: they rank with all others, and are named in full."""

import re
from io import StringIO

import pytest
from rich.console import Console

from arch_hour.deeds import deeds
from arch_hour.model import Elsewhere
from arch_hour.rendering import render
from arch_hour.rules.blocks import wrap
from arch_hour.rules.changes import (
    AddLabels,
    CreateIssue,
    PinIssue,
)
from arch_hour.rules.markers import mark
from arch_hour.rules.ranking import rank
from arch_hour.rules.topics import PAGE
from arch_hour.rules.votes import count_votes
from arch_hour.telling import as_values, ranked_topics
from arch_hour.terminal import show_run
from tests.rules.build import (
    comment,
    config,
    sections_of,
    topic,
    vote,
)
from tests.rules.elsewhere import (
    BEGUN,
    FROZEN,
    OPENED,
    OTHER,
    THIRD,
    abroad,
    foreign,
    names,
    there,
    with_others,
)
from tests.rules.memory import Memory

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
    assert "| 1 | [acme/other#7](https://github.com/acme/other/issues/7) Issue 7 | 2 |" in summary


def test_what_is_done_there_is_told_by_its_full_name() -> None:
    repository = with_others(topic(1), others=[foreign(7, votes=2)])
    outcome = repository.run(FROZEN)
    assert f"label {OTHER}#7 with topic: scheduled" in [deed.what for deed in deeds(outcome)]
    assert [(each["name"], each["number"], each["repository"]) for each in as_values(outcome)["topics"]] == [
        (f"{OTHER}#7", 7, OTHER),
        ("#1", 1, "acme/tea"),
    ]
