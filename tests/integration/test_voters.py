"""Whose votes count in a repository of an organization, asked of it over both APIs, and what asking costs."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import yaml

from arch_hour.environment import Environment
from arch_hour.errors import AccessError
from arch_hour.rules.events import Command
from arch_hour.rules.ranking import RankedTopic
from arch_hour.run import run
from arch_hour.session import Outcome, Settings
from arch_hour.telling import ranked_topics
from sandbox.actor import Actor
from sandbox.records import Issue
from sandbox.teams import add_team
from tests.action.runner import unmasked
from tests.integration.conftest import CONFIGURATION, MEETING, REPOSITORY
from tests.integration.test_action_process import outputs, start
from tests.integration.test_week import body_of

if TYPE_CHECKING:
    from tests.integration.conftest import Town

ORGANIZATION = "octo-org"
TEAM = f"@{ORGANIZATION}/architects"


def configure(town: "Town", agenda: object = None, **votes: object) -> None:
    """The usual configuration with these settings of `votes` and of `agenda`."""
    values = yaml.safe_load(CONFIGURATION) | {"votes": votes, "agenda": agenda or {}}
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", yaml.safe_dump(values))


def propose(town: "Town", title: str, voters: Iterable[str] = ()) -> Issue:
    """A topic with votes, written straight into the world."""
    issue = Actor(town.world, "ada").open_issue(REPOSITORY, title, labels=("topic",))
    for login in voters:
        Actor(town.world, login).react(issue)
    return issue


def people(town: "Town", count: int) -> list[str]:
    """The logins of so many new people."""
    logins = [f"Person-{number}" for number in range(count)]
    for login in logins:
        town.world.add_user(login)
    return logins


def outcome(town: "Town", *, project_token: str = "", dry_run: bool = False) -> Outcome:
    """A run in this process, over the sandbox's APIs."""
    environment = Environment.of(town.environment("workflow"), project_token=project_token)
    return run(environment.gateway(), Command.ALL, Settings(town.world.clock.now(), dry_run=dry_run))


def ranked(town: "Town") -> dict[str, RankedTopic]:
    """What a run makes of the topics, by their titles."""
    return {place.topic.title: place for place in ranked_topics(outcome(town))}


def voters(place: RankedTopic) -> list[str]:
    return sorted(vote.voter.login for vote in place.ballot.counted)


def refused(place: RankedTopic) -> dict[str, str]:
    return {each.voter.login: why.value for why, votes in place.ballot.refused.items() for each in votes}


@pytest.fixture
def member(town: "Town") -> str:
    """A token of a member of the organization, who may read its teams; one has a child team."""
    world = town.world
    parent = add_team(world, ORGANIZATION, "Architects", members=["cleo"])
    add_team(world, ORGANIZATION, "Guests", members=["nasthagiri"], parent=parent, privacy="secret")
    world.account(ORGANIZATION).members["ada"] = False
    return town.token("ada")


def test_a_team_and_a_person_vote_and_nobody_else(town: "Town", member: str) -> None:
    configure(town, voters=[TEAM, "BEN"])
    topic = propose(town, "A topic", ["ada", "ben", "cleo", "nasthagiri", "stranger"])
    done = start(town, project_token=member)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"voters": ["ben", "cleo", "nasthagiri"]' in outputs(town)["topics"]
    assert member not in unmasked(done.stdout) + done.stderr
    body = body_of(town, int(outputs(town)["agenda-number"]))
    assert f"#{topic.number}" in body
    assert "ada (may not vote here)" in body
    assert "stranger (may not vote here)" in body
    assert outcome(town, project_token=member).steps == ()


@pytest.mark.usefixtures("member")
def test_a_workflow_s_token_alone_cannot_read_a_team_so_the_run_fails_and_writes_no_agenda(
    town: "Town",
) -> None:
    configure(town, voters=[TEAM, "ben"])
    topic = propose(town, "A topic", ["ben", "stranger"])
    Actor(town.world, "ben").comment(topic, "ACTION @ben to look it up")
    done = town.arch_hour("run")
    assert done.returncode == 1
    assert (len(town.issues("action-item")), town.issues("agenda")) == (1, [])
    assert done.stderr.startswith(
        f"arch-hour: the members of {TEAM} cannot be read (Resource not accessible by integration)"
    )
    assert "ARCH_HOUR_PROJECT_TOKEN or the input `project-token`" in done.stderr
    with pytest.raises(AccessError, match=f"the members of {TEAM} cannot be read"):
        outcome(town, dry_run=True)


@pytest.mark.parametrize("team", [f"@{ORGANIZATION}/nobody", "@elsewhere/architects", f"{TEAM}s"])
def test_a_team_that_does_not_exist_fails_the_run_and_writes_nothing(
    town: "Town", member: str, team: str
) -> None:
    configure(town, voters=[TEAM, team])
    propose(town, "A topic", ["cleo"])

    def failing() -> None:
        with pytest.raises(AccessError, match=rf"the members of {team} cannot be read \(Not Found"):
            outcome(town, project_token=member)

    assert town.spent(failing)[1] == 0


def test_those_vote_who_may_write(town: "Town") -> None:
    configure(town, voters="collaborators")
    add_team(town.world, ORGANIZATION, "Writers", members=["stranger"], roles={REPOSITORY: "write"})
    add_team(town.world, ORGANIZATION, "Sorters", members=["nasthagiri"], roles={REPOSITORY: "triage"})
    town.world.repository(REPOSITORY).roles.pop("nasthagiri")
    town.world.add_user("passer-by")
    propose(town, "A topic", ["ada", "ben", "cleo", "stranger", "nasthagiri", "passer-by"])
    place = ranked(town)["A topic"]
    assert voters(place) == ["ada", "ben", "stranger"]
    assert set(refused(place)) == {"cleo", "nasthagiri", "passer-by"}


def test_logins_are_compared_without_case(town: "Town") -> None:
    town.world.add_user("DrMixed-Case")
    configure(town, voters=["@drmixed-case", "CLEO"])
    propose(town, "A topic", ["DrMixed-Case", "cleo", "ben"])
    assert voters(ranked(town)["A topic"]) == ["DrMixed-Case", "cleo"]


@pytest.mark.parametrize("who", ["everyone", ["cleo", "nasthagiri", "github-actions"]], ids=["all", "list"])
def test_votes_of_an_app_and_of_a_deleted_account_do_not_count(town: "Town", who: object) -> None:
    configure(town, voters=who)
    town.world.bot("github-actions")
    propose(town, "A topic", ["cleo", "nasthagiri", "github-actions[bot]"])
    town.world.delete_user("nasthagiri")
    place = ranked(town)["A topic"]
    assert (voters(place), place.ballot.refused, place.ballot.nameless) == (["cleo"], {}, 2)


def test_of_more_than_a_hundred_votes_on_two_topics_none_is_lost(town: "Town") -> None:
    configure(town, minimum=101)
    crowd = people(town, 250)
    topics = {"Loved": crowd, "Liked": crowd[:101], "A hundred": crowd[-100:]}
    for title, given in topics.items():
        propose(town, title, given)
    town.world.delete_user(crowd[0])
    found: dict[str, RankedTopic] = {}
    reads, _ = town.spent(lambda: found.update(ranked(town)))
    assert {title: voters(place) for title, place in found.items()} == {
        title: sorted(login for login in given if login != crowd[0]) for title, given in topics.items()
    }
    assert [found[title].ballot.nameless for title in topics] == [1, 1, 0]
    assert reads == 2 + 3 + 2


def test_a_vote_is_moved_by_voting_and_moved_back_by_taking_it_back_and_giving_it_again(town: "Town") -> None:
    configure(town, per_person=1)
    first = propose(town, "First", ["ben"])
    town.at(MEETING - timedelta(hours=40))
    propose(town, "Second", ["ben"])
    moved = ranked(town)
    assert [voters(moved[title]) for title in ("First", "Second")] == [[], ["ben"]]
    assert refused(moved["First"]) == {"ben": "newer votes of the same person used up the limit"}
    town.at(MEETING - timedelta(hours=39))
    path = f"/issues/{first.number}/reactions"
    town.send("ben", "POST", path, {"content": "+1"})  # given already, so it keeps its first time
    assert voters(ranked(town)["First"]) == []
    (given,) = town.send("ben", "GET", path)
    town.send("ben", "DELETE", f"{path}/{given['id']}")
    town.send("ben", "POST", path, {"content": "+1"})
    back = ranked(town)
    assert [voters(back[title]) for title in ("First", "Second")] == [["ben"], []]


def test_a_run_hours_late_counts_what_was_given_before_the_freeze_and_changes_it_no_more(
    town: "Town",
) -> None:
    configure(town, agenda={"freeze_before": "6h"}, per_person=1)
    first, second, third = (propose(town, title) for title in ("First", "Second", "Third"))
    outcome(town)
    town.at(MEETING - timedelta(hours=7))
    Actor(town.world, "ben").react(third)
    Actor(town.world, "cleo").react(second)
    town.at(MEETING - timedelta(hours=5))
    for login in ("ben", "cleo", "ada"):
        Actor(town.world, login).react(first)
    town.at(MEETING - timedelta(minutes=1))
    outcome(town)
    frozen = body_of(town, town.issues("agenda")[0]["number"])
    places = [
        frozen.index(f"\n### {rank}. {title}") for rank, title in enumerate(("Second", "Third", "First"), 1)
    ]
    assert places == sorted(places)
    assert frozen.count("(given after the ranking was final)") == 3
    Actor(town.world, "stranger").react(first)
    _, writes = town.spent(lambda: outcome(town))
    assert writes == 0


@pytest.mark.parametrize(
    ("count", "more"), [(1, 1), (150, 2), (250, 3)], ids=["a few", "over a hundred", "over two hundred"]
)
def test_asking_who_may_vote_costs_one_request_for_each_hundred_people(
    town: "Town", count: int, more: int
) -> None:
    crowd = people(town, count)
    add_team(town.world, ORGANIZATION, "Architects", members=[*crowd, "ada"], roles={REPOSITORY: "write"})
    topic = propose(town, "A topic")
    token = town.token("ada")

    def costs() -> list[int]:
        """The reads of an unchanged run, by who may vote."""
        reads = []
        for who in ([TEAM], "collaborators", crowd, "everyone"):
            configure(town, voters=who)
            outcome(town, project_token=token)
            reads.append(town.spent(lambda: outcome(town, project_token=token))[0])
        return reads

    assert costs() == [2, 2, 2, 2]  # nobody voted yet
    Actor(town.world, crowd[0]).react(topic)
    assert costs() == [2 + more, 2 + more, 2, 2]
