"""Projects as GraphQL reads them: who has them, their fields, views, items and what those show."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from sandbox.graph import filters
from sandbox.graph.connections import Key, Ordered
from sandbox.graph.context import Context
from sandbox.project_words import ItemType, ProjectRole
from sandbox.records import Account, Issue, Label, Repository
from sandbox.records.projects import (
    DateValue,
    DraftIssue,
    Iteration,
    IterationField,
    IterationValue,
    NumberValue,
    Option,
    OptionValue,
    Project,
    ProjectField,
    ProjectItem,
    ProjectView,
    ProjectWorkflow,
    SelectField,
    TextValue,
)
from sandbox.rules import project_values
from sandbox.rules.project_access import (
    HiddenItem,
    has_project_role,
    items_listed,
    items_of,
    projects_of,
    shows_content,
)
from sandbox.rules.refusals import NotFound
from sandbox.times import written

TYPES: dict[type, str] = {
    Project: "ProjectV2",
    ProjectField: "ProjectV2Field",
    SelectField: "ProjectV2SingleSelectField",
    IterationField: "ProjectV2IterationField",
    ProjectItem: "ProjectV2Item",
    ProjectView: "ProjectV2View",
    ProjectWorkflow: "ProjectV2Workflow",
    DraftIssue: "DraftIssue",
    TextValue: "ProjectV2ItemFieldTextValue",
    NumberValue: "ProjectV2ItemFieldNumberValue",
    DateValue: "ProjectV2ItemFieldDateValue",
    OptionValue: "ProjectV2ItemFieldSingleSelectValue",
    IterationValue: "ProjectV2ItemFieldIterationValue",
    project_values.People: "ProjectV2ItemFieldUserValue",
    project_values.Labelling: "ProjectV2ItemFieldLabelValue",
    project_values.Schedule: "ProjectV2ItemFieldMilestoneValue",
    project_values.Home: "ProjectV2ItemFieldRepositoryValue",
}
ROLES = {"READ": ProjectRole.READER, "WRITE": ProjectRole.WRITER, "ADMIN": ProjectRole.ADMIN}
ORDERS: dict[str, Callable[[Any], Key]] = {
    "CREATED_AT": lambda thing: (written(thing.created_at), thing.database_id),
    "UPDATED_AT": lambda thing: (written(thing.updated_at), thing.database_id),
    "NUMBER": lambda thing: (thing.number, thing.database_id),
    "TITLE": lambda thing: (thing.title.casefold(), thing.database_id),
    "NAME": lambda thing: (thing.name.casefold(), thing.database_id),
    "POSITION": lambda thing: thing.place if isinstance(thing, ProjectItem) else (thing.database_id,),
}
Resolver = Callable[..., Any]
Holder = Account | Repository | Issue


def ordered(found: Iterable[Any], order: dict[str, str]) -> Ordered:
    """What was found, in the order that was asked for."""
    return filters.ordered(found, ORDERS[order["field"]], order)


def _all_projects(holder: Holder, context: Context) -> list[Project]:
    if isinstance(holder, Account):
        return projects_of(context.world, context.caller, holder)
    if isinstance(holder, Issue):
        return [item.project for item in items_of(context.world, context.caller, holder)]
    known = projects_of(context.world, context.caller, holder.owner)
    return [project for project in known if holder in project.repositories]


def _projects(
    holder: Holder,
    context: Context,
    *,
    min_permission_level: str,
    order_by: dict[str, str],
    query: str | None = None,
) -> Ordered:
    role = ROLES[min_permission_level]
    found = [
        project
        for project in _all_projects(holder, context)
        if has_project_role(context.caller, project, role) and _is_meant(project, query or "")
    ]
    return ordered(found, order_by)


def _is_meant(project: Project, query: str) -> bool:
    """Whether a project is open or closed as the query says, and has all its other words in the title."""
    words = query.casefold().split()
    is_closed = project.closed_at is not None
    if ("is:open" in words and is_closed) or ("is:closed" in words and not is_closed):
        return False
    return all(word in project.title.casefold() for word in words if ":" not in word)


def _project(holder: Holder, context: Context, *, number: int) -> Project:
    for project in _all_projects(holder, context):
        if project.number == number:
            return project
    raise NotFound(f"Could not resolve to a ProjectV2 with the number {number}.")


def _project_items(
    issue: Issue, context: Context, *, include_archived: bool
) -> list[ProjectItem | HiddenItem]:
    found = items_listed(context.world, context.caller, issue)
    return [item for item in found if include_archived or item.archived_at is None]


def _viewer_may(role: ProjectRole) -> Resolver:
    return lambda project, context: has_project_role(context.caller, project, role)


def _numbered(things: Sequence[Any], number: int) -> Any:
    return next((thing for thing in things if thing.number == number), None)


def _options(field: SelectField, _: Context, *, names: list[str] | None = None) -> list[Option]:
    return [option for option in field.options if names is None or option.name in names]


def _iterations(field: IterationField, context: Context) -> list[Iteration]:
    today = context.world.clock.now().date()
    return [one for one in field.iterations if not one.is_over(today)]


def _completed(field: IterationField, context: Context) -> list[Iteration]:
    today = context.world.clock.now().date()
    return [one for one in reversed(field.iterations) if one.is_over(today)]


def _content(item: ProjectItem, context: Context) -> Issue | DraftIssue | None:
    return item.content if shows_content(context.caller, item) else None


def _item_type(item: ProjectItem, context: Context) -> ItemType:
    return item.type if shows_content(context.caller, item) else ItemType.REDACTED


def _values(item: ProjectItem, context: Context, *, order_by: dict[str, str]) -> Ordered:
    shown = project_values.values_of(context.caller, item)
    is_descending = order_by["direction"] == "DESC"

    def place(value: project_values.Shown) -> Key:
        return (value.field.database_id,)

    return Ordered(shown[::-1] if is_descending else shown, place, is_descending=is_descending)


def _value_named(item: ProjectItem, context: Context, *, name: str) -> project_values.Shown | None:
    field = item.project.field_named(name)
    if field is None or not shows_content(context.caller, item):
        return None
    return project_values.value_in(item, field)


def _items(project: Project, _: Context, *, order_by: dict[str, str]) -> Ordered:
    return ordered(project.items.values(), order_by)


def _listed(name: str) -> Resolver:
    def read(source: Any, _: Context, *, order_by: dict[str, str]) -> Ordered:
        return ordered(getattr(source, name), order_by)

    return read


def _holder_fields(type_: str) -> dict[str, Resolver]:
    return {f"{type_}.projectV2": _project, f"{type_}.projectsV2": _projects}


def _people(value: project_values.People, _: Context) -> list[Account]:
    return sorted(value.users, key=attrgetter("database_id"))


def _labels(value: project_values.Labelling, _: Context) -> list[Label]:
    return sorted(value.labels, key=attrgetter("database_id"))


OPTION, ITERATION = "ProjectV2ItemFieldSingleSelectValue", "ProjectV2ItemFieldIterationValue"
WITH_IDS = ("ProjectV2", "ProjectV2Item", "ProjectV2View", "ProjectV2Workflow")
HOLDERS = ("Organization", "User", "Repository", "Issue", "PullRequest")
FIELDS = ("ProjectV2Field", "ProjectV2SingleSelectField", "ProjectV2IterationField")
RESOLVERS: dict[str, Resolver] = {
    **{name: read for type_ in HOLDERS for name, read in _holder_fields(type_).items()},
    **{f"{type_}.fullDatabaseId": lambda source, _: source.database_id for type_ in WITH_IDS},
    **{f"{type_}.dataType": lambda field, _: field.kind for type_ in FIELDS},
    "Issue.projectItems": _project_items,
    "PullRequest.projectItems": _project_items,
    "ProjectV2.closed": lambda project, _: project.closed_at is not None,
    "ProjectV2.field": lambda project, _, *, name: project.field_named(name),
    "ProjectV2.fields": _listed("fields"),
    "ProjectV2.items": _items,
    "ProjectV2.public": lambda project, _: project.is_public,
    "ProjectV2.resourcePath": lambda project, _: project.path,
    "ProjectV2.template": lambda project, _: project.is_template,
    "ProjectV2.url": lambda project, context: context.address + project.path,
    "ProjectV2.view": lambda project, _, *, number: _numbered(project.views, number),
    "ProjectV2.viewerCanClose": _viewer_may(ProjectRole.WRITER),
    "ProjectV2.viewerCanReopen": _viewer_may(ProjectRole.WRITER),
    "ProjectV2.viewerCanUpdate": _viewer_may(ProjectRole.WRITER),
    "ProjectV2.views": _listed("views"),
    "ProjectV2.workflow": lambda project, _, *, number: _numbered(project.workflows, number),
    "ProjectV2.workflows": _listed("workflows"),
    "ProjectV2SingleSelectField.options": _options,
    "ProjectV2IterationField.configuration": lambda field, _: field,
    "ProjectV2IterationFieldConfiguration.iterations": _iterations,
    "ProjectV2IterationFieldConfiguration.completedIterations": _completed,
    "ProjectV2View.fields": _listed("fields"),
    "ProjectV2View.updatedAt": lambda view, _: view.created_at,
    "ProjectV2Workflow.updatedAt": lambda workflow, _: workflow.created_at,
    "ProjectV2Item.content": _content,
    "ProjectV2Item.fieldValueByName": _value_named,
    "ProjectV2Item.fieldValues": _values,
    "ProjectV2Item.isArchived": lambda item, _: item.archived_at is not None,
    "ProjectV2Item.type": _item_type,
    f"{OPTION}.color": lambda value, _: value.option.color,
    f"{OPTION}.description": lambda value, _: value.option.description,
    f"{OPTION}.name": lambda value, _: value.option.name,
    f"{OPTION}.optionId": lambda value, _: value.option.id,
    f"{ITERATION}.duration": lambda value, _: value.iteration.duration,
    f"{ITERATION}.iterationId": lambda value, _: value.iteration.id,
    f"{ITERATION}.startDate": lambda value, _: value.iteration.start_date,
    f"{ITERATION}.title": lambda value, _: value.iteration.title,
    "ProjectV2ItemFieldUserValue.users": _people,
    "ProjectV2ItemFieldLabelValue.labels": _labels,
}
