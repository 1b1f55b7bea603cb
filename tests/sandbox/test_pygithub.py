"""PyGithub, as we use it, finds here what it expects of GitHub."""

from collections.abc import Callable, Iterator

import pytest
from github import Auth, Github, GithubException, UnknownObjectException
from github.Repository import Repository

from sandbox.actor import Actor
from sandbox.server import Running
from sandbox.world import World

Act = Callable[[str], Actor]
REPOSITORY = "octo-org/arch"


@pytest.fixture
def github(running: Running, world: World) -> Iterator[Github]:
    token = world.workflow_token(REPOSITORY)
    client = Github(
        auth=Auth.Token(token),
        base_url=running.url,
        retry=None,
        seconds_between_requests=0,
        seconds_between_writes=0,
        per_page=100,
    )
    yield client
    client.close()


@pytest.fixture
def repository(github: Github) -> Repository:
    return github.get_repo(REPOSITORY)


def test_an_issue_goes_through_its_whole_life(repository: Repository, running: Running) -> None:
    issue = repository.create_issue("Agenda", "Body", labels=["agenda"], assignees=["wanda"])
    assert (issue.number, issue.user.login, issue.user.type) == (1, "github-actions[bot]", "Bot")
    issue.edit(title="The agenda", body="New body", labels=["agenda", "bug"])
    issue.add_to_labels("topic", "help wanted")
    issue.remove_from_labels("bug")
    issue.set_labels("agenda")
    issue.add_to_assignees("olive", "mallory")
    assert [person.login for person in issue.assignees] == ["wanda", "olive"]
    issue.remove_from_assignees("wanda")
    comment = issue.create_comment("Hello")
    comment.edit("Hello again")
    assert comment.id > 2**31
    assert issue.get_comment(comment.id).body == "Hello again"
    assert issue.create_reaction("+1").content == "+1"
    assert [reaction.user.login for reaction in issue.get_reactions()] == ["github-actions[bot]"]
    comment.delete()
    issue.lock("resolved")
    issue.unlock()
    issue.edit(state="closed", state_reason="not_planned")
    again = repository.get_issue(1)
    assert (again.state, again.state_reason, again.title) == ("closed", "not_planned", "The agenda")
    assert [label.name for label in again.labels] == ["agenda"]
    assert "closed" in [event.event for event in again.get_events()]
    assert "unassigned" in [entry.event for entry in again.get_timeline()]
    assert running.log.unknown == []


def test_lists_are_followed_to_their_end(repository: Repository, act: Act) -> None:
    for number in range(105):
        act("wanda").open_issue(REPOSITORY, f"Issue {number}", labels=("topic",))
    found = repository.get_issues(state="open", labels=["topic"], sort="created", direction="asc")
    assert [issue.number for issue in found] == list(range(1, 106))
    assert repository.get_issues().totalCount == 105


def test_labels_files_and_people(repository: Repository, github: Github, world: World) -> None:
    world.put_file(REPOSITORY, ".github/arch-hour.yml", "a: 1\n")
    content = repository.get_contents(".github/arch-hour.yml")
    assert not isinstance(content, list)
    assert content.decoded_content == b"a: 1\n"
    assert repository.create_label("topic", "0e8a16", "Talk").name == "topic"
    assert repository.get_label("Topic").color == "0e8a16"
    assert repository.has_in_assignees("wanda") is True
    assert repository.has_in_assignees("mallory") is False
    assert repository.get_collaborator_permission("wanda") == "write"
    assert github.get_rate_limit().resources.core.limit == 1_000


def test_refusals_become_its_exceptions(repository: Repository, github: Github) -> None:
    with pytest.raises(UnknownObjectException):
        repository.get_issue(7)
    with pytest.raises(GithubException) as refused:
        github.get_user().login  # noqa: B018 - asking for it is what sends the request
    assert refused.value.status == 403
    with pytest.raises(GithubException) as refused:
        repository.create_issue("Agenda", assignees=["mallory"])
    assert refused.value.status == 422


def test_graphql_goes_through_it_too(github: Github) -> None:
    _, answer = github.requester.graphql_query("{ viewer { login } }", {})
    assert answer["data"] == {"viewer": {"login": "github-actions[bot]"}}
    with pytest.raises(UnknownObjectException):
        github.requester.graphql_query('{ repository(owner: "o", name: "r") { id } }', {})
