"""GraphQL's writes to projects: each one finds its records, asks the rules, and answers what changed."""

from collections.abc import Callable
from datetime import date

from sandbox.graph.context import Context
from sandbox.graph.nodes import find, find_as
from sandbox.graph.payloads import Input, Payload, answer
from sandbox.graph.projects import ordered
from sandbox.project_words import FieldKind, OptionColor
from sandbox.records import Account, Issue, Repository
from sandbox.records.projects import Project, ProjectField, ProjectItem
from sandbox.rules import project_fields, project_items, project_values, projects
from sandbox.rules.project_fields import FieldDraft, IterationDraft, IterationPlan, OptionDraft
from sandbox.rules.refusals import NotFound


def _project(context: Context, given: Input) -> Project:
    return find_as(context, given["projectId"], Project)


def _item(context: Context, given: Input) -> ProjectItem:
    return project_items.item_in(_project(context, given), find_as(context, given["itemId"], ProjectItem))


def _create_project(_: None, context: Context, *, input: Input) -> Payload:
    owner = find_as(context, input["ownerId"], Account)
    repository = find_as(context, input["repositoryId"], Repository) if input.get("repositoryId") else None
    made = projects.create_project(context.world, context.caller, owner, input["title"], repository)
    return answer(input, project_v2=made)


def _update_project(_: None, context: Context, *, input: Input) -> Payload:
    project = _project(context, input)
    changes = projects.ProjectChanges(
        input.get("title"),
        input.get("shortDescription"),
        input.get("readme"),
        input.get("public"),
        input.get("closed"),
    )
    projects.change_project(context.world, context.caller, project, changes)
    return answer(input, project_v2=project)


def _delete_project(_: None, context: Context, *, input: Input) -> Payload:
    project = _project(context, input)
    projects.delete_project(context.world, context.caller, project)
    return answer(input, project_v2=project)


def _link(_: None, context: Context, *, input: Input) -> Payload:
    repository = find_as(context, input["repositoryId"], Repository)
    projects.link(context.world, context.caller, _project(context, input), repository)
    return answer(input, repository=repository)


def _unlink(_: None, context: Context, *, input: Input) -> Payload:
    repository = find_as(context, input["repositoryId"], Repository)
    projects.unlink(context.world, context.caller, _project(context, input), repository)
    return answer(input, repository=repository)


def _create_field(_: None, context: Context, *, input: Input) -> Payload:
    draft = FieldDraft(input["name"], FieldKind[input["dataType"]], _options(input), _plan(input))
    made = project_fields.create_field(context.world, context.caller, _project(context, input), draft)
    return answer(input, project_v2_field=made)


def _update_field(_: None, context: Context, *, input: Input) -> Payload:
    field = find_as(context, input["fieldId"], ProjectField)
    project_fields.change_field(
        context.world,
        context.caller,
        field,
        name=input.get("name"),
        options=_options(input),
        plan=_plan(input),
    )
    return answer(input, project_v2_field=field)


def _delete_field(_: None, context: Context, *, input: Input) -> Payload:
    field = find_as(context, input["fieldId"], ProjectField)
    project_fields.delete_field(context.world, context.caller, field)
    return answer(input, project_v2_field=field)


def _options(given: Input) -> list[OptionDraft]:
    return [
        OptionDraft(one["name"], OptionColor[one["color"]], one["description"])
        for one in given.get("singleSelectOptions") or ()
    ]


def _plan(given: Input) -> IterationPlan | None:
    plan = given.get("iterationConfiguration")
    if plan is None:
        return None
    drafts = [
        IterationDraft(one["title"], _day(one["startDate"]), one["duration"]) for one in plan["iterations"]
    ]
    return IterationPlan(_day(plan["startDate"]), plan["duration"], drafts)


def _day(given: object) -> date:
    return project_values.day(str(given))


def _add_item(_: None, context: Context, *, input: Input) -> Payload:
    project, content = _project(context, input), find(context, input["contentId"])
    if not isinstance(content, Issue):
        raise NotFound(f"Could not resolve to a node with the global id of '{input['contentId']}'")
    return answer(input, item=project_items.add_item(context.world, context.caller, project, content))


def _add_draft(_: None, context: Context, *, input: Input) -> Payload:
    assignees = [find_as(context, one, Account) for one in input.get("assigneeIds") or ()]
    draft = project_items.ItemDraft(input["title"], input.get("body") or "", assignees)
    added = project_items.add_draft(context.world, context.caller, _project(context, input), draft)
    return answer(input, project_item=added)


def _delete_item(_: None, context: Context, *, input: Input) -> Payload:
    item = _item(context, input)
    project_items.delete_item(context.world, context.caller, item)
    return answer(input, deleted_item_id=item.id)


def _archive(_: None, context: Context, *, input: Input) -> Payload:
    item = _item(context, input)
    project_items.archive(context.world, context.caller, item)
    return answer(input, item=item)


def _unarchive(_: None, context: Context, *, input: Input) -> Payload:
    item = _item(context, input)
    project_items.unarchive(context.world, context.caller, item)
    return answer(input, item=item)


def _move(_: None, context: Context, *, input: Input) -> Payload:
    item, after = _item(context, input), None
    if input.get("afterId"):
        after = project_items.item_in(item.project, find_as(context, input["afterId"], ProjectItem))
    project_items.move(context.world, context.caller, item, after)
    order = {"field": "POSITION", "direction": "ASC"}
    return answer(input, items=ordered(item.project.items.values(), order))


def _set_value(_: None, context: Context, *, input: Input) -> Payload:
    item, field = _item(context, input), find_as(context, input["fieldId"], ProjectField)
    project_values.set_value(context.world, context.caller, item, field, input["value"])
    return answer(input, project_v2_item=item)


def _clear_value(_: None, context: Context, *, input: Input) -> Payload:
    item, field = _item(context, input), find_as(context, input["fieldId"], ProjectField)
    project_values.clear_value(context.world, context.caller, item, field)
    return answer(input, project_v2_item=item)


RESOLVERS: dict[str, Callable[..., Payload]] = {
    "Mutation.addProjectV2DraftIssue": _add_draft,
    "Mutation.addProjectV2ItemById": _add_item,
    "Mutation.archiveProjectV2Item": _archive,
    "Mutation.clearProjectV2ItemFieldValue": _clear_value,
    "Mutation.createProjectV2": _create_project,
    "Mutation.createProjectV2Field": _create_field,
    "Mutation.deleteProjectV2": _delete_project,
    "Mutation.deleteProjectV2Field": _delete_field,
    "Mutation.deleteProjectV2Item": _delete_item,
    "Mutation.linkProjectV2ToRepository": _link,
    "Mutation.unarchiveProjectV2Item": _unarchive,
    "Mutation.unlinkProjectV2FromRepository": _unlink,
    "Mutation.updateProjectV2": _update_project,
    "Mutation.updateProjectV2Field": _update_field,
    "Mutation.updateProjectV2ItemFieldValue": _set_value,
    "Mutation.updateProjectV2ItemPosition": _move,
}
