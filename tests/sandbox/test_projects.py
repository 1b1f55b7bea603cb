"""Projects as GraphQL shows and writes them: fields, items, values, and what GitHub says no to."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.actor import Actor
from sandbox.records import Issue
from sandbox.records.projects import Project
from sandbox.world import World
from tests.sandbox.mutating import Mutate, add_item, mutations_of

Act = Callable[[str], Actor]
Ask = Callable[..., Any]
REPOSITORY = "octo-org/arch"
FIELDS = """id number title closed fields(first: 100) { nodes {
    ... on ProjectV2FieldCommon { id name dataType }
    ... on ProjectV2SingleSelectField { options { id name color description } }
    ... on ProjectV2IterationField { configuration { duration startDay iterations { title startDate duration }
        completedIterations { title } } } } }"""


@pytest.fixture
def project(world: World) -> Project:
    return world.add_project("octo-org", "Follow-ups", by="rita")


@pytest.fixture
def issue(act: Act) -> Issue:
    return act("wanda").open_issue(REPOSITORY, "Topic", labels=("topic",), assignees=("olive",))


@pytest.fixture
def mutate(ask: Ask) -> Mutate:
    return mutations_of(ask)


class TestReading:
    def test_a_new_project_has_githubs_own_fields(self, ask: Ask, project: Project) -> None:
        answer = ask(
            "rita", f'{{ organization(login: "octo-org") {{ projectV2(number: 1) {{ {FIELDS} }} }} }}'
        )
        told = answer["data"]["organization"]["projectV2"]
        assert (told["id"], told["title"], told["closed"]) == (project.id, "Follow-ups", False)
        assert [(field["name"], field["dataType"]) for field in told["fields"]["nodes"]] == [
            ("Title", "TITLE"),
            ("Assignees", "ASSIGNEES"),
            ("Status", "SINGLE_SELECT"),
            ("Labels", "LABELS"),
            ("Linked pull requests", "LINKED_PULL_REQUESTS"),
            ("Milestone", "MILESTONE"),
            ("Repository", "REPOSITORY"),
            ("Reviewers", "REVIEWERS"),
            ("Parent issue", "PARENT_ISSUE"),
            ("Sub-issues progress", "SUB_ISSUES_PROGRESS"),
        ]
        status = told["fields"]["nodes"][2]
        assert [option["name"] for option in status["options"]] == ["Todo", "In Progress", "Done"]

    def test_numbers_count_for_each_owner_and_are_not_given_again(
        self, world: World, mutate: Mutate, project: Project
    ) -> None:
        mine = world.add_project("rita", "Mine")
        mutate("deleteProjectV2", "projectV2 { id }", projectId=project.id)
        assert (project.number, mine.number, world.add_project("octo-org", "Next").number) == (1, 1, 2)
        assert project.id not in world.nodes

    def test_a_project_that_is_not_there_is_null_with_an_error(self, ask: Ask) -> None:
        answer = ask("rita", '{ organization(login: "octo-org") { projectV2(number: 7) { id } } }')
        assert answer["data"] == {"organization": {"projectV2": None}}
        assert [(error["type"], error["path"]) for error in answer["errors"]] == [
            ("NOT_FOUND", ["organization", "projectV2"])
        ]

    def test_an_item_shows_what_follows_from_its_issue(
        self, ask: Ask, mutate: Mutate, project: Project, issue: Issue
    ) -> None:
        item = add_item(mutate, project, issue)
        values = """{ node(id: "%s") { ... on ProjectV2Item { type isArchived content { ... on Issue { number } }
            fieldValues(first: 20) { nodes { __typename
              ... on ProjectV2ItemFieldTextValue { text field { ... on ProjectV2Field { name } } }
              ... on ProjectV2ItemFieldUserValue { users(first: 5) { nodes { login } } }
              ... on ProjectV2ItemFieldLabelValue { labels(first: 5) { nodes { name } } }
              ... on ProjectV2ItemFieldRepositoryValue { repository { nameWithOwner } } } } } } }"""
        told = ask("rita", values % item)["data"]["node"]
        assert (told["type"], told["isArchived"], told["content"]) == ("ISSUE", False, {"number": 1})
        assert told["fieldValues"]["nodes"] == [
            {
                "__typename": "ProjectV2ItemFieldTextValue",
                "text": "Topic",
                "field": {"name": "Title"},
            },
            {"__typename": "ProjectV2ItemFieldUserValue", "users": {"nodes": [{"login": "olive"}]}},
            {"__typename": "ProjectV2ItemFieldLabelValue", "labels": {"nodes": [{"name": "topic"}]}},
            {
                "__typename": "ProjectV2ItemFieldRepositoryValue",
                "repository": {"nameWithOwner": REPOSITORY},
            },
        ]

    def test_an_issue_tells_its_items(self, ask: Ask, mutate: Mutate, project: Project, issue: Issue) -> None:
        item = add_item(mutate, project, issue)
        mutate("archiveProjectV2Item", "item { isArchived }", projectId=project.id, itemId=item)
        query = """{ repository(owner: "octo-org", name: "arch") { issue(number: 1) {
            projectItems(first: 5) { nodes { id project { number } } } projectsV2(first: 5) { nodes { title } }
            unarchived: projectItems(first: 5, includeArchived: false) { totalCount } } } }"""
        told = ask("rita", query)["data"]["repository"]["issue"]
        assert told["projectItems"]["nodes"] == [{"id": item, "project": {"number": 1}}]
        assert (told["projectsV2"]["nodes"], told["unarchived"]["totalCount"]) == (
            [{"title": "Follow-ups"}],
            0,
        )

    def test_what_the_reader_may_not_see_is_redacted(
        self, ask: Ask, act: Act, mutate: Mutate, world: World
    ) -> None:
        board = world.add_project("octo-org", "Open", public=True, roles={"wanda": "writer"})
        secret = act("wanda").open_issue("octo-org/secret", "Plan")
        mutate("addProjectV2ItemById", "item { id }", "wanda", projectId=board.id, contentId=secret.id)
        query = """{ organization(login: "octo-org") { projectV2(number: 1) { items(first: 5) { nodes {
            type content { __typename } fieldValues(first: 5) { totalCount }
            fieldValueByName(name: "Title") { __typename } } } } } }"""
        (told,) = ask("mallory", query)["data"]["organization"]["projectV2"]["items"]["nodes"]
        assert told == {
            "type": "REDACTED",
            "content": None,
            "fieldValues": {"totalCount": 0},
            "fieldValueByName": None,
        }

    def test_projects_are_searched_listed_and_linked_to_repositories(
        self, ask: Ask, mutate: Mutate, world: World, project: Project
    ) -> None:
        world.add_project("octo-org", "Roadmap", by="rita")
        arch = world.repository(REPOSITORY)
        mutate("linkProjectV2ToRepository", "repository { name }", projectId=project.id, repositoryId=arch.id)
        query = """{ organization(login: "octo-org") { projectsV2(first: 5) { nodes { number } }
              found: projectsV2(first: 5, query: "road") { nodes { number } } }
            repository(owner: "octo-org", name: "arch") { projectsV2(first: 5) { nodes { number } } } }"""
        told = ask("rita", query)["data"]
        assert told["organization"] == {
            "projectsV2": {"nodes": [{"number": 2}, {"number": 1}]},
            "found": {"nodes": [{"number": 2}]},
        }
        assert told["repository"]["projectsV2"]["nodes"] == [{"number": 1}]

    def test_a_person_has_projects_too(self, ask: Ask, mutate: Mutate, world: World) -> None:
        owner = world.account("rita").id
        made = mutate("createProjectV2", "projectV2 { id number url }", ownerId=owner, title="Mine")[
            "projectV2"
        ]
        assert made["url"].endswith("/users/rita/projects/1")
        query = """{ user(login: "rita") { projectV2(number: 1) { title } }
            viewer { projectsV2(first: 1) { totalCount } } }"""
        told = ask("rita", query)["data"]
        assert told == {"user": {"projectV2": {"title": "Mine"}}, "viewer": {"projectsV2": {"totalCount": 1}}}

    @pytest.mark.usefixtures("project")
    def test_a_page_has_at_most_a_hundred_items(self, ask: Ask) -> None:
        query = """{ organization(login: "octo-org") { projectV2(number: 1) {
            items(first: 101) { totalCount nodes { id } } } } }"""
        assert ask("rita", query)["errors"][0]["type"] == "EXCESSIVE_PAGINATION"

    @pytest.mark.usefixtures("project")
    def test_views_and_workflows_are_listed(self, ask: Ask) -> None:
        query = """{ organization(login: "octo-org") { projectV2(number: 1) {
            views(first: 5) { nodes { name layout } } workflows(first: 5) { nodes { name enabled } } } } }"""
        told = ask("rita", query)["data"]["organization"]["projectV2"]
        assert told["views"]["nodes"] == [{"name": "View 1", "layout": "TABLE_LAYOUT"}]
        assert told["workflows"]["nodes"] == [
            {"name": "Item added to project", "enabled": False},
            {"name": "Item closed", "enabled": True},
            {"name": "Item reopened", "enabled": False},
        ]


class TestItems:
    def test_adding_again_answers_the_same_item(self, mutate: Mutate, project: Project, issue: Issue) -> None:
        first = add_item(mutate, project, issue)
        assert add_item(mutate, project, issue) == first
        mutate("archiveProjectV2Item", "item { id }", projectId=project.id, itemId=first)
        again = mutate(
            "addProjectV2ItemById", "item { id isArchived }", projectId=project.id, contentId=issue.id
        )
        assert again == {"item": {"id": first, "isArchived": True}}
        mutate("unarchiveProjectV2Item", "item { id }", projectId=project.id, itemId=first)
        assert [item.archived_at for item in project.items.values()] == [None]

    def test_only_issues_and_pull_requests_can_be_added(
        self, mutate: Mutate, project: Project, world: World
    ) -> None:
        label = world.repository(REPOSITORY).labels["bug"]
        for content in (label.id, "I_nothing"):
            (error,) = mutate("addProjectV2ItemById", "item { id }", projectId=project.id, contentId=content)
            assert (error["type"], error["message"]) == (
                "NOT_FOUND",
                f"Could not resolve to a node with the global id of '{content}'",
            )

    def test_a_draft_is_an_item_of_its_own(self, mutate: Mutate, project: Project, world: World) -> None:
        olive = world.account("olive").id
        draft = "... on DraftIssue { title body assignees(first: 1) { nodes { login } } }"
        selection = f"projectItem {{ type content {{ {draft} }} }}"
        given = {"projectId": project.id, "title": "Idea", "body": "Perhaps", "assigneeIds": [olive]}
        told = mutate("addProjectV2DraftIssue", selection, **given)["projectItem"]
        assert (told["type"], told["content"]) == (
            "DRAFT_ISSUE",
            {"title": "Idea", "body": "Perhaps", "assignees": {"nodes": [{"login": "olive"}]}},
        )

    def test_items_are_moved_and_deleted(self, mutate: Mutate, project: Project, act: Act, ask: Ask) -> None:
        items = [add_item(mutate, project, act("wanda").open_issue(REPOSITORY, f"T{n}")) for n in range(4)]
        moved = {"projectId": project.id, "itemId": items[3]}
        listing = "items(first: 10) { nodes { id } }"
        first = mutate("updateProjectV2ItemPosition", listing, **moved)
        assert [node["id"] for node in first["items"]["nodes"]] == [items[3], *items[:3]]
        after = mutate("updateProjectV2ItemPosition", listing, **moved, afterId=items[0])
        assert [node["id"] for node in after["items"]["nodes"]] == [items[0], items[3], items[1], items[2]]
        gone = mutate("deleteProjectV2Item", "deletedItemId", projectId=project.id, itemId=items[0])
        assert gone == {"deletedItemId": items[0]}
        (error,) = ask("rita", f'{{ node(id: "{items[0]}") {{ id }} }}')["errors"]
        assert error["type"] == "NOT_FOUND"

    def test_items_stay_in_order_however_often_two_change_places(
        self, mutate: Mutate, project: Project, act: Act
    ) -> None:
        a, b, c = (add_item(mutate, project, act("wanda").open_issue(REPOSITORY, title)) for title in "ABC")
        for _ in range(40):
            mutate(
                "updateProjectV2ItemPosition", "clientMutationId", projectId=project.id, itemId=c, afterId=a
            )
            mutate(
                "updateProjectV2ItemPosition", "clientMutationId", projectId=project.id, itemId=b, afterId=a
            )
        assert [item.id for item in project.ordered_items] == [a, b, c]

    def test_a_deleted_issue_leaves_its_projects(
        self, mutate: Mutate, project: Project, issue: Issue, ask: Ask
    ) -> None:
        add_item(mutate, project, issue)
        ask("olive", f'mutation {{ deleteIssue(input: {{issueId: "{issue.id}"}}) {{ clientMutationId }} }}')
        assert (project.items, project.items_by_content) == ({}, {})
