"""Items of projects with their values as plain data."""

from datetime import date, datetime

from sandbox import boards
from sandbox.board_values import Held, held, keep_value, value_id
from sandbox.identities import Sort
from sandbox.project_words import FieldKind
from sandbox.records import Issue
from sandbox.records.projects import (
    DraftIssue,
    FieldValue,
    Iteration,
    IterationField,
    Option,
    Project,
    ProjectField,
    ProjectItem,
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
from sandbox.times import written
from sandbox.world import World


def item_data(item: ProjectItem) -> Data:
    """An item of a project."""
    content = item.content
    return without_blanks(
        {
            "issue": f"{content.repository.full_name}#{content.number}"
            if isinstance(content, Issue)
            else None,
            "draft": _draft_data(content) if isinstance(content, DraftIssue) else None,
            "id": item.database_id,
            "position": item.position,
            "creator": login_of(item.creator),
            "created": written(item.created_at),
            "updated": written(item.updated_at),
            "archived": written(item.archived_at),
            "values": [_value_data(value) for value in item.values.values()],
        }
    )


def load_item(world: World, project: Project, data: Data) -> None:
    """Adds an item to a project whose fields are there; raises KeyError for an issue, option or field that is not."""
    identity, database_id = identity_in(world, data, Sort.PROJECT_ITEM)
    created = moment_in(world, data)
    item = ProjectItem(
        identity,
        database_id,
        project,
        _issue_of(world, data["issue"]) if "issue" in data else _load_draft(world, data["draft"]),
        data.get("position", float(len(project.items) + 1)),
        account_of(world, data.get("creator")),
        created,
        optional_moment(data, "updated") or created,
        optional_moment(data, "archived"),
    )
    boards.keep_item(world, item)
    for value in data.get("values", []):
        _load_value(world, item, value)


def _issue_of(world: World, named: str) -> Issue:
    full_name, _, number = named.partition("#")
    return world.repository(full_name).issue(int(number))


def _draft_data(draft: DraftIssue) -> Data:
    return without_blanks(
        {
            "id": draft.database_id,
            "title": draft.title,
            "body": draft.body,
            "creator": login_of(draft.creator),
            "created": written(draft.created_at),
            "updated": written(draft.updated_at),
            "assignees": [account.rest_login for account in draft.assignees],
        }
    )


def _load_draft(world: World, data: Data) -> DraftIssue:
    identity, database_id = identity_in(world, data, Sort.DRAFT_ISSUE)
    created = moment_in(world, data)
    draft = DraftIssue(
        identity,
        database_id,
        data["title"],
        data.get("body", ""),
        account_of(world, data.get("creator")),
        created,
        optional_moment(data, "updated") or created,
        [world.account(login) for login in data.get("assignees", [])],
    )
    world.nodes[identity] = draft
    return draft


def _value_data(value: FieldValue) -> Data:
    holds = held(value)
    shown = without_blanks(
        {
            "field": value.field.name,
            "id": value.database_id,
            "creator": login_of(value.creator),
            "created": written(value.created_at),
            "updated": written(value.updated_at),
        }
    )
    if isinstance(holds, Option | Iteration):
        return shown | {"value": holds.id}
    return shown | {"value": str(holds) if isinstance(holds, date) else holds}


def _load_value(world: World, item: ProjectItem, data: Data) -> None:
    field = known_field(item.project, data["field"])
    _, number = identity_in(world, data, Sort.PROJECT_VALUE)
    created = moment_in(world, data)
    head = FieldValue(
        value_id(field, number),
        number,
        item,
        field,
        account_of(world, data.get("creator")),
        created,
        optional_moment(data, "updated") or created,
    )
    keep_value(world, head, _held(field, data["value"]))


def _held(field: ProjectField, given: object) -> Held:
    """What the data tells of a value: options and iterations by id or name."""
    if isinstance(field, SelectField):
        return {key: one for one in field.options for key in (one.name, one.id)}[str(given)]
    if isinstance(field, IterationField):
        return {key: one for one in field.iterations for key in (one.title, one.id)}[str(given)]
    if field.kind is FieldKind.DATE:
        return day_of(given)
    return float(str(given)) if field.kind is FieldKind.NUMBER else str(given)


def known_field(project: Project, name: str) -> ProjectField:
    """The field of a name; raises KeyError when there is none."""
    found = project.field_named(name)
    if found is None:
        raise KeyError(name)
    return found


def day_of(given: object) -> date:
    """A day; YAML turns what looks like one into one."""
    if isinstance(given, datetime):
        return given.date()
    return given if isinstance(given, date) else date.fromisoformat(str(given))
