"""Who may vote, what GitHub is asked for it, and what becomes of a run that it does not tell."""

from typing import Any

import pytest
import yaml

from arch_hour.model import Issue
from arch_hour.rules.electorate import Team, asks_for_writers, electorate, unknown_teams
from arch_hour.rules.events import Command
from arch_hour.rules.page import read_page
from arch_hour.run import import_page
from arch_hour.session import Settings
from arch_hour.telling import as_values, ranked_topics
from tests.rules.build import config, person, snapshot, topic, vote
from tests.rules.memory import Memory

TOLD = frozenset({"wren", "ada"})
TEAM = "@acme/architects"


@pytest.mark.parametrize(
    ("voters", "told", "keys"),
    [
        pytest.param("everyone", None, None, id="everyone"),
        pytest.param("collaborators", TOLD, {"wren", "ada"}, id="collaborators"),
        pytest.param("collaborators", None, set(), id="collaborators before they were asked for"),
        pytest.param(["Ben", "@Cleo"], None, {"ben", "cleo"}, id="logins"),
        pytest.param(["ben", TEAM], TOLD, {"ben", "wren", "ada"}, id="a team besides"),
        pytest.param(["ben", TEAM], None, {"ben"}, id="a team before it was asked for"),
    ],
)
def test_the_electorate_is_as_configured_and_never_wider(
    voters: Any, told: frozenset[str] | None, keys: set[str] | None
) -> None:
    assert electorate(config(votes={"voters": voters}), told) == keys


VOTED, UNVOTED = topic(1, votes=1), topic(2)


@pytest.mark.parametrize(
    ("voters", "topics", "writers", "teams"),
    [
        pytest.param("everyone", (VOTED,), False, [], id="everyone"),
        pytest.param("collaborators", (UNVOTED, VOTED), True, [], id="collaborators"),
        pytest.param("collaborators", (UNVOTED,), False, [], id="no vote"),
        pytest.param(["ben"], (VOTED,), False, [], id="logins"),
        pytest.param([TEAM], (VOTED,), False, [("acme", "architects")], id="team"),
        pytest.param([TEAM], (UNVOTED,), False, [], id="team without a vote"),
        pytest.param(
            [TEAM, "@other/x.y", "@ACME/Architects"],
            (VOTED,),
            False,
            [("ACME", "Architects"), ("other", "x.y")],
            id="teams, one in two spellings",
        ),
    ],
)
def test_github_is_asked_only_where_the_answer_matters(
    voters: Any,
    topics: tuple[Issue, ...],
    writers: bool,  # noqa: FBT001  a table's column
    teams: list[tuple[str, str]],
) -> None:
    settings = config(votes={"voters": voters})
    seen = snapshot(topics=topics)
    assert asks_for_writers(seen, settings) is writers
    assert unknown_teams(seen, settings) == tuple(Team(*each) for each in teams)
    answered = snapshot(topics=topics, electorate=frozenset())
    assert not asks_for_writers(answered, settings)
    assert unknown_teams(answered, settings) == ()


def test_who_may_write_votes_where_collaborators_do() -> None:
    repository = Memory.of(topic(1, votes=[vote("Ada"), vote("stranger")]), votes={"voters": "collaborators"})
    outcome = repository.run(command=Command.AGENDA)
    assert [place.ballot.total for place in ranked_topics(outcome)] == [1]
    body = repository.only("agenda").body
    assert "stranger (may not vote here)" in body
    assert body.count("(may not vote here)") == 1
    assert repository.asked == ["writers"]


def test_a_team_and_a_person_vote_and_nobody_else() -> None:
    given = [vote(login) for login in ("ANN", "ben", "stranger")]
    repository = Memory.of(topic(1, votes=given), votes={"voters": [TEAM, "@Ben"]})
    repository.teams["acme/architects"] = {"ann", "never-votes"}
    outcome = repository.run(command=Command.AGENDA)
    (told,) = as_values(outcome)["topics"]
    assert (told["votes"], told["voters"]) == (2, ["ANN", "ben"])
    assert repository.made(command=Command.AGENDA) == []
    assert repository.asked == [TEAM]


@pytest.mark.parametrize("topics", [(), (topic(1),)], ids=["no topic", "no vote"])
def test_a_repository_without_votes_asks_nothing(topics: tuple[Issue, ...]) -> None:
    repository = Memory.of(*topics, votes={"voters": [TEAM]})
    repository.run()
    assert repository.asked == []


def test_an_import_tells_its_ranking_by_the_same_electorate() -> None:
    repository = Memory.of(topic(1, votes=[vote("ann"), vote("ben")]), votes={"voters": [TEAM]})
    repository.teams["acme/architects"] = {"ann"}
    page = read_page("Hour: 2020-12-17\n\nTopics\n  - Another +1\n")
    settings = Settings(repository.now, configuration=yaml.safe_dump(repository.values))
    outcome = import_page(repository, page, settings, discussed=False)
    assert {place.topic.number: place.ballot.total for place in ranked_topics(outcome)} == {1: 1, 2: 1}


def test_an_app_of_a_listed_name_is_still_an_app() -> None:
    repository = Memory.of(topic(1, votes=[vote("robot[bot]")]), votes={"voters": ["robot"]})
    assert person("robot[bot]").key != person("robot").key
    repository.run(command=Command.AGENDA)
    assert "robot (given by an app)" in repository.only("agenda").body
