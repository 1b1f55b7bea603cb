"""Projects, their fields, views and items as REST shows them."""

from datetime import date, datetime

from sandbox.board_values import held
from sandbox.project_words import FieldKind
from sandbox.records import Account, Issue
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
from sandbox.rules.access import Caller
from sandbox.rules.project_access import shows_content
from sandbox.rules.project_values import Home, Labelling, People, Schedule, Shown
from sandbox.shapes.accounts import Json, simple_user
from sandbox.shapes.issues import issue_shape
from sandbox.shapes.repositories import label_shape, milestone_shape
from sandbox.times import written


def project_url(address: str, project: Project) -> str:
    """The API's address of a project."""
    return f"{address}{project.owner_path}/projectsV2/{project.number}"


def _creator(address: str, creator: Account | None) -> Json:
    """Who made something; a part of the shape that is not there once the account is gone."""
    return {} if creator is None else {"creator": simple_user(address, creator)}


def project_shape(address: str, project: Project) -> Json:
    """The `projects-v2`."""
    return {
        "id": project.database_id,
        "node_id": project.id,
        "owner": simple_user(address, project.owner),
        "creator": simple_user(address, project.creator or project.owner),
        "title": project.title,
        "description": project.readme,
        "public": project.is_public,
        "closed_at": written(project.closed_at),
        "created_at": written(project.created_at),
        "updated_at": written(project.updated_at),
        "number": project.number,
        "short_description": project.short_description,
        "deleted_at": None,
        "deleted_by": None,
        "state": "open" if project.closed_at is None else "closed",
        "latest_status_update": None,
        "is_template": project.is_template,
    }


def _text(raw: str) -> Json:
    """A text, raw and rendered; options and iterations have plain ones."""
    return {"raw": raw, "html": raw}


def option_shape(option: Option) -> Json:
    """The `projects-v2-single-select-options`."""
    return {
        "id": option.id,
        "name": _text(option.name),
        "color": option.color.value,
        "description": _text(option.description),
    }


def iteration_shape(iteration: Iteration, today: date) -> Json:
    """The `projects-v2-iteration-settings`."""
    return {
        "id": iteration.id,
        "start_date": str(iteration.start_date),
        "duration": iteration.duration,
        "title": _text(iteration.title),
        "completed": iteration.is_over(today),
    }


def field_shape(address: str, now: datetime, field: ProjectField) -> Json:
    """The `projects-v2-field`."""
    shape: Json = {
        "id": field.database_id,
        "node_id": field.id,
        "name": field.name,
        "data_type": field.kind.value,
        "project_url": project_url(address, field.project),
        "created_at": written(field.created_at),
        "updated_at": written(field.updated_at),
    }
    if isinstance(field, SelectField):
        shape["options"] = [option_shape(option) for option in field.options]
    if isinstance(field, IterationField):
        shape["configuration"] = {
            "start_day": field.start_day,
            "duration": field.duration,
            "iterations": [iteration_shape(one, now.date()) for one in field.iterations],
        }
    return shape


def item_shape(address: str, caller: Caller, item: ProjectItem) -> Json:
    """The `projects-v2-item-simple`."""
    url = project_url(address, item.project)
    shape: Json = {
        "id": item.database_id,
        "node_id": item.id,
        "project_url": url,
        "item_url": f"{url}/items/{item.database_id}",
        "content_type": item.type.value,
        "created_at": written(item.created_at),
        "updated_at": written(item.updated_at),
        "archived_at": written(item.archived_at),
    }
    shape |= _creator(address, item.creator)
    content = item.content
    if isinstance(content, DraftIssue):
        shape["content"] = draft_shape(address, content)
    elif shows_content(caller, item):
        shape["content"] = issue_shape(address, caller, content)
    return shape


def draft_shape(address: str, draft: DraftIssue) -> Json:
    """The `projects-v2-draft-issue`."""
    return {
        "id": draft.database_id,
        "node_id": draft.id,
        "title": draft.title,
        "body": draft.body,
        "user": simple_user(address, draft.creator),
        "created_at": written(draft.created_at),
        "updated_at": written(draft.updated_at),
    }


def item_with_values(
    address: str, caller: Caller, item: ProjectItem, shown: list[Shown], today: date
) -> Json:
    """The `projects-v2-item-with-content`: also what the item shows in some fields."""
    fields = [
        {
            "id": value.field.database_id,
            "name": value.field.name,
            "data_type": value.field.kind.value,
            "value": _value(address, item, value, today),
        }
        for value in shown
    ]
    content = {"content": None} | item_shape(address, caller, item)
    return content | {"fields": fields}


def _value(address: str, item: ProjectItem, value: Shown, today: date) -> object:
    if isinstance(value, FieldValue):
        return _held(item, value, today)
    if isinstance(value, People):
        return [simple_user(address, account) for account in value.users]
    if isinstance(value, Labelling) and isinstance(item.content, Issue):
        repository = item.content.repository
        return [label_shape(address, repository, label) for label in value.labels]
    if isinstance(value, Home):
        return {"id": value.repository.database_id, "full_name": value.repository.full_name}
    return milestone_shape(address, value.milestone) if isinstance(value, Schedule) else None


def _held(item: ProjectItem, value: FieldValue, today: date) -> object:
    told = held(value)
    if value.field.kind is FieldKind.TITLE:
        number = item.content.number if isinstance(item.content, Issue) else None
        return {"raw": told, "html": told} | ({} if number is None else {"number": number})
    if isinstance(told, Option):
        return option_shape(told)
    if isinstance(told, Iteration):
        return iteration_shape(told, today)
    return str(told) if isinstance(told, date) else told
