"""Projects with their fields, items, views and workflows as plain data.

Items name an issue as `owner/name#number` or hold a draft; values name their field.
"""

from sandbox import boards
from sandbox.identities import Sort
from sandbox.project_words import FieldKind, OptionColor, ProjectRole, ProjectWorkflowKind, ViewLayout
from sandbox.records.projects import (
    Iteration,
    IterationField,
    Option,
    Project,
    ProjectField,
    ProjectView,
    ProjectWorkflow,
    SelectField,
)
from sandbox.storing.plain import (
    Data,
    account_of,
    identity_in,
    login_of,
    moment_in,
    optional_moment,
    without_blanks,
)
from sandbox.storing.project_items import day_of, item_data, known_field, load_item
from sandbox.times import written
from sandbox.world import World


def project_data(project: Project) -> Data:
    """A project with all in it."""
    return without_blanks(
        {
            "owner": project.owner.rest_login,
            "number": project.number,
            "id": project.database_id,
            "title": project.title,
            "creator": login_of(project.creator),
            "created": written(project.created_at),
            "updated": written(project.updated_at),
            "description": project.short_description,
            "readme": project.readme,
            "public": project.is_public,
            "closed": written(project.closed_at),
            "template": project.is_template,
            "roles": {key: role.value for key, role in project.roles.items()},
            "repositories": [repository.full_name for repository in project.repositories],
            "fields": [_field_data(one) for one in project.fields],
            "views": [_view_data(view) for view in project.views],
            "workflows": [_workflow_data(workflow) for workflow in project.workflows],
            "items": [item_data(item) for item in project.items.values()],
        }
    )


def load_project(world: World, data: Data) -> None:
    """Adds a project, with GitHub's own fields, view and workflows where it tells none; without a number the next."""
    owner = world.account(data["owner"])
    identity, database_id = identity_in(world, data, Sort.PROJECT)
    created = moment_in(world, data)
    number = data.get("number", world.project_numbers.get(owner.key, 0) + 1)
    world.project_numbers[owner.key] = max(number, world.project_numbers.get(owner.key, 0))
    project = Project(
        identity,
        database_id,
        owner,
        number,
        data["title"],
        account_of(world, data.get("creator")),
        created,
        optional_moment(data, "updated") or created,
        data.get("description"),
        data.get("readme"),
        data.get("public", False),
        optional_moment(data, "closed"),
        data.get("template", False),
        {world.account(login).key: ProjectRole(role) for login, role in data.get("roles", {}).items()},
    )
    project.repositories = [world.repository(name) for name in data.get("repositories", [])]
    world.projects[project.key] = project
    world.nodes[identity] = project
    if "fields" in data:
        _load_parts(world, project, data)
    else:
        boards.furnish(world, project)
    for item in data.get("items", []):
        load_item(world, project, item)


def _load_parts(world: World, project: Project, data: Data) -> None:
    for one in data["fields"]:
        _load_field(world, project, one)
    for view in data.get("views", []):
        _load_view(world, project, view)
    for workflow in data.get("workflows", []):
        _load_workflow(world, project, workflow)


def _field_data(field: ProjectField) -> Data:
    shown = without_blanks(
        {
            "name": field.name,
            "id": field.database_id,
            "kind": field.kind.value,
            "created": written(field.created_at),
            "updated": written(field.updated_at),
        }
    )
    if isinstance(field, SelectField):
        shown["options"] = [
            {"id": one.id, "name": one.name, "color": one.color.value, "description": one.description}
            for one in field.options
        ]
    if isinstance(field, IterationField):
        shown |= {"duration": field.duration, "start_day": field.start_day}
        shown["iterations"] = [
            {"id": one.id, "title": one.title, "start": str(one.start_date), "duration": one.duration}
            for one in field.iterations
        ]
    return shown


def _load_field(world: World, project: Project, data: Data) -> None:
    _, number = identity_in(world, data, Sort.PROJECT_FIELD)
    created = moment_in(world, data)
    field = boards.keep_field(world, project, number, data["name"], FieldKind(data["kind"]), created)
    field.updated_at = optional_moment(data, "updated") or created
    if isinstance(field, SelectField):
        field.options = [
            Option(
                one.get("id") or boards.fresh_id(world),
                one["name"],
                OptionColor(one.get("color", OptionColor.GRAY)),
                one.get("description", ""),
            )
            for one in data.get("options", [])
        ]
    if isinstance(field, IterationField):
        field.duration = data.get("duration", field.duration)
        field.start_day = data.get("start_day", field.start_day)
        field.iterations = [
            Iteration(
                one.get("id") or boards.fresh_id(world), one["title"], day_of(one["start"]), one["duration"]
            )
            for one in data.get("iterations", [])
        ]


def _view_data(view: ProjectView) -> Data:
    return without_blanks(
        {
            "name": view.name,
            "number": view.number,
            "id": view.database_id,
            "layout": view.layout.value,
            "creator": login_of(view.creator),
            "created": written(view.created_at),
            "filter": view.filter,
            "fields": [shown.name for shown in view.fields],
        }
    )


def _load_view(world: World, project: Project, data: Data) -> None:
    identity, database_id = identity_in(world, data, Sort.PROJECT_VIEW)
    view = ProjectView(
        identity,
        database_id,
        project,
        data.get("number", len(project.views) + 1),
        data["name"],
        ViewLayout(data.get("layout", ViewLayout.TABLE_LAYOUT)),
        account_of(world, data.get("creator")),
        moment_in(world, data),
        data.get("filter"),
        [known_field(project, name) for name in data.get("fields", [])],
    )
    project.views.append(view)
    world.nodes[identity] = view


def _workflow_data(workflow: ProjectWorkflow) -> Data:
    return {
        "name": workflow.name,
        "number": workflow.number,
        "id": workflow.database_id,
        "enabled": workflow.enabled,
        "created": written(workflow.created_at),
    }


def _load_workflow(world: World, project: Project, data: Data) -> None:
    identity, database_id = identity_in(world, data, Sort.PROJECT_WORKFLOW)
    kind, number = ProjectWorkflowKind(data["name"]), data.get("number", len(project.workflows) + 1)
    enabled = data.get("enabled", kind in boards.ENABLED)
    workflow = ProjectWorkflow(identity, database_id, project, number, kind, enabled, moment_in(world, data))
    project.workflows.append(workflow)
    world.nodes[identity] = workflow
