"""What a world keeps of projects: how they come to be with all that GitHub gives to a new one, and how they go."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha1
from typing import TYPE_CHECKING

from sandbox.identities import Sort, node_id
from sandbox.project_words import FieldKind, OptionColor, ProjectRole, ProjectWorkflowKind, ViewLayout
from sandbox.records import Account, Issue
from sandbox.records.projects import (
    DraftIssue,
    FieldValue,
    IterationField,
    Option,
    Project,
    ProjectField,
    ProjectItem,
    ProjectNode,
    ProjectView,
    ProjectWorkflow,
    SelectField,
)

if TYPE_CHECKING:
    from sandbox.world import World

BUILT_IN_FIELDS = (
    ("Title", FieldKind.TITLE),
    ("Assignees", FieldKind.ASSIGNEES),
    ("Status", FieldKind.SINGLE_SELECT),
    ("Labels", FieldKind.LABELS),
    ("Linked pull requests", FieldKind.LINKED_PULL_REQUESTS),
    ("Milestone", FieldKind.MILESTONE),
    ("Repository", FieldKind.REPOSITORY),
    ("Reviewers", FieldKind.REVIEWERS),
    ("Parent issue", FieldKind.PARENT_ISSUE),
    ("Sub-issues progress", FieldKind.SUB_ISSUES_PROGRESS),
)
TODO, DONE = "Todo", "Done"
# Every new project on GitHub has these, with these ids.
STATUSES = (
    Option("f75ad846", TODO, OptionColor.GREEN, "This item hasn't been started"),
    Option("47fc9ee4", "In Progress", OptionColor.YELLOW, "This is actively being worked on"),
    Option("98236657", DONE, OptionColor.PURPLE, "This has been completed"),
)
# GitHub switches on what sets closed items to Done, and leaves the rest to people.
ENABLED = (ProjectWorkflowKind.ITEM_CLOSED,)
FIELD_CLASSES: dict[FieldKind, type[ProjectField]] = {
    FieldKind.SINGLE_SELECT: SelectField,
    FieldKind.ITERATION: IterationField,
}
FIELD_PREFIXES = {FieldKind.SINGLE_SELECT: "PVTSSF", FieldKind.ITERATION: "PVTIF"}


def found_project(
    world: "World",
    owner: Account,
    title: str,
    creator: Account,
    *,
    public: bool = False,
    roles: Mapping[str, str] | None = None,
) -> Project:
    """A new project of an organization or user, as GitHub furnishes it; `roles` are by login."""
    identity, database_id = world.identities.new(Sort.PROJECT)
    now = world.clock.now()
    number = world.project_numbers.get(owner.key, 0) + 1
    world.project_numbers[owner.key] = number
    project = Project(identity, database_id, owner, number, title, creator, now, now, is_public=public)
    project.roles |= {world.account(login).key: ProjectRole(role) for login, role in (roles or {}).items()}
    world.projects[project.key] = project
    world.nodes[identity] = project
    furnish(world, project)
    return project


def furnish(world: "World", project: Project) -> None:
    """Gives a project its built-in fields, its first view and its workflows."""
    for name, kind in BUILT_IN_FIELDS:
        made = add_field(world, project, name, kind)
        if isinstance(made, SelectField):
            made.options = list(STATUSES)
    add_view(world, project, "View 1", ViewLayout.TABLE_LAYOUT)
    for number, workflow in enumerate(ProjectWorkflowKind, 1):
        identity, database_id = world.identities.new(Sort.PROJECT_WORKFLOW)
        made_workflow = ProjectWorkflow(
            identity, database_id, project, number, workflow, workflow in ENABLED, project.created_at
        )
        project.workflows.append(made_workflow)
        world.nodes[identity] = made_workflow


def add_field(world: "World", project: Project, name: str, kind: FieldKind) -> ProjectField:
    """Adds an empty field to a project."""
    _, number = world.identities.new(Sort.PROJECT_FIELD)
    return keep_field(world, project, number, name, kind, world.clock.now())


def keep_field(
    world: "World", project: Project, number: int, name: str, kind: FieldKind, created: datetime
) -> ProjectField:
    """Adds an empty field of a known database id to a project."""
    identity = node_id(FIELD_PREFIXES.get(kind, Sort.PROJECT_FIELD.prefix), number)
    cls = FIELD_CLASSES.get(kind, ProjectField)
    made = cls(identity, number, project, name, kind, created, created)
    project.fields.append(made)
    world.nodes[identity] = made
    return made


def add_view(world: "World", project: Project, name: str, layout: ViewLayout) -> ProjectView:
    """Adds a view that shows the title, assignees and status."""
    identity, database_id = world.identities.new(Sort.PROJECT_VIEW)
    number = max((view.number for view in project.views), default=0) + 1
    view = ProjectView(
        identity, database_id, project, number, name, layout, project.creator, world.clock.now()
    )
    shown = (FieldKind.TITLE, FieldKind.ASSIGNEES)
    view.fields = [one for one in project.fields if one.kind in shown or one is project.status]
    project.views.append(view)
    world.nodes[identity] = view
    return view


def fresh_id(world: "World") -> str:
    """An id of eight hexadecimal digits for an option or iteration, as no other ever had."""
    _, number = world.identities.new(Sort.PROJECT_OPTION)
    return sha1(f"option {number}".encode(), usedforsecurity=False).hexdigest()[:8]


def projects_with(world: "World", content: Issue) -> list[ProjectItem]:
    """The items that an issue or pull request is, one in each project that has it."""
    found = (project.items_by_content.get(content) for project in world.projects.values())
    return [item for item in found if item is not None]


def keep_item(world: "World", item: ProjectItem) -> None:
    """Puts an item into its project."""
    item.project.items[item.database_id] = item
    item.project.items_by_content[item.content] = item
    world.nodes[item.id] = item


def drop_item(world: "World", item: ProjectItem) -> None:
    """Takes an item with its values, and a draft for good, out of its project."""
    project = item.project
    del project.items[item.database_id]
    project.items_by_content.pop(item.content)
    for value in item.values.values():
        world.nodes.pop(value.id, None)
    del world.nodes[item.id]
    if isinstance(item.content, DraftIssue):
        del world.nodes[item.content.id]


def drop_project(world: "World", project: Project) -> None:
    """Deletes a project with all in it; its number is not given again."""
    for item in list(project.items.values()):
        drop_item(world, item)
    parts: list[ProjectNode] = [*project.fields, *project.views, *project.workflows, project]
    for part in parts:
        del world.nodes[part.id]
    del world.projects[project.key]


def forget(world: "World", gone: Account) -> None:
    """Deletes the projects of an account that goes, and lets what it made elsewhere be by nobody."""
    for project in [one for one in world.projects.values() if one.owner is gone]:
        drop_project(world, project)
    for project in world.projects.values():
        project.roles.pop(gone.key, None)
        values = [value for item in project.items.values() for value in item.values.values()]
        drafts = [item.content for item in project.items.values() if isinstance(item.content, DraftIssue)]
        made_by: list[Project | ProjectView | ProjectItem | FieldValue | DraftIssue] = [
            project,
            *project.views,
        ]
        made_by += [*project.items.values(), *values, *drafts]
        for made in made_by:
            made.creator = None if made.creator is gone else made.creator
        for draft in drafts:
            draft.assignees = [assignee for assignee in draft.assignees if assignee is not gone]
