"""Who sees a project and may change it: people by their role, tokens by what they were given."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.actor import Actor
from sandbox.happenings import Happening
from sandbox.records import Issue, Token
from sandbox.records.projects import Project
from sandbox.words import TokenKind
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
Ask = Callable[..., Any]
READ = '{ organization(login: "octo-org") { projectV2(number: 1) { id } } }'
ADD = """mutation ($project: ID!, $content: ID!) {
    addProjectV2ItemById(input: {projectId: $project, contentId: $content}) { item { id } } }"""
PATH = "/orgs/octo-org/projectsV2/1"


@pytest.fixture
def project(world: World) -> Project:
    return world.add_project("octo-org", "Board", by="rita")


@pytest.fixture
def issue(act: Act) -> Issue:
    return act("wanda").open_issue("octo-org/arch", "Topic")


def _fine_grained(world: World, owner: str, permissions: dict[str, str]) -> str:
    account = world.account("rita")
    home = world.account(owner)
    kind = TokenKind.FINE_GRAINED
    return world.keep_token(Token("github_pat_rita", kind, account, None, permissions, owner=home))


def test_a_private_project_does_not_exist_for_outsiders(ask: Ask, as_: As, project: Project) -> None:
    answer = ask("mallory", READ)
    assert answer["data"] == {"organization": {"projectV2": None}}
    assert answer["errors"][0]["type"] == "NOT_FOUND"
    assert ask("mallory", f'{{ node(id: "{project.id}") {{ id }} }}')["errors"][0]["type"] == "NOT_FOUND"
    mallory = as_("mallory")
    assert (mallory.get(PATH).status_code, mallory.get("/orgs/octo-org/projectsV2").json()) == (404, [])


def test_anyone_reads_a_public_project_and_only_members_write(
    ask: Ask, world: World, project: Project, issue: Issue
) -> None:
    project.is_public = True
    assert ask("mallory", READ)["data"]["organization"]["projectV2"]["id"] == project.id
    refused = ask("mallory", ADD, project=project.id, content=issue.id)
    assert (refused["data"], refused["errors"][0]["type"]) == ({"addProjectV2ItemById": None}, "FORBIDDEN")
    assert "errors" not in ask("rita", ADD, project=project.id, content=issue.id)
    delete = f'mutation {{ deleteProjectV2(input: {{projectId: "{project.id}"}}) {{ projectV2 {{ id }} }} }}'
    world.account("octo-org").members[world.account("tristan").key] = True
    assert ask("tristan", delete)["errors"][0]["type"] == "FORBIDDEN"
    assert "errors" not in ask("rita", delete)


class TestWorkflowToken:
    @pytest.mark.parametrize("is_public", [True, False], ids=["public", "private"])
    def test_it_sees_no_projects_at_all(
        self,
        ask: Ask,
        as_: As,
        project: Project,
        is_public: bool,  # noqa: FBT001 - a table's value
    ) -> None:
        project.is_public = is_public
        answer = ask("workflow", READ)
        assert answer["data"] == {"organization": {"projectV2": None}}
        assert (answer["errors"][0]["type"], answer["errors"][0]["message"]) == (
            "FORBIDDEN",
            "Resource not accessible by integration",
        )
        assert as_("workflow").get(PATH).status_code == 403

    def test_nor_the_items_of_an_issue_nor_can_it_add_any(
        self, ask: Ask, project: Project, issue: Issue
    ) -> None:
        query = """{ repository(owner: "octo-org", name: "arch") { issue(number: 1) { title
            projectItems(first: 1) { nodes { id } } } } }"""
        assert ask("workflow", query)["errors"][0]["type"] == "FORBIDDEN"
        assert ask("workflow", ADD, project=project.id, content=issue.id)["errors"][0]["type"] == "FORBIDDEN"
        assert project.items == {}


class TestClassicToken:
    @pytest.mark.usefixtures("project")
    def test_without_the_scope_nothing_is_run(self, as_: As, world: World) -> None:
        token = world.add_token("rita", ["repo", "read:org"])
        answer = as_(token).post("/graphql", json={"query": READ}).json()
        assert set(answer) == {"errors"}
        assert {error["type"] for error in answer["errors"]} == {"INSUFFICIENT_SCOPES"}
        assert [error["message"].split("'")[1] for error in answer["errors"]] == ["projectV2", "id"]
        assert answer["errors"][0]["message"] == (
            "Your token has not been granted the required scopes to execute this query. The 'projectV2' field "
            "requires one of the following scopes: ['read:project'], but your token has only been granted the: "
            "['read:org', 'repo'] scopes. Please modify your token's scopes at: https://github.com/settings/tokens."
        )
        assert as_(token).get(PATH).status_code in (403, 404)

    def test_the_reading_scope_reads_and_does_not_write(
        self, as_: As, world: World, project: Project, issue: Issue
    ) -> None:
        session = as_(world.add_token("rita", ["repo", "read:org", "read:project"]))
        assert "errors" not in session.post("/graphql", json={"query": READ}).json()
        given = {"project": project.id, "content": issue.id}
        answer = session.post("/graphql", json={"query": ADD, "variables": given}).json()
        assert "'addProjectV2ItemById' field requires one of the following scopes: ['project']" in str(answer)
        assert session.get(PATH).status_code == 200
        assert session.delete(f"{PATH}/items/1").status_code == 404
        assert project.items == {}


class TestFineGrainedToken:
    @pytest.mark.usefixtures("project")
    def test_it_needs_the_organizations_permission(self, as_: As, world: World) -> None:
        reader = as_(_fine_grained(world, "octo-org", {"organization_projects": "read"}))
        assert reader.get(PATH).status_code == 200
        draft = reader.post(f"{PATH}/drafts", json={"title": "Idea"})
        assert (draft.status_code, draft.json()["message"]) == (
            403,
            "Resource not accessible by personal access token",
        )
        writer = as_(_fine_grained(world, "octo-org", {"organization_projects": "write"}))
        assert writer.post(f"{PATH}/drafts", json={"title": "Idea"}).status_code == 201

    def test_it_does_not_reach_projects_of_users(self, as_: As, world: World) -> None:
        world.add_project("rita", "Mine")
        session = as_(_fine_grained(world, "rita", {"organization_projects": "write"}))
        rita = world.account("rita").database_id
        assert session.post(f"/user/{rita}/projectsV2/1/drafts", json={"title": "Idea"}).status_code == 403

    def test_of_an_issues_items_those_that_it_does_not_reach_are_null(
        self, ask: Ask, world: World, project: Project, issue: Issue
    ) -> None:
        mine = world.add_project("rita", "Mine")
        for board in (mine, project):
            assert "errors" not in ask("rita", ADD, project=board.id, content=issue.id)
        (item,) = project.items.values()
        query = """{ repository(owner: "octo-org", name: "arch") { issue(number: 1) {
            projectItems(first: 5) { totalCount nodes { id } } } } }"""
        token = _fine_grained(world, "octo-org", {"organization_projects": "read", "issues": "read"})
        answer = ask(token, query)
        items = answer["data"]["repository"]["issue"]["projectItems"]
        assert items == {"totalCount": 2, "nodes": [{"id": item.id}, None]}
        assert [(error["type"], error["path"][-2:]) for error in answer["errors"]] == [
            ("FORBIDDEN", ["nodes", 1])
        ]


def test_the_world_is_told_of_items_without_a_repository(
    ask: Ask, world: World, project: Project, issue: Issue
) -> None:
    told: list[Happening] = []
    world.listeners.append(told.append)
    item = ask("rita", ADD, project=project.id, content=issue.id)["data"]["addProjectV2ItemById"]["item"][
        "id"
    ]
    status = project.status
    assert status is not None
    setting = """mutation ($project: ID!, $item: ID!, $field: ID!) { updateProjectV2ItemFieldValue(input: {
        projectId: $project, itemId: $item, fieldId: $field, value: {singleSelectOptionId: "f75ad846"}}) {
        clientMutationId } }"""
    for _again_is_no_event in range(2):
        ask("rita", setting, project=project.id, item=item, field=status.id)
    for name in ("archive", "unarchive", "delete"):
        call = f'{name}ProjectV2Item(input: {{projectId: "{project.id}", itemId: "{item}"}})'
        ask("rita", f"mutation {{ {call} {{ clientMutationId }} }}")
    assert [(one.event, one.action, one.repository) for one in told] == [
        ("projects_v2_item", action, None)
        for action in ("created", "edited", "archived", "restored", "deleted")
    ]
    changed: Any = told[1].changes["field_value"]
    assert (changed["field_name"], changed["from"], changed["to"]["name"]) == ("Status", None, "Todo")
